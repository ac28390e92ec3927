"""The commands as people call them: answers, one clear line for what is wrong, and the exit code."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import neo4j_server
import orjson
import pytest
from guanxi.cli import app
from guanxi.graph.model import ArticleGraph
from sample import WORLD
from typer.testing import CliRunner

ANSWERED, FAILED, USAGE, NOTHING_FOUND, SOME_UNREADABLE = range(5)
COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)
NEWS = "本报讯 2021年5月20日，岚山市科学技术局局长闻采薇出席首届岚山发展论坛并致辞。\n"


class Told:
    """What a command printed on standard output and error, and its exit code."""

    def __init__(self, *words: str, stdin: str | bytes | None = None) -> None:
        result = CliRunner().invoke(app, list(words), input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr

    @property
    def line(self) -> str:
        """The one line on standard error."""
        (line,) = self.err.splitlines()
        return line


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own, and none of the caller's settings."""
    for name in [name for name in os.environ if name.startswith("GUANXI_") and "TEST" not in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GUANXI_WORDS", "")  # what --words puts there ends with the test
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def facts(folder: Path) -> Path:
    """What `guanxi extract --format jsonl` would print of the small world."""
    return write_facts(folder / "facts.jsonl", WORLD)


@pytest.fixture
def loaded(facts: Path) -> Path:
    assert Told("load", str(facts)).code == ANSWERED
    return facts


def write_facts(path: Path, graphs: tuple[ArticleGraph, ...]) -> Path:
    path.write_bytes(b"\n".join(orjson.dumps(graph.to_json()) for graph in graphs))
    return path


# -- articles ----------------------------------------------------------------------------------------------------------


def test_extract_prints_one_json_a_line(folder: Path) -> None:
    (folder / "news.txt").write_text(NEWS, "utf-8")
    told = Told("extract", "news.txt")
    assert told.code == ANSWERED
    (line,) = told.out.splitlines()
    read = json.loads(line)
    assert read["article"]["source"] == "news.txt"
    assert all(NEWS[e["evidence"]["start"] : e["evidence"]["end"]] == e["evidence"]["text"] for e in read["edges"])
    assert Told("extract", "-", stdin=NEWS).code == ANSWERED


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "tsv", "md", "table"])
def test_extract_prints_in_every_format(facts: Path, format: str) -> None:
    told = Told("extract", str(facts), "--format", format)
    assert told.code == ANSWERED and "首届岚山发展论坛" in told.out


def test_extract_keeps_the_order_with_several_processes(folder: Path) -> None:
    for n in range(20):
        (folder / f"{n:02}.txt").write_text(NEWS.replace("首届", f"第{n + 2}届"), "utf-8")
    one = Told("extract", str(folder))
    assert one.out == Told("extract", str(folder), "--jobs", "2").out and len(one.out.splitlines()) == 20


def test_fields_are_named_on_the_command_line(folder: Path) -> None:
    (folder / "corpus.csv").write_text(f"id,inhalt,pub\n1,{NEWS.strip()},2021-05-21\n", "utf-8")
    assert "--fields" in Told("load", "corpus.csv").line
    assert not (folder / "guanxi.lbug").exists()
    assert Told("load", "corpus.csv", "--fields", "text=inhalt,date=pub").code == ANSWERED
    told = Told("extract", "corpus.csv", "--fields", "text=inhalt, date=pub")
    assert orjson.loads(told.out)["article"]["date"] == "2021-05-21"
    wrong = Told("load", "corpus.csv", "--fields", "txt=inhalt")
    assert wrong.code == USAGE and "text, title, date, publisher, url, id" in wrong.line
    missing = Told("load", "corpus.csv", "--fields", "text=content")
    assert missing.code == SOME_UNREADABLE and "'content'" in missing.line and "'inhalt'" in missing.line


def test_a_url_is_fetched_only_when_that_is_wanted() -> None:
    told = Told("extract", "http://127.0.0.1:1/a.html")
    assert told.code == SOME_UNREADABLE and "--fetch" in told.line
    assert "cannot be fetched" in Told("extract", "--fetch", "http://127.0.0.1:1/a.html").line


def test_extract_explains(folder: Path) -> None:
    (folder / "news.txt").write_text(NEWS, "utf-8")
    told = Told("extract", "news.txt", "--explain")
    assert told.code == ANSWERED and "闻采薇" in told.out


def test_own_words_change_what_is_read(folder: Path) -> None:
    (folder / "news.txt").write_text("2021年5月20日，星禾掌舵人闻采薇出席首届岚山发展论坛并致辞。\n", "utf-8")
    (folder / "own").mkdir()
    (folder / "own" / "titles.tsv").write_text("word\tkind\n掌舵人\tpost\n", "utf-8")
    bodies = "name\taliases\tlabel\n岚山星禾集团有限公司\t星禾\tCompany\n"
    (folder / "own" / "agencies.tsv").write_text(bodies, "utf-8")
    assert Told("load", "news.txt").out.startswith("1 articles added")
    assert Told("find", "岚山星禾集团有限公司").code == NOTHING_FOUND
    one, two = (Told("extract", "news.txt", "news.txt", "--words", "own", "--jobs", jobs) for jobs in "12")
    assert one.out == two.out and '"title":"掌舵人"' in one.out and "岚山星禾集团有限公司" in one.out
    assert Told("load", "news.txt", "--words", "own").out.startswith("0 articles added, 1 replaced")
    assert "掌舵人" in Told("show", "岚山星禾集团有限公司").out


def test_words_are_listed_and_tested(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "titles.tsv").write_text("# Source: us. Licence: ours.\nword\tkind\n掌舵人\tpost\n", "utf-8")
    listed = json.loads(Told("words", "list", "--words", "own", "-f", "json").out)
    assert (listed[0]["file"], listed[0]["words"], listed[0]["source"]) == ("titles.tsv", 1, "us.")
    assert listed[0]["folder"] == str(folder / "own") and all(f["licence"] and f["words"] for f in listed)
    tested = json.loads(Told("words", "test", "掌舵人闻采薇出席", "--words", "own", "-f", "json").out)
    assert tested[0] | {"file": "", "line": 0} == {
        "word": "掌舵人", "class": "T", "meaning": "title", "file": "", "line": 0,
    }  # fmt: skip
    assert (tested[0]["file"], tested[0]["line"]) == (str(folder / "own" / "titles.tsv"), 3)
    assert {"word": "闻采薇", "class": "x", "meaning": "unknown", "file": "", "line": ""} in tested
    assert Told("words", "test", " ").code == USAGE


def test_wrong_words_are_named_by_file_and_line(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "news.txt").write_text(NEWS, "utf-8")
    told = Told("extract", "news.txt", "--words", "own/titles.tsv")
    assert told.code == FAILED and "no such folder of words" in told.line
    (folder / "own" / "titles.tsv").write_text("word\tkind\n掌舵人\tboss\n", "utf-8")
    told = Told("load", "news.txt", "--words", "own")
    assert told.code == FAILED and f"{folder / 'own' / 'titles.tsv'}:2: kind 'boss' is not known" in told.line
    assert not (folder / "guanxi.lbug").exists()


def test_settings_stand_under_flags_and_environment(folder: Path, facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "guanxi.toml").write_text('graph = "mine.lbug"\nformat = "json"\njobs = 2\n', "utf-8")
    assert Told("load", str(facts)).code == ANSWERED and (folder / "mine.lbug").exists()
    assert json.loads(Told("find", "闻采薇").out)[0]["name"] == "闻采薇"
    assert Told("find", "闻采薇", "--format", "tsv").out.startswith("name\t")
    monkeypatch.setenv("GUANXI_GRAPH", "none.lbug")
    assert "there is no graph none.lbug" in Told("find", "闻采薇").line


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('grph = "a"', "guanxi.toml: no setting is called 'grph'; there are graph"),
        ('jobs = "two"', "guanxi.toml: jobs needs a number"),
        ('format = "pdf"', "guanxi.toml: format 'pdf' is not known; one of table"),
        ("graph =", "guanxi.toml: no TOML in UTF-8"),
    ],
)
def test_a_wrong_setting_is_named(folder: Path, content: str, says: str) -> None:
    (folder / "guanxi.toml").write_text(content, "utf-8")
    told = Told("stats")
    assert told.code == FAILED and says in told.line


def test_load_is_idempotent_and_takes_what_extract_printed(facts: Path) -> None:
    assert Told("load", str(facts)).out.startswith("4 articles added, 0 replaced, 0 unchanged: 15 new nodes")
    assert Told("load", str(facts)).out.startswith("0 articles added, 0 replaced, 4 unchanged: 0 new nodes, 0 edges")
    assert Told("load", "-", "-g", "other.lbug", stdin=facts.read_bytes()).out.startswith("4 articles added")


def test_remove_takes_an_article_out(loaded: Path) -> None:
    assert "removed forum.txt" in Told("remove", "forum.txt").line
    assert Told("find", "首届岚山发展论坛").code == NOTHING_FOUND
    told = Told("remove", "forum.txt")
    assert told.code == NOTHING_FOUND and "no article 'forum.txt'" in told.line


# -- questions ---------------------------------------------------------------------------------------------------------


def test_find_and_show(loaded: Path) -> None:
    assert Told("find", "wcw").out.splitlines()[1].startswith("闻采薇\tPerson\t3\tpinyin\t闻采薇\tp")
    told = Told("show", "青禾公司", "--format", "md")
    assert told.code == ANSWERED and "# 青禾智能科技有限公司 — 企业 Company" in told.out and "30%" in told.out
    assert json.loads(Told("show", "闻采薇", "--format", "json").out)[1]["rows"][0]["detail"] == "局长"


def test_connect_quotes_every_step(loaded: Path) -> None:
    told = Told("connect", "闻采薇", "云岭大学", "--format", "table", "--paths", "1")
    assert told.code == ANSWERED and told.out.count("“") == 4
    assert "1. 闻采薇 —member of—→ 岚山市科学技术局" in told.out
    through = Told("connect", "闻采薇", "云岭大学", "--via", "桑榆南", "--not-via", "青禾公司", "--format", "jsonl").out
    assert "桑榆南" in through and "青禾" not in through


def test_meet(loaded: Path) -> None:
    assert Told("meet", "闻采薇").out.splitlines()[2].startswith("卓一岚\tPerson\t2\t1")


def test_reports_are_listed_and_run(loaded: Path, folder: Path) -> None:
    assert len(Told("report").out.splitlines()) > 20
    told = Told("report", "members-of", "-p", "body=机器人联盟", "--format", "jsonl")
    assert next(json.loads(line)["member"] for line in told.out.splitlines()) == "青禾智能科技有限公司"
    own = folder / "own"
    own.mkdir()
    (own / "mine.cypher").write_text("// title: Mine\nMATCH (n:Entity) RETURN count(*) AS number", "utf-8")
    assert Told("report", "mine", "--reports", str(own)).out == "number\n19\n"


def test_cypher_reads_and_writes_only_when_asked(loaded: Path) -> None:
    query = "MATCH (p:Entity {label: $label}) RETURN p.name AS name ORDER BY name LIMIT $most"
    assert Told("cypher", query, "-p", "label=Person", "-p", "most=1").out == "name\n卓一岚\n"
    assert Told("cypher", "-", stdin="RETURN 1 AS one").out == "one\n1\n"
    change = "MATCH (p:Entity {name: '闻采薇'}) SET p.date = '1999'"
    told = Told("cypher", change)
    assert told.code == FAILED and "--write" in told.line
    assert Told("cypher", change, "--write").code == ANSWERED
    assert Told("cypher", "MATCH (p:Entity {name: '闻采薇'}) RETURN p.date AS date").out == "date\n1999\n"


def test_copy_makes_an_equal_graph(loaded: Path) -> None:
    told = Told("copy", "--from", "guanxi.lbug", "--to", "other.lbug")
    assert (told.code, told.err) == (ANSWERED, "")
    assert told.out.startswith(f"{len(WORLD)} articles copied, 0 replaced, 0 unchanged: ")
    assert Told("stats", "-f", "tsv").out == Told("stats", "-f", "tsv", "-g", "other.lbug").out
    assert Told("copy", "--from", "guanxi.lbug", "--to", "other.lbug").out.startswith(
        f"0 articles copied, 0 replaced, {len(WORLD)} un"
    )


def test_copy_writes_files_for_the_import_tool(loaded: Path) -> None:
    told = Told("copy", "--from", "guanxi.lbug", "--to", "import/")
    assert told.code == ANSWERED
    assert told.out.startswith("cd import && neo4j-admin database import full neo4j")
    assert Path("import/Person.csv").read_text("utf-8").count("\n") == 4


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ("nowhere.lbug", "other.lbug", "there is no graph nowhere.lbug"),
        ("guanxi.lbug", "guanxi.lbug", "open already"),
        ("guanxi.lbug", "nowhere/other.lbug", "there is no folder nowhere"),
        ("guanxi.lbug", "bolt://127.0.0.1:1", "no Neo4j answers"),
    ],
)
def test_copy_says_what_is_wrong(loaded: Path, source: str, target: str, says: str) -> None:
    told = Told("copy", "--from", source, "--to", target)
    assert told.code == FAILED
    assert says in told.line


def test_progress_tells_what_remains() -> None:
    from guanxi.queries.progress import told

    assert told("articles", 1200, 3400, 6.0) == "1,200 of 3,400 articles, 11 s left"
    assert told("rows", 10, 10_000, 6.0) == "10 of 10,000 rows, 100 min left"
    assert told("articles", 1200, 0, 6.0) == "1,200 articles"


def test_stats_schema_and_check(loaded: Path) -> None:
    assert "Nodes · 节点\tPerson\t人物\t4" in Told("stats").out
    assert "MEMBER_OF" in Told("schema").out and "Person → org" in Told("schema").out
    told = Told("check")
    assert told.code == ANSWERED and "data\tsound" in told.out and "LadybugDB" in told.out


def test_export_writes_what_the_ending_tells_and_lists_the_formats(loaded: Path, folder: Path) -> None:
    told = Told("export", "part.csv", "闻采薇", "--since", "2022")
    assert told.code == ANSWERED and told.line.startswith("guanxi: wrote part.csv")
    table = (folder / "part.csv").read_text("utf-8-sig")
    assert "2022岚山技能大赛" in table and "首届岚山发展论坛" not in table
    assert json.loads(Told("export", "-", "--format", "jsonld").out)["@context"]
    assert "nodelink\t.json" in Told("export").out


def test_an_exported_graph_is_copied_back_and_not_loaded(loaded: Path, folder: Path) -> None:
    assert Told("export", "graph.jsonl").code == ANSWERED
    told = Told("load", "graph.jsonl", "-g", "other.lbug")
    assert told.code == SOME_UNREADABLE and "guanxi copy --from graph.jsonl" in told.line
    assert Told("copy", "--from", "graph.jsonl", "--to", "copy.lbug").code == ANSWERED
    assert Told("stats", "-g", "copy.lbug").out == Told("stats").out
    assert Told("export", "again.jsonl", "-g", "copy.lbug").code == ANSWERED
    assert sorted((folder / "again.jsonl").open("rb")) == sorted((folder / "graph.jsonl").open("rb"))


def test_export_fills_a_folder_for_the_import_tool(loaded: Path, folder: Path) -> None:
    assert "neo4j-admin database import" in Told("export", "import/").out
    assert (folder / "import" / "import.args").exists()


def test_show_writes_a_dossier_into_a_file(loaded: Path, folder: Path) -> None:
    for name in ("dossier.md", "dossier.docx", "dossier.json"):
        assert Told("show", "闻采薇", "-o", name).line.startswith(f"guanxi: wrote {name}")
    assert (folder / "dossier.md").read_text("utf-8") == Told("show", "闻采薇", "--format", "md").out


def test_render_writes_one_page(loaded: Path, folder: Path) -> None:
    told = Told("render", "闻采薇", "--hops", "2", "-o", "page.html")
    assert told.code == ANSWERED and "wrote page.html" in told.err
    assert "闻采薇" in (folder / "page.html").read_text("utf-8")
    assert Told("render", "forum.txt", "-o", "-").out.startswith("<!")


def test_render_draws_a_connection_and_a_report(loaded: Path, folder: Path) -> None:
    def drawn() -> set[str]:
        html = (folder / "page.html").read_text("utf-8")
        rows = html.partition('id="nodes">')[2].partition("</script>")[0]
        return {row.get("name") or row["label"].replace("\n", "") for row in json.loads(rows)}

    assert Told("render", "祁望舒", "机器人联盟", "--connect", "-o", "page.html").code == ANSWERED
    assert {"祁望舒", "云岭大学", "云岭省机器人产业联盟"} <= drawn()
    assert "云岭省科学技术厅" not in drawn()  # a neighbour that leads nowhere
    assert Told("render", "--report", "who-spoke-where", "-p", "who=闻采薇", "-o", "page.html").code == ANSWERED
    assert {"闻采薇", "首届岚山发展论坛"} <= drawn()
    assert "桑榆南" not in drawn()


def test_the_graph_may_be_named_by_the_environment(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_GRAPH", "mine.lbug")
    Told("load", str(facts))
    assert Path("mine.lbug").exists() and "mine.lbug" in Told("stats", "--format", "table").out


def test_the_demo_shows_everything_and_can_be_had_again(folder: Path) -> None:
    for _ in range(2):
        told = Told("demo", "--folder", "there")
        assert told.code == ANSWERED, told.err
        assert "8 articles added" in told.out and "“" in told.out and " ↔ " in told.out
        assert {file.name for file in Path("there").iterdir()} >= {"guanxi-demo.lbug", "guanxi.html"}
    said = [line.split() for line in told.out.splitlines() if line.startswith("  guanxi ")]
    for _, *words in said[:-1]:  # what it proposes to try next works
        assert Told(*words).code == ANSWERED


def test_a_graph_in_neo4j_answers_alike(loaded: Path, neo4j_address: str) -> None:
    assert Told("load", str(loaded), "-g", neo4j_address).code == ANSWERED
    for words in (
        ["report", "who-spoke-where"],
        ["connect", "闻采薇", "云岭大学"],
        ["show", "青禾公司"],
        ["find", "qinghe"],
        ["cypher", "MATCH (n:Entity) RETURN n.label AS label, count(*) AS number ORDER BY label"],
    ):
        assert Told(*words).out == Told(*words, "-g", neo4j_address).out != ""
    told = Told("cypher", "MATCH (n) DETACH DELETE n", "-g", neo4j_address)
    assert told.code == FAILED and "--write" in told.line
    assert "Neo4j" in Told("check", "-g", neo4j_address).out


# -- what goes wrong ---------------------------------------------------------------------------------------------------

BAD_INPUTS = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" + bytes(range(256)),
    "broken.txt": "岚山市".encode() + b"\xff\xfe\xfa\x81" * 40,
    "half.jsonl": b'{"article": {"id": "a"',
    "strange.json": b'{"colour": "red"}',
    "missing.txt": None,
    "folder": None,
}


@pytest.mark.parametrize("name", BAD_INPUTS)
@pytest.mark.parametrize("command", ["extract", "load"])
def test_what_cannot_be_read_is_named_and_the_rest_is_done(folder: Path, facts: Path, command: str, name: str) -> None:
    if (content := BAD_INPUTS[name]) is not None:
        (folder / name).write_bytes(content)
    elif name == "folder":
        (folder / name).mkdir()
        (folder / name / "program.exe").write_bytes(b"MZ")
    told = Told(command, name, str(facts))
    assert told.code == SOME_UNREADABLE
    assert name in told.line and "Traceback" not in told.err
    assert len(told.out.splitlines()) == (4 if command == "extract" else 1)
    alone = Told(command, name, *(["-g", "other.lbug"] if command == "load" else []))
    assert alone.code == SOME_UNREADABLE and not alone.out and not Path("other.lbug").exists()


@pytest.mark.parametrize("text", ["四川省青禾公司今日与云岭大学签约。", "岚山市科学技術局局長聞采薇致辭。"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings_are_read(folder: Path, text: str, encoding: str) -> None:
    (folder / "a.txt").write_bytes((text * 5).encode(encoding))
    told = Told("extract", "a.txt")
    assert told.code == ANSWERED and not told.err and "�" not in told.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["find", "聞彩薇"], NOTHING_FOUND, "near: 闻采薇"),
        (["show", "岚山"], USAGE, "'岚山' may be one of several"),
        (["connect", "闻采薇", "闻采薇"], USAGE, "are the same"),
        (
            ["connect", "闻采薇", "省科技厅", "--since", "2030"],
            NOTHING_FOUND,
            "nothing connects 闻采薇 and 云岭省科学技术厅",
        ),
        (["connect", "闻采薇", "云岭大学", "--since", "yesterday"], USAGE, "'yesterday' is no date"),
        (["connect", "闻采薇", "云岭大学", "--hops", "0"], USAGE, "--hops"),
        (["connect", "闻采薇"], USAGE, "name two"),
        (["meet", "云岭省科学技术厅"], NOTHING_FOUND, "shares no event"),
        (["report", "who-spoke"], USAGE, "did you mean who-spoke-where"),
        (["report", "members-of"], USAGE, "needs body"),
        (["report", "members-of", "-p", "body"], USAGE, "-p key=value"),
        (["report", "members-of", "-p", "body=无此会"], NOTHING_FOUND, "nothing found"),
        (["report", "shared-events", "-p", "least=x"], USAGE, "whole number"),
        (["report", "--reports", "nowhere"], FAILED, "nowhere: no such folder"),
        (["cypher", "MATCH (n RETURN n"], FAILED, "RETURN"),
        (["cypher", "RETURN $x"], FAILED, "x"),
        (["cypher", ""], FAILED, "empty"),
        (["render", "闻采薇", "--type", "LIKES"], USAGE, "no relationship 'LIKES'"),
        (["render", "闻采薇", "--connect"], USAGE, "name two"),
        (["render", "闻采薇", "--report", "who-spoke-where"], USAGE, "either names or a report"),
        (["export", "graph.json", "--type", "LIKES"], USAGE, "no relationship 'LIKES'"),
        (["export", "graph.doc"], USAGE, "graph.doc: which format?"),
        (["export", "-"], USAGE, "standard output needs a --format"),
        (["export", "graph.jsonl", "闻采薇"], USAGE, "leave out names"),
        (["export", "import/", "闻采薇"], USAGE, "leave out names"),
        (["export", "nowhere/graph.gexf"], FAILED, "nowhere/graph.gexf cannot be written"),
        (["export", "graph.gexf", "--since", "2999"], NOTHING_FOUND, "nothing to write"),
        (["export", "graph.gexf", "无名氏"], NOTHING_FOUND, "无名氏"),
        (["show", "闻采薇", "-o", "dossier.pdf"], USAGE, "dossier.pdf: which format?"),
        (["copy", "--from", "none.jsonl", "--to", "b.lbug"], FAILED, "none.jsonl cannot be read"),
        (["render", "-o", "nowhere/page.html"], FAILED, "nowhere/page.html cannot be written"),
        (["remove", "none.txt"], NOTHING_FOUND, "no article 'none.txt'"),
        (["show", "闻采薇", "--format", "pdf"], USAGE, "pdf"),
        (["nonsense"], USAGE, "nonsense"),
    ],
)
def test_a_wrong_question_has_its_exit_code_and_says_what_is_wrong(
    loaded: Path, words: list[str], code: int, says: str
) -> None:
    told = Told(*words)
    assert told.code == code, told.err
    assert says in told.err and "Traceback" not in told.err
    assert not told.out or "nothing found" in told.err  # a table without rows still has its header


def test_no_graph_and_a_file_that_is_none(folder: Path, facts: Path) -> None:
    told = Told("stats")
    assert told.code == FAILED and "there is no graph guanxi.lbug" in told.line
    (folder / "letter.lbug").write_text("Dear Sir" * 1000)
    for words in (["stats"], ["load", str(facts)], ["show", "x"]):
        told = Told(*words, "-g", "letter.lbug")
        assert told.code == FAILED and "letter.lbug" in told.line
    assert (folder / "letter.lbug").read_text() == "Dear Sir" * 1000


def test_a_graph_in_a_missing_folder_is_named(facts: Path) -> None:
    told = Told("load", str(facts), "-g", "nowhere/g.lbug")
    assert told.code == FAILED and "nowhere/g.lbug" in told.line


def test_no_neo4j_there(facts: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"bolt://127.0.0.1:{free.getsockname()[1]}"
    for words in (["stats"], ["load", str(facts)]):
        told = Told(*words, "-g", address)
        assert told.code == FAILED and address in told.line


@pytest.mark.neo4j
def test_a_wrong_password_is_said(facts: Path, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with neo4j_server.server(password="right-enough") as server:
            for password in ("", "wrong"):
                monkeypatch.setenv("GUANXI_NEO4J_PASSWORD", password)
                told = Told("load", str(facts), "-g", server.uri)
                assert told.code == FAILED and "GUANXI_NEO4J_PASSWORD" in told.line
            monkeypatch.setenv("GUANXI_NEO4J_PASSWORD", "right-enough")
            assert Told("load", str(facts), "-g", server.uri).code == ANSWERED
    except neo4j_server.Unavailable as problem:
        pytest.skip(str(problem))


# -- the program -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = Told(command, "--help")
    assert told.code == ANSWERED and "Example" in told.out and f"guanxi {command}" in told.out


def test_version_and_bare_call() -> None:
    assert Told("--version").out.startswith("guanxi ")
    assert "COMMAND [ARGS]" in Told().out + Told().err


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "guanxi", *words]
    return subprocess.run(command, capture_output=True, env=os.environ | environment, check=False)


def test_output_is_utf_8_wherever_it_goes(loaded: Path) -> None:
    done = run("find", "闻采薇", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == ANSWERED and "闻采薇" in done.stdout.decode("utf-8")
    assert "闻采薇" in run("find", "聞彩薇", LC_ALL="C", PYTHONIOENCODING="ascii").stderr.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(loaded: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m guanxi report mentions --format jsonl | head -1", shell=True, capture_output=True
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_help_loads_nothing_heavy() -> None:
    heavy = set("ladybug neo4j igraph networkx pyvis lxml rich orjson daachorse opencc numpy mcp".split())
    done = run_python(f"import sys, guanxi.cli; print({heavy} & set(sys.modules))")
    assert done == "set()"


def run_python(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_who_is_one_with_whom_by_hand(loaded: Path) -> None:
    before = Told("same", "log")
    assert (before.code, before.out) == (3, "")
    assert "another" not in Told("same", "why", "青禾智能", "青禾公司").out
    assert "two" in Told("same", "why", "青禾智能", "云岭大学", "--format", "md").out
    assert Told("same", "split", "青禾智能", "云岭大学").code == 0
    refused = Told("same", "merge", "青禾智能", "云岭大学")
    assert refused.code == 1 and "guanxi same undo 1" in refused.err
    assert Told("same", "merge", "闻采薇", "云岭大学").code == 2  # no person is a school
    assert Told("same", "undo").code == 0
    assert [line.split("\t")[2] for line in Told("same", "log").out.splitlines()[1:]] == ["split", "undo"]
    assert Told("same", "undo").code == 2
    assert Told("same", "suggest").code in (0, 3)
