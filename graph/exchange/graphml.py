"""GraphML, for yEd, Cytoscape, igraph, networkx: what is said, each edge with its sentence and its article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement

from .content import Content
from .drawn import EDGE_TEXTS, NODE_TEXTS, edge_texts, node_texts
from .text import xml_line


def write(content: Content, file: BinaryIO) -> None:
    """Write one element after the other; parallel edges keep their ids."""
    sources = content.sources()
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for kind, names in (("node", NODE_TEXTS), ("edge", EDGE_TEXTS)):
        for name in names:
            key = {"id": f"{kind}-{name}", "for": kind, "attr.name": name, "attr.type": "string"}
            file.write(xml_line(Element("key", key)))
    file.write(b'<graph id="guanxi" edgedefault="directed">\n')
    for row in content.nodes():
        file.write(xml_line(_with_data("node", {"id": row["id"]}, node_texts(row))))
    for row in content.edges():
        ends = {"id": row["id"], "source": row["source"], "target": row["target"]}
        file.write(xml_line(_with_data("edge", ends, edge_texts(row, sources))))
    file.write(b"</graph>\n</graphml>\n")


def _with_data(kind: str, attributes: Mapping[str, str], texts: Mapping[str, str]) -> Element:
    element = Element(kind, dict(attributes))
    for name, text in texts.items():
        SubElement(element, "data", key=f"{kind}-{name}").text = text
    return element
