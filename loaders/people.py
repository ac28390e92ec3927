"""Names of people: found by surname, given name and what stands around them.

A name needs an anchor: a title before it (厅长周以宁) or behind it (周以宁厅长), a place in a list of people, a verb of
saying behind it. Every place where the article repeats it is a mention too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from .lexicon import Lexicon
from .phrases import phrases
from .tokens import LATIN, Tokens, occurrences

# classes that a name may not run into
BOUNDARY = frozenset("、，。；：！？\n（）()“”《》 cepVTBzyqdburtwj-—|/【】[]…")
STRONG_LEFT = frozenset("HhAD、，。；：！？\n（）()“”《》 cdVpqewbTj—|/【】uBryz")
LATIN_NAME = re.compile(
    rf"[A-Z][a-zß-öø-ÿ]+(?:(?:[ ·](?:(?:van|von|der|den|ten|de|di|la|bin|al|el)[ ])*[A-Z][a-zß-öø-ÿ'\-]*\.?){{1,3}}"
    rf"|[A-Z][a-zß-öø-ÿ]{{2,}})(?![{LATIN}])"
)
LATIN_BEFORE = re.compile(rf"(?<![{LATIN} ])[A-Z][a-zß-öø-ÿ]+(?: [A-Z][a-zß-öø-ÿ'\-]*\.?){{1,3}}$")
FOREIGN = re.compile(r"(?:(?![和与及])[一-鿿]){1,8}(?:·(?:(?![和与及])[一-鿿]){1,8})+")
LATIN_WORD = re.compile("[A-Z][a-z]{2,14}")
HYPHENED = re.compile("([一-鿿]{1,5})[-－]([一-鿿]{2,6})")
NAME_OF_BODY = frozenset("xnalRKZiHhAD")  # classes of the words in the name of a body
NEVER_GIVEN = frozenset("说称等和与在表指的为将对任、，。：；（）”》 \n")
RARE = 0.3  # the least score of a full name behind a title
NO_GIVEN = (-4.0, -4.0, -4.0)
NAMELESS = frozenset("TVHAD")  # classes of words that no name holds
BIOGRAPHY = phrases("biography")
SWALLOWED = frozenset("等在和与为将也就任致对向并因作外")
TOLD = frozenset("等说称")  # of these, what nothing but a name or a noun stands before
TOPIC = frozenset(("就", "围绕", "针对"))  # open what somebody speaks about
LONGEST_TOPIC = 24  # tokens
LIGHT = frozenset(("发表", "作", "作了", "做", "做了", "进行", "进行了"))  # verbs that leave it to a noun what was done
OF_POLICY = phrases("of_policy")
CHAMPIONS = phrases("champions")
PARTICLES = frozenset("ecup")
TAKING_OFFICE = frozenset(("新任", "现任", "曾任", "历任", "续任"))
NO_SURNAME = frozenset("的了是在不我他她它你这那和与及或为被把对向从由将已各某每该本其之等第两三四五六七八九十")
OF_PEOPLE = frozenset(("say", "speak", "chair", "attend"))  # frames of what people do
NO_OFFICE = frozenset("等、，。；）和及")  # behind 任 that ends a name: 詹天任等
REMOVED = frozenset(("免去", "罢免"))  # their object is who had the post
ARE = ("计有", "有", "是", "为", "分别是", "分别为", "包括")
ANCHOR = re.compile("[TtB（mpVj，。\n：；”！？、cb“uq ]|[HA](?=x.)", re.S)  # classes beside which a name may stand
SEPARATOR = re.compile(r"，?(?:以及|[、和与及])|[ ，]")  # between the names of a list
LISTED = re.compile(r"(?P<mark>、|和|与|及|以及)|等")  # what follows a name in a list


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in the clean text, with the anchor that showed it and how sure it is.

    `means`: the full name of whom a form like 周厅长 means; empty for a name itself.
    """

    start: int
    end: int
    anchor: str
    score: float
    means: str = ""


def is_han(character: str) -> bool:
    """Whether a character is Chinese."""
    return "一" <= character <= "鿿" or "㐀" <= character <= "䶿"


class People:
    """Finds the people of one text."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.lexicon = lexicon
        self.starts = dict(zip(tokens.start, range(len(tokens.start)), strict=True))
        self.found: dict[int, PersonName] = {}
        self.owners: dict[int, PersonName] = {}  # by each of its characters
        self.walked: set[int] = set()  # ends of names behind which a list was read

    # --- one name ---------------------------------------------------------------------------------

    def surname(self, position: int) -> list[tuple[int, float]]:
        """(length, score) of each surname that begins at a position."""
        text, surnames = self.text, self.lexicon.surnames
        found: list[tuple[int, float]] = []
        if text[position : position + 1] in self.lexicon.surname_begins:
            for length in (2, 1):
                score = surnames.get(text[position : position + length])
                if score is not None:
                    found.append((length, score))
        return found

    def given(self, start: int, end: int) -> float:
        """How likely the characters are a given name, about -4 to 4."""
        odds, text = self.lexicon.given, self.text
        if end - start == 1:
            return odds.get(text[start], NO_GIVEN)[2]
        return (odds.get(text[start], NO_GIVEN)[0] + odds.get(text[start + 1], NO_GIVEN)[1]) / 1.5

    def right(self, end: int) -> float:
        """How well a name may end here."""
        i = self.starts.get(end)
        if i is None:
            if end >= len(self.text):
                return 3.0
            # 徐致远等, 许高等, 罗尚|文说: a word that swallowed the particle behind a name
            if end + 1 in self.starts and self.text[end] in TOLD:
                return 3.0
            if self.text.startswith("分别", end):
                return 3.0  # 周启平分|别
            if self.text.startswith("代表", end):
                return 1.5  # 周启明代|表
            return 1.0 if end + 1 in self.starts and self.text[end] in SWALLOWED else -5.0
        letter = self.tokens.classes[i]
        return 3.0 if letter in BOUNDARY else 1.5 if letter in "v" else -1.5 if letter in "xl" else 0.0

    def left(self, start: int) -> float:
        """How well a name may begin here."""
        if start == 0:
            return 3.0
        i = self.starts.get(start)
        if i is None:
            return -5.0
        return 3.0 if self.tokens.classes[i - 1] in STRONG_LEFT else 0.0

    def common(self, start: int, end: int) -> float:
        """A penalty where the characters are an ordinary word, or begin with one."""
        i = self.starts.get(start)
        if i is None:
            return 0.0
        size = self.tokens.end[i] - start
        if self.tokens.end[i] == end and self.tokens.classes[i] == "x" and size > 1:
            return 2.0  # an unknown run of just this length
        letter = self.tokens.classes[i]
        if letter == "c" and self.tokens.classes[i + 1 : i + 2] == "R" and self.tokens.end[i + 1] == end:
            return -9.0  # 秘书长|和|浙江|乡贤
        if letter == "c" and end - start == 2:
            return -6.0  # 和|邓
        if size == 1 and self.tokens.classes[i + 1 : i + 2] == "T" and self.tokens.end[i + 1] == end:
            return 0.0 if self.tokens.words[i + 1] in CHAMPIONS else -9.0  # 周|书记, but 周|冠军
        if (
            end - start == 2
            and self.text[start + 1] in "前原"
            and self.tokens.classes.startswith("T", self.starts.get(end, -1))
        ):
            return -9.0  # 周|前市长
        if letter in "pd" and self.tokens.end[i + 1 : i + 2] == [end] and self.tokens.classes[i + 1] == "x":
            return 3.0 if end - start == 3 else 0.0  # 于|革胜: the preposition is a surname
        following = self.tokens.classes[i + 1 : i + 2]
        if letter == "V" and following in ("R", "Z", "K") and self.tokens.end[i + 1] == end:
            return -9.0  # 任|苏南
        if letter == "V" and (following == "T" or (following in ("t", "g") and self.tokens.end[i + 1] == end)):
            return -9.0  # 任|名誉会长, 任|主任
        if letter == "p" and self.tokens.end[i + 1 : i + 2] == [end] and self.tokens.classes[i + 1] not in "xi":
            return -3.0 if self.tokens.classes[i + 1] in "na" else -8.0  # 向|大家, 向|大会, 向|坚守
        if (
            size == 1
            or letter in "xl"
            or (self.tokens.end[i] - start == 2 and self.text[start : start + 2] in self.lexicon.surnames)
        ):
            return 0.0
        if size == end - start:
            following = self.starts.get(end)
            if following is not None and letter + self.tokens.classes[following] in ("nF", "RT"):
                return -9.0  # 高峰|年会, 高雄|市长
            free = following is None or self.tokens.classes[following] in "V、，。；）”ce"
            return -6.0 if letter in "dpbRKDAHc" or not free else -2.5
        if size != 2 or end - start != 3:
            return -1.0
        stray = self.tokens.end[i + 1] == end and self.tokens.classes[i + 1] == "x" and letter != "n"
        return -1.0 if stray else -3.0  # the word was cut wrongly

    def name_at(self, position: int) -> tuple[int, float] | None:
        """The best Chinese name that begins at a position: its end and score without the anchor."""
        surnames = self.surname(position)
        if not surnames:
            return None
        best: tuple[int, float] | None = None
        text, n = self.text, len(self.text)
        for length, surname in surnames:
            given = position + length
            if given >= n or not is_han(text[given]):
                continue
            cut = self.cut(given + 1)
            for size in (2, 1):
                end = given + size
                if end > n or not is_han(text[end - 1]):
                    continue
                if end - position == 2 < len(surnames) + 1:
                    continue  # 欧阳 is no 欧 called 阳
                score = surname + self.given(given, end) + self.right(end) + self.common(position, end)
                if size == 2 and cut:
                    score += 2.0
                if size == 1 and (cut or (text.startswith(("等", "代表"), end + 1) and end + 1 not in self.starts)):
                    score -= 9.0 if text.startswith("有、", end) else 3.5
                if best is None or score > best[1]:
                    best = end, score
        # a married name: two surnames and two characters (何黄秀芬)
        if best is None or best[1] < 12:
            end = position + 4
            if (
                end <= len(text)
                and text[position] in self.lexicon.surnames
                and text[position] not in "和与但而"  # 总裁|和|龙传华
                and text[position + 1] in self.lexicon.surnames
                and self.right(end) >= 3
            ):
                score = self.given(position + 2, end) + 2.0 + self.common(position, end)
                if score > 3 and (best is None or score > best[1]):
                    best = end, score
        return best

    def is_surname_behind_title(self, start: int) -> bool:
        """Whether a name begins with 任 right behind a title, where nobody would take office: 委员|任万里教授."""
        i = self.starts.get(start, 0)
        return self.text[start] == "任" and i > 0 and self.tokens.classes[i - 1] == "T" and self.tokens.word(i) == "任"

    def cut(self, end: int) -> bool:
        """Whether one more character fits a name better: 周宁|才、 with 才 before punctuation is no adverb."""
        i = self.starts.get(end)
        if i is None or self.tokens.end[i] != end + 1 or not is_han(self.text[end]):
            return False
        after = self.text[end + 1 : end + 2]
        if self.text[end] == "才" and self.tokens.classes.startswith(("v", "V"), self.starts.get(end + 1, -1)):
            return True  # 周登才聚焦: a name more often than only then
        if self.text[end] == "任" and after in NO_OFFICE:
            return True  # 詹天任等9人: who holds a post holds one
        if self.tokens.classes[i] in "eVTBbuzwO":
            return self.tokens.classes[i] in "bz" and after == "、"  # 周松|有、: nobody lists a copula
        j = self.starts.get(end + 1)
        following = self.tokens.classes[j] if j is not None else ""
        if after in "、，。；）” " or (self.tokens.classes[i] == "c" and following in ("V", "d", "p")):
            return True
        likely = self.lexicon.given.get(self.text[end], (0, -4.0, 0))[1] > 0
        return likely and following in tuple("VTBec")

    def name_before(self, position: int) -> tuple[int, float] | None:
        """The best Chinese name that ends at a position: its start and score without the anchor."""
        best: tuple[int, float] | None = None
        for start in range(max(0, position - 4), position - 1):
            for length, surname in self.surname(start):
                size = position - start - length
                if size not in (1, 2) or not all(map(is_han, self.text[start:position])):
                    continue
                score = surname + self.given(start + length, position) + self.left(start) + self.common(start, position)
                score += 6.0 * self.is_surname_behind_title(start)
                if best is None or score > best[1]:
                    best = start, score
        return best

    # --- anchors ----------------------------------------------------------------------------------

    def add(self, start: int, end: int, anchor: str, score: float) -> bool:
        """Keep a name; of two that overlap the surer one stays."""
        for place in range(start, end):
            other = self.owners.get(place)
            if other is None:
                continue
            if other.score >= score:
                return other.start == start and other.end == end
            self.forget(other)
        self.keep(PersonName(start, end, anchor, score))
        return True

    def keep(self, name: PersonName) -> None:
        """Note a name at its place."""
        self.found[name.start] = name
        for place in range(name.start, name.end):
            self.owners[place] = name

    def forget(self, name: PersonName) -> None:
        """Take a name back."""
        del self.found[name.start]
        for place in range(name.start, name.end):
            del self.owners[place]

    def after(self, position: int, anchor: str, threshold: float) -> int:
        """Look for a name at a position; returns its end or -1."""
        if position in self.found:
            return self.found[position].end
        match = self.foreign_at(position) or (self.hyphenated(position) if anchor == "title" else 0)
        if match:
            return match if self.add(position, match, anchor, 20.0) else -1
        latin = LATIN_NAME.match(self.text, position)
        if latin and anchor in ("title", "list"):
            return latin.end() if self.add(position, latin.end(), anchor, 12.0) else -1
        best = self.name_at(position)
        if best is None:
            return -1
        if anchor == "title" and best[0] - position == 3 and self.tokens.classes[self.tokens.at(position)] != "c":
            threshold = min(threshold, RARE)
        return best[0] if best[1] >= threshold and self.add(position, best[0], anchor, best[1]) else -1

    def unknown_run(self, position: int, least: int) -> int:
        """娜仁其木格: behind a title, a run of characters of transliterated names up to a boundary."""
        end = position
        weights = self.lexicon.foreign
        while end < len(self.text) and end - position < 7 and weights.get(self.text[end], -9.0) > 0.5:
            end += 1
        mean = sum(weights[c] for c in self.text[position:end]) / max(1, end - position)
        if end - position >= least and mean > 2.5 and self.right(end) >= 1.5 and self.add(position, end, "title", 6.0):
            return end
        return -1

    def foreign_at(self, position: int) -> int:
        """The end of a transliterated name with a dot that begins here, or 0."""
        m = FOREIGN.match(self.text, position)
        if m is None or self.does(position, self.text.index("·", position)):
            return 0
        return self.foreign_end(m.start(), m.end())

    def does(self, start: int, end: int) -> bool:
        """Whether a verb of more than one character stands between two positions: 周栋|会见了塔农·."""
        first, last = self.tokens.at(start), self.tokens.at(end - 1)
        return any(self.tokens.classes[i] == "V" and len(self.tokens.word(i)) > 1 for i in range(first, last + 1))

    def hyphenated(self, position: int) -> int:
        """The end of a transliterated name with a hyphen that begins behind a title: 秘书长温德-约翰; or 0."""
        m, weights = HYPHENED.match(self.text, position), self.lexicon.foreign
        if m is None or any(weights.get(c, -9.0) < 0.0 for c in m[1]):
            return 0
        fits = takewhile(lambda stop: weights.get(self.text[stop - 1], -9.0) > 0.0, range(m.start(2) + 1, m.end() + 1))
        return max((stop for stop in fits if self.right(stop) >= 1.5), default=0)

    def foreign_end(self, start: int, end: int) -> int:
        """Where the last part of a dotted name ends: before the first known word behind it."""
        dot = self.text.rindex("·", start, end)
        weights = self.lexicon.foreign
        stop = dot + 2
        while stop < end:
            i = self.starts.get(stop)
            if i is not None:
                single = self.tokens.end[i] - stop == 1
                swallowed = (
                    self.tokens.classes[i] in "nvadqk"
                    and all(c in weights for c in self.text[stop : self.tokens.end[i]])
                    and stop == dot + 2
                )
                if (
                    not swallowed
                    and self.tokens.classes[i] in "VTcepdbBzvuq"
                    and not (single and self.text[stop] in weights and self.tokens.classes[i] in "zvdq")
                ):
                    break
            if self.text[stop] not in weights and i is not None:
                break
            stop += 1
        return stop

    def continue_list(self, end: int, anchor: str = "list") -> None:
        """A、B和C: names that follow a name."""
        text = self.text
        while end not in self.walked:
            self.walked.add(end)
            if text.startswith("（", end):
                close = text.find("）", end, end + 40)
                if close < 0:
                    return
                end = close + 1
            mark = SEPARATOR.match(text, end)
            if mark is None:
                return
            comma = mark[0] == "，"
            end = self.after(mark.end(), anchor, 7.5 if comma else 7.0 if mark[0] == " " else 5.0)
            if end < 0 and mark[0] == "、" and anchor == "list":
                end = self.doubtful(mark.end())
            if end < 0 or (comma and self.right(end) < 3):
                return

    def doubtful(self, position: int) -> int:
        """The end of an unlikely name, a word in a list as long as names, behind which a likely one stands, or -1."""
        k = self.starts.get(position + 3, -1)
        acts = (
            k >= 0 and self.tokens.classes[k] == "V" and self.lexicon.triggers[self.tokens.word(k)].frame in OF_PEOPLE
        )
        if (
            acts
            and self.surname(position)
            and self.may_be_name(position, position + 3)
            and self.given(position + 1, position + 3) > 0
        ):
            return position + 3 if self.add(position, position + 3, "list", 5.0) else -1  # 甲、卫道成发表了
        for stop in (position + 3, position + 2):
            if self.text.startswith("、", stop) and self.surname(position) and self.may_be_name(position, stop):
                following = self.name_at(stop + 1)
                if following and following[1] >= 7.0 and self.add(position, stop, "list", 5.0):
                    return stop
        return -1

    def run(self) -> list[PersonName]:
        """All names of the text, by position."""
        for start, end in self.with_dots():
            self.dotted(start, end)
        self.parts(titled=True)
        begins, last, text = self.lexicon.surname_begins, len(self.tokens.classes) - 1, self.text
        anchors = {"T": self.at_title, "t": self.ends_in_new, "B": self.at_honorific, "（": self.at_bracket}
        anchors |= {"H": self.at_body, "A": self.at_body, "V": self.at_verb}
        anchors |= {"m": self.at_representative, "j": self.at_byline}
        ends = self.tokens.end
        self.at_opening(0, "\n")
        for m in ANCHOR.finditer(self.tokens.classes):
            i, letter = m.start(), m[0]
            anchor = anchors.get(letter)
            if anchor is not None:
                anchor(i)
            elif letter == "p" and self.tokens.words[i] == "代表":
                self.at_representative(i)
            elif i < last and text[ends[i]] in begins and ends[i] not in self.found:
                self.at_opening(ends[i], letter)
        for name in list(self.found.values()):
            if name.anchor != "byline":
                self.continue_list(name.end)
        self.listed_backwards()
        self.between()
        self.lengthen()
        self.repeats()
        self.parts()
        self.addressed()
        return [self.found[s] for s in sorted(self.found)]

    def at_title(self, i: int) -> None:
        """厅长周以宁, 周以宁厅长."""
        tokens, text = self.tokens, self.text
        end = tokens.end[i]
        if text.startswith("（", end):  # 副县长（挂职）陆文舟
            close = text.find("）", end, end + 10)
            end = close + 1 if close > 0 else end
        if text.startswith((" ", "：", ":"), end):
            end += 1
        if tokens.words[i + 1 : i + 2] == ["为"] or (
            tokens.classes.startswith("b", i + 1) and tokens.words[i + 1] in ARE
        ):
            end = tokens.end[i + 1]
        self.titled(i)
        if tokens.start[i] - 1 in self.owners and tokens.classes.startswith("p", i + 1):
            return  # 周以宁校长|向嘉宾
        found = self.unknown_run(end, 4)
        if found < 0:
            found = self.after(end, "title", 1.5)
        if found < 0:
            found = self.run_behind_title(end)
        if found < 0:  # 某国总统某某
            found = self.unknown_run(end, 2 if i > 0 and tokens.words[i - 1] in self.lexicon.countries else 3)
        if found >= 0:
            self.continue_list(found)

    def run_behind_title(self, start: int) -> int:
        """副校长焉以宁、: the end of three characters that no word holds, the last two likely a given name; or -1."""
        end = start + 3
        i, k = self.starts.get(start, -1), self.starts.get(end, -1)
        if (
            i < 1
            or k < 0
            or not all(map(is_han, self.text[start:end]))
            or self.tokens.classes[k] not in "、，。；）\nVBe"
        ):
            return -1
        loose = all(
            self.tokens.classes[j] == "x"
            or (self.tokens.end[j] - self.tokens.start[j] == 1 and self.tokens.classes[j] not in "TVHDcu")
            for j in range(i, k)
        )
        likely = self.given(start + 1, end) > 0.5 and self.text[start] not in NO_SURNAME
        return end if loose and likely and self.add(start, end, "title", 5.0) else -1

    def at_body(self, i: int) -> None:
        """某某集团顾某某致辞."""
        tokens = self.tokens
        best = self.name_at(tokens.end[i])
        k = self.starts.get(best[0], 0) - 1 if best else 0
        whole = best is not None and (k == i + 1 or (k == i + 2 and tokens.end[k] - tokens.start[k] == 1))
        if best and best[1] >= 7.0 and whole:
            following = tokens.words[k + 1]
            listed = best[1] >= 9.0 and following in ("、", "和", "与", "及", "等")
            listed = listed or (following in "、，和与及等" and self.behind_title(i))
            if listed or self.verb_follows(k + 1, tokens.classes[i], True):
                self.add(tokens.end[i], best[0], "verb", best[1])

    def at_bracket(self, i: int) -> None:
        """周以宁（某学院院长）."""
        classes = self.tokens.classes
        close = classes.find("）", i, i + 16)
        if close > 0 and ("T" in classes[i:close] or self.text[self.tokens.end[i]] in "男女"):
            start = self.tokens.start[i]
            best = self.name_before(start)
            if best and best[1] >= 6.0:
                self.add(best[0], start, "titled", best[1])

    def at_representative(self, i: int) -> None:
        """教师代表某某, 代表某某."""
        letter, end = self.tokens.classes[i], self.tokens.end[i]
        if letter == "m" and not self.tokens.words[i].endswith("代表"):
            return
        best = self.name_at(end)
        if best and best[1] >= (5.0 if letter == "m" else 7.0) and self.right(best[0]) >= 3:
            self.add(end, best[0], "title", best[1])
            self.continue_list(best[0])

    def changes_office(self, i: int) -> bool:
        """Whether what stands behind 由, token i, is where somebody comes from: 周以宁由示范局局长转任."""
        clause = re.split("[，。；：\n]", self.tokens.classes[i : i + LONGEST_TOPIC])[0]
        verb = clause.find("V")
        return verb > 0 and self.lexicon.triggers[self.tokens.word(i + verb)].frame == "elect" and "T" in clause[:verb]

    def at_verb(self, i: int) -> None:
        """聘任某某, 某某当选."""
        tokens = self.tokens
        if tokens.start[i] in self.found:
            return  # 局长任某某
        frame = self.lexicon.triggers[tokens.words[i]].frame
        if frame == "appoint":
            self.after(tokens.end[i + (tokens.words[i + 1 : i + 2] == ["了"])], "title", 4.0)
        elif frame in ("elect", "remove"):
            removed = tokens.words[i] in REMOVED
            self.after(tokens.end[i], "title" if removed else "verb", 4.0 if removed else 7.0)
            best = self.name_before(tokens.start[i])
            if best is None or (tokens.words[i] == "任" and self.text[tokens.end[i] :][:1] in NO_OFFICE):
                return
            unknown = self.starts.get(best[0]) == i - 1 and tokens.classes[i - 1] == "x"
            if best[1] >= (4.5 if unknown and self.left(best[0]) >= 3 else 7.5):
                self.add(best[0], tokens.start[i], "verb", best[1])

    def at_honorific(self, i: int) -> None:
        """周以宁先生."""
        start = self.tokens.start[i]
        if i and self.tokens.classes[i - 1] == "l" and LATIN_WORD.fullmatch(self.tokens.words[i - 1]):
            self.add(self.tokens.start[i - 1], start, "titled", 8.0)  # Anderson先生
        best = self.name_before(start)
        praised = self.text.startswith("为核心", self.tokens.end[i])
        likely = self.strange(best[0], start) or self.named_by_word(best[0], start) if best else False
        if best and best[1] >= (2.0 if not praised and likely else 5.0):
            self.add(best[0], start, "titled", best[1])

    def at_byline(self, i: int) -> None:
        """（记者 周以宁）."""
        text, classes, end = self.text, self.tokens.classes, self.tokens.end[i]
        opens = i == 0 or classes[i - 1] in "\n （(【/|，j：、)"
        if not opens and text[end : end + 1] not in " ：:／/":
            return
        while end < len(text) and text[end] in " ：:／/|":
            end += 1
        found = self.after(end, "byline", 4.0)
        if found >= 0:
            self.continue_list(found, "byline")

    def at_opening(self, position: int, letter: str) -> None:
        """，周以宁表示; ，周以宁、陆文舟和: a name behind a mark or word of this class."""
        tokens, text = self.tokens, self.text
        best = self.name_at(position)
        if best is None or best[1] < (8.0 if letter in "uq " else 4.0):
            return
        end, score = best
        if letter == "u" and end - position < 3:
            return
        if score >= 6.5 and text.startswith("、", end) and letter in "，。\n；：bu":
            second = self.name_at(end + 1)
            if second and second[1] >= 6.5 and self.lists_on(second[0]):
                self.add(position, end, "list", score)  # a plain list of names
                self.continue_list(end)
        j = self.starts.get(end)
        if j is None:
            return
        whole = tokens.start[j - 1] == position
        sure = score >= 6.0 or (tokens.classes[j - 1] == "x" if whole else self.says(j))
        if self.verb_follows(j, letter, sure):
            self.add(position, end, "verb", score)
            self.continue_list(end)

    def with_dots(self) -> Iterator[tuple[int, int]]:
        """The runs of characters around dots, eight to each side of a dot."""
        text, done, dot = self.text, 0, self.text.find("·")
        while dot >= 0:
            start = dot
            while start > max(done, dot - 8) and "一" <= text[start - 1] <= "鿿" and text[start - 1] not in "和与及":
                start -= 1
            m = FOREIGN.match(text, start) if start < dot else None
            if m is not None:
                yield m.span()
                done = m.end()
            dot = text.find("·", max(done, dot + 1))

    def titled(self, i: int) -> None:
        """Look for a name before the title that ends with token i: 周以宁名誉会长."""
        if self.tokens.word(i) in OF_POLICY:
            return
        start = self.tokens.start[i]
        if self.text[start - 1 : start].isascii() and (
            latin := LATIN_BEFORE.search(self.text, max(0, start - 40), start)
        ):
            self.add(latin.start(), start, "titled", 12.0)  # Hans Keller教授
            return
        last = i
        best, end = self.name_before(self.tokens.start[i]), self.tokens.start[i]
        while i and self.tokens.classes[i - 1] in "tg":  # 周永正|书记, 周永|副|书记
            i -= 1
            shorter = self.name_before(self.tokens.start[i])
            likely = self.lexicon.given.get(self.tokens.words[i], NO_GIVEN)[1] > 0
            if shorter is not None and (best is None or shorter[1] > best[1] + 3.0 * likely):
                best, end = shorter, self.tokens.start[i]
        if best is None or self.tokens.word(last).endswith(self.text[end - 1] + "长"):
            return  # 康复部|副部长
        acts = self.tokens.classes[last + 1 : last + 2] == "V" and self.left(best[0]) >= 3
        if best[1] >= (3.5 if acts else 4.0 if self.strange(best[0], end) else 6.0):
            self.add(best[0], end, "titled", best[1])

    def strange(self, start: int, end: int) -> bool:
        """Whether three characters that may begin a name are no words: 奚正平."""
        if end - start != 3 or self.left(start) < 3:
            return False
        starts, classes = self.tokens.start, self.tokens.classes
        words = range(self.tokens.at(start), self.tokens.at(end - 1) + 1)
        single = (self.tokens.end[i] - starts[i] == 1 and classes[i] not in PARTICLES for i in words)
        return all(classes[i] == "x" or alone for i, alone in zip(words, single, strict=True))

    def named_by_word(self, start: int, end: int) -> bool:
        """Whether a surname and one word of two characters stand between a mark and an honorific: ，尤建设同志."""
        i = self.starts.get(start, -1)
        alone = i >= 0 and end - start == 3 and self.tokens.end[i] - start == 1 and self.tokens.classes[i] == "x"
        return alone and self.left(start) >= 3 and self.tokens.end[i + 1] == end

    def ends_in_new(self, i: int) -> None:
        """裘新|任: a surname alone takes the first character of 新任, token i. 其前任|周以宁 has a name behind."""
        unknown = self.tokens.words[i] == "前任" and self.tokens.classes[i + 1 : i + 2] == "x"
        if unknown and self.tokens.end[i + 1] - self.tokens.start[i + 1] > 2:  # no 前任高管
            self.after(self.tokens.end[i], "title", 4.0)
        if i == 0 or self.tokens.words[i] not in TAKING_OFFICE:
            return
        start, end = self.tokens.start[i - 1], self.tokens.end[i - 1]
        surname = end - start == 1 and self.text[start] in self.lexicon.surnames
        if surname and self.tokens.classes[i - 1] == "x" and self.left(start) >= 3:
            self.add(start, end + 1, "verb", 7.0)

    def behind_title(self, i: int) -> bool:
        """Whether the body that token i ends stands in a list behind a title: 某院院士、某大学周以宁."""
        while i > 0 and self.tokens.classes[i] in NAME_OF_BODY:
            i -= 1
        return i > 0 and self.tokens.word(i) == "、" and self.tokens.classes[i - 1] == "T"

    def verb_follows(self, i: int, letter: str, sure: bool) -> bool:
        """Whether a verb that only people do stands at token i (adverbs and the like between)."""
        classes, tokens = self.tokens.classes, self.tokens
        light = False
        for j in range(i, min(i + (7 if classes[i] == "e" else 5), len(classes))):
            c = classes[j]
            if j == i and letter in "\n；：，。" and tokens.word(j) in ("为", "的", "任") and "T" in classes[j : j + 8]:
                return True
            if j == i and sure and tokens.word(j) == "代表":  # 周以宁代表学校致辞
                return True
            if j == i and sure and tokens.word(j) in TOPIC:  # 周以宁就人才培养作报告
                clause = re.split("[，。；：\n]", classes[j : j + LONGEST_TOPIC])[0]
                spoken = clause.rfind("V")
                return spoken > 0 and self.lexicon.triggers[tokens.word(j + spoken)].frame == "speak"
            if j == i and sure and tokens.word(j) == "由" and self.changes_office(j):
                return True
            if sure and (c == "e" if j == i else classes[i] == "e" and c in "lkxmp"):  # 周以宁等五位市民代表到场
                continue
            if j == i and sure and tokens.word(j + (classes[j] == "，" and j + 1 < len(classes))) in BIOGRAPHY:
                return True
            if c == "V" and sure:
                frame = self.lexicon.triggers[tokens.word(j)].frame
                return frame in ("say", "speak", "chair", "attend", "meet", "lead", "elect", "remove")
            if c not in "dqpwyzTnv":
                return False
            light = light or tokens.word(j) in LIGHT
            if (
                c in "nv"
                and not light
                and classes[i] != "e"
                and not any(
                    classes[k] == "V" and self.lexicon.triggers[tokens.word(k)].frame in ("elect", "remove")
                    for k in range(j, min(j + 4, len(classes)))
                )
            ):
                return False
        return False

    def says(self, i: int) -> bool:
        """Whether token i is a verb of saying with what was said behind it: 周以宁说，…"""
        said = self.tokens.classes[i] == "V" and self.lexicon.triggers[self.tokens.word(i)].frame == "say"
        return said and self.tokens.classes[i + 1 : i + 2] in tuple("，：“")

    def lists_on(self, end: int) -> bool:
        """Whether a plain list of names goes on or ends here: in front of a separator, or of what its people do."""
        i = self.starts.get(end)
        if self.text[end : end + 1] in "、和与等，为" or (i is not None and self.tokens.classes[i] == "V"):
            return True
        return self.text.startswith("代表", end)

    def listed_backwards(self) -> None:
        """Names in front of a known name in a list: A、B、C where only C had an anchor."""
        work = [n for n in self.found.values() if n.anchor != "byline"]
        while work:
            name = work.pop()
            end = name.start - 1
            if end < 2 or self.text[end] not in "、和与及":
                continue
            neighbour = self.owners.get(end - 1)
            if neighbour is not None and neighbour.end == end:
                continue
            best = self.name_before(end)
            many = self.text.startswith("、", name.end) and name.end + 1 in self.found
            if best and best[1] >= (2.5 if many else 6.5) and self.add(best[0], end, "list", best[1]):
                work.append(self.found[best[0]]) if best[0] in self.found else None

    def between(self) -> None:
        """A、B、C、D where A and D are people: B and C are too if they are as long as names and begin like them."""
        for end in sorted(n.end for n in self.found.values() if n.anchor != "byline"):
            if self.text[end : end + 1] == "、" and end + 1 not in self.found:
                for start, stop in self.listed(end + 1) or ():
                    self.add(start, stop, "list", 5.0)

    def listed(self, position: int) -> list[tuple[int, int]] | None:
        """The unread names of a list from a position up to the next known name or 等; None where it is no list."""
        names: list[tuple[int, int]] = []
        choices = [self.next_listed(position)]
        tried = {position}
        while choices:
            choice = next(choices[-1], None)
            if choice is None:
                choices.pop()
                del names[len(choices) - 1 :]
                continue
            name, following = choice
            if following < 0:
                return [*names, name]
            if following not in tried:
                tried.add(following)
                names.append(name)
                choices.append(self.next_listed(following))
        return None

    def next_listed(self, position: int) -> Iterator[tuple[tuple[int, int], int]]:
        """What may be the name of a list at a position, and where the next begins (-1 where the list ends)."""
        if not self.surname(position):
            return
        for size in (3, 2, 4):
            stop = position + size
            mark = LISTED.match(self.text, stop)
            if mark is not None and self.may_be_name(position, stop):
                last = mark["mark"] is None or mark.end() in self.found
                yield (position, stop), -1 if last else mark.end()

    def may_be_name(self, start: int, end: int) -> bool:
        """Whether only Han characters stand there, and no title, verb or head of a body among them."""
        first, last = self.tokens.at(start), self.tokens.at(end - 1)
        words = self.tokens.classes[first : last + 1]
        return all(map(is_han, self.text[start:end])) and not set(words) & NAMELESS

    def lengthen(self) -> None:
        """Where the article writes a longer form of a short name elsewhere, the longer one counts."""
        longer = {
            self.text[n.start : n.end] for n in self.found.values() if n.end - n.start == 3 and n.anchor != "byline"
        }
        for name in list(self.found.values()):
            if name.end - name.start != 2:
                continue
            if self.text[name.start : name.end + 1] in longer or self.always_longer(name):
                self.keep(PersonName(name.start, name.end + 1, name.anchor, name.score))

    def always_longer(self, name: PersonName) -> bool:
        """Whether the same single character follows the name wherever it stands: 林元|再."""
        full = self.text[name.start : name.end + 1]
        i = self.starts.get(name.end)
        if i is None or self.tokens.end[i] > name.end + 1 or full[-1] in NEVER_GIVEN:
            return False
        count = self.text.count(full)
        return count > 2 and count == self.text.count(full[:2])

    def dotted(self, start: int, end: int) -> None:
        """安德烈·科赫: cut a run of characters around a dot to the name."""
        weights = self.lexicon.foreign
        dot = self.text.index("·", start, end)
        begin = dot
        while begin > start:
            i = self.tokens.at(begin - 1)
            word = self.text[max(start, self.tokens.start[i]) : begin]
            if self.tokens.classes[i] == "x":
                word = word[-1]
            elif len(word) > 1 and self.tokens.classes[i] not in "nvaR":
                break
            if any(c not in weights for c in word):
                first = self.tokens.start[i]
                behind = self.tokens.classes[i] == "x" and self.tokens.classes[i - 1 : i] in tuple("Tt、，\nuVcp")
                if behind and first >= start and dot - first < 4:
                    begin = first  # 副部长|宋提·示范
                break
            begin -= len(word)
        stop = self.foreign_end(start, end)
        if begin < dot and stop > dot + 1 and self.text[begin:dot] not in self.lexicon.regions:  # 安顺·示范基地
            self.add(begin, stop, "foreign", 20.0)

    def repeats(self) -> None:
        """Every further place of a name that was found."""
        names = {self.text[n.start : n.end] for n in self.found.values() if n.anchor != "byline"}
        for s, e in occurrences(names, self.text):
            if any(place in self.owners for place in range(s, e)):
                continue
            i = self.starts.get(s)
            word = i is not None and self.tokens.end[i] == e and self.tokens.classes[i] in "nvad"
            if e - s == 2 and (word or self.right(e) < 0) and not (self.left(s) >= 3 and self.right(e) >= 3):
                continue
            self.add(s, e, "repeat", 5.0)

    def full_names(self) -> list[str]:
        """The names that were found, bylines left out."""
        return list(dict.fromkeys(self.text[n.start : n.end] for n in self.found.values() if n.anchor != "byline"))

    def mean(self, start: int, end: int, names: list[str]) -> None:
        """Keep a form that can mean only one of the names, where no name stands yet."""
        if len(names) == 1 and not any(n.start < end and start < n.end for n in self.found.values()):
            self.keep(PersonName(start, end, "short", 15.0 if "·" in names[0] else 5.0, names[0]))

    def parts(self, titled: bool = False) -> None:
        """安德烈笑称, 科赫先生: one part of a dotted name that the text writes in full elsewhere.

        With `titled` only the last part in front of a title: 科赫校长, where 向科赫校长 may look like another name.
        """
        dotted = [name for name in self.full_names() if "·" in name]
        for part in {p for name in dotted for p in name.split("·") if len(p) > 1}:
            owners = [name for name in dotted if part in name.split("·")]
            for m in re.finditer(rf"(?<!·){part}(?!·)(?:先生|女士|夫人|博士)?", self.text):
                i = self.starts.get(m.end(), -1)
                if titled and not (
                    i >= 0 and self.tokens.classes[i] in "Tt" and any(o.endswith("·" + part) for o in owners)
                ):
                    continue
                if m.start() in self.starts and (m[0] != part or self.right(m.end()) >= 1.5 or i < 0):
                    self.mean(m.start(), m.end(), owners)

    def addressed(self) -> None:
        """周厅长: the surname and a title of somebody whom the text names in full."""
        tokens, names = self.tokens, self.full_names()
        for i in (m.start() for m in re.finditer("(?<=.)[TB]", tokens.classes, re.S)):
            start, end = tokens.start[i - 1], tokens.end[i]
            surname = tokens.word(i - 1)
            if surname not in self.lexicon.surnames or end in self.found:
                continue
            if tokens.classes[i - 1] in "pcVdub" or self.left(start) < 3:
                continue
            bearers = [name for name in names if name.startswith(surname) and "·" not in name]
            if len(bearers) > 1:
                word = tokens.word(i)
                bearers = [name for name in bearers if word + name in self.text or name + word in self.text]
            self.mean(start, end, bearers)
