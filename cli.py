"""The commands of guanxi. Each is thin: it asks the rooms, and prints what they answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from .queries.formats import Format

if TYPE_CHECKING:  # what a command needs is imported inside it, so that `guanxi --help` is quick
    from .graph.store import Store
    from .queries.output import Answer

# exit codes, beside 0 for answered
FAILED, USAGE, NOTHING_FOUND, SOME_UNREADABLE = 1, 2, 3, 4


class Commands(TyperGroup):
    """Turns what is wrong with an input into a line on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        from .graph.model import InputError
        from .queries.problems import NothingFound, UsageProblem

        try:
            return super().invoke(ctx)
        except UsageProblem as problem:
            _leave(USAGE, str(problem))
        except NothingFound as problem:
            _leave(NOTHING_FOUND, str(problem))
        except InputError as problem:
            _leave(FAILED, str(problem))


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 answered, 1 failed, 2 usage, 3 nothing found, 4 some inputs unreadable.",
)


same = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(same, name="same", help="Who is one with whom: suggestions, decisions by hand, and why.")
words = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(words, name="words", help="The words that articles are read with, and words of your own.")


def main() -> None:
    """Run the command line."""
    app()


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"guanxi {version('guanxi')}")
        raise typer.Exit


@app.callback()
def guanxi(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Turn Chinese institutional news into a relationship graph, and question it.

    Begin with `guanxi demo`. With articles of your own: `guanxi load FOLDER`, then `guanxi connect A B`.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # pyright: ignore
    from .queries.settings import settings

    told = settings()
    command: Any = context.command
    commands: dict[str, Any] = command.commands
    context.default_map = {
        name: dict.fromkeys(one.commands, told) if hasattr(one, "commands") else told for name, one in commands.items()
    }


GraphOption = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        envvar="GUANXI_GRAPH",
        metavar="GRAPH",
        help="The graph: a file, or the bolt://… or neo4j+s://… address of a Neo4j "
        "(its password in GUANXI_NEO4J_PASSWORD).",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="How to print; by default a table on a terminal, else tsv.", show_default=False
    ),
]
NameArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", help="A name, an alias, a part of one, or pinyin; to be exact Label:name or an id."),
]
NamesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="NAME", help="Names or articles; without any, all of the graph.")
]
WordsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--words",
        metavar="DIR",
        help="A folder with word files of your own (or GUANXI_WORDS); repeat it for more.",
    ),
]
PathsArgument = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders and, with --fetch, URLs; - is standard input.")
]
FieldsOption = Annotated[
    str,
    typer.Option(
        metavar="FIELD=NAME,…", help="Which field of JSON records or column of a table is which: text=content,date=pub."
    ),
]
FetchOption = Annotated[bool, typer.Option("--fetch", help="Fetch the http and https URLs among the paths.")]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Read with so many processes.")]
DaskOption = Annotated[
    str, typer.Option("--dask", metavar="ADDRESS", help="Read on the Dask cluster whose scheduler is there.")
]
LlmOption = Annotated[
    str,
    typer.Option(
        metavar="MODEL",
        help="Let a language model read, 4 articles at once or --jobs, and keep what the text bears out.",
    ),
]
PriceInOption = Annotated[
    float | None,
    typer.Option(min=0, envvar="GUANXI_PRICE_IN", help="With --llm: the price of a million tokens of questions."),
]
PriceOutOption = Annotated[
    float | None,
    typer.Option(min=0, envvar="GUANXI_PRICE_OUT", help="And of a million tokens of answers, to tell the cost."),
]
SinceOption = Annotated[
    str, typer.Option(metavar="DATE", help="Only what is dated from then on: 2020, 2020-11 or 2020-11-27.")
]
UntilOption = Annotated[str, typer.Option(metavar="DATE", help="Only what is dated until then.")]
PlannedOption = Annotated[bool, typer.Option("--planned", help="Let what is only announced count too.")]
ParamOption = Annotated[
    list[str] | None, typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter; repeat it for more.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show how each sentence was read, phase by phase.")]
ExtractFormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="How to print; by default a table on a terminal, else jsonl.", show_default=False
    ),
]
ViaOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Through this name; repeat it for more, in their order.")
]
NotViaOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Never through this name; repeat it for more.")
]
HopsOption = Annotated[int, typer.Option(min=1, max=10, help="At most so many steps.")]
AroundOption = Annotated[int, typer.Option(min=1, max=6, help="So many steps around the names.")]
LimitOption = Annotated[int, typer.Option(min=1, help="At most so many.")]
ReportsOption = Annotated[
    Path | None,
    typer.Option(envvar="GUANXI_REPORTS", metavar="DIR", help="A folder with .cypher reports of your own."),
]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Where the page is written; - is standard output.")
]
TypesOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="Only this relationship; repeat it for more.")
]
NodesOption = Annotated[int, typer.Option(min=1, help="At most so many nodes, the most telling ones.")]
LanguageOption = Annotated[
    str, typer.Option(metavar="zh|en", help="The language of the page, which can be switched there.")
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]
DEFAULT_GRAPH = "guanxi.lbug"


# -- from articles to a graph ------------------------------------------------------------------------------------------


@app.command()
def extract(
    paths: PathsArgument,
    explain: ExplainOption = False,
    jobs: JobsOption = 1,
    dask: DaskOption = "",
    words: WordsOption = None,
    fields: FieldsOption = "",
    fetch: FetchOption = False,
    llm: LlmOption = "",
    price_in: PriceInOption = None,
    price_out: PriceOutOption = None,
    format: ExtractFormatOption = None,
) -> None:
    """Print what articles say, and store nothing: who is named, and every relationship with its sentence.

    A language model (`--llm`) is asked at OPENAI_BASE_URL, any endpoint of chat completions, with OPENAI_API_KEY.

    Example: `guanxi extract news.txt`

    Example: `guanxi extract --fetch https://www.example.org/news/1.html`

    Example: `guanxi extract folder --format jsonl > facts.jsonl`

    Example: `guanxi extract folder --llm qwen3 --format jsonl > model.jsonl`
    """
    from .loaders.wordfiles import use
    from .queries.extracted import extracted
    from .queries.output import to_json, write
    from .queries.problems import UsageProblem

    if bool(llm) + bool(dask) + explain > 1:
        raise UsageProblem("--llm, --dask and --explain are three ways to read: name one")
    use(words or [])
    if explain:
        from .loaders import explained

        for text in (reading := _Reading(explained(paths, _fields(fields), fetch))):
            typer.echo(text)
        reading.leave()
        return
    format = format or (Format.table if sys.stdout.isatty() else Format.jsonl)
    reading = (
        _asked(paths, llm, jobs, price_in, price_out, _fields(fields), fetch)
        if llm
        else _read(paths, jobs, dask, _fields(fields), fetch)
    )
    if format is Format.jsonl:
        for graph in reading:
            sys.stdout.write(to_json(graph.to_json()) + "\n")
    elif format is Format.json:
        sys.stdout.write(to_json([graph.to_json() for graph in reading]) + "\n")
    elif format is Format.table:
        for graph in reading:
            write(extracted([graph]), sys.stdout, format)
    else:
        write(extracted(reading), sys.stdout, format)
    reading.leave()


@app.command()
def load(
    paths: PathsArgument,
    jobs: JobsOption = 1,
    dask: DaskOption = "",
    words: WordsOption = None,
    fields: FieldsOption = "",
    fetch: FetchOption = False,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Read articles, or what `extract` printed, into the graph. A known article is replaced by what it says now.

    Example: `guanxi load news/`

    Example: `guanxi load facts.jsonl --graph bolt://localhost`

    Example: `guanxi load corpus.csv --fields text=content,date=pub`
    """
    from .loaders.wordfiles import use

    use(words or [])
    reading = _read(paths, jobs, dask, _fields(fields), fetch)
    graphs = iter(reading)
    first = next(graphs, None)
    if first is not None:  # a graph is made only when there is something to put into it
        with _opened(graph, write=True) as store:
            report = store.load(chain([first], graphs))
        reading.refuse(report.refused)
        typer.echo(
            f"{report.added} articles added, {report.replaced} replaced, {report.unchanged} unchanged: "
            f"{report.nodes} new nodes, {report.edges} edges"
        )
    reading.leave()


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="A file that `extract --format jsonl` printed.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another, of the same articles.")],
    format: FormatOption = None,
) -> None:
    """Compare two extractions of the same articles: what both say and what only one does, with the sentences.

    Example: `guanxi compare facts.jsonl model.jsonl`
    """
    from .queries.compare import compare as compared
    from .queries.compare import extractions

    _print(compared(extractions(a), extractions(b)), format)


@app.command()
def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="File name, title or id of an article.")],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Take articles out of the graph, and all that only they support.

    Example: `guanxi remove 07-forum.txt`
    """
    from .queries.find import articles_named
    from .queries.problems import NothingFound

    with _opened(graph, write=True) as store:
        for wanted in articles:
            ids = articles_named(store, wanted)
            if not ids:
                raise NothingFound(f"the graph has no article {wanted!r} (`guanxi report articles` lists them)")
            removed = store.remove(ids)
            _tell(f"removed {wanted}" + (f" ({len(removed)} articles)" if len(removed) > 1 else ""))


@app.command()
def copy(
    source: Annotated[str, typer.Option("--from", metavar="GRAPH", help="The graph that is copied.")],
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="GRAPH", help="A new file, a Neo4j, or a folder for the files of Neo4j's import tool."
        ),
    ],
) -> None:
    """Copy a graph to another engine or place, with all that was decided by hand. Nothing is lost either way.

    A graph that has articles already gets those of the other besides. A folder (its name ends with a slash) is filled
    with files for `neo4j-admin database import`: the quick way for millions of edges into a server of one's own. A
    file that ends with .jsonl is what `export` wrote.

    Example: `guanxi copy --from guanxi.lbug --to bolt://localhost`

    Example: `guanxi copy --from neo4j+s://graph.example.org --to backup.lbug`

    Example: `guanxi copy --from guanxi.lbug --to import/`

    Example: `guanxi copy --from graph.jsonl --to guanxi.lbug`
    """
    from .graph.copying import copy as copied
    from .graph.copying import files_for_import
    from .graph.exchange.jsonl import restored
    from .queries.progress import Progress

    with restored(source) if _exported(source) else _opened(source) as store:
        if "://" not in target and (target.endswith(("/", "\\")) or Path(target).is_dir()):
            command = files_for_import(store, Path(target))
            _tell(f"wrote {target}; with the server stopped, this takes them in:")
            typer.echo(command)
            return
        counts = store.counts()
        progress = Progress("rows", sum(counts["nodes"].values()) + sum(counts["edges"].values()))
        report = copied(store, target, lambda done: progress.step(done.nodes + done.edges))
        progress.end()
    typer.echo(
        f"{report.added} articles copied, {report.replaced} replaced, {report.unchanged} unchanged: "
        f"{report.nodes} new nodes, {report.edges} edges"
    )


@words.command("list")
def words_list(words: WordsOption = None, format: FormatOption = None) -> None:
    """List the word files: what each holds, how much, from where, under which licence; your own first.

    Example: `guanxi words list`
    """
    from .loaders.wordfiles import use, word_files
    from .queries.output import Answer

    use(words or [])
    columns = ("file", "holds", "words", "source", "licence", "folder")
    _print(
        Answer.of(columns, [(f.name, f.holds, f.lines, f.source, f.licence, f.folder) for f in word_files()]), format
    )


@words.command("test")
def words_test(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence; - is standard input.")],
    words: WordsOption = None,
    format: FormatOption = None,
) -> None:
    """Show what each word of a text is taken for, and which line of which word file says so.

    Example: `guanxi words test 岚山市科技局局长闻采薇出席`
    """
    from .loaders.wordfiles import recognised, use
    from .queries.output import Answer
    from .queries.problems import UsageProblem

    use(words or [])
    if not (said := sys.stdin.read() if text == "-" else text).strip():
        raise UsageProblem("no text: name a sentence")
    columns = ("word", "class", "meaning", "file", "line")
    rows = [(r.word, r.letter, r.meaning, r.file, r.line or "") for r in recognised(said)]
    _print(Answer.of(columns, rows), format)


def _exported(source: str) -> bool:
    """Whether a graph that is copied is a file that `export` wrote."""
    return "://" not in source and source.endswith(".jsonl")


@app.command()
def export(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Its ending tells the format; - is standard output; without it, a list."),
    ] = "",
    names: NamesArgument = None,
    hops: AroundOption = 1,
    types: TypesOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    format: Annotated[str, typer.Option("--format", "-f", help="The format, where the ending does not tell.")] = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Write the graph, or names and what surrounds them, for another program; without a file, list the formats.

    A name that ends with a slash is a folder, filled with files for `neo4j-admin database import`, as by `copy`.

    Example: `guanxi export graph.gexf`

    Example: `guanxi export 桑知夏.xlsx 桑知夏 --hops 2 --since 2020`

    Example: `guanxi export - --format cypher | cypher-shell`
    """
    from dataclasses import replace

    from .graph.exchange.content import Extent
    from .graph.exchange.formats import EXCHANGES, Unfit, exchange_for
    from .graph.exchange.formats import export as exported
    from .queries.find import resolve_or_articles
    from .queries.output import Answer
    from .queries.problems import NothingFound, UsageProblem
    from .queries.progress import Progress

    if not file:
        _print(Answer.of(("format", "ending", "for"), [e.told() for e in EXCHANGES.values()]), None)
        return
    bounds = Extent((), hops, _date(since), _date(until), _known(types))
    if file.endswith(("/", "\\")):
        if names or not bounds.all or format:
            raise UsageProblem("a folder takes all of the graph: leave out names, dates, types and --format")
        copy(graph, file)
        return
    try:
        exchange = exchange_for(file, format)
        exchange.takes(replace(bounds, ids=tuple(names or ())))
    except Unfit as problem:
        raise UsageProblem(str(problem)) from problem
    with _opened(graph) as store:
        ids = tuple(id_ for name in names or () for id_ in resolve_or_articles(store, name))
        progress = Progress("rows")
        there = exported(store, file, exchange, replace(bounds, ids=ids), progress.step)
        progress.end()
    if not there:
        raise NothingFound("there is nothing to write: the graph holds no relationships like these")
    if file != "-":
        _wrote(file)


# -- questions ---------------------------------------------------------------------------------------------------------


@app.command()
def find(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name, an alias, a part of one, traditional characters, or pinyin.")
    ],
    limit: LimitOption = 50,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Find people, bodies, places and events by name.

    Example: `guanxi find 民政局`

    Example: `guanxi find mzj`

    Example: `guanxi find Person:桑知夏`
    """
    from .queries.find import find as found_by
    from .queries.find import nothing
    from .queries.output import Answer

    with _opened(graph) as store:
        found = found_by(store, name, limit)
        if not found:
            raise nothing(store, name)
        columns = ("name", "kind", "articles", "by", "matched", "id", "aliases")
        rows = [(f.name, f.label, f.articles, f.how, f.matched, f.id, f.aliases) for f in found]
        _print(Answer.of(columns, rows), format)


@app.command()
def show(
    name: NameArgument,
    limit: LimitOption = 25,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="A file, its ending tells the format: .md, .docx, …")
    ] = "-",
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """The dossier of a name: posts, memberships, events, signings and ties, each with date, sentence and source.

    Example: `guanxi show 桑知夏`

    Example: `guanxi show 芜湖市 --format md`

    Example: `guanxi show 桑知夏 -o 桑知夏.docx`
    """
    from .queries.dossier import dossier
    from .queries.find import resolve
    from .queries.saving import check, save

    check(output, format)
    with _opened(graph) as store:
        answer = dossier(store, resolve(store, name), limit)
    if output == "-":
        _print(answer, format)
    else:
        save(answer, output, format)
        _wrote(output)


@app.command()
def connect(
    names: Annotated[list[str], typer.Argument(metavar="A B [C…]", help="Two names or more, each as for `find`.")],
    hops: HopsOption = 6,
    paths: Annotated[int, typer.Option(min=1, help="At most so many connections.")] = 5,
    via: ViaOption = None,
    not_via: NotViaOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    planned: PlannedOption = False,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """How two names connect: the strongest of the short chains, each step with its sentence and source.

    Of three names or more it is the smallest tree that joins them all.

    Example: `guanxi connect 黎婉仪 桑知夏`

    Example: `guanxi connect 黎婉仪 桑知夏 --not-via 仇雨霖 --since 2021`

    Example: `guanxi connect 黎婉仪 桑知夏 苗若谷`
    """
    from .queries.connect import connect as connections
    from .queries.connect import join
    from .queries.find import resolve
    from .queries.paths import Limits
    from .queries.problems import NothingFound, UsageProblem
    from .queries.trees import MOST

    if not 2 <= len(names) <= MOST:
        raise UsageProblem(f"name two that are to be connected, or up to {MOST}")
    if len(names) > 2 and via:
        raise UsageProblem("--via is for the connection of two names: name all that are to be joined instead")
    with _opened(graph) as store:
        ends = [resolve(store, name) for name in names]
        for one, other in pairwise(ends):
            if one.id == other.id:
                raise UsageProblem(f"two of the names are the same: {one.told()}")
        left_out = [resolve(store, name).id for name in not_via or ()]
        without = frozenset(store.index().numbers(left_out).values())
        limits = Limits(hops, paths, _date(since), _date(until), planned, without=without)
        if len(ends) > 2:
            answer = join(store, ends, limits)
        else:
            answer = connections(store, ends[0], ends[1], limits, [resolve(store, name) for name in via or ()])
        if answer.empty:
            hint = "" if planned else " (--planned lets what is only announced count)"
            raise NothingFound(f"nothing connects {' and '.join(e.name for e in ends)} within {hops} steps{hint}")
        _print(answer, format)


@app.command()
def meet(
    name: NameArgument,
    limit: LimitOption = 25,
    since: SinceOption = "",
    until: UntilOption = "",
    planned: PlannedOption = False,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Who shares events, bodies, signings and meetings with a name: how often, and last when.

    Example: `guanxi meet 桑知夏 --since 2022`
    """
    from .queries.find import resolve
    from .queries.meet import meet as shares
    from .queries.problems import NothingFound

    with _opened(graph) as store:
        found = resolve(store, name)
        answer = shares(store, found, limit=limit, since=_date(since), until=_date(until), planned=planned)
        if answer.empty:
            raise NothingFound(f"{found.name} shares no event, body, signing or meeting with anybody")
        _print(answer, format)


@app.command()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="In Chinese or English; without it, what can be asked is listed.")
    ] = "",
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Ask in words: the question's Cypher is shown on standard error, and then its answer.

    What is not understood is not answered; a time may be added (2021年以来, 去年, since 2020).

    Example: `guanxi ask "谁和仇雨霖一起出席过活动？"`

    Example: `guanxi ask "Who is the chairman of 银桥集团?"`
    """
    from .queries import ask as asking
    from .queries.overview import questions
    from .queries.problems import NothingFound

    if not question:
        _print(questions(), format)
        return
    with _opened(graph) as store:
        understood = asking.understand(store, question)
        _tell(f"{understood.told()}\n{asking.shown(understood)}")
        answer = asking.answered(store, understood)
        if answer.empty:
            raise NothingFound("no article in the graph says so")
        _print(answer, format)


@app.command()
def mcp(graph: GraphOption = DEFAULT_GRAPH) -> None:
    """Let an assistant question the graph: a server of the Model Context Protocol on standard input and output.

    It only reads. It needs `pip install 'guanxi[mcp]'`; docs/mcp.md shows how an assistant is told of it.

    Example: `guanxi mcp --graph guanxi.lbug`
    """
    from .graph.model import InputError

    try:
        from .queries.assistants import server
    except ModuleNotFoundError as problem:
        raise InputError(f"{problem.name} is not installed: pip install 'guanxi[mcp]'") from problem
    server(lambda: _opened(graph)).run("stdio")


@app.command()
def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The report; without it, all are listed.")] = "",
    param: ParamOption = None,
    reports: ReportsOption = None,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """List the reports, or run one.

    Example: `guanxi report`

    Example: `guanxi report who-spoke-where -p who=桑知夏`

    Example: `guanxi report mentions --format jsonl`
    """
    from .queries import reports as shelf
    from .queries.output import Answer, Section
    from .queries.overview import report_list

    if not name:
        _print(report_list(shelf.reports(reports)), format)
        return
    chosen = shelf.report_named(name, reports)
    given = _pairs(param)
    shelf.arguments(chosen, given)  # what is wrong with them is said before the graph is opened
    with _opened(graph) as store:
        table = shelf.run(store, chosen, given)
    _print(Answer((Section("", table),), f"{chosen.title} · {chosen.title_zh}"), format)
    if not table.rows:
        _leave(NOTHING_FOUND, f"report {name}: nothing found")


@app.command()
def cypher(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help="One Cypher statement; - reads it from standard input.")
    ],
    param: ParamOption = None,
    write: Annotated[bool, typer.Option("--write", help="Let the statement change the graph.")] = False,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Ask the graph in Cypher. Nodes are `Entity` with label, name and aliases; `guanxi schema` lists the rest.

    Example: `guanxi cypher "MATCH (p:Entity {label: 'Person'})-[r:SPOKE_AT]->(e) RETURN p.name, e.name LIMIT 5"`
    """
    from .queries.output import Answer

    statement = sys.stdin.read() if query == "-" else query
    with _opened(graph, write=write) as store:
        values = {key: _value(value) for key, value in _pairs(param).items()}
        rows = store.change(statement, values) if write else store.query(statement, values)
    _print(Answer.of(rows.columns, rows.rows), format)


@app.command()
def render(
    names: NamesArgument = None,
    output: OutputOption = "guanxi.html",
    hops: AroundOption = 1,
    types: TypesOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    max_nodes: NodesOption = 2000,
    language: LanguageOption = "zh",
    connect_: Annotated[bool, typer.Option("--connect", help="Only what connects the names.")] = False,
    report_: Annotated[str, typer.Option("--report", metavar="REPORT", help="What this report names.")] = "",
    param: ParamOption = None,
    open_: OpenOption = False,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Draw names and what surrounds them, or all, as one HTML page that works offline and can be mailed.

    Example: `guanxi render`

    Example: `guanxi render 黎婉仪 桑知夏 --connect`

    Example: `guanxi render --report who-spoke-where -p who=桑知夏`

    Example: `guanxi render 桑知夏 --hops 2 -o page.html --open`
    """
    from .graph.view import picture_of
    from .graph.view import render as page
    from .queries.find import resolve_or_articles
    from .queries.problems import NothingFound, UsageProblem

    known = _known(types)
    if report_ and names:
        raise UsageProblem("draw either names or a report: leave out one of them")
    bounds = {"since": _date(since), "until": _date(until)}
    with _opened(graph) as store:
        if report_:
            ids, hops = _named_by(store, report_, param), 0
        elif connect_:
            ids, hops = _connecting(store, names or (), **bounds), 0
        else:
            ids = [id_ for name in names or () for id_ in resolve_or_articles(store, name)]
        picture = picture_of(store, ids, hops=hops, types=known, max_nodes=max_nodes, **bounds)
    if not picture.nodes:
        raise NothingFound("there is nothing to draw: the graph holds no relationships like these")
    title = "、".join(names or ()) or report_ or "guanxi · 关系"
    _save(output, page(picture, title=title, language=language, max_nodes=max_nodes))
    if open_ and output != "-":
        typer.launch(str(Path(output).absolute()))


def _named_by(store: Store, report: str, param: list[str] | None) -> Sequence[str]:
    from .queries import reports as shelf
    from .queries.problems import NothingFound

    table = shelf.run(store, shelf.report_named(report), _pairs(param))
    ids = shelf.named_in(store, table)
    if not ids:
        raise NothingFound(f"report {report} names nothing that can be drawn")
    return ids


def _connecting(store: Store, names: Sequence[str], since: str, until: str) -> Sequence[str]:
    from .queries.connect import nodes_between
    from .queries.find import resolve
    from .queries.paths import Limits
    from .queries.problems import NothingFound, UsageProblem
    from .queries.trees import MOST

    if not 2 <= len(set(names)) <= MOST:
        raise UsageProblem(f"name two that are to be connected, or up to {MOST}")
    ids = nodes_between(store, [resolve(store, name) for name in names], Limits(6, 5, since, until, False))
    if not ids:
        raise NothingFound(f"nothing connects {' and '.join(names)}")
    return ids


@app.command()
def analyse(
    names: NamesArgument = None,
    hops: Annotated[int, typer.Option(min=1, max=6, help="So many steps around the names.")] = 2,
    types: TypesOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    planned: PlannedOption = False,
    limit: LimitOption = 25,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Keep the measures in the graph, for reports (central, brokers, communities)."),
    ] = False,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Who is central, who joins regions, and which communities there are, in all of the graph or around names.

    Example: `guanxi analyse`

    Example: `guanxi analyse 桑知夏 --hops 3 --since 2021`
    """
    from .graph.analysis import Bounds
    from .queries.analyse import analyse as measured
    from .queries.find import resolve
    from .queries.problems import NothingFound

    known = _known(types)
    with _opened(graph, write=keep) as store:
        around = [resolve(store, name) for name in names or ()]
        bounds = Bounds(known, _date(since), _date(until), planned)
        answer, measures = measured(store, around, hops, bounds, limit)
        if not measures:
            raise NothingFound("there is nothing to measure: the graph holds no relationships like these")
        if keep:
            store.keep(measures)
        _print(answer, format)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; by default a free one.", show_default=False)
    ] = 0,
    reports: ReportsOption = None,
    language: LanguageOption = "zh",
    open_: OpenOption = False,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Explore a graph of any size in the browser: the page of `render`, fed from the graph as one goes along.

    Only this machine can reach it, by an address with a secret token, and it changes nothing. Ctrl-C ends it.

    Example: `guanxi serve --open`

    Example: `guanxi serve --graph bolt://localhost --port 8765`
    """
    from .queries.serve import Server

    with _opened(graph) as store, suppress(KeyboardInterrupt):
        server = Server(store, port=port, language=language, reports=reports)
        server.heed_signals()
        typer.echo(server.url)
        _tell("serving, for this machine only; Ctrl-C ends it")
        sys.stdout.flush()
        if open_:
            typer.launch(server.url)
        server.run()


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(metavar="DIR", help="Where graph and page are written.")] = Path("."),
    open_: OpenOption = False,
) -> None:
    """See it work: load a bundled sample of invented news, print a connection and a report, write the page.

    Example: `guanxi demo`
    """
    import tomllib

    articles = Path(__file__).parent / "queries" / "demo"
    tour = tomllib.loads((articles / "tour.toml").read_text("utf-8"))
    start, goal, chosen = tour["start"], tour["goal"], tour["report"]
    folder.mkdir(parents=True, exist_ok=True)
    graph, page = str(folder / "guanxi-demo.lbug"), str(folder / "guanxi.html")
    for leftover in folder.glob("guanxi-demo.lbug*"):  # built anew each time
        leftover.unlink()
    typer.echo(f"$ guanxi load {articles} -g {graph}")
    load([str(articles)], graph=graph)
    typer.echo(f"\n$ guanxi connect {start} {goal} --paths 2 -g {graph}")
    connect([start, goal], paths=2, graph=graph, format=Format.table)
    typer.echo(f"\n$ guanxi report {chosen} -g {graph}")
    with suppress(typer.Exit):  # a report that finds nothing does not end the tour
        report(chosen, graph=graph, format=Format.table)
    typer.echo(f"\n$ guanxi render -g {graph} -o {page}")
    render(output=page, open_=open_, graph=graph)
    typer.echo(
        f"\nOpen {page} in a browser. Then try:\n"
        f"  guanxi show {start} -g {graph}\n"
        f"  guanxi meet {start} -g {graph}\n"
        f"  guanxi report -g {graph}\n"
        "  guanxi load FOLDER-OF-YOUR-OWN"
    )


# -- the graph itself --------------------------------------------------------------------------------------------------


SameArgument = Annotated[str, typer.Argument(metavar="A", help="A name, or NAME@ARTICLE for one mention of it.")]
OtherArgument = Annotated[str, typer.Argument(metavar="B", help="The other.")]


@same.command("suggest")
def same_suggest(
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    graph: GraphOption = DEFAULT_GRAPH,
    format: FormatOption = None,
) -> None:
    """Pairs of nodes that may be one, the likeliest first, with the reasons. Nothing is changed.

    Example: `guanxi same suggest --limit 10`
    """
    from .queries.same import suggest

    with _opened(graph) as store:
        answer = suggest(store, limit)
        if answer.empty:
            _leave(NOTHING_FOUND, "nothing is in doubt: no two nodes have reasons to be one, and too few")
        _print(answer, format)


@same.command("merge")
def same_merge(one: SameArgument, other: OtherArgument, graph: GraphOption = DEFAULT_GRAPH) -> None:
    """Decide that two names are one. The decision is kept for all later loads; `guanxi same undo` takes it back.

    Example: `guanxi same merge 云岫公司 成都云岫信息技术有限公司`
    """
    _decide("merge", one, other, graph)


@same.command("split")
def same_split(one: SameArgument, other: OtherArgument, graph: GraphOption = DEFAULT_GRAPH) -> None:
    """Decide that two names are never one, nor anything that is one with either.

    Example: `guanxi same split 闻采薇@spring.txt 闻采薇@autumn.txt`
    """
    _decide("split", one, other, graph)


def _decide(what: str, one: str, other: str, graph: str) -> None:
    from .queries.same import decide

    with _opened(graph, write=True) as store:
        decision = decide(store, what, one, other)
    _tell(f"decision {decision.number}: {what} {one} {other}")


@same.command("why")
def same_why(
    one: SameArgument, other: OtherArgument, graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = None
) -> None:
    """Why two names are one node, or two: the reasons, with sentences and articles.

    Example: `guanxi same why 银桥集团 银桥养老服务集团有限公司`
    """
    from .queries.same import why

    with _opened(graph) as store:
        _print(why(store, one, other), format)


@same.command("undo")
def same_undo(
    number: Annotated[
        int, typer.Argument(metavar="[NUMBER]", help="The decision's number; the last one by default.")
    ] = 0,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Take a decision back; the journal keeps both.

    Example: `guanxi same undo 3`
    """
    from .queries.same import undo

    with _opened(graph, write=True) as store:
        decision = undo(store, number)
    _tell(f"decision {decision.number}: undoes decision {decision.of}")


@same.command("log")
def same_log(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = None) -> None:
    """The journal of decisions by hand: number, time, names, whether in force.

    Example: `guanxi same log`
    """
    from .queries.same import log

    with _opened(graph) as store:
        answer = log(store)
        if answer.empty:
            _leave(NOTHING_FOUND, "no decision was made yet")
        _print(answer, format)


@app.command()
def stats(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = None) -> None:
    """Count what the graph holds, by label and by type.

    Example: `guanxi stats --graph news.lbug`
    """
    from .queries.overview import counts

    with _opened(graph) as store:
        _print(counts(store), format)


@app.command()
def schema(format: FormatOption = None) -> None:
    """The labels, relationships and properties that a graph is made of.

    Example: `guanxi schema --format md`
    """
    from .queries.overview import schema_tables

    _print(schema_tables(), format)


@app.command()
def check(graph: GraphOption = DEFAULT_GRAPH, format: FormatOption = None) -> None:
    """Check engine, versions and data, with advice. Exit code 1 if the data is not sound.

    Example: `guanxi check --graph bolt://localhost`
    """
    from .queries.overview import soundness

    with _opened(graph) as store:
        answer, sound = soundness(store)
    _print(answer, format)
    if not sound:
        raise typer.Exit(FAILED)


# -- what the commands share -------------------------------------------------------------------------------------------


def _opened(address: str, *, write: bool = False) -> Store:
    """The graph, to be used in a `with`. A file that is read must be there."""
    from .graph.store import StoreError, open_store

    if not write and "://" not in address and not Path(address).exists():
        raise StoreError(f"there is no graph {address}: `guanxi load PATH…` makes one, --graph names another")
    return open_store(address, read_only=not write)


def _print(answer: Answer, format: Format | None) -> None:
    from .queries.output import write

    write(answer, sys.stdout, format)


def _tell(message: str) -> None:
    """A line for the person, on standard error, so that standard output holds nothing but the answer."""
    typer.echo(f"guanxi: {message}", err=True)


def _leave(code: int, message: str = "") -> None:
    if message:
        _tell(message)
    raise typer.Exit(code)


class _Reading:
    """The articles of a reading. What cannot be read is named on standard error, and the rest goes on."""

    def __init__(self, items: Iterable[Any], total: int = 0, summary: Callable[[], Iterable[str]] = lambda: ()) -> None:
        self._items = items
        self._total = total
        self._summary = summary
        self._bad = 0

    def __iter__(self) -> Iterator[Any]:
        from .loaders.documents import Unreadable
        from .queries.progress import Progress

        progress = Progress("articles", self._total)
        try:
            for number, item in enumerate(self._items, 1):
                if isinstance(item, Unreadable):
                    progress.end()
                    self.refuse([str(item)])
                    continue
                progress.step(number)
                yield item
        finally:
            progress.end()
            for line in self._summary():
                _tell(line)

    def refuse(self, problems: Iterable[str]) -> None:
        """Name inputs that gave nothing."""
        for problem in problems:
            self._bad += 1
            _tell(problem)

    def leave(self) -> None:
        """End the command with its exit code, if there was something that could not be read."""
        if self._bad:
            _leave(SOME_UNREADABLE)


def _read(paths: list[str], jobs: int, dask: str, fields: dict[str, str], fetch: bool) -> _Reading:
    from .loaders import extract as read
    from .loaders.documents import number

    return _Reading(read(paths, jobs, fields, fetch, dask), number(paths))


def _fields(said: str) -> dict[str, str]:
    """`text=content,date=pub` as a dictionary. Raises UsageProblem where it is not like that."""
    from .loaders.documents import FIELDS
    from .queries.problems import UsageProblem

    fields: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in said.split(","))):
        known, _, name = (part.strip() for part in pair.partition("="))
        if known not in FIELDS or not name:
            raise UsageProblem(f"--fields {pair!r} should read FIELD=NAME, and FIELD be one of {', '.join(FIELDS)}")
        fields[known] = name
    return fields


def _asked(
    paths: list[str],
    model: str,
    jobs: int,
    price_in: float | None,
    price_out: float | None,
    fields: dict[str, str],
    fetch: bool,
) -> _Reading:
    """The articles as a language model reads them; what that takes is told before and after."""
    from .loaders.llm import AT_ONCE, Prices, Questions
    from .queries.problems import UsageProblem

    if (price_in is None) != (price_out is None):
        raise UsageProblem("the cost needs both --price-in and --price-out")
    prices = Prices(price_in, price_out) if price_in is not None and price_out is not None else None
    questions = Questions.of(paths, model, jobs if jobs > 1 else AT_ONCE, prices, fields, fetch)
    _tell(questions.estimate())
    return _Reading(questions, len(questions.items), questions.summary)


def _save(path: str, text: str) -> None:
    """Write a text as UTF-8, to standard output for `-`."""
    from .graph.model import InputError

    if path == "-":
        sys.stdout.write(text)
        return
    try:
        Path(path).write_text(text, "utf-8", newline="\n")
    except OSError as problem:
        raise InputError(f"{path} cannot be written ({problem.strerror}): name another file with -o") from problem
    _wrote(path)


def _wrote(path: str) -> None:
    _tell(f"wrote {path} ({Path(path).stat().st_size / 1e6:.1f} MB)")


def _pairs(given: list[str] | None) -> dict[str, str]:
    """`key=value` texts as a dictionary."""
    from .queries.problems import UsageProblem

    pairs: dict[str, str] = {}
    for text in given or ():
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise UsageProblem(f"-p {text!r} should read -p key=value")
        pairs[key.strip()] = value
    return pairs


def _value(text: str) -> Any:
    """A parameter of one's own Cypher: JSON where it is some (5, true, ["a"]), else the text itself."""
    import json

    try:
        return json.loads(text)
    except ValueError:
        return text


def _known(types: list[str] | None) -> tuple[str, ...]:
    """Types of the command line. Raises UsageProblem where the schema lacks one."""
    from .graph.schema import schema as known
    from .queries.problems import UsageProblem

    for type_ in types or ():
        if type_ not in known().relationships:
            raise UsageProblem(f"there is no relationship {type_!r} (`guanxi schema` lists them)")
    return tuple(types or ())


def _date(text: str) -> str:
    """A date of the command line. Raises UsageProblem where it is none."""
    from .queries.problems import UsageProblem
    from .queries.reports import DATE

    if text and not DATE.fullmatch(text):
        raise UsageProblem(f"{text!r} is no date like 2020, 2020-11 or 2020-11-27")
    return text
