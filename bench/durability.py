"""Loads that are killed (-9) at random moments, and many writers at once: is anything lost, doubled or halved?

    python bench/durability.py [TIMES] [ladybug] [neo4j]     (default 50 times on each engine)

Each time a process loads the same articles into an empty graph and is killed; on Neo4j every second time the server is
killed instead. Then what was acknowledged must be there, each article whole, the graph sound; and after the same load
once more it must equal one that was never interrupted, to the byte, with what identity remembers.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import neo4j_server
from guanxi.graph.store import open_store
from sample import many, memory

TESTS = Path(__file__).parent.parent / "tests"
ARTICLES = 1_500
LOADING = """
import random, sys
from guanxi.graph import store
from sample import many
store.BATCH = 300
articles = many(int(sys.argv[2]))
part, parts, seed = map(int, sys.argv[3:])
articles = articles[part::parts]
random.Random(seed).shuffle(articles)
with store.open_store(sys.argv[1]) as graph:
    print(0, flush=True)
    graph.load(articles, progress=lambda report: print(report.added, flush=True))
"""


def loading(address: str, part: int = 0, parts: int = 1, seed: int = 0) -> subprocess.Popen[str]:
    """A process that loads one part of the articles."""
    arguments = map(str, (address, ARTICLES, part, parts, seed))
    return subprocess.Popen(
        [sys.executable, "-c", LOADING, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])},
    )


def killed(address: str, seconds: float, kill: Callable[[], None] | None = None) -> int:
    """Load, and kill the process or something else so long after it began; how many articles it acknowledged."""
    loader = loading(address)
    assert loader.stdout
    first = loader.stdout.readline()
    time.sleep(seconds)
    if kill:
        kill()
    loader.send_signal(signal.SIGKILL)
    lines = [first, *loader.stdout.read().split("\n")[:-1]]  # the last line may be half
    loader.wait()
    return int(lines[-1])


class Whole:
    """The graph of a load that was never interrupted."""

    def __init__(self) -> None:
        self.articles = many(ARTICLES)
        with open_store(":memory:") as store:
            store.load(self.articles)
            self.content = store.dump(), memory(store)

    def compare(self, address: str, acknowledged: int) -> int:
        """What is there after a crash, then the same load once more; how many articles had been stored."""
        with open_store(address) as store:
            stored = {article["id"] for article in store.articles()}
            assert len(stored) >= acknowledged, f"{acknowledged} acknowledged, {len(stored)} stored"
            assert store.check() == [], store.check()
            report = store.load(self.articles)
            assert report.unchanged == len(stored)
            # the number of changes differs, of course
            content = store.dump(), [row for row in memory(store) if row[0] != "revision"]
        assert content == (self.content[0], [row for row in self.content[1] if row[0] != "revision"])
        return len(stored)


def on_ladybug(whole: Whole, times: int) -> None:
    stored: list[int] = []
    for turn in range(times):
        with tempfile.TemporaryDirectory() as folder:
            address = f"{folder}/graph.lbug"
            stored.append(whole.compare(address, killed(address, random.Random(turn).uniform(0, 2.5))))
    print(f"ladybug: {times} loads killed after {min(stored)} to {max(stored)} articles, nothing lost", flush=True)


def on_neo4j(whole: Whole, times: int) -> None:
    stored: list[int] = []
    with neo4j_server.server() as server:
        for turn in range(times):
            kill = server.kill if turn % 2 else None
            acknowledged = killed(server.uri, random.Random(turn).uniform(0, 9), kill)
            if kill:
                server.start()
            stored.append(whole.compare(server.uri, acknowledged))
            with open_store(server.uri) as store:
                store.clear()
        print(f"neo4j: {times} loads or servers killed after {min(stored)} to {max(stored)} articles, nothing lost")
        for writers, parts, what in ((8, 8, "other"), (4, 1, "the same")):
            begun = time.monotonic()
            processes = [loading(server.uri, turn % parts, parts, turn) for turn in range(writers)]
            assert [process.wait(600) for process in processes] == [0] * writers
            assert whole.compare(server.uri, ARTICLES) == ARTICLES
            print(f"neo4j: {writers} processes load {what} articles at once, {time.monotonic() - begun:.0f} s, equal")
            with open_store(server.uri) as store:
                store.clear()


def main() -> None:
    """Do it, and stop at the first thing that is wrong."""
    names = [name for name in sys.argv[1:] if not name.isdigit()]
    times = next((int(name) for name in sys.argv[1:] if name.isdigit()), 50)
    whole = Whole()
    for name, measure in (("ladybug", on_ladybug), ("neo4j", on_neo4j)):
        if not names or name in names:
            measure(whole, times)


if __name__ == "__main__":
    main()
