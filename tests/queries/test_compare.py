"""Two extractions side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from guanxi.cli import app
from guanxi.graph.model import ArticleGraph, InputError, Node
from guanxi.queries.compare import compare
from guanxi.queries.output import Answer
from sample import WORLD, graph
from typer.testing import CliRunner

ONE = graph(
    "forum.txt",
    "2021-05-20",
    ("SPOKE_AT", "闻采薇", "首届岚山发展论坛", {"role": "致辞"}),
    ("MEMBER_OF", "闻采薇", "岚山市科学技术局", {"title": "局长"}),
    ("SIGNED_WITH", "岚山市科学技术局", "云岭大学", {}),
)
OTHER = graph(
    "forum.txt",
    "2021-05-20",
    ("MEMBER_OF", "闻采薇", "岚山市科学技术局", {"title": "副局长"}),
    ("SIGNED_WITH", "云岭大学", "岚山市科学技术局", {}),  # without direction: the same
    ("ATTENDED", "祁望舒", "首届岚山发展论坛", {}),
)


def rows(answer: Answer, section: str) -> list[dict[str, Any]]:
    return next((each.table.records() for each in answer.sections if each.title == section), [])


def compared(one: ArticleGraph, other: ArticleGraph) -> Answer:
    return compare({one.article.id: one}, {other.article.id: other})


def test_what_both_say_and_what_only_one_says() -> None:
    answer = compared(ONE, OTHER)
    entities = {(row["in"], row["name"]) for row in rows(answer, "entities")}
    assert ("both", "闻采薇") in entities and ("B", "祁望舒") in entities and len(entities) == 5
    relations = {(row["in"], row["relation"], row["detail"]): row for row in rows(answer, "relations")}
    assert {key[:2] for key in relations} == {
        ("A", "spoke at"),
        ("A", "member of"),
        ("B", "member of"),
        ("both", "signed with"),
        ("B", "attended"),
    }
    assert relations["A", "spoke at", "致辞"]["sentence"] == ["闻采薇致辞首届岚山发展论坛。"]
    assert relations["both", "signed with", ""]["sentence"] == [
        "岚山市科学技术局云岭大学。",
        "云岭大学岚山市科学技术局。",
    ]


def test_agreement_is_f1_of_one_against_the_other() -> None:
    agreement = {row["what"]: row for row in rows(compared(ONE, OTHER), "agreement")}
    assert agreement["entities"] == {
        "what": "entities",
        "both": 4,
        "A": 0,
        "B": 1,
        "of_A": 1.0,
        "of_B": 0.8,
        "f1": 0.889,
    }
    assert agreement["relations"] == {
        "what": "relations", "both": 1, "A": 2, "B": 2, "of_A": 0.333, "of_B": 0.333, "f1": 0.333,
    }  # fmt: skip
    assert agreement["SIGNED_WITH"]["f1"] == 1.0 and agreement["SPOKE_AT"]["f1"] == 0.0
    assert rows(compare(*[{g.article.id: g for g in WORLD}] * 2), "agreement")[1]["f1"] == 1.0


def renamed(graph: ArticleGraph, name: str, to: str, *aliases: str) -> ArticleGraph:
    nodes = tuple(Node(n.id, n.label, to, (to, *aliases)) if n.name == name else n for n in graph.nodes)
    return replace(graph, nodes=nodes)


def test_a_name_that_is_a_form_of_the_others_is_the_same() -> None:
    short = renamed(ONE, "岚山市科学技术局", "市科技局")  # a form that ONE knows of it
    assert {row["in"] for row in rows(compared(ONE, short), "relations")} == {"both"}
    assert {row["in"] for row in rows(compared(short, ONE), "entities")} == {"both"}
    other = renamed(ONE, "岚山市科学技术局", "临溪县科技局", "县科技局")
    assert {row["in"] for row in rows(compared(ONE, other), "entities")} == {"both", "A", "B"}


def test_articles_are_one_by_id_else_by_source() -> None:
    moved = replace(ONE, article=replace(ONE.article, id="elsewhere/forum"))
    assert {row["in"] for row in rows(compared(ONE, moved), "entities")} == {"both"}
    answer = compare({g.article.id: g for g in WORLD}, {WORLD[0].article.id: WORLD[0]})
    lonely = rows(answer, "articles of one file only")
    assert [row["article"] for row in lonely] == [g.article.source for g in WORLD[1:]]
    assert {row["in"] for row in lonely} == {"A"}
    assert rows(answer, "agreement")[0]["f1"] == 1.0  # what only one file has counts nowhere
    with pytest.raises(InputError, match="no article in common"):
        compared(WORLD[0], WORLD[1])


def told(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["compare", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(orjson.dumps(ONE.to_json()) + b"\n")
    Path("b.json").write_text(json.dumps([OTHER.to_json()], ensure_ascii=False, indent=1), "utf-8")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "md", "table"])
def test_the_command_prints_in_every_format(format: str) -> None:
    code, out, err = told("a.jsonl", "b.json", "--format", format)
    assert (code, err) == (0, "") and "闻采薇致辞首届岚山发展论坛。" in out and "0.889" in out


def test_two_extractions_of_the_program_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news.txt").write_text("2021年5月20日，岚山市科学技术局局长闻采薇出席首届岚山发展论坛并致辞。\n", "utf-8")
    printed = CliRunner().invoke(app, ["extract", "news.txt", "-f", "jsonl"]).stdout
    for name in ("a.jsonl", "b.jsonl"):
        Path(name).write_text(printed, "utf-8")
    code, out, _ = told("a.jsonl", "b.jsonl", "-f", "json")
    assert code == 0 and {row["f1"] for row in json.loads(out)[0]["rows"]} == {1.0}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "no article in it"),
        ("[]", "no article in it"),
        ("本报讯 岚山市", "c.jsonl:1: no JSON"),
        ('{"text": "本报讯"}', "c.jsonl:1: not an article graph"),
        ("[1]", "c.jsonl:1: not an article graph"),
        (orjson.dumps(ONE.to_json()).decode() + '\n{"text": "x"}\n', "c.jsonl:2: not an article graph"),
        (orjson.dumps(ONE.to_json()).decode().replace('"source":"闻采薇"', '"source":"?"'), "c.jsonl:1: an edge"),
        (orjson.dumps(ONE.to_json()).decode().replace('"name":"闻采薇"', '"name":null'), "c.jsonl:1: a name"),
    ],
)
def test_what_is_no_extraction_is_named(content: str, problem: str) -> None:
    Path("c.jsonl").write_text(content, "utf-8")
    code, out, err = told("a.jsonl", "c.jsonl")
    assert (code, out) == (1, "") and problem in err and len(err.splitlines()) == 1
    assert told("nowhere.jsonl", "c.jsonl")[0] == 1
