"""What the head and the foot of a plain text say of it: its headline, its date, who published it, where.

The texts are cleaned first, so that a corrupted or traditional page gives the same headline as a plain one.
"""

from __future__ import annotations

import re
from datetime import date

from .cleaning import HAN, clean

HEAD = 1500  # characters of the head that are looked at
FOOT = 400
LEAD = 300
LONGEST = 70  # characters of the longest headline

CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
NUMERALS = "〇○零一二三四五六七八九十"
FULL_DATE = re.compile(
    r"(?<![\d/])(?P<year>(?:19|20)\d\d)\s?(?:年\s?|[-/.．])(?P<month>[01]?\d)\s?(?:月\s?|[-/.．])(?P<day>[0-3]?\d)(?![\d/])日?"
    rf"|(?P<han_year>[〇○零一二三四五六七八九]{{4}})年(?P<han_month>[{NUMERALS}]{{1,2}})月(?P<han_day>[{NUMERALS}]{{1,3}})日"
    r"|民国(?P<republic>\d{2,3})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
)
ADDRESS_DATE = re.compile(r"/(?P<year>20\d\d)[/-]?(?P<month>[01]\d)[/-]?(?P<day>[0-3]\d)/")
LABEL = re.compile(
    r"(?:(?:发布|发表|更新|上传|刊登|发稿|出版|录入|添加)(?:时间|日期|于)?|(?:^|[\s|\[【（])(?:时间|日期|date|pubdate))\s?[:：]\s?",
    re.MULTILINE | re.IGNORECASE,
)
SOURCE = re.compile(
    r"(?:(?:文章|信息|稿件|新闻|内容)?来源|发布人|发布单位|出处)[ :：]{1,2}[-—]?"
    rf"(?P<name>[{HAN}A-Za-z0-9·]{{2,24}})(?=[ \n）)|\]】]|\Z)"
)
OWN_NEWS = re.compile(
    rf"^[【（\s]*(?P<name>[{HAN}]{{2,10}}?(?:社|网|报|台|在线|观察|新闻))(?:[{HAN}]{{0,6}}\d{{1,2}}月\d{{1,2}}日)?(?:讯|消息|电)(?=[（】\s])",
    re.MULTILINE,
)
BEFORE_DATE = re.compile(rf"^(?P<name>[{HAN}]{{3,14}}?)(?:(?<=[网报社台])讯|消息)?[\s（【]{{0,2}}$")
LINK = re.compile(r"(?:链接|地址|网址|原文|阅读)[:：\]]?\s?[(（]?(?P<url>https?://[^\s)）>\"]+)")


def published(text: str) -> str:
    """The date on which a text was published as YYYY-MM-DD, '' where it gives no full date.

    In this order: a date with a label (发布时间：), a date at the head (a line of its own or a dateline), one at
    the foot, the date in the page's own address, and else the first full date in the lead: further down a date
    tells of the past more often. A date without a year is no full date.
    """
    head, foot = clean(text[:HEAD]).text, clean(text[max(0, len(text) - FOOT) :]).text
    for part in (head, foot):
        for label in LABEL.finditer(part):
            if (found := FULL_DATE.match(part, label.end())) and (day := _iso(found)):
                return day
    for line in head.split("\n")[:15]:
        for found in FULL_DATE.finditer(line):
            if (day := _iso(found)) and (found.start() < 30 and not _is_told(line, found)):
                return day
    for line in reversed(foot.split("\n")[-6:]):
        for found in FULL_DATE.finditer(line):
            if (day := _iso(found)) and _is_alone(line, found):
                return day
    for found in (*ADDRESS_DATE.finditer(link(text)), *FULL_DATE.finditer(head[:LEAD])):
        if day := _iso(found):
            return day
    return ""


def _iso(found: re.Match[str]) -> str:
    """The date as ISO, '' where the calendar has no such day."""
    parts = found.groupdict()
    if parts.get("year"):
        year, month, day = int(parts["year"]), int(parts["month"]), int(parts["day"])
    elif parts.get("republic"):
        year, month, day = int(parts["republic"]) + 1911, int(parts["m"]), int(parts["d"])
    else:
        year = int(parts["han_year"].translate(CHINESE_DIGITS))
        month, day = number(parts["han_month"]), number(parts["han_day"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def number(numeral: str) -> int:
    """一 to 九十九: 十一 → 11, 二十 → 20."""
    tens, ten, ones = numeral.translate(CHINESE_DIGITS).rpartition("十")
    return (int(tens or 1) if ten else 0) * 10 + int(ones or 0)


def _is_alone(line: str, found: re.Match[str]) -> bool:
    """Whether a line holds little beside the date: its time, its source, brackets."""
    return len(line) - (found.end() - found.start()) <= 24 and "。" not in line


def _is_told(line: str, found: re.Match[str]) -> bool:
    """Whether the date is part of a sentence (2021年3月5日，甲会见乙。) and does not head it as a dateline."""
    return not _is_alone(line, found) and not re.match(
        r"[】）)\s]|电|讯|消息|，[^，。]{2,8}[】\s]", line[found.end() :]
    )


NO_HEADLINE = re.compile(
    r"(?:发布|来源|作者|编辑|记者|时间|日期|浏览|点击|阅读|字号|打印|分享|责编|审核|供稿|撰稿|图|文|摄影|链接|author|date|url\w*|slug|tags|title|"
    r"categories|authorbox|sidebar)\s?[:：/]|首页|当前位置|您的位置|^·|^\d{1,2}\. ?.{0,8}$|公众号"
    r"|关注我们|点击上方|浏览器|发布人|登录|注册|上一篇|下一篇|更多|主要?内容区|友善列印|回上一页"
    r"|^(?:公司|集团|企业|学院|学校|校园|本校|协会|商会|行业|综合|本地|图片)?(?:新闻|要闻|动态|资讯|公告)(?:中心|动态|资讯|快讯)?$"
    r"|https?://|^[>|]|[网报社台](?:讯|电)(?:\Z|（)|[>»›].*[>»›]|\A[-—=_*#\s]*\Z"
)
CODE = re.compile(r"[$={}\\]|\?>|\w\(")
CAPTION = re.compile("(?:现场|合影|合照|留影|资料图|图片|截图|摄|图)\\Z|\\A.{0,6}(?:发言|讲话|致辞)\\Z")
PROSE = re.compile(
    r"[。；，、：]\Z|\A(?:[-·•]\s)?(?:\d{4}年)?\d{1,2}月\d{1,2}日|\A(?:近日|日前|昨日|今天|为|本报讯|本网讯)|。."
)
SITE = re.compile(r"\s?(?:\||_|\s-|-\s)\s?[^|_]{2,20}\Z|-【[^】]*】\Z")
PREFIX = re.compile(r"\A(?:\[[^\]]{1,6}\]|[^\s>]{2,16}->|[-*]\s|title:\s?)\s?")


def headline(text: str) -> str:
    """The headline of a plain text, simplified: its first short line that is no sentence, '' where it has none.

    Menus, breadcrumbs, captions, source lines and bylines are passed over; once a sentence has begun, no later
    line is taken.
    """
    if titled := re.search(r"\A(?:---\n)?(?:.*\n){0,3}?title:\s?['\"]?(.+?)['\"]?\s*$", text[:HEAD], re.MULTILINE):
        return clean(titled[1]).text
    for line in clean(text[:HEAD]).text.split("\n"):
        candidate = SITE.sub("", PREFIX.sub("", line.strip()))
        if CODE.search(candidate):
            continue
        characters = len(re.findall(f"[{HAN}]", candidate))
        if PROSE.search(line) or len(line) > LONGEST:
            if characters > 12:
                return ""
        elif characters >= 4 and not NO_HEADLINE.search(candidate) and not CAPTION.search(candidate):
            return candidate
    return ""


def publisher(text: str) -> str:
    """Who published a text: behind 来源：, in front of the date at its head, or in 某报讯 (…)."""
    head, foot = clean(text[:HEAD]).text, clean(text[max(0, len(text) - FOOT) :]).text
    for part in (head, foot):
        if found := SOURCE.search(part):
            return found["name"]
    dates = ((line, FULL_DATE.search(line)) for line in head.split("\n")[:4])
    before = (BEFORE_DATE.match(line[: dated.start()]) for line, dated in dates if dated)
    for found in (*before, OWN_NEWS.search(head)):
        if found and not found["name"].startswith("本"):
            return found["name"]
    return ""


def link(text: str) -> str:
    """The address that a text gives as its own (链接：…), ''."""
    found = LINK.search(text[-FOOT:]) or LINK.search(text[:HEAD])
    return found["url"] if found else ""
