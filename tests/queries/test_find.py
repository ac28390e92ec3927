"""Names as people type them, and what is said where a name is not clear."""

from __future__ import annotations

import pytest
from guanxi.graph.pinyin import reads
from guanxi.graph.store import Store
from guanxi.queries.find import articles_named, find, near, resolve, resolve_or_articles
from guanxi.queries.problems import NothingFound, UsageProblem
from sample import graph


def found(store: Store, text: str) -> list[tuple[str, str]]:
    return [(f.name, f.how) for f in find(store, text)]


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("闻采薇", "闻采薇", "name"),
        (" 闻采薇 ", "闻采薇", "name"),
        ("市科技局", "岚山市科学技术局", "alias"),
        ("雲嶺大學", "云岭大学", "alias"),
        ("青禾智能科技有限公司", "青禾智能科技有限公司", "name"),
        ("聞采薇", "闻采薇", "traditional"),
        ("采薇", "闻采薇", "part"),
        ("機器人", "云岭省机器人产业联盟", "part"),
        ("wencaiwei", "闻采薇", "pinyin"),
        ("Wen Caiwei", "闻采薇", "pinyin"),
        ("wcw", "闻采薇", "pinyin"),
        ("skjj", "岚山市科学技术局", "pinyin"),
        ("jqr", "云岭省机器人产业联盟", "pinyin part"),
        ("Person:闻采薇", "闻采薇", "name"),
        ("School:云岭", "云岭大学", "part"),
    ],
)
def test_a_name_is_found_by_what_people_type(world: Store, text: str, name: str, how: str) -> None:
    assert found(world, text) == [(name, how)]


def test_an_id_is_exact(world: Store) -> None:
    node = resolve(world, "闻采薇")
    assert resolve(world, node.id).name == "闻采薇" and find(world, node.id)[0].how == "id"


def test_parts_come_with_the_most_named_first(world: Store) -> None:
    names = [name for name, _ in found(world, "岚山")]
    assert names == ["岚山市科学技术局", "岚山市", "首届岚山发展论坛", "2022岚山技能大赛"]
    assert len(find(world, "岚山", limit=2)) == 2


def test_a_label_narrows(world: Store) -> None:
    assert found(world, "Region:岚山") == [("岚山市", "part")]
    assert found(world, "Person:岚山市") == []


@pytest.mark.parametrize("text", ["", "  ", "Person:", "''", "%", "zzz", "\\", "x' OR 1=1"])
def test_nothing_is_nothing(world: Store, text: str) -> None:
    assert found(world, text) == []


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("闻彩薇", "闻采薇"),
        ("吻采薇", "闻采薇"),
        ("青禾智慧科技公司", "青禾智能科技有限公司"),
        ("云岭大學院", "云岭大学"),
    ],
)
def test_near_names_are_offered(world: Store, text: str, offer: str) -> None:
    assert offer in [f.name for f in near(world, text)]
    with pytest.raises(NothingFound) as problem:
        resolve(world, text)
    assert f"near: {offer}" in str(problem.value)


def test_a_name_of_several_is_a_choice(world: Store) -> None:
    with pytest.raises(UsageProblem) as problem:
        resolve(world, "岚山")
    assert "岚山市 (Region, 3 articles, " in str(problem.value) and "Label:name or id" in str(problem.value)


def test_the_exact_name_wins_over_an_alias_and_a_part(store: Store) -> None:
    store.load(
        [graph("a.txt", "2020", ("PART_OF", "岚山市", "云岭省", {}), ("HELD_IN", "2022岚山技能大赛", "岚山市", {}))]
    )
    assert resolve(store, "岚山市").label == "Region"


def test_articles_are_named_by_file_or_title(world: Store) -> None:
    assert articles_named(world, "forum.txt") == ["forum"] == resolve_or_articles(world, "forum.txt")
    assert resolve_or_articles(world, "闻采薇") == [resolve(world, "闻采薇").id]
    with pytest.raises(NothingFound):
        resolve_or_articles(world, "none.txt")


@pytest.mark.parametrize(
    ("name", "letters", "whole", "expected"),
    [
        ("重庆市", "chongqing", False, True),
        ("重庆市", "zhongqing", False, True),
        ("重庆市", "cqs", True, True),
        ("重庆市", "cq", True, False),
        ("吕芳", "lvfang", True, True),
        ("人力资源（筹）", "rlzyc", True, True),
        ("青禾AI公司", "qhags", True, False),
        ("青禾AI公司", "qhaigs", True, True),
        ("", "x", False, False),
    ],
)
def test_letters_read_a_name(name: str, letters: str, whole: bool, expected: bool) -> None:
    assert reads(name, letters, whole=whole) is expected
