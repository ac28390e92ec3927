"""Which happenings an article names, which one it reports, and what a bare 会议 means."""

from __future__ import annotations

import re

from .bodies import BodyName
from .cast import DECLARED, Member, is_short_of, same_tail
from .dateline import number
from .phrases import any_of, phrases
from .scene import Scene

REPORTED = re.compile(any_of("reported"))
HOLDS = re.compile(any_of("headline_holds") + "|[会坛式礼]$")
NEXT = re.compile(r"第([二三四五六七八九十]+)届")
BEHIND_TOPIC = re.compile(
    r"”?(?:的|上的|重要)*(?:讲话|精神|部署|决策|要求|议程|情况|概况|成员|决议|文件|讲话精神|重要讲话|工作报告|报告精神|提出|筹备|时期|主题|名单|盛况|章程|厅|室|议[室签]|中心|馆(?!举)|体育馆|展馆|专家组|组委会|会长|秘书长)"
)
TOPIC = re.compile(
    r"(?:学习|贯彻|传达|宣讲|落实|贯彻落实|学习贯彻|迎接|喜迎|围绕|收看|收听|观看|献礼|庆祝|《)[“]?(?:党的[^，。、\n]{2,4}、)?$"
)
WATCHED = re.compile(any_of("watching") + "$")
YET_TO_BE = re.compile(r"(?:(?:将|拟)(?:于[^，。]{0,12})?(?:召开|举行|举办|组织)|审议|提请|筹备)[^，。]*$|决定[^。]*$")
LONG_AGO = re.compile(r"[^，。]{0,4}(?:周年|以来)")  # 示范运动会举办十周年
DECLARING = ("以下简称", "简称")
HELD, ALSO = phrases("holding"), {"还", "并", "同时", "期间"}
THEN, COMMEMORATES = phrases("then"), phrases("commemorates")
PRAISED = re.compile(r"^(?:盛大|隆重|简短|简朴|热烈|精彩)的?")
WIDE_HEADS = phrases("wide_heads")
HAPPEN = frozenset(
    ("hold", "attend", "chair", "sign", "unveil", "visit", "meet", "invest", "launch", "appoint", "remove")
)
OPENS_SPEECH = phrases("opens_speech")
LOOSE_TAIL = re.compile("(?<=[会赛展节礼式坛])活动$")  # 示范年会活动 is 示范年会
SHORTEST = 5  # characters of a name that leaves some of another out
VERB = re.compile("V")
LONGEST_SENTENCE = 300  # tokens
LONGEST_WAY = 16  # tokens between a happening and the verb that says where it was held
EARLY = 400  # characters from the beginning
NUMERALS = re.compile(r"第?([一二三四五六七八九十百\d]+)(?:届|次|期)|(首)届|(20\d\d)")
HAN_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
OWN_MEETING = re.compile(
    r"第[一二三四五六七八九十\d]+[、及至和]第?[一二三四五六七八九十\d]+届|第?[一二三四五六七八九十\d]+[届次]|换届|成立|会员|理事|年会|年度"
)
BRACKETED = re.compile(r"（(?:以下|下称|简称|下|原)[^（）]*）")


def happenings(scene: Scene, title: str) -> None:
    """Which events the article names, and which one it reports."""
    cast, tokens, text = scene.cast, scene.tokens, scene.text
    named: list[tuple[int, BodyName]] = []
    letters = list(tokens.classes)
    topics: list[BodyName] = []
    watched = ""
    declared = short_names(scene)
    for i, body in sorted(scene.names.items()):
        if letters[i] != "E":
            continue
        if text.startswith(DECLARING, body.start) or text.endswith(DECLARING, 0, body.start):
            letters[i] = "n"
            continue
        topic = BEHIND_TOPIC.match(text, body.end) or TOPIC.search(text, max(0, body.start - 8), body.start)
        if topic or is_of_guests(scene, i):
            letters[i] = "n"
            topics.append(body)
            if WATCHED.search(text, max(0, body.start - 8), body.start):
                watched = watched or text[body.start : body.end]
        else:
            named.append((i, body))
    tokens.classes = "".join(letters)
    name_happenings(scene, named, declared)
    told = [(i, body) for i, body in named if not is_aside(scene, i)]
    event = held(scene, told) or unheld(scene, title, told)
    cast.main_event = None if watched and event is not None and event.name.endswith(watched) else event
    name_of_section(scene, named)
    scene.sequence = [(i, m) for i, body in named if (m := scene.events.get(i)) and takes_place(scene, i, body)]
    name_host(scene)
    take_up(scene, topics, named)


def name_of_section(scene: Scene, named: list[tuple[int, BodyName]]) -> None:
    """On a page of several reports a bare 签约仪式 is the one of its own report."""
    main = scene.cast.main_event
    for i, body in named:
        told = main is not None and scene.is_told_there(main, i)
        if scene.events.get(i) is None and main is not None and not told and body.head not in WIDE_HEADS:
            scene.events[i] = event = bare_event(scene, scene.text[body.start : body.end])
            scene.mentions.append((event, body.start, body.end))


def short_names(scene: Scene) -> dict[str, str]:
    """What short forms of happenings mean: 第三届云岭洽谈会（以下简称“云洽会”）."""
    text, events = scene.text, [body for body in scene.names.values() if body.label == "Event"]
    found = ((m["short"], text[b.start : b.end]) for b in events if (m := DECLARED.match(text, b.end)))
    return dict(found)


def is_of_guests(scene: Scene, i: int) -> bool:
    """Whether the happening at token i only says which guests somebody received: 甲会见了参加示范会议的客人."""
    tokens, triggers = scene.tokens, scene.lexicon.triggers
    if tokens.classes[i - 1 : i] != "V" or triggers[tokens.word(i - 1)].frame != "attend":
        return False
    if i + 1 >= len(tokens.classes) or tokens.word(i + 1) != "的":
        return False
    first = 1 + max(tokens.classes.rfind(mark, 0, i) for mark in "，。\n")
    return any(tokens.classes[k] == "V" and triggers[tokens.word(k)].frame == "meet" for k in range(first, i - 1))


def take_up(scene: Scene, topics: list[BodyName], named: list[tuple[int, BodyName]]) -> None:
    """A bare 论坛 behind 示范论坛 or 第三届示范论坛的筹备 is that one, unless the article reports a 论坛."""
    main = scene.cast.main_event
    for i, body in named:
        if scene.events.get(i) is not None or body.head in WIDE_HEADS or (main and body.head in main.name):
            continue
        others = [m for k, _ in named if k < i and (m := scene.events.get(k)) is not None and body.head in m.name]
        if others:
            scene.events[i] = others[-1]
            continue
        spoken_of = [t for t in topics if t.end < body.start and t.head.endswith(body.head) and not t.generic]
        if spoken_of and main is not None:
            name = scene.text[spoken_of[-1].start : spoken_of[-1].end]
            event = scene.events[i] = bare_event(scene, name)
            scene.mentions.append((event, spoken_of[-1].start, spoken_of[-1].end))


def name_happenings(scene: Scene, named: list[tuple[int, BodyName]], declared: dict[str, str]) -> None:
    """One node for each happening, the longest names first; a bare 会议 means the one that the article reports.

    A short form that is declared means its full name.
    """
    members: list[Member] = []
    for i, body in sorted(named, key=lambda x: -(x[1].end - x[1].start)):
        surface = PRAISED.sub("", BRACKETED.sub("", scene.text[body.start : body.end]))
        if body.generic and (edition := NEXT.match(surface)) and cast_edition(members) not in ("", edition[1]):
            pass  # 第二届邀请赛 in an article about the first
        elif body.generic:
            scene.events[i] = None
            continue
        name = declared.get(surface, surface)
        member = next((m for m in members if same_happening(name, m.name)), None)
        if member is None:
            member = scene.cast.member("E:" + name, "Event", name)
            members.append(member)
        member.use(surface)
        member.sure = member.sure or body.generic  # of another edition, named though nothing is said of it
        scene.events[i] = member
        scene.mentions.append((member, body.start, body.end))
    scene.mentions.sort(key=lambda m: m[1])


def cast_edition(members: list[Member]) -> str:
    """The number of the first edition that a happening of the article bears: 首 of 首届."""
    for member in members:
        m = re.search(r"第([一二三四五六七八九十]+)届|(首)届", member.name)
        if m:
            return m[1] or m[2]
    return ""


def same_happening(a: str, b: str) -> bool:
    """Whether two names mean one happening: one holds the other, or they are alike and of one edition."""
    a, b = LOOSE_TAIL.sub("", a), LOOSE_TAIL.sub("", b)
    if a in b or b in a or leaves_out(a, b):
        return True
    edition = editions(a)  # the more numbers agree, the less need the words
    likeness = alike(NUMERALS.sub("", a), NUMERALS.sub("", b)) if edition == editions(b) else 0
    return likeness > (0.5 / len(edition) if edition else 0.75)


def alike(a: str, b: str) -> float:
    """Dice coefficient of the character pairs of two names."""
    x = {a[i : i + 2] for i in range(len(a) - 1)}
    y = {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 0.0


def editions(name: str) -> list[str]:
    """The numbers of a happening's name: 第三届, 2024; 第六十九次 is 第69次."""
    found = ("".join(m.groups("")).replace("首", "一") for m in NUMERALS.finditer(name))
    return sorted(str(number(numeral)) if HAN_NUMBER.fullmatch(numeral) else numeral for numeral in found)


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
        tokens.classes[k - 1] not in "nvau" and tokens.word(k) in OPENS_SPEECH
        for k in (m.start() for m in VERB.finditer(tokens.classes, first + 1, i))
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
            full = [m for k, _ in named if (m := scene.events.get(k)) is not None and body.head in m.name]
            exact = [m for m in full if m.name.endswith(body.head)]
            return next(iter(exact + full), None) or bare_event(scene, scene.text[body.start : body.end])
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
            return not LONG_AGO.match(scene.text, tokens.end[j])
        if letter in "V。！？\nyzE":
            break
    for j in range(i - 1, -1, -1):
        letter = tokens.classes[j]
        if letter == "V" and triggers[tokens.word(j)].frame == "hold":
            return tokens.word(j - 1) not in ALSO  # 签约，并举行揭牌仪式: by the way
        if letter in "。！？\n，":
            break
    return False


def takes_place(scene: Scene, i: int, body: BodyName) -> bool:
    """Whether the happening at token i is the one told from here on: 第三届示范论坛在某市举行; 甲在某市举行示范论坛."""
    tokens, lexicon = scene.tokens, scene.lexicon
    if lexicon.events.get(body.head) == "part" or is_aside(scene, i):
        return False
    opening = tokens.classes[max(0, i - 2) : i].rstrip("“u")
    if opening.endswith("V") and tokens.word(max(0, i - 2) + len(opening) - 1) in HELD:
        first = 1 + max(tokens.classes.rfind(mark, 0, i) for mark in "，。\n")
        begin = 1 + max(tokens.classes.rfind(mark, 0, i) for mark in "。\n")
        told = "p" in tokens.classes[first:i] or not THEN.isdisjoint(tokens.words[begin:i])
        return told and not set(tokens.words[first:i]) & ALSO
    verb = tokens.classes.find("V", i + 1)
    way = tokens.classes[i + 1 : verb]
    if verb < 0 or verb - i > LONGEST_WAY or "R" not in way or set(way) & set("。！？；\n，u"):
        return False
    return lexicon.triggers[tokens.word(verb)].frame == "hold" and tokens.classes[verb + 1 : verb + 2] != "u"


def bare_event(scene: Scene, name: str) -> Member:
    """The article's happening, known by an ordinary word or a headline only."""
    name = PRAISED.sub("", name)
    member = scene.cast.member("E:" + name, "Event", name)
    member.use(name)
    return member


def name_host(scene: Scene) -> None:
    """某协会第三次会员代表大会: an association is known also where only its own meeting names it."""
    event = scene.cast.main_event
    m = OWN_MEETING.search(event.name) if event else None
    if event is None or m is None or m.start() < 4:
        return
    name = event.name[: m.start()].rpartition("暨")[2].removeprefix("新一届")
    name = next((name.removeprefix(word) for word in COMMEMORATES if name.startswith(word)), name)
    at = scene.text.find(name)
    if len(name) > 3 and at >= 0 and scene.label_of(name) == "Association":
        for member in scene.cast.members.values():  # its short form was read before: 黔中联盟
            short = member.name
            if member.label != "Association" or name.startswith(short):
                continue
            if is_short_of(short, name) and same_tail(short, name):
                member.name = name
                scene.cast.declare(member, name)
                break
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
    opening = next((b for i, b in named if scene.events.get(i) is None and b.start < EARLY), None)
    if not name and opening is not None:  # 开馆仪式, which nothing else names
        name = scene.text[opening.start : opening.end]
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
