"""How two names connect: the shortest and nearly shortest chains of relationships, the strongest first.

Articles are never steps, and a common place is none unless nothing else connects. Every step is told with
all that the articles say of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

from ..graph.index import Index, Named
from ..graph.schema import schema
from ..graph.store import Store
from ..graph.ties import Ties
from .find import Found
from .output import Answer, Section, Table
from .paths import Chain, Limits, chains
from .statements import Statement, put_together, statements_between
from .trees import tree

COLUMNS = ("step", "from", "relation", "to", "detail", "status", "dates", "articles", "article", "sentence")


def connect(store: Store, start: Found, goal: Found, limits: Limits, via: Sequence[Found] = ()) -> Answer:
    """The connections of two nodes, through all of `via` in this order; no sections where there is none."""
    index = store.index()
    numbers = index.numbers([start.id, *(v.id for v in via), goal.id])
    stations = [numbers[node.id] for node in (start, *via, goal)]
    found = _through(index.ties, stations, limits)
    notes: tuple[str, ...] = ()
    if not found and not limits.places:
        limits = replace(limits, places=True)
        found = _through(index.ties, stations, limits)
        notes = ("Nothing but common places connects them.",) if found else ()
    nodes = index.nodes({node for chain in found for node in chain.nodes})
    told = _told(store, index, (pair for chain in found for pair in pairwise(chain.nodes)), limits)
    sections = tuple(
        _section(number, [nodes[node] for node in chain.nodes], told) for number, chain in enumerate(found, 1)
    )
    count = "1 connection" if len(found) == 1 else f"{len(found)} connections"
    return Answer(sections, f"{start.name} ↔ {goal.name}: {count}", notes)


def join(store: Store, names: Sequence[Found], limits: Limits) -> Answer:
    """The smallest tree that joins three or more nodes; no sections where they are not all connected."""
    index = store.index()
    numbers = index.numbers(found.id for found in names)
    stations = [numbers[found.id] for found in names]
    found = tree(index.ties, stations, limits)
    notes: tuple[str, ...] = ()
    if found is None and not limits.places:
        limits = replace(limits, places=True)
        found = tree(index.ties, stations, limits)
        notes = ("Nothing but common places connects them all.",) if found else ()
    nodes = index.nodes({node for step in found or () for node in step})
    told = _told(store, index, found or (), limits)
    rows = [
        row for number, (a, b) in enumerate(found or (), 1) for row in _rows(number, told[_pair(nodes[a], nodes[b])])
    ]
    between = [node.name for node in nodes.values() if node.number not in stations]
    title = f"{' · '.join(name.name for name in names)}: joined by {len(found or ())} steps"
    heading = f"through {', '.join(between)}" if between else "directly"
    return Answer((Section(heading, Table(COLUMNS, tuple(rows))),) if rows else (), title, notes)


def nodes_between(store: Store, names: Sequence[Found], limits: Limits) -> tuple[str, ...]:
    """The ids of the nodes on the connections of two names, or in the tree that joins more; none if nothing does."""
    index = store.index()
    numbers = index.numbers(found.id for found in names)
    stations = [numbers[found.id] for found in names]
    for tried in (limits, replace(limits, places=True)):
        if len(stations) == 2:
            nodes = {node for chain in _through(index.ties, stations, tried) for node in chain.nodes}
        else:
            nodes = {node for step in tree(index.ties, stations, tried) or () for node in step}
        if nodes:
            return tuple(sorted(node.id for node in index.nodes(nodes).values()))
    return ()


def _told(
    store: Store, index: Index, steps: Iterable[tuple[int, int]], limits: Limits
) -> dict[frozenset[str], list[Statement]]:
    """What articles tell of each step, within the limits."""
    told: dict[frozenset[str], list[Statement]] = {}
    for s in statements_between(store, index, set(steps)):
        if limits.allow(s.status, s.date):
            told.setdefault(frozenset((s.source.id, s.target.id)), []).append(s)
    return told


def _pair(one: Named, other: Named) -> frozenset[str]:
    return frozenset((one.id, other.id))


def _through(ties: Ties, stations: Sequence[int], limits: Limits) -> list[Chain]:
    """The strongest chains that pass all stations in their order and no node twice."""
    joined = [Chain(0.0, (stations[0],))]
    for start, goal in pairwise(stations):
        leg = replace(limits, without=limits.without | set(stations) - {start, goal})
        joined = [
            Chain(round(a.cost + b.cost, 6), a.nodes + b.nodes[1:])
            for a, b in product(joined, chains(ties, start, goal, leg))
            if not set(a.nodes) & set(b.nodes[1:]) and len(a.nodes) + len(b.nodes) - 2 <= limits.hops
        ]
        joined = sorted(joined)[: limits.paths]
    return joined


def _section(number: int, chain: Sequence[Named], told: dict[frozenset[str], list[Statement]]) -> Section:
    """One connection: the chain in its heading, and a row for each thing said of each step."""
    rows: list[tuple[Any, ...]] = []
    links: list[str] = []
    for step, (one, other) in enumerate(pairwise(chain), 1):
        said = told[_pair(one, other)]
        links.append(_link(said, one.id))
        rows += _rows(step, said)
    heading = chain[0].name + "".join(f" {link} {node.name}" for link, node in zip(links, chain[1:], strict=True))
    return Section(f"{number}. {heading}", Table(COLUMNS, tuple(rows)))


def _rows(step: int, said: Iterable[Statement]) -> list[tuple[Any, ...]]:
    """A row for each thing said of a step."""
    rows: list[tuple[Any, ...]] = []
    for t in put_together(said):
        s = t.newest
        ends = s.source.name, schema().relationships[s.type].en, s.target.name
        rows.append((step, *ends, s.detail, s.status, t.dates, t.articles, s.article, s.sentence))
    return rows


def _link(said: Iterable[Statement], source: str) -> str:
    """An arrow with the types of a step: —spoke at—→, ←—member of—, or —signed with— where it has no direction."""
    types = sorted({(s.type, s.source.id == source) for s in said})
    names = "/".join(dict.fromkeys(schema().relationships[type_].en for type_, _ in types))
    ways = {forward if schema().relationships[type_].directed else None for type_, forward in types}
    left, right = ("←—" if ways == {False} else "—"), ("—→" if ways == {True} else "—")
    return f"{left}{names}{right}"
