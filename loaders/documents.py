"""From paths to documents: files of every accepted kind, folders and standard input.

A document's `text` is what all offsets refer to: a text file's content as it is decoded, the article that was
found in an HTML page, the text field of a record. Nothing that cannot be read stops the rest: it is yielded as
`Unreadable` in its place.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from ..graph.model import ArticleGraph, InputError, digest
from .dateline import headline, link, published, publisher
from .decoding import Undecodable, decode
from .webpage import read_page

__all__ = ["Document", "Unreadable", "documents", "headline", "published"]

LARGEST = 200_000_000  # bytes
WIDE = 8  # digits; a shorter number may be the id of another article in another file
TEXTS = frozenset({".txt", ".text", ""})
PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
NOTES = frozenset({".md", ".markdown"})
LINES = frozenset({".jsonl", ".ndjson"})
EXPORTED = '{"guanxi":'
IN_FOLDERS = TEXTS - {""} | PAGES | NOTES | LINES  # a .json is as often something else: it is read where it is named

# the names that collections of articles use for the fields of a record, the likeliest first
FIELDS = {
    "text": ("text", "content", "body", "article", "正文", "内容"),
    "title": ("title", "headline", "标题", "题目"),
    "date": ("date", "published", "publish_date", "pubdate", "publish_time", "time", "发布时间", "日期", "时间"),
    "publisher": ("publisher", "source", "site", "media", "来源", "媒体"),
    "url": ("url", "link", "href", "链接"),
    "id": ("id", "_id", "uuid", "docid"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """One article before it is read. `date` is YYYY-MM-DD or ''."""

    id: str
    source: str
    path: str
    text: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that gave nothing. `str` is one line that names it and says what to do."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def documents(paths: Iterable[str]) -> Iterator[Document | ArticleGraph | Unreadable]:
    """The documents of files, folders (recursively, in order of their names, without a README) and `-`, standard input.

    Kinds are told by suffix: txt, html, md, json and jsonl; a file named outright with another suffix is read as
    text. What `guanxi extract --format jsonl` printed comes back as ArticleGraph.
    """
    for path in paths:
        if path == "-":
            yield from _stream(sys.stdin.buffer.read())
        elif not (place := Path(path)).exists():
            yield Unreadable(path, "no such file or folder; check the path")
        elif place.is_dir():
            yield from _folder(place)
        else:
            yield from _file(place)


def number(paths: Iterable[str]) -> int:
    """How many documents these paths will give; 0 where that is not known before they are read."""
    files = [file for path in paths for file in (_files(Path(path)) if Path(path).is_dir() else [Path(path)])]
    known = all(file.suffix.lower() not in LINES | {".json"} and file.name != "-" for file in files)
    return len(files) if known else 0


def _files(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in IN_FOLDERS
        and file.stem.lower() != "readme"
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def _folder(folder: Path) -> Iterator[Document | ArticleGraph | Unreadable]:
    files = _files(folder)
    if not files:
        kinds = ", ".join(sorted(suffix[1:] for suffix in IN_FOLDERS))
        yield Unreadable(str(folder), f"a folder without readable files; it needs files of these kinds: {kinds}")
    for file in files:
        yield from _file(file)


def _file(file: Path) -> Iterator[Document | ArticleGraph | Unreadable]:
    path = str(file)
    try:
        if (size := file.stat().st_size) > LARGEST:
            yield Unreadable(
                path, f"{size / 1e6:.0f} MB, more than {LARGEST / 1e6:.0f} MB; split it into smaller files"
            )
            return
        data = file.read_bytes()
    except OSError as problem:
        yield Unreadable(path, f"cannot be opened ({problem.strerror or problem}); check its permissions")
        return
    yield from _read(data, path, file.name, _stable(file), file.suffix.lower())


def _stable(file: Path) -> str:
    """The id of a file: its path from the working folder, where it lies in it, else its full path."""
    full = file.resolve()
    here = Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def _stream(data: bytes) -> Iterator[Document | ArticleGraph | Unreadable]:
    """Standard input is a page, records or a text, as it begins; its id is the fingerprint of its content."""
    begins = data.lstrip()[:200].lower()
    suffix = ".txt"
    if begins.startswith((b"<!doctype html", b"<html")):
        suffix = ".html"
    elif begins.startswith((b'{"', b'[{"', b"[\n")):
        suffix = ".jsonl"
    yield from _read(data, "-", "-", f"stdin-{digest(data.decode('utf-8', 'replace'))}", suffix)


def _read(data: bytes, path: str, name: str, id_: str, suffix: str) -> Iterator[Document | ArticleGraph | Unreadable]:
    try:
        if suffix in PAGES:
            page = read_page(data)
            found = [Document(id_, name, path, page.text, page.title, page.date, page.publisher, page.url)]
        elif suffix in LINES or suffix == ".json":
            yield from _records(decode(data), path, name, id_)
            return
        else:
            found = [_text(decode(data), path, name, id_, suffix)]
    except Undecodable as problem:
        yield Unreadable(path, str(problem))
        return
    for document in found:
        yield document if document.text.strip() else Unreadable(path, "no text in it; nothing to read")


def _text(text: str, path: str, name: str, id_: str, suffix: str) -> Document:
    front = FRONT_MATTER.match(text) if suffix in NOTES else None
    given = {key.lower(): value for key, value in ENTRY.findall(front[1])} if front else {}
    body = text[front.end() :] if front else text
    return Document(
        id_,
        name,
        path,
        text,
        title=_field(given, "title") or headline(body),
        date=published(f"时间：{_field(given, 'date')}") or published(body),
        publisher=_field(given, "publisher") or publisher(body),
        url=_field(given, "url") or link(body),
    )


FRONT_MATTER = re.compile(r"\A\s*---\r?\n(.*?)\r?\n(?:---|\.\.\.)\s*?\r?\n", re.DOTALL)
ENTRY = re.compile(r"^([\w-]+):[ \t]*['\"]?(.*?)['\"]?[ \t\r]*$", re.MULTILINE)


def _field(record: Mapping[str, Any], field: str) -> str:
    for name in FIELDS[field]:
        value = record.get(name)
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip() if field != "text" else str(value)
    return ""


def _records(text: str, path: str, name: str, id_: str) -> Iterator[Document | ArticleGraph | Unreadable]:
    """One article a line, or one JSON value: an article or a list of them."""
    if not text.strip():
        yield Unreadable(path, "no article in it; nothing to read")
        return
    if text.startswith(EXPORTED):
        yield Unreadable(path, f"a whole graph, as `guanxi export` wrote it; `guanxi copy --from {path}` takes it in")
        return
    try:
        whole: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield _line(line, number, path, name, id_)
        return
    for number, record in enumerate(cast("list[Any]", whole) if isinstance(whole, list) else [whole], 1):
        yield _record(record, number, path, name, id_)


def _line(line: str, number: int, path: str, name: str, id_: str) -> Document | ArticleGraph | Unreadable:
    try:
        return _record(orjson.loads(line), number, path, name, id_)
    except orjson.JSONDecodeError as problem:
        return Unreadable(f"{path}:{number}", f"no JSON ({problem.msg}); each line needs one object")


def _record(value: Any, number: int, path: str, name: str, id_: str) -> Document | ArticleGraph | Unreadable:
    where = f"{path}:{number}"
    record = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if isinstance(record.get("article"), dict) and "nodes" in record:
        try:
            return ArticleGraph.from_json(record)
        except InputError as problem:
            return Unreadable(where, str(problem))
    record = {key.lower(): value for key, value in record.items()}
    text = _field(record, "text")
    if not text.strip():
        return Unreadable(where, f"no article; it needs a field {', '.join(FIELDS['text'][:3])}")
    own = _field(record, "id") or str(number)
    return Document(
        f"{id_}#{own}" if own.isdigit() and len(own) < WIDE else own,
        f"{name}#{number}",
        where,
        text,
        title=_field(record, "title") or headline(text),
        date=published(f"时间：{_field(record, 'date')}") or published(text),
        publisher=_field(record, "publisher") or publisher(text),
        url=_field(record, "url") or link(text),
    )
