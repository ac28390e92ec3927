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
import hashlib
import json
import math
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from .identity.spelling import simplified
from .layout import Box, lay_out, place_beside
from .model import Article, Node
from .picture import Lines, Picture, Statement, picture_of
from .schema import schema

__all__ = ["Picture", "Statement", "part", "picture_of", "render", "served", "told"]

PAGE = Path(__file__).parent / "page"
SCRIPTS = (
    *("dom.js", "names.js", "ways.js", "places.js", "graph.js", "source.js"),
    *("paint.js", "backdrop.js", "scene.js", "svg.js"),
    *("finder.js", "panels.js", "legend.js", "table.js", "page.js"),
)
OF_A_FILE = ("start.js",)
SERVED = ("server.js", "served.js")
# evidence is four fifths of a large page; below this many characters packing it is not worth the wait
PACK_ABOVE = 200_000
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


def render(picture: Picture, *, title: str = "guanxi · 关系", language: str = "zh", max_nodes: int = 50_000) -> str:
    """The picture as one HTML file (UTF-8 text; write it as such). `language` is "zh" or "en", switchable there."""
    # the most central first: the page takes the order for the rank
    picture = picture.most_telling(max_nodes)
    lines = picture.lines()
    about = _about(picture, title, language)
    return _page(about, OF_A_FILE, _vis_nodes(picture.nodes, lines), _vis_lines(lines), _details(picture, lines))


def served(*, title: str = "guanxi · 关系", language: str = "zh") -> str:
    """The page that `guanxi serve` hands out: empty, it asks its server for what is explored (`part`, `told`)."""
    about = _about(Picture((), (), ()), title, language)
    return _page(about, SERVED, [], [], {"articles": [], "sentences": [], "statements": []}, connect="'self'")


def part(id_: str, label: str, name: str, aliases: Sequence[str], degree: int) -> dict[str, Any]:
    """A node for the served page, which places it; `degree` counts its neighbours in all of the graph."""
    node = Node(id_, label, name, tuple(aliases))
    row: dict[str, Any] = {"key": id_, "label": wrapped(name), "name": name, "group": label, "degree": degree}
    also = [alias for alias in dict.fromkeys(aliases) if alias != name]
    return row | {"size": _size(node, degree)} | ({"also": also} if also else {})


def _page(
    about: dict[str, Any],
    start: Sequence[str],
    nodes: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    told: dict[str, Any],
    *,
    connect: str = "'none'",
) -> str:
    # pulls IPython in: 0.2 s that only pages should pay
    from pyvis.network import Network  # pyright: ignore[reportMissingTypeStubs]

    network: Any = Network(height="100%", width="100%")
    network.nodes = nodes
    network.edges = lines
    network.set_options(_json(VIS_OPTIONS))
    network.set_template_dir(str(PAGE), "page.html")
    details = _json(told)
    packed = len(details) > PACK_ABOVE
    own = [(PAGE / name).read_text("utf-8") for name in (*SCRIPTS, *start)]
    scripts = [_code(text) for text in (_vis_network(), *own)]
    network.templateEnv.filters.update(as_json=_json, safe_json=_safe)
    network.templateEnv.globals["page"] = {
        "title": about["title"],
        "style": (PAGE / "page.css").read_text("utf-8"),
        "scripts": scripts,
        "allowed": " ".join(map(_allowed, scripts)),
        "about": about,
        "details": _pack(details) if packed else details,
        "packed": packed,
        "connect": connect,
    }
    return network.generate_html()


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
    """Lines as vis-network wants them, numbered as they come; `value` counts their statements."""
    result: list[dict[str, Any]] = []
    for (source, target, kind), said in lines.items():
        row: dict[str, Any] = {"from": source, "to": target, "group": kind}
        if len(said) > 1:
            row["value"] = len(said)
        states = {statement.edge.properties.get("status", "") for statement in said}
        if states in ({"planned"}, {"past"}):
            row["status"] = states.pop()
        dates = sorted(date for s in said if (date := s.edge.properties.get("date", "")))
        if dates:
            row["since"] = dates[0]
            if dates[-1] != dates[0]:
                row["until"] = dates[-1]
        result.append(row)
    return result


def _details(picture: Picture, lines: Lines) -> dict[str, Any]:
    """What is read at the first click: articles, sentences (each once) and the statements that quote them."""
    return told(dict(enumerate(lines.values())), picture.articles)


def told(lines: Mapping[int, Sequence[Statement]], known: Sequence[Article]) -> dict[str, Any]:
    """The statements of numbered lines, the sentences that they quote, and the articles that these stand in."""
    articles = {article.id: i for i, article in enumerate(known)}
    sentences: dict[tuple[int, int, int, str], int] = {}
    statements: list[list[Any]] = []
    for number, said in lines.items():
        for statement in sorted(said, key=_when):
            edge, evidence = statement.edge, statement.edge.evidence
            key = (articles.get(statement.article, -1), evidence.start, evidence.end, evidence.text)
            sentence = sentences.setdefault(key, len(sentences))
            kept = {k: v for k, v in edge.properties.items() if v and k != "names"}
            statements.append([number, sentence, edge.rule, kept])
    return {
        "articles": [{k: v for k, v in vars(article).items() if v and k != "digest"} for article in known],
        "sentences": list(sentences),
        "statements": statements,
    }


def _when(statement: Statement) -> tuple[str, str, int]:
    return statement.edge.properties.get("date", ""), statement.article, statement.edge.evidence.start


def _about(picture: Picture, title: str, language: str) -> dict[str, Any]:
    """The schema's legend, the words of the page, what was left out, and the tables that searching needs."""
    words = _words()
    known = schema()
    seeds = set(picture.seeds)
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
        "tints": words["tints"],
        "words": {"zh": words["zh"], "en": words["en"]},
        "leftOut": {"nodes": picture.left_out_nodes, "lines": picture.left_out_lines},
        "articles": len(picture.articles),
        "seeds": [i for i, node in enumerate(picture.nodes) if node.id in seeds],
        **_readings({char for node in picture.nodes for name in (node.name, *node.aliases) for char in name}),
    }


def _readings(chars: set[str]) -> dict[str, dict[str, str]]:
    """For the characters of the page: their pinyin (readings joined by |), and which traditional ones mean them."""
    from pypinyin import Style, pinyin

    hanzi = sorted(char for char in chars if "\u3400" <= char <= "\u9fff")
    read = {char: "|".join(pinyin(char, style=Style.NORMAL, heteronym=True)[0]) for char in hanzi}
    return {"pinyin": read, "traditional": {k: v for k, v in _traditional().items() if v in chars}}


@cache
def _traditional() -> dict[str, str]:
    """Traditional character → simplified, for all of the basic block."""
    block = [chr(code) for code in range(0x4E00, 0xA000)]
    return {char: plain for char in block if (plain := simplified(char)) != char}


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
            cut = i
            while cut > i // 2 and _belong(name[cut - 1], name[cut]):
                cut -= 1
            cut = cut if cut > i // 2 else i
            return name[:cut], name[cut:]
    return name, ""


def _belong(left: str, right: str) -> bool:
    """Whether a break between these would tear a Latin word or a number, or part a bracket from what it holds."""
    latin = left.isascii() and left != " " and right.isascii()
    return latin or left in "（(《“「" or right in "）)》”」"


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


def _allowed(script: str) -> str:
    """What lets this very script run under the content security policy, and no other."""
    # a browser hashes what its parser gives it, and that knows only \n
    plain = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(plain.encode('utf-8')).digest()).decode('ascii')}'"


def _pack(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode("utf-8"), mtime=0)).decode("ascii")


@cache
def _vis_network() -> str:
    """The vis-network that pyvis bundles (the newest of them)."""
    import pyvis  # pyright: ignore[reportMissingTypeStubs]

    bundled = sorted(Path(pyvis.__file__).parent.glob("templates/lib/vis-*/vis-network.min.js"))
    return bundled[-1].read_text("utf-8")
