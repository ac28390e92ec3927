"""`guanxi extract --llm`, asked of a server that speaks chat completions, over real HTTP."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from guanxi.cli import app
from guanxi.loaders import endpoint as http
from guanxi.loaders.llm import AT_ONCE, PIECE, Questions, system
from typer.testing import CliRunner

NEWS = "本报讯 2021年5月20日，岚山市科学技术局局长闻采薇出席首届岚山发展论坛并致辞。青禾公司总经理卓一岚参加。\n"
SPEECH = "岚山市科学技术局局长闻采薇出席首届岚山发展论坛并致辞。"
ENTITIES = [
    {"id": "p", "label": "Person", "name": "闻采薇"},
    {"id": "a", "label": "Agency", "name": "岚山市科学技术局", "aliases": ["科学技术局", "市科技局"]},
    {"id": "e", "label": "Event", "name": "首届岚山发展论坛"},
]
POST = {"type": "MEMBER_OF", "source": "p", "target": "a", "title": "局长", "evidence": SPEECH}
SPOKE = {"type": "SPOKE_AT", "source": "p", "target": "e", "role": "致辞", "evidence": SPEECH}


class Endpoint(ThreadingHTTPServer):
    """Answers each question as `says` has it: from the body and the number of the call to status, headers, body."""

    daemon_threads = True

    def __init__(self, says: Callable[[dict[str, Any], int], tuple[int, dict[str, str], Any]]) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.says = says
        self.bodies: list[dict[str, Any]] = []
        self.keys: set[str] = set()
        self.lock = threading.Lock()


class Asked(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.bodies.append(body)
            self.server.keys.add(self.headers["Authorization"])
            number = len(self.server.bodies)
        status, headers, answer = (
            self.server.says(body, number) if self.path == "/v1/chat/completions" else (404, {}, "no such page")
        )
        data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(BrokenPipeError):  # who asked did not wait
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def completion(content: str, finish: str = "stop") -> tuple[int, dict[str, str], Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    return 200, {}, {"object": "chat.completion", "choices": [choice], "usage": usage}


def answer(*relations: dict[str, str], entities: list[dict[str, Any]] = ENTITIES) -> tuple[int, dict[str, str], Any]:
    return completion(json.dumps({"entities": entities, "relations": relations}, ensure_ascii=False))


def error(status: int, message: str, **headers: str) -> tuple[int, dict[str, str], Any]:
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, {"error": {"message": message}}


def asked(body: dict[str, Any]) -> str:
    return body["messages"][-1]["content"]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Endpoint]]:
    """Starts an endpoint and lets the environment name it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-under-test")
    running: list[Endpoint] = []

    def start(says: Callable[[dict[str, Any], int], tuple[int, dict[str, str], Any]]) -> Endpoint:
        running.append(server := Endpoint(says))
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1/")
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def extract(*words: str, stdin: str | None = NEWS) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, what was printed, and standard error."""
    told = CliRunner().invoke(app, ["extract", *(words or ("-",)), "--llm", "test-model"], input=stdin)
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told.exit_code, [json.loads(line) for line in told.stdout.splitlines()], told.stderr


def test_what_the_text_bears_out_becomes_the_same_json(serve: Callable[..., Endpoint]) -> None:
    server = serve(lambda body, number: answer(POST, SPOKE))
    code, (graph,), err = extract("-", "--price-in", "1", "--price-out", "10")
    assert code == 0
    assert server.keys == {"Bearer sk-under-test"} and "sk-under-test" not in err
    assert server.bodies[0]["model"] == "test-model" and asked(server.bodies[0]) in NEWS
    assert [node["name"] for node in graph["nodes"]] == ["闻采薇", "岚山市科学技术局", "首届岚山发展论坛"]
    assert graph["nodes"][1]["aliases"] == ["岚山市科学技术局", "科学技术局"]  # the text has no 市科技局
    post, spoke = graph["edges"]
    assert post["properties"] == {"title": "局长", "date": "2021-05-20"} and post["rule"] == "llm.test-model"
    assert (spoke["type"], spoke["properties"]["role"]) == ("SPOKE_AT", "致辞")
    for said in (post["evidence"], spoke["evidence"], *graph["mentions"]):
        assert NEWS[said["start"] : said["end"]] == said["text"]
    assert SPEECH in post["evidence"]["text"] and "卓一岚" not in post["evidence"]["text"]
    before, used, left_out = err.splitlines()
    assert "1 articles, 1 questions to test-model: about" in before and ", for 0.0" in before
    assert "1,000 tokens in and 200 out, for 0.0030, in 1 answers" in used
    assert "0 relationships whose sentence" in left_out and "1 names" in left_out


def test_its_graph_loads_as_the_other_readers_does(serve: Callable[..., Endpoint]) -> None:
    serve(lambda body, number: answer(POST, SPOKE))
    told = CliRunner().invoke(app, ["extract", "-", "--llm", "m"], input=NEWS)
    Path("facts.jsonl").write_text(told.stdout, "utf-8")
    loaded = CliRunner().invoke(app, ["load", "facts.jsonl", "-g", "g.lbug"])
    assert loaded.stdout.startswith("1 articles added")
    assert "局长" in CliRunner().invoke(app, ["show", "闻采薇", "-g", "g.lbug"]).stdout


HALLUCINATED = [
    ("quotes", SPOKE | {"evidence": "闻采薇在会上宣布岚山市将再建一座大学。"}),
    ("quotes", SPOKE | {"evidence": "论坛"}),  # too short to say anything
    ("quotes", SPOKE | {"evidence": ""}),
    ("ends", SPOKE | {"target": "nobody"}),
    ("ends", SPOKE | {"target": "p"}),
    ("ends", SPOKE | {"type": "MARRIED_TO"}),
    ("ends", SPOKE | {"target": "a"}),  # one speaks at events
    ("ends", {"type": "MENTIONS", "source": "p", "target": "a", "evidence": SPEECH}),
]


@pytest.mark.parametrize(("why", "relation"), HALLUCINATED)
def test_what_the_text_does_not_bear_out_is_left_out(
    serve: Callable[..., Endpoint], why: str, relation: dict[str, str]
) -> None:
    serve(lambda body, number: answer(POST, relation))
    Path("news.txt").write_text(NEWS, "utf-8")
    questions = Questions.of(["news.txt"], "m")
    (graph,) = questions
    assert [edge.type for edge in graph.edges] == ["MEMBER_OF"]
    assert (questions.dropped.quotes, questions.dropped.ends) == (int(why == "quotes"), int(why == "ends"))


def test_names_and_titles_that_the_text_does_not_have_are_left_out(serve: Callable[..., Endpoint]) -> None:
    invented = [
        *ENTITIES,
        {"id": "x", "label": "Person", "name": "祁望舒"},
        {"id": "y", "label": "Planet", "name": "青禾公司"},
        {"id": "z", "label": "Person"},
    ]
    spoke = SPOKE | {"source": "x"}
    serve(lambda body, number: answer(POST | {"title": "党组书记、局长"}, spoke, entities=invented))
    _, (graph,), err = extract()
    assert len(graph["nodes"]) == 3 and [edge["type"] for edge in graph["edges"]] == ["MEMBER_OF"]
    assert "title" not in graph["edges"][0]["properties"]
    assert "1 whose ends" in err and "4 names" in err


def test_a_quote_is_found_behind_pinyin_traditional_characters_and_line_breaks(serve: Callable[..., Endpoint]) -> None:
    text = "嵐山市科學技術局局長(jú zhǎng)聞采薇\r\n出席首屆嵐山發展論壇並致辭。"
    serve(lambda body, number: answer(SPOKE))
    _, (graph,), _ = extract(stdin=text)
    (edge,) = graph["edges"]
    said = edge["evidence"]
    assert "聞采薇" in said["text"]
    person = next(mention for mention in graph["mentions"] if mention["text"] == "聞采薇")
    raw = text.encode().decode()
    assert raw[person["start"] : person["end"]] == "聞采薇" and raw[said["start"] : said["end"]] == said["text"]


def test_fences_and_thoughts_around_the_json_do_no_harm(serve: Callable[..., Endpoint]) -> None:
    content = json.dumps({"entities": ENTITIES, "relations": [POST]})
    serve(lambda body, number: completion(f"<think>{{so many}}</think>\nHere:\n```json\n{content}\n```\n"))
    assert len(extract()[1][0]["edges"]) == 1


def test_an_answer_that_is_no_json_is_asked_for_again(serve: Callable[..., Endpoint]) -> None:
    server = serve(lambda body, number: completion("I cannot do that.") if number == 1 else answer(POST))
    code, (graph,), err = extract()
    assert (code, len(server.bodies), len(graph["edges"])) == (0, 2, 1)
    assert "2,000 tokens in and 400 out, in 2 answers" in err


def test_an_article_without_an_answer_is_named_and_the_others_go_on(serve: Callable[..., Endpoint]) -> None:
    server = serve(lambda body, number: completion("[]") if "坏" in asked(body) else answer(POST))
    for name, text in {"1.txt": NEWS, "2.txt": "坏" + NEWS, "3.txt": NEWS, "4.txt": ""}.items():
        Path(name).write_text(text, "utf-8")
    code, graphs, err = extract("1.txt", "2.txt", "3.txt", "4.txt")
    assert code == 4 and [graph["article"]["source"] for graph in graphs] == ["1.txt", "3.txt"]
    assert "2.txt: test-model answered no JSON" in err and "4.txt: no text" in err
    assert len(server.bodies) == 4


def test_a_few_articles_are_asked_for_at_once_and_come_in_order(serve: Callable[..., Endpoint]) -> None:
    together = threading.Barrier(AT_ONCE, timeout=10)  # broken, unless so many questions wait at one time

    def says(body: dict[str, Any], number: int) -> tuple[int, dict[str, str], Any]:
        together.wait()
        return answer(POST)

    serve(says)
    for n in range(2 * AT_ONCE):
        Path(f"{n}.txt").write_text(NEWS, "utf-8")
    code, graphs, _ = extract(".")
    assert code == 0 and [graph["article"]["id"] for graph in graphs] == [f"{n}.txt" for n in range(2 * AT_ONCE)]


def test_a_busy_endpoint_is_asked_again(serve: Callable[..., Endpoint]) -> None:
    busy = [error(429, "slow down", Retry_After="0"), error(503, "starting", Retry_After="0.01")]
    server = serve(lambda body, number: busy[number - 1] if number <= len(busy) else answer(POST))
    code, (graph,), _ = extract()
    assert (code, len(server.bodies), len(graph["edges"])) == (0, 3, 1)


def test_an_endpoint_that_stays_busy_costs_the_article(serve: Callable[..., Endpoint]) -> None:
    server = serve(lambda body, number: error(529, "overloaded", Retry_After="0"))
    code, graphs, err = extract()
    assert (code, graphs, len(server.bodies)) == (4, [], http.ATTEMPTS)
    assert "answered 529 (overloaded), 5 times; try again later" in err


def test_pauses_double_and_a_silent_endpoint_is_asked_again(serve: Callable[..., Endpoint]) -> None:
    hold = threading.Event()

    def says(body: dict[str, Any], number: int) -> tuple[int, dict[str, str], Any]:
        if number == 1:
            hold.wait(5)
        return answer(POST)

    server = serve(says)
    one = http.Endpoint("m", f"http://127.0.0.1:{server.server_port}/v1", "k", timeout=0.3, pause=0.01)
    assert not one.ask(system(), NEWS).cut and len(server.bodies) == 2
    hold.set()


def test_a_long_article_is_asked_for_in_pieces_that_end_with_a_sentence(serve: Callable[..., Endpoint]) -> None:
    filler = "青禾公司的产品很好，大家都在用。" * (PIECE // 16 + 40)

    def says(body: dict[str, Any], number: int) -> tuple[int, dict[str, str], Any]:
        there = [entity for entity in ENTITIES if entity["name"] in asked(body)]
        return answer(*([POST, SPOKE] if SPEECH in asked(body) else []), entities=there)

    server = serve(says)
    text = NEWS.strip() + filler + SPEECH
    _, (graph,), err = extract(stdin=text)
    questions = [asked(body) for body in server.bodies]
    assert len(questions) == 2 and questions[0].endswith("。") and "2 questions" in err
    assert questions[0] + questions[1].split("\n\n")[1] == text
    assert "闻采薇" in questions[1].split("\n\n")[0]  # what was named before
    assert len(graph["nodes"]) == 3 and len(graph["edges"]) == 2
    assert sum(mention["text"] == "闻采薇" for mention in graph["mentions"]) == 2


def test_a_cut_answer_is_asked_for_in_smaller_pieces(serve: Callable[..., Endpoint]) -> None:
    whole = json.dumps({"entities": ENTITIES, "relations": [POST, SPOKE]}, ensure_ascii=False)

    def says(body: dict[str, Any], number: int) -> tuple[int, dict[str, str], Any]:
        return completion(whole[:-30], "length") if len(asked(body)) > 400 else completion(whole)

    server = serve(says)
    _, (graph,), _ = extract(stdin=NEWS.strip() + "会场坐满了人，大家听得认真。" * 40)
    assert len(server.bodies) > 2 and len(graph["edges"]) == 2


def test_an_answer_that_stays_cut_costs_the_article(serve: Callable[..., Endpoint]) -> None:
    serve(lambda body, number: completion('{"entities": [', "length"))
    code, graphs, err = extract()
    assert (code, graphs) == (4, []) and "answered no JSON" in err


def test_an_endpoint_that_does_not_know_a_wish_is_asked_without_it(serve: Callable[..., Endpoint]) -> None:
    def says(body: dict[str, Any], number: int) -> tuple[int, dict[str, str], Any]:
        for wish in ("temperature", "response_format"):
            if wish in body:
                return error(400, f"'{wish}' is not supported")
        return answer(POST)

    server = serve(says)
    code, (graph,), _ = extract()
    assert (code, len(server.bodies), len(graph["edges"])) == (0, 3, 1)


FATAL = [
    (error(401, "Incorrect API key provided"), "refuses the key", "OPENAI_API_KEY"),
    (error(404, "The model `test-model` does not exist"), "no model 'test-model'", "--llm"),
    (error(400, "Model Not Exist"), "no model 'test-model'", "--llm"),
    (error(429, "You exceeded your current quota (insufficient_quota)"), "wants payment", "account"),
    (error(404, ""), "answered 404", "OPENAI_BASE_URL"),
    (error(301, "", Location="http://127.0.0.1:1/v1/chat/completions"), "answered 301", "OPENAI_BASE_URL"),
    ((200, {}, "<html>Welcome</html>"), "does not answer as chat completions do", "OPENAI_BASE_URL"),
    ((200, {}, {"error": {"message": "no provider"}}), "(no provider)", "OPENAI_BASE_URL"),
    ((200, {}, {"hello": 1}), "does not answer as chat completions do", "OPENAI_BASE_URL"),
]


@pytest.mark.parametrize(("said", "problem", "advice"), FATAL)
def test_what_every_question_would_meet_ends_the_command(
    serve: Callable[..., Endpoint], said: Any, problem: str, advice: str
) -> None:
    server = serve(lambda body, number: said)
    for n in range(8):
        Path(f"{n}.txt").write_text(NEWS, "utf-8")
    code, graphs, err = extract(".", "--jobs", "2")
    assert (code, graphs) == (1, []) and len(server.bodies) < 8
    _, line = err.splitlines()
    assert problem in line and advice in line and "sk-under-test" not in line


def test_an_article_that_the_endpoint_refuses_is_named(serve: Callable[..., Endpoint]) -> None:
    serve(lambda body, number: error(400, "This model's maximum context length is 10 tokens"))
    code, graphs, err = extract()
    assert (code, graphs) == (4, []) and "maximum context length" in err


def test_no_key_no_address_and_nobody_there(serve: Callable[..., Endpoint], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free.getsockname()[1]}/v1")
        code, _, err = extract()
    assert code == 1 and "cannot be reached" in err and "check OPENAI_BASE_URL" in err
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost/v1")
    assert "is no address" in extract()[2]
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    code, _, err = extract()
    assert code == 1 and "OPENAI_API_KEY is not set" in err and len(err.splitlines()) == 1


def test_ways_that_do_not_go_together() -> None:
    assert extract("-", "--explain")[0] == 2 and extract("-", "--dask", "tcp://localhost:1")[0] == 2
    code, _, err = extract("-", "--price-in", "3")
    assert code == 2 and "--price-out" in err


def test_the_model_is_told_the_whole_schema() -> None:
    assert "{labels}" not in system() and "{types}" not in system()
    for word in ("Association", "LAUNCHED_AT", "share", "Event → Region"):
        assert word in system()
