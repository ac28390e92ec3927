"""What stands at an address: fetched from a real server on this machine, within limits, and only when it is wanted."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from threading import Thread

import pytest
from guanxi.loaders import extract
from guanxi.loaders.documents import Document, Unreadable, documents

BODY = "2023年5月6日，云岭市人民政府与海东学院签署协议，市长王芳出席，双方表示将深入合作，共同发展。"
PAGE = f"<html><head><meta charset=gb2312></head><body><h1>云岭市与海东学院签约</h1><p>{BODY}</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A few pages, each with its trouble."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        Site.asked.append((self.path, self.headers["User-Agent"]))
        path = self.path.partition("?")[0]
        match path:
            case "/page" | "/%E6%96%B0%E9%97%BB":
                self.answer(PAGE.encode("gb18030"), "text/html")
            case "/gzip":
                self.answer(gzip.compress(PAGE.encode()), "text/html; charset=utf-8", encoding="gzip")
            case "/bomb":
                self.answer(gzip.compress(bytes(3_000_000)), "text/html", encoding="gzip")
            case "/list":
                self.answer(f'{{"content": "{BODY}"}}\n{{"content": "{BODY}"}}'.encode(), "application/x-ndjson")
            case "/big":
                self.answer(b"a" * 3_000_000, "text/plain")
            case "/short":
                self.answer(b"a" * 100, "text/plain", announced=5000)
            case "/slow":
                time.sleep(1.5)
            case "/drip":
                self.send_response(200)
                self.end_headers()
                for _ in range(20):
                    self.wfile.write(b"a")
                    time.sleep(0.1)
            case "/away" | "/local" | "/ftp" | "/round":
                self.send_response(302)
                targets = {"/away": "/page", "/local": "file:///etc/hosts", "/ftp": "ftp://127.0.0.1/", "/round": path}
                self.send_header("Location", targets[path])
                self.end_headers()
            case _:
                self.send_error(404)

    def answer(self, body: bytes, kind: str, encoding: str = "", announced: int = 0) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(announced or len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    """Those who go away in the middle are the point here."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    Site.asked = []
    with Quiet(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ["/page", "/gzip", "/away", "/新闻", "/page?q=云岭#end"])
def test_a_page_is_fetched(site: str, path: str) -> None:
    (found,) = documents([site + path], fetch=True)
    assert isinstance(found, Document), found
    assert found.text == f"云岭市与海东学院签约\n{BODY}"
    assert found.url == found.source == found.id == site + path
    assert all(agent.startswith("guanxi/") for _, agent in Site.asked)


def test_records_are_fetched_with_their_fields(site: str) -> None:
    found = list(documents([f"{site}/list"], {"text": "content"}, fetch=True))
    assert [d.source for d in found if isinstance(d, Document)] == [f"{site}/list#1", f"{site}/list#2"]


def test_nothing_is_fetched_unasked(site: str) -> None:
    (found,) = extract([f"{site}/page"])
    assert isinstance(found, Unreadable) and "--fetch" in str(found)
    assert Site.asked == []


TROUBLES = [
    ("/missing", "404"),
    ("/big", "more than 1 MB"),
    ("/bomb", "more than 1 MB"),
    ("/short", "broke off"),
    ("/slow", "no answer"),
    ("/drip", "not there after"),
    ("/local", "no http or https address"),
    ("/ftp", "no http or https address"),
    ("/round", "302"),
]


@pytest.mark.parametrize(("path", "words"), TROUBLES)
def test_trouble_is_told_in_a_line_and_the_rest_is_read(
    site: str, path: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetching = import_module("guanxi.loaders.fetching")
    for name, value in {"LARGEST": 1_000_000, "PATIENCE": 0.5, "LONGEST": 1.0}.items():
        monkeypatch.setattr(fetching, name, value)
    broken, good = documents([site + path, f"{site}/page"], fetch=True)
    assert isinstance(broken, Unreadable) and isinstance(good, Document)
    assert words in str(broken) and path in str(broken) and "\n" not in str(broken)


@pytest.mark.parametrize(
    "url", ["file:///etc/hosts", "ftp://127.0.0.1/a", "http://", "http://[", "http://a b/", "http://127.0.0.1:1/",
            "http://me:secret@127.0.0.1/", "http://127.0.0.1:99999/", "http://..../"]
)  # fmt: skip
def test_what_is_no_address_is_told(site: str, url: str) -> None:
    (found,) = documents([url], fetch=True)
    assert isinstance(found, Unreadable) and "\n" not in str(found)
