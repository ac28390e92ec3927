"""GEXF for Gephi, with its timeline: an edge stands on the days of its date, a node from its first day to its last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement

from ..schema import schema
from .content import Content
from .drawn import EDGE_TEXTS, NODE_TEXTS, edge_texts, node_texts
from .text import days, xml_line

Spell = tuple[str, str]
"""A first and a last day."""

_HEAD = b"""<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<graph mode="dynamic" timeformat="date" defaultedgetype="directed">
"""


def write(content: Content, file: BinaryIO) -> None:
    """Write one element after the other. What has no date is always there."""
    sources = content.sources()
    spells = _spells(content)
    colours = {name: _rgb(label.color) for name, label in schema().labels.items()}
    file.write(_HEAD)
    for kind, names in (("node", NODE_TEXTS), ("edge", EDGE_TEXTS)):
        file.write(xml_line(_declared(kind, names)))
    file.write(b"<nodes>\n")
    for row in content.nodes():
        texts = node_texts(row)
        node = _told("node", {"id": row["id"], "label": texts["name"]}, texts, spells.get(row["id"]))
        SubElement(node, "viz:color", colours[row["label"]])
        file.write(xml_line(node))
    file.write(b"</nodes>\n<edges>\n")
    for row in content.edges():
        ends = {"id": row["id"], "source": row["source"], "target": row["target"], "label": row["type"]}
        spell = days(row["date"]) if row["date"] else None
        file.write(xml_line(_told("edge", ends, edge_texts(row, sources), spell)))
    file.write(b"</edges>\n</graph>\n</gexf>\n")


def _spells(content: Content) -> dict[str, Spell]:
    """For each node the time over which articles date something of it; a node of undated edges is always there."""
    spells: dict[str, Spell] = {}
    for row in content.edges():
        for end in (row["source"], row["target"]) if row["date"] else ():
            first, last = days(row["date"])
            known = spells.get(end, (first, last))
            spells[end] = min(known[0], first), max(known[1], last)
    return spells


def _declared(kind: str, names: tuple[str, ...]) -> Element:
    attributes = Element("attributes", {"class": kind, "mode": "static"})
    for name in names:
        SubElement(attributes, "attribute", id=name, title=name, type="string")
    return attributes


def _told(kind: str, attributes: Mapping[str, str], texts: Mapping[str, str], spell: Spell | None) -> Element:
    element = Element(kind, dict(attributes))
    values = SubElement(element, "attvalues")
    for name, text in texts.items():
        SubElement(values, "attvalue", {"for": name, "value": text})
    if spell:
        SubElement(SubElement(element, "spells"), "spell", start=spell[0], end=spell[1])
    return element


def _rgb(colour: str) -> dict[str, str]:
    """`#0072B2` as GEXF wants it."""
    return {name: str(int(colour[at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}
