"""Beside a store: every name and every tie, in a form that answers at once however large the graph is.

The index is one SQLite file. It belongs to one revision of the graph, and is made anew when the graph has changed;
of a small graph it is made in memory and nothing is written. Nodes have numbers here: the more articles name one,
the smaller its number, so that what is found in the order of numbers comes with the best known first.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, islice, pairwise, product, starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from .identity.spelling import simplified
from .pinyin import initials, readings

if TYPE_CHECKING:  # numpy takes 0.1 s, which a question about names need not pay
    from .ties import Ties

LAYOUT = "3"
"""The version of this file; one of another is made anew."""

KEEP = 50_000
"""Nodes and ties from which on the index is written to a file."""

_MOST_TRIED = 2_000
"""Nodes that are looked at one by one, of those that may be read as somebody typed."""

Stream = Callable[[str], Iterator[list[Any]]]


@dataclass(frozen=True)
class Named:
    """A node as the index knows it; `articles` counts those that name it."""

    number: int
    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    articles: int


def _named(number: int, id_: str, label: str, name: str, aliases: str, articles: int) -> Named:
    return Named(number, id_, label, name, tuple(orjson.loads(aliases)), articles)


class Index:
    """The names and ties of one revision of a graph. It may be asked from several threads."""

    def __init__(self, database: sqlite3.Connection, revision: str) -> None:
        self.revision = revision
        self._database = database
        self._lock = threading.Lock()

    def close(self) -> None:
        self._database.close()

    # -- names ---------------------------------------------------------------------------------------------------------

    def named(self, text: str) -> list[Named]:
        """The nodes that have exactly this name, alias or id."""
        return self._nodes(
            "number IN (SELECT node FROM form WHERE text = ? UNION SELECT number FROM node WHERE id = ?)", text, text
        )

    def containing(self, text: str, label: str = "", limit: int = 50) -> list[Named]:
        """Nodes with the text, simplified and in small letters, in one of their names."""
        return self._matching("part", _phrase(text), label, limit)

    def reading(
        self,
        spellings: Iterable[tuple[str, ...]],
        fits: Callable[[Named], bool],
        label: str = "",
        limit: int = 50,
        *,
        whole: bool,
    ) -> list[Named]:
        """Nodes that fit, with a name that may be spelt so: a syllable or a first letter for each character."""
        ways: list[str] = []
        for pieces in spellings:
            row = "".join(piece[0] for piece in pieces)
            row = f"^{row}$" if whole else row
            tokens = [_pair(row[i : i + 2]) for i in range(len(row) - 1)]
            ways.append(" AND ".join(f'"{token}"' for token in (*tokens, *(p for p in pieces if len(p) > 1))))
        return self._matching("sound", " OR ".join(f"({way})" for way in ways if way), label, limit, fits)

    def resembling(self, text: str, label: str = "", limit: int = 3_000) -> list[Named]:
        """Nodes that share a pair of characters with the text: the rarest pairs first, up to so many."""
        pairs = sorted({text[i : i + 2] for i in range(len(text) - 1)} if len(text) > 3 else set(text))
        counted = sorted((self._number_of(pair), pair) for pair in pairs)
        found: dict[int, Named] = {}
        for number, pair in counted:
            if not number or len(found) + number > limit:
                continue
            found |= {node.number: node for node in self.containing(pair, label, limit)}
        return list(found.values())

    def _number_of(self, pair: str) -> int:
        """How many nodes have the pair, as far as they matter."""
        with self._lock:
            sql = "SELECT count(*) FROM (SELECT rowid FROM part WHERE part MATCH ? LIMIT 3001)"
            return int(self._database.execute(sql, (_phrase(pair),)).fetchone()[0])

    def nodes(self, numbers: Iterable[int]) -> dict[int, Named]:
        """The nodes of these numbers."""
        wanted = orjson.dumps(list(map(int, numbers))).decode()
        return {n.number: n for n in self._nodes("number IN (SELECT value FROM json_each(?))", wanted)}

    def numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The numbers of these nodes, as far as they are there."""
        wanted = orjson.dumps(list(ids)).decode()
        return {n.id: n.number for n in self._nodes("id IN (SELECT value FROM json_each(?))", wanted)}

    def sources(self, articles: Iterable[str]) -> dict[str, str]:
        """Where these articles, given by their ids, come from."""
        wanted = orjson.dumps(sorted(set(articles))).decode()
        sql = "SELECT id, source FROM article WHERE id IN (SELECT value FROM json_each(?))"
        with self._lock:
            return dict(self._database.execute(sql, (wanted,)).fetchall())

    def labelled(self, label: str, limit: int = 1_000_000_000) -> list[Named]:
        """The nodes of a label, the best known first."""
        return self._nodes("label = ?", label, limit=limit)

    def _nodes(self, condition: str, *values: Any, limit: int = 1_000_000_000) -> list[Named]:
        sql = f"SELECT number, id, label, name, aliases, articles FROM node WHERE {condition} ORDER BY number LIMIT ?"
        with self._lock:
            rows = self._database.execute(sql, (*values, limit)).fetchall()
        return list(starmap(_named, rows))

    def _matching(
        self, table: str, match: str, label: str, limit: int, fits: Callable[[Named], bool] | None = None
    ) -> list[Named]:
        """The first of the nodes that match and fit, by their numbers; the table's rows come in their order."""
        if not match:
            return []
        sql = (
            f"SELECT number, id, label, name, aliases, articles FROM {table} JOIN node ON number = {table}.rowid "
            f"WHERE {table} MATCH ? {'AND label = ?' if label else ''} ORDER BY {table}.rowid"
        )
        with self._lock:
            nodes = starmap(_named, self._database.execute(sql, (match, *([label] if label else []))))
            return list(islice(filter(fits, islice(nodes, _MOST_TRIED)) if fits else nodes, limit))

    # -- ties ----------------------------------------------------------------------------------------------------------

    @cached_property
    def ties(self) -> Ties:
        """All ties, as arrays."""
        import numpy as np

        from .ties import Ties

        with self._lock:
            rows = self._database.execute("SELECT name, kind, data FROM list").fetchall()
        return Ties(**{name: np.frombuffer(data, kind) for name, kind, data in rows})


def open_index(place: Path | None, revision: str, stream: Stream, size: int) -> Index:
    """The index of this revision: the file at `place` if it is of that revision, else made from the graph.

    `size` tells about how many nodes and edges there are. Where the file cannot be written, the index is in memory.
    """
    if place and place.exists() and (index := _read(place, revision)):
        return index
    if place is None or size < KEEP:
        return _made(sqlite3.connect(":memory:", check_same_thread=False), revision, stream)
    half = place.with_name(f"{place.name}.{os.getpid()}.half")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for left in place.parent.glob(f"{place.name}.*.half"):
            left.unlink()
        half.touch()
    except OSError:
        return _made(sqlite3.connect(":memory:", check_same_thread=False), revision, stream)
    print(f"guanxi: indexing {size:,} nodes and edges, once for this state of the graph", file=sys.stderr)
    _made(sqlite3.connect(half, check_same_thread=False), revision, stream).close()
    os.replace(half, place)
    index = _read(place, revision)
    assert index
    return index


def _read(place: Path, revision: str) -> Index | None:
    """The index in this file, or None where it is of another revision or no index."""
    database = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    with contextlib.suppress(sqlite3.DatabaseError):
        if dict(database.execute("SELECT key, value FROM about")) == {"layout": LAYOUT, "revision": revision}:
            database.execute("PRAGMA mmap_size=4000000000")
            return Index(database, revision)
    database.close()
    return None


_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; PRAGMA page_size=8192;
CREATE TABLE about (key TEXT, value TEXT);
CREATE TABLE node (number INTEGER PRIMARY KEY, id TEXT, label TEXT, name TEXT, aliases TEXT, articles INTEGER);
CREATE TABLE form (text TEXT, node INTEGER);
CREATE TABLE article (id TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID;
CREATE TABLE list (name TEXT, kind TEXT, data BLOB);
CREATE VIRTUAL TABLE part USING fts5(letters, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE sound USING fts5(letters, content='', columnsize=0, detail='none', tokenize='ascii');
"""
_INDEXES = "CREATE UNIQUE INDEX node_id ON node (id); CREATE INDEX form_text ON form (text);"


def _made(database: sqlite3.Connection, revision: str, stream: Stream) -> Index:
    """Fill a new index from the graph."""
    database.executescript(_TABLES)
    number = _take_names(database, stream)
    sources = stream("MATCH (a:Entity) WHERE a.label = 'Article' RETURN a.id, a.source")
    database.executemany("INSERT INTO article VALUES (?, ?)", sources)
    _take_ties(database, stream, number)
    database.executescript(_INDEXES)
    database.executemany("INSERT INTO about VALUES (?, ?)", [("layout", LAYOUT), ("revision", revision)])
    database.commit()
    return Index(database, revision)


def _take_names(database: sqlite3.Connection, stream: Stream) -> dict[str, int]:
    """Store the nodes and their forms; the numbers of the nodes by id."""
    naming = "MATCH (a:Entity)-[:MENTIONS]->(n:Entity) RETURN n.id, count(DISTINCT a.id)"
    articles = {id_: int(count) for id_, count in stream(naming)}
    found = stream("MATCH (n:Entity) WHERE n.label <> 'Article' RETURN n.id, n.label, n.name, n.aliases")
    nodes = [
        (-articles.get(i, 0), len(name), name, i, label, tuple(aliases or ())) for i, label, name, aliases in found
    ]
    nodes.sort()
    number: dict[str, int] = {}
    for start in range(0, len(nodes), 50_000):
        rows: list[tuple[Any, ...]] = []
        forms: list[tuple[str, int]] = []
        parts: list[tuple[int, str]] = []
        sounds: list[tuple[int, str]] = []
        for at, (count, _, name, id_, label, aliases) in enumerate(nodes[start : start + 50_000], start):
            number[id_] = at
            names = list(dict.fromkeys((name, *aliases)))
            rows.append((at, id_, label, name, orjson.dumps(aliases).decode(), -count))
            forms += [(text, at) for text in names]
            parts.append((at, " 0 ".join(_pairs(simplified(text).lower()) for text in names)))
            sounds.append((at, " ".join({pair for text in names for pair in _sounds(text)})))
        database.executemany("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?)", rows)
        database.executemany("INSERT INTO form VALUES (?, ?)", forms)
        database.executemany("INSERT INTO part (rowid, letters) VALUES (?, ?)", parts)
        database.executemany("INSERT INTO sound (rowid, letters) VALUES (?, ?)", sounds)
    return number


def _take_ties(database: sqlite3.Connection, stream: Stream, number: dict[str, int]) -> None:
    import numpy as np

    from .ties import LABELS, STATUS, TYPES, Ties, day

    columns = {name: array("q") for name in ("source", "target", "type", "status", "date", "article", "start")}
    append = [column.append for column in columns.values()]
    articles: dict[str, int] = {}
    status = {name: n for n, name in enumerate(STATUS)}
    when = lru_cache(100_000)(day)
    for n, type_ in enumerate(TYPES):
        rows = f"MATCH (a:Entity)-[r:{type_}]->(b:Entity) RETURN a.id, b.id, r.status, r.date, r.article, r.start"
        for a, b, state, date, article, start in stream(rows):
            told = number[a], number[b], n, status.get(state, 0), when(date or ""), article, start or 0
            article_number = articles.setdefault(article, len(articles))
            for put, value in zip(append, (*told[:5], article_number, told[6]), strict=True):
                put(value)
    edges = {name: np.frombuffer(column, np.int64) for name, column in columns.items()}
    rank = np.empty(len(articles), np.int64)  # in the order of their ids, whatever the order in which they came
    rank[[articles[id_] for id_ in sorted(articles)]] = np.arange(len(articles))
    edges["article"] = rank[edges["article"]]
    kinds = {label: n for n, label in enumerate(LABELS)}
    labels = np.zeros(len(number), np.uint8)
    for node, label in database.execute("SELECT number, label FROM node"):
        labels[node] = kinds[label]
    lists = Ties.joined(edges, labels).arrays()
    rows = [(name, list_.dtype.str, list_.tobytes()) for name, list_ in lists.items()]
    database.executemany("INSERT INTO list VALUES (?, ?, ?)", rows)


def _sounds(name: str) -> Iterator[str]:
    """Tokens of a name: its syllables, and the pairs of first letters of neighbours, its ends marked by ^ and $."""
    letters = [frozenset("^"), *filter(None, map(initials, name)), frozenset("$")]
    yield from (_pair(one + other) for pair in pairwise(letters) for one, other in product(*pair))
    yield from chain.from_iterable(map(readings, name))


@lru_cache(300_000)
def _pair(pair: str) -> str:
    return "g".join(f"{ord(char):x}" for char in pair)


def _pairs(text: str) -> str:
    """A text as the tokens of its pairs of characters, the last with nothing behind: any part is a phrase of them."""
    return " ".join(_pair(text[i : i + 2]) if i + 1 < len(text) else f"{ord(text[i]):x}g" for i in range(len(text)))


def _phrase(text: str) -> str:
    """What matches a part of a text."""
    if len(text) == 1:
        return f'"{ord(text):x}g" *'
    return f'"{" ".join(_pair(text[i : i + 2]) for i in range(len(text) - 1))}"' if text else ""
