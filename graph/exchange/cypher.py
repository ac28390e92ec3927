"""A Cypher script for Neo4j, one statement a line: `cypher-shell -f graph.cypher`, or line by line through a driver.

All of a graph becomes a graph that guanxi opens and loads into; a part of one is for reading with other tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any, BinaryIO, cast

from ..bolt import SCHEMA
from ..rows import Row
from .content import Content

A_STATEMENT = 100
"""Rows in one statement: the server needs longer for each row of a larger one."""


def write(content: Content, file: BinaryIO) -> None:
    """Write the constraints, then nodes, then edges. Texts of articles stand in quotes that they cannot leave."""
    for statement in _statements(content):
        file.write(f"{statement};\n".encode())


def _statements(content: Content) -> Iterator[str]:
    if content.whole:
        yield from SCHEMA
    else:
        yield "CREATE CONSTRAINT guanxi_part IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
    for rows in (content.nodes(), content.articles()):
        for label, batch in _batches(rows, "label"):
            yield f"UNWIND {literal(batch)} AS r CREATE (n:Entity:{label}) SET n = r"
    ends = "MATCH (a:Entity {id: r.source}) MATCH (b:Entity {id: r.target})"
    for rows in (content.edges(), content.mentions()):
        for type_, batch in _batches(rows, "type"):
            given = literal([{"source": row["source"], "target": row["target"], "told": _told(row)} for row in batch])
            yield f"UNWIND {given} AS r {ends} CREATE (a)-[e:{type_}]->(b) SET e = r.told"
    memory = content.memory()
    while batch := [*islice(memory, A_STATEMENT)]:
        yield f"UNWIND {literal(batch)} AS r CREATE (m:Memory) SET m = r"


def _batches(rows: Iterable[Row], key: str) -> Iterator[tuple[str, list[Row]]]:
    """A label or type, which the schema knows, and some of its rows."""
    for name, some in groupby(rows, key=lambda row: row[key]):
        while batch := [*islice(some, A_STATEMENT)]:
            yield name, batch


def _told(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("type", "source", "target")}


def literal(value: Any) -> str:
    """A value as Cypher writes it. Keys are names of the layout."""
    match value:
        case str():
            return f"'{value.translate(_ESCAPED)}'"
        case list():
            return f"[{', '.join(map(literal, cast('list[Any]', value)))}]"
        case dict():
            return f"{{{', '.join(f'{name}: {literal(item)}' for name, item in cast(Row, value).items())}}}"
        case _:
            return str(value)


_ESCAPED = str.maketrans(
    {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"} | {chr(n): f"\\u{n:04x}" for n in (0x85, 0x2028, 0x2029)}
)
"""A backslash is doubled, so that none in a text begins an escape; what ends a line for some reader is escaped."""
