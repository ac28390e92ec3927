"""The article in an HTML page: its text found among the furniture, and what the page's head says of it."""

# lxml comes without types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportAttributeAccessIssue=false

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from lxml import etree, html

from .dateline import headline, published, publisher
from .decoding import decode

UNSEEN = ("script", "style", "noscript", "template", "svg")
FURNITURE = ("nav", "footer", "aside", "iframe", "select", "button", "textarea")
FURNISHED = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|(?:bread)?crumbs?|position|location|footer|foot|sidebar|share|related|recommend|comments?"
    r"|pager|paging|copyright|toolbar|hot|rank|login|search|friend-?links?|advert\w*|ads?)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
    }
)
DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
TITLES = ("articletitle", "og:title", "title", "dc.title", "twitter:title")
DATES = ("pubdate", "article:published_time", "publishdate", "og:release_date", "dc.date", "dc.date.issued", "date")
PUBLISHERS = ("contentsource", "og:site_name", "sitename", "source", "publisher", "dc.publisher")
MARKS = re.compile("[，。、；：！？”]")
SENTENCE = re.compile("[。！？]")
# WeChat names the account in an element of its own and the time, in seconds, in a script
ACCOUNT = "js_name"
CREATED = re.compile(r"\bct\s*=\s*[\"'](\d{10})[\"']")
SHORT = 8  # characters; a shorter title may be the name of a column
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. `text` is the headline on a line of its own and the article's paragraphs."""

    text: str
    title: str
    date: str
    publisher: str
    url: str


def read_page(data: bytes) -> Page:
    """The article of an HTML page. Raises Undecodable; a page without text gives an empty `text`."""
    declared = DECLARED.search(data[:2048])
    source = decode(data, declared[1].decode("ascii") if declared else "")
    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", source)
    try:
        root: Any = html.document_fromstring(source)
    except (etree.ParserError, ValueError):
        return Page("", "", "", "", "")
    meta = {
        str(tag.get("name") or tag.get("property")).lower(): str(tag.get("content") or "").strip()
        for tag in root.iter("meta")
        if tag.get("name") or tag.get("property")
    }
    title = _title(root, meta)
    account = next((_line(tag.text_content()) for tag in root.iter("a", "strong") if tag.get("id") == ACCOUNT), "")
    created = CREATED.search(source) if account else None
    stamp = next((str(tag.get("datetime") or tag.text_content()) for tag in root.iter("time")), "")
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *UNSEEN, with_tail=False)
    around = "\n".join(_lines(root))
    _remove_furniture(root)
    article = _whole(_densest(root))
    body = "\n".join(_lines(article))
    seen = root.find("body")
    if len(title) < SHORT or seen is None or title not in seen.text_content():
        title = _heading_before(root, article, title) or title  # the head may name but the site or a column of it
    text = body if not title or body.startswith(title) else f"{title}\n{body}" if body else ""
    dates = (published(f"时间：{day}") for day in (*(meta.get(name, "") for name in DATES), stamp))
    return Page(
        text=text,
        title=title or headline(body),
        date=next((day for day in dates if day), "")
        or (datetime.fromtimestamp(int(created[1]), CHINA).date().isoformat() if created else "")
        or published(around)
        or published(body),
        publisher=account or next((meta[name] for name in PUBLISHERS if meta.get(name)), "") or publisher(around),
        url=meta.get("og:url", "") or next((str(tag.get("href")) for tag in root.iter("link") if _is_own(tag)), ""),
    )


def plain_text(source: str) -> str:
    """All the text of a piece of HTML, a line for each block: for what has no furniture, as an entry of a feed."""
    try:
        root: Any = html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", source))
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, "head", *UNSEEN, with_tail=False)
    return "\n".join(_lines(root))


def _is_own(link: Any) -> bool:
    return link.get("rel") == "canonical" and bool(link.get("href"))


def _title(root: Any, meta: dict[str, str]) -> str:
    """The page's only <h1>, else what the head says, without the site's name."""
    headings = [text for tag in root.iter("h1") if (text := _line(tag.text_content()))]
    if len(headings) == 1 and len(headings[0]) >= 4:
        return headings[0]
    said = next((meta[name] for name in TITLES if meta.get(name)), "") or _line(root.findtext(".//title") or "")
    return re.split(r"\s*[|_]\s*|\s+[-–—]\s+|[-–—]+(?=[^-–—]{2,14}(?:网|政府|大学|学院|局|厅)\Z)", said)[0].strip()


def _remove_furniture(root: Any) -> None:
    etree.strip_elements(root, *FURNITURE, with_tail=False)
    for tag in list(root.iter("form", "header")):
        # many sites have all of a page in a form, and some the headline and the lead in a header of the article
        kept = SENTENCE.search(tag.text_content()) if tag.tag == "form" else _inside_article(tag)
        if not kept and tag.getparent() is not None:
            tag.drop_tree()
    for tag in list(root.iter("div", "ul", "ol", "section", "table", "p", "span")):
        named = f"{tag.get('class') or ''} {tag.get('id') or ''}"
        if FURNISHED.search(named) and len(MARKS.findall(tag.text_content())) < 8 and tag.getparent() is not None:
            tag.drop_tree()


def _densest(root: Any) -> Any:
    """The element that holds the article: the most sentences in its own paragraphs, links counted against it."""
    scores: dict[Any, float] = {}
    sizes: dict[Any, int] = {}
    for tag in root.iter("p", "td", "div", "section", "article", "li"):
        own = _own_text(tag)
        if len(own) < 10:
            continue
        score = len(own) / 20 + 3 * len(MARKS.findall(own))
        parent, share = (tag if tag.tag in ("div", "td", "article", "section") else tag.getparent()), 1.0
        while parent is not None and share > 0.2:
            scores[parent] = scores.get(parent, 0.0) + score * share
            inner, parent = parent, parent.getparent()
            for holder in (inner, parent):
                if holder is not None and holder not in sizes:
                    sizes[holder] = len(holder.text_content().strip())
            # what only wraps another, as editors wrap a paragraph many times, is hardly a step away from it
            share *= 0.9 if parent is not None and sizes[parent] == sizes[inner] else 0.6
    return max(scores, key=lambda tag: scores[tag] * (1 - _linked(tag)), default=root)


def _inside_article(tag: Any) -> bool:
    return next(tag.iterancestors("article", "main"), None) is not None


def _whole(found: Any) -> Any:
    """The <article> around what was found, where it holds little else: a lead, a caption."""
    around = next(found.iterancestors("article"), None)
    if around is None or _linked(around) > 0.2:
        return found
    return around if len(around.text_content()) < 1.5 * len(found.text_content()) else found


def _heading_before(root: Any, article: Any, title: str) -> str:
    """The last emphasised line before the article that may be its headline, or the title where it is one of them."""
    heading = ""
    for tag in root.iter():
        if tag is article:
            break
        if tag.tag in EMPHASIS and next(tag.iter("a"), None) is None:
            line = _line(tag.text_content())
            if line == title:
                return title
            if SHORT <= len(line) <= 60 and not SENTENCE.search(line) and not published(f"{line}\n"):
                heading = line
    return heading


EMPHASIS = frozenset({"h1", "h2", "h3", "h4", "b", "strong", "font"})


def _own_text(tag: Any) -> str:
    """The text of an element without that of the blocks inside it and without links."""
    pieces = [tag.text or ""]
    for child in tag:
        if child.tag not in BLOCKS and child.tag != "a":
            pieces.append(child.text_content())
        pieces.append(child.tail or "")
    return _line("".join(pieces))


def _linked(tag: Any) -> float:
    """The share of an element's text that is links."""
    size = len(tag.text_content())
    return sum(len(link.text_content()) for link in tag.iter("a")) / size if size else 0.0


def _lines(tag: Any) -> Iterator[str]:
    """The text of an element, a line for each block."""
    line: list[str] = []
    for event, node in etree.iterwalk(tag, events=("start", "end")):
        if node.tag in BLOCKS and (text := _line("".join(line))):
            yield text
        if node.tag in BLOCKS:
            line.clear()
        if event == "start":
            line.append(node.text or "")
        elif node is not tag:
            line.append(node.tail or "")
    if text := _line("".join(line)):
        yield text


def _line(text: str) -> str:
    """White space as a browser shows it; ideographic spaces inside a line stay."""
    return re.sub(r"[ \t\r\n\f\v\xa0]+", " ", text).strip(" \u3000")
