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


_RETURNED = (
    "MATCH (a:Entity {id: r.article}) RETURN type(r), n.id, n.name, n.label, m.id, m.name, m.label, "
    + ", ".join(f"r.{detail}" for detail in _DETAILS)
    + ", r.status, r.date, a.source, r.evidence"
)
# OPTIONAL MATCH lets LadybugDB start at the nodes, by their ids: after a plain MATCH it scans all edges
_OF_PAIR = "UNWIND $pairs AS p MATCH (n:Entity {id: p.id})"
_TOLD_OF_PAIR = f"WITH p, n, r, m WHERE m.id = p.other AND type(r) <> 'MENTIONS' {_RETURNED}"


def statements_between(store: Store, index: Index, pairs: Iterable[tuple[int, int]]) -> list[Statement]:
    """All that articles tell of these pairs of nodes, given by their numbers in the index, in either direction."""
    degree = index.ties.degree
    wanted = sorted(
        {(min(pair, key=lambda n: (degree[n], n)), max(pair, key=lambda n: (degree[n], n))) for pair in pairs}
    )
    if not wanted:
        return []
    ids = {number: node.id for number, node in index.nodes({n for pair in wanted for n in pair}).items()}
    rows = [{"id": ids[one], "other": ids[other]} for one, other in wanted]  # from the end that has fewer ties
    outward = f"{_OF_PAIR} OPTIONAL MATCH (n)-[r]->(m:Entity) {_TOLD_OF_PAIR}"
    inward = f"{_OF_PAIR} OPTIONAL MATCH (n)<-[r]-(m:Entity) {_TOLD_OF_PAIR}"
    found: list[Statement] = []
    for cypher, swapped in ((outward, False), (inward, True)):
        for row in store.query(cypher, {"pairs": rows}):
            type_, one, other, rest = row[0], row[1:4], row[4:7], row[7:]
            found.append(_statement([type_, *(other + one if swapped else one + other), *rest]))
    return found


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
