"""Chains of relationships between two nodes: searched level by level from both ends, ranked by strength.

A step costs less the more it explains (`strength.toml`), a chain the sum of its steps and of the hubs that it
passes. All of it works on the arrays of the index; the sentences follow for the chains that are told.
"""

from __future__ import annotations

import heapq
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from ..graph.ties import LABELS, STATUS, TYPES, Ints, Ties, day, numbers, within

LONGER = 1  # how many steps a chain may have more than the shortest
FRONTIER = 1_000_000  # ties followed from one level: of more, those of the nodes with the fewest neighbours
TRIED = 20_000  # beginnings of chains that are weighed against each other

_FAR = 100
_PLACING = numbers(("HELD_IN", "LOCATED_IN", "PART_OF"), TYPES)
_REGION = LABELS.index("Region")
_PLANNED = STATUS.index("planned")


@dataclass(frozen=True)
class Limits:
    """What a chain may be made of: at most `hops` steps, told for these dates (ISO, of any precision).

    With a date, ties without one are left out. `planned` lets announced ties count, `places` lets regions that
    are no end of the question be steps. `without` are numbers of nodes that never are.
    """

    hops: int = 6
    paths: int = 5
    since: str = ""
    until: str = ""
    planned: bool = False
    places: bool = False
    without: frozenset[int] = frozenset()

    def allow(self, status: str, date: str) -> bool:
        """Whether a step may rest on a tie of this status and date."""
        dates = np.array([day(date)])
        return bool((self.planned or status != "planned") and within(dates, self.since, self.until)[0])


@dataclass(frozen=True, order=True)
class Chain:
    """The numbers of the nodes of a chain from end to end. The smaller its cost, the stronger it is."""

    cost: float
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Steps:
    """The steps from each of some nodes to its neighbours, sorted by both; `cost` is that of the strongest tie."""

    source: Ints
    target: Ints
    cost: Ints


def chains(ties: Ties, start: int, goal: int, limits: Limits) -> list[Chain]:
    """The strongest chains between two nodes, at most one step longer than the shortest. Empty if there is none."""
    return _strongest(_between(ties, start, goal, limits), limits)


def follow(ties: Ties, nodes: Ints, limits: Limits, stations: Ints) -> tuple[Ints, Ints]:
    """The places of all ties of these nodes that may be steps, and which of the nodes each belongs to.

    A region is a step only by what it did itself, or as one of the stations (the ends of the question).
    """
    if len(nodes) > 1:
        size = ties.first[nodes + 1] - ties.first[nodes]
        if int(size.sum()) > FRONTIER:
            few = np.argsort(size, kind="stable")
            nodes = np.sort(nodes[few[: max(1, int(np.searchsorted(np.cumsum(size[few]), FRONTIER)))]])
    places, owner = ties.of(nodes)
    owner = nodes[owner]
    fits = np.ones(len(places), bool)
    if not limits.planned:
        fits &= ties.status[places] != _PLANNED
    if limits.since or limits.until:
        fits &= within(ties.date[places], limits.since, limits.until)
    if not limits.places:
        region = ties.label == _REGION
        region[stations] = False
        common = region[owner] | region[ties.other[places]]
        fits &= ~(common & np.isin(ties.type[places], _PLACING))
    if limits.without:
        fits &= ~np.isin(ties.other[places], list(limits.without))
    return places[fits], owner[fits]


def steps_of(ties: Ties, places: Ints, owner: Ints) -> Steps:
    """These ties, in the order of the index, as steps with their costs."""
    other, type_, status = ties.other[places], ties.type[places], ties.status[places]
    pair = _changes(owner, other)
    kind = pair | _changes(type_, status)
    telling = kind | _changes(ties.article[places])
    first = np.flatnonzero(kind)
    if not len(first):
        return Steps(owner, other, np.zeros(0))
    articles = np.add.reduceat(telling.astype(np.int64), first)
    newest = np.maximum.reduceat(ties.date[places], first)
    weigh = _weights()
    age = np.clip(ties.newest // 10000 - newest // 10000, 0, weigh.oldest)
    age[newest == 0] = weigh.undated
    cost = weigh.types[type_[first]] * weigh.status[status[first]] * (1 + weigh.age * age)
    cost /= 1 + weigh.articles * np.log2(articles)
    of_pair = np.flatnonzero(pair[first])
    strongest = np.minimum.reduceat(cost, of_pair)
    return Steps(owner[first][of_pair], other[first][of_pair], strongest)


def step_costs(ties: Ties, pairs: Iterable[tuple[int, int]], limits: Limits) -> dict[tuple[int, int], float]:
    """What the steps between these pairs of neighbours cost, each pair in the order of its numbers."""
    wanted = sorted(pairs)
    nodes = np.unique(np.array([pair[0] for pair in wanted], np.int64))
    places, owner = follow(ties, nodes, limits, np.unique(np.array(wanted, np.int64)))
    steps = steps_of(ties, places, owner)
    found = zip(steps.source.tolist(), steps.target.tolist(), steps.cost.tolist(), strict=True)
    known = set(wanted)
    return {(a, b): cost for a, b, cost in found if (a, b) in known}


def hub_cost(ties: Ties, node: int) -> float:
    """What it costs to pass a node."""
    return _weights().hub * float(np.log2(max(int(ties.degree[node]), 2)))


@dataclass(frozen=True)
class _Corridor:
    """All nodes that a chain of at most `longest` steps can pass, by their numbers, and the steps between them.

    Steps name nodes by their place in `nodes`; `first` is where the steps of each begin.
    """

    nodes: Ints
    steps: Steps
    first: Ints
    hub: Ints
    start: int
    goal: int
    longest: int


def _between(ties: Ties, start: int, goal: int, limits: Limits) -> _Corridor | None:
    """The corridor between two nodes, or None where they are not connected."""
    stations = np.array((start, goal))
    near, far = (Ball(ties, node, limits, stations) for node in (start, goal))
    longest = 0
    while near.radius + far.radius < (longest or limits.hops):
        side = min((ball for ball in (near, far) if len(ball.edge)), key=lambda ball: ball.load(), default=None)
        if side is None:
            break
        other = far if side is near else near
        side.grow()
        if not longest and other.holds(side.edge):
            longest = min(limits.hops, near.radius + far.radius + LONGER)
    if not longest:
        return None
    known = far.distance.copy()
    far.reach(near.distance, longest)
    near.reach(known, longest)
    nodes = np.flatnonzero(near.distance + far.distance <= longest)
    return _corridor(ties, nodes, near, far, longest, limits, stations)


def _corridor(
    ties: Ties, nodes: Ints, near: Ball, far: Ball, longest: int, limits: Limits, stations: Ints
) -> _Corridor:
    places, owner = follow(ties, nodes, limits, stations)
    other = ties.other[places]
    fits = near.distance[owner].astype(np.int16) + 1 + far.distance[other] <= longest
    steps = steps_of(ties, places[fits], owner[fits])
    source, target = np.searchsorted(nodes, steps.source), np.searchsorted(nodes, steps.target)
    first = np.searchsorted(source, np.arange(len(nodes) + 1))
    hub = _weights().hub * np.log2(np.maximum(ties.degree[nodes], 2))
    ends: list[int] = np.searchsorted(nodes, stations).tolist()
    hub[ends] = 0
    return _Corridor(nodes, Steps(source, target, steps.cost), first, hub, ends[0], ends[1], longest)


@dataclass
class Ball:
    """What can be reached from a node within `radius` steps; `edge` is what was reached last."""

    ties: Ties
    centre: int
    limits: Limits
    stations: Ints
    radius: int = 0
    distance: Ints = field(init=False)
    edge: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.distance = np.full(len(self.ties.degree), _FAR, np.uint8)
        self.distance[self.centre] = 0
        self.edge = np.array([self.centre])

    def load(self) -> int:
        return int((self.ties.first[self.edge + 1] - self.ties.first[self.edge]).sum())

    def holds(self, nodes: Ints) -> bool:
        return bool((self.distance[nodes] < _FAR).any())

    def grow(self) -> None:
        """One step further, everywhere."""
        self._extend(follow(self.ties, self.edge, self.limits, self.stations)[0])

    def reach(self, other: Ints, longest: int) -> None:
        """On through the other ball, given by its distances, as far as a chain of `longest` steps can go."""
        self.edge = self.edge[other[self.edge].astype(np.int16) + self.radius <= longest]
        while len(self.edge) and self.radius < longest:
            places, _ = follow(self.ties, self.edge, self.limits, self.stations)
            self._extend(places[other[self.ties.other[places]] + self.radius + 1 <= longest])

    def _extend(self, places: Ints) -> None:
        self.radius += 1
        found = self.ties.other[places]
        found = found[self.distance[found] == _FAR]
        self.distance[found] = self.radius
        few = len(found) < len(self.distance) // 20
        self.edge = np.unique(found) if few else np.flatnonzero(self.distance == self.radius)


def _strongest(corridor: _Corridor | None, limits: Limits) -> list[Chain]:
    """The cheapest chains without a node twice: best first, by the cost so far and the least that is still to come."""
    if corridor is None:
        return []
    to_come = _costs_to_goal(corridor)
    best: list[Chain] = []
    start = (corridor.start,)
    # (at least so much in all, the chain, its cost, what else its beginning could go on with)
    queue: list[tuple[float, tuple[int, ...], float, Iterator[tuple[float, int, float]]]] = []
    heapq.heappush(queue, (float(to_come[corridor.longest][corridor.start]), start, 0.0, iter(())))
    for _ in range(TRIED):
        if not queue or len(best) == limits.paths:
            break
        _, nodes, cost, others = heapq.heappop(queue)
        _push(queue, nodes[:-1], others)
        if nodes[-1] == corridor.goal:
            best.append(Chain(round(cost, 6), tuple(map(int, corridor.nodes[list(nodes)]))))
        else:
            _push(queue, nodes, _onward(corridor, to_come, nodes, cost))
    return sorted(best)


def _push(
    queue: list[tuple[float, tuple[int, ...], float, Iterator[tuple[float, int, float]]]],
    nodes: tuple[int, ...],
    others: Iterator[tuple[float, int, float]],
) -> None:
    """Put the next best way on from a beginning into the queue."""
    for least, node, cost in others:
        if node not in nodes:
            heapq.heappush(queue, (least, (*nodes, node), cost, others))
            return


def _onward(
    corridor: _Corridor, to_come: list[Ints], nodes: tuple[int, ...], cost: float
) -> Iterator[tuple[float, int, float]]:
    """The ways on from a beginning, best first: the least cost of a whole chain, the next node, the cost so far."""
    steps = slice(int(corridor.first[nodes[-1]]), int(corridor.first[nodes[-1] + 1]))
    target = corridor.steps.target[steps]
    costs = cost + corridor.steps.cost[steps] + corridor.hub[target]
    least = np.round(costs + to_come[corridor.longest - len(nodes)][target], 9)
    order = np.argsort(least, kind="stable")
    order = order[np.isfinite(least[order])]
    return ((float(least[i]), int(target[i]), float(costs[i])) for i in order)


def _costs_to_goal(corridor: _Corridor) -> list[Ints]:
    """The least cost from each node to the goal, within 0, 1, 2 … steps."""
    steps = corridor.steps
    begin = np.flatnonzero(_changes(steps.source))
    costs = np.full(len(corridor.nodes), np.inf)
    costs[corridor.goal] = 0
    found = [costs]
    for _ in range(corridor.longest):
        costs = costs.copy()
        if len(begin):
            ways = steps.cost + corridor.hub[steps.target] + found[-1][steps.target]
            sources = steps.source[begin]
            costs[sources] = np.minimum(costs[sources], np.minimum.reduceat(ways, begin))
        found.append(costs)
    return found


def _changes(*columns: Ints) -> Ints:
    """Where a row differs from the one before."""
    changes = np.zeros(len(columns[0]), bool)
    changes[:1] = True
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return changes


@dataclass(frozen=True)
class _Weights:
    """`strength.toml`, by the numbers of the index."""

    types: Ints
    status: Ints
    articles: float
    hub: float
    age: float
    oldest: int
    undated: int


@cache
def _weights() -> _Weights:
    table = tomllib.loads(Path(__file__).with_name("strength.toml").read_text("utf-8"))
    types = np.array([table["types"][name] for name in TYPES])
    status = np.array([table["status"].get(name, 1.0) for name in STATUS])
    return _Weights(types, status, **table["weights"])
