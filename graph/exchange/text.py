"""What cells and files of other programs can hold of an article's words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml(text: str) -> str:
    """The text with a sign in place of each character that no XML file may hold."""
    return _NOT_XML.sub("\ufffd", text)


def xml_line(element: Element) -> bytes:
    """An element, and the end of the line."""
    return tostring(element, "utf-8", xml_declaration=False) + b"\n"


def joined(texts: Iterable[str]) -> str:
    """A list where a format knows only texts."""
    return "; ".join(texts)


def days(date: str) -> tuple[str, str]:
    """The first and the last day of a date that may be a year or a month."""
    year, month, day = (*date.split("-"), "", "")[:3]
    last = f"{monthrange(int(year), int(month))[1]:02}" if month else "31"
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or last}"
