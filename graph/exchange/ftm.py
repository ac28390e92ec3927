"""FollowTheMoney entities as JSON lines, for Aleph and its kin; `ftm.toml` tells what is called how there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

import orjson

from ..model import digest
from ..rows import Row
from ..schema import schema
from .content import Content
from .matching import row_for, table

Entity = dict[str, Any]
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+")


def write(content: Content, file: BinaryIO) -> None:
    """Write things, then articles, then what ties them; each tie names its article as its proof."""
    for entity in _entities(content):
        entity["properties"] = {name: told for name, texts in entity["properties"].items() if (told := _told(texts))}
        file.write(orjson.dumps(entity) + b"\n")


def _entities(content: Content) -> Iterator[Entity]:
    labels: dict[str, str] = {}
    for row in content.nodes():
        labels[row["id"]] = row["label"]
        yield _thing(row)
    sources = content.sources()
    yield from map(_article, sources.values())
    for row in chain(content.edges(), content.mentions()):
        yield _tie(row, labels.get(row["source"], "Article"), labels[row["target"]], sources.get(row["article"], {}))


def _thing(row: Row) -> Entity:
    what = table("ftm.toml")["labels"][row["label"]]
    told: Row = {"name": row["name"], "alias": [alias for alias in row["aliases"] if alias != row["name"]]}
    told |= {"full": row["name"]} if what == "Address" else {"date": row["date"]} if what == "Event" else {}
    return {"id": identity(row["id"]), "schema": what, "properties": told}


def _article(row: Row) -> Entity:
    told: Row = {"title": row["title"], "fileName": row["source"], "publishedAt": row["date"]}
    told |= {"name": row["name"], "publisher": row["publisher"], "sourceUrl": _link(row["url"])}
    return {"id": identity(row["id"]), "schema": table("ftm.toml")["labels"]["Article"], "properties": told}


def _tie(row: Row, source: str, target: str, article: Row) -> Entity:
    """One edge as one article says it: what is said of the two, the sentence, its date, where it is said."""
    what = row_for("ftm.toml", row["type"], source, target, row["title"])
    relationship = schema().relationships[row["type"]]
    told: Row = {what["source"]: identity(row["source"]), what["target"]: identity(row["target"])}
    told |= {"date": row["date"], "summary": row["evidence"], "sourceUrl": _link(article.get("url", ""))}
    told |= {"publisher": article.get("publisher", "")}
    if what["schema"] == "Documentation":
        return {"id": identity(row["id"]), "schema": what["schema"], "properties": told}
    told |= {"proof": identity(row["article"]), "status": row["status"]}
    told["role"] = row["title"] or row["role"] or row["document"] or row["kind"] or relationship.zh
    if what["schema"] == "Ownership":
        told |= {"percentage": row["share"], "ownershipType": row["kind"]}
    return {"id": identity(row["id"]), "schema": what["schema"], "properties": told}


def identity(id_: str) -> str:
    """An id that FollowTheMoney takes: it knows only letters, digits, dots and dashes."""
    return f"guanxi-{digest(id_)}"


def _link(url: str) -> str:
    return url if _WEB.fullmatch(url) else ""


def _told(texts: str | list[str]) -> list[str]:
    return [text for text in ([texts] if isinstance(texts, str) else texts) if text.strip()]
