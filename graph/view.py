"""The page: a picture of a graph as one HTML file that can be mailed and works offline.

    picture_of(store, …)  →  Picture  →  render(picture)  →  HTML

pyvis's Network holds nodes, lines and options and fills the template of `page/`; vis-network, which
pyvis bundles, draws. Everything is inside the file and nothing is fetched. Positions are computed here
(`layout.py`), so the page opens at once and looks the same every time.

The text of articles is hostile until shown otherwise: it reaches the page only as JSON, with every `<`
written as `\\u003c`, and the scripts only ever set it as textContent.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
import tomllib
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .layout import Box, lay_out, place_beside
from .model import Article, ArticleGraph, Edge, Node
from .schema import schema

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("graph.js", "paint.js", "scene.js", "panels.js", "page.js")
# Evidence is four fifths of a large page; below this many bytes packing it is not worth the wait.
PACK_ABOVE = 200_000
# provenance is told in the panels and not drawn
NOT_DRAWN = "MENTIONS"
REGION_IN_REGION = "PART_OF/Region"

VIS_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 0,
        "multiselect": False,
        "zoomSpeed": 0.8,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 1.5, "labelHighlightBold": False},
    "edges": {"smooth": False, "width": 1.3, "hoverWidth": 0.8, "selectionWidth": 0.8},
}


@dataclass(frozen=True)
class Statement:
    """One edge as one article says it. `article` is the id of the article."""

    edge: Edge
    article: str


@dataclass(frozen=True)
class Picture:
    """What a page shows. `left_out_*` count what the graph holds and the picture, for its size, does not."""

    nodes: tuple[Node, ...]
    statements: tuple[Statement, ...]
    articles: tuple[Article, ...]
    left_out_nodes: int = 0
    left_out_lines: int = 0
    seeds: tuple[str, ...] = field(default=())

    @classmethod
    def of_articles(cls, graphs: Iterable[ArticleGraph]) -> Picture:
        """The picture of articles as they were read, nodes with equal ids being one."""
        nodes: dict[str, Node] = {}
        articles: dict[str, Article] = {}
        statements: list[Statement] = []
        for graph in graphs:
            articles[graph.article.id] = graph.article
            for node in graph.nodes:
                known = nodes.get(node.id)
                aliases = node.aliases if known is None else tuple(dict.fromkeys(known.aliases + node.aliases))
                nodes[node.id] = Node(node.id, node.label, known.name if known else node.name, aliases)
            statements += [Statement(edge, graph.article.id) for edge in graph.edges]
        return cls(tuple(nodes.values()), tuple(statements), tuple(articles.values()))

    def most_telling(self, limit: int) -> Picture:
        """The picture with at most `limit` nodes: the seeds, then those nearest to them, then the most central."""
        drawn = [node for node in self.nodes if node.label != "Article"]
        if len(drawn) <= limit:
            return self
        lines = _lines(self, {node.id: i for i, node in enumerate(drawn)}, drawn)
        rank = _rank(drawn, lines)
        distance = _distances(len(drawn), lines, [i for i, node in enumerate(drawn) if node.id in set(self.seeds)])
        order = sorted(range(len(drawn)), key=lambda i: (distance[i], -rank[i], drawn[i].id))
        kept = {drawn[i].id for i in order[:limit]}
        statements = tuple(s for s in self.statements if s.edge.source in kept and s.edge.target in kept)
        used = {statement.article for statement in statements}
        kept_lines = sum(drawn[a].id in kept and drawn[b].id in kept for a, b, _ in lines)
        return Picture(
            tuple(node for node in drawn if node.id in kept),
            statements,
            tuple(article for article in self.articles if article.id in used),
            self.left_out_nodes + len(drawn) - limit,
            self.left_out_lines + len(lines) - kept_lines,
            self.seeds,
        )


def render(picture: Picture, *, title: str = "guanxi · 关系", language: str = "zh", max_nodes: int = 50_000) -> str:
    """The picture as one HTML file (UTF-8 text; write it as such). `language` is "zh" or "en", switchable there."""
    from pyvis.network import Network  # pulls IPython in: 0.2 s that only this command should pay

    picture = picture.most_telling(max_nodes)
    nodes = [node for node in picture.nodes if node.label != "Article"]
    lines = _lines(picture, {node.id: i for i, node in enumerate(nodes)}, nodes)
    rank = _rank(nodes, lines)
    # the most central first: the page takes the order for the rank
    order = sorted(range(len(nodes)), key=lambda i: (-rank[i], nodes[i].id))
    nodes = [nodes[i] for i in order]
    lines = _lines(picture, {node.id: i for i, node in enumerate(nodes)}, nodes)

    network: Any = Network(height="100%", width="100%")
    network.nodes = _vis_nodes(nodes, lines)
    network.edges = _vis_lines(lines)
    network.set_options(_json(VIS_OPTIONS))
    network.set_template_dir(str(PAGE), "page.html")
    details = _json(_details(picture, lines))
    packed = len(details) > PACK_ABOVE
    network.templateEnv.filters.update(as_json=_json, safe_json=_safe)
    network.templateEnv.globals["page"] = {
        "title": title,
        "style": (PAGE / "page.css").read_text("utf-8"),
        "scripts": [_code(_vis_network()), *(_code((PAGE / name).read_text("utf-8")) for name in SCRIPTS)],
        "about": _about(picture, nodes, title, language),
        "details": _pack(details) if packed else details,
        "packed": packed,
    }
    return network.generate_html()


Lines = dict[tuple[int, int, str], list[Statement]]


def _lines(picture: Picture, index: dict[str, int], nodes: Sequence[Node]) -> Lines:
    """The drawn lines: one for all statements of a type between two nodes, keyed by (source, target, kind)."""
    lines: defaultdict[tuple[int, int, str], list[Statement]] = defaultdict(list)
    relationships = schema().relationships
    for statement in picture.statements:
        edge = statement.edge
        source, target = index.get(edge.source), index.get(edge.target)
        if source is None or target is None or edge.type == NOT_DRAWN:
            continue
        relationship = relationships.get(edge.type)
        if relationship is not None and not relationship.directed and source > target:
            source, target = target, source
        regions = nodes[source].label == nodes[target].label == "Region"
        kind = REGION_IN_REGION if edge.type == "PART_OF" and regions else edge.type
        lines[source, target, kind].append(statement)
    return {key: lines[key] for key in sorted(lines)}


def _rank(nodes: Sequence[Node], lines: Lines) -> list[float]:
    """How central each node is: PageRank over the lines that are not merely about places."""
    import igraph  # heavy, and only pictures need it

    told = [(a, b, math.log2(1 + len(said))) for (a, b, kind), said in lines.items() if not _hidden(kind)]
    graph: Any = igraph.Graph(n=len(nodes), edges=[(a, b) for a, b, _ in told])
    if not nodes:
        return []
    scores: list[float] = graph.pagerank(directed=False, weights=[weight for *_, weight in told] or None)
    return [round(score * (0.1 if node.label == "Region" else 1), 9) for node, score in zip(nodes, scores, strict=True)]


def _distances(count: int, lines: Lines, seeds: Sequence[int]) -> list[int]:
    """Steps from the nearest seed; all 0 without seeds."""
    if not seeds:
        return [0] * count
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for a, b, _ in lines:
        beside[a].add(b)
        beside[b].add(a)
    distance = dict.fromkeys(seeds, 0)
    waiting = deque(seeds)
    while waiting:
        here = waiting.popleft()
        for there in sorted(beside[here] - distance.keys()):
            distance[there] = distance[here] + 1
            waiting.append(there)
    return [distance.get(i, count) for i in range(count)]


def _vis_nodes(nodes: Sequence[Node], lines: Lines) -> list[dict[str, Any]]:
    """Nodes as vis-network wants them, with their places; `key`, `name`, `also`, `community` are for our panels."""
    degree: Counter[int] = Counter()
    for a, b, kind in lines:
        if not _hidden(kind):
            degree.update((a, b))
    sizes = [_size(node, degree[i]) for i, node in enumerate(nodes)]
    labels = [wrapped(node.name) for node in nodes]
    boxes = [_box(label, size) for label, size in zip(labels, sizes, strict=True)]
    shown = [(a, b, math.log2(1 + len(said))) for (a, b, kind), said in lines.items() if not _hidden(kind)]
    ties = [(a, b) for a, b, kind in lines if _hidden(kind)]
    # what is hidden at first must not bend the picture of what is shown
    tied = {i for pair in ties for i in pair}
    firm = [i for i in range(len(nodes)) if degree[i] or i not in tied]
    number = {i: n for n, i in enumerate(firm)}
    layout = lay_out([boxes[i] for i in firm], [(number[a], number[b], weight) for a, b, weight in shown])
    points = [(0.0, 0.0)] * len(nodes)
    communities = [-1] * len(nodes)
    for i in firm:
        points[i] = layout.points[number[i]]
        communities[i] = layout.communities[number[i]]
    points = place_beside(points, set(firm), boxes, ties)
    result: list[dict[str, Any]] = []
    for i, node in enumerate(nodes):
        row: dict[str, Any] = {"id": i, "key": node.id, "label": labels[i], "group": node.label, "size": sizes[i]}
        row |= {"x": round(points[i][0]), "y": round(points[i][1]), "community": communities[i]}
        if node.name != labels[i].replace("\n", ""):
            row["name"] = node.name
        also = [alias for alias in dict.fromkeys(node.aliases) if alias != node.name]
        if also:
            row["also"] = also
        result.append(row)
    return result


def _vis_lines(lines: Lines) -> list[dict[str, Any]]:
    """Lines as vis-network wants them; `value` is the number of statements, `since`/`until` their dates."""
    result: list[dict[str, Any]] = []
    for number, ((source, target, kind), said) in enumerate(lines.items()):
        row: dict[str, Any] = {"id": number, "from": source, "to": target, "group": kind}
        if len(said) > 1:
            row["value"] = len(said)
        states = {statement.edge.properties.get("status", "") for statement in said}
        if states in ({"planned"}, {"past"}):
            row["status"] = states.pop()
        dates = sorted(date for s in said if (date := s.edge.properties.get("date", "")))
        if dates:
            row |= {"since": dates[0], "until": dates[-1]}
        result.append(row)
    return result


def _details(picture: Picture, lines: Lines) -> dict[str, Any]:
    """What is read at the first click: articles, sentences (each once) and the statements that quote them."""
    articles = {article.id: i for i, article in enumerate(picture.articles)}
    sentences: dict[tuple[int, int, int, str], int] = {}
    statements: list[list[Any]] = []
    for number, said in enumerate(lines.values()):
        for statement in sorted(said, key=lambda s: (s.edge.properties.get("date", ""), s.article, s.edge.evidence.start)):
            edge, evidence = statement.edge, statement.edge.evidence
            key = (articles.get(statement.article, -1), evidence.start, evidence.end, evidence.text)
            sentence = sentences.setdefault(key, len(sentences))
            kept = {k: v for k, v in edge.properties.items() if v and k != "names"}
            statements.append([number, sentence, edge.rule, kept])
    return {
        "articles": [
            {k: v for k, v in vars(article).items() if v and k != "digest"} for article in picture.articles
        ],
        "sentences": list(sentences),
        "statements": statements,
    }


def _about(picture: Picture, nodes: Sequence[Node], title: str, language: str) -> dict[str, Any]:
    """The schema's legend, the words of the page, what was left out, and the tables that searching needs."""
    words = _words()
    known = schema()
    kinds: dict[str, dict[str, Any]] = {}
    for kind, style in words["lines"].items():
        relationship = known.relationships.get(kind)
        names = {"zh": relationship.zh, "en": relationship.en} if relationship else {}
        directed = relationship.directed if relationship else True
        kinds[kind] = {**names, "directed": directed, **style}
    labels = {
        name: {"zh": label.zh, "en": label.en, "color": label.color, "shape": label.shape}
        for name, label in known.labels.items()
        if name != "Article"
    }
    return {
        "title": title,
        "language": language if language in ("zh", "en") else "zh",
        "labels": labels,
        "kinds": kinds,
        "words": {"zh": words["zh"], "en": words["en"]},
        "leftOut": {"nodes": picture.left_out_nodes, "lines": picture.left_out_lines},
        "articles": len(picture.articles),
        "seeds": [i for i, node in enumerate(nodes) if node.id in set(picture.seeds)],
        **_readings({char for node in nodes for name in (node.name, *node.aliases) for char in name}),
    }


def _readings(chars: set[str]) -> dict[str, dict[str, str]]:
    """For the characters of the page: their pinyin (readings joined by |), and which traditional ones mean them."""
    from opencc import OpenCC
    from pypinyin import Style, pinyin

    hanzi = sorted(char for char in chars if "\u3400" <= char <= "\u9fff")
    read = {char: "|".join(pinyin(char, style=Style.NORMAL, heteronym=True)[0]) for char in hanzi}
    return {"pinyin": read, "traditional": {k: v for k, v in _simplified(OpenCC).items() if v in chars}}


@cache
def _simplified(converter: Any) -> dict[str, str]:
    """Traditional character → simplified, for all of the basic block."""
    convert = converter("t2s").convert
    block = [chr(code) for code in range(0x4E00, 0xA000)]
    return {char: plain for char in block if (plain := str(convert(char))) != char}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((PAGE / "page.toml").read_text("utf-8"))


def _hidden(kind: str) -> bool:
    return bool(_words()["lines"].get(kind, {}).get("hidden"))


def _size(node: Node, degree: int) -> float:
    """The radius of a node's symbol, in pixels."""
    return 5.0 if node.label == "Region" else round(min(7 + 2.6 * math.sqrt(degree), 24), 1)


LINE_WIDTH = 9.5  # of a label, in character widths
LINES = 2


def wrapped(name: str) -> str:
    """The label of a name: at most two lines of about equal length; what is too long ends in …"""
    width = _width(name)
    if width <= LINE_WIDTH:
        return name
    if width > LINES * LINE_WIDTH:
        name, width = _cut(name, LINES * LINE_WIDTH - 1)[0] + "…", LINES * LINE_WIDTH
    first, second = _cut(name, width / 2 + 0.5)
    return f"{first}\n{second}" if second else first


def _cut(name: str, width: float) -> tuple[str, str]:
    """Splits where `width` is reached; between words, where the name has words."""
    room = width
    for i, char in enumerate(name):
        room -= _width(char)
        if room < 0:
            space = name.rfind(" ", 0, i)
            i = space + 1 if space > i // 2 and char.isascii() else i
            return name[:i], name[i:]
    return name, ""


def _width(text: str) -> float:
    """In widths of a Chinese character."""
    return sum(0.55 if char.isascii() else 1.0 for char in text)


def _box(label: str, size: float) -> Box:
    """The room that a symbol and its label below it take, in pixels, with a margin around them."""
    rows = label.split("\n")
    return max(2 * size, 13 * max(map(_width, rows))) + 18, 2 * size + 17 * len(rows) + 14


def _json(value: Any) -> str:
    """JSON that may stand inside a script element; Chinese stays as it is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _safe(text.encode("utf-8", "replace").decode("utf-8"))  # half a surrogate pair is no UTF-8


def _safe(text: str) -> str:
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _code(script: str) -> str:
    """Source code that may stand inside a script element; the map of vis-network is not shipped."""
    script = script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    return script.replace("//# sourceMappingURL=vis-network.min.js.map", "")


def _pack(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), mtime=0)).decode("ascii")


@cache
def _vis_network() -> str:
    """The vis-network that pyvis bundles (the newest of them)."""
    import pyvis

    bundled = sorted(Path(pyvis.__file__).parent.glob("templates/lib/vis-*/vis-network.min.js"))
    return bundled[-1].read_text("utf-8")
