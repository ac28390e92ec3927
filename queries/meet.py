"""Who meets whom: with whom a node shares events, bodies, signings and meetings, how often, last when."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..graph.index import Index
from ..graph.store import Store
from ..graph.ties import TYPES, Ints, Ties, numbers
from .find import Found
from .output import Answer
from .paths import Limits, follow
from .statements import Statement, statements_between

COLUMNS = (
    "name", "kind", "events", "same_stage", "same_sentence", "bodies", "signings", "meetings", "last", "shared",
    "article", "sentence",
)  # fmt: skip

_HAPPENING = ("SPOKE_AT", "ATTENDED", "ORGANIZED", "LAUNCHED_AT")
_DIRECT = {"SIGNED_WITH": "signings", "MET_WITH": "meetings"}
_MOST_NAMES = 20  # of what is shared are told by their names
_SPOKE = TYPES.index("SPOKE_AT")


@dataclass(frozen=True)
class _Shared:
    """What others share with a node, a row each: who, at which station (an event, a body, the other itself), when.

    `kind` is the column that counts it: the same station counts once there. `stage` and `sentence` say how they met.
    """

    kind: str
    other: Ints
    station: Ints
    date: Ints
    fresh: Ints
    stage: Ints
    sentence: Ints

    def of(self, partners: Ints) -> _Shared:
        rows = np.isin(self.other, partners)
        columns = {name: column[rows] for name, column in vars(self).items() if name != "kind"}
        return _Shared(self.kind, **columns)


@dataclass
class _Partner:
    """What one other node shares: stations by how it shares them, the newest of them, and names of what is shared."""

    shares: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    newest: tuple[int, int] = (-1, 0)
    told: tuple[str, str, str] = ("", "", "")
    names: set[str] = field(default_factory=set[str])

    def best_known(self, number: int) -> list[int]:
        """So many of the stations that are shared, those first that most articles name."""
        return heapq.nsmallest(number, self.shares["events"] | self.shares["bodies"])


def meet(
    store: Store, found: Found, *, limit: int = 25, since: str = "", until: str = "", planned: bool = False
) -> Answer:
    """All who share something with the node, those who share most first. `sentence` is the newest that names them.

    `events` counts happenings where both took part, `same_stage` those where both spoke, `same_sentence` those
    where one sentence names both (a delegation), `bodies` those to which both belong.
    """
    index = store.index()
    me = index.numbers([found.id])[found.id]
    limits = Limits(since=since, until=until, planned=planned, places=True)
    shared = _all_shared(index.ties, me, limits)
    top = _top(index.ties, shared, limit)
    partners = _partners([rows.of(np.array(top, np.int64)) for rows in shared])
    _tell(store, index, me, partners, limits)
    nodes = index.nodes(top)
    rows: list[tuple[Any, ...]] = []
    for number in top:
        node, partner = nodes[number], partners[number]
        counts = [len(partner.shares[way]) for way in COLUMNS[2:8]]
        last, article, sentence = partner.told
        rows.append((node.name, node.label, *counts, last, sorted(partner.names), article, sentence))
    return Answer.of(COLUMNS, rows, f"{found.name} meets")


def _all_shared(ties: Ties, me: int, limits: Limits) -> list[_Shared]:
    node = np.array([me])
    mine = follow(ties, node, Limits(planned=limits.planned, places=True), node)[0]
    mine = mine[ties.out[mine]]
    found = [
        _at_stations(ties, me, mine[np.isin(ties.type[mine], numbers(types, TYPES))], kind, types, limits)
        for kind, types in (("events", _HAPPENING), ("bodies", ("MEMBER_OF",)))
    ]
    direct = follow(ties, node, limits, node)[0]
    for type_, kind in _DIRECT.items():
        places = direct[ties.type[direct] == TYPES.index(type_)]
        none = np.zeros(len(places), bool)
        fresh = _first(ties.other[places], ties.article[places])
        found.append(_Shared(kind, ties.other[places], ties.article[places], ties.date[places], fresh, none, none))
    return found


def _at_stations(ties: Ties, me: int, mine: Ints, kind: str, types: Sequence[str], limits: Limits) -> _Shared:
    """The others at the stations to which these ties of mine lead."""
    stations = np.unique(ties.other[mine])
    places, owner = follow(ties, stations, limits, stations)
    theirs = ~ties.out[places] & np.isin(ties.type[places], numbers(types, TYPES)) & (ties.other[places] != me)
    places, owner = places[theirs], owner[theirs]
    other = ties.other[places]
    stage = (ties.type[places] == _SPOKE) & np.isin(owner, ties.other[mine[ties.type[mine] == _SPOKE]])
    sentence = np.isin(_sentence(ties, places, owner), _sentence(ties, mine, ties.other[mine]))
    return _Shared(kind, other, owner, ties.date[places], _first(owner, other), stage, sentence)


def _sentence(ties: Ties, places: Ints, station: Ints) -> Ints:
    """A number for the sentence that tells of a tie and for its station."""
    article, start = (column[places].astype(np.uint64) for column in (ties.article, ties.start))
    mixed = article * np.uint64(0x9E3779B97F4A7C15) ^ start * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed ^ station.astype(np.uint64) * np.uint64(0x165667B19E3779F9)


def _first(one: Ints, other: Ints) -> Ints:
    """Which rows, equal ones standing together, are the first of their kind."""
    first = np.ones(len(one), bool)
    first[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    return first


def _top(ties: Ties, shared: Iterable[_Shared], limit: int) -> list[int]:
    """The numbers of those who share most, then last, then are named most."""
    times = np.zeros(len(ties.degree), np.int64)
    for rows in shared:
        times += np.bincount(rows.other[rows.fresh], minlength=len(times))
    found = np.flatnonzero(times)
    if len(found) > limit:  # nobody else can be among the first
        found = found[times[found] >= np.partition(times[found], -limit)[-limit]]
    last = np.zeros(len(times), np.int64)
    chosen = np.zeros(len(times), bool)
    chosen[found] = True
    for rows in shared:
        kept = chosen[rows.other]
        np.maximum.at(last, rows.other[kept], rows.date[kept])
    key = np.minimum(times[found], 4095) << 51 | last[found] << 24 | (0xFFFFFF - np.minimum(found, 0xFFFFFF))
    if len(found) > limit:
        best = np.argpartition(key, -limit)[-limit:]
        found, key = found[best], key[best]
    return [int(number) for number in found[np.argsort(-key, kind="stable")]]


def _partners(shared: Iterable[_Shared]) -> dict[int, _Partner]:
    partners: dict[int, _Partner] = defaultdict(_Partner)
    for rows in shared:
        for other, station, date, stage, sentence in zip(
            *(column.tolist() for column in (rows.other, rows.station, rows.date, rows.stage, rows.sentence)),
            strict=True,
        ):
            partner = partners[other]
            partner.shares[rows.kind].add(station)
            if stage:
                partner.shares["same_stage"].add(station)
            if sentence and rows.kind == "events":
                partner.shares["same_sentence"].add(station)
            place = station if rows.kind in ("events", "bodies") else -1
            partner.newest = max(partner.newest, (date, place))
    return partners


def _tell(store: Store, index: Index, me: int, partners: dict[int, _Partner], limits: Limits) -> None:
    """Find names of what is shared, and the newest sentence of each partner."""
    shown = {number: partner.best_known(_MOST_NAMES) for number, partner in partners.items()}
    stations = {s for some in shown.values() for s in some} | {p.newest[1] for p in partners.values()} - {-1}
    names = index.nodes(stations)
    pairs: dict[int, set[int]] = {}
    for number, partner in partners.items():
        partner.names = {names[s].name for s in shown[number]}
        _, place = partner.newest
        direct = partner.shares["signings"] or partner.shares["meetings"]
        pairs[number] = {place} - {-1} | ({me} if direct else set())
    said: dict[frozenset[str], list[Statement]] = defaultdict(list)
    kinds = {*_HAPPENING, *_DIRECT, "MEMBER_OF"}
    for s in statements_between(store, index, {(n, other) for n, others in pairs.items() for other in others}):
        if s.type in kinds and limits.allow(s.status, s.date):
            said[frozenset((s.source.id, s.target.id))].append(s)
    ids = {n: node.id for n, node in index.nodes({me, *partners, *stations}).items()}
    for number, partner in partners.items():
        for other in pairs[number]:
            for s in said[frozenset((ids[number], ids[other]))]:
                partner.told = max(partner.told, (s.date, s.article, s.sentence))
                if s.type == "SIGNED_WITH" and s.document:
                    partner.names.add(s.document)
