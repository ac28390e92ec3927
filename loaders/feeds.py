"""RSS and Atom: each entry of a feed as a record of text, title, date, publisher and url."""

# lxml comes without types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportAttributeAccessIssue=false

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from .decoding import Undecodable
from .packed import safe_xml
from .webpage import plain_text

TEXTS = ("encoded", "content", "description", "summary")
DATES = ("pubDate", "published", "issued", "date", "updated")


def read_feed(data: bytes) -> list[dict[str, str]]:
    """The entries of a feed. Raises Undecodable."""
    try:
        root = safe_xml(data.lstrip())
    except etree.XMLSyntaxError as problem:
        raise Undecodable(f"no well-formed XML (line {problem.lineno}); fetch the feed again") from None
    entries = list(root.iter("{*}item", "{*}entry"))
    if not entries:
        raise Undecodable("XML without an RSS or Atom entry; save the articles as text or HTML")
    site = root.findtext("{*}channel/{*}title") or root.findtext("{*}title") or ""
    return [_record(entry, site.strip()) for entry in entries]


def _record(entry: Any, site: str) -> dict[str, str]:
    link = next((e for e in entry.iterfind("{*}link") if e.get("rel", "alternate") == "alternate"), None)
    title = plain_text(_first(entry, ("title",)))
    text = plain_text(_first(entry, TEXTS))
    return {
        "text": text if not title or text.startswith(title) or not text else f"{title}\n{text}",
        "title": title,
        "date": _day(_first(entry, DATES)),
        "publisher": (entry.findtext("{*}source") or "").strip() or site,
        "url": "" if link is None else str(link.get("href") or link.text or "").strip(),
    }


def _first(entry: Any, names: tuple[str, ...]) -> str:
    for name in names:
        for child in entry.iterfind(f"{{*}}{name}"):
            inner = "".join(etree.tostring(part, encoding="unicode") for part in child)
            if text := ((child.text or "") + inner).strip():
                return text
    return ""


def _day(said: str) -> str:
    try:
        return parsedate_to_datetime(said).date().isoformat()
    except ValueError:
        return said[:10]
