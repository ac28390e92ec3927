"""Answers in files: a Word document is read back with python-docx."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from guanxi.graph.store import Store
from guanxi.queries.dossier import dossier
from guanxi.queries.find import resolve
from guanxi.queries.formats import Format
from guanxi.queries.output import Answer, Section, Table
from guanxi.queries.problems import UsageProblem
from guanxi.queries.saving import save

ANSWER = Answer(
    (
        Section(
            "Posts · 任职", Table(("name", "empty", "article", "sentence"), (("甲\x07<b>", "", "a.txt", "甲说“乙”。"),))
        ),
    ),
    "甲 — 人物",
    ("one of two",),
)


def test_a_word_document_has_every_row_with_its_sentence_below(tmp_path: Path) -> None:
    save(ANSWER, str(tmp_path / "answer.docx"))
    read = docx.Document(str(tmp_path / "answer.docx"))
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert texts[0] == "甲 — 人物" and "Posts · 任职" in texts and texts[-1] == "one of two"
    (table,) = read.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["name"],
        ["甲\ufffd<b>"],
        ["“甲说“乙”。” — a.txt"],
    ]


def test_a_dossier_in_word_tells_what_the_dossier_tells(world: Store, tmp_path: Path) -> None:
    answer = dossier(world, resolve(world, "闻采薇"))
    save(answer, str(tmp_path / "dossier.docx"))
    read = docx.Document(str(tmp_path / "dossier.docx"))
    cells = {cell.text for table in read.tables for row in table.rows for cell in row.cells}
    for section in answer.sections:
        assert section.title in [paragraph.text for paragraph in read.paragraphs]
        for row in section.table.records():
            assert any(cell.startswith(f"“{row.get('sentence', '')}") for cell in cells) or "sentence" not in row
            assert row["name"] in cells


def test_the_ending_tells_the_format_and_a_format_comes_before_it(tmp_path: Path) -> None:
    save(ANSWER, str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfsection,name,")
    save(ANSWER, str(tmp_path / "a.txt"), Format.md)
    assert (tmp_path / "a.txt").read_text("utf-8").startswith("# 甲")
    with pytest.raises(UsageProblem, match=r"a\.pdf: which format"):
        save(ANSWER, str(tmp_path / "a.pdf"))
