"""How names sound: whether letters that somebody typed read a Chinese name, in whole syllables or initials."""

from __future__ import annotations

import unicodedata
from functools import cache

from pypinyin.constants import PINYIN_DICT


@cache
def readings(char: str) -> frozenset[str]:
    """All readings of a character in plain letters (`ü` is `v`); a letter or digit reads as itself."""
    marked = PINYIN_DICT.get(ord(char))
    if marked is None:
        return frozenset([char.lower()]) if char.isalnum() else frozenset()
    return frozenset(map(_plain, marked.split(",")))


def _plain(syllable: str) -> str:
    """A syllable without its tone: lǜ → lv."""
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v")).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def sound(name: str) -> tuple[frozenset[str], ...]:
    """The readings of a name, one set for each character."""
    return tuple(map(readings, name))


def reads(name: str, letters: str, *, whole: bool = False) -> bool:
    """Whether the letters read the name, or some part of it: each character by a syllable or its first letter.

    >>> reads("重庆市", "chongqing"), reads("重庆市", "cqs", whole=True), reads("重庆市", "cq", whole=True)
    (True, True, False)
    """
    reached: set[int] = {0}
    for char in name:
        if not (steps := _steps(char)):  # punctuation is skipped over
            continue
        reached = {at + len(step) for at in reached for step in steps if letters.startswith(step, at)}
        if not whole:
            if len(letters) in reached:
                return True
            reached.add(0)
    return len(letters) in reached


@cache
def _steps(char: str) -> frozenset[str]:
    """What may stand for a character: its readings and their first letters."""
    return frozenset(step for syllable in readings(char) for step in (syllable, syllable[0]))


@cache
def initials(char: str) -> frozenset[str]:
    """The first letters of all readings of a character."""
    return frozenset(syllable[0] for syllable in readings(char) if syllable)


def spellings(letters: str, most: int = 300) -> list[tuple[str, ...]]:
    """The ways to take letters as a row of characters, each a syllable or the first letter of one; the shortest first.

    >>> spellings("wec")
    [('w', 'e', 'c')]
    """
    rows: list[list[tuple[str, ...]]] = [[] for _ in range(len(letters) + 1)]
    rows[0].append(())
    for at in range(len(letters)):
        rows[at] = sorted(rows[at], key=len)[:most]
        for end in range(at + 1, min(len(letters), at + 6) + 1):
            piece = letters[at:end]
            if piece in _syllables() or (len(piece) == 1 and piece in _firsts()):
                rows[end] += [(*row, piece) for row in rows[at]]
    return sorted(rows[-1], key=lambda row: (len(row), row))[:most]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_plain(syllable) for marked in PINYIN_DICT.values() for syllable in marked.split(","))


@cache
def _firsts() -> frozenset[str]:
    return frozenset(syllable[0] for syllable in _syllables() if syllable) | frozenset(
        "abcdefghijklmnopqrstuvwxyz0123456789"
    )
