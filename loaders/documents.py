"""From paths to documents: files of every accepted kind, folders and standard input.

A document's `text` is what all offsets refer to: a text file's content as it is decoded, the article that was
found in an HTML page, the text field of a record. Nothing that cannot be read stops the rest: it is yielded as
`Unreadable` in its place. Each step is told by an `Origin` what it reads.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

import orjson

from ..graph.model import ArticleGraph, InputError, digest
from .dateline import headline, link, published, publisher
from .decoding import Undecodable, decode
from .packed import Budget, chapters, open_zip, read_docx, tarred, zipped
from .webpage import plain_text, read_page

__all__ = ["Document", "Unreadable", "documents", "headline", "published"]

LARGEST = 200_000_000  # bytes
LONGEST = 5_000_000  # characters of one article: a longer one is a file of many, and would be read for minutes
WIDE = 8  # digits; a shorter number may be the id of another article in another file
TEXTS = frozenset({".txt", ".text", ""})
PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
NOTES = frozenset({".md", ".markdown"})
LINES = frozenset({".jsonl", ".ndjson"})
TABLES = frozenset({".csv", ".tsv"})
FEEDS = frozenset({".rss", ".atom", ".xml"})
ZIPPED = frozenset({".docx", ".epub", ".zip"})
BINARY = ZIPPED | {".pdf", ".gz", ".tgz", ".tar"}  # told by their first bytes, whatever they are called
DEEPEST = 2  # archives in one another
IN_FOLDERS = (
    TEXTS - {""} | PAGES | NOTES | LINES | TABLES | FEEDS - {".xml"} | BINARY
)  # a .json is as often something else: it is read where it is named
EXPORTED = '{"guanxi":'

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


@dataclass(frozen=True, slots=True)
class Origin:
    """Where content comes from: `path` as the user is told it, `name` and `id` as its documents have them.

    `fields` says which field of a record is which, where the user named them.
    """

    path: str
    name: str
    id: str
    fields: Mapping[str, str]
    budget: Budget = field(default_factory=Budget)
    depth: int = 0  # of archives

    def inside(self, member: str) -> Origin:
        """The place of a member of an archive or a book."""
        deeper = {"path": f"{self.path}!{member}", "name": f"{self.name}!{member}", "id": f"{self.id}!{member}"}
        return replace(self, **deeper, depth=self.depth + 1)


def documents(
    paths: Iterable[str], fields: Mapping[str, str] | None = None, fetch: bool = False
) -> Iterator[Document | ArticleGraph | Unreadable]:
    """The documents of files, folders (recursively, in order of their names, without a README), URLs and `-`, standard
    input.

    Kinds are told by suffix: txt, html, md, json, jsonl, csv, tsv, rss, atom; PDF, docx, epub, zip, tar and gz by
    their first bytes. A file named outright with another suffix is read as text. What
    `guanxi extract --format jsonl` printed comes back as ArticleGraph. `fields` names fields of records (`{"text":
    "content"}`, keys as in FIELDS); a URL is only fetched with `fetch`.
    """
    fields = {known: name.lower() for known, name in (fields or {}).items()}
    for path in paths:
        if path == "-":
            yield from _stream(sys.stdin.buffer.read(), fields)
        elif URL.match(path):
            yield from _fetched(path, fields, fetch)
        elif not (place := Path(path)).exists():
            yield Unreadable(path, "no such file or folder; check the path")
        elif place.is_dir():
            yield from _folder(place, fields)
        else:
            yield from _file(place, fields)


URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def _fetched(url: str, fields: Mapping[str, str], fetch: bool) -> Iterator[Document | ArticleGraph | Unreadable]:
    if not fetch:
        yield Unreadable(url, "an address on the network; add --fetch to read it from there")
        return
    from .fetching import fetched

    try:
        data, suffix = fetched(url)
    except Undecodable as problem:
        yield Unreadable(url, str(problem))
        return
    for found in _read(data, Origin(url, url, url if len(url) < 400 else f"url-{digest(url)}", fields), suffix):
        yield replace(found, url=url) if isinstance(found, Document) and not found.url else found


def number(paths: Iterable[str]) -> int:
    """How many documents these paths will give; 0 where that is not known before they are read."""
    paths = list(paths)
    if any(URL.match(path) for path in paths):
        return 0
    files = [file for path in paths for file in (_files(Path(path)) if Path(path).is_dir() else [Path(path)])]
    several = LINES | TABLES | FEEDS | BINARY - {".pdf", ".docx"} | {".json"}
    known = all(file.suffix.lower() not in several and file.name != "-" for file in files)
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


def _folder(folder: Path, fields: Mapping[str, str]) -> Iterator[Document | ArticleGraph | Unreadable]:
    files = _files(folder)
    if not files:
        kinds = ", ".join(sorted(suffix[1:] for suffix in IN_FOLDERS))
        yield Unreadable(str(folder), f"a folder without readable files; it needs files of these kinds: {kinds}")
    for file in files:
        yield from _file(file, fields)


def _file(file: Path, fields: Mapping[str, str]) -> Iterator[Document | ArticleGraph | Unreadable]:
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
    yield from _read(data, Origin(path, file.name, _stable(file), fields), file.suffix.lower())


def _stable(file: Path) -> str:
    """The id of a file: its path from the working folder, where it lies in it, else its full path."""
    full = file.resolve()
    here = Path.cwd()
    return (full.relative_to(here) if full.is_relative_to(here) else full).as_posix()


def _stream(data: bytes, fields: Mapping[str, str]) -> Iterator[Document | ArticleGraph | Unreadable]:
    """Standard input is a page, records or a text, as it begins; its id is the fingerprint of its content."""
    begins = data.lstrip()[:200].lower()
    suffix = ".txt"
    if begins.startswith((b"<!doctype html", b"<html")):
        suffix = ".html"
    elif begins.startswith((b'{"', b'[{"', b"[\n")):
        suffix = ".jsonl"
    yield from _read(data, Origin("-", "-", f"stdin-{digest(data.decode('utf-8', 'replace'))}", fields), suffix)


def _read(data: bytes, origin: Origin, suffix: str) -> Iterator[Document | ArticleGraph | Unreadable]:
    try:
        if data.startswith(b"PK\x03\x04"):
            yield from _zip(data, origin)
        elif data.startswith(b"\x1f\x8b") or data[257:262] == b"ustar":
            yield from _members(tarred(data, origin.budget), origin)
        elif data.startswith(OLE):
            raise Undecodable("an old .doc or a file with a password; save it as .docx without a password")
        elif data[:1024].lstrip().startswith(b"%PDF-"):
            from .pdf import read_pdf

            yield _filled(_text(read_pdf(data), origin, suffix))
        elif suffix in BINARY and data.strip():
            raise Undecodable(f"named {suffix}, but not such a file (or cut at its start); check what it is")
        elif suffix in LINES or suffix == ".json":
            yield from _told_once(_records(decode(data), origin), origin)
        elif suffix in TABLES:
            yield from _told_once(_rows(decode(data), origin), origin)
        elif suffix in FEEDS and data.strip():
            from .feeds import read_feed

            entries = enumerate(read_feed(data), 1)
            own = replace(origin, fields={})  # a feed says itself which field is which
            yield from _told_once((_record(entry, number, own) for number, entry in entries), origin)
        elif len(data) > 4 * LONGEST:  # however it is encoded
            raise Undecodable(f"one text of {len(data) / 1e6:.0f} MB; split it into its articles")
        elif suffix in PAGES:
            p = read_page(data)
            place = (origin.id, origin.name, origin.path)
            yield _filled(Document(*place, _within(p.text), p.title, p.date, p.publisher, p.url))
        else:
            yield _filled(_text(decode(data), origin, suffix))
    except Undecodable as problem:
        yield Unreadable(origin.path, str(problem))


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _filled(document: Document) -> Document | Unreadable:
    if not document.text.strip():
        return Unreadable(document.path, "no text in it; nothing to read")
    return document


def _within(text: str) -> str:
    """The text of one article. Raises Undecodable where it is too long to be one."""
    if len(text) > LONGEST:
        size = f"{len(text) / 1e6:.1f} million characters, more than {LONGEST / 1e6:.1f}"
        raise Undecodable(f"one text of {size}; split it into its articles")
    return text


def _zip(data: bytes, origin: Origin) -> Iterator[Document | ArticleGraph | Unreadable]:
    packed = open_zip(data)
    names = set(packed.namelist())
    if "word/document.xml" in names:
        text, title = read_docx(packed, origin.budget)
        found = _text(text, origin, ".docx")
        yield _filled(found if found.title or not title else replace(found, title=title))
    elif "META-INF/container.xml" in names:
        for chapter, content in chapters(packed, origin.budget):
            place = origin.inside(chapter)
            try:
                text = "" if isinstance(content, Undecodable) else plain_text(decode(content))
            except Undecodable as problem:
                content, text = problem, ""
            if isinstance(content, Undecodable):
                yield Unreadable(place.path, str(content))
            elif text.strip():  # a cover has none
                yield _filled(_text(text, place, ".txt"))
    else:
        yield from _members(zipped(packed, origin.budget), origin)


def _members(
    members: Iterable[tuple[str, bytes | Undecodable]], origin: Origin
) -> Iterator[Document | ArticleGraph | Unreadable]:
    """What an archive holds, read as a folder is: other kinds, hidden files and a README are passed over."""
    if origin.depth >= DEEPEST:
        raise Undecodable(f"more than {DEEPEST} archives in one another; unpack it")
    found = False
    for member, content in members:
        place = PurePosixPath(member.replace("\\", "/") or PurePosixPath(origin.name).stem)
        hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in place.parts)
        if place.suffix.lower() not in IN_FOLDERS or hidden or place.stem.lower() == "readme":
            continue
        found = True
        inside = origin.inside(str(place))
        if isinstance(content, Undecodable):
            yield Unreadable(inside.path, str(content))
        else:
            yield from _read(content, inside, place.suffix.lower())
    if not found:
        raise Undecodable("an archive without readable files; nothing to read")


def _told_once(
    found: Iterable[Document | ArticleGraph | Unreadable], origin: Origin
) -> Iterator[Document | ArticleGraph | Unreadable]:
    """The same, but of records that are wrong in the same way only the first is told, and at the end how many."""
    seen: Counter[str] = Counter()
    for item in found:
        if isinstance(item, Unreadable):
            seen[item.reason] += 1
            if seen[item.reason] > 1:
                continue
        yield item
    for reason, times in seen.items():
        if times > 1:
            yield Unreadable(origin.path, f"{times - 1} more like that: {reason}")


def _rows(text: str, origin: Origin) -> Iterator[Document | ArticleGraph | Unreadable]:
    """One article a row, its fields named by the first row."""
    first = text.lstrip().split("\n", 1)[0]
    if not first.strip():
        raise Undecodable("no article in it; nothing to read")
    csv.field_size_limit(LARGEST)
    table = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=max(",\t;", key=first.count))
    try:
        columns = [str(name).strip().lower() for name in table.fieldnames or ()]
        missing = [name for name in origin.fields.values() if name not in columns]
        if missing or ("text" not in origin.fields and not any(name in columns for name in FIELDS["text"])):
            wanted = f"no column {_named(missing)}" if missing else f"no column {', '.join(FIELDS['text'][:3])}"
            hint = "correct" if missing else "name its column of text with"
            raise Undecodable(f"{wanted}; it has {_named(columns)}: {hint} --fields")
        for number, row in enumerate(table, 1):
            yield _record({str(key).strip(): value for key, value in row.items()}, number, origin)
    except csv.Error as problem:
        yield Unreadable(f"{origin.path}:{table.line_num}", f"no CSV ({problem}); save the table again as CSV")


def _named(names: Collection[str]) -> str:
    """Some names in a line, of a broken file too."""
    return ", ".join(repr(name[:40]) for name in list(names)[:12]) + (", …" if len(names) > 12 else "") or "none"


def _text(text: str, origin: Origin, suffix: str) -> Document:
    _within(text)
    front = FRONT_MATTER.match(text) if suffix in NOTES else None
    given = {key.lower(): value for key, value in ENTRY.findall(front[1])} if front else {}
    body = text[front.end() :] if front else text
    return Document(
        origin.id,
        origin.name,
        origin.path,
        text,
        title=_field(given, "title") or headline(body),
        date=published(f"时间：{_field(given, 'date')}") or published(body),
        publisher=_field(given, "publisher") or publisher(body),
        url=_field(given, "url") or link(body),
    )


FRONT_MATTER = re.compile(r"\A\s*---\r?\n(.*?)\r?\n(?:---|\.\.\.)\s*?\r?\n", re.DOTALL)
ENTRY = re.compile(r"^([\w-]+):[ \t]*['\"]?(.*?)['\"]?[ \t\r]*$", re.MULTILINE)


def _field(record: Mapping[str, Any], field: str, named: str = "") -> str:
    for name in (named,) if named else FIELDS[field]:
        value = record.get(name)
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip() if field != "text" else str(value)
    return ""


def _records(text: str, origin: Origin) -> Iterator[Document | ArticleGraph | Unreadable]:
    """One article a line, or one JSON value: an article or a list of them."""
    if not text.strip():
        raise Undecodable("no article in it; nothing to read")
    if text.startswith(EXPORTED):
        raise Undecodable(f"a whole graph, as `guanxi export` wrote it; `guanxi copy --from {origin.path}` takes it in")
    missing = dict.fromkeys(origin.fields.values())
    for number, record in _values(text, origin):
        if isinstance(record, Unreadable):
            yield record
            continue
        if isinstance(record, dict):
            for name in cast("dict[str, Any]", record):
                missing.pop(name.lower(), None)
        yield _record(record, number, origin)
    for name in missing:
        yield Unreadable(origin.path, f"none of its records has a field {name!r}; correct --fields")


def _values(text: str, origin: Origin) -> Iterator[tuple[int, Any]]:
    """The JSON values of a text with their numbers, in place of a line that is none an Unreadable."""
    try:
        whole: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield number, _line(line, f"{origin.path}:{number}")
        return
    yield from enumerate(cast("list[Any]", whole) if isinstance(whole, list) else [whole], 1)


def _line(line: str, where: str) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        return Unreadable(where, f"no JSON ({problem.msg}); each line needs one object")


def _record(value: Any, number: int, origin: Origin) -> Document | ArticleGraph | Unreadable:
    where = f"{origin.path}:{number}"
    record = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if isinstance(record.get("article"), dict) and "nodes" in record:
        try:
            return ArticleGraph.from_json(record)
        except InputError as problem:
            return Unreadable(where, str(problem))
    record = {key.lower(): value for key, value in record.items()}
    said = {known: _field(record, known, origin.fields.get(known, "")) for known in FIELDS}
    text = said["text"]
    if not text.strip():
        needed = origin.fields.get("text") or ", ".join(FIELDS["text"][:3])
        return Unreadable(where, f"no article; it needs a field {needed}")
    try:
        _within(text)
    except Undecodable as problem:
        return Unreadable(where, str(problem))
    own = said["id"] or str(number)
    return Document(
        f"{origin.id}#{own}" if own.isdigit() and len(own) < WIDE else own,
        f"{origin.name}#{number}",
        where,
        text,
        title=said["title"] or headline(text),
        date=published(f"时间：{said['date']}") or published(text),
        publisher=said["publisher"] or publisher(text),
        url=said["url"] or link(text),
    )
