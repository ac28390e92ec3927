"""What the reader promises of every text, and what each of its rules reads (examples.toml)."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from guanxi.cli import app
from guanxi.graph.model import ArticleGraph, Edge
from guanxi.graph.schema import schema
from guanxi.loaders import extract
from guanxi.loaders.cleaning import simplify
from guanxi.loaders.documents import Document
from guanxi.loaders.explain import explain
from guanxi.loaders.reading import read
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

HERE = Path(__file__).parent
DEV = HERE.parent / "corpus" / "dev"
ROOT = HERE.parents[1]
MAKE_EDGES = (
    "reading",
    "posts",
    "clauses",
    "frames_presence",
    "frames_ties",
    "frames_invest",
    "frames_posts",
)  # the modules of the reader that do
UNDIRECTED = {"SIGNED_WITH", "MET_WITH"}


def graph_of(text: str, title: str = "") -> ArticleGraph:
    """What the reader finds in a text."""
    return read(document(text, title))


def document(text: str, title: str = "") -> Document:
    return Document("example", "example.txt", "example.txt", text, title)


def told(graph: ArticleGraph) -> set[tuple[str, str, str]]:
    """Its edges by name: source, type, target."""
    names = {node.id: node.name for node in graph.nodes}
    return {(names[edge.source], edge.type, names[edge.target]) for edge in graph.edges}


# -- the examples ------------------------------------------------------------------------------------------------------

EXAMPLES: list[dict[str, Any]] = tomllib.loads((HERE / "examples.toml").read_text("utf-8"))["example"]
LABELS = set(schema().labels)


@dataclass(frozen=True)
class Expected:
    """One line of an example, taken apart: an edge (`type` is set) or a node (`label` is set)."""

    line: str
    wanted: bool
    label: str
    type: str
    names: tuple[str, ...]  # source and target of an edge, name and aliases of a node
    details: frozenset[str]
    rule: str

    @classmethod
    def parse(cls, line: str) -> Expected:
        words = shlex.split(line)
        wanted = words[0] != "!"
        first, *rest = words if wanted else words[1:]
        if first in LABELS:
            return cls(line, wanted, first, "", tuple(rest), frozenset(), "")
        type_, target, *details = rest
        assert type_ in schema().relationships, line
        rule = next((word[1:] for word in details if word.startswith("@")), "")
        details = frozenset(word for word in details if not word.startswith("@"))
        return cls(line, wanted, "", type_, (first, target), details, rule)

    def found(self, graph: ArticleGraph) -> bool:
        """Whether the graph has this node or edge."""
        if self.label:
            name, *aliases = self.names
            return any(n.label == self.label and n.name == name and set(aliases) <= set(n.aliases) for n in graph.nodes)
        return any(self.fits(graph, edge) for edge in graph.edges)

    def fits(self, graph: ArticleGraph, edge: Edge) -> bool:
        names = {node.id: node.name for node in graph.nodes}
        ends = names[edge.source], names[edge.target]
        ways = (ends, ends[::-1]) if self.type in UNDIRECTED else (ends,)
        return (
            edge.type == self.type
            and any(all(want in ("*", got) for want, got in zip(self.names, way, strict=True)) for way in ways)
            and self.details <= set(edge.properties.values())
            and self.rule in ("", edge.rule)
        )


def lines(example: dict[str, Any]) -> list[Expected]:
    return [Expected.parse(line) for line in example["expect"]]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['shows']} {example['text'].strip()[:40]}")
def test_example(example: dict[str, Any]) -> None:
    graph = graph_of(example["text"].strip(), example.get("title", ""))
    wrong = [expected.line for expected in lines(example) if expected.found(graph) != expected.wanted]
    assert not wrong, "\n".join([*wrong, "", explain(document(example["text"].strip(), example.get("title", "")))])


@pytest.mark.parametrize("rule", range(1, 12))
def test_every_rule_of_the_schema_has_examples(rule: int) -> None:
    assert sum(example["shows"] == rule for example in EXAMPLES) >= 2


def test_every_rule_of_the_reader_has_examples() -> None:
    """Those that stand in the code as `family.name`, and all that the development articles bring out."""
    code = "\n".join((ROOT / "loaders" / f"{name}.py").read_text("utf-8") for name in MAKE_EDGES)
    rules = set(re.findall(r'"([a-z]+\.(?!tsv|toml|txt)[a-z]+)"', code))
    rules |= {edge.rule for graph in graphs(extract([str(DEV)])) for edge in graph.edges}
    shown = [{expected.rule for expected in lines(example)} for example in EXAMPLES]
    rare = sorted(rule for rule in rules if sum(rule in named for named in shown) < 2)
    assert not rare, f"examples.toml needs two examples each for {', '.join(rare)}"


# -- promises about every text -----------------------------------------------------------------------------------------


def graphs(items: Iterable[object]) -> list[ArticleGraph]:
    found = list(items)
    assert all(isinstance(item, ArticleGraph) for item in found)
    return [item for item in found if isinstance(item, ArticleGraph)]


def keeps_its_promises(graph: ArticleGraph, text: str) -> None:
    """Quotes are slices of the text, edges are allowed and name their rule, names are simplified and are used."""
    nodes = {node.id: node for node in graph.nodes}
    assert len(nodes) == len(graph.nodes)
    for edge in graph.edges:
        source, target = nodes[edge.source], nodes[edge.target]
        quote = edge.evidence
        assert quote.text and quote.text == text[quote.start : quote.end], edge
        assert edge.rule, edge
        assert schema().allows(edge.type, source.label, target.label), (edge, source, target)
        assert set(edge.properties) <= {"title", "role", "document", "kind", "share", "status", "date"}
        assert edge.properties.get("status", "past") in ("planned", "past")
    for node in graph.nodes:
        assert node.name and node.name == simplify(node.name)
    for mention in graph.mentions:
        assert mention.node in nodes
        assert mention.text == text[mention.start : mention.end]


ARTICLES = sorted(DEV.glob("*.txt"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_is_quoted_as_it_stands(path: Path) -> None:
    (graph,) = graphs(extract([str(path)]))
    keeps_its_promises(graph, path.read_text("utf-8"))
    assert graph.edges


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["text"].strip()[:40])
def test_an_example_is_quoted_as_it_stands(example: dict[str, Any]) -> None:
    keeps_its_promises(graph_of(example["text"], example.get("title", "")), example["text"])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "，，，", "（", "“", "、和与", "a", "？！"])
def test_a_text_that_says_nothing_gives_nothing(text: str) -> None:
    graph = graph_of(text)
    assert not graph.nodes and not graph.edges and not graph.mentions


def test_a_text_without_punctuation_is_read_and_quoted() -> None:
    text = "云岭科技论坛在铜仁市举行云岭科技大学校长林若松出席论坛并致辞" * 3
    keeps_its_promises(graph_of(text), text)


def test_a_long_way_to_a_grade_is_gone_once() -> None:
    graph = graph_of("云岭科技大学" + "盼望大家往后常来常往走动" * 5 + "，面向理事单位。")
    assert not graph.edges


def test_an_endless_sentence_is_quoted_in_part() -> None:
    text = (
        "云岭科技论坛在铜仁市举行，"
        + "大家讨论了许多事情，" * 300
        + "云岭科技大学校长林若松致辞，"
        + "会议很长，" * 300
    )
    graph = graph_of(text)
    keeps_its_promises(graph, text)
    assert ("林若松", "MEMBER_OF", "云岭科技大学") in told(graph)
    assert max(len(edge.evidence.text) for edge in graph.edges) < 600


WORDS = re.findall(
    r"\S+",
    """
    云岭科技大学 贵阳华岭电子股份有限公司 铜仁市委 省人社厅 该公司 双方 我校 铜仁市 云岭科技论坛
    第二届 会议 暨 校长 党组书记、厅长 副市长 教授 林若松 何思远 理事单位 主办单位 全资子公司
    以下简称 3月2日 等5家 签署 致辞 出席 参加 陪同 主持 会见 持股 30% 收购 成立 揭牌 任
    当选为 免去 不再担任 表示 来自 由 与 和 及 在 将 未 曾 原 的 等 分别 共同 、 ， 。
    ； ： （ ） “ ” 《 》
    """,
)
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
MARKS = st.sampled_from("、，。；：（）“”《》·\n 3a")
PHRASES = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=30).map("".join)
CHARACTERS = st.text(HAN | MARKS)


@settings(max_examples=150, deadline=None)
@given(PHRASES | CHARACTERS, PHRASES)
def test_no_text_breaks_a_promise(text: str, title: str) -> None:
    keeps_its_promises(graph_of(text, title), text)


def test_names_are_simplified_and_aliases_are_what_the_article_wrote() -> None:
    text = "會議在貴州省銅仁市舉行。省人社廳廳長徐建華出席。"
    graph = graph_of(text)
    keeps_its_promises(graph, text)
    (department,) = [node for node in graph.nodes if node.label == "Agency"]
    assert department.name == "贵州省人力资源和社会保障厅"
    assert "省人社厅" in department.aliases
    assert "省人社廳" in {mention.text for mention in graph.mentions if mention.node == department.id}


def test_corrupted_text_gives_the_same_graph_as_clean_text() -> None:
    clean = "云岭科技论坛在铜仁市举行。省人社厅厅长徐建华、云岭科技大学校长林若松分别致辞。"
    corrupted = (
        "雲嶺科技論(lùn)壇(tán)在銅(tóng)仁市舉(jǔ)行。省人社廳(tīng)廳(tīng)長(zhǎng)徐建華(huá)、"
        "雲嶺科技大學(xué)校長(zhǎng)林若松分別(bié)致辭(cí)。"
    )
    assert told(graph_of(corrupted)) == told(graph_of(clean))
    assert ("徐建华", "SPOKE_AT", "云岭科技论坛") in told(graph_of(clean))
    keeps_its_promises(graph_of(corrupted), corrupted)


# -- promises of the command -------------------------------------------------------------------------------------------


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["extract", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_same_bytes_on_every_run_and_with_any_number_of_jobs() -> None:
    paths = [str(path) for path in ARTICLES]
    once = printed(*paths, "--format", "jsonl")
    assert once == printed(*paths, "--format", "jsonl")
    assert once == printed(*paths, "--format", "jsonl", "--jobs", "2")


def test_a_very_long_article_is_read_in_parts_and_is_one_graph() -> None:
    said = "云州市市长周以宁出席示范论坛并致辞。\n"
    text = said + "今天天气很好，大家都很高兴。\n" * 5000 + said.replace("周以宁", "陆文舟")
    long, short = (read(Document("x", "x", "x", t)) for t in (text, said))
    for piece in (*long.mentions, *(edge.evidence for edge in long.edges)):
        assert piece.text == text[piece.start : piece.end]
    assert {node.name for node in long.nodes} == {*(node.name for node in short.nodes), "陆文舟"}
    assert len({node.id for node in long.nodes}) == len(long.nodes)
    spoke = [edge for edge in long.edges if edge.type == "SPOKE_AT"]
    assert len(spoke) == 2 and len({edge.target for edge in spoke}) == 1


def test_what_is_read_comes_while_others_are_still_taken_in(tmp_path: Path) -> None:
    files = [tmp_path / f"{number:03}.txt" for number in range(100)]
    for file in files:
        file.write_text("云州市市长周以宁出席论坛并致辞。\n" * 200, "utf-8")
    taken: list[str] = []

    def paths() -> Iterator[str]:
        for file in files:
            taken.append(str(file))
            yield str(file)

    reading = extract(paths(), jobs=2)
    first = next(reading)
    assert isinstance(first, ArticleGraph) and len(taken) < len(files)
    sources = [graph.article.source for graph in [first, *reading] if isinstance(graph, ArticleGraph)]
    assert sources == [file.name for file in files]


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "guanxi", "extract", *map(str, ARTICLES[:6]), "--format", "jsonl"]
    runs = [
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_explain_shows_the_classes_the_rules_and_what_no_rule_took(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("云岭科技论坛在铜仁市举行。云岭科技大学校长林若松致辞。大家签署。\n", "utf-8")
    shown = printed(str(article), "--explain")
    assert "林若松/P" in shown and "云岭科技大学/O" in shown and "校长/T" in shown
    assert re.search(r"post\.before +林若松 MEMBER_OF 云岭科技大学 校长", shown)
    assert re.search(r"speak\.one +林若松 SPOKE_AT 云岭科技论坛 致辞", shown)
    assert "? 签署" in shown
