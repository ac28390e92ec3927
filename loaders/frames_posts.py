"""Who became what: the frames that give people posts, through the reader of posts.

Each function reads one clause, or one sentence, and hands the posts that it tells to `account.posts`. In the examples
甲, 乙 are people.
"""

from __future__ import annotations

import re

from .account import Account
from .cast import Member
from .phrases import phrases
from .posts import Chunk, chain_after
from .units import Clause, Group, Sentence, Stretch, Unit

JOINED = phrases("joined")
IS = ("为", "是", "系", "现为")
STILL = ("是", "为", "现为", *phrases("still_is"))
NAMES_HOLDERS = ("为", "是", "分别是", "分别为", "即")  # between a title and those who have it
LIST_OF_POSTS = ("任命：", "任命", "聘任：", "决定任命：")
LIST_OF_REMOVALS = ("免去：", "免去", "决定免去：", "批准免去：")
SUCCEEDS = ("接任", "继任", "接替", "当选")  # of these the post may be the one that was left
LEADS = ("团长", "领队", "荣誉团长", "名誉团长")  # who has this post leads those who came
YEARS = re.compile(
    r"\s*\d{4}[年./\-]?\s?(?:\d{1,2}月?)?\s?(?:[—–\-~～至到]{1,2}\s?(?:(?P<now>今|现在)|\d{4}[年./\-]?\s?(?:\d{1,2}月?)?))"
    r"[，：:\s]{0,3}(?:担任|历任|任|在|于)?"
)
QUALIFIED = re.compile("的?(?:任职)?资格|任职")
HELD = re.compile("[kmqdx]{0,3}u(?:O[Ttg]+)?P")  # 已任示范市人大常委会主任三年的甲
LONGEST_HEADING = 60  # characters; a longer sentence ends a list of appointments


def resume(account: Account, first: int, last: int) -> None:
    """1998年7月—2006年3月，云岭科技大学教授: a line of the résumé of whom the page is about, in tokens first:last."""
    scene, tokens = account.scene, account.scene.tokens
    dates = YEARS.match(scene.text, tokens.start[first], tokens.end[last - 1])
    token = tokens.begins(dates.end()) if dates else -1
    if dates is None or account.bearer is None or not first <= token < last:
        return
    chunks = posts_behind(account, token, last)
    if chunks and chunks[0].body >= 0 and not any(chunk.title.endswith("生") for chunk in chunks):
        said = Stretch(tokens.start[first], tokens.end[chunks[-1].last])
        give(account, [account.bearer], chunks, said, "" if dates["now"] else "past", "post.resume")


def posts_behind(account: Account, token: int, end: int) -> list[Chunk]:
    """The posts that begin with a token; those in front of a name are that one's (现任示范大学校长乙)."""
    chunks, behind = chain_after(account.scene, token, end)
    classes = account.scene.tokens.classes
    return [] if classes[behind : behind + 1] == "P" and classes[behind - 1] != "c" else chunks


def give(account: Account, people: list[Member], chunks: list[Chunk], said: Stretch, status: str, rule: str) -> None:
    """Give people the posts of the chunks; a bare title is of the body to which the sentence gave others before."""
    body: Member | None = None
    for number, chunk in enumerate(chunks):
        target = account.posts.target(chunk, body, account.filled, number)
        body = target or body
        account.filled = body or account.filled
        if target is None or not people:
            continue
        if "past" in (chunk.status, status):
            account.vacant = (target, chunk.title)
        end = account.scene.tokens.end[chunk.last]
        for person in people:
            account.posts.post(
                person, target, chunk.title, chunk.status or status or said.status, said.start, end, rule
            )


def take_away(account: Account, people: list[Member], chunks: list[Chunk], said: Stretch) -> None:
    """Tell that people no longer hold the posts of the chunks."""
    for chunk in chunks:
        chunk.status = "past"
    give(account, people, chunks, said, "past", "post.removed")


# --- verbs -----------------------------------------------------------------------------------------------


def follows_appointment(account: Account, clause: Clause) -> bool:
    """Whether the verb belongs to an appointment before it, which is read there: 推选甲任会长."""
    triggers = account.scene.lexicon.triggers
    for unit in reversed(clause.sentence.units[: clause.index]):
        if unit.kind in "，V":
            return unit.kind == "V" and triggers[unit.word].frame == "appoint"
    return False


def elect(account: Account, clause: Clause) -> None:
    """甲任示范协会理事长；秘书长续由甲担任；甲接任；曾任示范大学校长, behind a sentence about 甲."""
    scene, units, verb, subject = account.scene, clause.sentence.units, clause.verb, clause.subject
    people = clause.people
    if not people and account.bearer is not None and all(u.kind != "P" for u in units):
        people = [account.bearer]
    classes, token = scene.tokens.classes, verb.token + 1
    while token < len(classes) and (classes[token] in "ud" or scene.tokens.word(token) == "为"):
        token += 1
    chunks = posts_behind(account, token, units[-1].token + 1)
    if chunks and (held := HELD.match(classes, chunks[-1].last + 1)):
        people = [u.member for u in units if u.token == held.end() - 1 and u.member is not None]
    if not people or (clause.inherited and follows_appointment(account, clause)):
        return
    if not chunks and subject is not None and subject.first > 1:
        k = before_adverbs(clause.sentence, subject.first - 1 - (subject.preposition == "由"), "dyxq")  # CEO一职将由
        opens = k == 0 or units[k - 1].kind in "，："  # 副主任则延揽某所组长甲出任
        if units[k].kind == "T" and (subject.preposition == "由" or opens) and verb.word not in SUCCEEDS:
            near = account.filled
            fits = near is not None and scene.fits(units[k].word, near)
            body = near if fits else scene.body_for(units[k].word, verb.start)
            for person in people:
                account.posts.post(person, body, units[k].word, clause.status, units[k].start, verb.end, "post.elected")
    if not chunks and account.vacant is not None and verb.word in ("接任", "继任", "接替"):
        body, title = account.vacant
        for person in people:
            account.posts.post(person, body, title, clause.status, clause.start, clause.end, "post.succeeded")
    if account.filled is not None:  # 历任示范协会理事，后加盟示范公司，任总监
        entered = [body for group in clause.before if not group.members("P") for body in group.members("O")]
        account.filled = entered[-1] if entered else account.filled
    else:
        account.filled = workplace(clause)
    give(account, people, chunks, clause, clause.role, "post.elected")
    if chunks and chunks[-1].title in LEADS:
        account.visitors = [*account.visitors[:1], *people] if chunks[-1].title != "团长" else people
    if chunks and account.replaced:
        take_away(account, account.replaced, chunks, clause)  # 甲接替乙任会长
    account.replaced = []
    if (
        verb.word in ("接替", "接任")
        and clause.after is not None
        and all(u.kind != "，" for u in clause.gap_to(clause.after))
    ):
        account.replaced = clause.after.members("P")


def workplace(clause: Clause) -> Member | None:
    """Where somebody works or went to work before: 在示范研究所工作，历任研究员；加入示范公司后，任总监."""
    work = clause.nearest(("在",), "O")
    if work is not None:
        return work.members("O")[-1]
    units = clause.sentence.units[: clause.index]
    joined = next((i for i in reversed(range(len(units))) if units[i].word in JOINED), len(units))
    return next((u.member for u in units[joined:] if u.kind == "O"), None)


def appoint(account: Account, clause: Clause) -> None:
    """聘任甲为示范学院院长；选举甲为会长；提名甲为行长."""
    scene, units = account.scene, clause.sentence.units
    people, link = appointees(clause)
    after = clause.after
    approved = link is None and after is not None and after.members("P") and clause.verb.word.endswith("核准")
    if approved and after is not None and after.last + 1 < len(units) and units[after.last + 1].kind in "OT":
        people, link = after.members("P"), units[after.last]  # 核准甲示范公司总经理的任职资格
    if link is None:
        return
    chunks = posts_behind(account, link.token + 1, units[-1].token + 1)
    if chunks:
        clause.end = scene.tokens.end[chunks[-1].last]
    if approved and not QUALIFIED.match(scene.text, clause.end):
        return
    status = "planned" if clause.verb.word == "提名" else ""
    give(account, people, chunks, clause, status, "post.appointed")


def appointees(clause: Clause) -> tuple[list[Member], Unit | None]:
    """Who is appointed, and the word in front of the post: 选举示范公司董事长甲，示范局局长乙为副会长."""
    units, after = clause.sentence.units, clause.after
    if after is None or not after.members("P"):
        return [], None
    if after.last + 1 < len(units) and units[after.last + 1].word in ("为", "担任", "任", "出任"):
        return after.members("P"), units[after.last + 1]
    people = after.members("P")
    for unit in units[after.last + 1 :]:
        if unit.word == "为":
            return people, unit
        if unit.kind in "V；":
            break
        if unit.kind == "P" and unit.member is not None:
            people.append(unit.member)
    return [], None


def remove(account: Account, clause: Clause) -> None:
    """甲不再担任示范学院院长；免去甲的示范学院院长职务；甲辞去院长职务."""
    units, people, before = clause.sentence.units, clause.people, clause.verb
    if clause.after is not None and clause.after.members("P") and clause.verb.word in ("免去", "罢免"):
        people, before = clause.after.members("P"), units[clause.after.last]
    elif not people and clause.index and units[clause.index - 1].kind == "P":  # 通过甲辞去院长职务
        people = [m for m in (units[clause.index - 1].member,) if m is not None]
    elif clause.index and units[clause.index - 1].word == "其":  # 任命甲为示范局局长，接受其辞去院长职务
        named = [u.member for u in units[: clause.index] if u.kind == "P" and u.member is not None]
        people = named[-1:]
    elif not people and clause.index and units[clause.index - 1].kind == "，":  # 甲任示范县委书记，不再担任示范区区长
        part = max((i for i, u in enumerate(units[: clause.index]) if u.kind in "；：:"), default=-1)
        named = [u.member for u in units[part + 1 : clause.index] if u.kind == "P" and u.member is not None]
        people = named[:1]
    classes, token = account.scene.tokens.classes, before.token + 1
    while token < len(classes) and classes[token] in "uB":
        token += 1
    chunks = posts_behind(account, token, units[-1].token + 1)
    take_away(account, people, chunks, clause)


def before_adverbs(sentence: Sentence, k: int, kinds: str) -> int:
    """The last unit up to unit k that is of none of these kinds (or the sentence's first)."""
    while k > 0 and sentence.units[k].kind in kinds:
        k -= 1
    return k


# --- sentences -------------------------------------------------------------------------------------------


def note_heading(account: Account, sentence: str) -> None:
    """任命：, 免去：: the lines that follow are appointments or removals."""
    bare = sentence.strip()
    if bare.endswith(LIST_OF_REMOVALS):
        account.removing = True
    elif bare.endswith(LIST_OF_POSTS) or len(bare) > LONGEST_HEADING:
        account.removing = False


def appointment_lines(account: Account, sentence: Sentence) -> None:
    """甲为示范局局长；甲的示范局局长职务；会长为甲."""
    units, end = sentence.units, sentence.units[-1].token + 1
    for group in sentence.groups:
        people = group.members("P")
        if not people:
            continue
        if group.first and units[group.first - 1].kind == "V":
            continue  # 选举甲为会长: see appoint
        title_in_front(account, sentence, group)
        j = group.last + 1
        while j < len(units) and units[j].kind in "elkmxXTB" and j < group.last + 6:
            j += 1  # 等10余位教师
        if j >= len(units):
            continue
        said = Stretch(sentence.start_of(group), units[-1].end)
        if units[j].word in IS and group.preposition == "":
            chunks = posts_behind(account, units[j].token + 1, end)
            give(account, people, chunks, said, "", "post.copula")
        elif (units[j].word == "的" or units[j].kind in "OR") and is_removal(account, sentence):
            chunks = posts_behind(account, units[j].token + (units[j].word == "的"), end)
            take_away(account, people, chunks, said)


def is_removal(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence says of which posts people are relieved."""
    return sentence.text.rstrip("；。").endswith("职务") and (account.removing or "免去" in sentence.text)


def title_in_front(account: Account, sentence: Sentence, group: Group) -> None:
    """会长为甲，副会长分别为乙、丙."""
    scene, units = account.scene, sentence.units
    first = group.first
    if first > 2 and units[first - 1].word in ("人", "籍") and units[first - 2].kind == "R":
        first -= 2  # 总经理是德国人甲
    if first < 2 or units[first - 1].word not in NAMES_HOLDERS:
        return
    k = before_adverbs(sentence, first - 2, "d，")
    title = units[k].word
    if units[k].kind != "T" or title in ("代表", "领导"):
        return
    body = sentence.organisation_before(k)
    if body is None or not scene.fits(title, body):
        body = scene.body_for(title, units[k].start)
    listed = next((j for j, joint in enumerate(group.joints) if joint.startswith("，")), len(group.units))
    for person in group.split(listed)[0].members("P"):  # not 丁 in 秘书长为丙，丁当选理事
        account.posts.post(person, body, title, "", units[k].start, units[group.last].end, "post.copula")


def copulas(account: Account, sentence: Sentence) -> None:
    """甲从教多年，还是示范大学的教授: a post behind a copula that stands away from its subject."""
    units = sentence.units
    subject = next((g for g in sentence.groups if g.members("P") and g.preposition == "" and not g.attributive), None)
    if subject is None:
        return
    said = Stretch(sentence.start_of(subject), units[-1].end)
    for j in (i - 1 for i in sentence.places("O")):
        if j < subject.last + 2 or units[j].word not in STILL:
            continue
        if any(u.kind in "zP" for u in units[subject.last + 1 : j]):
            continue
        chunks = posts_behind(account, units[j].token + 1, units[-1].token + 1)
        if chunks and account.scene.tokens.classes[chunks[-1].last + 1 : chunks[-1].last + 2] in ("v", "V"):
            continue  # 为示范医院院长颁发聘书
        if len(subject.members("P")) == 1:
            give(account, subject.members("P"), [c for c in chunks if c.body >= 0], said, "", "post.copula")
