"""How fast questions are answered in a large graph with hubs, beside the engines' own shortest path and networkx's.

    python bench/answers.py [EDGES [ENGINE…]]     (default 500,000 edges, ladybug; 5,000,000 have 1,000,000 nodes)

Engines are `ladybug` and `neo4j`. The graph is made once for each size, in `.bench/`; Neo4j gets it through the import
tool. Prints milliseconds, p50 and p95, warm: 50 random pairs of people, 20 pairs of hubs, 50 names of each kind.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import neo4j_server
import numpy as np
from guanxi.graph.copying import files_for_import
from guanxi.graph.rows import ARTICLE_TEXTS, EDGE_NUMBERS, edge_properties
from guanxi.graph.store import Piece, Store, open_store
from guanxi.queries.connect import connect
from guanxi.queries.dossier import dossier
from guanxi.queries.find import Found, find, resolve
from guanxi.queries.meet import meet
from guanxi.queries.paths import Limits
from guanxi.queries.problems import NothingFound, UsageProblem
from world import BRANDS, CITIES, GIVEN, SURNAMES, TRADES

HERE = Path(__file__).parents[1] / ".bench"

# of a million nodes: how many are of each label
LABELS = {
    "Person": 500_000, "Company": 230_000, "Agency": 50_000, "School": 10_000, "Institute": 10_000,
    "Association": 10_000, "Media": 2_000, "Event": 115_000, "Region": 3_000, "Article": 70_000,
}  # fmt: skip
# of five million edges: how many are of each type, from which label to which
TYPES = {
    "MEMBER_OF": (1_000_000, "Person", "Company"), "SPOKE_AT": (600_000, "Person", "Event"),
    "ATTENDED": (1_000_000, "Person", "Event"), "ORGANIZED": (250_000, "Agency", "Event"),
    "SIGNED_WITH": (400_000, "Company", "Company"), "MET_WITH": (150_000, "Person", "Person"),
    "LAUNCHED_AT": (20_000, "Institute", "Event"), "INVESTED_IN": (200_000, "Company", "Company"),
    "PART_OF": (100_000, "Agency", "Agency"), "HELD_IN": (115_000, "Event", "Region"),
    "LOCATED_IN": (230_000, "Company", "Region"), "MENTIONS": (935_000, "Article", "Person"),
}  # fmt: skip
PIECE = 100_000


class Big:
    """A graph of so many edges. Ends are drawn so that a few nodes have a thousand times as many ties as most."""

    def __init__(self, edges: int) -> None:
        self.share = edges / 5_000_000
        self._dice = random.Random(edges)
        self._draw = np.random.default_rng(edges)
        self.ids = {
            label: [f"{label.lower()}{i}" for i in range(int(number * self.share))] for label, number in LABELS.items()
        }

    def pieces(self) -> Iterator[Piece]:
        for label, ids in self.ids.items():
            for start in range(0, len(ids), PIECE):
                yield label, [self._node(label, id_) for id_ in ids[start : start + PIECE]]
        for type_, (number, source, target) in TYPES.items():
            number = int(number * self.share)
            for start in range(0, number, PIECE):
                yield type_, list(self._edges(type_, source, target, start, min(PIECE, number - start)))
        yield "Memory", [{"id": "revision", "value": f"bench{self.share}"}]

    def _node(self, label: str, id_: str) -> dict[str, Any]:
        dice = self._dice
        short = "".join(dice.choices(BRANDS, k=2)) + dice.choice(TRADES)
        person = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        name = {
            "Person": person,
            "Company": f"{dice.choice(CITIES)[:-1]}{short}有限公司",
            "Agency": f"{dice.choice(CITIES)}{short}局",
            "Association": f"{short}协会",
            "Event": f"第{dice.randint(1, 30)}届{short}产业论坛",
            "Region": f"{''.join(dice.choices(BRANDS, k=2))}县",
        }.get(label, f"{short}{label}")
        row: dict[str, Any] = {"id": id_, "label": label, "name": name, "date": "", "aliases": [name, short]}
        if label == "Article":
            row |= dict.fromkeys(ARTICLE_TEXTS, "") | {"title": name, "source": f"{id_}.txt", "date": "2020-01-01"}
        return row

    def _edges(self, type_: str, source: str, target: str, first: int, number: int) -> Iterator[dict[str, Any]]:
        names = edge_properties(type_)
        ends = [self._skewed(source, number), self._skewed(target, number), self._skewed("Article", number)]
        days = self._draw.integers(0, 4000, number)
        columns = (column.tolist() for column in (*ends, days))
        for n, a, b, article, day in zip(range(first, first + number), *columns, strict=True):
            row: dict[str, Any] = {name: 0 if name in EDGE_NUMBERS else "" for name in names}
            date = f"{2012 + day // 336}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}"
            row |= {"id": f"{type_}{n}", "source": self.ids[source][a], "target": self.ids[target][b], "date": date}
            row |= {"article": self.ids["Article"][article], "start": n, "stop": n + 40, "rule": "bench"}
            row["evidence"] = (
                f"第{n}句：双方在会上见面，就下一步的工作交换了意见，并签署了有关的协议，会议由一位负责人主持。"
            )
            if type_ == "MENTIONS":
                row |= {"names": ["某某"], "facts": "{}"}
            elif type_ == "MEMBER_OF":
                row["title"] = "总经理"
            yield row

    def _skewed(self, label: str, number: int) -> Any:
        """One end in ten is one of the few that everybody knows."""
        count = len(self.ids[label])
        ends = self._draw.integers(0, count, number)
        famous = self._draw.random(number) < 0.1
        ends[famous] = (self._draw.pareto(0.6, int(famous.sum())) * 3).astype(np.int64) % count
        return ends


def ladybug(edges: int) -> str:
    """The address of the graph of so many edges."""
    file = HERE / f"answers-{edges}.lbug"
    if not file.exists():
        HERE.mkdir(exist_ok=True)
        half = file.with_suffix(".half")
        for left in HERE.glob(f"{half.name}*"):
            left.unlink()
        started = time.perf_counter()
        with open_store(str(half)) as store:
            store.fill(Big(edges).pieces())
        for part in HERE.glob(f"{half.name}*"):
            part.rename(part.with_name(part.name.replace(half.name, file.name)))
        print(f"made {file.name} in {time.perf_counter() - started:,.0f} s")
    return str(file)


def spread(times: list[float]) -> str:
    cuts = quantiles(times, n=20)
    return f"{1000 * cuts[9]:8.1f} {1000 * cuts[18]:8.1f} {1000 * max(times):8.1f}"


def timed(what: str, ask: Callable[[Any], Any], given: list[Any]) -> list[float]:
    """Prints p50, p95 and the longest time of the questions, each asked once, after others for warming up."""
    times: list[float] = []
    answered = 0
    given, others = given[len(given) // 3 :], given[: len(given) // 3]
    for each in others:
        ask(each)
    for each in given:
        started = time.perf_counter()
        answered += bool(ask(each))
        times.append(time.perf_counter() - started)
    print(f"{what:44}{spread(times)}   {answered} of {len(given)} answered", flush=True)
    return times


def measure(store: Store, edges: int) -> None:
    started = time.perf_counter()
    index = store.index()
    print(f"opened the index in {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    ties = index.ties
    print(f"and its {len(ties.other):,} ties in {time.perf_counter() - started:.2f} s; ms p50, p95, longest:")
    dice = random.Random(7)
    people = [Found(n.id, n.label, n.name, n.aliases, "id", n.id) for n in index.labelled("Person")]
    by_degree = sorted(range(len(ties.degree)), key=lambda n: -ties.degree[n])
    hubs = [Found(n.id, n.label, n.name, n.aliases, "id", n.id) for n in index.nodes(by_degree[:30]).values()]
    print("hubs have", ", ".join(f"{ties.degree[n]:,}" for n in by_degree[:8]), "… neighbours")
    pairs = [tuple(dice.sample(people, 2)) for _ in range(75)]
    hub_pairs = [tuple(dice.sample(hubs, 2)) for _ in range(30)]
    timed("connect, random people", lambda p: connect(store, *p, Limits()).sections, pairs)
    timed("connect, hubs", lambda p: connect(store, *p, Limits()).sections, hub_pairs)
    timed("connect, random, since 2015", lambda p: connect(store, *p, Limits(since="2015")).sections, pairs)
    some = dice.sample(people, 75)
    timed("show, random people", lambda f: dossier(store, f).sections, some)
    timed("show, hubs", lambda f: dossier(store, f).sections, hubs)
    timed("meet, random people", lambda f: meet(store, f).sections, some)
    timed("meet, hubs", lambda f: meet(store, f).sections, hubs)
    names = [f.name for f in some]
    timed("find, a name", lambda t: find(store, t), names)
    timed("find, two characters", lambda t: find(store, t), [n[1:] for n in names])
    timed("find, an alias", lambda t: find(store, t), [f.aliases[1] for f in some])
    companies = [n.name for n in dice.sample(index.labelled("Company"), 75)]
    timed("find, part of a company's name", lambda t: find(store, t), [n[2:6] for n in companies])
    from pypinyin import lazy_pinyin

    timed("find, pinyin", lambda t: find(store, t), ["".join(lazy_pinyin(n)) for n in names])
    timed(
        "find, first letters", lambda t: find(store, t), ["".join(x[0] for x in lazy_pinyin(n[:6])) for n in companies]
    )
    timed("resolve, a name that many have", lambda t: asked(store, t), names)
    timed("the engine's own shortest path", lambda p: shortest(store, *p), pairs[:30])


def asked(store: Store, name: str) -> Any:
    try:
        return resolve(store, name)
    except (NothingFound, UsageProblem) as problem:
        return str(problem)


def shortest(store: Store, one: Found, other: Found) -> Any:
    """One shortest path by the engine, of any type but MENTIONS, without its sentences."""
    ends = "MATCH (a:Entity {id: $a}), (b:Entity {id: $b})"
    types = "|".join(type_ for type_ in TYPES if type_ != "MENTIONS")
    if store.info().engine == "Neo4j":
        found = f"{ends} MATCH p = shortestPath((a)-[:{types}*..6]-(b)) RETURN length(p)"
    else:
        found = f"{ends} MATCH p = (a)-[:{types}* SHORTEST 1..6]-(b) RETURN length(p)"
    return store.query(found, {"a": one.id, "b": other.id}).rows


def networkx_beside(store: Store) -> None:
    """networkx's bidirectional search on the same ties, in memory."""
    import networkx as nx

    ties = store.index().ties
    graph = nx.Graph()
    for node in range(len(ties.degree)):
        graph.add_edges_from((node, other) for other in ties.other[ties.first[node] : ties.first[node + 1]].tolist())
    dice = random.Random(7)
    people = np.flatnonzero(ties.label == 0).tolist()
    pairs = [tuple(dice.sample(people, 2)) for _ in range(30)]
    timed("networkx, shortest path", lambda p: nx.has_path(graph, *p) and nx.shortest_path(graph, *p), pairs)


def main() -> None:
    edges = int(sys.argv[1]) if sys.argv[1:] else 500_000
    address = ladybug(edges)
    for engine in sys.argv[2:] or ["ladybug"]:
        print(f"== {edges:,} edges in {engine}")
        with ExitStack() as stack:
            if engine == "neo4j":
                server = stack.enter_context(neo4j_server.server(memory=4096, pages=3072))
                server.stop()
                with open_store(address, read_only=True) as source, TemporaryDirectory() as folder:
                    files_for_import(source, Path(folder))
                    server.admin(
                        "database",
                        "import",
                        "full",
                        "neo4j",
                        "--overwrite-destination",
                        "@import.args",
                        folder=Path(folder),
                    )
                server.start()
                address = server.uri
                open_store(address).close()  # makes the indexes
            store = stack.enter_context(open_store(address, read_only=True))
            measure(store, edges)
            if engine == "ladybug":
                networkx_beside(store)


if __name__ == "__main__":
    main()
