"""Clauses: what the people and bodies of a sentence do, read from its trigger verbs.

A sentence is cut into units and groups (`units`). For each trigger verb the walk here finds the subject, the objects
and what denies or plans it; `FRAMES` leads from the verb's frame (`words/triggers.tsv`) to the function that turns
such a clause into facts:

frames_presence   speak, chair, say, attend, lead, visit, organize, hold
frames_ties       sign, meet, launch, unveil; parts and memberships
frames_invest     invest, sell; shareholders
frames_posts      elect, appoint, remove; what somebody is; lists of appointments

What they tell, and what later sentences lean on, is in the `account`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import frames_invest, frames_posts, frames_presence, frames_ties
from .account import Account, Fact
from .cast import Member
from .phrases import any_of, phrases
from .posts import Posts
from .scene import Scene
from .units import Clause, Cutter, Group, Sentence, Unit, is_relative, says_who

TELLING = re.compile(
    r"[POE].*[VUbpTO]|[VUT].*[POE]|R[^R]*R[^V]*V"
)  # classes; other sentences name nobody who does anything
CROWD = re.compile(rf"，[^，]*(?:{any_of('crowds')}|[\d余多]+(?:名|位|人))[^，]*$")
RUMOUR = re.compile(any_of("rumours"))
OPENS_SPEECH = phrases("opens_speech")
REPORTING = phrases("reporting")
COURTESY = phrases("courtesy_shown")
TOPICS = phrases("topics")
SUBJECT_PREPOSITIONS = ("", "由", "联合", "携手", "会同")
TIMES = frozenset("lxkqu，")  # classes of what says when, in front of whom the sentence is about
ABOUT = re.compile("^[【\\[]?关于[^，。]{2,30}[】\\]]?$")
SHORT_HEADING = 4  # tokens: 工作经历, between the name of somebody and the lines of his résumé
BEHIND_NAMES = ("一行",)  # what stands like a noun behind a name: the name belongs to the next verb too
OFFICE_VERBS = ("任", "担任", "出任", "当选", "当选为")  # their objects are posts
ANNOUNCING = ("say", "speak")
WITNESSING = ("attend", "organize", "lead", "hold")
CONTRAST = ("但", "而", "却", "只", "仅")  # ends a denial


@dataclass(frozen=True, slots=True)
class Frame:
    """How verbs of one frame are read.

    read         turns a clause into facts
    subjects     the kinds of units of which a subject has at least one
    people       a group with people is a likelier subject than one with bodies only
    only_people  and a group without people is none
    of_people    the subject may stand before 的: 甲的致辞
    crowded      the doers may be people without names behind a comma, and not the last subject
    rumoured     what a sentence that denies a rumour says of it is no fact
    of_office    the clause may be what others announce: 示范公司宣布甲出任院长
    witnessed    the clause may be what others attend: 共同见证甲与乙签署协议
    """

    read: Callable[[Account, Clause], None] | None
    subjects: str = "POR"
    people: bool = False
    only_people: bool = False
    of_people: bool = False
    crowded: bool = False
    rumoured: bool = False
    of_office: bool = False
    witnessed: bool = False


FRAMES = {
    "speak": Frame(frames_presence.speak, people=True, of_people=True, crowded=True),
    "chair": Frame(frames_presence.chair, people=True, only_people=True),
    "say": Frame(frames_presence.say, people=True),
    "attend": Frame(frames_presence.attend, people=True, crowded=True),
    "lead": Frame(frames_presence.lead),
    "visit": Frame(frames_presence.visit),
    "organize": Frame(frames_presence.organize),
    "hold": Frame(frames_presence.hold, subjects="POE"),
    "sign": Frame(frames_ties.sign, rumoured=True, witnessed=True),
    "meet": Frame(frames_ties.meet, people=True, rumoured=True),
    "invest": Frame(frames_invest.invest, rumoured=True),
    "sell": Frame(frames_invest.sell, rumoured=True),
    "launch": Frame(frames_ties.launch, witnessed=True),
    "unveil": Frame(frames_ties.unveil, witnessed=True),
    "elect": Frame(frames_posts.elect, people=True, only_people=True, of_office=True),
    "appoint": Frame(frames_posts.appoint),
    "remove": Frame(frames_posts.remove, of_office=True),
    "join": Frame(frames_ties.join),
    "leave": Frame(frames_ties.leave, rumoured=True),
}


# what a planned journey is made of
GOING = tuple(FRAMES[name] for name in ("attend", "visit", "meet", "speak", "chair"))


class Clauses:
    """Reads the facts of one article, sentence by sentence."""

    def __init__(self, scene: Scene, posts: Posts) -> None:
        self.scene = scene
        self.account = Account(scene, posts)
        self.cutter = Cutter(scene, posts.posts)

    def run(self) -> list[Fact]:
        """All facts of the article; posts that the clauses tell are added to the reader of posts."""
        frames_ties.launches_in_names(self.account)
        for first, last in sentences(self.scene.tokens.classes):
            self.sentence(first, last)
        return self.account.facts

    def sentence(self, first: int, last: int) -> None:
        """Read the sentence of tokens `first:last`."""
        account, tokens = self.account, self.scene.tokens
        account.bearer, account.filled = self.bearer(first, last), None
        frames_posts.resume(account, first, last)
        if not TELLING.search(tokens.classes, first, last):
            frames_posts.note_heading(account, self.scene.text[tokens.start[first] : tokens.end[last - 1]])
            return
        sentence = self.cutter.cut(first, last)
        account.met = account.met and "E" not in sentence.kinds.partition("P")[0] and "会上" not in sentence.text
        if sentence.units[0].kind == "S" and len(sentence.units) < 3:
            return
        frames_posts.note_heading(account, sentence.text)
        frames_posts.appointment_lines(account, sentence)
        self.verbs(sentence)
        frames_posts.copulas(account, sentence)
        frames_presence.organizer_units(account, sentence)
        frames_presence.guest_lists(account, sentence)
        frames_presence.listed_below(account, sentence)
        frames_presence.invited(account, sentence)
        frames_presence.datelined(account, sentence)
        frames_ties.ceremonies(account, sentence)
        frames_ties.unveilings(account, sentence)
        frames_ties.memberships(account, sentence)
        frames_ties.parts(account, sentence)
        frames_invest.shareholders(account, sentence)
        self.remember(sentence)

    def bearer(self, first: int, last: int) -> Member | None:
        """The person with whom the sentence of tokens `first:last` begins, else whom the line is about."""
        classes = self.scene.tokens.classes
        i = classes.find("P", first, last)
        if i >= 0:
            begin = self.scene.phrases.get(i, (i, i))[0]
            alone = classes.find("P", i + 1, last) < 0 and set(classes[first:begin]) <= TIMES
            return self.scene.persons[i] if alone else None
        goes_on = first and (classes[first - 1] != "\n" or classes[first] in "lV" or last - first <= SHORT_HEADING)
        return self.account.bearer if goes_on else None

    def verbs(self, sentence: Sentence) -> None:
        """Read the clauses of a sentence, up to where somebody's words begin."""
        verbs = sentence.places("V")
        previous = -1
        subject: Group | None = None
        last: Clause | None = None
        for at, i in enumerate(verbs):
            behind = (j for j in verbs[at + 1 :] if not says_who(sentence.units, j))  # 会见来访的甲
            following = next(behind, len(sentence.units))
            verb = sentence.units[i]
            frame = self.frame(verb)
            clause = self.clause(sentence, previous, i, following, subject)
            if last is not None and clause.inherited:
                between = sentence.units[previous:i]
                if not any(u.kind == "，" for u in between):
                    clause.status = clause.status or last.status  # 将出席论坛并致辞
                    clause.denied = clause.denied or last.denied
                elif last.status == "planned" and frame in GOING and clause_goes_on(sentence.units, previous, i):
                    clause.status = clause.status or last.status  # 将率团访问某市，出席论坛
                elif frame is FRAMES["invest"]:
                    clause.status = clause.status or last.status  # 拟签署协议，共同出资设立甲
                elif last.denied and not any(u.word in CONTRAST for u in between):
                    clause.denied = True  # 未能出席，委托他人宣读
            last = clause
            if frame.read is not None and not clause.denied and not self.is_nobodys(clause, previous, frame):
                frame.read(self.account, clause)
            if clause.subject is not None and not clause.inherited and clause.subject.members("PO"):
                subject = clause.subject
            if frame is FRAMES["say"] and begins_speech(sentence.units, i):
                break
            if verb.word not in BEHIND_NAMES and not is_relative(sentence.units, i):
                previous = i

    def frame(self, verb: Unit) -> Frame:
        """The frame of a trigger verb."""
        return FRAMES[self.scene.lexicon.triggers[verb.word].frame]

    def clause(self, sentence: Sentence, previous: int, i: int, following: int, subject: Group | None) -> Clause:
        """The clause of verb i, between the previous and the following verb; without an own subject it has the last."""
        units, frame = sentence.units, self.frame(sentence.units[i])
        between = [g for g in sentence.groups if previous < g.first and g.last < i]
        relative = is_relative(units, i)  # 收购【甲】持有的乙
        before = [
            g
            for g in between
            if (relative and all(u.kind in "dan" for u in units[g.last + 1 : i]))
            or (not self.is_object(sentence, g, previous, frame) and not sentence.is_aside(g, i))
        ]
        own = own_subject([g for g in before if not is_topic(units, g)], frame)
        chosen = own or subject
        after = next((g for g in sentence.groups if i < g.first <= following), None)
        status, denied = sentence.mood(previous + 1, i, own)
        return Clause(
            sentence.start_of(chosen) if chosen else sentence.comma_before(i),
            clause_end(units, i, following),
            status,
            sentence=sentence,
            index=i,
            role=self.scene.lexicon.triggers[units[i].word].role,
            subject=chosen,
            before=before,
            after=after,
            denied=denied,
            inherited=own is None,
        )

    def is_object(self, sentence: Sentence, group: Group, previous: int, frame: Frame) -> bool:
        """Whether a group is the object of the verb before it: no comma and, of bodies, no person stands between.

        What stands behind 的 is none: 甲承办的论坛在某市举行.
        """
        if previous < 0 or sentence.units[previous + 1].word == "的":
            return False
        verb = sentence.units[previous]
        if frame.of_office and verb.word in OFFICE_VERBS:
            return False  # 甲任示范局局长、乙任院长
        if frame.of_office and self.scene.lexicon.triggers[verb.word].frame in ANNOUNCING:
            return False  # 示范公司宣布甲接替乙
        if frame.witnessed and self.scene.lexicon.triggers[verb.word].frame in WITNESSING:
            return False
        between = "uXdnaxlgkv" if frame is FRAMES["sign"] else "uXdnaxlgk" if group.members("P") else "uXdnaxlgkrORq"
        listed = "、" if frame is FRAMES["hold"] else ""  # 甲参观云岭工厂、某馆后召开座谈会
        return all(u.kind in between or u.word == listed for u in sentence.units[previous + 1 : group.first])

    def is_nobodys(self, clause: Clause, previous: int, frame: Frame) -> bool:
        """Whether others than those named did it (a crowd), or nobody (a rumour)."""
        sentence = clause.sentence
        if frame.rumoured and RUMOUR.search(sentence.text):
            return True
        begin = sentence.units[previous].end if previous >= 0 else sentence.units[0].start
        crowd = frame.crowded and clause.inherited and CROWD.search(self.scene.text, begin, clause.verb.start)
        return bool(crowd)

    def remember(self, sentence: Sentence) -> None:
        """Note what the next sentence may lean on."""
        heading = ABOUT.search(sentence.text) is not None
        first = next((g for g in sentence.groups if heading or (g.preposition == "" and not g.attributive)), None)
        self.account.about = heading or (self.account.about and "\n" not in sentence.text)
        if first is not None and len(first.units) == 1 and first.members("OR"):
            self.account.topic = first.members("OR")[0]
        bodies = [body for group in sentence.groups for body in group.members("O")]
        if len(bodies) >= 2:
            self.account.partners = bodies


def sentences(classes: str) -> Iterator[tuple[int, int]]:
    """The first token of each sentence, and the one behind its last. 某市委书记甲；某公司董事长乙等出席 is one."""
    for m in re.finditer(r"(?:(?=[^。！？；\nVP]*P)[^。！？；\nV]*；)*[^。！？；\n]+", classes):
        yield m.span()


def own_subject(before: list[Group], frame: Frame) -> Group | None:
    """The subject among the groups before a verb: the nearest that may be one."""
    nearest: Group | None = None
    for group in reversed(before):
        if group.preposition not in SUBJECT_PREPOSITIONS or not group.members(frame.subjects):
            continue
        if group.attributive and not frame.of_people:
            continue
        if not frame.people or group.members("P"):
            return group
        nearest = nearest or group
    return None if frame.only_people else nearest


def clause_goes_on(units: list[Unit], previous: int, i: int) -> bool:
    """Whether only a comma and what goes on stand between two verbs of one subject, and no 了 follows the second."""
    between = units[previous + 1 : i]
    done = units[i + 1 : i + 2]
    return all(u.kind in "，RdnvVxakEp" for u in between) and not (done and done[0].word == "了")


def is_topic(units: list[Unit], group: Group) -> bool:
    """Whether bodies or places stand in what is spoken about: 甲就【乙】、【丙】的发展作介绍."""
    for i in range(group.first - 1, -1, -1):
        if units[i].kind in "：VP" or group.members("P"):
            return False
        if units[i].word in TOPICS:
            return True
    return False


def clause_end(units: list[Unit], i: int, following: int) -> int:
    """Where the clause of verb i ends in the clean text: before a comma or the following verb."""
    while i + 1 < following and units[i + 1].kind not in "，：":
        i += 1
    return units[i].end


def shows_courtesy(units: list[Unit], i: int) -> bool:
    """Whether verb i tells of a courtesy and of nothing that was said: 表示热烈欢迎."""
    for unit in units[i + 1 : i + 4]:
        if unit.word in COURTESY:
            return True
        if unit.kind not in "adnu":
            break
    return False


def begins_speech(units: list[Unit], i: int) -> bool:
    """Whether what follows a verb of saying is what was said."""
    if units[i].word in REPORTING or shows_courtesy(units, i):
        return False
    behind = next((u for u in units[i + 1 :] if u.kind != "u"), None)
    return units[i].word in OPENS_SPEECH or (behind is not None and behind.kind in "，：“S:")
