"""What reads foreign bytes, fuzzed with coverage by atheris: nothing but `Undecodable` may come out of it.

    pip install 'atheris>=3'     (Linux; no part of the development tools, since other systems have no build of it)
    python bench/fuzz.py [SECONDS]     (default 60; ends with a traceback and exit code 77 at the first failure)

The first byte of an input chooses the reader, so that what one learns of a format serves the next; it begins with the
whole files of tests/files.py. What is read as a document is read on into a graph.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

try:
    import atheris
except ImportError:
    print("atheris is not installed: nothing fuzzed")
    sys.exit()

from files import samples

with atheris.instrument_imports(include=["guanxi.loaders"]):
    from guanxi.loaders.decoding import Undecodable, decode
    from guanxi.loaders.documents import Document, documents
    from guanxi.loaders.feeds import read_feed
    from guanxi.loaders.packed import Budget, chapters, open_zip, read_docx, tarred, zipped
    from guanxi.loaders.pdf import read_pdf
    from guanxi.loaders.reading import read
    from guanxi.loaders.webpage import plain_text, read_page

PLACE = Path(tempfile.mkdtemp(prefix="guanxi-fuzz-"))


def article(data: bytes) -> None:
    """A text as an article, with its evidence where it says."""
    text = decode(data)
    for edge in read(Document("a", "a", "a", text)).edges:
        assert edge.evidence is None or text[edge.evidence.start : edge.evidence.end] == edge.evidence.text


def file(suffix: str) -> Callable[[bytes], None]:
    """A file of this kind."""

    def reader(data: bytes) -> None:
        place = PLACE / f"a{suffix}"
        place.write_bytes(data)
        for item in documents([str(place)]):
            assert isinstance(item, Document) or "\n" not in str(item)

    return reader


READERS: list[Callable[[bytes], object]] = [
    article,
    read_page,
    lambda data: plain_text(decode(data)),
    read_feed,
    read_pdf,
    lambda data: read_docx(open_zip(data), Budget()),
    lambda data: list(chapters(open_zip(data), Budget())),
    lambda data: list(zipped(open_zip(data), Budget())),
    lambda data: list(tarred(data, Budget())),
    *(file(suffix) for suffix in (".csv", ".jsonl", ".json", ".md", ".zip")),
]


def one(data: bytes) -> None:
    """One input."""
    try:
        READERS[data[0] % len(READERS)](data[1:]) if data else None
    except Undecodable as problem:
        assert "\n" not in str(problem)


def main() -> None:
    """Fuzz for so many seconds; atheris prints what it covers and leaves the process."""
    seconds = int(sys.argv[1]) if sys.argv[1:] else 60
    corpus = PLACE / "corpus"
    corpus.mkdir()
    for name, data in samples().items():
        for number in range(len(READERS)):
            (corpus / f"{number}-{name}").write_bytes(bytes([number]) + data)
    atheris.Setup(
        [sys.argv[0], str(corpus), f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=2000", "-verbosity=1"],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
