"""Which forms are one entity, kept up to date as articles come and go.

The answer depends on the forms and the decisions alone, never on the order in which they came: a form meets others in
blocks (`evidence.keys`), a pair of forms makes a link or none, a short form links to the one thing that it can mean,
and entities are what the links hold together, strongest first, unless a reason forbids it. A change is followed just as
far as it reaches.

`Memory` keeps forms and blocks as small JSON texts under ids; the store supplies the reading and writing.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any

import orjson

from ..model import digest
from .evidence import NOTHING, Link, forbidden, keys, link, names_other, same_event, same_person, suggested
from .forms import Form
from .organisation import is_latin, parse

FORM, BLOCK, DECIDED = "form:", "block:", "decided"

Decisions = list[tuple[str, str, bool]]
"""Pairs of forms and whether they are one, by hand."""

Order = tuple[bool, bool, bool, int, int, str, str]


Fetch = Callable[[list[str]], Mapping[str, str]]
"""The stored JSON texts of those ids that have one."""


class Memory:
    """JSON values by id, fetched once and remembered; what changed waits until `changes` are written and `settled`."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self._values: dict[str, Any] = {}
        self._changed: set[str] = set()
        self._there: set[str] = set()

    def get(self, ids: Iterable[str]) -> dict[str, Any]:
        """The values of those ids that have one."""
        values = self._values
        ids = list(ids)
        unknown = sorted({id_ for id_ in ids if id_ not in values})
        if unknown:
            found = self.fetch(unknown)
            self._there.update(found)
            values.update((id_, orjson.loads(found[id_]) if id_ in found else None) for id_ in unknown)
        return {id_: value for id_ in ids if (value := values[id_]) is not None}

    def put(self, id_: str, value: Any) -> None:
        """Set a value that was asked for before; None takes it out."""
        self._values[id_] = value
        self._changed.add(id_)

    def age(self, most: int) -> None:
        """Between changes: forget what was asked for longest ago, once there is more than `most`."""
        if len(self._values) > most:
            for id_ in list(self._values)[: len(self._values) // 2]:
                del self._values[id_]
                self._there.discard(id_)

    def forget(self, ids: Iterable[str]) -> None:
        """Between changes: forget that these are stored."""
        self._there.difference_update(ids)

    def drop(self, ids: Iterable[str]) -> None:
        """Keep these values no longer here; whoever asked has them."""
        for id_ in ids:
            self._values.pop(id_, None)

    def changes(self) -> tuple[list[dict[str, str]], list[dict[str, str]], list[str]]:
        """What is to be created and to be set, as rows of id and value, and the ids to be removed; in order of ids."""
        rows = {
            i: {"id": i, "value": orjson.dumps(value).decode()}
            for i in sorted(self._changed)
            if (value := self._values[i]) is not None
        }
        created = [row for i, row in rows.items() if i not in self._there]
        renewed = [row for i, row in rows.items() if i in self._there]
        return created, renewed, sorted(i for i in self._changed & self._there if self._values[i] is None)

    def settled(self) -> None:
        """The changes are written: what is here is what is stored."""
        for id_ in self._changed:
            (self._there.discard if self._values[id_] is None else self._there.add)(id_)
        self._changed.clear()


@dataclass
class Record:
    """A form with what was found out about it: its links upwards and downwards, decisions, and its entity's root."""

    form: Form
    up: dict[str, Link] = field(default_factory=dict[str, Link])
    down: set[str] = field(default_factory=set[str])
    maybe: dict[str, Link] = field(default_factory=dict[str, Link])
    merged: set[str] = field(default_factory=set[str])
    split: set[str] = field(default_factory=set[str])
    root: str = ""

    def to_json(self) -> dict[str, Any]:
        """Without what is empty."""
        told: dict[str, Any] = {"form": self.form.to_json(), "root": self.root}
        for name in ("up", "maybe"):
            if links := getattr(self, name):
                told[name] = {i: [each.weight, *each.reasons] for i, each in sorted(links.items())}
        for name in ("down", "merged", "split"):
            if ids := getattr(self, name):
                told[name] = sorted(ids)
        return told

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Record:
        """Read back what `to_json` made."""
        links: list[dict[str, Link]] = [
            {i: Link(w, tuple(r)) for i, (w, *r) in data[name].items()} if name in data else {}
            for name in ("up", "maybe")
        ]
        sets: list[set[str]] = [set(data[name]) if name in data else set() for name in ("down", "merged", "split")]
        return cls(Form.from_json(data["form"]), links[0], sets[0], links[1], sets[1], sets[2], data["root"])


Members = Callable[[dict[str, str]], Iterable[str]]
"""The forms of the people whose articles name these bodies: {form of the body: its entity so far} → forms."""


class Resolver:
    """Follows changes of forms and decisions to the entities that they change.

    It can be kept from one change to the next, as long as nobody else changes what is stored.
    """

    def __init__(self, fetch: Fetch) -> None:
        self.memory = Memory(fetch)
        self._members: Members = lambda _: ()
        self._records: dict[str, Record] = {}
        self._older: dict[str, Record] = {}
        self._missing: set[str] = set()
        self._before: dict[str, str] = {}
        self._touched: set[str] = set()
        self._retold: set[str] = set()
        self._saved: list[str] = []

    def age(self, most: int) -> None:
        """Between changes: keep at hand so many records at most, those that were asked for last."""
        if 2 * len(self._records) > most:
            self.memory.forget(FORM + id_ for id_ in self._older)
            self._older, self._records = self._records, {}
            self._missing.clear()
        self.memory.age(most)

    # --- reading ----------------------------------------------------------------------------------

    def records(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records of those forms that there are."""
        known = self._records
        ids = list(ids)
        unknown = [i for i in ids if i not in known and i not in self._missing]
        if unknown:
            older = self._older
            kept = {i: older.pop(i) for i in unknown if i in older}
            known |= kept
            unknown = [i for i in unknown if i not in kept]
        if unknown:
            found = self.memory.get(FORM + i for i in unknown)
            for i in unknown:
                if FORM + i in found:
                    known[i] = Record.from_json(found[FORM + i])
                else:
                    self._missing.add(i)
            self.memory.drop(found)
        return {i: known[i] for i in ids if i in known}

    def root(self, form: str) -> str:
        """The entity of a form: the id of its root, or the form's own where it is not known."""
        record = self._records.get(form) or self.records([form]).get(form)
        return record.root or form if record else form

    def _block(self, key: str) -> list[str]:
        return list(self.memory.get([key]).get(key, ()))

    def _neighbours(self, record: Record) -> list[str]:
        """All forms that share a block with this one."""
        blocks = self.memory.get(_blocks(record.form))
        return sorted({i for ids in blocks.values() for i in ids} - {record.form.id})

    # --- changing ---------------------------------------------------------------------------------

    def begin(self, fetch: Fetch, members: Members) -> None:
        """Make ready for a change."""
        self.memory.fetch = fetch
        self._members = members
        for noted in (self._before, self._touched, self._retold):
            noted.clear()

    def update(self, changes: Mapping[str, Form | None], decisions: Decisions | None = None) -> None:
        """Take in forms that are new, changed, or gone (None), and the decisions, where they are to be read anew."""
        self._prefetch(changes)
        around = {n for i in changes if i in self._records for n in self._short_forms(self._records[i])}
        bound = self._component(self._undecided()) if decisions is not None else set[str]()
        for id_, form in changes.items():
            self._replace(id_, form)
        there = {i for i in changes if i in self._records}
        around |= {n for i in there for n in self._short_forms(self._records[i])}
        if decisions is not None:
            bound |= self._component(self._decided(decisions))
            around |= {n for i in self.records(bound) for n in self._short_forms(self._records[i])} | bound
        self._settle(set(self.records(around | there)))

    def _prefetch(self, changes: Mapping[str, Form | None]) -> None:
        """Read at once all that the changed forms will meet."""
        found = self.records(changes)
        forms = [record.form for record in found.values()] + [form for form in changes.values() if form]
        blocks = self.memory.get({key for form in forms for key in _blocks(form)})
        near = self.records({id_ for ids in blocks.values() for id_ in ids})
        self.records({id_ for record in near.values() for id_ in self._partners(record)})

    def _short_forms(self, record: Record) -> set[str]:
        """The forms that link, may link or could link to this one as to a fuller name."""
        if not record.form.is_org:
            return set()
        id_ = record.form.id
        here = self._order(id_)
        below = [r for r in self.records(self._neighbours(record)).values() if self._order(r.form.id) < here]
        return {r.form.id for r in below if id_ in r.up or id_ in r.maybe or self._names(r.form, record.form).joins}

    def _undecided(self) -> set[str]:
        """Drop all decisions; the forms that had one."""
        forms = set(self.memory.get([DECIDED]).get(DECIDED, ()))
        for record in self.records(forms).values():
            record.merged, record.split = set(), set()
            self._touched.add(record.form.id)
        return forms

    def _decided(self, decisions: Decisions) -> set[str]:
        """Record the decisions; the forms that have one."""
        forms: set[str] = set()
        for one, other, same in decisions:
            records = self.records((one, other))
            if one != other and len(records) == 2:
                for a, b in ((one, other), (other, one)):
                    (records[a].merged if same else records[a].split).add(b)
                    self._touched.add(a)
                forms |= {one, other}
        self.memory.put(DECIDED, sorted(forms) or None)
        return forms

    def _replace(self, id_: str, form: Form | None) -> None:
        record = self._records.get(id_)
        old, new = (set(_blocks(f)) if f else set[str]() for f in (record.form if record else None, form))
        if record and form is None:
            self._forget(record)
        for key in sorted(old - new):
            ids = [i for i in self._block(key) if i != id_]
            self.memory.put(key, ids or None)
        for key in sorted(new - old):
            self.memory.put(key, sorted({*self._block(key), id_}))
        if form is None:
            return
        if record:
            if (record.form.name, record.form.label) != (form.name, form.label):
                self._retold.add(id_)
            record.form = form
            self._touched.add(id_)
        else:
            self._records[id_] = Record(form)
            self._missing.discard(id_)
            self._before[id_] = ""
            self._touched.add(id_)

    def _forget(self, record: Record) -> None:
        """Take a form out; those that hung on it are settled anew."""
        id_ = record.form.id
        doubts = self._neighbours(record) if not record.form.is_org else []
        partners = self.records({*record.up, *record.down, *record.merged, *record.split, *doubts})
        for other in partners.values():
            if id_ in other.maybe or id_ in self._partners(other) | other.split:
                for links in (other.up, other.maybe):
                    links.pop(id_, None)
                for ids in (other.down, other.merged, other.split):
                    ids.discard(id_)
                self._touched.add(other.form.id)
        del self._records[id_]
        self._missing.add(id_)
        self._touched.discard(id_)
        self._before.pop(id_, None)
        self.memory.put(FORM + id_, None)

    # --- settling ---------------------------------------------------------------------------------

    def _settle(self, changed: set[str]) -> None:
        """Find the links of changed forms anew, then the entities; people and events follow the organisations."""
        for kind in (_is_org, _is_person, _is_event, _is_other):
            part = {i for i in changed if kind(self._records[i].form)}
            if kind is _is_org:
                self._link_organisations(part)
            elif kind is _is_person:
                part |= self.records(self._members(self._moved_bodies())).keys()
                self._link_pairs(part, same_person)
            elif kind is _is_event:
                self._link_pairs(part, same_event)
            self._gather(part | {i for i in self._touched if i in self._records and kind(self._records[i].form)})

    def _moved_bodies(self) -> dict[str, str]:
        return {i: old for i, old in self.moved().items() if old and self._records[i].form.is_org}

    def _link_organisations(self, changed: set[str]) -> None:
        """Link short forms to what they can mean, the fullest names first, since a link hangs on those above it."""
        queue = sorted(changed, key=self._order)
        waiting = set(queue)
        while queue:
            id_ = queue.pop()
            waiting.discard(id_)
            if self._link_up(self._records[id_]):
                reach = {n for i in self._component({id_}) for n in self._short_forms(self._records[i])}
                for late in sorted(i for i in reach - waiting if self._order(i) < self._order(id_)):
                    insort(queue, late, key=self._order)
                    waiting.add(late)

    def _link_up(self, record: Record) -> bool:
        """Find what a form is a name of, among those above it. True if that changed."""
        here = self._order(record.form.id)
        above = [r for r in self.records(self._neighbours(record)).values() if self._order(r.form.id) > here]
        found = {r.form.id: told for r in above if (told := self._names(record.form, r.form)).joins}
        groups = self._groups(found, here)
        choice = _decide(record.form, groups, found, self._records)
        up: dict[str, Link] = {}
        maybe: dict[str, Link] = {}
        if choice is not None:
            top = max(choice, key=self._order)
            up = {top: found[top]}
        else:
            maybe = {max(group, key=self._order): link("ambiguous") for group in groups}
        return self._set_links(record, up, maybe)

    @staticmethod
    def _names(one: Form, other: Form) -> Link:
        if forbidden(one, other):
            return NOTHING
        told = names_other(one, other)
        back = names_other(other, one)
        return told if told.joins else back if "short_form" not in back.reasons else NOTHING

    def _set_links(self, record: Record, up: dict[str, Link], maybe: dict[str, Link]) -> bool:
        id_ = record.form.id
        if record.up == up and record.maybe == maybe:
            return False
        changed = record.up.keys() != up.keys()
        for other in self.records(record.up.keys() - up.keys()).values():
            other.down.discard(id_)
            self._touched.add(other.form.id)
        for other in self.records(up.keys() - record.up.keys()).values():
            other.down.add(id_)
            self._touched.add(other.form.id)
        record.up, record.maybe = up, maybe
        self._touched.add(id_)
        return changed

    def _order(self, id_: str) -> Order:
        """Fuller names are above shorter ones; a body that everybody knows is above all, Chinese above Latin.

        Whoever was named first is above later ones, so that a person's node seldom changes.
        """
        form = self._records[id_].form
        return _order(form.name, form.is_org, bool(form.posts), form.first, id_)

    def _groups(self, ids: Iterable[str], above: Order) -> list[set[str]]:
        """The ids in groups of what is one entity already, by links among the forms above."""
        left, groups = set(ids), list[set[str]]()
        while left:
            group, fresh = set[str](), {min(left)}
            while fresh:
                group |= fresh
                near = {n for i in fresh for n in self._partners(self._records[i])}
                fresh = {n for n in self.records(near) if n not in group and self._order(n) > above}
            groups.append(group & left)
            left -= group
        return groups

    def _partners(self, record: Record) -> set[str]:
        return {*record.up, *record.down, *record.merged}

    def _link_pairs(self, changed: set[str], compare: Callable[[Form, Form, Callable[[str], str]], Link]) -> None:
        """Compare changed forms with all in their blocks; the link stands with the smaller id."""
        around = {id_: self._neighbours(self._records[id_]) for id_ in sorted(changed)}
        met = self.records({*around, *(n for near in around.values() for n in near)})
        self.records({body for record in met.values() for body in (*record.form.posts, *record.form.bodies)})
        for id_, near in around.items():
            record = self._records[id_]
            wanted: dict[str, Link] = {}
            for other in self.records(near).values():
                if id_ in other.maybe:
                    wanted[other.form.id] = NOTHING
                if other.form.label == record.form.label:
                    told = compare(record.form, other.form, self.root)
                    if told.weight >= suggested():
                        wanted[other.form.id] = told
            self._set_pairs(record, wanted)

    def _set_pairs(self, record: Record, wanted: dict[str, Link]) -> None:
        id_ = record.form.id
        old = {*record.up, *record.maybe, *record.down}
        for other in self.records(old | wanted.keys()).values():
            low, high = (record, other) if id_ < other.form.id else (other, record)
            told = wanted.get(other.form.id, NOTHING)
            up, maybe = dict(low.up), dict(low.maybe)
            for links, holds in ((up, told.joins), (maybe, told.weight > 0 and not told.joins)):
                links.pop(high.form.id, None)
                if holds:
                    links[high.form.id] = told
            self._set_links(low, up, maybe)

    def _component(self, ids: set[str]) -> set[str]:
        """All forms that links or decisions connect with these."""
        found, fresh = set[str](), set(self.records(ids))
        while fresh:
            found |= fresh
            near = {n for i in fresh for n in self._partners(self._records[i])}
            fresh = set(self.records(near - found))
        return found

    def _gather(self, touched: set[str]) -> None:
        """Make entities of the forms that links connect, strongest link first, never across a reason against."""
        again = {i for i in touched if i in self._records}
        # what was one entity with a touched form may have lost its bond
        left = self._component(again)
        while left:
            part = self._component({min(left)})
            left -= part
            for group in self._clusters(sorted(part)):
                root = max(group, key=self._order)
                for id_ in group:
                    record = self._records[id_]
                    if record.root != root:
                        self._before.setdefault(id_, record.root)
                        record.root = root
                        self._touched.add(id_)

    def _clusters(self, ids: list[str]) -> list[set[str]]:
        cluster = {i: {i} for i in ids}
        bonds = [(link("decided"), i, other) for i in ids for other in self._records[i].merged if i < other]
        bonds += [(told, i, other) for i in ids for other, told in self._records[i].up.items()]
        bonds.sort(key=lambda bond: (-bond[0].weight, bond[1], bond[2]))
        for told, one, other in bonds:
            if other not in cluster or cluster[one] is cluster[other]:
                continue
            a, b = cluster[one], cluster[other]
            if self._may_join(a, b, decided="decided" in told.reasons):
                a |= b
                for id_ in b:
                    cluster[id_] = a
        return list({id(group): group for group in cluster.values()}.values())

    def _may_join(self, one: set[str], other: set[str], *, decided: bool) -> bool:
        if any(self._records[i].split & other for i in one):
            return False
        if decided:
            return True
        by_itself = [[self._records[i].form for i in group if not self._records[i].merged] for group in (one, other)]
        return not any(forbidden(a, b) for a, b in product(*by_itself))

    # --- the outcome ------------------------------------------------------------------------------

    def moved(self) -> dict[str, str]:
        """The forms whose entity changed: form → the root before ('' for a new form)."""
        return {
            i: old for i, old in sorted(self._before.items()) if i in self._records and self._records[i].root != old
        }

    def renamed(self) -> set[str]:
        """The roots whose form tells of another name or label than before."""
        return {i for i in self._retold if i in self._records and self._records[i].root == i}

    def save(self) -> None:
        """Put what changed into the memory."""
        self._saved = [id_ for id_ in sorted(self._touched) if id_ in self._records]
        for id_ in self._saved:
            self.memory.put(FORM + id_, self._records[id_].to_json())
        self._touched.clear()

    def settled(self) -> None:
        """What was saved is written."""
        self._members = lambda _: ()
        self.memory.settled()
        self.memory.drop(FORM + id_ for id_ in self._saved)
        self._saved = []


def _blocks(form: Form) -> list[str]:
    """The ids of a form's blocks; no engine indexes a text of any length."""
    return [BLOCK + (key if len(key) < 100 else key[:2] + digest(key)) for key in keys(form)]


@lru_cache(maxsize=200_000)
def _order(name: str, is_org: bool, has_posts: bool, first: str, id_: str) -> Order:
    told = parse(name)
    known = is_org and bool(told.body) and not told.branch
    early = -int(re.sub(r"\D", "", first)[:8].ljust(8, "9") if first else 10**8)
    return known, not is_latin(name), has_posts, early, len(told.text), told.text, id_


def _decide(
    form: Form, groups: list[set[str]], links: Mapping[str, Link], records: Mapping[str, Record]
) -> set[str] | None:
    """The one group that a form means, or None. Of several the nearer: declared so, as placeless, of the province."""
    tests: list[Callable[[str], bool]] = [
        lambda i: "short_form" not in links[i].reasons,
        lambda i: parse(records[i].form.name).place == parse(form.name).place,
        lambda i: bool(set(form.near) & {code[:2] for code in parse(records[i].form.name).place}),
    ]
    for test in tests:
        if len(groups) < 2:
            break
        kept = [group for group in groups if any(test(i) for i in group)]
        groups = kept or groups
    return groups[0] if len(groups) == 1 else None


def _is_org(form: Form) -> bool:
    return form.is_org


def _is_person(form: Form) -> bool:
    return form.label == "Person"


def _is_event(form: Form) -> bool:
    return form.label == "Event"


def _is_other(form: Form) -> bool:
    return not (form.is_org or form.label in ("Person", "Event"))
