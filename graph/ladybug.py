"""LadybugDB, the embedded engine: one file, no server, one writer beside many readers."""

from __future__ import annotations

import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

import ladybug

from .answers import Rows
from .cypher import parameters
from .rows import ARTICLE_TEXTS, EDGE_NUMBERS, LAYOUT, MEASURES, NODE_TEXTS, Row, edge_properties
from .schema import schema
from .store import WRITES, Info, Store, StoreError, check_layout
from .writing import EACH_ROW, Run, create_nodes, each

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for another writer."""


_CHECKPOINT, _RARER, _RAREST = 64 << 20, 512 << 20, 1 << 30
"""Bytes of the write-ahead log after which it goes into the file: the size of the file up to half a gigabyte, then a
quarter of it up to a whole one. All of the file is written then, some 50 MB a second: a smaller log would make a long
load slow, a larger one fill the memory, and let whoever opens the graph beside a writer or after a crash wait long
(4 s for 110 MB)."""
_BUFFERS = 3 << 30
"""Bytes of memory that the engine may take; left alone, it takes four fifths of the machine."""


_ROOM = 64 << 20
"""Bytes that must be free on the disk before anything is written: more than one transaction and its log."""


class LadybugStore(Store):
    """A graph in a file, or in memory (`:memory:`). Readers see what was there when they opened."""

    def __init__(self, address: str, *, read_only: bool = False, patience: float = PATIENCE) -> None:
        self._address = address
        self._read_only = read_only
        self._taken = _take(address, read_only)
        self._threshold = _CHECKPOINT
        self._lock = threading.RLock()  # the engine has one write transaction at a time, and errs on a second
        try:
            self._database = _open(address, read_only, patience)
            self._connection = ladybug.Connection(self._database)
            self._prepare()
        except BaseException:
            self.close()
            raise

    def query(self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False) -> Rows:
        params = params or {}
        missing = parameters(cypher) - params.keys()  # the engine takes one for null without a word
        if missing:
            raise StoreError(f"the query needs the parameter ${min(missing)}")
        if write and self._read_only:
            raise StoreError(WRITES)
        # with a parameter the engine prepares the statement, and so refuses several in one text (`COMMIT; CREATE …`)
        params = {**params, "guanxi": None}
        with self._lock:
            if write:
                return self._run(cypher, params)
            self._run("BEGIN TRANSACTION READ ONLY", {})
            try:
                return self._run(cypher, params)
            finally:
                with suppress(StoreError):  # an error has ended the transaction already
                    self._run("COMMIT", {})

    def edges_between(self, ends: Mapping[str, list[dict[str, str]]], returned: str) -> list[list[Any]]:
        # 0.2 ms for each pair that is given as parameters; after UNWIND it goes through all edges of one end
        edge = "MATCH (n:Entity {{id: $source}})-[r:{}]->(m:Entity {{id: $target}}) RETURN {}"
        with self._lock:
            return [
                row
                for type_, each in ends.items()
                for pair in each
                for row in self._run(edge.format(type_, returned), pair)
            ]

    def stream(self, cypher: str) -> Iterator[list[Any]]:
        with self._lock:
            for row in self._result(cypher, {}):
                yield [_plain(value) for value in row]

    def write(self, cypher: str, file: Path) -> None:
        """Let the engine write an answer to a file, by its suffix Parquet or CSV without a header, texts quoted."""
        options = " (header=false)" if file.suffix == ".csv" else ""
        with self._lock:
            self._run(f"COPY ({cypher}) TO {_quoted(file)}{options}", {})

    def take(self, source: LadybugStore, table: str, cypher: str, file: Path) -> int:
        """Put what a graph answers into a table of this one, by way of a Parquet file; how many rows."""
        source.write(cypher, file)
        with self._lock:
            rows = self._run(f"LOAD FROM {_quoted(file)} RETURN count(*)", {}).rows[0][0]
            if rows:
                self._run(f"COPY {table} FROM {_quoted(file)}", {})
        file.unlink()
        return rows

    @property
    def _index_place(self) -> Path | None:
        return None if self._address == ":memory:" else Path(f"{self._address}.index")

    def info(self) -> Info:
        return Info("LadybugDB", str(ladybug.__version__), self._address, LAYOUT)

    def close(self) -> None:
        if hasattr(self, "_connection"):
            self._connection.close()
        if hasattr(self, "_database"):
            self._database.close()
        _open_here.discard(self._taken)

    def _transact(self, work: Callable[[Run], T]) -> T:
        with self._lock:
            self._spread_checkpoints()
            self._leave_room()
            self._run("BEGIN TRANSACTION", {})
            try:
                result = work(self._run)
                self._run("COMMIT", {})
            except BaseException:
                with suppress(StoreError):  # an error of the engine's has rolled back already
                    self._run("ROLLBACK", {})
                raise
            return result

    def _claim(self, run: Run, articles: list[str]) -> dict[str, str]:
        known = each(run, "MATCH (a:Entity {id: r}) RETURN a.id, a.fingerprint", articles).rows
        new = sorted(set(articles) - {row[0] for row in known})
        each(run, "CREATE (:Entity {id: r, label: 'Article'})", new)
        return dict(known)

    def _ensure_nodes(self, run: Run, rows: list[Row]) -> list[Row]:
        found = (
            "MATCH (n:Entity {id: r}) "
            "RETURN n.id AS id, n.label AS label, n.name AS name, n.aliases AS aliases, n.date AS date"
        )
        there = each(run, found, [row["id"] for row in rows]).dicts()
        known = {row["id"] for row in there}
        columns = (*NODE_TEXTS, "aliases")
        new = [{name: row[name] for name in columns} for row in rows if row["id"] not in known]
        create_nodes(run, self._labels(""), new)
        return there

    def _labels(self, label: str) -> str:
        return "Entity"

    def _run(self, cypher: str, params: Mapping[str, Any]) -> Rows:
        rows = params.get("rows")
        if cypher.startswith(EACH_ROW) and rows and isinstance(rows[0], dict) and (packed := _packed(rows)):
            unpack, rows = packed
            cypher = f"{EACH_ROW} {unpack} {cypher.removeprefix(EACH_ROW)}"
            params = {**params, "rows": rows}
        result = self._result(cypher, params)
        return Rows(result.get_column_names(), [[_plain(value) for value in row] for row in result])

    def _result(self, cypher: str, params: Mapping[str, Any]) -> ladybug.QueryResult:
        try:
            result = self._connection.execute(cypher, dict(params))
        except RuntimeError as problem:
            raise StoreError(_one_line(problem)) from problem
        assert isinstance(result, ladybug.QueryResult)
        return result

    def _spread_checkpoints(self) -> None:
        """The larger the file, the rarer it is written anew."""
        file = Path(self._address)
        size = file.stat().st_size if file.exists() else 0
        wanted = max(_CHECKPOINT, min(size, _RARER), min(size // 4, _RAREST))
        if wanted != self._threshold and not self._read_only:
            self._run(f"CALL checkpoint_threshold={wanted}", {})
            self._threshold = wanted

    def _leave_room(self) -> None:
        """Refuse to write on a disk that is nearly full: the engine stops the program where it cannot write its log."""
        file = Path(self._address)
        if self._read_only or not file.exists():
            return
        log = Path(f"{file}.wal")
        needed = _ROOM + (log.stat().st_size if log.exists() else 0)  # the log goes into the file, too
        if (free := shutil.disk_usage(file.parent).free) < needed:
            raise StoreError(
                f"{self._address}: the disk has {free / 1e6:,.0f} MB left, and {needed / 1e6:,.0f} MB are needed: "
                "make room, then run the same command again"
            )

    def _prepare(self) -> None:
        """Create the tables of a new graph, and those that the schema has gained; refuse another layout."""
        there = {row[0]: row[1] for row in self._run("CALL show_tables() RETURN name, comment", {})}
        if there:
            check_layout(self._address, there.get("Entity", "").removeprefix(_LAYOUT))
        elif self._read_only:
            raise StoreError(f"{self._address} holds no graph yet: `guanxi load` puts articles in")
        if not self._read_only and not there.keys() >= {*schema().relationships, "Measure"}:
            self._transact(lambda run: [run(statement, {}) for statement in tables(new=not there)])


_FIELD, _ITEM = "\x1f", "\x1e"
"""Between the fields of a packed row, and the items of a list in it."""


def _packed(rows: list[Row]) -> tuple[str, list[str]] | None:
    """The Cypher that takes packed rows apart, and the rows as one text each; None for what cannot be packed.

    The engine needs 50 µs to take in a row of 18 properties, and 1 µs for a text of that length.
    """
    columns: list[list[str]] = []
    values: list[str] = []
    items = 0
    for number, name in enumerate(rows[0], start=1):
        column = [row[name] for row in rows]
        kinds = set(map(type, column))
        if kinds == {str}:
            columns.append(["=" + text for text in column])  # the engine drops what is empty when it splits
            values.append(f"{name}: substring(r[{number}], 2, {_LONG})")
        elif kinds == {int}:
            columns.append(list(map(str, column)))
            values.append(f"{name}: CAST(r[{number}] AS INT64)")
        elif kinds == {list} and all(map(all, column)):
            columns.append(["=" + "".join(_ITEM + item for item in some) for some in column])
            values.append(f"{name}: string_split(r[{number}], '{_ITEM}')[2:]")
            items += sum(map(len, column))
        else:
            return None
    texts = list(map(_FIELD.join, zip(*columns, strict=True)))
    whole = "".join(texts)
    if whole.count(_FIELD) != len(rows) * (len(columns) - 1) or whole.count(_ITEM) != items:
        return None  # a text has one of these characters itself
    return f"WITH string_split(r, '{_FIELD}') AS r WITH {{{', '.join(values)}}} AS r", texts


_LONG = 1 << 30
"""Longer than any text."""


def _quoted(file: Path) -> str:
    path = str(file.resolve()).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{path}'"


_LAYOUT = "guanxi layout "


def tables(*, new: bool) -> list[str]:
    """The statements that make the tables: all of them in a new graph, else those that the schema has gained."""
    texts = ", ".join(f"{name} STRING" for name in (*NODE_TEXTS[1:], *ARTICLE_TEXTS))
    statements = [f"CREATE NODE TABLE IF NOT EXISTS Entity (id STRING PRIMARY KEY, {texts}, aliases STRING[])"]
    for type_ in schema().relationships:
        columns = ", ".join(f"{name} {_column_type(name)}" for name in edge_properties(type_))
        statements.append(f"CREATE REL TABLE IF NOT EXISTS {type_} (FROM Entity TO Entity, {columns})")
    statements.append("CREATE NODE TABLE IF NOT EXISTS Memory (id STRING PRIMARY KEY, value STRING)")
    measures = ", ".join(f"{name} {kind}" for name, kind in MEASURES.items())
    statements.append(f"CREATE NODE TABLE IF NOT EXISTS Measure (id STRING PRIMARY KEY, {measures})")
    if new:
        statements.append("CREATE MACRO type(r) AS label(r)")  # the common name for it
        statements.append(f"COMMENT ON TABLE Entity IS '{_LAYOUT}{LAYOUT}'")
    return statements


def _column_type(name: str) -> str:
    return "INT64" if name in EDGE_NUMBERS else "STRING[]" if name == "names" else "STRING"


_open_here: set[tuple[str, bool]] = set()
"""(path, read_only) of what this process has open; the engine's lock holds only against other processes."""


def _take(address: str, read_only: bool) -> tuple[str, bool]:
    if address == ":memory:":
        return address, True
    path = str(Path(address).resolve())
    if (path, False) in _open_here or (not read_only and (path, True) in _open_here):
        raise StoreError(f"{address} is open already in this program: close it first")
    _open_here.add((path, read_only))
    return path, read_only


def _open(address: str, read_only: bool, patience: float) -> ladybug.Database:
    """Open the file, waiting for another writer to end."""
    _check_path(address, read_only)
    give_up = time.monotonic() + patience
    told = damaged = pending = False
    while True:
        try:
            database = ladybug.Database(
                address,
                read_only=read_only and not pending,
                buffer_pool_size=_BUFFERS,
                checkpoint_threshold=_CHECKPOINT,
                throw_on_wal_replay_failure=not damaged,
            )
            if not (read_only and pending):
                return database
            database.close()  # now that it is whole again it can be read
            pending = False
            continue
        except RuntimeError as problem:
            if _BROKEN_LOG in str(problem) and not damaged:
                damaged = True
                print(f"guanxi: {address}: its log breaks off (a full disk?); what was stored stands", file=sys.stderr)
                continue
            if _BROKEN_CHECKPOINT in str(problem) and not pending:
                pending = True  # its writer was stopped while it put the log into the file
                continue
            holder = re.search(r"Could not set lock on file.*?(?:PID (\d+)|$)", str(problem))
            if not holder:
                raise StoreError(f"{address} cannot be opened: {_one_line(problem)}") from problem
            writer = f"{address} is being written by process {holder[1] or '(unknown)'}"
            if time.monotonic() > give_up:
                raise StoreError(f"{writer}: try again when that has ended, or end it") from problem
            pending = False
        if not told:
            print(f"{writer}; waiting up to {patience:.0f} s", file=sys.stderr)
            told = True
        time.sleep(0.1)


_BROKEN_LOG = "WAL file is corrupted"
_BROKEN_CHECKPOINT = "checkpoint recovery is pending"


def _check_path(address: str, read_only: bool) -> None:
    path = Path(address)
    if address == ":memory:":
        return
    if path.is_dir():
        raise StoreError(f"{address} is a folder: name a graph file in it, such as {path / 'guanxi.lbug'}")
    if not path.parent.is_dir():
        raise StoreError(f"{address}: there is no folder {path.parent}")
    if read_only and not path.exists():
        raise StoreError(f"there is no graph at {address}: `guanxi load` makes one, or name another with --graph")


def _one_line(problem: Exception) -> str:
    """The engine's message without its address of the manual and its drawing of the place."""
    message = str(problem).split("\n", 1)[0].strip()
    for sign, meaning in _MEANINGS.items():
        if sign in message:
            return meaning
    return re.sub(r"^(?:\w+ exception: )+", "", message)


_MEANINGS = {
    "not a valid Lbug database file": "it is no LadybugDB graph file",
    "write query inside a read-only transaction": WRITES,
    "write operations in a read-only database": WRITES,
    "Cannot write to file": "the disk is full: make room, then run the same command again",
    "prepare multiple statements": "one statement at a time",
}


_PLAIN = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    """A value of LadybugDB as `answers.Rows` promises it."""
    if value.__class__ in _PLAIN:
        return value
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
