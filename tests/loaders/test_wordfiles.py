"""Words of a user's own: what is wrong in them is named by file and line, and they stand for the built-in ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from guanxi.graph.model import InputError
from guanxi.loaders.lexicon import Lexicon, lexicon
from guanxi.loaders.wordfiles import HERE, OWN_WORDS, kinds, lines, own_lines, use, with_own


@pytest.fixture(autouse=True)
def no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_WORDS, "")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("titles.tsv", "word\tkind\n掌舵人\tpost\n掌舵人\tpost\n", ":3: 掌舵人 post stands in line 2 already"),
        ("titles.tsv", "word\tkind\n掌舵人\tboss\n", ":2: kind 'boss' is not known; one of post, prefix"),
        ("titles.tsv", "word\tsort\n", ":1: 'sort' is no column of this file; the columns are word, kind, implies"),
        ("titles.tsv", "word\tword\n", ":1: 'word' stands twice"),
        ("titles.tsv", "word\n掌舵人\n", ":1: no column 'kind'"),
        ("titles.tsv", "# ours\nword\tkind\n掌舵人\n", ":3: nothing under 'kind'"),
        ("titles.tsv", "word\tkind\n掌舵人\tpost\t\t\n", ":2: 4 cells, but 2 columns"),
        ("titles.tsv", "", ": empty; its first line names the columns: word, kind, implies"),
        ("titles.tsv", "word\tkind\n掌舵人\tpost\n".encode("gbk"), ": not UTF-8 (byte 11); save it as UTF-8"),
        ("surnames.tsv", "surname\tweight\n亓官\tmany\n", ":2: weight 'many' is no number above 0"),
        ("surnames.tsv", "surname\tweight\n亓官\t0\n", ":2: weight '0' is no number above 0"),
        ("triggers.tsv", "word\tframe\n云签约\tcloud\n", ":2: frame 'cloud' is not known"),
        ("bosses.tsv", "word\n", ": no kind of words is called so; name it agencies.tsv"),
        ("given.tsv", "char\n", ": no kind of words is called so"),
        ("titles.toml", "", ": no kind of words is called so"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, file: str, content: str | bytes, told: str) -> None:
    (tmp_path / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as raised:
        use([str(tmp_path)])
    assert str(raised.value).startswith(f"{tmp_path / file}{told}") and "\n" not in str(raised.value)


def test_a_folder_needs_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no word file in it"):
        use([str(tmp_path)])
    with pytest.raises(InputError, match="no such folder"):
        use([str(tmp_path / "none")])


def test_editors_leave_marks_that_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "titles.tsv"
    file.write_bytes("\ufeff# ours\r\nword\tkind\r\n\r\n掌舵人 \tpost\r\n".encode())
    (line,) = own_lines(file)
    assert line.number == 4 and line.cells == {"word": "掌舵人", "kind": "post", "implies": ""}


def test_an_own_line_stands_for_the_built_in_one(tmp_path: Path) -> None:
    for folder, label in (("first", "Media"), ("second", "School")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "orgheads.tsv").write_text(f"word\tlabel\tkind\n公司\t{label}\thead\n", "utf-8")
    own = (tmp_path / "first", tmp_path / "second")
    read = [line.cells["label"] for _, line in with_own("orgheads.tsv", own) if line.cells["word"] == "公司"]
    assert read == ["Media"]
    assert Lexicon(own).heads["公司"].label == "Media" and Lexicon().heads["公司"].label == "Company"


def test_the_kept_lexicon_is_that_of_these_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    plain = lexicon()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "titles.tsv").write_text(f"word\tkind\n掌舵{folder}\tpost\n", "utf-8")
    monkeypatch.setenv(OWN_WORDS, str(tmp_path / "one"))
    assert lexicon().classes["掌舵one"] == "T"
    monkeypatch.setenv(OWN_WORDS, os.pathsep.join((str(tmp_path / "one"), str(tmp_path / "two"))))
    assert lexicon().classes["掌舵one"] == lexicon().classes["掌舵two"] == "T"
    monkeypatch.setenv(OWN_WORDS, "")
    assert lexicon() is plain and "掌舵one" not in plain.classes
    assert len(list((tmp_path / "cache" / "guanxi").iterdir())) >= 2  # none drops another's


def test_every_word_file_has_its_kind_and_keeps_its_rules() -> None:
    assert set(kinds()["files"]) == {file.stem for file in HERE.iterdir() if file.stem != "kinds"}
    for name, kind in kinds()["files"].items():
        for line in lines(HERE / f"{name}.tsv") if "key" in kind else ():
            for column, allowed in kind.get("allowed", {}).items():
                assert line.cells[column] in ("", *allowed), f"{name}.tsv:{line.number}"
