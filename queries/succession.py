"""Who held a post before and after somebody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..graph.index import Index
from ..graph.store import Store
from .output import Section, Table
from .statements import Statement

_HEAD = re.compile("^(?!.*副).*(?:长|书记|主任|主席|总裁|经理|总编辑|大使|总理|总统|总监|CEO)$")
"""The title of a post that one person holds at a time."""

_POSTS = 3
"""So many posts of a person are looked into, those told last."""

_NEXT = (
    "MATCH (b:Entity {{id: $body}})<-[r:MEMBER_OF]-(m:Entity) WHERE m.label = 'Person' AND m.id <> $me "
    "AND r.title IN $titles AND r.date <> '' AND {} RETURN b.name, m.name, r.date, r.article, r.evidence "
    "ORDER BY r.date {}, m.id LIMIT 1"
)
_BEFORE = _NEXT.format("r.status <> 'planned' AND r.date < $date", "DESC")
_AFTER = _NEXT.format("r.status = '' AND r.date > $date", "ASC")


def line_of_posts(store: Store, index: Index, me: int, statements: Iterable[Statement]) -> list[Section]:
    """Who held a person's posts before and after, as far as articles tell; no section where none does."""
    mine = index.nodes([me])[me].id
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s in statements:
        if s.type == "MEMBER_OF" and s.source.id == mine and not s.status and s.date and _HEAD.search(s.detail):
            held[s.target.id, s.detail].append(s.date)
    rows: list[tuple[Any, ...]] = []
    for (body, title), dates in sorted(held.items(), key=lambda post: max(post[1]), reverse=True)[:_POSTS]:
        given = {"body": body, "me": mine, "titles": [title, f"原{title}", f"前{title}"]}
        for which, cypher, date in (("before", _BEFORE, min(dates)), ("after", _AFTER, max(dates))):
            for name, person, told, article, sentence in store.query(cypher, given | {"date": date}):
                rows.append((name, title, which, person, told, index.sources([article])[article], sentence))
    columns = ("body", "title", "held", "person", "date", "article", "sentence")
    return [Section("Before and after · 前任与继任", Table(columns, tuple(rows)))] if rows else []
