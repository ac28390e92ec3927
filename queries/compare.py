"""Two extractions of the same articles side by side: what both say, and what only one of them does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from ..graph.model import ArticleGraph, Edge, InputError, Node
from ..graph.schema import schema
from .output import Answer, Section, Table

DETAILS = ("title", "role", "document", "kind", "share", "status")
Entity = tuple[str, str]  # label, name
Relation = tuple[str, Entity, Entity, str]  # type, ends, detail
WHERE = {(True, True): "both", (True, False): "A", (False, True): "B"}


@dataclass(frozen=True)
class Said:
    """What one extraction says of an article: its entities, and each relation with its sentence."""

    entities: dict[Entity, None]
    relations: dict[Relation, str]


@dataclass
class Tally:
    both: int = 0
    a: int = 0
    b: int = 0

    def row(self, what: str) -> tuple[Any, ...]:
        """Counts, the shares of A and of B that the other has too, and F1 of one against the other."""
        shares = (_share(self.both, self.both + self.a), _share(self.both, self.both + self.b))
        return (what, self.both, self.a, self.b, *shares, _share(2 * self.both, 2 * self.both + self.a + self.b))

    def count(self, where: str) -> None:
        name = "both" if where == "both" else where.lower()
        setattr(self, name, getattr(self, name) + 1)


def extractions(path: str) -> dict[str, ArticleGraph]:
    """The articles of a file that `guanxi extract --format jsonl` (or json) printed, by their ids.

    Raises InputError that names file and line for what is no extraction, and for a file without any.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: cannot be opened ({problem.strerror or problem}); check the path") from problem
    found = {graph.article.id: graph for graph in _graphs(data, path)}
    if not found:
        raise InputError(
            f"{path}: no article in it; `guanxi extract PATH --format jsonl > {Path(path).name}` makes one"
        )
    return found


def _graphs(data: bytes, path: str) -> Iterator[ArticleGraph]:
    try:
        whole: Any = orjson.loads(data)
    except orjson.JSONDecodeError:
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                try:
                    yield _graph(orjson.loads(line), f"{path}:{number}")
                except orjson.JSONDecodeError as problem:
                    raise InputError(f"{path}:{number}: no JSON ({problem.msg}); {_WANTED}") from problem
        return
    for number, one in enumerate(cast("list[Any]", whole) if isinstance(whole, list) else [whole], 1):
        yield _graph(one, f"{path}:{number}")


_WANTED = "each line needs to be what `guanxi extract --format jsonl` prints"


def _graph(value: Any, where: str) -> ArticleGraph:
    try:
        graph = ArticleGraph.from_json(value)
    except InputError as problem:
        raise InputError(f"{where}: {problem}") from problem
    texts: list[Any] = [text for node in graph.nodes for text in (node.id, node.label, node.name, *node.aliases)]
    texts += [text for edge in graph.edges for text in (*edge.properties.values(), edge.evidence.text)]
    if not all(isinstance(text, str) for text in texts):
        raise InputError(f"{where}: a name, property or sentence that is no text; {_WANTED}")
    nodes = {node.id for node in graph.nodes}
    for edge in graph.edges:
        if edge.source not in nodes or edge.target not in nodes or edge.type not in schema().relationships:
            raise InputError(f"{where}: an edge {edge.type} without its nodes or type; {_WANTED}")
    return graph


def compare(a: dict[str, ArticleGraph], b: dict[str, ArticleGraph]) -> Answer:
    """Sections: agreement, entities, relations, and articles that only one file has (they count nowhere).

    Articles are one by their id, else by their source. Entities are one by label and name, or where a name of one is
    a further form of the other's alone; relations by type, ends, and post, role or what else they say. Of what both
    say, `sentence` has both sentences where they differ. Raises InputError where no article stands in both.
    """
    pairs = list(_pairs(a, b))
    if not any(one and other for one, other in pairs):
        raise InputError("the two files have no article in common, neither by id nor by source; compare the same texts")
    tallies = {"entities": Tally(), "relations": Tally()}
    entities: list[tuple[Any, ...]] = []
    relations: list[tuple[Any, ...]] = []
    lonely: list[tuple[str, str]] = []
    for one, other in pairs:
        if one is None or other is None:
            lonely += [(where, graph.article.source) for where, graph in (("A", one), ("B", other)) if graph]
            continue
        source = one.article.source
        names, left = {(n.label, n.name): _forms(n) for n in one.nodes}, _said(one, {})
        right = _said(other, _same(names, {(n.label, n.name): _forms(n) for n in other.nodes}))
        for entity in left.entities | right.entities:
            where = WHERE[entity in left.entities, entity in right.entities]
            tallies["entities"].count(where)
            entities.append((where, source, *entity))
        for relation in left.relations | right.relations:
            where = WHERE[relation in left.relations, relation in right.relations]
            type_, (_, start), (_, end), detail = relation
            tallies["relations"].count(where)
            tallies.setdefault(type_, Tally()).count(where)
            sentences = dict.fromkeys(said.relations[relation] for said in (left, right) if relation in said.relations)
            relations.append((where, start, schema().relationships[type_].en, detail, end, list(sentences), source))
    order = ["both", "A", "B"]
    sections = [
        Section("agreement", _table("what both A B of_A of_B f1", [t.row(what) for what, t in tallies.items()])),
        Section("entities", _table("in article label name", sorted(entities, key=lambda r: (order.index(r[0]), r[1])))),
        Section(
            "relations",
            _table(
                "in from relation detail to sentence article",
                sorted(relations, key=lambda r: (order.index(r[0]), r[6])),
            ),
        ),
        Section("articles of one file only", _table("in article", lonely)),
    ]
    return Answer(tuple(section for section in sections if section.table.rows))


def _table(columns: str, rows: Iterable[tuple[Any, ...]]) -> Table:
    return Table(tuple(columns.split()), tuple(rows))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _pairs(
    a: dict[str, ArticleGraph], b: dict[str, ArticleGraph]
) -> Iterator[tuple[ArticleGraph | None, ArticleGraph | None]]:
    """Each article of A with its like of B, then what is left of B."""
    rest = dict(b)
    sources: dict[str, list[str]] = {}
    for id_, graph in b.items():
        if id_ not in a:
            sources.setdefault(graph.article.source, []).append(id_)
    for id_, graph in a.items():
        like = sources.get(graph.article.source, [])
        yield graph, rest.pop(id_ if id_ in rest else like.pop(0) if like else id_, None)
    yield from ((None, graph) for graph in rest.values())


def _forms(node: Node) -> frozenset[str]:
    return frozenset((node.name, *node.aliases))


def _same(a: dict[Entity, frozenset[str]], b: dict[Entity, frozenset[str]]) -> dict[Entity, Entity]:
    """Of an entity of B that A calls otherwise, the entity of A: the only one that has the other's name as a form."""
    found: dict[Entity, Entity] = {}
    free = {entity for entity in a if entity not in b}
    for (label, name), forms in b.items():
        if (label, name) in a:
            continue
        likely = [one for one in free if one[0] == label and (name in a[one] or one[1] in forms)]
        if len(likely) == 1:
            found[label, name] = likely[0]
            free.discard(likely[0])
    return found


def _said(graph: ArticleGraph, called: dict[Entity, Entity]) -> Said:
    """What a graph says, with its entities called as the other's are."""
    of = {n.id: called.get((n.label, n.name), (n.label, n.name)) for n in graph.nodes}
    return Said(dict.fromkeys(of.values()), {_relation(edge, of): edge.evidence.text for edge in reversed(graph.edges)})


def _relation(edge: Edge, of: dict[str, Entity]) -> Relation:
    ends = of[edge.source], of[edge.target]
    first, last = ends if schema().relationships[edge.type].directed else sorted(ends)
    detail = " ".join(edge.properties[key] for key in DETAILS if edge.properties.get(key))
    return edge.type, first, last, detail
