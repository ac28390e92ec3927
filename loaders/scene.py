"""What the phases know of one article while they read it: tokens with names, and who they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .bodies import BodyName
from .cast import ACADEMY, BRANCHES, LEVEL_WORDS, PUNCTUATION, YOUTH, Cast, Member, is_level
from .lexicon import Lexicon, Region
from .phrases import any_of, phrases
from .tokens import LATIN, Tokens

INDEPENDENT = tuple(phrases("independent"))
OWN_FORMS = phrases("own_school")
OWN_GROUP = ("集团公司", "集团")  # how a group that publishes a page names itself on it
OWN_BODIES = phrases("own_body")
OWN_LABELS = {"会": "Association", "司": "Company", "行": "Company"}
OWN_FORM = re.compile("[我本]校|(?<![大中小])学校(?![区园长])")
OWN_SCHOOL = re.compile(any_of("own_page_says"))
# behind a body: its people have come to visit
VISITOR = re.compile("[^，。；！？\n]{0,30}(?:一行[^，。；！？\n赴]{0,6}(?:来|到访|莅临)|来访|到访)")
OWNER = re.compile("的?(?:全资|控股|下属)(?:子|孙)?公司")  # behind the parent of the company that is spoken of
FOUNDING = re.compile("创始人|CEO|董事长|总裁")
CORPORATE = re.compile(any_of("corporate"))
REFERRED = {
    **dict.fromkeys(("该校", "该学校"), "School"),
    **dict.fromkeys(("该公司", "该集团", "该企业", "该行"), "Company"),
    **dict.fromkeys(("该院", "该研究院", "该所"), "Institute"),
    **dict.fromkeys(("该联盟", "该协会", "该商会", "该学会"), "Association"),
    **dict.fromkeys(("该省", "该市", "该县", "该区", "该州", "该旗", "该镇", "该乡"), "Region"),
}
ZONES = {
    "经开区": ("经开区", "经济技术开发区", "经济开发区"),
    "高新区": ("高新区", "高新技术产业开发区", "高新技术开发区"),
    "开发区": ("开发区",),
    "新区": ("新区",),
    "园区": ("园区",),
}
ZONE_BODY = re.compile(f"(?P<zone>{'|'.join(ZONES)})(?:管委会|管理委员会)")
DEPARTMENTAL = phrases("fields")
GROUP_NAME = re.compile("集团(?:股份|有限|责任|控股)*(?:总?公司)?$")
BANK = re.compile("银行|信用社|[农工建中交]行|分行|支行")
SECTION = re.compile(
    "^(?:【[^】\\n]{1,12}】|[★●■◆▶▍◎☆]|(?:动态|简讯|要闻)[一二三四五六七八九])", re.M
)  # begins a report of several
SEATS = ("总部", "分部", "本部")  # where a body sits, and no name of it
OFFICE = re.compile("..[处科部]$")
ROOM = re.compile("[处科部室办组庭]$")
PLACELESS = re.compile("中共([省市县区州旗])委员会")  # on a page that does not say of which county
STANDING = phrases("mass_organisations")
COURTS = ("法院", "检察院")
SPECIAL = tuple(phrases("of_special_regions"))
PARTY_ORGANS = ("党委", "党组", "党总支", "党支部", "总支", "支部")  # any body has them
OF_ITS_OWN = ("School", "Company", "Institute", "Association")  # labels of bodies whose 工会 or 纪委 is no place's
OF_SCHOOL = tuple(phrases("of_school"))
NAMED_BY_PLACE = phrases("named_by_place")
LATIN_FORM = re.compile(r"(?:Limited|Ltd\.?|Inc\.?|GmbH|Corp\.?|LLC|PLC)$")
LOOSE_TAILS = phrases("loose_tails")
LATIN_WORD = re.compile(f"[A-Z][{LATIN}]{{2,}}")
BRAND_HEADS = ("公司", "集团", "中学", "小学", "医院")
OPENINGS = "，。、；：（“\n 与和及由在向对是"  # what a name stands behind
OVERSEAS = ("71", "81", "82")  # codes of Taiwan, Hong Kong and Macao
OF_ZONE = ("区工委", "区党工委", "区管委会")  # those of the zone that was named, if one was
INSTITUTES = ("研究院", "研究所", "实验室", "研究中心")
LIMITED = re.compile("(?:股份|责任)?有限(?:责任)?公司$")
FACULTIES = ("学院", "研究生院")


def own_label(form: str) -> str:
    """The label of what 我会, 我院 is."""
    return OWN_LABELS.get(form[-1], "Institute")


def independent(name: str, lexicon: Lexicon) -> bool:
    """Whether a school is none of another's: a bare 学院 behind a subject (水声学院) is."""
    core = name.removesuffix("学院")
    if any(region.level == "prefecture" for region in lexicon.regions.get(core, ())):
        return True
    return core == name or name in lexicon.bodies or any(name[k:] in lexicon.heads for k in range(len(core)))


@dataclass(slots=True)
class Scene:
    """The state of reading. `persons`, `names`, `events` lead from a token to what it names.

    `sequence`: the happenings that are told one after the other, each from the token on that says where it was held.
    """

    text: str
    tokens: Tokens
    lexicon: Lexicon
    cast: Cast
    persons: dict[int, Member | None] = field(default_factory=dict[int, Member | None])
    names: dict[int, BodyName] = field(default_factory=dict[int, BodyName])
    organisations: dict[int, Member] = field(default_factory=dict[int, Member])
    events: dict[int, Member | None] = field(default_factory=dict[int, Member | None])
    phrases: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    mentions: list[tuple[Member, int, int]] = field(default_factory=list[tuple[Member, int, int]])
    towns: dict[str, Region] = field(default_factory=dict[str, Region])
    founded: Member | None = None
    counts: dict[str, int] = field(default_factory=dict[str, int])
    weights: dict[tuple[str, str, int], int] = field(default_factory=dict[tuple[str, str, int], int])
    nested: list[tuple[BodyName, str, Member]] = field(default_factory=list[tuple[BodyName, str, Member]])
    gathered: bool = False
    sequence: list[tuple[int, Member]] = field(default_factory=list[tuple[int, Member]])

    # --- sections -------------------------------------------------------------------------------------

    def section(self, position: int) -> tuple[int, int]:
        """Where the part of a page of several reports begins and ends that holds a position; the whole of another."""
        starts = [m.start() for m in SECTION.finditer(self.text)]
        if len(starts) < 2:
            return 0, len(self.text)
        begin = max((start for start in starts if start <= position), default=0)
        return begin, next((start for start in starts if start > position), len(self.text))

    def is_told_there(self, event: Member, token: int) -> bool:
        """Whether the part of the page that holds a token names a happening, or the page is but one report."""
        begin, end = self.section(self.tokens.start[token])
        return (begin, end) == (0, len(self.text)) or any(s in self.text[begin:end] for s in event.surfaces)

    # --- organisations ----------------------------------------------------------------------------

    def organisation_at(self, i: int, parent: Member | None = None, create: bool = False) -> Member | None:
        """Who the organisation token i is. A bare department belongs to `parent`, a bare 公司 points back.

        Without `create` a name without a core makes no new node: only a post does.
        """
        found = self.organisations.get(i)
        if found is not None:
            return found
        name = self.names.get(i)
        if name is None:
            return None
        surface = name.means or self.text[name.start : name.end]
        if surface == "所" and name.generic and self.text.endswith("我", 0, name.start):
            surface = "我所"
        member: Member | None = None
        if name.generic:
            member = self.generic(name, surface, parent or self.listed_before(i), create)
        else:
            branch = self.branch_of(surface, parent) if self.is_branch(surface) else None
            member = branch or self.cast.organisation(surface, name.label, name.start)
            self.nested.append((name, surface, member))
            if self.gathered:
                self.nest_all()
        if member is not None:
            self.organisations[i] = member
            member.sure = member.sure or self.is_sure(name, member)
            start = name.start
            if name.generic and self.text.startswith("该", start - 1):
                start, surface = start - 1, "该" + surface
            member.use(surface)
            self.mentions.append((member, start, name.end))
        return member

    def is_branch(self, surface: str) -> bool:
        """Whether a name has no more than a place and what it is: 遵义分行."""
        return surface.endswith(BRANCHES) and self.cast.split_regions(surface)[1] in BRANCHES

    def branch_of(self, surface: str, owner: Member | None) -> Member | None:
        """遵义分行 is the one that the text names with its bank; behind a post at a bank, a branch of that bank."""
        named = [m for m in self.cast.members.values() if m.label == "Company" and m.name.endswith(surface)]
        if len(named) == 1 or owner is None or owner.label != "Company":
            return named[0] if len(named) == 1 else None
        if owner.name.endswith(BRANCHES) and owner.parent is not None:
            owner = owner.parent
        full = LIMITED.sub("", owner.name) + surface
        member = self.cast.members.get(full) or self.cast.member(full, "Company", full)
        member.parent = owner
        return member

    def listed_before(self, i: int) -> Member | None:
        """The agency before a standard department in a list: whose place that has too (某县审计局、民政局)."""
        if i < 2 or self.tokens.classes[i - 2 : i] != "Oc" or self.tokens.word(i) not in self.lexicon.departments:
            return None
        before = self.organisations.get(i - 2)
        return before if before is not None and before.label == "Agency" and before.region is not None else None

    def is_sure(self, name: BodyName, member: Member) -> bool:
        """Whether a name can be nothing but a name, so that it is a node though nothing is said of it."""
        lexicon = self.lexicon
        if name.generic:  # 市政府 in an article of that city; other bodies bear the name in Hong Kong
            region = member.region
            form = self.text[name.start : name.end]
            bare = form == "政府"  # 使政府信任
            mass = YOUTH.match(form) is not None or (form[0] in "省市县区" and form[1:] in STANDING)
            standing = member.label == "Agency" or mass
            return standing and region is not None and region.code[:2] not in OVERSEAS and not bare
        head = lexicon.heads.get(name.head)
        if LATIN_FORM.search(name.head) or name.head in lexicon.bodies or name.head in lexicon.departments:
            return True
        return (head is not None and not head.weak) or self.is_placed(name) or self.is_brand(name)

    def is_placed(self, name: BodyName) -> bool:
        """Whether a place, or a known body, begins the name of a branch, a school …: 安顺云岭中学, 云岭集团黔西总部."""
        cast, lexicon = self.cast, self.lexicon
        plain = PUNCTUATION.sub("", self.text[name.start : name.end])
        if name.pieces and name.label == "Company" and cast.split_regions(self.text[name.pieces[-1] : name.end])[0]:
            return True
        if name.head not in NAMED_BY_PLACE:
            return False
        if name.head in BRANCHES and any(plain[:size] in lexicon.bodies for size in range(2, len(plain))):
            return True
        areas = lexicon.areas if name.label == "Association" else {}
        if any(plain[:size] in lexicon.countries or plain[:size] in areas for size in (2, 3, 4)):
            return len(plain) > len(name.head) + 1
        regions, rest = cast.split_regions(plain)
        return bool(regions) and len(rest) > len(name.head) and rest[0] not in "省市县区"

    def is_brand(self, name: BodyName) -> bool:
        """Whether an unknown word of two characters, or of Latin letters, and a trade are all of the name: 云澜电子."""
        lexicon, before = self.lexicon, self.text[name.start - 1 : name.start]
        if name.head in LOOSE_TAILS and self.text.count(self.text[name.start : name.end]) < 2:
            return False
        brand = self.cast.split_regions(self.text[name.start : name.end])[1].removesuffix(name.head)
        if name.head in BRAND_HEADS or name.head in lexicon.weak_tails:
            opens = before in OPENINGS
        else:
            opens = name.head in lexicon.tails and (before in OPENINGS or before == "的")
        latin = LATIN_WORD.fullmatch(brand) is not None and name.head not in LOOSE_TAILS
        return opens and (latin or (len(brand) == 2 and brand not in lexicon.classes))

    def nest_all(self) -> None:
        """Find the parents of the names of a body in a body, once every longer name has its node."""
        for name, surface, member in self.nested:
            self.nest(name, surface, member)
        self.nested.clear()
        self.gathered = True

    def nest(self, name: BodyName, surface: str, member: Member) -> None:
        """X大学Y学院 is part of X大学."""
        if not name.pieces or member.parent is not None:
            return
        end = name.pieces[-1]
        outer = self.text[name.start : end]
        inner = surface[end - name.start :]
        if len(outer) < 3 or len(inner) < 2:
            return
        label = self.label_of(outer)
        parent = self.cast.organisation(outer, label, name.start)
        self.mentions.append((parent, name.start, end))
        if parent is not member:
            member.parent = parent

    def label_of(self, text: str) -> str:
        """The label that the end of a name gives."""
        return self.lexicon.label_of(text) or ("Institute" if text.endswith("所") else "Company")

    def generic(self, name: BodyName, surface: str, parent: Member | None, create: bool) -> Member | None:
        """A name without a core: a department of the body before it, or a word that points back."""
        cast = self.cast
        plain = surface.strip("“”")
        parent = self.pointed_at(name.start) or parent
        known = cast.by_surface.get(plain)
        if known is not None:
            return known
        if plain in SEATS and not create:
            return None  # 拜访商会的总部
        if plain[0] in "省市县区" and (plain[1:] in BRANCHES or self.lexicon.is_bank(plain[1:])):
            return self.branch(plain, name.start)
        if plain in COURTS and not create:
            return self.latest(plain, "Agency", name.start, called=True)  # 两家法院 are none of the place's
        standard = cast.agency(plain, name.start)
        if (
            parent is not None
            and parent.region is not None
            and plain in self.lexicon.departments
            and plain[0] not in "省市县区州"
        ):
            standard = cast.agency(parent.region.name + plain, name.start) or standard
        placeless = PLACELESS.fullmatch(parent.name) if parent is not None else None
        if placeless and (organ := cast.agency(f"{placeless[1]}委{plain}", name.start)) is not None:
            return organ  # 县委常委、宣传部部长
        own = parent is not None and parent.label in OF_ITS_OWN and plain in self.lexicon.inner
        placed = standard is not None and parent is not None and standard.region is parent.region is not None
        association = name.label == "Association" and not own and not placed
        if association and (named := self.latest(plain, "Association", name.start, called=True)):
            return named  # 商会 is the one that the article is about, before it is the province's
        if (
            standard is not None
            and not own
            and (standard.region is not None or parent is None or plain.startswith(LEVEL_WORDS))
        ):
            return standard
        if plain in OF_ZONE and (named := self.latest(plain, name.label, name.start, called=True)) is not None:
            return named
        if plain[0] in "省市县区州" and len(plain) > 3:
            return cast.organisation(surface, name.label, name.start)
        if (
            name.pieces and name.pieces[0] - name.start <= 4 and name.end - name.pieces[0] > 1
        ):  # 学会咨询委员会: the first word points back
            outer = self.text[name.start : name.pieces[0]]
            owner = self.latest(outer, self.label_of(outer), name.start)
            if owner is not None:
                rest = self.text[name.pieces[0] : name.end]
                full = owner.name + rest
                bare = cast.members.get(rest) if len(rest) > len(outer) else None
                if bare is not None and bare.name == rest and bare.parent is None and bare.label == name.label:
                    bare.name, bare.parent = full, owner  # 学校化学学院, of which the byline said 化学学院
                    return bare
                member = cast.members.get(full) or cast.member(full, name.label, full)
                member.parent = owner
                cast.by_surface.setdefault(rest, member)
                return member
        if surface in OWN_FORMS:
            if surface == "校" and parent is not None and parent.label == "School":
                return parent.parent if parent.parent is not None else parent  # 示范大学某学院院长、校党委常委
            return self.house(create)
        if surface in ("合资公司", "新公司", "项目公司", "标的公司", "目标公司"):
            return self.founded
        zone = ZONE_BODY.fullmatch(surface)
        if zone is not None and (place := self.zone_before(zone["zone"], name.start)) is not None:
            return cast.organisation(place.name + "管委会", name.label, name.start)
        if surface == "管委会" and parent is not None and parent.name.endswith("工委"):  # a zone's two bodies
            zone_name = parent.name.removesuffix("工委").removesuffix("党")
            return cast.organisation(zone_name + surface, name.label, name.start)
        if surface in OWN_GROUP and (said := self.says(OWN_GROUP[0])):
            return self.own_body(OWN_GROUP[0], said, "Company", "集团", create)
        if surface in OWN_BODIES:
            return self.own_body(surface, self.says(surface), self.own_label(surface), surface[-1], create)
        if parent is None and self.text.endswith("校", 0, name.start):
            parent = self.house(create)  # 我校|学生处
        school = next((m for m in (parent, parent and parent.parent) if m is not None and m.label == "School"), None)
        faculty = school is not None and surface != "学院" and surface.endswith(FACULTIES)
        if faculty and self.latest(surface, name.label, name.start, called=True) is None:
            return self.department(surface, name.label, school, create)
        subject = surface.endswith("学院") and len(surface) > 2  # 文学院, no word that points back
        if create and surface == name.head and OFFICE.search(surface) and name.label in OF_ITS_OWN:
            parent = parent or self.latest(surface, name.label, name.start)  # a 科技处 is not the school that has one
        elif surface == name.head and not own and not subject:
            called = surface in self.lexicon.organs or (surface.endswith("庭") and len(surface) > 2)
            found = self.latest(surface, name.label, name.start, called=called)
            if found is not None:
                return found
            if not called and (parent is None or surface not in self.lexicon.departments):
                later = self.later(surface, name.label)
                own = len(surface) >= 4 or OFFICE.search(surface) or surface in ("集团", "我校", "我院", "公司", "学院")
                return later or (cast.member(surface, name.label, surface) if create and own else None)
            parent = parent or self.dominant("Association")
        return self.department(surface, name.label, parent, create)

    def branch(self, text: str, position: int) -> Member | None:
        """省分行, 省工行: the branch of that level that was named last, else the one at the article's place."""
        level, rest = text[0], text[1:]
        if rest not in BRANCHES:
            region = self.cast.region_in_context(level, position)
            return self.cast.organisation(f"{rest}{region.name}分行", "Company", position) if region else None
        seats = self.cast.seats
        named = [
            (start, m)
            for m, start, _ in self.mentions
            if m.key in seats and is_level(seats[m.key], level) and m.name.endswith(rest)
        ]
        before = [x for x in named if x[0] < position]
        nearest = max(before, key=lambda x: x[0], default=None) or min(named, key=lambda x: x[0], default=None)
        return nearest[1] if nearest else None

    def says(self, word: str) -> list[int]:
        """Where the text says this word of no name."""
        return [n.start for n in self.names.values() if n.generic and self.text[n.start : n.end] == word]

    def own_label(self, form: str) -> str:
        """The label of what 我所 means here: a law firm's where the page names one."""
        firm = form == "我所" and any(m.name.endswith("事务所") for m in self.cast.members.values())
        return "Company" if firm else own_label(form)

    def own_body(self, word: str, said: list[int], label: str, ending: str, create: bool) -> Member | None:
        """The publisher that calls itself 集团公司 or 我院: of such bodies the one that no sentence tells from it.

        Where the page does not name it, a node of that form.
        """
        strangers: set[str] = set()
        fit: dict[str, Member] = {}
        for member, start, _ in self.mentions:
            whole = ending != "集团" or GROUP_NAME.search(member.name)
            if member.label == label and ending in member.name and member.name != word and whole:
                fit[member.key] = member
                if any(not self.cast.breaks(min(start, at), max(start, at)) for at in said):
                    strangers.add(member.key)
        if label == "Company" and (chief := self.same_office(word, said, list(fit.values()))) is not None:
            return chief
        # a company that is named but once is somebody's employer, or one of a list
        told = [
            m
            for k, m in fit.items()
            if k not in strangers and (label != "Company" or word == "我所" or self.weight(m) > 1)
        ]
        own = max(told, key=lambda m: (self.weight(m), -m.order), default=self.cast.members.get(word))
        return self.cast.member(word, label, word) if own is None and create else own

    def same_office(self, word: str, said: list[int], bodies: list[Member]) -> Member | None:
        """Of some bodies the one whose name stands before the same post and person as 集团公司 does: both are one."""
        for at in said:
            office = self.text[at + len(word) : at + len(word) + 10]
            for body in bodies:
                for form in body.surfaces:
                    if len(office) == 10 and form != word and form + office in self.text:
                        return body
        return None

    def referred(self, word: str, position: int) -> Member | None:
        """The body that 该校, 该公司 means: the last one of its kind that is named before."""
        label = REFERRED.get(word)
        if label == "Region":
            near = [(p, r) for p, r in self.cast.places if p < position and r.name.endswith(word[1])]
            return self.region_member(max(near, key=lambda x: x[0])[1]) if near else None
        named = [
            (start, m)
            for m, start, _ in (self.mentions if label else ())
            if start < position and m.label == label and self.text[start] not in "我本"
            if word != "该行" or BANK.search(m.name)
        ]
        return self.nearest(named, position)

    def nearest(self, named: list[tuple[int, Member]], position: int) -> Member | None:
        """Of those named before a position the last; behind other paragraphs one that the text names far more often."""
        if not named:
            return None
        start, last = max(named, key=lambda x: x[0])
        if "\n" not in self.text[start:position]:
            return last
        chief = max((m for _, m in named), key=self.weight)
        return chief if self.weight(chief) > 2 * self.weight(last) else last

    def pointed_at(self, position: int) -> Member | None:
        """The body that 该校 means in front of what belongs to it: 该校|农学院院长."""
        word = next((self.text[position - n : position] for n in (2, 3) if n <= position), "")
        return self.referred(word, position) if word in REFERRED and REFERRED[word] != "Region" else None

    def zone_before(self, short: str, position: int) -> Member | None:
        """The zone that 经开区, 高新区, 园区 means at a position: the last one of the kind before."""
        named = [(start, m) for m, start, _ in self.mentions if start < position and m.name.endswith(ZONES[short])]
        return max(named, key=lambda x: x[0])[1] if named else None

    def department(self, surface: str, label: str, parent: Member | None, create: bool) -> Member | None:
        """A name without a core as a department of the body before it, or as a body of its own."""
        plain = surface.strip("“”")
        if parent is not None and parent.parent is not None and plain[-1] in "局署厅" and parent.name[-1] == "部":
            parent = None  # 示范办统战部处长甲，社会工作局局长乙
        while parent is not None and parent.loose:
            parent = parent.parent  # of 机电学院, 信息学院 in a list neither is above the other
        if parent is not None and parent.parent is not None and ROOM.search(parent.name) and ROOM.search(plain):
            parent = parent.parent if parent.parent.label in OF_ITS_OWN else parent  # 某医院发展办主任甲、医务科科长乙
        if parent is not None and parent.name.endswith("校区"):
            parent = self.house()  # a campus is a place
        if (
            parent is not None
            and plain[-1] in "局署厅"
            and parent.parent is not None
            and parent.name[-1] not in "局署厅院"
        ):
            parent = None  # 示范办统战部处长甲，社会工作局局长乙
        if parent is not None and not self.holds(parent, plain):
            parent = parent.parent if parent.parent is not None and self.holds(parent.parent, plain) else None
        short = self.cast.short_form(plain, label) if len(plain) > 3 else None
        owners = (parent, self.cast.publisher, *self.school_and_above())
        own = (self.cast.members.get(owner.name + plain) for owner in owners if owner is not None)
        if (named := next(filter(None, own), None) or self.cast.abbreviated(plain)) is not None:
            return named
        if short is not None and (
            short.parent in (None, parent, self.cast.publisher, *self.school_and_above())
            or ACADEMY.sub("", short.name) == plain  # 中国科学院|示范研究所
        ):
            return short
        zone = len(plain) > 3 and plain.endswith(("党工委", "管委会"))  # no part of a party committee
        if parent is not None and surface not in parent.name and not plain.endswith(INDEPENDENT) and not zone:
            own = parent.label == "School" and not surface.startswith(OF_SCHOOL)
            full = parent.name + (surface.removeprefix("校") if own else surface)
            member = self.cast.members.get(full) or self.cast.member(full, label, full)
            member.parent, member.loose = parent, True
            return member
        if surface not in self.cast.members and not create:
            return None
        member = self.cast.member(surface, label, surface)
        member.loose = True
        return member

    def holds(self, parent: Member, department: str) -> bool:
        """Whether a body may have such a department: a 学院 is part of a school that is none of another's."""
        if department.endswith(("医院", "大学", "协会", "学会", "联合会")):
            return False
        if parent.label == "Institute" and parent.parent is not None and department.endswith(INSTITUTES):
            return False  # 示范大学甲中心副主任、乙研究院院长: both are the school's
        if parent.name.endswith("中心") and department.endswith(("处", "部", "学院")):
            return bool(self.cast.split_regions(parent.name)[0])
        if parent.name.endswith("工委"):
            return False  # what a zone has is its own
        if department.endswith("系") and parent.label != "School":
            return False
        if not department.endswith(("学院", "书院")):
            return parent.name[-1] != department[-1] or department[-1] not in "系处科室局司庭部"
        school = parent.label == "School" and parent.parent is None and not parent.campus
        return school and (not parent.name.endswith(("学院", "书院")) or bool(self.cast.split_regions(parent.name)[0]))

    def school_and_above(self) -> list[Member | None]:
        """The school that the article names most often, and the one that it belongs to."""
        school = self.dominant("School")
        return [school] if school is None else [school, school.parent]

    def latest(self, word: str, label: str, position: int, called: bool = False) -> Member | None:
        """The organisation that a bare 公司, 学校, 联盟 means at a position, if wanted only one that is `called` so.

        An association, a school or an institute is the one that the article is about. Of companies it is the one that
        the paragraph began with, else the last one before; whose people came to visit is not the one that speaks.
        Behind 该 it is the last one before.
        """
        named = [
            (start, m)
            for m, start, end in self.mentions
            if m.label not in ("Person", "Event", "Region")
            and not m.campus
            and not (label == "Company" and (VISITOR.match(self.text, end) or OWNER.match(self.text, end)))
            and (m.name.endswith(word) or (m.label == label and not (word == "学院" and m.name.endswith("大学"))))
        ]
        exact = [(start, m) for start, m in named if m.name.endswith(word) or any(s.endswith(word) for s in m.surfaces)]
        before = [
            x
            for x in (
                exact
                or (
                    named
                    if len(word) < 4
                    and word[-1] not in "室科处系部组班间"
                    and not called
                    and not self.is_standard(word)
                    else []
                )
            )
            if x[0] < position
        ]
        if not before:
            return None
        if word[0] == "该" or self.text.endswith("该", 0, position):
            return max(before, key=lambda x: x[0])[1]
        if label == "Company":
            paragraph = self.text.rfind("\n", 0, position)
            opens = next((m for start, m in named if start == paragraph + 1), None)
            if word == "公司" and opens is not None and opens is self.dominant("Company"):
                return opens  # 示范科技成立于…，其子公司示范软件有限公司…。此前，公司与…
            return min(
                (x for x in before if x[0] > paragraph), default=max(before, key=lambda x: x[0]), key=lambda x: x[0]
            )[1]
        return max((m for _, m in before), key=lambda m: (self.weight(m), -m.order))

    def is_standard(self, word: str) -> bool:
        """Whether a word names one department of many that there are: 统战部, but not 党委."""
        return len(word) == 3 and word[-1] in "部局" and word in self.lexicon.departments

    def later(self, word: str, label: str) -> Member | None:
        """The school whose name ends with a bare 学院 that stands before it, if there is only one."""
        found = [m for m in self.cast.members.values() if m.label == label and m.name.endswith(word) and not m.campus]
        return found[0] if len(found) == 1 and label == "School" else None

    def weight(self, member: Member) -> int:
        """How often the text writes a member's names, also inside longer names."""
        known = member.key, member.name, len(member.surfaces)  # forms only come
        if known not in self.weights:
            forms = {s for s in (member.name, *member.surfaces) if len(s) > 2}
            self.weights[known] = sum(self.count(s) for s in forms if not any(o in s for o in forms if o != s))
        return self.weights[known]

    def count(self, form: str) -> int:
        """How often the text writes a form of a name."""
        if form not in self.counts:
            self.counts[form] = self.text.count(form)
        return self.counts[form]

    def dominant(self, label: str) -> Member | None:
        """The organisation of a label whose own happening is reported, or that the article names most often."""
        event = self.cast.main_event.name if self.cast.main_event else ""
        found = [m for m in self.cast.members.values() if m.label == label and not m.campus]

        def own(member: Member) -> int:
            return len(member.name) * event.startswith(member.name)

        return max(found, key=lambda m: (own(m), self.weight(m), -self.place(m)), default=None)

    def place(self, member: Member) -> int:
        """Where the text first writes one of a member's names."""
        found = (self.text.find(form) for form in (member.name, *member.surfaces))
        return min((at for at in found if at >= 0), default=len(self.text))

    # --- regions -----------------------------------------------------------------------------------

    def region_member(self, region: Region) -> Member:
        """The node of an administrative division."""
        member = self.cast.member("R:" + region.code, "Region", region.name)
        member.region = region
        return member

    def region_at(self, i: int) -> Member | None:
        """The region that token i names: of several in a row the last, most specific one."""
        tokens = self.tokens
        surface = tokens.word(i)
        regions, rest = self.cast.split_regions(surface)
        if regions and rest in self.lexicon.areas:
            surface = rest  # 某市|示范高新区
        if regions and not rest and surface in self.lexicon.areas and surface == regions[-1].short:
            regions = []  # 九龙 is no 九龙县
        if regions and (not rest or (rest in self.lexicon.regions and not self.nested_region(surface))):
            member = self.region_member(regions[-1])
        elif surface in self.towns:
            member = self.region_member(self.towns[surface])
        elif surface in self.lexicon.initials:
            member = self.region_member(self.lexicon.initials[surface])
        elif surface in self.lexicon.countries or surface in self.lexicon.areas:
            name = self.lexicon.countries.get(surface) or self.lexicon.areas[surface]
            member = self.cast.member("R:" + name, "Region", name)
        elif (nested := self.nested_region(surface)) is not None:
            member = self.region_member(nested)
        elif rest and surface not in self.lexicon.regions:  # 日本示范市
            country = next((size for size in range(len(surface), 1, -1) if surface[:size] in self.lexicon.countries), 0)
            member = self.cast.member("R:" + surface[country:], "Region", surface[country:])
        else:
            return None
        member.use(surface)
        self.mentions.append((member, tokens.start[i], tokens.end[i]))
        return member

    def nested_region(self, surface: str) -> Region | None:
        """The place behind its country, or behind its province whatever else that may mean: 中国杭州, 河北廊坊."""
        lexicon = self.lexicon
        for size in range(2, len(surface) - 1):
            above = {region.code for region in lexicon.regions.get(surface[:size], ())}
            for region in lexicon.regions.get(surface[size:], ()):
                if surface[:size] == "中国" or any(up.code in above for up in lexicon.up(region)[1:]):
                    return region
        return None

    # --- bodies that a title implies -----------------------------------------------------------------

    def implied(self, title: str, place: str, position: int, near: Member | None = None) -> Member | None:
        """The body of a post that names only a place (成都市市长) or nothing (县长)."""
        cast, lexicon = self.cast, self.lexicon
        title = title.split("（")[0]
        kind = lexicon.implied(title) or ("party" if place and title.startswith("党委") else "")
        if not kind:
            return None
        region = None
        if place and kind == "government" and (country := self.country_of(place)):
            return cast.organisation(f"{country}{place}政府", "Agency", position)  # 韩国示范市, said before
        if place:
            regions, rest = cast.split_regions(place)
            region = regions[-1] if regions and not rest else None
            if region is None and place in lexicon.countries and kind != "council":
                if kind == "embassy":
                    return cast.organisation(f"{place}驻华大使馆", "Agency", position)
                return cast.organisation(f"{place}政府", "Agency", position)
            if region is None and kind == "government" and place[-1] in "州市省郡" and not regions:
                return cast.organisation(f"{place}政府", "Agency", position)  # of a country that has others
        if kind == "council":  # of a county in Taiwan
            return cast.organisation(f"{region.name}议会", "Agency", position) if region else None
        if region is None and near is not None and near.region is not None:
            region = near.region
        if title.endswith(SPECIAL) and (region is None or not region.code.startswith(("81", "82"))):
            region = cast.region_named(cast.special_region())
        word = lexicon.level_of_title(title)
        if word and not place and (region is None or not region.name.endswith(word)):
            region = cast.region_in_context(word, position) or region
        if region is None and not word:
            return None
        if region is not None and region.code.startswith(("81", "82")) and kind != "government":
            nation = {"congress": "全国人大", "cppcc": "全国政协"}.get(kind)
            return cast.organisation(nation, "Agency", position) if nation else None
        where = region.name if region else word  # 县长 on a page that does not say of which county
        name = {
            "government": f"{where}人民政府",
            "party": f"{where}委",
            "secretariat": f"{where}委",
            "congress": f"{where}人大常委会",
            "cppcc": f"{where}政协",
            "court": f"{where}人民法院",
            "procuratorate": f"{where}人民检察院",
        }.get(kind)
        if name is None:
            return None
        return cast.agency(name, position)

    def country_of(self, place: str) -> str:
        """The country that the article writes in front of a town's name where it first names it; '' for none."""
        at = self.text.find(place)
        sizes = range(4, 1, -1) if place.endswith("市") else ()
        found = (self.text[max(0, at - size) : at] for size in sizes)
        return next((word for word in found if word in self.lexicon.countries and not word.startswith("中")), "")

    def brand_before(self, first: int, last: int) -> tuple[Member | None, int]:
        """青桔咖啡供应链副总裁: an unknown name in front of a title of business is a company.

        Returns the company and the token with which its title begins.
        """
        tokens, classes = self.tokens, self.tokens.classes
        title = last
        while title > first and (classes[title - 1] in "tgT" or tokens.word(title - 1) in DEPARTMENTAL):
            title -= 1
        if title == first or not CORPORATE.search(tokens.word(last) if classes[last] == "T" else tokens.word(last - 1)):
            return None, first
        while first < title and classes[first] in "vVqkaK" and tokens.end[first] - tokens.start[first] > 1:
            first += 1
        opening = self.text[tokens.start[first] - 2 : tokens.start[first]] if first > 1 else ""
        swallowed = opening[:1] == "、" and classes[first - 1] in "cdp"  # 、和远医药董事长: what joins is the 、
        inner = "x" * swallowed + classes[first:title]
        first -= swallowed
        text = self.text[tokens.start[first] : tokens.start[title]]
        clean = text.strip("“”")
        plain = FOUNDING.search(tokens.word(last)) and 3 <= len(clean) <= 8 and "n" in inner
        if (
            not 2 <= len(clean) <= 10
            or not ("x" in inner or "l" in inner or plain)
            or not set(inner) <= set("xnlaRikj“”")
        ):
            return None, first
        member = self.cast.organisation(text, "Company", tokens.start[first])
        member.use(text)
        self.mentions.append((member, tokens.start[first], tokens.start[title]))
        return member, title

    def lent(self, first: int, last: int) -> Member | None:
        """审计局长: the known body whose last character the title lends it (tokens first..last hold both)."""
        tokens = self.tokens
        name = self.text[tokens.start[first] : tokens.start[last] + 1]
        known = name in self.lexicon.departments or name in self.lexicon.bodies or name in self.cast.by_surface
        return self.cast.organisation(name, self.label_of(name), tokens.start[first]) if known else None

    def fits(self, title: str, body: Member) -> bool:
        """Whether a body of this kind can have such a title: 校长 only at a school, 处长 only at a 处."""
        kind = self.lexicon.title_body(title.split("（")[0])
        if kind.body not in ("", "我校", "*"):
            return body.name == kind.body
        if title.startswith(PARTY_ORGANS):
            return body.label not in ("Person", "Event", "Region")
        return body.label in kind.labels and self.named_for(title, body)

    def named_for(self, title: str, body: Member) -> bool:
        """Whether the name of a body ends like those that have such a title: 处长 of a 处, not of a 学院."""
        tails = self.lexicon.title_body(title.split("（")[0]).tails
        if not tails or body.name.endswith(tails) or body.name in OWN_FORMS:
            return True
        short = (s for s in body.surfaces if s in self.lexicon.bodies or body.name.startswith(s))
        return any(s.endswith(tails) for s in short)  # 示范银行 of 示范银行股份有限公司

    def body_for(self, title: str, position: int) -> Member | None:
        """The body that a bare title means: the last one before whose kind has such a title, else the first behind."""
        kind = self.lexicon.title_body(title.split("（")[0])
        if kind.body == "我校":
            own = self.house()
            if own is not None or kind.tails:
                return own
        elif kind.body == "*":
            fit = [m for m in {m.key: m for m, _, _ in self.mentions}.values() if self.fits(title, m)]
            return max(fit, key=lambda m: (self.weight(m), -m.order), default=None)
        elif kind.body:
            return None if kind.body == "-" else self.cast.organisation(kind.body, kind.labels[0], position)
        if kind.labels[0] in ("Association", "School"):
            found = self.dominant(kind.labels[0])
            faculty = kind.body == "我校" and found is not None and not independent(found.name, self.lexicon)
            if found is not None and not faculty and self.fits(title, found):
                return found
        named = [(start, m) for m, start, _ in self.mentions if not m.campus and self.fits(title, m)]
        before = [x for x in named if x[0] < position]
        if not before and not kind.tails:
            return None
        return self.nearest(before, position) or min(named, key=lambda x: x[0], default=(0, None))[1]

    def house(self, create: bool = True) -> Member | None:
        """The school that speaks of itself as 我校 or 学校; where the page does not name it, a node of that form."""
        if self.cast.publisher is None and create and (own := OWN_SCHOOL.search(self.text)):
            form = self.text[said.start() : said.end()] if (said := OWN_FORM.search(self.text)) else "我校"
            self.cast.publisher = self.cast.member(form, "School", form)
            self.mentions.append((self.cast.publisher, own.start(), own.end()))
        return self.cast.publisher
