"""Pictures, their layout, and the page as a text; the page at work is tested in tests/browser."""

from __future__ import annotations

import base64
import gzip
import json
import re
from itertools import combinations
from typing import Any

import pytest
from guanxi.graph.layout import Box, lay_out, place_beside, push_apart
from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Node
from guanxi.graph.picture import REGION_IN_REGION, Picture, Statement, picture_of
from guanxi.graph.store import Store
from guanxi.graph.view import render, wrapped
from sample import WORLD

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def statement(type_: str, source: str, target: str, text: str = "一句话。", **properties: str) -> Statement:
    return Statement(Edge(type_, source, target, properties, Evidence(text, 0, len(text)), "test.rule"), "a")


def picture(*statements: Statement, **labels: str) -> Picture:
    """A picture of these statements; nodes are organisations unless a label is given."""
    ids = dict.fromkeys(id for s in statements for id in (s.edge.source, s.edge.target))
    nodes = tuple(Node(id, labels.get(id, "Company"), id, (id,)) for id in ids)
    return Picture(nodes, statements, (Article("a", "a.txt", "一篇报道", "2024-05-01"),))


def held(html: str, part: str) -> Any:
    """The JSON in one of the page's data elements."""
    found = re.search(rf'<script type="[^"]+" id="{part}"([^>]*)>(.*?)</script>', html, re.DOTALL)
    assert found
    if 'data-packed="true"' in found[1]:
        return json.loads(gzip.decompress(base64.b64decode(found[2])))
    return json.loads(found[2])


# -- layout ------------------------------------------------------------------------------------------------------------


def overlapping(points: list[tuple[float, float]], boxes: list[Box]) -> int:
    return sum(
        abs(p[0] - q[0]) < (a[0] + b[0]) / 2 - 1 and abs(p[1] - q[1]) < (a[1] + b[1]) / 2 - 1
        for (p, a), (q, b) in combinations(zip(points, boxes, strict=True), 2)
    )


def star_and_chain(leaves: int) -> list[tuple[int, int, float]]:
    """An event with guests, each of whom belongs to a body: the shape of most articles."""
    return [(0, i, 1.0) for i in range(1, leaves + 1)] + [(i, leaves + i, 1.0) for i in range(1, leaves + 1)]


def test_labels_of_a_small_graph_have_room() -> None:
    boxes: list[Box] = [(130.0, 60.0)] * 41
    assert overlapping(lay_out(boxes, star_and_chain(20)).points, boxes) == 0


def test_the_same_graph_gives_the_same_picture_whatever_the_order() -> None:
    boxes: list[Box] = [(100.0, 50.0)] * 1001
    links = star_and_chain(500)
    assert lay_out(boxes, links) == lay_out(boxes, reversed(links))


def test_layout_of_nothing_of_one_and_of_loose_nodes() -> None:
    assert lay_out([], []).points == []
    assert lay_out([(80, 40)], []).points == [(0, 0)]
    boxes: list[Box] = [(80.0, 40.0)] * 9
    assert overlapping(lay_out(boxes, [(0, 1, 1.0), (3, 3, 1.0)]).points, boxes) == 0


def test_communities_of_a_large_graph_stand_apart() -> None:
    size, count = 60, 12
    links = [(c * size + i, c * size + j, 1.0) for c in range(count) for i in range(size) for j in (i // 2, i // 3)]
    links += [(c * size, (c + 1) % count * size, 1.0) for c in range(count)]
    layout = lay_out([(60.0, 40.0)] * (size * count), links)
    near = 0
    for i in range(0, size * count, 7):
        distance = sorted(
            (abs(layout.points[i][0] - x) + abs(layout.points[i][1] - y), j) for j, (x, y) in enumerate(layout.points)
        )
        near += sum(j // size == i // size for _, j in distance[1:11])
    assert near / (10 * len(range(0, size * count, 7))) > 0.9


def test_pushing_apart_ends() -> None:
    boxes: list[Box] = [(50.0, 50.0)] * 30
    assert overlapping(push_apart([(0.0, 0.0)] * 30, boxes), boxes) < 30


def test_what_is_hidden_is_placed_beside_what_it_belongs_to() -> None:
    points = [(0.0, 0.0), (1000.0, 0.0), (0.0, 0.0), (0.0, 0.0)]
    placed = place_beside(points, {0, 1}, [(40.0, 40.0)] * 4, [(1, 2), (2, 3)])
    assert placed[:2] == points[:2]
    assert abs(placed[2][0] - 1000) < 150 and abs(placed[3][0] - 1000) < 250
    assert placed[2] != points[1] != placed[3]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("闻采薇", "闻采薇"),
        ("云岭省人力资源和社会保障厅", "云岭省人力资源\n和社会保障厅"),
        ("青禾材料3337有限公司", "青禾材料\n3337有限公司"),
        ("青禾智护科技（云岭）有限公司", "青禾智护科技\n（云岭）有限公司"),
        ("Green Valley Robotics", "Green \nValley Robotics"),
        ("首届云岭省职业能力建设发展论坛暨技能竞赛联盟成立仪式", "首届云岭省职业能力建\n设发展论坛暨技能…"),
    ],
)
def test_labels_are_broken_into_two_lines_of_about_equal_length(name: str, label: str) -> None:
    assert wrapped(name) == label


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_statements_of_one_kind_between_two_nodes_are_one_line() -> None:
    told = (
        statement("SIGNED_WITH", "甲", "乙", document="备忘录", date="2021-05-01"),
        statement("SIGNED_WITH", "乙", "甲", date="2023"),
        statement("INVESTED_IN", "甲", "乙", status="planned"),
        statement("INVESTED_IN", "乙", "甲", status="past"),
    )
    html = render(picture(*told))
    lines = [{k: v for k, v in line.items() if k not in ("from", "to")} for line in held(html, "lines")]
    assert sorted(lines, key=str) == [
        {"group": "INVESTED_IN", "status": "past"},
        {"group": "INVESTED_IN", "status": "planned"},
        {"group": "SIGNED_WITH", "value": 2, "since": "2021-05-01", "until": "2023"},
    ]
    assert len(held(html, "details")["statements"]) == 4


def test_articles_and_mentions_are_not_drawn() -> None:
    article = Node("a", "Article", "一篇报道")
    drawn = picture(statement("PART_OF", "甲", "乙"), statement("MENTIONS", "a", "甲"))
    html = render(Picture((*drawn.nodes[:2], article), drawn.statements, drawn.articles))
    assert {node["key"] for node in held(html, "nodes")} == {"甲", "乙"}
    assert [line["group"] for line in held(html, "lines")] == ["PART_OF"]


def test_regions_are_small_and_what_only_places_them_is_hidden_at_first() -> None:
    html = render(
        picture(
            statement("LOCATED_IN", "甲", "某市"), statement("PART_OF", "某市", "某省"), 某市="Region", 某省="Region"
        )
    )
    kinds = held(html, "about")["kinds"]
    assert {line["group"] for line in held(html, "lines")} == {"LOCATED_IN", REGION_IN_REGION}
    assert kinds["LOCATED_IN"]["hidden"] and kinds[REGION_IN_REGION]["hidden"] and "hidden" not in kinds["PART_OF"]
    assert {node["key"]: node["size"] for node in held(html, "nodes")}["某市"] == 5


def test_the_most_telling_nodes_are_kept_and_the_rest_counted() -> None:
    hub = [statement("SIGNED_WITH", "中心", f"公司{i}") for i in range(20)]
    small = picture(*hub, statement("SIGNED_WITH", "公司1", "公司2")).most_telling(3)
    assert [node.id for node in small.nodes] == ["中心", "公司1", "公司2"]
    assert (small.left_out_nodes, small.left_out_lines) == (18, 18)
    assert small.most_telling(3) == small


@pytest.fixture
def world(store: Store) -> Store:
    """The small world of `sample.py`, in each engine."""
    store.load(WORLD)
    return store


def names(of: Picture) -> set[str]:
    return {node.name for node in of.nodes}


def key(store: Store, name: str) -> str:
    return store.query("MATCH (n:Entity {name: $name}) RETURN n.id", {"name": name}).rows[0][0]


def test_a_neighbourhood_out_of_a_store(world: Store) -> None:
    one = picture_of(world, [key(world, "桑榆南")])
    assert names(one) == {"桑榆南", "云岭省机器人产业联盟", "岚山市科学技术局", "闻采薇"}
    assert names(one) < names(picture_of(world, [key(world, "桑榆南")], hops=2))
    told = next(s for s in one.statements if s.edge.properties.get("title") == "会长")
    assert told.edge.evidence.text.startswith("桑榆南会长") and told.edge.rule == "test.fact"
    assert told.article in {article.id for article in one.articles}


def test_all_of_a_store_and_bounds(world: Store) -> None:
    everything = picture_of(world)
    assert {"闻采薇", "青禾智能科技有限公司", "云岭省"} <= names(everything)
    signed = picture_of(world, types=["SIGNED_WITH"])
    assert {s.edge.type for s in signed.statements} == {"SIGNED_WITH"}
    dates = {s.edge.properties["date"][:4] for s in picture_of(world, since="2022", until="2022").statements}
    assert dates == {"2022"}
    assert picture_of(world, since="2090").nodes == ()


def test_an_article_stands_for_all_that_it_says(world: Store) -> None:
    article = WORLD[0].article.id
    said = picture_of(world, [article])
    assert {s.article for s in said.statements} == {article}
    assert len(said.statements) == len(WORLD[0].edges)


def test_a_small_picture_of_a_store_keeps_the_names_asked_for(world: Store) -> None:
    small = picture_of(world, [key(world, "祁望舒")], hops=3, max_nodes=3)
    assert "祁望舒" in names(small) and len(small.nodes) == 3
    assert small.left_out_nodes > 0 and small.left_out_lines > 0
    about = held(render(small), "about")
    assert about["leftOut"] == {"nodes": small.left_out_nodes, "lines": small.left_out_lines}


def test_pictures_of_articles_as_they_were_read() -> None:
    first = ArticleGraph(Article("x", "x.txt"), (Node("p", "Person", "闻采薇", ("闻采薇",)),))
    second = ArticleGraph(Article("y", "y.txt"), (Node("p", "Person", "闻采薇", ("闻老师",)),))
    both = Picture.of_articles([first, second])
    assert both.nodes == (Node("p", "Person", "闻采薇", ("闻采薇", "闻老师")),)


# -- the page as a text ------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_from_anywhere() -> None:
    html = render(picture(statement("PART_OF", "甲", "乙")))
    outside = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "http" not in outside.replace("http-equiv", "")
    assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=[\"'](?!data:)", outside)
    assert "url(" not in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[0]
    assert "sourceMappingURL" not in html
    assert "default-src 'none'" in html and "connect-src 'none'" in html


def test_hostile_text_stays_json() -> None:
    html = render(picture(statement("PART_OF", HOSTILE, "乙", text=HOSTILE + "\u2028")), title=HOSTILE)
    assert HOSTILE not in html and "<img" not in html
    assert {node.get("name", node["label"]) for node in held(html, "nodes")} >= {HOSTILE}
    assert held(html, "details")["sentences"][0][3] == HOSTILE + "\u2028"
    assert held(html, "about")["title"] == HOSTILE
    assert "&lt;script&gt;" in html  # the title, in the heading


def test_chinese_stays_chinese_and_half_characters_do_no_harm() -> None:
    html = render(picture(statement("PART_OF", "云岭大学", "半个\ud800字")))
    assert "云岭大学" in html and "\\u" not in html.split('id="lines"')[0].split('id="nodes"')[1]
    html.encode("utf-8")


def test_much_evidence_is_packed() -> None:
    long = "各方表示将继续深化合作。" * 40
    many = [statement("SIGNED_WITH", "甲", f"公司{i}", text=f"{i}{long}") for i in range(600)]
    html = render(picture(*many))
    assert long not in html and 'data-packed="true"' in html
    assert held(html, "details")["sentences"][7][3].endswith(long)


def test_a_sentence_that_says_several_things_is_held_once() -> None:
    html = render(picture(statement("PART_OF", "甲", "乙"), statement("PART_OF", "丙", "乙")))
    assert len(held(html, "details")["sentences"]) == 1


def test_an_empty_picture_is_a_page_too() -> None:
    assert held(render(Picture((), (), ())), "nodes") == []
