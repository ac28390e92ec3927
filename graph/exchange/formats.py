"""The formats of `guanxi export`: a new one is a module with a `write`, and a line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..model import InputError
from ..store import Store
from .content import Content, Extent, Step
from .saving import whole_file


class Unfit(InputError):
    """What is asked for is no format, or none for this."""


@dataclass(frozen=True)
class Exchange:
    """A format: its module here, the endings of file names that stand for it, what it is for."""

    name: str
    suffixes: tuple[str, ...]
    purpose: str
    text: bool = True
    parts: bool = True

    def told(self) -> tuple[str, str, str]:
        return self.name, " ".join(self.suffixes), self.purpose

    def takes(self, extent: Extent) -> None:
        """Raises Unfit for a part of a graph where the format holds all of one or nothing."""
        if not self.parts and not extent.all:
            raise Unfit(f"{self.name} holds all of a graph: leave out names, dates and types, or name another format")


EXCHANGES = {
    exchange.name: exchange
    for exchange in (
        Exchange("jsonl", (".jsonl",), "the whole graph without loss; `guanxi copy --from` reads it back", parts=False),
        Exchange("nodelink", (".json",), "node-link JSON for networkx and D3"),
        Exchange("graphml", (".graphml",), "yEd, Cytoscape, igraph"),
        Exchange("gexf", (".gexf",), "Gephi, with its timeline"),
        Exchange("cypher", (".cypher", ".cql"), "a script that fills a Neo4j"),
        Exchange("ftm", (".ftm", ".ftm.json", ".ftm.jsonl"), "FollowTheMoney entities for Aleph"),
        Exchange("jsonld", (".jsonld",), "linked data in the terms of schema.org"),
        Exchange("csv", (".csv",), "a table of all edges with their sentences"),
        Exchange("xlsx", (".xlsx",), "an Excel workbook", text=False),
    )
}


def exchange_for(file: str, name: str = "") -> Exchange:
    """The format of that name, else the one that the file's ending stands for, the longest first.

    Raises Unfit where there is none, or where it cannot go to standard output.
    """
    if name and name not in EXCHANGES:
        raise Unfit(f"there is no format {name!r}; there are: {', '.join(EXCHANGES)}")
    if file == "-" and not name:
        raise Unfit(f"standard output needs a --format: {', '.join(e.name for e in EXCHANGES.values() if e.text)}")
    endings = {suffix: exchange for exchange in EXCHANGES.values() for suffix in exchange.suffixes}
    fitting = [suffix for suffix in endings if Path(file).name.lower().endswith(suffix)]
    if not name and not fitting:
        raise Unfit(f"{file}: which format? Its name may end with {' '.join(endings)}, or give a --format")
    exchange = EXCHANGES[name] if name else endings[max(fitting, key=len)]
    if file == "-" and not exchange.text:
        raise Unfit(f"{exchange.name} is not for standard output: name a file")
    return exchange


def export(store: Store, file: str, exchange: Exchange, extent: Extent, step: Step | None = None) -> bool:
    """Write a graph, or the extent of it, into a file, wholly or not at all. False, and no file, if it is empty.

    Raises InputError, in one line, where the file cannot be written or the format cannot hold what is asked for.
    """
    write = import_module(f".{exchange.name}", __package__).write
    exchange.takes(extent)
    content = Content(store, extent, step)
    if content.empty:
        return False
    with whole_file(file) as out:
        write(content, out)
    return True
