"""Which documents come out of files, folders, pages and records, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import json
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from guanxi.graph.model import Article, ArticleGraph
from guanxi.loaders.dateline import publisher
from guanxi.loaders.decoding import Undecodable, decode
from guanxi.loaders.documents import Document, Unreadable, documents, headline, published

PLAIN = "云岭市与海东学院签约\n云岭日报　2023-05-06\n5月5日，云岭市人民政府与海东学院签署协议，市长王芳出席。\n"
TRADITIONAL = "雲嶺市與海東學院簽約\n昨日，雲嶺市人民政府與海東學院簽署協議，市長王芳出席並致辭，雙方表示將深入合作。\n"


def only(paths: list[str]) -> Document:
    (found,) = documents(paths)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_finds_the_encoding_of_simplified_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(PLAIN.encode(encoding))
    assert only([str(file)]).text == PLAIN


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030"])
def test_tells_big5_from_gb18030(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("words", ["签约", "王芳出席", "簡訊：陳局長", "中国"])
def test_tells_them_apart_in_a_few_characters(words: str) -> None:
    assert decode(words.encode("gb18030")) == words
    assert "簡" not in words or decode(words.encode("big5")) == words


def test_a_damaged_file_is_still_read() -> None:
    assert decode(PLAIN.encode()[:-2]).startswith("云岭市与海东学院签约")
    assert decode((TRADITIONAL * 20).encode("big5")[:-1]).startswith("雲嶺市")


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n\0\0", "東京のカタカナとひらがな".encode("shift-jis")]
)
def test_what_is_no_chinese_text_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable):
        decode(data)


def test_line_ends_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("甲。\r\n乙。".encode())
    assert only([str(tmp_path / "a.txt")]).text == "甲。\r\n乙。"


def test_a_text_file_becomes_a_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/a.txt").write_text(PLAIN, "utf-8")
    found = only(["news/a.txt"])
    title = "云岭市与海东学院签约"
    assert found == Document("news/a.txt", "a.txt", "news/a.txt", PLAIN, title, "2023-05-06", "云岭日报")
    monkeypatch.chdir("news")
    assert only([str(tmp_path / "news")]).source == "a.txt"


def test_the_id_is_the_same_for_a_file_and_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN, "utf-8")
    assert only([str(tmp_path)]).id == only([str(tmp_path / "a.txt")]).id


def test_a_folder_is_read_in_order_and_deep(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "c.html", ".hidden.txt", ".git/x.txt", "d.png", "b.gold.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>会议在云岭召开，市长出席。</p>", "utf-8")
    assert [d.source for d in documents([str(tmp_path)]) if isinstance(d, Document)] == ["z.md", "b.txt", "c.html"]


PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>云岭市与海东学院签约_云岭市人民政府网</title>
<meta name="PubDate" content="2023-05-06 10:22"><meta name="ContentSource" content="云岭日报">
<link rel="canonical" href="http://yunling.example/1.html"></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a>要闻，动态，公告，专题。</a></li></ul></div>
<div class="position">当前位置：首页 &gt; 新闻</div><div id="main"><h1>云岭市与海东学院签约</h1>
<div class="info">浏览次数：8</div><script>var x = "，。，。，。，。，。，。";</script>
<div class="content"><p>　　5月5日，云岭市人民政府与海东学院签署协议。<b>市长王芳</b>出席，
<a href="x">学院</a>院长致辞。</p>
<!-- 注 --><p>王芳说，双方合作基础很好，<br>前景广阔。</p></div></div>
<div class="related"><ul><li><a>相关新闻一，标题很长很长很长</a></li></ul></div>
<div class="footer">版权所有，京ICP备1号。</div></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_article_of_a_page_is_found_among_the_furniture(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "p.html").write_bytes(PAGE.encode(encoding))
    found = only([str(tmp_path / "p.html")])
    assert found.text.split("\n") == [
        "云岭市与海东学院签约",
        "5月5日，云岭市人民政府与海东学院签署协议。市长王芳出席， 学院院长致辞。",
        "王芳说，双方合作基础很好，",
        "前景广阔。",
    ]
    assert (found.title, found.date, found.publisher) == ("云岭市与海东学院签约", "2023-05-06", "云岭日报")
    assert found.url == "http://yunling.example/1.html"


def test_front_matter_of_markdown(tmp_path: Path) -> None:
    front = "---\ntitle: '签约'\ndate: 2022-03-04\nsource: 云岭日报\n---\n"
    (tmp_path / "n.md").write_text(front + "# 别的标题\n正文。\n", "utf-8")
    found = only([str(tmp_path / "n.md")])
    assert (found.title, found.date, found.publisher) == ("签约", "2022-03-04", "云岭日报")
    assert found.text.startswith("---\n")


def test_records(tmp_path: Path) -> None:
    graph = ArticleGraph(Article("g", "g.txt"))
    lines = [
        json.dumps({"title": "甲", "content": "甲公司与乙公司签约。", "time": "2021/3/4 10:00", "source": "丙报"}),
        json.dumps({"id": "abc", "正文": "甲公司与乙公司签约。", "url": "http://a.example"}, ensure_ascii=False),
        "",
        "no json",
        json.dumps({"title": "no text"}),
        json.dumps(graph.to_json()),
        json.dumps({"article": {"id": "1"}, "nodes": [{}]}),
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(lines), "utf-8")
    first, second, *rest = documents([str(tmp_path / "x.jsonl")])
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.title, first.date, first.publisher, first.source) == ("甲", "2021-03-04", "丙报", "x.jsonl#1")
    assert first.id.endswith("x.jsonl#1")
    assert (second.id, second.url) == ("abc", "http://a.example")
    assert [type(found) for found in rest] == [Unreadable, Unreadable, ArticleGraph, Unreadable]
    assert [found.path.rsplit(":")[-1] for found in rest if isinstance(found, Unreadable)] == ["4", "5", "7"]


def test_a_json_list(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps([{"id": 7, "text": "甲。"}, {"text": "乙。"}]), "utf-8")
    assert [d.text for d in documents([str(tmp_path / "x.json")]) if isinstance(d, Document)] == ["甲。", "乙。"]


@pytest.mark.parametrize(("content", "count"), [(PLAIN, 1), (PAGE, 1), ('{"text": "甲。"}\n{"text": "乙。"}', 2)])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: str, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    found = [d for d in documents(["-"]) if isinstance(d, Document)]
    assert len(found) == count
    assert all(d.id.startswith("stdin-") for d in found)
    assert "版权" not in found[0].text


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("guanxi.loaders.documents"), "LARGEST", 5000)
    files = {"empty.txt": b"", "blank.txt": b" \n", "binary.txt": bytes(range(256)), "huge.txt": b"a" * 6000}
    files["good.txt"] = PLAIN.encode()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "nothing").mkdir()
    found = list(documents([str(tmp_path / name) for name in ("missing.txt", "nothing", *files)]))
    assert [type(f) for f in found] == [Unreadable] * 6 + [Document]
    messages = [str(f) for f in found[:-1]]
    assert all(message.count("\n") == 0 and str(tmp_path) in message for message in messages)
    for message, words in zip(
        messages, ("no such file", "without readable files", "no text", "no text", "binary", "split it"), strict=True
    ):
        assert words in message


HEADLINES = [
    (PLAIN, "云岭市与海东学院签约"),
    ("# 雲嶺市與海東學院簽約\n正文。", "云岭市与海东学院签约"),
    ("云岭市與海東學院簽(qiān)約(yuē)\n昨日，双方签约。", "云岭市与海东学院签约"),
    ("首页 > 新闻 > 正文\n云岭市与海东学院签约\n来源：云岭日报\n昨日，双方签约。", "云岭市与海东学院签约"),
    ("[视频]云岭市与海东学院签约\n昨日，双方签约。", "云岭市与海东学院签约"),
    ("云岭市与海东学院签约 | 云岭新闻网\n昨日，双方签约。", "云岭市与海东学院签约"),
    ("签约仪式现场\n5月5日，云岭市人民政府与海东学院签署协议。\n随后参观\n", ""),
    ("5月5日，云岭市人民政府与海东学院签署协议，市长王芳出席。\n合作前景广阔\n", ""),
    ("发布时间：2021-03-04\n来源：云岭日报\n作者：王某\n云岭市与海东学院签约\n", "云岭市与海东学院签约"),
    ("title: 云岭市与海东学院签约\ndate: 2021-03-04\n---\n正文。", "云岭市与海东学院签约"),
    ("怎样留住年轻人？\n昨日，双方签约。", "怎样留住年轻人？"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), HEADLINES)
def test_headline(text: str, expected: str) -> None:
    assert headline(text) == expected


DATES = [
    ("发布时间：2011-07-11\n正文。", "2011-07-11"),
    ("标题\n时间：2023年11月7日　浏览：3\n正文。", "2023-11-07"),
    ("标题\n2020-11-27\n正文。", "2020-11-27"),
    ("标题\n2024/06/12 17:25\n正文。", "2024-06-12"),
    ("标题\n云岭日报　2021年5月12日\n正文。", "2021-05-12"),
    ("【2024年6月5日，苏州】甲公司与乙公司签约。", "2024-06-05"),
    ("云岭快讯（2010年4月2日）昨天，云岭区人社局挂牌。", "2010-04-02"),
    ("云岭，2021年7月15日　甲公司与乙公司昨天签约，当年的协议签于1999年1月1日。", "2021-07-15"),
    ("会议召开，双方签约。\n（2023-11-07）", "2023-11-07"),
    ("决定如下，请遵照执行。\n二〇二一年十一月二十七日", "2021-11-27"),
    ("標題\n民國113年6月12日\n正文。", "2024-06-12"),
    ("标题\n２０２２年９月５日\n正文。", "2022-09-05"),
    ("2021年3月5日，甲市与乙学院签约。", "2021-03-05"),
    ("11月27日，甲市与乙学院签约。", ""),
    ("标题\n2021-13-45\n正文。", ""),
    ("正文写了很久。" * 60 + "早在1998年3月1日，双方就已签约。" + "后来又写了很久。" * 60, ""),
    ("正文。\n![图](http://news.example/system/2019/01/17/p.jpg)", ""),
    ("正文。\n链接：http://news.example/2022/04/16/a.html", "2022-04-16"),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_published(text: str, expected: str) -> None:
    assert published(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAIN, "云岭日报"),
        ("标题\n来源：云岭市人社局　编辑：王某\n正文。", "云岭市人社局"),
        ("云岭日报讯（记者 王某）昨日，双方签约。", "云岭日报"),
        ("本报讯（记者 王某）昨日，双方签约。", ""),
        ("云岭网讯　2021年6月18日　昨天，双方签约。", "云岭网"),
    ],
)
def test_publisher(text: str, expected: str) -> None:
    assert publisher(text) == expected


def test_five_megabytes_in_a_second(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_text(PLAIN * 30_000, "gb18030")
    start = time.perf_counter()
    assert only([str(tmp_path / "big.txt")]).title
    assert time.perf_counter() - start < 1


def test_every_sample_article_has_a_headline_and_a_date() -> None:
    folder = Path(import_module("guanxi").__path__[0]) / "queries" / "demo"
    found = [d for d in documents([str(folder)]) if isinstance(d, Document)]
    assert len(found) == 8
    assert all(d.title and d.date for d in found)
