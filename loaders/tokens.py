"""A clean text as tokens: words that the lexicon knows, and what lies between them.

The class string (`Tokens.classes`, one letter a token) is what the grammar's patterns run over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from .lexicon import Lexicon

LATIN_COMPANY = re.compile(
    r"[A-Z][A-Za-z0-9&\-]*(?:[ ]?[(（][A-Za-z ]+[)）])?(?:[ ][A-Z][A-Za-z0-9&\-]*){0,4}[ ]?(?:Limited|Ltd\.?|"
    r"Inc\.?|GmbH|Corp\.?|LLC|Group|PLC|Holdings|Capital|Ventures|Foundation|Association|University|"
    r"Institute)(?![a-z])"
)
NUMBERED = re.compile(  # 七三六所, 第六〇九研究所; 806所 with a post or a branch behind it
    r"(?<![共近占有余过约\d〇一二三四五六七八九])"
    r"(?:第?[〇一二三四五六七八九]{3}(?=(?:研究)?所|试验场)|\d{3}(?=所(?:副?所长|党|[一-鿿]{2,4}分)))"
)
OFFICE = re.compile(r"首席[一-鿿]{2,4}?官")
GAP = re.compile(r"(?P<l>[A-Za-z0-9%＋+\-.&']+)|(?P<x>[一-鿿㐀-䶿〇々·]+)|(?P<s>[ \t]+)|(?P<n>\n+)|.", re.S)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: token i is `text[start[i]:end[i]]` with class `classes[i]`."""

    text: str
    classes: str
    start: list[int]
    end: list[int]

    def word(self, i: int) -> str:
        """The text of token i."""
        return self.text[self.start[i] : self.end[i]]

    def at(self, position: int) -> int:
        """The token that covers a character position."""
        return bisect_right(self.start, position) - 1

    def begins(self, position: int) -> int:
        """The token that begins at a position, or -1."""
        i = bisect_left(self.start, position)
        return i if i < len(self.start) and self.start[i] == position else -1


def swallowed(text: str, end: int, lexicon: Lexicon) -> int:
    """Where a title, trigger or head ends that begins with the last character of the word before `end`, or 0."""
    if text[end - 1 : end + 3] in lexicon.bodies:  # 以|南京大学
        return end + 3
    for size in (4, 3, 2):
        if (
            lexicon.classes.get(text[end - 1 : end - 1 + size], "x") in "TVHD"
            and len(text[end - 1 : end - 1 + size]) == size
        ):
            return end - 1 + size
    return 0


def tokenize(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a clean text into tokens. Every character is in exactly one."""
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    letters = lexicon.letters
    position = 0

    def gap(until: int) -> None:
        for m in GAP.finditer(text, position, until):
            kind = m.lastgroup
            starts.append(m.start())
            ends.append(m.end())
            classes.append("\n" if kind == "n" else " " if kind == "s" else kind or m.group())

    hits = lexicon.automaton.find(text)
    words = lexicon.words
    for number, (start, end, word) in enumerate(hits):
        if start < position:
            continue
        if start > position:
            gap(start)
        if words[word].isascii() and (
            (text[start - 1 : start].isalnum() and text[start - 1 : start].isascii())
            or (text[end : end + 1].isascii() and text[end : end + 1].isalnum())
        ):
            gap_until = end
            position = start
            gap(gap_until)
            position = gap_until
            continue
        letter = letters[word]
        if letter in "AD" and words[word].endswith(("人大", "政协")) and text[end : end + 2] in ("代表", "委员"):
            starts += [start, end]  # 全国人大代表: the congress and a post in it
            ends += [end, end + 2]
            classes += [letter, "T"]
            position = end + 2
            continue
        if text[end : end + 1] == "长" and not (number + 1 < len(hits) and hits[number + 1][0] == end):
            last = words[word][-1]
            if letter == "R" and last in "省市县区州镇":  # 长沙市长: the place and 市长
                starts += [start, end - 1]
                ends += [end - 1, end + 1]
                classes += ["R", "T"]
                position = end + 1
                continue
            if letter in "DHhA" and len(words[word]) > 1 and lexicon.classes.get(last + "长") == "T":
                cut = end - (words[word][:-1] in lexicon.heads)  # 组织部|长, but 小学|校长
                starts += [start, cut]
                ends += [cut, end + 1]
                classes += [letter, "T"]
                position = end + 1
                continue
        if (letter in "nvadqk" or (letter == "A" and end - start == 2)) and end - start > 1:
            longer = (
                swallowed(text, end, lexicon)
                if letter != "A"
                else end + 1
                if text[end - 1 : end + 1] in lexicon.classes
                else 0
            )
            if longer and not (number + 1 < len(hits) and hits[number + 1][0] == end and hits[number + 1][1] - end > 1):
                # 吕某明教|授, 农业经济学|会: the word took the first character of a title or a head
                starts += [start, end - 1]
                ends += [end - 1, longer]
                classes += [lexicon.classes.get(text[start : end - 1], "x"), lexicon.classes[text[end - 1 : longer]]]
                position = longer
                continue
        starts.append(start)
        ends.append(end)
        classes.append(letters[word])
        position = end
    if position < len(text):
        gap(len(text))
    tokens = Tokens(text, "".join(classes), starts, ends)
    spans = [(m.start(), m.end(), "T") for m in OFFICE.finditer(text)]
    spans += [(m.start(), m.end(), "H") for m in LATIN_COMPANY.finditer(text)]
    for m in NUMBERED.finditer(text):  # 七三六所
        spans.append((m.start(), m.end(), "L"))
        if text[m.end()] == "所":
            spans.append((m.end(), m.end() + 1, "H"))
    return overlay(tokens, sorted(spans)) if spans else tokens


def overlay(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> Tokens:
    """The tokens with each span as one token of its letter; words that it cuts leave unknown remainders.

    `spans` are (start, end, letter) in order, none inside another.
    """
    old_starts, old_ends, old_classes = tokens.start, tokens.end, tokens.classes
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i, n = 0, len(old_starts)

    def put(start: int, end: int, letter: str) -> None:
        starts.append(start)
        ends.append(end)
        classes.append(letter)

    for start, end, letter in spans:
        if ends and start < ends[-1]:  # inside the remainder of a word that the span before cut
            ends[-1] = start
            if starts[-1] == start:
                for column in (starts, ends, classes):
                    column.pop()
        first = bisect_right(old_ends, start, i)
        starts += old_starts[i:first]
        ends += old_ends[i:first]
        classes += old_classes[i:first]
        if first < n and old_starts[first] < start:
            put(max(old_starts[first], ends[-1] if ends else 0), start, "x")
        put(start, end, letter)
        i = bisect_right(old_ends, end, first)
        if i < n and old_starts[i] < end:
            put(end, old_ends[i], "x")
            i += 1
    starts += old_starts[i:]
    ends += old_ends[i:]
    classes += old_classes[i:]
    return Tokens(tokens.text, "".join(classes), starts, ends)
