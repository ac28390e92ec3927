"""Facts as a language model reads them: the second reader, `guanxi extract --llm MODEL`.

It gives what `extract` gives, an `ArticleGraph` for each article, and believes the model nothing: a name that the text
does not have is no node, a relationship whose sentence the text does not have is no edge, and what the schema does not
allow is left out. What is left out is counted in `Dropped`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any, cast

import orjson

from ..graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node, digest
from ..graph.schema import schema
from .cleaning import Clean, clean
from .documents import Document, Unreadable, documents
from .drawing import sentence_around
from .endpoint import Endpoint, NoAnswer
from .reading import parts_of

AT_ONCE = 4  # articles
# characters of an article that are asked for at once: dense news of this length takes an answer of 5,000 tokens
PIECE = 1500
SHORTEST_PIECE = 200  # characters; a piece whose answer is cut is asked for in smaller ones down to this
SHORTEST_QUOTE = 4  # characters; what is shorter stands in any text
NAMES_TOLD = 40  # of earlier pieces, with a further one
# tokens of the answer for one of the text: what the other reader finds in tests/corpus/dev takes 3.2, written so
ANSWERED = 3
AS_WRITTEN = frozenset(("title", "role", "document", "share"))  # properties that the text must have
STATUS = frozenset(("planned", "past"))


@dataclass
class Dropped:
    """What the model said and the text or the schema does not bear out."""

    quotes: int = 0
    names: int = 0
    ends: int = 0

    def add(self, other: Dropped) -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def __str__(self) -> str:
        return (
            f"{self.quotes} relationships whose sentence the text does not have, {self.ends} whose ends are not known "
            f"or do not fit, {self.names} names that the text does not have"
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """For a million tokens each, in a currency of the user's."""

    asked: float
    answered: float

    def of(self, asked: float, answered: float) -> float:
        return (asked * self.asked + answered * self.answered) / 1e6


@dataclass
class Questions:
    """The questions that some paths give. Iterating asks them, a few articles at once, and yields in order."""

    endpoint: Endpoint
    items: list[Document | ArticleGraph | Unreadable]
    at_once: int = AT_ONCE
    prices: Prices | None = None
    dropped: Dropped = field(default_factory=Dropped)

    @classmethod
    def of(
        cls,
        paths: Iterable[str],
        model: str,
        at_once: int = AT_ONCE,
        prices: Prices | None = None,
        fields: Mapping[str, str] | None = None,
        fetch: bool = False,
    ) -> Questions:
        """Raises InputError where the environment names no endpoint or key."""
        return cls(Endpoint.of_environment(model), list(documents(paths, fields, fetch)), at_once, prices)

    def __iter__(self) -> Iterator[ArticleGraph | Unreadable]:
        """Raises InputError as soon as no question can be answered: a wrong key, model or address."""
        pool = ThreadPoolExecutor(self.at_once)
        try:
            for graph, dropped in pool.map(self._read, self.items):
                self.dropped.add(dropped)
                yield graph
        finally:
            pool.shutdown(cancel_futures=True)

    def _read(self, item: Document | ArticleGraph | Unreadable) -> tuple[ArticleGraph | Unreadable, Dropped]:
        if not isinstance(item, Document):
            return item, Dropped()
        account = Account(item, clean(item.text))
        try:
            for start, end in parts_of(account.clean.text, PIECE):
                ask(self.endpoint, account, start, end)
        except NoAnswer as problem:
            return Unreadable(item.path, str(problem)), Dropped()
        return account.graph(f"llm.{self.endpoint.model}"), account.dropped

    def estimate(self) -> str:
        """A line: how many questions, about how many tokens, and for how much."""
        texts = [item.text for item in self.items if isinstance(item, Document)]
        pieces = sum(1 for text in texts for _ in parts_of(text, PIECE))
        said = sum(map(tokens, texts))
        asked, answered = said + pieces * tokens(system()), round(said * ANSWERED)
        return (
            f"{len(texts)} articles, {pieces} questions to {self.endpoint.model}: "
            f"about {asked:,} tokens in and {answered:,} out{self._cost(asked, answered)}"
        )

    def summary(self) -> Iterator[str]:
        """Lines: what was used, and what was left out of the answers."""
        used = self.endpoint.usage
        if used.calls:
            counted = f"{used.asked:,} tokens in and {used.answered:,} out{self._cost(used.asked, used.answered)}"
            without = f" ({used.uncounted} answers came without a count)" if used.uncounted else ""
            yield f"{self.endpoint.model} took {counted}, in {used.calls} answers{without}"
        if any(vars(self.dropped).values()):
            yield f"left out: {self.dropped}"

    def _cost(self, asked: int, answered: int) -> str:
        return f", for {self.prices.of(asked, answered):.4f}" if self.prices else ""


def tokens(text: str) -> int:
    """About how many tokens a text is, rather more than fewer: one for a Chinese character, one for four others."""
    narrow = sum(map(str.isascii, text))
    return len(text) - narrow + narrow // 4


@cache
def _words() -> Mapping[str, str]:
    return tomllib.loads(files(__name__.rpartition(".")[0]).joinpath("llm.toml").read_text("utf-8"))


@cache
def system() -> str:
    """What the model is told, with the labels and types of the schema."""
    labels = [f"- {label.name}: {label.doc}" for label in schema().labels.values() if label.name != "Article"]
    types: list[str] = []
    for each in schema().relationships.values():
        if each.name == "MENTIONS":
            continue
        ends: dict[str, list[str]] = {}
        for source, target in sorted(each.ends):
            ends.setdefault(source, []).append(target)
        told = "; ".join(f"{source} → {'|'.join(targets)}" for source, targets in ends.items())
        having = f"; properties: {', '.join(each.properties)}" if each.properties else ""
        types.append(f"- {each.name} ({each.doc}): {told}{having}")
    return _words()["system"].strip().replace("{labels}", "\n".join(labels)).replace("{types}", "\n".join(types))


def ask(endpoint: Endpoint, account: Account, start: int, end: int) -> None:
    """Ask for one piece of an article, and put the answer into its account; a cut answer is asked for in halves.

    Raises NoAnswer where there is none, or none in JSON at the second time either.
    """
    text = account.clean.text[start:end]
    if not text.strip():
        return
    earlier = "、".join(list(dict.fromkeys(named.name for named in account.named))[:NAMES_TOLD])
    question = _words()["known"].strip().replace("{names}", earlier) + f"\n\n{text}" if earlier else text
    for _ in range(2):
        reply = endpoint.ask(system(), question)
        if (answer := parsed(reply.text)) is not None:
            account.take(answer, start)
            return
        if reply.cut and len(text) > SHORTEST_PIECE:
            for first, last in parts_of(text, max(SHORTEST_PIECE, len(text) * 2 // 3)):
                ask(endpoint, account, start + first, start + last)
            return
    raise NoAnswer(f"{endpoint.model} answered no JSON as it was asked for, twice; try again, or another model")


def parsed(text: str) -> dict[str, Any] | None:
    """The object in a model's answer, without what it thinks aloud and the fence around; None where there is none."""
    text = re.sub(r"\A.*</think>", "", text, flags=re.DOTALL)
    try:
        answer: Any = orjson.loads(text[text.find("{") : text.rfind("}") + 1])
    except orjson.JSONDecodeError:
        return None
    return cast("dict[str, Any]", answer) if "entities" in answer or "relations" in answer else None


@dataclass
class Named:
    """Somebody or something that the text names; `surfaces` are the forms, the name first."""

    label: str
    name: str
    surfaces: dict[str, None]


@dataclass
class Account:
    """What was answered for one article, as far as its text bears it out."""

    document: Document
    clean: Clean
    named: list[Named] = field(default_factory=list[Named])
    numbers: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])  # by label and surface
    edges: dict[tuple[str, ...], Edge] = field(default_factory=dict[tuple[str, ...], Edge])
    dropped: Dropped = field(default_factory=Dropped)

    def take(self, answer: dict[str, Any], start: int) -> None:
        """Add what the model answered for the piece that begins at `start` of the clean text."""
        ids: dict[str, int] = {}
        for entity in _objects(answer.get("entities")):
            number = self._entity(entity)
            if number is not None:
                ids[_said(entity, "id")] = number
        for relation in _objects(answer.get("relations")):
            self._relation(relation, ids, start)

    def _entity(self, entity: dict[str, Any]) -> int | None:
        label, name = _said(entity, "label"), _said(entity, "name")
        if label not in schema().labels or label == "Article" or not self._has(name):
            self.dropped.names += 1
            return None
        aliases = entity.get("aliases")
        others = [a.strip() for a in cast("list[Any]", aliases) if isinstance(a, str)] if type(aliases) is list else []
        found = dict.fromkeys((name, *filter(self._has, others)))
        self.dropped.names += len({*others} - {*found})
        number = next((self.numbers[label, form] for form in found if (label, form) in self.numbers), len(self.named))
        if number == len(self.named):
            self.named.append(Named(label, name, {}))
        self.named[number].surfaces |= found
        for form in found:
            self.numbers.setdefault((label, form), number)
        return number

    def _has(self, name: str) -> bool:
        return len(name) > 1 and name in self.clean.text

    def _relation(self, relation: dict[str, Any], ids: dict[str, int], start: int) -> None:
        type_ = _said(relation, "type")
        source, target = ids.get(_said(relation, "source")), ids.get(_said(relation, "target"))
        if source is None or target is None or source == target or type_ == "MENTIONS":
            self.dropped.ends += 1
            return
        if not schema().allows(type_, self.named[source].label, self.named[target].label):
            self.dropped.ends += 1
            return
        if (place := self._place(_said(relation, "evidence"), start)) is None:
            self.dropped.quotes += 1
            return
        known = schema().relationships[type_]
        properties = {
            key: said for key in known.properties if (said := _said(relation, key)) and self._bears(key, said)
        }
        if _said(relation, "status") in STATUS:
            properties["status"] = _said(relation, "status")
        if self.document.date and type_ not in ("PART_OF", "LOCATED_IN"):
            properties["date"] = self.document.date
        first, last = self.clean.original(*sentence_around(self.clean.text, *place))
        evidence = Evidence(self.document.text[first:last], first, last)
        ends = (str(source), str(target)) if known.directed else tuple(sorted((str(source), str(target))))
        key = (type_, *ends, properties.get("title", "") + properties.get("share", ""))
        self.edges.setdefault(key, Edge(type_, f"n{source + 1}", f"n{target + 1}", properties, evidence, ""))

    def _bears(self, key: str, said: str) -> bool:
        return key not in AS_WRITTEN or all(part in self.clean.text for part in said.split("、"))

    def _place(self, quote: str, start: int) -> tuple[int, int] | None:
        """Where the clean text has a quote, from `start` on if it is there; line breaks and blanks do not count."""
        text = self.clean.text
        for said in dict.fromkeys((quote, clean(quote).text)):
            said = "".join(said.split())
            if len(said) < SHORTEST_QUOTE:
                continue
            pattern = re.compile(r"\s*".join(map(re.escape, said)))
            if found := pattern.search(text, start) or pattern.search(text):
                return found.start(), found.end() - (found[0][-1] in "。！？")  # whose sentence it ends
        return None

    def graph(self, rule: str) -> ArticleGraph:
        """The article's graph, with every place of every name, the longer names first."""
        d = self.document
        article = Article(d.id, d.source, d.title, d.date, digest(d.text), d.publisher, d.url)
        nodes = tuple(Node(f"n{i}", n.label, n.name, tuple(n.surfaces)) for i, n in enumerate(self.named, 1))
        edges = tuple(Edge(e.type, e.source, e.target, e.properties, e.evidence, rule) for e in self.edges.values())
        return ArticleGraph(article, nodes, self._mentions(), edges)

    def _mentions(self) -> tuple[Mention, ...]:
        text = self.clean.text
        of: dict[str, int] = {}
        for number, named in enumerate(self.named):
            for form in named.surfaces:
                of.setdefault(form, number)
        found: list[tuple[int, int, int]] = []
        if of:
            pattern = re.compile("|".join(map(re.escape, sorted(of, key=len, reverse=True))))
            found = [(*m.span(), of[m[0]]) for m in pattern.finditer(text)]
        seen = {number for _, _, number in found}
        for number, named in enumerate(self.named):
            if number not in seen:  # it stands only inside other names: 岚山市 in 岚山市科技局
                at = text.index(named.name)
                found.append((at, at + len(named.name), number))
        mentions: list[Mention] = []
        for start, end, number in sorted(found):
            first, last = self.clean.original(start, end)
            mentions.append(Mention(f"n{number + 1}", self.document.text[first:last], first, last))
        return tuple(mentions)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in cast("list[Any]", value) if isinstance(each, dict)] if isinstance(value, list) else []


def _said(of: dict[str, Any], key: str) -> str:
    """A text of the model's answer; '' where it has none, or something that is no text or number."""
    value = of.get(key)
    return str(value).strip() if isinstance(value, str | int | float) else ""
