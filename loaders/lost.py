"""A lost last character of a department (云州省教育?) that can only be one is put back."""

from __future__ import annotations

import re
from dataclasses import replace

from .lexicon import Lexicon
from .offsets import Clean

STEM = re.compile(r"(?<=([省市县区州]))((?![省市县区州])[一-鿿]{1,9})\?")
LEVELS = {
    "省": {"province"},
    "市": {"prefecture", "municipality"},
    "州": {"prefecture"},
    "县": {"county"},
    "区": {"county"},
}
HEADS = "厅局委办部院"


def restored(clean: Clean, lexicon: Lexicon) -> Clean:
    """The clean text with what was lost at the end of departments, one character for one."""
    if "?" not in clean.text:
        return clean

    def whole(m: re.Match[str]) -> str:
        heads = [head for head in HEADS if has_level(lexicon, m[2] + head, LEVELS[m[1]])]
        return m[2] + (heads[0] if len(heads) == 1 else "?")

    return replace(clean, text=STEM.sub(whole, clean.text))


def has_level(lexicon: Lexicon, department: str, levels: set[str]) -> bool:
    """Whether a province, a city or a county has a department of this name."""
    return any(choice.levels & levels for choice in lexicon.departments.get(department, ()))
