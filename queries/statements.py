"""Statements: the relationships of nodes as articles tell them, and what several articles tell put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


# OPTIONAL MATCH lets LadybugDB start at the nodes, by their ids: after a plain MATCH it scans all edges
_OUTWARD = "UNWIND $ids AS id MATCH (n:Entity {id: id}) OPTIONAL MATCH (n)-[r]->(m:Entity)"
_INWARD = "UNWIND $ids AS id MATCH (m:Entity {id: id}) OPTIONAL MATCH (m)<-[r]-(n:Entity)"
_RETURNED = (
    "MATCH (a:Entity {id: r.article}) RETURN type(r), n.id, n.name, n.label, m.id, m.name, m.label, "
    + ", ".join(f"r.{detail}" for detail in _DETAILS)
    + ", r.status, r.date, a.source, r.evidence"
)


def statements_of(store: Store, ids: Sequence[str]) -> list[Statement]:
    """All that articles tell of these nodes, but for mentioning them; once, where both ends are among them."""
    if not ids:
        return []
    outward = f"{_OUTWARD} WITH n, r, m WHERE type(r) <> 'MENTIONS' {_RETURNED}"
    inward = f"{_INWARD} WITH n, r, m WHERE type(r) <> 'MENTIONS' AND NOT n.id IN $ids {_RETURNED}"
    return [_statement(row) for cypher in (outward, inward) for row in store.query(cypher, {"ids": list(ids)})]


def statements_between(store: Store, pairs: Iterable[tuple[str, str]]) -> list[Statement]:
    """All that articles tell of these pairs of nodes, in either direction."""
    wanted = {frozenset(pair) for pair in pairs}
    ids = sorted({id_ for pair in wanted for id_ in pair})
    if not ids:
        return []
    cypher = f"{_OUTWARD} WITH n, r, m WHERE m.id IN $ids AND type(r) <> 'MENTIONS' {_RETURNED}"
    found = [_statement(row) for row in store.query(cypher, {"ids": ids})]
    return [s for s in found if frozenset((s.source.id, s.target.id)) in wanted]


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
    return Statement(type_, source, target, " ".join(filter(None, details)), status, date, article, sentence)
