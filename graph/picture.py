"""The part of a graph that one looks at: chosen out of a store, or out of articles as they were read.

A Picture holds nodes, and statements: each edge as one article says it. What is drawn are lines, all
statements of one kind between two nodes together.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .model import Article, ArticleGraph, Edge, Evidence, Node
from .schema import schema
from .store import Store

# provenance is told beside the sentences and not drawn
NOT_DRAWN = "MENTIONS"
# a region inside a region is told apart from an organisation inside another
REGION_IN_REGION = "PART_OF/Region"
# ties that only say where something is: they neither make a node central nor lead on to other nodes
PLACING = frozenset({"HELD_IN", "LOCATED_IN", REGION_IN_REGION})
IDS_A_QUERY = 5_000


@dataclass(frozen=True)
class Statement:
    """One edge as one article says it. `article` is the id of the article."""

    edge: Edge
    article: str


Lines = dict[tuple[int, int, str], list[Statement]]
"""Statements by (source, target, kind); nodes are numbered as in the picture."""


@dataclass(frozen=True)
class Picture:
    """What a page shows. `left_out_*` count what was asked for and, for the picture's size, is not in it.

    `seeds` are the ids of the nodes that were asked for by name.
    """

    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    articles: tuple[Article, ...]
    seeds: tuple[str, ...] = ()
    left_out_nodes: int = 0
    left_out_lines: int = 0

    @classmethod
    def of_articles(cls, graphs: Iterable[ArticleGraph]) -> Picture:
        """The picture of articles as they were read; nodes with equal ids are one."""
        nodes: dict[str, Node] = {}
        articles: dict[str, Article] = {}
        statements: list[Statement] = []
        for graph in graphs:
            articles[graph.article.id] = graph.article
            for node in graph.nodes:
                known = nodes.get(node.id, node)
                nodes[node.id] = replace(known, aliases=tuple(dict.fromkeys(known.aliases + node.aliases)))
            statements += [Statement(edge, graph.article.id) for edge in graph.edges]
        return cls(tuple(nodes.values()), tuple(statements), tuple(articles.values()))

    def lines(self) -> Lines:
        """The lines to draw, in a fixed order; an undirected one starts at the node with the smaller number."""
        index = {node.id: i for i, node in enumerate(self.nodes)}
        lines: defaultdict[tuple[int, int, str], list[Statement]] = defaultdict(list)
        for statement in self.statements:
            edge = statement.edge
            source, target = index.get(edge.source), index.get(edge.target)
            if source is None or target is None or edge.type == NOT_DRAWN:
                continue
            kind = kind_of(edge.type, self.nodes[source].label, self.nodes[target].label)
            relationship = schema().relationships.get(kind)
            if relationship and not relationship.directed and source > target:
                source, target = target, source
            lines[source, target, kind].append(statement)
        return {key: lines[key] for key in sorted(lines)}

    def by_rank(self) -> Picture:
        """The same picture without article nodes, the most central node first."""
        drawn = replace(self, nodes=tuple(node for node in self.nodes if node.label != "Article"))
        ties = [(a, b, kind, len(said)) for (a, b, kind), said in drawn.lines().items()]
        rank = central([node.label for node in drawn.nodes], ties)
        order = sorted(range(len(drawn.nodes)), key=lambda i: (-rank[i], drawn.nodes[i].id))
        return replace(drawn, nodes=tuple(drawn.nodes[i] for i in order))

    def most_telling(self, limit: int) -> Picture:
        """At most `limit` nodes: those asked for, then the nearest to them, then the most central; the rest counted."""
        ranked = self.by_rank()
        if len(ranked.nodes) <= limit:
            return ranked
        lines = ranked.lines()
        seeds = {i for i, node in enumerate(ranked.nodes) if node.id in set(self.seeds)}
        kept = _nearest(len(ranked.nodes), [(a, b) for a, b, _ in lines], seeds, limit)
        ids = {ranked.nodes[i].id for i in kept}
        statements = tuple(s for s in self.statements if s.edge.source in ids and s.edge.target in ids)
        articles = {statement.article for statement in statements}
        return replace(
            ranked,
            nodes=tuple(node for node in ranked.nodes if node.id in ids),
            statements=statements,
            articles=tuple(article for article in self.articles if article.id in articles),
            left_out_nodes=self.left_out_nodes + len(ranked.nodes) - limit,
            left_out_lines=self.left_out_lines + sum(a not in kept or b not in kept for a, b, _ in lines),
        )


def kind_of(type_: str, source_label: str, target_label: str) -> str:
    """The kind of a line: its type, but for regions inside regions."""
    return REGION_IN_REGION if type_ == "PART_OF" and source_label == target_label == "Region" else type_


def central(labels: Sequence[str], ties: Iterable[tuple[int, int, str, int]]) -> list[float]:
    """How central each node is, by PageRank. `ties` are (source, target, kind, number of statements).

    Places come last: everything lies somewhere, which says little.
    """
    import igraph  # pyright: ignore[reportMissingTypeStubs]  # heavy, and only pictures need it

    told = [(a, b, math.log2(1 + count)) for a, b, kind, count in ties if kind not in PLACING]
    graph: Any = igraph.Graph(n=len(labels), edges=[(a, b) for a, b, _ in told])
    if not told:
        return [0.0 if label == "Region" else 1.0 for label in labels]
    scores: list[float] = graph.pagerank(directed=False, weights=[weight for *_, weight in told])
    # rounded, so that the order does not hang on the last bits
    return [round(score * (0.1 if label == "Region" else 1), 10) for score, label in zip(scores, labels, strict=True)]


def _nearest(count: int, ties: Iterable[tuple[int, int]], seeds: Collection[int], limit: int) -> set[int]:
    """The first `limit` nodes by distance from the seeds and, at equal distance, by number."""
    if not seeds:
        return set(range(limit))
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in ties:
        beside[a].add(b)
        beside[b].add(a)
    distance = dict.fromkeys(sorted(seeds), 0)
    waiting = deque(distance)
    while waiting:
        here = waiting.popleft()
        for there in beside[here] - distance.keys():
            distance[there] = distance[here] + 1
            waiting.append(there)
    return set(sorted(range(count), key=lambda i: (distance.get(i, count), i))[:limit])


def picture_of(
    store: Store,
    ids: Collection[str] = (),
    *,
    hops: int = 1,
    since: str = "",
    until: str = "",
    types: Collection[str] = (),
    max_nodes: int = 2_000,
) -> Picture:
    """The neighbourhood of these nodes and articles, or all of the graph where none is named.

    An article stands for all that it says. `since` and `until` are dates as in the graph, and bound the
    statements; `types` bounds their types. At most `max_nodes` nodes, the most telling ones; the picture
    counts what is left out. Nodes without any relationship are drawn only if they are named.
    """
    bounds = bounds_of(types, since, until)
    known = {row[0]: str(row[1]) for row in each(store, "RETURN n.id, n.label", ids)}
    articles = sorted(id for id, label in known.items() if label == "Article")
    seeds = sorted(id for id, label in known.items() if label != "Article")
    if not ids:
        found = _light(store, f"MATCH (n:Entity)-[r]->(m:Entity) {_BOUNDS}", bounds)
    else:
        alone: dict[Tie, int] = {(seed, known[seed], "", seed, known[seed]): 0 for seed in seeds}
        found = alone | around(store, seeds, hops, bounds) | said_by(store, articles, bounds)
    kept, left_out_nodes, left_out_lines = _trim(found, seeds, max_nodes)
    nodes = _nodes(store, kept)
    # what several hops reached is drawn with all that ties it; of an article only what it says
    only = set(articles) if articles and not seeds else None
    statements = tuple(s for s in _statements(store, kept, bounds) if only is None or s.article in only)
    return Picture(
        nodes,
        statements,
        articles_of(store, {statement.article for statement in statements}),
        tuple(seeds),
        left_out_nodes,
        left_out_lines,
    )


def bounds_of(types: Collection[str], since: str, until: str) -> dict[str, Any]:
    """The parameters of a query for edges: their types (all but provenance, where none is given) and dates."""
    wanted = sorted(types) or [type_ for type_ in schema().relationships if type_ != NOT_DRAWN]
    return {"types": wanted, "since": since, "until": f"{until}~"}  # ~ sorts behind every date that begins so


_BOUNDS = "WHERE type(r) IN $types AND r.date >= $since AND r.date <= $until"
_DETAILS = tuple(p for p in schema().properties if p != "names")
Tie = tuple[str, str, str, str, str]
"""(source, its label, type, target, its label): enough to choose by, without the sentences."""


def _light(store: Store, match: str, params: dict[str, Any]) -> dict[Tie, int]:
    """The ties that match, with their number of statements."""
    cypher = f"{match} RETURN n.id, n.label, type(r), m.id, m.label, count(*)"
    return {(a, al, t, b, bl): int(count) for a, al, t, b, bl, count in store.query(cypher, params)}


def around(store: Store, seeds: Collection[str], hops: int, bounds: dict[str, Any]) -> dict[Tie, int]:
    """The ties within so many steps of the seeds. A region is a last step: through it everything is near."""
    ties: dict[Tie, int] = {}
    reached = dict.fromkeys(seeds, "")
    rim = sorted(reached)
    for _ in range(hops):
        for batch in batches(rim):
            for arrow in ("(n:Entity {id: id})-[r]->(m:Entity)", "(m:Entity {id: id})<-[r]-(n:Entity)"):
                ties |= _light(store, f"UNWIND $ids AS id MATCH {arrow} {_BOUNDS}", bounds | {"ids": batch})
        ends = {id: label for a, al, _, b, bl in ties for id, label in ((a, al), (b, bl))}
        rim = sorted(id for id, label in ends.items() if id not in reached and label != "Region")
        reached |= ends
    return ties


def said_by(store: Store, articles: Collection[str], bounds: dict[str, Any]) -> dict[Tie, int]:
    """The ties that these articles tell."""
    ties: dict[Tie, int] = {}
    for article in articles:
        match = f"MATCH (:Entity {{id: $article}})-[:MENTIONS]->(n:Entity) MATCH (n)-[r]->(m:Entity) {_BOUNDS}"
        ties |= _light(store, f"{match} AND r.article = $article", bounds | {"article": article})
    return ties


def _trim(ties: dict[Tie, int], seeds: Collection[str], limit: int) -> tuple[list[str], int, int]:
    """The ids of the most telling nodes, and how many nodes and lines are left out."""
    labels = {id: label for a, al, _, b, bl in ties for id, label in ((a, al), (b, bl))}
    ids = sorted(labels)
    number = {id: i for i, id in enumerate(ids)}
    told = [(number[a], number[b], kind_of(t, al, bl), count) for (a, al, t, b, bl), count in ties.items() if t]
    rank = central([labels[id] for id in ids], told)
    order = sorted(range(len(ids)), key=lambda i: (-rank[i], ids[i]))
    place = {i: n for n, i in enumerate(order)}
    pairs = [(place[a], place[b]) for a, b, *_ in told]
    kept = _nearest(len(ids), pairs, {place[number[id]] for id in seeds}, limit)
    cut = sum(a not in kept or b not in kept for a, b in pairs)
    return sorted(ids[order[n]] for n in kept if n < len(ids)), max(len(ids) - limit, 0), cut


def each(store: Store, rest: str, ids: Iterable[str]) -> Iterator[list[Any]]:
    """The answer for every one of these ids."""
    for batch in batches(sorted(ids)):
        yield from store.query(f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) {rest}", {"ids": batch})


def batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), IDS_A_QUERY):
        yield list(ids[start : start + IDS_A_QUERY])


def _nodes(store: Store, ids: Collection[str]) -> tuple[Node, ...]:
    rows = sorted(each(store, "RETURN n.id, n.label, n.name, n.aliases", ids))
    return tuple(Node(id, label, name, tuple(aliases or ())) for id, label, name, aliases in rows)


def articles_of(store: Store, ids: Collection[str]) -> tuple[Article, ...]:
    """These articles, by date, as far as they are there."""
    rows = each(store, "RETURN n.id, n.source, n.title, n.date, n.digest, n.publisher, n.url", ids)
    return tuple(sorted((Article(*map(str, row)) for row in rows), key=lambda a: (a.date, a.source, a.id)))


def _statements(store: Store, ids: Collection[str], bounds: dict[str, Any]) -> Iterator[Statement]:
    """All statements between these nodes."""
    inside = set(ids)
    details = ", ".join(f"r.{name}" for name in _DETAILS)
    rest = f"{_BOUNDS} RETURN n.id, m.id, type(r), r.article, r.rule, r.evidence, r.start, r.stop, {details}"
    for batch in batches(sorted(inside)):
        cypher = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})-[r]->(m:Entity) {rest}"
        for source, target, type_, article, rule, text, start, stop, *values in store.query(
            cypher, bounds | {"ids": batch}
        ):
            if target not in inside:
                continue
            properties = {name: str(value) for name, value in zip(_DETAILS, values, strict=True) if value}
            evidence = Evidence(text or "", int(start or 0), int(stop or 0))
            yield Statement(Edge(type_, source, target, properties, evidence, rule or ""), article or "")
