"""Reports: `.cypher` files with a header, ours in `reports/` and the user's own in a folder.

The header is the `//` lines on top; the report's name is the file's:

    // title: Who spoke where
    // 标题: 谁在哪里发言
    // answers: who spoke, hosted or presented at which event
    // parameter: event text | the event (required, since it has no default)
    // parameter: least int = 1 | only rows with at least so many
    // parameter: since date = '' | a date, 2020 or 2020-11 or 2020-11-27
    // columns: event, speaker, role

Below it stands one Cypher query that runs unchanged on both engines (`cypher.toml` lists what does). Lists in
its rows are sets: they come out sorted, because engines collect them in any order. Two habits keep LadybugDB
right and quick:

- one relationship a MATCH, and a WITH before the next: it lost filters where two stood in one pattern;
- OPTIONAL MATCH from a node that is known, by its id or by an earlier MATCH: it then starts there, where a
  plain MATCH scans everything.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..graph.cypher import parameters as named
from ..graph.model import InputError
from .common import foreign
from .output import Table, cell_text
from .problems import UsageProblem

KINDS = {
    "text": "a text",
    "int": "a whole number",
    "date": "a date (2020, 2020-11 or 2020-11-27)",
}
_PARAMETER = re.compile(r"(?P<name>[a-z_]+) +(?P<kind>\w+)(?: *= *(?P<default>'[^']*'|-?\d+))? *\| *(?P<doc>.+)")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Parameter:
    """A parameter of a report. Without a default it is required."""

    name: str
    kind: str
    default: str | int | None
    doc: str

    @property
    def required(self) -> bool:
        return self.default is None

    def value(self, text: str) -> str | int:
        """The value that a text stands for. Raises ValueError where it is not of the parameter's kind."""
        if self.kind == "int":
            return int(text)
        if self.kind == "date" and text and not DATE.fullmatch(text):
            raise ValueError(text)
        return text


@dataclass(frozen=True)
class Report:
    """A report: what its header says, and its query."""

    name: str
    title: str
    title_zh: str
    answers: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    cypher: str

    def usage(self) -> str:
        """How to call it, in one line."""
        options = (f"-p {p.name}={p.name.upper()}" if p.required else f"[-p {p.name}=…]" for p in self.parameters)
        return " ".join(("guanxi report", self.name, *options))


def reports(own: Path | None = None) -> dict[str, Report]:
    """All reports by name: the bundled ones, and those of the user's folder, which come first where names are equal.

    Raises InputError where the folder is none or a header is wrong.
    """
    found = {r.name: r for r in map(_read, _cypher_files(Path(__file__).with_name("reports")))}
    if own is not None:
        if not own.is_dir():
            raise InputError(f"{own}: no such folder of reports")
        found |= {r.name: r for r in map(_read, _cypher_files(own))}
    return dict(sorted(found.items()))


def report_named(name: str, own: Path | None = None) -> Report:
    """The report of this name. Raises UsageProblem, which offers near names, where there is none."""
    known = reports(own)
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or [n for n in known if name and name in n][:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UsageProblem(f"there is no report {name!r}{hint} (`guanxi report` lists them all)")


def arguments(report: Report, given: Mapping[str, str]) -> dict[str, str | int]:
    """The query's parameters out of what the user gave.

    Raises UsageProblem where one is unknown, missing, or not of its kind.
    """
    known = {p.name: p for p in report.parameters}
    for name in given:
        if name not in known:
            offer = f"it has {', '.join(known)}" if known else "it has none"
            raise UsageProblem(f"report {report.name} has no parameter {name!r} ({offer})")
    values: dict[str, str | int] = {}
    for parameter in report.parameters:
        if parameter.name not in given:
            if parameter.default is None:
                raise UsageProblem(f"report {report.name} needs {parameter.name} ({parameter.doc}): {report.usage()}")
            values[parameter.name] = parameter.default
            continue
        try:
            values[parameter.name] = parameter.value(given[parameter.name].strip())
        except ValueError:
            raise UsageProblem(
                f"report {report.name}: {parameter.name} must be {KINDS[parameter.kind]}, not {given[parameter.name]!r}"
            ) from None
    return values


def run(store: Any, report: Report, given: Mapping[str, str] | None = None) -> Table:
    """The report's rows, the same in every engine."""
    rows = store.query(report.cypher, arguments(report, given or {}))
    return Table(tuple(rows.columns), tuple(tuple(map(settled, row)) for row in rows.rows))


def named_in(store: Any, table: Table) -> tuple[str, ...]:
    """The ids of the nodes whose names stand in these rows, articles left out."""
    names: set[str] = set()
    for row in table.rows:
        for cell in row:
            parts: Iterable[Any] = cast("Iterable[Any]", cell) if isinstance(cell, (list, tuple)) else (cell,)
            names.update(part for part in parts if isinstance(part, str) and part)
    rows = store.query("MATCH (n:Entity) WHERE n.name IN $names RETURN n.id, n.label", {"names": sorted(names)})
    return tuple(sorted(str(id_) for id_, label in rows.rows if label != "Article"))


def parse(name: str, text: str) -> Report:
    """A report out of its file's text. Raises InputError where the header is wrong or does not fit the query."""
    told, cypher = header(text)
    fields = {key: values[-1] for key, values in told.items()}
    parameters = [_parameter(name, value) for value in told.get("parameter", ())]
    if "title" not in fields:
        raise InputError(f"report {name}: its header must begin with a line `// title: …`")
    if not cypher:
        raise InputError(f"report {name}: there is no query below its header")
    if trouble := foreign(cypher):
        raise InputError(f"report {name}: {trouble.trouble}")
    declared, used = {p.name for p in parameters}, named(cypher)
    if declared != used:
        wrong = ", ".join(sorted(declared ^ used))
        raise InputError(f"report {name}: header and query must name the same parameters (see {wrong})")
    columns = tuple(column.strip() for column in fields.get("columns", "").split(",") if column.strip())
    title_zh = fields.get("标题", fields["title"])
    return Report(name, fields["title"], title_zh, fields.get("answers", ""), tuple(parameters), columns, cypher)


def header(text: str) -> tuple[dict[str, list[str]], str]:
    """What the `//` lines on top say, by their keys, and the query below them."""
    lines = text.lstrip("\ufeff").splitlines()
    end = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("//")), len(lines))
    fields: dict[str, list[str]] = {}
    for line in lines[:end]:
        key, colon, value = line.removeprefix("//").strip().partition(":")
        if colon:
            fields.setdefault(key.strip(), []).append(value.strip())
    return fields, "\n".join(lines[end:]).strip().removesuffix(";")


def _parameter(report: str, text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    if not match or match["kind"] not in KINDS:
        raise InputError(
            f"report {report}: `parameter: {text}` should read "
            f"`parameter: NAME {'|'.join(KINDS)} = DEFAULT | what it is`"
        )
    default = match["default"]
    value: str | int | None = default
    if default is not None:
        value = default.strip("'") if match["kind"] != "int" else int(default.strip("'"))
    return Parameter(match["name"], match["kind"], value, match["doc"])


def _cypher_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.cypher"))


def _read(file: Path) -> Report:
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{file}: cannot be read as a report in UTF-8 ({problem})") from problem
    return parse(file.stem, text)


def settled(cell: Any) -> Any:
    """A list as a sorted set without empty items; anything else as it is."""
    if isinstance(cell, list):
        items: list[Any] = cell  # pyright: ignore[reportUnknownVariableType]
        return sorted({cell_text(item): item for item in items if item not in (None, "")}.values(), key=cell_text)
    return cell
