"""Text that was changed on the way, and still knows where every piece of it came from.

A cleaning step is a list of edits. `apply` makes them and keeps the runs between them, so that an offset
is found again by one bisection a step.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace `start:end` of a text by `text`; an empty `text` is a cut."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One cleaning step as runs in order: run i begins at `new[i]` and came from `first[i]:last[i]`."""

    new: list[int]
    first: list[int]
    last: list[int]

    def before(self, start: int, end: int) -> tuple[int, int]:
        """Where the slice `start:end` of the changed text stood before the step."""
        i = min(bisect_right(self.new, start), len(self.new) - 1) - 1
        moved = self.first[i] - self.new[i]
        if start < end <= self.new[i + 1] and self.new[i + 1] + moved == self.last[i]:
            return start + moved, end + moved  # inside a run that was not changed
        begin = self._place(start)[0]
        return (begin, self._place(end - 1)[1]) if start < end else (begin, begin)

    def _place(self, offset: int) -> tuple[int, int]:
        """Where one character stood. A run whose length changed stands for all that it replaced."""
        i = min(bisect_right(self.new, offset), len(self.new) - 1) - 1
        first, last = self.first[i], self.last[i]
        if self.new[i + 1] - self.new[i] != last - first:
            return first, last
        place = first + offset - self.new[i]
        return place, place + 1


@dataclass(frozen=True, slots=True)
class Clean:
    """A cleaned text that maps back: `original` gives the offsets in the text that was cleaned."""

    text: str
    steps: tuple[Step, ...] = field(default=(), repr=False)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original text that the slice `start:end` of `text` came from, end exclusive.

        It begins with the first original character and ends behind the last one. What was cut inside it is
        included; what was cut at its edges, such as pinyin behind its last character, is not.
        """
        for step in reversed(self.steps):
            start, end = step.before(start, end)
        return start, end


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Step | None]:
    """The text after the edits, and the step back (None where nothing changed).

    Edits may come in any order; of two that overlap, the one that begins first is made.
    """
    step = Step([], [], [])
    pieces: list[str] = []
    done = size = 0

    def run(piece: str, start: int, end: int) -> None:
        nonlocal size
        if piece:
            step.new.append(size)
            step.first.append(start)
            step.last.append(end)
            pieces.append(piece)
            size += len(piece)

    for start, end, replacement in sorted(edits):
        if start >= done:
            run(text[done:start], done, start)
            run(replacement, start, end)
            done = end
    if not done:
        return text, None
    run(text[done:], done, len(text))
    step.new.append(size)  # the end of the text, a run of no length
    step.first.append(len(text))
    step.last.append(len(text))
    return "".join(pieces), step
