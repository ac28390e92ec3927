"""What all tests share: an empty graph in each engine.

`store` and `address` run a test on both engines; `both` hands it one of each, to compare. Neo4j is started once for
each worker, or is the one that GUANXI_TEST_NEO4J names, which is emptied. Without either the tests are skipped, or
fail under GUANXI_REQUIRE_NEO4J=1.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import neo4j
import neo4j_server
import pytest
from guanxi.graph.store import Store, open_store


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"neo4j_uri", "neo4j_address", "both"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("neo4j")


@pytest.fixture(scope="session")
def neo4j_uri() -> Iterator[str]:
    """A server that answers; what it holds is of no worth."""
    if named := os.environ.get("GUANXI_TEST_NEO4J"):
        yield named
        return
    with neo4j_server.required() as server:
        yield server.uri


@pytest.fixture
def neo4j_address(neo4j_uri: str) -> Iterator[str]:
    """The server, emptied for this test, which has it alone among all workers."""
    with (Path(tempfile.gettempdir()) / "guanxi-test-neo4j.lock").open("w") as lock:
        if os.environ.get("GUANXI_TEST_NEO4J"):
            fcntl.flock(lock, fcntl.LOCK_EX)
        password = os.environ.get("GUANXI_NEO4J_PASSWORD")
        user = os.environ.get("GUANXI_NEO4J_USER", "neo4j")
        with neo4j.GraphDatabase.driver(neo4j_uri, auth=(user, password) if password else None) as driver:
            driver.execute_query("MATCH (n) DETACH DELETE n")
        yield neo4j_uri


@pytest.fixture(params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty graph is, or can be made, in each engine."""
    if request.param == "neo4j":
        return request.getfixturevalue("neo4j_address")
    return str(tmp_path / "graph.lbug")


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty graph in each engine."""
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def both(neo4j_address: str, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two empty graphs, one in each engine."""
    with open_store(str(tmp_path / "graph.lbug")) as embedded, open_store(neo4j_address) as server:
        yield embedded, server
