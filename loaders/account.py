"""What the clauses of one article have told so far: its facts, and what later sentences lean on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .cast import Member
from .phrases import phrases
from .posts import Posts
from .scene import Scene
from .units import Clause, Stretch

HELD = phrases("holding")
VERB = re.compile("V")
MUTUAL = ("SIGNED_WITH", "MET_WITH")  # edges without a direction
DETAILS = ("share", "document")  # what a later sentence may tell of a known fact
COMES_TO = re.compile("u?(?:p?O+Vu)?E")  # 参加年会, 参加了由示范学会主办的年会
GATHERED = ("attend", "chair")
SESSION = re.compile(
    "[会坛式席典活现](?:(?<=[会坛式])上|(?<=席)间|(?<=典)礼上|(?<=活)动上|(?<=现)场)"
)  # one set first: fast
OPENING = 250  # tokens of an article in which it says what was held
NEAR = 12  # units, as far as a happening before its verb is looked for


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
class Account:
    """The facts of an article while it is read; posts go to the reader of posts.

    `told`: where among them those of one type between the same two are.
    `removing`: the lines that follow are removals (免去：). `vacant`: the post that was left last (甲接任);
    `replaced`: who left it (甲接替乙).
    `filled`: the body of the posts that the sentence gave last (甲任示范协会会长，乙任秘书长).
    `bearer`: the person about whom the line speaks (曾任…).
    `topic`: the body or region with which the last sentence began.
    `partners`: the bodies of the last sentence that had two (双方签约).
    `visitors`: who came last, as the head of others (甲一行).
    `held`: the article opens with something that was held or attended. `session`: where it says 会上 first, else -1.
    `listed`: the line before says that those who came stand below.
    `about`: what follows is about the topic, which a heading names (【关于甲】).
    `met`: somebody received somebody else, and since then no happening was named.
    """

    scene: Scene
    posts: Posts
    facts: list[Fact] = field(default_factory=list[Fact])
    told: dict[tuple[str, str, str], list[int]] = field(default_factory=dict[tuple[str, str, str], list[int]])
    removing: bool = False
    vacant: tuple[Member, str] | None = None
    replaced: list[Member] = field(default_factory=list[Member])
    filled: Member | None = None
    bearer: Member | None = None
    topic: Member | None = None
    partners: list[Member] = field(default_factory=list[Member])
    visitors: list[Member] = field(default_factory=list[Member])
    held: bool = False
    session: int = -1
    met: bool = False
    listed: bool = False
    about: bool = False

    @property
    def event(self) -> Member | None:
        """The happening that the article reports."""
        return self.scene.cast.main_event

    def __post_init__(self) -> None:
        tokens, triggers = self.scene.tokens, self.scene.lexicon.triggers
        said = SESSION.search(self.scene.text)
        self.session = said.start() if said else -1
        for m in VERB.finditer(tokens.classes, 0, OPENING):
            i = m.start()
            gathered = triggers[tokens.word(i)].frame in GATHERED and COMES_TO.match(tokens.classes, i + 1)
            self.held = self.held or bool(gathered) or tokens.word(i) in HELD

    def event_at(self, token: int) -> Member | None:
        """The happening that a bare 会议 at a token means: the last one told before it, else the article's."""
        told = next((m for i, m in reversed(self.scene.sequence) if i <= token), self.event)
        return told if told is None or self.scene.is_told_there(told, token) else None

    def event_of(self, clause: Clause) -> Member | None:
        """The happening that a clause is about: the one it names, or the one that is told there."""
        units, i = clause.sentence.units, clause.index
        for stretch, marks in ((units[i + 1 :], "，V："), (units[max(0, i - NEAR + 1) : i][::-1], "V")):
            for unit in stretch:
                if unit.kind in marks:
                    break
                if unit.kind == "E":
                    return unit.member or self.event_at(unit.token)
        named = next((u for u in reversed(units[:i]) if u.kind == "E"), units[i])
        return named.member or self.event_at(named.token)

    def add(
        self, type_: str, source: Member | None, target: Member | None, said: Stretch, rule: str, **properties: str
    ) -> None:
        """Keep a fact unless an end is missing or it is known (with another share it is another fact)."""
        if source is None or target is None or source is target:
            return
        if said.status:
            properties["status"] = said.status
        share = properties.get("share")
        one, other = source.key, target.key
        if type_ in MUTUAL and other < one:
            one, other = other, one
        places = self.told.setdefault((type_, one, other), [])
        for n in places:
            fact = self.facts[n]
            known = dict(fact.properties)
            if share and known.get("share", share) != share:
                continue
            more = ((k, v) for k, v in properties.items() if k in DETAILS and v and k not in known)
            self.facts[n] = replace(fact, properties=(*fact.properties, *more))
            return
        places.append(len(self.facts))
        pairs = tuple((k, v) for k, v in properties.items() if v)
        self.facts.append(Fact(type_, source, target, pairs, said.start, said.end, rule))
