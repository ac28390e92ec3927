"""The statements that put articles into a graph and take them out, in Cypher that every engine understands.

Each works inside a transaction that the store has begun. Rows go in by UNWIND; an edge's ends are matched one
after the other, since `MATCH (a), (b)` is a cross product on LadybugDB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from secrets import token_hex
from typing import Any

from .answers import Rows
from .identity.resolve import Memory
from .rows import ARTICLE_TEXTS, ArticleRows, Row, edge_properties, merged

Run = Callable[[str, Mapping[str, Any]], Rows]
"""Runs one statement inside the transaction at hand."""


EACH_ROW = "UNWIND $rows AS r"


def each(run: Run, cypher: str, rows: list[Any]) -> Rows:
    """Run a statement for each row `r`; nothing at all for no rows, which LadybugDB cannot unwind."""
    return run(f"{EACH_ROW} {cypher}", {"rows": rows}) if rows else Rows([], [])


def around(pattern: str, kept: str) -> str:
    """Match a pattern around the node `n` of each row's `id`; a condition on the edge `e` must follow.

    LadybugDB scans all edges for `UNWIND … MATCH (n {id: r.id})-[e]->(m)`, and none for this.
    """
    return f"MATCH (n:Entity {{id: r.id}}) OPTIONAL MATCH {pattern} WITH {kept}"


def write_articles(run: Run, articles: Iterable[ArticleRows]) -> None:
    """Fill in the Article nodes, which are there."""
    properties = ("label", "name", "date", "aliases", *ARTICLE_TEXTS)
    assignments = ", ".join(f"a.{name} = r.{name}" for name in properties)
    each(run, f"MATCH (a:Entity {{id: r.id}}) SET {assignments}", [article.article for article in articles])


def merged_nodes(articles: Iterable[ArticleRows]) -> dict[str, Row]:
    """The node rows of several articles by id, in the order of the ids."""
    nodes: dict[str, Row] = {}
    for row in (row for article in articles for row in article.nodes):
        nodes[row["id"]] = merged(nodes[row["id"]], row) if row["id"] in nodes else row
    return dict(sorted(nodes.items()))


def update_nodes(run: Run, rows: list[Row]) -> None:
    """Set names and date of nodes that are there."""
    each(
        run,
        "MATCH (n:Entity {id: r.id}) SET n.label = r.label, n.name = r.name, n.aliases = r.aliases, n.date = r.date",
        rows,
    )


def recall(run: Run, ids: list[str]) -> dict[str, str]:
    """What identity remembers under these ids, as far as there is anything."""
    return dict(each(run, "MATCH (m:Memory {id: r}) RETURN m.id, m.value", ids).rows)


def remember(run: Run, memory: Memory) -> None:
    """Write what changed in the memory of identity."""
    created, renewed, dropped = memory.changes()
    each(run, "CREATE (m:Memory {id: r.id, value: r.value})", created)
    each(run, "MATCH (m:Memory {id: r.id}) SET m.value = r.value", renewed)
    each(run, "MATCH (m:Memory {id: r}) DELETE m", dropped)


REVISION = "revision"
"""Under this id the memory tells one state of the graph from all others; nobody else's change can go unseen."""


HALF, IMPORTED = "half", "imported"
"""The memory of a graph into which a copy was begun, and of one that Neo4j's import tool made."""


def revision(run: Run) -> str:
    """What the last change left: two states of graphs that have it in common are the same."""
    return recall(run, [REVISION]).get(REVISION, "")


def advance(run: Run) -> None:
    """Note that the graph has changed."""
    run("MERGE (m:Memory {id: $id}) SET m.value = $value", {"id": REVISION, "value": token_hex(8)})


def create_nodes(run: Run, labels: str, rows: list[Row]) -> None:
    """Create nodes, which have the same properties."""
    properties = ", ".join(f"{name}: r.{name}" for name in rows[0]) if rows else ""
    each(run, f"CREATE (:{labels} {{{properties}}})", rows)


def create_edges(run: Run, edges: Mapping[str, list[Row]]) -> int:
    """Create edges, given by type; their ends must be there. Returns how many."""
    for type_, rows in edges.items():
        names = edge_properties(type_)
        properties = ", ".join(f"{name}: r.{name}" for name in names)
        ends = "MATCH (a:Entity {id: r.source}) WITH r, a MATCH (b:Entity {id: r.target})"
        alike = [{name: row[name] for name in ("source", "target", *names)} for row in rows]
        each(run, f"{ends} CREATE (a)-[:{type_} {{{properties}}}]->(b)", alike)
    return sum(map(len, edges.values()))


def take_edges(run: Run, forms: Mapping[str, str]) -> dict[str, list[Row]]:
    """Remove all edges of these forms, given with the entities that hold them; the edges by type."""
    rows = [{"form": form, "id": entity} for form, entity in forms.items()]
    outward = f"{around('(n)-[e]->(m:Entity)', 'r, n, e, m')} WHERE e.source_form = r.form"
    inward = f"{around('(n)<-[e]-(m:Entity)', 'r, n, e, m')} WHERE e.target_form = r.form"
    taken: dict[str, Row] = {}
    for pattern, near, far in ((outward, "source", "target"), (inward, "target", "source")):
        for edge, here, there in each(run, f"{pattern} RETURN e, n.id, m.id", rows):
            taken[edge["id"]] = edge | {near: here, far: there}
        each(run, f"{pattern} DELETE e", rows)
    by_type: dict[str, list[Row]] = {}
    for _, edge in sorted(taken.items()):
        by_type.setdefault(edge.pop("type"), []).append(edge)
    return by_type


def edges_of(articles: Iterable[ArticleRows]) -> dict[str, list[Row]]:
    """All edges of several articles by type."""
    by_type: dict[str, list[Row]] = {}
    for type_, rows in (item for article in articles for item in article.edges.items()):
        by_type.setdefault(type_, []).extend(rows)
    return by_type


def remove_edges(run: Run, articles: list[str]) -> list[str]:
    """Remove all edges of these articles; the ids of the nodes that they mentioned.

    The edges are found from the nodes that their article mentions, since no engine looks edges up by a property
    as fast.
    """
    rows = [{"id": article} for article in articles]
    mentions = f"{around('(n)-[e:MENTIONS]->(m:Entity)', 'r, e, m')} WHERE e.article = r.id"
    mentioned = each(run, f"{mentions} RETURN DISTINCT r.id AS article, m.id AS id", rows).dicts()
    told = f"{around('(n)-[e]->(m:Entity)', 'r, e, m')} WHERE e.article = r.article"
    each(run, f"{told} DELETE e", mentioned)
    each(run, f"{mentions} DELETE e", rows)
    return sorted({row["id"] for row in mentioned})


def remove_articles(run: Run, articles: list[str]) -> None:
    """Remove Article nodes, whose edges are gone."""
    each(run, "MATCH (a:Entity {id: r, label: 'Article'}) DETACH DELETE a", articles)


def tidy(run: Run, nodes: list[str]) -> None:
    """Remove those of these nodes that no article mentions any longer; give the others what is still said of them."""
    each(run, "MATCH (n:Entity {id: r}) SET n.name = n.name", nodes)  # holds them against other writers
    mentions = f"{around('(n)<-[e:MENTIONS]-(a:Entity)', 'n, e')} WHERE e.article <> ''"
    rows = [{"id": id_} for id_ in nodes]
    told = each(run, f"{mentions} RETURN n.id, n.label, n.name, e.names, e.date", rows)
    kept: dict[str, Row] = {}
    for id_, label, name, names, date in told:
        row = {"id": id_, "label": label, "name": name, "aliases": names, "date": date if label == "Event" else ""}
        kept[id_] = merged(kept.get(id_, row), row)
    each(run, "MATCH (n:Entity {id: r}) DETACH DELETE n", [id_ for id_ in nodes if id_ not in kept])
    update_nodes(run, list(kept.values()))
