"""PDF, docx, epub, csv, feeds and archives: what comes out, and the one line that is said of those that are broken."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from importlib import import_module
from pathlib import Path

import pytest
from files import BODY, TITLE, docx, encrypted_zip, epub, packed, pdf
from guanxi.graph.model import ArticleGraph
from guanxi.loaders.documents import Document, Unreadable, documents

HEAD = "云岭日报电子版"
LONG = [
    "云岭市人民政府五日与海东学院在云岭签署一项为期五",
    "年的协议，市长王芳与学院院长林大成出席仪式，并分",
    "别致辞。",
]
BODIES = [[first + LONG[0][1:], *LONG[1:]] for first in "云海山"]  # a line that all pages begin with is a running head
PDF = pdf([[HEAD, *([TITLE] if n == 1 else []), *body, f"- {n} -"] for n, body in enumerate(BODIES, 1)])


def read(tmp_path: Path, name: str, data: bytes) -> list[Document | ArticleGraph | Unreadable]:
    (tmp_path / name).write_bytes(data)
    return list(documents([str(tmp_path / name)]))


def only(tmp_path: Path, name: str, data: bytes) -> Document:
    (found,) = read(tmp_path, name, data)
    assert isinstance(found, Document), found
    return found


def test_a_pdf_gives_paragraphs_without_running_heads_and_page_numbers(tmp_path: Path) -> None:
    found = only(tmp_path, "a.pdf", PDF)
    assert found.text.split("\n") == [TITLE, *map("".join, BODIES)]
    assert found.title == TITLE


def test_a_pdf_that_anybody_may_open_is_read_although_it_is_encrypted(tmp_path: Path) -> None:
    data = pdf([[TITLE, BODY]], "")
    assert pdf([[TITLE, BODY]])[-900:-500] not in data
    assert only(tmp_path, "a.pdf", data).text == f"{TITLE}\n{BODY}"


def test_a_docx(tmp_path: Path) -> None:
    found = only(tmp_path, "a.docx", docx())
    assert found.text == f"{TITLE}\n{BODY}\n表中"
    assert (found.title, found.date) == (TITLE, "2023-05-06")


def test_a_file_is_what_its_bytes_say(tmp_path: Path) -> None:
    assert only(tmp_path, "a.txt", docx()).title == only(tmp_path, "b.pdf", docx()).title == TITLE


def test_an_epub_gives_a_document_a_chapter(tmp_path: Path) -> None:
    binary, chapter, gone = read(tmp_path, "b.epub", epub())
    assert isinstance(binary, Unreadable) and isinstance(chapter, Document) and isinstance(gone, Unreadable)
    assert chapter.text == f"{TITLE}\n{BODY}"
    assert "not in it" in gone.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table(tmp_path: Path, encoding: str) -> None:
    table = (
        f'标题,正文,日期,来源,链接\r\n签约,"{BODY}\n又一行，""完""。",2022/1/2,云岭日报,http://a.example\r\n空,,,,\r\n'
    )
    first, second = read(tmp_path, "t.csv", table.encode(encoding))
    assert isinstance(first, Document) and isinstance(second, Unreadable)
    assert (first.title, first.date, first.publisher, first.url) == (
        "签约",
        "2022-01-02",
        "云岭日报",
        "http://a.example",
    )
    assert first.text.endswith('又一行，"完"。')


def test_fields_are_named(tmp_path: Path) -> None:
    named = {"text": "Inhalt", "date": "tag"}
    rows = [{"Inhalt": BODY, "tag": "2022-01-02", "text": "X"}, {"inhalt": BODY}, {"text": "X"}, {"text": "Y"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "a.csv").write_text(f"text,INHALT,Tag\nX,{BODY},2022-01-02\n", "utf-8")
    lines = list(documents([str(tmp_path / "a.jsonl")], named))
    table = list(documents([str(tmp_path / "a.csv")], named))
    assert [d.text for d in lines + table if isinstance(d, Document)] == [BODY] * 3
    assert [d.date for d in lines + table if isinstance(d, Document)] == ["2022-01-02", "2023-05-06", "2022-01-02"]
    problems = [str(p) for p in lines if isinstance(p, Unreadable)]
    assert ["a.jsonl:3: no article" in problems[0], "1 more like that" in problems[1]] == [True, True]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_field_that_is_named_and_not_there_is_told(tmp_path: Path, name: str) -> None:
    content = json.dumps({"text": BODY}) if name.endswith("l") else f"text\n{BODY}\n"
    (tmp_path / name).write_text(content, "utf-8")
    *_, problem = documents([str(tmp_path / name)], {"date": "pub"})
    assert isinstance(problem, Unreadable) and "'pub'" in str(problem) and "--fields" in str(problem)


@pytest.mark.parametrize(("name", "times"), [("a.txt", 30), ("a.txt", 300), ("a.html", 300), ("a.jsonl", 30)])
def test_what_is_too_long_for_an_article_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, times: int
) -> None:
    monkeypatch.setattr(import_module("guanxi.loaders.documents"), "LONGEST", 1000)
    text = json.dumps({"text": BODY * times}) if name == "a.jsonl" else BODY * times
    (found,) = read(tmp_path, name, text.encode())
    assert isinstance(found, Unreadable) and "split it into its articles" in str(found)


def test_rows_without_an_article_are_told_once(tmp_path: Path) -> None:
    table = f"id,text\n1,{BODY}\n" + "2,\n" * 5000
    article, first, others = read(tmp_path, "t.csv", table.encode())
    assert isinstance(article, Document)
    assert "t.csv:2: no article" in str(first) and "4999 more like that" in str(others)


def test_archives_in_one_another_share_what_they_may_unpack_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = import_module("guanxi.loaders.packed")
    monkeypatch.setattr(limits, "TOTAL", 100_000)
    inner = packed({"a.txt": BODY + "\n" * 30_000})
    whole = packed({f"{n}.zip": inner for n in range(6)})
    assert len(whole) < 10_000
    found = read(tmp_path, "z.zip", whole)
    assert [type(item) for item in found] == [Document] * 3 + [Unreadable] * 2
    assert all("unpacks to more than" in str(item) for item in found[3:])
    monkeypatch.setattr(limits, "TOTAL", 1_000_000)
    monkeypatch.setattr(limits, "COUNT", 9)
    assert [type(item) for item in read(tmp_path, "z.zip", whole)][:5] == [Document] * 4 + [Unreadable]


def test_feeds(tmp_path: Path) -> None:
    rss = f"<rss><channel><title>云岭网</title><item><title>{TITLE}</title><link>http://a.example/1</link>"
    rss += (
        f"<pubDate>Sat, 06 May 2023 10:00:00 +0800</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>"
    )
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>云岭网</title><entry><title>{TITLE}</title>'
    atom += '<link rel="self" href="http://a.example/no"/><link href="http://a.example/1"/>'
    atom += (
        f"<published>2023-05-06T10:00:00Z</published><content type='html'>&lt;p&gt;{BODY}&lt;/p&gt;</content></entry>"
    )
    for name, feed in (("a.rss", rss + "</channel></rss>"), ("b.atom", atom + "</feed>")):
        found = only(tmp_path, name, feed.encode())
        assert found.text == f"{TITLE}\n{BODY}"
        assert (found.date, found.publisher, found.url) == ("2023-05-06", "云岭网", "http://a.example/1")


def test_archives_are_read_in_memory_names_in_gbk_and_all(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"../../out.txt": BODY, "x/a.docx": docx(), "p.png": b"1", "__MACOSX/a.txt": BODY}
    gbk = packed({"QQQQ.txt": BODY}).replace(b"QQQQ", "新闻".encode("gbk"))
    files["inner.zip"] = gbk
    before = set(tmp_path.parent.rglob("*"))
    found = read(tmp_path, "z.zip", packed(files))
    assert [d.source for d in found if isinstance(d, Document)] == [
        "z.zip!../../out.txt", "z.zip!inner.zip!新闻.txt", "z.zip!x/a.docx"
    ]  # fmt: skip
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "z.zip"}
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz", format=tarfile.GNU_FORMAT, encoding="gbk") as archive:
        member = tarfile.TarInfo("新闻.txt")
        member.size = len(BODY.encode())
        archive.addfile(member, io.BytesIO(BODY.encode()))
    assert only(tmp_path, "t.tar.gz", held.getvalue()).source == "t.tar.gz!新闻.txt"
    assert only(tmp_path, "a.txt.gz", gzip.compress(BODY.encode())).text == BODY


BROKEN = [
    ("bomb.zip", packed({"a.txt": bytes(60_000_000)}), "zip bomb"),
    ("bomb.gz", gzip.compress(bytes(60_000_000)), "unpacks to more than"),
    ("nest.zip", packed({"a.zip": packed({"b.zip": packed({"c.txt": BODY})})}), "archives in one another"),
    ("secret.zip", encrypted_zip(), "with its password"),
    ("cut.docx", docx()[:200], "damaged or cut"),
    ("locked.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "without a password"),
    ("named.pdf", BODY.encode(), "not such a file"),
    ("scan.pdf", pdf([[]]), "OCR"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj", "damaged PDF"),
    ("locked.pdf", pdf([[TITLE, BODY]], "geheim"), "without its password"),
    ("other.csv", "年份,产量\r\n2021,5\r\n2022,6\r\n".encode(), "no column text"),
    ("none.zip", packed({"a.png": b""}), "without readable files"),
    ("page.xml", b"<a><b></a>", "well-formed"),
    ("other.rss", b"<a/>", "without an RSS or Atom entry"),
]


@pytest.mark.parametrize(("name", "data", "words"), BROKEN, ids=[name for name, *_ in BROKEN])
def test_what_is_broken_is_said_in_one_line_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    broken, good = documents([str(tmp_path / name), str(tmp_path / "good.txt")])
    assert isinstance(broken, Unreadable) and isinstance(good, Document)
    assert words in str(broken) and name in str(broken) and "\n" not in str(broken)
