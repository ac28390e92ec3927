"""The Cypher that both engines understand alike, and what only one of them does: the table of `cypher.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..graph.cypher import bare


@dataclass(frozen=True)
class Construct:
    """Something that a statement can use. `engine` is the only one that knows it, or '' where they differ."""

    what: str
    example: str
    engine: str = ""
    pattern: str = ""
    instead: str = ""

    @property
    def trouble(self) -> str:
        """Why a report cannot use it, and what it can."""
        who = f"only {self.engine} knows" if self.engine else "the engines differ in"
        return f"{who} {self.what}: {self.instead}"


@cache
def common() -> tuple[Construct, ...]:
    """What both engines understand alike."""
    return tuple(Construct(**row) for row in _table()["common"])


@cache
def uncommon() -> tuple[Construct, ...]:
    """What only one engine understands, or each in its own way."""
    return tuple(Construct(**row) for row in _table()["only"])


def foreign(cypher: str) -> Construct | None:
    """The first thing in a statement that does not run alike on both engines."""
    text = bare(cypher)
    return next((each for each in uncommon() if re.search(each.pattern, text, re.IGNORECASE)), None)


def _table() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__name__.rpartition(".")[0]).joinpath("cypher.toml").read_text("utf-8"))
