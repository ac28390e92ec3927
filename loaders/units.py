"""A sentence as units: names (with their posts folded in), trigger verbs, prepositions, commas.

Names with only separators between them are one group, so that a list takes the verb that governs it. What a verb
has around it is a clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .cast import Member
from .phrases import any_of, phrases
from .posts import Post
from .scene import REFERRED, Scene

NAMES = frozenset("POER")
NAME = re.compile("[POER]")
SPECIAL = re.compile("[POERT；“（《]")  # classes of tokens that are more than a unit of their own kind
OF_OBJECT = frozenset("EnRxlkOTa")  # kinds of units of what those attended who are meant
ORGANISES, HOLDS = re.compile("(?:c[On]+)*V"), ("主办", "承办", "协办")
PLURAL = ("成员", "领导", "代表", "嘉宾", "师生")
JOINERS = frozenset(("、", "和", "与", "及", "以及", "暨", "同", "跟"))
WITH = frozenset(("与", "同", "和", "跟"))
APPOSED = re.compile(r"(?:全资|控股|下属)?子公司|旗下|下属|所属")
OF_HOLDER = re.compile("O(?=[Ttg])")  # a body of which it is the office-holder who does something
BODY_OR_PLACE = re.compile("[OR]")
FILLING = frozenset("mnxlaktgTqRKXSOhHj“”") | {"《", "》"}  # kinds of units of an item of a list that are not its name
CLOSING = ("”", "》")  # 示范“英才计划” plans nothing
HONOUR = re.compile(r"[A-Z]{2,4}(?:\.[A-Za-z]{2,5})*|[上中少大]?[将校尉]军?")  # BBS.MH.JP behind a name in Hong Kong
MANDATORS = frozenset("nxaRO")  # kinds of units of those for whom somebody speaks
UNREAD = frozenset("xnatkTgjlRX")  # kinds of units of a post before its holder that could not be read
NOUNS_TOO = phrases("nouns_too")
DOUBTFUL = NOUNS_TOO | {"代表", "精神", "将"}  # words on which `settle` turns
LONGEST_ITEM = 10  # units of a list passed over up to its next readable name
REPRESENTED = re.compile(rf"{any_of('before_representatives')}*{any_of('representatives')}")
PAST = phrases("past")
ENDS = "不再"
DESCRIBES = phrases("stop_heads")
GROUNDS, AIMS = phrases("grounds"), phrases("aims")
MOOD_REACH = 7  # units before a subject within which an adverb still belongs to its verb
BYLINE = re.compile(r"(?:官网|客户端)?(?:讯|消息|电|报道|记者)")
SHORTEST_MADE = 6  # characters of common words that name what is founded
LONGEST_QUOTED_NAME = 12  # tokens; longer quotations are speech


@dataclass(slots=True)
class Unit:
    """One unit of a sentence, `start:end` in the clean text; `token` is its last token.

    Its kind is the class of its token (see `lexicon`), or: P person with posts, O body, E happening, R region,
    S quoted speech, X bracket. `office`: a title without a name follows, so that its holder acts and not the body.
    """

    kind: str
    start: int
    end: int
    token: int
    word: str = ""
    member: Member | None = None
    office: bool = False


@dataclass(slots=True)
class Group:
    """Names joined by separators. `preposition` stands before the first; `first:last` are unit indices, both in.

    `attributive`: 的 follows. `represented`: its people without names follow (示范公司负责人).
    """

    units: list[Unit]
    joints: list[str]
    preposition: str = ""
    first: int = 0
    last: int = 0
    attributive: bool = False
    represented: bool = False

    def members(self, kinds: str) -> list[Member]:
        """Its members of these kinds, in order."""
        return [u.member for u in self.units if u.kind in kinds and u.member is not None]

    def doers(self) -> list[Member]:
        """Its people, and the bodies that act themselves."""
        return [u.member for u in self.units if u.kind in "PO" and u.member is not None and not u.office]

    def split(self, j: int) -> tuple[Group, Group]:
        """The names before joint j and those behind it."""
        return Group(self.units[: j + 1], []), Group(self.units[j + 1 :], [])


@dataclass(slots=True)
class Sentence:
    """A sentence as units and as the groups among them; `text` is its part of the clean text.

    `kinds` has one letter a unit; `words` are the words of its units.
    """

    units: list[Unit]
    groups: list[Group]
    text: str
    kinds: str
    words: frozenset[str]

    def places(self, kind: str) -> list[int]:
        """The units of a kind."""
        found: list[int] = []
        i = self.kinds.find(kind)
        while i >= 0:
            found.append(i)
            i = self.kinds.find(kind, i + 1)
        return found

    def comma_before(self, i: int) -> int:
        """Where the stretch without commas that holds unit i begins in the clean text."""
        while i > 0 and self.units[i - 1].kind not in "，：":
            i -= 1
        return self.units[i].start

    def is_aside(self, group: Group, verb: int) -> bool:
        """Whether a group stands in a phrase with its own comma before a verb that gives a ground or says whose it is.

        为落实…，根据…，由甲策划的影片，
        """
        units, first = self.units, group.first
        comma = next((k for k in range(group.last + 1, verb) if units[k].kind == "，"), None)
        if comma is None:
            return False
        if group.preposition == "由" and any(u.word == "的" for u in units[group.last + 1 : comma]):
            return True
        while first > 0 and units[first - 1].kind not in "，：":
            first -= 1
        if group.first - first < 2:
            return False
        opening, following = units[first], units[first + 1]
        return opening.word in GROUNDS or (opening.word in AIMS and following.kind in "vVda")

    def start_of(self, group: Group) -> int:
        """Where a group begins in the clean text."""
        return self.units[group.first].start

    def mood(self, first: int, verb: int, subject: Group | None) -> tuple[str, bool]:
        """What the words of units first..verb before a verb say: `planned`, `past` or '', and whether it is denied."""
        if subject is not None:
            first = max(first, subject.first - MOOD_REACH)
        said, kinds = self.units[first:verb], self.kinds[first:verb]
        # 表示欢迎，并介绍: what stands before the comma is done
        planned = "y" in kinds and any(
            u.kind == "y" and after.kind != "，" and after.word not in CLOSING
            for u, after in pairwise(self.units[first : verb + 1])
        )
        past = not PAST.isdisjoint([u.word for u in said])
        if planned and any(u.word == ENDS for u in said):
            planned = past = False  # 将不再持有: it still does
        return "planned" if planned else "past" if past else "", "z" in kinds

    def organisation_before(self, i: int, label: str = "") -> Member | None:
        """The last body before unit i, if wanted of one label."""
        for unit in reversed(self.units[:i]):
            if unit.kind == "O" and unit.member is not None and label in ("", unit.member.label):
                return unit.member
        return None


@dataclass(slots=True)
class Stretch:
    """A piece of the clean text that tells something, and whether as `planned` or `past`."""

    start: int
    end: int
    status: str = ""


@dataclass(slots=True, kw_only=True)
class Clause(Stretch):
    """A trigger verb (unit `index`) with what belongs to it.

    `before` are the groups between the last verb and this one that are not the last one's objects, `after` is the
    next group up to the next verb. An inherited subject is the one of an earlier verb.
    """

    sentence: Sentence
    index: int
    role: str
    subject: Group | None
    before: list[Group] = field(default_factory=list[Group])
    after: Group | None = None
    denied: bool = False
    inherited: bool = False

    @property
    def verb(self) -> Unit:
        """The unit of its verb."""
        return self.sentence.units[self.index]

    @property
    def people(self) -> list[Member]:
        """The people that are its subject."""
        return self.subject.members("P") if self.subject else []

    def nearest(self, prepositions: tuple[str, ...], kinds: str) -> Group | None:
        """The last group before the verb with one of these prepositions and a member of these kinds."""
        return next((g for g in reversed(self.before) if g.preposition in prepositions and g.members(kinds)), None)

    def gap_to(self, group: Group) -> list[Unit]:
        """The units between the verb and a group before or behind it."""
        units = self.sentence.units
        return units[self.index + 1 : group.first] if group.first > self.index else units[group.last + 1 : self.index]


class Cutter:
    """Cuts the sentences of one article into units and groups."""

    def __init__(self, scene: Scene, posts: list[Post]) -> None:
        self.scene = scene
        self.phrases = {first: (person, last) for person, (first, last) in scene.phrases.items()}
        marked = list(scene.tokens.classes)
        for first in self.phrases:
            marked[first] = "P"
        if any(word in scene.text for word in REFERRED):
            for i, word in enumerate(scene.tokens.words):
                if word in REFERRED:
                    marked[i] = "O"
        self.marked = "".join(marked)
        self.holders: dict[str, Member | None] = {}  # by title, where only one person has it
        for post in posts:
            for title in post.title.split("、"):
                self.holders[title] = post.person if self.holders.get(title, post.person) is post.person else None

    def cut(self, first: int, last: int) -> Sentence:
        """The sentence of tokens `first:last` (last exclusive)."""
        units = self.units(first, last)
        units = whole_items(units, "".join([unit.kind for unit in units]))
        if not DOUBTFUL.isdisjoint(self.scene.tokens.words[first:last]):
            settle(units)
        kinds = "".join([unit.kind for unit in units])
        for m in OF_HOLDER.finditer(kinds):
            units[m.start()].office = True
        text = self.scene.text[units[0].start : units[-1].end]
        return Sentence(units, self.groups(units, kinds), text, kinds, frozenset([unit.word for unit in units]))

    def units(self, first: int, last: int) -> list[Unit]:
        """The units of tokens `first:last`, one by one."""
        tokens, marked = self.scene.tokens, self.marked
        units: list[Unit] = []
        i = first
        while i < last:
            special = SPECIAL.search(marked, i, last)
            stop = special.start() if special else last
            place = tokens.start[i:stop], tokens.end[i:stop], range(i, stop)
            units += map(Unit, marked[i:stop], *place, tokens.words[i:stop])
            if special:
                units.append(self.unit(stop, last))
                stop = units[-1].token + 1
            i = stop
        return units

    def unit(self, i: int, last: int) -> Unit:
        """The unit that begins with token i of a sentence that ends before token `last`."""
        scene, tokens, classes = self.scene, self.scene.tokens, self.scene.tokens.classes
        if i in self.phrases:
            person, stop = self.phrases[i]
            return Unit("P", tokens.start[i], tokens.end[stop], stop, "", scene.persons[person])
        unit = Unit(classes[i], tokens.start[i], tokens.end[i], i, tokens.words[i])
        match unit.kind:
            case "O":
                unit.member = scene.organisation_at(i, create=self.organises(i, last) or self.is_made(i, last))
                if unit.member is None or (unit.member.label == "Media" and BYLINE.match(scene.text, unit.end)):
                    unit.kind = "n"  # 示范日报讯 does nothing
            case "E":
                unit.member = scene.events.get(i)
            case "R":
                unit.member = scene.region_at(i)
            case "T":  # 总领事一行: a title means the one person who holds it
                holder = self.holders.get(unit.word)
                if holder is not None and len(unit.word) > 2 and classes[i + 1 : last].startswith("V"):
                    unit.kind, unit.member = "P", holder
            case "r" if unit.word in REFERRED:
                unit.member = scene.referred(unit.word, unit.start)
                if unit.member is not None:
                    unit.kind = "R" if unit.member.label == "Region" else "O"
            case "；":  # between the items of a list
                unit.kind = unit.word = "，"
            case "“":
                close = classes.find("”", i, last)
                quoted = classes[i : max(i, close)]
                if "，" in quoted or "。" in quoted or len(quoted) > LONGEST_QUOTED_NAME:
                    return Unit("S", unit.start, tokens.end[close], close)
            case "《" if classes.startswith("O》", i + 1) and self.is_paper(i + 1):
                return Unit(
                    "O", unit.start, tokens.end[i + 2], i + 2, tokens.words[i + 1], scene.organisation_at(i + 1)
                )
            case "（" | "《":  # what a book or a document says is told of nobody
                close = classes.find("）" if unit.kind == "（" else "》", i, last)
                if close > 0:
                    return Unit("X", unit.start, tokens.end[close], close)
            case _:
                pass
        return unit

    def organises(self, i: int, last: int) -> bool:
        """Whether the body at token i holds something on a school's own page: 校体育委员会主办."""
        tokens = self.scene.tokens
        verb = ORGANISES.match(tokens.classes, i + 1, last) if self.scene.cast.publisher is not None else None
        return verb is not None and self.scene.lexicon.triggers[tokens.words[verb.end() - 1]].role in HOLDS

    def is_made(self, i: int, last: int) -> bool:
        """Whether the body at token i is founded or unveiled, so that common words name it: 为未来产业学院揭牌."""
        tokens, triggers = self.scene.tokens, self.scene.lexicon.triggers
        if tokens.end[i] - tokens.start[i] < SHORTEST_MADE:
            return False
        quoted = tokens.classes[i - 1 : i] == "“"
        before, behind = tokens.words[i - 1 - quoted : i - quoted], i + 1 + quoted
        unveiled = tokens.classes[behind : min(behind + 1, last)] == "V"
        unveiled = unveiled and triggers[tokens.word(behind)].frame == "unveil"
        return (unveiled and before == ["为"]) or (before in (["成立"], ["组建"]) and behind <= last)

    def is_paper(self, i: int) -> bool:
        """Whether token i names a newspaper."""
        name = self.scene.names.get(i)
        return name is not None and name.label == "Media" and not name.generic

    def groups(self, units: list[Unit], kinds: str) -> list[Group]:
        """The groups of a sentence's units."""
        groups: list[Group] = []
        name = NAME.search(kinds)
        while name is not None:
            groups.append(self.group(units, name.start()))
            name = NAME.search(kinds, groups[-1].last + 1)
        return groups

    def group(self, units: list[Unit], first: int) -> Group:
        """The group that begins with a name."""
        n = len(units)
        i = first
        names, joints = [units[i]], list[str]()
        while True:
            if step := apposed(units, i):
                i += step
                names[-1] = units[i]
                continue
            joint, k = next_in_list(units, i)
            if k >= n:
                break
            names.append(units[k])
            joints.append(joint)
            i = k
        group = Group(names, joints, preposition_of(units, first, names), first, i)
        behind = i + 1
        while behind < n and units[behind].kind in "Xe":
            behind += 1
        if behind < n:
            group.attributive = units[behind].word == "的"
            at = units[behind].start
            group.represented = names[-1].kind in "OR" and bool(REPRESENTED.match(self.scene.text, at, at + 12))
        return group


def settle(units: list[Unit]) -> None:
    """Give words that may be of several kinds the one that they have between these neighbours."""
    for before, unit, following in zip(units, units[1:], units[2:], strict=False):
        if unit.word == "代表" and following.kind == "P" and before.kind in "OTntx":
            unit.kind = "m"  # 教师代表甲
        elif unit.word in NOUNS_TOO and before.kind in "nvx" and following.kind in "Vcpe，":
            unit.kind = "n"  # 国际示范组织主办
        elif unit.kind == "V" and following.word == "精神":
            unit.kind = "n"  # 学习重要讲话精神
    for unit, following in pairwise(units):
        if unit.word == "将" and (following.kind in "rOPERl“X" or following.word.startswith(("所", "持"))):
            unit.kind = "p"  # 将其股权转让: as 把, and no plan


def whole_items(units: list[Unit], kinds: str) -> list[Unit]:
    """The units, each person as one with what says whose he is: 示范大学的【甲】、某国事务助理【乙】."""
    found: list[Unit] = []
    done = 0
    for m in BODY_OR_PLACE.finditer(kinds):
        i = m.start()
        k = person_of(units, i) if i >= done else i
        if k > i:
            found += units[done:i]
            found.append(Unit("P", units[i].start, units[k].end, units[k].token, "", units[k].member))
            done = k + 1
    return [*found, *units[done:]] if done else units


def person_of(units: list[Unit], i: int) -> int:
    """The person to whom body or place i only is an attribute: behind 的, or in a list behind an unreadable post."""
    n, k = len(units), i + 1
    if k + 1 < n and units[k].word == "的" and units[k + 1].kind == "P":
        return k + 1
    if not (i and (units[i - 1].word in JOINERS or is_relative(units, i - 2) or (i > 1 and goes_on(units, i - 2)))):
        return i
    while k < min(n, i + LONGEST_ITEM) and (units[k].kind in UNREAD or (k > i + 1 and units[k].word in JOINERS)):
        k += 1
    return k if k < n and units[k].kind == "P" else i


def goes_on(units: list[Unit], i: int) -> bool:
    """Whether unit i is a person or his title and a comma follows: a list may go on."""
    return units[i].kind in "PTBX" and units[i + 1].kind == "，"


def apposed(units: list[Unit], i: int) -> int:
    """How many units behind body i the name stands of which it only says whose or what it is; 0 if it is the name.

    甲全资子公司【乙】, 示范公司代表【甲】, 示范办公室【甲】, 示范县【某中学】.
    """
    if i + 1 >= len(units) or units[i].kind not in "OR":
        return 0
    link = units[i + 1]
    if link.kind == "O" and link.start == units[i].end and link.member is not None:
        return int(units[i].kind == "R" or link.member.label != "Agency")  # 示范市委|市政府 are two
    if units[i].kind == "R":  # 某省|侨乡|某县
        return 2 if link.kind == "n" and units[i + 2 : i + 3] and units[i + 2].kind == "R" else 0
    for words in (1, 2):  # 子公司, 全资|子公司
        name = units[i + 1 + words] if i + 1 + words < len(units) else link
        if name.kind == "O" and APPOSED.fullmatch("".join(u.word for u in units[i + 1 : i + 1 + words])):
            return 1 + words
    return 2 if units[i + 2 : i + 3] and units[i + 2].kind == "P" and link.kind == "m" else 0


def next_in_list(units: list[Unit], i: int) -> tuple[str, int]:
    """The separators behind name i and the index of the next name of its list; without one the number of units."""
    n = len(units)
    joint, k = joint_behind(units, i)
    while joint and k + 1 < n and units[k].kind in "mT" and units[k + 1].kind in "mP":
        k += 1
    if joint and k + 1 < n and units[k].word in DESCRIBES and units[k + 1].kind == "O":
        k += 1  # 甲、上市公司乙
    if k < n and joint and joint[0] in "、以，" and not lists_on(units[i], joint, units[k]):
        k = next_readable(units, k, units[i].kind if joint[0] != "，" else "P")
    return joint, k if k < n and lists_on(units[i], joint, units[k]) else n


def behind_name(units: list[Unit], i: int) -> int:
    """The first unit behind name i that is no courtesy, honour, bracket or mandate of his: 甲教授, 乙代表商会，."""
    n, j = len(units), i + 1
    person = units[i].kind == "P"
    while j < n and (
        ((person or units[i].office) and units[j].kind in "TB") or (person and HONOUR.fullmatch(units[j].word))
    ):
        j += 1
    if j < n and units[j].kind == "X":
        j += 1
    if person and j < n and units[j].word == "代表":
        k = j + 1
        while k < min(n, j + LONGEST_ITEM) and units[k].kind in MANDATORS:
            k += 1
        each = any(u.word == "代表" for u in units[k : k + LONGEST_ITEM])  # 甲代表某校，乙代表某公司签约
        return k if k < n and units[k].kind == "，" and not each else j
    return j


def joint_behind(units: list[Unit], i: int) -> tuple[str, int]:
    """The separators behind name i, as one text, and the index of the unit behind them."""
    n = len(units)
    j = behind_name(units, i)
    joint = ""
    for k in range(j, min(n, j + 4)):
        unit, following = units[k], units[k + 1] if k + 1 < n else None
        joins = (
            unit.word in JOINERS
            or (unit.kind in "， " and following is not None)
            or (unit.kind == "e" and following is not None and following.word in JOINERS)  # 等，和
            or (unit.kind == "r" and joint != "")
        )
        if not joins:
            return joint, k
        joint += unit.word
    return joint, min(n, j + 4)


def next_readable(units: list[Unit], first: int, kind: str) -> int:
    """The next person of a list behind what cannot be read: 甲、“示范奖”获得者乙; without one, `first`.

    Behind a body (`kind`) it is the next item: 甲、某网、乙.
    """
    for i in range(first, min(len(units), first + LONGEST_ITEM)):
        if units[i].kind == "P" or (units[i].kind == kind == "O" and units[i - 1].word in JOINERS):
            return i
        if units[i].kind not in FILLING and units[i].word not in JOINERS:
            break
    return first


def lists_on(name: Unit, joint: str, following: Unit) -> bool:
    """Whether a unit continues the list of the name before it."""
    together = name.kind == following.kind == "R" or (name.word.endswith("委") and following.word.endswith("政府"))
    if following.kind not in NAMES or not (joint or together):
        return False
    if (name.kind == "E") != (following.kind == "E") or (name.office and not joint.startswith("、")):
        return False
    if joint.startswith("，"):
        return joint[1:] not in WITH and (name.kind == "R") == (following.kind == "R")
    return True


def is_relative(units: list[Unit], i: int) -> bool:
    """Whether unit i is a verb that only says who is meant: 与来访的甲座谈."""
    return 0 <= i < len(units) - 1 and units[i].kind == "V" and units[i + 1].word == "的"


def says_who(units: list[Unit], i: int) -> bool:
    """Whether verb i, with its object or without one, only says who is meant: 会见来访的甲, 会见出席论坛的甲."""
    k = i + 1
    while k < min(len(units), i + LONGEST_ITEM) and units[k].kind in OF_OBJECT:
        k += 1
    named = i + 1 < k < len(units) - 1 and units[k].word == "的" and units[k + 1].kind in "POR"
    return named or is_relative(units, i)


def preposition_of(units: list[Unit], first: int, names: list[Unit]) -> str:
    """The preposition of a group: 由, 在, 来自 …; 与 for every word for with; '' where there is none."""
    p, relative = first - 1, False
    while p >= 0 and (units[p].kind == "r" or is_relative(units, p - 1)):
        relative = relative or units[p].kind != "r"
        p -= 1 if units[p].kind == "r" else 2
        while relative and p > 0 and units[p].kind in "xdqR" and units[p - 1].word in WITH | {"、"}:
            p -= 1  # 与【来云】考察的甲座谈
    if p < 0:
        return ""
    if units[p].kind == "“" and units[p - 1].kind == "p" and p:
        p -= 1  # 为“示范中心”揭牌
    if units[p].kind == "p":
        return units[p].word
    if units[p].word == "来自" and all(u.kind != "P" for u in names):
        return "来自"
    named = p > 0 and (units[p - 1].kind in NAMES or units[p - 1].word.endswith(PLURAL))  # 班子成员与甲参加
    joins = named and not relative
    return "与" if units[p].word in WITH and not joins else ""
