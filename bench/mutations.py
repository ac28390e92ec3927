"""Mutated articles and damaged files of every kind: nothing may crash, hang or take much memory.

    python bench/mutations.py [ARTICLES [FILES]]     (default 10,000 and 700 of each kind; half an hour on one core)

Each article must be read, its evidence must stand in its text, and the graph must take it; each file must give
documents or one line that says what is wrong with it. Prints counts, the slowest of each, and the highest memory; what
fails is printed with its number, from which it can be made again, and the exit code is 1.
"""

from __future__ import annotations

import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from files import damaged, mutated, samples
from guanxi.graph.model import ArticleGraph
from guanxi.graph.rows import article_rows
from guanxi.loaders.documents import Document, documents
from guanxi.loaders.reading import read

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds after which something hangs


def texts() -> list[str]:
    """The articles that are mutated."""
    files = [*(ROOT / "tests" / "corpus" / "dev").glob("*.txt"), *(ROOT / "queries" / "demo").glob("*.txt")]
    return [file.read_text("utf-8") for file in sorted(files)]


def article(number: int, whole: list[str]) -> str:
    """Read the article of this number; what came of it."""
    text = mutated(random.Random(number), whole)
    graph = read(Document("a", "a", "a", text))
    for edge in graph.edges:
        if edge.evidence and text[edge.evidence.start : edge.evidence.end] != edge.evidence.text:
            raise AssertionError(f"evidence of {edge.rule} is not in the text")
    article_rows(graph)
    return "with edges" if graph.edges else "without edges"


def file(number: int, name: str, whole: bytes, folder: Path) -> str:
    """Read the damaged file of this number; what came of it."""
    place = folder / name
    place.write_bytes(damaged(random.Random(f"{name} {number}"), whole))
    found = list(documents([str(place)]))
    bad = [str(item) for item in found if not isinstance(item, Document | ArticleGraph)]
    if any("\n" in line for line in bad):
        raise AssertionError("more than a line")
    return "told" if len(bad) == len(found) else "read in part" if bad else "read"


def measured(what: str, count: int, each: Callable[[int], str]) -> int:
    """Do it so many times, print what came of it and the slowest; how many failed."""
    came: Counter[str] = Counter()
    slowest = (0.0, 0)
    for number in range(count):
        begun = time.process_time()
        signal.alarm(PATIENCE)
        try:
            came[each(number)] += 1
        except Exception:
            came["FAILED"] += 1
            print(f"{what} {number}:\n{traceback.format_exc(limit=-4)}", flush=True)
        finally:
            signal.alarm(0)
        slowest = max(slowest, (time.process_time() - begun, number))
    counts = ", ".join(f"{times:,} {kind}" for kind, times in sorted(came.items()))
    print(f"{what}: {counts}; slowest {1000 * slowest[0]:.0f} ms (number {slowest[1]}), {memory():.0f} MB", flush=True)
    return came["FAILED"]


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def hang(*_: object) -> None:
    raise TimeoutError(f"hangs: {PATIENCE} seconds")


def runs(articles: int, files: int, folder: Path) -> Iterator[int]:
    """How many of each kind failed."""
    whole = texts()
    article(0, whole)  # brings the words
    print(f"before: {memory():.0f} MB")
    yield measured("articles", articles, lambda number: article(number, whole))
    for name, data in samples().items():
        yield measured(name, files, lambda number, name=name, data=data: file(number, name, data, folder))


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if sys.argv[1:] else 10_000
    files = int(sys.argv[2]) if sys.argv[2:] else 700
    signal.signal(signal.SIGALRM, hang)
    with tempfile.TemporaryDirectory() as folder:
        failed = sum(runs(articles, files, Path(folder)))
    print(f"{failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
