"""Who is central, who joins groups and regions, and which groups there are: measures of a graph's ties.

Two nodes are tied once, however often articles say so; where something lies or is held is no tie, and regions count
only by what they did themselves. igraph computes; what it needs are the arrays of the index.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np

from .ties import LABELS, STATUS, TYPES, Ints, Ties, numbers, within

EXACT = 20_000
"""Nodes up to which betweenness is exact; in a larger graph it is estimated."""

PIVOTS, FEWEST, FOLLOWED = 500, 50, 200_000_000
"""In a large graph the shortest paths from PIVOTS nodes, spread evenly, stand for those from all (Brandes and
Pich, 2007); from fewer, but at least FEWEST, where that would follow more ties than FOLLOWED (half a minute)."""

SEED = 20201127

_REGION = LABELS.index("Region")
_PLANNED = STATUS.index("planned")
_PLACING = numbers(("HELD_IN", "LOCATED_IN"), TYPES)
_PART = TYPES.index("PART_OF")


@dataclass(frozen=True)
class Bounds:
    """Which ties count: of these types (all if none is named), told for these dates; planned ones only on request."""

    types: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    planned: bool = False


@dataclass(frozen=True)
class Measures:
    """Measures of the nodes that have ties, in arrays of one length; `node` is their number in the index.

    `neighbours` counts those tied directly. `betweenness` is the share, 0 to 1, of the shortest paths of all others
    that pass the node. `rank` is its PageRank, 0 to 1. `community` and `component` are numbered by size, the largest 0.
    `bridged` counts pairs of its neighbours that lie in different regions; `regions` names, for each node, the widest
    regions that its neighbours lie in, by their numbers. `exact` says whether betweenness is.
    """

    node: Ints
    neighbours: Ints
    betweenness: Ints
    rank: Ints
    community: Ints
    component: Ints
    bridged: Ints
    regions: list[list[int]]
    ties: int
    modularity: float
    exact: bool


def measure(ties: Ties, part: Ints | None, bounds: Bounds) -> Measures:
    """Measure the ties among these nodes (numbers in the index), or all of them where `part` is None."""
    import igraph as untyped  # pyright: ignore[reportMissingTypeStubs]  # 0.1 s, and only this needs it

    igraph: Any = untyped

    source, target = _pairs(ties, part, bounds)
    node = np.union1d(source, target)
    one, other = np.searchsorted(node, source), np.searchsorted(node, target)
    graph: Any = igraph.Graph(n=len(node), edges=np.column_stack((one, other)).tolist())
    state = random.getstate()
    igraph.set_random_number_generator(random)
    random.seed(SEED)
    try:
        communities: Any = graph.community_leiden(objective_function="modularity", n_iterations=4)
    finally:
        random.setstate(state)
    exact = len(node) <= EXACT
    bridged, regions = _bridged(ties, node, one, other)
    return Measures(
        node=node,
        neighbours=np.array(graph.degree(), dtype=np.int64),
        betweenness=_betweenness(graph, exact),
        rank=np.round(np.array(graph.pagerank(directed=False), dtype=float), 12),
        community=_by_size(communities.membership),
        component=_by_size(graph.connected_components().membership),
        bridged=bridged,
        regions=regions,
        ties=len(source),
        modularity=round(float(communities.modularity), 3) if len(source) else 0.0,
        exact=exact,
    )


def _pairs(ties: Ties, part: Ints | None, bounds: Bounds) -> tuple[Ints, Ints]:
    """The ends of all pairs that are tied, each pair once, the smaller number first."""
    degree = np.diff(ties.first)
    source = np.repeat(np.arange(len(degree)), degree)
    fits = ties.out.copy()
    if bounds.types:
        fits &= np.isin(ties.type, numbers(bounds.types, TYPES))
    region = ties.label == _REGION
    fits &= ~np.isin(ties.type, _PLACING)
    fits &= ~((ties.type == _PART) & (region[source] | region[ties.other]))
    if not bounds.planned:
        fits &= ties.status != _PLANNED
    if bounds.since or bounds.until:
        fits &= within(ties.date, bounds.since, bounds.until)
    if part is not None:
        inside = np.zeros(len(degree), bool)
        inside[part] = True
        fits &= inside[source] & inside[ties.other]
    one, other = source[fits], ties.other[fits].astype(np.int64)
    key = np.unique(np.minimum(one, other) << 32 | np.maximum(one, other))
    return key >> 32, key & 0xFFFFFFFF


def _betweenness(graph: Any, exact: bool) -> Ints:
    """The share of the shortest paths between others that pass each node."""
    count: int = graph.vcount()
    passing: Ints
    if exact:
        passing = np.array(graph.betweenness(directed=False), dtype=float)
        pairs = (count - 1) * (count - 2) / 2
    else:
        number = min(PIVOTS, max(FEWEST, FOLLOWED // int(graph.ecount())))
        pivots = sorted({i * (count - 1) // (number - 1) for i in range(number)})
        passing = np.array(graph.betweenness(directed=False, sources=pivots), dtype=float)
        pairs = len(pivots) * (count - 2) / 2  # igraph halves what it counts, as each pair is met from both of its ends
    return np.round(passing / max(pairs, 1), 9)


def _by_size(membership: list[int]) -> Ints:
    """Groups numbered by size, the largest 0; of equal ones that of the best-known member first."""
    group = np.array(membership, dtype=np.int64)
    names, first, place, size = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(names), dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(len(names))
    return number[place] if len(names) else group


def _bridged(ties: Ties, node: Ints, one: Ints, other: Ints) -> tuple[Ints, list[list[int]]]:
    """For each node the pairs of its neighbours in different regions, and the regions that its neighbours lie in."""
    lies = widest_regions(ties)[node]
    owner: Ints = np.concatenate((one, other))
    region: Ints = lies[np.concatenate((other, one))]
    owner, region = owner[region >= 0], region[region >= 0]
    key, count = np.unique(owner.astype(np.int64) << 32 | region, return_counts=True)
    owner, region = key >> 32, key & 0xFFFFFFFF
    total = np.bincount(owner, weights=count, minlength=len(node))
    alike = np.bincount(owner, weights=count.astype(float) ** 2, minlength=len(node))
    first = np.searchsorted(owner, np.arange(len(node) + 1))
    order = np.lexsort((region, -count, owner))
    told = region[order]
    regions: list[list[int]] = [told[first[i] : first[i + 1]].tolist() for i in range(len(node))]
    return ((total**2 - alike) / 2).astype(np.int64), regions


def widest_regions(ties: Ties) -> Ints:
    """The number of the widest region that each node lies in, a province where its articles say so; -1 for none.

    A body lies where it is, an event where it was held, a person where most of the bodies do that he belongs to.
    """
    degree = np.diff(ties.first)
    source = np.repeat(np.arange(len(degree)), degree)
    region = ties.label == _REGION
    within_ = np.full(len(degree), -1, dtype=np.int64)
    upward = ties.out & (ties.type == _PART) & region[source] & region[ties.other]
    within_[source[upward]] = ties.other[upward]
    top = np.where(region, np.arange(len(degree)), -1)
    for _ in range(8):  # no chain of regions is as long
        above = np.where(top >= 0, within_[top], -1)
        if not (above >= 0).any():
            break
        top = np.where(above >= 0, above, top)
    placed = ties.out & np.isin(ties.type, _PLACING) & region[ties.other]
    lies = top.copy()
    _most(lies, source[placed], top[ties.other[placed]])
    belongs = ties.out & (ties.type == TYPES.index("MEMBER_OF")) & (ties.label[source] == LABELS.index("Person"))
    _most(lies, source[belongs], lies[ties.other[belongs]])
    return lies


def _most(lies: Ints, node: Ints, region: Ints) -> None:
    """Put each node, where it lies nowhere yet, in the region that is named most for it."""
    told = (region >= 0) & (lies[node] < 0)
    key, count = np.unique(node[told].astype(np.int64) << 32 | region[told], return_counts=True)
    order = np.argsort(count, kind="stable")  # the last one written is the one named most
    lies[(key >> 32)[order]] = (key & 0xFFFFFFFF)[order]
