"""The served page at work: a real server, a real Chromium, and somebody who explores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from guanxi.graph.store import open_store
from playwright.sync_api import Browser, Page, Request, expect
from sample import WORLD
from serving import Served, serving

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with open_store(str(tmp_path_factory.mktemp("served") / "graph.lbug")) as store:
        store.load(WORLD)
        with serving(store) as running:
            yield running


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Opens the served page under its real policy. At the end nothing may have gone elsewhere and nothing failed."""
    trouble: list[str] = []
    contexts = []

    def elsewhere(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            trouble.append(f"request: {request.url}")

    def opened(fragment: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on(
            "request", lambda r: None if r.url.startswith(("http://127.0.0.1:", "data:", "blob:")) else elsewhere(r)
        )
        page.goto(served.server.url + (f"#{fragment}" if fragment else ""))
        until(page, "document.documentElement.dataset.ready")
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble


def until(page: Page, true: str) -> None:
    """Waits; Playwright's own way evaluates a text in the page, which the page's policy forbids."""
    for _ in range(200):
        if page.evaluate(f"Boolean({true})"):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {true}")


def search(page: Page, text: str) -> None:
    page.locator("#query").fill(text)
    expect(page.locator("#hits li").first).to_be_visible()
    page.locator("#query").press("Enter")


def shown(page: Page) -> set[str]:
    return set(page.evaluate("[...guanxi.graph.shownNodes].map(n => n.name)"))


def settled(page: Page) -> None:
    expect(page.locator("body")).to_have_attribute("data-busy", "false")


def test_one_begins_with_a_search(visit: Visit) -> None:
    page = visit()
    assert shown(page) == set()
    search(page, "wencaiwei")
    expect(page.locator("#panel h2")).to_have_text("闻采薇")
    assert {"闻采薇", "首届岚山发展论坛", "岚山市科学技术局"} <= shown(page)
    expect(page.locator("#panel blockquote").first).to_contain_text("闻采薇")


def test_or_with_a_well_connected_name(visit: Visit) -> None:
    page = visit()
    first = page.locator("#panel .rows .node").first
    name = first.inner_text().split("\n")[0]
    first.click()
    expect(page.locator("#panel h2")).to_have_text(name)
    assert name in shown(page)


def test_expanding_moves_nothing_and_back_undoes(visit: Visit) -> None:
    page = visit()
    search(page, "桑榆南")
    expect(page.locator("#panel h2")).to_have_text("桑榆南")
    before = shown(page)
    places = "Object.fromEntries([...guanxi.graph.shownNodes].map(n => [n.name, [n.x, n.y]]))"
    old = page.evaluate(places)
    page.locator("#panel .rows .node", has_text="闻采薇").first.click()
    page.keyboard.press("e")
    expect(page.locator("#legend")).to_be_visible()
    until(page, f"guanxi.graph.shownNodes.size > {len(before)}")
    new = page.evaluate(places)
    assert {name: new[name] for name in old} == old
    assert len({tuple(place) for place in new.values()}) == len(new)
    page.go_back()
    until(page, f"guanxi.graph.shownNodes.size === {len(before)}")
    assert shown(page) == before


def test_neighbours_are_folded_away_and_brought_back(visit: Visit) -> None:
    page = visit()
    search(page, "首届岚山发展论坛")
    expect(page.locator("#panel h2")).to_have_text("首届岚山发展论坛")
    settled(page)
    before = shown(page)
    page.keyboard.press("x")
    until(page, f"guanxi.graph.shownNodes.size < {len(before)}")
    page.keyboard.press("e")
    until(page, f"guanxi.graph.shownNodes.size === {len(before)}")
    assert shown(page) == before


def test_a_name_that_was_chosen_is_one_step_back(visit: Visit) -> None:
    page = visit()
    search(page, "桑榆南")
    expect(page.locator("#panel h2")).to_have_text("桑榆南")
    settled(page)
    page.go_back()
    until(page, "guanxi.graph.shownNodes.size === 0")
    expect(page.locator("[data-report]").first).to_be_visible()


@pytest.mark.parametrize("asked", ["", "ask=report%20who-spoke-where", "ask=report%20who-spoke-where%20who%3D闻采薇"])
def test_axe_finds_no_serious_violation(visit: Visit, asked: str) -> None:
    page = visit(asked)
    expect(page.locator("form.parameters, [data-report]").first).to_be_visible()
    if not asked:
        search(page, "闻采薇")
        expect(page.locator("#panel blockquote").first).to_be_visible()
    page.wait_for_timeout(150)
    found = Axe().run(page, options={"resultTypes": ["violations", "passes"]}).response
    assert found["passes"]
    assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []


def test_a_line_quotes_its_sentence(visit: Visit) -> None:
    page = visit()
    search(page, "闻采薇")
    expect(page.locator("#panel h2")).to_have_text("闻采薇")
    page.evaluate("guanxi.go({line: guanxi.graph.lines.find(l => l.group === 'SPOKE_AT'), node: null})")
    expect(page.locator("#panel blockquote").first).to_contain_text("闻采薇")
    expect(page.locator("#panel figcaption").first).to_contain_text("test.fact")


def test_a_connection_is_asked_of_the_server(visit: Visit) -> None:
    page = visit()
    search(page, "桑榆南")
    expect(page.locator("#panel h2")).to_have_text("桑榆南")
    page.keyboard.press("c")
    finder = page.locator("#panel input[type=search]")
    finder.fill("祁望舒")
    expect(page.locator("#panel .hits li").first).to_be_visible()
    finder.press("Enter")
    expect(page.locator("#panel .steps blockquote").first).to_be_visible()
    stops = page.locator("#panel .stop").all_inner_texts()
    assert (stops[0].strip(), stops[-1].strip()) == ("桑榆南", "祁望舒")


def test_a_report_is_tabulated_and_drawn(visit: Visit) -> None:
    page = visit()
    page.locator("[data-report='who-spoke-where']").click()
    form = page.locator("form.parameters")
    form.locator("input[name=who]").fill("闻采薇")
    form.locator("button[type=submit]").click()
    expect(page.locator("#panel tbody tr").first).to_contain_text("闻采薇")
    page.locator("#panel .draw").click()
    until(page, "guanxi.graph.shownNodes.size > 0")
    assert "闻采薇" in shown(page)


def test_a_dossier_in_full_and_whom_one_meets(visit: Visit) -> None:
    page = visit()
    search(page, "闻采薇")
    page.get_by_role("button", name="完整档案").click()
    expect(page.locator("#panel td.sentence").first).to_contain_text("闻采薇")
    page.go_back()
    page.get_by_role("button", name="共同往来").click()
    expect(page.locator("#panel tbody tr").first).to_be_visible()


def test_a_link_leads_to_what_one_saw(visit: Visit) -> None:
    page = visit()
    search(page, "桑榆南")
    expect(page.locator("#panel h2")).to_have_text("桑榆南")
    before = shown(page)
    fragment = page.evaluate("location.hash.slice(1)")
    again = visit(fragment)
    expect(again.locator("#panel h2")).to_have_text("桑榆南")
    assert shown(again) == before


def test_a_server_that_has_ended_is_told(visit: Visit, tmp_path: Path, browser: Browser) -> None:
    with open_store(str(tmp_path / "graph.lbug")) as store:
        store.load(WORLD)
        with serving(store) as running:
            page = browser.new_context().new_page()
            page.goto(running.server.url)
            expect(page.locator("#panel .rows .node").first).to_be_visible()
        page.locator("#query").fill("闻采薇")
        expect(page.locator("#panel .warn")).to_contain_text("guanxi serve")
        page.context.close()
