"""Names of happenings, taken apart: edition, year, and the core that all editions share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from .spelling import plain

_NUMERAL = {char: str(number) for number, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_EDITION = re.compile(r"第([一二三四五六七八九十百零〇两\d]+)[届次期场轮讲季]|(首)[届次]")
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?|([一二][〇零○一二三四五六七八九]{3})年")
_BRACKETS = re.compile(r"（[^（）]*）")
_TAIL = re.compile(r"(?:大会|活动|仪式|会议)$")


@dataclass(frozen=True, slots=True)
class EventName:
    """`core` is the name without edition, year and brackets."""

    text: str
    edition: str = ""
    year: str = ""
    core: str = ""

    @property
    def generic(self) -> bool:
        """Whether the name tells nothing about which happening is meant: 座谈会, 签约仪式."""
        return not self.core or self.core in generic_events()


@cache
def generic_events() -> frozenset[str]:
    """Names of happenings that distinguish nothing (`generic_events.txt`)."""
    lines = files("guanxi.graph.identity").joinpath("generic_events.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))


@lru_cache(maxsize=100_000)
def parse_event(name: str) -> EventName:
    """Take the name of a happening apart."""
    text = plain(name)
    edition = _EDITION.search(text)
    year = _YEAR.search(text)
    core = _YEAR.sub("", _EDITION.sub("", _BRACKETS.sub("", text)))
    number = "1" if edition and edition[2] else numeral(edition[1]) if edition else ""
    said = (year[1] or "".join(_NUMERAL.get(c, "0" if c == "○" else c) for c in year[2])) if year else ""
    return EventName(text, number, said, core)


def numeral(text: str) -> str:
    """Digits for a Chinese numeral below a hundred: 二十三 → 23."""
    if text.isdigit():
        return text
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(_NUMERAL.get(c, "2" if c == "两" else c) for c in text)
    return (_NUMERAL.get(tens, "1") if tens else "1") + (_NUMERAL.get(ones, "0") if ones else "0")


def alike(one: str, other: str) -> float:
    """The share of pairs of characters that two cores have in common (Dice), kinds of meeting left out."""
    a, b = ({t[k : k + 2] for k in range(len(t) - 1)} for t in (_TAIL.sub("", one), _TAIL.sub("", other)))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def days_between(one: str, other: str) -> int | None:
    """How many days lie between two full dates, or None where one is missing or not full."""
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return None


def week_of(day: str) -> int:
    """The number of the week of a full date, 0 for any other."""
    try:
        return date.fromisoformat(day).toordinal() // 7
    except ValueError:
        return 0
