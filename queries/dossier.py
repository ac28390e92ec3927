"""The dossier of a node: what it is, what it is called, and everything that articles say of it, by date.

Each statement is told once, with the time over which articles tell it, how many do, and the newest sentence.
"""

from __future__ import annotations

from typing import Any

from ..graph.schema import schema
from ..graph.store import Store
from .find import Found
from .output import Answer, Section, Table
from .statements import Statement, Told, put_together, statements_of

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


def dossier(store: Store, found: Found) -> Answer:
    """All that the graph knows of a node, in sections; empty sections are left out."""
    here = {found.id}
    told = statements_of(store, [found.id])
    if found.label == "Region":  # an event in a county is one of its city and its province too
        here = set(regions_inside(store, found.id))
        told += [s for s in statements_of(store, sorted(here - {found.id})) if s.type == "HELD_IN"]
    sections = [_names(store, found)]
    for heading, types, way in _SECTIONS:
        rows = [
            _row(t, found.id, here)
            for t in put_together(s for s in told if s.type in types and _goes(s, found.id, here, way))
        ]
        if rows:
            sections.append(Section(heading, Table(COLUMNS, tuple(rows))))
    label = schema().labels[found.label]
    return Answer(tuple(sections), f"{found.name} — {label.zh} {label.en} ({found.id})")


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


def regions_inside(store: Store, region: str) -> list[str]:
    """The ids of a region and of all regions inside it, level by level."""
    inside = level = {region}
    while level:
        rows = store.query(
            "UNWIND $ids AS id MATCH (r:Entity {id: id}) OPTIONAL MATCH (r)<-[:PART_OF]-(n:Entity {label: 'Region'}) "
            "WITH n WHERE n.id IS NOT NULL RETURN DISTINCT n.id",
            {"ids": sorted(level)},
        )
        level = {row[0] for row in rows} - inside
        inside = inside | level
    return sorted(inside)


def _names(store: Store, found: Found) -> Section:
    """The forms under which articles know the node, and which articles use each."""
    rows = store.query(
        "MATCH (a:Entity)-[m:MENTIONS]->(n:Entity {id: $id}) RETURN a.source, m.names ORDER BY a.source, a.id",
        {"id": found.id},
    )
    users: dict[str, list[str]] = {found.name: []}
    for source, names in rows:
        for name in names:
            users.setdefault(name, []).append(source)
    table = Table(
        ("name", "articles", "named_by"),
        tuple((name, len(set(by)), sorted(set(by))) for name, by in users.items()),
    )
    return Section("Names · 名称", table)
