"""JSON-LD in the terms of schema.org, its context inside; `jsonld.toml` tells what is called how there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

import orjson

from ..rows import Row
from .content import Content
from .matching import row_for, table

Thing = dict[str, Any]


def write(content: Content, file: BinaryIO) -> None:
    """Write one flat graph, a thing or a statement a line."""
    file.write(b'{"@context":' + orjson.dumps(table("jsonld.toml")["context"]) + b',\n"@graph":[\n')
    between = b""
    for thing in _things(content):
        file.write(between + orjson.dumps({name: told for name, told in thing.items() if told not in ("", [])}))
        between = b",\n"
    file.write(b"\n]}\n")


def _things(content: Content) -> Iterator[Thing]:
    called = table("jsonld.toml")["labels"]
    labels: dict[str, str] = {}
    for row in content.nodes():
        labels[row["id"]] = row["label"]
        aliases = [alias for alias in row["aliases"] if alias != row["name"]]
        thing = {"@id": name(row["id"]), "@type": called[row["label"]], "name": row["name"], "alternateName": aliases}
        yield thing | ({"startDate": row["date"]} if row["label"] == "Event" else {})
    for row in content.articles():
        publisher = {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else ""
        thing = {"@id": name(row["id"]), "@type": called["Article"], "headline": row["title"], "name": row["source"]}
        yield thing | {"datePublished": row["date"], "publisher": publisher, "url": row["url"]}
    for row in content.edges():
        yield _statement(row, labels)
    for row in content.mentions():
        yield {"@id": name(row["source"]), "mentions": {"@id": name(row["target"])}}


def _statement(row: Row, labels: dict[str, str]) -> Thing:
    """One edge as one article says it, with a quotation of the sentence."""
    what = row_for("jsonld.toml", row["type"], labels[row["source"]], labels[row["target"]])
    quoted = {"@type": "Quotation", "text": row["evidence"], "isPartOf": {"@id": name(row["article"])}}
    quoted |= {"start": row["start"], "stop": row["stop"]}
    said: Thing = {"@id": name(row["id"]), "relationship": row["type"], "subjectOf": quoted, "rule": row["rule"]}
    said |= {"status": row["status"]} if row["status"] else {}
    said |= {"temporalCoverage": row["date"]} if row["date"] else {}
    ends = {"@id": name(row["source"])}, {"@id": name(row["target"])}
    if "action" in what:
        paper = {"object": {"@type": "CreativeWork", "name": row["document"]}} if row["document"] else {}
        return said | {"@type": what["action"], "agent": ends[0], "participant": ends[1]} | paper
    subject, object_ = ends if what.get("of") != "target" else ends[::-1]
    role = row["title"] or row["role"] or row["kind"]
    told = {"@type": what.get("role", "Role"), what["property"]: object_} | ({"roleName": role} if role else {})
    told |= {"description": row["share"]} if row["share"] else {}
    return subject | {what["property"]: said | told}


def name(id_: str) -> str:
    """The id of a thing as an IRI, whatever its characters."""
    return f"urn:guanxi:{quote(id_, safe='')}"
