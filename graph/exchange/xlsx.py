"""An Excel workbook: people, organisations, events, regions, articles, and the edges with their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from ..model import InputError
from .content import Content
from .tables import ARTICLE_COLUMNS, EDGE_COLUMNS, NODE_COLUMNS, Cell, article_cells, edge_cells, node_cells

ROWS = 1_048_576
"""Rows of a sheet, the header among them."""
CHARACTERS = 32_767
"""Characters of a cell; what is longer ends in `…`."""

_SHEET = {"Person": "people", "Event": "events", "Region": "regions"}
_WIDTHS = {
    "sentence": 80,
    "names": 50,
    "title": 40,
    "article title": 40,
    "name": 30,
    "from": 24,
    "to": 24,
    "article": 24,
    "url": 30,
}
_WIDTH = 12


def write(content: Content, file: BinaryIO) -> None:
    """Write the workbook row by row. Raises InputError where a sheet would have more rows than Excel knows."""
    try:
        import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as problem:
        raise InputError("an .xlsx needs XlsxWriter: pip install 'guanxi[office]'") from problem
    _fits(content)
    # with every text a text: `=1+1` is no formula, nor an address a link
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(file, {"constant_memory": True, **safe})
    sheets = {name: _Sheet(book, name, NODE_COLUMNS) for name in ("people", "organisations", "events", "regions")}
    articles, edges = _Sheet(book, "articles", ARTICLE_COLUMNS), _Sheet(book, "edges", EDGE_COLUMNS)
    names: dict[str, tuple[str, str]] = {}
    for row in content.nodes():
        names[row["id"]] = row["name"], row["label"]
        sheets[_SHEET.get(row["label"], "organisations")].add(node_cells(row))
    sources = content.sources()
    for row in sources.values():
        articles.add(article_cells(row))
    for row in content.edges():
        edges.add(edge_cells(row, names, sources))
    for sheet in (*sheets.values(), articles, edges):
        sheet.end()
    book.close()


class _Sheet:
    def __init__(self, book: Any, name: str, columns: Sequence[str]) -> None:
        self._name = name
        self._columns = columns
        self._sheet = book.add_worksheet(name)
        self._row = 0
        bold = book.add_format({"bold": True, "bottom": 1})
        for number, column in enumerate(columns):
            self._sheet.set_column(number, number, _WIDTHS.get(column, _WIDTH))
            self._sheet.write_string(0, number, column, bold)
        self._sheet.freeze_panes(1, 0)

    def add(self, cells: Sequence[Cell]) -> None:
        self._row += 1
        if self._row >= ROWS:
            raise _too_many(self._name)
        for number, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, number, cell)
            elif cell:
                cut = cell if len(cell) <= CHARACTERS else f"{cell[: CHARACTERS - 1]}…"
                self._sheet.write_string(self._row, number, cut)

    def end(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)


def _fits(content: Content) -> None:
    """Refuse at once what would be refused after minutes, where the numbers are known."""
    if (content.number_of_edges() or 0) >= ROWS:
        raise _too_many("edges")
    numbers: dict[str, int] = {}
    for label, number in (content.number_of_nodes() or {}).items():
        sheet = "articles" if label == "Article" else _SHEET.get(label, "organisations")
        numbers[sheet] = numbers.get(sheet, 0) + number
    for sheet, number in numbers.items():
        if number >= ROWS:
            raise _too_many(sheet)


def _too_many(sheet: str) -> InputError:
    return InputError(
        f"Excel has at most {ROWS:,} rows in a sheet, and there are more {sheet}: "
        "export .csv, or a part of the graph (names, --since, --type)"
    )
