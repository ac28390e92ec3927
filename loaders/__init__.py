"""From documents to facts. Knows Chinese, knows no database.

`extract(paths)` yields an `ArticleGraph` for each article, in the order of the input, and an `Unreadable` for
what cannot be read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

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
    paths: Iterable[str], jobs: int = 1, fields: Mapping[str, str] | None = None, fetch: bool = False, dask: str = ""
) -> Iterator[ArticleGraph | Unreadable]:
    """Read articles, with `jobs` processes, or on the cluster whose scheduler is at `dask`. The order and the result
    depend on neither.

    `fields` and `fetch` are those of `documents`. Each is yielded as soon as it and those before it are read, while
    others are still taken in. Raises InputError where there is no such cluster.
    """
    items = documents(paths, fields, fetch)
    if dask:
        yield from _clustered(items, dask)
    else:
        yield from map(_read, items) if jobs <= 1 else _shared(items, jobs)


def _shared(items: Iterable[Item], jobs: int) -> Iterator[ArticleGraph | Unreadable]:
    """The items as `jobs` processes read them."""
    import gc
    from concurrent.futures import ProcessPoolExecutor

    from .lexicon import lexicon

    lexicon()
    gc.freeze()  # what is there by now is shared with the processes as long as nobody touches it
    with ProcessPoolExecutor(jobs) as pool:
        yield from _in_order(items, lambda batch: pool.submit(_read_all, batch), jobs * AHEAD)


def _clustered(items: Iterable[Item], address: str) -> Iterator[ArticleGraph | Unreadable]:
    """The items as the workers of a cluster read them."""
    from .cluster import Cluster

    with Cluster(address) as cluster:
        yield from _in_order(items, lambda batch: cluster.submit(_read_all, batch), cluster.room)


class Pending(Protocol):
    """A batch that is being read elsewhere."""

    def done(self) -> bool: ...
    def result(self) -> list[ArticleGraph | Unreadable]: ...


def _in_order(
    items: Iterable[Item], submit: Callable[[list[Item]], Pending], room: int
) -> Iterator[ArticleGraph | Unreadable]:
    """The items as those read them to whom they are submitted, in order; about `room` batches are in memory."""
    waiting: deque[Pending] = deque()
    for batch in _batches(items):
        waiting.append(submit(batch))
        while waiting and (len(waiting) > room or waiting[0].done()):
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
