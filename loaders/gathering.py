"""The cast phase: from names to the nodes that they mean, and the tokens that the grammar reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .bodies import BodyName
from .brands import find_brands, find_founded, find_listed
from .cast import PUNCTUATION, Cast, Member
from .dateline import number
from .lexicon import Lexicon, Region, townships_of
from .people import PersonName
from .phrases import any_of, phrases
from .scene import OWN_FORMS, OWN_SCHOOL, Scene
from .tokens import Tokens, overlay

DECLARED = re.compile(
    r"（(?:(?:以下|下)?(?:统称|简称|称)(?:为)?[：:]?\s?)“?(?P<short>[^（）“”，。：]{1,16})”?(?:[，、/或]“?(?P<more>[^（）“”]{1,16})”?)?）"
)
LATIN_ALIAS = re.compile(r"（(?P<short>[A-Z][A-Za-z0-9&\-. ]{1,40})）")
PERSON_ALIAS = re.compile(r"（(?P<alias>[A-Z][A-Za-z\-.' ]{2,40}|[一-鿿]{2,4})）")
TOWN = re.compile(
    r"(?<=[、，。；：在到赴与和及由为\n])([一-鿿]{1,4}(?:镇|乡|街道))(?=[、，。；\n和与及等签举召成开的])"
)
SEVERAL = re.compile(
    r"(?P<place>[一-鿿]{2,6}?)[两二三四五六七八九十](?:省|市|县|区|州|旗|地)(?:区)?(?P<rest>[一-鿿]{2,})"
)
BRACKETED = re.compile(r"（(?:以下|下称|简称|下|原)[^（）]*）")
REPORTED = re.compile(
    r"会见|会谈|座谈|会晤|拜会|拜访|接见|调研|考察|访问|来访|到访|走访|参观|看望|慰问|签约|揭牌|检查|指导|接待"
)
HOLDS = re.compile(any_of("headline_holds") + "|[会坛式礼]$")
NEXT = re.compile(r"第([二三四五六七八九十]+)届")


def cast_edition(members: list[Member]) -> str:
    """The number of the first edition that a happening of the article bears: 首 of 首届."""
    for member in members:
        m = re.search(r"第([一二三四五六七八九十]+)届|(首)届", member.name)
        if m:
            return m[1] or m[2]
    return ""


BEHIND_TOPIC = re.compile(
    r"(?:的|上的|重要)*(?:讲话|精神|部署|决策|要求|议程|成员|决议|文件|讲话精神|重要讲话|提出|筹备|厅|室|议[室签]|中心|馆(?!举)|专家组|组委会)"
)
TOPIC = re.compile(r"(?:学习|贯彻|传达|宣讲|落实|贯彻落实|学习贯彻|迎接|收看|收听|观看|献礼|庆祝|《)[“]?$")
WATCHED = re.compile(any_of("watching") + "$")
YET_TO_BE = re.compile(r"(?:将(?:于[^，。]{0,12})?(?:召开|举行|举办|组织)|审议|提请|筹备)[^，。]*$|决定[^。]*$")
WIDE_HEADS = phrases("wide_heads")
HAPPEN = frozenset(
    ("hold", "attend", "chair", "sign", "unveil", "visit", "meet", "invest", "launch", "appoint", "remove")
)
OPENS_SPEECH = phrases("opens_speech")
SHORTEST = 5  # characters of a name that leaves some of another out
LONGEST_SENTENCE = 300  # tokens
EARLY = 400  # characters from the beginning
NUMERALS = re.compile(r"第?([一二三四五六七八九十百\d]+)(?:届|次|期)|(首)届|(20\d\d)")


HAN_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")


def alike(a: str, b: str) -> float:
    """Dice coefficient of the character pairs of two names."""
    x = {a[i : i + 2] for i in range(len(a) - 1)}
    y = {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 0.0


def editions(name: str) -> list[str]:
    """The numbers of a happening's name: 第三届, 2024; 第六十九次 is 第69次."""
    found = ("".join(m.groups("")).replace("首", "一") for m in NUMERALS.finditer(name))
    return sorted(str(number(numeral)) if HAN_NUMBER.fullmatch(numeral) else numeral for numeral in found)


DEPARTMENT = re.compile(r"[^职技中大]学院$|[处系科部]$|实验室$|研究[院所]$|分公司$")
COMPOUND = re.compile(r"[，。：；、（）“”]")


def gather(tokens: Tokens, lexicon: Lexicon, people: list[PersonName], bodies: list[BodyName], title: str) -> Scene:
    """The scene of an article: every token that is a name, and who it is."""
    text = tokens.text
    cast = Cast(lexicon, text)
    note_places(cast, tokens, lexicon)
    for body in bodies:
        if body.label in ("Company", "School", "Media"):
            cast.embedded.update(place for place, _ in cast.places if body.start <= place < body.end)
    spans = [(n.start, n.end, "N" if n.anchor == "byline" else "P") for n in people]
    spans += [(b.start, b.end, "E" if b.label == "Event" else "O") for b in bodies]
    seen = overlay(tokens, without_overlaps(sorted(spans)))
    bodies = sorted([*bodies, *find_brands(seen, lexicon), *own_names(seen)], key=lambda b: b.start)
    spans += [(b.start, b.end, "O") for b in bodies if b.label != "Event"]
    seen = overlay(tokens, without_overlaps(sorted(set(spans))))
    bodies = sorted([*bodies, *find_listed(seen, lexicon), *find_founded(seen)], key=lambda b: b.start)
    bodies = each_of_several(seen, text, bodies, lexicon)
    declared = declarations(text, bodies)
    aliases = short_forms(text, tokens, lexicon, people, bodies, declared)
    spans = [(n.start, n.end, "N" if n.anchor == "byline" else "P") for n in people]
    spans += [(b.start, b.end, "E" if b.label == "Event" else "O") for b in bodies]
    spans += [(a.start, a.end, "O") for a in aliases]
    towns = townships(text, cast, lexicon)
    spans += [(m.start(1), m.end(1), "R") for m in TOWN.finditer(text) if m[1] in towns]
    spans.sort(key=lambda span: (span[0], -span[1]))
    bodies = sorted([*bodies, *aliases], key=lambda b: b.start)
    merged = regions_merged(overlay(tokens, without_overlaps(spans)), lexicon)
    scene = Scene(text, merged, lexicon, cast, towns=towns)
    index = {start: i for i, start in enumerate(merged.start)}
    for body in bodies:
        i = index.get(body.start)
        if i is not None and merged.classes[i] in "OE":
            scene.names[i] = body
    # the longest names first, so that short forms find them
    order = sorted(
        (i for i in scene.names if merged.classes[i] == "O"),
        key=lambda i: (-(scene.names[i].end - scene.names[i].start), i),
    )
    for i in order:
        body = scene.names[i]
        if body.generic and body.end not in declared:
            continue
        member = scene.organisation_at(i)
        if member is not None:
            for short in declared.get(body.end, ()):
                cast.declare(member, short)
    nest_behind_short_forms(cast)
    scene.mentions.sort(key=lambda m: m[1])
    cast.publisher = publishing_school(scene)
    persons(scene, people, index)
    happenings(scene, title)
    name_host(scene)
    return scene


def nest_behind_short_forms(cast: Cast) -> None:
    """云科大建筑学院 is part of the school that the article calls 云科大."""
    for member in [m for m in cast.members.values() if m.parent is None and DEPARTMENT.search(m.name)]:
        for size in range(len(member.name) - 2, 2, -1):
            owner = cast.by_surface.get(member.name[:size])
            if owner is not None and owner is not member and owner.label in ("School", "Company", "Institute"):
                member.parent = owner
                break


OWN_PAGE = re.compile(rf"([一-鿿]{{2,10}}?){any_of('own_page')}讯")
GUESTS = re.compile(any_of("guests"))
OWNED = re.compile("[OnxauHhDAmkRKZiL]|[Ttg]+[^TtgPc，]")  # classes of what is our own, behind 我校
OWN_MEETING = re.compile(r"第?[一二三四五六七八九十\d]+[届次]|换届|成立|会员|理事|年会|年度")
CLAUSE = re.compile("[，。；！？\n]")
OPPOSITE = re.compile("[与和同向对为到]我校|我校(?:[^，。；]{0,6}[与和同向对到赴]|.{0,8}(?:签|访|会见|接待))")


def own_names(tokens: Tokens) -> list[BodyName]:
    """Each 我校 that acts or has office-holders; before a noun (我校学生, 我校理学院) it only tells whose that is."""
    return [
        BodyName(tokens.start[i], tokens.end[i], "School", tokens.word(i), True)
        for i, letter in enumerate(tokens.classes)
        if letter == "r" and tokens.word(i) in OWN_FORMS and not OWNED.match(tokens.classes, i + 1)
    ]


def publishing_school(scene: Scene) -> Member | None:
    """The school that 我校 and a bare 校长 mean: named in the byline, else most often. A guest or partner is not it.

    One that the page names but once, or only as somebody's employer, is not the school that speaks there.
    """
    text, lexicon, tokens = scene.text, scene.lexicon, scene.tokens
    tails = lexicon.title_body("校长").tails
    byline = OWN_PAGE.search(text)
    strangers: set[str] = set()
    found: dict[str, Member] = {}
    told: set[str] = set()  # named otherwise than as an employer or as a place
    for member, start, end in scene.mentions:
        if member.label != "School" or member.parent is not None or not member.name.endswith(tails):
            continue
        if byline and member.name.startswith(byline[1]):
            return member
        found[member.key] = member
        stop = CLAUSE.search(text, end)
        clause = text[end : stop.start() if stop else len(text)]
        sentence = text[max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1 : end] + clause
        if GUESTS.search(clause) or OPPOSITE.search(sentence) or not independent(member.name, lexicon):
            strangers.add(member.key)
        around = tokens.classes[max(0, (i := tokens.begins(start)) - 1) : i + 2]
        opens = start == 0 or text[start - 1] == "\n"
        known = opens or member.name in lexicon.bodies
        if i >= 0 and known and around[:1] != "p" and around[-1:] not in "TtgP":
            told.add(member.key)
    own = [m for key, m in found.items() if key not in strangers]
    best = max(own, key=lambda m: (scene.weight(m), -m.order), default=None)
    if best is None or best.key in told or scene.weight(best) > 1 or not OWN_SCHOOL.search(text):
        return best
    return None


def independent(name: str, lexicon: Lexicon) -> bool:
    """Whether a school is none of another's: a bare 学院 behind a subject (水声学院) is."""
    core = name.removesuffix("学院")
    return core == name or core in lexicon.regions or any(name[k:] in lexicon.heads for k in range(len(core)))


def without_overlaps(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def townships(text: str, cast: Cast, lexicon: Lexicon) -> dict[str, Region]:
    """The townships that the text names, where it names a county to which one of that name belongs."""
    found: dict[str, Region] = {}
    for m in TOWN.finditer(text):
        for code in townships_of(m[1]) if m[1] not in found else ():
            county = lexicon.region_by_code.get(code)
            if county and any(up.code == county.code for _, region in cast.places for up in lexicon.up(region)):
                found[m[1]] = Region("T" + code + m[1], m[1], "", "township", code)
    return found


def each_of_several(tokens: Tokens, text: str, bodies: list[BodyName], lexicon: Lexicon) -> list[BodyName]:
    """甲、乙、丙三市人社局: one body for each place of the list."""
    made: list[BodyName] = []
    for body in bodies:
        surface = text[body.start : body.end]
        m = SEVERAL.fullmatch(surface)
        if not m or m["rest"] not in lexicon.departments or m["place"] not in lexicon.regions:
            made.append(body)
            continue
        i = tokens.begins(body.start)
        places = [(body.start, body.start + len(m["place"]))]
        while i > 1 and tokens.word(i - 1) in ("、", "和", "与", "及") and tokens.classes[i - 2] in "Ri":
            i -= 2
            places.insert(0, (tokens.start[i], tokens.end[i]))
        if len(places) < 2:
            made.append(body)
            continue
        for start, end in places:
            place = lexicon.regions[text[start:end]][0].name
            made.append(BodyName(start, end, body.label, body.head, False, (), place + m["rest"]))
    return made


def note_places(cast: Cast, tokens: Tokens, lexicon: Lexicon) -> None:
    """Every region that the text names, in order: what 省 and 县 mean depends on it."""
    for i, letter in enumerate(tokens.classes):
        if letter == "R":
            previous = cast.places[-1][1] if cast.places else None
            region = cast.region_named(tokens.word(i), previous)
            if region:
                cast.note_place(tokens.start[i], region)
                if tokens.classes[i + 1 : i + 2] in ("D", "T", "t", "A") or tokens.classes[i + 1 : i + 3] in (
                    "RD",
                    "RT",
                    "RA",
                ):
                    cast.official.add(tokens.start[i])
        elif letter == "A":
            region = lexicon.body_region(tokens.word(i))
            if region:
                cast.note_place(tokens.start[i], region)
                cast.official.add(tokens.start[i])


def declarations(text: str, bodies: list[BodyName]) -> dict[int, tuple[str, ...]]:
    """Short forms in brackets behind a name: end of the name → the forms."""
    found: dict[int, tuple[str, ...]] = {}
    for body in bodies:
        m = DECLARED.match(text, body.end) or LATIN_ALIAS.match(text, body.end)
        if m:
            found[body.end] = tuple(x for x in (m["short"], m.groupdict().get("more")) if x)
    return found


def short_forms(
    text: str,
    tokens: Tokens,
    lexicon: Lexicon,
    people: list[PersonName],
    bodies: list[BodyName],
    declared: dict[int, tuple[str, ...]],
) -> list[BodyName]:
    """Places where the text uses a short form of an organisation that it names in full elsewhere."""
    covered = bytearray(len(text))
    for name in people:
        covered[name.start : name.end] = b"\1" * (name.end - name.start)
    for body in bodies:
        if not (body.generic and body.end - body.start < 3):
            covered[body.start : body.end] = b"\1" * (body.end - body.start)
    starts = set(tokens.start)
    ends = set(tokens.end)
    found: list[BodyName] = []
    wanted: dict[str, tuple[str, str]] = {}
    places: dict[str, str] = {}
    for body in bodies:
        if body.label == "Event" or body.generic:
            continue
        full = PUNCTUATION.sub("", text[body.start : body.end])
        core, place = strip_place(full, lexicon)
        if body.label in ("Company", "School", "Institute", "Association", "Media") and len(core) >= 4:
            wanted.setdefault(core[:2], (core, body.label))
            places.setdefault(core[:2], place)
        for short in declared.get(body.end, ()):
            wanted.setdefault(short, (short, body.label))
    for prefix in sorted(wanted, key=len, reverse=True):
        full, label = wanted[prefix]
        body_label = label
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            if not any(covered[at:end]):
                place = full.find(prefix) + len(prefix)
                best = end if end in ends or prefix == full else -1
                while end < len(text) and prefix != full:
                    place = full.find(text[end], place) + 1
                    if not place or covered[end]:
                        break
                    end += 1
                    if end in ends or end - at > len(prefix) + 1:
                        best = end
                if body_label != "Company" and best > at and prefix != full and text[best - 1] != full[-1]:
                    best = -1
                common = prefix != full and lexicon.classes.get(prefix, "x") not in "x"
                if (
                    best > at
                    and (at in starts or prefix == full)
                    and not (common and best - at < 4)
                    and text[at - 1 : at] not in ("《",)
                ):
                    if at > 0 and text[at - 1] == "“" and text[best : best + 1] == "”":
                        at, best = at - 1, best + 1
                    begin = at
                    region = places.get(prefix, "")
                    if region and text.endswith(region, 0, at) and not any(covered[at - len(region) : at]):
                        begin = at - len(region)
                    found.append(BodyName(begin, best, label, text[at:best], False))
                    covered[begin:best] = b"\1" * (best - begin)
                    end = best
            at = text.find(prefix, end)
    return found


def strip_place(name: str, lexicon: Lexicon) -> tuple[str, str]:
    """A name without the regions that it begins with."""
    rest = re.sub("^[国公私市省县]立", "", name)
    while True:
        for size in range(min(8, len(rest) - 2), 1, -1):
            if rest[:size] in lexicon.regions:
                rest = rest[size:]
                break
        else:
            return rest, name[: len(name) - len(rest)]


def regions_merged(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Neighbouring region words as one token of class R; 县 short forms only behind 在, 赴 and the like."""
    classes: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, letter in enumerate(tokens.classes):
        if letter == "i":
            cut = tokens.classes[i + 1 : i + 2] == "x"
            letter = "R" if classes and classes[-1] in "Rp" and not cut else "x"
        elif letter in "KZ" or (classes[-1:] == ["p"] and in_initial(tokens, i, lexicon)):
            letter = "R"
        elif letter == "L":
            letter = "n"
        elif letter in "HhDAF":
            letter = "n"
        if (
            letter == "R"
            and classes
            and classes[-1] == "R"
            and ends[-1] == tokens.start[i]
            and tokens.classes[i] == "R"
        ):
            ends[-1] = tokens.end[i]
            continue
        classes.append(letter)
        starts.append(tokens.start[i])
        ends.append(tokens.end[i])
    return Tokens(tokens.text, "".join(classes), starts, ends)


def in_initial(tokens: Tokens, i: int, lexicon: Lexicon) -> bool:
    """Whether token i is one character that stands for a province: 在京召开."""
    return (
        tokens.end[i] - tokens.start[i] == 1
        and tokens.word(i) in lexicon.initials
        and tokens.classes[i + 1 : i + 2] in ("V", "d", "a")
        and tokens.word(i - 1) in ("在", "于")
    )


def persons(scene: Scene, people: list[PersonName], index: dict[int, int]) -> None:
    """One node for each name of a person; a name in brackets behind it is an alias."""
    cast, text = scene.cast, scene.text
    for name in people:
        i = index.get(name.start)
        if i is None or scene.tokens.classes[i] != "P":
            continue
        surface = text[name.start : name.end]
        member = cast.by_surface.get("P:" + surface) or cast.member("P:" + surface, "Person", surface)
        m = PERSON_ALIAS.match(text, name.end)
        if m and (m["alias"].isascii() or surface.isascii()):
            cast.by_surface["P:" + m["alias"]] = member
            member.use(m["alias"])
        member.use(surface)
        scene.persons[i] = member
        scene.mentions.append((member, name.start, name.end))


def happenings(scene: Scene, title: str) -> None:
    """Which events the article names, and which one it reports."""
    cast, tokens, text = scene.cast, scene.tokens, scene.text
    named: list[tuple[int, BodyName]] = []
    letters = list(tokens.classes)
    watched = ""
    for i, body in sorted(scene.names.items()):
        if letters[i] != "E":
            continue
        if BEHIND_TOPIC.match(text, body.end) or TOPIC.search(text, max(0, body.start - 8), body.start):
            letters[i] = "n"
            if WATCHED.search(text, max(0, body.start - 8), body.start):
                watched = watched or text[body.start : body.end]
        else:
            named.append((i, body))
    tokens.classes = "".join(letters)
    name_happenings(scene, named)
    told = [(i, body) for i, body in named if not is_aside(scene, i)]
    event = held(scene, told) or unheld(scene, title, told)
    cast.main_event = None if watched and event is not None and event.name.endswith(watched) else event


def name_happenings(scene: Scene, named: list[tuple[int, BodyName]]) -> None:
    """One node for each happening, the longest names first; a bare 会议 means the one that the article reports."""
    members: list[Member] = []
    for i, body in sorted(named, key=lambda x: -(x[1].end - x[1].start)):
        surface = BRACKETED.sub("", scene.text[body.start : body.end])
        if body.generic and (edition := NEXT.match(surface)) and cast_edition(members) not in ("", edition[1]):
            pass  # 第二届邀请赛 in an article about the first
        elif body.generic:
            scene.events[i] = None
            continue
        member = next((m for m in members if same_happening(surface, m.name)), None)
        if member is None:
            member = scene.cast.member("E:" + surface, "Event", surface)
            members.append(member)
        member.use(surface)
        scene.events[i] = member
        scene.mentions.append((member, body.start, body.end))
    scene.mentions.sort(key=lambda m: m[1])


def same_happening(a: str, b: str) -> bool:
    """Whether two names mean one happening: one holds the other, or they are alike and of one edition."""
    return (
        a in b
        or b in a
        or leaves_out(a, b)
        or (alike(a, b) > (0.5 if editions(a) else 0.75) and editions(a) == editions(b))
    )


def leaves_out(short: str, full: str) -> bool:
    """Whether a name leaves characters of another out: 产业高峰论坛 of 示范产业发展高峰论坛."""
    rest = iter(full)
    return len(short) >= SHORTEST and short[-2:] == full[-2:] and all(character in rest for character in short)


def is_aside(scene: Scene, i: int) -> bool:
    """Whether the happening at token i stands in what somebody said, or is yet to be decided or held."""
    tokens = scene.tokens
    near = max(0, i - LONGEST_SENTENCE)
    first = max(near, *(tokens.classes.rfind(mark, near, i) + 1 for mark in "。！？\n"))
    said = any(  # 上级的要求 is a noun
        tokens.classes[k] == "V" and tokens.classes[k - 1] not in "nvau" and tokens.word(k) in OPENS_SPEECH
        for k in range(first + 1, i)
    )
    return said or YET_TO_BE.search(scene.text, tokens.start[first], tokens.start[i]) is not None


def held(scene: Scene, named: list[tuple[int, BodyName]]) -> Member | None:
    """The first happening that is held; a bare 座谈会 that is held is the one whose name ends so, else its own.

    A bare 会议 or 活动 says less than the name of any other that is held.
    """
    bare: BodyName | None = None
    for i, body in named:
        if not is_held(scene, i):
            continue
        member = scene.events.get(i)
        if member is not None:
            return member
        if body.start >= EARLY:
            continue
        if body.head not in WIDE_HEADS:
            full = (m for k, _ in named if (m := scene.events.get(k)) is not None and m.name.endswith(body.head))
            return next(full, None) or bare_event(scene, scene.text[body.start : body.end])
        bare = bare or body
    if bare is None or any(scene.events.get(k) and b.start < bare.start for k, b in named):
        return None
    return bare_event(scene, scene.text[bare.start : bare.end])


def is_held(scene: Scene, i: int) -> bool:
    """Whether the first verb behind the happening at token i, or one before it in its clause, holds it."""
    tokens, triggers = scene.tokens, scene.lexicon.triggers
    for j in range(i + 1, len(tokens.classes)):
        letter = tokens.classes[j]
        if letter == "V" and triggers[tokens.word(j)].frame == "hold":
            return True
        if letter in "V。！？\nyzE":
            break
    for j in range(i - 1, -1, -1):
        letter = tokens.classes[j]
        if letter == "V" and triggers[tokens.word(j)].frame == "hold":
            return True
        if letter in "。！？\n，":
            break
    return False


def bare_event(scene: Scene, name: str) -> Member:
    """The article's happening, known by an ordinary word or a headline only."""
    member = scene.cast.member("E:" + name, "Event", name)
    member.use(name)
    return member


def name_host(scene: Scene) -> None:
    """某协会第三次会员代表大会: an association is known also where only its own meeting names it."""
    event = scene.cast.main_event
    m = OWN_MEETING.search(event.name) if event else None
    at = scene.text.find(event.name) if event else -1
    if event is None or m is None or m.start() < 4 or at < 0:
        return
    name = event.name[: m.start()].rpartition("暨")[2]
    if len(name) > 3 and scene.label_of(name) == "Association":
        at += m.start() - len(name)
        scene.mentions.append((scene.cast.organisation(name, "Association", at), at, at + len(name)))


def unheld(scene: Scene, title: str, named: list[tuple[int, BodyName]]) -> Member | None:
    """The happening of an article in which nothing is said to be held.

    A headline that reports a visit or a meeting names it; else the first happening named early on; else a bare 会议,
    座谈 or 调研 that the text speaks of; else the headline.
    """
    tokens = scene.tokens
    if title and REPORTED.search(title) and not any(scene.text[b.start : b.end] in title for _, b in named):
        return bare_event(scene, title)
    for i, body in named:
        member = scene.events.get(i)
        if member is not None and body.start < EARLY:
            return member
    for i, body in named:
        if scene.events.get(i) is None and not body.head.startswith("开"):
            return bare_event(scene, scene.text[body.start : body.end])
    happens = any(
        letter == "V" and scene.lexicon.triggers[tokens.word(i)].frame in HAPPEN
        for i, letter in enumerate(tokens.classes[:600])
    )
    name = title if happens and (HOLDS.search(title) or REPORTED.search(title)) else ordinary_word(scene)
    if name:
        return bare_event(scene, name)
    return next((m for i, _ in named if (m := scene.events.get(i)) is not None), None)


def ordinary_word(scene: Scene) -> str:
    """What an article early on says was attended (参加访谈) or done (调研), where nothing has a better name."""
    tokens, lexicon = scene.tokens, scene.lexicon
    done = ""
    for i, letter in enumerate(tokens.classes):
        if tokens.start[i] >= EARLY:
            break
        if letter != "V":
            continue
        frame = lexicon.triggers[tokens.word(i)].frame
        if frame == "attend" and i + 1 < len(tokens.classes) and tokens.word(i + 1) in lexicon.weak_events:
            return tokens.word(i + 1)
        if frame in ("visit", "meet"):
            done = done or tokens.word(i)
    return done
