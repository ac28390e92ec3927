"""Forms: what one article calls one thing, with all that it tells towards who or what that is.

A form is the smallest piece of identity; entities are sets of forms. Articles that call a body by one full name, or
a person by one name with posts in the same bodies, share a form, so that there are few of them. A name that says
nothing by itself (市人社局 of no known city, 座谈会) makes a form of its own in every article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, cast

from ..model import Article, ArticleGraph, Edge, Node, digest
from ..schema import schema
from .happening import parse_event
from .organisation import OrgName, is_latin, parse
from .spelling import normal_name, plain
from .words import place_names, places

MANY = 20
"""Articles after which a form has shown enough of its company: what else they name is no longer kept."""


@dataclass(frozen=True)
class Form:
    """One thing as one article, or several of them alike, tell of it. Lists are sorted and without doubles.

    `names` are those that say who is meant; `near` the provinces of its articles (two digits); `posts` the forms of
    the bodies in which a person has or had a post; `bodies` and `people` what is named along with it; `hosts`,
    `places` and `date` belong to an event; `first` is the date of the first article about a person; `seen` counts the
    articles.
    """

    id: str
    label: str
    name: str
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    date: str = ""
    series: bool = False
    first: str = ""
    seen: int = 1

    def to_json(self) -> dict[str, Any]:
        """The fields that say anything."""
        return {name: v for name in _FIELDS if (v := getattr(self, name)) or name == "label"}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Form:
        """Read back what `to_json` made."""
        plain_data: dict[str, Any] = {
            k: tuple(cast(list[str], v)) if isinstance(v, list) else v for k, v in data.items()
        }
        return cls(**plain_data)

    @property
    def is_org(self) -> bool:
        return self.label in schema().organisations


_FIELDS = tuple(f.name for f in fields(Form))


def joined(one: Form, other: Form) -> Form:
    """What both tell of one form; the order does not matter."""
    seen = one.seen + other.seen
    few = seen <= MANY
    return Form(
        id=one.id,
        label=_label(one.label, other.label),
        name=max(one.name, other.name, key=_fullness),
        names=_both(one.names, other.names),
        near=_both(one.near, other.near),
        posts=_both(one.posts, other.posts),
        bodies=_both(one.bodies, other.bodies) if few else (),
        people=_both(one.people, other.people) if few else (),
        hosts=_both(one.hosts, other.hosts),
        places=_both(one.places, other.places),
        date=min((date for date in (one.date, other.date) if date), default=""),
        series=one.series or other.series,
        first=min((date for date in (one.first, other.first) if date), default=""),
        seen=seen,
    )


def _fullness(name: str) -> tuple[bool, int, str]:
    """The name of today before that of yesterday, the longer before the shorter."""
    told = parse(name)
    return not told.standard or told.text.endswith(told.stem), len(name), name


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))


# an association can do what no other body can (have members), so it wins where articles differ
_RANK = {label: rank for rank, label in enumerate(("Association", "Company", "School", "Institute", "Media", "Agency"))}


def _label(one: str, other: str) -> str:
    return min(one, other, key=lambda label: (_RANK.get(label, 9), label))


def forms_of(graph: ArticleGraph) -> dict[str, Form]:
    """The form of each node of the article, by the node's id there."""
    told = _Told(graph)
    orgs = {n.id: told.organisation(n) for n in graph.nodes if n.label in schema().organisations}
    found = dict(orgs)
    for node in graph.nodes:
        if node.label == "Region":
            found[node.id] = told.region(node)
        elif node.label == "Person":
            found[node.id] = told.person(node, orgs)
    for node in graph.nodes:
        if node.id not in found:
            found[node.id] = told.event(node, orgs) if node.label == "Event" else told.other(node)
    return found


@dataclass
class _Told:
    """One article, ready for questions about its nodes."""

    graph: ArticleGraph
    near: tuple[str, ...] = ()
    edges: dict[str, list[Edge]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        codes: set[str] = set()
        for node in self.graph.nodes:
            if node.label == "Region":
                codes |= {place.code for place in places().get(plain(node.name), ())}
            elif node.label in schema().organisations:
                codes |= parse(node.name).place
        self.near = tuple(sorted({code[:2] for code in codes}))
        for edge in self.graph.edges:
            self.edges[edge.source].append(edge)
            self.edges[edge.target].append(edge)

    @property
    def article(self) -> Article:
        return self.graph.article

    def organisation(self, node: Node) -> Form:
        name = parse(node.name)
        place = "" if len(name.place) < 2 else "|".join(self.near)  # 朝阳区 of Beijing or of Changchun
        own = "" if name.tells else self.article.id
        names = {alias for alias in (node.name, *node.aliases) if _is_own_name(alias, name)}
        id_ = "o" + digest("\0".join((name.key, place, own)))
        return Form(id_, node.label, normal_name(node.name), tuple(sorted(map(plain, names))), self.near)

    def region(self, node: Node) -> Form:
        name = plain(node.name)
        of_name = {place.code for place in places().get(name, ())}
        full = place_names()[of_name.pop()] if len(of_name) == 1 else name
        return Form("g" + digest(full), "Region", normal_name(node.name), (name,))

    def person(self, node: Node, orgs: dict[str, Form]) -> Form:
        posts = {orgs[e.target].id for e in self.edges[node.id] if e.type == "MEMBER_OF" and e.target in orgs}
        bodies = {form.id for form in orgs.values() if parse(form.name).tells}
        name = plain(node.name)
        own = "" if posts else self.article.id
        id_ = "p" + digest("\0".join((name, *sorted(posts), own)))
        names = {name, *(plain(a) for a in node.aliases if is_latin(a) or len(plain(a)) >= len(name))}
        others = {plain(n.name) for n in self.graph.nodes if n.label == "Person"} - {name}
        return Form(
            id_,
            "Person",
            normal_name(node.name),
            tuple(sorted(names)),
            self.near,
            posts=tuple(sorted(posts)),
            bodies=tuple(sorted(bodies)),
            people=tuple(sorted(others)),
            first=self.article.date,
        )

    def event(self, node: Node, orgs: dict[str, Form]) -> Form:
        ends = {node_id: n for n in self.graph.nodes if (node_id := n.id) != node.id}
        around = [(edge, ends[other]) for edge in self.edges[node.id] for other in _ends(edge) if other in ends]
        date = min((edge.properties["date"] for edge, _ in around if edge.properties.get("date")), default="")
        name = parse_event(node.name)
        own = (self.article.id if name.generic else "", date or self.article.date[:4])
        id_ = "e" + digest("\0".join((plain(node.name), *own)))
        guests = {plain(n.name) for _, n in around if n.label == "Person"}
        guests = guests or {plain(n.name) for n in ends.values() if n.label == "Person"}
        same_core = [n for n in ends.values() if n.label == "Event" and parse_event(n.name).core == name.core]
        return Form(
            id_,
            "Event",
            normal_name(node.name),
            tuple(sorted({plain(node.name), *map(plain, node.aliases)})),
            self.near,
            bodies=tuple(sorted({orgs[n.id].id for _, n in around if n.id in orgs})),
            people=tuple(sorted(guests)),
            hosts=tuple(sorted({orgs[n.id].id for e, n in around if e.type == "ORGANIZED" and n.id in orgs})),
            places=tuple(sorted({plain(n.name) for e, n in around if e.type == "HELD_IN"})),
            date=date,
            series=bool(same_core) and not (name.edition or name.year),
        )

    def other(self, node: Node) -> Form:
        return Form(node.label[:1].lower() + digest(plain(node.name)), node.label, normal_name(node.name))


def _is_own_name(alias: str, name: OrgName) -> bool:
    """Whether an alias says who is meant, and is not the usual name of some other body (科大 of 云岭科技大学)."""
    told = parse(alias)
    return told.tells and not told.level and told.body in ("", name.body)


def _ends(edge: Edge) -> Iterable[str]:
    return edge.source, edge.target
