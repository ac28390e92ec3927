"""Node-link JSON, as `networkx.node_link_graph(data, edges="edges")` reads it: a multigraph with its articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

import orjson

from ..rows import Row
from .content import Content


def write(content: Content, file: BinaryIO) -> None:
    """Write nodes with all their properties, and each edge under its id as the key."""
    file.write(b'{"directed":true,"multigraph":true,"graph":{},\n"nodes":[\n')
    _list(file, chain(content.nodes(), content.articles()))
    file.write(b'],\n"edges":[\n')
    edges = chain(content.edges(), content.mentions())
    _list(file, ({**row, "key": row["id"]} for row in edges))
    file.write(b"]}\n")


def _list(file: BinaryIO, rows: Iterator[Row]) -> None:
    between = b""
    for row in rows:
        file.write(between + orjson.dumps(row))
        between = b",\n"
    file.write(b"\n")
