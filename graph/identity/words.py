"""The words that identity knows: divisions, standard departments, known bodies, how common a personal name is.

They are the reader's own lists (`loaders/words`), read as data: nothing of the reader's code is imported.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a word list as dictionaries."""
    lines = files("guanxi.loaders").joinpath("words", name).read_text("utf-8").split("\n")
    told = (line for line in lines if line and not line.startswith("#"))
    yield from csv.DictReader(told, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def settings() -> dict[str, Any]:
    """`identity.toml`: the reasons with their weights, and the closed word lists of names."""
    return tomllib.loads(files("guanxi.graph.identity").joinpath("identity.toml").read_text("utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """A closed list of words out of `identity.toml`, longest first, so that the first that fits is the longest."""
    return tuple(sorted(settings()["words"][name], key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Place:
    """A division: `code` has six digits, of which the first two are its province's."""

    code: str
    name: str
    level: str
    parent: str

    @property
    def rank(self) -> str:
        """The level of its bodies: a municipality has those of a city under the names of its own."""
        return "municipality" if self.level == "province" and self.name.endswith("市") else self.level


@cache
def places() -> dict[str, tuple[Place, ...]]:
    """Divisions by each of their names, those before a renaming among them."""
    found: dict[str, tuple[Place, ...]] = {}
    for row in rows("regions.tsv"):
        place = Place(row["code"], row["name"], row["level"], row["parent"])
        former = (name.split("@")[0] for name in row["former"].split("|"))
        for name in dict.fromkeys((row["name"], row["short"], *row["aliases"].split("|"), *former)):
            if len(name) > 1:
                found[name] = (*found.get(name, ()), place)
    return found


@cache
def place_names() -> dict[str, str]:
    """The full name of a division by its code."""
    return {place.code: place.name for group in places().values() for place in group}


@cache
def areas() -> frozenset[str]:
    """Named parts of the country and countries, which stand before a name like a division does."""
    named = {
        name
        for file in ("areas.tsv", "countries.tsv")
        for row in rows(file)
        for name in (row["name"], *row["aliases"].split("|"))
        if len(name) > 1
    }
    return frozenset(named | set(words("areas")))


@cache
def departments() -> dict[tuple[str, str], str]:
    """The full name of today of a standard department, by (level, any name of it, also one before a renaming)."""
    found: dict[tuple[str, str], str] = {}
    former: dict[tuple[str, str], str] = {}
    for row in rows("departments.tsv"):
        for level in row["levels"].split(","):
            for name in (row["full"], *filter(None, row["short"].split("|"))):
                found.setdefault((level, name), row["full"])
            for name in filter(None, row["former"].split("|")):
                former.setdefault((level, name.split("@")[0]), row["full"])
    return {key: former.get((key[0], full), full) for key, full in found.items()} | former


@cache
def bodies() -> dict[str, str]:
    """The full name of today of a body that everybody knows, by any of its names."""
    found: dict[str, str] = {}
    for row in rows("agencies.tsv"):
        former = (name.split("@")[0] for name in row["former"].split("|"))
        for name in (row["name"], *row["aliases"].split("|"), *former):
            if len(name) > 1:
                found.setdefault(name, row["name"])
    return found


@cache
def common_words() -> frozenset[str]:
    """Ordinary words of two or more characters: a piece of a name that is none of them is a brand."""
    told = {row["word"] for name in ("vocabulary.tsv", "modern.tsv") for row in rows(name)}
    return frozenset(told | {row["word"] for row in rows("orgheads.tsv")})


@cache
def _surnames() -> dict[str, float]:
    return {row["surname"]: float(row["weight"]) for row in rows("surnames.tsv")}


@cache
def _given() -> dict[str, tuple[float, float, float]]:
    return {row["char"]: (float(row["first"]), float(row["second"]), float(row["single"])) for row in rows("given.tsv")}


def bearers(name: str) -> float:
    """How many of a million people may bear this very name, roughly: 张伟 some 50, 闻采薇 less than one.

    From the surname's share and how usual each character is in given names; a name of another kind counts as rare.
    """
    surname = name[:2] if name[:2] in _surnames() and len(name) > 2 else name[:1]
    given = name[len(surname) :]
    share = _surnames().get(surname)
    if share is None or not 1 <= len(given) <= 2 or re.search("[^一-鿿]", name):
        return 0.0
    odds = [_given().get(char, (-3.0, -3.0, -3.0)) for char in given]
    usual = odds[0][2] if len(given) == 1 else odds[0][0] + odds[1][1]
    return share * 2.0 ** (usual - (13.0 if len(given) == 1 else 20.0))
