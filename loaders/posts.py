"""Posts: which title at which body a person holds, read from what stands around the name.

云州省审计厅党组书记、厅长周以宁        before the name: bodies and titles, joined by 、
某市委常委、组织部部长周以宁          two bodies in one chain
副院长A、B、C                      one title over a list
周以宁秘书长                       behind the name
任命 / 当选 / 是 … 院长              behind a verb (see `clauses`)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cast import Member
from .phrases import any_of, phrases
from .scene import DEPARTMENTAL, OWN_BODIES, OWN_FORMS, Scene

MODIFIERS = "tgnxlkwaFHhvVKq"
JOINS = frozenset("、，兼和及与")
JOINS_BEHIND = frozenset(("、", "兼", "和", "及", "以及"))
SHARED = re.compile(
    r"^(?:副|常务副|常委|(?:委员|常务理事|理事|监事|董事)(?!长)|成员|教授|研究员|会员|顾问|学生|老师|教师|院士|代表|参事|领导|校领导|县领导|市领导|省领导|区领导|(?:执行|名誉|荣誉|永远|联席|轮值).*|.*(?:副|常委|委员|理事|成员|教授|顾问|代表|领导|编辑|助理|员|生|师))"
)
BEGUN = re.compile(rf"^(?:{any_of('begun')}|新(?=.{{1,3}}长$))")
FORMER = re.compile(r"^(?:上届|原|前任|前|时任|曾任|原任|原来的|老(?=[^师总]))")
PLANNED = re.compile(r"^(?:拟任|候任|提名|拟)|(?:候选人|提名人选|人选)$")
NO_POST = re.compile(r"^(?:先生|女士|同志|小姐|夫人|阁下|太平绅士|博士|老师|道长|法师|牧师|阿訇|神父|居士)$")
COURTESIES_ONLY = ("先生", "女士", "同志", "博士", "老师")
COURTESIES = phrases("courtesies")
PLANNED_BEHIND = phrases("planned_behind")
OPENS_LIST = phrases("opens_list")
WEAK_BEHIND = phrases("weak_behind")
TOLD = ("post.elected", "post.appointed", "post.copula", "post.resume")
STATIONED = re.compile("驻[沪穗蓉渝汉华青港澳]")
FOREIGN_LEVELS = ("市", "县", "府", "州", "郡", "省")
BEING = phrases("being")
OF_BOTH = re.compile("[两三][会校院所家地]")  # 两会|会长甲、乙: who is whose is not said
MEASURES = ("位", "名", "份")  # 8位|副会长, 五月份|轮值会长
BOARDS = ("管委会", "管理委员会")
TERM = re.compile("第.{1,4}届$")
CROWD = re.compile("[名位人个]$")  # ends the count of people without names
ORGANS = ("纪委", "监察专员办公室", "纪检组", "纪检监察组")  # of a body itself, where a title stood before
STOP = re.compile(r"[。！？；\n]")
LIFE = re.compile("(?:，[^，。PORTV\n]{1,5}){0,4}，(?=[OR])")  # male, born in 1970, of the party


Held = tuple[Member | None, str, str]  # a body, a title, a status


@dataclass(frozen=True, slots=True)
class Post:
    """A person's post: `start:end` is where the clean text says it."""

    person: Member
    body: Member | None
    title: str
    status: str
    start: int
    end: int
    rule: str


@dataclass(slots=True)
class Chunk:
    """One body with one title: token indices of the body (or -1), the title's text and its place.

    `unread`: words in front of the title name a body that nobody knows; then it is not another's.
    """

    body: int
    title: str
    first: int
    last: int
    status: str = ""
    brand: Member | None = None
    unread: bool = False


def administrative(body: Member | None) -> bool:
    """Whether a body is a place's party committee, government, congress or conference (or none is known)."""
    return (
        body is None
        or (body.region is not None and body.name.startswith(("中共", "政协")))
        or body.name.endswith(("政府", "人民代表大会常务委员会"))
    )


def chunk_before(scene: Scene, last: int) -> Chunk | None:
    """The chunk whose title ends with token `last`, read leftwards."""
    classes, tokens = scene.tokens.classes, scene.tokens
    j = last
    if classes[j] == "）":
        j = classes.rfind("（", max(0, j - 5), j) - 1
        if j < 0:
            return None
    if classes[j] != "T":
        return None
    k = j
    size = 0
    while k > 0 and size < 7:
        letter = classes[k - 1]
        if letter == "O":
            return finish(scene, k - 1, k, last)
        if letter == "u" and tokens.word(k - 1) == "的" and k - 2 >= 0 and classes[k - 2] == "O":
            return finish(scene, k - 2, k, last)
        if letter in "PE" or (letter == "r" and tokens.word(k - 1).startswith("某")):
            return finish(scene, -1, k, last, at_event=True)  # 论坛主席; 丁香园创始人, no person
        if letter == "x" and k > 1 and classes[k - 2] == "R" and STATIONED.fullmatch(tokens.word(k - 1)):
            return stationed(scene, k, last)
        if tokens.word(k - 1) == "兼" and classes[k] in "lx":
            return finish(scene, -1, k, last)  # 教授兼远禾医药董事长
        if letter in MODIFIERS or letter == "T" or (letter == "R" and k > 1 and tokens.word(k - 2) == "首席"):
            if letter == "q" and tokens.word(k - 1) not in ("现",):
                break
            if letter == "V" and "o" not in scene.lexicon.triggers[tokens.word(k - 1)].inside:
                break
            k -= 1
            size += 1
        elif letter == "）" and "（" in classes[max(0, k - 14) : k - 1]:
            opening = classes.rfind("（", 0, k - 1)
            if opening > 0 and classes[opening - 1] == "O":
                return finish(scene, opening - 1, k, last)  # X公司（简称…）董事长
            if k - opening > 5:
                break
            k = opening
            size += 1
        elif letter in "RK" and tokens.word(k) in ("籍", "裔") and k > 1 and classes[k - 2] in "On":
            k -= 1  # 示范大学老挝籍学生
            size += 1
        elif letter == "R" and k > 1 and classes[k - 2] == "O" and not scene.lexicon.implied(tokens.word(last)):
            k -= 1  # 示范局|华南|首席代表
            size += 1
        elif letter in "RK":
            if k > 1 and tokens.word(k - 2) == "驻":
                return mission(scene, k, last)
            return finish(scene, k - 1, k, last)
        else:
            break
    return finish(scene, -1, k, last)


def mission(scene: Scene, k: int, last: int) -> Chunk:
    """马来西亚驻西安总领事: the consulate or embassy whose head or member a title names; 我驻 is China's."""
    tokens = scene.tokens
    first = k - 3 if k > 2 and tokens.classes[k - 3] == "R" else k - 2
    place = scene.text[tokens.start[first] : tokens.end[k - 1]]
    title = scene.text[tokens.start[k] : tokens.end[last]]
    house = "总领事馆" if "领事" in title else "大使馆" if re.search("大使|参赞|公使|秘书|武官", title) else "代表处"
    member = scene.cast.organisation(place + house, "Agency", tokens.start[first])
    scene.mentions.append((member, tokens.start[first], tokens.end[k - 1]))
    return Chunk(-1, title, first, last, "", member)


def stationed(scene: Scene, k: int, last: int) -> Chunk:
    """西班牙驻沪总领事: the mission of the country before token k, which names where it is by one character."""
    tokens = scene.tokens
    title = scene.text[tokens.start[k] : tokens.end[last]]
    house = "总领事馆" if "领事" in title else "大使馆"
    place = scene.text[tokens.start[k - 2] : tokens.end[k - 1]]
    member = scene.cast.organisation(place + house, "Agency", tokens.start[k - 2])
    scene.mentions.append((member, tokens.start[k - 2], tokens.end[k - 1]))
    return Chunk(-1, title, k - 2, last, "", member)


def of_town(scene: Scene, body: int, first: int, last: int, status: str) -> Chunk:
    """长崎市市长: the government of a town abroad, whose name is the place `body` and the level `first`."""
    tokens = scene.tokens
    title = scene.text[tokens.start[first + 1] : tokens.end[last]]
    town: Member | None = None
    if scene.lexicon.implied(title) == "government":
        name = scene.text[tokens.start[body] : tokens.end[first]] + "政府"
        town = scene.cast.organisation(name, "Agency", tokens.start[body])
        scene.mentions.append((town, tokens.start[body], tokens.end[first]))
    return Chunk(-1, title, body, last, status, town, town is None)


def finish(scene: Scene, body: int, first: int, last: int, at_event: bool = False) -> Chunk:
    """Cut the title out of tokens first..last; a former or planned post gets its status."""
    tokens = scene.tokens
    brand: Member | None = None
    opening = first
    if body < 0:
        brand, first = scene.brand_before(first, last)
    if body < 0 and brand is None:
        # without a body only a title's own words belong to it
        while (
            first < last
            and (tokens.classes[first] in "vVqkaxFHhK" or tokens.words[first + 1] in MEASURES)
            and not (tokens.classes[first] == "x" and first == last - 1 and tokens.word(first) not in MEASURES)
        ):
            at_event = at_event or OF_BOTH.fullmatch(tokens.word(first)) is not None
            first += 1
    begin = tokens.start[first] - (tokens.word(first) == "长")  # 组织部长: the body lent the title its 部
    title = scene.text[begin : tokens.end[last]]
    status = ""
    before = scene.text[
        max(0, tokens.start[body if body >= 0 else first] - 2) : tokens.start[body if body >= 0 else first]
    ]
    if len(new := BEGUN.sub("", title)) > 1:
        title = new
    if FORMER.match(title):
        title, status = FORMER.sub("", title), "past"
    elif before.endswith(("原", "时任", "前任")) or (
        before.endswith("前") and not before.endswith(("日前", "之前", "前前", "以前", "会前", "目前", "当前"))
    ):
        status = "past"
    elif before.endswith(("拟任", "候任")):
        status = "planned"
    if PLANNED.search(title):
        title, status = PLANNED.sub("", title), "planned"
    place = body >= 0 and tokens.classes[body] == "R"
    unread = (place or body < 0) and brand is None and names_a_body(scene, first, last)
    if place and first < last and tokens.word(first) in FOREIGN_LEVELS and tokens.word(body) in scene.lexicon.countries:
        return of_town(scene, body, first, last, status)
    if place and (unread or names_a_branch(scene, body)):  # 铜仁远禾百货总经理
        opening = body if unread else brand_opening(scene, body)
        brand, begin = scene.brand_before(opening, last)
        if brand is not None:
            return Chunk(-1, scene.text[tokens.start[begin] : tokens.end[last]], opening, last, status, brand)
    whole = body if body >= 0 else first if brand is None else opening
    if unread and (brand := scene.lent(first, last)) is not None:
        title = tokens.word(last)
    return Chunk(body, title.strip(" "), whole, last, status, brand, unread or at_event)


def brand_opening(scene: Scene, place: int) -> int:
    """The token with which a brand in front of a place begins: 瑞恩斯泰克 in 瑞恩斯泰克中国总裁."""
    first = place
    while first > 0 and scene.tokens.classes[first - 1] in "xlR":
        first -= 1
    return first


def names_a_branch(scene: Scene, place: int) -> bool:
    """Whether a brand stands between a mark and a place: an unknown word that is too long for a person, or Latin."""
    tokens = scene.tokens
    first = brand_opening(scene, place)
    if first and tokens.classes[first - 1] not in "、，。；：\n" and tokens.word(first - 1) != "、":
        return False
    words = range(first, place)
    return any(tokens.classes[j] == "l" or (tokens.classes[j] == "x" and len(tokens.word(j)) > 3) for j in words)


def names_a_body(scene: Scene, first: int, last: int) -> bool:
    """Whether what stands before the title's own words in tokens first..last is a name: 远禾医药 in 远禾医药董事长."""
    tokens = scene.tokens
    whole = scene.text[tokens.start[first] : tokens.end[last]]
    if whole[:1] in FOREIGN_LEVELS and whole[1:2] == whole[0]:
        return True  # 碧瑶市|市长
    unknown = tokens.classes[first] == "x" and tokens.end[first] - tokens.start[first] > 1  # 头份|市长
    if whole in scene.lexicon.title_bodies or (scene.lexicon.level_of_title(whole) and not unknown):
        return False  # 国家主席, 自治区副主席
    while first < last and tokens.classes[first] not in "Ttg":
        if tokens.classes[first] in "xn" and tokens.word(first) not in DEPARTMENTAL:
            return True
        first += 1
    return False


def before_mark(scene: Scene, j: int) -> int:
    """The token in front of what may stand between a title and who has it: 会长：, 会长有, 理事名单如下：."""
    classes, words = scene.tokens.classes, scene.tokens.words
    k = j - 1
    if j > 0 and classes[j] in "：:":
        while k > 0 and words[k] in OPENS_LIST:
            k -= 1
    marked = j > 0 and (classes[j] in " ：:" or (classes[j] == "b" and words[j] != "来自"))
    return k if marked and classes[k] in "T）" else j


def chain_before(scene: Scene, i: int) -> list[Chunk]:
    """The chunks in front of token i, in reading order."""
    classes = scene.tokens.classes
    j = before_mark(scene, i - 1)
    relative = j > 1 and scene.tokens.word(j) == "的" and classes[j - 1] == "T"
    j -= relative
    chunks: list[Chunk] = []
    while j >= 0 and classes[j] in "T）":
        chunk = chunk_before(scene, j)
        if chunk is None:
            break
        before = chunk.first - 1
        crowd = before >= 0 and classes[before] == "k" and CROWD.search(scene.tokens.word(before))
        if chunks and (chunk.title.endswith(("领导", "部门负责人", "相关负责人")) or crowd):
            break  # 某局领导、某会会长某某；二十余名校友，书记某某: others
        listed = scene.tokens.word(j + 1) == "、"  # 特派示范公司董事长、示范联盟负责人某某
        said = "V" if listed else "Vv"
        if chunks and before >= 0 and (classes[before] in said or scene.tokens.word(before) in ("为", "任", "是")):
            break  # 当选为…会长，省示范院党委书记某某: another clause
        if chunks and scene.tokens.word(j + 1) == "，" and names_somebody(scene, chunk, j):
            break
        if not (chunk.body < 0 and chunk.title.endswith(("代表", "领导", "班子成员"))):
            chunks.append(chunk)
        j = chunk.first - 1
        if j > 0 and (classes[j] == "q" or scene.tokens.word(j) == "兼任"):  # 副会长、本月|值班会长
            j -= 1
        elif term := TERM.search(scene.text, max(0, scene.tokens.start[j] - 5), scene.tokens.end[j]):
            j = scene.tokens.at(term.start()) - 1  # 副会长、第五届|某年会组委会主任
        if j > 0 and scene.tokens.word(j) in JOINS and classes[j - 1] in "T）":
            crowd = scene.tokens.word(j) == "，" and scene.tokens.word(j - 1).endswith("负责人") and chunk.body >= 0
            if behind_a_name(classes, j - 1) or crowd:  # 示范科负责人，示范学院院长某某
                break
            j -= 1
            continue
        break
    if relative and not (j >= 0 and scene.tokens.word(j) in BEING):
        return []  # 身为示范协会会长的甲, but not 会长的甲
    chunks.reverse()
    return chunks


def names_somebody(scene: Scene, chunk: Chunk, last: int) -> bool:
    """Whether unknown words stand between the body and the title that ends with token `last`: 某局蔚某某主任."""
    return chunk.body >= 0 and "x" in scene.tokens.classes[chunk.body + 1 : last]


def behind_a_name(classes: str, j: int) -> bool:
    """Whether the title that ends with token j stands behind a name: 会长某某教授、副会长…"""
    while j >= 0 and classes[j] in "Ttg":
        j -= 1
    return j >= 0 and classes[j] == "P"


def body_after(scene: Scene, i: int, limit: int) -> tuple[int, int]:
    """The last of the bodies or places that begin with token i (or -1), and the token behind it and its brackets."""
    body, classes = -1, scene.tokens.classes
    while i < limit:
        if classes[i] in "OR":
            body = i
        elif classes[i] == "r" and body < 0 and scene.tokens.word(i)[0] in "本该我":
            pass  # 本公司总经理, 该所所长
        elif scene.tokens.word(i) == "附属" and classes[i : i + 2] == "aO":
            pass  # 附属示范医院院长
        elif classes[i] == "（" and body >= 0 and i < (close := classes.find("）", i, limit)):
            i = close
        elif not (classes[i] == "u" and body >= 0) and classes[i : i + 2] not in ("tO", "kO"):  # 新一届|示范协会
            break
        i += 1
    return body, i


def chain_after(scene: Scene, i: int, limit: int) -> tuple[list[Chunk], int]:
    """The chunks that begin with token i, up to `limit`; and the token behind them."""
    classes, tokens = scene.tokens.classes, scene.tokens
    chunks: list[Chunk] = []
    j = i
    while j < limit:
        body, first = body_after(scene, j, limit)
        k, last = first, -1
        while k < limit and classes[k] in MODIFIERS + "T" and (last < 0 or classes[k] in "Ttg"):
            last = k if classes[k] == "T" else last
            k += 1
        if last < 0:
            break
        if last + 1 < limit and classes[last + 1] == "（" and classes.find("）", last, last + 4) > 0:
            last = classes.find("）", last, last + 4)
        if chunks and tokens.words[last + 1 : last + 2] == ["由"]:
            break  # 甲当选会长、秘书长由乙兼任
        chunk = finish(scene, body, first, last)
        chunk.first = j
        chunks.append(chunk)
        j = last + 1
        while j < limit and tokens.word(j) in PLANNED_BEHIND:  # 局长拟任人选
            chunk.status, j = "planned", j + 1
        if j + 1 < limit and tokens.word(j) == "职务" and tokens.word(j + 1) in JOINS_BEHIND:
            j += 1
        if j < limit and tokens.word(j) in JOINS_BEHIND:
            j += 1
            continue
        if classes[j : j + 2] == "，O":
            more, end = chain_after(scene, j + 1, limit)
            if more and classes[end : end + 1] in ("，", "。", "；", "\n", ""):
                return chunks + more, end
        break
    return chunks, j


def leading(carried: list[Held]) -> Member | None:
    """The body that is carried on: behind 某会副会长兼某分会会长甲 the association, not its branch."""
    bodies = [body for body, _, _ in carried if body is not None]
    whole = [body for body in bodies if not body.name.endswith("分会")]
    return (whole or bodies or [None])[-1]


class Posts:
    """Reads the posts around every person of one article."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.posts: list[Post] = []
        self.taken: dict[int, int] = {}  # first token of a person's phrase → the person's token
        self.phrase: dict[int, tuple[int, int]] = {}  # person's token → tokens of the phrase
        self.bodies: dict[int, Member | None] = {}
        self.guesses: list[Post] = []  # 周以宁书记, whose body no word says
        self.unplaced: set[tuple[str, str]] = set()  # person and title, of whose body nothing is known
        self.host: Member | None = None  # whose 理事长 a last chain of posts at several bodies began with

    def run(self) -> list[Post]:
        """All posts; `scene.phrases` tells the clauses which tokens each person's phrase covers."""
        classes = self.scene.tokens.classes
        previous = -1
        carried: list[Held] = []
        for i, person in sorted(self.scene.persons.items(), key=lambda named: named[0]):
            if person is None:
                continue
            chunks, first, front = self.in_front(i)
            listed = previous >= 0 and self.joined(previous, first)
            self.acting(i, person)
            carried = carried if listed else []
            held = self.hold(person, chunks, carried, (first, i), "post.before")
            last = i
            if front is not None:
                start, end = self.scene.tokens.start[i - 1], self.scene.tokens.end[i]
                self.add(Post(person, front, "", "", start, end, "post.front"))
            elif chunks and classes[i - 1] not in "OR":
                last += classes[i + 1 : i + 2] == "T" and self.scene.tokens.word(i + 1) in COURTESIES
            else:
                if listed and first == i and classes[i - 1] != "，" and not self.followed(i):
                    held = self.shared(person, carried, previous, i)
                known = len(self.posts)
                last = self.behind(i, person, carried[-1][0] if carried else None) or i
                held = held or [(p.body, p.title, p.status) for p in self.posts[known:]]
                self.life(i, person)
            carried = held or (carried if first == i else [])
            self.scene.phrases[i] = (first, last)
            previous = last
        return self.posts

    def in_front(self, i: int) -> tuple[list[Chunk], int, Member | None]:
        """What stands in front of the person at token i: chunks, the phrase's first token, a body without a title.

        周以宁 is 院士 of one body and belongs to the other in 中国工程院院士、某大学周以宁.
        """
        scene, classes = self.scene, self.scene.tokens.classes
        chunks = chain_before(scene, i)
        if chunks:
            return chunks, chunks[0].first, None
        if i and scene.tokens.word(i - 1).endswith("领导"):  # 县领导某某: no post, but part of the phrase
            level = i > 1 and classes[i - 2] in "nO" and len(scene.tokens.word(i - 2)) < 3
            return [], i - 2 if level else i - 1, None
        if i and classes[i - 1] in "OR" and self.followed(i):
            chunks = self.further(i) if scene.tokens.word(i - 2) == "、" else []
            return chunks, chunks[0].first if chunks else i - 1, None
        if i and classes[i - 1] == "O" and (name := scene.names.get(i - 1)) is not None and not name.generic:
            front = scene.organisation_at(i - 1)
            chunks = self.further(i) if scene.tokens.word(i - 2) in ("、", "，") else []
            return chunks, chunks[0].first if chunks else i - 1, front
        return [], i, None

    def further(self, i: int) -> list[Chunk]:
        """The posts in front of the body before the person at token i: 示范学会会长、示范大学周以宁教授."""
        classes = self.scene.tokens.classes
        if i < 3 or classes[i - 3] != "T" or behind_a_name(classes, i - 3):
            return []
        title = self.scene.tokens.word(i - 3)  # a professor in a list may be one whose name is not read
        return chain_before(self.scene, i - 2) if title == "院士" or title not in WEAK_BEHIND else []

    def hold(
        self, person: Member, chunks: list[Chunk], carried: list[Held], said: tuple[int, int], rule: str
    ) -> list[Held]:
        """Give a person the posts that tokens `said` tell; neighbouring titles of one body are one post."""
        held: list[Held] = []
        body: Member | None = None
        for number, chunk in enumerate(chunks):
            self.take_organ(chunk, body or (carried[-1][0] if carried else None))
            target = self.repeated(person, chunk, [] if body else carried) or self.our_own(person, chunk)
            opens = number == 0 and chunk.body < 0 and any(other.body >= 0 for other in chunks)
            if opens and self.host is not None and not carried and self.scene.fits(chunk.title, self.host):
                target = target or self.host  # 副理事长、示范公司总裁甲汇报；监事、示范学校校长乙宣读
            target = target or self.target(chunk, body, self.carried_for(chunk, carried), number)
            self.host = target if opens else self.host
            body = target or body
            if held and held[-1][0] is target and held[-1][2] == chunk.status:
                held[-1] = (target, f"{held[-1][1]}、{chunk.title}", chunk.status)
            else:
                held.append((target, chunk.title, chunk.status))
        start, end = self.scene.tokens.start[said[0]], self.scene.tokens.end[said[1]]
        for target, title, status in held:
            self.post(person, target, title, status, start, end, rule)
        return held

    def carried_for(self, chunk: Chunk, carried: list[Held]) -> Member | None:
        """The body of the one before that a title goes on: 示范商会会长、示范集团董事长甲，监事长乙."""
        near = leading(carried)
        if near is None or self.scene.fits(chunk.title, near) or chunk.body >= 0:
            return near
        others = (body for body, _, _ in reversed(carried) if body is not None)
        return next((body for body in others if self.scene.fits(chunk.title, body)), near)

    def take_organ(self, chunk: Chunk, owner: Member | None) -> None:
        """党委副书记、纪委书记 of a hospital: the discipline committee of what is no place belongs to the title."""
        scene = self.scene
        word = scene.tokens.word(chunk.body) if chunk.body >= 0 else ""
        firm = word in BOARDS and owner is not None and owner.name.endswith("事务所")  # 我所主任甲、管委会主任乙
        if firm or (word in ORGANS and not administrative(owner)):
            chunk.title = scene.tokens.word(chunk.body) + chunk.title
            chunk.body, chunk.brand = -1, owner

    def our_own(self, person: Member, chunk: Chunk) -> Member | None:
        """What 我院 means in 我院党委书记周以宁: where 周以宁 is 党委书记, as the page has said."""
        form = self.scene.tokens.word(chunk.body) if chunk.body >= 0 else ""
        if form not in OWN_BODIES and form not in OWN_FORMS:
            return None
        own = (p.body for p in self.posts if p.person is person and chunk.title in p.title.split("、"))
        return next(own, None)

    def repeated(self, person: Member, chunk: Chunk, carried: list[Held]) -> Member | None:
        """The body of a title without one that was said before: of this person, or of the one before in the list."""
        if chunk.body >= 0 or chunk.brand is not None or chunk.unread:
            return None
        own = ((p.body, p.title) for p in self.posts if p.person is person)
        others = ((body, title) for body, title, _ in carried)
        return next((body for body, title in (*own, *others) if chunk.title in title.split("、")), None)

    def shared(self, person: Member, carried: list[Held], previous: int, i: int) -> list[Held]:
        """副院长A、B、C: the title of the first name of a list is the others' too."""
        found = [c for c in carried if SHARED.match(c[1])]
        for target, title, status in found[-1:]:
            start, end = self.scene.tokens.start[previous], self.scene.tokens.end[i]
            self.post(person, target, title, status, start, end, "post.shared")
        return found[-1:]

    def followed(self, i: int) -> bool:
        classes = self.scene.tokens.classes
        return i + 1 < len(classes) and classes[i + 1] in "T" and not (i + 2 < len(classes) and classes[i + 2] == "P")

    def joined(self, previous: int, first: int) -> bool:
        """Whether only a separator stands between two people of a list, or one leads the other: 甲率副校长乙."""
        classes, tokens = self.scene.tokens.classes, self.scene.tokens
        between = classes[previous + 1 : first]
        if between.startswith("（") and "）" in between:
            between = between[between.index("）") + 1 :]
        leads = between == "V" and self.scene.lexicon.triggers[tokens.word(first - 1)].frame == "lead"
        return leads or between in ("c", "，", " ", "，c", "；")

    def target(self, chunk: Chunk, body: Member | None, carried: Member | None, number: int) -> Member | None:
        """The body of a chunk."""
        scene = self.scene
        position = scene.tokens.start[chunk.first]
        if chunk.brand is not None or chunk.unread:
            return chunk.brand
        if chunk.body >= 0:
            if scene.tokens.word(chunk.body) == "政府" and (own := scene.implied(chunk.title, "", position, body)):
                return own  # 县委副书记、政府县长
            if scene.tokens.classes[chunk.body] == "O":
                member = scene.organisation_at(chunk.body, parent=body or carried, create=True)
                bare = (name := scene.names.get(chunk.body)) is not None and name.generic
                if bare and self.cut_in_two(chunk.body):
                    return None
                return None if bare and member is not None and not scene.named_for(chunk.title, member) else member
            place = scene.text[scene.tokens.start[chunk.body] : scene.tokens.end[chunk.body]]
            found, near = scene.implied(chunk.title, place, position), body or carried
            if found is None and near is not None and near.label == "Company" and scene.fits(chunk.title, near):
                chunk.title = place + chunk.title  # 加入示范集团，任苏南区域总裁
                return near
            return found
        implied = scene.lexicon.implied(chunk.title.split("（")[0])
        if body is not None and body.name.startswith("政协") and chunk.title.endswith("主席"):
            return body  # 政协党组书记、主席
        if (
            implied in ("government", "party", "congress", "cppcc", "secretariat")
            and chunk.body < 0
            and (administrative(body or carried) or scene.lexicon.level_of_title(chunk.title))
        ):
            near = body or carried
            if implied == "government" and near is not None and near.region is None and near.name.endswith("政府"):
                return near  # of a town abroad
            seated = near is not None or scene.dominant("Association") is not None
            if not (seated if implied == "secretariat" else implied == "party" and near is not None and number):
                member = scene.implied(chunk.title, "", position, near)
                if member is not None:
                    return member
        for near in (body, carried):
            if near is not None and scene.fits(chunk.title, near):
                return near
        if body is not None and not scene.lexicon.title_body(chunk.title).body:
            return body if scene.named_for(chunk.title, body) else None  # 技术员、车间主任 of one works
        if (society := self.of_sentence(chunk.title, position)) is not None:
            return society
        return scene.body_for(chunk.title, position)

    def of_sentence(self, title: str, position: int) -> Member | None:
        """A society that the sentence names, where the page is about a part of it: 示范协会会长甲出席，秘书长乙主持."""
        scene, whole = self.scene, self.scene.dominant("Association")
        begin = max(scene.text.rfind(mark, 0, position) for mark in "。！？\n") + 1
        named = [
            (start, m)
            for m, start, end in scene.mentions
            if begin <= start and end <= position and m.label == "Association"
        ]
        last = max(named, key=lambda x: x[0], default=(0, None))[1]
        part = last is not None and whole is not None and whole.name.startswith(last.name)
        return last if last is not None and part and scene.fits(title, last) else None

    def cut_in_two(self, body: int) -> bool:
        """Whether the bare head of a body stands behind 和 and an unknown word of its name: 、远和商会会长."""
        classes, tokens = self.scene.tokens.classes, self.scene.tokens
        joined = body > 2 and tokens.word(body - 1) in ("和", "与", "及")
        return joined and classes[body - 2] == "x" and classes[body - 3] in "，c；。\n"

    def post(
        self, person: Member, target: Member | None, title: str, status: str, start: int, end: int, rule: str
    ) -> None:
        """Keep a post, if it is one."""
        if target is None:
            self.unplaced.add((person.key, title))
        if target is None or NO_POST.match(title):
            return
        title = "" if title.endswith("领导") else title
        self.add(Post(person, target, title, status, start, end, rule))

    def add(self, post: Post) -> None:
        """Keep a post unless the article has said it before."""
        parts = set(post.title.split("、"))
        if post.rule == "post.removed":  # 总经理甲递交辞呈，辞去总经理职务
            self.posts[:] = [
                p
                for p in self.posts
                if (p.person, p.body) != (post.person, post.body) or not post.title.endswith(p.title)
            ]
        if post.rule.startswith(TOLD):  # 周以宁任党委书记 tells where 周以宁书记 is one
            told = [g for g in self.guesses if g.person is post.person and any(p.endswith(g.title) for p in parts)]
            self.posts[:] = [p for p in self.posts if not any(p is guess for guess in told)]
        for other in self.posts:
            if (
                other.person is post.person
                and other.body is post.body
                and (parts <= set(other.title.split("、")) or not post.title)
            ):
                return
        self.posts.append(post)

    def life(self, i: int, person: Member) -> None:
        """周以宁，男，1970年生，云岭科技大学教授: the posts with which a biography begins."""
        classes = self.scene.tokens.classes
        start = LIFE.match(classes, i + 1)
        if (i and classes[i - 1] not in "\n。") or start is None:
            return
        stop = STOP.search(classes, i)
        chunks, behind = chain_after(self.scene, start.end(), stop.start() if stop else len(classes))
        if not chunks or chunks[0].body < 0 or classes[behind : behind + 1] not in ("。", "，", "；", "\n", ""):
            return
        self.hold(person, chunks, [], (i, chunks[-1].last), "post.biography")

    def acting(self, i: int, person: Member) -> None:
        """周以宁代理示范公司总经理: the post behind 代理 of the person at token i."""
        tokens = self.scene.tokens
        k = i + 2 + tokens.classes.startswith("B", i + 1)
        if tokens.words[k - 1 : k] != ["代理"] or not tokens.classes.startswith(("O", "T"), k):
            return
        chunks, _ = chain_after(self.scene, k, len(self.scene.tokens.classes))
        if chunks:
            chunks[0].title = "代理" + chunks[0].title
            self.hold(person, chunks[:1], [], (i, chunks[0].last), "post.behind")

    def behind(self, i: int, person: Member, carried: Member | None) -> int | None:
        """周以宁秘书长, 省立医院周以宁教授: a title behind the name, perhaps with its body in front."""
        scene = self.scene
        classes, tokens = scene.tokens.classes, scene.tokens
        k = i + 1
        if k < len(classes) and classes[k] == "B":
            k += 1
        if k < len(classes) and classes[k] == "（":
            close = classes.find("）", k, k + 14)
            if close > 0:
                inner, stop = chain_after(scene, k + 1, close)
                if inner and stop >= close:
                    body = None
                    for number, chunk in enumerate(inner):
                        target = self.target(chunk, body, None, number)
                        body = target or body
                        self.post(
                            person,
                            target,
                            chunk.title,
                            chunk.status,
                            tokens.start[i],
                            tokens.end[close],
                            "post.bracket",
                        )
                    return close
        first = k
        while k < len(classes) and classes[k] in "tg":
            k += 1
        if k >= len(classes) or classes[k] != "T":
            return None
        while k + 1 < len(classes) and classes[k + 1] == "T":
            k += 1
        if k + 1 < len(classes) and classes[k + 1] == "P":
            return None
        title = scene.text[tokens.start[first] : tokens.end[k]]
        above = scene.organisation_at(i - 2) if i > 1 and classes[i - 2 : i] == "OO" else None
        front = scene.organisation_at(i - 1, above or carried, create=True) if i and classes[i - 1] == "O" else None
        rule = "post.behind"
        if front is not None:
            others = any(p.person is person and p.body is not front for p in self.posts)
            if title in WEAK_BEHIND and others:
                title = ""
            self.add(
                Post(person, front, "" if NO_POST.match(title) else title, "", tokens.start[i - 1], tokens.end[k], rule)
            )
            return k
        if title in WEAK_BEHIND and title not in COURTESIES_ONLY and carried is not None and i > 1:
            before = [p for p in self.posts if p.rule == rule and p.body is carried and p.end == tokens.end[i - 2]]
            if classes[i - 2 : i] == "Tc" and before and not any(p.person is person for p in self.posts):
                self.add(Post(person, carried, title, "", tokens.start[i], tokens.end[k], rule))  # 示范系甲教授、乙教授
                return k
        if title in WEAK_BEHIND or NO_POST.match(title):
            return k
        if any(p.person is person and title in p.title for p in self.posts):
            return k
        if any(key == person.key and said.endswith(title) for key, said in self.unplaced):
            return k
        implied = scene.lexicon.implied(title)
        target = None
        if i and classes[i - 1] == "R":
            target = scene.implied(title, tokens.word(i - 1), tokens.start[i])
        elif implied in ("government", "party"):
            target = scene.implied(title, "", tokens.start[i])
        if target is None:
            target = carried if carried is not None and scene.fits(title, carried) else None
            target = target or scene.body_for(title, tokens.start[i])
            if implied == "government" and scene.lexicon.level_of_title(title) and not administrative(target):
                target = None  # a 副市长 is no company's
        if target is not None:
            guess = Post(person, target, title, "", tokens.start[i], tokens.end[k], rule)
            self.guesses.append(guess)
            self.add(guess)
        return k
