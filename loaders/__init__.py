"""From documents to facts. Knows Chinese, knows no database.

`extract(paths)` yields an `ArticleGraph` for each article, in the order of the input, and an `Unreadable` for
what cannot be read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from ..graph.model import ArticleGraph
from .documents import Document, Unreadable, documents

__all__ = ["explained", "extract"]


Item = Document | Unreadable | ArticleGraph
BATCH = 30_000  # characters of articles that go to a process at once
SMALL = 1000  # what an item that is no article counts for
AHEAD = 3  # batches for each process that are taken in before the first of them must be read


def _read(item: Item) -> Unreadable | ArticleGraph:
    from .reading import read

    return read(item) if isinstance(item, Document) else item


def extract(
    paths: Iterable[str], jobs: int = 1, fields: Mapping[str, str] | None = None, fetch: bool = False
) -> Iterator[ArticleGraph | Unreadable]:
    """Read articles; `jobs` is the number of processes. The order and the result do not depend on it.

    `fields` and `fetch` are those of `documents`. Each article is yielded as soon as it and those before it are read,
    while others are still taken in.
    """
    items = documents(paths, fields, fetch)
    yield from map(_read, items) if jobs <= 1 else _shared(items, jobs)


def _shared(items: Iterable[Item], jobs: int) -> Iterator[ArticleGraph | Unreadable]:
    """The items as `jobs` processes read them, in order; few of them are in memory at a time."""
    import gc
    from concurrent.futures import Future, ProcessPoolExecutor

    from .lexicon import lexicon

    lexicon()
    gc.freeze()  # what is there by now is shared with the processes as long as nobody touches it
    waiting: deque[Future[list[ArticleGraph | Unreadable]]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for batch in _batches(items):
            waiting.append(pool.submit(_read_all, batch))
            while waiting and (len(waiting) > jobs * AHEAD or waiting[0].done()):
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in order, in lists of about as much text."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, Document) else SMALL
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_all(batch: list[Item]) -> list[ArticleGraph | Unreadable]:
    return list(map(_read, batch))


def explained(
    paths: Iterable[str], fields: Mapping[str, str] | None = None, fetch: bool = False
) -> Iterator[str | Unreadable]:
    """For each article a text that shows its phases: sentences, names, the rule of each edge, what no rule took."""
    from .explain import explain

    for item in documents(paths, fields, fetch):
        if isinstance(item, Document):
            yield explain(item)
        elif isinstance(item, Unreadable):
            yield item
