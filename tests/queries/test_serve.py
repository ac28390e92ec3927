"""The server of the page, asked over HTTP: what it answers, and whom it refuses."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from guanxi.graph.model import InputError
from guanxi.graph.store import Store, open_store
from guanxi.queries.serve import HEADER, Server
from sample import WORLD
from serving import Served, serving

PATHS = ("find", "starts", "around", "nodes", "connect", "evidence", "dossier", "meet", "reports", "report")


@pytest.fixture
def served(world: Store) -> Iterator[Served]:
    with serving(world) as running:
        yield running


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for those who are refused; it serves a file, so they need no second engine."""
    with open_store(str(tmp_path_factory.mktemp("served") / "graph.lbug")) as store:
        store.load(WORLD)
        with serving(store) as running:
            yield running


def drawn(part: dict) -> dict[str, str]:
    return {node["key"]: node["name"] for node in part["nodes"]}


# -- what it answers ---------------------------------------------------------------------------------------------------


def test_a_name_is_found_by_part_and_pinyin(served: Served) -> None:
    for text in ("闻采薇", "采薇", "wencaiwei"):
        assert served.answer("find", q=text)["hits"][0]["name"] == "闻采薇"


def test_near_names_are_offered_as_such(served: Served) -> None:
    found = served.answer("find", q="闻采微")
    assert found["near"] and found["hits"][0]["name"] == "闻采薇"


def test_exploring_can_begin_with_the_most_connected(served: Served) -> None:
    degrees = [node["degree"] for node in served.answer("starts")["nodes"]]
    assert degrees and degrees == sorted(degrees, reverse=True)
    assert "Region" not in {node["group"] for node in served.answer("starts")["nodes"]}


def test_a_neighbourhood_has_all_lines_among_its_nodes(served: Served) -> None:
    part = served.answer("around", id=served.id("闻采薇"))
    names = drawn(part)
    told = {(names[line["from"]], line["group"], names[line["to"]]) for line in part["lines"]}
    assert part["left"] == 0
    assert {("闻采薇", "SPOKE_AT", "首届岚山发展论坛"), ("岚山市科学技术局", "ORGANIZED", "首届岚山发展论坛")} <= told


def test_what_was_left_out_is_counted_and_comes_next(served: Served) -> None:
    me = served.id("闻采薇")
    whole = set(drawn(served.answer("around", id=me)))
    part = served.answer("around", id=me, limit=2)
    assert len(part["nodes"]) == 3 and part["left"] == len(whole) - 3
    rest = served.answer("around", id=me, known=",".join(drawn(part)))
    assert set(drawn(part)) | set(drawn(rest)) == whole and rest["left"] == 0


def test_lines_tell_how_often_and_when(served: Served) -> None:
    part = served.answer("around", id=served.id("青禾智能科技有限公司"))
    ends = set(map(served.id, ("青禾智能科技有限公司", "岚山市科学技术局")))
    (line,) = (each for each in part["lines"] if each["group"] == "SIGNED_WITH" and {each["from"], each["to"]} == ends)
    assert (line["value"], line["since"], line["until"]) == (2, "2022-03-01", "2022-09-09")


def test_every_line_has_its_sentences(served: Served) -> None:
    part = served.answer("around", id=served.id("青禾智能科技有限公司"))
    lines = [f"{line['from']}~{line['group']}~{line['to']}" for line in part["lines"]]
    told = served.answer("evidence", line=lines)
    counted = [sum(number == n for number, *_ in told["statements"]) for n in range(len(lines))]
    assert counted == [line["value"] for line in part["lines"]]
    assert all(told["sentences"][s][3] and told["sentences"][s][0] >= 0 for _, s, _, _ in told["statements"])


def test_two_names_are_connected(served: Served) -> None:
    part = served.answer("connect", a=served.id("桑榆南"), b=served.id("青禾智能科技有限公司"))
    names = drawn(part)
    first = [names[key] for key in part["chains"][0]]
    assert first == ["桑榆南", "云岭省机器人产业联盟", "青禾智能科技有限公司"]
    steps = {frozenset((line["from"], line["to"])) for line in part["lines"]}
    assert {frozenset(step) for chain in part["chains"] for step in pairwise(chain)} <= steps


def test_a_dossier_and_whom_one_meets(served: Served) -> None:
    me = served.id("闻采薇")
    assert "闻采薇" in served.answer("dossier", id=me)["title"]
    assert served.answer("meet", id=me)["sections"][0]["rows"]


def test_reports_are_listed_and_run_with_parameters(served: Served) -> None:
    assert "who-spoke-where" in {report["name"] for report in served.answer("reports")}
    answer = served.answer("report", name="who-spoke-where", **{"p.who": "闻采薇"})
    assert answer["rows"] and all("闻采薇" in row for row in answer["rows"])
    assert "闻采薇" in drawn(served.answer("nodes", ids=",".join(answer["ids"]))).values()


# -- what is wrong with a question -------------------------------------------------------------------------------------


def test_unknown_names_are_not_found(closed: Served) -> None:
    assert closed.ask("around", id="nobody") == (404, {"error": "the graph has no node 'nobody'"})
    assert closed.ask("dossier", id="nobody")[0] == closed.ask("meet", id="nobody")[0] == 404
    assert closed.ask("connect", a="nobody", b="nowhere")[0] == 404
    assert closed.answer("nodes", ids="nobody")["nodes"] == []
    assert closed.ask("nothing")[0] == 404


@pytest.mark.parametrize(
    "path, parameters, word",
    [
        ("find", {}, "q"),
        ("around", {"id": "x", "limit": "-1"}, "limit"),
        ("around", {"id": "x", "limit": "٣"}, "limit"),
        ("around", {"id": "x", "limit": "9" * 5000}, "limit"),
        ("evidence", {"line": "a~MENTIONS~b"}, "no line"),
        ("evidence", {"line": "a"}, "no line"),
        ("report", {"name": "no-such"}, "no-such"),
        ("report", {"name": "who-spoke-where", "p.nonsense": "1"}, "nonsense"),
    ],
)
def test_wrong_questions_get_a_line(closed: Served, path: str, parameters: dict[str, str], word: str) -> None:
    status, answer = closed.ask(path, **parameters)
    assert status == 400 and word in answer["error"]


@pytest.mark.parametrize(
    "text",
    [
        "') RETURN 1 //",
        '"} DETACH DELETE n //',
        "' OR '1'='1",
        '" OR part MATCH "*',
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "\x00",
        "\ud800",
        "a~MEMBER_OF~b' DETACH DELETE n",
    ],
)
def test_what_is_asked_is_data(closed: Served, text: str) -> None:
    before = closed.answer("starts")
    sent = text.encode("utf-8", "surrogatepass")
    assert closed.ask("find", q=sent)[0] == 200
    assert closed.ask("around", id=sent)[0] == 404
    assert closed.ask("evidence", line=b"x~MEMBER_OF~" + sent)[0] == 200
    assert closed.ask("report", name="who-spoke-where", **{"p.who": sent})[0] == 200
    assert closed.ask("report", name=sent)[0] == 400
    assert closed.answer("starts") == before


# -- whom it refuses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_told(closed: Served, path: str) -> None:
    for headers in ({}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: closed.server.token[:-1]}):
        status, _, text = closed.send(f"/{path}?token={closed.server.token}", headers)
        assert status == 403 and "token" in text


def test_the_page_needs_the_token_in_its_address(closed: Served) -> None:
    assert closed.send("/", closed.own)[0] == closed.send("/?token=wrong", {})[0] == 403
    status, headers, text = closed.send(f"/?token={closed.server.token}", {})
    assert status == 200 and headers["content-type"].startswith("text/html")
    assert closed.server.token not in text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}"]
)
def test_other_hosts_are_refused(closed: Served, host: str) -> None:
    headers = {**closed.own, "Host": host.format(port=closed.server.port)}
    assert closed.send("/starts", headers)[0] == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_are_refused(closed: Served, headers: dict[str, str]) -> None:
    status, answered, _ = closed.send("/starts", {**closed.own, **headers})
    assert status == 403
    assert not [name for name in answered if name.lower().startswith("access-control")]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_only_reads(closed: Served, method: str) -> None:
    assert closed.send("/starts", closed.own, method)[0] == 405


def test_answers_carry_what_the_browser_may_do(closed: Served) -> None:
    for path in (f"/?token={closed.server.token}", "/starts", "/nothing"):
        _, headers, _ = closed.send(path, closed.own)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "script-src 'sha256-" in policy and "unsafe-eval" not in policy
        assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"


def test_it_listens_on_this_machine_only(closed: Served) -> None:
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    outside = {address for address in own if not str(address).startswith("127.")}
    if not outside:
        pytest.skip("this machine has no address but the loopback's")
    for address in outside:
        with pytest.raises(OSError):
            socket.create_connection((address, closed.server.port), 2).close()


# -- the command -------------------------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_told(closed: Served, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "graph.lbug")) as store, pytest.raises(InputError, match="--port"):
        Server(store, port=closed.server.port)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_its_address_and_ends_quietly(tmp_path: Path, ending: signal.Signals) -> None:
    graph = str(tmp_path / "graph.lbug")
    with open_store(graph) as store:
        store.load(WORLD)
    command = [sys.executable, "-m", "guanxi", "serve", "-g", graph]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout and running.stderr
            assert running.stdout.readline().startswith("http://127.0.0.1:")
            assert "Ctrl-C" in running.stderr.readline()
            running.send_signal(ending)
            assert running.wait(20) == 0
            assert running.stderr.read() == ""
        finally:
            running.kill()
