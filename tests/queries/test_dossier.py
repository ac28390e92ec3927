"""The dossier of each kind of node, and who meets whom."""

from __future__ import annotations

from guanxi.graph.store import Store, open_store
from guanxi.queries.dossier import dossier, regions_inside
from guanxi.queries.find import resolve
from guanxi.queries.meet import meet
from guanxi.queries.output import Answer
from sample import WORLD


def shown(store: Store, name: str) -> Answer:
    return dossier(store, resolve(store, name))


def section(answer: Answer, heading: str) -> list[dict[str, object]]:
    return next(s.table.records() for s in answer.sections if s.title.startswith(heading))


def headings(answer: Answer) -> list[str]:
    return [s.title.split(" · ")[0] for s in answer.sections]


def test_a_person_s_dossier(world: Store) -> None:
    answer = shown(world, "闻采薇")
    assert answer.title.startswith("闻采薇 — 人物 Person")
    assert headings(answer) == ["Names", "Posts and memberships", "Events", "Meetings"]
    (post,) = section(answer, "Posts")
    assert (post["detail"], post["name"], post["dates"], post["articles"]) == (
        "局长",
        "岚山市科学技术局",
        "2021-05-20 … 2022-03-01",
        2,
    )
    assert post["article"] == "signing.txt" and post["sentence"] == "闻采薇局长岚山市科学技术局。"
    assert [e["detail"] for e in section(answer, "Events")] == ["致辞", "讲话"]


def test_a_body_s_dossier_joins_signings_of_both_directions(world: Store) -> None:
    answer = shown(world, "青禾公司")
    assert [(s["name"], s["detail"], s["status"]) for s in section(answer, "Signings")] == [
        ("岚山市科学技术局", "战略合作协议", ""),
        ("岚山市科学技术局", "补充协议", ""),
        ("云岭大学", "合作框架协议", "planned"),
    ]
    assert section(answer, "Investments")[0]["detail"] == "设立 30%"
    names = {row["name"]: (row["articles"], row["last"]) for row in section(answer, "Names")}
    assert names["青禾智能"] == (4, "2023-01-15")


def test_an_event_s_dossier(world: Store) -> None:
    answer = shown(world, "岚山论坛")
    assert headings(answer) == ["Names", "Organisers", "Speakers", "Attended by", "Place"]


def test_a_region_s_dossier_has_the_events_of_the_regions_inside(world: Store) -> None:
    held = section(shown(world, "云岭省"), "Events held here")
    assert [(row["name"], row["detail"]) for row in held] == [
        ("首届岚山发展论坛", "临溪县"),
        ("2022岚山技能大赛", "岚山市"),
    ]
    index = world.index()
    assert len(regions_inside(index.ties, index.named("云岭省")[0].number)) == 4


def test_both_engines_give_the_same_dossiers_and_meetings(world: Store) -> None:
    with open_store(":memory:") as other:
        other.load(reversed(WORLD))
        for name in ("闻采薇", "青禾公司", "岚山论坛", "云岭省", "机器人联盟"):
            assert shown(world, name) == shown(other, name)
            assert meet(world, resolve(world, name)) == meet(other, resolve(other, name))


def test_who_meets_whom(world: Store) -> None:
    rows = meet(world, resolve(world, "闻采薇")).flat().records()
    partner = {row["name"]: row for row in rows}
    assert (partner["卓一岚"]["events"], partner["卓一岚"]["same_stage"]) == (2, 1)
    assert partner["卓一岚"]["shared"] == ["2022岚山技能大赛", "首届岚山发展论坛"]
    assert partner["卓一岚"]["last"] == "2022-09-09" and partner["卓一岚"]["article"] == "again.txt"
    assert (partner["桑榆南"]["bodies"], partner["桑榆南"]["meetings"]) == (1, 1)
    assert [row["name"] for row in rows[:2]] == ["桑榆南", "卓一岚"]


def test_meetings_within_limits(world: Store) -> None:
    found = resolve(world, "青禾公司")
    assert "云岭大学" not in {r[0] for r in meet(world, found, until="2022").flat().rows}
    signings = {r["name"]: r["signings"] for r in meet(world, found, planned=True).flat().records()}
    assert signings["云岭大学"] == 1
    assert len(meet(world, found, limit=1).flat().rows) == 1
