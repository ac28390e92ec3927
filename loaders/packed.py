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
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from .decoding import Undecodable

TOTAL = 200_000_000  # bytes that one archive may unpack to, with all archives in it
COUNT = 50_000  # members
LARGEST_XML = 40_000_000  # bytes: in memory it is ten times that
RATIO = 200  # unpacked to packed size, from SMALL bytes on: text packs to a tenth
SMALL = 5_000_000
DAMAGED = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, KeyError,
    ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"


@dataclass(slots=True)
class Budget:
    """What a file may still unpack to; the archives in it share it."""

    left: int = field(default_factory=lambda: TOTAL)
    files: int = field(default_factory=lambda: COUNT)

    def spend(self, size: int) -> None:
        """Take off one more file of so many bytes. Raises Undecodable."""
        self.left -= size
        self.files -= 1
        if self.left < 0 or self.files < 0:
            raise Undecodable(f"unpacks to more than {TOTAL // 1_000_000} MB or {COUNT} files; split it")


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


def zipped(packed: zipfile.ZipFile, budget: Budget) -> Iterator[tuple[str, bytes | Undecodable]]:
    """Names and contents of the files in a zip, in order of their names. Raises Undecodable."""
    members = [(_named(member), member) for member in packed.infolist() if not member.is_dir()]
    for name, member in sorted(members, key=lambda named: named[0]):
        yield name, _content(packed, member, budget)


def _content(packed: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> bytes | Undecodable:
    """A member's content, or what is wrong with it. Raises Undecodable where the budget is spent."""
    if member.flag_bits & 1:
        return Undecodable("encrypted in its archive; unpack it with its password")
    try:
        with packed.open(member) as file:
            content = file.read(max(budget.left, 0) + 1)
    except DAMAGED:
        return Undecodable("damaged in its archive; fetch it again")
    budget.spend(len(content))
    return content


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


def tarred(data: bytes, budget: Budget) -> Iterator[tuple[str, bytes | Undecodable]]:
    """Names and contents of the files in a tar, gzipped or not; of a gzipped file alone, '' and its content.

    Raises Undecodable.
    """
    try:
        if data.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                plain = file.read(min(max(budget.left, 0), max(SMALL, RATIO * len(data))) + 1)
            if len(plain) > max(SMALL, RATIO * len(data)):
                raise Undecodable(f"an archive that unpacks to more than {RATIO} times its size, a bomb; not read")
            budget.spend(len(plain))
            data = plain
        if data[257:262] != b"ustar":
            yield "", data
            return
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape") as packed:
            for member in packed:
                budget.spend(0)  # the members of a tar are of its own size
                if member.isreg() and (file := packed.extractfile(member)):
                    yield _name(member.name.encode("utf-8", "surrogateescape")), file.read()
    except Undecodable:
        raise
    except DAMAGED:
        raise Undecodable("a damaged or cut archive; fetch it again") from None


def read_docx(packed: zipfile.ZipFile, budget: Budget) -> tuple[str, str]:
    """Text, a paragraph a line (cells of tables too, without what was deleted), and the title it is given."""
    body = _xml(packed, "word/document.xml", budget)
    lines: list[str] = []
    for paragraph in body.iter(f"{WORD}p"):
        line: list[str] = []
        for node in paragraph.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br"):
            if next(node.iterancestors(f"{WORD}p")) is paragraph:  # not that of a text box inside it
                line.append((node.text or "") if node.tag == f"{WORD}t" else "\n" if node.tag == f"{WORD}br" else " ")
        if text := "".join(line).strip():
            lines.append(text)
    core = _xml(packed, "docProps/core.xml", budget) if "docProps/core.xml" in packed.namelist() else None
    title = "" if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title") or ""
    return "\n".join(lines), title.strip()


def chapters(packed: zipfile.ZipFile, budget: Budget) -> Iterator[tuple[str, bytes | Undecodable]]:
    """The pages of an epub in reading order. Raises Undecodable."""
    container = _xml(packed, "META-INF/container.xml", budget)
    place = next((str(e.get("full-path")) for e in container.iter(f"{CONTAINER}rootfile")), "")
    book = _xml(packed, place, budget)
    files = {str(item.get("id")): unquote(str(item.get("href"))) for item in book.iter(f"{OPF}item")}
    for entry in book.iter(f"{OPF}itemref"):
        name = posixpath.normpath(posixpath.join(posixpath.dirname(place), files.get(str(entry.get("idref")), "")))
        try:
            content = _content(packed, packed.getinfo(name), budget)
        except KeyError:
            content = Undecodable("named in the book, but not in it; fetch the book again")
        yield name, content


def _xml(packed: zipfile.ZipFile, name: str, budget: Budget) -> Any:
    try:
        content = _content(packed, packed.getinfo(name), budget)
        if isinstance(content, Undecodable):
            raise content
        return safe_xml(content)
    except (KeyError, etree.XMLSyntaxError):
        raise Undecodable(f"damaged: no readable {name or 'contents'} in it; save it again") from None


def safe_xml(data: bytes) -> Any:
    """The root of an XML document; its entities are not followed. Raises etree.XMLSyntaxError, Undecodable."""
    if len(data) > LARGEST_XML:
        raise Undecodable(f"{len(data) / 1e6:.0f} MB of XML, more than {LARGEST_XML // 1_000_000} MB; split it")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
