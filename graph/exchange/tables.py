"""Edges and nodes as rows of a table that people read: names where ids would say nothing, the sentence at the end."""

from __future__ import annotations

from ..rows import Row
from ..schema import schema
from .text import joined

NODE_COLUMNS = ("name", "kind", "names", "date", "id")
ARTICLE_COLUMNS = ("title", "date", "publisher", "url", "source", "id")
_DETAILS = tuple(name for name in schema().properties if name not in ("names", "date", "status", "kind"))
EDGE_COLUMNS = (
    *("from", "from kind", "relationship", "to", "to kind", "date", "status", *_DETAILS, "capital"),
    *("sentence", "article", "article title", "publisher", "url", "rule", "start", "stop", "id", "from id", "to id"),
)
Cell = str | int


def node_cells(row: Row) -> list[Cell]:
    return [row["name"], row["label"], joined(row["aliases"]), row["date"], row["id"]]


def article_cells(row: Row) -> list[Cell]:
    return [row[column] for column in ARTICLE_COLUMNS]


def edge_cells(row: Row, names: dict[str, tuple[str, str]], sources: dict[str, Row]) -> list[Cell]:
    """The cells of an edge, given names and labels of nodes, and articles, by their ids."""
    article = sources.get(row["article"], {})
    cited = [article.get(column, "") for column in ("source", "title", "publisher", "url")]
    said = [row[name] for name in ("date", "status", *_DETAILS, "kind")]
    where = [row[name] for name in ("rule", "start", "stop", "id", "source", "target")]
    return [*names[row["source"]], row["type"], *names[row["target"]], *said, row["evidence"], *cited, *where]
