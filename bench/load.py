"""Rows a second of loading 20,000 nodes and 100,000 edges, beside each engine's own fastest way with the same rows.

    python bench/load.py [ladybug] [neo4j]

- `load` is `Store.load`: from the articles' facts to the committed graph, with who is who found out, idempotent, an
  article never halved. `again` loads the same once more, `added` as many others into the full graph.
- `copy` is `guanxi copy`: the finished rows out of a file, with what identity remembers.
- `COPY` is LadybugDB reading the same rows from CSV files; `bare` is the Neo4j driver sending them and nothing else,
  in batches of the same size; both also for what is added.
- `import` is Neo4j's import tool with the files that `guanxi copy` writes, from the first file to the first answer.
"""

from __future__ import annotations

import csv
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
from guanxi.graph.copying import copy, files_for_import, pieces
from guanxi.graph.ladybug import tables
from guanxi.graph.rows import ARTICLE_TEXTS, NODE_TEXTS, Row, edge_properties
from guanxi.graph.schema import schema
from guanxi.graph.store import BATCH, Store, open_store
from world import World

ARTICLES = 3_900
FIRST = [*World(20_000).articles(0, ARTICLES)]
SECOND = [*World(20_000).articles(ARTICLES, 2 * ARTICLES)]
Tables = dict[str, list[Row]]


def measured(what: str, work: Callable[[], object], rows: int, beside: float = 0.0) -> float:
    start = time.perf_counter()
    work()
    speed = rows / (time.perf_counter() - start)
    print(f"{what:16} {speed:9,.0f} rows/s" + (f"   {speed / beside:5.2f} of it" if beside else ""), flush=True)
    return speed


def ours(store: Store, rows: tuple[int, int], beside: tuple[float, float]) -> None:
    """Our three loads, against the speeds of the engine's own."""
    measured("load, first", lambda: store.load(FIRST), rows[0], beside[0])
    measured("load, again", lambda: store.load(FIRST), rows[0])
    measured("load, added", lambda: store.load(SECOND), rows[1], beside[1])


def made(folder: Path) -> tuple[Tables, Tables]:
    """The rows that the first articles make, and those that the second ones add; the graph stays in the folder."""
    with open_store(str(folder / "source.lbug")) as store:
        store.load(FIRST)
        first = _tables(store)
    with open_store(":memory:") as store:
        store.load(FIRST)
        store.load(SECOND)
        both = _tables(store)
    known = {table: {row["id"] for row in rows} for table, rows in first.items()}
    return first, {t: [row for row in rows if row["id"] not in known.get(t, ())] for t, rows in both.items()}


def _tables(store: Store) -> Tables:
    """All nodes under `Entity`, and the edges by type."""
    found: Tables = {"Entity": []}
    for table, rows in pieces(store):
        if table != "Memory":
            found.setdefault(table if table in schema().relationships else "Entity", []).extend(rows)
    return found


def size(tables_: Tables) -> int:
    return sum(map(len, tables_.values()))


def on_ladybug() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, second = made(folder)
        print(f"{len(first['Entity']):,} nodes, {size(first) - len(first['Entity']):,} edges")
        with ladybug.Database(f"{folder}/copy.lbug") as database, ladybug.Connection(database) as connection:
            for statement in tables(new=True):
                connection.execute(statement)

            def copied(files: dict[str, Path]) -> None:
                for table, file in files.items():
                    connection.execute(f"COPY {table} FROM '{file}' (PARALLEL=false, AUTO_DETECT=false, HEADER=false)")

            speeds: list[float] = []
            for what, some in (("first", first), ("added", second)):
                files = _csv_files(folder, some)
                speeds.append(measured(f"COPY, {what}", lambda files=files: copied(files), size(some)))
        with open_store(str(folder / "source.lbug"), read_only=True) as source:
            measured("copy", lambda: copy(source, str(folder / "target.lbug")), size(first), speeds[0])
        with open_store(str(folder / "graph.lbug")) as store:
            ours(store, (size(first), size(second)), (speeds[0], speeds[1]))


def _csv_files(folder: Path, tables_: Tables) -> dict[str, Path]:
    """One file a table, in the order of its columns."""
    for table, rows in tables_.items():
        node = table == "Entity"
        names = (*NODE_TEXTS, *ARTICLE_TEXTS, "aliases") if node else ("source", "target", *edge_properties(table))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([_cell(row.get(name, "")) for name in names] for row in rows)
    return {table: folder / f"{table}.csv" for table in tables_}


def _cell(value: Any) -> str:
    return f"[{','.join(value)}]" if isinstance(value, list) else str(value)


def on_neo4j() -> None:
    with tempfile.TemporaryDirectory() as name, neo4j_server.server() as server:
        folder = Path(name)
        first, second = made(folder)
        with open_store(server.uri) as store:
            store.load(SECOND)  # a server just started is half as fast
            store.clear()
            with neo4j.GraphDatabase.driver(server.uri) as driver, driver.session() as session:
                speeds = [
                    measured(f"bare, {what}", lambda some=some: bare(session, some), size(some))
                    for what, some in (("first", first), ("added", second))
                ]
            store.clear()
            ours(store, (size(first), size(second)), (speeds[0], speeds[1]))
            store.clear()
        with open_store(str(folder / "source.lbug"), read_only=True) as source:
            measured("copy", lambda: copy(source, server.uri), size(first), speeds[0])
            server.stop()
            measured("import", lambda: imported(server, source, folder / "import"), size(first), speeds[0])


def imported(server: neo4j_server.Server, source: Store, folder: Path) -> None:
    """Copy through the import tool; the server stands still before and answers afterwards."""
    files_for_import(source, folder)
    server.admin("database", "import", "full", "neo4j", "--overwrite-destination", "@import.args", folder=folder)
    server.start()
    open_store(server.uri).close()


def bare(session: neo4j.Session, tables_: Tables) -> None:
    """Send finished rows and nothing else."""
    for table, rows in tables_.items():
        ends = "MATCH (a:Entity {id: r.source}) MATCH (b:Entity {id: r.target})"
        create = f"{ends} CREATE (a)-[e:{table}]->(b) SET e = r"
        statement = "MERGE (n:Entity {id: r.id}) SET n += r" if table == "Entity" else create
        for start in range(0, len(rows), BATCH):
            session.run(f"UNWIND $rows AS r {statement}", rows=rows[start : start + BATCH]).consume()


def main() -> None:
    """Measure the engines that the command line names, or both."""
    for engine, measure in (("ladybug", on_ladybug), ("neo4j", on_neo4j)):
        if engine in sys.argv[1:] or not sys.argv[1:]:
            print(f"-- {engine}", flush=True)
            measure()


if __name__ == "__main__":
    main()
