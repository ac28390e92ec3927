"""Who meets whom: with whom a node shares events, bodies, signings and meetings, how often, last when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ..graph.store import Store
from .find import Found
from .output import Answer

COLUMNS = (
    "name", "kind", "events", "same_stage", "same_sentence", "bodies", "signings", "meetings", "last", "shared",
    "article", "sentence",
)  # fmt: skip

_SHARED = (
    "MATCH (n:Entity {{id: $id}}) OPTIONAL MATCH (n)-[r:{types}]->(e:Entity) "
    "OPTIONAL MATCH (e)<-[s:{types}]-(m:Entity) "
    "WITH r, e, s, m WHERE m.id <> $id AND ($planned OR (r.status <> 'planned' AND s.status <> 'planned')) "
    "AND s.date >= $since AND ($until = '' OR left(s.date, size($until)) <= $until) "
    "MATCH (a:Entity {{id: s.article}}) "
    "RETURN m.id, m.name, m.label, e.id, e.name, type(r) AS mine, type(s) AS theirs, r.evidence = s.evidence, "
    "s.date, a.source, s.evidence"
)
_DIRECT = (
    "MATCH (n:Entity {id: $id}) OPTIONAL MATCH (n)-[r:SIGNED_WITH|MET_WITH]-(m:Entity) "
    "WITH r, m WHERE ($planned OR r.status <> 'planned') "
    "AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until) "
    "MATCH (a:Entity {id: r.article}) "
    "RETURN m.id, m.name, m.label, r.article, r.document, type(r) AS mine, type(r) AS theirs, true, "
    "r.date, a.source, r.evidence"
)
_EVENTS = _SHARED.format(types="SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT")
_BODIES = _SHARED.format(types="MEMBER_OF")


@dataclass
class _Partner:
    """What one other node shares: ids of what they have in common, by how; and the newest telling of it."""

    id: str
    name: str
    label: str
    shares: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set[str])
    newest: tuple[str, str, str] = ("", "", "")

    @property
    def times(self) -> int:
        return sum(len(self.shares[way]) for way in ("events", "bodies", "signings", "meetings"))

    def row(self) -> tuple[Any, ...]:
        last, article, sentence = self.newest
        counts = [len(self.shares[way]) for way in COLUMNS[2:8]]
        return self.name, self.label, *counts, last, sorted(self.names), article, sentence


def meet(
    store: Store, found: Found, *, limit: int = 50, since: str = "", until: str = "", planned: bool = False
) -> Answer:
    """All who share something with the node, those who share most first. `sentence` is the newest that names them.

    `events` counts happenings where both took part, `same_stage` those where both spoke, `same_sentence` those
    where one sentence names both (a delegation), `bodies` those to which both belong.
    """
    partners: dict[str, _Partner] = {}
    values = {"id": found.id, "since": since, "until": until, "planned": planned}
    for way, cypher in (("events", _EVENTS), ("bodies", _BODIES), ("", _DIRECT)):
        for id_, name, label, shared, what, mine, theirs, together, date, article, sentence in store.query(
            cypher, values
        ):
            partner = partners.setdefault(id_, _Partner(id_, name, label))
            kind = way or ("signings" if mine == "SIGNED_WITH" else "meetings")
            partner.shares[kind].add(shared)
            if way == "events" and mine == theirs == "SPOKE_AT":
                partner.shares["same_stage"].add(shared)
            if way == "events" and together:
                partner.shares["same_sentence"].add(shared)
            partner.names |= {what} - {""}
            partner.newest = max(partner.newest, (date, article, sentence))
    order = sorted(partners.values(), key=lambda p: (-p.times, _backwards(p.newest[0]), p.name, p.id))
    return Answer.of(COLUMNS, (p.row() for p in order[:limit]), f"{found.name} meets")


def _backwards(date: str) -> list[int]:
    """A key by which later dates come first."""
    return [-ord(letter) for letter in date] or [1]
