"""Which names of two articles are one node of the stored graph."""

from __future__ import annotations

import re

import pytest
from guanxi.graph.identity import node_key, normal_name
from guanxi.graph.model import Article, Node

SPRING = Article("spring", "spring.txt", date="2021-03-01")
AUTUMN = Article("autumn", "autumn.txt", date="2021-10-01")
LATER = Article("later", "later.txt", date="2022-03-01")


def key(label: str, name: str, article: Article = SPRING) -> str:
    return node_key(Node("n", label, name), article)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("闻采薇", "闻采薇"),
        (" 闻 采\n薇 ", "闻采薇"),
        ("青禾(云岭)有限公司", "青禾（云岭）有限公司"),
        ("青禾（云岭）有限公司", "青禾（云岭）有限公司"),
        ("ＡＢＣ集团", "ABC集团"),
        ("Green  Rice (Yunling) Ltd", "Green Rice (Yunling) Ltd"),
        ("2021 岚山:论坛", "2021岚山：论坛"),
    ],
)
def test_one_spelling(written: str, normal: str) -> None:
    assert normal_name(written) == normal
    assert normal_name(normal) == normal


def test_a_key_is_short_and_stable() -> None:
    assert key("Person", "闻采薇") == key("Person", "闻 采薇", LATER)
    assert re.fullmatch("p[0-9a-f]{16}", key("Person", "闻采薇"))


def test_another_label_is_another_node() -> None:
    assert key("Region", "岚山") != key("Company", "岚山")


@pytest.mark.parametrize(
    ("name", "within_a_year", "across_years"),
    [
        ("座谈会", False, False),  # distinguishes nothing
        ("岚山发展论坛", True, False),  # each year's is another
        ("首届岚山发展论坛", True, True),
        ("第三届岚山发展论坛", True, True),  # the edition tells
        ("2021岚山发展论坛", True, True),
        ("二〇二一年岚山发展论坛", True, True),
    ],
)
def test_events(name: str, within_a_year: bool, across_years: bool) -> None:
    assert (key("Event", name, SPRING) == key("Event", name, AUTUMN)) is within_a_year
    assert (key("Event", name, SPRING) == key("Event", name, LATER)) is across_years
