"""Decisions by hand: an append-only journal, keyed by mentions.

A decision names what articles say (`this article calls somebody 闻采薇`), never nodes, so that it holds when articles
are read again, taken out and put back, or copied into another engine. Undoing is a decision, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..model import digest

Mention = tuple[str, str, str]
"""Article id, label group (`org`, `Person`, `Event`, `Region`), and a form that the article uses."""


@dataclass(frozen=True)
class Decision:
    """`what` is merge, split or undo (of the decision numbered `of`). `one` and `other` are the mentions of both sides.

    `cut` are those mentions of the other side that told so much the same that they made one form with the first side:
    they make forms of their own. `told` is what the user wrote, `at` the time (ISO 8601, UTC).
    """

    number: int
    what: str
    one: tuple[Mention, ...] = ()
    other: tuple[Mention, ...] = ()
    cut: tuple[Mention, ...] = ()
    of: int = 0
    told: str = ""
    at: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in the stored graph."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        """Read back what `to_json` made."""
        fields: dict[str, Any] = dict(data)
        for side in ("one", "other", "cut"):
            fields[side] = tuple((article, group, text) for article, group, text in data.get(side, ()))
        return cls(**fields)

    @property
    def articles(self) -> set[str]:
        """The articles whose mentions it names."""
        return {article for article, _, _ in (*self.one, *self.other)}


def active(journal: Iterable[Decision]) -> list[Decision]:
    """The merges and splits that no later decision undid."""
    journal = list(journal)
    undone = {decision.of for decision in journal if decision.what == "undo"}
    return [d for d in journal if d.what != "undo" and d.number not in undone]


def pairs(decisions: Iterable[Decision], forms: Mapping[Mention, str]) -> list[tuple[str, str, bool]]:
    """The pairs of forms that decisions bind or keep apart, as far as their mentions are in the graph."""
    found: list[tuple[str, str, bool]] = []
    for decision in decisions:
        one, other = ([forms[m] for m in side if m in forms] for side in (decision.one, decision.other))
        if decision.what == "split":
            found += [(a, b, False) for a in sorted(set(one)) for b in sorted(set(other)) if a != b]
        elif one and other:
            first, *rest = sorted({*one, *other})
            found += [(first, form, True) for form in rest]
    return found


def conflict(decisions: Iterable[Decision], new: Decision) -> Decision | None:
    """The decision in force that the new one contradicts: merges that would join what was split, or the reverse."""
    held = [*decisions, new]
    group: dict[Mention, set[Mention]] = {}
    for decision in (d for d in held if d.what == "merge"):
        whole = set(decision.one) | set(decision.other)
        for mention in list(whole):
            whole |= group.get(mention, set())
        for mention in whole:
            group[mention] = whole
    for decision in (d for d in held if d.what == "split"):
        apart = set(decision.other)
        if any(apart & group.get(mention, {mention}) for mention in decision.one):
            if decision is not new:
                return decision
            return next(d for d in held if d.what == "merge" and group.get(d.one[0], set()) & apart)
    return None


def cut_form(form: str, decision: Decision) -> str:
    """The id of the form that a cut mention makes."""
    return form[:1] + digest(f"{form}\0{decision.number}")
