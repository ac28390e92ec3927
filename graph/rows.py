"""What one article becomes in the stored graph: an Article node, its forms, and its edges by type.

An article names forms (`identity.forms`); which entities of the graph those are, the store finds out when it puts
them in (`entities.py`), and `placed` then has the rows of nodes. The layout is the same in every engine. Nodes are
`Entity` with the label as a property; relationships are one type each, all with the same properties, so that a report
runs unchanged on both engines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import orjson

from .identity.forms import Form, forms_of, joined
from .model import Article, ArticleGraph, Edge, Evidence, InputError, digest
from .schema import schema

Row = dict[str, Any]

MEASURES = {
    "neighbours": "INT64", "betweenness": "DOUBLE", "rank": "DOUBLE", "community": "INT64", "component": "INT64",
    "bridged": "INT64",
}  # fmt: skip
"""What `guanxi analyse --keep` keeps of a node, in a Measure with the node's id, and the engine's type for it."""

LAYOUT = "2"
"""The version of this layout: to be raised with every change that an older program could not read."""

LONGEST = 500
"""Characters of an id or a name: Neo4j cannot index a longer text than 8 kB. Titles and evidence have no limit."""

NODE_TEXTS = ("id", "label", "name", "date")
ARTICLE_TEXTS = ("title", "source", "digest", "publisher", "url", "fingerprint")
# `start` and `stop` are the evidence's offsets: both engines reserve `end`, one of them `ends`
# `source_form` and `target_form` tell which form of the article stands at each end, whatever entity that is
_ENDS = ("source_form", "target_form")
EDGE_TEXTS = ("id", *(p for p in schema().properties if p != "names"), "article", "rule", "evidence", *_ENDS)
EDGE_NUMBERS = ("start", "stop")


def edge_properties(type_: str) -> tuple[str, ...]:
    """All properties of a relationship of this type, in the order of the layout."""
    return (*EDGE_TEXTS, *EDGE_NUMBERS, *(("names", "facts") if type_ == "MENTIONS" else ()))


@dataclass(frozen=True)
class ArticleRows:
    """The rows of one article. Edge rows carry `source` and `target` beside the properties of their type.

    The ids of node rows are those of forms, until `placed`. `forms` holds what the article tells towards identity.
    """

    article: Row
    nodes: list[Row]
    edges: dict[str, list[Row]]
    forms: dict[str, Form]

    @property
    def id(self) -> str:
        return self.article["id"]

    @property
    def fingerprint(self) -> str:
        """Changes with anything that would be stored otherwise: the text, the reader, the identity of a node."""
        return self.article["fingerprint"]

    @property
    def size(self) -> int:
        return len(self.nodes) + sum(map(len, self.edges.values()))

    def renamed(self, new: Mapping[str, str]) -> ArticleRows:
        """The same rows with other ids for some of the forms."""
        nodes = [row | {"id": new.get(row["id"], row["id"])} for row in self.nodes]
        edges = {type_: [_renamed(row, new) for row in rows] for type_, rows in self.edges.items()}
        return ArticleRows(self.article, nodes, edges, {new.get(i, i): form for i, form in self.forms.items()})

    def placed(self, entities: Mapping[str, Row]) -> ArticleRows:
        """The rows of nodes and edges of the graph: every form gives way to its entity (id, label, name)."""
        nodes: dict[str, Row] = {}
        for row in self.nodes:
            row = row | entities[row["id"]]
            nodes[row["id"]] = merged(nodes[row["id"]], row) if row["id"] in nodes else row
        new = {form: entity["id"] for form, entity in entities.items()}
        edges = {type_: [placed_edge(row, new) for row in rows] for type_, rows in self.edges.items()}
        return ArticleRows(self.article, list(nodes.values()), edges, self.forms)


def merged(one: Row, other: Row) -> Row:
    """One node as two articles tell of it: all their forms, and the earlier date."""
    dates = [row["date"] for row in (one, other) if row["date"]]
    return one | {"aliases": sorted({*one["aliases"], *other["aliases"]}), "date": min(dates, default="")}


def placed_edge(row: Row, entities: Mapping[str, str]) -> Row:
    """An edge between the entities of the forms at its ends."""
    ends = {end: entities.get(row[form], row[end]) for end, form in zip(("source", "target"), _ENDS, strict=True)}
    return row | ends


def _renamed(row: Row, new: Mapping[str, str]) -> Row:
    ends = {name: new.get(row[name], row[name]) for name in ("source", "target", *_ENDS)}
    return row | ends


def article_rows(graph: ArticleGraph) -> ArticleRows:
    """The rows that store this article. Raises InputError where the facts contradict themselves or the schema."""
    article = graph.article
    if not 0 < len(article.id) <= LONGEST:
        raise InputError(f"article {article.source!r}: its id must have 1 to {LONGEST} characters")
    forms = forms_of(graph)
    nodes, key_of = _nodes(graph, forms)
    edges: dict[str, list[Row]] = {}
    for number, edge in enumerate(graph.edges):
        edges.setdefault(edge.type, []).append(_edge(graph, number, edge, key_of, nodes))
    _date_events(nodes, edges)
    by_id: dict[str, Form] = {}
    for form in forms.values():
        by_id[form.id] = replace(joined(by_id[form.id], form), seen=1) if form.id in by_id else form
    edges["MENTIONS"] = _mentions(graph, nodes, key_of, by_id)
    name = (article.title or article.source)[:LONGEST]
    own: Row = {"id": article.id, "label": "Article", "name": name, "date": article.date}
    own |= {text: getattr(article, text) for text in ARTICLE_TEXTS if text != "fingerprint"} | {"aliases": []}
    return _fingerprinted(own, list(nodes.values()), edges, by_id)


def _nodes(graph: ArticleGraph, forms: Mapping[str, Form]) -> tuple[dict[str, Row], dict[str, str]]:
    """Node rows by form, and the form of each of the article's own node ids. `aliases` are the names that it uses."""
    nodes: dict[str, Row] = {}
    key_of: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for node in graph.nodes:
        if node.label not in schema().labels or node.label == "Article":
            raise InputError(f"{graph.article.id}: {node.name!r} has the unknown label {node.label!r}")
        if not node.name.strip():
            raise InputError(f"{graph.article.id}: node {node.id!r} has no name")
        form = forms[node.id]
        key_of[node.id] = form.id
        nodes.setdefault(form.id, {"id": form.id, "label": node.label, "name": form.name[:LONGEST], "date": ""})
        names.setdefault(form.id, set()).update(node.aliases)
    for mention in graph.mentions:
        names[_key(key_of, mention.node, graph)].add(mention.text)
    for key, row in nodes.items():
        row["aliases"] = sorted(names[key] - {""})
    return nodes, key_of


def _key(key_of: dict[str, str], node: str, graph: ArticleGraph) -> str:
    if node not in key_of:
        raise InputError(
            f"{graph.article.id}: an edge or a mention names the node {node!r}, which is not among its nodes"
        )
    return key_of[node]


def _edge(graph: ArticleGraph, number: int, edge: Edge, key_of: dict[str, str], nodes: dict[str, Row]) -> Row:
    source, target = _key(key_of, edge.source, graph), _key(key_of, edge.target, graph)
    ends = nodes[source]["label"], nodes[target]["label"]
    if not schema().allows(edge.type, *ends):
        raise InputError(f"{graph.article.id}: the schema has no {edge.type} from {ends[0]} to {ends[1]}")
    unknown = edge.properties.keys() - schema().properties.keys() | edge.properties.keys() & {"names"}
    if unknown:
        raise InputError(f"{graph.article.id}: {edge.type} has no property {min(unknown)!r}")
    return _edge_row(graph, number, source, target, edge.evidence, rule=edge.rule, **edge.properties)


def _edge_row(
    graph: ArticleGraph, number: int, source: str, target: str, evidence: Evidence | None, **texts: str
) -> Row:
    row: Row = dict.fromkeys(EDGE_TEXTS, "") | texts
    row |= {"id": "r" + digest(f"{graph.article.id}\0{number}"), "article": graph.article.id}
    row |= {"source": source, "target": target, "source_form": source, "target_form": target, "start": 0, "stop": 0}
    if evidence:
        row |= {"evidence": evidence.text, "start": evidence.start, "stop": evidence.end}
    return row


def _mentions(
    graph: ArticleGraph, nodes: dict[str, Row], key_of: dict[str, str], forms: Mapping[str, Form]
) -> list[Row]:
    """One MENTIONS for every node, with the first place as evidence; a node that is only derived has no `names`."""
    first: dict[str, Evidence] = {}
    for mention in sorted(graph.mentions, key=lambda m: m.start):
        first.setdefault(key_of[mention.node], Evidence(mention.text, mention.start, mention.end))
    return [
        _edge_row(graph, -number, graph.article.id, key, first.get(key), date=_date(node, graph.article))
        | {"names": node["aliases"], "source_form": "", "facts": orjson.dumps(forms[key].to_json()).decode()}
        for number, (key, node) in enumerate(nodes.items(), start=1)
    ]


def _date(node: Row, article: Article) -> str:
    """When the article saw the node: an event has its own date, or none."""
    return node["date"] if node["label"] == "Event" else article.date


def _date_events(nodes: dict[str, Row], edges: dict[str, list[Row]]) -> None:
    """An event's date is the earliest that the article gives for anything that happened at it."""
    for row in (row for rows in edges.values() for row in rows if row["date"]):
        for node in (nodes[row["source"]], nodes[row["target"]]):
            if node["label"] == "Event":
                node["date"] = min(node["date"] or row["date"], row["date"])


def _fingerprinted(article: Row, nodes: list[Row], edges: dict[str, list[Row]], forms: dict[str, Form]) -> ArticleRows:
    try:
        content = orjson.dumps([article, nodes, edges], option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a lone surrogate, from a broken document
        article, nodes, edges = _without_surrogates([article, nodes, edges])
        content = orjson.dumps([article, nodes, edges], option=orjson.OPT_SORT_KEYS)
    fingerprint = hashlib.blake2b(content, digest_size=8).hexdigest()
    return ArticleRows(article | {"fingerprint": fingerprint}, nodes, edges, forms)


def _without_surrogates(value: Any) -> Any:
    """Lone surrogates are no characters, and no engine keeps them: they become U+FFFD."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_without_surrogates(item) for item in cast(list[Any], value)]
        case dict():
            return {key: _without_surrogates(item) for key, item in cast(dict[str, Any], value).items()}
        case _:
            return value
