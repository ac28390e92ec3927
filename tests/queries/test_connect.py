"""Connections: which chains, in which order, under which limits, and that every step quotes its sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from guanxi.graph.store import Store, open_store
from guanxi.queries.connect import connect
from guanxi.queries.find import resolve
from guanxi.queries.output import Answer
from guanxi.queries.paths import Limits
from sample import WORLD, Fact, graph


def connected(store: Store, start: str, goal: str, *via: str, **limits: Any) -> Answer:
    ends = resolve(store, start), resolve(store, goal)
    return connect(store, *ends, Limits(**limits), [resolve(store, name) for name in via])


def nodes(answer: Answer) -> list[list[str]]:
    """The names that each connection passes, without its number and its arrows."""
    return [re.split(r" ←?—.+?—→? ", section.title.split(". ", 1)[1]) for section in answer.sections]


def arrows(answer: Answer) -> str:
    return answer.sections[0].title


@pytest.fixture
def forum(store: Store) -> Store:
    """卓一岚 and 桑榆南 attend one forum with 40 bodies, and both belong to one small alliance."""
    guests: list[Fact] = [("ATTENDED", f"来宾单位{n}", "首届岚山发展论坛", {}) for n in range(40)]
    store.load(
        [
            graph(
                "big.txt",
                "2021-01-01",
                ("ATTENDED", "卓一岚", "首届岚山发展论坛", {}),
                ("ATTENDED", "桑榆南", "首届岚山发展论坛", {}),
                ("MEMBER_OF", "卓一岚", "云岭省机器人产业联盟", {"title": "理事"}),
                ("MEMBER_OF", "桑榆南", "云岭省机器人产业联盟", {"title": "会长"}),
                *guests,
            )
        ]
    )
    return store


@pytest.mark.parametrize(
    ("start", "goal", "limits"),
    [
        ("闻采薇", "云岭大学", {}),
        ("闻采薇", "云岭大学", {"planned": True, "paths": 20}),
        ("闻采薇", "云岭省", {}),
        ("祁望舒", "澜江市", {}),
        ("桑榆南", "卓一岚", {"hops": 3, "since": "2021", "until": "2022"}),
        ("青禾公司", "省科技厅", {"paths": 20}),
    ],
)
def test_both_engines_give_the_same_connections(world: Store, start: str, goal: str, limits: dict[str, Any]) -> None:
    answer = connected(world, start, goal, **limits)
    assert answer.sections
    with open_store(":memory:") as other:
        other.load(reversed(WORLD))
        assert answer == connected(other, start, goal, **limits)


def test_every_step_quotes_a_sentence_and_its_source(world: Store) -> None:
    answer = connected(world, "闻采薇", "云岭大学")
    for chain, section in zip(nodes(answer), answer.sections, strict=True):
        assert {step["step"] for step in section.table.records()} == set(range(1, len(chain)))
    for section in answer.sections:
        for step in section.table.records():
            assert step["from"] in step["sentence"] and step["to"] in step["sentence"]
            assert step["article"].endswith(".txt")


def test_the_strongest_of_the_short_ones_comes_first(forum: Store) -> None:
    assert nodes(connected(forum, "卓一岚", "桑榆南")) == [
        ["卓一岚", "云岭省机器人产业联盟", "桑榆南"],
        ["卓一岚", "首届岚山发展论坛", "桑榆南"],
    ]


def test_what_more_articles_tell_is_stronger(store: Store) -> None:
    weak, strong = "2022岚山技能大赛", "首届岚山发展论坛"
    both = ("卓一岚", "桑榆南")
    facts = [("ATTENDED", who, strong, {}) for who in both] + [("MEMBER_OF", who, f"{who}公司", {}) for who in both]
    store.load(
        [
            graph("a.txt", "2022-01-01", *facts, *[("ATTENDED", who, weak, {}) for who in both]),
            graph("b.txt", "2022-02-01", *facts),
        ]
    )
    assert [chain[1] for chain in nodes(connected(store, "卓一岚", "桑榆南"))] == [strong, weak]


def test_arrows_tell_the_direction(world: Store) -> None:
    assert arrows(connected(world, "桑榆南", "卓一岚", hops=2)) == (
        "1. 桑榆南 —member of—→ 云岭省机器人产业联盟 ←—member of— 卓一岚"
    )
    assert "闻采薇 —met with— 桑榆南" in arrows(connected(world, "闻采薇", "桑榆南", hops=1))


def test_what_is_planned_counts_only_on_request(world: Store) -> None:
    def documents(answer: Answer) -> set[str]:
        return {step["detail"] for section in answer.sections for step in section.table.records()}

    assert "合作框架协议" not in documents(connected(world, "青禾公司", "云岭大学"))
    assert "合作框架协议" in documents(connected(world, "青禾公司", "云岭大学", planned=True))


def test_limits_of_time_bound_every_step(world: Store) -> None:
    answer = connected(world, "闻采薇", "卓一岚", since="2022", until="2022")
    assert {step["dates"][:4] for section in answer.sections for step in section.table.records()} == {"2022"}
    assert connected(world, "闻采薇", "卓一岚", since="2030").empty


def test_through_and_never_through(world: Store) -> None:
    through = nodes(connected(world, "闻采薇", "云岭大学", "桑榆南"))
    assert through and all("桑榆南" in chain for chain in through)
    ids = [resolve(world, "桑榆南").id, resolve(world, "青禾公司").id]
    gone = frozenset(world.index().numbers(ids).values())
    rest = nodes(connected(world, "闻采薇", "云岭大学", without=gone))
    assert rest and not any({"桑榆南", "青禾智能科技有限公司"} & set(chain) for chain in rest)
    both = nodes(connected(world, "闻采薇", "云岭大学", "桑榆南", "机器人联盟"))
    assert [chain.index("桑榆南") < chain.index("云岭省机器人产业联盟") for chain in both] == [True] * len(both)


def test_a_chain_passes_no_node_twice_and_is_no_longer_than_asked(world: Store) -> None:
    for hops in (2, 3, 4):
        for chain in nodes(connected(world, "闻采薇", "云岭大学", hops=hops, paths=50)):
            assert len(set(chain)) == len(chain) <= hops + 1


def test_a_common_place_connects_only_where_nothing_else_does(store: Store) -> None:
    store.load(
        [
            graph(
                "places.txt",
                "2020-01-01",
                ("LOCATED_IN", "岚山市科学技术局", "岚山市", {}),
                ("LOCATED_IN", "云岭大学", "岚山市", {}),
                ("PART_OF", "岚山市", "云岭省", {}),
            )
        ]
    )
    answer = connected(store, "市科技局", "云岭大学")
    assert nodes(answer) == [["岚山市科学技术局", "岚山市", "云岭大学"]]
    assert answer.notes == ("Nothing but common places connects them.",)
    assert connected(store, "市科技局", "岚山市").notes == ()  # a place that is asked for is one of the ends


def test_articles_are_never_steps(store: Store) -> None:
    store.load([graph("two.txt", "2020", ("PART_OF", "临溪县", "岚山市", {}), ("PART_OF", "澜江市", "云岭省", {}))])
    assert connected(store, "临溪县", "澜江市").empty
