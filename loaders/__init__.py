"""From documents to facts. Knows Chinese, knows no database.

`extract(paths)` yields an `ArticleGraph` for each article, in the order of the input, and an `Unreadable` for
what cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..graph.model import ArticleGraph
from .documents import Document, Unreadable, documents

__all__ = ["explained", "extract"]


def _read(item: Document | Unreadable | ArticleGraph) -> Unreadable | ArticleGraph:
    from .reading import read

    return read(item) if isinstance(item, Document) else item


def extract(paths: Iterable[str], jobs: int = 1) -> Iterator[ArticleGraph | Unreadable]:
    """Read articles; `jobs` is the number of processes. The order and the result do not depend on it."""
    items = documents(paths)
    if jobs <= 1:
        yield from map(_read, items)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_read, items, chunksize=8)


def explained(paths: Iterable[str]) -> Iterator[str | Unreadable]:
    """For each article a text that shows its phases: sentences, names, the rule of each edge, what no rule took."""
    from .explain import explain

    for item in documents(paths):
        if isinstance(item, Document):
            yield explain(item)
        elif isinstance(item, Unreadable):
            yield item
