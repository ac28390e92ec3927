"""Who was where: the frames that make SPOKE_AT, ATTENDED, ORGANIZED and HELD_IN.

Each function reads one clause (or, at the end, one sentence) and adds what it tells to the account. In the examples
甲, 乙, 丙 are people or bodies.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .account import Account
from .cast import Member
from .phrases import any_of, phrases
from .units import JOINERS, WITH, Clause, Group, Sentence, Stretch, is_relative, says_who

ORGANISATION_SPEAKS = phrases("organisation_speaks")
OF_OTHERS = phrases("of_others")
VISIT = re.compile(any_of("visits"))
SAID_AT = re.compile(r"(?:在|于)[^，。]{0,20}(?:上|时|中|会|仪式|现场|台)$|(?:会上|现场|席间|会后|当场)$")
ORGANIZER_UNIT = re.compile(r"(?:联合(?=主办|承办))?(?P<role>主办|承办|协办|指导|支持)(?:单位|方)")
PATRONS = ("指导", "支持")  # what a patron does for a happening; organisers come before or behind
ORGANIZERS = ("主办", "承办", "协办")
TO_THE_PRESS = re.compile(any_of("to_the_press"))
INVITES = phrases("invites")
DATELINED = re.compile(r"[”“]?[lxkq]+，(?P<place>R+)，E")  # kinds of units
LISTS_GUESTS = phrases("lists_guests")
LISTING = ("包括", "其中包括", "计有")  # begin a list behind a clause: 各界人士出席论坛，包括甲、乙
ALLIED = ("联合", "携手", "会同")
LEADING = phrases("leading")
RECEIVING = phrases("receiving")
PRESS_SAYS = phrases("press_says")
LISTENING = phrases("listening")
GUESTS = tuple(phrases("guest_words"))
HEADS_LIST = re.compile("(?:出席|参加|与会|到场|到会)[^，。]{0,40}(?:嘉宾|领导|人员|代表|来宾)[^，。]{0,6}[：:]$")
LISTED = frozenset("mnxlaktgTqRKXSOPeB，“”")  # kinds of units of what cannot be read in a list
NO_HOST = ("工作", "人", "日常")  # 主持工作, 主持人, 主持日常工作
LIST_BEHIND = 12  # units behind a verb within which 的还有 begins a list
NAMED_BEHIND = 8  # units behind a verb within which a happening is named


# --- speaking -------------------------------------------------------------------------------------------


def speak(account: Account, clause: Clause) -> None:
    """会长甲致辞；甲、乙分别发言；示范公司作交流发言."""
    if is_interview(account, clause) or is_heard(clause):
        return
    speakers = clause.people
    if speakers and clause.subject and not clause.inherited:
        speakers = [p for g in (*companions(clause, clause.subject), clause.subject) for p in g.members("P")]
    if not speakers and clause.subject and not clause.subject.represented and clause.role in ORGANISATION_SPEAKS:
        speakers = clause.subject.doers()
    rule = "speak.list" if len(speakers) > 1 else "speak.one"
    for speaker in speakers:
        account.add("SPOKE_AT", speaker, account.event_of(clause), clause, rule, role=clause.role)


def is_interview(account: Account, clause: Clause) -> bool:
    """Whether the clause tells what somebody said to a journalist."""
    return TO_THE_PRESS.search(account.scene.text, clause.start, clause.verb.end) is not None


def is_heard(clause: Clause) -> bool:
    """Whether another spoke, and the subject listens or thanks: 甲听取大家发言, 甲对乙的分享表示感谢."""
    units, begin = clause.sentence.units, clause.subject.last + 1 if clause.subject is not None else 0
    between = units[begin : clause.index]
    thanked = any(u.word == "对" for u in between) and any(u.word == "表示" for u in units[clause.index + 1 :][:1])
    return thanked or any(u.word in LISTENING for u in between)


def chair(account: Account, clause: Clause) -> None:
    """会议由秘书长甲主持."""
    following = clause.sentence.units[clause.index + 1 :]
    if following and following[0].word in NO_HOST:
        return
    journey_to(account, clause)
    for person in clause.people:
        account.add("SPOKE_AT", person, account.event_of(clause), clause, "speak.chair", role="主持")


def say(account: Account, clause: Clause) -> None:
    """甲指出，… where the article reports a happening; 甲在会上表示，… in every article."""
    if clause.inherited or clause.subject is None or not clause.people or is_interview(account, clause):
        return
    if account.met:
        return  # 论坛期间甲会见了乙: what they say, they say to each other
    text, sentence = account.scene.text, clause.sentence
    begin, verb = sentence.start_of(clause.subject), clause.verb
    if account.event is not None and account.held and len(clause.people) == 1 and is_there(account, clause):
        role = verb.word
    elif SAID_AT.search(text, sentence.units[clause.subject.last].end, verb.start) or SAID_AT.search(
        text, sentence.units[0].start, begin
    ):
        role = "讲话"
    else:
        return
    account.add("SPOKE_AT", clause.people[-1], account.event_of(clause), clause, "speak.say", role=role)


def is_there(account: Account, clause: Clause) -> bool:
    """Whether the one who says something is there, and not only quoted by the press (甲指, 甲称)."""
    if clause.verb.word not in PRESS_SAYS or 0 <= account.session < clause.start:
        return True
    return any(fact.source is clause.people[0] and fact.target.label == "Event" for fact in account.facts)


# --- being there -----------------------------------------------------------------------------------------


def attend(account: Account, clause: Clause) -> None:
    """甲、乙出席会议；来自示范公司的代表参加；甲陪同；参加会议的还有甲、乙."""
    event, sentence = account.event_of(clause), clause.sentence
    journey_to(account, clause)
    opening = list_behind(clause)
    if opening is not None:
        only = sentence.units[opening].kind != "，"  # else those before the verb came too
        group = next((g for g in sentence.groups if g.first > opening), None)
        if group is not None:
            said = Stretch(clause.verb.start, sentence.units[group.last].end, clause.status)
            for actor in group.doers() if only else group.members("P"):
                account.add("ATTENDED", actor, event, said, "attend.behind")
        if only:
            return
    if clause.inherited and (says_who(sentence.units, clause.index) or are_guests(clause)):
        return
    senders = [g for g in clause.before if g.preposition == "来自" and g.members("O")]
    for group in senders:
        for body in group.members("O"):
            account.add("ATTENDED", body, event, clause, "attend.from")
    if senders and not any(g.members("P") for g in clause.before):
        return
    subject = clause.subject
    if clause.verb.word == "陪同":
        subject = clause.nearest(("在", "由", ""), "P") or subject
        if subject is not None and subject.preposition == "在" and (guests := clause.nearest(("",), "P")):
            for guest in guests.members("P"):  # 甲在乙陪同下调研
                account.add("ATTENDED", guest, event, clause, "attend.lead")
    if is_of_others(clause):
        subject = clause.nearest(("对",), "P")
    if subject is None:
        return
    if not subject.members("P") and (clause.verb.word == "参与" or (clause.inherited and clause.verb.word == "见证")):
        return  # bodies take part in much that is no happening
    rule = "attend.list" if len(subject.units) > 1 else "attend.one"
    for group in (subject, *(() if clause.inherited else companions(clause, subject))):
        for actor in group.doers():
            if actor.label != "Person" and event is not None and actor.name in event.name:
                continue  # a body does not come to its own anniversary
            account.add("ATTENDED", actor, event, clause, rule)


def are_guests(clause: Clause) -> bool:
    """Whether those who came are whom somebody received: 甲会见了参加会议的专家."""
    units, i = clause.sentence.units, clause.index
    received = any(u.word in RECEIVING for u in units[max(0, i - 3) : i])
    return received and any(u.word == "的" for u in units[i + 1 : i + 4])


def journey_to(account: Account, clause: Clause) -> None:
    """甲赴某市出席论坛: where a happening takes place to which somebody goes."""
    named = next((u.member for u in clause.sentence.units[clause.index + 1 : clause.index + 3] if u.kind == "E"), None)
    place = next((g for g in reversed(clause.before) if g.preposition in ("赴", "前往", "往") and g.members("R")), None)
    if named is not None and place is not None:
        account.add("HELD_IN", named, place.members("R")[-1], clause, "held.visit")


def companions(clause: Clause, subject: Group) -> list[Group]:
    """甲、乙，某国某职某人，丙出席: the people whom 与 or a comma joins to a subject over what cannot be read."""
    units = clause.sentence.units
    found: list[Group] = []
    for group in clause.before:
        first, second = sorted((group, subject), key=lambda g: g.first)
        between = units[first.last + 1 : second.first]
        opening = next((u.word for u in between if u.kind != "，"), "")
        joined = any(u.word in WITH for u in between) or opening in JOINERS
        led = {*LEADING, "的"} if any(u.word in LEADING for u in between[:1]) else ()  # 甲率领的代表团、乙出席
        listed = group.preposition == "" and all(
            u.kind in LISTED or u.word in JOINERS or u.word in led for u in between
        )
        if group is not subject and group.preposition in ("", "与") and (joined or listed):
            found.append(group)
    return [g for g in found if g.members("P")]


def is_of_others(clause: Clause) -> bool:
    """Whether the subject of a clause speaks of others who came: 甲对乙出席论坛表示欢迎."""
    if clause.subject is None:
        return False
    return any(u.word in OF_OTHERS for u in clause.sentence.units[clause.subject.last + 1 : clause.index])


def list_behind(clause: Clause) -> int | None:
    """The unit 的 of 参加会议的还有, the comma of 出席会议，包括 or 有 of 与会嘉宾有, behind which a list begins."""
    first = clause.index + 1
    window = clause.sentence.units[first : clause.index + LIST_BEHIND]
    for offset, unit in enumerate(window):
        if unit.word == "的" and any(u.kind == "b" for u in window[offset + 1 : offset + 6]):
            return first + offset
        if unit.kind == "，" and any(u.word in LISTING for u in window[offset + 1 : offset + 2]):
            return first + offset
        if unit.word in LISTS_GUESTS and any(g.first == first + offset + 1 for g in clause.sentence.groups):
            return first + offset
        if unit.kind == "，" or (unit.kind == "V" and not is_relative(window, offset)):
            break
    return None


def lead(account: Account, clause: Clause) -> None:
    """甲一行；甲率队；甲带领乙、丙."""
    if is_of_others(clause) or (clause.inherited and is_relative(clause.sentence.units, clause.index)):
        return  # 甲会见了某人率领的代表团
    behind_name = clause.verb.word == "一行"
    leaders = [] if behind_name and clause.inherited else clause.people
    if not leaders and (bringing := clause.nearest(("",), "P")) is not None:  # 甲带领示范处一行
        leaders = bringing.members("P") if any(u.word in LEADING for u in clause.gap_to(bringing)[:1]) else []
    if behind_name and clause.before and all(u.kind in "eX" for u in clause.gap_to(clause.before[-1])):
        leaders = clause.before[-1].members("P")  # 甲与乙一行座谈
    event = account.event_of(clause)
    account.visitors = leaders or account.visitors
    for person in leaders:
        account.add("ATTENDED", person, event, clause, "attend.lead")
    for person in clause.after.members("P") if clause.after else []:
        account.add("ATTENDED", person, event, clause, "attend.follow")


def visit(account: Account, clause: Clause) -> None:
    """甲赴某市调研: who made a visit that the article reports, and where it took place."""
    if account.event is None or not VISIT.search(account.event.name) or is_of_others(clause):
        return
    for person in clause.people if not clause.inherited else []:
        account.add("ATTENDED", person, account.event, clause, "attend.lead")
    ways = ("赴", "到", "来", "在", "前往", "深入")
    place = next((g for g in clause.before if g.preposition in ways and g.members("R")), None)
    if place is None and clause.after is not None and not clause.gap_to(clause.after):
        place = clause.after
    if place is not None and place.members("R"):
        account.add("HELD_IN", account.event, place.members("R")[-1], clause, "held.visit")


def met_in(account: Account, clause: Clause) -> None:
    """甲在某市会见乙，甲赴某市拜访示范公司: where a visit that the article reports took place, who went."""
    place = next((g for g in clause.before if g.preposition in ("在", "赴") and g.members("R")), None)
    if account.event is None or not VISIT.search(account.event.name):
        return
    if place is not None:
        account.add("HELD_IN", account.event, place.members("R")[-1], clause, "held.meet")
    if not clause.inherited and clause.after is not None and not clause.after.members("PR"):
        for person in clause.people if clause.after.members("O") else []:
            account.add("ATTENDED", person, account.event, clause, "attend.lead")


# --- holding and organising ------------------------------------------------------------------------------


def hold(account: Account, clause: Clause) -> None:
    """年会在某市召开；示范协会在某市举办论坛."""
    event, named_behind = held_event(account, clause)
    if event is None:
        return
    held_in(account, clause, event, named_behind)
    subject = clause.subject
    joint = subject is not None and any(u.word in ALLIED for u in clause.gap_to(subject))  # 甲与乙联合召开座谈会
    if named_behind and (clause.role == "举办" or joint) and subject is not None and not subject.represented:
        for body in (*allies(clause, subject), *subject.members("O")):
            account.add("ORGANIZED", body, event, clause, "organize.hold", role=clause.verb.word)


def held_event(account: Account, clause: Clause) -> tuple[Member | None, bool]:
    """The happening that was held, and whether its name stands behind the verb."""
    event: Member | None = None
    named_behind = False
    for unit in clause.sentence.units[clause.index + 1 : clause.index + NAMED_BEHIND]:
        if unit.kind == "E":
            event, named_behind = unit.member or account.event_at(unit.token), True
        if unit.kind in "E，V：":
            break
    if event is None:
        for group in reversed(clause.before):
            if any(u.kind == "E" for u in group.units):
                event = next((u.member for u in group.units if u.kind == "E"), None) or account.event_at(
                    clause.verb.token
                )
                break
    return event, named_behind


def held_in(account: Account, clause: Clause, event: Member, named_behind: bool) -> None:
    """The region in which a happening was held: the one named, or the one in the name of its venue."""
    scene = account.scene
    for group in reversed(clause.before):
        regions = group.members("R")
        bare = all(u.kind == "R" for u in group.units) and not named_behind and stands_alone(clause, group)
        if regions and (bare or group.preposition in ("在", "于", "到", "赴", "假")):
            clause.start = clause.sentence.comma_before(clause.index)
            starts = {u.start for u in group.units if u.kind == "R"}
            for unit in group.units:
                if unit.kind == "R" and unit.end not in starts:  # of a province and its city, the city
                    account.add("HELD_IN", event, unit.member, clause, "held.in")
            return
        venue = group.units[0]
        if venue.kind == "O" and group.preposition in ("在", "于", "假"):
            name = scene.text[venue.start : venue.end]
            inside, rest = scene.cast.split_regions(name)
            sure = [r for r in inside if r.level != "county" or r.name in name or r.code.startswith(("81", "82"))]
            if sure and rest:
                clause.start = clause.sentence.comma_before(clause.index)
                account.add("HELD_IN", event, scene.region_member(sure[-1]), clause, "held.venue")
            return


def allies(clause: Clause, hosts: Group) -> list[Member]:
    """The bodies that 联合 joins to those who hold something: 甲联合【乙】举办."""
    found = list[Member]()
    for first, second in pairwise(clause.before):
        if second.preposition in ALLIED and hosts in (first, second):
            found += (second if hosts is first else first).members("O")
    return found


def stands_alone(clause: Clause, group: Group) -> bool:
    """Whether nothing between a place and its verb says only when or how: 论坛某市开幕, not 某市8日电，论坛开幕."""
    return all(u.kind in "dqakxlu" for u in clause.gap_to(group))


def organize(account: Account, clause: Clause) -> None:
    """由甲主办、乙承办；在甲指导下，乙主办."""
    following = account.scene.text[clause.verb.end : clause.verb.end + 2]
    if following == "单位" or following.startswith("方"):
        return  # see organizer_units
    patron = clause.role in PATRONS
    alone = patron and not other_organizer(account, clause)
    prepositions = ("由", "在") if alone else ("由", "", "在") if patron else ("由", "")
    groups = [g for g in clause.before if g.preposition in prepositions and g.members("OR") and not g.members("P")]
    if not groups or (groups[-1].attributive and groups[-1].preposition != "在"):
        return
    clause.start = clause.sentence.start_of(groups[-1])
    for body in (*listed_hosts(clause, groups), *groups[-1].members("OR"), *allies(clause, groups[-1])):
        account.add("ORGANIZED", body, account.event_of(clause), clause, "organize", role=clause.role)
    place = clause.before[-1]
    if clause.role in ORGANIZERS and place.preposition in ("在", "于") and place.members("R"):
        account.add("HELD_IN", account.event_of(clause), place.members("R")[-1], clause, "held.in")


def listed_hosts(clause: Clause, groups: list[Group]) -> list[Member]:
    """The bodies that only a comma parts from those who hold something: 【甲、乙】，丙、丁等单位联合承办."""
    found: list[Member] = []
    for first, second in zip(reversed(groups[:-1]), reversed(groups), strict=False):
        between = clause.sentence.units[first.last + 1 : second.first]
        if [u.kind for u in between] != ["，"] or second.preposition or "R" in [u.kind for u in first.units]:
            break
        found = first.members("O") + found
    return found


def other_organizer(account: Account, clause: Clause) -> bool:
    """Whether another organising verb stands in the sentence."""
    triggers = account.scene.lexicon.triggers
    return any(
        u.kind == "V" and u is not clause.verb and triggers[u.word].role in ORGANIZERS for u in clause.sentence.units
    )


def guest_lists(account: Account, sentence: Sentence) -> None:
    """与会嘉宾包括甲、乙；代表团成员有甲；与会者汇聚各界，包括甲."""
    units = sentence.units
    for group in sentence.groups if "：" in sentence.text or not LISTS_GUESTS.isdisjoint(sentence.words) else ():
        i = group.first
        while i > 0 and (units[i - 1].kind == "：" or units[i - 1].word in LISTS_GUESTS):
            i -= 1
        before = account.scene.text[units[0].start : units[i].start]
        spread = before.endswith("，") and any(word in before for word in GUESTS)
        if i == group.first or not (spread or before.endswith(GUESTS)):
            continue
        said = Stretch(units[i].start, units[group.last].end)
        for person in group.members("P"):
            account.add("ATTENDED", person, account.event_at(group.units[0].token), said, "attend.behind")


def listed_below(account: Account, sentence: Sentence) -> None:
    """出席开幕式的嘉宾有： and, on the next line, 甲、乙."""
    if account.listed and "V" not in sentence.kinds:
        said = Stretch(sentence.units[0].start, sentence.units[-1].end)
        for group in sentence.groups:
            for person in group.members("P"):
                account.add("ATTENDED", person, account.event_at(group.units[0].token), said, "attend.behind")
    account.listed = sentence.text.endswith(("：", ":")) and HEADS_LIST.search(sentence.text) is not None


def invited(account: Account, sentence: Sentence) -> None:
    """论坛特邀甲作报告；会议邀请了甲、乙: who was asked to what the sentence begins with came."""
    units = sentence.units
    for group in sentence.groups if not INVITES.isdisjoint(sentence.words) else ():
        i = group.first - 1
        i -= i > 0 and units[i].word in ("了", "到")
        if i < 1 or units[i].word not in INVITES or units[i - 1].kind != "E":
            continue
        said = Stretch(units[i - 1].start, units[group.last].end)
        for person in group.members("P"):
            account.add(
                "ATTENDED", person, units[i - 1].member or account.event_at(units[i].token), said, "attend.asked"
            )


def datelined(account: Account, sentence: Sentence) -> None:
    """9月5日，贵州遵义，示范论坛开幕: a place between commas, behind a date and before what happened there."""
    if (m := DATELINED.match(sentence.kinds)) is not None:
        place, event = sentence.units[m.end("place") - 1], sentence.units[m.end() - 1]
        happening = event.member or account.event_at(event.token)
        account.add("HELD_IN", happening, place.member, Stretch(place.start, event.end), "held.dated")


def organizer_units(account: Account, sentence: Sentence) -> None:
    """甲为指导单位；主办单位：甲、乙."""
    text, units = account.scene.text, sentence.units
    named = ("单位" in sentence.text or "方" in sentence.text) and ORGANIZER_UNIT.search(sentence.text)
    for i, unit in enumerate(units if named else ()):
        m = ORGANIZER_UNIT.match(text, unit.start) if unit.kind in "VnxO" else None
        if not m:
            continue
        near = [
            g
            for g in sentence.groups
            if i - 3 <= g.last < i and any(u.word in ("为", "是", "任", "作为", "担任") for u in units[g.last + 1 : i])
        ]
        if not near and text[m.end() : m.end() + 1] in ("：", ":", "为", "是"):
            near = [g for g in sentence.groups if g.first > i][:1]
        if near:
            said = Stretch(sentence.start_of(near[-1]), m.end())
            for body in near[-1].members("OR"):
                account.add("ORGANIZED", body, account.event_at(unit.token), said, "organize.unit", role=m["role"])
