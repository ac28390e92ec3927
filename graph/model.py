"""The facts that one article tells: the contract between the readers and everything behind them.

`ArticleGraph.to_json` is what `guanxi extract --format jsonl` prints and `guanxi load` accepts.
Offsets are characters of the original, uncleaned text, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

Properties = dict[str, str]


class InputError(Exception):
    """An input that cannot be read or is not what it claims to be. The message names it and says what to do."""


@dataclass(frozen=True)
class Article:
    """A document. `id` is stable for one source; `digest` changes when its text does."""

    id: str
    source: str
    title: str = ""
    date: str = ""
    digest: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Node:
    """A person, organisation, region or event of one article. `aliases` are all forms that it uses."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """One place where the article names a node."""

    node: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Evidence:
    """The sentence or clause that says it: `text` is the original text's slice `start:end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Edge:
    """A typed relationship between two nodes of the article, with its evidence and the rule that read it."""

    type: str
    source: str
    target: str
    properties: Properties
    evidence: Evidence
    rule: str


@dataclass(frozen=True)
class ArticleGraph:
    """All that one article says."""

    article: Article
    nodes: tuple[Node, ...] = ()
    mentions: tuple[Mention, ...] = ()
    edges: tuple[Edge, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one line of `extract --format jsonl`."""
        article = {k: v for k, v in vars(self.article).items() if v or k in ("id", "source", "title", "date")}
        return {
            "article": article,
            "nodes": [{**vars(n), "aliases": list(n.aliases)} for n in self.nodes],
            "mentions": [vars(m) for m in self.mentions],
            "edges": [{**vars(e), "evidence": vars(e.evidence)} for e in self.edges],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ArticleGraph:
        """Read back what `to_json` made. Raises InputError where a field is missing or of another kind."""
        try:
            known = Article.__dataclass_fields__
            article = Article(**{k: str(v) for k, v in data["article"].items() if k in known})
            return cls(
                article,
                tuple(Node(n["id"], n["label"], n["name"], tuple(n.get("aliases", ()))) for n in data["nodes"]),
                tuple(Mention(m["node"], m["text"], m["start"], m["end"]) for m in data["mentions"]),
                tuple(
                    Edge(
                        e["type"],
                        e["source"],
                        e["target"],
                        dict(e.get("properties", {})),
                        Evidence(**e["evidence"]),
                        e.get("rule", ""),
                    )
                    for e in data["edges"]
                ),
            )
        except (KeyError, TypeError, AttributeError) as problem:
            raise InputError(f"not an article graph as `guanxi extract` prints it ({problem!r})") from problem


def digest(text: str) -> str:
    """A short stable fingerprint of a text (16 hexadecimal digits of BLAKE2b)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
