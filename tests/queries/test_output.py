"""The formats: nothing is cut, wide characters are aligned, no text of an article is markup or steers a terminal."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from guanxi.queries.formats import Format
from guanxi.queries.output import Answer, Section, Table, wrap, write
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

LONG = "四川省人力资源和社会保障厅党组书记、厅长出席并致辞，" * 8
ROWS = (("甲乙", 3, ["一", "二"], LONG), ("丙\t丁", None, [], "Line one\nline two | <b>"))
ANSWER = Answer.of(("name", "number", "list", "sentence"), ROWS, "Title")
SECTIONS = Answer(
    (Section("One", Table(("a", "b"), (("1", "2"),))), Section("Two", Table(("b", "c"), (("3", "4"),)))),
    "Both",
    ("note",),
)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(answer: Answer, format: Format | None, width: int = 0) -> str:
    stream = io.StringIO()
    write(answer, stream, format, width)
    return stream.getvalue()


def test_a_pipe_gets_tsv_and_a_terminal_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(ANSWER, None) == printed(ANSWER, Format.tsv)
    screen = Screen()
    monkeypatch.setenv("NO_COLOR", "1")
    write(ANSWER, screen, None, 80)
    assert screen.getvalue() == printed(ANSWER, Format.table, 80)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    coloured = Screen()
    write(ANSWER, coloured, None, 80)
    assert "\x1b[1m" in coloured.getvalue()


def test_tsv_keeps_one_line_a_row() -> None:
    lines = printed(ANSWER, Format.tsv).splitlines()
    assert lines[0] == "name\tnumber\tlist\tsentence"
    assert lines[1] == f"甲乙\t3\t一；二\t{LONG}"
    assert lines[2] == "丙\\t丁\t\t\tLine one\\nline two | <b>"


def test_csv_opens_in_excel() -> None:
    text = printed(ANSWER, Format.csv)
    assert text.startswith("\ufeffname,number,list,sentence\r\n")
    assert list(csv.reader(io.StringIO(text[1:])))[2] == ["丙\t丁", "", "", "Line one\nline two | <b>"]


def test_json_keeps_kinds_lists_and_sections() -> None:
    assert json.loads(printed(ANSWER, Format.json))[0] == {
        "name": "甲乙",
        "number": 3,
        "list": ["一", "二"],
        "sentence": LONG,
    }
    assert [json.loads(line)["number"] for line in printed(ANSWER, Format.jsonl).splitlines()] == [3, None]
    assert json.loads(printed(SECTIONS, Format.json)) == [
        {"section": "One", "rows": [{"a": "1", "b": "2"}]},
        {"section": "Two", "rows": [{"b": "3", "c": "4"}]},
    ]


def test_json_survives_a_lone_surrogate() -> None:
    assert json.loads(printed(Answer.of(("a",), [("\ud800",)]), Format.jsonl))["a"] == "\ud800"


def test_flat_formats_put_the_section_first() -> None:
    assert printed(SECTIONS, Format.tsv) == "section\ta\tb\tc\nOne\t1\t2\t\nTwo\t\t3\t4\n"


def test_markdown_shows_an_article_s_words_as_they_are() -> None:
    text = printed(ANSWER, Format.md)
    assert "Line one<br>line two \\| \\<b\\>" in text and LONG in text
    assert printed(SECTIONS, Format.md).startswith("# Both\n\n## One\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n## Two")


@pytest.mark.parametrize("width", [20, 40, 60, 100, 300])
def test_a_table_is_as_wide_as_the_terminal_and_loses_nothing(width: int) -> None:
    text = printed(ANSWER, Format.table, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert LONG in "".join(line.strip() for line in text.splitlines())


def test_wide_characters_are_aligned() -> None:
    answer = Answer.of(("name", "kind"), [("甲乙丙", "x"), ("ab", "y")])
    assert printed(answer, Format.table, 40) == "name    kind\n甲乙丙  x\nab      y\n"


def test_a_narrow_terminal_gets_records() -> None:
    answer = Answer.of(tuple("abcdef"), [tuple("一二三四五六七八九十" for _ in range(6))])
    assert printed(answer, Format.table, 30).startswith("a: 一二三四五六七八九十\nb:")


def test_columns_without_a_word_are_left_out_of_a_table_only() -> None:
    answer = Answer.of(("name", "status"), [("甲", "")])
    assert "status" not in printed(answer, Format.table, 40) and "status" in printed(answer, Format.tsv)


def test_a_text_cannot_steer_the_terminal() -> None:
    answer = Answer.of(("name", "sentence"), [("\x1b[2Jx", "a\u202eb\x07")])
    text = printed(answer, Format.table, 60)
    assert "\x1b" not in text and "\u202e" not in text and "\\x1b[2Jx" in text


def test_an_empty_answer_prints_its_columns_or_nothing() -> None:
    empty = Answer.of(("a", "b"), [])
    assert empty.empty and printed(empty, Format.tsv) == "a\tb\n" and printed(empty, Format.jsonl) == ""
    assert printed(empty, Format.json) == "[]\n" and printed(empty, Format.table, 40) == ""


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Mn", "Me", "Cf"])), st.integers(2, 40))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5), st.sampled_from(Format)
)
def test_every_cell_prints_in_every_format(cell: Any, format: Format) -> None:
    printed(Answer.of(("name", "sentence"), [(cell, cell)]), format, 30)
