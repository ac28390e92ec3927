"""Clauses: what the people and bodies of a sentence do, read from its trigger verbs.

A sentence becomes units: names (with their posts folded in), trigger verbs, prepositions, commas. Names with
only separators between them are one group, so that a list takes the verb that governs it. Each frame of
`words/triggers.tsv` has one method here that turns a verb with its groups into edges.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from .cast import Member
from .posts import Chunk, Posts, chain_after
from .scene import Scene

NAMES = frozenset("POER")
JOINERS = frozenset(("、", "和", "与", "及", "以及", "暨", "同", "跟"))
WITH = frozenset(("与", "同", "和", "跟"))
STOP = frozenset("。！？\n")
REPRESENTED = re.compile(
    r"^(?:有关|相关|主要|等)*(?:负责人|负责同志|代表|领导|师生|同志|主要负责人|分管负责人|相关人员|人员|专家|嘉宾|工作人员|部门|单位|相关负责人|企业|机构)"
)
BRIDGE = re.compile(
    r"(?:（[^）]*）)?(?:等)?\d*(?:余|多)?[家个所]?(?:单位|企业|机构|院校|高校|学校)?(?:相应|同时|分别|均|还|也|被|正|已|将|拟|于?[^，。；]{0,6}|新|一致|共同)*"
    r"(?:当选|当选为|入选|获选|成为|为|是|任|担任|出任|被选为|被选举为|被推选为|被授予|晋升为|升级为|系|作为|获评|受聘为|续任|推选为|选为)?(?:了|其|该会|联盟|协会|学会|商会|首批|首届|第一届|第二届|的|新一届|中国|常务|[“”])*"
)
ALLIANCE_LINK = re.compile(r"(?:的)?(?:首批|首家|中国|唯一|新任|[^，。；、]{0,4})?")
OTHERS = re.compile(
    r"，[^，]*(?:代表|嘉宾|人员|观众|选手|学生|师生|员工|群众|记者|职工|[\d余多]+(?:名|位|人)|有关负责|负责人)[^，]*$"
)
VISIT = re.compile(r"调研|考察|访问|来访|到访|走访|参观|看望|慰问|检查|指导|会见|拜访|拜会")
APPOSED = re.compile(r"(?:全资|控股|下属)?子公司|旗下|下属|所属")
ORG_SPEAKS = frozenset(
    "致辞 讲话 发言 介绍 演讲 主旨演讲 主题演讲 交流发言 主旨报告 汇报 推介 宣讲 表态发言 典型发言 主题发言".split()
)
RUMOUR = re.compile(r"否认|传闻|谣言|不实|网传|传言|外传|辟谣")
REPORTING = frozenset(("透露", "介绍说", "告诉记者", "称", "感谢"))
TELLING = re.compile(r"[POE].*[VUbpTO]|[VUT].*[POE]")
SAID_AT = re.compile(r"(?:在|于)[^，。]{0,20}(?:上|时|中|会|仪式|现场|台)$|(?:会上|现场|席间|会后|当场)$")
SHARE = re.compile(r"(?:约|近|合计)?(\d+(?:\.\d+)?%)")
SUBSIDIARY = re.compile(
    r"(?:（[^）]*）)?(?:的|其)?(?:全资|控股|参股|下属|二级|境外|海外)?(?:子公司|旗下|下属|所属|附属|直属)(?:的|企业|公司|单位|机构|已有|拥有|设有|有)*[：—-]*|(?:目前)?(?:下设|下辖|旗下已?有|拥有)[^。，；]{0,12}?(?:子公司|企业|机构|公司)?[：]?"
)
BELONGS = re.compile(r"(?:是|为|系)?(?:隶属|隶属于|从属于|归属于|直属于|附属于)")
DOCUMENT_END = re.compile(r"[，。；！？\n]|(?<=[协议书录同约])(?:等|后|，)")
ORGANIZER_UNIT = re.compile(r"(主办|承办|协办|指导|支持|联合主办|联合承办)(?:单位|方)")
SPEECH_OPEN = re.compile(r"[，：“]|:")


LAUNCH_IN_NAME = re.compile(r"(?:首届|第[^届]+届)?“?(?P<body>[^“”]{4,40}?)”?(?:正式)?(?:成立|揭牌|揭幕|挂牌|启用)")


def is_body(scene: Scene, name: str) -> bool:
    """Whether a name ends with the head of an organisation."""
    return any(name[-size:] in scene.lexicon.heads for size in range(1, 8))


@dataclass(frozen=True, slots=True)
class Fact:
    """An edge in the making; `start:end` is its evidence in the clean text."""

    type: str
    source: Member
    target: Member
    properties: tuple[tuple[str, str], ...]
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Unit:
    """One unit of a sentence: a name, a trigger verb or another token. `token` is its last token."""

    kind: str
    start: int
    end: int
    token: int
    member: Member | None = None
    word: str = ""


@dataclass(slots=True)
class Group:
    """Names joined by separators. `preposition` stands before the first; `first:last` are unit indices."""

    units: list[Unit]
    joints: list[str]
    preposition: str
    first: int
    last: int
    attributive: bool = False
    represented: bool = False

    def members(self, kinds: str) -> list[Member]:
        """Its members of these kinds, in order."""
        return [u.member for u in self.units if u.kind in kinds and u.member is not None]


@dataclass(slots=True)
class Clause:
    """A trigger verb with what belongs to it."""

    verb: Unit
    index: int
    subject: Group | None
    before: list[Group]
    after: Group | None
    start: int
    end: int
    status: str
    denied: bool
    inherited: bool = False
    groups: list[Group] = field(default_factory=list)


class Clauses:
    """Reads the facts of one article, sentence by sentence."""

    def __init__(self, scene: Scene, posts: Posts) -> None:
        self.scene = scene
        self.posts = posts
        self.facts: list[Fact] = []
        self.silent: list[tuple[int, int]] = []
        self.speaker: Member | None = None
        self.header = ""
        self.held = any(
            scene.tokens.classes[i] == "V" and scene.lexicon.triggers[scene.tokens.word(i)].frame == "hold"
            for i in range(min(400, len(scene.tokens.classes)))
        )
        self.vacant: tuple[Member, str] | None = None
        self.topic: Member | None = None
        self.event: Member | None = None
        self.signers: list[Member] = []
        self.last_orgs: list[Member] = []
        self.holders: dict[str, Member | None] = {}
        for post in posts.posts:
            for part in post.title.split("、"):
                self.holders[part] = post.person if self.holders.get(part, post.person) is post.person else None

    # --- sentences ---------------------------------------------------------------------------------

    def run(self) -> list[Fact]:
        """All facts of the article."""
        self.launches_in_names()
        classes = self.scene.tokens.classes
        start = 0
        n = len(classes)
        for i in range(n + 1):
            if i == n or classes[i] in STOP or classes[i] == "；":
                if i > start:
                    self.sentence(start, i)
                start = i + 1
        return self.facts

    def launches_in_names(self) -> None:
        """“四川省…联盟”成立仪式: the name of a happening tells what was founded or unveiled there."""
        scene = self.scene
        for i, name in scene.names.items():
            if scene.tokens.classes[i] != "E":
                continue
            surface = scene.text[name.start : name.end]
            for part in surface.split("暨"):
                m = LAUNCH_IN_NAME.match(part)
                if not m or not is_body(scene, m["body"]):
                    continue
                at = name.start + surface.index(part) + m.start("body")
                member = scene.cast.organisation(m["body"], scene.label_of(m["body"]), at)
                scene.mentions.append((member, at, at + len(m["body"])))
                unit = Unit("E", name.start, name.end, i)
                clause = Clause(unit, 0, None, [], None, name.start, name.end, "", False)
                self.add("LAUNCHED_AT", member, scene.events.get(i) or scene.cast.main_event, clause, "launch.named")

    def units(self, first: int, last: int) -> list[Unit]:
        """The units of tokens first..last (exclusive)."""
        scene = self.scene
        tokens, classes = scene.tokens, scene.tokens.classes
        begins = {span[0]: (i, span[1]) for i, span in scene.phrases.items() if first <= span[0] < last}
        units: list[Unit] = []
        i = first
        while i < last:
            if i in begins:
                person, stop = begins[i]
                units.append(Unit("P", tokens.start[i], tokens.end[stop], stop, scene.persons[person]))
                i = stop + 1
                continue
            letter = classes[i]
            unit = Unit(letter, tokens.start[i], tokens.end[i], i, None, tokens.word(i))
            if letter == "O":
                unit.member = scene.organisation_at(i)
                if unit.member is None:
                    unit.kind = "n"
            elif letter == "E":
                unit.member = scene.events.get(i)
            elif letter == "R":
                unit.member = scene.region_at(i)
            elif (
                letter == "T"
                and i + 1 < last
                and classes[i + 1] == "V"
                and len(unit.word) > 2
                and self.holders.get(unit.word)
            ):
                unit.kind, unit.member = "P", self.holders[unit.word]  # 总领事一行
            elif letter == "“":
                close = classes.find("”", i, last)
                if close > 0 and ("，" in classes[i:close] or "。" in classes[i:close] or close - i > 12):
                    unit = Unit("S", tokens.start[i], tokens.end[close], close, None, "")
                    i = close
            elif letter == "（":
                close = classes.find("）", i, last)
                if close > 0:
                    unit = Unit("X", tokens.start[i], tokens.end[close], close, None, "")
                    i = close
            units.append(unit)
            i += 1
        return units

    def grouped(self, units: list[Unit]) -> list[Group]:
        """The groups of a sentence's units."""
        groups: list[Group] = []
        i, n = 0, len(units)
        while i < n:
            if units[i].kind not in NAMES:
                i += 1
                continue
            first = i
            members = [units[i]]
            joints: list[str] = []
            while True:
                j = i + 1
                if j + 1 < n and units[j + 1].kind == "O" and APPOSED.fullmatch(units[j].word) and units[i].kind == "O":
                    members[-1] = units[j + 1]  # A全资子公司B is B
                    i = j + 1
                    continue
                if j < n and units[j].kind == "l" and units[i].kind == "P" and units[j].word.isupper() and len(units[j].word) < 5:
                    j += 1  # MH, BBS behind a name in Hong Kong
                if j < n and units[j].kind == "X":
                    j += 1
                joint = ""
                k = j
                while (
                    k < n
                    and (
                        units[k].word in JOINERS
                        or units[k].kind in "，e "
                        and k + 1 < n
                        or joint
                        and units[k].kind == "r"
                    )
                    and k - j < 4
                ):
                    if units[k].kind == "e" and not (k + 1 < n and units[k + 1].word in JOINERS):
                        break
                    joint = joint + units[k].word
                    k += 1
                if k < n and units[k].kind in NAMES and (joint or units[k].kind == units[i].kind == "R"):
                    if (units[k].kind == "E") != (units[i].kind == "E") or joint[:1] == "，" and (
                        joint[1:] in WITH or (units[i].kind == "R") != (units[k].kind == "R")
                    ):
                        break
                    members.append(units[k])
                    joints.append(joint)
                    i = k
                else:
                    break
            preposition = ""
            p = first - 1
            while p >= 0 and units[p].kind in "r":
                p -= 1
            if p >= 0 and units[p].kind == "p":
                preposition = units[p].word
            elif p >= 0 and units[p].word == "来自" and all(u.kind != "P" for u in members):
                preposition = "来自"
            elif p >= 0 and units[p].word in WITH and (p == 0 or units[p - 1].kind not in NAMES):
                preposition = "与"
            group = Group(members, joints, preposition, first, i)
            nxt = i + 1
            while nxt < n and units[nxt].kind in "Xe":
                nxt += 1
            if nxt < n:
                if units[nxt].word == "的":
                    group.attributive = True
                rest = self.scene.text[units[nxt].start : units[nxt].start + 12]
                if members[-1].kind in "OR" and REPRESENTED.match(rest):
                    group.represented = True
            groups.append(group)
            i += 1
        return groups

    def sentence(self, first: int, last: int) -> None:
        """Read one sentence."""
        scene = self.scene
        text = scene.text
        classes = scene.tokens.classes[first:last]
        if not TELLING.search(classes):
            self.note_header(text[scene.tokens.start[first] : scene.tokens.end[last - 1]])
            return
        units = self.units(first, last)
        start, end = units[0].start, units[-1].end
        sentence = text[start:end]
        if units[0].kind == "S" and len(units) < 3:
            return
        groups = self.grouped(units)
        by_first = {g.first: g for g in groups}
        verbs = [i for i, u in enumerate(units) if u.kind == "V"]
        self.note_header(sentence)
        self.lines(units, groups, sentence)
        previous = -1
        subject: Group | None = None
        speech_from = len(units)
        for order, i in enumerate(verbs):
            if i >= speech_from:
                break
            unit = units[i]
            trigger = scene.lexicon.triggers[unit.word]
            before = [g for g in groups if previous < g.first and g.last < i]
            after = next((g for g in groups if g.first > i), None)
            limit = verbs[order + 1] if order + 1 < len(verbs) else len(units)
            if after is not None and after.first > limit:
                after = None
            candidates = [
                g
                for g in before
                if g.preposition in ("", "由", "联合", "携手", "会同")
                and not (g.attributive and trigger.frame != "speak")
                and not self.is_object(units, g, previous, trigger.frame)
                and g.members("POE" if trigger.frame == "hold" else "POR")
            ]
            before = [g for g in before if not self.is_object(units, g, previous, trigger.frame)]
            own = candidates[-1] if candidates else None
            if (
                trigger.frame in ("speak", "chair", "say", "elect", "meet", "attend")
                and own is not None
                and not own.members("P")
            ):
                own = next(
                    (g for g in reversed(candidates) if g.members("P")), None if trigger.frame == "chair" else own
                )
            inherited = own is None
            chosen = own or subject
            clause = Clause(unit, i, chosen, before, after, 0, 0, "", False, inherited, groups)
            clause.start = units[chosen.first].start if chosen else self.clause_start(units, i)
            clause.end = self.clause_end(units, i, limit)
            self.condition(units, previous, i, clause)
            handler: Callable[[Clause, list[Unit], str], None] | None = getattr(self, f"frame_{trigger.frame}", None)
            if (
                inherited
                and trigger.frame in ("attend", "speak")
                and OTHERS.search(text, units[previous].end if previous >= 0 else start, unit.start)
            ):
                handler = None
            if trigger.frame in ("invest", "sign", "meet", "join") and RUMOUR.search(sentence):
                handler = None
            if handler is not None and not clause.denied:
                handler(clause, units, trigger.role)
            if own is not None and own.members("PO"):
                subject = own
            previous = i
            if trigger.frame == "say" and unit.word not in REPORTING and i + 1 < len(units):
                j = i + 1
                while j < len(units) and units[j].kind in "u":
                    j += 1
                if j < len(units) and units[j].kind in "，：“S:":
                    speech_from = j
                elif unit.word in (
                    "希望",
                    "要求",
                    "强调",
                    "指出",
                    "认为",
                    "呼吁",
                    "建议",
                    "期待",
                    "相信",
                    "期望",
                    "表示",
                    "称",
                    "提出",
                    "勉励",
                    "透露",
                    "坦言",
                ):
                    speech_from = j
        self.copulas(units, groups)
        self.organizer_units(units, groups)
        self.memberships(units, groups)
        self.parts(units, groups)
        first = next((g for g in groups if g.preposition == "" and not g.attributive), None)
        if first is not None and len(first.units) == 1 and first.members("O"):
            self.topic = first.members("O")[0]
        orgs = [m for g in groups for m in g.members("O")]
        if len(orgs) >= 2:
            self.last_orgs = orgs

    def is_object(self, units: list[Unit], group: Group, previous: int, verb: str) -> bool:
        """Whether a group is the object of the verb before it (no comma between)."""
        if previous < 0:
            return False
        frame = self.scene.lexicon.triggers[units[previous].word].frame
        if verb in ("sign", "launch", "unveil") and frame in ("attend", "organize", "lead", "hold"):
            return False  # 共同见证A与B签署
        between = units[previous + 1 : group.first]
        if any(u.kind in "，：" for u in between):
            return False
        return frame in (
            "meet",
            "attend",
            "sign",
            "appoint",
            "remove",
            "visit",
            "hold",
            "speak",
            "chair",
            "unveil",
            "elect",
            "invest",
            "launch",
            "join",
            "organize",
            "say",
            "lead",
        ) and all(u.kind in "uXdnaxlgk" for u in between)

    def clause_start(self, units: list[Unit], i: int) -> int:
        j = i
        while j > 0 and units[j - 1].kind not in "，：":
            j -= 1
        return units[j].start

    def clause_end(self, units: list[Unit], i: int, limit: int) -> int:
        j = i
        while j + 1 < len(units) and units[j + 1].kind not in "，：" and j + 1 < max(limit, i + 1):
            j += 1
        return units[j].end

    def condition(self, units: list[Unit], previous: int, i: int, clause: Clause) -> None:
        """Denied, planned or past: what the adverbs before the verb say."""
        begin = previous + 1
        for j in range(i - 1, begin - 1, -1):
            kind, word = units[j].kind, units[j].word
            if kind == "，" and j < i - 1 and not clause.inherited and clause.subject and clause.subject.last < j:
                pass
            if kind == "z":
                clause.denied = True
            elif kind == "y":
                clause.status = "planned"
            elif word in ("曾", "曾经", "曾于", "此前", "去年", "早在") and not clause.status:
                clause.status = "past"
            if clause.subject is not None and not clause.inherited and j < clause.subject.first - 6:
                break

    # --- helpers -------------------------------------------------------------------------------------

    def add(
        self, type_: str, source: Member | None, target: Member | None, clause: Clause, rule: str, **properties: str
    ) -> None:
        """Keep a fact unless it is known."""
        if source is None or target is None or source is target:
            return
        if clause.status:
            properties["status"] = clause.status
        for fact in self.facts:
            if fact.type == type_ and fact.source is source and fact.target is target:
                if not properties.get("share") or properties.get("share") == dict(fact.properties).get("share"):
                    return
        pairs = tuple((k, v) for k, v in properties.items() if v)
        self.facts.append(Fact(type_, source, target, pairs, clause.start, clause.end, rule))

    def event_of(self, clause: Clause, units: list[Unit]) -> Member | None:
        """The happening that a clause is about: the one it names, or the article's."""
        for j in range(clause.index + 1, len(units)):
            if units[j].kind in "，V：":
                break
            if units[j].kind == "E":
                return units[j].member or self.scene.cast.main_event
        for j in range(clause.index - 1, max(-1, clause.index - 12), -1):
            if units[j].kind == "V":
                break
            if units[j].kind == "E":
                return units[j].member or self.scene.cast.main_event
        return self.event or self.scene.cast.main_event

    def actors(self, clause: Clause) -> list[Member]:
        """The people who do it; where there are none, the bodies."""
        if clause.subject is None:
            return []
        people = clause.subject.members("P")
        return people or clause.subject.members("O")

    def note_header(self, sentence: str) -> None:
        """任命：, 免去：: the lines that follow are appointments or removals."""
        bare = sentence.strip()
        if bare.endswith(("任命：", "任命", "聘任：", "决定任命：")):
            self.header = "appoint"
        elif bare.endswith(("免去：", "免去", "决定免去：", "批准免去：")):
            self.header = "remove"
        elif len(bare) > 60:
            self.header = ""

    # --- frames ----------------------------------------------------------------------------------------

    def frame_speak(self, clause: Clause, units: list[Unit], role: str) -> None:
        subject = clause.subject
        if subject is None:
            return
        people = subject.members("P")
        actors = people or (subject.members("O") if role in ORG_SPEAKS and not subject.represented else [])
        event = self.event_of(clause, units)
        if event is None:
            return
        for actor in actors:
            self.add("SPOKE_AT", actor, event, clause, "speak.list" if len(actors) > 1 else "speak.one", role=role)

    def frame_chair(self, clause: Clause, units: list[Unit], role: str) -> None:
        nxt = units[clause.index + 1] if clause.index + 1 < len(units) else None
        if nxt is not None and nxt.word in ("工作", "人", "日常"):
            return
        subject = clause.subject
        if subject is None:
            return
        event = self.event_of(clause, units)
        for actor in subject.members("P"):
            self.add("SPOKE_AT", actor, event, clause, "speak.chair", role="主持")

    def frame_say(self, clause: Clause, units: list[Unit], role: str) -> None:
        subject = clause.subject
        if subject is None or clause.inherited:
            return
        people = subject.members("P")
        if not people:
            return
        self.speaker = people[-1]
        text = self.scene.text
        if self.scene.cast.main_event is not None and self.held and len(people) == 1:
            event = self.event_of(clause, units)
            self.add("SPOKE_AT", self.speaker, event, clause, "speak.say", role=clause.verb.word)
        elif SAID_AT.search(text, units[subject.last].end, clause.verb.start) or SAID_AT.search(
            text, units[0].start, units[subject.first].start
        ):
            event = self.event_of(clause, units)
            if event is not None:
                self.add("SPOKE_AT", self.speaker, event, clause, "speak.say", role="讲话")

    def frame_attend(self, clause: Clause, units: list[Unit], role: str) -> None:
        i = clause.index
        event = self.event_of(clause, units)
        if event is None:
            return
        # 参加会议的还有A、B: the list stands behind
        window = units[i + 1 : i + 9]
        for offset, unit in enumerate(window):
            if unit.word == "的" and any(u.kind == "b" for u in window[offset + 1 : offset + 6]):
                group = next((g for g in clause.groups if g.first > i + offset + 1), None)
                if group is not None:
                    clause.start, clause.end = units[i].start, units[group.last].end
                    for actor in group.members("PO"):
                        self.add("ATTENDED", actor, event, clause, "attend.behind")
                return
            if unit.kind in "，V":
                break
        subject = clause.subject
        if clause.verb.word == "陪同":
            near = [g for g in clause.before if g.preposition in ("在", "由", "") and g.members("P")]
            subject = near[-1] if near else subject
        came = [g for g in clause.before if g.preposition == "来自" and g.members("O")]
        for group in came:
            for actor in group.members("O"):
                self.add("ATTENDED", actor, event, clause, "attend.from")
        if came and not [g for g in clause.before if g.members("P")]:
            return
        if subject is None or (clause.inherited and clause.verb.word in ("见证", "参与") and not subject.members("P")):
            return
        if clause.verb.word == "参与" and not subject.members("P"):
            return
        for actor in subject.members("PO"):
            self.add("ATTENDED", actor, event, clause, "attend.list" if len(subject.units) > 1 else "attend.one")

    def frame_lead(self, clause: Clause, units: list[Unit], role: str) -> None:
        subject = clause.subject
        event = self.event_of(clause, units)
        if subject is None or event is None:
            return
        if clause.verb.word == "一行" and clause.inherited:
            return
        for actor in subject.members("P"):
            self.add("ATTENDED", actor, event, clause, "attend.lead")
        if clause.after is not None:
            for actor in clause.after.members("P"):
                self.add("ATTENDED", actor, event, clause, "attend.follow")

    def frame_visit(self, clause: Clause, units: list[Unit], role: str) -> None:
        """A赴B调研: where a visit that the article reports took place."""
        event = self.scene.cast.main_event
        if event is None or not VISIT.search(event.name):
            return
        places = [
            g for g in clause.before if g.preposition in ("赴", "到", "来", "在", "前往", "深入") and g.members("R")
        ]
        if (
            not places
            and clause.after is not None
            and clause.after.members("R")
            and clause.after.first == clause.index + 1
        ):
            places = [clause.after]
        if places:
            self.add("HELD_IN", event, places[0].members("R")[-1], clause, "held.visit")

    def frame_organize(self, clause: Clause, units: list[Unit], role: str) -> None:
        text = self.scene.text
        following = text[clause.verb.end : clause.verb.end + 2]
        if following in ("单位",) or following.startswith("方"):
            return
        places = ("由", "", "在") if role in ("指导", "支持") else ("由", "")
        groups = [g for g in clause.before if g.preposition in places and g.members("OR") and not g.members("P")]
        if role in ("指导", "支持"):
            groups = [g for g in groups if g.preposition in ("由", "在") or self.after_organizer(units, clause.index)]
        if not groups:
            return
        group = groups[-1]
        if group.attributive and group.preposition != "在":
            return
        event = self.event_of(clause, units)
        clause.start = units[group.first].start
        for actor in group.members("OR"):
            self.add("ORGANIZED", actor, event, clause, "organize", role=role)

    def after_organizer(self, units: list[Unit], i: int) -> bool:
        """Whether another organizing verb stands in the sentence."""
        return any(
            u.kind == "V" and j != i and self.scene.lexicon.triggers[u.word].role in ("主办", "承办", "协办")
            for j, u in enumerate(units)
        )

    def organizer_units(self, units: list[Unit], groups: list[Group]) -> None:
        """A为指导单位, 主办单位：A、B."""
        text = self.scene.text
        for i, unit in enumerate(units):
            m = ORGANIZER_UNIT.match(text, unit.start)
            if not m or unit.kind not in "VnxO":
                continue
            event = self.event or self.scene.cast.main_event
            near = [
                g
                for g in groups
                if g.last < i
                and i - g.last <= 3
                and any(u.word in ("为", "是", "任", "作为", "担任") for u in units[g.last + 1 : i])
            ]
            rest = text[m.end() : m.end() + 2]
            if not near and (rest[:1] in "：:" or rest[:1] in "为是"):
                near = [g for g in groups if g.first > i][:1]
            if near:
                clause = Clause(unit, i, near[-1], [], None, units[near[-1].first].start, m.end(), "", False)
                for actor in near[-1].members("OR"):
                    self.add("ORGANIZED", actor, event, clause, "organize.unit", role=m[1].removeprefix("联合"))

    def frame_hold(self, clause: Clause, units: list[Unit], role: str) -> None:
        i = clause.index
        event: Member | None = None
        named_after = False
        for j in range(i + 1, min(len(units), i + 8)):
            if units[j].kind in "，V：":
                break
            if units[j].kind == "E":
                event, named_after = units[j].member or self.scene.cast.main_event, True
                break
        if event is None:
            for group in reversed(clause.before):
                if group.members("E") or any(u.kind == "E" for u in group.units):
                    event = next((u.member for u in group.units if u.kind == "E"), None) or self.scene.cast.main_event
                    break
        if event is None:
            return
        for group in reversed(clause.before):
            regions = group.members("R")
            if (
                regions
                and group.preposition in ("在", "于", "到", "赴", "假")
                or regions
                and all(u.kind == "R" for u in group.units)
                and not named_after
            ):
                clause.start = self.clause_start(units, i)
                self.add("HELD_IN", event, regions[-1], clause, "held.in")
                break
            venue = group.units[0]
            if venue.kind == "O" and group.preposition in ("在", "于", "假") and not named_after:
                inside, rest = self.scene.cast.split_regions(self.scene.text[venue.start : venue.end])
                if inside and rest:
                    clause.start = self.clause_start(units, i)
                    self.add("HELD_IN", event, self.scene.region_member(inside[-1]), clause, "held.venue")
                break
        if named_after and role == "举办" and clause.subject is not None and not clause.subject.represented:
            for actor in clause.subject.members("O"):
                self.add("ORGANIZED", actor, event, clause, "organize.hold", role=clause.verb.word)

    def frame_sign(self, clause: Clause, units: list[Unit], role: str) -> None:
        scene = self.scene
        i = clause.index
        document = self.document(units, i)
        if clause.verb.word in ("达成", "签", "签下") and not re.search(r"协议|合作|备忘录|合同|意向|约", document):
            return
        left: list[Member] = []
        right: list[Member] = []
        start = clause.verb.start
        whole: Group | None = None
        for group in clause.before:
            if group.attributive and group.preposition not in ("与",):
                continue
            parties = self.parties(group)
            if not parties:
                continue
            if group.preposition == "与":
                right = parties
                start = min(start, units[group.first].start)
            elif group.preposition in ("", "由", "联合", "携手"):
                if group.represented and group.members("P"):
                    continue
                whole = group
                left = parties
                start = min(start, units[group.first].start)
        if right and not left and clause.subject is None and self.topic is not None:
            left = [self.topic]
        if not left and clause.subject is not None and clause.inherited:
            whole = clause.subject if right else None
            left = (self.sides(clause.subject)[0] or self.parties(clause.subject)) if right else []
        if not right and whole is not None:
            left, right = self.sides(whole)
        if not right and clause.after is not None and clause.after.preposition == "与":
            right = self.parties(clause.after)
        together = bool(re.search(r"共同|三方|四方|五方|联合签", scene.text[start : clause.end]))
        clause.start = start
        pairs: list[tuple[Member, Member]] = []
        if right and not (together and whole is not None and len(left) + len(right) > 2):
            pairs = [(a, b) for a in left for b in right]
        else:
            pairs = list(combinations([*left, *right], 2))
        if (
            not pairs
            and not left
            and re.search(r"双方|两校|两会|校企", scene.text[self.clause_start(units, i) : clause.verb.end])
            and len(self.last_orgs) >= 2
        ):
            pairs = [(self.last_orgs[0], self.last_orgs[1])]
            clause.start = self.clause_start(units, i)
        for a, b in pairs:
            self.add("SIGNED_WITH", a, b, clause, "sign.cross" if right else "sign.pairs", document=document)

    def parties(self, group: Group) -> list[Member]:
        """Who signs: the bodies and regions of a group; where it has only people, their bodies."""
        bodies = group.members("OR")
        if bodies:
            return bodies
        found: list[Member] = []
        for person in group.members("P"):
            body = next((p.body for p in self.posts.posts if p.person is person and p.body is not None), None)
            if body is not None and body not in found:
                found.append(body)
        return found

    def sides(self, group: Group) -> tuple[list[Member], list[Member]]:
        """A与B、C → A | B, C; A、B和C → all on one side."""
        split = -1
        for j, joint in enumerate(group.joints):
            if joint in ("与", "同", "跟"):
                split = j
                break
        if split < 0 and len(group.joints) > 1 and group.joints[0] == "和" and all(x != "和" for x in group.joints[1:]):
            split = 0
        if split < 0:
            return self.parties(group), []
        left = Group(group.units[: split + 1], [], "", 0, 0)
        right = Group(group.units[split + 1 :], [], "", 0, 0)
        return self.parties(left), self.parties(right)

    def document(self, units: list[Unit], i: int) -> str:
        """What was signed: the words behind the verb."""
        text = self.scene.text
        begin = units[i].end
        while text[begin : begin + 1] in "了下":
            begin += 1
        m = DOCUMENT_END.search(text, begin)
        return text[begin : m.start() if m else min(len(text), begin + 40)].strip("《》 ")[:60]

    def frame_meet(self, clause: Clause, units: list[Unit], role: str) -> None:
        subject = clause.subject
        event = self.scene.cast.main_event
        if event is not None and VISIT.search(event.name):
            place = next((g for g in clause.before if g.preposition == "在" and g.members("R")), None)
            if place is not None:
                self.add("HELD_IN", event, place.members("R")[-1], clause, "held.meet")
        if subject is None:
            return
        hosts = subject.members("P")
        guests: list[Member] = []
        if clause.after is not None and not any(u.kind == "，" for u in units[clause.index + 1 : clause.after.first]):
            guests = clause.after.members("P")
        with_group = next((g for g in clause.before if g.preposition == "与"), None)
        if not guests and with_group is not None:
            guests = with_group.members("P")
        if not guests and not clause.inherited:
            left, right = self.people_sides(subject)
            hosts, guests = left, right
        for host in hosts:
            for guest in guests:
                self.add("MET_WITH", host, guest, clause, "meet")

    def people_sides(self, group: Group) -> tuple[list[Member], list[Member]]:
        for j, joint in enumerate(group.joints):
            if joint in ("与", "同", "跟", "和"):
                left = [u.member for u in group.units[: j + 1] if u.kind == "P" and u.member]
                right = [u.member for u in group.units[j + 1 :] if u.kind == "P" and u.member]
                return left, right
        return [], []

    def frame_launch(self, clause: Clause, units: list[Unit], role: str) -> None:
        text = self.scene.text
        if text[clause.verb.end : clause.verb.end + 1] in "于以" or text[clause.verb.end : clause.verb.end + 2] in (
            "以来",
            "之初",
            "年限",
        ):
            return
        event = self.event_of(clause, units)
        if event is None:
            return
        targets: list[Member] = []
        i = clause.index
        if clause.after is not None and all(u.kind in "u“kl" for u in units[i + 1 : clause.after.first]):
            targets = clause.after.members("O")
        elif (
            clause.before
            and all(u.kind in "d”uq" for u in units[clause.before[-1].last + 1 : i])
            and not clause.before[-1].preposition
        ):
            targets = clause.before[-1].members("O")
        for target in targets:
            if len(target.name) > 3:
                clause.start = min(clause.start, units[i].start)
                self.add("LAUNCHED_AT", target, event, clause, "launch")

    def frame_unveil(self, clause: Clause, units: list[Unit], role: str) -> None:
        event = self.event_of(clause, units)
        if event is None:
            return
        i = clause.index
        group = next((g for g in reversed(clause.before) if g.preposition == "为" and g.members("O")), None)
        if group is None and clause.before and all(u.kind in "d”uqRp" for u in units[clause.before[-1].last + 1 : i]):
            near = clause.before[-1]
            group = near if near.members("O") and near.preposition in ("",) else None
        if group is not None and clause.verb.word != "授牌":
            for target in group.members("O"):
                self.add("LAUNCHED_AT", target, event, clause, "launch.unveil")

    def frame_elect(self, clause: Clause, units: list[Unit], role: str) -> None:
        """A任B理事长; A、B当选副会长单位."""
        scene = self.scene
        unit = clause.verb
        subject = clause.subject
        if subject is None:
            return
        people = subject.members("P")
        if not people:
            return
        token = unit.token + 1
        classes = scene.tokens.classes
        while token < len(classes) and (classes[token] in "ud" or scene.tokens.word(token) == "为"):
            token += 1
        limit = units[-1].token + 1
        chunks, _ = chain_after(scene, token, limit)
        if not chunks and subject.preposition == "由" and subject.first > 1:  # 秘书长续由某某担任
            k = subject.first - 2
            while k > 0 and units[k].kind in "d":
                k -= 1
            if units[k].kind == "T":
                body = scene.body_for(units[k].word, unit.start, 0)
                for person in people:
                    self.posts.post(person, body, units[k].word, clause.status, units[k].start, unit.end, "post.elected")
        if not chunks and self.vacant is not None and unit.word in ("接任", "继任", "接替"):
            body, title = self.vacant
            for person in people:
                self.posts.post(person, body, title, clause.status, clause.start, clause.end, "post.succeeded")
        self.appointed(people, chunks, clause, role, "post.elected")

    def appointed(self, people: list[Member], chunks: list[Chunk], clause: Clause, status: str, rule: str) -> None:
        """Give people the posts of the chunks."""
        body: Member | None = None
        for number, chunk in enumerate(chunks):
            target = self.posts.target(chunk, body, None, number)
            body = target or body
            for person in people:
                if target is None:
                    continue
                if "past" in (chunk.status, status):
                    self.vacant = (target, chunk.title)
                self.posts.post(
                    person,
                    target,
                    chunk.title,
                    chunk.status or status or clause.status,
                    clause.start,
                    self.scene.tokens.end[chunk.last],
                    rule,
                )

    def alliance(self, units: list[Unit], clause: Clause) -> Member | None:
        """The association that an election is about: named in the sentence, else the last one before."""
        for unit in reversed(units[: clause.index]):
            if (
                unit.kind == "O"
                and unit.member is not None
                and unit.member.label == "Association"
                and (clause.subject is None or unit not in clause.subject.units)
            ):
                return unit.member
        return self.scene.body_for("理事长", clause.verb.start, 0)

    def frame_appoint(self, clause: Clause, units: list[Unit], role: str) -> None:
        """聘任A为B院长; 选举A为会长."""
        after = clause.after
        if after is None or not after.members("P"):
            return
        j = after.last + 1
        if j < len(units) and units[j].word in ("为", "担任", "任", "出任"):
            chunks, _ = chain_after(self.scene, units[j].token + 1, units[-1].token + 1)
            clause.end = self.scene.tokens.end[chunks[-1].last] if chunks else clause.end
            self.appointed(
                after.members("P"), chunks, clause, "planned" if clause.verb.word == "提名" else "", "post.appointed"
            )

    def frame_remove(self, clause: Clause, units: list[Unit], role: str) -> None:
        """A不再担任B院长; 免去A的B院长职务; A辞去C职务."""
        people = clause.subject.members("P") if clause.subject else []
        token = clause.verb.token + 1
        if clause.after is not None and clause.after.members("P") and clause.verb.word in ("免去", "罢免"):
            people = clause.after.members("P")
            token = units[clause.after.last].token + 1
        classes = self.scene.tokens.classes
        while token < len(classes) and classes[token] in "u":
            token += 1
        chunks, _ = chain_after(self.scene, token, units[-1].token + 1)
        for chunk in chunks:
            chunk.status = "past"
        self.appointed(people, chunks, clause, "past", "post.removed")

    def memberships(self, units: list[Unit], groups: list[Group]) -> None:
        """A、B当选副会长单位; A是B理事单位; 吸收A、B为会员单位."""
        for i, unit in enumerate(units):
            if unit.kind != "U":
                continue
            near = [g for g in groups if g.last < i]
            if not near:
                continue
            group, alliance = near[-1], None
            link = self.scene.text[units[group.last].end : unit.start]
            if len(group.units) == 1 and len(near) > 1 and (not link or ALLIANCE_LINK.fullmatch(link)):
                before = near[-2]
                bridge = self.scene.text[units[before.last].end : units[group.first].start]
                if BRIDGE.fullmatch(bridge):
                    alliance, group, link = group.members("O")[:1], before, bridge
            if alliance is None and not BRIDGE.fullmatch(link):
                continue
            found = alliance[0] if alliance else self.alliance(units[: group.first], unit.start)
            clause = Clause(unit, i, group, [], None, units[group.first].start, unit.end, "", False)
            self.condition(units, -1, i, clause)
            if clause.denied or found is None:
                continue
            for body in group.members("O"):
                self.add("MEMBER_OF", body, found, clause, "member.grade", title=unit.word)

    def alliance(self, units: list[Unit], position: int) -> Member | None:
        """The association that a membership is about: named before in the sentence, else the last one."""
        for unit in reversed(units):
            if unit.kind == "O" and unit.member is not None and unit.member.label == "Association":
                return unit.member
        return self.scene.body_for("理事长", position, 0)

    def frame_invest(self, clause: Clause, units: list[Unit], role: str) -> None:
        """A持股55%; A持有B 30%的股份; A收购B; 由A领投; B由A与C合资设立."""
        text, i = self.scene.text, clause.index
        investors: list[Member] = []
        start = clause.verb.start
        own = [
            g
            for g in clause.before
            if g.members("PO") and not g.attributive and g.preposition in ("", "由", "被", "与", "联合")
        ]
        target: Member | None = None
        for group in own:
            if group.preposition == "被" or (
                group.preposition == "由" and own[0] is not group and role in ("合资", "设立")
            ):
                if own[0] is not group:
                    target = own[0].members("O")[-1] if own[0].members("O") else None
                investors = group.members("PO")
                start = units[group.first].start
        if not investors and own:
            investors = own[-1].members("PO")
            start = units[own[-1].first].start
        if not investors and clause.subject is not None and clause.inherited and role not in ("入股",):
            investors = clause.subject.members("PO")
        if not investors and clause.verb.word == "认购":
            last = next((g for g in reversed(clause.groups) if g.last < i and g.members("O")), None)
            investors = last.members("O") if last else []
        toward = next(
            (g for g in reversed(clause.before) if g.preposition in ("对", "向", "为") and g.members("O")), None
        )
        if target is None and toward is not None:
            target = toward.members("O")[-1]
        if (
            target is None
            and clause.after is not None
            and clause.after.members("O")
            and not any(u.kind in "，V" for u in units[i + 1 : clause.after.first])
        ):
            target = clause.after.members("O")[0]
        if clause.verb.word == "设立" and (
            target is None or target.label not in ("Company", "Institute", "Association")
        ):
            return
        if target is None:
            target = self.holding(investors, units, i, clause)
        elif role in ("设立", "合资", "收购", "入股"):
            self.scene.founded = target
        if target is None:
            return
        clause.start = start
        shares = SHARE.findall(text[clause.verb.end : units[-1].end]) if role in ("持股", "入股", "收购") else []
        for number, investor in enumerate(investors):
            share = (
                shares[number] if len(shares) >= len(investors) and len(investors) > 1 else shares[0] if shares else ""
            )
            if investor is not target:
                self.add(
                    "INVESTED_IN",
                    investor,
                    target,
                    clause,
                    "invest." + (role and "share" if shares else "deal"),
                    kind=role,
                    share=share,
                )

    def holding(self, investors: list[Member], units: list[Unit], i: int, clause: Clause) -> Member | None:
        """The company that a share without an object is of: founded just before, or the article's own."""
        first = next((u for u in units[:i] if u.kind in "PO" and u.member is not None), None)
        if (
            first is not None
            and first.kind == "O"
            and first.member not in investors
            and first.member is not None
            and first.member.label == "Company"
        ):
            j = units.index(first)
            if (
                not any(u.kind == "V" for u in units[:j])
                and (j == 0 or units[j - 1].word != "由")
                and not (j + 1 < len(units) and units[j + 1].word in JOINERS)
            ):
                return first.member
        if self.scene.founded is not None and self.scene.founded not in investors:
            return self.scene.founded
        if units[i].word in ("出资", "增资", "注资", "设立", "合资", "投资"):
            return None
        companies = [m for m in self.scene.cast.members.values() if m.label == "Company" and m not in investors]
        return max(companies, key=lambda m: sum(m.surfaces.values()), default=None)

    def parts(self, units: list[Unit], groups: list[Group]) -> None:
        """A的全资子公司B; A旗下有B、C; B隶属于A."""
        text = self.scene.text
        bodies = [(g, u) for g in groups for u in g.units if u.kind == "O" and u.member is not None]
        for _, body in bodies:
            if text[: body.start].endswith(("全资子公司", "控股子公司")) and not any(b.end >= body.start - 8 for _, b in bodies if b.end < body.start):
                owner = self.topic or self.scene.dominant("Company")
                clause = Clause(body, 0, None, [], None, body.start - 5, body.end, "", False)
                self.add("PART_OF", body.member, owner, clause, "part.said")
        for (_, a), (group, b) in zip(bodies, bodies[1:], strict=False):
            between = text[a.end : b.start]
            clause = Clause(a, 0, None, [], None, a.start, b.end, "", False)
            if SUBSIDIARY.fullmatch(between):
                self.add("PART_OF", b.member, a.member, clause, "part.said")
                if between.endswith(("有", "：", "设", "辖")):
                    for other in group.units:
                        if other.member is not b.member and other.kind == "O" and other.start > b.start:
                            self.add("PART_OF", other.member, a.member, clause, "part.said")
            elif BELONGS.fullmatch(between):
                self.add("PART_OF", a.member, b.member, clause, "part.said")
            elif between == "的" and text[a.start - 4 : a.start].endswith(("隶属", "隶属于", "所属", "下属")):
                self.add("PART_OF", b.member, a.member, clause, "part.said")

    def copulas(self, units: list[Unit], groups: list[Group]) -> None:
        """A……，还是B的教授: a post behind a copula that stands away from its subject."""
        subject = next((g for g in groups if g.members("P") and g.preposition == "" and not g.attributive), None)
        if subject is None:
            return
        for j in range(subject.last + 2, len(units) - 1):
            if (
                units[j].word in ("是", "为", "现为")
                and units[j + 1].kind == "O"
                and not any(u.kind in "zP" for u in units[subject.last + 1 : j])
            ):
                chunks, _ = chain_after(self.scene, units[j].token + 1, units[-1].token + 1)
                clause = Clause(units[j], j, subject, [], None, units[subject.first].start, units[-1].end, "", False)
                if len(subject.members("P")) == 1:
                    self.appointed(subject.members("P"), [c for c in chunks if c.body >= 0], clause, "", "post.copula")

    def lines(self, units: list[Unit], groups: list[Group], sentence: str) -> None:
        """Lines of an appointment list: A为B局长 / A的B局长职务."""
        scene = self.scene
        for group in groups:
            people = group.members("P")
            j = group.last + 1
            k = group.first - 1
            if people and k > 0 and units[k].word in ("为", "是", "分别是", "分别为"):
                k -= 1
                while k > 0 and units[k].kind in "d，":
                    k -= 1
                if units[k].kind == "T" and units[k].word not in ("代表", "领导"):  # 会长为某某
                    body = next((u.member for u in reversed(units[:k]) if u.kind == "O"), None) or scene.body_for(units[k].word, units[k].start, 0)
                    for person in people:
                        self.posts.post(person, body, units[k].word, "", units[k].start, units[group.last].end, "post.copula")
            if not people or j >= len(units):
                continue
            clause = Clause(
                units[group.first], group.first, group, [], None, units[group.first].start, units[-1].end, "", False
            )
            while j < len(units) and units[j].kind in "elkmxXT" and j < group.last + 6:
                j += 1  # 等10余位教师
            if j >= len(units):
                continue
            if units[j].word in ("为", "是", "系", "现为") and group.preposition == "":
                chunks, stop = chain_after(scene, units[j].token + 1, units[-1].token + 1)
                if chunks:
                    self.appointed(people, chunks, clause, "", "post.copula")
            elif (
                units[j].word == "的"
                and sentence.rstrip("；。").endswith("职务")
                and (self.header == "remove" or "免去" in sentence)
            ):
                chunks, _ = chain_after(scene, units[j].token + 1, units[-1].token + 1)
                for chunk in chunks:
                    chunk.status = "past"
                self.appointed(people, chunks, clause, "past", "post.removed")
