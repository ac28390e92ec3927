"""Companies by a name that has no head: 远帆资本, 蓝桥科技, 青桔咖啡.

A brand with a trade word that companies end their short names with is one where both edges are clean; in a list of
organisations the trade word is not needed.
"""

from __future__ import annotations

import re
from itertools import chain

from .bodies import AFTER_DEAL, STOP_HEADS, BodyName
from .lexicon import Lexicon
from .phrases import phrases
from .tokens import Tokens, occurrences

LEFT = frozenset("、，。；：！？\n（）()“”《》 cpVvdquTtgBbezywrmONj—|/【】")
RIGHT = frozenset("kl、，。；：！？\n（）()“”《》 cpVvduTtgBbezywmqPN—|/【】")
MUNICIPAL = phrases("municipal")
LATIN_BRAND = re.compile(r"[A-Z][A-Za-z0-9]+(?: [A-Z][A-Za-z]+)*$")
PARTY_LEFT = frozenset("、，cpVPOT\n")  # around a party of a list, a deal or a post
PARTY_RIGHT = frozenset(("", *"、，cVeTPOd"))
TOLD_COUNT = re.compile("[\\d两三四五六七八九十多]{1,3}家(?:企业|公司)")
OPENS = frozenset("，。；：\n")
WEAK_LEFT = PARTY_LEFT | OPENS  # of two characters that open a clause
WEAK_RIGHT = PARTY_RIGHT | frozenset("vyz")
CORE = frozenset("xnlaRiKkjh")
FOUNDER = re.compile(r"联合创始人|创始人|CEO|首席执行官|董事长|总裁")
STOCK_CODE = re.compile(r"（\d{6}(?:\.[A-Z]{2})?）")
SHARE_OF = re.compile(r"\d(?<=[一-鿿].)\d*(?:\.\d+)?%的?(?:股权|股份)")
FOUNDED = re.compile(r"”(?:成立于|创立于|创办于|总部位于|总部设在)|成立于|创立于|创办于|总部位于|总部设在")
NAMING = "xnlaRi"  # classes of tokens in a brand: 东岭阿胶
KINDS = phrases("kinds")
BODY, VERB = re.compile("O"), re.compile("V")
LISTING = frozenset(("、", "和", "及", "与", "以及"))
JOINERS = frozenset(("、", "与", "和", "同"))
WITH = JOINERS - {"、"}
RECEIVED = phrases("received")
FROM = (["的"], ["等"], ["、"], ["和"], ["及"], ["领投"])  # behind those from whom finance comes
FINANCE = frozenset(("继续", "持续", "跟投", "领投", "参投", "加码", "追加", "追投", "联合领投", "共同领投", "超额"))
DIGIT = re.compile(r"\d")


def find_brands(tokens: Tokens, lexicon: Lexicon) -> list[BodyName]:
    """Brands among tokens in which people, organisations and events are single tokens already."""
    found: list[BodyName] = []
    classes, n = tokens.classes, len(tokens.classes)
    taken = -1
    for i in [i for i, word in enumerate(tokens.words) if word in lexicon.brand_words]:
        weak = tokens.word(i) in lexicon.weak_tails
        if (
            i + 1 < n
            and classes[i + 1] == "V"
            and tokens.word(i + 1) in lexicon.tails
            and classes[i + 2 : i + 3] == "V"
        ):
            continue  # 远帆金融|控股 各持…: the name goes on
        if (
            classes[i] in "nVv"
            and (weak or tokens.word(i) in lexicon.tails)
            and (i + 1 >= n or classes[i + 1] in (WEAK_RIGHT if weak else RIGHT))
        ):
            j = i
            while (
                j - 1 > taken
                and classes[j - 1] in CORE
                and tokens.word(j - 1) not in STOP_HEADS
                and tokens.end[i] - tokens.start[j - 1] <= 10
                and tokens.word(j - 1) not in RECEIVED
            ):
                j -= 1
            if dealt := AFTER_DEAL.match(tokens.text, tokens.start[j], tokens.start[i]):
                j = tokens.at(dealt.end())
            if j == i and taken < i - 1 and is_named_like_a_person(tokens, i, weak):
                found.append(BodyName(tokens.start[i - 1], tokens.end[i], "Company", tokens.word(i), False))
                taken = i
            if j == i or (
                j and tokens.word(j - 1) not in STOP_HEADS and classes[j - 1] not in (WEAK_LEFT if weak else LEFT)
            ):
                continue
            first = j
            while first < i and classes[first] in "RiK":
                first += 1
            core = classes[first:i]
            size = tokens.start[i] - tokens.start[first]
            party = classes[j - 1] in PARTY_LEFT and classes[i + 1 : i + 2] in PARTY_RIGHT if j else True
            if weak and not party and not (size == 2 and classes[j - 1] in OPENS):
                continue  # 云澜电子名列其中, but not 这款消费电子
            if (
                j
                and tokens.word(j - 1) in RECEIVED
                and "x" in core
                and size < 7
                and tokens.words[i + 1 : i + 2] in FROM
            ):
                found.append(BodyName(tokens.start[j], tokens.end[i], "Company", tokens.word(i), False))
                taken = i
                continue  # 获得云澜生命基金的投资
            if tokens.word(first)[:1].isdigit() or (classes[first] == "l" and tokens.word(first + 1) == "轮"):
                continue  # 1.2亿元|建设, A轮|投资
            if (("x" in core or "k" in core) and 1 < size <= 5 and len(core) <= 3) or (
                "l" in core and tokens.word(first)[:1].isascii() and tokens.word(first)[:1].isalpha() and size <= 12
            ):
                found.append(BodyName(tokens.start[j], tokens.end[i], "Company", tokens.word(i), False))
                taken = i
            elif (
                (size == 0 or core == "n") and j < first and size < 3 and tokens.word(i) in MUNICIPAL
            ):  # 合肥(高新)建投
                found.append(BodyName(tokens.start[j], tokens.end[i], "Company", tokens.word(i), False))
                taken = i
        elif classes[i] == "V" and lexicon.triggers[tokens.word(i)].frame == "invest" and i:
            latin = LATIN_BRAND.search(tokens.text, max(0, tokens.start[i] - 30), tokens.start[i])
            if latin and tokens.begins(latin.start()) > taken:
                found.append(BodyName(latin.start(), latin.end(), "Company", latin.group(), False))
    return found


def is_named_like_a_person(tokens: Tokens, i: int, weak: bool) -> bool:
    """Whether the trade word at token i follows what looks like a short name of a person: 由高远|资本领投."""
    before = tokens.classes[max(0, i - 2) : i]
    return not weak and before.endswith("P") and before[:1] not in "Tt" and len(tokens.word(i - 1)) == 2


def find_listed(tokens: Tokens, lexicon: Lexicon) -> list[BodyName]:
    """Unknown names between organisations of a list: A公司、晨启自动化及B公会."""
    found: list[BodyName] = []
    known = {m.start() for m in BODY.finditer(tokens.classes)}
    for step in (1, -1):
        for i in sorted(known, reverse=step < 0):
            while (span := listed_beside(tokens, i, step)) is not None:
                first, last = span
                text = tokens.text[tokens.start[first] : tokens.end[last]]
                found.append(BodyName(tokens.start[first], tokens.end[last], "Company", text, False))
                i += 2 * step
                if i in known:
                    break
                known.add(i)
    return found


def listed_beside(tokens: Tokens, i: int, step: int) -> tuple[int, int] | None:
    """The tokens of an unknown name that the list goes on with in front of (step -1) or behind the name at token i."""
    classes, n = tokens.classes, len(tokens.classes)
    if not 0 <= i + step < n or tokens.words[i + step] not in LISTING:
        return None
    a = b = i + 2 * step
    while 0 <= b < n and classes[b] in CORE and abs(b - a) < 5:
        b += step
    if not 0 <= b < n:
        return None
    first, last = (a, b - 1) if step > 0 else (b + 1, a)
    if first > last or classes[b] not in (RIGHT if step > 0 else LEFT):
        return None
    text = tokens.text[tokens.start[first] : tokens.end[last]]
    inner, beyond = classes[first : last + 1], tokens.words[b]
    financed = step > 0 and beyond in FINANCE and 3 <= len(text) <= 6  # 老股东甲、云澜天使继续加码
    listed = financed or beyond in LISTING or classes[b] == "e" or (step < 0 and beyond in ("由", "，", "：", "与"))
    unknown = ("x" in inner or "l" in inner) and KINDS.isdisjoint(tokens.words[first : last + 1])
    counted = classes[b] == "e" and TOLD_COUNT.match(tokens.text, tokens.end[b]) is not None  # 星光糖业等4家企业
    unknown = (unknown or financed or (counted and len(text) == 4)) and not any(c.isdigit() for c in text)
    return (first, last) if listed and unknown and 2 <= len(text) <= 9 else None


def find_parties(tokens: Tokens, lexicon: Lexicon) -> list[BodyName]:
    """Unknown names that sign with an organisation: A公司与贵阳晨岚签署."""
    found: list[BodyName] = []
    classes = tokens.classes
    for i in [m.start() for m in VERB.finditer(classes)]:
        if lexicon.triggers[tokens.words[i]].frame != "sign":
            continue
        j = i - 1
        while j > 0 and (classes[j] in "dr" or classes[j - 1 : j + 1] == "pR"):
            j -= 1 if classes[j] in "dr" else 2
        names, joints, before = names_in_list(tokens, j)
        known = any(classes[first] in "OR" and first == last for first, last in names)
        if not known or not joints & WITH or before in "pV":
            continue
        for first, last in names:
            inner = classes[first : last + 1]
            text = tokens.text[tokens.start[first] : tokens.end[last]]
            if first < last and "x" in inner and 3 <= len(text) <= 8 and not DIGIT.search(text):
                found.append(BodyName(tokens.start[first], tokens.end[last], "Company", text, False))
    return found


def names_in_list(tokens: Tokens, j: int) -> tuple[list[tuple[int, int]], set[str], str]:
    """The names of the list that ends with token j, its joiners, and the class of what stands before it."""
    classes = tokens.classes
    names: list[tuple[int, int]] = []
    joints: set[str] = set()
    while j >= 0:
        first = j
        while first > 0 and classes[first] in NAMING and classes[first - 1] in NAMING:
            first -= 1
        if classes[first] not in NAMING + "O":
            break
        names.append((first, j))
        j = first - 1
        if j < 1 or tokens.word(j) not in JOINERS:
            break
        joints.add(tokens.word(j))
        j -= 1
    return names, joints, classes[j] if j >= 0 else "\n"


def find_founded(tokens: Tokens) -> list[BodyName]:
    """Companies that the text calls by a brand alone, wherever it does.

    青桔快修创始人甲, “青桔快修”成立于2015年, 青桔股份（600001）, 收购青桔快修51%股权.
    """
    classes, text = tokens.classes, tokens.text
    brands: set[str] = set()
    for m in chain(*(sign.finditer(text) for sign in (FOUNDER, FOUNDED, STOCK_CODE, SHARE_OF))):
        last = tokens.at(m.start()) - 1
        first = last
        while first > 0 and classes[first - 1] in NAMING and classes[first] in NAMING:
            first -= 1
        if first < 1 or classes[first] not in NAMING or tokens.end[last] != m.start():
            continue
        brand = text[tokens.start[first] : tokens.end[last]]
        inner = classes[first : last + 1]
        clean = classes[first - 1] in LEFT and tokens.word(last) not in KINDS and tokens.word(first) not in KINDS
        unknown = bool(set(inner) & {"x", "l"})
        told = m.re is STOCK_CODE or (m.re is SHARE_OF and unknown) or text.count(brand) >= (2 if unknown else 3)
        if clean and told and 3 <= len(brand) <= 8:
            brands.add(brand)
    found: list[BodyName] = []
    for brand in brands:
        for start, end in occurrences((brand,), text):
            first, last = tokens.begins(start), tokens.at(end - 1)
            if first >= 0 and tokens.end[last] == end and not set(classes[first : last + 1]) & set("OEP"):
                found.append(BodyName(start, end, "Company", brand, False))
    return found
