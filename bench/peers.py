"""Rows a second of the writers that people would use instead, beside ours, into one warm Neo4j in one run.

    python bench/peers.py

neo4j-graphrag's `Neo4jWriter` and LangChain's `add_graph_documents` get the finished rows of bench/load.py: 20,000
nodes and 100,000 edges with their evidence. `bare` is the driver sending the same rows and nothing else, `copy` and
`load` are `guanxi copy` and `Store.load`. Also told: how many of the edges each of them keeps. The peers are installed
into an environment of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import neo4j
import neo4j_server
from guanxi.graph.copying import copy
from guanxi.graph.store import open_store
from load import FIRST, SECOND, bare, made, measured, size

PEERS = ("neo4j-graphrag==1.22.0", "langchain-neo4j==0.11.0")
APOC = ("org.neo4j.procedure:apoc-core:5.26.19", "org.neo4j.procedure:apoc-common:5.26.19")

GRAPHRAG = """
import asyncio, json, neo4j, sys, time
from neo4j_graphrag.experimental.components.kg_writer import Neo4jWriter
from neo4j_graphrag.experimental.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship
rows = json.load(open(sys.argv[2]))
graph = Neo4jGraph(
    nodes=[Neo4jNode(id=n["id"], label=n["label"], properties=n) for n in rows["nodes"]],
    relationships=[Neo4jRelationship(start_node_id=e.pop("source"), end_node_id=e.pop("target"), type=t, properties=e)
                   for t, edges in rows["edges"].items() for e in edges])
with neo4j.GraphDatabase.driver(sys.argv[1]) as driver:
    begun = time.perf_counter()
    done = asyncio.run(Neo4jWriter(driver).run(graph))
    assert done.status == "SUCCESS", done
    print(time.perf_counter() - begun)
"""
LANGCHAIN = """
import json, sys, time
from langchain_core.documents import Document
from langchain_neo4j import Neo4jGraph
from langchain_neo4j.graphs.graph_document import GraphDocument, Node, Relationship
rows = json.load(open(sys.argv[2]))
nodes = {n["id"]: Node(id=n["id"], type=n["label"], properties=n) for n in rows["nodes"]}
edges = [Relationship(source=nodes[e.pop("source")], target=nodes[e.pop("target")], type=t, properties=e)
         for t, edges in rows["edges"].items() for e in edges]
document = GraphDocument(nodes=list(nodes.values()), relationships=edges, source=Document(page_content=""))
graph = Neo4jGraph(sys.argv[1], "neo4j", "x", refresh_schema=False)
begun = time.perf_counter()
graph.add_graph_documents([document], baseEntityLabel=True)
print(time.perf_counter() - begun)
"""


def environment() -> Path:
    """A Python that has the peers."""
    folder = neo4j_server.CACHE / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def main() -> None:
    """Measure and print."""
    python = environment()
    with tempfile.TemporaryDirectory() as name, neo4j_server.server(plugin=APOC) as server:
        folder = Path(name)
        rows, _ = made(folder)
        count = size(rows)
        edges = {type_: some for type_, some in rows.items() if type_ != "Entity"}
        total = sum(map(len, edges.values()))
        (folder / "rows.json").write_text(json.dumps({"nodes": rows["Entity"], "edges": edges}))
        with open_store(server.uri) as store, neo4j.GraphDatabase.driver(server.uri) as driver:
            store.load(SECOND)  # a server just started is half as fast
            store.clear()

            def kept(what: str) -> None:
                found = driver.execute_query("MATCH ()-[r]->() RETURN count(r)").records[0][0]
                print(f"{'':16} {found:,} of {total:,} edges kept by {what}", flush=True)
                while driver.execute_query("MATCH (n) WITH n LIMIT 1000 DETACH DELETE n RETURN count(*)").records[0][0]:
                    pass

            with driver.session() as session:
                beside = measured("bare", lambda: bare(session, rows), count)
            kept("the bare driver")
            for peer, code in (("neo4j-graphrag", GRAPHRAG), ("langchain-neo4j", LANGCHAIN)):
                command = [python, "-c", code, server.uri, str(folder / "rows.json")]
                seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
                print(f"{peer:16} {count / seconds:9,.0f} rows/s   {count / seconds / beside:5.2f} of bare")
                kept(peer)
            with open_store(str(folder / "source.lbug"), read_only=True) as source:
                measured("copy", lambda: copy(source, server.uri), count, beside)
            kept("copy")
            measured("load", lambda: store.load(FIRST), count, beside)
            kept("load")


if __name__ == "__main__":
    main()
