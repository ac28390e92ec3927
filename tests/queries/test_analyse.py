"""Measures: what they are in networkx, which is the reference, and what is told, kept and reported of them."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest
from guanxi.graph import analysis
from guanxi.graph.analysis import Bounds, measure
from guanxi.graph.store import Store, open_store
from guanxi.queries import reports
from guanxi.queries.analyse import analyse
from guanxi.queries.find import resolve
from sample import Fact, graph

# two groups that only 桥梁公司 joins; each meets in its own province
GROUPS = {"东岭省": [f"东岭{n}号公司" for n in range(5)], "西川省": [f"西川{n}号公司" for n in range(5)]}
LABELS = dict.fromkeys(GROUPS, "Region") | {"临河市": "Region"}


@pytest.fixture
def two_groups(store: Store) -> Store:
    facts: list[Fact] = []
    for province, companies in GROUPS.items():
        facts += [("LOCATED_IN", company, province, {}) for company in companies]
        facts += [("SIGNED_WITH", a, b, {}) for a in companies for b in companies if a < b]
        facts.append(("SIGNED_WITH", "桥梁公司", companies[0], {}))
    facts.append(("SIGNED_WITH", "东岭1号公司", "东岭2号公司", {}))  # told twice is tied once
    facts.append(("SIGNED_WITH", "远方公司", "天边公司", {"status": "planned"}))
    store.load([graph("groups.txt", "2022-03-01", *facts, labels=LABELS)])
    return store


def test_measures_are_those_of_networkx() -> None:
    dice = random.Random(7)
    pairs = {tuple(sorted(dice.sample(range(60), 2))) for _ in range(150)}
    facts: list[Fact] = [("SIGNED_WITH", f"第{a}号公司", f"第{b}号公司", {}) for a, b in sorted(pairs)]
    peer = nx.Graph((fact[1], fact[2]) for fact in facts)
    with open_store(":memory:") as store:
        store.load([graph("all.txt", "2022-01-01", *facts)])
        index = store.index()
        found = measure(index.ties, None, Bounds())
        names = [index.nodes([n])[int(n)].name for n in found.node]
    between = nx.betweenness_centrality(peer)
    values, vectors = np.linalg.eig(nx.google_matrix(peer, alpha=0.85).T)
    first = np.abs(vectors[:, values.real.argmax()].real)
    rank = dict(zip(peer, first / first.sum(), strict=True))
    assert dict(zip(names, found.neighbours.tolist(), strict=True)) == dict(peer.degree())
    assert dict(zip(names, found.betweenness.tolist(), strict=True)) == pytest.approx(between, abs=1e-6)
    assert dict(zip(names, found.rank.tolist(), strict=True)) == pytest.approx(rank, abs=1e-4)
    assert found.ties == peer.number_of_edges()
    assert int(found.component.max()) + 1 == nx.number_connected_components(peer)


def test_betweenness_of_a_large_graph_is_estimated(two_groups: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ties = two_groups.index().ties
    exact = measure(ties, None, Bounds())
    monkeypatch.setattr(analysis, "EXACT", 0)
    monkeypatch.setattr(analysis, "PIVOTS", len(exact.node))  # from all of them it is no estimate any more
    assert np.allclose(measure(ties, None, Bounds()).betweenness, exact.betweenness, rtol=0.15)
    monkeypatch.setattr(analysis, "PIVOTS", 6)
    found = measure(ties, None, Bounds())
    assert not found.exact
    assert np.flatnonzero(found.betweenness).tolist() == np.flatnonzero(exact.betweenness).tolist()


def test_the_broker_joins_the_regions(two_groups: Store) -> None:
    answer, rows = analyse(two_groups, [], 1, Bounds(), 10)
    central, brokers, communities = (section.table.records() for section in answer.sections)
    assert central[0]["name"] == "桥梁公司"
    assert central[0]["neighbours"] == 2
    assert brokers == [
        {"name": "桥梁公司", "kind": "Company", "pairs": 1, "betweenness": central[0]["betweenness"],
         "regions": brokers[0]["regions"]}
    ]  # fmt: skip
    assert set(brokers[0]["regions"]) == set(GROUPS)
    assert sorted(c["size"] for c in communities) == [5, 6]
    assert {row["id"] for row in rows} == {node.id for node in two_groups.index().labelled("Company")} - {
        node.id for name in ("远方公司", "天边公司") for node in two_groups.index().named(name)
    }


def test_a_part_and_bounds(two_groups: Store) -> None:
    around = [resolve(two_groups, "桥梁公司")]
    assert len(analyse(two_groups, around, 1, Bounds(), 10)[1]) == 3
    assert len(analyse(two_groups, around, 2, Bounds(), 10)[1]) == 11
    assert len(analyse(two_groups, [], 1, Bounds(planned=True), 10)[1]) == 13
    assert not analyse(two_groups, [], 1, Bounds(since="2023"), 10)[1]
    assert not analyse(two_groups, [], 1, Bounds(types=("MET_WITH",)), 10)[1]


def test_what_is_kept_is_reported_and_renewed(two_groups: Store) -> None:
    central = reports.report_named("central")
    assert not reports.run(two_groups, central, {}).rows
    before = two_groups.counts(), two_groups.dump()
    rows = analyse(two_groups, [], 1, Bounds(), 10)[1]
    two_groups.keep(rows)
    two_groups.keep(rows)
    assert (two_groups.counts(), two_groups.dump()) == before
    told = reports.run(two_groups, central, {"limit": "1"}).records()
    assert told[0]["name"] == "桥梁公司"
    assert reports.run(two_groups, reports.report_named("brokers"), {}).records()[0]["pairs"] == 1
    groups = reports.run(two_groups, reports.report_named("communities"), {}).records()
    assert sorted(group["size"] for group in groups) == [5, 6]
    two_groups.keep([])
    assert not reports.run(two_groups, central, {}).rows
