"""What the measures of a graph tell: the most central, who joins regions, and the communities with their heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..graph.analysis import Bounds, Measures, measure
from ..graph.index import Index
from ..graph.store import Store
from ..graph.ties import LABELS, Ints, Ties
from .find import Found
from .output import Answer, Section, Table

CENTRAL = ("name", "kind", "neighbours", "betweenness", "rank", "community", "id")
BROKERS = ("name", "kind", "pairs", "betweenness", "regions")
COMMUNITIES = ("community", "size", "heads", "regions")

_HEADS = 5  # names that stand for a community


def analyse(
    store: Store, around: Sequence[Found], hops: int, bounds: Bounds, limit: int
) -> tuple[Answer, list[dict[str, Any]]]:
    """Measure the graph, or the part within so many steps of some nodes.

    The answer has at most `limit` rows a section; beside it stand the rows of all nodes, as `Store.keep` takes them.
    """
    index = store.index()
    part = None
    if around:
        seeds = np.array(sorted(index.numbers(found.id for found in around).values()))
        part = _within(index.ties, seeds, hops)
    found = measure(index.ties, part, bounds)
    return _told(index, found, limit), _rows(index, found)


def _within(ties: Ties, seeds: Ints, hops: int) -> Ints:
    """The nodes within so many steps; a region is a last step, since through it everything is near."""
    inside = level = seeds
    for _ in range(hops):
        places, _ = ties.of(level)
        near = np.setdiff1d(ties.other[places], inside)
        inside = np.union1d(inside, near)
        level = near[ties.label[near] != LABELS.index("Region")]
    return inside


def _told(index: Index, found: Measures, limit: int) -> Answer:
    central = np.lexsort((found.node, -found.neighbours, -found.betweenness))[:limit]
    bridging = np.flatnonzero(found.bridged > 0)
    brokers = bridging[np.lexsort((found.node[bridging], -found.betweenness[bridging], -found.bridged[bridging]))][
        :limit
    ]
    sizes = np.bincount(found.community)
    groups = [number for number in range(min(limit, len(sizes))) if sizes[number] > 1]
    heads = {number: _heads(found, number) for number in groups}
    regions = {number: _regions(found, np.flatnonzero(found.community == number)) for number in groups}
    shown = [*found.node[central], *found.node[brokers]]
    shown += [found.node[i] for head in heads.values() for i in head]
    shown += [r for i in brokers for r in found.regions[int(i)]] + [r for told in regions.values() for r in told]
    named = index.nodes(dict.fromkeys(map(int, shown)))

    def name(number: Any) -> str:
        return named[int(number)].name

    first = tuple(
        (
            named[int(found.node[i])].name,
            named[int(found.node[i])].label,
            int(found.neighbours[i]),
            _round(found.betweenness[i]),
            _round(found.rank[i]),
            int(found.community[i]) + 1,
            named[int(found.node[i])].id,
        )
        for i in central
    )
    second = tuple(
        (
            name(found.node[i]),
            named[int(found.node[i])].label,
            int(found.bridged[i]),
            _round(found.betweenness[i]),
            [name(r) for r in found.regions[int(i)]],
        )
        for i in brokers
    )
    third = tuple(
        (n + 1, int(sizes[n]), [name(found.node[i]) for i in heads[n]], [name(r) for r in regions[n]]) for n in groups
    )
    parts = int(found.component.max(initial=-1)) + 1
    largest = int(np.bincount(found.component).max(initial=0)) if parts else 0
    notes = [
        f"{len(found.node):,} nodes, {found.ties:,} pairs tied, {parts:,} components (the largest of {largest:,}), "
        f"{int((sizes > 1).sum()):,} communities (modularity {found.modularity})"
    ]
    if not found.exact:
        notes.append("betweenness is estimated from the shortest paths of some of the nodes")
    return Answer(
        (
            Section("Central · 中心", Table(CENTRAL, first)),
            Section("Between regions · 跨地区的中间人", Table(BROKERS, second)),
            Section("Communities · 群体", Table(COMMUNITIES, third)),
        ),
        notes=tuple(notes),
    )


def _heads(found: Measures, community: int) -> Ints:
    """The members of a community with the highest rank."""
    members = np.flatnonzero(found.community == community)
    return members[np.lexsort((found.node[members], -found.rank[members]))][:_HEADS]


def _regions(found: Measures, members: Ints) -> list[int]:
    """The regions that most members of a community have neighbours in."""
    counted: dict[int, int] = {}
    for i in members:
        for region in found.regions[int(i)]:
            counted[region] = counted.get(region, 0) + 1
    return sorted(counted, key=lambda region: (-counted[region], region))[:3]


def _rows(index: Index, found: Measures) -> list[dict[str, Any]]:
    """A row for each node that was measured."""
    ids = {number: node.id for number, node in index.nodes(found.node).items()}
    columns = (found.neighbours, found.betweenness, found.rank, found.community + 1, found.component + 1, found.bridged)
    names = ("neighbours", "betweenness", "rank", "community", "component", "bridged")
    values = [column.tolist() for column in columns]
    return [
        {"id": ids[int(number)], **dict(zip(names, row, strict=True))}
        for number, row in zip(found.node, zip(*values, strict=True), strict=True)
    ]


def _round(value: Any) -> float:
    return float(f"{float(value):.4g}")
