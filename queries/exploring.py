"""What the served page asks, as plain values for JSON: parts of a graph of any size, chosen from its index.

A part is `{"nodes": [...], "lines": [...]}`; nodes are told apart by their ids, a line names the ids of its ends.
Which nodes and lines there are is read from the index's arrays alone; only sentences come from the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..graph.index import Index
from ..graph.model import Edge, Evidence
from ..graph.picture import PLACING, Statement, articles_of, kind_of
from ..graph.schema import schema
from ..graph.store import Store
from ..graph.ties import LABELS, STATUS, TYPES, Ints, Ties, numbers
from ..graph.view import part, told
from .dossier import dossier
from .find import Found, find, near
from .meet import meet
from .output import Answer
from .paths import Limits, chains, steps_of
from .problems import NothingFound, UsageProblem
from .reports import Report, report_named, reports, run

MOST = 300
"""Neighbours that one answer brings at most."""
DRAWN = 120
"""Names of a report's rows that are drawn at most."""
ROWS = 1_000
"""Rows of a report that one answer brings at most."""

Part = dict[str, Any]
_REGION = LABELS.index("Region")
_PLACING = numbers((type_ for type_ in PLACING if type_ in TYPES), TYPES)
_DETAILS = tuple(name for name in schema().properties if name != "names")


# -- names -------------------------------------------------------------------------------------------------------------


def names(store: Store, text: str, limit: int = 12) -> dict[str, Any]:
    """The nodes that a text names, best first; where there are none, near ones, and `near` is true."""
    found = find(store, text, limit)
    offered = found or near(store, text, limit)
    index = store.index()
    number = index.numbers(f.id for f in offered)
    hits = [
        {**_node(index.ties, f, number[f.id]), "as": f.matched, "how": f.how, "articles": f.articles}
        for f in offered
        if f.label != "Article"
    ]
    return {"hits": hits, "near": not found and bool(hits)}


def starts(store: Store, limit: int = 12) -> Part:
    """The most connected nodes: where exploring can begin. Regions are near everything and say little."""
    ties = store.index().ties
    degree = np.where(ties.label == _REGION, 0, ties.degree)
    best = np.argpartition(-degree, min(limit, len(degree) - 1))[:limit] if len(degree) else np.array([], int)
    best = best[np.lexsort((best, -degree[best]))]
    return _part(store.index(), [int(n) for n in best if degree[n]], ())


# -- parts of the graph ------------------------------------------------------------------------------------------------


def neighbourhood(store: Store, id_: str, known: Collection[str] = (), limit: int = 40) -> Part:
    """A node with those of its neighbours that tell most of it, beyond the `known` ones, and how many are `left`.

    All lines among the new nodes and those that are known are in it.
    Raises NothingFound where there is no such node.
    """
    index = store.index()
    me = _number(index, id_)
    shown = set(index.numbers(known).values())
    fresh = [n for n in _telling(index.ties, me) if n not in shown]
    taken = fresh[: min(limit, MOST)]
    return {**_part(index, [me, *taken], shown), "left": len(fresh) - len(taken)}


def these(store: Store, ids: Iterable[str], known: Collection[str] = ()) -> Part:
    """These nodes, as far as they are there, with all lines among them and those that are known."""
    index = store.index()
    wanted = list(index.numbers(ids).values())
    return _part(index, wanted[:MOST], set(index.numbers(known).values()))


def connection(
    store: Store, start: str, goal: str, known: Collection[str] = (), limits: Limits | None = None
) -> dict[str, Any]:
    """The strongest of the short chains between two nodes: `chains` of ids, the best first, and the part they are of.

    Raises NothingFound where there is no such node, UsageProblem where both are one.
    """
    index = store.index()
    a, b = _number(index, start), _number(index, goal)
    if a == b:
        raise UsageProblem("name two different nodes that are to be connected")
    limits = limits or Limits()
    found = chains(index.ties, a, b, limits) or chains(index.ties, a, b, replace(limits, places=True))
    passed = list(dict.fromkeys(node for chain in found for node in chain.nodes))
    ids = {number: node.id for number, node in index.nodes(passed).items()}
    shown = set(index.numbers(known).values())
    return {**_part(index, passed, shown), "chains": [[ids[n] for n in chain.nodes] for chain in found]}


def _number(index: Index, id_: str) -> int:
    try:
        return index.numbers([id_])[id_]
    except KeyError:
        raise NothingFound(f"the graph has no node {id_!r}") from None


def _telling(ties: Ties, me: int) -> list[int]:
    """All neighbours of a node, the strongest tied first, of these the best connected; what only places comes last."""
    places, owner = ties.of(np.array([me]))
    steps = steps_of(ties, places, np.full(len(owner), me))
    telling = np.isin(ties.type[places], _PLACING, invert=True)
    placed = ~np.isin(steps.target, ties.other[places][telling])
    order = np.lexsort((steps.target, -ties.degree[steps.target], steps.cost, placed))
    return [int(n) for n in steps.target[order]]


def _part(index: Index, wanted: Sequence[int], shown: Collection[int]) -> Part:
    """These nodes, and the lines among them and to the shown ones."""
    named = index.nodes(wanted)
    inside = np.array(sorted({*wanted, *shown}), dtype=np.int64)
    ties = index.ties
    places, owner = ties.of(np.array(sorted(set(wanted)), dtype=np.int64))
    from_ = np.array(sorted(set(wanted)), dtype=np.int64)[owner] if len(owner) else owner
    among = np.isin(ties.other[places], inside)
    ids = {number: node.id for number, node in index.nodes(inside).items()}
    nodes = [_node(ties, named[n], n) for n in dict.fromkeys(wanted)]
    return {"nodes": nodes, "lines": _lines(ties, ids, places[among], from_[among])}


def _node(ties: Ties, node: Any, number: int) -> dict[str, Any]:
    return part(node.id, node.label, node.name, node.aliases, int(ties.degree[number]))


def _lines(ties: Ties, ids: Mapping[int, str], places: Ints, owner: Ints) -> list[dict[str, Any]]:
    """The ties as lines; one without direction runs from the smaller id to the larger one."""
    lines: dict[tuple[str, str, str], dict[tuple[int, ...], tuple[int, int]]] = {}
    mine: list[int] = ties.label[owner].tolist()
    its: list[int] = ties.label[ties.other[places]].tolist()
    for place, me, my_label, its_label in zip(places.tolist(), owner.tolist(), mine, its, strict=True):
        other = int(ties.other[place])
        type_ = TYPES[ties.type[place]]
        source, target = (me, other) if ties.out[place] else (other, me)
        kind = kind_of(type_, LABELS[my_label], LABELS[its_label])
        ends = ids[source], ids[target]
        if not schema().relationships[type_].directed:
            ends = min(ends), max(ends)
        # a tie between two wanted nodes is met from both its ends: told once
        says = (int(ties.article[place]), int(ties.start[place]), int(ties.status[place]), source)
        lines.setdefault((*ends, kind), {})[says] = (int(ties.status[place]), int(ties.date[place]))
    return [_line(*line, list(said.values())) for line, said in sorted(lines.items())]


def _line(source: str, target: str, kind: str, said: list[tuple[int, int]]) -> dict[str, Any]:
    row: dict[str, Any] = {"from": source, "to": target, "group": kind, "value": len(said)}
    states = {STATUS[status] for status, _ in said}
    if states in ({"planned"}, {"past"}):
        row["status"] = states.pop()
    dates = sorted(date for _, date in said if date)
    if dates:
        row["since"] = _iso(dates[0])
        if dates[-1] != dates[0]:
            row["until"] = _iso(dates[-1])
    return row


def _iso(day: int) -> str:
    """20210500 as 2021-05."""
    year, month, of_month = day // 10000, day // 100 % 100, day % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{of_month:02}" if of_month else "")


# -- sentences ---------------------------------------------------------------------------------------------------------


def evidence(store: Store, lines: Sequence[str]) -> dict[str, Any]:
    """What articles say of lines, each given as `source~KIND~target` (ids): articles, sentences and statements.

    Raises UsageProblem where a line is none.
    """
    wanted: dict[str, list[dict[str, str]]] = {}
    for line in dict.fromkeys(lines):
        source, kind, target = _ends(line)
        type_ = kind.partition("/")[0]
        each = wanted.setdefault(type_, [])
        each.append({"source": source, "target": target})
        if not schema().relationships[type_].directed:
            each.append({"source": target, "target": source})
    columns = ", ".join(f"r.{name}" for name in ("article", "rule", "evidence", "start", "stop", *_DETAILS))
    rows = store.edges_between(wanted, f"type(r), n.id, m.id, {columns}") if wanted else []
    statements = [_statement(row) for row in rows]
    asked = {_key(*_ends(line)): number for number, line in enumerate(lines)}
    by_line: dict[int, list[Statement]] = {}
    for statement in statements:
        edge = statement.edge
        number = asked.get(_key(edge.source, edge.type, edge.target))
        if number is not None:
            by_line.setdefault(number, []).append(statement)
    return told(by_line, articles_of(store, {statement.article for statement in statements}))


def _ends(line: str) -> tuple[str, str, str]:
    source, _, rest = line.partition("~")
    kind, _, target = rest.partition("~")
    if kind.partition("/")[0] not in TYPES or not target:
        raise UsageProblem(f"{line!r} is no line: it should read source~KIND~target")
    return source, kind, target


def _key(source: str, kind: str, target: str) -> tuple[str, ...]:
    type_ = kind.partition("/")[0]
    return (type_, source, target) if schema().relationships[type_].directed else (type_, *sorted((source, target)))


def _statement(row: list[Any]) -> Statement:
    type_, source, target, article, rule, text, start, stop, *values = row
    properties = {name: str(value) for name, value in zip(_DETAILS, values, strict=True) if value}
    evidence = Evidence(text or "", int(start or 0), int(stop or 0))
    return Statement(Edge(type_, source, target, properties, evidence, rule or ""), article or "")


# -- answers in tables -------------------------------------------------------------------------------------------------


def about(store: Store, id_: str, limit: int = 25) -> dict[str, Any]:
    """The dossier of a node. Raises NothingFound where there is no such node."""
    return _answer(dossier(store, _found(store, id_), limit))


def shares(store: Store, id_: str, limit: int = 50) -> dict[str, Any]:
    """With whom a node shares events, bodies, signings and meetings. Raises NothingFound where it is not there."""
    return _answer(meet(store, _found(store, id_), limit=limit))


def shelf(own: Path | None = None) -> list[dict[str, Any]]:
    """The reports with their parameters."""
    return [_told(report) for report in reports(own).values()]


def reported(store: Store, name: str, given: Mapping[str, str], own: Path | None = None) -> dict[str, Any]:
    """The rows of a report, and the `ids` of the nodes that its cells name, for drawing.

    Raises UsageProblem where there is no such report, or a parameter is wrong.
    """
    report = report_named(name, own)
    table = run(store, report, given)
    rows = table.rows[:ROWS]
    index = store.index()
    ids: dict[str, None] = {}
    for cell in _cells(rows):
        if len(ids) >= DRAWN:
            break
        if cell:
            exact = [node for node in index.named(cell) if node.label != "Article" and cell in (node.name, node.id)]
            if len(exact) == 1:
                ids[exact[0].id] = None
    return {**_told(report), "columns": table.columns, "rows": rows, "left": len(table.rows) - len(rows), "ids": [*ids]}


def _cells(rows: Iterable[Iterable[Any]]) -> dict[str, None]:
    """The texts in these rows, each once, in their order; a list is several."""
    cells: list[Any] = [cell for row in rows for cell in row]
    each = (text for cell in cells for text in (cast("list[Any]", cell) if isinstance(cell, list) else [cell]))
    return {text: None for text in each if isinstance(text, str)}


def _told(report: Report) -> dict[str, Any]:
    parameters = [{**vars(parameter), "required": parameter.required} for parameter in report.parameters]
    heads = {"name": report.name, "zh": report.title_zh, "en": report.title, "answers": report.answers}
    return {**heads, "parameters": parameters}


def _found(store: Store, id_: str) -> Found:
    index = store.index()
    node = index.nodes([_number(index, id_)])[_number(index, id_)]
    return Found(node.id, node.label, node.name, node.aliases, "id", node.id, node.articles)


def _answer(answer: Answer) -> dict[str, Any]:
    sections = [{"title": s.title, "columns": s.table.columns, "rows": s.table.rows} for s in answer.sections]
    return {"title": answer.title, "notes": answer.notes, "sections": sections}
