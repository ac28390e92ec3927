"""Seconds, size of the file and peak of memory of every format of `guanxi export`, each in a process of its own.

    python bench/export.py [GRAPH]

Without a graph, one of 20,000 nodes and 100,000 edges of invented articles. `back` is reading the JSON lines into a
graph again. Memory is that of the whole process, the engine's buffers among it.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

from guanxi.graph.copying import files_for_import
from guanxi.graph.exchange.content import Extent
from guanxi.graph.exchange.formats import EXCHANGES, export
from guanxi.graph.exchange.jsonl import restored
from guanxi.graph.model import InputError
from guanxi.graph.store import open_store
from world import World

ARTICLES = 3_900


def made(place: str) -> None:
    """A graph to export."""
    with open_store(place) as store:
        store.load(World(20_000).articles(0, ARTICLES))


def told(place: str) -> None:
    """What the graph holds."""
    with open_store(place, read_only=True) as store:
        counts = store.counts()
    print(f"{sum(counts['nodes'].values()):,} nodes, {sum(counts['edges'].values()):,} edges", flush=True)


def measured(name: str, graph: str, folder: str) -> None:
    """Export once and tell."""
    file = Path(folder, name)
    start = time.perf_counter()
    try:
        if name == "back":
            with restored(str(file.with_name("jsonl"))) as store:
                store.counts()
        else:
            with open_store(graph, read_only=True) as store:
                if name == "neo4j":
                    files_for_import(store, file)
                else:
                    export(store, str(file), EXCHANGES[name], Extent())
    except InputError as problem:
        print(f"{name:10} {problem}", flush=True)
        return
    seconds = time.perf_counter() - start
    size = sum(part.stat().st_size for part in (file.iterdir() if file.is_dir() else [file]) if part.exists())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{name:10} {seconds:7.1f} s {size / 1e6:9.1f} MB written {peak:9.0f} MB of memory", flush=True)


def main() -> None:
    """Measure the graph that the command line names, or one made for it."""
    with tempfile.TemporaryDirectory() as folder:
        graph = sys.argv[1] if sys.argv[1:] else str(Path(folder, "graph.lbug"))
        if not sys.argv[1:]:
            apart(made, graph)
        apart(told, graph)
        for name in (*EXCHANGES, "neo4j", "back"):
            apart(measured, name, graph, folder)


def apart(work: Callable[..., None], *arguments: str) -> None:
    """Work in a process of its own."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        print(f"{arguments[0]}: ended with {process.exitcode}", flush=True)


if __name__ == "__main__":
    main()
