"""An answer as a Word document: a heading and a table for each section, every sentence below the row that it proves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from ..graph.exchange.text import xml
from ..graph.model import InputError
from .output import BELOW, Answer, Table, cell_text

_CHINESE = "宋体"  # what Word would take by itself has Japanese shapes
_GREY = "666666"
_EDGE_CM = 2.0


def write(answer: Answer, file: BinaryIO) -> None:
    """Write the whole answer, nothing cut; columns without a word are left out. Raises InputError without the extra."""
    try:
        import docx
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt
    except ImportError as problem:
        raise InputError("a .docx needs python-docx: pip install 'guanxi[office]'") from problem
    document: Any = docx.Document()
    for style in ("Normal", "Title", "Heading 1"):
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), _CHINESE)
    document.styles["Normal"].font.size = Pt(10)
    for page in document.sections:
        page.left_margin = page.right_margin = Cm(_EDGE_CM)
    if answer.title:
        document.core_properties.title = xml(answer.title)[:255]
        document.add_heading(xml(answer.title), 0)
    for section in answer.sections:
        if section.title:
            document.add_heading(xml(section.title), 1)
        if section.table.rows:
            _table(document, section.table)
    for note in answer.notes:
        document.add_paragraph(xml(note))
    document.save(file)


def _table(document: Any, table: Table) -> None:
    rows = [[xml(cell_text(cell)) for cell in row] for row in table.rows]
    told = [i for i in range(len(table.columns)) if any(row[i] for row in rows)]
    quote = next((i for i in told if table.columns[i] in BELOW), None)
    source = next((i for i in told if table.columns[i] == "article"), None) if quote is not None else None
    plain = [i for i in told if i not in (quote, source)]
    grid = document.add_table(rows=0, cols=max(len(plain), 1), style="Table Grid")
    _row(grid, [table.columns[i] for i in plain], bold=True)
    _repeated(grid.rows[0])
    for row in rows:
        _row(grid, [row[i] for i in plain])
        if quote is not None and row[quote]:
            _quoted(grid, f"“{row[quote]}”" + (f" — {row[source]}" if source is not None and row[source] else ""))


def _row(grid: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(grid.add_row().cells, texts, strict=False):
        cell.paragraphs[0].add_run(text).bold = bold


def _quoted(grid: Any, text: str) -> None:
    """A row of one cell with what proves the row above."""
    from docx.shared import Pt, RGBColor

    cells = grid.add_row().cells
    run = cells[0].merge(cells[-1]).paragraphs[0].add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string(_GREY)


def _repeated(row: Any) -> None:
    """Let the row stand on top of every page that the table reaches."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
