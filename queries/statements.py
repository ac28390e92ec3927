"""Statements: the relationships of nodes as articles tell them, and what several articles tell put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..graph.index import Index
from ..graph.schema import schema
from ..graph.store import Store

# the properties that say more than the type does: the post, the role, what was signed, the kind and share of capital
_DETAILS = ("title", "role", "document", "kind", "share")


@dataclass(frozen=True)
class End:
    """A node at one end of a statement."""

    id: str
    name: str
    label: str


@dataclass(frozen=True)
class Statement:
    """One relationship as one article tells it; `article` is the source that the article came from."""

    type: str
    source: End
    target: End
    detail: str
    status: str
    date: str
    article: str
    sentence: str
    document: str = ""


@dataclass(frozen=True)
class Told:
    """The same thing said by one or more articles: from when until when, by how many, and the newest telling."""

    newest: Statement
    first: str
    last: str
    articles: int

    @property
    def dates(self) -> str:
        """When it was told: one date, or the first and the last."""
        return self.first if self.first == self.last else f"{self.first} … {self.last}"


_TOLD = "type(r), n.id, n.name, n.label, m.id, m.name, m.label, " + ", ".join(
    f"r.{name}" for name in (*_DETAILS, "status", "date", "article", "evidence")
)


def statements_between(store: Store, index: Index, pairs: Iterable[tuple[int, int]]) -> list[Statement]:
    """All that articles tell of these pairs of nodes, given by their numbers in the index, in either direction."""
    wanted = sorted({(min(pair), max(pair)) for pair in pairs})
    ids = {number: node.id for number, node in index.nodes({n for pair in wanted for n in pair}).items()}
    values: dict[str, list[dict[str, str]]] = {}
    for pair in wanted:
        for type_, out in index.ties.between(*pair):
            source, target = pair if out else reversed(pair)
            values.setdefault(type_, []).append({"source": ids[source], "target": ids[target]})
    rows = store.edges_between(dict(sorted(values.items())), _TOLD)
    sources = index.sources(row[-2] for row in rows)
    return [_statement([*row[:-2], sources[row[-2]], row[-1]]) for row in rows]


def put_together(statements: Iterable[Statement]) -> list[Told]:
    """The statements grouped by what they say, in the order of their first dates."""
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for s in statements:
        ends = (s.source.id, s.target.id)
        ends = ends if schema().relationships[s.type].directed else sorted(ends)
        groups.setdefault((s.type, *ends, s.detail, s.status), []).append(s)
    told: list[Told] = []
    for group in groups.values():
        group.sort(key=lambda s: (s.date, s.article, s.sentence))
        dates = [s.date for s in group if s.date] or [""]
        told.append(Told(group[-1], dates[0], dates[-1], len({s.article for s in group})))
    return sorted(told, key=_order)


def _order(told: Told) -> tuple[str, ...]:
    s = told.newest
    return (told.first, s.type, s.source.name, s.target.name, s.detail, s.status, s.source.id, s.target.id)


def _statement(row: list[str]) -> Statement:
    type_, *rest = row
    source, target = End(*rest[:3]), End(*rest[3:6])
    details, (status, date, article, sentence) = rest[6:-4], rest[-4:]
    detail = " ".join(filter(None, details))
    return Statement(
        type_, source, target, detail, status, date, article, sentence, details[_DETAILS.index("document")]
    )
