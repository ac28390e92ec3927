"""What a graph answers: rows of plain Python values, the same from every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rows:
    """The names of the columns, and rows of plain Python values.

    Numbers, texts, booleans, None, lists and dicts; dates are ISO texts. A node is a dict of its properties, a
    relationship one of its `type` and properties, a path `{"nodes": [...], "relationships": [...]}`; properties
    that have no value are left out.
    """

    columns: list[str]
    rows: list[list[Any]]

    def __iter__(self) -> Iterator[list[Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> list[dict[str, Any]]:
        """One dict a row, by the names of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]
