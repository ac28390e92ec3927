"""The word files: those that come with guanxi, and the folders of words of the user's own.

A folder of own words holds files named and laid out like those of `words/` (`titles.tsv`, `agencies.tsv`, …; columns
that need not be filled may be left out). A line there stands for the built-in line of the same word. Which files can
be added to, and what their columns may hold, is told in `words/kinds.toml`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from ..graph.model import InputError

HERE = Path(__file__).parent / "words"
OWN_WORDS = "GUANXI_WORDS"  # the folders, as PATH has its folders: so processes that this one starts know them too
NAMES = frozenset(("name", "aliases", "former", "word", "full", "short", "surname", "title"))  # columns that hold words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a word file: its number there, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def words(self) -> Iterator[str]:
        """The words that it makes known."""
        for column in self.cells.keys() & NAMES:
            yield from (word.partition("@")[0] for word in self.cells[column].split("|") if word)


@dataclass(frozen=True, slots=True)
class WordFile:
    """What `guanxi words list` tells of a file. `folder` is '' for one that comes with guanxi."""

    name: str
    holds: str
    lines: int
    source: str
    licence: str
    folder: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """A word of a text, what it is taken for, and the line that says so ('' and 0 where no file has it)."""

    word: str
    letter: str
    meaning: str
    file: str
    line: int


@cache
def kinds() -> Mapping[str, Any]:
    """`kinds.toml`: what the files hold and how their lines are checked, and what the classes of words mean."""
    return tomllib.loads((HERE / "kinds.toml").read_text("utf-8"))


def folders() -> tuple[Path, ...]:
    """The folders of the user's own words: what stands in an earlier one goes before a later one's."""
    return tuple(Path(folder) for folder in os.environ.get(OWN_WORDS, "").split(os.pathsep) if folder)


def use(own: list[str]) -> None:
    """Read with the words of these folders from now on, in the processes that this one starts too.

    Raises InputError for the first thing that is wrong in them, with file and line.
    """
    if own:
        os.environ[OWN_WORDS] = os.pathsep.join(str(Path(folder).resolve()) for folder in own)
    for file in own_files(folders()):
        own_lines(file)


def own_files(own: tuple[Path, ...]) -> list[Path]:
    """The word files of folders, in order. Raises InputError for a folder without any and for one of no known kind."""
    found: list[Path] = []
    known = [name for name, kind in kinds()["files"].items() if "key" in kind]
    for folder in own:
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder of words; check --words and {OWN_WORDS}")
        files = sorted(file for file in folder.iterdir() if file.suffix in (".tsv", ".toml") and file.is_file())
        for file in files:
            if file.suffix != ".tsv" or file.stem not in known:
                raise InputError(
                    f"{file}: no kind of words is called so; name it {', '.join(n + '.tsv' for n in known)}"
                )
        if not files:
            raise InputError(f"{folder}: no word file in it; put one there, such as titles.tsv")
        found += files
    return found


def lines(path: Path) -> Iterator[Line]:
    """The lines of a built-in file that hold words."""
    header: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if header:
                yield Line(number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)))
            else:
                header = cells


def own_lines(path: Path) -> tuple[Line, ...]:
    """The checked lines of a file of own words, with every column of the built-in file.

    Raises InputError that names file and line: another encoding than UTF-8, a column that is not known or lacks, a
    line with too few or too many cells, a cell that may not hold what it holds, a line that stands there twice.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"{path}: not UTF-8 (byte {problem.start + 1}); save it as UTF-8") from problem
    except OSError as problem:
        raise InputError(f"{path}: cannot be opened ({problem.strerror}); check its permissions") from problem
    kind = kinds()["files"][path.stem]
    columns = next(lines(HERE / path.name)).cells.keys()
    header: list[str] = []
    found: list[Line] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells, where = [cell.strip() for cell in line.split("\t")], f"{path}:{number}"
        if not header:
            header = _header(cells, where, list(columns), kind["needed"])
            continue
        if len(cells) > len(header):
            raise InputError(f"{where}: {len(cells)} cells, but {len(header)} columns; put one tab between two cells")
        row = dict.fromkeys(columns, "") | dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
        _check(row, where, kind)
        key = tuple(row[column] for column in kind["key"])
        if key in seen:
            raise InputError(f"{where}: {' '.join(key)} stands in line {seen[key]} already; leave one of them out")
        seen[key] = number
        found.append(Line(number, row))
    if not header:
        raise InputError(f"{path}: empty; its first line names the columns: {', '.join(columns)}")
    return tuple(found)


def _header(cells: list[str], where: str, columns: list[str], needed: list[str]) -> list[str]:
    for cell in cells:
        if cell not in columns or cells.count(cell) > 1:
            problem = "stands twice" if cell in columns else "is no column of this file"
            raise InputError(f"{where}: {cell!r} {problem}; the columns are {', '.join(columns)}, with tabs between")
    for column in needed:
        if column not in cells:
            raise InputError(f"{where}: no column {column!r}; the first line names {', '.join(needed)} at least")
    return cells


def _check(row: dict[str, str], where: str, kind: Mapping[str, Any]) -> None:
    for column in kind["needed"]:
        if not row[column]:
            raise InputError(f"{where}: nothing under {column!r}; every line needs {', '.join(kind['needed'])}")
    for column, allowed in kind.get("allowed", {}).items():
        if row[column] and row[column] not in allowed:
            raise InputError(f"{where}: {column} {row[column]!r} is not known; one of {', '.join(allowed)}")
    for column in kind.get("numbers", ()):
        if not re.fullmatch(r"0*[1-9]\d*(\.\d+)?", row[column]):
            raise InputError(f"{where}: {column} {row[column]!r} is no number above 0")


def with_own(name: str, own: tuple[Path, ...]) -> Iterator[tuple[Path, Line]]:
    """The lines of a kind, own ones first; of several lines with one key only the first."""
    key = kinds()["files"][Path(name).stem].get("key", ())
    seen: set[tuple[str, ...]] = set()
    for file in own_files(own):
        if file.name == name:
            for line in own_lines(file):
                of = tuple(line.cells[column] for column in key)
                if of not in seen:
                    seen.add(of)
                    yield file, line
    for line in lines(HERE / name):
        if not seen or tuple(line.cells[column] for column in key) not in seen:
            yield HERE / name, line


def word_files() -> list[WordFile]:
    """All word files, those of the user first."""
    found: list[WordFile] = []
    for file in [*own_files(folders()), *sorted(HERE.glob("*.tsv")), HERE / "phrases.toml"]:
        own = file.parent != HERE
        text = file.read_text("utf-8-sig")
        count = len(own_lines(file)) if own else sum(1 for _ in lines(file)) if file.suffix == ".tsv" else 0
        if file.suffix == ".toml":
            count = sum(len(cast("list[str]", v)) for v in tomllib.loads(text).values() if isinstance(v, list))
        head = " ".join(line[1:].strip() for line in text.split("\n") if line.startswith("#"))
        source = re.search(r"Source:\s*(.*?)\s*(?:Licence:|$)", head)
        licence = re.search(r"Licence:\s*(.*?)\.?\s*(?:Date:|$)", head)
        found.append(
            WordFile(
                file.name,
                kinds()["files"][file.stem]["holds"],
                count,
                source[1] if source else "",
                licence[1] if licence else "",
                str(file.parent) if own else "",
            )
        )
    return found


def recognised(text: str) -> list[Recognised]:
    """The words of a text as the reader sees them, each with the lines of the files that have it."""
    from .cleaning import clean
    from .lexicon import lexicon
    from .tokens import tokenize

    tokens = tokenize(clean(text).text, lexicon())
    wanted = {word for word in tokens.words if word.strip()}
    bases = {word: _bases(word) for word in wanted}
    asked = {base for found in bases.values() for base in found}
    places: dict[str, list[tuple[str, int]]] = {}
    for name in sorted(file.name for file in HERE.glob("*.tsv")):
        if name in ("traditional.tsv", "syllables.tsv", "traditional-phrases.tsv"):
            continue  # they are for cleaning, and know no words
        for file, line in with_own(name, folders()):
            for word in dict.fromkeys(line.words()):
                if word in asked:
                    told = file.name if file.parent == HERE else str(file)
                    places.setdefault(word, []).append((told, line.number))
    found: list[Recognised] = []
    for word, letter in zip(tokens.words, tokens.classes, strict=True):
        if word.strip() and letter != word:
            lines_of = next((places[base] for base in bases[word] if base in places), [("", 0)])
            meaning = kinds()["classes"].get(letter, "")
            known = lines_of if letter not in "xl" else [("", 0)]
            found += [Recognised(word, letter, meaning, file, number) for file, number in known]
    return found


def _bases(word: str) -> tuple[str, ...]:
    """A word, and those from which the lexicon may have made it: 芜湖市委 of the region, 市民政局 of the department."""
    made = [word.removesuffix(end) for end in ("委员会", "委") if word.endswith(end)]
    if word[0] in "省市县区州":
        made.append(word[1:])
    return (word, *made)
