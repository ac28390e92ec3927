"""The graph of one document: nodes that take part in a fact or are named for sure, their mentions, facts as edges."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from ..graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node, digest
from ..graph.schema import schema
from .account import Fact
from .cast import Member
from .cleaning import Clean
from .documents import Document
from .posts import Post
from .scene import Scene

SENTENCE_END = re.compile(r"[。！？\n]")
# what policy phrases name, and what holds a number, is no node by its name alone
NOT_NAMED = re.compile(r"^(?:中共中央|国务院|中国共产党)$|\d")
NO_SEAT = ("Region", "Event", "Person")
LONGEST = 400  # characters; of a longer sentence only the clause is quoted


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds `start:end`, its final mark included; of an endless one the part between commas."""
    begin = max(text.rfind(mark, max(0, start - LONGEST), start) for mark in "。！？\n") + 1
    m = SENTENCE_END.search(text, end, end + LONGEST)
    stop = min(len(text), end + LONGEST) if m is None else m.start() + (text[m.start()] != "\n")
    if stop - begin > LONGEST:
        begin = max(text.rfind(mark, max(0, start - 80), start) for mark in "。！？\n，；") + 1 or max(0, start - 80)
        m = re.compile(r"[。！？\n，；]").search(text, end, end + 80)
        stop = m.start() if m else min(len(text), end + 80)
    while begin < start and text[begin] in " ”\n　":
        begin += 1
    while stop > end and text[stop - 1] in " \n":
        stop -= 1
    return begin, stop


@dataclass
class Drawing:
    """What stands in the graph so far; a node comes with its first edge, and has the number of its coming."""

    document: Document
    clean: Clean
    scene: Scene
    ids: dict[str, str] = field(default_factory=dict[str, str])  # by the key of the member
    nodes: list[Member] = field(default_factory=list[Member])
    edges: list[Edge] = field(default_factory=list[Edge])
    seen: set[tuple[str, str, str, str]] = field(default_factory=set[tuple[str, str, str, str]])
    places: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])  # first mentions, by key

    def draw(self, posts: Iterable[Post], facts: Iterable[Fact]) -> ArticleGraph:
        """The whole graph, with the facts first."""
        for post in posts:
            if post.body is not None:
                properties = {k: v for k, v in (("title", post.title), ("status", post.status)) if v}
                self.edge("MEMBER_OF", post.person, post.body, properties, (post.start, post.end), post.rule)
        for fact in facts:
            self.edge(fact.type, fact.source, fact.target, dict(fact.properties), (fact.start, fact.end), fact.rule)
        for member, start, end in self.scene.mentions:
            self.places.setdefault(member.key, (start, end))
        self.parents()
        self.regions()
        for member, _, _ in self.scene.mentions:  # named, though nothing is said of it: a node without an edge
            sure = member.sure and member.label != "Media" and not NOT_NAMED.search(member.name)
            if member.label == "Person" or sure:
                self.node(member)
        d = self.document
        article = Article(d.id, d.source, d.title, d.date, digest(d.text), d.publisher, d.url)
        nodes = tuple(Node(self.ids[m.key], m.label, m.name, tuple(dict.fromkeys([*m.surfaces]))) for m in self.nodes)
        return ArticleGraph(article, nodes, self.mentions(), tuple(self.edges))

    def node(self, member: Member) -> str:
        """The id of a member's node."""
        if member.key not in self.ids:
            self.ids[member.key] = f"n{len(self.ids) + 1}"
            self.nodes.append(member)
        return self.ids[member.key]

    def edge(
        self, kind: str, source: Member, target: Member, properties: dict[str, str], span: tuple[int, int], rule: str
    ) -> None:
        """Add an edge that the schema allows, once."""
        key = (kind, source.key, target.key, properties.get("title", "") + properties.get("share", ""))
        if key in self.seen or source is target or not schema().allows(kind, source.label, target.label):
            return
        self.seen.add(key)
        if self.document.date and kind not in ("PART_OF", "LOCATED_IN"):
            properties.setdefault("date", self.document.date)
        ends = self.node(source), self.node(target)
        self.edges.append(Edge(kind, *ends, properties, self.evidence(*span), rule))

    def evidence(self, start: int, end: int) -> Evidence:
        s, e = self.clean.original(*sentence_around(self.clean.text, start, end))
        return Evidence(self.document.text[s:e], s, e)

    def parents(self) -> None:
        """What a body is part of by its name."""
        for member in list(self.nodes):
            if member.parent is not None and member.key in self.places:
                self.edge("PART_OF", member, member.parent, {}, self.places[member.key], "part.named")

    def regions(self) -> None:
        """Where bodies sit, and what those places lie in, up to the province."""
        for member in list(self.nodes):
            if member.key not in self.places or member.label in NO_SEAT:
                continue
            if (region := member.region or self.scene.lexicon.seat(member.name)) is not None:
                place = self.scene.region_member(region)
                span = self.places[member.key]
                self.edge("LOCATED_IN", member, place, {}, span, "located.named")
                self.places.setdefault(place.key, span)
        for member in self.nodes:  # grows while it is read
            if member.label != "Region" or member.region is None or member.key not in self.places:
                continue
            if above := self.scene.lexicon.up(member.region)[1:]:
                span = self.places[member.key]
                place = self.scene.region_member(above[0])
                self.places.setdefault(place.key, span)
                self.edge("PART_OF", member, place, {}, span, "region.above")

    def mentions(self) -> tuple[Mention, ...]:
        """Where the nodes are named, in the order of the text."""
        found: dict[tuple[str, int, int], Mention] = {}
        for member, start, end in sorted(self.scene.mentions, key=itemgetter(1, 2)):
            if member.key in self.ids:
                s, e = self.clean.original(start, end)
                if (member.key, s, e) not in found:
                    found[member.key, s, e] = Mention(self.ids[member.key], self.document.text[s:e], s, e)
        return tuple(found.values())
