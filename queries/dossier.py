"""The dossier of a node: what it is, what it is called, and everything that articles say of it, by date.

Each statement is told once, with the time over which articles tell it, how many do, and the newest sentence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph.schema import schema
from ..graph.store import Store
from ..graph.ties import LABELS, TYPES, Ints, Ties, numbers
from .find import Found
from .output import Answer, Section, Table
from .statements import Statement, Told, put_together, statements_between
from .succession import line_of_posts

# the sections in their order: heading, relationship types, and whether the node is the source ("out"),
# the target ("in") or either
_SECTIONS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("Posts and memberships · 任职与成员", ("MEMBER_OF",), "out"),
    ("People and members · 人员与成员单位", ("MEMBER_OF",), "in"),
    ("Events · 活动", ("SPOKE_AT", "ATTENDED", "ORGANIZED", "LAUNCHED_AT"), "out"),
    ("Organisers · 主办与承办", ("ORGANIZED",), "in"),
    ("Speakers · 发言", ("SPOKE_AT",), "in"),
    ("Launched there · 成立与揭牌", ("LAUNCHED_AT",), "in"),
    ("Attended by · 出席", ("ATTENDED",), "in"),
    ("Signings · 签约", ("SIGNED_WITH",), "either"),
    ("Meetings · 会见", ("MET_WITH",), "either"),
    ("Investments · 投资", ("INVESTED_IN",), "out"),
    ("Investors · 投资方", ("INVESTED_IN",), "in"),
    ("Belongs to · 隶属于", ("PART_OF",), "out"),
    ("Parts · 下属", ("PART_OF",), "in"),
    ("Place · 所在地", ("LOCATED_IN", "HELD_IN"), "out"),
    ("Events held here · 在此举办", ("HELD_IN",), "in"),
    ("Organisations here · 所在机构", ("LOCATED_IN",), "in"),
)
COLUMNS = ("dates", "relation", "name", "kind", "detail", "status", "articles", "article", "sentence")


def dossier(store: Store, found: Found, limit: int = 25) -> Answer:
    """All that the graph knows of a node, in sections; empty sections are left out.

    A section tells of at most `limit` others, those of whom was told last, and a note says how many there are.
    """
    index = store.index()
    me = index.numbers([found.id])[found.id]
    here = regions_inside(index.ties, me) if found.label == "Region" else np.array([me])
    chosen, notes = _chosen(index.ties, me, here, limit)
    told = statements_between(store, index, {pair for pairs in chosen.values() for pair in pairs})
    ids = {number: node.id for number, node in index.nodes({n for p in chosen.values() for q in p for n in q}).items()}
    sections = [_names(store, found)]
    inside = {node.id for node in index.nodes(here).values()}
    for heading, types, way in _SECTIONS:
        pairs = {frozenset((ids[one], ids[other])) for one, other in chosen.get(heading, ())}
        fits = (
            s
            for s in told
            if s.type in types and _goes(s, found.id, inside, way) and frozenset((s.source.id, s.target.id)) in pairs
        )
        if rows := [_row(t, found.id, inside) for t in put_together(fits)]:
            sections.append(Section(heading, Table(COLUMNS, tuple(rows))))
    if found.label == "Person":
        sections += line_of_posts(store, index, me, told)
    label = schema().labels[found.label]
    return Answer(tuple(sections), f"{found.name} — {label.zh} {label.en} ({found.id})", notes)


def _chosen(ties: Ties, me: int, here: Ints, limit: int) -> tuple[dict[str, list[tuple[int, int]]], tuple[str, ...]]:
    """For each section the pairs of nodes that it tells of, and notes of what it leaves out."""
    places, owner = ties.of(here)
    owner = here[owner]
    mine = owner == me
    chosen: dict[str, list[tuple[int, int]]] = {}
    notes: list[str] = []
    for heading, types, way in _SECTIONS:
        fits = np.isin(ties.type[places], numbers(types, TYPES))
        if way != "either":
            fits &= ties.out[places] == (way == "out")
        if not (types == ("HELD_IN",) and way == "in"):  # an event in a county is one of its city and province too
            fits &= mine
        if not fits.any():
            continue
        rows = np.flatnonzero(fits)
        order = rows[np.lexsort((ties.other[places[rows]], -ties.date[places[rows]].astype(np.int64)))]
        others = ties.other[places[order]]
        first = np.sort(np.unique(others, return_index=True)[1])
        chosen[heading] = [(int(owner[order[i]]), int(others[i])) for i in first[:limit]]
        if len(first) > limit:
            notes.append(f"{heading}: the newest {limit} of {len(first):,} (--limit tells more).")
    return chosen, tuple(notes)


def _goes(statement: Statement, node: str, here: set[str], way: str) -> bool:
    """Whether the statement goes out of the node, comes in, or either."""
    out = statement.source.id == node
    return way == "either" or (out if way == "out" else not out and statement.target.id in here)


def _row(told: Told, node: str, here: set[str]) -> tuple[Any, ...]:
    s = told.newest
    inward = s.target.id in here
    other = s.source if inward else s.target
    detail = s.target.name if inward and s.target.id != node else s.detail  # which of the regions inside
    relation = schema().relationships[s.type].en
    return told.dates, relation, other.name, other.label, detail, s.status, told.articles, s.article, s.sentence


def regions_inside(ties: Ties, region: int) -> Ints:
    """The numbers of a region and of all regions inside it, level by level."""
    inside = level = np.array([region])
    while len(level):
        places, _ = ties.of(level)
        parts = ties.other[places[(ties.type[places] == TYPES.index("PART_OF")) & ~ties.out[places]]]
        level = np.setdiff1d(parts[ties.label[parts] == LABELS.index("Region")], inside)
        inside = np.union1d(inside, level)
    return inside


def _names(store: Store, found: Found) -> Section:
    """The forms under which articles know the node, how many use each, and the newest of them."""
    rows = store.query(
        "MATCH (n:Entity {id: $id}) OPTIONAL MATCH (a:Entity)-[m:MENTIONS]->(n) "
        "WITH a, m WHERE a.id IS NOT NULL UNWIND m.names AS name "
        "WITH name, count(DISTINCT a.id) AS articles, max(a.date) AS last, min(a.source) AS source "
        "RETURN name, articles, last, source ORDER BY articles DESC, name",
        {"id": found.id},
    ).rows
    own = [row for row in rows if row[0] == found.name] or [[found.name, 0, "", ""]]
    rest = [row for row in rows if row[0] != found.name]
    table = Table(("name", "articles", "last", "article"), tuple(map(tuple, own + rest)))
    return Section("Names · 名称", table)
