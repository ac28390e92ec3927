"""What there is: the schema as a table, a graph's counts, and whether it is sound."""

from __future__ import annotations

import platform
from importlib.metadata import version

from ..graph.schema import schema
from ..graph.store import Store
from .output import Answer, Section, Table
from .reports import Report


def schema_tables() -> Answer:
    """The labels, the relationship types with what they may join, and the properties of edges."""
    known = schema()
    labels = Table(
        ("label", "中文", "holds"), tuple((label.name, label.zh, label.doc) for label in known.labels.values())
    )
    types = Table(
        ("type", "中文", "joins", "properties", "says"),
        tuple(
            (r.name, r.zh, _ends(r.ends, "→" if r.directed else "–"), list(r.properties), r.doc)
            for r in known.relationships.values()
        ),
    )
    properties = Table(("property", "holds"), tuple(known.properties.items()))
    return Answer(
        (
            Section("Labels · 标签", labels),
            Section("Relationships · 关系", types),
            Section("Properties · 属性", properties),
        ),
        notes=(
            f"org stands for {', '.join(label for label in known.labels if label in known.organisations)}; "
            "every edge also has its article, its sentence (evidence) and the rule that read it.",
        ),
    )


def _ends(ends: frozenset[tuple[str, str]], arrow: str) -> list[str]:
    """The allowed ends in the order of the schema, `org` standing for all organisations at once."""
    bodies = schema().organisations
    pairs = {("org" if s in bodies and bodies <= {a for a, b in ends if b == t} else s, t) for s, t in ends}
    pairs = {(s, "org" if t in bodies and bodies <= {b for a, b in pairs if a == s} else t) for s, t in pairs}
    order = [*schema().labels, "org"]
    return [f"{s} {arrow} {t}" for s, t in sorted(pairs, key=lambda pair: [order.index(end) for end in pair])]


def counts(store: Store) -> Answer:
    """How many nodes of each label and edges of each type the graph holds."""
    known, found = schema(), store.counts()
    nodes = [(name, label.zh, found["nodes"].get(name, 0)) for name, label in known.labels.items()]
    edges = [(name, r.zh, found["edges"].get(name, 0)) for name, r in known.relationships.items()]
    total = f"{sum(n for *_, n in nodes):,} nodes, {sum(n for *_, n in edges):,} edges"
    return Answer(
        (
            Section("Nodes · 节点", Table(("label", "中文", "number"), tuple(nodes))),
            Section("Edges · 关系", Table(("type", "中文", "number"), tuple(edges))),
        ),
        f"{store.info().address}: {total}",
    )


def soundness(store: Store) -> tuple[Answer, bool]:
    """Which engine and versions hold the graph, what is wrong with it and what to do; and whether it is sound."""
    info, complaints, found = store.info(), store.check(), store.counts()
    number = found["nodes"].get("Article", 0)
    rows = [
        ("guanxi", version("guanxi")),
        ("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        ("engine", f"{info.engine} {info.version}"),
        ("graph", info.address),
        ("layout", info.layout),
        ("articles", f"{number:,}"),
        ("data", "sound" if not complaints else "; ".join(complaints)),
    ]
    advice: list[str] = []
    if complaints:
        advice.append("Load the articles again (`guanxi load`): each is replaced by what its text says.")
    if not number:
        advice.append("The graph is empty: `guanxi load PATH…` puts articles in, `guanxi demo` shows a sample.")
    return Answer((Section("", Table(("what", "is"), tuple(rows))),), notes=tuple(advice)), not complaints


def report_list(known: dict[str, Report]) -> Answer:
    """All reports: what each answers, and how it is called."""
    rows = [
        (
            r.name,
            r.title,
            r.title_zh,
            " ".join(p.name if p.required else f"[{p.name}]" for p in r.parameters),
            r.answers,
        )
        for r in known.values()
    ]
    return Answer.of(("report", "title", "标题", "parameters", "answers"), rows)


def questions() -> Answer:
    """All that `ask` understands: what each kind of question answers, and how one may put it."""
    from .ask import questions as known

    rows = [(q.title, q.title_zh, list(q.examples)) for q in known()]
    return Answer.of(("title", "标题", "for_example"), rows)
