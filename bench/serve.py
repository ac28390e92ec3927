"""What the served page waits for, over a graph of a size that no page could hold: answers over HTTP, and the picture.

Usage: python bench/serve.py [GRAPH]    the graph of `bench/answers.py` by default, which it must have made

Prints for each answer its median and 95th percentile in milliseconds and its size, for nodes drawn by chance and for
the best connected ones; then, where Chromium is there, the time from Enter in the search box to the drawn picture.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from guanxi.graph.store import open_store
from guanxi.queries.serve import HEADER, LOOPBACK, Server

GRAPH = Path(__file__).parents[1] / ".bench" / "answers-5000000.lbug"
TIMES = 60


class Client:
    """Asks as the page does, over one connection."""

    def __init__(self, server: Server) -> None:
        self._connection = HTTPConnection(LOOPBACK, server.port, timeout=120)
        self._headers = {HEADER: server.token}

    def ask(self, path: str, **parameters: Any) -> tuple[Any, int]:
        self._connection.request("GET", f"/{path}?{urlencode(parameters, doseq=True)}", headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return json.loads(body), len(body)


def measured(name: str, ask: Callable[[Any], tuple[Any, int]], each: Iterable[Any]) -> None:
    took: list[float] = []
    sizes: list[int] = []
    for item in each:
        start = time.perf_counter()
        _, size = ask(item)
        took.append((time.perf_counter() - start) * 1000)
        sizes.append(size)
    p95 = sorted(took)[int(0.95 * (len(took) - 1))]
    kilobytes = statistics.median(sizes) / 1000
    print(f"{name:32} {statistics.median(took):8.1f} {p95:8.1f} {max(took):8.1f} ms {kilobytes:8.1f} kB", flush=True)


def main(graph: Path) -> None:
    chance = random.Random(7)
    start = time.perf_counter()
    with open_store(str(graph), read_only=True) as store:
        server = Server(store)
        print(f"{graph.name}: serving after {time.perf_counter() - start:.2f} s")
        index = store.index()
        nodes = list(index.nodes(chance.sample(range(len(index.ties.degree)), 4 * TIMES)).values())
        some = [n for n in nodes if n.label != "Article" and index.ties.degree[n.number]][:TIMES]
        running = threading.Thread(target=server.run)
        running.start()
        try:
            client = Client(server)
            print(f"{'answer':32} {'median':>8} {'p95':>8} {'most':>8}    {'size':>8}")
            measured("find by name", lambda n: client.ask("find", q=n.name), some)
            measured("find by part", lambda n: client.ask("find", q=n.name[1:3]), some)
            measured("starts", lambda _: client.ask("starts"), range(10))
            best = [node["key"] for node in client.ask("starts", limit=50)[0]["nodes"]]
            measured("neighbourhood", lambda n: client.ask("around", id=n.id), some)
            measured("neighbourhood, best connected", lambda id_: client.ask("around", id=id_), best)
            parts = [client.ask("around", id=n.id)[0] for n in some]
            keys = [[f"{x['from']}~{x['group']}~{x['to']}" for x in part["lines"]][:100] for part in parts]
            measured("evidence, up to 100 lines", lambda lines: client.ask("evidence", line=lines), keys)
            pairs = list(pairwise(some))
            measured("connection", lambda p: client.ask("connect", a=p[0].id, b=p[1].id), pairs)
            measured("dossier", lambda n: client.ask("dossier", id=n.id), some)
            measured("meet", lambda n: client.ask("meet", id=n.id), some[:20])
            if shutil.which("chromium"):
                pictures(server, [n.name for n in some[:12]])
        finally:
            server.end()
            running.join()


def pictures(server: Server, names: list[str]) -> None:
    """From Enter in the search box to the drawn picture, in a browser."""
    from playwright.sync_api import sync_playwright

    took: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name in names:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(server.url)
            page.locator("#query").fill(name)
            page.locator("#hits li").first.wait_for()
            start = time.perf_counter()
            page.locator("#query").press("Enter")
            while not page.evaluate("guanxi.graph.shownNodes.size > 0 && guanxi.scene.nodes.length > 0"):
                pass
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            took.append((time.perf_counter() - start) * 1000)
            page.close()
        browser.close()
    print(f"{'Enter to picture, in Chromium':32} {statistics.median(took):8.1f} {'':8} {max(took):8.1f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else GRAPH)
