"""The schema: labels and relationship types, read from `schema.toml`.

Everything that needs to know which labels and types exist (the model, the stores, the reference, the
page's legend) asks here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Label:
    """A node label: its names in both languages, what it holds, how it is drawn."""

    name: str
    zh: str
    en: str
    doc: str
    color: str
    shape: str


@dataclass(frozen=True)
class Relationship:
    """A relationship type. `ends` are the allowed (source label, target label) pairs, groups expanded."""

    name: str
    zh: str
    en: str
    doc: str
    ends: frozenset[tuple[str, str]]
    properties: tuple[str, ...]
    directed: bool


@dataclass(frozen=True)
class Schema:
    """The whole schema, in the order of the file."""

    labels: dict[str, Label]
    relationships: dict[str, Relationship]
    organisations: frozenset[str]
    properties: dict[str, str]

    def allows(self, type_: str, source: str, target: str) -> bool:
        """Whether an edge of this type may join these two labels."""
        relationship = self.relationships.get(type_)
        return relationship is not None and (
            (source, target) in relationship.ends
            or (not relationship.directed and (target, source) in relationship.ends)
        )


@cache
def schema() -> Schema:
    """The schema of `schema.toml`, read once."""
    table: dict[str, Any] = tomllib.loads(files(__name__.rpartition(".")[0]).joinpath("schema.toml").read_text("utf-8"))
    groups: dict[str, list[str]] = table["groups"]
    labels = {name: Label(name, **row) for name, row in table["labels"].items()}
    relationships: dict[str, Relationship] = {}
    for name, row in table["relationships"].items():
        ends = {
            (source, target)
            for left, right in row.pop("ends")
            for source in groups.get(left, [left])
            for target in groups.get(right, [right])
        }
        row["properties"] = tuple(row["properties"])
        relationships[name] = Relationship(name=name, ends=frozenset(ends), directed=row.pop("directed", True), **row)
    return Schema(labels, relationships, frozenset(groups["org"]), table["properties"])
