"""What stands at an address on the network: http and https only, within limits of time and size."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage, responses
from importlib.metadata import version
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from .decoding import Undecodable

LARGEST = 50_000_000  # bytes, unpacked
PATIENCE = 30.0  # seconds without an answer
LONGEST = 120.0  # seconds altogether
PIECE = 65_536
SCHEMES = ("http", "https")
MIME = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md",
    "application/json": ".json", "application/x-ndjson": ".jsonl", "application/jsonl": ".jsonl",
    "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/rss+xml": ".rss",
    "application/atom+xml": ".atom", "application/xml": ".xml", "text/xml": ".xml",
}  # fmt: skip


def fetched(url: str) -> tuple[bytes, str]:
    """The content at an address and the suffix of its kind. Raises Undecodable, which says what is wrong."""
    try:
        address = _ascii(url)
        request = Request(address, headers={"User-Agent": f"guanxi/{version('guanxi')}", "Accept-Encoding": "gzip"})
        with _opener().open(request, timeout=PATIENCE) as answer:
            data = b"".join(_pieces(answer, time.monotonic() + LONGEST))
            kind = str(answer.headers.get_content_type())
    except HTTPError as problem:
        raise Undecodable(f"the server answers {problem.code} {_reason(problem.code)}; check the address") from None
    except URLError as problem:
        raise Undecodable(f"cannot be fetched ({_said(problem.reason)}); check the address and the network") from None
    except TimeoutError:
        raise Undecodable(f"no answer for {PATIENCE:.0f} seconds; try again later") from None
    except (OSError, HTTPException, ValueError, zlib.error) as problem:
        if isinstance(problem, Undecodable):
            raise
        raise Undecodable(f"cannot be fetched ({_said(problem)}); check the address") from None
    return data, MIME.get(kind) or _suffix(address)


def _reason(code: int) -> str:
    """What a status means, in our words and not the server's; a redirect is here only where it goes in circles."""
    return "again and again" if 300 <= code < 400 else responses.get(code, "").lower()


def _said(problem: object) -> str:
    """What a library says, in one line, of which a server may have written a part."""
    line = " ".join(str(getattr(problem, "strerror", None) or problem).split())[:200]
    return "".join(filter(str.isprintable, line)) or type(problem).__name__


def _ascii(url: str) -> str:
    """The address as it is sent: Chinese in its path and host is coded. Raises Undecodable, ValueError."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in SCHEMES:
        raise Undecodable(f"only {' and '.join(SCHEMES)} addresses are fetched; save it as a file")
    if parts.username or not parts.hostname:
        raise Undecodable("no address that can be fetched: it needs a host, and no user name")
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    place = host if parts.port is None else f"{host}:{parts.port}"
    path, query = (quote(part, safe="/%:=&?~+!$,;'@()*[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme.lower(), place, path, query, ""))


class _Redirects(HTTPRedirectHandler):
    """To http and https only: no server sends anybody to a file or another service."""

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage) -> Any:
        target = urljoin(req.full_url, headers.get("Location", ""))
        if urlsplit(target).scheme.lower() not in SCHEMES:
            raise Undecodable(f"the server sends on to {target[:100]!r}, which is no http or https address")
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _opener() -> OpenerDirector:
    """Without what the library else opens: files, FTP, data addresses."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, _Redirects, HTTPErrorProcessor
    ):  # fmt: skip
        opener.add_handler(handler())
    return opener


def _pieces(answer: Any, until: float) -> Iterator[bytes]:
    """The body, unpacked, piece by piece. Raises Undecodable where it is too much or too slow."""
    headers: HTTPMessage = answer.headers
    unpack = zlib.decompressobj(31) if headers.get("Content-Encoding", "").lower() == "gzip" else None
    size = 0
    while piece := answer.read1(PIECE):
        data = unpack.decompress(piece, LARGEST) if unpack else piece
        size += len(data)
        if size > LARGEST or (unpack and unpack.unconsumed_tail):
            raise Undecodable(f"more than {LARGEST // 1_000_000} MB; fetch it yourself and split it")
        if time.monotonic() > until:
            raise Undecodable(f"not there after {LONGEST:.0f} seconds; fetch it yourself, or try again later")
        yield data
    if answer.length:  # what the server announced and did not send
        raise Undecodable("the connection broke off; try again")


def _suffix(url: str) -> str:
    """The suffix in the address, else that of a page."""
    name = urlsplit(url).path.rpartition("/")[2]
    return "." + name.rpartition(".")[2].lower() if "." in name else ".html"
