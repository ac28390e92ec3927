"""How fast articles are read, beside jieba's tagging of the same cleaned text in the same run; what else reading costs.

Run: python bench/reading.py [FOLDER ...]   (default: the bundled sample articles, repeated)

Prints characters a second on one core for the whole reading, for each phase, and for `jieba.posseg`, and their ratio;
the peak memory; the share of sentences with a trigger verb and a name from which no edge was made; the start of the
command; what a second process gains; and how the time grows with the length of a text, also of one that is no article.
Times are of the processor, so that others on the machine disturb little; only those of `--jobs` are of the clock.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from guanxi.loaders.documents import Document, documents
from guanxi.loaders.lexicon import lexicon
from guanxi.loaders.reading import PHASES, Reading, read

SAMPLE = Path(__file__).parents[1] / "queries" / "demo"
LEAST = 1_000_000  # characters to read
BATCH = 3_000_000  # characters that one process and two read
LONG = 250_000  # characters of a long article, beside one four times as long


def phases(articles: list[Document], times: int = 1) -> tuple[dict[str, float], list[Reading]]:
    """Seconds spent in each phase over all articles, read so many times, and what was read the last time."""
    seconds = {phase.__name__: 0.0 for phase in PHASES}
    readings: list[Reading] = []
    for _ in range(times):
        readings.clear()
        for article in articles:
            reading = Reading(article, lexicon())
            for phase in PHASES:
                begun = time.process_time()
                phase(reading)
                seconds[phase.__name__] += time.process_time() - begun
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
    seconds, readings = phases(articles, times)
    total = sum(seconds.values())
    speed = characters * times / total
    print(f"{len(articles)} articles, {characters} characters, read {times} times")
    print(f"reading        {speed:12,.0f} characters/s")
    for name, spent in seconds.items():
        print(f"  {name:12} {spent / total:6.1%}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory    {memory:12,.0f} MB")
    told, empty = silent(readings)
    print(f"silence        {empty} of {told} sentences with a trigger verb and a name made no edge")
    beside_jieba([reading.clean.text for reading in readings], speed)
    start()
    processes(articles)
    proportion("\n".join(d.text for d in articles))


def beside_jieba(texts: list[str], speed: float) -> None:
    """Print how fast jieba tags the same texts."""
    try:
        import jieba.posseg
    except ImportError:
        print("jieba is not installed: no comparison")
        return
    jieba.setLogLevel(60)
    jieba.posseg.lcut(texts[0])
    begun = time.process_time()
    for text in texts:
        jieba.posseg.lcut(text)
    peer = sum(map(len, texts)) / (time.process_time() - begun)
    print(f"jieba.posseg   {peer:12,.0f} characters/s (tagging alone): reading is {speed / peer:.2f} times as fast")


def extracted(*arguments: str) -> tuple[float, float]:
    """Seconds of the processor and of the clock that one run of `guanxi extract` takes, the start included."""
    used, begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime, time.perf_counter()
    command = [sys.executable, "-m", "guanxi", "extract", "--format", "jsonl", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used, time.perf_counter() - begun


def start() -> None:
    """Print what the command needs for one tiny article."""
    with TemporaryDirectory() as folder:
        article = Path(folder, "tiny.txt")
        article.write_text("云岭市市长周以宁出席会议。", "utf-8")
        seconds = min(extracted(str(article))[0] for _ in range(5))
    print(f"start          {seconds:12.2f} s of the processor for one tiny article")


def processes(articles: list[Document]) -> None:
    """Print what a second process gains on a large batch."""
    with TemporaryDirectory() as folder:
        text = "\n".join(d.text for d in articles)
        for number in range(BATCH // 3000):
            begin = number * 3000 % max(1, len(text) - 3000)
            Path(folder, f"{number:04}.txt").write_text(text[begin : begin + 3000], "utf-8")
        one, two = (extracted(folder, "--jobs", jobs) for jobs in ("1", "2"))
    gained, used = one[1] / two[1], two[0] / one[0]
    print(f"--jobs 2       {gained:12.2f} times as fast as one by the clock, {used:.2f} × the processor's time")


def proportion(text: str) -> None:
    """Print how much longer a text four times as long takes."""
    bare = "".join(c for c in text if c.isalpha())
    shapes = {"articles": text, "one line": bare, "names": "、".join(bare[i : i + 3] for i in range(0, 9000, 3)) + "、"}
    shapes |= {"digits": "0123456789", "brackets": "（", "clauses": "云岭科技大学与远禾集团签署协议，"}
    grown: list[str] = []
    for name, piece in shapes.items():
        short, long = ((piece * (size // len(piece) + 1))[:size] for size in (LONG, 4 * LONG))
        times: list[float] = []
        for whole in (short, long):
            begun = time.process_time()
            read(Document(name, name, name, whole))
            times.append(time.process_time() - begun)
        grown.append(f"{name} {times[1] / times[0]:.1f}")
    print(f"4 × the length takes so many times the time: {', '.join(grown)} (of {LONG:,} characters)")


if __name__ == "__main__":
    main()
