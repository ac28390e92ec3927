"""The stores: what goes in comes out, on both engines, whatever happens in between."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import neo4j_server
import pytest
from guanxi.graph.copying import copy, files_for_import, pieces
from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node
from guanxi.graph.store import LoadReport, Store, StoreError, open_store
from sample import WORLD, graph, many, memory

SPEECH = graph("speech.txt", "2021-05-20", ("SPOKE_AT", "闻采薇", "首届岚山发展论坛", {"role": "致辞"}))


def reworded(article: ArticleGraph, role: str) -> ArticleGraph:
    return replace(article, edges=tuple(replace(e, properties={**e.properties, "role": role}) for e in article.edges))


class TestLoading:
    def test_what_goes_in_is_counted_and_sound(self, store: Store) -> None:
        report = store.load([SPEECH])
        assert report == LoadReport(added=1, nodes=2, edges=3)
        assert store.counts() == {
            "nodes": {"Article": 1, "Event": 1, "Person": 1},
            "edges": {"SPOKE_AT": 1, "MENTIONS": 2},
        }
        assert store.check() == []

    def test_the_same_again_changes_nothing(self, store: Store) -> None:
        store.load(WORLD)
        before = store.dump()
        assert store.load(WORLD) == LoadReport(unchanged=len(WORLD))
        assert store.dump() == before

    def test_a_changed_article_replaces_what_it_said(self, store: Store) -> None:
        store.load([*WORLD, SPEECH])
        before = store.dump()
        report = store.load([reworded(SPEECH, "主持")])
        assert (report.added, report.replaced, report.unchanged) == (0, 1, 0)
        roles = store.query("MATCH ()-[r:SPOKE_AT {article: 'speech'}]->() RETURN r.role AS role")
        assert roles.rows == [["主持"]]
        store.load([SPEECH])
        assert store.dump() == before

    def test_replacing_takes_away_what_is_said_no_longer(self, store: Store) -> None:
        store.load([graph("a.txt", "2021", ("MET_WITH", "闻采薇", "卓一岚", {}))])
        store.load([graph("a.txt", "2021", ("MET_WITH", "闻采薇", "祁望舒", {}))])
        names = store.query("MATCH (n:Entity) WHERE n.label <> 'Article' RETURN n.name AS name ORDER BY name")
        assert names.rows == [["祁望舒"], ["闻采薇"]]
        assert store.check() == []

    def test_the_order_of_loading_is_of_no_account(self, store: Store) -> None:
        articles = many(30)
        store.load(articles)
        before = store.dump()
        store.remove([article.article.id for article in articles])
        store.load(reversed(articles))
        assert store.dump() == before

    def test_parallel_edges_are_all_kept(self, store: Store) -> None:
        store.load(many(40))
        assert store.counts()["edges"]["SPOKE_AT"] == 80
        store.load(many(40))
        assert store.counts()["edges"]["SPOKE_AT"] == 80

    def test_two_versions_in_one_load_leave_the_later(self, store: Store) -> None:
        report = store.load([SPEECH, reworded(SPEECH, "主持")])
        assert (report.added, report.replaced) == (1, 1)
        assert store.query("MATCH ()-[r:SPOKE_AT]->() RETURN r.role AS role").rows == [["主持"]]

    def test_aliases_are_the_forms_of_all_articles(self, store: Store) -> None:
        one, other = (
            ArticleGraph(Article(name, name), (Node("1", "School", "云岭大学", (form,)),), (Mention("1", form, 0, 2),))
            for name, form in (("a", "云大"), ("b", "该校"))
        )
        store.load([one, other])
        aliases = "MATCH (n:Entity {name: '云岭大学'}) RETURN n.aliases AS aliases"
        assert store.query(aliases).rows == [[["云大", "该校"]]]
        store.remove(["a"])
        assert store.query(aliases).rows == [[["该校"]]]

    def test_a_derived_node_has_no_names_in_its_article(self, store: Store) -> None:
        derived = replace(graph("a.txt", "2021", ("PART_OF", "临溪县", "岚山市", {})), mentions=())
        store.load([replace(derived, nodes=tuple(replace(n, aliases=()) for n in derived.nodes))])
        assert store.query("MATCH ()-[m:MENTIONS]->() RETURN m.names AS names").rows == [[[]], [[]]]
        assert store.check() == []

    def test_an_event_has_the_earliest_date_that_is_told(self, store: Store) -> None:
        late, early = (
            graph(day, day, ("ATTENDED", "闻采薇", "首届岚山发展论坛", {})) for day in ("2021-05-21", "2021-05-20")
        )
        store.load([late, early])
        date = "MATCH (e:Entity {label: 'Event'}) RETURN e.date AS date"
        assert store.query(date).rows == [["2021-05-20"]]
        store.remove([early.article.id])
        assert store.query(date).rows == [["2021-05-21"]]

    def test_articles_are_listed_with_their_source(self, store: Store) -> None:
        store.load(WORLD)
        listed = store.articles()
        assert [a["id"] for a in listed] == [
            g.article.id for g in sorted(WORLD, key=lambda g: g.article.date, reverse=True)
        ]
        assert {a["source"] for a in listed} == {g.article.source for g in WORLD}

    def test_progress_is_told(self, store: Store) -> None:
        seen: list[int] = []
        store.load(many(3000), progress=lambda report: seen.append(report.added))
        assert len(seen) > 1
        assert seen == sorted(seen)
        assert seen[-1] == 3000


class TestRemoving:
    def test_only_what_it_alone_supports_goes(self, store: Store) -> None:
        store.load(WORLD)
        before = store.dump()
        store.load(many(20))
        assert sorted(store.remove([f"news-{i}" for i in range(20)])) == sorted(f"news-{i}" for i in range(20))
        assert store.dump() == before
        assert store.check() == []

    def test_all_of_it_leaves_nothing(self, store: Store) -> None:
        store.load(WORLD)
        store.remove([g.article.id for g in WORLD])
        assert store.dump() == []

    def test_an_unknown_article_is_not_removed(self, store: Store) -> None:
        store.load([SPEECH])
        assert store.remove(["nobody", "speech"]) == ["speech"]
        assert store.remove(["nobody"]) == []
        assert store.remove([]) == []
        assert store.dump() == []


HOSTILE = [
    "引号“”‘’'\"`",
    "一行\n两行\r\n\t三行",
    "反斜线 \\ \\n \\u0041 $x {y} [z]",
    "'; MATCH (n) DETACH DELETE n //",
    "\U0001f409 表情 👩‍👩‍👧‍👦 𠮷野",
    "前\0后",
    "‮右至左‬ \u200b零宽 \ufeff",
    "长" * 5000,
]


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_it_comes_back_as_it_was(self, store: Store, text: str) -> None:
        said = ArticleGraph(
            Article("文章 'id' \"", text, text, "2021"),
            (Node("1", "Person", "闻采薇", (text,)), Node("2", "Event", "首届论坛" + text.strip()[:50])),
            (Mention("1", text, 0, len(text)),),
            (Edge("SPOKE_AT", "1", "2", {"role": text}, Evidence(text, 0, len(text)), text),),
        )
        store.load([said])
        row = store.query(
            "MATCH (p:Entity {label: 'Person'})-[r:SPOKE_AT]->() RETURN r.evidence AS e, r.role AS o, p.aliases AS a"
        )
        assert row.rows == [[text, text, [text]]]
        assert store.load([said]).unchanged == 1
        assert [a["title"] for a in store.articles()] == [text]
        assert store.query("MATCH (n:Entity) WHERE n.title = $t RETURN n.id AS id", {"t": text}).rows
        assert store.remove(["文章 'id' \""])
        assert store.dump() == []

    def test_lone_surrogates_are_replaced(self, store: Store) -> None:
        said = graph("a\ud800.txt", "2021", ("SIGNED_WITH", "甲\udfff公司", "乙公司", {}))
        store.load([said])
        assert store.load([said]).unchanged == 1
        names = store.query("MATCH (n:Entity {label: 'Company'}) RETURN n.name AS name ORDER BY name").rows
        assert ["甲\ufffd公司"] in names


class TestRefusals:
    @pytest.mark.parametrize(
        ("broken", "says"),
        [
            (replace(SPEECH, nodes=SPEECH.nodes[:1]), "not among its nodes"),
            (replace(SPEECH, article=replace(SPEECH.article, id="")), "its id must have"),
            (replace(SPEECH, edges=(replace(SPEECH.edges[0], type="KNOWS"),)), "the schema has no KNOWS"),
            (replace(SPEECH, edges=(replace(SPEECH.edges[0], type="MENTIONS"),)), "the schema has no MENTIONS"),
            (replace(SPEECH, edges=(replace(SPEECH.edges[0], properties={"x": "y"}),)), "no property 'x'"),
            (replace(SPEECH, nodes=(replace(SPEECH.nodes[0], label="Dog"), *SPEECH.nodes[1:])), "label 'Dog'"),
            (replace(SPEECH, nodes=(replace(SPEECH.nodes[0], name=" "), *SPEECH.nodes[1:])), "no name"),
        ],
    )
    def test_a_contradiction_is_named_and_the_rest_stored(self, store: Store, broken: ArticleGraph, says: str) -> None:
        report = store.load([broken, WORLD[0]])
        assert report.added == 1
        assert len(report.refused) == 1
        assert says in report.refused[0]
        assert store.check() == []


class TestQuestions:
    def test_values_are_plain(self, store: Store) -> None:
        store.load([SPEECH])
        path = (
            "MATCH p = (a:Entity {label: 'Person'})-[r:SPOKE_AT]->(b:Entity) RETURN a, r, p, sum(1) AS n, type(r) AS t"
        )
        answer = store.query(path)
        assert answer.columns == ["a", "r", "p", "n", "t"]
        (row,) = answer.dicts()
        assert row["a"]["name"] == "闻采薇"
        assert "title" not in row["a"]
        assert row["r"]["type"] == row["t"] == "SPOKE_AT"
        assert row["r"]["start"] == 0
        assert row["p"] == {"nodes": [row["a"], row["p"]["nodes"][1]], "relationships": [row["r"]]}
        assert row["n"] == 1
        assert type(row["n"]) is int

    def test_dates_nulls_and_lists(self, store: Store) -> None:
        answer = store.query(
            "RETURN date('2021-05-20') AS d, null AS n, [1, 2] AS l, $m AS m, 1.5 AS f", {"m": {"a": 1}}
        )
        assert answer.rows == [["2021-05-20", None, [1, 2], {"a": 1}, 1.5]]

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE (n:Entity {id: 'x'})",
            "MATCH (n:Entity) DETACH DELETE n",
            "MATCH (n:Entity) SET n.name = 'x'",
            "MERGE (n:Entity {id: 'x'}) RETURN n",
            "/* harmless */ MATCH (n:Entity) SET n.name = 'x' RETURN n",
        ],
    )
    def test_a_question_cannot_write(self, store: Store, statement: str) -> None:
        store.load([SPEECH])
        before = store.dump()
        with pytest.raises(StoreError, match="--write"):
            store.query(statement)
        assert store.dump() == before

    @pytest.mark.parametrize(
        "text", ["COMMIT; MATCH (n) DETACH DELETE n", "RETURN 1; MATCH (n) DETACH DELETE n", "COMMIT"]
    )
    def test_nor_by_a_second_statement(self, store: Store, text: str) -> None:
        store.load([SPEECH])
        before = store.dump()
        with pytest.raises(StoreError):
            store.query(text)
            store.query("not reached on Neo4j; LadybugDB takes a lone COMMIT")
        assert store.dump() == before

    def test_writing_by_hand(self, store: Store) -> None:
        store.load([SPEECH])
        store.query("MATCH (n:Entity {name: $n}) SET n.url = 'x'", {"n": "闻采薇"}, write=True)
        assert store.query("MATCH (n:Entity {name: '闻采薇'}) RETURN n.url AS u").rows == [["x"]]

    @pytest.mark.parametrize(
        "text", ["MATCH (n) RETRN n", "", "RETURN nothing(1) AS x", "MATCH (n:Entity) WHERE n.id = $x RETURN n"]
    )
    def test_a_mistake_is_one_line(self, store: Store, text: str) -> None:
        with pytest.raises(StoreError) as caught:
            store.query(text)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 200

    def test_a_dollar_in_a_text_is_no_parameter(self, store: Store) -> None:
        assert store.query("RETURN '$x' AS a, \"$y\" AS b // $z").rows == [["$x", "$y"]]


class TestReadOnly:
    def test_it_answers_and_refuses(self, address: str) -> None:
        with open_store(address) as store:
            store.load([SPEECH])
        with open_store(address, read_only=True) as reader:
            assert len(reader.articles()) == 1
            for write in (
                lambda: reader.load([WORLD[0]]),
                lambda: reader.remove(["speech"]),
                lambda: reader.query("MATCH (n:Entity) DETACH DELETE n", write=True),
            ):
                with pytest.raises(StoreError, match="reading only"):
                    write()
            assert len(reader.articles()) == 1

    def test_no_graph_yet(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="guanxi load"):
            open_store(str(tmp_path / "graph.lbug"), read_only=True)


class TestBothEngines:
    def test_the_same_graph(self, both: tuple[Store, Store]) -> None:
        embedded, server = both
        for store in both:
            store.load([*WORLD, *many(100)])
            store.load([reworded(article, "发言") for article in many(20)])
            store.remove([f"news-{i}" for i in range(10, 40)])
        assert embedded.dump() == server.dump()
        assert embedded.counts() == server.counts()
        assert embedded.articles() == server.articles()


class TestCopying:
    def test_nothing_is_lost_there_and_back(self, neo4j_address: str, tmp_path: Path) -> None:
        here, back = str(tmp_path / "here.lbug"), str(tmp_path / "back.lbug")
        with open_store(here) as store:
            store.load([*WORLD, *many(30)])
            store.remove(["news-7"])
        with open_store(here, read_only=True) as store:
            before, remembered = store.dump(), memory(store)
            report = copy(store, neo4j_address)
            assert report.added == len(WORLD) + 29
        with open_store(neo4j_address) as server:
            assert server.dump() == before
            assert memory(server) == remembered
            assert server.check() == []
            copy(server, back)
        with open_store(back) as store:
            assert store.dump() == before
            assert memory(store) == remembered
            assert store.check() == []
            assert store.load([*WORLD, *many(7)]).unchanged == len(WORLD) + 7

    def test_a_graph_that_has_articles_gets_the_others_besides(self, address: str) -> None:
        with open_store(address) as store:
            store.load(WORLD)
        with open_store(":memory:") as other, open_store(":memory:") as whole:
            other.load([WORLD[0], *many(10)])
            whole.load([*WORLD, *many(10)])
            report = copy(other, address)
            assert (report.added, report.unchanged) == (10, 1)
            with open_store(address) as store:
                assert store.dump() == whole.dump()

    def test_what_texts_may_hold_comes_through(self, address: str, tmp_path: Path) -> None:
        said = [
            graph(f"{i}.txt", "2021", ("SIGNED_WITH", f"甲{text.strip()[:30]}公司", "乙公司", {"document": text}))
            for i, text in enumerate(HOSTILE)
        ]
        with open_store(address) as store:
            store.load(said)
            before = store.dump()
            copy(store, str(tmp_path / "other.lbug"))
        with open_store(str(tmp_path / "other.lbug")) as other:
            assert other.dump() == before

    def test_a_copy_broken_off_is_no_graph_and_begins_anew(self, neo4j_address: str) -> None:
        with open_store(":memory:") as source, open_store(neo4j_address) as target:
            source.load(many(20))
            broken = (piece for piece in [*pieces(source)][:3])
            target.fill(broken)
            target.query("CREATE (:Memory {id: 'half', value: ''})", write=True)
            with pytest.raises(StoreError, match="half a copy"):
                open_store(neo4j_address)
            copy(source, neo4j_address)
            assert target.dump() == source.dump()

    @pytest.mark.neo4j
    def test_the_import_tool_takes_the_files(self, tmp_path: Path) -> None:
        with open_store(str(tmp_path / "graph.lbug")) as source, neo4j_server.required() as server:
            source.load([*WORLD, *many(30), *(reworded(SPEECH, text) for text in HOSTILE[:5])])
            command = files_for_import(source, tmp_path / "import")
            assert str(tmp_path / "import") in command
            server.stop()
            what = ("database", "import", "full", "neo4j", "--overwrite-destination", "@import.args")
            server.admin(*what, folder=tmp_path / "import")
            server.start()
            with open_store(server.uri) as target:
                assert target.dump() == source.dump()
                assert memory(target) == memory(source)
                assert target.check() == []

    def test_only_a_folder_of_its_own_is_filled(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.doc").touch()
        with open_store(str(tmp_path / "graph.lbug")) as source, pytest.raises(StoreError, match="other files"):
            files_for_import(source, tmp_path)


LOADING = """
import sys
sys.path.insert(0, sys.argv[2])
from guanxi.graph import store as s
from sample import many
s.BATCH = 100
with s.open_store(sys.argv[1]) as graph:
    graph.load(many(3000), progress=lambda r: print(r.added, flush=True))
"""


class TestCrash:
    @pytest.mark.parametrize("seed", range(3))
    def test_a_killed_load_leaves_whole_articles(self, address: str, seed: int) -> None:
        """kill -9 at a moment by chance: what was acknowledged is there, every article whole, and the load goes on."""
        told = kill_in_the_middle(address, random.Random(seed).uniform(0.02, 0.6))
        with open_store(address) as store:
            assert store.check() == []
            there = {article["id"] for article in store.articles()}
            assert len(there) >= told
            expected = [article for article in many(3000) if article.article.id in there]
            with open_store(":memory:") as whole:
                whole.load(expected)
                assert store.dump() == whole.dump()
            report = store.load(many(len(there) + 50))
            assert report.unchanged == len(there)


def kill_in_the_middle(address: str, seconds: float) -> int:
    """Load in another process, killed so long after its first transaction; how many articles it acknowledged."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent)])
    with subprocess.Popen(
        [sys.executable, "-c", LOADING, address, str(here)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    ) as loader:
        assert loader.stdout
        told = int(loader.stdout.readline())
        time.sleep(seconds)
        loader.send_signal(signal.SIGKILL)
        rest = loader.stdout.read().split("\n")[:-1]  # the last line may be half
    return int(rest[-1]) if rest else told


class TestTwoWriters:
    def test_the_second_waits_and_is_told_who_holds_it(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from guanxi.graph.ladybug import LadybugStore

        address = str(tmp_path / "graph.lbug")
        hold = (
            "import sys; from guanxi.graph.store import open_store; s = open_store(sys.argv[1]); print(1, flush=True)"
        )
        with subprocess.Popen(
            [sys.executable, "-c", f"{hold}; sys.stdin.read()", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as holder:
            assert holder.stdout and holder.stdin
            holder.stdout.readline()
            with pytest.raises(StoreError, match=f"written by process {holder.pid}"):
                LadybugStore(address, patience=0.3)
            assert f"process {holder.pid}; waiting" in capsys.readouterr().err
            with open_store(address, read_only=True) as reader:  # readers do not wait
                assert reader.articles() == []
            holder.stdin.close()
            with open_store(address) as writer:  # waited for
                assert writer.load([SPEECH]).added == 1

    def test_not_twice_in_one_program(self, tmp_path: Path) -> None:
        address = str(tmp_path / "graph.lbug")
        with open_store(address), pytest.raises(StoreError, match="open already"):
            open_store(address)
        with open_store(address):
            pass

    def test_many_writers_on_a_server(self, neo4j_address: str) -> None:
        """Four processes load overlapping articles at once; the graph equals that of one load."""
        here = Path(__file__).parent
        code = (
            "import sys, random; sys.path.insert(0, sys.argv[2])\n"
            "from guanxi.graph import store as s\nfrom sample import many\ns.BATCH = 150\n"
            "articles = many(300); random.Random(int(sys.argv[3])).shuffle(articles)\n"
            "with s.open_store(sys.argv[1]) as graph: graph.load(articles[:200])\n"
            "with s.open_store(sys.argv[1]) as graph: graph.load(articles)\n"
        )
        path = os.pathsep.join([str(here), str(here.parent)])
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", code, neo4j_address, str(here), str(seed)],
                env={**os.environ, "PYTHONPATH": path},
            )
            for seed in range(4)
        ]
        assert [writer.wait(120) for writer in writers] == [0] * 4
        with open_store(neo4j_address) as store, open_store(":memory:") as serial:
            serial.load(many(300))
            assert store.check() == []
            assert store.dump() == serial.dump()


class TestWrongAddresses:
    @pytest.mark.parametrize(
        ("make", "says"),
        [
            (lambda folder: folder / "notes.txt", "no LadybugDB graph file"),
            (lambda folder: folder, "is a folder"),
            (lambda folder: folder / "nowhere" / "graph.lbug", "there is no folder"),
            (lambda folder: "http://example.org", "no graph's address"),
            (lambda folder: "bolt://me:secret@localhost", "GUANXI_NEO4J_PASSWORD"),
            (lambda folder: "bolt://127.0.0.1:1", "no Neo4j answers"),
            (lambda folder: "neo4j://127.0.0.1:1", "no Neo4j answers"),
            (lambda folder: "bolt+s://127.0.0.1:1", "no Neo4j answers"),
        ],
    )
    @pytest.mark.parametrize("read_only", [False, True])
    def test_one_line_says_what_to_do(
        self, tmp_path: Path, make: Callable[[Path], object], says: str, read_only: bool
    ) -> None:
        (tmp_path / "notes.txt").write_text("no graph at all\n" * 1000)
        with pytest.raises(StoreError, match=says) as caught:
            open_store(str(make(tmp_path)), read_only=read_only)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)
        assert (tmp_path / "notes.txt").read_text() == "no graph at all\n" * 1000

    def test_a_graph_of_another_layout(self, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from guanxi.graph import bolt, ladybug, store

        with open_store(address) as new:
            new.load([SPEECH])
        try:
            for layout, says in (("1", "newer guanxi"), ("3", "older guanxi")):
                for module in (store, ladybug, bolt):
                    monkeypatch.setattr(module, "LAYOUT", layout)
                for read_only in (False, True):
                    with pytest.raises(StoreError, match=says):
                        open_store(address, read_only=read_only)
        finally:
            monkeypatch.undo()
        with open_store(address) as again:
            assert len(again.articles()) == 1

    def test_a_graph_of_another_program(self, tmp_path: Path) -> None:
        import ladybug

        address = str(tmp_path / "other.lbug")
        with ladybug.Database(address) as database, ladybug.Connection(database) as connection:
            connection.execute("CREATE NODE TABLE Cat (name STRING PRIMARY KEY)")
        with pytest.raises(StoreError, match="some other program"):
            open_store(address)


@pytest.mark.neo4j
class TestLostServer:
    def test_the_same_command_goes_on(self) -> None:
        """The power of the server fails in the middle of a load; nothing half written, nothing lost."""
        from guanxi.graph.bolt import BoltStore

        articles = many(3000)
        with neo4j_server.required() as server:

            def failing(report: LoadReport) -> None:
                if report.added > 1000:
                    server.kill()

            with BoltStore(server.uri, patience=1) as store:
                with pytest.raises(StoreError, match="no Neo4j answers"):
                    store.load(articles, progress=failing)
                server.start()
                assert store.check() == []
                report = store.load(articles)
                assert report.unchanged > 1000
                assert report.unchanged + report.added == 3000
                with open_store(":memory:") as whole:
                    whole.load(articles)
                    assert store.dump() == whole.dump()

    def test_a_wrong_password_and_an_unknown_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with neo4j_server.required("a-long-password") as server:
            for password, says in (("another-password", "is wrong"), ("", "is missing")):
                monkeypatch.setenv("GUANXI_NEO4J_PASSWORD", password)
                with pytest.raises(StoreError, match=says):
                    open_store(server.uri)
            monkeypatch.setenv("GUANXI_NEO4J_PASSWORD", "a-long-password")
            with pytest.raises(StoreError, match="no database 'nowhere'"):
                open_store(f"{server.uri}?database=nowhere")
            with open_store(f"{server.uri.replace('//', '//neo4j@')}?database=neo4j") as store:
                assert store.load([SPEECH]).added == 1
