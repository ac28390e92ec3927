"""How fast articles are read, beside jieba's tagging of the same cleaned text in the same run; and how much is silent.

Run: python bench/reading.py [FOLDER ...]   (default: the bundled sample articles, repeated)

Prints characters a second on one core for the whole reading, for each phase, and for `jieba.posseg`, the ratio between
them, the peak memory, and the share of sentences with a trigger verb and a name from which no edge was made.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from guanxi.loaders.documents import Document, documents
from guanxi.loaders.lexicon import lexicon
from guanxi.loaders.reading import PHASES, Reading

SAMPLE = Path(__file__).parents[1] / "queries" / "demo"
LEAST = 1_000_000  # characters to read


def phases(articles: list[Document]) -> tuple[dict[str, float], list[Reading]]:
    """Seconds spent in each phase over all articles, and what was read."""
    seconds = {phase.__name__: 0.0 for phase in PHASES}
    readings: list[Reading] = []
    for article in articles:
        reading = Reading(article, lexicon())
        for phase in PHASES:
            begun = time.perf_counter()
            phase(reading)
            seconds[phase.__name__] += time.perf_counter() - begun
        readings.append(reading)
    return seconds, readings


def silent(readings: list[Reading]) -> tuple[int, int]:
    """Sentences with a trigger verb and a name, and those of them that made no edge."""
    told = empty = 0
    for reading in readings:
        scene = reading.scene
        assert scene is not None
        tokens = scene.tokens
        made = [p.start for p in reading.posts] + [f.start for f in reading.facts]
        first = 0
        for i, letter in enumerate(tokens.classes + "。"):
            if letter not in "。！？\n":
                continue
            part = tokens.classes[first:i]
            if "V" in part and ("P" in part or "O" in part):
                told += 1
                start, end = tokens.start[first], tokens.end[i - 1]
                empty += not any(start <= place < end for place in made)
            first = i + 1
    return told, empty


def main() -> None:
    """Measure and print."""
    articles = [d for d in documents(sys.argv[1:] or [str(SAMPLE)]) if isinstance(d, Document)]
    characters = sum(len(d.text) for d in articles)
    times = max(1, LEAST // characters)
    phases(articles)  # warm
    seconds, readings = phases(articles * times)
    total = sum(seconds.values())
    speed = characters * times / total
    print(f"{len(articles)} articles, {characters} characters, read {times} times")
    print(f"reading        {speed:12,.0f} characters/s")
    for name, spent in seconds.items():
        print(f"  {name:12} {spent / total:6.1%}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory    {memory:12,.0f} MB")
    told, empty = silent(readings[: len(articles)])
    print(f"silence        {empty} of {told} sentences with a trigger verb and a name made no edge")
    try:
        import jieba.posseg
    except ImportError:
        print("jieba is not installed: no comparison")
        return
    jieba.setLogLevel(60)
    texts = [reading.clean.text for reading in readings[: len(articles)]]
    jieba.posseg.lcut(texts[0])
    begun = time.perf_counter()
    for text in texts:
        jieba.posseg.lcut(text)
    peer = sum(map(len, texts)) / (time.perf_counter() - begun)
    print(f"jieba.posseg   {peer:12,.0f} characters/s (tagging alone): reading is {speed / peer:.2f} times as fast")


if __name__ == "__main__":
    main()
