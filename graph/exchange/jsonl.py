"""JSON lines, the one lossless form: every row of a graph as it is stored, so that `restored` gives an equal graph.

The first line tells the layout, the last how many rows there are; between them one row a line, nodes first:
`{"label": "Person", …}`, `{"type": "SPOKE_AT", "source": …, "target": …, …}`, `{"memory": …, "value": …}`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson

from ..model import InputError
from ..rows import ARTICLE_TEXTS, EDGE_NUMBERS, LAYOUT, NODE_TEXTS, Row, edge_properties
from ..schema import schema
from ..store import BATCH, Piece, Store, check_layout, open_store
from .content import Content

_LISTS = frozenset({"aliases", "names"})


def write(content: Content, file: BinaryIO) -> None:
    """Write all of a graph; a part of one could not be read back."""
    file.write(orjson.dumps({"guanxi": "graph", "layout": LAYOUT}) + b"\n")
    number = 0
    for number, row in enumerate(_rows(content), start=1):  # noqa: B007
        file.write(orjson.dumps(row) + b"\n")
    file.write(orjson.dumps({"guanxi": "end", "rows": number}) + b"\n")


def _rows(content: Content) -> Iterator[Row]:
    yield from content.nodes()
    yield from content.articles()
    yield from content.edges()
    yield from content.mentions()
    yield from ({"memory": row["id"], "value": row["value"]} for row in content.memory())


@contextmanager
def restored(path: str) -> Generator[Store]:
    """The graph that such a file holds, for as long as it is used.

    Raises InputError, in one line, where the file is no such export or not all of one.
    """
    with tempfile.TemporaryDirectory(prefix="guanxi-") as folder, open_store(str(Path(folder, "graph"))) as store:
        store.fill(read(path))
        yield store


def read(path: str) -> Iterator[Piece]:
    """The rows of such a file in batches, as `Store.fill` takes them."""
    try:
        with Path(path).open("rb") as file:
            for table, rows in groupby(_read(path, file), key=lambda item: item[0]):
                while batch := [row for _, row in islice(rows, BATCH)]:
                    yield table, batch
    except OSError as problem:
        raise InputError(f"{path} cannot be read ({problem.strerror})") from problem


def _read(path: str, file: BinaryIO) -> Iterator[tuple[str, Row]]:
    """Every row with its table. An edge whose end is not there would be lost without a word, so it is told."""
    first = _line(path, 1, file.readline())
    if first.get("guanxi") != "graph":
        raise InputError(f"{path} is no graph that `guanxi export` wrote; articles are for `guanxi load`")
    check_layout(path, str(first.get("layout", "")))
    nodes: set[str] = set()
    number = 1
    for number, line in enumerate(file, start=2):
        row = _line(path, number, line)
        if row.get("guanxi") == "end":
            if row.get("rows") != number - 2 or file.read(1):
                raise InputError(f"{path}: it has other rows than were written: export the graph again")
            return
        table = _table(row)
        if not table or not _sound(row):
            raise InputError(f"{path}:{number}: this is no row of a graph: export the graph again")
        if table in schema().labels:
            nodes.add(row["id"])
        elif table in schema().relationships and not {row["source"], row["target"]} <= nodes:
            raise InputError(f"{path}:{number}: an edge of nodes that are not there: export the graph again")
        yield table, _stored(row)
    raise InputError(f"{path} breaks off after line {number}: export the graph again")


def _line(path: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        raise InputError(f"{path}:{number}: no JSON ({problem.msg})") from problem
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _table(row: Row) -> str:
    """The label, the type, or `Memory`; '' for a row that the layout does not know."""
    if row.keys() == {"memory", "value"}:
        return "Memory"
    type_, label = row.get("type"), row.get("label")
    if isinstance(type_, str) and type_ in schema().relationships:
        return type_ if row.keys() == {"type", "source", "target", *edge_properties(type_)} else ""
    if isinstance(label, str) and label in schema().labels:
        articles = ARTICLE_TEXTS if label == "Article" else ()
        return label if row.keys() == {*NODE_TEXTS, "aliases", *articles} else ""
    return ""


def _sound(row: Row) -> bool:
    """Whether every value is of the kind that the layout gives it."""
    return all(
        isinstance(value, list) and all(isinstance(item, str) for item in cast("list[Any]", value))
        if name in _LISTS
        else isinstance(value, int)
        if name in EDGE_NUMBERS
        else isinstance(value, str)
        for name, value in row.items()
    )


def _stored(row: Row) -> Row:
    if "memory" in row:
        return {"id": row["memory"], "value": row["value"]}
    return {name: value for name, value in row.items() if name != "type"}
