"""What is packed in a zip or tar: archives of documents, docx and epub. All is read in memory; nothing is written.

A name that climbs out of its archive is therefore only a name. What an archive unpacks to is limited.
"""

# lxml comes without types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportAttributeAccessIssue=false

from __future__ import annotations

import gzip
import io
import lzma
import posixpath
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from .decoding import Undecodable

TOTAL = 200_000_000  # bytes that one archive may unpack to
COUNT = 50_000  # members
RATIO = 200  # unpacked to packed size, from SMALL bytes on: text packs to a tenth
SMALL = 5_000_000
DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, KeyError,
    ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A zip within the limits. Raises Undecodable."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED:
        raise Undecodable("a damaged or cut zip file (docx and epub are such files); fetch or save it again") from None
    members = packed.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > COUNT:
        raise Undecodable(f"an archive of {len(members)} files, more than {COUNT}; split it")
    if size > TOTAL:
        raise Undecodable(f"an archive that unpacks to more than {TOTAL // 1_000_000} MB; split it")
    if size > SMALL and size > RATIO * len(data):
        raise Undecodable(f"an archive that unpacks to {size // len(data)} times its size, a zip bomb; not read")
    return packed


def zipped(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes | Undecodable]]:
    """Names and contents of the files in a zip, in order of their names."""
    left = TOTAL
    for name, member in sorted((_named(m), m) for m in packed.infolist() if not m.is_dir()):
        content = _content(packed, member, left)
        left -= 0 if isinstance(content, Undecodable) else len(content)
        yield name, content


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes | Undecodable:
    if member.flag_bits & 1:
        return Undecodable("encrypted in its archive; unpack it with its password")
    try:
        with packed.open(member) as file:
            content = file.read(left + 1)
    except DAMAGED:
        return Undecodable("damaged in its archive; fetch it again")
    return content if len(content) <= left else Undecodable(f"beyond {TOTAL // 1_000_000} MB of its archive; split it")


def _named(member: zipfile.ZipInfo) -> str:
    """Without the flag for UTF-8 a name is in the packer's own encoding, which zipfile takes for cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return _name(member.filename.encode("cp437"))
    except UnicodeEncodeError:
        return member.filename


def _name(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def tarred(data: bytes) -> Iterator[tuple[str, bytes | Undecodable]]:
    """Names and contents of the files in a tar, gzipped or not; of a gzipped file alone, '' and its content.

    Raises Undecodable.
    """
    try:
        if data.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                plain = file.read(min(TOTAL, max(SMALL, RATIO * len(data))) + 1)
            if len(plain) > TOTAL or len(plain) > max(SMALL, RATIO * len(data)):
                raise Undecodable(f"an archive that unpacks to more than {TOTAL // 1_000_000} MB or {RATIO} times its "
                                  "size; split it")  # fmt: skip
            data = plain
        if data[257:262] != b"ustar":
            yield "", data
            return
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as packed:
            for number, member in enumerate(packed):
                if number >= COUNT:
                    raise Undecodable(f"an archive of more than {COUNT} files; split it")
                if member.isreg() and (file := packed.extractfile(member)):
                    yield _name(member.name.encode("utf-8", "surrogateescape")), file.read()
    except Undecodable:
        raise
    except DAMAGED:
        raise Undecodable("a damaged or cut archive; fetch it again") from None


def read_docx(packed: zipfile.ZipFile) -> tuple[str, str]:
    """Text, a paragraph a line (cells of tables too, without what was deleted), and the title it is given."""
    body = _xml(packed, "word/document.xml")
    lines: list[str] = []
    for paragraph in body.iter(f"{WORD}p"):
        line: list[str] = []
        for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br"):
            if next(node.iterancestors(f"{WORD}p")) is paragraph:  # not that of a text box inside it
                line.append((node.text or "") if node.tag == f"{WORD}t" else "\n" if node.tag == f"{WORD}br" else " ")
        if text := "".join(line).strip():
            lines.append(text)
    core = _xml(packed, "docProps/core.xml") if "docProps/core.xml" in packed.namelist() else None
    title = "" if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title") or ""
    return "\n".join(lines), title.strip()


def chapters(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes | Undecodable]]:
    """The pages of an epub in reading order. Raises Undecodable."""
    place = next(
        (str(e.get("full-path")) for e in _xml(packed, "META-INF/container.xml").iter(f"{CONTAINER}rootfile")), ""
    )
    book = _xml(packed, place)
    files = {str(item.get("id")): unquote(str(item.get("href"))) for item in book.iter(f"{OPF}item")}
    left = TOTAL
    for entry in book.iter(f"{OPF}itemref"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), files.get(str(entry.get("idref")), "")))
        try:
            content = _content(packed, packed.getinfo(name), left)
        except KeyError:
            content = Undecodable("named in the book, but not in it; fetch the book again")
        left -= 0 if isinstance(content, Undecodable) else len(content)
        yield name, content


def _xml(packed: zipfile.ZipFile, name: str) -> Any:
    try:
        content = _content(packed, packed.getinfo(name), TOTAL)
        if isinstance(content, Undecodable):
            raise content
        return safe_xml(content)
    except (KeyError, etree.XMLSyntaxError):
        raise Undecodable(f"damaged: no readable {name or 'contents'} in it; save it again") from None


def safe_xml(data: bytes) -> Any:
    """The root of an XML document; its entities are not followed. Raises etree.XMLSyntaxError."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
