"""Which node of the stored graph a name of one article means: equal names of equal label are one node.

Events need more, because many articles call quite different meetings just 座谈会: `generic_events.txt` lists
the names that distinguish nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from .model import Article, Node, digest

_CHINESE = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_BY_CHINESE = re.compile(
    rf"(?<=[{_CHINESE}，、：；！？（）《》“”·])\s+|\s+(?=[{_CHINESE}，、：；！？（）《》“”·])"
)
_FULL_WIDTH = str.maketrans("(),:;!?", "（），：；！？")
# a year, or an edition: both tell one happening of a series from the next
_EDITION = re.compile(
    r"(?:19|20)\d\d|[一二三四五六七八九][〇零○一二三四五六七八九]{3}年|首届|第[\d一二三四五六七八九十百零〇]+[届次期场轮]"
)


def normal_name(name: str) -> str:
    """One spelling for one name: NFKC, no stray blanks, and full-width punctuation wherever there is Chinese."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not re.search(f"[{_CHINESE}]", name):
        return name
    return _SPACE_BY_CHINESE.sub("", name.translate(_FULL_WIDTH))


def node_key(node: Node, article: Article) -> str:
    """The id of the node in the stored graph: the label's first letter and 16 hexadecimal digits."""
    name = normal_name(node.name)
    told_apart_by = ""
    if node.label == "Event":
        if name in _generic_events():
            told_apart_by = article.id
        elif article.date and not _EDITION.search(name):
            told_apart_by = article.date[:4]
    return node.label[:1].lower() + digest("\0".join((node.label, name, told_apart_by)))


@cache
def _generic_events() -> frozenset[str]:
    lines = files("guanxi.graph").joinpath("generic_events.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))
