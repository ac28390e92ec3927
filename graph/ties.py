"""Who is joined to whom, as arrays: the ties of a graph in compressed sparse rows, each seen from both of its ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .schema import schema

TYPES = tuple(name for name in schema().relationships if name != "MENTIONS")
"""All that joins; the number of a type is its place here. That an article mentions something is no tie."""

STATUS = ("", "planned", "past")
"""The number of a status is its place here."""

LABELS = tuple(schema().labels)
"""The number of a label is its place here."""

Ints = NDArray[Any]

_COLUMNS = {
    "other": np.int32,
    "type": np.uint8,
    "status": np.uint8,
    "out": np.bool_,
    "date": np.int32,
    "article": np.int32,
    "start": np.int32,
}


@dataclass(frozen=True)
class Ties:
    """The ties of node n are those from `first[n]` to `first[n + 1]`, in the order of other end, type and status.

    `out` tells whether n is the source, `date` is 20210520 (or 20210500, 20210000, 0 for none), `article` a number,
    `start` where in it the evidence begins. `degree` counts the neighbours of each node, `label` is its label.
    """

    first: Ints
    other: Ints
    type: Ints
    status: Ints
    out: Ints
    date: Ints
    article: Ints
    start: Ints
    degree: Ints
    label: Ints

    def of(self, nodes: Ints) -> tuple[Ints, Ints]:
        """The places of all ties of these nodes, and for each which of the nodes it belongs to (its place in them)."""
        begin = self.first[nodes]
        counts = self.first[nodes + 1] - begin
        before = np.cumsum(counts) - counts
        owner = np.repeat(np.arange(len(nodes)), counts)
        return np.arange(int(counts.sum())) + np.repeat(begin - before, counts), owner

    def between(self, one: int, other: int) -> list[tuple[str, bool]]:
        """The types that join two nodes, and whether the one is their source."""
        if self.first[one + 1] - self.first[one] > self.first[other + 1] - self.first[other]:
            return [(type_, not out) for type_, out in self.between(other, one)]
        start, end = self.first[one], self.first[one + 1]
        row = self.other[start:end]
        places = slice(start + np.searchsorted(row, other), start + np.searchsorted(row, other, "right"))
        joins: set[tuple[int, bool]] = set(zip(self.type[places].tolist(), self.out[places].tolist(), strict=True))
        return sorted((TYPES[type_], out) for type_, out in joins)

    def arrays(self) -> dict[str, Ints]:
        """All arrays by name, to be stored."""
        return {column.name: getattr(self, column.name) for column in fields(self)}

    @cached_property
    def newest(self) -> int:
        """The date of the newest tie."""
        return int(self.date.max(initial=0))

    @classmethod
    def joined(cls, edges: Mapping[str, Ints], labels: Ints) -> Ties:
        """The ties of edges given as columns: source, target, type, status, date, article, start."""
        joins = edges["source"] != edges["target"]
        columns = {name: column[joins] for name, column in edges.items()}
        number = len(columns["source"])
        node = np.concatenate((columns["source"], columns["target"])).astype(np.int64)
        both = {name: np.tile(column, 2) for name, column in columns.items() if name not in ("source", "target")}
        both["other"] = np.concatenate((columns["target"], columns["source"]))
        both["out"] = np.arange(2 * number) < number
        key = ((node << 28 | both["other"]) << 5 | both["type"]) << 3 | both["status"]
        order = np.argsort(both["article"], kind="stable")
        order = order[np.argsort(key[order], kind="stable")]
        node = node[order]
        rows = {name: both[name][order].astype(kind) for name, kind in _COLUMNS.items()}
        first = np.searchsorted(node, np.arange(len(labels) + 1))
        neighbour = np.ones(2 * number, bool)
        neighbour[1:] = (node[1:] != node[:-1]) | (rows["other"][1:] != rows["other"][:-1])
        degree = np.bincount(node[neighbour], minlength=len(labels)).astype(np.int32)
        return cls(first=first, degree=degree, label=labels, **rows)


def day(text: str) -> int:
    """An ISO date of any precision as a number in whose order it comes: 2021-05 is 20210500, '' is 0."""
    digits = text.replace("-", "")[:8]
    return int(digits.ljust(8, "0")) if digits.isdecimal() else 0


def within(dates: Ints, since: str, until: str) -> Ints:
    """Which of the dates are not before `since` and, as exactly as that is told, not after `until`."""
    inside = dates >= day(since)
    if until:
        scale = 10 ** (8 - min(8, len(until.replace("-", ""))))
        inside &= dates // scale <= day(until) // scale
    return inside


def numbers(of: Iterable[str], known: tuple[str, ...]) -> Ints:
    """The numbers of these texts: their places in `known`."""
    return np.array([known.index(text) for text in of], dtype=np.uint8)
