"""A store keeps the graphs of many articles as one, and answers Cypher: the interface and what all engines share.

An engine (`ladybug.py`, `bolt.py`) supplies transactions, tables or constraints, and its own words for a few
statements; everything else is written once, here and in `writing.py`.
"""

from __future__ import annotations

import gc
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import orjson

from .answers import Rows
from .entities import Entities, appended, decisions, numbered, stored_of, undone
from .identity.forms import Form
from .identity.journal import Decision
from .identity.resolve import Resolver
from .index import Index, open_index
from .model import ArticleGraph, InputError
from .rows import ARTICLE_TEXTS, LAYOUT, LONGEST, ArticleRows, Row, article_rows, merged
from .schema import schema
from .writing import (
    HALF,
    Run,
    advance,
    create_edges,
    create_nodes,
    edges_of,
    merged_nodes,
    recall,
    remove_articles,
    revision,
    tidy,
    update_nodes,
    write_articles,
)

T = TypeVar("T")

WRITES = "this statement would change the graph, which is open for reading only: `--write` allows it"

BATCH = 20_000
"""Rows in one transaction, as whole articles; one article is never split."""


MOST_KEPT = 150_000
"""Forms that are kept at hand from one transaction to the next, some 5 kB each; beyond, the last ones asked for."""


class StoreError(InputError):
    """The graph cannot be opened, read or written. The message says why and what to do."""


@dataclass(frozen=True)
class Info:
    """Which engine holds the graph, where, and in which layout."""

    engine: str
    version: str
    address: str
    layout: str


@dataclass
class LoadReport:
    """What a load changed: articles, new nodes, written edges. `refused` tells of each article that was not stored."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    nodes: int = 0
    edges: int = 0
    refused: list[str] = field(default_factory=list[str])

    def add(self, other: LoadReport) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


Piece = tuple[str, list[Row]]
"""Rows of one label, of one relationship type, or of `Memory`."""

Progress = Callable[[LoadReport], None]
"""Called after every transaction with what was done so far."""


class Store(ABC):
    """A graph in one engine. Use it as a context manager, or close it."""

    _kept: tuple[str, Resolver] | None = None
    """The revision that the last change left, and what identity knew then."""

    _index: Index | None = None

    @abstractmethod
    def query(self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        """Answer a Cypher statement. Without `write` the engine itself refuses to change anything.

        Raises StoreError, in one line, for a mistake in the statement or a parameter that is missing.
        """

    @abstractmethod
    def edges_between(self, ends: Mapping[str, list[dict[str, str]]], returned: str) -> list[list[Any]]:
        """What is to be returned of all edges r from n to m, given by type with the ids of `source` and `target`."""

    @abstractmethod
    def stream(self, cypher: str) -> Iterator[list[Any]]:
        """The rows of an answer one after the other, however many there are."""

    @property
    @abstractmethod
    def _index_place(self) -> Path | None:
        """Where the index of this graph is kept, or None for in memory."""

    @abstractmethod
    def info(self) -> Info:
        """The engine, its version, the address and the version of the layout."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the graph; closing twice is allowed."""

    @abstractmethod
    def _transact(self, work: Callable[[Run], T]) -> T:
        """Do the work in one transaction, wholly or not at all; an engine may try it again."""

    @abstractmethod
    def _claim(self, run: Run, articles: list[str]) -> dict[str, str]:
        """The fingerprints of those articles that are stored; keeps other writers off all of them until the end."""

    @abstractmethod
    def _labels(self, label: str) -> str:
        """The labels that the engine gives to a node of this label."""

    @abstractmethod
    def _ensure_nodes(self, run: Run, rows: list[Row]) -> list[Row]:
        """Create the nodes that are missing; id, aliases, date of those there before, kept from other writers."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, graphs: Iterable[ArticleGraph], progress: Progress | None = None) -> LoadReport:
        """Store what the articles say. A known article is replaced if anything about it changed.

        Each article is stored wholly or not at all, also when the program is killed; an article that contradicts
        itself or the schema is refused, and the rest stored.
        """
        report = LoadReport()
        self._load(_accepted(graphs, report), report, progress)
        return report

    def copy_from(self, other: Store, progress: Progress | None = None) -> LoadReport:
        """Store all articles of another graph, whatever its engine, just as they stand there, and its decisions."""
        report = LoadReport()
        journal = other.decisions()
        if journal:
            self._write([], lambda run, known, _: self._change(run, known, [], [], appended(decisions(run), journal)))
        self._load(other.stored(), report, progress)
        return report

    @property
    def empty(self) -> bool:
        """Whether nothing was ever put in."""
        return not self.query("MATCH (m:Memory) RETURN m.id LIMIT 1").rows

    @property
    def half(self) -> bool:
        """Whether a copy into this graph was begun and not ended."""
        return bool(recall(self.query, [HALF]))

    def fill(self, pieces: Iterable[Piece], progress: Progress | None = None) -> LoadReport:
        """Put the rows of a whole graph into this empty one. Until the last is there, it opens for nothing else."""
        report = LoadReport()
        self._transact(lambda run: run("MERGE (m:Memory {id: $id}) SET m.value = ''", {"id": HALF}))
        for table, rows in pieces:
            self._transact(lambda run, table=table, rows=rows: self._insert(run, table, rows))
            if table in schema().labels:
                report.nodes += len(rows)
                report.added += len(rows) if table == "Article" else 0
            elif table in schema().relationships:
                report.edges += len(rows)
            if progress:
                progress(report)
        self._transact(lambda run: run("MATCH (m:Memory {id: $id}) DELETE m", {"id": HALF}))
        return report

    def _insert(self, run: Run, table: str, rows: list[Row]) -> None:
        if table in schema().relationships:
            create_edges(run, {table: rows})
        else:
            create_nodes(run, self._labels(table) if table in schema().labels else table, rows)

    def clear(self) -> None:
        """Take everything out."""
        for label in ("Entity", "Memory", "Measure"):
            self._empty(label)

    def _empty(self, label: str) -> None:
        some = f"MATCH (n:{label}) WITH n LIMIT {BATCH // 20} DETACH DELETE n RETURN count(*)"  # with their edges
        while self._transact(lambda run: run(some, {})).rows[0][0]:
            pass

    def keep(self, measures: list[dict[str, Any]]) -> None:
        """Keep the measures of nodes (`rows.MEASURES`, with their `id`) in place of those kept before.

        They belong to the graph as it is now: it may change, and they stay until they are kept anew.
        """
        self._empty("Measure")
        for start in range(0, len(measures), BATCH):
            rows = measures[start : start + BATCH]
            self._transact(lambda run, rows=rows: create_nodes(run, "Measure", rows))

    def decisions(self) -> list[Decision]:
        """The decisions by hand about who is one, in their order: the whole journal, also what was undone."""
        return decisions(self.query)

    def decide(self, decision: Decision) -> Decision:
        """Add a decision to the journal and let the graph follow it; its number is given here.

        Raises StoreError if it contradicts one that is in force, or undoes none.
        """

        def work(run: Run, resolver: Resolver, _: dict[str, str]) -> Decision:
            journal = decisions(run)
            new = numbered(run, decision, journal)
            again = stored_of(run, {article for article, _, _ in (*new.cut, *undone(journal, new).cut)})
            rows = [_stored(run, article) for article in again]
            self._change(run, resolver, again, rows, [*journal, new])
            return new

        return self._write([], work)

    def change(self, cypher: str, params: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement of somebody's own that may change the graph."""
        rows = self.query(cypher, params, write=True)
        self._transact(advance)
        return rows

    def index(self) -> Index:
        """The names and ties of the graph as it is now, made anew if it has changed (a minute for 5,000,000 edges)."""
        now = revision(self.query)
        if not (self._index and self._index.revision == now):
            counts = self.counts()
            size = sum(counts["nodes"].values()) + sum(counts["edges"].values())
            self._index = open_index(self._index_place, now, self.stream, size)
        return self._index

    def identity(self) -> Resolver:
        """What identity knows, for questions: forms, their links and entities."""
        return Resolver(partial(recall, self.query))

    def remove(self, articles: Collection[str]) -> list[str]:
        """Take these articles out, with all that only they support. Returns the ids that were there."""
        ids = sorted(set(articles))

        def work(run: Run, resolver: Resolver, known: dict[str, str]) -> list[str]:
            self._change(run, resolver, sorted(known), [])
            remove_articles(run, ids)
            return sorted(known)

        return self._write(ids, work) if ids else []

    def articles(self) -> list[dict[str, Any]]:
        """The stored articles, newest first: id, title, date, source, publisher, url, digest, fingerprint."""
        columns = ", ".join(f"a.{name} AS {name}" for name in ("id", "name", "date", *ARTICLE_TEXTS))
        return self.query(f"MATCH (a:Entity {{label: 'Article'}}) RETURN {columns} ORDER BY date DESC, id").dicts()

    def stored(self) -> Iterator[ArticleRows]:
        """The rows of every stored article, as `rows.article_rows` made them."""
        for article in self.articles():
            yield _stored(self.query, article["id"])

    def counts(self) -> dict[str, dict[str, int]]:
        """How many nodes of each label and edges of each type: `{"nodes": {...}, "edges": {...}}`."""
        nodes = self.query("MATCH (n:Entity) RETURN n.label AS label, count(*) AS number ORDER BY label")
        of_type = "MATCH (:Entity)-[r:{}]->(:Entity) RETURN count(r) AS number"
        edges = [(type_, self.query(of_type.format(type_)).rows[0][0]) for type_ in schema().relationships]
        return {
            "nodes": {str(label): int(number) for label, number in nodes},
            "edges": {type_: int(number) for type_, number in edges if number},
        }

    def check(self) -> list[str]:
        """What is wrong with the graph, one line each; an empty list if it is sound."""
        numbers = {complaint: self.query(cypher).rows[0][0] for complaint, cypher in _COMPLAINTS.items()}
        return [f"{number:,} {complaint}" for complaint, number in numbers.items() if number]

    def dump(self) -> list[list[Any]]:
        """Every node and edge in one canonical order: two graphs are equal just when their dumps are."""
        nodes = self.query("MATCH (n:Entity) RETURN n.id AS id, n")
        edges = self.query("MATCH (a:Entity)-[r]->(b:Entity) RETURN r.id AS id, a.id AS source, b.id AS target, r")
        return sorted(nodes.rows, key=_first) + sorted(edges.rows, key=_first)

    def _write(self, articles: list[str], work: Callable[[Run, Resolver, dict[str, str]], T]) -> T:
        """Do the work in one transaction that holds other writers off, given the fingerprints of these articles.

        What identity came to know is kept for the next transaction, if nobody else writes in between.
        """
        kept, self._kept = self._kept, None

        def attempt(run: Run) -> tuple[T, str, Resolver]:
            nonlocal kept
            stored = self._claim(run, articles)
            resolver = kept[1] if kept and kept[0] == revision(run) else Resolver(partial(recall, run))
            kept = None  # a second try begins anew
            return work(run, resolver, stored), revision(run), resolver

        result, number, resolver = self._transact(attempt)
        resolver.age(MOST_KEPT)
        self._kept = number, resolver
        return result

    def _load(self, articles: Iterable[ArticleRows], report: LoadReport, progress: Progress | None) -> None:
        with _uncollected() as set_aside:
            for batch in _batches(articles):
                ids = sorted(article.id for article in batch)
                report.add(self._write(ids, partial(self._put, batch)))
                set_aside()
                if progress:
                    progress(report)

    def _put(self, batch: list[ArticleRows], run: Run, resolver: Resolver, known: dict[str, str]) -> LoadReport:
        fresh = [article for article in batch if known.get(article.id) != article.fingerprint]
        if not fresh:
            return LoadReport(unchanged=len(batch))
        again = sorted(article.id for article in fresh if article.id in known)
        write_articles(run, fresh)
        nodes = self._change(run, resolver, again, fresh)
        return LoadReport(
            added=len(fresh) - len(again),
            replaced=len(again),
            unchanged=len(batch) - len(fresh),
            nodes=nodes,
            edges=sum(len(rows) for article in fresh for rows in article.edges.values()),
        )

    def _change(
        self,
        run: Run,
        resolver: Resolver,
        gone: list[str],
        fresh: list[ArticleRows],
        journal: list[Decision] | None = None,
    ) -> int:
        """Take out the edges of some articles and put in those of others; returns how many nodes are new.

        Entities follow: forms that are one thing by what is told now come to stand in one node, with all their edges.
        """
        entities = Entities(run, resolver, gone, fresh, journal)
        articles = entities.settled()
        wanted = {row["id"]: row for row in entities.homes()} | merged_nodes(articles)
        there = self._ensure_nodes(run, list(wanted.values()))
        told = [(row, merged(wanted[row["id"]], row)) for row in there]
        update_nodes(run, [new for old, new in told if any(new[name] != value for name, value in old.items())])
        create_edges(run, entities.rehoused())
        create_edges(run, edges_of(articles))
        tidy(run, entities.left())
        entities.remember()
        advance(run)
        return len(wanted) - len(there)


def open_store(address: str, *, read_only: bool = False, half: bool = False) -> Store:
    """Open the graph at an address: a path or `:memory:` for LadybugDB, a Bolt URI for Neo4j.

    URIs: `bolt://`, `bolt+s://`, `neo4j://`, `neo4j+s://` (also `+ssc`), with the user in the URI or in
    GUANXI_NEO4J_USER, the database as `?database=` or in GUANXI_NEO4J_DATABASE, and the password only in
    GUANXI_NEO4J_PASSWORD. Raises StoreError, in one line, if the graph cannot be opened, and if a copy into it was
    broken off, unless it may be `half` a graph.
    """
    store = _opened(address, read_only)
    if not half and store.half:
        store.close()
        raise StoreError(f"{address} is half a copy: the same `guanxi copy` again begins it anew")
    return store


def _opened(address: str, read_only: bool) -> Store:
    if "://" in address:
        from .bolt import BoltStore

        return BoltStore(address, read_only=read_only)
    from .ladybug import LadybugStore

    return LadybugStore(address, read_only=read_only)


def check_layout(address: str, found: str) -> None:
    """Refuse a graph whose layout this program does not know. `found` is '' for a graph of some other program."""
    if not found.isdigit():
        raise StoreError(f"{address} is a graph of some other program: name another with --graph")
    if int(found) > int(LAYOUT):
        raise StoreError(f"{address} was written by a newer guanxi (layout {found}): upgrade guanxi")
    if int(found) < int(LAYOUT):
        raise StoreError(
            f"{address} was written by an older guanxi (layout {found}): load its articles into a new graph"
        )


@contextmanager
def _uncollected() -> Generator[Callable[[], None]]:
    """Keep Python's garbage collector off what a load keeps, which holds no cycles: it would look at all of it time and
    again. Yields what is to be called when a batch is done."""
    try:
        yield gc.freeze
    finally:
        gc.unfreeze()


def _accepted(graphs: Iterable[ArticleGraph], report: LoadReport) -> Iterator[ArticleRows]:
    for graph in graphs:
        try:
            yield article_rows(graph)
        except InputError as problem:
            report.refused.append(str(problem))


def _batches(articles: Iterable[ArticleRows]) -> Iterator[list[ArticleRows]]:
    """Whole articles, about BATCH rows together, no article twice."""
    batch: dict[str, ArticleRows] = {}
    size = 0
    for article in articles:
        if batch and (size + article.size > BATCH or article.id in batch):
            yield list(batch.values())
            batch, size = {}, 0
        batch[article.id] = article
        size += article.size
    if batch:
        yield list(batch.values())


def _stored(run: Run, id_: str) -> ArticleRows:
    """The rows of a stored article, as they were before their forms were placed in entities."""
    names = ("id", "label", "name", "date", "aliases", *ARTICLE_TEXTS)
    columns = ", ".join(f"a.{name} AS {name}" for name in names)
    article = run(f"MATCH (a:Entity {{id: $id}}) RETURN {columns}", {"id": id_}).dicts()[0]
    nodes: list[Row] = []
    edges: dict[str, list[Row]] = {}
    forms: dict[str, Form] = {}
    mentioned = "MATCH (a:Entity {id: $id})-[m:MENTIONS]->(n:Entity)"
    for (mention,) in run(f"{mentioned} RETURN m ORDER BY m.id", {"id": article["id"]}):
        form = Form.from_json(orjson.loads(mention["facts"]))
        forms[form.id] = form
        row = {"id": form.id, "label": form.label, "name": form.name[:LONGEST], "aliases": mention["names"]}
        nodes.append(row | {"date": mention["date"] if form.label == "Event" else ""})
        edges.setdefault("MENTIONS", []).append({**mention, "source": article["id"], "target": mention["target_form"]})
    found = run(
        f"{mentioned} MATCH (n)-[r]->(:Entity) WHERE r.article = $id RETURN DISTINCT r.id AS id, r ORDER BY id",
        {"id": article["id"]},
    )
    for _, edge in found:
        ends = {"source": edge["source_form"], "target": edge["target_form"]}
        edges.setdefault(edge["type"], []).append({**edge, **ends})
    base = {edge["target_form"]: orjson.loads(edge["facts"])["id"] for edge in edges.get("MENTIONS", ())}
    rows = ArticleRows(article, nodes, {type_: _typed(rows) for type_, rows in edges.items()}, forms)
    return rows.renamed(base)  # a form that was cut off by hand is an ordinary one again


def _typed(rows: list[Row]) -> list[Row]:
    return [{name: value for name, value in row.items() if name != "type"} for row in rows]


def _first(row: list[Any]) -> str:
    return row[0]


_COMPLAINTS = {
    "nodes that no article mentions": (
        "MATCH (n:Entity) WHERE n.label <> 'Article' AND NOT EXISTS { MATCH (n)<-[:MENTIONS]-(:Entity) } "
        "RETURN count(n) AS number"
    ),
    "nodes without a name or a label": (
        "MATCH (n:Entity) WHERE n.label IS NULL OR n.name IS NULL OR n.label = '' OR n.name = '' "
        "RETURN count(n) AS number"
    ),
    "edges without an article or evidence": (
        "MATCH (:Entity)-[r]->(:Entity) WHERE r.article IS NULL OR r.article = '' "
        "OR (type(r) <> 'MENTIONS' AND (r.evidence IS NULL OR r.evidence = '')) RETURN count(r) AS number"
    ),
    "articles that edges name and that are not there": (
        "MATCH (:Entity)-[r]->(:Entity) WITH DISTINCT r.article AS id "
        "OPTIONAL MATCH (a:Entity {id: id, label: 'Article'}) WITH id, a WHERE a IS NULL RETURN count(id) AS number"
    ),
    "edges from a node that their article does not mention": (
        "MATCH (a:Entity)-[r]->(:Entity) WHERE type(r) <> 'MENTIONS' "
        "AND NOT EXISTS { MATCH (a)<-[m:MENTIONS]-(:Entity) WHERE m.article = r.article } RETURN count(r) AS number"
    ),
    "edges that stand there twice": ("MATCH (:Entity)-[r]->(:Entity) RETURN count(r) - count(DISTINCT r.id) AS number"),
    "mentions that stand at another node than identity holds for right": (
        "MATCH (:Entity)-[m:MENTIONS]->(n:Entity) WITH DISTINCT m.target_form AS form, n.id AS node "
        "OPTIONAL MATCH (f:Memory {id: 'form:' + form}) WITH f, node "
        "WHERE f IS NULL OR NOT f.value CONTAINS ('\"root\":\"' + node + '\"') RETURN count(node) AS number"
    ),
    "articles without a fingerprint": (
        "MATCH (n:Entity {label: 'Article'}) WHERE n.fingerprint IS NULL OR n.fingerprint = '' "
        "RETURN count(n) AS number"
    ),
}
