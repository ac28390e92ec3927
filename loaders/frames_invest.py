"""Who holds, buys, sells or founds with capital: the frames that make INVESTED_IN.

Each function reads one clause, or one sentence, and adds what it tells to the account. In the examples 甲, 乙, 丙 are
people or bodies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .account import Account
from .cast import Member
from .phrases import any_of, phrases
from .units import JOINERS, WITH, Clause, Group, Sentence, Stretch, Unit

RISEN = re.compile(r"(?:由|从)(?:\d+(?:\.\d+)?%)(?=[增升提上降减])")  # 由30%增至45%: 45%
SHARE = re.compile(r"(?:约|近|合计)?(\d+(?:\.\d+)?%)")
CAPITAL = re.compile(r"%|股|控制权|权益")
MONEY = re.compile(r"%|股|资金|资本|资产|[万亿]美?元")
NUMBER = re.compile(r"\d")
ROUND = ("领投", "跟投", "独家投资", "参投")  # said of a round of finance
MAKES = re.compile("设立|成立|组建|合资")
SUM = re.compile(r"(?:约|近|逾|超)?[\d.]+[百千万亿]*美?元")
CALLED_OFF = re.compile(
    "(?:终止|取消|放弃)(?:了|筹划)*(?:本次|此次|该次|上述|前述|这一|重大)[^，。；]{0,10}(?:重组|收购|交易|投资|增资|事项)"
)
GIFT = re.compile(any_of("gifts"))
RECEIVED = phrases("received")
OF_SEVERAL = ("投过", "投资了", "参投")  # what such a verb names in a list was all invested in
BUYING = ("增持", "买入", "购入", "购买")
FOUNDING = ("合资", "设立")
DEAL_WITHOUT_OBJECT = ("出资", "增资", "注资", "设立", "合资", "投资")  # 甲出资…: of what, only the text around says
SHAREHOLDER = (
    r"(?:第[一二三四五]大|最大|单一|唯一|控股|间接|直接|主要|战略|新进|现有|原|老|新|大){0,3}"
    r"(?:股东|实际控制人|实控人|投资方|投资人|投资者)(?:之一)?"
)
OWNERS = re.compile("股东|控制人|实控人|投资[方人者]")
IS_OWNED_BY = re.compile(rf"的?{SHAREHOLDER}(?:现?为|是|系|：|包括|包含|有)?")
IS_OWNER_OF = re.compile(rf"的?{SHAREHOLDER}(?!大?会|代表|单位)")
IS = ("是", "为", "系", "作为", "成为")
NAMED_OWNER = re.compile(rf"{SHAREHOLDER}(?:为|是|系|：|包括)?$")
GENERIC_OWNED = re.compile(
    rf"(?:是|为|系|作为|成为)(?:上市公司|公司|本公司|其)?(?:的|新的|仅次于[^，。]{{2,20}}的)?{SHAREHOLDER}"
)
STAKE = re.compile(
    r"占[^，。；]{0,14}?(?:注册资本|总股本|股本|股权|股份|出资额|出资比例)(?:总额|总数)?的?(?:比例为)?(\d+(?:\.\d+)?%)"
)
UNNAMED = ("上市公司", "标的公司", "目标公司", "标的", "资产", "项目")
INVESTORS = re.compile(
    "等?(?:[一二三四五六七八九十两\\d]+[家位名])?(?:作为|为)?(?:战略|财务|外部|新)?(?:投资者|投资人|投资方|股东)"
)
INVESTS = re.compile("投资[方人者]")
LISTS = ("为", "是", "系", "：", "包括", "包含", "有")
FORMER = re.compile("原[^，。]{0,4}(?:股东|实际控制人|实控人)")
LONGEST_OWNER = 12  # characters of a word for shareholder


def invest(account: Account, clause: Clause) -> None:
    """甲持股55%；甲持有乙30%的股份；甲收购乙；由甲领投；乙由甲与丙合资设立；乙获甲投资."""
    scene, sentence = account.scene, clause.sentence
    if not tells_of_capital(clause, scene.text):
        return
    investors, targets, start = received(clause)
    if not investors:
        parties = [
            g
            for g in clause.before
            if g.members("PO") and not g.attributive and g.preposition in ("", "由", "被", "与", "联合")
        ]
        passive = [
            g
            for g in parties
            if g.preposition == "被"
            or (
                g.preposition == "由"
                and g is not parties[0]
                and (clause.role in FOUNDING or is_built(clause, scene.text))
            )
        ]
        investors, start = investors_of(clause, parties, passive)
        acquired = parties[0] if any(g is not parties[0] for g in passive) else None
        targets = invested(clause, acquired)
    behind = RISEN.sub("", scene.text[clause.verb.start : sentence.units[-1].end])
    if clause.verb.word == "设立":
        targets = [m for m in targets if m.label in ("Company", "Institute", "Association")]
        if not targets:
            return
    if behind[len(clause.verb.word) :].startswith("后者") and len(investors) > 1:
        targets = [investors.pop(-2)]
        investors = investors[-1:]
    if not targets and clause.role != "收购":
        held = holding(account, clause, investors)
        targets = [held] if held is not None else []
    elif targets and targets[0].label == "Company" and clause.role in (*FOUNDING, "收购", "入股"):
        scene.founded = targets[0]
    if not investors and clause.verb.word == "注入" and scene.text.endswith("子公司", 0, named_at(clause)):
        investors = [m for m in (account.topic or the_company(account, targets),) if m is not None]
    clause.start = start
    shares = SHARE.findall(behind) if clause.role in ("持股", "入股", "收购") else stake(clause, scene.text)
    each = len(shares) >= len(investors) > 1
    rule = "invest.share" if shares else "invest.deal"
    for number, investor in enumerate(investors):
        share = shares[number if each else 0] if shares else ""
        for target in targets:
            account.add("INVESTED_IN", investor, target, clause, rule, kind=clause.role, share=share)


def is_built(clause: Clause, text: str) -> bool:
    """Whether a sum follows 投资, of which something was built: 示范养老院由甲投资1.2亿元建设."""
    return clause.verb.word == "投资" and SUM.match(text, clause.verb.end) is not None


def named_at(clause: Clause) -> int:
    """Where in the clean text the object of a clause begins; without one, where the clause does."""
    return clause.sentence.start_of(clause.after) if clause.after is not None else clause.start


def stake(clause: Clause, text: str) -> list[str]:
    """The share that a sum gives: 甲出资5000万元，占注册资本的5%，乙出资…."""
    units = clause.sentence.units
    stop = next((u.start for u in units[clause.index + 1 :] if u.kind == "V"), units[-1].end)
    return STAKE.findall(text, clause.verb.end, stop)[:1]


def tells_of_capital(clause: Clause, text: str) -> bool:
    """Whether a clause speaks of capital, and of no gift: 持有 a share and no passport, 注入 money and no life."""
    behind = text[clause.verb.end : clause.sentence.units[-1].end]
    shares = clause.role == "持股" or clause.verb.word in BUYING
    object_ = clause.after is not None and not clause.gap_to(clause.after)
    owned = clause.verb.word == "控股" and (object_ or clause.nearest(("由", "被"), "PO") is not None)
    if GIFT.search(text, clause.verb.start, clause.end) or (shares and not owned and not CAPITAL.search(behind)):
        return False
    if clause.verb.word == "入主" and clause.nearest(("对",), "PO") is not None:
        return False  # 乙对甲入主表示欢迎
    if clause.status == "planned" and CALLED_OFF.search(text):
        return False
    return clause.verb.word != "注入" or says(clause.sentence, MONEY)


def says(sentence: Sentence, words: re.Pattern[str], first: int = 0) -> bool:
    """Whether one of some words stands in a sentence, from unit `first` on, outside of names."""
    return any(words.search(u.word) for u in sentence.units[first:] if u.kind not in "POE")


def investors_of(clause: Clause, parties: list[Group], passive: list[Group]) -> tuple[list[Member], int]:
    """Who invests, and where the clean text begins to say so."""
    doers = (passive or parties)[-2:]
    if len(doers) > 1 and (doers[1].preposition != "与" or doers[0].preposition):
        doers = doers[1:]  # else 甲与乙合资设立丙
    start = clause.sentence.start_of(doers[0]) if doers else clause.verb.start
    investors = [member for group in doers for member in group.members("PO")]
    leads = clause.role != "入股" or clause.verb.word in (*OF_SEVERAL, *BUYING)
    if not investors and clause.subject is not None and clause.inherited and leads:
        investors = side_that_acts(clause, clause.subject)
    if not investors and clause.verb.word == "认购":
        named = [g for g in clause.sentence.groups if g.last < clause.index and g.members("O")]
        investors = named[-1].members("O") if named else []
    return investors, start


def side_that_acts(clause: Clause, subject: Group) -> list[Member]:
    """甲与乙签署协议，收购丙: of the parties of another verb the first; with 共同 or where they found, both."""
    units, i = clause.sentence.units, clause.index
    at = next((j for j, joint in enumerate(subject.joints) if joint in WITH), None)
    if clause.role in FOUNDING or any(u.word in ("共同", "联合") for u in units[:i]):
        partners = [g for g in clause.sentence.groups if subject.last < g.first < i and g.preposition == "与"]
        return [member for group in (subject, *partners) for member in group.members("PO")]
    return (subject if at is None else subject.split(at)[0]).members("PO")


def received(clause: Clause) -> tuple[list[Member], list[Member], int]:
    """乙获甲投资；乙引入甲增资: who invests, in whom, and where the clean text begins to say so."""
    units, i = clause.sentence.units, clause.index
    verb = next((j for j in range(i - 1, -1, -1) if units[j].word in RECEIVED), None)
    last = max((j for j in range(i) if units[j].kind == "V"), default=-1)
    other = verb is not None and last > verb and units[last].word != clause.verb.word  # 获甲的A轮投资及乙的B轮投资
    if verb is None or other or any(u.kind == "，" for u in units[verb + 1 : i]):
        return [], [], clause.verb.start
    givers = [g for g in clause.sentence.groups if max(verb, last) < g.first and g.last < i and g.members("PO")]
    takers = [g for g in clause.sentence.groups if g.last < verb and g.members("O") and not g.preposition]
    if not givers or not takers:
        return [], [], clause.verb.start
    return givers[0].members("PO"), takers[-1].members("O")[-1:], clause.sentence.start_of(takers[-1])


def invested(clause: Clause, acquired: Group | None) -> list[Member]:
    """The companies that a clause names as the object: 乙被甲收购, 甲对乙增资, 甲收购乙, 甲投过乙、丙."""
    if acquired is not None and acquired.members("O"):
        return acquired.members("O")[-1:]
    toward = clause.nearest(("对", "向", "为", "将") if clause.verb.word != "认购" else ("对", "向"), "O")
    if toward is not None:  # 新股东为甲，认购…: 甲 invests
        return toward.members("O")[-1:]
    after = clause.after
    if after is None or any(u.kind in "，V" or u.word in JOINERS for u in clause.gap_to(after)):
        return []  # 甲领投、乙跟投: 乙 is no object
    after = held_by(clause.sentence, after) or after
    return after.members("O") if clause.verb.word in OF_SEVERAL else after.members("O")[:1]


def held_by(sentence: Sentence, owner: Group) -> Group | None:
    """收购甲持有的【乙】: what the owner holds, where the text goes on so."""
    units = sentence.units
    behind = owner.last + 1
    while behind < len(units) and units[behind].kind in "duran" and units[behind].word != "的":
        behind += 1
    if behind >= len(units) or units[behind].word not in ("持有", "持", "所持", "旗下", "名下"):
        return None
    held = next((g for g in sentence.groups if g.first > behind), None)
    between = [u.word for u in units[behind : held.first]] if held is not None else []
    plain = held is not None and all(u.kind in "ulnxa" for u in units[behind + 1 : held.first])
    return held if plain and ("的" in between[1:2] or between[0] == "所持") else None


def holding(account: Account, clause: Clause, investors: list[Member]) -> Member | None:
    """The company that a share without an object is of: the sentence's, one founded just before, or the article's."""
    scene, units, i = account.scene, clause.sentence.units, clause.index
    behind = next((u for u in units[i + 1 :] if u.kind not in "uld"), None)
    if behind is not None and (behind.kind in "Rx" or behind.word in UNNAMED):
        return None  # what cannot be read is the object
    if clause.verb.word == "投资":
        return None  # in a project
    if any(u.kind == "V" and MAKES.search(u.word) for u in units[:i]):
        return scene.founded  # 甲与乙设立基金，其中甲出资…
    subject = spoken_of(account, clause)
    if subject is not None and subject not in investors and not MAKES.search(clause.verb.word):
        return subject
    if scene.founded is not None and scene.founded not in investors:
        return scene.founded
    told = clause.role == "持股" or clause.verb.word in ROUND or says(clause.sentence, NUMBER, i)
    return the_company(account, investors) if told and clause.verb.word not in DEAL_WITHOUT_OBJECT else None


def spoken_of(account: Account, clause: Clause) -> Member | None:
    """The company with which a sentence begins, unless it invests itself: 丙注册资本1亿元，其中甲出资6000万元."""
    scene, units = account.scene, clause.sentence.units
    first = next((j for j in range(clause.index) if units[j].kind in "PO" and units[j].member is not None), None)
    if first is None or units[first].kind != "O" or units[first + 1].word in JOINERS:
        return None
    stop = next((j for j in range(first, clause.index) if units[j].kind == "，"), first + 2)
    verbs = [scene.lexicon.triggers[u.word].frame for u in units[first + 1 : stop] if u.kind == "V"]
    acts = (
        (first > 0 and units[first - 1].word == "由") or "invest" in verbs or any(u.kind == "V" for u in units[:first])
    )
    member = units[first].member
    return member if member is not None and member.label == "Company" and not acts else None


def the_company(account: Account, others: Sequence[Member | None]) -> Member | None:
    """The company that the article names most often, none of the others and no exchange where shares are dealt in."""
    members = account.scene.cast.members.values()
    companies = [m for m in members if m.label == "Company" and m not in others and not m.name.endswith("交易所")]
    return max(companies, key=lambda m: sum(m.surfaces.values()), default=None)


# --- selling ---------------------------------------------------------------------------------------------


def sell(account: Account, clause: Clause) -> None:
    """甲将其持有的乙30%股权转让给丙；甲向丙转让乙30%股权；甲已退出乙股东行列."""
    sentence, text = clause.sentence, account.scene.text
    told = text[sentence.comma_before(clause.index) : sentence.units[-1].end]
    if not says(sentence, CAPITAL):
        return
    sellers = [g for g in clause.before if g.members("PO") and not g.preposition and not g.attributive]
    sellers = [g for g in sellers if not IS_OWNED_BY.match(text, g.units[-1].end)]  # 乙原股东【甲】转让
    seller = (sellers[0] if sellers else clause.subject) or Group([], [])
    buyers = buyers_of(clause)
    sold = sold_by(clause, seller, buyers)
    behind = sentence.units[clause.index + 1].kind if clause.index + 1 < len(sentence.units) else ""
    if not buyers and not sold and behind not in ("u", "l", "r", "T"):
        return  # 股权转让协议, 股权转让完成后
    sides = [*seller.members("PO"), *(buyers.members("PO") if buyers else [])]
    target = sold[0] if sold else holding(account, clause, sides)
    share = next(iter(SHARE.findall(told)), "")
    rule = "invest.sold"
    for member in buyers.members("PO") if buyers else []:
        account.add("INVESTED_IN", member, target, clause, rule, kind="收购", share=share)
    keeps = clause.status == "planned" or clause.verb.word == "减持"
    said = Stretch(clause.start, clause.end, "" if keeps else "past")
    for member in seller.members("PO"):
        if target is not None and target is not member:
            held = "" if clause.verb.word == "减持" else share
            account.add("INVESTED_IN", member, target, said, rule, kind="持股", share=held)


def buyers_of(clause: Clause) -> Group | None:
    """To whom a clause sells: 转让给丙, 向丙转让."""
    after = clause.after
    if after is not None and any(u.word in ("给", "予", "至") for u in clause.gap_to(after)):
        return after
    return clause.nearest(("向", "给"), "PO")


def sold_by(clause: Clause, seller: Group, buyers: Group | None) -> list[Member]:
    """Of what a clause sells shares: 将乙股权转让, 将其持有的乙股权转让, 转让乙股权."""
    first = seller.last if seller.units else -1
    named = [g for g in clause.sentence.groups if g is not seller and g is not buyers and g.members("O")]
    between = [g for g in named if first < g.first and g.last < clause.index and g.preposition not in ("向", "给")]
    behind = [g for g in named if g is clause.after and all(u.kind in "ulrkn" for u in clause.gap_to(g))]
    return [g.members("O")[0] for g in (*between[-1:], *behind)]


# --- being a shareholder -----------------------------------------------------------------------------------


def shareholders(account: Account, sentence: Sentence) -> None:
    """乙的控股股东为甲；甲是乙第一大股东；老股东甲、乙."""
    text = account.scene.text
    if not OWNERS.search(sentence.text):
        return
    named = [u for g in sentence.groups for u in g.units if u.kind in "PO" and u.member is not None]
    for a, b in pairwise(named):
        between = text[a.end : b.start]
        if a.kind == "O" and IS_OWNED_BY.fullmatch(between):
            listed = next(g for g in sentence.groups if b in g.units)
            for unit in listed.units if between.endswith(LISTS) else (b,):
                own(account, unit, a.member, Stretch(a.start, unit.end), text)
        elif b.kind == "O" and between in IS and IS_OWNER_OF.match(text, b.end):
            own(account, a, b.member, Stretch(a.start, b.end + LONGEST_OWNER), text)
    for unit in named:
        if GENERIC_OWNED.match(text, unit.end):  # 甲成为公司第一大股东
            own(account, unit, the_company(account, [unit.member]), Stretch(unit.start, unit.end + LONGEST_OWNER), text)
    for group, target in invited(sentence, text):
        for unit in group.units:
            own(account, unit, target, Stretch(sentence.start_of(group), unit.end), text)
    for group in sentence.groups:
        begin = sentence.start_of(group)
        opening = NAMED_OWNER.search(text, max(sentence.units[0].start, begin - LONGEST_OWNER), begin)
        if opening and not any(u.end == opening.start() for u in named):
            target = account.scene.founded or the_company(account, group.members("PO"))
            for unit in group.units:
                own(account, unit, target, Stretch(opening.start(), unit.end), text)


def invited(sentence: Sentence, text: str) -> list[tuple[Group, Member]]:
    """乙引入甲、丙等战略投资者: who is invited, and by whom."""
    found: list[tuple[Group, Member]] = []
    for before, group in pairwise(sentence.groups):
        taken = sentence.units[group.first - 1].word in RECEIVED and before.members("O")
        if taken and INVESTORS.match(text, group.units[-1].end):
            found.append((group, before.members("O")[-1]))
    return found


def own(account: Account, owner: Unit, company: Member | None, said: Stretch, text: str) -> None:
    """Keep that somebody holds shares of a company, invests in it, or once did."""
    if FORMER.search(text, said.start, said.end):
        said.status = "past"
    share = next(iter(SHARE.findall(text[owner.end : owner.end + LONGEST_OWNER])), "")
    kind = "入股" if INVESTS.search(text, max(0, said.start), said.end + LONGEST_OWNER) else "持股"
    member = owner.member if owner.kind in "PO" else None
    account.add("INVESTED_IN", member, company, said, "invest.holder", kind=kind, share=share)
