"""What articles say, as tables: the answer of `guanxi extract` where no JSON is wanted."""

from __future__ import annotations

from collections.abc import Iterable

from ..graph.model import ArticleGraph
from ..graph.schema import schema
from .output import Answer, Section, Table

COLUMNS = ("from", "kind", "relation", "detail", "to", "status", "date", "rule", "sentence")
_DETAILS = ("title", "role", "document", "kind", "share")


def extracted(graphs: Iterable[ArticleGraph]) -> Answer:
    """A section for each article, a row for each relationship that it tells, in the order of its text."""
    return Answer(tuple(map(_section, graphs)))


def _section(graph: ArticleGraph) -> Section:
    node = {n.id: n for n in graph.nodes}
    edges = sorted(graph.edges, key=lambda edge: (edge.evidence.start, edge.evidence.end))
    rows = tuple(
        (
            node[e.source].name,
            node[e.source].label,
            schema().relationships[e.type].en,
            " ".join(e.properties[detail] for detail in _DETAILS if e.properties.get(detail)),
            node[e.target].name,
            e.properties.get("status", ""),
            e.properties.get("date", ""),
            e.rule,
            e.evidence.text,
        )
        for e in edges
    )
    article = graph.article
    return Section(" · ".join(filter(None, (article.source, article.date, article.title))), Table(COLUMNS, rows))
