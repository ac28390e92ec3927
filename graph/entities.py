"""Which node of the graph holds what an article names: identity at work inside one transaction of a store.

Forms come and go with articles; `identity.resolve` says which of them are one entity now. An entity is a node whose id
is that of its fullest form; when forms change their entity, their edges move along, by the `source_form` and
`target_form` that every edge carries, so that everything that was joined can be taken apart again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import orjson

from .identity.forms import Form, joined
from .identity.journal import Decision, Mention, active, conflict, cut_form, pairs
from .identity.resolve import Memory, Resolver
from .model import InputError
from .rows import LONGEST, ArticleRows, Row, placed_edge
from .schema import schema
from .writing import Run, around, each, recall, remember, remove_edges, take_edges

JOURNAL = "journal"
"""Where the memory of identity keeps the decisions by hand."""


class Entities:
    """What a change of articles does to the entities. The articles' old edges are gone when this is made."""

    def __init__(
        self,
        run: Run,
        resolver: Resolver,
        gone: list[str],
        fresh: list[ArticleRows],
        journal: list[Decision] | None = None,
    ) -> None:
        self._run = run
        self._memory = resolver.memory
        self._resolver = resolver
        resolver.begin(partial(recall, run), self._members)
        decisions = active(self._journal(journal))
        self._fresh = [_cut(article, decisions) for article in fresh]
        before = _placed(run, gone)
        self._left = set(remove_edges(run, gone))
        self._resolver.update(self._changes(before), self._decisions(decisions, gone, journal is not None))
        self._moved = {form: old for form, old in self._resolver.moved().items() if old}
        self._edges = take_edges(run, self._moved)

    def _journal(self, journal: list[Decision] | None) -> list[Decision]:
        kept = self._memory.get([JOURNAL]).get(JOURNAL, [])
        if journal is None:
            return [Decision.from_json(data) for data in kept]
        self._memory.put(JOURNAL, [decision.to_json() for decision in journal] or None)
        return journal

    def _changes(self, before: Mapping[str, str]) -> dict[str, Form | None]:
        """What all articles tell now of every form that the change touches."""
        changes: dict[str, Form | None] = dict.fromkeys(before)
        for form in _told(self._run, before):
            changes[form.id] = joined(form, other) if (other := changes[form.id]) else form
        new = [replace(form, id=id_) for article in self._fresh for id_, form in article.forms.items()]
        known = self._resolver.records([form.id for form in new if form.id not in before])
        for form in new:
            there = changes.get(form.id) or (known[form.id].form if form.id in known else None)
            changes[form.id] = joined(there, form) if there else form
        return changes

    def _decisions(self, decisions: list[Decision], gone: list[str], anew: bool) -> list[tuple[str, str, bool]] | None:
        """The pairs of forms that are decided by hand, or None where the change touches no decision."""
        touched = {*gone, *(article.id for article in self._fresh)}
        if not anew and not any(decision.articles & touched for decision in decisions):
            return None
        here = {article.id for article in self._fresh}
        elsewhere = {article for decision in decisions for article in decision.articles} - here
        forms = {
            mention: row["id"]
            for article in self._fresh
            for row in article.nodes
            for mention in _names(article.id, row)
        }
        return pairs(decisions, forms | mentions_of(self._run, sorted(elsewhere)))

    def _members(self, bodies: dict[str, str]) -> list[str]:
        """The forms of the people in all articles that name one of these bodies."""
        rows = [{"form": form, "id": entity} for form, entity in bodies.items()]
        naming = f"{around('(n)<-[e:MENTIONS]-(a:Entity)', 'r, e, a')} WHERE e.target_form = r.form"
        articles = sorted(row[0] for row in each(self._run, f"{naming} RETURN DISTINCT a.id", rows))
        people = f"{around('(n)-[e:MENTIONS]->(m:Entity)', 'e, m')} WHERE m.label = 'Person'"
        named = each(self._run, f"{people} RETURN DISTINCT e.target_form", [{"id": id_} for id_ in articles])
        return [row[0] for row in named]

    # --- what follows from it ---------------------------------------------------------------------

    def settled(self) -> list[ArticleRows]:
        """The new articles with their forms placed in entities."""
        forms = [row["id"] for article in self._fresh for row in article.nodes]
        entities = {form: self._entity(root) for form, root in self._roots(forms).items()}
        return [article.placed(entities) for article in self._fresh]

    def homes(self) -> list[Row]:
        """The nodes to which forms of other articles move, and those whose name changed."""
        roots = sorted(set(self._roots(self._moved).values()) | self._resolver.renamed())
        return [self._entity(root) | {"date": "", "aliases": []} for root in roots]

    def rehoused(self) -> dict[str, list[Row]]:
        """The edges of the forms that moved, by type, between the entities of now."""
        ends = {row[end] for rows in self._edges.values() for row in rows for end in ("source_form", "target_form")}
        roots = self._roots(ends - {""})
        return {type_: [placed_edge(row, roots) for row in rows] for type_, rows in self._edges.items()}

    def left(self) -> list[str]:
        """The nodes that lost or won what others told of them."""
        return sorted(self._left | set(self._moved.values()) | set(self._roots(self._moved).values()))

    def remember(self) -> None:
        """Keep what was found out, for the next change."""
        self._resolver.save()
        remember(self._run, self._memory)
        self._resolver.settled()

    def _roots(self, forms: Iterable[str]) -> dict[str, str]:
        return {id_: record.root for id_, record in self._resolver.records(forms).items()}

    def _entity(self, root: str) -> Row:
        form = self._resolver.records([root])[root].form
        return {"id": root, "label": form.label, "name": form.name[:LONGEST]}


# --- decisions by hand ----------------------------------------------------------------------------


def decisions(run: Run) -> list[Decision]:
    """The journal of a graph."""
    kept = Memory(partial(recall, run)).get([JOURNAL]).get(JOURNAL, [])
    return [Decision.from_json(data) for data in kept]


def appended(journal: list[Decision], other: list[Decision]) -> list[Decision]:
    """A journal with another behind it, its numbers going on; decisions that stand in both are not doubled."""
    if journal[: len(other)] == other:
        return journal
    last = len(journal)
    return journal + [replace(d, number=d.number + last, of=d.of + last if d.of else 0) for d in other]


def undone(journal: list[Decision], new: Decision) -> Decision:
    """The decision that a new one undoes; an empty one if it undoes none."""
    return next((d for d in journal if d.number == new.of), Decision(0, "none"))


def numbered(run: Run, decision: Decision, journal: list[Decision]) -> Decision:
    """The decision as it goes into the journal. Raises InputError if it contradicts another, or undoes none."""
    held = active(journal)
    if decision.what == "undo":
        if decision.of not in {d.number for d in held}:
            raise InputError(f"there is no decision {decision.of} to undo: `guanxi same log` lists them")
        return replace(decision, number=len(journal) + 1)
    if set(decision.one) & set(decision.other):
        raise InputError("both sides name the same mention: say which by NAME@ARTICLE")
    forms = mentions_of(run, sorted(decision.articles))
    here = {forms[mention] for mention in decision.one if mention in forms}
    cut = tuple(m for m in decision.other if forms.get(m) in here) if decision.what == "split" else ()
    new = replace(decision, number=len(journal) + 1, cut=cut)
    if other := conflict(held, new):
        raise InputError(
            f"decision {other.number} ({other.what} {other.told}) says otherwise: "
            f"take it back first with `guanxi same undo {other.number}`"
        )
    return new


def group_of(label: str) -> str:
    """What may be one with what: all organisations are of one group."""
    return "org" if label in schema().organisations else label


def _names(article: str, row: Row) -> list[Mention]:
    return [(article, group_of(row["label"]), name) for name in {*row["aliases"], row["name"]}]


def _cut(article: ArticleRows, decisions: list[Decision]) -> ArticleRows:
    """Give the forms that a decision cut off ids of their own."""
    cuts = {mention: decision for decision in decisions for mention in decision.cut if mention[0] == article.id}
    if not cuts:
        return article
    new = {
        row["id"]: cut_form(row["id"], cuts[mention])
        for row in article.nodes
        for mention in _names(article.id, row)
        if mention in cuts
    }
    return article.renamed(new)


def stored_of(run: Run, articles: Iterable[str]) -> list[str]:
    """Those of these articles that are in the graph."""
    rows = each(run, "MATCH (a:Entity {id: r, label: 'Article'}) RETURN a.id", sorted(articles))
    return sorted(row[0] for row in rows)


def _placed(run: Run, articles: list[str]) -> dict[str, str]:
    """The forms of stored articles, and the entities that hold them."""
    placed = f"{around('(n)-[e:MENTIONS]->(m:Entity)', 'e, m')} WHERE e.article <> '' RETURN e.target_form, m.id"
    return dict(each(run, placed, [{"id": article} for article in articles]).rows)


def _told(run: Run, forms: Mapping[str, str]) -> list[Form]:
    """What each stored article tells of these forms, given with their entities."""
    rows = [{"form": form, "id": entity} for form, entity in forms.items()]
    mentions = f"{around('(n)<-[e:MENTIONS]-(a:Entity)', 'r, e')} WHERE e.target_form = r.form"
    told = each(run, f"{mentions} RETURN r.form, e.facts", rows)
    return [replace(Form.from_json(orjson.loads(facts)), id=form) for form, facts in told]


def mentions_of(run: Run, articles: list[str]) -> dict[Mention, str]:
    """The forms of stored articles by what they are called there."""
    mentions = f"{around('(n)-[e:MENTIONS]->(m:Entity)', 'e')} WHERE e.article <> ''"
    rows = [{"id": article} for article in articles]
    told = each(run, f"{mentions} RETURN e.article, e.target_form, e.names, e.facts", rows)
    found: dict[Mention, str] = {}
    grouped: dict[str, list[Row]] = defaultdict(list)
    for article, form, names, facts in told:
        fact = Form.from_json(orjson.loads(facts))
        grouped[article].append({"id": form, "label": fact.label, "name": fact.name, "aliases": names})
    for article, rows in grouped.items():
        found |= {mention: row["id"] for row in rows for mention in _names(article, row)}
    return found
