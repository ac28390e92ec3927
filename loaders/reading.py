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

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..graph.model import Article, ArticleGraph, Edge, Mention, Node, digest
from .account import Fact
from .bodies import Bodies, BodyName
from .clauses import Clauses
from .cleaning import Clean, clean
from .documents import Document
from .drawing import Drawing
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
    assert reading.scene is not None
    drawing = Drawing(reading.document, reading.clean, reading.scene)
    reading.graph = drawing.draw(reading.posts, reading.facts)
    reading.keys = [member.key for member in drawing.nodes]


# characters; a longer article is read in parts, so that what the reader compares with all that it has found (short
# forms, words that point back) takes time in proportion
LONGEST_PART = 30_000

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


def parts_of(text: str, longest: int = LONGEST_PART) -> Iterator[tuple[int, int]]:
    """The pieces of a long text that are read one by one, cut between lines or sentences where that can be."""
    start = 0
    while len(text) - start > longest:
        near, far = start + longest // 2, start + longest
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
