"""One spelling for one name."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_CHINESE = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_CHINESE = re.compile(f"[{_CHINESE}]")
_SPACE_BY_CHINESE = re.compile(
    rf"(?<=[{_CHINESE}，、：；！？（）《》“”·])\s+|\s+(?=[{_CHINESE}，、：；！？（）《》“”·])"
)
_FULL_WIDTH = str.maketrans("(),:;!?", "（），：；！？")
_MARKS = re.compile("[“”\"'‘’《》〈〉「」『』【】\\s]")
_DOTS = re.compile("[•‧∙・˙.]")


def normal_name(name: str) -> str:
    """One spelling for one name: NFKC, no stray blanks, and full-width punctuation wherever there is Chinese."""
    name = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # a lone surrogate is no character
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not _HAS_CHINESE.search(name):
        return name
    return _SPACE_BY_CHINESE.sub("", name.translate(_FULL_WIDTH))


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """The name as identity compares it: `normal_name`, simplified, without quotes and blanks, one kind of dot."""
    name = normal_name(name)
    if not _HAS_CHINESE.search(name):
        return _DOTS.sub(" ", name).lower().strip()
    return _DOTS.sub("·", _MARKS.sub("", simplified(name)))


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc  # 0.1 s that only Chinese names should pay

    module: Any = opencc
    return module.OpenCC("t2s")
