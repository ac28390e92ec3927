"""A whole graph into another place, just as it stands: nodes, edges, decisions, and what identity remembers.

`copy` sends rows from one store to another. `files_for_import` writes what Neo4j's own import tool takes, which is the
quick way for a graph of millions; a graph that was imported so is finished when it is first opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from glob import escape
from itertools import islice
from pathlib import Path

from .ladybug import LadybugStore
from .model import InputError
from .rows import ARTICLE_TEXTS, EDGE_NUMBERS, LAYOUT, NODE_TEXTS, edge_properties
from .schema import schema
from .store import BATCH, LoadReport, Piece, Progress, Store, StoreError, open_store
from .writing import IMPORTED

NODE_COLUMNS = (*NODE_TEXTS, "aliases")
LISTS = ("aliases", "names")


def copy(source: Store, to: str, progress: Progress | None = None) -> LoadReport:
    """Copy all of a graph to an address. A new graph becomes equal to the source; into others its articles are loaded.

    A copy that is broken off leaves no graph that can be mistaken for a whole one: the same call begins it anew.
    """
    if "://" not in to and not Path(to).exists():
        half = Path(f"{to}.half")
        for left in half.parent.glob(f"{escape(half.name)}*"):  # by a copy that was broken off
            left.unlink()
        with open_store(str(half)) as target:
            if isinstance(source, LadybugStore) and isinstance(target, LadybugStore):
                report = _in_files(source, target, progress)
            else:
                report = target.fill(pieces(source), progress)
        half.replace(to)
        return report
    with open_store(to, half=True) as target:
        if target.half:
            target.clear()
        if target.empty:
            return target.fill(pieces(source), progress)
        return target.copy_from(source, progress)


def _in_files(source: LadybugStore, target: LadybugStore, progress: Progress | None) -> LoadReport:
    """Copy within LadybugDB, by files that the engine writes and reads by itself."""
    report = LoadReport(added=source.counts()["nodes"].get("Article", 0))
    file = Path(f"{target.info().address}.parquet")
    try:
        nodes = ", ".join(f"n.{name}" for name in (*NODE_TEXTS, *ARTICLE_TEXTS, "aliases"))
        report.nodes += target.take(source, "Entity", f"MATCH (n:Entity) RETURN {nodes}", file)
        target.take(source, "Memory", "MATCH (m:Memory) RETURN m.id, m.value", file)
        for type_ in schema().relationships:
            told = ", ".join(f"r.{name}" for name in edge_properties(type_))
            edges = f"MATCH (a:Entity)-[r:{type_}]->(b:Entity) RETURN a.id, b.id, {told}"
            report.edges += target.take(source, type_, edges, file)
            if progress:
                progress(report)
    finally:
        file.unlink(missing_ok=True)
    return report


def pieces(source: Store, tables: Collection[str] = ()) -> Iterator[Piece]:
    """All rows of a graph in batches, nodes first, with the label or type that they belong to; or those of some."""
    for label in _wanted(schema().labels, tables):
        columns = _node_columns(label)
        told = ", ".join(f"n.{name}" for name in columns)
        yield from _batches(source, label, columns, f"MATCH (n:Entity {{label: '{label}'}}) RETURN {told}")
    for type_ in _wanted(schema().relationships, tables):
        columns = edge_properties(type_)
        told = ", ".join(f"r.{name}" for name in columns)
        pattern = f"MATCH (a:Entity)-[r:{type_}]->(b:Entity) RETURN a.id, b.id, {told}"
        yield from _batches(source, type_, ("source", "target", *columns), pattern)
    for memory in _wanted(["Memory"], tables):
        yield from _batches(source, memory, ("id", "value"), "MATCH (m:Memory) RETURN m.id, m.value")


def _wanted(tables: Iterable[str], some: Collection[str]) -> list[str]:
    return [table for table in tables if not some or table in some]


def _node_columns(label: str) -> tuple[str, ...]:
    return (*NODE_COLUMNS, *ARTICLE_TEXTS) if label == "Article" else NODE_COLUMNS


def _batches(source: Store, table: str, columns: tuple[str, ...], cypher: str) -> Iterator[Piece]:
    rows = source.stream(cypher)
    while batch := [dict(zip(columns, row, strict=True)) for row in islice(rows, BATCH)]:
        yield table, batch


# --- for Neo4j's import tool ----------------------------------------------------------------------

ITEM = "\x1e"
"""Between the items of a list in a cell; no text of an article holds it."""


def files_for_import(source: Store, folder: Path) -> str:
    """Write a graph as CSV files with their headers, and the arguments of the import tool; the command that takes them.

    Raises StoreError if the folder has other files in it, or the source is no LadybugDB graph: only that engine can
    write files where guanxi runs.
    """
    if not isinstance(source, LadybugStore):
        raise StoreError("Neo4j writes no files here: copy its graph to a file first, and that into the folder")
    arguments = [f"--array-delimiter=U+{ord(ITEM):04X}", "--multiline-fields=true"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(file.suffix != ".csv" and file.name != "import.args" for file in folder.iterdir()):
            raise StoreError(f"{folder} holds other files: name a folder of its own")
        for label in schema().labels:
            cells = [_cell("n", name) for name in _node_columns(label)]
            cypher = f"MATCH (n:Entity {{label: '{label}'}}) RETURN {', '.join(cells)}"
            header = ",".join("id:ID(Entity)" if name == "id" else _typed(name) for name in _node_columns(label))
            files = _table(source, folder, label, header, cypher)
            arguments.append(f"--nodes=Entity:{label}={files}")
        for type_ in schema().relationships:
            cells = ["a.id", "b.id", *(_cell("r", name) for name in edge_properties(type_))]
            cypher = f"MATCH (a:Entity)-[r:{type_}]->(b:Entity) RETURN {', '.join(cells)}"
            header = ",".join((":START_ID(Entity)", ":END_ID(Entity)", *map(_typed, edge_properties(type_))))
            arguments.append(f"--relationships={type_}={_table(source, folder, type_, header, cypher)}")
        memory = _table(source, folder, "Memory", "id:ID(Memory),value", "MATCH (m:Memory) RETURN m.id, m.value")
        with (folder / "Memory.csv").open("a", encoding="utf-8") as file:
            file.write(f"{IMPORTED},{LAYOUT}\n")
        arguments.append(f"--nodes=Memory={memory}")
        (folder / "import.args").write_text("\n".join(arguments) + "\n", "utf-8")
    except OSError as problem:
        raise InputError(f"{folder} cannot be written ({problem.strerror})") from problem
    return f"cd {folder} && neo4j-admin database import full neo4j --overwrite-destination @import.args"


def _table(source: LadybugStore, folder: Path, name: str, header: str, cypher: str) -> str:
    """Write one table; its two files, as the import tool wants them named."""
    (folder / f"{name}-header.csv").write_text(header + "\n", "utf-8")
    source.write(cypher, folder / f"{name}.csv")
    return f"{name}-header.csv,{name}.csv"


def _cell(variable: str, name: str) -> str:
    return f"list_to_string('{ITEM}', {variable}.{name})" if name in LISTS else f"{variable}.{name}"


def _typed(name: str) -> str:
    return f"{name}:string[]" if name in LISTS else f"{name}:long" if name in EDGE_NUMBERS else name
