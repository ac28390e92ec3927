"""`guanxi mcp`, asked by the protocol's own client over standard input and output."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import orjson
import pytest
from guanxi.graph.store import open_store
from guanxi.queries.assistants import MOST_ROWS, told
from guanxi.queries.output import Answer
from mcp import ClientSession, StdioServerParameters, stdio_client
from sample import WORLD

SOURCES, DATES = {"article", "articles", "source"}, {"date", "dates"}


def asked(graph: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """The tools of a server, and what it answers."""

    async def talk() -> tuple[list[str], list[Any]]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "guanxi", "mcp", "-g", str(graph)], env=dict(os.environ)
        )
        async with stdio_client(command) as (reads, writes), ClientSession(reads, writes) as client:
            await client.initialize()
            tools = [tool.name for tool in (await client.list_tools()).tools]
            return tools, [await client.call_tool(name, given) for name, given in calls]

    with ThreadPoolExecutor(1) as apart:  # the browser's tests leave an event loop running in this thread
        return apart.submit(anyio.run, talk).result()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("graph") / "world.lbug"
    with open_store(str(place), read_only=False) as store:
        store.load(iter(WORLD))
    return place


def test_every_tool_answers_with_sentence_source_and_date(graph: Path) -> None:
    tools, (found, shown, connected, met, listed, ran, counted) = asked(
        graph,
        ("find", {"name": "闻采薇"}),
        ("show", {"name": "闻采薇"}),
        ("connect", {"names": ["闻采薇", "云岭大学"]}),
        ("meet", {"name": "闻采薇"}),
        ("report", {}),
        ("report", {"name": "who-spoke-where", "parameters": {"who": "闻采薇"}}),
        ("cypher", {"query": "MATCH (n:Entity {label: 'Person'}) RETURN count(n) AS people"}),
    )
    assert tools == ["find", "show", "connect", "meet", "ask", "report", "cypher"]
    for answer in (found, shown, connected, met, listed, ran, counted):
        assert not answer.is_error and answer.content[0].text and answer.structured_content["sections"], answer
    for answer in (shown, connected, ran):
        rows = [row for section in answer.structured_content["sections"] for row in section["rows"]]
        assert any(row.get("sentence") and SOURCES & row.keys() and DATES & row.keys() for row in rows), rows
        assert any(row["sentence"] in answer.content[0].text for row in rows if row.get("sentence"))


def test_what_is_wrong_is_told_and_the_next_question_is_answered(graph: Path) -> None:
    write = {"query": "MATCH (n:Entity) DETACH DELETE n"}
    _, (nobody, wrote, unknown, alone, found) = asked(
        graph,
        ("find", {"name": "无此人"}),
        ("cypher", write),
        ("report", {"name": "no-such"}),
        ("connect", {"names": ["闻采薇"]}),
        ("find", {"name": "闻采薇"}),
    )
    for answer, says in ((nobody, "无此人"), (wrote, ""), (unknown, "no-such"), (alone, "two")):
        assert answer.is_error and says in answer.content[0].text and "Traceback" not in answer.content[0].text
    assert not found.is_error


def test_a_question_in_words_is_answered(graph: Path) -> None:
    _, (answer,) = asked(graph, ("ask", {"question": "闻采薇在哪些活动上致辞？"}))
    assert not answer.is_error and "首届岚山发展论坛" in orjson.dumps(answer.structured_content).decode()


def test_a_graph_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, (answer,) = asked(tmp_path / "none.lbug", ("find", {"name": "闻采薇"}))
    assert answer.is_error and "there is no graph" in answer.content[0].text


def test_a_long_answer_is_cut_and_says_so() -> None:
    answer = told(Answer.of(("n",), [(n,) for n in range(MOST_ROWS + 5)]))
    assert answer.structured_content and answer.structured_content["left_out"] == 5
    assert "5 more rows are left out" in answer.content[0].text  # pyright: ignore
    assert len(answer.structured_content["sections"][0]["rows"]) == MOST_ROWS
