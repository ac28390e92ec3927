"""From bytes to text: which encoding a file of Chinese text is in."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import cache

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# names that pages declare → the codec that holds all that they really use
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
SAMPLE = 60_000  # bytes that are enough to tell one encoding from another
DAMAGE = 0.01  # share of undecodable characters up to which a text counts as damaged, not as another encoding
COMMON = 0.6  # share of everyday characters under which a decoding is no Chinese


class Undecodable(ValueError):
    """Bytes that are no text in an encoding that Chinese pages use. The message says what to do."""


def decode(data: bytes, declared: str = "") -> str:
    """The text of a file, its byte order mark removed and its line ends kept.

    UTF-8 where the bytes allow it, then `declared` (as an HTML page names it), then GB18030 or Big5, whichever
    gives more everyday characters. A damaged byte becomes U+FFFD. Raises Undecodable.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if wide := _utf16(data):
        return data.decode(wide, "replace")
    if b"\0" in data:
        raise Undecodable("a binary file, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _best_guess(data) if _is_chance(text) else text
    try:
        return data.decode(WIDER.get(declared.lower(), declared) or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return _best_guess(data)


def _is_chance(text: str) -> bool:
    """Whether this may be UTF-8 by chance: a few characters of GB18030 are, as 签约, which gives ǩԼ."""
    return len(text) < 20 and not text.isascii() and not re.search("[A-Za-z]", text) and _everyday(text) < COMMON


def _utf16(data: bytes) -> str:
    """The name of UTF-16 without a mark: line breaks and ASCII signs leave zero bytes."""
    sample = data[:SAMPLE]
    if len(data) % 2 or 0 not in sample:
        return ""
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "replace")
        if "\0" not in text and "\ufffd" not in text and _everyday(text) > COMMON:
            return name
    return ""


def _best_guess(data: bytes) -> str:
    best: tuple[float, str] = (0.0, "")
    for name in ("utf-8", "gb18030", "big5hkscs"):
        sample = data[:SAMPLE].decode(name, "replace")
        if sample.count("\ufffd") <= 1 + DAMAGE * len(sample):
            best = max(best, (_everyday(sample), name))
    share, name = best
    if share < COMMON:
        raise Undecodable("neither UTF-8, GB18030, Big5 nor UTF-16; save it as UTF-8")
    return data.decode(name, "replace")


def _everyday(text: str) -> float:
    """The share of everyday Chinese characters and marks among all that is not ASCII."""
    counts = Counter(c for c in text if c > "\x7f")
    total = counts.total()
    return sum(counts[c] for c in counts.keys() & everyday_characters()) / total if total else 1.0


@cache
def everyday_characters() -> frozenset[str]:
    """The first levels of GB2312 and Big5 (3,755 and 5,401 characters, by frequency of use) and Chinese marks."""
    simplified = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail))
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    traditional = bytes(b for lead in range(0xA4, 0xC7) for trail in trails for b in (lead, trail))
    characters = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    return frozenset(characters) | frozenset("，。、；：？！“”‘’（）《》【】「」『』〈〉—…·　０１２３４５６７８９％￥℃")
