"""What formats for drawing know of nodes and edges: texts, lists joined, the article of an edge beside its sentence."""

from __future__ import annotations

from ..rows import Row
from ..schema import schema
from .text import joined, xml

NODE_TEXTS = ("label", "name", "date", "aliases")
_OWN = ("type", *(name for name in schema().properties if name != "names"), "evidence", "rule", "article")
_CITED = {"article_title": "title", "article_source": "source", "publisher": "publisher", "url": "url"}
EDGE_TEXTS = (*_OWN, "start", "stop", *_CITED)


def node_texts(row: Row) -> dict[str, str]:
    """The texts of a node that are not empty."""
    texts = {"label": row["label"], "name": row["name"], "date": row["date"], "aliases": joined(row["aliases"])}
    return {name: xml(text) for name, text in texts.items() if text}


def edge_texts(row: Row, sources: dict[str, Row]) -> dict[str, str]:
    """The texts of an edge that are not empty; `sources` are the articles by id."""
    article = sources.get(row["article"], {})
    texts = {name: str(row[name]) for name in (*_OWN, "start", "stop")}
    texts |= {name: article.get(column, "") for name, column in _CITED.items()}
    return {name: xml(text) for name, text in texts.items() if text}
