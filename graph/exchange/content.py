"""What an export holds: all of a graph, or the part that names, dates and types mark off, as streams of rows.

Every stream can be asked for as often as a format needs it; none holds more than a batch of rows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..copying import pieces
from ..picture import around, batches, bounds_of, each, said_by
from ..rows import ARTICLE_TEXTS, NODE_TEXTS, Row, edge_properties
from ..schema import schema
from ..store import Store

PROVENANCE = "MENTIONS"
TOLD = tuple(type_ for type_ in schema().relationships if type_ != PROVENANCE)
"""The types whose edges say something; that an article mentions a name stands apart."""

Step = Callable[[int], None]
"""Called now and then with the number of rows that were streamed so far."""


@dataclass(frozen=True)
class Extent:
    """What of a graph is wanted. Nothing said is all of it.

    `ids` are nodes, with what lies within so many `hops` of them, or articles, with all that they say; `since` and
    `until` are ISO dates, whole or in part, that bound the edges, `types` their types.
    """

    ids: tuple[str, ...] = ()
    hops: int = 1
    since: str = ""
    until: str = ""
    types: tuple[str, ...] = ()

    @property
    def all(self) -> bool:
        return not (self.ids or self.since or self.until or self.types)


class Content:
    """The rows of an export, with the properties of the layout; edges carry `type`, `source` and `target` besides."""

    def __init__(self, store: Store, extent: Extent = Extent(), step: Step | None = None) -> None:
        self.store = store
        self.whole = extent.all
        self._extent = extent
        self._types = [type_ for type_ in TOLD if not extent.types or type_ in extent.types]
        self._bounds = bounds_of(self._types, extent.since, extent.until)
        self._step = step
        self._streamed = 0

    def nodes(self) -> Iterator[Row]:
        """People, organisations, regions and events, one label after the other. Their `aliases` are a list."""
        return self._counted(row for label in schema().labels if label != "Article" for row in self._labelled(label))

    def articles(self) -> Iterator[Row]:
        """The articles that say it."""
        return self._counted(self._labelled("Article"))

    def edges(self) -> Iterator[Row]:
        """The edges that say something, each as one article says it, one type after the other."""
        return self._counted(self._edges())

    def mentions(self) -> Iterator[Row]:
        """Which article names which node; `names` is a list."""
        rows = self._of_types([PROVENANCE]) if not self._extent.ids else self._out_of(self._articles, [PROVENANCE])
        return self._counted(
            row for row in rows if self.whole or (row["source"] in self._articles and row["target"] in self._nodes)
        )

    def memory(self) -> Iterator[Row]:
        """What identity remembers, which only the whole graph has: rows of `id` and `value`."""
        if self.whole:
            for _, rows in pieces(self.store, ["Memory"]):
                yield from rows

    def names(self) -> dict[str, tuple[str, str]]:
        """Name and label of every node by its id."""
        return {row["id"]: (row["name"], row["label"]) for row in self.nodes()}

    def sources(self) -> dict[str, Row]:
        """Every article by its id."""
        return {row["id"]: row for row in self.articles()}

    def number_of_edges(self) -> int | None:
        """How many edges there will be, where that is known at once."""
        counts = self.store.counts()["edges"]
        return sum(counts.get(type_, 0) for type_ in TOLD) if self.whole else None

    def number_of_nodes(self) -> dict[str, int] | None:
        """How many nodes of each label, where that is known at once."""
        return self.store.counts()["nodes"] if self.whole else None

    @property
    def empty(self) -> bool:
        return next(self.nodes(), None) is None

    # -- which nodes and articles are meant

    @cached_property
    def _named(self) -> dict[str, str]:
        """Of the ids that were asked for those that are there, with their labels."""
        return dict(each(self.store, "RETURN n.id, n.label", self._extent.ids))

    @cached_property
    def _near(self) -> frozenset[str]:
        """The nodes around those that were asked for, and those of which the articles speak."""
        seeds = [id_ for id_, label in self._named.items() if label != "Article"]
        articles = [id_ for id_, label in self._named.items() if label == "Article"]
        ties = around(self.store, seeds, self._extent.hops, self._bounds)
        ties |= said_by(self.store, articles, self._bounds)
        return frozenset(seeds) | {end for source, _, _, target, _ in ties for end in (source, target)}

    @cached_property
    def _members(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the nodes and of the articles of a part."""
        articles = {id_ for id_, label in self._named.items() if label == "Article"}
        nodes = set(self._named) - articles
        for row in self._edges():
            nodes |= {row["source"], row["target"]}
            articles.add(row["article"])
        return frozenset(nodes), frozenset(articles)

    @property
    def _nodes(self) -> frozenset[str]:
        return self._members[0]

    @property
    def _articles(self) -> frozenset[str]:
        return self._members[1]

    # -- rows

    def _labelled(self, label: str) -> Iterator[Row]:
        wanted = frozenset[str]() if self.whole else self._articles if label == "Article" else self._nodes
        if self._extent.ids:
            columns: tuple[str, ...] = (*NODE_TEXTS, "aliases", *(ARTICLE_TEXTS if label == "Article" else ()))
            told = ", ".join(f"n.{name}" for name in columns)
            for row in each(self.store, f"WHERE n.label = '{label}' RETURN {told}", wanted):
                yield dict(zip(columns, row, strict=True))
        else:
            for _, rows in pieces(self.store, [label]):
                yield from (row for row in rows if self.whole or row["id"] in wanted)

    def _edges(self) -> Iterator[Row]:
        if not self._extent.ids:
            rows = self._of_types(self._types)
        else:
            only = {id_ for id_, label in self._named.items() if label == "Article"}
            seeds = len(only) < len(self._named)
            rows = (
                row
                for row in self._out_of(self._near, self._types)
                if row["target"] in self._near and (seeds or row["article"] in only)
            )
        return (row for row in rows if self._bounds["since"] <= row["date"] <= self._bounds["until"])

    def _of_types(self, types: list[str]) -> Iterator[Row]:
        for type_, rows in pieces(self.store, types) if types else ():
            yield from ({"type": type_, **row} for row in rows)

    def _out_of(self, ids: frozenset[str], types: list[str]) -> Iterator[Row]:
        for type_ in types:
            columns = ("source", "target", *edge_properties(type_))
            told = ", ".join(f"r.{name}" for name in edge_properties(type_))
            pattern = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}})-[r:{type_}]->(m:Entity) RETURN n.id, m.id, {told}"
            for batch in batches(sorted(ids)):
                for row in self.store.query(pattern, {"ids": batch}):
                    yield {"type": type_, **dict(zip(columns, row, strict=True))}

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self._streamed += 1
            if self._step and self._streamed % 1000 == 0:
                self._step(self._streamed)
            yield row
