"""What one more article costs in a small and in a large graph: identity must not compare everything with everything.

    python bench/identity.py [ARTICLES]     (default 20,000; 100,000 take about half an hour)

Loads invented articles in which a few people, companies and forums come up often and most come up once or twice,
under full and short names, and times single loads after 1,000 articles and after all. Prints both medians in
milliseconds, their ratio (1.5 at most is wanted), and how many forms became how many nodes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from guanxi.graph.store import open_store
from world import World

SMALL = 1_000
SINGLES = 40


def singles(address: str, world: World, first: int) -> float:
    """The median of single loads into a graph that is there, each in one transaction, in milliseconds."""
    times: list[float] = []
    with open_store(address) as store:
        for number in range(first, first + SINGLES):
            article = world.article(number)
            begun = time.perf_counter()
            store.load([article])
            times.append(1_000 * (time.perf_counter() - begun))
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    whole = int(sys.argv[1]) if sys.argv[1:] else 20_000
    world = World(20_000)
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "graph.lbug")
        medians: list[float] = []
        done = 0
        for size in (SMALL, whole):
            begun = time.perf_counter()
            with open_store(address) as store:
                store.load(world.articles(done, size))
            each = 1_000 * (time.perf_counter() - begun) / (size - done)
            medians.append(singles(address, world, size))
            done = size + SINGLES
            print(f"{size:,} articles: {each:.1f} ms each in a batch, {medians[-1]:.1f} ms alone", flush=True)
        with open_store(address, read_only=True) as store:
            forms = store.query("MATCH (m:Memory) WHERE m.id STARTS WITH 'form:' RETURN count(m)").rows[0][0]
            nodes = sum(number for label, number in store.counts()["nodes"].items() if label != "Article")
    print(f"ratio {medians[1] / medians[0]:.2f} (1.5 at most is wanted); {forms:,} forms are {nodes:,} nodes")


if __name__ == "__main__":
    main()
