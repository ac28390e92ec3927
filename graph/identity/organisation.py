"""Names of organisations, taken apart: place, known body, stem (brand and trade), form, number, branch.

Two names are compared part by part, never by the distance of their letters: 四川省商务厅 and 陕西省商务厅 are nearly
equal strings and two bodies, 青禾数控 and 成都青禾精密数控股份有限公司 share little and are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from .spelling import plain
from .words import Place, areas, bodies, common_words, departments, places, settings, words

_BRACKET = re.compile(r"（([^（）]*)）")
_NUMBER = re.compile(
    r"第?([一二三四五六七八九十百零〇两\d]+)(?=[届次期局院所厂中小医公工建航冶师号])|第([一二三四五六七八九十百零〇\d]+)"
)
_DIGITS = str.maketrans("一二三四五六七八九〇零", "12345678900")
_LATIN = re.compile(r"[a-zäöüßéèáàñç]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{3,}")


@dataclass(frozen=True)
class OrgName:
    """One name and its parts. `place` holds the codes of the divisions that it may mean, most often one."""

    text: str
    place: frozenset[str] = frozenset()
    area: str = ""
    level: str = ""
    body: str = ""
    stem: str = ""
    head: str = ""
    forms: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    branch: str = ""
    standard: bool = False  # a department that every place has: its name is exact, and abbreviates nothing

    @property
    def core(self) -> str:
        """Stem and head: what a short form is a part of."""
        return self.stem + self.head

    @cached_property
    def tells(self) -> bool:
        """Whether the name says by itself who is meant: not 省分行, 该联盟, 公司."""
        if self.body or self.standard:
            return True
        rest = self.text[1:]
        if self.text.startswith(words("pointers")) and (rest in words("pointed") or rest in common_words()):
            return False
        if self.level or len(self.core) < 2:
            return False
        return bool(self.place or self.area) or not (self.text in common_words() or self.text in words("forms"))

    @cached_property
    def letters(self) -> frozenset[str]:
        """All characters that a short form may take."""
        return frozenset(self.text + self.core)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The characters that a name must have to be the full one of this; a place may be spelt otherwise."""
        return frozenset(self.core[2:] if self.stem[:2] in places() else self.core)

    @cached_property
    def key(self) -> str:
        """One spelling for every full name of one body: names with equal keys are one."""
        if self.body and not self.branch:
            return self.body
        place = ",".join(sorted(self.place))
        return "|".join((place, self.area, self.body, self.core, "".join(sorted(self.forms)), self.branch))


@lru_cache(maxsize=200_000)
def parse(name: str) -> OrgName:
    """Take a name apart. Nothing is refused: what is not understood is stem."""
    text = plain(name)
    known = bodies().get(text, "")
    found: set[str] = set()
    bare = _without_brackets(known or text, found)
    body = known or bodies().get(bare, "")
    if not body and (committee := _committee(bare)):
        return replace(committee, text=text)
    if not body and bare.startswith(_PARTY) and _places(bare.removeprefix(_PARTY))[0]:
        bare = bare.removeprefix(_PARTY)  # 中共云岭市委宣传部
    main, branch = (bare, "") if body else _branch(bare)
    if branch and main in bodies():
        body, main = bodies()[main], ""
    place, area, main = _places(main)
    found |= {p.code for p in place}
    level = ""
    if not found and not body and main[:1] and main.startswith(words("levels")) and len(main) > 1:
        level, main = main[0], main[1:]
    if not body and (full := _department(place, main)):
        return OrgName(text, frozenset(found), stem=full, standard=True)
    stem, forms = _form(main)
    head = next((h for h in words("heads") if stem.endswith(h)), "") if not forms else ""
    numbers = tuple((a or b).translate(_DIGITS) for a, b in _NUMBER.findall(bare))
    return OrgName(text, frozenset(found), area, level, body, stem.removesuffix(head), head, forms, numbers, branch)


_PARTY = "中共"


def _committee(text: str) -> OrgName | None:
    """The committee of a party or a league at a place, whose name stands before or behind that: 中共云岭市委员会."""
    names: dict[str, str] = settings()["committees"]
    front = next(front for front in sorted(names, key=len, reverse=True) if text.startswith(front))
    tails = ("委员会", "委") if front else ("委",)
    place = next((text[len(front) : -len(tail)] for tail in tails if text.endswith(tail)), "")
    if place not in places() or (not front and place[-1] not in words("levels")):
        return None
    codes = frozenset(p.code for p in _likeliest(places()[place]))
    return OrgName(text, codes, stem=names[front], standard=True)


def _without_brackets(text: str, found: set[str]) -> str:
    """The text without its brackets; a place in them is noted, （集团） stays as a word, all else is dropped."""

    def inside(match: re.Match[str]) -> str:
        word = match[1]
        if word in places():
            found.update(p.code for p in places()[word])
            return ""
        return word if word in words("forms") or word == "控股" else ""

    return _BRACKET.sub(inside, text)


def _branch(text: str) -> tuple[str, str]:
    """What stands before a branch, and the branch: 农行|湖北省分行. The branch carries its last place's full name."""
    head = next((h for h in words("branches") if text.endswith(h)), "")
    front = text.removesuffix(head)
    if not head or len(front) < 4:
        return text, ""
    start = next((k for k in range(2, len(front) - 1) if _only_places(front[k:])), 0)
    if start:
        return front[:start], _only_places(front[start:]) + head
    known = next((k for k in range(min(len(front), 14), 1, -1) if front[:k] in bodies()), 0)
    return (front[:known], front[known:] + head) if known else (text, "")


def _only_places(text: str) -> str:
    """The full name of the last of the divisions that the text is made of (武汉江夏 → 江夏区), or ''."""
    if text in places():
        return _likeliest(places()[text])[0].name
    return next(
        (last for k in range(2, len(text) - 1) if text[:k] in places() and (last := _only_places(text[k:]))), ""
    )


def _likeliest(choice: tuple[Place, ...]) -> tuple[Place, ...]:
    """Of divisions of one name those of the highest level: 西安 is the city, not two districts."""
    level = min(("province", "prefecture", "county").index(place.level) for place in choice)
    return tuple(place for place in choice if place.level == ("province", "prefecture", "county")[level])


def _places(text: str) -> tuple[tuple[Place, ...], str, str]:
    """The divisions that a name begins with (the deepest named), a named area, and the rest of the name."""
    found: tuple[Place, ...] = ()
    area = ""
    while True:
        fits = (k for k in range(min(len(text) - 1, 11), 1, -1) if text[:k] in places() or text[:k] in areas())
        size = next(fits, 0)
        if not size or len(text) - size < 2 or text[size:] in words("levels"):
            return found, area, text
        word, rest = text[:size], text[size:]
        if word in places():
            inner = tuple(p for p in places()[word] if not found or any(_below(p, q) for q in found))
            inner = tuple(p for p in inner if len(rest) > 2 or word == p.name or p.level != "county")
            if not inner:  # 江夏 in 绵阳江夏茶业 is a brand, though there is an 江夏区 elsewhere
                return found, area, text
            found = _likeliest(inner)
        else:
            area = area or word.removesuffix("地区")
        text = rest


def _below(inner: Place, outer: Place) -> bool:
    return inner.code != outer.code and inner.code.startswith(outer.code.rstrip("0") or "-")


def _department(place: tuple[Place, ...], rest: str) -> str:
    """The full name of today of a standard department of these places; a government is 人民政府."""
    if not place:
        return ""
    if rest in ("政府", "人民政府"):
        return "人民政府"
    return next((full for p in place if (full := departments().get((p.rank, rest)))), "")


def _form(text: str) -> tuple[str, frozenset[str]]:
    """A company's name without its form, and what the form says: 公司, 集团, 股份."""
    form = next((f for f in words("forms") if text.endswith(f) and len(text) > len(f)), "")
    said = {word for word in ("集团", "股份", "公司") if word in form}
    return text.removesuffix(form), frozenset(said)


# --- comparing ------------------------------------------------------------------------------------


def against(one: OrgName, other: OrgName) -> str:
    """The reason that forbids the two to be one, or ''."""
    if one.numbers != other.numbers:
        return "other_number"
    if one.branch != other.branch:
        return "other_branch"
    if one.place and other.place and not one.place & other.place:
        return "other_region"
    if one.area and other.area and not (one.area in other.area or other.area in one.area):
        return "other_region"
    return ""


def is_short_of(short: OrgName, full: OrgName, near: frozenset[str], full_near: frozenset[str]) -> bool:
    """Whether one name abbreviates the other, by its parts. `near` are the provinces that their articles tell of."""
    if against(short, full) or short.level or full.level or short.standard or full.standard or _is_full(short):
        return False
    short = _placed_like(short, full)
    if not short.tells or (short.body and (not short.branch or short.body != full.body)):
        return False
    if (short.place and not full.place) or (short.area and not full.area):
        return False
    if short.place and full.area and not short.area:  # 江苏省中医院 and 江苏省苏北中医院
        return False
    if not _fits_form(short, full):
        return False
    if full.forms or short.forms:
        return _brand_of(short.core, full.core) or (not short.place and _brand_of(short.core, full.text))
    if not _leaves_out(short.core, full.core):
        return False
    if short.place or short.area or _has_brand(short.stem):
        return True
    return len(short.stem) > 3 and bool(near & (full_near | {code[:2] for code in full.place}))


def _placed_like(short: OrgName, full: OrgName) -> OrgName:
    """太仓青禾 as a brand in 太仓, where the full name has that place; alone it may be one brand of four letters."""
    front, rest = short.stem[:2], short.stem[2:]
    codes = {place.code for place in places().get(front, ())} & full.place
    if short.place or not codes or len(rest) < 2 or full.core.startswith(front):
        return short
    return replace(short, place=frozenset(codes), stem=rest)


def _is_full(name: OrgName) -> bool:
    """A company with its legal form and its place is named in full."""
    return bool(name.place) and "公司" in name.forms and len(name.stem) > 2


def _fits_form(short: OrgName, full: OrgName) -> bool:
    """A group is not its company: 集团 and 股份 must be said by the full name, too."""
    if not full.forms:
        return not short.forms
    if "集团" in short.forms and "集团" not in full.forms:
        return False
    if short.forms == frozenset({"股份"}) and "股份" not in full.forms:
        return False
    return not short.head or full.core.endswith(short.head)


def _brand_of(short: str, full: str) -> bool:
    """青禾数控 of 青禾精密数控: the brand in front and the trade in order."""
    return len(short) > 1 and full.startswith(short[:2]) and (full.startswith(short) or _runs(short, full))


def _leaves_out(short: str, full: str) -> bool:
    """Whether a school, institute or association is called so with ordinary words of its name left out.

    What is left out is no name (中医院 is not 苏北中医院) and no other body (生命科学学院 of any 大学), and the end
    is kept: a whole is no short form of its part.
    """
    tail = next((t for t in settings()["tails"] if short.endswith(t)), "")
    short = short.removesuffix(tail) + settings()["tails"].get(tail, "")
    if full in (short, short + "大学", short + "学院"):
        return True
    if not _runs(short, full) or full.startswith(short) or not (short[-1] == full[-1] or full[-2:] == short[-1] + "学"):
        return False
    return all(len(piece) < 2 or _is_ordinary(piece) for piece in _left_out(short, full))


def _is_ordinary(piece: str) -> bool:
    """Whether a piece of a name is a word that tells no one body: 行业, 与供应链; not 苏北, not 附属医院."""
    word = piece.strip("与和暨及")
    return word in common_words() and word not in areas() and not word.endswith(words("heads"))


def _left_out(short: str, full: str) -> list[str]:
    """The pieces of the full name that the short one lacks."""
    pieces: list[str] = []
    at = 0
    for char in short:
        there = full.index(char, at)
        pieces.append(full[at:there])
        at = there + 1
    return [piece for piece in (*pieces, full[at:]) if piece]


def _runs(short: str, full: str) -> bool:
    """Whether the short name is what remains when pieces of the full name are left out, as people abbreviate.

    Its first and last character may stand alone (财大 of 财经大学, 职院 of 职业学院).
    """
    if short == full:
        return True
    if len(short) >= len(full) or short[-1] not in full[-4:] or short[0] not in full:
        return False
    at = 0
    for i, char in enumerate(short):
        there = full.find(char, at)
        if there < 0:
            return False
        if there > at and i and there != at and full[there : there + 2] != short[i : i + 2] and i < len(short) - 2:
            return False
        at = there + 1
    return True


def tells_alone(name: OrgName) -> bool:
    """Whether a name means the same body in any article: not 生命科学学院, of which every university may have one."""
    return bool(name.place or name.area or name.body or name.forms or name.standard or _has_brand(name.stem))


@cache
def _has_brand(stem: str) -> bool:
    """Whether the front of a stem is no ordinary word: 湄溪, not 实验 or 人民."""
    front = stem[:2]
    return len(front) == 2 and front not in common_words() and stem[:3] not in common_words()


def block_keys(name: OrgName) -> list[str]:
    """The blocks in which a name meets those that may be one with it.

    A short form has no key that its full name lacks.
    """
    keys = [f"o={name.key}"]
    if name.standard or not name.tells:
        return keys
    if name.branch:
        return [*keys, f"o#{name.branch}~{name.stem[:2] or name.body[:2]}"]
    core = name.core
    if len(name.stem) > 1:
        keys.append(f"o~{name.stem[:2]}")
        if name.stem[:2] in places() and len(name.stem) > 3:
            keys.append(f"o~{name.stem[2:4]}")
    if not name.forms:
        if name.head:
            pieces = {name.stem[k : k + 2] for k in range(len(name.stem) - 1)} & common_words()
            keys += [f"o:{piece}~{core[-1]}" for piece in sorted(pieces)]
        if name.head.endswith(("学", "院", "校")) or core.endswith(("大", "院", "理工", "师大")):
            keys += [f"o@{code}~学" for code in sorted(name.place)[:3]]
    return keys


def latin_brand(text: str) -> tuple[str, bool]:
    """The brand in Latin letters that a name begins with, and whether the name is nothing else but country and 公司.

    ("green", True) for 德国Green公司, ("green", False) for Green Rice GmbH, ("", False) for most names.
    """
    word = _LATIN_WORD.search(text)
    front = text[: word.start()] if word else ""
    if not word or (front and front not in areas() and front not in places()):
        return "", False
    return word[0].lower(), text[word.end() :] in ("", "公司", "集团")


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters."""
    return bool(_LATIN.search(text.lower())) and not re.search("[一-鿿]", text)
