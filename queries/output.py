"""Answers as tables, and the formats in which they are printed.

An answer is a title and sections, a section a heading and a table; nothing is ever cut. `json` keeps the
sections, every other format but `table` and `md` prints all rows as one table with the section in front.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TextIO, cast

import orjson
from rich.cells import cell_len

from .formats import Format

# columns of long text: on a terminal they stand below their row, a quote with its source behind it
BELOW = {"sentence": "“{}”", "evidence": "“{}”", "answers": "{}"}
_GAP = "  "
_NARROWEST = 8
_WORD = 30  # an id or a file name up to this long is not broken, where there is room


@dataclass(frozen=True)
class Table:
    """Rows under named columns. A cell is a text, a number, a truth value, None, or a list of these."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...] = ()

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Section:
    title: str
    table: Table


@dataclass(frozen=True)
class Answer:
    """What a command answers. `notes` are remarks for a reader that are no rows (told in `table` and `md`)."""

    sections: tuple[Section, ...]
    title: str = ""
    notes: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, columns: Iterable[str], rows: Iterable[Iterable[Any]], title: str = "") -> Answer:
        """An answer of one table."""
        return cls((Section("", Table(tuple(columns), tuple(tuple(row) for row in rows))),), title)

    @property
    def empty(self) -> bool:
        return not any(section.table.rows for section in self.sections)

    def flat(self) -> Table:
        """All rows as one table: the section's title comes first where there are several sections."""
        if len(self.sections) == 1 and not self.sections[0].title:
            return self.sections[0].table
        columns = tuple(dict.fromkeys(column for section in self.sections for column in section.table.columns))
        return Table(
            ("section", *columns),
            tuple(
                (section.title, *(record.get(column, "") for column in columns))
                for section in self.sections
                for record in section.table.records()
            ),
        )


def write(answer: Answer, stream: TextIO, format: Format | None = None, width: int = 0) -> None:
    """Print the answer. Without a format: a table on a terminal, TSV into a pipe or a file.

    `width` is the terminal's, in columns; 0 asks the terminal.
    """
    format = format or (Format.table if stream.isatty() else Format.tsv)
    if format is Format.table:
        _Terminal(stream, width).write(answer)
    else:
        _WRITERS[format](answer, stream)


def to_json(data: Any) -> str:
    """One line of JSON, Chinese as it is; what JSON does not know (dates of an engine) becomes text."""
    try:
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # a lone surrogate, from a broken document or file name
        return json.dumps(data, default=str, ensure_ascii=False)


def cell_text(cell: Any) -> str:
    """A cell as one text: lists joined by ；, nothing for None."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case list() | tuple():
            return "；".join(map(cell_text, cast("Sequence[Any]", cell)))
        case dict():
            return to_json(cell)
        case _:
            return str(cell)


def _write_json(answer: Answer, stream: TextIO) -> None:
    sections = [
        {"section": section.title, "rows": section.table.records()} if section.title else section.table.records()
        for section in answer.sections
    ]
    data: Any = sections[0] if len(sections) == 1 and not answer.sections[0].title else sections
    stream.write(json.dumps(data, default=str, ensure_ascii=False, indent=2) + "\n")


def _write_jsonl(answer: Answer, stream: TextIO) -> None:
    for record in answer.flat().records():
        stream.write(to_json(record) + "\n")


def _write_csv(answer: Answer, stream: TextIO) -> None:
    stream.write("\ufeff")  # Excel reads UTF-8 only with it
    table = answer.flat()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([cell_text(cell) for cell in row] for row in table.rows)


def _write_tsv(answer: Answer, stream: TextIO) -> None:
    table = answer.flat()
    escapes = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
    for row in (table.columns, *table.rows):
        stream.write("\t".join(cell_text(cell).translate(escapes) for cell in row) + "\n")


def _write_md(answer: Answer, stream: TextIO) -> None:
    if answer.title:
        stream.write(f"# {_md(answer.title)}\n\n")
    for section in answer.sections:
        if section.title:
            stream.write(f"## {_md(section.title)}\n\n")
        rows = (section.table.columns, ["---"] * len(section.table.columns), *section.table.rows)
        for number, row in enumerate(rows):
            cells = row if number == 1 else [_md(cell_text(cell)) for cell in row]
            stream.write(f"| {' | '.join(cells)} |\n")
        stream.write("\n")
    for note in answer.notes:
        stream.write(f"{_md(note)}\n\n")


def _md(text: str) -> str:
    """Text that Markdown shows as it is: an article's words never become markup."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "<br>")


_WRITERS: dict[Format, Callable[[Answer, TextIO], None]] = {
    Format.json: _write_json,
    Format.jsonl: _write_jsonl,
    Format.csv: _write_csv,
    Format.tsv: _write_tsv,
    Format.md: _write_md,
}


class _Terminal:
    """Tables for a terminal: aligned by display width, wrapped and never cut, quotes below their row."""

    def __init__(self, stream: TextIO, width: int) -> None:
        import os
        import shutil

        self.stream = stream
        self.width = max(width or shutil.get_terminal_size((100, 24)).columns, 20)
        self.coloured = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def write(self, answer: Answer) -> None:
        if answer.title:
            self._line(answer.title, "1")
        for section in answer.sections:
            if section.title:
                self._line("")
                for line in wrap(section.title, self.width):
                    self._line(line, "1;36")
            self._table(section.table)
        for note in answer.notes:
            self._line("")
            for line in wrap(note, self.width):
                self._line(line, "2")

    def _line(self, text: str, style: str = "") -> None:
        text = text.rstrip()
        self.stream.write(f"\x1b[{style}m{text}\x1b[0m\n" if style and self.coloured else f"{text}\n")

    def _table(self, table: Table) -> None:
        if not table.rows:
            return
        quote = next((i for i, column in enumerate(table.columns) if column in BELOW), None)
        source = table.columns.index("article") if quote is not None and "article" in table.columns else None
        texts = [[_visible(cell_text(cell)) for cell in row] for row in table.rows]
        told = [
            i for i in range(len(table.columns)) if any(row[i] for row in texts)
        ]  # a column without a word is noise
        plain = [i for i in told if i not in (quote, source)]
        rows = [[row[i] for i in plain] for row in texts]
        header = [table.columns[i] for i in plain]
        widths = _widths([header, *rows], self.width)
        if widths:
            self._row(header, widths, "2")
        for cells, row in zip(rows, texts, strict=True):
            if widths:
                self._row(cells, widths)
            else:
                self._record(header, cells)
            cited = BELOW[table.columns[quote]].format(row[quote]) if quote is not None and row[quote] else ""
            cited += f" — {row[source]}" if source is not None and row[source] else ""
            for line in wrap(cited.strip(), self.width - 4) if cited else ():
                self._line(f"    {line}", "2")

    def _row(self, cells: Sequence[str], widths: Sequence[int], style: str = "") -> None:
        wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, wrapped))):
            parts = [lines[number] if number < len(lines) else "" for lines in wrapped]
            self._line(_GAP.join(p + " " * (w - cell_len(p)) for p, w in zip(parts, widths, strict=True)), style)

    def _record(self, header: Sequence[str], cells: Sequence[str]) -> None:
        """A row as `column: cell` lines, where a terminal is too narrow for columns."""
        for column, cell in zip(header, cells, strict=True):
            for line in wrap(f"{column}: {cell}", self.width) if cell else ():
                self._line(line)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """The display width of each column so that all fit into the room; none where that would be too narrow."""
    natural = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    room -= len(_GAP) * (len(natural) - 1)
    if not natural or sum(min(width, _NARROWEST) for width in natural) > room:
        return []
    words = [
        max(len(word) for cell in column for word in _WORDS.findall(cell) or [""]) for column in zip(*rows, strict=True)
    ]
    floors = [
        min(width, max(_NARROWEST, word if word <= _WORD else 0)) for width, word in zip(natural, words, strict=True)
    ]
    if sum(floors) > room:
        floors = [min(width, _NARROWEST) for width in natural]
    widest = max(natural)
    while sum(_between(width, widest, floor) for width, floor in zip(natural, floors, strict=True)) > room:
        widest -= 1
    return [_between(width, widest, floor) for width, floor in zip(natural, floors, strict=True)]


_WORDS = re.compile(r"[\x21-\x7e]+")


def _between(width: int, most: int, least: int) -> int:
    return max(min(width, most), least)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` display columns: broken between Chinese characters and at blanks, long words inside."""
    lines: list[str] = []
    line, used = "", 0
    for piece in re.findall(r"[\x21-\x7e]+ *|\s|.", text, re.DOTALL):
        while True:
            size = cell_len(piece.rstrip())
            if used + size <= width:
                line, used = line + piece, used + cell_len(piece)
                break
            if line:
                lines.append(line.rstrip())
                line, used = "", 0
            elif size > width and len(piece) > 1:
                lines.append(piece[:width])
                piece = piece[width:]
            else:  # one wide character in a room of one column
                line, used = piece, size
                break
    return [*lines, line.rstrip()] if line or not lines else lines


def _visible(text: str) -> str:
    """Control characters shown, so that an article's text cannot steer the terminal, and one line kept one line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", _symbol, text)


def _symbol(match: re.Match[str]) -> str:
    return " " if match[0] in "\t\n\r" else f"\\x{ord(match[0]):02x}"
