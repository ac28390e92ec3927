"""An answer in a file, in the format that its ending tells."""

from __future__ import annotations

import io
from pathlib import Path

from ..graph.exchange.saving import whole_file
from . import output, word
from .formats import Format
from .output import Answer
from .problems import UsageProblem

_ENDINGS = {f".{format}": format for format in Format if format is not Format.table}
_WORD = ".docx"


def check(path: str, format: Format | None) -> None:
    """Raises UsageProblem where neither the ending nor a format tells how to write; before anything is asked."""
    if not format and path != "-" and Path(path).suffix.lower() not in (*_ENDINGS, _WORD):
        raise UsageProblem(f"{path}: which format? Its name may end with {' '.join((*_ENDINGS, _WORD))}")


def save(answer: Answer, path: str, format: Format | None = None) -> None:
    """Write the answer, wholly or not at all; `format` comes before the ending, `-` is standard output."""
    check(path, format)
    ending = Path(path).suffix.lower()
    with whole_file(path) as file:
        if not format and ending == _WORD:
            word.write(answer, file)
            return
        text = io.TextIOWrapper(file, "utf-8", errors="backslashreplace", newline="\n", write_through=True)
        try:
            output.write(answer, text, format or _ENDINGS.get(ending, Format.tsv))
        finally:
            text.detach()
