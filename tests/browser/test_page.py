"""The page at work: driven in a real Chromium as a reader would drive it. No test lets a request leave the page."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from guanxi.graph.model import Article, Edge, Evidence, Node
from guanxi.graph.picture import Picture, Statement
from guanxi.graph.view import render
from playwright.sync_api import Browser, Page, expect
from sample import WORLD

pytestmark = pytest.mark.browser

Open = Callable[..., Page]

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "</script><script>alert(4)</script>",
    "javascript:alert(5)",
    "<a href='https://example.org'>链接</a>",
    "{{7*7}}${8*8}",
    "<!-- --><style>*{display:none}</style>",
    '=HYPERLINK("https://example.org")',
    "\u202e反向\u0000零",
)


@pytest.fixture
def world() -> Picture:
    return Picture.of_articles(WORLD)


def point(page: Page, name: str) -> tuple[float, float]:
    """Where a node is on the screen."""
    x, y = page.evaluate(
        """name => {
            const node = guanxi.graph.nodes.find(n => n.name === name);
            const at = guanxi.scene.network.canvasToDOM(node), frame = guanxi.scene.container.getBoundingClientRect();
            return [at.x + frame.x, at.y + frame.y];
        }""",
        name,
    )
    return x, y


def on_line(page: Page, group: str, source: str) -> tuple[float, float]:
    """A place on the screen where a (straight) line runs free of labels."""
    x, y = page.evaluate(
        """([group, source]) => {
            const { graph, scene } = guanxi;
            const ends = line => [graph.nodes[line.from], graph.nodes[line.to]];
            const [a, b] = ends(graph.lines.find(l => l.group === group && ends(l).some(n => n.name === source)));
            const frame = scene.container.getBoundingClientRect();
            for (const share of [0.5, 0.6, 0.4, 0.7, 0.3, 0.65, 0.35]) {
                const at = scene.network.canvasToDOM({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) });
                if (!scene.room.at(at.x * scene.ratio, at.y * scene.ratio)) return [at.x + frame.x, at.y + frame.y];
            }
        }""",
        [group, source],
    )
    return x, y


def find(page: Page, text: str) -> None:
    """Types into the search field and takes the first hit."""
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.locator("#hits li").first).to_be_visible()
    page.keyboard.press("Enter")


def drawn(page: Page) -> set[str]:
    """The names of the nodes that vis-network holds."""
    return set(page.evaluate("guanxi.scene.nodes.getIds().map(i => guanxi.graph.nodes[i].name)"))


# -- finding and reading -----------------------------------------------------------------------------------------------


def test_the_overview_names_the_hubs_and_the_articles(open_page: Open, world: Picture) -> None:
    page = open_page(world, title="岚山")
    expect(page.locator("h1")).to_contain_text("岚山")
    expect(page.locator("#panel")).to_contain_text("关于闻采薇")
    assert page.locator("#panel .rows button").count() > 5
    assert "闻采薇" in drawn(page)


@pytest.mark.parametrize("text", ["闻采薇", "采薇", "wencaiwei", "wcw", "聞采薇"])
def test_a_person_is_found_by_name_part_pinyin_and_traditional_form(open_page: Open, world: Picture, text: str) -> None:
    page = open_page(world)
    find(page, text)
    expect(page.locator("#panel h2")).to_have_text("闻采薇")


def test_a_body_is_found_by_its_alias_and_nothing_is_found_by_nonsense(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    find(page, "市科技局")
    expect(page.locator("#panel h2")).to_have_text("岚山市科学技术局")
    expect(page.locator("#panel .also")).to_contain_text("市科技局")
    page.keyboard.press("/")
    page.keyboard.type("zzzz")
    expect(page.locator("#hits")).to_contain_text("没有匹配")


def test_a_click_on_a_node_shows_its_dossier_with_sentences(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.mouse.click(*point(page, "闻采薇"))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("闻采薇")
    expect(panel).to_contain_text("闻采薇致辞首届岚山发展论坛。")
    expect(panel).to_contain_text("forum.txt")
    expect(panel).to_contain_text("局长")
    panel.get_by_role("button", name="首届岚山发展论坛").first.click()
    expect(panel.locator("h2")).to_have_text("首届岚山发展论坛")


def test_a_click_on_a_line_shows_every_sentence_with_its_source(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.mouse.click(*on_line(page, "SIGNED_WITH", "岚山市科学技术局"))
    panel = page.locator("#panel")
    expect(panel).to_contain_text("签约")
    for text in ("战略合作协议", "补充协议", "2022-03-01", "2022-09-09", "signing.txt", "again.txt", "test.fact"):
        expect(panel).to_contain_text(text)
    assert panel.locator("blockquote").count() == 2


def test_planned_and_past_are_told_apart(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    find(page, "桑榆南")
    expect(page.locator("#panel em.past")).to_have_text("曾经")
    find(page, "云岭大学")
    expect(page.locator("#panel em.planned")).to_have_text("计划")
    dashed = "guanxi.scene.lines.get().filter(l => l.dashes).map(l => guanxi.graph.lines[l.id].status)"
    assert page.evaluate(dashed) == ["planned"]


# -- filters -----------------------------------------------------------------------------------------------------------


def test_the_legend_hides_a_label_and_a_kind(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    people = page.locator('.chip[data-key="Person"]')
    expect(people).to_contain_text("4")
    people.click()
    expect(people).to_have_attribute("aria-pressed", "false")
    assert not {"闻采薇", "卓一岚"} & drawn(page)
    people.click()
    assert "闻采薇" in drawn(page)
    page.locator('.chip[data-key="MET_WITH"]').dblclick()
    assert drawn(page) == {"闻采薇", "桑榆南"}


def test_places_are_hidden_at_first_and_can_be_shown(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    assert "澜江市" not in drawn(page)
    page.locator('.chip[data-key="LOCATED_IN"]').click()
    assert "澜江市" in drawn(page)


def test_a_name_that_a_filter_hides_is_found_all_the_same(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    find(page, "澜江市")
    expect(page.locator("#panel h2")).to_have_text("澜江市")
    assert "澜江市" in drawn(page)


def test_focus_hide_and_undo(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    everything = drawn(page)
    find(page, "桑榆南")
    page.keyboard.press("f")
    expect(page.locator("#notice")).to_be_visible()
    assert drawn(page) == {"桑榆南", "云岭省机器人产业联盟", "岚山市科学技术局", "闻采薇"}
    page.locator("#notice").get_by_role("button", name="2", exact=True).click()
    assert len(drawn(page)) > 4
    page.locator("#notice").get_by_role("button", name="看全图").click()
    assert drawn(page) == everything
    page.keyboard.press("h")
    assert "桑榆南" not in drawn(page)
    page.keyboard.press("z")
    expect(page.locator("#panel h2")).to_have_text("桑榆南")
    assert "桑榆南" in drawn(page)


def test_a_node_is_dragged_and_a_pinned_one_is_not(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    place = "guanxi.graph.nodes.filter(n => n.name === '桑榆南').map(n => [Math.round(n.x), Math.round(n.y)])"

    def drag() -> None:
        x, y = point(page, "桑榆南")
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 40, y + 30, steps=4)
        page.mouse.up()

    before = page.evaluate(place)
    drag()
    moved = page.evaluate(place)
    assert moved != before
    find(page, "桑榆南")
    page.keyboard.press("p")
    page.keyboard.press("Escape")
    page.locator('.chip[data-key="Person"]').click()
    page.locator('.chip[data-key="Person"]').click()
    drag()
    assert page.evaluate(place) == moved


def test_the_time_slider_shows_what_was_known_by_then(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    slider = page.locator("#time input")
    slider.focus()
    slider.press("Home")
    expect(page.locator("#time output")).to_have_text("2021-05")
    assert "桑榆南" not in drawn(page) and "闻采薇" in drawn(page)
    slider.press("End")
    assert "桑榆南" in drawn(page)


def test_the_months_pass_by_themselves_until_all_is_shown(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.locator("#time button").click()
    expect(page.locator("#time output")).to_have_text("2021-05")
    assert "桑榆南" not in drawn(page)
    expect(page.locator("#time output")).to_have_text("全部时间", timeout=30_000)
    assert "桑榆南" in drawn(page)


def test_neighbours_are_expanded_and_collapsed_by_key_and_button(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    everything = drawn(page)
    find(page, "桑榆南")
    page.keyboard.press("f")
    near = drawn(page)
    page.locator("#panel").get_by_role("button", name="云岭省机器人产业联盟").first.click()
    page.keyboard.press("e")
    assert drawn(page) > near
    assert "open=" in page.url
    page.keyboard.press("z")
    assert drawn(page) == near
    page.locator("#notice").get_by_role("button", name="看全图").click()
    find(page, "岚山市科学技术局")
    page.get_by_role("button", name="收起邻居").click()
    assert everything - drawn(page) == {"云岭省科学技术厅"}
    page.get_by_role("button", name="收起邻居").click()
    assert drawn(page) == everything


def test_communities_have_colours_of_their_own(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    colours = "Object.fromEntries(guanxi.scene.nodes.get().map(n => [n.id, n.color.background]))"
    by_label = page.evaluate(colours)
    page.get_by_role("button", name="按群落着色").click()
    by_community = page.evaluate(colours)
    assert by_community != by_label
    community = page.evaluate("Object.fromEntries(guanxi.graph.nodes.map(n => [n.id, n.community]))")
    pairs = {(community[node], colour) for node, colour in by_community.items()}
    assert len(pairs) == len({c for c, _ in pairs}) > 1
    assert "tint=1" in page.url


# -- connections -------------------------------------------------------------------------------------------------------


def test_two_names_connect_in_steps_with_sentences(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    find(page, "祁望舒")
    page.keyboard.press("c")
    field = page.locator("#panel .finder input")
    field.fill("机器人联盟")
    field.press("Enter")
    panel = page.locator("#panel")
    expect(panel.locator(".stop")).to_have_text(["祁望舒", "云岭大学", "云岭省机器人产业联盟"])
    expect(panel).to_contain_text("祁望舒副校长云岭大学。")
    expect(panel).to_contain_text("alliance.txt")
    assert page.evaluate("guanxi.scene.lit.lines.size") == 2


def test_a_place_connects_only_where_nothing_else_does(open_page: Open) -> None:
    said = [
        Statement(Edge(type_, a, b, {}, Evidence("句。", 0, 2), "r"), "x")
        for type_, a, b in (("HELD_IN", "甲会", "某市"), ("HELD_IN", "乙会", "某市"))
    ]
    nodes = (Node("甲会", "Event", "甲会"), Node("乙会", "Event", "乙会"), Node("某市", "Region", "某市"))
    page = open_page(Picture(nodes, tuple(said), (Article("x", "x.txt"),)))
    find(page, "甲会")
    page.keyboard.press("c")
    page.mouse.click(*point(page, "乙会"))
    expect(page.locator("#panel .stop")).to_have_text(["甲会", "某市", "乙会"])


# -- the state in the address, languages, looks ------------------------------------------------------------------------


def test_a_link_leads_to_the_view(open_page: Open, world: Picture) -> None:
    page = open_page(world, fragment=f"node={quote('卓一岚')}&off=Event&lang=en&theme=dark")
    expect(page.locator("#panel h2")).to_have_text("卓一岚")
    expect(page.locator("#panel")).to_contain_text("member of")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "首届岚山发展论坛" not in drawn(page)


@pytest.mark.parametrize("fragment", ["node=%E0%A4%A", "line=x~y", "path=~", "depth=99&focus=none", "at=a,b,c", "=&&"])
def test_a_broken_link_opens_the_page_all_the_same(open_page: Open, world: Picture, fragment: str) -> None:
    page = open_page(world, fragment=fragment)
    assert "闻采薇" in drawn(page)


def test_language_and_theme_switch(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.get_by_role("button", name="English").click()
    expect(page.locator("#legend")).to_contain_text("Person")
    expect(page.locator("#panel")).to_contain_text("Most connected")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(paper) != light


def test_the_reader_s_own_dark_theme_is_used(open_page: Open, world: Picture) -> None:
    assert open_page(world, dark=True).evaluate("guanxi.scene.theme.dark") is True


def test_a_narrow_screen_shows_picture_and_dossier(open_page: Open, world: Picture) -> None:
    page = open_page(world, size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#query").click()
    find_field = page.locator("#query")
    find_field.fill("闻采薇")
    page.locator("#hits li").first.click()
    expect(page.locator("#panel h2")).to_be_in_viewport()
    stage = page.locator("#stage").bounding_box()
    assert stage and stage["height"] > 250
    x, y = point(page, "闻采薇")
    assert 0 < x < 390 and stage["y"] < y < stage["y"] + stage["height"]


# -- taking it away ----------------------------------------------------------------------------------------------------


def test_export_of_what_is_in_view(open_page: Open, world: Picture, tmp_path: Path) -> None:
    page = open_page(world, title="岚山/图")
    page.locator("details.menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert waiting.value.suggested_filename == "岚山_图.csv"
    waiting.value.save_as(tmp_path / "out.csv")
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    places = {node.id for node in world.nodes if node.label == "Region"}
    assert len(rows) == sum(s.edge.type != "LOCATED_IN" and s.edge.source not in places for s in world.statements)
    assert {"source": "桑榆南", "detail": "会长"}.items() <= next(r for r in rows if r["detail"] == "会长").items()
    page.locator("details.menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    waiting.value.save_as(tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_is_taken_away_as_svg(open_page: Open, world: Picture, tmp_path: Path) -> None:
    page = open_page(world)
    page.locator("details.menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG").click()
    waiting.value.save_as(tmp_path / "out.svg")
    root = ElementTree.parse(tmp_path / "out.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert "闻采薇" in {text.text for text in root.iter(f"{space}text")}
    assert len(list(root.iter(f"{space}path"))) == page.evaluate("guanxi.graph.shownLines.size")
    symbols = sum(1 for _ in root.iter(f"{space}polygon")) + sum(1 for _ in root.iter(f"{space}circle"))
    assert symbols == len(drawn(page))


def test_the_table_sorts_and_leads_to_the_line(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.get_by_role("button", name="表格").click()
    table = page.locator("#panel table")
    table.get_by_role("button", name="日期").click()
    first = table.locator("tbody tr").first.locator("td").last.inner_text()
    table.get_by_role("button", name="日期").click()
    assert first < table.locator("tbody tr").first.locator("td").last.inner_text()
    table.locator("tbody tr").first.click()
    expect(page.locator("#panel blockquote").first).to_be_visible()


# -- hostile text ------------------------------------------------------------------------------------------------------


def test_hostile_names_and_sentences_stay_text(open_page: Open, trouble: list[str], tmp_path: Path) -> None:
    said = tuple(
        Statement(
            Edge("MEMBER_OF", name, "好公司", {"title": name, "date": name}, Evidence(f"{name}。", 0, 9), name), "文"
        )
        for name in HOSTILE
    )
    nodes = (Node("好公司", "Company", "好公司"), *(Node(name, "Person", name, (name + "别",)) for name in HOSTILE))
    article = Article("文", HOSTILE[0], HOSTILE[1], HOSTILE[2], publisher=HOSTILE[3], url=HOSTILE[4])
    page = open_page(Picture(nodes, said, (article,)), title=HOSTILE[3])
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
    elements = "document.querySelectorAll('img, iframe, a[href], main script, header script, style').length"
    for name in HOSTILE:
        page.evaluate("name => guanxi.choose(guanxi.graph.nodes.find(n => n.name === name))", name)
        expect(page.locator("#panel blockquote")).to_have_count(1)
        assert page.evaluate("document.querySelector('#panel h2').textContent") == name
        assert page.evaluate(elements) == 1  # our own style
    find(page, "好公司")
    page.evaluate("guanxi.go({ line: guanxi.graph.lines[0], node: null })")
    page.get_by_role("button", name="表格").click()
    expect(page.locator("#panel table")).to_contain_text(HOSTILE[0])
    assert page.evaluate(elements) == 1
    page.locator("details.menu summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    waiting.value.save_as(tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "\"'=HYPERLINK" in text and ',"=' not in text and '\n"=' not in text


def test_a_script_that_is_not_the_page_s_own_does_not_run(browser: Browser, world: Picture, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render(world).replace("</main>", "</main><script>window.ran = true</script>"), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_function("document.documentElement.dataset.ready")
    assert page.evaluate("window.ran") is None
    page.close()


# -- for everybody -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_serious_violation(open_page: Open, world: Picture, size: tuple[int, int], dark: bool) -> None:
    page = open_page(world, size=size, dark=dark)
    for state in (
        "{}",
        "{ node: guanxi.graph.nodes[0], focus: guanxi.graph.nodes[0] }",
        "{ node: null, line: guanxi.graph.lines[0] }",
        "{ line: null, path: [guanxi.graph.nodes[0], guanxi.graph.nodes[3]] }",
        "{ path: null, table: true, focus: null }",
    ):
        page.evaluate(f"guanxi.go({state})")
        page.wait_for_timeout(150)
        found = Axe().run(page, options={"resultTypes": ["violations", "passes"]}).response
        assert found["passes"]
        assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []


# -- keyboard ----------------------------------------------------------------------------------------------------------


def test_the_keyboard_does_all(open_page: Open, world: Picture) -> None:
    page = open_page(world)
    page.keyboard.press("/")
    page.keyboard.type("云岭")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('#hits li[aria-selected="true"] > span').inner_text().split("\n")[0]
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(chosen)
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_count(0)
    view = "JSON.stringify([guanxi.scene.network.getViewPosition(), guanxi.scene.network.getScale()])"
    before = page.evaluate(view)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    assert page.evaluate(view) != before
    page.keyboard.press("0")
    page.wait_for_timeout(50)
    page.keyboard.press("t")
    expect(page.locator("#panel table")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


# -- a large graph -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd() -> Picture:
    """3,000 people in 100 companies: more than vis-network is to hold at once."""
    nodes = tuple(Node(f"c{i}", "Company", f"第{i}公司") for i in range(100))
    people = tuple(Node(f"p{i}", "Person", f"某人{i}") for i in range(3000))
    said = tuple(
        Statement(
            Edge("MEMBER_OF", f"p{i}", f"c{i % 100}", {"title": "董事"}, Evidence(f"某人{i}任董事。", 0, 8), "r"), "x"
        )
        for i in range(3000)
    ) + tuple(
        Statement(Edge("SIGNED_WITH", f"c{i}", f"c{(i * 7 + 1) % 100}", {}, Evidence("签约。", 0, 3), "r"), "x")
        for i in range(100)
    )
    return Picture(nodes + people, said, (Article("x", "x.txt", "名单"),))


def test_a_large_graph_holds_the_hubs_and_finds_the_others(open_page: Open, crowd: Picture) -> None:
    page = open_page(crowd)
    assert len(drawn(page)) == 1200 and "第99公司" in drawn(page)
    find(page, "某人2999")
    expect(page.locator("#panel blockquote")).to_contain_text("某人2999任董事。")
    for _ in range(50):
        if "某人2999" in drawn(page):
            break
        page.wait_for_timeout(100)
    assert "某人2999" in drawn(page)  # the view came to it, and it to hand


def test_a_dot_of_the_backdrop_can_be_clicked(open_page: Open, crowd: Picture) -> None:
    page = open_page(crowd)
    name = page.evaluate("guanxi.graph.nodes.find(n => !guanxi.scene.touchable.has(n)).name")
    page.mouse.click(*point(page, name))
    expect(page.locator("#panel h2")).to_be_visible()


def test_the_page_says_what_it_left_out(open_page: Open, crowd: Picture) -> None:
    page = open_page(crowd.most_telling(50))
    expect(page.locator("#panel .warn")).to_contain_text("3,050")
