"""Exports, each read back with the library or the program that people will open it with."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import neo4j
import neo4j_server
import networkx
import openpyxl
import pytest
from guanxi.graph.copying import copy
from guanxi.graph.exchange import xlsx
from guanxi.graph.exchange.content import Content, Extent
from guanxi.graph.exchange.formats import EXCHANGES, exchange_for, export
from guanxi.graph.exchange.jsonl import restored
from guanxi.graph.exchange.matching import row_for
from guanxi.graph.exchange.text import days
from guanxi.graph.identity.journal import Decision
from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, InputError, Node
from guanxi.graph.schema import schema
from guanxi.graph.store import Store, StoreError, open_store
from pyld import jsonld
from sample import AGAIN, WORLD, graph, memory

HOSTILE = (
    "'}) DETACH DELETE n //",
    "\\' OR 1=1 //",
    "\\u0027}) RETURN 1 //",
    "\\\\u0027;\nMATCH (n) DETACH DELETE n;\n//",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(1)\u2028<b>&amp;</b>]]>\x07",
    "𠮷野家 `$x` {a: 1}",
)


def hostile() -> ArticleGraph:
    """An article whose names and sentences are made to break out of every format."""
    nodes = [Node(f"n{i}", "Company", f"{name}公司", (name,)) for i, name in enumerate(HOSTILE)]
    edges = [
        Edge("SIGNED_WITH", one.id, other.id, {"document": text, "date": "2021"}, Evidence(text, 0, len(text)), "test")
        for one, other, text in zip(nodes, nodes[1:], HOSTILE, strict=False)
    ]
    article = Article('it\'s "a"\\ b.txt', "x.txt", HOSTILE[0], "2021-01", "d", HOSTILE[1], "javascript:alert(1)")
    return ArticleGraph(article, tuple(nodes), (), tuple(edges))


@pytest.fixture
def world(store: Store) -> Store:
    """The sample, the hostile article, and a decision by hand."""
    store.load([*WORLD, hostile()])
    return store


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with open_store(str(tmp_path_factory.mktemp("graph") / "graph.lbug")) as opened:
        opened.load([*WORLD, hostile()])
        yield opened


ALL = Extent()


def exported(store: Store, file: Path, extent: Extent = ALL) -> Path:
    assert export(store, str(file), exchange_for(str(file)), extent)
    return file


def edge_ids(store: Store, extent: Extent = ALL) -> set[str]:
    return {row["id"] for row in Content(store, extent).edges()}


# -- JSON lines --------------------------------------------------------------------------------------------------------


def test_json_lines_give_back_an_equal_graph_with_its_decisions(world: Store, tmp_path: Path) -> None:
    world.decide(Decision(0, "merge", (("forum", "Person", "闻采薇"),), (("signing", "Person", "桑榆南"),)))
    file = exported(world, tmp_path / "graph.jsonl")
    with restored(str(file)) as back:
        assert back.dump() == world.dump()
        assert memory(back) == memory(world)
        copy(back, str(tmp_path / "copy.lbug"))
    with open_store(str(tmp_path / "copy.lbug")) as copied:
        assert copied.dump() == world.dump()
        assert len(copied.decisions()) == 1
        assert copied.load([graph("new.txt", "2024", ("MET_WITH", "闻采薇", "卓一岚", {}))]).added == 1
        assert not copied.check()


@pytest.mark.parametrize("harm", ["cut", "line", "edge", "property", "value", "layout", "other", "json"])
def test_json_lines_that_were_harmed_are_refused_in_one_line(embedded: Store, tmp_path: Path, harm: str) -> None:
    file = exported(embedded, tmp_path / "graph.jsonl")
    lines = file.open(encoding="utf-8").readlines()
    node = json.loads(lines[1])
    match harm:
        case "cut":
            lines.pop()
        case "line":
            lines.pop(-2)
        case "edge":  # a node is lost, and the edges that it had
            lines.pop(1)
        case "property":
            lines[1] = json.dumps(node | {"colour": "red"}) + "\n"
        case "value":
            lines[1] = json.dumps(node | {"aliases": "one"}) + "\n"
        case "layout":
            lines[0] = lines[0].replace('"layout":"', '"layout":"9')
        case "other":
            lines = ['{"text": "an article"}\n']
        case "json":
            lines[3] = "{\n"
    file.write_text("".join(lines), "utf-8")
    with pytest.raises(InputError, match=r"graph\.jsonl") as problem, restored(str(file)):
        pass
    assert "\n" not in str(problem.value)


def test_json_lines_hold_no_part_of_a_graph(embedded: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leave out"):
        exported(embedded, tmp_path / "part.jsonl", Extent(since="2022"))
    assert not list(tmp_path.iterdir())


# -- networkx, Gephi ---------------------------------------------------------------------------------------------------


def test_node_link_json_is_the_multigraph_with_all_that_is_stored(embedded: Store, tmp_path: Path) -> None:
    data = json.loads(exported(embedded, tmp_path / "graph.json").read_text("utf-8"))
    read = networkx.node_link_graph(data, edges="edges")
    counts = embedded.counts()
    assert read.number_of_nodes() == sum(counts["nodes"].values())
    assert read.number_of_edges() == sum(counts["edges"].values())
    stored = {row[0]: row[1:] for row in embedded.query("MATCH (n:Entity) RETURN n.id, n.name, n.aliases")}
    assert {id_: [node["name"], node["aliases"]] for id_, node in read.nodes(data=True)} == stored
    said = {row[0]: row[1] for row in embedded.query("MATCH (:Entity)-[r]->(:Entity) RETURN r.id, r.evidence")}
    assert {key: edge["evidence"] for _, _, key, edge in read.edges(keys=True, data=True)} == said


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_drawings_hold_every_parallel_edge_with_its_sentence(embedded: Store, tmp_path: Path, ending: str) -> None:
    file = exported(embedded, tmp_path / f"graph.{ending}")
    read = networkx.read_graphml(file, force_multigraph=True) if ending == "graphml" else networkx.read_gexf(file)
    said = {row["id"]: row for row in Content(embedded).edges()}
    assert read.is_multigraph() and read.number_of_edges() == len(said)
    assert Counter(edge["evidence"] for *_, edge in read.edges(data=True)) == Counter(
        row["evidence"].replace("\x07", "\ufffd") for row in said.values()
    )
    names = {row["id"]: row["name"].replace("\x07", "\ufffd") for row in Content(embedded).nodes()}
    assert {id_: node["name"] for id_, node in read.nodes(data=True)} == names
    qinghe = next(node for _, node in read.nodes(data=True) if node["name"] == "青禾智能科技有限公司")
    assert qinghe["aliases"].split("; ") == ["青禾公司", "青禾智能", "青禾智能科技有限公司"]
    edge = next(edge for *_, edge in read.edges(data=True) if edge["article"] == "forum")
    assert edge["article_title"] == "关于闻采薇" and edge["date"] == "2021-05-20"


def test_gephi_sees_edges_on_their_days_and_nodes_between_first_and_last(embedded: Store, tmp_path: Path) -> None:
    read = networkx.read_gexf(exported(embedded, tmp_path / "graph.gexf"))
    spells = {edge["date"]: edge["spells"] for *_, edge in read.edges(data=True)}
    assert spells["2021-05-20"] == [("2021-05-20", "2021-05-20")]
    assert spells["2021"] == [("2021-01-01", "2021-12-31")]
    node = next(node for _, node in read.nodes(data=True) if node["name"] == "闻采薇")
    assert node["spells"] == [("2021-05-20", "2022-09-09")]


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-11", "2023-11-01", "2023-11-30"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
    ],
)
def test_a_date_covers_its_days(date: str, first: str, last: str) -> None:
    assert days(date) == (first, last)


# -- Neo4j -------------------------------------------------------------------------------------------------------------


def by_driver(uri: str, file: Path) -> None:
    """Send a script as it stands, statement by statement."""
    statements = file.read_text("utf-8").split(";\n")
    assert statements.pop() == ""
    with neo4j.GraphDatabase.driver(uri) as driver, driver.session() as session:
        for statement in statements:
            session.run(statement).consume()


def by_cypher_shell(uri: str, file: Path) -> None:
    """Let Neo4j's own shell run it, of the very version of the server."""
    try:
        classes = neo4j_server.jars(f"org.neo4j:cypher-shell:{neo4j_server.VERSION}")
    except neo4j_server.Unavailable as problem:
        pytest.skip(str(problem))
    shell = ["java", "-cp", classes, "org.neo4j.shell.Main", "-a", uri, "-u", "", "-p", "", "-f", str(file)]
    ran = subprocess.run(shell, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("run", [by_driver, by_cypher_shell], ids=["driver", "cypher-shell"])
def test_a_cypher_script_makes_an_equal_graph_on_neo4j(
    embedded: Store, neo4j_address: str, tmp_path: Path, run: Callable[[str, Path], None]
) -> None:
    file = exported(embedded, tmp_path / "graph.cypher")
    script = file.read_text("utf-8")
    assert script.count("\n") == len(script.splitlines())  # nothing of an article ends a line
    run(neo4j_address, file)
    with open_store(neo4j_address) as server:
        assert server.dump() == embedded.dump()
        assert memory(server) == memory(embedded)
        assert server.load([graph("new.txt", "2024", ("MET_WITH", "闻采薇", "卓一岚", {}))]).added == 1
        assert not server.check()


def test_a_part_as_a_script_is_no_graph_to_load_into(embedded: Store, neo4j_address: str, tmp_path: Path) -> None:
    extent = Extent(types=("SIGNED_WITH",))
    with neo4j.GraphDatabase.driver(neo4j_address) as driver:
        for name in [row["name"] for row in driver.execute_query("SHOW CONSTRAINTS YIELD name").records]:
            driver.execute_query(f"DROP CONSTRAINT {name}")
        by_driver(neo4j_address, exported(embedded, tmp_path / "part.cypher", extent))
        edges = driver.execute_query("MATCH (:Company)-[r:SIGNED_WITH]-() RETURN DISTINCT r.id AS id").records
        assert {row["id"] for row in edges} == edge_ids(embedded, extent)
        with pytest.raises(StoreError, match="other program"):
            open_store(neo4j_address)
        driver.execute_query("DROP CONSTRAINT guanxi_part")


# -- linked data, FollowTheMoney ---------------------------------------------------------------------------------------


def test_json_ld_tells_every_statement_in_schema_org_terms(embedded: Store, tmp_path: Path) -> None:
    data = json.loads(exported(embedded, tmp_path / "graph.jsonld").read_text("utf-8"))
    triples = jsonld.to_rdf(data)["@default"]

    def values(subject: str, term: str) -> list[str]:
        iri = term if ":" in term else f"https://schema.org/{term}"
        told = (t for t in triples if t["subject"]["value"] == subject and t["predicate"]["value"] == iri)
        return [triple["object"]["value"] for triple in told]

    ids = {row["name"]: f"urn:guanxi:{row['id']}" for row in Content(embedded).nodes()}
    for row in Content(embedded).edges():
        (quoted,) = values(f"urn:guanxi:{row['id']}", "subjectOf")
        assert values(quoted, "text") == [row["evidence"]]
        assert values(f"urn:guanxi:{row['id']}", "urn:guanxi:relationship") == [row["type"]]
    roles = values(ids["卓一岚"], "memberOf")
    assert {name for role in roles for name in values(role, "roleName")} == {"董事长", "理事"}
    bodies = {ids["青禾智能科技有限公司"], ids["云岭省机器人产业联盟"]}
    assert {body for role in roles for body in values(role, "memberOf")} == bodies
    speakers = [who for role in values(ids["首届岚山发展论坛"], "performer") for who in values(role, "performer")]
    assert sorted(speakers) == sorted([ids["闻采薇"], ids["卓一岚"]])
    assert {t["subject"]["value"] for t in triples if t["object"]["value"] == "https://schema.org/InteractAction"} == {
        f"urn:guanxi:{row['id']}" for row in Content(embedded).edges() if row["type"] in ("SIGNED_WITH", "MET_WITH")
    }
    assert f"urn:guanxi:{'it%27s%20%22a%22%5C%20b.txt'}" in {t["subject"]["value"] for t in triples}


def test_entities_are_valid_in_follow_the_money(embedded: Store, tmp_path: Path) -> None:
    model: Any = pytest.importorskip("followthemoney", reason="pip install --group ftm").model
    lines = exported(embedded, tmp_path / "graph.ftm").read_text("utf-8").split("\n")[:-1]
    entities = {entity["id"]: entity for entity in map(json.loads, lines)}
    assert len(entities) == len(lines) == sum(sum(part.values()) for part in embedded.counts().values())
    for entity in entities.values():
        kind = model.get(entity["schema"])
        kind.validate(entity)
        proxy = model.make_entity(kind)
        proxy.id = entity["id"]
        for name, texts in entity["properties"].items():
            proxy.add(name, texts, quiet=False)
            assert len(proxy.get(name)) == len(set(texts)), (name, texts)
            if (range_ := kind.get(name).range) is not None:
                assert all(model.get(entities[text]["schema"]).is_a(range_) for text in texts)
        assert all(entity["properties"].get(name) for name in kind.required)
    found = Counter(entity["schema"] for entity in entities.values())
    assert found["Directorship"] == 1 and found["Event"] == 2 and found["Employment"] == 4
    post = next(entity for entity in entities.values() if entity["schema"] == "Directorship")["properties"]
    assert post["role"] == ["董事长"] and post["summary"][0].startswith("卓一岚") and post["date"] == ["2021-05-20"]
    assert entities[post["proof"][0]]["properties"]["fileName"] == ["forum.txt"]
    assert "javascript" not in "".join(lines)


@pytest.mark.parametrize("name", ["ftm.toml", "jsonld.toml"])
def test_every_label_and_relationship_has_its_name_elsewhere(name: str) -> None:
    for type_, relationship in schema().relationships.items():
        for source, target in relationship.ends:
            assert row_for(name, type_, source, target)


# -- tables ------------------------------------------------------------------------------------------------------------


def test_a_workbook_holds_sheets_that_one_can_sort_and_no_formula(embedded: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported(embedded, tmp_path / "graph.xlsx"))
    assert book.sheetnames == ["people", "organisations", "events", "regions", "articles", "edges"]
    for sheet in book:
        assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == sheet.dimensions
        assert not any(cell.data_type == "f" for row in sheet for cell in row)
        assert sheet.column_dimensions["A"].width > 11
    counts = embedded.counts()["nodes"]
    assert book["people"].max_row == counts["Person"] + 1
    assert book["articles"].max_row == counts["Article"] + 1
    header, *rows = book["edges"].iter_rows(values_only=True)
    assert len(set(header)) == len(header)
    table = [dict(zip(header, row, strict=True)) for row in rows]
    said = {row["id"]: row for row in Content(embedded).edges()}
    assert {row["id"]: row["sentence"].replace("_x0007_", "\x07") for row in table} == {
        id_: row["evidence"] for id_, row in said.items()
    }
    assert HOSTILE[4] in {row["sentence"] for row in table}  # as it stands, and as a text
    row = next(row for row in table if row["relationship"] == "SPOKE_AT" and row["from"] == "闻采薇")
    assert (row["to"], row["role"], row["article"]) == ("首届岚山发展论坛", "致辞", "forum.txt")


def test_a_workbook_that_excel_could_not_open_is_refused(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 20)
    for extent in (Extent(), Extent(since="2000")):  # known before, and found out while writing
        with pytest.raises(InputError, match=r"at most 20 rows.*edges: export \.csv"):
            exported(embedded, tmp_path / "graph.xlsx", extent)
    assert not list(tmp_path.iterdir())


def test_the_csv_table_opens_in_excel_and_runs_nothing(embedded: Store, tmp_path: Path) -> None:
    file = exported(embedded, tmp_path / "graph.csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.DictReader(text))
    assert {row["id"] for row in table} == edge_ids(embedded)
    assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert f"'{HOSTILE[4]}" in {row["sentence"] for row in table}


# -- parts of a graph --------------------------------------------------------------------------------------------------


def id_of(store: Store, name: str) -> str:
    return store.query("MATCH (n:Entity {name: $name}) RETURN n.id", {"name": name}).rows[0][0]


def told(content: Content) -> set[tuple[str, str, str]]:
    names = content.names()
    return {(row["type"], names[row["source"]][0], names[row["target"]][0]) for row in content.edges()}


def test_a_name_brings_its_neighbours_and_what_ties_these(world: Store) -> None:
    content = Content(world, Extent((id_of(world, "祁望舒"),)))
    assert told(content) == {("ATTENDED", "祁望舒", "首届岚山发展论坛"), ("MEMBER_OF", "祁望舒", "云岭大学")}
    assert {row["id"] for row in content.articles()} == {"forum", "signing"}
    assert {row["source"] for row in content.mentions()} == {"forum", "signing"}
    assert not list(content.memory())
    wider = Content(world, Extent((id_of(world, "祁望舒"),), hops=2))
    assert told(wider) > told(content) and ("SPOKE_AT", "闻采薇", "首届岚山发展论坛") in told(wider)


def test_an_article_brings_what_it_says_and_nothing_else(world: Store) -> None:
    content = Content(world, Extent(("again",)))
    assert sum(1 for _ in content.edges()) == len(AGAIN.edges)
    assert {row["article"] for row in content.edges()} == {"again"}


def test_dates_and_types_bound_the_edges_and_so_the_nodes(world: Store) -> None:
    content = Content(world, Extent(since="2021-05", until="2021-05", types=("SPOKE_AT", "ATTENDED")))
    assert {row["article"] for row in content.edges()} == {"forum"}
    assert {row["name"] for row in content.nodes()} == {"闻采薇", "卓一岚", "祁望舒", "首届岚山发展论坛"}
    assert {row["id"] for row in content.articles()} == {"forum"}
    named = Content(world, Extent((id_of(world, "闻采薇"),), types=("MEMBER_OF",), since="2022"))
    assert told(named) == {("MEMBER_OF", "闻采薇", "岚山市科学技术局")}
    assert {row["article"] for row in named.edges()} == {"signing"}


@pytest.mark.parametrize("exchange", [e for e in EXCHANGES.values() if e.name != "jsonl"], ids=lambda e: e.name)
def test_every_format_takes_a_part(embedded: Store, tmp_path: Path, exchange: Any) -> None:
    whole, part = tmp_path / "whole", tmp_path / "part"
    assert export(embedded, str(whole), exchange, Extent())
    assert export(embedded, str(part), exchange, Extent((id_of(embedded, "祁望舒"),)))
    assert 0 < part.stat().st_size < whole.stat().st_size
    assert not export(embedded, str(tmp_path / "nothing"), exchange, Extent(since="2999"))
    assert {file.name for file in tmp_path.iterdir()} == {"whole", "part"}


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_is_replaced_only_by_a_whole_one(
    embedded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "graph.xlsx"
    file.write_text("as before")
    monkeypatch.setattr(xlsx, "ROWS", 20)
    with pytest.raises(InputError):
        exported(embedded, file, Extent(since="2000"))
    assert file.read_text() == "as before" and [*tmp_path.iterdir()] == [file]
    monkeypatch.undo()
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    exported(embedded, link)
    assert link.is_symlink() and openpyxl.load_workbook(file)


@pytest.mark.parametrize("name", ["nowhere/graph.json", "folder.json"])
def test_a_place_that_cannot_be_written_is_told(embedded: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(InputError, match=r"\.json .*name (another|a) file"):
        exported(embedded, tmp_path / name)


@pytest.mark.parametrize(
    ("file", "name", "found"),
    [
        ("a.json", "", "nodelink"),
        ("a.ftm.json", "", "ftm"),
        ("A.GEXF", "", "gexf"),
        ("a.json", "jsonld", "jsonld"),
        ("-", "cypher", "cypher"),
    ],
)
def test_the_ending_tells_the_format(file: str, name: str, found: str) -> None:
    assert exchange_for(file, name).name == found


@pytest.mark.parametrize(("file", "name"), [("a.doc", ""), ("-", ""), ("-", "xlsx"), ("a.json", "word")])
def test_a_format_that_is_not_there_is_told(file: str, name: str) -> None:
    with pytest.raises(InputError, match=r"jsonl|name a file"):
        exchange_for(file, name)
