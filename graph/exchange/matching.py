"""Tables that say what a relationship of ours is called by others: the first row that fits the ends counts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ..schema import schema


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this folder, read once."""
    text = files(__name__.rpartition(".")[0]).joinpath(name).read_text("utf-8")
    return tomllib.loads(text)


@cache
def row_for(name: str, type_: str, source: str, target: str, title: str = "") -> dict[str, Any]:
    """The first row of `relationships` that fits type, labels of the ends, and the post as written.

    `from` and `to` of a row name labels or `org`; `title` is a pattern of which something in the post must be an
    instance; what a row does not name fits anything.
    """
    for row in table(name)["relationships"]:
        ends = _among(source, row.get("from")) and _among(target, row.get("to"))
        if row.get("type", type_) == type_ and ends and ("title" not in row or re.search(row["title"], title)):
            return row
    raise LookupError(f"{name} has no row for {type_} from {source} to {target}")


def _among(label: str, names: list[str] | None) -> bool:
    return names is None or label in names or ("org" in names and label in schema().organisations)
