"""Who is one with whom: suggestions, decisions by hand, and why two names are one node or two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from ..graph.entities import group_of
from ..graph.identity.evidence import Link, forbidden, link, names_other, same_event, same_person
from ..graph.identity.forms import Form
from ..graph.identity.journal import Decision, Mention, active
from ..graph.identity.resolve import FORM, Resolver
from ..graph.identity.spelling import plain
from ..graph.identity.words import settings
from ..graph.store import Store
from .find import Found, find, nothing, resolve
from .output import Answer
from .problems import UsageProblem

_MOST_PAIRS = 5_000  # pairs of forms that are compared to tell why two nodes are two


@dataclass(frozen=True)
class Said:
    """A mention with its form and all names that the article uses for it."""

    mention: Mention
    form: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """What a user named: a node, and those of its mentions that are meant."""

    found: Found
    said: tuple[Said, ...]

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(said.mention for said in self.said)

    @property
    def forms(self) -> list[str]:
        return sorted({said.form for said in self.said})


def suggest(store: Store, limit: int = 50) -> Answer:
    """Pairs of nodes that may be one, the likeliest first, with what speaks for it."""
    resolver = store.identity()
    rows = store.query(
        "MATCH (m:Memory) WHERE m.id STARTS WITH $form AND m.value CONTAINS '\"maybe\"' RETURN m.id ORDER BY m.id",
        {"form": FORM},
    )
    best: dict[tuple[str, str], tuple[Link, str, str]] = {}
    records = resolver.records(row[0].removeprefix(FORM) for row in rows)
    for id_, record in records.items():
        for other, told in record.maybe.items():
            there = resolver.records([other]).get(other)
            pair = (min(record.root, r), max(record.root, r)) if there and (r := there.root) else ("", "")
            if there and record.root != there.root and not record.split & {other}:
                best[pair] = max(best.get(pair, (link(), "", "")), (told, id_, other), key=lambda b: b[0].weight)
    order = sorted(best.values(), key=lambda b: (-b[0].weight, b[1], b[2]))[:limit]
    return Answer.of(
        ("weight", "kind", "name", "other", "reasons", "article", "other_article", "id", "other_id"),
        (_suggestion(store, resolver, *each) for each in order),
    )


def _suggestion(store: Store, resolver: Resolver, told: Link, one: str, other: str) -> tuple[Any, ...]:
    a, b = (resolver.records([i])[i] for i in (one, other))
    articles = [_articles(store, [r.form.id], r.root)[:1] for r in (a, b)]
    sources = [rows[0][1] if rows else "" for rows in articles]
    return told.weight, a.form.label, a.form.name, b.form.name, _reasons(told), *sources, a.root, b.root


def decide(store: Store, what: str, one: str, other: str) -> Decision:
    """Write down that two names are one (merge) or never are (split); the graph follows at once."""
    a, b = sides(store, one, other)
    if what == "merge" and a.found.id == b.found.id and not set(a.forms) - set(b.forms):
        raise UsageProblem(f"{one} and {other} are one already: `guanxi same why` tells why")
    if group_of(a.found.label) != group_of(b.found.label):
        raise UsageProblem(f"{one} is a {a.found.label} and {other} a {b.found.label}: these cannot be one")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return store.decide(Decision(0, what, a.mentions, b.mentions, told=f"{one} {other}", at=at))


def undo(store: Store, number: int) -> Decision:
    """Take a decision back; 0 means the last one in force."""
    held = active(store.decisions())
    if not number and not held:
        raise UsageProblem("there is no decision to undo")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return store.decide(Decision(0, "undo", of=number or held[-1].number, at=at))


def log(store: Store) -> Answer:
    """The journal: every decision, and whether it is in force."""
    journal = store.decisions()
    held = {decision.number for decision in active(journal)}
    rows = ((d.number, d.at, d.what, d.told or f"decision {d.of}", d.number in held, len(d.articles)) for d in journal)
    return Answer.of(("number", "at", "what", "names", "in_force", "articles"), rows)


def sides(store: Store, one: str, other: str) -> tuple[Side, Side]:
    """The two that a user names, each NAME or NAME@ARTICLE. Of one node, the mentions that use just that name."""
    a, b = _side(store, one), _side(store, other)
    if a.found.id == b.found.id:
        a, b = _narrowed(a, one), _narrowed(b, other)
        if not a.mentions or not b.mentions or set(a.mentions) & set(b.mentions):
            raise UsageProblem(
                f"{one} and {other} are one node, and name the same mentions of it: name each by NAME@ARTICLE, "
                f"as `guanxi show {a.found.name}` lists them"
            )
    return a, b


def _side(store: Store, text: str) -> Side:
    name, at, article = text.rpartition("@")
    if not at:
        found = resolve(store, text)
        return Side(found, _mentioned(store, found.id))
    named = find(store, name)
    there = next((side for f in named if (side := Side(f, _mentioned(store, f.id, article))).said), None)
    if there is None:
        raise UsageProblem(f"{article} does not mention {name}") if named else nothing(store, name)
    return there


def _narrowed(side: Side, text: str) -> Side:
    """Only the mentions that use this very name."""
    if "@" in text:
        return side
    return Side(side.found, tuple(said for said in side.said if plain(text) in map(plain, said.names)))


def _mentioned(store: Store, node: str, article: str = "") -> tuple[Said, ...]:
    """The mentions of a node, all or those of one article."""
    rows = store.query(
        "MATCH (a:Entity)-[m:MENTIONS]->(n:Entity {id: $id}) "
        "WHERE $article = '' OR a.id = $article OR a.source = $article OR a.title = $article "
        "RETURN a.id, m.target_form, m.names, m.facts ORDER BY a.id, m.id",
        {"id": node, "article": article},
    )
    told = [(a, form, names, Form.from_json(orjson.loads(facts))) for a, form, names, facts in rows]
    return tuple(
        Said((a, group_of(fact.label), _called(fact, names)), form, (fact.name, *names))
        for a, form, names, fact in told
    )


def _called(fact: Form, names: list[str]) -> str:
    return fact.name if fact.name in names or not names else max(names, key=lambda name: (len(name), name))


# --- why ------------------------------------------------------------------------------------------

_WHY = ("step", "weight", "reasons", "name", "article", "sentence")


def why(store: Store, one: str, other: str) -> Answer:
    """Why two names are one node (the chain of forms that joins them) or two (what speaks for and against)."""
    resolver = store.identity()
    a, b = (_side(store, text) for text in (one, other))
    if a.found.id != b.found.id:
        return _why_two(store, resolver, a, b)
    a, b = (named if (named := _narrowed(side, text)).said else side for side, text in ((a, one), (b, other)))
    chain = _chain(resolver, a.forms, set(b.forms))
    rows: list[tuple[Any, ...]] = []
    for step, (here, there, told) in enumerate(chain, start=1):
        rows.append((step, told.weight, _reasons(told), *_quoted(store, resolver, here)))
        rows.append((step, "", [], *_quoted(store, resolver, there)))
    if not chain:
        form = resolver.records(a.forms[:1])[a.forms[0]].form
        told = link("shared_body" if form.posts else "same_full_name")
        rows = [(0, told.weight, _reasons(told), *quote) for quote in _quotes(store, form.id, a.found.id)]
    return Answer.of(_WHY, rows, f"{one} and {other} are one: {a.found.name} ({a.found.id})")


def _chain(resolver: Resolver, start: list[str], goal: set[str]) -> list[tuple[str, str, Link]]:
    """The shortest chain of links between forms, as steps (form, form, link)."""
    came: dict[str, tuple[str, Link]] = {}
    fresh, seen = list(start), set(start)
    while fresh and not goal & seen:
        nearer: list[str] = []
        for id_ in fresh:
            record = resolver.records([id_])[id_]
            links = dict(record.up) | dict.fromkeys(record.merged, link("decided"))
            links |= {i: r.up[id_] for i, r in resolver.records(record.down).items()}
            for other, told in sorted(links.items()):
                if other not in seen and resolver.root(other) == record.root:
                    seen.add(other)
                    came[other] = (id_, told)
                    nearer.append(other)
        fresh = nearer
    steps: list[tuple[str, str, Link]] = []
    at = min(goal & seen, default="")
    while at in came:
        before, told = came[at]
        steps.append((before, at, told))
        at = before
    return steps[::-1]


def _why_two(store: Store, resolver: Resolver, a: Side, b: Side) -> Answer:
    """What speaks for and against two nodes, the strongest pairs of forms first."""
    records = resolver.records((*a.forms, *b.forms))
    split = any(set(b.forms) & records[form].split for form in a.forms)
    pairs = [(x, y) for x in a.forms for y in b.forms][:_MOST_PAIRS]
    found = [(link("kept_apart"), a.forms[0], b.forms[0])] if split else []
    compared = [(_compared(records[x].form, records[y].form, resolver), x, y) for x, y in pairs]
    found += sorted((c for c in compared if c[0].reasons), key=lambda c: (-c[0].weight, c[1], c[2]))[:5]
    rows: list[tuple[Any, ...]] = []
    for step, (told, x, y) in enumerate(found, start=1):
        rows.append((step, told.weight, _reasons(told), *_quoted(store, resolver, x)))
        rows.append((step, "", [], *_quoted(store, resolver, y)))
    known = "" if found else ": nothing says that they are one"
    return Answer.of(_WHY, rows, f"{a.found.name} ({a.found.id}) and {b.found.name} ({b.found.id}) are two{known}")


def _compared(one: Form, other: Form, resolver: Resolver) -> Link:
    if against := forbidden(one, other):
        return link(against)
    if one.label == other.label == "Person":
        return same_person(one, other, resolver.root)
    if one.label == other.label == "Event":
        return same_event(one, other, resolver.root)
    told = names_other(one, other)
    return told if told.reasons else names_other(other, one)


def _reasons(told: Link) -> list[str]:
    texts = settings()["reasons"]
    return [f"{texts[reason]['en']} · {texts[reason]['zh']}" for reason in told.reasons]


def _quoted(store: Store, resolver: Resolver, form: str) -> tuple[str, str, str]:
    """A form's name, and an article with a sentence that tells of it."""
    record = resolver.records([form])[form]
    quotes = _quotes(store, form, record.root)
    return quotes[0] if quotes else (record.form.name, "", "")


def _quotes(store: Store, form: str, node: str) -> list[tuple[str, str, str]]:
    """Name, article and a sentence for each article that uses a form."""
    sentences: dict[str, str] = {}
    for pattern, end in (("-[r]->", "source_form"), ("<-[r]-", "target_form")):
        rows = store.query(
            f"MATCH (n:Entity {{id: $id}}){pattern}(m:Entity) WHERE r.{end} = $form AND type(r) <> 'MENTIONS' "
            "RETURN r.article, r.evidence ORDER BY r.start, r.id",
            {"id": node, "form": form},
        )
        for article, sentence in rows:
            sentences.setdefault(article, sentence)
    return [(name, source, sentences.get(id_, "")) for id_, source, name in _articles(store, [form], node)]


def _articles(store: Store, forms: list[str], node: str) -> list[tuple[str, str, str]]:
    """Id, source and name there of the articles that mention a node under one of these forms, oldest first."""
    rows = store.query(
        "MATCH (a:Entity)-[m:MENTIONS]->(n:Entity {id: $id}) WHERE m.target_form IN $forms "
        "RETURN a.id, a.source, m.names, m.facts ORDER BY a.date, a.id",
        {"id": node, "forms": forms},
    )
    return [(id_, source, _called(Form.from_json(orjson.loads(facts)), names)) for id_, source, names, facts in rows]
