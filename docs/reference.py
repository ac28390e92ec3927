"""Writes docs/reference.md anew from the commands, the reports and the schema (`make docs`).

What stands there is what the program says of itself, so it cannot be out of date: a test compares the two.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

from guanxi.queries.common import common, uncommon
from guanxi.queries.reports import reports as known_reports

PAGE = Path(__file__).with_name("reference.md")
HEAD = "<!-- written by `make docs` from the commands, the reports and the schema: change those, not this -->\n\n"


def commands() -> str:
    """What `--help` says of every command, as Markdown, by typer's own writer."""
    writer = [sys.executable, "-m", "typer", "guanxi.cli", "utils", "docs", "--name", "guanxi"]
    return subprocess.run(writer, check=True, capture_output=True, encoding="utf-8").stdout.strip()


def reports() -> str:
    """Each report with what it answers and how it is called, as Markdown."""
    parts = ["# The reports", "`guanxi report` lists them, `guanxi report NAME` runs one."]
    for report in known_reports().values():
        parts += [
            f"## `{report.name}` · {report.title} · {report.title_zh}",
            f"Answers {report.answers}.",
            f"`{report.usage()}`",
        ]
        if report.parameters:
            parts.append("\n".join(f"* `{parameter.name}`: {parameter.doc}" for parameter in report.parameters))
        parts.append(f"Columns: {', '.join(f'`{column}`' for column in report.columns)}")
    return "\n\n".join(parts)


def cypher() -> str:
    """What a report may use, and what only one engine knows, as Markdown tables."""
    return "\n\n".join(
        [
            "# Cypher for both engines",
            "A report runs unchanged on LadybugDB and on Neo4j, and gives the same rows. Nodes are `:Entity` with "
            "`id`, `label`, `name`, `aliases`, `date`; relationships have the types below. What both understand alike:",
            rows(("what", "for example"), [(each.what, f"`{_cell(each.example)}`") for each in common()]),
            "What a report must not use (`guanxi report` says so when it reads the file; `guanxi cypher` leaves each "
            "engine its own words):",
            rows(
                ("what", "known to", "instead"),
                [
                    (f"`{_cell(each.what)}`", each.engine or "both, differently", _cell(each.instead))
                    for each in uncommon()
                ],
            ),
        ]
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def schema() -> str:
    """The labels, the relationship types and their properties as Markdown tables, in the order of the file."""
    table = tomllib.loads(files("guanxi.graph").joinpath("schema.toml").read_text("utf-8"))
    labels = [(f"`{name}`", row["zh"], row["doc"]) for name, row in table["labels"].items()]
    relationships = [
        (
            f"`{name}`",
            row["zh"],
            "<br>".join(
                f"{source} {'→' if row.get('directed', True) else '–'} {target}" for source, target in row["ends"]
            ),
            ", ".join(f"`{key}`" for key in row["properties"]),
            row["doc"],
        )
        for name, row in table["relationships"].items()
    ]
    properties = [(f"`{name}`", doc) for name, doc in table["properties"].items()]
    return "\n\n".join(
        [
            "# The graph",
            "## Labels",
            rows(("label", "中文", "holds"), labels),
            f"*org* below stands for {', '.join(table['groups']['org'])}; *any* for every label but Article.",
            "## Relationships",
            rows(("type", "中文", "joins", "properties", "says"), relationships),
            "## Properties of an edge",
            "Each edge has its article, the sentence that says it, that sentence's place in the original text, and the "
            "rule that read it. Beside them, where they apply:",
            rows(("property", "holds"), properties),
        ]
    )


def rows(head: tuple[str, ...], body: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def reference() -> str:
    """The whole page."""
    return HEAD + "\n\n".join([commands(), reports(), cypher(), schema()]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
