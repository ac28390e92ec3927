"""Who is who within one article: every name is led to the one node that it means.

Full names make nodes; declared short forms, short forms that leave characters out (云湖职院 of 某市云湖职业技术学院
does not, 云湖职院 does), forms that need their context (省审计厅, 县政府) and words that point back (该公司, 学校)
are led to them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from .lexicon import Body, Department, Lexicon, Region
from .phrases import any_of
from .tokens import LATIN

LEVEL_WORDS = ("自治区", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡")
FAR = 1 << 60  # place of a region that the article does not name
TERM = re.compile(r"^第?[一二三四五六七八九十\d]+届")
TERM_COMMITTEE = re.compile(r"第[一二三四五六七八九十\d]+届委员会")
DECLARED = re.compile(
    r"（(?:(?:以下|下)?(?:统称|简称|称)(?:为)?[：:]?\s?)“?(?P<short>[^（）“”，。：]{1,16})”?"
    r"(?P<more>(?:[，、/或]“?[^（）“”，、/]{1,16}”?){0,3})）"
)
PUNCTUATION = re.compile(rf"[“”《》]|(?<![{LATIN}.])\s|\s(?![{LATIN}])")  # all blanks but those of Latin names


@dataclass(slots=True)
class Member:
    """A node in the making. `surfaces` are the forms that the article uses."""

    key: str
    label: str
    name: str
    surfaces: dict[str, int] = field(default_factory=dict[str, int])
    region: Region | None = None
    parent: Member | None = None
    order: int = 0
    loose: bool = False
    sure: bool = False

    @property
    def campus(self) -> bool:
        """Whether this is a campus: a venue, and no school of which 学校 speaks or that has a head."""
        return self.name.endswith("校区")

    def use(self, surface: str) -> None:
        self.surfaces[surface] = self.surfaces.get(surface, 0) + 1


def is_short_of(short: str, full: str) -> bool:
    """Whether a short form leaves characters of the full name out and changes nothing else.

    >>> is_short_of("云湖职院", "云湖职业技术学院"), is_short_of("远禾", "远禾生物"), is_short_of("二局", "八局")
    (True, True, False)
    """
    if len(short) < 2 or len(short) >= len(full) or full[:2] != short[:2]:
        return False
    place = 0
    for character in short:
        place = full.find(character, place) + 1
        if not place:
            return False
    return True


def in_order(characters: str, text: str) -> bool:
    """Whether a text has these characters in this order."""
    rest = iter(text)
    return all(character in rest for character in characters)


def faculty(name: str) -> str:
    """A faculty's name without that of its university."""
    return name.rpartition("大学")[2]


def is_faculty(short: str, full: str) -> bool:
    """Whether three characters are a faculty's: 材化院 of 材料与化学学院.

    >>> is_faculty("材化院", "云岭大学材料与化学学院"), is_faculty("材化院", "材料研究院")
    (True, False)
    """
    own = faculty(full)
    return full.endswith("学院") and len(short) == 3 and short[0] + short[2] == own[0] + "院" and in_order(short, own)


class Cast:
    """The nodes of one article."""

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        self.lexicon = lexicon
        self.text = text
        self.members: dict[str, Member] = {}
        self.by_surface: dict[str, Member] = {}
        self.places: list[tuple[int, Region]] = []  # by position
        self.divisions: dict[str, int] = {}  # by code, the first of its places
        self.leveled: dict[str, tuple[Region | None, list[tuple[int, Region]]]] = {}
        self.served: dict[frozenset[str], list[tuple[int, Region]]] = {}
        self.cuts: dict[str, tuple[list[Region], str]] = {}
        self.begun: dict[str, list[Member]] = {}  # bodies by two characters with which a name begins
        self.ended: dict[str, list[Member]] = {}  # … and by the four with which it ends
        self.official: set[int] = set()  # places with a post or an agency behind them
        self.embedded: set[int] = set()  # places in the name of a company or school, where they say little
        self.hinted: list[tuple[Region, int]] = []  # named without 县 or 区, and how often
        self.seats: dict[str, Region] = {}  # of branches of banks, by key
        self.main_event: Member | None = None
        self.publisher: Member | None = None

    # --- regions ----------------------------------------------------------------------------------

    def region_named(self, text: str, near: Region | None = None) -> Region | None:
        """The division of this name; of several, the one inside or nearest to `near`."""
        found = self.lexicon.regions.get(text)
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        if near:
            for region in found:
                if any(up.code == near.code for up in self.lexicon.up(region)):
                    return region
        city = next((region for region in found if region.level == "prefecture" and region.short == text), None)
        if city is not None:
            return city  # a county of that name is called 示范区, 示范县
        if near:
            tops = {up.code for up in self.lexicon.up(near)}
            for region in found:
                if any(up.code in tops for up in self.lexicon.up(region)):
                    return region
        ranked = (
            (self.divisions.get(u.code, FAR), i) for i, region in enumerate(found) for u in self.lexicon.up(region)
        )
        first, best = min(ranked)
        return found[best] if first < FAR else found[0]

    def note_place(self, position: int, region: Region) -> None:
        """Remember that the article named a region here: short forms look back at it."""
        self.divisions.setdefault(region.code, len(self.places))
        self.places.append((position, region))

    def hint(self, region: Region, count: int) -> None:
        """Remember a county that the text names without 县, so many times, if it lies where the text's places do."""
        top = self.lexicon.up(region)[-1].code
        if not self.places or top in self.divisions or any(self.lexicon.up(r)[-1].code == top for _, r in self.places):
            self.hinted.append((region, count))

    def region_in_context(self, word: str, position: int) -> Region | None:
        """The region that a bare 省, 市, 县 means at a position: the nearest official one, else the commonest."""
        if word not in self.leveled:
            self.leveled[word] = self.of_level(word)
        commonest, official = self.leveled[word]
        i = bisect_right(official, position, key=lambda x: x[0]) - 1
        if i >= 0 and official[i][0] >= position - 60 and not self.breaks(official[i][0], position):
            return official[i][1]
        return commonest

    def of_level(self, word: str) -> tuple[Region | None, list[tuple[int, Region]]]:
        """Of the regions that a bare 省, 市, 县 may mean the one named most often, and the official places of all."""
        counts: dict[str, float] = {}
        found: dict[str, Region] = {}
        official: list[tuple[int, Region]] = []
        for place, region in self.places:
            up = next((up for up in self.lexicon.up(region) if is_level(up, word)), None)
            if up is None:
                continue
            if place in self.official:
                official.append((place, up))
            counts[up.code] = counts.get(up.code, 0) + (0.01 if place in self.embedded else 1)
            found.setdefault(up.code, up)
        for region, count in self.hinted:
            if is_level(region, word):
                counts[region.code] = counts.get(region.code, 0) + count
                found.setdefault(region.code, region)
        return found[max(counts, key=lambda code: counts[code])] if counts else None, official

    def breaks(self, start: int, end: int) -> bool:
        """Whether a sentence ends between two positions."""
        return any(mark in self.text[start:end] for mark in "。\n！？")

    def split_regions(self, text: str) -> tuple[list[Region], str]:
        """The regions at the beginning of a name, and what is left: 某市某区人民政府."""
        if text[:2] not in self.lexicon.region_sizes:
            return [], text
        known = self.cuts.get(text)
        if known is None:
            known = self.cuts[text] = self.cut_regions(text)
        return known

    def cut_regions(self, text: str) -> tuple[list[Region], str]:
        """See `split_regions`."""
        regions: list[Region] = []
        rest = text
        while rest:
            for size in self.lexicon.region_sizes.get(rest[:2], ()):
                region = self.region_named(rest[:size], regions[-1] if regions else None)
                if rest[size : size + 1] in ("乡", "镇") and not rest[:size].endswith(LEVEL_WORDS):
                    continue  # 西城乡 is no part of 西城区
                if rest[size : size + 1] in ("市", "县", "区") and self.other_level(rest[:size], rest[size]):
                    continue  # 鼓楼市 is not 鼓楼区
                if region and (not regions or any(u.code == regions[-1].code for u in self.lexicon.up(region)[1:])):
                    # 南京大学 is no body of Nanjing's; the caller decides, here only the words are cut
                    regions.append(region)
                    rest = rest[len(rest[:size]) :]
                    break
            else:
                break
        return regions, rest

    def other_level(self, short: str, level: str) -> bool:
        """Whether a place without its level goes on as one of another level, which nobody knows."""
        found = self.lexicon.regions.get(short, ())
        return all(region.name not in (short, short + level) for region in found)

    # --- organisations ----------------------------------------------------------------------------

    def member(self, key: str, label: str, name: str) -> Member:
        """The member of this key, made if it is new."""
        found = self.members.get(key)
        if found is None:
            found = self.members[key] = Member(key, label, name, order=len(self.members))
            if label not in ("Person", "Event", "Region"):
                self.index(found)
        return found

    def index(self, body: Member) -> None:
        """Note under what a short form of a body is looked for."""
        plain = PUNCTUATION.sub("", body.name)
        begins = {plain[:2], ACADEMY.sub("", plain)[:2], self.split_regions(plain)[1][:2], IN_ZONE.sub("", plain)[:2]}
        if plain.endswith("学院"):
            begins.add(faculty(plain)[0])
        for begin in begins:
            self.begun.setdefault(begin, []).append(body)
        self.ended.setdefault(plain[-4:], []).append(body)

    def candidates(self, short: str, core: str) -> list[Member]:
        """The bodies of which this may be a short form, in order; `core` is it without its regions."""
        if len(short) < 2:
            return [m for m in self.members.values() if m.label not in ("Person", "Event", "Region")]
        found = [*self.begun.get(short[:2], ()), *self.ended.get(short[-4:], ())]
        if core != short and len(core) > 1:
            found += self.begun.get(core[:2], ())
        if len(short) == 3 and short[-1] == "院":
            found += self.begun.get(short[0], ())
        return sorted({m.order: m for m in found}.values(), key=lambda m: m.order)

    def agency(self, text: str, position: int) -> Member | None:
        """A standard body: 云州省审计厅, 省审计厅, 县政府, 某县委, 某市委组织部; None if it is none."""
        lexicon = self.lexicon
        if youth := YOUTH.match(text):
            return self.youth(text[youth.end() :], position)
        body = text.removeprefix("中共") if text.startswith("中共") and len(text) > 4 else text
        if body.startswith(("政协", "中国人民政治协商会议")) and body.endswith("委员会"):
            body = body.removeprefix("政协").removeprefix("中国人民政治协商会议").removesuffix("委员会") + "政协"
        regions, rest = self.split_regions(body)
        region = regions[-1] if regions else None
        country = ""
        if region is None:
            word = next((w for w in LEVEL_WORDS if body.startswith(w) and len(body) > len(w)), "")
            if word:
                rest = body[len(word) :]
                region = self.region_in_context(word, position)
                country = "" if region else word
        rest = TERM.sub("", rest)
        if rest.startswith("政协") and TERM_COMMITTEE.fullmatch(rest, 2):
            rest = "政协"  # 省政协第十二届委员会
        place = region.name if region else country
        if region and region.code.startswith(("81", "82")) and MAINLAND.match(rest):
            return None
        if place and rest in ("委", "党委", "委员会"):
            return self.committee(place, region)
        choices = lexicon.departments.get(rest)
        if not choices:
            return None
        chosen = self.department(choices, region)
        if region is None and not country and MAINLAND.match(chosen.full) and self.is_of_hong_kong():
            return self.nations(body)
        if region is None and not country:
            region = self.region_of_department(chosen, position)
            place = region.name if region else ""
        if chosen.full == "委员会":
            return self.committee(place, region) if place else None
        parent = None
        if chosen.full.startswith("委员会"):
            parent = self.committee(place, region) if place else None
            name = f"中共{place}{chosen.full}" if place else chosen.full.removeprefix("委员会")
        elif chosen.full in ("政协委员会", "中国人民政治协商会议委员会"):
            name = f"政协{place}委员会"
        else:
            name = ((region.short or place) if region and chosen.full == "海关" else place) + (
                chosen.full.removeprefix("人民")
                if region and region.code.startswith(("71", "81", "82"))
                else chosen.full
            )
        found = self.member(name, chosen.label, name)
        found.region, found.parent = region, parent
        return found

    def youth(self, committee: str, position: int) -> Member | None:
        """团省委, 共青团云州省委: the Youth League's committee of a place; None without a place."""
        party = self.agency(committee, position)
        if party is None or not party.name.startswith("中共"):
            return None
        name = party.name.replace("中共", "共青团", 1)
        found = self.member(name, "Association", name)
        found.region = party.region
        return found

    def is_of_hong_kong(self) -> bool:
        """Whether the article is about Hong Kong or Macao, which have no bodies of the party or the congresses."""
        return any(code.startswith(("81", "82")) for code in self.divisions)

    def special_region(self) -> str:
        """Of Hong Kong and Macao the one that the article names more often (Hong Kong, if it names neither)."""
        return "澳门" if self.text.count("澳门") > self.text.count("香港") else "香港"

    def nations(self, text: str) -> Member | None:
        """The nation's body of a short form: 政协 → 全国政协."""
        known = next((b for w in ("全国", "中国", "") if (b := self.lexicon.bodies.get(w + text)) is not None), None)
        return self.member(known.name, known.label, known.name) if known else None

    def committee(self, place: str, region: Region | None) -> Member:
        """The party's committee of a place."""
        found = self.member(f"中共{place}委员会", "Agency", f"中共{place}委员会")
        found.region = region
        return found

    def department(self, choices: list[Department], region: Region | None) -> Department:
        """Of several standard bodies with one short form, the one that this level has."""
        for choice in choices:
            if region and self.lexicon.rank(region) in choice.levels:
                return choice
        return choices[0]

    def region_of_department(self, department: Department, position: int) -> Region | None:
        """A bare 经信厅 or 教育局: the nearest region whose level has it."""
        levels = department.levels
        if levels not in self.served:
            ups = (
                (place, (up for up in self.lexicon.up(r) if self.lexicon.rank(up) in levels))
                for place, r in self.places
            )
            self.served[levels] = [(place, up) for place, fitting in ups if (up := next(fitting, None)) is not None]
        served = self.served[levels]
        before = bisect_right(served, position, key=lambda x: x[0]) - 1
        return served[max(0, before)][1] if served else None

    def organisation(self, text: str, label: str, position: int) -> Member:
        """The member that an organisation's name means."""
        plain = PUNCTUATION.sub("", text)
        known = self.by_surface.get(plain) or (self.by_surface.get("中国" + plain) if len(plain) > 4 else None)
        if known:
            known.use(text)
            return known
        found = self.agency(plain, position) or self.branch(plain) or self.of_party(plain, label)
        if found is None:
            body = self.lexicon.bodies.get(self.special_region() + plain) if plain in SPECIAL else None
            body = body or self.known(plain)
            if body:
                found = self.namesake(plain, body) or self.member(body.name, body.label, body.name)
        if found is None:
            found = self.short_form(plain, label) or self.grown(plain)
        if found is None:
            name = self.expand_level(plain, position)
            if MISSION.match(name):  # 我驻云国使馆
                name = "中国" + name
            found = self.members.get(name) or self.short_form(name, label) or self.member(name, label, name)
        found.use(text)
        if plain[0] not in "省市县区州镇乡":
            self.by_surface[plain] = found
        return found

    def known(self, text: str) -> Body | None:
        """The body that everybody knows by this name, or a company with 集团 or 公司 behind its short name."""
        bodies = self.lexicon.bodies
        company = bodies.get(text[:-2]) if text.endswith(("集团", "公司")) and text not in bodies else None
        if company is not None and company.label == "Company":
            return company
        if (
            text.startswith(("香港", "澳门"))
            and (own := bodies.get(text[:2] + "特别行政区政府" + text[2:])) is not None
        ):
            return own  # 香港示范事务局
        nation = bodies.get(text[2:]) if text.startswith("中国") and text not in bodies else None  # 中国外交部
        return nation if nation is not None and nation.label == "Agency" else bodies.get(text)

    def namesake(self, short: str, body: Body) -> Member | None:
        """西财 is 西安财经大学 where the text names that one, and not the school that 西财 is elsewhere."""
        if body.label != "School" or len(short) > 3 or short == body.name or body.name in self.members:
            return None
        fit = [
            m
            for m in self.members.values()
            if m.label == "School" and m.name.endswith(SCHOOLS) and m.name[0] == short[0] and in_order(short, m.name)
            if not m.name.startswith(short)
        ]
        return fit[0] if len(fit) == 1 else None

    def branch(self, text: str) -> Member | None:
        """A bank's branch at a place, however it is written: 工行四川分行, 中国工商银行股份有限公司四川省分行."""
        if not text.endswith(BRANCHES):
            return None
        bodies = self.lexicon.bodies
        for size in range(min(len(text) - 3, LONGEST_PARENT), 1, -1):
            parent = bodies.get(text[:size])
            regions, tail = self.split_regions(text[size:]) if parent and parent.label == "Company" else ([], "")
            if parent and regions:
                found = self.member(f"{parent.name}{regions[-1].name}{tail}", "Company", text)
                self.seats[found.key] = regions[-1]
                return found
        return None

    def of_party(self, text: str, label: str) -> Member | None:
        """A democratic party's committee at a place: 民进云州市委, 中国民主促进会云州市委员会."""
        m = PARTY_BRANCH.match(text)
        body = self.lexicon.bodies.get(m[0]) if m is not None else None
        regions, tail = self.split_regions(text[m.end() :]) if m is not None and body is not None else ([], "")
        tail = TERM.sub("", tail)  # 九三学社云州省第八届委员会
        if body is None or not regions or tail not in ("委", "委会", "委员会"):
            return None
        return self.member(f"{body.name}{regions[-1].name}委员会", label, text)

    def expand_level(self, text: str, position: int) -> str:
        """省人力资源服务行业协会 → 四川省人力资源服务行业协会."""
        if (party := PARTY.match(text)) is not None:
            region = self.region_in_context(party[2], position)
            return party[1] + region.name + "委会" if region else text
        text = HOSPITAL.sub(r"\1第\2人民医院", text)
        if text[0] in "省市县区州" and len(text) > 3:
            region = self.region_in_context(text[0], position)
            if region:
                return region.name + text[1:]
        return text

    def short_form(self, short: str, label: str) -> Member | None:
        """The member that this is a short form of, if exactly one fits best."""
        regions, core = self.split_regions(short)
        best: Member | None = None
        for member in self.candidates(short, core):
            name = PUNCTUATION.sub("", member.name)
            if member.label == "Company" and name.startswith(short) and LEGAL_FORM.fullmatch(name, len(short)):
                return member  # 示范五局 of 示范五局集团有限公司
            if (
                other_subject(short, name)
                or not compatible(member.label, label)
                or (name.endswith("医院") and self.is_other(short, name))
            ):
                continue
            if name == short or is_faculty(short, name):
                return member
            rest = name[len(short) :] if name.startswith(short) else ""
            if rest.endswith(OFFSHOOTS):
                continue
            if rest and not COMPANY_FORM.search(rest) and (label != "Company" or BRANCH.search(rest)):
                continue  # 某大学 is no short form of 某大学医学院
            if (
                label == "Company"
                and regions
                and core in self.lexicon.heads
                and name[: -len(core)] not in self.lexicon.regions
            ):
                continue  # 四川银行 is no 四川省级法人银行
            if label == member.label == "Company" and len(short) > 3 and self.is_of_zone(short, name):
                return member
            theirs, full = self.split_regions(ACADEMY.sub("", name))
            country = name.removesuffix(short)
            if full == short or (country in self.lexicon.countries and country not in ("中国", "中华")):
                return member  # 江北医院 of 某市江北医院, whatever other place is called so; 云澜公司 of 德国云澜公司
            if (
                self.shortens_owner(short, name)
                or (is_short_of(short, full) and same_tail(short, full))
                or (
                    len(short) > 3
                    and name.endswith(short)
                    and (len(name) < len(short) + 3 if label == "Company" else len(name) > len(short) + 3)
                    and (
                        not regions
                        or not theirs
                        or name[: -len(short)].endswith(SCHOOLS)
                        or self.ends_above(name[: -len(short)], regions[-1])
                        or self.related(regions[-1], theirs[-1])
                    )
                )
            ):
                if best is None or len(member.name) < len(best.name):
                    best = member
                continue
            placed = bool(theirs) or (label == "Company" and len(core) < 3)  # 安顺云澜 is no 云澜电梯有限公司
            bare = core in self.lexicon.heads  # 某市博物馆 is no 某市某区博物馆
            if regions and placed and regions[-1:] != theirs[-1:] and (bare or short[:2] not in name):
                continue
            if is_short_of(short, name) or (
                core and len(core) > 1 and (is_short_of(core, full) or (core == full and regions != theirs))
            ):
                if not same_tail(core or short, full) or self.leaves_place_out(core, full):
                    continue
                if best is None or len(member.name) < len(best.name):
                    best = member
        return best

    def abbreviated(self, full: str) -> Member | None:
        """The faculty of which the article has read only a short form yet; it gets its full name."""
        found = next((m for m in self.members.values() if is_faculty(m.name, full)), None)
        if found is not None:
            found.name, found.label = full, "School"
        return found

    def is_other(self, a: str, b: str) -> bool:
        """Whether two names of one place go on differently: 某省人民医院 is no 某省北岭人民医院."""
        (places, mine), (others, theirs) = self.split_regions(a), self.split_regions(b)
        return bool(places) and places == others and mine[:2] != theirs[:2]

    def shortens_owner(self, short: str, full: str) -> bool:
        """Whether only the body that a name begins with is shortened: 云医大|附属示范医院."""
        same = 0
        while same < min(len(short), len(full)) and short[-1 - same] == full[-1 - same]:
            same += 1
        a, b = short[: len(short) - same], full[: len(full) - same]
        if same < 4 or len(a) < 2 or len(a) >= len(b) or a[0] != b[0] or not self.lexicon.label_of(b):
            return False
        rest = iter(b)
        return all(character in rest for character in a)

    def grown(self, full: str) -> Member | None:
        """示范集团, known from the name of a subsidiary, gets its full name 示范集团有限公司."""
        group = full[: full.rfind("集团") + 2]
        member = self.members.get(group) if LEGAL_FORM.fullmatch(full, len(group)) else None
        for size in (2, 3, 4):  # 德国云澜集团 of 云澜集团
            if member is None and full[:size] in self.lexicon.countries:
                member = self.members.get(full[size:])
        if member is None or member.label != "Company":
            return None
        member.name = full
        return member

    def is_of_zone(self, short: str, full: str) -> bool:
        """Whether a short form leaves out the zone in front, too: 启云创投 of 某市某保税港区启云创业投资合伙企业."""
        inner = IN_ZONE.sub("", full)
        return inner != full and is_short_of(short, inner)

    def leaves_place_out(self, short: str, full: str) -> bool:
        """Whether what a short form leaves out is a place: 浙江商会 is no 浙江温州商会."""
        same = next((i for i, (a, b) in enumerate(zip(short, full, strict=False)) if a != b), len(short))
        return full.endswith(short[same:]) and full[same : len(full) - len(short) + same] in self.lexicon.regions

    def ends_above(self, text: str, region: Region) -> bool:
        """Whether a name goes on with a place in which this one lies: 广东省湖北|荆门商会 is the 荆门商会."""
        return any(text.endswith((up.name, up.short or up.name)) for up in self.lexicon.up(region)[1:])

    def related(self, a: Region, b: Region) -> bool:
        """Whether one region lies in the other."""
        return any(u.code == b.code for u in self.lexicon.up(a)) or any(u.code == a.code for u in self.lexicon.up(b))

    def declare(self, member: Member, *surfaces: str) -> None:
        """Short forms that the text itself gives: （以下简称“…”）."""
        for surface in surfaces:
            self.by_surface[PUNCTUATION.sub("", surface)] = member
            member.use(surface)


BRANCHES = ("分行", "支行", "分公司")
LONGEST_PARENT = 20  # characters of the name of a bank before that of its branch
HOSPITAL = re.compile("^([省市县区])([一二三四五六七八九十])院$")
OFFSHOOTS = ("分公司", "子公司", "支公司")
YOUTH = re.compile("(?:共产主义青年团|共青团|团)(?=.{1,12}委(?:员会)?$)")
SCHOOLS = ("大学", "学院", "学校")
SUBJECT = re.compile(
    "(?:师范|理工|科技|医科|医药|中医药|农业|农林|林业|财经|经贸|工业|工程|民族|交通|外国语|海洋|政法|体育|艺术|传媒|石油|电力|邮电|工商)+"
)
LEGAL_FORM = re.compile("(?:集团|控股|股份|有限|责任)+公司|(?:总公司|集团)")
COMPANY_FORM = re.compile(r"(?:公司|集团|股份|银行|厂|社|合伙）?)$")
# what Hong Kong and Macao do not have: there such a short form means the nation's
MAINLAND = re.compile("委$|委员会|政协|中国人民政治协商会议|人大|人民代表大会|港澳|人民法院|法学会")
ACADEMY = re.compile("^(?:中国科学院|中科院)(?=..)")  # left out before its institutes
IN_ZONE = re.compile(
    "^.{2,10}?(?:保税港区|保税区|开发区|高新区|工业园区|自贸区|新区)(?=.{4})"
)  # in front of the name of a company
PARTY = re.compile(f"({any_of('democratic_parties')})([省市县区])委会?$")  # without its place
PARTY_BRANCH = re.compile(any_of("democratic_parties"))
MISSION = re.compile("驻[^华]{2,10}(?:使馆|领馆|领事馆)$")
SPECIAL = ("中联办", "特区政府", "立法会")  # bodies of which Hong Kong and Macao have one each
NUMBER = re.compile(r"[一二三四五六七八九十\d]+")
BRANCH = re.compile(f"({any_of('branches')})$")


def same_tail(short: str, full: str) -> bool:
    """Whether the short form keeps the head: 远禾 of 远禾生物股份有限公司, but not 某大学 of 某大学医学院."""
    if short.endswith("医院") and not full.endswith("医院"):
        return False  # 示范培岭医院 is no 示范培岭学院医学院
    if full.endswith("医院") and full != short:  # 某学院 of 某医科大学附属医院; 某岭医院 of 某岭示范医院
        return not short.endswith("学院") and not (short.endswith("医院") and full.startswith(short[:-2]))
    mine, theirs = short.partition("集团")[2], full.partition("集团")[2]
    if "集团" in short and theirs and LEGAL_FORM.fullmatch("集团" + mine) and not LEGAL_FORM.fullmatch("集团" + theirs):
        return False  # 示范集团有限公司 is no 示范集团云岭设备有限公司
    tail = BRANCH.search(full)
    if not tail or (full.endswith("协会") and short.endswith("协")):
        return True
    mine = BRANCH.search(short)
    return bool(mine and mine[1] == tail[1]) or (
        short[-1] == full[-1] and (len(tail[1]) > 1 or short[-2:] == full[-2:])
    )


def other_subject(short: str, full: str) -> bool:
    """Whether a university's name adds what is taught there to another's: 云岭师范大学 is not 云岭大学.

    >>> other_subject("云岭大学", "云岭师范大学"), other_subject("云岭学院", "云岭职业学院")
    (True, False)
    """
    tail = short[-2:]
    if tail not in SCHOOLS or not full.endswith(tail) or not full.startswith(short[:-2]):
        return False
    return SUBJECT.fullmatch(full[len(short) - 2 : -2]) is not None


def is_level(region: Region, word: str) -> bool:
    """Whether a bare 省, 市, 县, 区 can mean this region."""
    if word == "区" and region.level == "province":
        return False
    return region.name.endswith(word)


def compatible(a: str, b: str) -> bool:
    """Whether two labels may name one body."""
    return a == b or {a, b} <= {"Agency", "Institute", "School"} or {a, b} <= {"Agency", "Association"} or "" in (a, b)
