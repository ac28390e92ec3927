"""Questions in Chinese and English, answered by rules: each kind of question is a file in `questions/`.

Its header is that of a report, and has besides `asks:` lines, patterns of how people ask (`words.toml` has the words
they are made of), `example:` lines, `counts:`, the column that is counted where a number is asked for, and `runs:`,
where a command answers instead of a query. A slot in braces is a parameter; its kind says what may stand there.

What does not fit a pattern as a whole, or names what the graph does not know, is not answered.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from ..graph.identity.spelling import simplified
from ..graph.schema import schema
from ..graph.store import Store
from ..loaders.lexicon import rows as words_of
from .find import Found, find, nothing
from .output import Answer, Section, Table, cell_text
from .problems import NothingFound, UsageProblem
from .reports import header, settled

HERE = Path(__file__).with_name("questions")

_ORGANISATIONS = tuple(label for label in schema().labels if label in schema().organisations)
_NODES: dict[str, tuple[str, ...]] = {
    "node": tuple(label for label in schema().labels if label != "Article"),
    "person": ("Person",),
    "body": _ORGANISATIONS,
    "region": ("Region",),
    "event": ("Event",),
}
"""The kinds of slots that hold a name, and what the name may be of."""


@dataclass(frozen=True)
class Slot:
    """A parameter of a question: a name (`_NODES`), a date, or a word of the table of its kind."""

    name: str
    kind: str
    doc: str


@dataclass(frozen=True)
class Question:
    """A kind of question: how it is asked, and what answers it."""

    name: str
    title: str
    title_zh: str
    examples: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    slots: dict[str, Slot]
    columns: tuple[str, ...]
    counts: str
    runs: str
    cypher: str


@dataclass(frozen=True)
class Understood:
    """A question as it was understood: its kind, what its slots hold, and how the text said so."""

    question: Question
    values: dict[str, Any]
    names: dict[str, Found]
    counting: bool

    def told(self) -> str:
        """The kind of question and the names that it is about, in a line."""
        names = ", ".join(f"{slot}: {found.name}" for slot, found in self.names.items())
        words = ", ".join(
            f"{slot}: {cell_text(value)}"
            for slot, value in self.values.items()
            if slot not in self.names and value and value != _every_label()
        )
        return f"{self.question.title} · {self.question.title_zh}" + "".join(f" ({x})" for x in (names, words) if x)


@dataclass(frozen=True)
class _Reading:
    """One way to take a text: the kind of question, the texts in its slots, and how much of it the pattern explains."""

    question: Question
    texts: dict[str, str]
    since: str
    until: str
    explained: int


def understand(store: Store, text: str, today: date | None = None) -> Understood:
    """What a question asks.

    Raises UsageProblem where no pattern fits or a name is ambiguous, and NothingFound where the graph does not know a
    name; nothing is guessed.
    """
    plain, counting = _plain(text)
    problems: list[UsageProblem | NothingFound] = []
    for reading in _readings(plain, today or date.today()):
        try:
            return _resolved(store, reading, counting)
        except (UsageProblem, NothingFound) as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    examples = "".join(f"\n  {question.examples[0]}" for question in questions() if question.examples)
    raise UsageProblem(f"not understood: {text!r}. What can be asked, with names of your own:{examples}")


def ask(store: Store, understood: Understood) -> Answer:
    """The answer of a question that a query answers; no rows where no article says so."""
    question = understood.question
    rows = store.query(question.cypher, understood.values)
    table = Table(tuple(rows.columns), tuple(tuple(map(settled, row)) for row in rows.rows))
    if understood.counting and question.counts:
        number = len({row[question.counts] for row in table.records()})
        counted = Table(("number", "of"), ((number, question.counts),))
        return Answer((Section("Number · 数目", counted), Section("Which · 明细", table)), understood.told())
    return Answer((Section("", table),), understood.told())


def answered(store: Store, understood: Understood) -> Answer:
    """What a command or the question's own Cypher answers; an empty answer where no article says so."""
    from .connect import connect
    from .dossier import dossier
    from .meet import meet
    from .overview import counts
    from .paths import Limits

    names = list(understood.names.values())
    since, until = understood.values.get("since", ""), understood.values.get("until", "")
    match understood.question.runs:
        case "connect":
            return connect(store, names[0], names[1], Limits(since=since, until=until))
        case "meet":
            return meet(store, names[0], since=since, until=until)
        case "show":
            return dossier(store, names[0])
        case "stats":
            return counts(store)
        case _:
            return ask(store, understood)


def shown(understood: Understood) -> str:
    """The Cypher that answers, with the values of its parameters."""
    values = "".join(f"\n// {name} = {value!r}" for name, value in sorted(understood.values.items()) if value != "")
    return (understood.question.cypher or f"guanxi {understood.question.runs}") + values


@cache
def questions() -> tuple[Question, ...]:
    """All kinds of questions, by name."""
    return tuple(_question(file.stem, file.read_text("utf-8")) for file in sorted(HERE.glob("*.cypher")))


# -- patterns ----------------------------------------------------------------------------------------------------------


def _question(name: str, text: str) -> Question:
    fields, cypher = header(text)
    slots = dict(map(_slot, fields.get("parameter", ())))
    patterns = tuple(re.compile(_regex(pattern, slots), re.IGNORECASE) for pattern in fields["asks"])
    columns = tuple(column.strip() for column in fields.get("columns", [""])[0].split(",") if column.strip())
    one = {key: values[0] for key, values in fields.items()}
    return Question(
        name,
        one["title"],
        one["标题"],
        tuple(fields.get("example", ())),
        patterns,
        slots,
        columns,
        one.get("counts", ""),
        one.get("runs", ""),
        cypher,
    )


def _slot(text: str) -> tuple[str, Slot]:
    told, _, doc = text.partition("|")
    name, kind = told.split("=")[0].split()
    return name, Slot(name, kind, doc.strip())


def _regex(pattern: str, slots: dict[str, Slot]) -> str:
    """A pattern as a regular expression: words for `<…>`, a named group for each slot."""
    pattern = re.sub(r"<(\w+)>", lambda m: _words()["macros"][m[1]], pattern)

    numbers = count()

    def group(match: re.Match[str]) -> str:
        kind = slots[match[1]].kind
        words = (word for key in _table(kind) for word in key.split("|")) if kind not in _NODES else [".+?"]
        # a slot may stand in several alternatives, a group just once
        return f"(?P<{match[1]}_{next(numbers)}>{'|'.join(sorted(words, key=len, reverse=True))})"

    return re.sub(r"\{(\w+)\}", group, pattern)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


@cache
def _table(kind: str) -> dict[str, Any]:
    """The words of a kind of slot (alternatives joined by |), and what each means."""
    table: dict[str, Any] = _words()["kind" if kind == "labels" else kind]
    if kind == "title":
        known = {word for key in table for word in key.split("|")}
        posts = (row["word"] for row in words_of("titles.tsv") if row["kind"] == "post" and len(row["word"]) > 1)
        table = table | {word: [word] for word in posts if word not in known}
    return table


@cache
def _meanings(kind: str) -> list[tuple[re.Pattern[str], Any]]:
    return [(re.compile(words, re.IGNORECASE), value) for words, value in _table(kind).items()]


def _meaning(kind: str, text: str) -> Any:
    return next(value for words, value in _meanings(kind) if words.fullmatch(text))


# -- reading a text ----------------------------------------------------------------------------------------------------

_CJK = "\u3400-\u9fff，。？！、：；“”《》（）"
_SPACES = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_ENDS = re.compile(r"^[\s,，:：]+|[\s?？!！。.,，;；]+$")
_PARTICLE = re.compile("[呢啊呀吗么吧]+$")


def _plain(text: str) -> tuple[str, bool]:
    """The question in simplified characters, without what is only polite; and whether it asks for a number."""
    text = " ".join(unicodedata.normalize("NFKC", simplified(text)).split())
    polite = re.compile(rf"^(?:{_words()['polite']})[,，:：\s]*", re.IGNORECASE)
    before = ""
    while before != text:
        before = text
        text = polite.sub("", _PARTICLE.sub("", _ENDS.sub("", text)))
    counting = bool(re.search(_words()["counting"]["words"], text, re.IGNORECASE))
    text = re.sub("^how many (?=people)", "which ", text, flags=re.IGNORECASE)
    return re.sub("^how many ", "which ", text, flags=re.IGNORECASE), counting


def _readings(text: str, today: date) -> Iterator[_Reading]:
    """All ways to take a text, those first of which the pattern explains most; as it stands, then without its time."""
    timeless, since, until = _without_time(text, today)
    found = [(text, "", "")] + ([(timeless, since, until)] if timeless != text else [])
    for words, first, last in found:
        # names are often written with blanks around them in an English sentence, and without any in a Chinese one
        forms = dict.fromkeys((words, _SPACES.sub("", words)))
        readings = [r for form in forms for r in _matching(form, first, last)]
        yield from sorted(readings, key=lambda r: -r.explained)


def _matching(text: str, since: str, until: str) -> Iterator[_Reading]:
    for question in questions():
        for pattern in question.patterns:
            if match := pattern.fullmatch(text):
                texts = {name.rpartition("_")[0]: value for name, value in match.groupdict().items() if value}
                names = sum(len(v) for name, v in texts.items() if question.slots[name].kind in _NODES)
                yield _Reading(question, texts, since, until, len(text) - names)


def _without_time(text: str, today: date) -> tuple[str, str, str]:
    """The text without what it says of a time, and from when until when that is."""
    for pattern, bounds in _TIMES:
        if match := pattern.search(text):
            since, until = _bounds(match, bounds, today)
            rest = " ".join((text[: match.start()] + text[match.end() :]).split())
            return _ENDS.sub("", rest), since, until
    return text, "", ""


_NUMERAL = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_YEAR = r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:份)?)?"
_TIMES = tuple(
    (re.compile(pattern, re.IGNORECASE), bounds)
    for pattern, bounds in (
        (r"(?:从|自|在)?(?P<y>\d{4})年?(?:到|至|-|—|~)(?P<last>\d{4})年(?:间|之间|期间)?[,，]?", "between"),
        (rf"(?:自从|自|从|在)?{_YEAR}(?:以来|以后|之后|至今|起|后|开始)[,，]?", "since"),
        (r"(?:在)?(?P<y>\d{4})年(?:以前|之前|前)[,，]?", "before"),
        (rf"(?:在|于)?{_YEAR}(?:里|间|中)?[,，]?", "in"),
        (r"(?:近|最近|过去)(?:的)?(?P<n>\d|[一二两三四五六七八九十])年(?:来|内|里|间)?[,，]?", "last"),
        (r"(?:在)?前年[,，]?", "2 ago"),
        (r"(?:在)?去年[,，]?|\blast year\b", "1 ago"),
        (r"(?:在)?今年(?:以来)?[,，]?|\bthis year\b", "0 ago"),
        (r"\b(?:between|from) (?P<y>\d{4}) (?:and|to|until) (?P<last>\d{4})\b", "between"),
        (r"\bsince (?P<y>\d{4})(?:-(?P<m>\d{1,2}))?\b", "since"),
        (r"\bafter (?P<y>\d{4})\b", "after"),
        (r"\bbefore (?P<y>\d{4})\b", "before"),
        (r"\b(?:in|during) (?P<y>\d{4})(?:-(?P<m>\d{1,2}))?\b", "in"),
    )
)
"""Ways to tell a time, and what bounds it has."""


def _bounds(match: re.Match[str], way: str, today: date) -> tuple[str, str]:
    """From when until when, as ISO texts of any precision; '' for no bound."""
    told = {name: value for name, value in match.groupdict().items() if value}
    year = int(told.get("y", today.year))
    month = f"{year}-{int(told['m']):02}" if "m" in told else str(year)
    match way:
        case "between":
            return str(year), told["last"]
        case "since":
            return month, ""
        case "after":
            return str(year + 1), ""
        case "before":
            return "", str(year - 1)
        case "in":
            return month, month
        case "last":
            return f"{year - (_NUMERAL.get(told['n']) or int(told['n']))}{today.isoformat()[4:]}", ""
        case _:
            return str(year - int(way[0])), str(year - int(way[0]))


# -- names and words ---------------------------------------------------------------------------------------------------


def _resolved(store: Store, reading: _Reading, counting: bool) -> Understood:
    """The reading with the nodes and values that its texts stand for."""
    question = reading.question
    values: dict[str, Any] = {}
    names: dict[str, Found] = {}
    for name, slot in question.slots.items():
        text = reading.texts.get(name, "")
        if slot.kind in _NODES:
            title = reading.texts.get("title", "")
            names[name] = found = _named(store, text, slot.kind, _meaning("title", title) if title else [])
            values[name] = _inside(store, found) if slot.kind == "region" else found.id
        elif slot.kind == "date":
            values[name] = getattr(reading, name)
        elif slot.kind == "labels":
            values[name] = _meaning("labels", text) if text else _every_label()
        else:
            values[name] = _meaning(slot.kind, text) if text else ""
    if len({found.id for found in names.values()}) < len(names):
        raise UsageProblem(f"{' and '.join(reading.texts.values())} are the same: {next(iter(names.values())).told()}")
    return Understood(question, values, names, counting)


def _every_label() -> list[str]:
    return list(_NODES["node"])


def _named(store: Store, text: str, kind: str, titles: list[str]) -> Found:
    """The one node of the kind that a text names. A place stands for its government, or its committee, with a title."""
    text = text.strip(" ,，的“”\"'《》「」").removeprefix("the ")
    found = _found(store, text, _NODES[kind])
    if kind == "body" and titles and not any(f.how in ("id", "name", "alias", "traditional") for f in found):
        found = _governing(store, text, titles) or found
    if not found:
        raise nothing(store, text)
    surest = [f for f in found if f.how == found[0].how]
    if len(surest) > 1:
        choice = "".join(f"\n  {f.told()}" for f in surest[:20])
        raise UsageProblem(f"{text!r} may be one of several, name one by its full name:{choice}")
    return surest[0]


def _governing(store: Store, place: str, titles: list[str]) -> list[Found]:
    """The government of the place, or its committee, whichever has these titles."""
    form = "中共{}委员会" if any(title.endswith("书记") for title in titles) else "{}人民政府"
    places = [f for f in _found(store, place, ("Region",)) if f.how != "part"]
    return [f for at in places for f in find(store, form.format(at.name)) if f.how in ("name", "alias")]


_SURE = ("id", "name", "alias", "traditional", "part", "pinyin")


def _found(store: Store, text: str, labels: Iterable[str]) -> list[Found]:
    """The nodes of these labels that the text names, surest first; a single character names nobody by a part."""
    if not text:
        return []
    found = [f for label in labels for f in find(store, f"{label}:{text}", limit=30) if f.how in _SURE]
    if len(text) < 2:
        found = [f for f in found if f.how in ("name", "alias")]
    return sorted(found, key=lambda f: _SURE.index(f.how))


def _inside(store: Store, region: Found) -> list[str]:
    """The ids of a region and of those inside it."""
    from .dossier import regions_inside

    index = store.index()
    inside = regions_inside(index.ties, index.numbers([region.id])[region.id])
    return sorted(node.id for node in index.nodes(inside).values())
