"""The served page: a small HTTP server of this machine, for one person, that reads the graph and never writes.

Who may ask: it listens on the loopback address only, the page's address holds a random token, which every request
repeats (the page's own in a header, so that no other site's page can make the browser send it), and a request that
was meant for another host or comes from another site is refused: a name that is made to point here gains nothing.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..graph.model import InputError
from ..graph.store import Store
from ..graph.view import served
from . import exploring
from .output import to_json
from .problems import NothingFound, UsageProblem

LOOPBACK = "127.0.0.1"
HEADER = "x-guanxi-token"
MOST_LINES = 200

Ask = Callable[[Store, QueryParams], Any]


class Server:
    """A listening server over an open graph. `url` is where the page is; `run` serves until it is interrupted."""

    def __init__(self, store: Store, *, port: int = 0, language: str = "zh", reports: Path | None = None) -> None:
        """Listen; `port` 0 takes a free one. Raises InputError where the port cannot be had."""
        # told that it is TCP, asyncio sends what is short at once: else every answer waits 40 ms for the other's nod
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if os.name == "posix":  # the port of a server that has just ended; elsewhere it would share a live one's
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((LOOPBACK, port))
            self._socket.listen(128)
        except OSError as problem:
            self._socket.close()
            raise InputError(
                f"port {port} cannot be had ({problem.strerror}): name another with --port, or none for a free one"
            ) from problem
        self.port = int(self._socket.getsockname()[1])
        self.token = secrets.token_urlsafe(24)
        self.url = f"http://{LOOPBACK}:{self.port}/?token={self.token}"
        store.index()  # made anew if need be, before anybody waits for an answer
        page = served(language=language)
        config = uvicorn.Config(
            _Guard(_application(store, page, reports), self.token, self.port, _policy(page)),
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=2,
            h11_max_incomplete_event_size=256 * 1024,  # a request names the nodes that its page shows
        )
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until `end`, or a signal to end."""
        self._server.run(sockets=[self._socket])

    def heed_signals(self) -> None:
        """From now on Ctrl-C and a signal to end call `end`, be it before `run` or in it. For the main thread."""

        def heed(number: int, frame: object) -> None:
            self.end()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, heed)

    def end(self) -> None:
        """Let `run`, in another thread, come to its end."""
        self._server.should_exit = True


class _Guard:
    """Refuses who may not ask, and tells the browser what the page may do."""

    def __init__(self, app: ASGIApp, token: str, port: int, policy: str) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = {f"{host}:{port}" for host in (LOOPBACK, "localhost")}
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(
                    {
                        "content-security-policy": self._policy,
                        "cache-control": "no-store",
                        "referrer-policy": "no-referrer",
                        "x-content-type-options": "nosniff",
                        "x-frame-options": "DENY",
                        "cross-origin-opener-policy": "same-origin",
                        "cross-origin-resource-policy": "same-origin",
                    }
                )
            await send(message)

        status, trouble = self._refusal(Request(scope))
        if trouble:
            await _json({"error": trouble}, status)(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _refusal(self, request: Request) -> tuple[int, str]:
        headers = request.headers
        host = headers.get("host", "").lower()
        if host not in self._hosts or len(headers.getlist("host")) != 1:
            return 421, "this server answers only to its own address"
        if not self._own(headers, host):
            return 403, "requests of other sites are refused"
        if request.method not in ("GET", "HEAD"):
            return 405, "this server only reads"
        page = request.url.path == "/"
        given = request.query_params.get("token", "") if page else headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._token):
            return 403, "the token is missing or wrong: open the address that `guanxi serve` printed"
        return 200, ""

    @staticmethod
    def _own(headers: Headers, host: str) -> bool:
        """Whether the request comes from the page itself, or from no page."""
        origin = headers.get("origin")
        return origin in (None, f"http://{host}") and headers.get("sec-fetch-site") not in ("cross-site", "same-site")


def _policy(page: str) -> str:
    """What the page may do: what it says itself (run its own scripts, ask this server), and stand in no frame."""
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert said, "page.html holds the policy"
    return f"{said[1]}; frame-ancestors 'none'"


def _application(store: Store, page: str, own: Path | None) -> Starlette:
    lock = threading.Lock()

    def prepared(ask: Ask) -> Callable[[QueryParams], Response]:
        def answered(params: QueryParams) -> Response:
            try:
                with lock:  # of a graph that has changed one thread makes the index, the others wait for it
                    store.index()
                return _json(ask(store, params))
            except NothingFound as problem:
                return _json({"error": str(problem)}, 404)
            except UsageProblem as problem:
                return _json({"error": str(problem)}, 400)
            except InputError as problem:
                return _json({"error": str(problem)}, 500)

        return answered

    def route(path: str, ask: Ask) -> Route:
        answered = prepared(ask)

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(answered, request.query_params)

        return Route(path, endpoint, methods=["GET"])

    async def home(request: Request) -> Response:
        return HTMLResponse(page)

    return Starlette(
        routes=[
            Route("/", home, methods=["GET"]),
            route("/find", lambda s, p: exploring.names(s, _text(p, "q"), _number(p, "limit", 12, 50))),
            route("/starts", lambda s, p: exploring.starts(s, _number(p, "limit", 12, 50))),
            route("/around", lambda s, p: exploring.neighbourhood(s, _text(p, "id"), _list(p, "known"), _limit(p))),
            route("/nodes", lambda s, p: exploring.these(s, _list(p, "ids"), _list(p, "known"))),
            route("/connect", lambda s, p: exploring.connection(s, _text(p, "a"), _text(p, "b"), _list(p, "known"))),
            route("/evidence", lambda s, p: exploring.evidence(s, p.getlist("line")[:MOST_LINES])),
            route("/dossier", lambda s, p: exploring.about(s, _text(p, "id"), _number(p, "limit", 25, 500))),
            route("/meet", lambda s, p: exploring.shares(s, _text(p, "id"), _number(p, "limit", 50, 500))),
            route("/reports", lambda s, p: exploring.shelf(own)),
            route("/report", lambda s, p: exploring.reported(s, _text(p, "name"), _arguments(p), own)),
        ],
        exception_handlers={
            404: lambda request, problem: _json({"error": "there is no such page"}, 404),
            500: lambda request, problem: _json({"error": "the server failed; its terminal says why"}, 500),
        },
    )


def _json(data: Any, status: int = 200) -> Response:
    return Response(to_json(data).encode("utf-8", "replace"), status, media_type="application/json")


def _text(params: QueryParams, key: str) -> str:
    if not params.get(key, "").strip():
        raise UsageProblem(f"the request needs {key}")
    return params[key]


def _number(params: QueryParams, key: str, default: int, most: int) -> int:
    text = params.get(key, str(default))
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= most):
        raise UsageProblem(f"{key} must be a number from 1 to {most}, not {text[:40]!r}")
    return int(text[:9])


def _limit(params: QueryParams) -> int:
    return _number(params, "limit", 40, exploring.MOST)


def _list(params: QueryParams, key: str) -> list[str]:
    return [item for item in params.get(key, "").split(",") if item]


def _arguments(params: QueryParams) -> dict[str, str]:
    """The parameters of a report, which come as `p.NAME`; left blank they take their defaults."""
    return {k.removeprefix("p."): v for k, v in params.items() if k.startswith("p.") and v.strip()}
