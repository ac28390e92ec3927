"""A served graph for tests: a real server in a thread, and a way to ask it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from guanxi.graph.store import Store
from guanxi.queries.serve import HEADER, LOOPBACK, Server


class Served:
    """A server that runs; `ask` sends what the page would send."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.own = {HEADER: server.token}

    def send(self, path: str, headers: dict[str, str], method: str = "GET") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(LOOPBACK, self.server.port, timeout=60)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        finally:
            connection.close()

    def ask(self, path: str, **parameters: Any) -> tuple[int, Any]:
        status, _, text = self.send(f"/{path}?{urlencode(parameters, doseq=True)}", self.own)
        return status, json.loads(text)

    def answer(self, path: str, **parameters: Any) -> Any:
        status, data = self.ask(path, **parameters)
        assert status == 200, data
        return data

    def id(self, name: str) -> str:
        return next(hit["key"] for hit in self.answer("find", q=name)["hits"])


@contextmanager
def serving(store: Store, **options: Any) -> Iterator[Served]:
    server = Server(store, **options)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Served(server)
    finally:
        server.end()
        thread.join(10)
    assert not thread.is_alive()
