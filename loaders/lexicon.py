"""The words that the reader knows, in one automaton.

Every word file under `words/` becomes entries of one Aho-Corasick automaton (leftmost, longest match).
Each word has one letter, its class, which is all that the grammar sees, and the details of its file:

    R region   i county without its 县/区   K country or foreign city   Z economic area
    A known body   D standard department   H head of an organisation   h weak head   F head of an event
    T title   t title modifier   g organ that belongs to a title   B honorific   j byline
    U grade of a member (副会长单位)   m people without names (有关负责人)
    V trigger verb   v verb   d adverb   a adjective   n noun   p preposition   r pronoun   u particle
    c joins a list   e ends a list   b stops a name   q time   k number   z denial   y plan   w past
    x unknown Chinese   l Latin letters or digits   and punctuation as it stands
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any

import daachorse

from .keeping import kept
from .wordfiles import folders, own_files, with_own

Automaton = daachorse.CharwiseDoubleArrayAhoCorasick
Followers = dict[str, frozenset[str]]  # characters by the one before them

LEVEL_IN_TITLE = re.compile(r"(?P<level>省|市|县|区|州|盟|旗|镇|乡)长(?:助理)?$|(?P<region>自治区)副?主席(?:助理)?$")
BRANCH = re.compile("分公司|分行|支行|分院|分校|分会|分社|代表处|办事处|总部")
NO_PLACE = frozenset(
    (
        "城区",
        "郊区",
        "矿区",
        "开发区",
        "新区",
        "市区",
        "和政",
        "和顺",
        "和静",
        "和硕",
        "和安",
        "和康",
        "和龙",
        "来宾",
        "同心",
        "友谊",
    )
)

# The classes of the kinds of titles.tsv.
TITLE_LETTERS = {
    **dict.fromkeys(("post", "english"), "T"),
    **dict.fromkeys(("prefix", "former", "planned", "rank"), "t"),
    "organ": "g",
    "honorific": "B",
    "plural": "m",
    "membership": "U",
}

# Where one word stands in several files the first of these classes wins.
PRECEDENCE = "ADRKZgHFUTmtBjVczywpbeurqdLhivaknx"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a word file as dictionaries; comment lines are skipped."""
    path = files(__name__.rpartition(".")[0]).joinpath("words", name)
    if not path.is_file():
        return
    text = path.read_text("utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield {k: v or "" for k, v in row.items() if k}


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division: `parents` are the full names above it, nearest first."""

    code: str
    name: str
    short: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb that makes facts: its frame, what the edge says, and in which names it may stand (o, e)."""

    frame: str
    role: str
    inside: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head noun of an organisation's name, and the label that it gives."""

    label: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Department:
    """A standard department of a province, city or county: `full` names it without its place."""

    full: str
    label: str
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Body:
    """A body known by name: its full name, label and parent."""

    name: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class TitleBody:
    """The bodies that a title can have: their labels, likeliest first, the ends of their names, the only one."""

    labels: tuple[str, ...]
    tails: tuple[str, ...] = ()
    body: str = ""


ANY_BODY = TitleBody(("Agency", "Company", "School", "Institute", "Association", "Media"))


class Anything(frozenset[str]):
    """The set of all characters."""

    def __contains__(self, _: object) -> bool:
        return True


ANYTHING, NOTHING = Anything(), frozenset[str]()
TITLED, REPRESENTED = frozenset("长"), frozenset("代委")
MARKS = tuple("，。、；：！？“”（）《》【】…")  # words too, so that nothing unknown is left where they stand


class Lexicon:
    """All words, looked up by text, and `scan` over a text."""

    def __init__(self, own: tuple[Path, ...] = ()) -> None:
        self.own = own  # folders with words of the user's
        self.classes: dict[str, str] = {}
        self.regions: dict[str, list[Region]] = {}
        self.initials: dict[str, Region] = {}
        self.region_by_code: dict[str, Region] = {}
        self.above: dict[str, list[Region]] = {}  # by the code of the lowest, those above it too
        self.countries: dict[str, str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.heads: dict[str, Head] = {}
        self.events: dict[str, str] = {}
        self.weak_events: set[str] = set()
        self.departments: dict[str, list[Department]] = {}
        self.bodies: dict[str, Body] = {}
        self.implies: dict[str, str] = {}
        self.title_bodies: dict[str, TitleBody] = {}
        self.tails: set[str] = set()
        self.weak_tails: set[str] = set()
        self.organs: set[str] = set()
        self.inner = frozenset(row["word"] for row in self._rows("party.tsv") if row["kind"] == "inner")
        self.areas: dict[str, str] = {}
        self.surnames: dict[str, float] = {}  # how surely it is one, -2 to 4
        self.surname_begins = frozenset[str]()  # their first characters
        self.given: dict[str, tuple[float, float, float]] = {}  # as first, second and only character, -4 to 4
        self.foreign: dict[str, float] = {}
        self._read()
        self.words = [*(w for w in self.classes if w), *MARKS]
        self.letters = [self.classes.get(w, w) for w in self.words]
        self.wary = self._wary()
        self.brand_words = self.tails | self.weak_tails | {w for w, t in self.triggers.items() if t.frame == "invest"}
        sizes: dict[str, set[int]] = {}
        for name in self.regions:
            sizes.setdefault(name[:2], set()).add(len(name))
        self.region_sizes = {begin: tuple(sorted(found, reverse=True)) for begin, found in sizes.items()}
        self.automaton = Automaton(self.words, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST)

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "automaton": self.automaton.serialize()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.automaton = Automaton.deserialize(state["automaton"])

    def add(self, word: str, letter: str) -> None:
        """Give a word a class unless it has a stronger one."""
        old = self.classes.get(word)
        if old is None or PRECEDENCE.index(letter) < PRECEDENCE.index(old):
            self.classes[word] = letter

    def _wary(self) -> list[frozenset[str]]:
        """For each word the characters behind it with which it may be cut otherwise (see `tokens.apart`)."""
        pairs: dict[str, set[str]] = {}  # first → second characters of words of two
        heads: dict[str, set[str]] = {}  # … of titles, verbs, heads and bodies
        for word, letter in self.classes.items():
            if len(word) == 2:
                pairs.setdefault(word[0], set()).add(word[1])
            if len(word) > 1 and (letter in "TVHD" or word in self.bodies):
                heads.setdefault(word[0], set()).add(word[1])
        taken, seconds = ({first: frozenset(of) for first, of in found.items()} for found in (heads, pairs))
        paired = {first: TITLED | REPRESENTED | of for first, of in seconds.items()}
        return [self._wary_of(*word, taken, paired) for word in zip(self.words, self.letters, strict=True)]

    def _wary_of(self, word: str, letter: str, taken: Followers, paired: Followers) -> frozenset[str]:
        last = word[-1]
        if word.isascii():
            return ANYTHING
        if letter in "nvadqk":
            return taken.get(last, NOTHING) if len(word) > 1 else NOTHING
        if letter == "A" and len(word) == 2:
            return paired.get(last, TITLED | REPRESENTED)
        if letter in "AD" and word.endswith(("人大", "政协")):
            return TITLED | REPRESENTED
        return TITLED if letter in "ARDHhF" else NOTHING

    def _rows(self, name: str) -> Iterator[Mapping[str, str]]:
        return (line.cells for _, line in with_own(name, self.own))

    def _read(self) -> None:
        for row in self._rows("function.tsv"):
            self.add(row["word"], row["class"])
        for row in self._rows("triggers.tsv"):
            self.triggers[row["word"]] = Trigger(row["frame"], row["role"], row["inside"])
            self.add(row["word"], "V")
        for row in self._rows("modern.tsv"):
            self.add(row["word"], row["class"] or "n")
        self._read_bodies()
        self._read_heads()
        self._read_titles()
        self._read_places()
        for row in self._rows("vocabulary.tsv"):
            self.add(row["word"], row["class"])
        for row in self._rows("surnames.tsv"):
            rare = max(-2.0, min(4.0, log2(float(row["weight"]) / 400)))
            self.surnames[row["surname"]] = 4.0 if len(row["surname"]) == 2 else rare
        self.surname_begins = frozenset(surname[0] for surname in self.surnames)
        for row in self._rows("given.tsv"):
            first, second, single = (max(-4.0, min(4.0, float(row[k]))) for k in ("first", "second", "single"))
            self.given[row["char"]] = first, second, single
        for row in self._rows("foreign.tsv"):
            self.foreign[row["char"]] = float(row["weight"])

    def _read_titles(self) -> None:
        for row in self._rows("titles.tsv"):
            word, kind = row["word"], row["kind"]
            if kind == "committee":
                self.organs.add(word)
                continue
            self.add(word, TITLE_LETTERS[kind])
            if row["implies"]:
                self.implies[word] = row["implies"]
        for row in self._rows("titlebodies.tsv"):
            tails = tuple(t for t in row["tails"].split("|") if t)
            self.title_bodies[row["title"]] = TitleBody(tuple(row["labels"].split("|")), tails, row["body"])

    def _read_heads(self) -> None:
        for row in self._rows("orgheads.tsv"):
            word = row["word"]
            if row["kind"] == "tail":
                (self.weak_tails if row["weak"] else self.tails).add(word)
                self.add(word, "n")
                continue
            self.heads.setdefault(word, Head(row["label"], bool(row["weak"])))
            self.add(word, "h" if row["weak"] == "weak" else "H")
        for row in self._rows("party.tsv"):
            if row["kind"] == "department":  # 党委统战部 of a school or company
                self.heads.setdefault(row["word"], Head("Agency", True))
                self.add(row["word"], "h")
        for row in self._rows("eventheads.tsv"):
            word = row["word"]
            if row["flag"] == "weak":
                self.weak_events.add(word)
            if word in self.triggers or (row["flag"] == "weak" and word not in ("会议", "活动")):
                continue
            self.events[word] = row["flag"]
            self.add(word, "F")

    def _read_places(self) -> None:
        for row in self._rows("regions.tsv"):
            region = Region(row["code"], row["name"], row["short"], row["level"], row["parent"])
            self.region_by_code[region.code] = region
            names = [region.name, *(n for n in row["aliases"].split("|") if len(n) > 1)]
            names += [n.split("@")[0] for n in row["former"].split("|") if n]
            for name in names:
                self._place(name, region, "R")
            for letter in row["abbr"].split("|") if region.level == "province" else ():
                self.initials.setdefault(letter, region)
            if region.short:
                self._place(region.short, region, "R" if region.level in ("province", "prefecture") else "i")
            if region.name[-1] in "省市县区州盟旗" and not row["until"]:
                committee = Body(f"中共{region.name}委员会", "Agency", "")
                for word in (region.name + "委", region.name + "委员会"):
                    self.bodies.setdefault(word, committee)
                    self.add(word, "A")
        for file in ("countries.tsv", "cities.tsv"):
            for row in self._rows(file):
                for name in (row["name"], *row.get("aliases", "").split("|")):
                    if len(name) > 1:
                        self.countries[name] = row["name"]
                        self.add(name, "K")
        for file in ("zones.tsv", "areas.tsv"):
            for row in self._rows(file):
                for name in (row["name"], *row["aliases"].split("|")):
                    if len(name) > 1:
                        self.areas[name] = row["name"]
                        self.add(name, "Z")

    def _place(self, name: str, region: Region, letter: str) -> None:
        if name in NO_PLACE:
            return
        self.regions.setdefault(name, []).append(region)
        self.add(name, letter)

    def _read_bodies(self) -> None:
        for row in self._rows("departments.tsv"):
            department = Department(row["full"], row["label"], frozenset(row["levels"].split(",")))
            former = [f.split("@")[0] for f in row["former"].split("|")]
            for word in (row["full"], *row["short"].split("|"), *former):
                if len(word) > 1:
                    self.departments.setdefault(word, []).append(department)
                    self.add(word, "D")
        for word, choices in list(self.departments.items()):  # 市民政局 is no 市民
            for level in "省市县区州":
                self.departments.setdefault(level + word, choices)
                self.add(level + word, "D")
        committee = Department(
            "委员会", "Agency", frozenset(("province", "municipality", "prefecture", "county", "township"))
        )
        for word in (row["word"] for row in self._rows("party.tsv") if row["kind"] == "committee"):
            self.departments.setdefault(word, []).append(committee)
            self.add(word, "D")
        government = Department("人民政府", "Agency", committee.levels)
        for word in ("政府", "人民政府"):
            self.departments[word] = [government]
            self.add(word, "D")
        for row in self._rows("agencies.tsv"):
            body = Body(row["name"], row["label"], row["parent"])
            for word in (row["name"], *row["aliases"].split("|"), *(f.split("@")[0] for f in row["former"].split("|"))):
                if len(word) > 1:
                    self.bodies.setdefault(word, body)
                    self.add(word, "A")

    # --- what a word says -------------------------------------------------------------------------

    def up(self, region: Region) -> list[Region]:
        """A region and those above it, nearest first."""
        above = self.above.get(region.parent)
        if above is None:
            parent = self.region_by_code.get(region.parent)
            self.above[region.parent] = above = self.up(parent) if parent is not None else []
        return [region, *above]

    def rank(self, region: Region) -> str:
        """The level of a region's bodies: a municipality has those of a province and those of a city."""
        return "municipality" if region.level == "province" and region.name.endswith("市") else region.level

    def label_of(self, name: str) -> str:
        """The label that the end of an organisation's name gives ('' if it ends with no head)."""
        for size in range(min(10, len(name)), 0, -1):
            tail = name[-size:]
            if tail in self.bodies:
                return self.bodies[tail].label
            if tail in self.departments:
                return self.departments[tail][0].label
            if tail in self.heads:
                return self.heads[tail].label
        return ""

    def implied(self, title: str) -> str:
        """The kind of body that a title implies behind a mere place ('' if none)."""
        if title.startswith(("党委", "党组", "党总支", "党支部", "机关党委")):
            return ""  # an organ of the body itself, not of a place
        for start in range(len(title)):
            found = self.implies.get(title[start:])
            if found:
                return found
        return ""

    def level_of_title(self, title: str) -> str:
        """The level word in a title: 县长 → 县."""
        found = LEVEL_IN_TITLE.search(title)
        return found["level"] or found["region"] if found else ""

    def title_body(self, title: str) -> TitleBody:
        """The bodies that can have such a title; any where nothing is known."""
        title = title.partition("兼")[0] or title  # 副会长兼党支部书记 of an association
        return next((b for start in range(len(title)) if (b := self.title_bodies.get(title[start:]))), ANY_BODY)

    def seat(self, name: str) -> Region | None:
        """The region with which a body's name begins, the smallest of several; None for a branch, which sits elsewhere.

        The bare name of a county is too often a word, and what two places are called is no place.
        """
        seat: Region | None = None
        while not BRANCH.search(name) and (found := self._place_in_front(name, seat)):
            seat, size = found
            name = name[size:]
        return seat

    def _place_in_front(self, name: str, above: Region | None) -> tuple[Region, int] | None:
        """The one region inside another with which a name begins, and how long its name there is."""
        for size in range(min(11, len(name) - 2), 1, -1):
            found = {r.code: r for r in self.regions.get(name[:size], ()) if above is None or above in self.up(r)[1:]}
            region = next(iter(found.values())) if len(found) == 1 else None
            if region and (region.level in ("province", "prefecture") or name[:size] != region.short):
                return region, size
        return None

    def is_bank(self, word: str) -> bool:
        """Whether this is the name of a bank that everybody knows."""
        body = self.bodies.get(word)
        return body is not None and body.name.removesuffix("股份有限公司").endswith("银行")

    def body_region(self, word: str) -> Region | None:
        """The region of a party committee that the lexicon holds as one word."""
        for tail in ("委员会", "委"):
            if word.endswith(tail) and (found := self.regions.get(word.removesuffix(tail))):
                return found[0]
        return None


def lexicon() -> Lexicon:
    """The lexicon of the word files and of the user's own words: as it was kept, else read from them."""
    return _lexicon(folders())


@cache
def _lexicon(own: tuple[Path, ...]) -> Lexicon:
    return kept("lexicon", lambda: Lexicon(own), own, own_files(own))


@cache
def townships_of(name: str) -> tuple[str, ...]:
    """The codes of the counties that have a township of this name (the file is read at the first question)."""
    return _townships().get(name, ())


@cache
def _townships() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("townships.tsv"):
        found[row["name"]] = (*found.get(row["name"], ()), row["parent"])
    return found
