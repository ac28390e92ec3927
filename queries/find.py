"""Find nodes by what somebody types: a name, an alias, traditional characters, a part of a name, pinyin.

The ways are tried from the surest on, and the first that finds anything answers; what only resembles is
offered as near, never taken. A name may be narrowed by its label (`Person:闻采薇`), and an id is always exact.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..graph.identity.spelling import simplified
from ..graph.schema import schema
from ..graph.store import Store
from .problems import NothingFound, UsageProblem

_NODE = "n.id, n.label, n.name, n.aliases"
_MOST_NEAR = 3_000  # names compared letter by letter when nothing was found


@dataclass(frozen=True)
class Found:
    """A node, how it was found, which of its names matched, and how many articles name it."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    how: str
    matched: str
    articles: int = 0

    def told(self) -> str:
        """The node in a few words, for a choice: `闻采薇 (Person, 3 articles, p0123…)`."""
        count = "1 article" if self.articles == 1 else f"{self.articles} articles"
        return f"{self.name} ({self.label}, {count}, {self.id})"


def find(store: Store, text: str, limit: int = 50) -> list[Found]:
    """All nodes that the text names, best first: by exact name, else alias, else part, else pinyin. Never near ones."""
    label, wanted = _narrowed(text.strip())
    if not wanted:
        return []
    for way in (_exact, _traditional, _part, _by_pinyin):
        found = [f for f in way(store, wanted) if label in ("", f.label)]
        if found:
            return _best_first(store, found)[:limit]
    return []


def near(store: Store, text: str, limit: int = 5) -> list[Found]:
    """Nodes whose names look or sound like the text, best first: what to offer where nothing was found."""
    label, wanted = _narrowed(text.strip())
    wanted = simplified(wanted)
    pieces = [wanted[i : i + 2] for i in range(len(wanted) - 1)] if len(wanted) > 3 else list(wanted)
    if not pieces:
        return []
    rows = store.query(
        "UNWIND $pieces AS piece MATCH (n:Entity) WHERE n.label <> 'Article' AND n.name CONTAINS piece "
        f"RETURN DISTINCT {_NODE} ORDER BY n.id LIMIT $most",
        {"pieces": sorted(set(pieces)), "most": _MOST_NEAR},
    )
    scored: list[tuple[float, Found]] = []
    for found in _found(rows, "near", lambda _: True):
        if label in ("", found.label):
            alike, name = max((_likeness(wanted, form), form) for form in (found.name, *found.aliases))
            if alike >= 0.5:
                scored.append((-alike, replace(found, matched=name)))
    scored.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].id))
    return _counted(store, [found for _, found in scored[:limit]])


def resolve(store: Store, text: str) -> Found:
    """The one node that the text names.

    Raises NothingFound, with near names, where there is none, and UsageProblem, with the choice, where there are
    several and none is named exactly so.
    """
    found = find(store, text)
    if not found:
        raise nothing(store, text)
    surest = [f for f in found if f.how == found[0].how]
    if len(surest) > 1:
        choice = "".join(f"\n  {f.told()}{_post(store, f)}" for f in surest[:20])
        more = f"\n  … and {len(surest) - 20} more" if len(surest) > 20 else ""
        raise UsageProblem(
            f"{text!r} may be one of several, name one by its full name, Label:name or id:{choice}{more}"
        )
    return surest[0]


def _post(store: Store, found: Found) -> str:
    """The newest post of a person, which tells people of one name apart."""
    rows = store.query(
        "MATCH (n:Entity {id: $id})-[r:MEMBER_OF]->(m:Entity) "
        "RETURN m.name, r.title ORDER BY r.date DESC, r.id LIMIT 1",
        {"id": found.id},
    ).rows
    return f" {rows[0][0]}{rows[0][1]}" if found.label == "Person" and rows else ""


def articles_named(store: Store, text: str) -> list[str]:
    """The ids of the articles of this file name, title or id."""
    return [a["id"] for a in store.articles() if text in (a["id"], a["source"], a["title"])]


def resolve_or_articles(store: Store, text: str) -> list[str]:
    """The id of the one node that the text names, or the ids of the articles of that file name or title."""
    try:
        return [resolve(store, text).id]
    except NothingFound:
        if articles := articles_named(store, text):
            return articles
        raise


def nothing(store: Store, text: str) -> NothingFound:
    """That nothing has this name, with the near names, to be raised."""
    offers = near(store, text)
    return NothingFound(f"nothing is called {text!r}" + "".join(f"\n  near: {f.told()}" for f in offers))


def _narrowed(text: str) -> tuple[str, str]:
    """A label and the rest, where the text is `Label:rest`; no label otherwise."""
    label, colon, rest = text.partition(":")
    return (label, rest.strip()) if colon and label in schema().labels else ("", text)


def _exact(store: Store, text: str) -> list[Found]:
    rows = store.query(
        f"MATCH (n:Entity) WHERE n.label <> 'Article' AND (n.name = $text OR n.id = $text OR $text IN n.aliases) "
        f"RETURN {_NODE} ORDER BY n.id",
        {"text": text},
    )
    return [
        Found(id_, label, name, tuple(aliases), "name" if name == text else "id" if id_ == text else "alias", text)
        for id_, label, name, aliases in rows
    ]


def _traditional(store: Store, text: str) -> list[Found]:
    plain = simplified(text)
    if plain == text:
        return []
    return [replace(f, how="traditional") for f in _exact(store, plain)]


def _part(store: Store, text: str) -> list[Found]:
    """Names that contain the text, in small or capital letters."""
    text = simplified(text).lower()
    rows = store.query(
        f"MATCH (n:Entity) WHERE n.label <> 'Article' AND lower(n.name) CONTAINS $text RETURN {_NODE} ORDER BY n.id",
        {"text": text},
    )
    found = _found(rows, "part", lambda form: text in form.lower())
    rows = store.query(
        "MATCH (n:Entity) WHERE n.label <> 'Article' UNWIND n.aliases AS form "
        f"WITH n, form WHERE lower(form) CONTAINS $text RETURN DISTINCT {_NODE} ORDER BY n.id",
        {"text": text},
    )
    known = {f.id for f in found}
    return found + [f for f in _found(rows, "part", lambda form: text in form.lower()) if f.id not in known]


def _by_pinyin(store: Store, text: str) -> list[Found]:
    """Names that read like the text: whole syllables or initials, from the beginning of a name or inside it."""
    letters = "".join(text.lower().replace("ü", "v").replace("'", "").split())
    if not (letters.isascii() and letters.isalpha() and len(letters) > 1):
        return []
    from .pinyin import reads

    rows = store.query(f"MATCH (n:Entity) WHERE n.label <> 'Article' RETURN {_NODE} ORDER BY n.id")
    whole = _found(rows, "pinyin", lambda form: reads(form, letters, whole=True))
    return whole or _found(rows, "pinyin part", lambda form: reads(form, letters))


def _likeness(wanted: str, form: str) -> float:
    """How alike two names are, from 0 to 1; names that sound alike are at least 0.9."""
    from .pinyin import sound

    alike = difflib.SequenceMatcher(None, wanted, form, autojunk=False).ratio()
    return max(alike, 0.9) if len(wanted) == len(form) and sound(wanted) == sound(form) else alike


def _found(rows: Iterable[list[Any]], how: str, matches: Callable[[str], bool]) -> list[Found]:
    """The rows of which a name matches, with that name: the node's own first."""
    found: list[Found] = []
    for id_, label, name, aliases in rows:
        matched = next((form for form in (name, *aliases) if matches(form)), None)
        if matched is not None:
            found.append(Found(id_, label, name, tuple(aliases), how, matched))
    return found


_SUREST = ("id", "name", "alias", "traditional", "part", "pinyin", "pinyin part", "near")


def _best_first(store: Store, found: list[Found]) -> list[Found]:
    """By the way in which they were found, then named in most articles, then shortest name."""
    counted = _counted(store, found)
    return sorted(counted, key=lambda f: (_SUREST.index(f.how), -f.articles, len(f.name), f.name, f.id))


def _counted(store: Store, found: list[Found]) -> list[Found]:
    """The same with the number of articles that name each."""
    if not found:
        return []
    rows = store.query(
        "UNWIND $ids AS id MATCH (n:Entity {id: id}) OPTIONAL MATCH (a:Entity)-[:MENTIONS]->(n) "
        "RETURN n.id, count(DISTINCT a.id)",
        {"ids": [f.id for f in found]},
    )
    number = {row[0]: int(row[1]) for row in rows}
    return [replace(f, articles=number.get(f.id, 0)) for f in found]
