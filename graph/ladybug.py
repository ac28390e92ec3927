"""LadybugDB, the embedded engine: one file, no server, one writer and many readers."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

import ladybug

from .answers import Rows
from .rows import ARTICLE_TEXTS, EDGE_NUMBERS, LAYOUT, NODE_TEXTS, Row, edge_properties
from .schema import schema
from .store import Info, Store, StoreError
from .writing import Run, each

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for another writer."""


class LadybugStore(Store):
    """A graph in a file, or in memory. Writers exclude each other; readers see what was there when they opened."""

    def __init__(self, address: str, *, read_only: bool = False) -> None:
        self._address = address
        self._read_only = read_only
        self._database = _open(address, read_only)
        self._connection = ladybug.Connection(self._database)
        try:
            self._layout = self._prepare()
        except BaseException:
            self.close()
            raise

    def query(self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        params = params or {}
        missing = _parameters(cypher) - params.keys()
        if missing:
            raise StoreError(f"the query needs the parameter ${min(missing)}")
        return self._run(cypher, params)

    def info(self) -> Info:
        return Info("LadybugDB", ladybug.__version__, self._address, self._layout)

    def close(self) -> None:
        self._connection.close()
        self._database.close()

    def _transact(self, work: Callable[[Run], T]) -> T:
        self._run("BEGIN TRANSACTION", {})
        try:
            result = work(self._run)
            self._run("COMMIT", {})
        except BaseException:
            self._run("ROLLBACK", {})
            raise
        return result

    def _claim(self, run: Run, articles: list[str]) -> dict[str, str]:
        return dict(each(run, "MATCH (a:Entity {id: r}) RETURN a.id, a.fingerprint", articles).rows)

    def _ensure_nodes(self, run: Run, rows: list[Row]) -> list[Row]:
        found = each(
            run,
            "MATCH (n:Entity {id: r}) RETURN n.id AS id, n.aliases AS aliases, n.date AS date",
            [row["id"] for row in rows],
        )
        there = found.dicts()
        known = {row["id"] for row in there}
        properties = ", ".join(f"{name}: r.{name}" for name in (*NODE_TEXTS, "aliases"))
        each(run, f"CREATE (:Entity {{{properties}}})", [row for row in rows if row["id"] not in known])
        return there

    def _run(self, cypher: str, params: Mapping[str, Any]) -> Rows:
        try:
            result = self._connection.execute(cypher, dict(params))
        except RuntimeError as problem:
            raise StoreError(_explained(str(problem))) from problem
        assert isinstance(result, ladybug.QueryResult)
        return Rows(result.get_column_names(), [[_plain(value) for value in row] for row in result])

    def _prepare(self) -> str:
        """Create the tables in a new graph; refuse one of another layout."""
        for statement in _tables():
            self._run(statement, {})
        return LAYOUT


def _tables() -> list[str]:
    texts = ", ".join(f"{name} STRING" for name in (*NODE_TEXTS[1:], *ARTICLE_TEXTS))
    statements = [f"CREATE NODE TABLE IF NOT EXISTS Entity (id STRING PRIMARY KEY, {texts}, aliases STRING[])"]
    for type_ in schema().relationships:
        columns = ", ".join(f"{name} {_column_type(name)}" for name in edge_properties(type_))
        statements.append(f"CREATE REL TABLE IF NOT EXISTS {type_} (FROM Entity TO Entity, {columns})")
    return statements


def _column_type(name: str) -> str:
    return "INT64" if name in EDGE_NUMBERS else "STRING[]" if name == "names" else "STRING"


def _open(address: str, read_only: bool) -> ladybug.Database:
    try:
        return ladybug.Database(address, read_only=read_only)
    except RuntimeError as problem:
        raise StoreError(f"{address}: {problem}") from problem


def _explained(message: str) -> str:
    return " ".join(message.split())


_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)


def _parameters(cypher: str) -> set[str]:
    """The parameters that a statement names; LadybugDB takes a missing one for null without a word."""
    return set(re.findall(r"\$(\w+)", _LITERAL.sub("", cypher)))


def _plain(value: Any) -> Any:
    """A value of LadybugDB as `answers.Rows` promises it."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case list():
            return [_plain(item) for item in cast(list[Any], value)]
        case {"_NODES": nodes, "_RELS": relationships}:
            return {"nodes": _plain(nodes), "relationships": _plain(relationships)}
        case {"_ID": _, "_LABEL": table, **properties}:
            type_ = {"type": table} if "_SRC" in properties else {}
            return type_ | {k: _plain(v) for k, v in properties.items() if v is not None and not k.startswith("_")}
        case dict():
            return {key: _plain(item) for key, item in cast(dict[str, Any], value).items()}
        case _:
            return value.isoformat() if hasattr(value, "isoformat") else value
