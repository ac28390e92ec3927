"""One CSV table of all edges, for Excel and whatever reads tables: names, sentence, article."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from .content import Content
from .tables import EDGE_COLUMNS, Cell, edge_cells


def write(content: Content, file: BinaryIO) -> None:
    """Write a header and a row for each edge, in UTF-8 with the mark by which Excel knows it."""
    names, sources = content.names(), content.sources()
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    try:
        table = csv.writer(text, lineterminator="\r\n")
        table.writerow(EDGE_COLUMNS)
        table.writerows(map(_inert, edge_cells(row, names, sources)) for row in content.edges())
        text.flush()
    finally:
        text.detach()


def _inert(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: an article's words are never run."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
