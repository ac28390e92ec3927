"""A clean text as tokens: words that the lexicon knows, and what lies between them.

The class string (`Tokens.classes`, one letter a token) is what the grammar's patterns run over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import daachorse

from .lexicon import Lexicon

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"  # letters for a class of a pattern: Müller is one word
LATIN_COMPANY = re.compile(
    rf"[A-Z][{LATIN}0-9&\-]*(?:[ ]?[(（][{LATIN} ]+[)）])?(?:[ ][A-Z][{LATIN}0-9&\-]*){{0,4}}[ ]?(?:Limited|Ltd\.?|"
    r"Inc\.?|GmbH|Corp\.?|LLC|Group|PLC|Holdings|Capital|Ventures|Foundation|Association|University|"
    r"Institute)(?![a-z])"
)
NUMBERED = re.compile(  # 七三六所, 第六〇九研究所; 806所 with a post or a branch behind it
    r"[第〇一二三四五六七八九\d](?<![共近占有余过约\d〇一二三四五六七八九].)"
    r"(?:(?:(?<=第)[〇一二三四五六七八九]{3}|(?<=[〇一二三四五六七八九])[〇一二三四五六七八九]{2})(?=(?:研究)?所|试验场)"
    r"|(?<=\d)\d{2}(?=所(?:副?所长|党|[一-鿿]{2,4}分)))"
)
TERMS = re.compile(
    r"第[\d一二三四五六七八九十]{1,4}[、及至和暨-]第?[\d一二三四五六七八九十]{1,4}[届次期]"
)  # 第10、11届
ESTATE = re.compile("产(?![业品量能值出])")  # behind 基地, which took the first character of 地产
OFFICE = re.compile(r"首席[一-鿿]{2,4}?官")
FEW = 40  # words that are looked for one by one
LONGEST_KEPT = 12  # characters of an unknown piece whose tokens are remembered
GAP = re.compile(
    rf"(?P<l>[{LATIN}0-9%＋+\-.&']+)|(?P<x>(?<=\d)[年月日]|[一-鿿㐀-䶿〇々·]+)|(?P<s>[ \t]+)|(?P<n>\n+)|.", re.S
)


@dataclass(slots=True)
class Tokens:
    """Parallel lists: token i is `words[i]`, `text[start[i]:end[i]]`, with class `classes[i]`.

    Each token begins where the one before it ends. `word(i)` is the text of token i.
    """

    text: str
    classes: str
    start: list[int]
    words: list[str]
    end: list[int] = field(init=False)
    word: Callable[[int], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.end = [*self.start[1:], len(self.text)]
        self.word = self.words.__getitem__  # asked for so often that a function around it would cost

    def at(self, position: int) -> int:
        """The token that covers a character position."""
        return bisect_right(self.start, position) - 1

    def begins(self, position: int) -> int:
        """The token that begins at a position, or -1."""
        i = bisect_left(self.start, position)
        return i if i < len(self.start) and self.start[i] == position else -1


def unknown(piece: str) -> tuple[list[int], list[str], list[str]]:
    """The tokens of a piece without known words: where they begin in it, their classes and their texts."""
    found = list(GAP.finditer(piece))
    kinds = ((m.lastgroup, m[0]) for m in found)
    classes = ["\n" if kind == "n" else " " if kind == "s" else kind or sign for kind, sign in kinds]
    return [m.start() for m in found], classes, [m[0] for m in found]


remembered = lru_cache(1 << 14)(unknown)


def swallowed(text: str, end: int, lexicon: Lexicon) -> int:
    """Where a title, trigger or head ends that begins with the last character of the word before `end`, or 0."""
    if text[end - 1 : end + 3] in lexicon.bodies and end + 3 <= len(text):  # 以|南京大学
        return end + 3
    for size in (4, 3, 2):
        word = text[end - 1 : end - 1 + size]
        if len(word) == size and lexicon.classes.get(word, "x") in "TVHD":
            return end - 1 + size
    return 0


def apart(
    text: str, start: int, end: int, letter: str, lexicon: Lexicon, following: int
) -> tuple[int, int, str, str] | None:
    """Two tokens instead of a word and what is behind it: where the first and the second end, and their classes.

    `following` is the length of the known word that begins behind it.
    """
    word, classes = text[start:end], lexicon.classes
    if letter in "AD" and word.endswith(("人大", "政协")) and text.startswith(("代表", "委员"), end):
        return end, end + 2, letter, "T"  # 全国人大代表: the congress and a post in it
    if text.startswith("长", end) and not following:
        if letter == "R" and word[-1] in "省市县区州镇":  # 长沙市长: the place and 市长
            return end - 1, end + 1, "R", "T"
        if letter in "DHhA" and len(word) > 1 and classes.get(word[-1] + "长") == "T":
            return end - (word[:-1] in lexicon.heads), end + 1, letter, "T"  # 组织部|长, but 小学|校长
        if letter == "F" and len(word) == 2 and classes.get(word[-1] + "长") == "T":
            return end - 1, end + 1, "x", "T"  # 周友全|会长
    if word == "基地" and ESTATE.match(text, end):
        return end - 1, end + 1, "x", "n"  # 云澜基|地产
    if following > 1 or len(word) == 1 or not (letter in "nvadqk" or (letter == "A" and len(word) == 2)):
        return None
    longer = swallowed(text, end, lexicon) if letter != "A" else end + 1 if text[end - 1 : end + 1] in classes else 0
    if not longer:
        return None
    # 吕某明教|授, 农业经济学|会: the word took the first character of a title or a head
    return end - 1, longer, classes.get(word[:-1], "x"), classes[text[end - 1 : longer]]


def occurrences(words: Collection[str], text: str) -> list[tuple[int, int]]:
    """Where these words stand in a text: from left to right the longest of those that begin first."""
    if len(words) > FEW:
        automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(words), daachorse.MATCH_KIND_LEFTMOST_LONGEST)
        return [(start, end) for start, end, _ in automaton.find(text)]
    places: list[tuple[int, int]] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            places.append((at, -len(word)))
            at = text.find(word, at + 1)
    found: list[tuple[int, int]] = []
    done = 0
    for start, size in sorted(places):
        if start >= done:
            done = start - size
            found.append((start, done))
    return found


def is_latin(character: str) -> bool:
    """Whether a character is a Latin letter or a digit."""
    return character.isascii() and character.isalnum()


def tokenize(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a clean text into tokens. Every character is in exactly one."""
    classes: list[str] = []
    starts: list[int] = []
    words: list[str] = []
    known, letters, wary = lexicon.words, lexicon.letters, lexicon.wary
    ended = text + "\n"

    def gap(start: int, end: int) -> None:
        piece = text[start:end]
        offsets, kinds, signs = remembered(piece) if end - start < LONGEST_KEPT else unknown(piece)
        starts.extend([start + offset for offset in offsets])
        classes.extend(kinds)
        words.extend(signs)

    position = 0
    hits = lexicon.automaton.find(text)
    for number, (start, end, word) in enumerate(hits, 1):
        if start > position:
            gap(position, start)
        elif start < position:
            continue
        if ended[end] in wary[word]:
            if known[word].isascii() and (is_latin(ended[end]) or is_latin(ended[start - 1])):
                gap(start, end)  # a part of a longer one
                position = end
                continue
            following = hits[number][1] - end if number < len(hits) and hits[number][0] == end else 0
            two = apart(text, start, end, letters[word], lexicon, following)
            if two is not None:
                cut, position, first, second = two
                starts += (start, cut)
                classes += (first, second)
                words += (text[start:cut], text[cut:position])
                continue
        starts.append(start)
        classes.append(letters[word])
        words.append(known[word])
        position = end
    if position < len(text):
        gap(position, len(text))
    tokens = Tokens(text, "".join(classes), starts, words)
    spans = [(m.start(), m.end(), "T") for m in OFFICE.finditer(text)]
    spans += [(m.start(), m.end(), "H") for m in LATIN_COMPANY.finditer(text)]
    spans += [(m.start(), m.end(), "k") for m in TERMS.finditer(text)]
    for m in NUMBERED.finditer(text):  # 七三六所
        spans.append((m.start(), m.end(), "L"))
        if text[m.end()] == "所":
            spans.append((m.end(), m.end() + 1, "H"))
    return overlay(tokens, sorted(spans)) if spans else tokens


def rejoin(tokens: Tokens, lexicon: Lexicon, ends: Iterable[int]) -> Tokens:
    """The tokens with what the spans up to `ends` left of a word read anew: 周友|会|长 → 周友|会长."""
    spans: list[tuple[int, int, str]] = []
    for end in ends:
        i = tokens.begins(end)
        if i < 0 or tokens.classes[i] != "x" or tokens.end[i] - end > 2:
            continue
        for size in (4, 3, 2, 1):
            letter = lexicon.classes.get(tokens.text[end : end + size])
            k = tokens.begins(end + size)
            if letter and k > i and "P" not in tokens.classes[i:k]:
                spans.append((end, end + size, letter))
                break
    return overlay(tokens, spans) if spans else tokens


def overlay(tokens: Tokens, spans: Iterable[tuple[int, int, str]]) -> Tokens:
    """The tokens with each span as one token of its letter; words that it cuts leave unknown remainders.

    `spans` are (start, end, letter) in order, none inside another.
    """
    text, old_starts, old_ends, old_classes, old_words = (
        tokens.text,
        tokens.start,
        tokens.end,
        tokens.classes,
        tokens.words,
    )
    classes: list[str] = []
    starts: list[int] = []
    words: list[str] = []
    i, n, reached = 0, len(old_starts), 0

    def put(start: int, end: int, letter: str) -> None:
        starts.append(start)
        classes.append(letter)
        words.append(text[start:end])

    for start, end, letter in spans:
        rest = 0
        if start < reached:  # inside the remainder of a word that the span before cut
            rest = reached
            begin, kept, _ = starts.pop(), classes.pop(), words.pop()
            if begin < start:
                put(begin, start, kept)
        first = bisect_right(old_ends, start, i)
        if first > i:
            starts += old_starts[i:first]
            classes.append(old_classes[i:first])
            words += old_words[i:first]
        if first < n and old_starts[first] < start:
            put(old_starts[first], start, "x")
        put(start, end, letter)
        reached = end
        i = bisect_right(old_ends, end, first)
        if end < rest:
            put(end, rest, "x")
            reached = rest
        elif i < n and old_starts[i] < end:
            put(end, old_ends[i], "x")
            reached = old_ends[i]
            i += 1
    starts += old_starts[i:]
    classes.append(old_classes[i:])
    words += old_words[i:]
    return Tokens(text, "".join(classes), starts, words)
