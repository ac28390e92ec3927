"""Chains of relationships between two nodes: searched level by level from both ends, ranked by strength.

A step costs less the more it explains (`strength.toml`), a chain the sum of its steps and of the hubs that it
passes. Only ids, types and counts are fetched here; the sentences follow for the chains that are told.
"""

from __future__ import annotations

import heapq
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..graph.schema import schema
from ..graph.store import Store

LONGER = 1  # how many steps a chain may have more than the shortest
FRONTIER = 5_000  # nodes expanded in one level: of more, those with the fewest neighbours

Steps = dict[str, dict[str, float]]
"""The cost of each step: from a node, to its neighbours."""


@dataclass(frozen=True)
class Limits:
    """What a chain may be made of: at most `hops` steps, told for these dates (ISO, of any precision).

    With a date, ties without one are left out. `planned` lets announced ties count, `places` lets regions that
    are no end of the question be steps. `without` are ids of nodes that never are.
    """

    hops: int = 6
    paths: int = 5
    since: str = ""
    until: str = ""
    planned: bool = False
    places: bool = False
    without: frozenset[str] = frozenset()

    def allow(self, status: str, date: str) -> bool:
        """Whether a step may rest on a tie of this status and date. The same as in `_WITHIN`, for Cypher."""
        return (
            (self.planned or status != "planned")
            and date >= self.since
            and (not self.until or date[: len(self.until)] <= self.until)
        )


@dataclass(frozen=True, order=True)
class Chain:
    """The nodes of a chain from end to end, by id. The smaller its cost, the stronger it is."""

    cost: float
    nodes: tuple[str, ...]


# every type but provenance
_TIES = "|".join(name for name in schema().relationships if name != "MENTIONS")
_WITHIN = (
    "($planned OR r.status <> 'planned') AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)"
)
# a region is a step only by what it did itself, or as an end of the question
_NO_COMMON_PLACE = (
    "($places OR NOT type(r) IN ['HELD_IN', 'LOCATED_IN', 'PART_OF'] "
    "OR ((n.label <> 'Region' OR n.id IN $stations) AND (m.label <> 'Region' OR m.id IN $stations)))"
)
# OPTIONAL MATCH lets LadybugDB start at the nodes, by their ids: after a plain MATCH it scans all edges
_NEIGHBOURS = (
    f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) OPTIONAL MATCH (n)-[r:{_TIES}]-(m:Entity) "
    f"WITH n, r, m WHERE m.id IS NOT NULL AND {_WITHIN} AND {_NO_COMMON_PLACE} "
    "RETURN n.id, m.id, type(r), r.status, count(DISTINCT r.article)"
)
_DEGREES = (
    f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) OPTIONAL MATCH (n)-[r:{_TIES}]-(m:Entity) "
    "RETURN n.id, count(DISTINCT m.id)"
)


def chains(store: Store, start: str, goal: str, limits: Limits) -> list[Chain]:
    """The strongest chains between two nodes, at most one step longer than the shortest. Empty if there is none."""
    steps, longest = _explored(store, start, goal, limits)
    steps = _on_the_way(steps, start, goal, longest)
    between = sorted(steps.keys() - {start, goal})
    hub = _strength()["weights"]["hub"]
    hubs = {node: hub * math.log2(max(degree, 2)) for node, degree in _degrees(store, between).items()}
    return _strongest(steps, hubs, start, goal, longest, limits.paths)


def _explored(store: Store, start: str, goal: str, limits: Limits) -> tuple[Steps, int]:
    """All steps of the chains that are short enough, and more; and how long those chains may be (0: there is none)."""
    steps: Steps = defaultdict(dict)
    reached = {start: {start}, goal: {goal}}
    frontier = {start: {start}, goal: {goal}}
    longest, found, level = limits.hops, False, 0
    while level < longest:
        side = min((end for end in (start, goal) if frontier[end]), key=lambda end: len(frontier[end]), default=None)
        if side is None:
            break
        for a, b, cost in _neighbours(store, frontier[side], (start, goal), limits):
            steps[a][b] = steps[b][a] = min(cost, steps[a].get(b, cost))
        frontier[side] = {b for a in frontier[side] for b in steps.get(a, ())} - reached[side]
        reached[side] |= frontier[side]
        level += 1
        if not found and reached[start] & reached[goal]:
            found, longest = True, min(limits.hops, level + LONGER)
    return steps, longest if found else 0


def _neighbours(
    store: Store, nodes: set[str], ends: tuple[str, str], limits: Limits
) -> Iterable[tuple[str, str, float]]:
    """Each step from these nodes to a neighbour, by type and status, with its cost."""
    if len(nodes) > FRONTIER:
        degrees = _degrees(store, sorted(nodes))
        nodes = set(sorted(nodes, key=lambda node: (degrees[node], node))[:FRONTIER])
    values = {"ids": sorted(nodes), "stations": list(ends), "since": limits.since, "until": limits.until}
    for a, b, type_, status, articles in store.query(
        _NEIGHBOURS, values | {"planned": limits.planned, "places": limits.places}
    ):
        if a != b and b not in limits.without:
            yield a, b, _cost(type_, status, articles)


def _cost(type_: str, status: str, articles: int) -> float:
    """What a tie told by so many articles costs."""
    table = _strength()
    return (
        table["types"][type_]
        * table["status"].get(status, 1.0)
        / (1 + table["weights"]["articles"] * math.log2(articles))
    )


def _on_the_way(steps: Steps, start: str, goal: str, longest: int) -> Steps:
    """Only the nodes that a chain of at most so many steps can pass."""
    from_start, from_goal = _distances(steps, start), _distances(steps, goal)
    near = {n for n, distance in from_start.items() if distance + from_goal.get(n, longest + 1) <= longest}
    return {n: {m: cost for m, cost in steps[n].items() if m in near} for n in near}


def _distances(steps: Steps, origin: str) -> dict[str, int]:
    distances, level = {origin: 0}, [origin]
    while level:
        level = list({m for n in level for m in steps.get(n, ()) if m not in distances})
        distance = max(distances.values()) + 1
        distances.update(dict.fromkeys(level, distance))
    return distances


def _degrees(store: Store, nodes: list[str]) -> dict[str, int]:
    """How many neighbours each node has."""
    found = {row[0]: int(row[1]) for row in store.query(_DEGREES, {"ids": nodes})} if nodes else {}
    return {node: found.get(node, 0) for node in nodes}


def _strongest(steps: Steps, hubs: dict[str, float], start: str, goal: str, longest: int, count: int) -> list[Chain]:
    """The cheapest chains without a node twice: best first, by the cost so far and the least that is still to come."""
    to_come = _costs_to(steps, hubs, goal)
    left = _distances(steps, goal)
    best: list[Chain] = []
    queue: list[tuple[float, float, tuple[str, ...]]] = [(to_come[start], 0.0, (start,))] if start in to_come else []
    while queue and len(best) < count:
        _, cost, nodes = heapq.heappop(queue)
        if nodes[-1] == goal:
            best.append(Chain(round(cost, 6), nodes))
            continue
        for node, step in steps[nodes[-1]].items():
            if node not in nodes and len(nodes) + left[node] <= longest:
                reached = cost + step + (hubs.get(node, 0.0) if node != goal else 0.0)
                heapq.heappush(queue, (round(reached + to_come[node], 9), reached, (*nodes, node)))
    return sorted(best)


def _costs_to(steps: Steps, hubs: dict[str, float], goal: str) -> dict[str, float]:
    """The least cost from each node to the goal."""
    costs: dict[str, float] = {}
    queue = [(0.0, goal)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node in costs:
            continue
        costs[node] = cost
        passing = hubs.get(node, 0.0) if node != goal else 0.0
        for other, step in steps.get(node, {}).items():
            if other not in costs:
                heapq.heappush(queue, (cost + passing + step, other))
    return costs


@cache
def _strength() -> dict[str, dict[str, float]]:
    return tomllib.loads(Path(__file__).with_name("strength.toml").read_text("utf-8"))
