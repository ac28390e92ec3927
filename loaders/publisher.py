"""The school whose own page an article is: what 我校 and a bare 校长 mean."""

from __future__ import annotations

import re

from .bodies import BodyName
from .cast import Member
from .phrases import any_of, phrases
from .scene import OWN_BODIES, OWN_FORMS, OWN_SCHOOL, Scene, independent, own_label
from .tokens import Tokens

OWN_MARK = re.compile(any_of("own_page"))
OWN_PAGE = re.compile(rf"([一-鿿]{{2,10}}?){any_of('own_page')}(?:\d{{1,2}}月\d{{1,2}}日)?[讯电]")
PRONOUN = re.compile("r")
OWN = dict.fromkeys(OWN_FORMS, "School") | {form: own_label(form) for form in OWN_BODIES}
GUESTS = re.compile(any_of("guests"))
OWNED = re.compile("(?![na]{1,2}T)[OnxauHhDAmkRKZiL]|[Ttg]+[^TtgPc，]")  # classes of what is our own, behind 我校
SCHOOL = re.compile("[一-鿿]{2,12}?(?:大学|学院|专科学校)(?!生(?![物命态])|联|路|校长|校院|校联)")
OWN_UNIT = re.compile("[我本]校([一-鿿]{2,8}?学院)")
BARE_HEAD = re.compile("[，、。\n](?:副?校长|校党委)")  # nobody says so of another school
MADE = phrases("makes")  # 共建示范学院签约仪式: what is made does not speak of itself
HOSTS = re.compile("[^，。；！？\n]{0,20}(?:承办|主办|协办)")  # behind the school that holds what …
OWN_GUEST = re.compile("我校[^。\n]{0,40}?(?:受邀|应邀|作为代表)")  # … ours was asked to
CLAUSE = re.compile("[，。；！？\n]")
OPPOSITE = re.compile(
    "(?:[与和同向对到]|(?<![聘成任])为)我校|我校(?:[^，。；]{0,6}[与和同向对到赴]|.{0,8}(?:签|访|会见|接待))"
)


def own_names(tokens: Tokens) -> list[BodyName]:
    """Each 我校, 我院 that acts or has office-holders; before a noun (我校学生) it only tells whose it is."""
    return [
        BodyName(tokens.start[i], tokens.end[i], OWN[tokens.words[i]], tokens.words[i], True)
        for i in (m.start() for m in PRONOUN.finditer(tokens.classes))
        if tokens.words[i] in OWN and not OWNED.match(tokens.classes, i + 1)
    ]


def publishing_school(scene: Scene) -> Member | None:
    """The school that 我校 and a bare 校长 mean: named in the byline, else most often. A guest or partner is not it.

    One that the page names but once, or only as somebody's employer, is not the school that speaks there.
    """
    text, lexicon, tokens = scene.text, scene.lexicon, scene.tokens
    tails = lexicon.title_body("校长").tails
    mark = OWN_MARK.search(text)
    byline = OWN_PAGE.search(text, max(0, mark.start() - 10)) if mark else None
    strangers: set[str] = set()
    found: dict[str, Member] = {}
    bare = OWN_SCHOOL.search(text, text.find("\n") + 1) or BARE_HEAD.search(text)
    own_at = bare.start() if bare else 0
    free: set[str] = set()  # named otherwise than as an employer, before the page speaks of its own
    told: set[str] = set()  # named otherwise than as an employer or as a place
    for member, start, end in scene.mentions:
        if member.label != "School" or member.parent is not None or member.loose or not member.name.endswith(tails):
            continue
        if text.endswith("“", 0, start):
            continue  # 为“示范产业学院”揭牌
        if byline and member.name.startswith(byline[1]):
            return member
        found[member.key] = member
        stop = CLAUSE.search(text, end)
        clause = text[end : stop.start() if stop else len(text)]
        sentence = text[max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1 : end] + clause
        abroad = any(member.name[:size] in lexicon.countries for size in (2, 3, 4, 5, 6))
        hosts = HOSTS.match(text, end) is not None and OWN_GUEST.search(text) is not None
        if (
            abroad
            or hosts
            or GUESTS.search(clause)
            or OPPOSITE.search(sentence)
            or not independent(member.name, lexicon)
        ):
            strangers.add(member.key)
        around = tokens.classes[max(0, (i := tokens.begins(start)) - 1) : i + 2]
        opens = start == 0 or text[start - 1] == "\n"
        known = opens or member.name in lexicon.bodies
        if i >= 0 and around[-1:] not in "TtgP" and start < own_at:
            free.add(member.key)
        if i >= 0 and known and around[:1] != "p" and around[-1:] not in "TtgP":
            told.add(member.key)
    units = {m[1] for m in OWN_UNIT.finditer(text)}
    for member in found.values():  # 我校农学院, where the page names 某大学农学院
        if any(f"{form}{unit}" in text for form in (member.name, *member.surfaces) for unit in units):
            return member
    own = [m for key, m in found.items() if key not in strangers]
    if byline and byline[1] in lexicon.bodies and lexicon.bodies[byline[1]].label == "School":
        return scene.cast.organisation(byline[1], "School", byline.start())
    best = max(own, key=lambda m: (scene.weight(m), -m.order), default=None)
    says_own = OWN_SCHOOL.search(text) or (best is None and BARE_HEAD.search(text))
    if not says_own or (best is not None and (best.key in told or scene.weight(best) > 1)):
        return best
    return school_in_names(scene) or (best if best is not None and best.key in free else None)


def school_in_names(scene: Scene) -> Member | None:
    """The school with which most names of others begin, employers left out: 示范大学 in 示范大学校史馆开馆仪式."""
    found: dict[str, list[int]] = {}
    for name in scene.names.values():
        behind = scene.tokens.begins(name.end)
        if behind >= 0 and scene.tokens.classes[behind] in "TtgP":
            continue  # somebody's employer
        school = SCHOOL.match(scene.text, name.start, name.end - 1)
        if school is not None and independent(school[0], scene.lexicon) and not school[0].startswith(tuple(MADE)):
            found.setdefault(school[0], []).append(name.start)
    best = max(found, key=lambda school: len(found[school]), default=None)
    if best is None:
        return None
    member = scene.cast.organisation(best, "School", found[best][0])
    scene.mentions.append((member, found[best][0], found[best][0] + len(best)))
    return member
