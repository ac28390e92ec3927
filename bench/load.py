"""Rows a second of loading 20,000 nodes and 100,000 edges, beside each engine's own fastest way with the same rows.

    python bench/load.py [ladybug] [neo4j]

`guanxi` is `Store.load`: from the articles' facts to the committed graph, idempotent, an article never halved.
`bare` is the Neo4j driver sending the finished rows and nothing else, in batches of the same size; `COPY` is
LadybugDB reading them from CSV files into an empty graph. `again` loads the same articles once more, `added` as many
others into the full graph.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import ladybug
import neo4j
import neo4j_server
from guanxi.graph.ladybug import tables
from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node
from guanxi.graph.rows import ARTICLE_TEXTS, NODE_TEXTS, ArticleRows, Row, article_rows, edge_properties
from guanxi.graph.store import BATCH, Store, open_store
from guanxi.graph.writing import merged_nodes

ARTICLES = 2_000
NEW = {"Person": 5, "Company": 3, "Event": 1}
"""Nodes of an article that none had before it; two more of each label come from all, a few far more often than most."""
FACTS = 35
TYPES = [("SPOKE_AT", "Person", "Event"), ("MEMBER_OF", "Person", "Company"), ("SIGNED_WITH", "Company", "Company")]


def articles(name: str) -> list[ArticleGraph]:
    """Invented articles: 20,000 nodes with themselves and 100,000 edges with the mentions, parallel ones among them."""
    dice = random.Random(name)
    nodes = {label: [f"{name}的{label}{i}" for i in range(number * ARTICLES)] for label, number in NEW.items()}
    return [_article(f"{name}-{i}", _cast(i, nodes, dice), dice) for i in range(ARTICLES)]


def _cast(article: int, nodes: dict[str, list[str]], dice: random.Random) -> dict[str, list[str]]:
    cast: dict[str, list[str]] = {}
    for label, names in nodes.items():
        chosen = set(names[article * NEW[label] : (article + 1) * NEW[label]])
        while len(chosen) < NEW[label] + 2:
            chosen.add(names[int(len(names) * dice.random() ** 3)])
        cast[label] = sorted(chosen)
    return cast


def _article(id_: str, cast: dict[str, list[str]], dice: random.Random) -> ArticleGraph:
    nodes = tuple(Node(name, label, name, (name,)) for label, names in cast.items() for name in names)
    mentions = tuple(Mention(n.id, n.name, 20 * i, 20 * i + len(n.name)) for i, n in enumerate(nodes))
    edges: list[Edge] = []
    for number in range(FACTS):
        type_, source, target = dice.choice(TYPES)
        a, b = dice.choice(cast[source]), dice.choice(cast[target])
        text = f"据介绍，{a}与{b}在活动现场作了说明，双方将就后续事项保持沟通并共同推进。"
        evidence = Evidence(text, 60 * number, 60 * number + len(text))
        edges.append(Edge(type_, a, b, {"date": "2022-03-01"}, evidence, "bench.rule"))
    return ArticleGraph(Article(id_, f"{id_}.txt", f"标题{id_}", "2022-03-01", id_), nodes, mentions, tuple(edges))


def measured(what: str, work: Callable[[], object], rows: int, beside: float = 0.0) -> float:
    start = time.perf_counter()
    work()
    speed = rows / (time.perf_counter() - start)
    print(f"{what:16} {speed:9,.0f} rows/s" + (f"   {speed / beside:5.2f} of it" if beside else ""), flush=True)
    return speed


def ours(store: Store, first: list[ArticleGraph], beside: float) -> None:
    """Our three loads, against the speed of the engine's own."""
    second = articles("乙")
    rows = size([article_rows(article) for article in first])
    measured("guanxi, first", lambda: store.load(first), rows, beside)
    measured("guanxi, again", lambda: store.load(first), rows)
    measured("guanxi, added", lambda: store.load(second), rows, beside)
    counts = store.counts()
    print(f"{'':16} {sum(counts['nodes'].values()):,} nodes, {sum(counts['edges'].values()):,} edges in the end")


def size(rows: list[ArticleRows]) -> int:
    """Nodes and edges that the articles make, the articles among them."""
    return len(merged_nodes(rows)) + len(rows) + sum(len(edges) for row in rows for edges in row.edges.values())


def on_ladybug(first: list[ArticleGraph]) -> None:
    rows = [article_rows(article) for article in first]
    with tempfile.TemporaryDirectory() as folder:
        files = _csv_files(Path(folder), rows)
        with ladybug.Database(f"{folder}/copy.lbug") as database, ladybug.Connection(database) as connection:
            for statement in tables(new=True):
                connection.execute(statement)

            def copy() -> None:
                for table, file in files.items():
                    connection.execute(f"COPY {table} FROM '{file}' (PARALLEL=false)")

            beside = measured("COPY", copy, size(rows))
        with open_store(f"{folder}/graph.lbug") as store:
            ours(store, first, beside)


def _csv_files(folder: Path, rows: list[ArticleRows]) -> dict[str, Path]:
    """One file a table, in the order of its columns."""
    nodes = [*(row.article for row in rows), *merged_nodes(rows).values()]
    columns = (*NODE_TEXTS, *ARTICLE_TEXTS, "aliases")
    lines = {"Entity": [[_cell(node.get(column, "")) for column in columns] for node in nodes]}
    for type_, edges in by_type(rows).items():
        names = ("source", "target", *edge_properties(type_))
        lines[type_] = [[_cell(edge[name]) for name in names] for edge in edges]
    for table, table_lines in lines.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table_lines)
    return {table: folder / f"{table}.csv" for table in lines}


def _cell(value: Any) -> str:
    return f"[{','.join(value)}]" if isinstance(value, list) else str(value)


def by_type(rows: list[ArticleRows]) -> dict[str, list[Row]]:
    """All edges, by their type."""
    edges: dict[str, list[Row]] = {}
    for type_, some in (item for row in rows for item in row.edges.items()):
        edges.setdefault(type_, []).extend(some)
    return edges


def on_neo4j(first: list[ArticleGraph]) -> None:
    rows = [article_rows(article) for article in first]
    with neo4j_server.server() as server, open_store(server.uri) as store:
        with neo4j.GraphDatabase.driver(server.uri) as driver, driver.session() as session:
            store.load(articles("丙"))  # a server just started is half as fast
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()

            def bare() -> None:
                nodes = [*(row.article for row in rows), *merged_nodes(rows).values()]
                send("MERGE (n:Entity {id: r.id}) SET n += r", nodes)
                for type_, edges in by_type(rows).items():
                    ends = "MATCH (a:Entity {id: r.source}) MATCH (b:Entity {id: r.target})"
                    send(f"{ends} CREATE (a)-[e:{type_}]->(b) SET e = r", edges)

            def send(statement: str, all_rows: list[Row]) -> None:
                for start in range(0, len(all_rows), BATCH):
                    session.run(f"UNWIND $rows AS r {statement}", rows=all_rows[start : start + BATCH]).consume()

            beside = measured("bare driver", bare, size(rows))
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        ours(store, first, beside)


def main() -> None:
    """Measure the engines that the command line names, or both."""
    first = articles("甲")
    for engine, measure in (("ladybug", on_ladybug), ("neo4j", on_neo4j)):
        if engine in sys.argv[1:] or not sys.argv[1:]:
            print(f"-- {engine}", flush=True)
            measure(first)


if __name__ == "__main__":
    main()
