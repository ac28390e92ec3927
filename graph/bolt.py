"""Neo4j over Bolt: a server or a cluster that a team shares, with many writers at once."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs, urlsplit, urlunsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)
from neo4j.graph import Node, Relationship
from neo4j.graph import Path as Chain

from .answers import Rows
from .model import digest
from .rows import LAYOUT, Row
from .schema import schema
from .store import BATCH, WRITES, Info, Store, StoreError, check_layout
from .writing import IMPORTED, REVISION, Run, each, recall

T = TypeVar("T")

# the driver reports every new try, and what it reports ends as a StoreError anyhow
logging.getLogger("neo4j").addHandler(logging.NullHandler())

PATIENCE = 30.0
"""Seconds for which a transaction is tried again after a deadlock or while the server is away."""

_LAYOUT = "guanxi_layout_"
"""The constraint on ids carries the layout's version in its name, so that no node of ours stands among the facts."""


class BoltStore(Store):
    """A graph in Neo4j 5.26 or later, Community, Enterprise or Aura."""

    def __init__(self, address: str, *, read_only: bool = False, patience: float = PATIENCE) -> None:
        uri, user, self._database = _parse(address)
        self._address = uri
        self._read_only = read_only
        password = os.environ.get("GUANXI_NEO4J_PASSWORD")
        try:
            self._driver: neo4j.Driver = cast(Any, neo4j.GraphDatabase).driver(
                uri,
                auth=(user, password) if password else None,
                connection_timeout=10,
                max_transaction_retry_time=patience,
                notifications_min_severity="OFF",  # an unknown label is an empty answer here, no warning
            )
        except (ConfigurationError, ValueError) as problem:
            raise StoreError(f"{uri}: {problem}") from problem
        try:
            self._reach()
            self._version = self._server_version()
            self._prepare()
        except BaseException:
            self.close()
            raise

    def query(self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        if write and self._read_only:
            raise StoreError(WRITES)
        # the server refuses a write in a transaction of a READ session
        return self._in_session(write, lambda tx: _run(tx, cypher, params or {}))

    def edges_between(self, ends: Mapping[str, list[dict[str, str]]], returned: str) -> list[list[Any]]:
        # both ends looked up first: the server then counts their edges and goes from the one that has fewer
        edge = (
            "UNWIND $each AS each MATCH (n:Entity {{id: each.source}}) MATCH (m:Entity {{id: each.target}}) "
            "MATCH (n)-[r:{}]->(m) RETURN {}"
        )
        return [row for type_, each in ends.items() for row in self.query(edge.format(type_, returned), {"each": each})]

    def stream(self, cypher: str) -> Iterator[list[Any]]:
        try:
            with self._session(neo4j.READ_ACCESS) as session, session.begin_transaction() as tx:
                for record in tx.run(cast(Any, cypher)):
                    yield [_plain(value) for value in record.values()]
        except (Neo4jError, DriverError) as problem:
            raise StoreError(self._explained(problem)) from problem

    @property
    def _index_place(self) -> Path | None:
        from platformdirs import user_cache_path

        return user_cache_path("guanxi", appauthor=False) / f"{digest(f'{self._address} {self._database}')}.index"

    def info(self) -> Info:
        return Info("Neo4j", self._version, self._address, LAYOUT)

    def close(self) -> None:
        self._driver.close()

    def _transact(self, work: Callable[[Run], T]) -> T:
        if self._read_only:
            raise StoreError(WRITES)
        # a deadlock, a lost connection or a change of leader: the driver tries the whole transaction again
        return self._in_session(True, lambda tx: work(lambda cypher, params: _run(tx, cypher, params)))

    def _claim(self, run: Run, articles: list[str]) -> dict[str, str]:
        # one writer at a time: what an article changes reaches as far as its names do
        run("MERGE (m:Memory {id: $id}) ON CREATE SET m.value = '0' SET m.held = true", {"id": REVISION})
        claimed = each(
            run,
            "MERGE (a:Entity {id: r}) ON CREATE SET a:Article SET a.label = 'Article' RETURN a.id, a.fingerprint",
            articles,
        )
        return {id_: fingerprint for id_, fingerprint in claimed if fingerprint}

    def _labels(self, label: str) -> str:
        return f"Entity:{label}"

    def _ensure_nodes(self, run: Run, rows: list[Row]) -> list[Row]:
        there: list[Row] = []
        for label in schema().labels:
            found = each(
                run,
                f"MERGE (n:Entity {{id: r.id}}) "
                f"ON CREATE SET n:{label}, n.name = r.name, n.date = r.date, n.aliases = r.aliases, n.created = true "
                "FOREACH (_ IN CASE WHEN n.label <> r.label THEN [1] ELSE [] END | "
                f"REMOVE n:{':'.join(set(schema().labels) - {label})} SET n:{label}) "
                "SET n.label = r.label "
                "WITH n, n.created AS created REMOVE n.created "
                "WITH n, created WHERE created IS NULL "
                "RETURN n.id AS id, n.label AS label, n.name AS name, n.aliases AS aliases, n.date AS date",
                [row for row in rows if row["label"] == label],
            )
            there += found.dicts()
        return there

    def _in_session(self, write: bool, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        try:
            with self._session(neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS) as session:
                return session.execute_write(work) if write else session.execute_read(work)
        except (Neo4jError, DriverError) as problem:
            raise StoreError(self._explained(problem)) from problem

    def _session(self, mode: str) -> neo4j.Session:
        return cast(Any, self._driver).session(database=self._database, default_access_mode=mode)

    def _explained(self, problem: Neo4jError | DriverError) -> str:
        match problem:
            case AuthError():
                given = "is wrong" if os.environ.get("GUANXI_NEO4J_PASSWORD") else "is missing"
                return f"{self._address}: the user or the password {given}: set GUANXI_NEO4J_PASSWORD"
            case ServiceUnavailable():
                return f"{self._address}: no Neo4j answers there: start it, or name another graph with --graph"
            case ClientError() if problem.code and "DatabaseNotFound" in problem.code:
                return f"{self._address} has no database {self._database!r}: name one with ?database="
            case ClientError() if problem.code == "Neo.ClientError.Statement.AccessMode":
                return WRITES
            case Neo4jError():
                message = (problem.message or str(problem)).split("\n", 1)[0]
                return re.sub(r": expected .*(?= \(line)", "", message)  # a list of every word that it knows
            case _:
                return f"{self._address}: {str(problem).splitlines()[0]}"

    def _reach(self) -> None:
        """Fail at once where nothing answers; later on, a lost server is tried again for half a minute."""
        try:
            cast(Any, self._driver).verify_connectivity()
        except (Neo4jError, DriverError) as problem:
            raise StoreError(self._explained(problem)) from problem

    def _server_version(self) -> str:
        rows = self.query("CALL dbms.components() YIELD name, versions, edition RETURN versions[0], edition")
        return " ".join(rows.rows[0])

    def _prepare(self) -> None:
        """Create the constraint and the indexes of a new graph; refuse another layout."""
        names = [row[0] for row in self.query("SHOW CONSTRAINTS YIELD name")]
        layouts = [name.removeprefix(_LAYOUT) for name in names if name.startswith(_LAYOUT)]
        if layouts:
            check_layout(self._address, layouts[0])
        elif imported := recall(self.query, [IMPORTED]):
            check_layout(self._address, imported[IMPORTED])
            self._finish_import()
        elif self.query("MATCH (n) RETURN count(n)").rows[0][0]:
            check_layout(self._address, "")
        elif self._read_only:
            raise StoreError(f"{self._address} holds no graph yet: `guanxi load` puts articles in")
        if not self._read_only:
            for statement in SCHEMA:
                self.query(statement, write=True)

    def _finish_import(self) -> None:
        """Make the indexes of a graph that the import tool made; that keeps no empty list."""
        for statement in (*SCHEMA, "CALL db.awaitIndexes(3600)"):
            self.query(statement, write=True)
        empty = (
            f"MATCH (n:Entity) WHERE n.aliases IS NULL WITH n LIMIT {BATCH} SET n.aliases = [] RETURN count(n)",
            f"MATCH ()-[m:MENTIONS]->() WHERE m.names IS NULL WITH m LIMIT {BATCH} SET m.names = [] RETURN count(m)",
        )
        for statement in empty:
            while self.query(statement, write=True).rows[0][0]:
                pass
        self.query("MATCH (m:Memory {id: $id}) DELETE m", {"id": IMPORTED}, write=True)


SCHEMA = (
    f"CREATE CONSTRAINT {_LAYOUT}{LAYOUT} IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT guanxi_memory IF NOT EXISTS FOR (m:Memory) REQUIRE m.id IS UNIQUE",
    "CREATE CONSTRAINT guanxi_measure IF NOT EXISTS FOR (m:Measure) REQUIRE m.id IS UNIQUE",
    "CREATE INDEX guanxi_name IF NOT EXISTS FOR (n:Entity) ON (n.name)",
    "CREATE INDEX guanxi_label IF NOT EXISTS FOR (n:Entity) ON (n.label)",
)


def _parse(address: str) -> tuple[str, str, str | None]:
    """The bare URI, the user, and the database (None is the server's default)."""
    parts = urlsplit(address)
    if parts.scheme not in ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"):
        raise StoreError(f"{parts.scheme}:// is no graph's address: use bolt://, neo4j:// or neo4j+s://, or a path")
    if parts.password:
        raise StoreError("a password has no place in an address: set GUANXI_NEO4J_PASSWORD")
    user = parts.username or os.environ.get("GUANXI_NEO4J_USER") or "neo4j"
    database = parse_qs(parts.query).get("database", [""])[0] or os.environ.get("GUANXI_NEO4J_DATABASE")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", "")), user, database or None


def _run(transaction: neo4j.ManagedTransaction, cypher: str, params: Mapping[str, Any]) -> Rows:
    result = transaction.run(cast(Any, cypher), dict(params))
    return Rows(list(result.keys()), [[_plain(value) for value in record.values()] for record in result])


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    """A value of the driver as `answers.Rows` promises it."""
    if value.__class__ in _PLAIN:
        return value
    match value:
        case Node():
            return dict(value)
        case Relationship():
            return {"type": value.type, **value}
        case Chain():
            return {"nodes": _plain(list(value.nodes)), "relationships": _plain(list(value.relationships))}
        case list():
            return [_plain(item) for item in cast(list[Any], value)]
        case dict():
            return {key: _plain(item) for key, item in cast(dict[str, Any], value).items()}
        case _:
            return value.iso_format() if hasattr(value, "iso_format") else value
