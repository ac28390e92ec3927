"""Files of the accepted kinds, made in memory, and damage done to them and to texts: by chance, the same each time."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import tarfile
import zipfile
from hashlib import md5

TITLE = "云岭市与海东学院签约"
BODY = "2023年5月6日，云岭市人民政府与海东学院签署协议，市长王芳出席。"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(files: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def docx() -> bytes:
    paragraphs = (
        f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p><w:p><w:r><w:t>{BODY[:20]}</w:t></w:r><w:del><w:r><w:delText>删"
    )
    paragraphs += (
        f"</w:delText></w:r></w:del><w:r><w:t>{BODY[20:]}</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>表中"
    )
    end = "</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    return packed({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}{end}'})


def epub() -> bytes:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    container += '<rootfile full-path="OPS/b.opf"/></rootfiles></container>'
    book = '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="x" href="x.xhtml"/>'
    book += '<item id="a" href="a%201.xhtml"/>'
    book += '<item id="z" href="gone.xhtml"/></manifest><spine>'
    book += '<itemref idref="x"/><itemref idref="a"/><itemref idref="z"/></spine></package>'
    page = f"<html><head><title>x</title></head><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"
    return packed(
        {
            "META-INF/container.xml": container,
            "OPS/b.opf": book,
            "OPS/a 1.xhtml": page,
            "OPS/x.xhtml": bytes(range(256)),
        }
    )


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    done, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        done.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(done)


PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def encrypted(objects: list[str], password: str) -> tuple[list[bytes], bytes]:
    """The objects as the PDF standard encrypts them (7.6.3, revision 2), and what the trailer says of it."""
    padded = (password.encode() + PAD)[:32]
    owner = rc4(md5((b"owner" + PAD)[:32]).digest()[:5], padded)
    key = md5(padded + owner + bytes.fromhex("fcffffff") + b"id").digest()[:5]

    def cipher(number: int, data: bytes) -> bytes:
        return rc4(md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)

    coded: list[bytes] = []
    for number, content in enumerate(objects, 1):
        head, begins, rest = content.encode().partition(b"stream\n")
        head = re.sub(rb"\((\w+)\)", lambda m, n=number: b"<" + cipher(n, m[1]).hex().encode() + b">", head)
        body = cipher(number, rest.removesuffix(b"\nendstream")) + b"\nendstream" if begins else b""
        coded.append(head + begins + body)
    rights = f"/ID [<{b'id'.hex()}> <{b'id'.hex()}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    return coded, f"{rights} /O <{owner.hex()}> /U <{rc4(key, PAD).hex()}> >>".encode()


def pdf(pages: list[list[str]], password: str | None = None) -> bytes:
    """A PDF whose characters are UTF-16 codes of a font without outlines, mapped back by ToUnicode."""
    cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
    cmap += "1 begincodespacerange <0000> <FFFF> endcodespacerange "
    cmap += "1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for i, lines in enumerate(pages):
        shown = (
            "BT /F 10 Tf 20 TL 50 800 Td " + " ".join(f"<{s.encode('utf-16-be').hex()}> Tj T*" for s in lines) + " ET"
        )
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents {7 + 2 * i} 0 R "
                       "/Resources << /Font << /F 3 0 R >> >> >>")  # fmt: skip
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
    coded, rights = ([o.encode() for o in objects], b"") if password is None else encrypted(objects, password)
    held, places = b"%PDF-1.7\n", list[int]()
    for number, content in enumerate(coded, 1):
        places.append(len(held))
        held += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places).encode()
    size, start = len(objects) + 1, len(held)
    held += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return held + b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF" % (size, rights, start)


def encrypted_zip() -> bytes:
    data = bytearray(packed({"a.txt": BODY}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def feed() -> bytes:
    entry = f"<item><title>{TITLE}</title><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>"
    return f"<rss><channel><title>云岭网</title>{entry * 3}</channel></rss>".encode()


def tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name in ("a.txt", "b/c.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(BODY.encode())
            archive.addfile(member, io.BytesIO(BODY.encode()))
    return held.getvalue()


def samples() -> dict[str, bytes]:
    """A whole file of each kind, by a name of that kind."""
    page = (
        f"<html><head><meta charset='gb2312'><title>x</title></head><body><h1>{TITLE}</h1><p>{BODY}</p></body></html>"
    )
    line = json.dumps({"title": TITLE, "text": BODY, "date": "2023-05-06"}, ensure_ascii=False)
    note = f"---\ntitle: '{TITLE}'\ndate: 2022-03-04\n---\n# {TITLE}\n\n{BODY}\n"
    return {
        "a.txt": f"{TITLE}\r\n{BODY}\r\n".encode("gb18030"),
        "a.html": page.encode("gb18030"),
        "a.md": note.encode(),
        "a.json": f"[{line},{line}]".encode(),
        "a.jsonl": f"{line}\n{line}\n".encode("utf-16"),
        "a.csv": f'标题,正文\r\n{TITLE},"{BODY}"\r\n{TITLE},"{BODY}"\r\n'.encode("utf-8-sig"),
        "a.rss": feed(),
        "a.pdf": pdf([[TITLE, BODY], [BODY]]),
        "locked.pdf": pdf([[TITLE, BODY]], ""),
        "a.docx": docx(),
        "a.epub": epub(),
        "a.zip": packed({"a.txt": BODY, "b.docx": docx(), "c.zip": packed({"d.html": page})}),
        "a.tar.gz": tar(),
        "a.txt.gz": gzip.compress(BODY.encode()),
    }


def damaged(chance: random.Random, whole: bytes) -> bytes:
    """A file with some bytes changed, lost, doubled or cut off; of what is packed oftener a member than the whole."""
    if whole.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
            name = chance.choice(sorted(members))
            return packed(members | {name: damaged(chance, archive.read(name))})
    if whole.startswith(b"\x1f\x8b") and chance.random() < 0.7:
        return gzip.compress(damaged(chance, gzip.decompress(whole)), mtime=0)
    data = bytearray(whole)
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(data) or 1)
        match chance.randrange(5):
            case 0 | 1:
                data[start : start + 1] = bytes([chance.randrange(256)])
            case 2:
                data[start : start + chance.randint(1, 40)] = b""
            case 3:
                data[start:start] = data[start : start + chance.randint(1, 400)] * chance.randint(1, 20)
            case _:
                data[start : start + 4] = chance.randbytes(4)
    return bytes(data[: chance.randrange(len(data) + 1)] if chance.random() < 0.2 else data)


SIGNS = "，。、；：？！“”‘’（）《》〈〉【】「」—…·　 \t\n\r()[]{}<>\"'`,.;:!?-/\\|*#&%0123456789年月日第"
ODD = "\0\x1b\x7f\u200b\u202e\ufeff\ufffd\u0301\ue000\U0001f600\U00020000\u2f00\uff21\u3007\u2028"


def mutated(chance: random.Random, texts: list[str]) -> str:
    """An article in which pieces are lost, doubled, moved, mixed with others' or replaced by signs."""
    text = chance.choice(texts)
    for _ in range(chance.choice((1, 3, 10, 40))):
        start = chance.randrange(len(text) + 1)
        stop = start + chance.choice((1, 1, 2, 5, 20, 100))
        piece = text[start:stop]
        match chance.randrange(9):
            case 0:
                piece = ""
            case 1:
                piece += piece
            case 2:
                piece = "".join(chance.choices(SIGNS, k=chance.randint(1, 5)))
            case 3:
                piece = chance.choice(ODD)
            case 4:
                other = chance.choice(texts)
                begins = chance.randrange(len(other) + 1)
                piece = other[begins : begins + chance.randint(1, 60)]
            case 5:
                piece = piece[::-1]
            case 6:
                piece = re.sub("[，。、；：\\n]", chance.choice(("", " ", "、")), text[start : start + 300])
                stop = start + 300
            case 7:
                piece = piece[:20] * chance.randint(2, 60)
            case _:
                stop = start
                piece = chance.choice('“（《【("')  # which nothing closes
        text = (text[:start] + piece + text[stop:])[:20_000]
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.1 else text
