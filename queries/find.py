"""Find nodes by what somebody types: a name, an alias, traditional characters, a part of a name, pinyin.

The ways are tried from the surest on, and the first that finds anything answers; what only resembles is
offered as near, never taken. A name may be narrowed by its label (`Person:闻采薇`), and an id is always exact.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..graph.identity.spelling import normal_name, simplified
from ..graph.index import Index, Named
from ..graph.pinyin import reads, sound, spellings
from ..graph.schema import schema
from ..graph.store import Store
from .problems import NothingFound, UsageProblem


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
    index = store.index()
    for way in (_exact, _traditional, _part, _by_pinyin):
        if found := [f for f in way(index, wanted, label, limit) if label in ("", f.label)]:
            return sorted(found, key=lambda f: _SUREST.index(f.how))[:limit]
    return []


def near(store: Store, text: str, limit: int = 5) -> list[Found]:
    """Nodes whose names look or sound like the text, best first: what to offer where nothing was found."""
    label, wanted = _narrowed(text.strip())
    wanted = simplified(wanted)
    scored: list[tuple[float, Found]] = []
    for node in store.index().resembling(wanted.lower(), label):
        alike, name = max((_likeness(wanted, form), form) for form in (node.name, *node.aliases))
        if alike >= 0.5:
            scored.append((-alike, _found(node, "near", name)))
    scored.sort(key=lambda pair: (pair[0], pair[1].name, pair[1].id))
    return [found for _, found in scored[:limit]]


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
    narrowed = colon and label in schema().labels
    return (label, normal_name(rest)) if narrowed else ("", normal_name(text))


def _exact(index: Index, text: str, label: str, limit: int) -> list[Found]:
    ways = ((n, "name" if n.name == text else "id" if n.id == text else "alias") for n in index.named(text))
    return [_found(node, how, text) for node, how in ways]


def _traditional(index: Index, text: str, label: str, limit: int) -> list[Found]:
    plain = simplified(text)
    return [] if plain == text else [replace(f, how="traditional") for f in _exact(index, plain, label, limit)]


def _part(index: Index, text: str, label: str, limit: int) -> list[Found]:
    """Names that contain the text, in small or capital letters."""
    text = simplified(text).lower()
    found = index.containing(text, label, limit)
    return _matched(found, "part", lambda form: text in simplified(form).lower())


def _by_pinyin(index: Index, text: str, label: str, limit: int) -> list[Found]:
    """Names that read like the text: whole syllables or initials, from the beginning of a name or inside it."""
    letters = "".join(text.lower().replace("ü", "v").replace("'", "").split())
    if not (letters.isascii() and letters.isalpha() and len(letters) > 1):
        return []
    rows = spellings(letters)
    likely = [row for row in rows if len(row) <= len(rows[0]) + 1]  # syllables, not single letters, where they can be
    for whole in (True, False):
        for some in filter(None, (likely, rows[len(likely) :])):
            if found := _read(index, some, letters, label, limit, whole=whole):
                return found
    return []


def _read(
    index: Index, rows: list[tuple[str, ...]], letters: str, label: str, limit: int, *, whole: bool
) -> list[Found]:
    def matches(form: str) -> bool:
        return reads(form, letters, whole=whole)

    def fits(node: Named) -> bool:
        return any(map(matches, (node.name, *node.aliases)))

    nodes = index.reading(rows, fits, label, limit, whole=whole)
    return _matched(nodes, "pinyin" if whole else "pinyin part", matches)


def _likeness(wanted: str, form: str) -> float:
    """How alike two names are, from 0 to 1; names that sound alike are at least 0.9."""
    alike = difflib.SequenceMatcher(None, wanted, form, autojunk=False).ratio()
    return max(alike, 0.9) if len(wanted) == len(form) and sound(wanted) == sound(form) else alike


_SUREST = ("id", "name", "alias", "traditional", "part", "pinyin", "pinyin part", "near")


def _matched(nodes: Iterable[Named], how: str, matches: Callable[[str], bool]) -> list[Found]:
    """The nodes of which a name matches, with that name: the node's own first."""
    named = ((node, next(filter(matches, (node.name, *node.aliases)), None)) for node in nodes)
    return [_found(node, how, form) for node, form in named if form is not None]


def _found(node: Named, how: str, matched: str) -> Found:
    return Found(node.id, node.label, node.name, node.aliases, how, matched, node.articles)
