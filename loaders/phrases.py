"""The fixed expressions of `words/phrases.toml`, as sets and as parts of patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(files(__name__.rpartition(".")[0]).joinpath("words", "phrases.toml").read_text("utf-8"))


def phrases(name: str) -> frozenset[str]:
    """The expressions of one list."""
    return frozenset(_lists()[name])


def any_of(name: str) -> str:
    """A pattern that matches each expression of one list, longer ones first."""
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(_lists()[name], key=len, reverse=True)) + ")"
