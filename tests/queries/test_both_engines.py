"""A larger world, made at random: every question has the same answer in both engines, row for row.

The small world of `sample.py` is too small to show where an engine's planner goes astray: one was seen to lose a
filter where two relationships stood in one MATCH.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from guanxi.graph.model import ArticleGraph
from guanxi.graph.schema import schema
from guanxi.graph.store import Store
from guanxi.queries import reports
from guanxi.queries.connect import connect
from guanxi.queries.dossier import dossier
from guanxi.queries.find import find, resolve
from guanxi.queries.meet import meet
from guanxi.queries.paths import Limits
from sample import Fact, graph

BODIES = ("Agency", "Company", "School", "Association")
NAMES = {
    "Person": [f"人物{n}号" for n in range(60)],
    **{label: [f"第{n}{label}" for n in range(10)] for label in BODIES},
    "Event": [f"第{n}届云岭论坛" for n in range(2, 22)],
    "Region": [f"地区{n}号" for n in range(12)],
}
LABELS = {name: label for label, names in NAMES.items() for name in names}
VALUES = {
    "title": ("书记", "局长", "厅长", "会长", "副会长单位", ""),
    "role": ("致辞", "主持", "主旨演讲"),
    "document": ("合作协议", "备忘录", ""),
    "kind": ("持股", "设立"),
    "share": ("30%", ""),
    "status": ("", "", "", "planned", "past"),
}
GIVEN = {
    "body": "第3Association",
    "name": "第5Company",
    "who": "人物7号",
    "event": "第2届云岭论坛",
    "partner": "第1School",
    "region": "地区9号",
    "article": "7.txt",
    "kind": "Company",
    "title": "长",
    "since": "2021-06",
    "until": "2022",
    "least": "1",
    "limit": "30",
}


def facts(chance: random.Random) -> Iterator[Fact]:
    """Facts that the schema allows; a region lies only in one of a higher number."""
    while True:
        type_ = chance.choice([name for name in schema().relationships if name != "MENTIONS"])
        relationship = schema().relationships[type_]
        source, target = chance.choice(sorted(end for end in relationship.ends if set(end) <= NAMES.keys()))
        a, b = chance.choice(NAMES[source]), chance.choice(NAMES[target])
        if a == b or (source == target == "Region" and NAMES["Region"].index(a) >= NAMES["Region"].index(b)):
            continue
        properties = {name: chance.choice(VALUES[name]) for name in (*relationship.properties, "status")}
        yield type_, a, b, {name: value for name, value in properties.items() if value}


def world(chance: random.Random) -> list[ArticleGraph]:
    told = facts(chance)
    articles: list[ArticleGraph] = []
    for n in range(200):
        some = [next(told) for _ in range(10)]
        date = f"{chance.randrange(2020, 2024)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 4):02}"
        articles.append(graph(f"{n}.txt", date, *some, *posts(some), labels=LABELS))
    return articles


def posts(told: list[Fact]) -> list[Fact]:
    """A post of everybody's own body, which makes those of one name one person."""
    people = sorted({name for _, a, b, _ in told for name in (a, b) if LABELS[name] == "Person"})
    return [("MEMBER_OF", name, f"第{NAMES['Person'].index(name) % 10}Company", {"title": "总监"}) for name in people]


def test_every_question_has_the_same_answer_in_both_engines(both: tuple[Store, Store]) -> None:
    chance = random.Random(1)
    articles = world(chance)
    for store in both:
        store.load(articles)
    embedded, server = both
    for report in reports.reports().values():
        required = {p.name for p in report.parameters if p.required}
        optional = [p.name for p in report.parameters if not p.required]
        for names in (required, *(required | {name} for name in optional), required | set(optional)):
            given = {name: GIVEN[name] for name in names}
            assert reports.run(embedded, report, given) == reports.run(server, report, given), (report.name, given)
    for text in ("人物", "第5Company", "company", "dq9h", "rw5"):
        assert find(embedded, text) == find(server, text), text
    some = [resolve(embedded, chance.choice(names)) for names in NAMES.values() for _ in range(3)]
    for found in some:
        assert dossier(embedded, found) == dossier(server, found), found.name
        for planned in (False, True):
            assert meet(embedded, found, planned=planned) == meet(server, found, planned=planned), found.name
    for limits in (Limits(), Limits(planned=True, since="2021", until="2022-06"), Limits(hops=3, paths=30)):
        for start, goal in zip(some, chance.sample(some, len(some)), strict=True):
            if start != goal:
                answers = [connect(store, start, goal, limits) for store in both]
                assert answers[0] == answers[1], (start.name, goal.name, limits)


def test_a_filter_holds_on_each_of_two_relationships(both: tuple[Store, Store]) -> None:
    for store in both:
        store.load(world(random.Random(3)))
        table = reports.run(store, reports.report_named("one-post-two-holders"))
        assert table.rows and {row[1] for row in table.rows} <= {"书记", "局长", "厅长", "会长"}
