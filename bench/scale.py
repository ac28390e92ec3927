"""How time per edge, memory and the file grow on the way to a large graph in LadybugDB.

    python bench/scale.py [EDGES]     (default 1,000,000; 5,000,000 edges and 1,000,000 nodes take half an hour)

Prints a line for every tenth: edges, nodes, microseconds per edge of that tenth, the most memory so far, the file;
and how the last tenth compares with the first 100,000 edges (1.5 at most is wanted).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from itertools import count, takewhile
from pathlib import Path

from guanxi.graph.store import LoadReport, open_store
from world import World


def main() -> None:
    """Measure and print."""
    wanted = int(sys.argv[1]) if sys.argv[1:] else 1_000_000
    world = World(max(20_000, wanted // 8))
    marks = [100_000, *(wanted * tenth // 10 for tenth in range(1, 11))]
    each: list[float] = []
    done, begun = LoadReport(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph.lbug"

        def told(report: LoadReport) -> None:
            nonlocal done, begun
            if not marks or report.edges < marks[0]:
                return
            marks.pop(0)
            each.append(1e6 * (time.perf_counter() - begun) / (report.edges - done.edges))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
            size = file.stat().st_size / 1e6
            print(
                f"{report.edges:9,} edges {report.nodes + report.added:9,} nodes {each[-1]:6.1f} µs an edge "
                f"{memory:5.2f} GB {size:6,.0f} MB",
                flush=True,
            )
            done, begun = LoadReport(nodes=report.nodes, edges=report.edges), time.perf_counter()

        with open_store(str(file)) as store:
            store.load(takewhile(lambda _: marks, map(world.article, count())), told)
        print(f"the last tenth takes {each[-1] / each[0]:.2f} times as long for an edge as the first 100,000")


if __name__ == "__main__":
    main()
