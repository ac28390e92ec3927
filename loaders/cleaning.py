"""From a page's text to clean simplified Chinese, with the way back to the original offsets.

The steps, in order; each is skipped where the text has nothing for it:

    markup       entities, tags, Markdown links and pictures, invisible characters
    letters      traditional → simplified, radicals and compatibility ideographs, full-width letters and digits
    pinyin       會(huì)議 → 会议, also a bracket that lost one half
    furniture    menus, breadcrumbs, links to other articles
    punctuation  one form of each mark beside Chinese, doubled marks, lost characters as `?`
    spaces       layout inside and around a line
    lines        a sentence that was broken over two lines is one line again

In a clean text `?` is a character that was lost and `？` is a question mark.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from .lexicon import rows
from .offsets import Clean, Edit, Step, apply
from .phrases import any_of, phrases

__all__ = ["Clean", "clean", "simplify"]

HAN = "一-鿿㐀-䶿〇々\U00020000-\U000323af"
TONES = "āáǎăàēéěĕèīíǐĭìōóǒŏòūúǔŭùǖǘǚǜńňǹḿ\u0300\u0301\u0304\u0306\u030c"


def clean(text: str) -> Clean:
    """Clean a text of any length. `clean(text).original(start, end)` leads back to `text`."""
    steps: list[Step] = []

    def edit(text: str, edits: Iterable[Edit]) -> str:
        text, step = apply(text, edits)
        if step:
            steps.append(step)
        return text

    text = edit(text, markup(text))
    text = edit(text, accents(text))
    text = simplify(text)
    text = edit(text, pinyin(text))
    text = one_punctuation(text)
    text = edit(text, furniture(text))
    text = edit(text, doubled(text))
    text = edit(text, spaces(text))
    text = edit(text, broken_lines(text))
    return Clean(text.replace("\u3000", " "), tuple(steps))


# --- markup -------------------------------------------------------------------------------------------

INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
MARKUP = re.compile(
    rf"(?P<invisible>[{INVISIBLE}\r]+)"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});)"
    r"|(?P<break><(?:br|BR|p|P|/p|/P|div|/div)\s*/?>)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,300}>|<!--.{0,300}?-->)"
    r"|(?P<picture>!\[[^\]\n]{0,300}\]\([^)\s]{0,2000}\)?)"
    r"|\[(?P<link>[^\[\]\n]*)\]\((?:https?:|/|#|mailto:)[^)\s]{0,2000}\)?"
    r"|(?P<strong>\*\*|__(?=\S)(?![\w_]))"
    r"|(?P<heading>\#{1,6}[ \t\u3000]+)",
)
MARKUP_BEGINS = re.compile(rf"[{INVISIBLE}\r&<!\[*_\#]")


def markup(text: str) -> Iterator[Edit]:
    """Cut what is no text. `<br>` and `<p>` become line breaks, entities their character."""
    done = 0
    for begin in MARKUP_BEGINS.finditer(text):
        found = MARKUP.match(text, begin.start()) if begin.start() >= done else None
        if not found:
            continue
        done = found.end()
        start, end = found.span()
        match found.lastgroup:
            case "entity":
                plain = html.unescape(found[0])
                if plain != found[0]:
                    yield Edit(start, end, plain.replace("\xa0", " "))
            case "break":
                yield Edit(start, end, "\n")
            case "link":
                yield Edit(start, found.start("link"))
                yield Edit(found.end("link"), end)
            case "heading":
                if start == 0 or text[start - 1] == "\n":
                    yield Edit(start, end)
            case _:
                yield Edit(start, end)


ACCENTED = re.compile("[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")


def accents(text: str) -> Iterator[Edit]:
    """A Latin letter with its accent apart becomes one letter: Kra◌̈mer → Krämer."""
    for found in ACCENTED.finditer(text):
        yield Edit(*found.span(), unicodedata.normalize("NFC", found[0]))


# --- letters ------------------------------------------------------------------------------------------

# full-width letters, digits and signs; dots, dashes, quotes and spaces that have one canonical form
WIDTHS = {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if chr(c) not in "(),:;!?~"}
MARKS = (
    dict.fromkeys("·•‧∙⋅・･", "·")
    | dict.fromkeys("―─‒⸺", "—")
    | dict.fromkeys("〜∼", "～")
    | dict.fromkeys("「『„‟〝｢", "“")
    | dict.fromkeys("」』〞｣", "”")
    | {"〈": "《", "〉": "》"}
    | dict(zip("︰﹕﹔﹐﹑﹖﹗﹙﹚｡､", "：：；，、？！（）。、", strict=True))
    | dict.fromkeys("\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\t", " ")
    | dict.fromkeys("\u2028\u2029\x0b\x0c\x85", "\n")
)


BEYOND = re.compile("[\U00010000-\U0010ffff]")


@cache
def letters() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the replaced characters of the basic plane, and the table of all.

    The few beyond it are looked up one by one: in the pattern they would make it thirty times slower.
    """
    table = {row["character"]: row["plain"] for row in rows("traditional.tsv")} | WIDTHS | MARKS
    near = "".join(re.escape(c) for c in table if not BEYOND.match(c))
    return re.compile(f"[{near}]"), table


@cache
def exceptions() -> tuple[re.Pattern[str], dict[str, list[tuple[str, int, str]]]]:
    """Characters that are replaced otherwise in some words, and for each (word, its place there, replacement)."""
    _, table = letters()
    known: dict[str, list[tuple[str, int, str]]] = {}
    for row in sorted(rows("traditional-phrases.tsv"), key=lambda row: -len(row["word"])):
        for place, (character, plain) in enumerate(zip(row["word"], row["plain"], strict=True)):
            if plain != table.get(character, character) or character == "著":
                known.setdefault(character, []).append((row["word"], place, plain))
    return re.compile(f"[{''.join(known)}]"), known


def simplify(text: str) -> str:
    """Simplified characters and plain letters, one for one: the length never changes."""
    near, table = letters()
    plain = near.sub(lambda found: table[found[0]], text)
    if BEYOND.search(text):
        plain = BEYOND.sub(lambda found: table.get(found[0], found[0]), plain)
    return text if plain == text else apply(plain, _exceptions(text))[0]


def _exceptions(text: str) -> Iterator[Edit]:
    """The characters of a text that stand in a word where they are replaced otherwise."""
    signs, known = exceptions()
    for found in signs.finditer(text):
        here = found.start()
        for word, place, plain in known[found[0]]:
            if place <= here and text.startswith(word, here - place):
                yield Edit(here, here + 1, plain)
                break


# --- pinyin -------------------------------------------------------------------------------------------

PINYIN = re.compile(rf"(?<=[{HAN}?)）])([(（]?) ?([a-z{TONES}üɡɑ:'’ ]{{1,24}}) ?([)）]?)")
TONED = re.compile(f"[{TONES}]")
READING = re.compile(rf"[(（](?<=[{HAN}].)([a-z{TONES}ü]{{1,6}})[)）]")
ENOUGH = 5  # brackets with syllables that make a text one in which they are pinyin, also without a tone


@cache
def syllables() -> re.Pattern[str]:
    """One or more syllables without their tones; ü is v."""
    known = sorted((s for row in rows("syllables.tsv") for s in row["syllables"].split()), key=len, reverse=True)
    return re.compile(f"(?:(?:{'|'.join(known)})[ '’]?)+")


@lru_cache(4096)
def is_reading(letters: str, *, cut: bool = False) -> bool:
    """Whether these letters, with or without tone marks, are one or more syllables of Mandarin.

    Where the reading was `cut`, its first letters may be lost: òng) of (dòng).
    """
    apart = unicodedata.normalize("NFD", letters).replace("u\u0308", "v").replace("ɡ", "g").replace("ɑ", "a")
    toneless = re.sub("[\u0300-\u036f]", "", apart).replace("u:", "v").strip()
    beginnings = ("", "d", "zh", "j", "g") if cut else ("",)
    return any(syllables().fullmatch(beginning + toneless) for beginning in beginnings)


def pinyin(text: str) -> Iterator[Edit]:
    """Cut the reading behind a character: in brackets, or with one bracket lost.

    Without a tone mark it goes only where the text is full of readings, so that （ai） or （lan） stay.
    """
    toned = TONED.search(text) is not None
    if not toned and ("(" not in text and "（" not in text):
        return
    full = sum(is_reading(found[1]) for found in READING.finditer(text)) >= ENOUGH
    if not toned and not full:
        return
    end = -1
    for found in PINYIN.finditer(text):
        opening, reading, closing = found.groups()
        behind = text[found.start() - 1]
        has_tone = TONED.search(reading) is not None
        if behind in ")）" and found.start() != end:
            continue  # behind a bracket that was no reading
        if not (opening or closing) or not (has_tone or (full and closing)):
            continue
        if not opening and not has_tone and _is_open(text, found.start()):
            continue  # （Thomas 或托马斯hui）
        if is_reading(reading, cut=has_tone and not opening):
            end = found.end()
            yield Edit(found.start(), end)


def _is_open(text: str, offset: int) -> bool:
    """Whether a bracket that was opened on this line is still open at an offset."""
    start = max(0, offset - 200)  # no bracket is wider
    line = text[max(start, text.rfind("\n", start, offset) + 1) : offset]
    return max(line.rfind("("), line.rfind("（")) > max(line.rfind(")"), line.rfind("）"))


# --- punctuation --------------------------------------------------------------------------------------

FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", "~": "～"}
BESIDE = f"{HAN}“”《》（）【】，。、；：！？…"  # what makes a mark beside it a Chinese one
BRACKETS = re.compile(rf"\(([^()\n]{{0,80}})\)(?=([{BESIDE}])?)")
HALF = re.compile(rf"[,;:!()~](?:(?<=[{BESIDE}].)|(?=[{BESIDE}]))(?<!\d[,:~](?=\d))")
STRAIGHT = re.compile(r'"([^"\n]{1,80})"')
SWAPPED = re.compile("“[^“”\n]*”|”([^“”\n]{1,40})”")
SWAPPED_HERE = re.compile("”[^“”\n]{1,40}”")
CLOCK = re.compile(r"：(?<=\d.)(?=\d)")
DOTS = re.compile(rf"\.(?<=[{HAN}].)(?=[{HAN}])")
ASKING = re.compile(
    r"(?:[吗呢么吧啊何谁哪]|为何|如何|多少|是否[^，。；\n]{1,20}|什么[^，。；\n]{0,8}|怎[^，。；\n]{1,12})\Z"
)
HAN_HERE = re.compile(f"[{HAN}]")
FULL_STOP = re.compile(rf"\.(?<=[{HAN}].)(?=[ \u3000]*(?:\n|\Z))")
QUESTION = re.compile(rf"\?(?<=[{BESIDE}].)")
LOST = re.compile(rf"(?<=[{HAN}])[\ufffd□\ue000-\uf8ff]+|[\ufffd□\ue000-\uf8ff]+(?=[{HAN}])|\ufffd+")


def one_punctuation(text: str) -> str:
    """One form of each mark beside Chinese, one for one."""
    if "(" in text:
        text = BRACKETS.sub(_brackets, text)
    if '"' in text:
        text = STRAIGHT.sub(lambda found: f"“{found[1]}”" if HAN_HERE.search(found[0]) else found[0], text)
    if SWAPPED_HERE.search(text):
        text = SWAPPED.sub(lambda found: f"“{found[1]}”" if found[1] else found[0], text)
    text = HALF.sub(lambda found: FULL[found[0]], text)
    if "?" in text:
        text = QUESTION.sub(_question, text)
    if "." in text:
        text, stops = FULL_STOP.subn("。", text)
        text = DOTS.sub("。" if stops else "·", text)
    return CLOCK.sub(":", text) if "：" in text else text


def _question(found: re.Match[str]) -> str:
    """`？` at the end of a line, before a closing quote and behind words that ask; else a character was lost."""
    text, here = found.string, found.start()
    after = text[found.end() : found.end() + 1]
    return "？" if after in ("", "\n", "”", "》") or ASKING.search(text[max(0, here - 24) : here]) else "?"


def _brackets(found: re.Match[str]) -> str:
    """A pair of brackets takes the Chinese form if Chinese stands inside or beside it."""
    before = found.string[found.start() - 1 : found.start()]
    chinese = found[2] or (before and before in "“”《》（）【】，。、；：！？…") or HAN_HERE.search(before + found[1])
    return f"（{found[1]}）" if chinese else found[0]


LOST_HERE = re.compile("[\ufffd□\ue000-\uf8ff]")
MANY = re.compile("[，、：；。！？]{2,}")
STRONGEST = "、，：；。"


def doubled(text: str) -> Iterator[Edit]:
    """Of a run of marks the strongest stays; of lost characters side by side one `?`."""
    for found in MANY.finditer(text):
        run, start = found[0], found.start()
        if len(set(run)) > 1 and ("！" in run or "？" in run):
            continue
        kept = start + max(range(len(run)), key=lambda i: (STRONGEST.find(run[i]), -i))
        yield Edit(start, kept)
        yield Edit(kept + 1, found.end())
    for found in LOST.finditer(text) if LOST_HERE.search(text) else ():
        yield Edit(*found.span(), "?")


# --- furniture ----------------------------------------------------------------------------------------

FURNITURE = re.compile(
    r"^[ \u3000]*(?:"
    r"(?P<neighbour>[上下前后]一?[篇条则页版期](?:文章|新闻|信息)?[ \u3000]*[：:»>].*)"
    r"|(?P<both>[上下前后]一[篇条则页版期][ \u3000]*(?:[上下前后]一[篇条则页版期])?[ \u3000]*)"
    r"|(?P<path>(?=[^\n。]{0,60}[>»›])[^\n。>»›]{0,12}首页.*|(?:您的|您当前的|当前|所在)位置[：:].*)"
    r"|(?P<notice>(?:免责|版权|特别|重要)(?:声明|提示)[：:].*)"
    r"|(?P<menu>(?:[^|｜\n。，；]{1,30}[|｜]){3,}[^|｜\n。，；]*)"
    rf"|(?P<others>[【■●▶◆]?{any_of('other_articles')}[】：: ]*(?:\n[^。\n]*)*)"
    r")$",
    re.MULTILINE,
)
NEIGHBOURS = (a + one + kind for a in "上下前后" for one in ("", "一") for kind in "篇条则页版期")
HINTS = (*NEIGHBOURS, "声明", "提示", "首页", "位置", "|", "｜", *sorted(phrases("other_articles")))
FURNISHED = re.compile("|".join(map(re.escape, HINTS)))  # literals only: found at once


def furniture(text: str) -> Iterator[Edit]:
    """Cut the lines that lead to other pages: what they name is not in this article.

    Behind 相关新闻 all that follows is cut up to the next sentence.
    """
    done = 0
    for hint in FURNISHED.finditer(text):
        line = text.rfind("\n", 0, hint.start()) + 1
        found = FURNITURE.match(text, line) if line >= done else None
        done = max(done, line + 1)
        if found:
            yield Edit(*found.span())
            done = found.end()


# --- spaces -------------------------------------------------------------------------------------------

# all runs of spaces but the single one between two words of Latin letters
SPACE = re.compile(r"[ \u3000](?:[ \u3000]+|(?<=\u3000)|(?<=[^!-~] )|(?=[^!-~]|\Z))")
TIGHT = "“”《》（）【】，。、；：！？…\n"  # marks that need no space beside them
COUNTED = "年月日号时点分秒个名家人多余万亿元届位项次所场份"
SPACES = " \u3000"
NO_SURNAME = "文图摄电注按讯由与和及至到的等在为兼暨者"


def spaces(text: str) -> Iterator[Edit]:
    """Cut spaces that are layout (王　芳, 官 方, 12 月); one stays where it may part two things."""
    joints = set(joints_of_lines(text))
    for found in SPACE.finditer(text):
        start, end = found.span()
        around = text[max(0, start - 8) : start], text[end : end + 2]
        if start in joints or _is_layout(*around, wide=found[0] != " "):
            yield Edit(start, end)
        elif end - start > 1:
            yield Edit(start, end, " ")


def _is_layout(before: str, after: str, *, wide: bool) -> bool:
    """Whether a space between these (eight characters before, two behind) means nothing."""
    left, right = before[-1:], after[:1]
    if not left or not right or left in TIGHT or right in TIGHT:
        return True
    if left.isdigit():
        return right in COUNTED
    if right.isdigit():
        return not wide and left in "年月第共约"
    if left in NO_SURNAME or not HAN_HERE.match(left) or not HAN_HERE.match(right):
        return False
    ahead = before[:-1].rstrip(SPACES)
    single = len(after) == 1 or after[1] in TIGHT + SPACES  # one character between spaces or marks
    if not ahead or ahead[-1] in TIGHT:
        return wide or single
    return single and before[-2] in SPACES


JOINED = 6  # lines at least that were joined by spaces to one long one


def joints_of_lines(text: str) -> Iterator[int]:
    """Where the lines of a narrow column were joined by a space: 与示范集 团有限公司签约.

    Half of the pieces between the spaces of such a paragraph, or more, are about as long as the longest.
    """
    offset = 0
    for line in text.split("\n"):
        pieces = line.split(" ") if line.count(" ") >= JOINED else []
        width = max(map(len, pieces), default=0)
        full = [len(piece) >= width - JOINED // 2 for piece in pieces]
        if NARROW <= width <= WIDEST and sum(full) * 2 >= sum(map(bool, pieces)) and HAN_HERE.search(line):
            place = offset
            for piece, ends in zip(pieces, full, strict=True):
                place += len(piece) + 1
                if ends:
                    yield place - 1
        offset += len(line) + 1


# --- lines --------------------------------------------------------------------------------------------

NARROW = 10  # characters of a line in the narrowest column

NARROWEST = 18  # characters of a line in a hard-wrapped page
WIDEST = 60  # characters of a line in a hard-wrapped page
SLACK = 2  # characters that a full line may be short of the longest
PROSE = 25  # characters; a line of this length with a comma or a full stop in it is a sentence
FIRST = 60  # characters; the first line is the headline unless it is longer than that
ENDED = re.compile(r"[。！？；：…”）》】!?;:)\]>*|-]\Z")
GOES_ON = re.compile("[，、。；）”》]")
NEW = re.compile(
    r"[一二三四五六七八九十]+[、是]|首先|其次|[（(]?\d{1,2}[)）.、]|第[一二三四五六七八九十]+[，、]|[●■◆▲·*—|\[【（(#-]"
    r"|\d{4}[-年./]|(?:发布|来源|作者|记者|编辑|责任|责编|审核|日期|时间|本报|本网|央视网|新华|图为|图片|摄影|上一|下一)"
)
OFFICE_ENDS = re.compile("(?:[局厅处部队校院会县市区镇事]长|书记|主任|主席|政委|委员|经理)\\Z")
NAME_BEGINS = re.compile("[一-鿿]{2,4}[，、等]")
CAPTION = re.compile("[。！？][^，。！？]{0,14}\\Z|(?:摄|图|图片|截图|照片|相片|供图|摄影)\\Z")
BYLINE = re.compile("(?:本报|本网|实习|学生)*(?:记者|通讯员|摄影|作者)")
PAIRS = {"《": "》", "（": "）", "“": "”"}


def broken_lines(text: str) -> Iterator[Edit]:
    """Cut the line breaks inside a sentence, as pages with hard-wrapped lines have them."""
    lines = text.split("\n")
    widest = _widest(lines)
    offset, seen = 0, False
    for line, below, width in zip(lines, lines[1:], widest, strict=False):
        offset += len(line)
        if line and below and _is_broken(line, below, width, first=not seen):
            yield Edit(offset, offset + 1, " " if _are_apart(line, below) else "")
        seen = seen or bool(line)
        offset += 1


def _widest(lines: list[str]) -> list[int]:
    """For each line the width at which its block is wrapped, 0 in a block (lines without a gap) that is not.

    A block is wrapped if most of its lines, the last aside, are about as long as the longest.
    """
    widest: list[int] = []
    block: list[int] = []
    for line in [*lines, ""]:
        if line:
            block.append(len(line))
            continue
        width = max(block, default=0)
        full = sum(size >= width - SLACK for size in block[:-1])
        widest += [width if len(block) > 2 and full * 3 >= (len(block) - 1) * 2 else 0] * len(block) + [0]
        block = []
    return widest


def _is_broken(line: str, below: str, width: int, *, first: bool) -> bool:
    if GOES_ON.match(below):
        return True
    if line == below:
        return False  # a caption or a headline that stands twice
    if ENDED.search(line) or NEW.match(below):
        return False
    if line[-1] in "，、" or _opens(line, below):
        return True
    if "，" in line and OFFICE_ENDS.search(line) and NAME_BEGINS.match(below):
        return True  # …，示范支队副支队长|周以宁，…
    if NARROWEST <= width <= WIDEST and len(line) >= width - SLACK:
        return True
    if CAPTION.search(line) or (first and len(line) < FIRST):
        return False
    return len(line) >= PROSE and any(c in line for c in "，。") and any(c in below for c in "，。")


def _are_apart(line: str, below: str) -> bool:
    """Whether the words on both sides of a joint need a space: Latin words, and names in a byline."""
    byline = line[line.rfind("（") + 1 :]
    return (line[-1].isascii() and below[0].isascii()) or ("）" not in byline and BYLINE.match(byline) is not None)


def _opens(line: str, below: str) -> bool:
    """Whether a quote or a bracket is open at the end of the line and closed on the next."""
    for opening, closing in PAIRS.items():
        if line.rfind(opening) > line.rfind(closing):
            closed, opened = below.find(closing), below.find(opening)
            return closed >= 0 and not 0 <= opened < closed
    return False
