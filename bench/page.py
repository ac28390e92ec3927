"""How fast a page opens and moves: ours and a plain pyvis page of the same synthetic graph, in one run.

    python bench/page.py [NODES …] [--plain-limit NODES]

A row each: seconds to render, megabytes, milliseconds until the page can be used, frames a second while panning and
zooming, the longest frame in milliseconds. Chromium, headless and without GPU, opens the file from disk. A plain
pyvis page counts as usable when its drawing has come to rest; above the limit it is not tried.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from guanxi.graph.model import Article, Edge, Evidence, Node
from guanxi.graph.picture import Picture, Statement
from guanxi.graph.view import render
from playwright.sync_api import Browser, Page, sync_playwright

LABELS = {
    "Person": 45, "Agency": 12, "Company": 14, "School": 5, "Institute": 5, "Association": 5, "Media": 2, "Event": 12,
}  # fmt: skip
NAMES = {
    "Person": "{a}{b}{b}", "Agency": "{a}{b}市发展局", "Company": "{a}{b}科技有限公司", "School": "{a}{b}大学",
    "Institute": "{a}{b}研究院", "Association": "{a}{b}行业协会", "Media": "{a}{b}日报", "Event": "第{i}届{a}{b}论坛",
}  # fmt: skip
CHARACTERS = "云岭岚山临溪澜江青禾松石白鹭东屏望舒采薇知夏霁言怀瑾若谷清和远舟南星北辰嘉树景行"
WORDS = (
    "会议 双方 就 职业教育 产教融合 技能人才 培养 评价 合作 达成 一致 并 签署 协议 "
    "与会 代表 交流 发言 表示 将 继续 深化"
)

WATCH = """
() => {
    window.gaps = [];
    let before = performance.now();
    const frame = () => {
        const now = performance.now();
        gaps.push(now - before);
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}
"""
FRAMES_A_SECOND = "1000 * gaps.length / gaps.reduce((a, b) => a + b, 0)"


def synthetic(nodes: int, lines: int, seed: int = 7) -> Picture:
    """A graph with communities of about forty nodes, sentences of about sixty characters."""
    chance = random.Random(seed)
    made: list[Node] = []
    for i in range(nodes):
        label = chance.choices(list(LABELS), list(LABELS.values()))[0]
        a, b = chance.choice(CHARACTERS), chance.choice(CHARACTERS)
        made.append(Node(f"n{i}", label, NAMES[label].format(a=a, b=b, i=i)))
    communities = max(1, nodes // 40)
    said: list[Statement] = []
    while len(said) < lines:
        a = chance.randrange(nodes)
        near = chance.random() < 0.9
        b = chance.randrange(a % communities, nodes, communities) if near else chance.randrange(nodes)
        if a == b:
            continue
        type_ = _type(made[a].label, made[b].label)
        if type_ is None:
            a, b, type_ = b, a, "ATTENDED"
        text = made[a].name + "".join(chance.choices(WORDS.split(), k=24)) + made[b].name + "。"
        date = f"{chance.randrange(2010, 2026)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
        edge = Edge(type_, f"n{a}", f"n{b}", {"date": date}, Evidence(text, 0, len(text)), "bench.rule")
        said.append(Statement(edge, f"a{len(said) % (lines // 15 + 1)}"))
    articles = tuple(Article(f"a{i}", f"a{i}.txt", f"第{i}篇报道") for i in range(lines // 15 + 1))
    return Picture(tuple(made), tuple(said), articles)


def _type(source: str, target: str) -> str | None:
    if target == "Event":
        return None if source == "Event" else "SPOKE_AT"
    if source == "Event":
        return None
    if source == "Person":
        return "MET_WITH" if target == "Person" else "MEMBER_OF"
    return None if target == "Person" else "SIGNED_WITH"


def plain(picture: Picture) -> str:
    """The page that pyvis makes by itself, its scripts inlined so that it opens offline too."""
    from pyvis.network import Network

    network = Network(height="900px", width="100%", cdn_resources="in_line")
    for node in picture.nodes:
        network.add_node(node.id, label=node.name, title=node.label)
    for statement in picture.statements:
        network.add_edge(statement.edge.source, statement.edge.target, title=statement.edge.type)
    return network.generate_html()


def measured(browser: Browser, html: str, ready: str, patience: float) -> tuple[float, float, float, float] | None:
    """(ms until usable, frames a second panning, zooming, longest frame in ms), or None if it took too long."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(html, "utf-8")
        page: Page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
        page.route("http*://**", lambda route: route.abort())  # plain pyvis asks a CDN
        try:
            page.goto(path.as_uri(), wait_until="commit")
            page.wait_for_function(ready, timeout=patience * 1000, polling=50)
            usable = page.evaluate("window.usable ?? Math.round(performance.now())")
            page.wait_for_timeout(800)
            return usable, *_moved(page)
        except Exception as problem:  # a page that hangs is a result too
            print(f"  {str(problem).splitlines()[0]}", file=sys.stderr)
            return None
        finally:
            page.close()


def _moved(page: Page) -> tuple[float, float, float]:
    """Pans and zooms with the mouse; the longest frame counts until half a second after."""
    page.evaluate(WATCH)
    page.mouse.move(300, 300)
    page.mouse.down()
    for i in range(90):
        page.mouse.move(300 + 4 * (i % 60), 300 + 2 * (i % 60))
    pan, worst = page.evaluate(f"[{FRAMES_A_SECOND}, Math.max(...gaps)]")
    page.mouse.up()
    page.wait_for_timeout(600)
    worst = max(worst, page.evaluate("Math.max(...gaps)"))
    page.evaluate("gaps.length = 0")
    for i in range(60):
        page.mouse.wheel(0, -60 if i < 40 else 60)
    zoom = page.evaluate(FRAMES_A_SECOND)
    page.wait_for_timeout(600)
    return pan, zoom, max(worst, page.evaluate("Math.max(...gaps)"))


OURS = "window.usable ??= Number(document.documentElement.dataset.ready) || undefined"
PLAIN = """
(() => {
    if (!window.network || window.watched) return window.usable;
    window.watched = true;
    const done = () => { window.usable ??= Math.round(performance.now()); };
    network.once("stabilizationIterationsDone", done);
    network.once("stabilized", done);
})()
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("nodes", nargs="*", type=int, default=[300, 1000, 10_000])
    options.add_argument("--plain-limit", type=int, default=1000)
    options.add_argument("--patience", type=float, default=150, help="seconds to wait for a page")
    given = options.parse_args()
    columns = (
        ("lines", 7),
        ("render s", 9),
        ("MB", 6),
        ("usable ms", 11),
        ("pan f/s", 8),
        ("zoom f/s", 9),
        ("longest ms", 11),
    )
    print(f"{'page':8} {'nodes':>7}", *(f"{word:>{width}}" for word, width in columns))
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or sys.exit("no chromium on the PATH: install it")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        for count in given.nodes:
            picture = synthetic(count, 3 * count)
            for name, make, ready in (("guanxi", render, OURS), ("pyvis", plain, PLAIN)):
                if name == "pyvis" and count > given.plain_limit:
                    continue
                start = time.perf_counter()
                html = make(picture)
                seconds = time.perf_counter() - start
                row = measured(browser, html, ready, given.patience)
                size = len(html.encode()) / 1e6
                figures = [f"{v:>{w}.0f}" for v, w in zip(row, (11, 8, 9, 11), strict=True)] if row else ["never"]
                print(f"{name:8} {count:>7} {3 * count:>7} {seconds:>9.2f} {size:>6.2f}", *figures, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
