"""From a document to the facts that it tells: the phases, in order.

clean      the text without pinyin, in simplified characters, with the way back to its offsets
words      tokens: what the lexicon knows, and what lies between
people     names of people
bodies     names of organisations and happenings, from their heads leftwards
cast       who is who: full and short forms, what points back, the happening that is reported
posts      which title at which body a person holds
clauses    what people and bodies do: speak, attend, organise, sign, meet, found, invest, join
graph      nodes, mentions and edges with their evidence in the original text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node, digest
from ..graph.schema import schema
from .account import Fact
from .bodies import Bodies, BodyName
from .cast import Member
from .clauses import Clauses
from .cleaning import Clean, clean
from .documents import Document
from .gathering import gather
from .lexicon import Lexicon, lexicon
from .lost import restored
from .people import People, PersonName
from .posts import Post, Posts
from .scene import Scene
from .tokens import Tokens, overlay, rejoin, tokenize


@dataclass
class Reading:
    """The state that the phases hand on."""

    document: Document
    lexicon: Lexicon
    clean: Clean = field(default_factory=lambda: Clean(""))
    tokens: Tokens = field(default_factory=lambda: Tokens("", "", [], []))
    people: list[PersonName] = field(default_factory=list[PersonName])
    bodies: list[BodyName] = field(default_factory=list[BodyName])
    scene: Scene | None = None
    post_reader: Posts | None = None
    posts: list[Post] = field(default_factory=list[Post])
    facts: list[Fact] = field(default_factory=list[Fact])
    graph: ArticleGraph | None = None
    keys: list[str] = field(default_factory=list[str])


def cleaned(reading: Reading) -> None:
    reading.clean = restored(clean(reading.document.text), reading.lexicon)


def words(reading: Reading) -> None:
    reading.tokens = tokenize(reading.clean.text, reading.lexicon)


def people(reading: Reading) -> None:
    reading.people = People(reading.tokens, reading.lexicon).run()
    spans = [(n.start, n.end, "N" if n.anchor == "byline" else "P") for n in reading.people]
    reading.tokens = rejoin(overlay(reading.tokens, spans), reading.lexicon, [end for _, end, _ in spans])


def bodies(reading: Reading) -> None:
    reading.bodies = Bodies(reading.tokens, reading.lexicon).run()


def cast(reading: Reading) -> None:
    """Lead every name to its node, the longest organisations first, and find the article's happening."""
    reading.scene = gather(reading.tokens, reading.lexicon, reading.people, reading.bodies, reading.document.title)


def posts(reading: Reading) -> None:
    assert reading.scene is not None
    reading.post_reader = Posts(reading.scene)
    reading.posts = reading.post_reader.run()


def clauses(reading: Reading) -> None:
    assert reading.scene is not None and reading.post_reader is not None
    reading.facts = Clauses(reading.scene, reading.post_reader).run()


def graph(reading: Reading) -> None:
    """Nodes that take part in a fact, their mentions, and the facts as edges."""
    assert reading.scene is not None
    document, scene = reading.document, reading.scene
    text = document.text
    article = Article(
        document.id, document.source, document.title, document.date, digest(text), document.publisher, document.url
    )
    ids: dict[str, str] = {}
    nodes: list[Member] = []

    def node(member: Member) -> str:
        if member.key not in ids:
            ids[member.key] = f"n{len(ids) + 1}"
            nodes.append(member)
        return ids[member.key]

    def evidence(start: int, end: int) -> Evidence:
        s, e = reading.clean.original(*sentence_around(reading.clean.text, start, end))
        return Evidence(text[s:e], s, e)

    edges: list[Edge] = []
    seen: set[tuple[str, str, str, str]] = set()

    def edge(
        kind: str, source: Member, target: Member, properties: dict[str, str], start: int, end: int, rule: str
    ) -> None:
        key = (kind, source.key, target.key, properties.get("title", "") + properties.get("share", ""))
        if key in seen or source is target or not schema().allows(kind, source.label, target.label):
            return
        seen.add(key)
        if document.date and kind not in ("PART_OF", "LOCATED_IN"):
            properties.setdefault("date", document.date)
        edges.append(Edge(kind, node(source), node(target), properties, evidence(start, end), rule))

    for post in reading.posts:
        if post.body is None:
            continue
        properties = {k: v for k, v in (("title", post.title), ("status", post.status)) if v}
        edge("MEMBER_OF", post.person, post.body, properties, post.start, post.end, post.rule)
    for fact in reading.facts:
        edge(fact.type, fact.source, fact.target, dict(fact.properties), fact.start, fact.end, fact.rule)
    places: dict[str, tuple[int, int]] = {}
    for member, start, end in scene.mentions:
        places.setdefault(member.key, (start, end))
    for member in list(nodes):
        if member.parent is not None and member.key in places:
            start, end = places[member.key]
            edge("PART_OF", member, member.parent, {}, start, end, "part.named")
    for member in list(nodes):
        if member.region is not None and member.key in places and member.label not in ("Region", "Event", "Person"):
            start, end = places[member.key]
            edge("LOCATED_IN", member, scene.region_member(member.region), {}, start, end, "located.named")
            places.setdefault(scene.region_member(member.region).key, (start, end))
    i = 0
    while i < len(nodes):
        member = nodes[i]
        i += 1
        if member.label == "Region" and member.region is not None and member.key in places:
            above = scene.lexicon.up(member.region)[1:]
            if above:
                start, end = places[member.key]
                parent = scene.region_member(above[0])
                places.setdefault(parent.key, (start, end))
                edge("PART_OF", member, parent, {}, start, end, "region.above")
    for member, _, _ in scene.mentions:  # named, though nothing is said of it: a node without an edge
        if member.label == "Person" or (member.sure and member.label != "Media" and not NOT_NAMED.search(member.name)):
            node(member)
    mentions: list[Mention] = []
    spans: set[tuple[str, int, int]] = set()
    for member, start, end in sorted(scene.mentions, key=lambda m: (m[1], m[2])):
        if member.key in ids:
            s, e = reading.clean.original(start, end)
            if (member.key, s, e) not in spans:
                spans.add((member.key, s, e))
                mentions.append(Mention(ids[member.key], text[s:e], s, e))
    made = tuple(Node(ids[m.key], m.label, m.name, tuple(dict.fromkeys([*m.surfaces]))) for m in nodes)
    reading.graph = ArticleGraph(article, made, tuple(mentions), tuple(edges))
    reading.keys = [member.key for member in nodes]


SENTENCE_END = re.compile(r"[。！？\n]")
# what policy phrases name, and what holds a number, is no node by its name alone
NOT_NAMED = re.compile(r"^(?:中共中央|国务院|中国共产党)$|\d")
# characters; a longer article is read in parts, so that what the reader compares with all that it has found (short
# forms, words that point back) takes time in proportion
LONGEST_PART = 30_000
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


PHASES: tuple[Callable[[Reading], None], ...] = (cleaned, words, people, bodies, cast, posts, clauses, graph)


def read(document: Document) -> ArticleGraph:
    """What one document says."""
    if len(document.text) <= LONGEST_PART:
        return graph_of(document)[0]
    parts = ((start, replace(document, text=document.text[start:end])) for start, end in parts_of(document.text))
    return joined(document, ((start, *graph_of(part)) for start, part in parts))


def graph_of(document: Document) -> tuple[ArticleGraph, list[str]]:
    """What a document says that is read as a whole, and the key of each node."""
    reading = Reading(document, lexicon())
    for phase in PHASES:
        phase(reading)
    assert reading.graph is not None
    return reading.graph, reading.keys


def parts_of(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of a long text that are read one by one, cut between lines or sentences where that can be."""
    start = 0
    while len(text) - start > LONGEST_PART:
        near, far = start + LONGEST_PART // 2, start + LONGEST_PART
        end = (text.rfind("\n", near, far) + 1) or (text.rfind("。", near, far) + 1) or far
        yield start, end
        start = end
    yield start, len(text)


def joined(document: Document, parts: Iterable[tuple[int, ArticleGraph, list[str]]]) -> ArticleGraph:
    """The graph of a document from those of its parts: what has one label and key is one node."""
    nodes: dict[tuple[str, str], Node] = {}
    mentions: list[Mention] = []
    edges: dict[tuple[str, str, str, str], Edge] = {}
    article: Article | None = None
    for start, part, keys in parts:
        article = article or replace(part.article, digest=digest(document.text))
        ids: dict[str, str] = {}
        for node, key in zip(part.nodes, keys, strict=True):
            known = nodes.get((node.label, key)) or replace(node, id=f"n{len(nodes) + 1}")
            aliases = tuple(dict.fromkeys((*known.aliases, *node.aliases)))
            nodes[node.label, key] = replace(known, aliases=aliases)
            ids[node.id] = known.id
        mentions += [replace(m, node=ids[m.node], start=m.start + start, end=m.end + start) for m in part.mentions]
        for e in part.edges:
            source, target, said = ids[e.source], ids[e.target], e.evidence
            moved = replace(said, start=said.start + start, end=said.end + start)
            key = (e.type, source, target, e.properties.get("title", "") + e.properties.get("share", ""))
            edges.setdefault(key, replace(e, source=source, target=target, evidence=moved))
    assert article is not None
    return ArticleGraph(article, tuple(nodes.values()), tuple(mentions), tuple(edges.values()))
