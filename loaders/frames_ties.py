"""Who is tied to whom: the frames that make SIGNED_WITH, MET_WITH, LAUNCHED_AT, PART_OF, and the
MEMBER_OF of bodies.

Each function reads one clause, or one sentence, and adds what it tells to the account. In the examples 甲, 乙, 丙 are
people or bodies.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise, product

from .account import Account
from .cast import Member
from .frames_invest import sell
from .frames_presence import met_in
from .phrases import any_of, phrases
from .scene import Scene
from .units import DESCRIBES, Clause, Group, Sentence, Stretch, Unit, is_relative, says_who

# signing
DOCUMENT = re.compile(
    r"(?:了|下)?的?(?:《(?P<named>[^《》]+)》|(?P<said>[^，。；！？\n]*?)"
    r"(?=[，。；！？\n（]|$|(?<=[议书录同约])(?:等|后|并|在|约定)))"
)
LONGEST_DOCUMENT = 60  # characters of what was signed
AGREEMENT = re.compile(r"协议|合作|备忘录|合同|意向|约")
ALL_TOGETHER = re.compile(r"共同|三方|四方|五方|联合签")
PARTY = re.compile("^中共|(?:工委|党委|党组)$")
ALLIED = ("联合", "携手", "会同")
MANY = 60  # more than so many are not told of each with each
SIGNERS = ("", "由", *ALLIED)  # prepositions of a party: 甲代表示范公司签约
CEREMONY = re.compile(r"签约|签署|签字|签订")
HOLDS_CEREMONY = re.compile(r"(?:(?:在[^，。]{1,20})?(?:举行|举办|进行|开展)了?)?")  # or nothing: 甲与乙签约仪式举行
GROUNDS = phrases("grounds")
LISTS = ("有", "包括", "是", "为")
STANDS_FOR = re.compile("[一-鿿]{0,8}代表(?!.{0,3}(?:双方|各方|三方|两|校))")  # 代表示范公司, and not 代表双方
BOTH = re.compile(r"双方|两校|两会|校企")
TOGETHER = re.compile(
    r"(?<![一-鿿])(?P<count>[两三四五])(?P<level>[省市县地])(?P<kind>[一-鿿]{2,10}?)(?:共同|联合|正式|现场)?签"
)
COUNTS = {"两": 2, "三": 3, "四": 4, "五": 5}
LEVELS = {"省": "province", "市": "prefecture", "县": "county"}
# meeting
MEETING = re.compile(any_of("visits") + "|谈|交流|见面")
VISITORS = re.compile(any_of("visitors"))
# being part
SUBSIDIARY = re.compile(
    r"(?:（[^）]*）)?(?:的|其)?(?:全资|控股|参股|下属|二级|境外|海外)?(?:子公司|旗下|下属|所属|附属|直属)"
    r"(?:的|企业|公司|单位|机构|已有|拥有|设有|有)*[：—-]*"
    r"|(?:目前)?(?:下设|下辖|旗下已?有|拥有)[^。，；]{0,12}?(?:子公司|企业|机构|公司)?[：]?"
)
OWNED = re.compile(r"的?(?:全资|控股)?(?:子公司|下属|附属)")
BELONGS = re.compile(r"(?:是|为|系)?(?:隶属|隶属于|从属于|归属于|直属于|附属于)")
# being a member
BRACKET = re.compile(r"（[^（）]*）")
BRIDGE = re.compile(r"(?:（[^）]*）)?[^，。；]*")  # between those who have a grade and the grade
OF_ALLIANCE = re.compile(
    r"的?(?:第[^，。]{1,3}届|首届|新一届)?(?:理事会)?(?:首批|首家|唯一|新任|“|[^，。；、为任选作成是系其获被]{0,4})?"
)
WITH_GRADE = re.compile(
    r"”?(?:之一)?的?(?:还|主要)?(?:包括|有|为|是|分别是|分别为|：)?"
)  # between a grade and those who have it
WITH_GRADE_AS = re.compile(r"”?(?:之一)?的?，?")
BECOMES = re.compile("(?:成为|当选为?|加入|作为)$")
LOOSE_GRADES = phrases("loose_grades")
JOINING = ("加入",)  # of the other verbs the alliance is the subject
MEMBERS = ("成员", "会员", "一员")
UNITED = ("联盟", "教育集团", "职教集团", "办学集团", "共同体", "联合体", "医联体")
# being founded
LAUNCH_IN_NAME = re.compile(
    r"(?:首届|第[^届]+届)?“?(?P<body>[^“”]{4,40}?)”?(?:正式)?(?:成立|揭牌|揭幕|挂牌|启用)(?!.{1,5}周年)"
)
AWARDED_IN_NAME = re.compile("“(?P<body>[^“”]{4,40})”授牌(?:仪式)?")  # a body in its name, though not founded there
WISHED = re.compile(r"(?:支持|提议|倡议|建议|同意|计划)$")
# 成立于…, 成立以来, 成立十周年, 甲成立的乙: no news
SINCE = re.compile(r"于|以|之初|年限|后|至今|的|[\d一二三四五六七八九十百余多]+(?:周年|年)")


# --- signing ---------------------------------------------------------------------------------------------


def sign(account: Account, clause: Clause) -> None:
    """甲与乙签署合作协议；甲分别与乙、丙签约；甲、乙、丙共同签署；甲代表丙，乙代表丁签署."""
    document = document_behind(account.scene, clause.verb)
    if clause.verb.word in ("达成", "签", "签下") and not AGREEMENT.search(document):
        return
    text = account.scene.text
    left, right, together = signing_sides(account, clause)
    both = BOTH.search(text, clause.sentence.comma_before(clause.index), clause.verb.end) is not None
    couples = couples_of(account, together) if together is not None else []
    of_all = together is not None and len(left) + len(right) > 2
    if len(left) + len(right) > MANY:  # a declaration that many sign
        pairs = []
    elif couples:
        pairs = couples
    elif right and not (of_all and ALL_TOGETHER.search(text, clause.start, clause.end)):
        pairs = list(product(left, right))
    else:
        pairs = list(combinations([*left, *right], 2))
    if both and together is not None and not together.members("OR"):  # whose office-holders sign for 双方
        pairs = [(a, b) for a, b in pairs if a.region is None or a.region is not b.region or a.label != b.label]
    if both and not pairs and both_named(account, clause) is None and (partners := last_partners(account)):
        clause.start = clause.sentence.comma_before(clause.index)
        pairs = [partners]
    if both and (named := both_named(account, clause)) is not None:
        clause.start = clause.sentence.comma_before(clause.index)
        pairs = [named]
    if not pairs:
        pairs = list(combinations(called_together(account, clause), 2))
    for a, b in pairs:
        account.add("SIGNED_WITH", a, b, clause, "sign.cross" if right else "sign.pairs", document=document)


def both_named(account: Account, clause: Clause) -> tuple[Member, Member] | None:
    """The two bodies that the sentence names in front of 双方: 甲今天接待来访的乙执行长，双方签署."""
    units = clause.sentence.units
    said = next((i for i in range(clause.index - 1, -1, -1) if units[i].word == "双方"), -1)
    if said <= 0 or units[said - 1].kind != "，" or any(u.kind in "POR" for u in units[said : clause.index]):
        return None
    bodies: list[Member] = []
    for unit in units[:said]:
        employers = [p.body for p in account.posts.posts if p.person is unit.member] if unit.kind == "P" else []
        for body in [unit.member] if unit.kind == "O" else employers:
            if body is not None and body not in bodies:
                bodies.append(body)
    return (bodies[0], bodies[1]) if len(bodies) == 2 else None


def last_partners(account: Account) -> tuple[Member, Member] | None:
    """Whom 双方 means: those who are known to have signed, else the bodies of the sentence before."""
    signed = next((fact for fact in reversed(account.facts) if fact.type == "SIGNED_WITH"), None)
    if signed is not None:
        return signed.source, signed.target
    two = account.partners[:2]
    if len(two) < 2 or (two[0].region is not None and two[0].region is two[1].region):
        return None  # 州委、州政府 are one side
    return two[0], two[1]


def called_together(account: Account, clause: Clause) -> list[Member]:
    """Whom 三省总工会共同签署, 两地人社部门签署 means: the bodies of this kind in the article, if they are so many."""
    begin = clause.sentence.comma_before(clause.index)
    together = TOGETHER.search(account.scene.text, begin, clause.verb.end)
    if together is None:
        return []
    kind, open_kind = together["kind"].removesuffix("部门"), together["kind"].endswith("部门")
    level = LEVELS.get(together["level"])
    found: dict[str, Member] = {}
    for member, _, _ in account.scene.mentions:
        if member.label not in ("Agency", "Association") or member.region is None:
            continue
        if level not in (None, member.region.level):
            continue
        if any(kind in s if open_kind else s.endswith(kind) for s in (member.name, *member.surfaces)):
            found[member.key] = member
    clause.start = together.start()
    return list(found.values()) if len(found) == COUNTS[together["count"]] else []


def signing_sides(account: Account, clause: Clause) -> tuple[list[Member], list[Member], Group | None]:
    """Who signs on either side, and the group that names both; with one side only, all are on the left."""
    left, right, together = sides_before(account, clause)
    subject, after = clause.subject, clause.after
    if right and not left:
        left = elsewhere(account, clause)
    if not left and subject is not None and clause.inherited and right:
        together, left = subject, one_side(account, subject)
    if not left and not right and subject is not None and clause.inherited and acts_jointly(clause, subject):
        together = subject
    if not right and together is not None:
        left, right = sides_of(account, together)
    if not right and after is not None and after.preposition == "与":
        right = parties_of(account, after)
    return left, right, together


def acts_jointly(clause: Clause, subject: Group) -> bool:
    """Whether two bodies held something together and sign in the next clause: 甲与乙联合召开会议，会签《意见》."""
    units = clause.sentence.units
    joint = any(u.word in ("联合", "共同") for u in units[subject.last + 1 : clause.index])
    document = clause.index + 1 < len(units) and units[clause.index + 1].kind == "X"
    return joint and document and len(subject.members("O")) > 1 and not subject.members("P")


def sides_before(account: Account, clause: Clause) -> tuple[list[Member], list[Member], Group | None]:
    """The parties that stand before the verb of a clause, and the group that may name both sides."""
    sentence, text = clause.sentence, account.scene.text
    left: list[Member] = []
    right: list[Member] = []
    stood_for: list[Member] = []
    together: Group | None = None
    clause.start = clause.verb.start
    for group in clause.before:
        parties = parties_of(account, group)
        if not parties or opens_unread(sentence, group) or (group.attributive and group.preposition != "与"):
            continue
        if group.preposition == "与" or (group.preposition in ALLIED and left):
            right = parties
        elif group.preposition == "代表":
            left = [*stood_for, *parties]
            together = None if stood_for else group
            stood_for = left
        elif signs(clause, group):
            named = group.members("OR") or not STANDS_FOR.match(text, group.units[-1].end)
            object_ = bool(left) and sentence.units[group.first - 1].kind == "v"  # 甲落户【某区】，并与丙签约
            if named and not object_:
                left, together = parties, group
        else:
            continue
        clause.start = min(clause.start, sentence.start_of(group))
    return left, right, together


def signs(clause: Clause, group: Group) -> bool:
    """Whether a group before the verb may be who signs; 根据甲与乙签署的协议 they did."""
    ground = group.preposition in GROUNDS and is_relative(clause.sentence.units, clause.index)
    return (group.preposition in SIGNERS or ground) and not (group.represented and bool(group.members("P")))


def elsewhere(account: Account, clause: Clause) -> list[Member]:
    """The other side of 与丙签约 where it does not stand before the verb.

    It is listed behind (与丙签约的有甲、乙), was stood for (甲代表乙与丙签约，与丁签约) or began the last sentence.
    """
    units, i = clause.sentence.units, clause.index
    behind = next((g for g in clause.sentence.groups if g.first > i), None)
    if is_relative(units, i) and behind is not None and any(u.word in LISTS for u in units[i + 1 : behind.first]):
        return parties_of(account, behind)
    mandates = [g for g in clause.sentence.groups if g.last < i and g.preposition == "代表"]
    if mandates:
        return one_side(account, mandates[-1])
    return [account.topic] if clause.subject is None and account.topic is not None else []


def one_side(account: Account, group: Group) -> list[Member]:
    """The first of two sides that a group names, or all its parties."""
    return sides_of(account, group)[0] or parties_of(account, group)


def opens_unread(sentence: Sentence, group: Group) -> bool:
    """Whether a group ends with the region that begins a name which cannot be read: 与遵义【某某集团】签署."""
    units, last = sentence.units, group.units[-1]
    behind = units[group.last + 1] if group.last + 1 < len(units) else last
    return last.kind == "R" and behind.start == last.end and behind.kind in "nxtO?"


WENT = ("赴", "到", "前往", "来")


def ceremonies(account: Account, sentence: Sentence) -> None:
    """甲与乙举行战略合作签约仪式；甲与乙进行签约."""
    text, units = account.scene.text, sentence.units
    for i in sentence.places("E"):
        unit = units[i]
        if not CEREMONY.search(text, unit.start, unit.end):
            continue
        group = next((g for g in reversed(sentence.groups) if g.last < i and g.members("O")), None)
        if (
            group is None
            or opens_unread(sentence, group)
            or not HOLDS_CEREMONY.match(text, units[group.last].end, unit.start)
        ):
            continue
        left, right = sides_of(account, group)
        if group.preposition in WENT:  # 甲赴某市与乙举行签约仪式
            left = next((g.members("O") for g in reversed(sentence.groups) if g.last < group.first), left)
        if not right and len(left) == 2 and units[group.last].end == unit.start:  # 甲、乙签约仪式举行
            left, right = left[:1], left[1:]
        stop = next((j for j in range(i, len(units)) if units[j].kind == "，"), len(units))
        status, denied = sentence.mood(0, stop, group)  # 签约仪式将于下月举行; 签约仪式取消
        said = Stretch(sentence.start_of(group), unit.end, status)
        for a, b in () if denied else product(left, right):
            account.add("SIGNED_WITH", a, b, said, "sign.ceremony")


def document_behind(scene: Scene, verb: Unit) -> str:
    """What was signed: the words behind the verb."""
    m = DOCUMENT.match(scene.text, verb.end, verb.end + LONGEST_DOCUMENT)
    document = (m["named"] or m["said"] or "").strip() if m else ""
    return "" if scene.text.startswith("的", verb.end) and not AGREEMENT.search(document) else document  # 签约的企业有


def parties_of(account: Account, group: Group) -> list[Member]:
    """Who signs: the bodies and regions of a group; where it has only people, their bodies."""
    bodies = group.members("OR")
    if bodies:
        return bodies
    found: list[Member] = []
    for person in group.members("P"):
        held = [p.body for p in account.posts.posts if p.person is person and p.body is not None]
        # a party secretary who is mayor too signs as the mayor
        body = next((b for b in held if not PARTY.search(b.name)), held[0] if held else None)
        if body is not None and body not in found:
            found.append(body)
    return found


def sides_of(account: Account, group: Group) -> tuple[list[Member], list[Member]]:
    """甲与乙、丙 → 甲 | 乙, 丙; 甲、乙和丙 → all on one side."""
    joints = group.joints
    at = next((j for j, joint in enumerate(joints) if joint in ("与", "同", "跟")), None)
    if at is None and len(joints) > 1 and joints[0] == "和" and "和" not in joints[1:]:
        at = 0
    if at is None:
        return parties_of(account, group), []
    left, right = group.split(at)
    return parties_of(account, left), parties_of(account, right)


def couples_of(account: Account, group: Group) -> list[tuple[Member, Member]]:
    """甲与乙、丙与丁签署 → 甲–乙, 丙–丁; of every other list none."""
    joints = group.joints
    if len(joints) < 3 or not all((joint in ("与", "和", "同")) == (j % 2 == 0) for j, joint in enumerate(joints)):
        return []
    sides = [parties_of(account, Group([unit], [])) for unit in group.units]
    return [pair for left, right in zip(sides[::2], sides[1::2], strict=False) for pair in product(left, right)]


# --- meeting ---------------------------------------------------------------------------------------------


RECEIVED = ("获", "获得", "受到", "得到", "承蒙")
RECEIVES = ("会见", "接见", "接待", "看望")


def meet(account: Account, clause: Clause) -> None:
    """甲会见乙；甲与乙会谈；甲和乙举行会谈."""
    met_in(account, clause)
    hosts, guests = clause.people or later_subject(clause), list[Member]()
    units = clause.sentence.units
    for group in clause.sentence.groups if clause.after is not None else ():  # 甲会见了某国副总理兼财政部部长乙
        gap = range(clause.index + 1, group.first)
        ends = any(units[n].kind == "，" or (units[n].kind == "V" and not says_who(units, n)) for n in gap)
        if not guests and group.first > clause.index and not ends:
            guests = group.members("P")
    companions = next((g for g in clause.before if g.preposition == "与"), None)
    if not guests and companions is not None:
        guests = companions.members("P")
    received = units[clause.index + 1 : clause.index + 4]  # 甲和乙会见了某省考察团: whom they met has no name
    unnamed = clause.verb.word in RECEIVES and any(u.kind in "ORn" for u in received)
    if not guests and clause.subject is not None and not unnamed:
        at = next((j for j, joint in enumerate(clause.subject.joints) if joint in ("与", "同", "跟", "和")), None)
        if at is not None:
            left, right = clause.subject.split(at)
            hosts, guests = left.members("P"), right.members("P")
    end = max(clause.end, *(u.end for u in units[clause.index : clause.index + 3]))  # 会见来访客人
    host = received_by(clause)
    if host and account.visitors:
        hosts, guests = host, account.visitors  # 访问团获示范市委书记甲接见
    if not guests and VISITORS.search(account.scene.text, clause.sentence.comma_before(clause.index), end):
        guests = [] if any(v is host for v in account.visitors for host in hosts) else account.visitors
    account.met = bool(hosts and guests) and account.event is not None and not MEETING.search(account.event.name)
    for host in hosts:
        for guest in guests if len(hosts) + len(guests) <= MANY else ():
            account.add("MET_WITH", host, guest, clause, "meet")


def received_by(clause: Clause) -> list[Member]:
    """Who receives in 访问团一行获【甲】接见: a delegation without names in front, 获 and the host between."""
    units, i = clause.sentence.units, clause.index
    host = next((g for g in reversed(clause.before) if g.last == i - 1), None)
    if (
        host is None
        or clause.verb.word not in RECEIVES
        or host.first == 0
        or units[host.first - 1].word not in RECEIVED
    ):
        return []
    opening = "".join(u.word for u in units[: host.first - 1])
    return host.members("P") if VISITORS.search(opening) or "团" in opening else []


def later_subject(clause: Clause) -> list[Member]:
    """在会见乙时，甲表示; 在与乙会谈时，甲表示: who stands behind the comma."""
    units, i = clause.sentence.units, clause.index
    first = next((g.first - 1 for g in clause.before if g.preposition == "与"), i)
    if first <= 0 or units[first - 1].word != "在":
        return []
    behind = [g for g in clause.sentence.groups if g.first > i and units[g.first - 1].kind == "，"]
    return behind[0].members("P") if behind else []


# --- being a part, being a member ------------------------------------------------------------------------


def parts(account: Account, sentence: Sentence) -> None:
    """甲的全资子公司乙；甲旗下有乙、丙；乙隶属甲；全资子公司乙 of the article's company."""
    text = account.scene.text
    named = (sentence.units[i] for i in sentence.places("O"))
    bodies = [u for u in named if u.member is not None and text[u.start : u.end] not in DESCRIBES]  # 甲的母公司乙
    for body in bodies:
        if not text.endswith(("全资子公司", "控股子公司"), 0, body.start):
            continue
        if not any(
            len(BRACKET.sub("", text[other.end : body.start])) <= 8 for other in bodies if other.end < body.start
        ):
            topic = (
                account.topic if account.topic is not None and account.topic.label not in ("Region", "Media") else None
            )
            its = text.endswith("其", 0, body.start - len("全资子公司")) and bodies[0].member is not body.member
            owner = (bodies[0].member if its else topic) or account.scene.dominant("Company")
            account.add("PART_OF", body.member, owner, Stretch(body.start - 5, body.end), "part.said")
    for a, b in pairwise(bodies):
        between = text[a.end : b.start]
        said = Stretch(a.start, b.end)
        if SUBSIDIARY.fullmatch(between):
            account.add("PART_OF", b.member, a.member, said, "part.said")
            if between.endswith(("有", "：", "设", "辖")):
                listed = next((g.units for g in sentence.groups if b in g.units), list[Unit]())
                for other in listed:
                    if other.kind == "O" and other.start > b.start:
                        account.add("PART_OF", other.member, a.member, said, "part.said")
        elif between in ("是", "为", "系", "成为", "均为", "均系", "都是") and OWNED.match(text, b.end):
            owned = next(g for g in sentence.groups if a in g.units) if between[0] in "均都" else None
            for member in owned.members("O") if owned else [a.member]:
                account.add("PART_OF", member, b.member, said, "part.said")
        elif BELONGS.fullmatch(between) or between == "的母公司":
            account.add("PART_OF", a.member, b.member, said, "part.said")
        elif between == "的" and text[a.start - 4 : a.start].endswith(("隶属", "隶属于", "所属", "下属")):
            account.add("PART_OF", b.member, a.member, said, "part.said")


def memberships(account: Account, sentence: Sentence) -> None:
    """甲、乙当选副会长单位；甲是示范联盟理事单位；示范联盟副会长单位甲、乙；理事单位包括甲、乙."""
    called = (i for i in sentence.places("n") if sentence.units[i].word in MEMBERS)
    for i in (*sentence.places("U"), *called):
        if sentence.units[i].kind == "U" or is_member(sentence, i):
            membership(account, sentence, i)


def is_member(sentence: Sentence, i: int) -> bool:
    """Whether unit i, a word for members, names some: 成为示范联盟【成员】, 示范联盟的首批【成员】包括."""
    units = sentence.units
    if any(u.word in ("包括", "有") for u in units[i + 1 : i + 3]):
        return True
    group = next((g for g in sentence.groups if g.last == i - 1), None)
    if group is None or group.first == 0:
        return False
    return units[group.first - 1].word in ("成为", "是", "为", "系", "作为") and is_alliance(group)


def is_alliance(group: Group) -> bool:
    """Whether a group is one body that has members."""
    bodies = group.members("O")
    return len(group.units) == len(bodies) == 1 and has_members(bodies[0])


def has_members(body: Member) -> bool:
    """Whether organisations can be members of a body."""
    return body.label == "Association" or body.name.endswith(UNITED)


def membership(account: Account, sentence: Sentence, i: int) -> None:
    """Who has the grade that unit i names, and where."""
    text, units, unit = account.scene.text, sentence.units, sentence.units[i]
    near = [g for g in sentence.groups if g.last < i and g.members("O")]
    alliance: Member | None = None
    begin = unit.start
    alone = bool(near) and len(near[-1].members("O")) == len(near[-1].units) == 1
    if alone and OF_ALLIANCE.fullmatch(text, units[near[-1].last].end, unit.start):
        alliance, begin = near[-1].members("O")[0], sentence.start_of(near[-1])
        near = near[:-1]
    if alliance is None and len(near) > 1 and units[near[-1].first - 1].word in JOINING:
        alliance, begin = near[-1].members("O")[0], sentence.start_of(near[-1])  # 甲加入示范联盟，成为成员单位
        near = near[:-1] if has_members(alliance) else near
        alliance = alliance if has_members(alliance) else None
    group = graded_behind(sentence, i, text)
    if group is None and near:
        said = alliance is not None and BECOMES.search(text, units[near[-1].last].end, begin)
        group = near[-1] if said or BRIDGE.fullmatch(text, units[near[-1].last].end, begin) else None
    spoken_of = account.topic if account.about and not any(u.kind == "P" for u in units) else None
    if group is None and alliance is not None and spoken_of is not None and alliance is not spoken_of:
        said = Stretch(begin, unit.end)  # 【关于甲】…，示范联盟理事单位
        account.add("MEMBER_OF", spoken_of, alliance, said, "member.grade", title=unit.word)
    if group is None or (alliance is None and unit.word in LOOSE_GRADES):
        return
    if alliance is None:  # of the groups before the one that is no list
        named = [g for g in sentence.groups if g.last < min(i, group.first) and is_alliance(g)]
        alliance = named[-1].members("O")[0] if named else None
    alliance = alliance or account.scene.body_for("理事长", unit.start)
    status, denied = sentence.mood(0, i, group if group.last < i else None)
    said = Stretch(min(begin, sentence.start_of(group)), max(unit.end, units[group.last].end), status)
    title = unit.word if unit.kind == "U" else "成员单位"
    for body in () if denied else parties_of(account, group):
        if body is not alliance and body.label != "Region":
            account.add("MEMBER_OF", body, alliance, said, "member.grade", title=title)


def graded_behind(sentence: Sentence, i: int, text: str) -> Group | None:
    """The bodies, or whose people, a grade stands in front of: 副会长单位甲、乙；理事单位：甲；作为理事单位，甲."""
    units = sentence.units
    group = next((g for g in sentence.groups if g.first > i), None)
    if group is None:
        return None
    opening = next((u.word for u in reversed(units[:i]) if u.kind not in "Otkna"), "")
    link = WITH_GRADE_AS if opening == "作为" else WITH_GRADE
    return group if link.fullmatch(text, units[i].end, sentence.start_of(group)) else None


def join(account: Account, clause: Clause) -> None:
    """示范公司加入示范联盟；示范联盟吸收示范公司."""
    objects = clause.after.members("O") if clause.after is not None else []
    subjects = clause.subject.members("O") if clause.subject is not None else []
    if clause.verb.word not in JOINING:
        objects, subjects = subjects, objects
    if not objects or objects[0].label != "Association":
        return
    for body in subjects:
        account.add("MEMBER_OF", body, objects[0], clause, "member.joined", title="成员单位")


def leave(account: Account, clause: Clause) -> None:
    """示范公司退出示范联盟；甲退出股东行列."""
    left = clause.after.units[0] if clause.after is not None else None
    if left is None or left.member is None or not has_members(left.member):
        sell(account, clause)
    elif clause.subject is not None:
        said = Stretch(clause.start, clause.end, "" if clause.status == "planned" else "past")
        for body in clause.subject.members("O"):
            account.add("MEMBER_OF", body, left.member, said, "member.left", title="成员单位")


# --- being founded ---------------------------------------------------------------------------------------


def launch(account: Account, clause: Clause) -> None:
    """成立示范联盟；示范研究院正式成立."""
    text, verb = account.scene.text, clause.verb
    if SINCE.match(text, verb.end) or WISHED.search(text, max(0, verb.start - 4), verb.start):
        return
    founded: list[Member] = []
    last = next((g for g in reversed(clause.before) if g.units[0].kind != "E" or not g.preposition), None)
    if clause.after is not None and all(u.kind in "u“kl" for u in clause.gap_to(clause.after)):
        founded = clause.after.members("O") if is_whole(account, clause.after, clause) else []
    elif last is not None and not last.preposition and stands_alone(clause, last):
        founded = last.members("O")
    for body in founded:
        if len(body.name) > 3:
            clause.start = min(clause.start, clause.verb.start)
            account.add("LAUNCHED_AT", body, account.event_of(clause), clause, "launch")


def is_whole(account: Account, group: Group, clause: Clause) -> bool:
    """Whether a quotation that begins in front of a group is its name: 启动“甲…”的模式 founds no 甲."""
    quoted = any(u.kind == "“" for u in clause.gap_to(group))
    return not quoted or account.scene.text.startswith("”", group.units[-1].end)


def stands_alone(clause: Clause, body: Group) -> bool:
    """Whether a body was founded that stands before the verb: nothing lies between, and no object follows."""
    units, i = clause.sentence.units, clause.index
    bare = i + 1 == len(units) or units[i + 1].kind not in "nxlk"
    return bare and all(u.kind in "d”uqpE" or u.word == "上" for u in clause.gap_to(body))


def unveil(account: Account, clause: Clause) -> None:
    """甲、乙为示范中心揭牌；示范中心揭牌."""
    if clause.verb.word == "授牌":
        return
    group = clause.nearest(("为",), "O")
    if group is None and clause.before and not clause.before[-1].preposition:
        last = clause.before[-1]
        group = last if all(u.kind in "d”uqRp" for u in clause.gap_to(last)) else None
    bare = group is not None and group.units[-1].end - group.units[0].start < 4
    if bare and any(fact.type == "LAUNCHED_AT" for fact in account.facts):
        return  # “示范学院”揭牌，甲、乙为学院揭牌
    for body in group.members("O") if group else []:
        account.add("LAUNCHED_AT", body, account.event_of(clause), clause, "launch.unveil")


def launches_in_names(account: Account) -> None:
    """“示范联盟”成立大会: the name of a happening tells what was founded or unveiled there."""
    scene = account.scene
    for i, name in scene.names.items():
        if scene.tokens.classes[i] != "E":
            continue
        surface = scene.text[name.start : name.end]
        for part in surface.split("暨"):
            named = AWARDED_IN_NAME.fullmatch(part)
            if named is not None and ends_as_body(scene, named["body"]):
                start = name.start + surface.index(part) + 1
                awarded = scene.cast.organisation(named["body"], scene.label_of(named["body"]), start)
                awarded.sure = True
                scene.mentions.append((awarded, start, start + len(named["body"])))
            m = LAUNCH_IN_NAME.match(part)
            if m is None or not ends_as_body(scene, BRACKET.sub("", m["body"])):
                continue
            start = name.start + surface.index(part) + m.start("body")
            named = BRACKET.sub("", m["body"])
            body = scene.cast.organisation(named, scene.label_of(named), start)
            scene.mentions.append((body, start, start + len(m["body"])))
            event = scene.events.get(i) or account.event
            account.add("LAUNCHED_AT", body, event, Stretch(name.start, name.end), "launch.named")


def unveilings(account: Account, sentence: Sentence) -> None:
    """甲、【乙揭牌仪式】: what a list names in front of such a happening was founded or unveiled there too."""
    units = sentence.units
    for i in sentence.places("E"):
        name = account.scene.text[units[i].start : units[i].end]
        if i < 2 or units[i - 1].word not in ("、", "和", "及", "与") or not LAUNCH_IN_NAME.match(name):
            continue
        group = next((g for g in sentence.groups if g.last == i - 2), None)
        event = units[i].member or account.event
        for body in group.members("O") if group is not None else []:
            said = Stretch(units[i - 2].start, units[i].end)
            account.add("LAUNCHED_AT", body, event, said, "launch.named")


def ends_as_body(scene: Scene, name: str) -> bool:
    """Whether a name ends with the head of an organisation."""
    return any(name[-size:] in scene.lexicon.heads for size in range(1, 8))
