"""Reports: the shelf, the header, the parameters, and the rows of each on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from guanxi.graph.model import InputError
from guanxi.graph.store import Store, open_store
from guanxi.queries import reports
from guanxi.queries.problems import UsageProblem
from sample import WORLD

REQUIRED = {
    "body": "机器人联盟",
    "name": "闻采薇",
    "region": "云岭省",
    "article": "forum.txt",
    "since": "2021",
}
NAMES = list(reports.reports())


def rows(store: Store, report: str, /, **given: str) -> list[tuple[object, ...]]:
    return list(reports.run(store, reports.report_named(report), given).rows)


def picked(store: Store, report: str, /, *columns: str, **given: str) -> list[tuple[object, ...]]:
    """Some columns of a report's rows."""
    table = reports.run(store, reports.report_named(report), given)
    return [tuple(record[column] for column in columns) for record in table.records()]


@pytest.mark.parametrize("name", NAMES)
def test_every_report_gives_its_columns_and_the_same_rows_on_every_engine(world: Store, name: str) -> None:
    report = reports.report_named(name)
    given = {p.name: REQUIRED[p.name] for p in report.parameters if p.required}
    table = reports.run(world, report, given)
    assert table.columns == report.columns
    with open_store(":memory:") as other:
        other.load(reversed(WORLD))
        assert table == reports.run(other, report, given)


@pytest.mark.parametrize("name", NAMES)
def test_every_report_of_an_empty_graph_is_empty(store: Store, name: str) -> None:
    report = reports.report_named(name)
    assert not reports.run(store, report, {p.name: REQUIRED[p.name] for p in report.parameters if p.required}).rows


@pytest.mark.parametrize("name", NAMES)
def test_every_report_says_what_it_is_in_both_languages(name: str) -> None:
    report = reports.report_named(name)
    assert report.title and report.answers and report.columns
    assert any("\u4e00" <= char <= "\u9fff" for char in report.title_zh)


def test_who_spoke_where(world: Store) -> None:
    columns = ("event", "speaker", "posts", "role", "places", "date", "article")
    assert picked(world, "who-spoke-where", *columns, who="卓一岚") == [
        (
            "首届岚山发展论坛",
            "卓一岚",
            ["青禾智能科技有限公司董事长"],
            "主旨演讲",
            ["临溪县"],
            "2021-05-20",
            "forum.txt",
        )
    ]
    assert [row[1] for row in rows(world, "who-spoke-where", event="论坛")] == ["卓一岚", "闻采薇"]
    assert [row[5] for row in rows(world, "who-spoke-where", since="2022", until="2022-09")] == ["2022-09-09"]
    assert [row[5] for row in rows(world, "who-spoke-where", until="2021")] == ["2021-05-20"] * 2


def test_who_signed_with_whom_whichever_way_it_is_stored(world: Store) -> None:
    columns = ("party", "partner", "document", "status")
    assert picked(world, "who-signed-with-whom", *columns, name="青禾公司") == [
        ("青禾智能科技有限公司", "岚山市科学技术局", "战略合作协议", ""),
        ("青禾智能科技有限公司", "岚山市科学技术局", "补充协议", ""),
        ("青禾智能科技有限公司", "云岭大学", "合作框架协议", "planned"),
    ]
    assert len(rows(world, "who-signed-with-whom")) == 3


def test_members_of_an_association(world: Store) -> None:
    assert picked(world, "members-of", "member", "kind", "title", body="机器人联盟") == [
        ("青禾智能科技有限公司", "Company", "副会长单位"),
        ("卓一岚", "Person", "理事"),
        ("桑榆南", "Person", "会长"),
        ("云岭大学", "School", "成员单位"),
    ]


def test_posts_of_a_person_with_their_status(world: Store) -> None:
    assert picked(world, "posts-of", "title", "body", "status", name="桑榆南") == [
        ("会长", "云岭省机器人产业联盟", ""),
        ("局长", "岚山市科学技术局", "past"),
    ]


@pytest.mark.parametrize(
    ("region", "places"),
    [("临溪县", ["临溪县"]), ("岚山市", ["临溪县", "岚山市"]), ("云岭省", ["临溪县", "岚山市"]), ("澜江市", [])],
)
def test_an_event_counts_for_all_regions_around_its_place(world: Store, region: str, places: list[str]) -> None:
    assert [row[1] for row in rows(world, "events-in-region", region=region)] == places


def test_organisations_that_share_events(world: Store) -> None:
    assert rows(world, "shared-events") == [("岚山市科学技术局", "青禾智能科技有限公司", 1, ["首届岚山发展论坛"])]
    assert rows(world, "shared-events", least="2") == []
    assert [row[1] for row in rows(world, "shared-events", name="青禾智能")] == ["岚山市科学技术局"]


def test_mentions_names_every_node_of_every_article(world: Store) -> None:
    table = reports.run(world, reports.report_named("mentions"), {"article": "alliance.txt"})
    assert table.columns == ("article", "node", "label", "names")
    assert ["云岭省科学技术厅", "省科技厅"] in [sorted(names) for _, _, label, names in table.rows if label == "Agency"]
    assert len(table.rows) == 6


def test_the_article_s_own_graph(world: Store) -> None:
    assert len(rows(world, "article", article="alliance.txt")) == 6


def test_what_rests_on_one_article_and_what_is_still_planned(world: Store) -> None:
    assert "青禾智能科技有限公司" not in {row[2] for row in rows(world, "one-source", name="岚山市科学技术局")}
    assert [row[:2] for row in rows(world, "planned-signings")] == [("青禾智能科技有限公司", "云岭大学")]
    assert rows(world, "repeated-partners")[0][2] == 2


def test_lists_are_sorted_sets_without_empty_items(world: Store) -> None:
    assert rows(world, "several-posts")[0][2] == sorted(["云岭省机器人产业联盟理事", "青禾智能科技有限公司董事长"])


# -- the shelf ---------------------------------------------------------------------------------------------------------

OWN = """// title: Who is there
// 标题: 有谁
// parameter: kind text = 'Person' | a label
// columns: name
MATCH (n:Entity {label: $kind}) RETURN n.name AS name ORDER BY name
"""


def test_own_reports_come_from_a_folder_and_win_over_ours(world: Store, tmp_path: Path) -> None:
    (tmp_path / "there.cypher").write_text(OWN, "utf-8")
    (tmp_path / "articles.cypher").write_text(OWN.replace("Who is there", "Mine"), "utf-8")
    shelf = reports.reports(tmp_path)
    assert shelf["articles"].title == "Mine" and "members-of" in shelf
    assert reports.run(world, shelf["there"]).rows[0] == ("卓一岚",)
    assert reports.run(world, shelf["there"], {"kind": "School"}).rows == (("云岭大学",),)


def test_a_parameter_s_default_is_of_its_kind() -> None:
    report = reports.parse("x", "// title: X\n// parameter: n int = 3 | how many\nRETURN $n AS n")
    assert reports.arguments(report, {}) == {"n": 3} and reports.arguments(report, {"n": "7"}) == {"n": 7}
    assert report.usage() == "guanxi report x [-p n=…]"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("MATCH (n) RETURN n", "must begin with a line `// title"),
        ("// title: X\n", "no query below"),
        ("// title: X\nRETURN $a", "same parameters (see a)"),
        ("// title: X\n// parameter: a\nRETURN $a", "should read `parameter: NAME text|int|date"),
        ("// title: X\n// parameter: a colour | what\nRETURN $a", "should read"),
    ],
)
def test_a_wrong_header_says_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(InputError) as problem:
        reports.parse("x", text)
    assert told in str(problem.value)


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("who-spoke", {}, "did you mean who-spoke-where"),
        ("zzz", {}, "`guanxi report` lists them all"),
        ("members-of", {}, "needs body"),
        ("members-of", {"body": "x", "colour": "red"}, "no parameter 'colour'"),
        ("shared-events", {"least": "many"}, "least must be a whole number"),
        ("who-spoke-where", {"since": "last year"}, "since must be a date"),
        ("who-spoke-where", {"since": "2020-13"}, "since must be a date"),
    ],
)
def test_a_wrong_question_is_told_in_one_line(name: str, given: dict[str, str], told: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        reports.arguments(reports.report_named(name), given)
    assert told in str(problem.value) and "\n" not in str(problem.value)


def test_a_missing_folder_and_a_file_that_is_no_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder of reports"):
        reports.reports(tmp_path / "none")
    (tmp_path / "bad.cypher").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"bad\.cypher"):
        reports.reports(tmp_path)
