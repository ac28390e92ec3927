"""How far a long command is, on standard error: what is done, of how many, and how long the rest will take."""

from __future__ import annotations

import sys
import time

EVERY_ON_TERMINAL, EVERY_IN_LOG = 0.2, 30.0
"""Seconds between two reports."""


class Progress:
    """One line that is written anew on a terminal; a line now and then where standard error is a file."""

    def __init__(self, what: str, total: int = 0) -> None:
        self._what = what
        self._total = total
        self._begun = self._told = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._shown = ""

    def step(self, done: int) -> None:
        """Tell that so many are done, if it is time to."""
        now = time.monotonic()
        if now - self._told < (EVERY_ON_TERMINAL if self._terminal else EVERY_IN_LOG):
            return
        self._told = now
        line = told(self._what, done, self._total, now - self._begun)
        if self._terminal:
            sys.stderr.write(f"\r{line.ljust(len(self._shown))}")
            self._shown = line
        else:
            sys.stderr.write(f"guanxi: {line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r")
            self._shown = ""


def told(what: str, done: int, total: int, seconds: float) -> str:
    """`1,200 of 3,400 files, 12 s left`; without a total (0) just what is done."""
    if not total:
        return f"{done:,} {what}"
    left = seconds * max(total - done, 0) / max(done, 1)
    rest = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
    return f"{min(done, total):,} of {total:,} {what}, {rest} left"
