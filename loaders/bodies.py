"""Names of organisations and of happenings, found from their head noun leftwards.

The right edge is easy: a head (公司, 协会, 人社厅, 论坛) ends the name. The left edge is the hard part: a name goes
on over regions, unknown characters, trades, quotes and brackets, and stops at a verb, a preposition, a title, a
person or punctuation; what an ordinary word precedes a region is cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lexicon import Head, Lexicon
from .phrases import any_of, phrases
from .tokens import Tokens

MAY_END_NAME = re.compile("[FHhDAg]|(?<=[nv])n")
INSIDE = frozenset("jRiKZADHhxlnavktgFLOh")
NAMED = frozenset("RiKZADLxlO")
WIDE = re.compile(
    r"^(中国(?!特色)|全国|国家|中华|国际|世界|亚洲|全球|亚太|东亚|环|泛|中央|华东|华南|华北|华中|西南|西北|东北|长三角|珠三角|京津冀)"
)
UNITS = ("学院", "系", "处", "研究院", "研究所", "实验室", "学部", "委员会", "办公室", "中心", "教研室", "委")
OF_SCIENCE = ("研究院", "研究所", "学院", "实验室", "工作委员会", "专业委员会")
DEPENDENT = re.compile(r"[科室处组]$")
OPENS_NO_NAME = re.compile(any_of("opens_no_name"))
BEFORE_NAME = re.compile(any_of("before_name"))
AFTER_DEAL = re.compile("(?:融资|增资|交易|收购|重组|投资|本轮|此轮)(?:完成)?[后前](?=..)")  # 融资后|示范资本持股
UNVEILED = re.compile("”(?:正式|共同|联合)?(?:揭牌|揭幕|挂牌|成立)")
LEAST_UNVEILED = 6  # characters of plain words that are a name
LEADS_COMPANY = re.compile("董事长|副?总经理|副?总裁|创始人|CEO")
ANY_OF_LEVEL = re.compile("（[县市区、]{1,3}）")  # 县（区、市）政府: none
GOAL = re.compile(any_of("goal"))
LEGAL = ("有限公司", "有限责任公司", "股份公司", "集团", "事务所", "银行")
NUMBERED = re.compile(r"[一二三四五六七八九十]+(?:中|小|高|职)|附中|附小|附院|实验(?:小学|中学|学校)")
UNIONS = phrases("unions")
STOP_HEADS = phrases("stop_heads")
LATIN_LABELS = {
    "Foundation": "Association",
    "Association": "Association",
    "University": "School",
    "Institute": "Institute",
}
NOT_FIRST = phrases("not_first")
OPENINGS = "，。；：\n）】〕xqu"  # classes of what a clause, or behind a date what is left of it, begins with
LEFTOVERS = ("精神", "大精神")  # 学习党的某某精神|座谈会
HELD = phrases("holding")
BEFORE_HAPPENING = phrases("before_happening")
DASHES = ("-", "—", "－", "–")
LONGEST_STRETCH = 80  # tokens of a name before its head
LONGEST_QUOTED = 24  # tokens of a happening's quoted name
LONGEST_NAME = 45  # characters of a happening's name before its head
TRADES = phrases("trades")
HEADS_OF_BODIES = ("会长", "秘书长", "理事", "院长", "校长")
COUNTED = re.compile(r"[\d一二三四五六七八九十百千多余数几各]\s?(?:余|多)?[家个所名位批类支]$")
EVERY = re.compile(r"[各每某][省市县区州旗（）、]*$")
MEASURES = phrases("measures")
MAKES = phrases("makes")
TERMS_OF_OFFICE = frozenset(("交接", "就职", "换届", "就任", "联席", "述职", "竞选", "授职"))
WORK = phrases("work")
WEAK = Head("", False)
THIS_EDITION = phrases("this_edition")
COMMEMORATES = phrases("commemorates")
SERIAL = re.compile(r"第?[一二三四五六七八九十〇零百]{1,4}")
RANKS = phrases("ranks")
PARTS_OF_WORDS = frozenset("老新大总")  # modifiers of titles that as often end a word
PUBLIC = frozenset(("政府", "法院", "检察院", "议会"))
NAMED_TOGETHER = frozenset(a + b for a in "xnRK" for b in "nHh")
PARTS_OF_LAND = ("中央", "中部", "东部", "西部", "南部", "北部")
SOCIETIES = ("协会", "学会", "分会", "联合会", "商会")
NEW_TERM = ("新一届", "新一轮", "新一任")
LEAGUES = ("东盟", "欧盟", "非盟")  # of countries: in a name they say where, as a place does
OF_WORK = ("领导小组", "工作领导小组", "委员会", "办公室")  # 巡察|工作领导小组
JOINT = ("秘书处", "实验室", "研究中心", "委员会", "工作组", "党委", "办公室")
TOWNS = ("镇", "乡", "村", "街道")
BOTH = re.compile("两(?:家|大)?(?:集团|公司|校|学院|院|商会|协会|企业)")
SEVERAL = re.compile(r"[两三四五六七八九][省大]|有关|相关")
NUMBER = re.compile(r"[\d〇一二三四五六七八九]{3}")
MANY = re.compile(r"\d+(?:余|多)?[家个所名位]")
ORDINARY = re.compile(
    r"(?:[两三四五六七八九十几多]|多少|一系列|系列|本|此|该|这|重大|重要|隆重|盛大|简短|专题|精彩|现场|线上|线下|视频|全体|相关|大型|首次|高端|年度|工作|的|主|大|会|各类|各项|各种|多场|几场|此次|上述|同期|期间|阶段|国家级|国际性|全国性|综合|综合性|召开|举行|举办)*"
)
GENERIC = re.compile(
    r"(?:国家|全国|中国|世界|国际|国内|国内外|海内外|省|市|县|区)?(?:一级|二级|重点|级|大型|知名|著名|龙头|骨干|各类|各|多家|部分|相关|有关|本地|当地|兄弟|其他|优秀|一流|首家|唯一|最大|新型|现代|专业|性|股份制|商业|政策性|国有|高等|职业|技工|行业|上市|民营|国有|中小|小微|外资|中央|地方|非营利性|社会|学术|科技|龙头|链主|头部|央|国|民)*"
)
BRANCH_OF = {"医院": "Institute", "科学院": "Institute", "研究院": "Institute", "大学": "School", "学院": "School"}
LEVELS = ("省", "市", "县", "区")
BRANCHES = ("分行", "支行", "分公司")
FORM = re.compile(r"(?:（集团）|集团|控股|股份|有限|责任|总|公司|院)+|（[^）]*）")
OURS, OUR_KIND = ("我", "本", "全"), frozenset("省市县区州镇乡校院")
DATELINE = re.compile(r"日[电讯]（[^）]*）")
DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
ASIDE = re.compile(rf"以下|[下简统]称|{DATE.pattern}")  # in brackets: 云岭观察（2020年9月25日）…联盟
SHORTENING = frozenset(("简称", "统称", "下称"))
SESSION = re.compile(r"第[一二三四五六七八九十百〇零\d]+[届次期]")
EDITION = re.compile(
    r"第[\d一二三四五六七八九十]+[、及至和暨-]第?[\d一二三四五六七八九十]+[届次期]|第?[一二三四五六七八九十百〇零\d]+(?:届|次|期|批)|首届|本届|年|届"
)
SIGNING = re.compile("签约|签字|签署|签订|结对")
JOINS_PARTIES = ("与", "和", "、", "—", "——")


@dataclass(slots=True)
class BodyName:
    """An organisation or a happening in the clean text. `pieces` are the ends of the bodies inside its name."""

    start: int
    end: int
    label: str
    head: str
    generic: bool
    pieces: tuple[int, ...] = ()
    means: str = ""


def paired(classes: str, opening: str, closing: str) -> bool:
    """Whether every bracket of a kind is closed, and none is closed that was not opened."""
    return classes.count(opening) == classes.count(closing) and classes.find(opening) <= classes.find(closing)


class Bodies:
    """Finds the organisations and happenings of one text; people are already tokens of class P."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.text = tokens.text

    def run(self) -> list[BodyName]:
        """All names, by position, none inside another."""
        found: list[BodyName] = []
        classes, words = self.tokens.classes, self.tokens.words
        free = len(classes)  # the tokens before this one are in no name yet
        ends = [m.start() for m in MAY_END_NAME.finditer(classes) if m[0] not in "n" or words[m.start()] == "会"]
        for i in reversed(ends):
            if i >= free:
                continue
            letter = classes[i]
            happens = letter == "F" or (letter in "gnh" and self.names_happening(i))
            if happens or letter in "HhDA" or (letter == "g" and self.is_council(i)):
                name = self.happening(i) if happens else self.organisation(i)
                if name:
                    found.append(name)
                    free = self.tokens.at(name.start)
        found.reverse()
        return found

    def is_council(self, i: int) -> bool:
        """Whether the 理事会 at token i is a body of its own and no organ of one: 亚太示范教育理事会."""
        if self.tokens.word(i) != "理事会" or self.tokens.classes[i - 1 : i] not in ("n", "x"):
            return False
        j = i - 1
        while j > 0 and self.tokens.classes[j] in "nx":
            j -= 1
        opening = WIDE.match(self.tokens.word(j)) is not None or WIDE.match(self.tokens.word(j + 1)) is not None
        return opening or self.tokens.word(j) in LEAGUES

    def names_happening(self, i: int) -> bool:
        """Whether token i, no head, ends the name of a happening: 第三次理事会, or any 反馈会 that was held."""
        classes, tokens = self.tokens.classes, self.tokens
        if i == 0:
            return False
        if classes[i] == "g":
            before = tokens.word(i - 1)
            return before.endswith("次") and EDITION.fullmatch(before) is not None
        numbered = classes[max(0, i - 3) : i].startswith("k") or classes[i - 2 : i] == "kx"  # 第三届云洽会
        return tokens.word(i) == "会" and (classes[i - 1] in "nv" or numbered) and self.is_held(i)

    def is_land(self, j: int) -> bool:
        """Whether token j is the 地 of a kind of land, no particle: 寒|地示范联盟, but not 认真|地."""
        tokens = self.tokens
        return tokens.word(j) == "地" and j > 0 and tokens.classes[j - 1] == "x" and len(tokens.word(j - 1)) == 1

    # --- the left edge ----------------------------------------------------------------------------

    def inside(self, j: int, event: bool) -> bool:
        """Whether token j may stand inside a name that ends to its right."""
        letter = self.tokens.classes[j]
        if letter == "V":
            if event and self.tokens.word(j) in NOT_FIRST and j and self.tokens.classes[j - 1] in "TP":
                return False  # 某某秘书长|宣布开幕式
            return ("e" if event else "o") in self.lexicon.triggers[self.tokens.word(j)].inside
        if letter == "u":  # 旱|地|示范联盟: one character before 地 that is no word says what land
            before = self.tokens.words[j - 1] if j else ""
            single = len(before) == 1 and self.tokens.classes[j - 1] == "x"
            return self.tokens.word(j) == "地" and single and self.tokens.classes[j + 1] in "nxhH"
        if letter == "d" and not event:  # 、正味园食品公司
            return (
                self.tokens.words[j - 1] in ("、", "与")
                and len(self.tokens.word(j)) == 1
                and self.tokens.classes[j + 1] == "x"
            )
        if letter == "r" and not event:  # 香港各界示范协会
            return self.tokens.word(j) == "各界" and j > 0 and self.tokens.classes[j - 1] in "RKx"
        if letter == "B" and not event:  # 示范博士创新促进会
            return self.tokens.word(j) in TRADES and j > 0 and self.tokens.classes[j - 1] != "P"
        if letter == "T":
            if not event and j and self.tokens.classes[j - 1] in "Hh" and self.tokens.word(j) in HEADS_OF_BODIES:
                return False  # 协会会长|示范集团
            following = self.tokens.word(j + 1)  # 编委|会成立大会, 理事长|交接典礼
            return self.tokens.word(j) in TRADES or (event and (following == "会" or following in TERMS_OF_OFFICE))
        if letter == "k":
            return (
                event
                or EDITION.fullmatch(self.tokens.word(j)) is not None
                or SERIAL.fullmatch(self.tokens.word(j)) is not None
            )
        if letter == "F" and not event:
            after, word = self.tokens.classes[j + 1], self.tokens.word(j + 1)
            if word == "业" or (after == "F" and self.inside(j + 1, event)):
                return True  # 会议展览业协会
            return after in "RKZA（" or (after in "Hh" and word in ("秘书处", "组委会", "办公室", "执委会", "基地"))
        if letter == "t" and not event:
            word, before = self.tokens.word(j), self.tokens.words[j - 1] if j else ""
            cut = word in PARTS_OF_WORDS and len(before) == 1 and self.tokens.classes[j - 1] == "x"  # 适|老, 育|新
            return word in RANKS or cut or (len(word) == 1 and self.tokens.classes[j + 1] == "x")
        if (
            letter == "p"
            and self.tokens.classes[j - 1 : j + 2 : 2] == "Kx"
            and self.tokens.words[j] in self.lexicon.foreign
        ):
            return True  # 德国比伦费尔德大学
        if letter == "p" and not event and self.tokens.word(j + 1) in JOINT and self.tokens.classes[j - 1] in "HAhD":
            return self.tokens.word(j) == "联合"  # 示范学会联合秘书处
        if letter == "u":
            return self.is_land(j)
        if letter == "p" and not event:  # 示范联合传媒集团
            around = self.tokens.classes[j - 1 : j + 2 : 2]
            return self.tokens.word(j) == "联合" and (around in NAMED_TOGETHER or around in ("Rv", "xv"))
        return letter in INSIDE and self.tokens.word(j) not in SHORTENING  # 以下简称|示范全联会

    def stretch(self, i: int, event: bool) -> int:
        """The leftmost token of the name whose head is token i, before trimming."""
        classes, tokens = self.tokens.classes, self.tokens
        j = i
        while j > 0 and i - j < LONGEST_STRETCH:
            k = j - 1
            letter = classes[k]
            if letter == "）":
                opening = classes.rfind("（", max(0, k - 8), k)
                if (
                    opening < 0
                    or tokens.end[k] - tokens.start[opening] > 14
                    or set(classes[opening:k]) & set("，：NPjq")
                    or ASIDE.match(self.text, tokens.end[opening])
                ):
                    break
                if opening == 0 or classes[opening - 1] not in INSIDE:
                    break
                j = opening
            elif letter in "”’":
                opening = classes.rfind("“" if letter == "”" else "‘", max(0, k - 12), k)
                if opening < 0 or any(c in "，。：" for c in classes[opening:k]):
                    break
                j = opening
            elif letter == "》" and (event or self.label_at(i) == "Media"):
                opening = classes.rfind("《", max(0, k - 12), k)
                if opening < 0:
                    break
                j = opening
            elif letter == "c" and self.joins_inside(k, i, event):
                j = k
            elif tokens.word(k) in DASHES and k and classes[k - 1] in "RKA" and classes[j] in "RKA":
                j = k - 1  # 中国-东盟示范协会
            elif letter in "dpxcrqV" and tokens.word(j)[0] == "之" and j < i + (len(tokens.word(i)) > 2):
                j = k  # 黔|都|之声广播电台: what 之 belongs to, whatever it is elsewhere
            elif tokens.word(k) in ("企业", "单位", "公司") and tokens.word(k - 1) in ("所属", "下属", "直属", "旗下"):
                break  # 集团所属企业|示范燃气公司
            elif (tokens.word(k) in STOP_HEADS and letter in "Hhn" and not self.of_trade(k, i)) or (
                tokens.word(k) in "+＋" and not event
            ):
                break
            elif letter == "P" and not event and k == i - 1 and classes[i] == "H":
                return k  # 陈大文律师行
            elif (
                not event
                and (letter == "v" or (letter == "V" and j < i))
                and not (j == i and (self.has_own_head(i) or tokens.word(k) in WORK))
                and tokens.end[k] - tokens.start[k] > 1
                and k
                and (classes[k - 1] in "HhDAPOT）”u" or tokens.word(k - 1) == "董事会")
                and not (tokens.word(k - 1) == "政府" and classes[k - 2] == "c")  # 公正与政府治理研究中心
                and not (j == i and classes[k - 1] in "HA" and tokens.word(i).endswith(OF_SCIENCE))
            ):
                break
            elif letter in "HhDA" and not event and self.are_two(k, j, i):
                break
            elif self.inside(k, event):
                j = k
            else:
                break
        return j

    def of_trade(self, k: int, i: int) -> bool:
        """Whether a word for bodies of a kind, token k, says whose association it is: 示范品牌|联盟, 上市公司|协会."""
        society = self.label_at(i) == "Association" or self.tokens.word(i) in ("管理委员会", "管委会", "理事会")
        return k == i - 1 and society and self.tokens.classes[k - 1 : k] in tuple("nxaR")

    def are_two(self, k: int, j: int, i: int) -> bool:
        """Whether a body ends with token k and another begins with j: 某协会|中国某联合会, 某委员会|某报业集团."""
        tokens, unions = self.tokens, ("协会", "学会", "联合会")
        if self.lexicon.is_bank(tokens.word(k)) and self.lexicon.is_bank(tokens.word(j)):
            return True  # 国开行|农发行
        if tokens.word(k) == "校区" and tokens.word(i).endswith("学院"):
            return True
        if j == i and tokens.word(k).endswith(tokens.word(i)[0] + "委"):
            return True  # 示范县委|县政府
        if tokens.word(i).endswith(unions) and tokens.word(k).endswith(unions):
            return (k + 1 < i or tokens.classes[i] == "A") and tokens.word(j).startswith(("中国", "中华", "全国"))
        if tokens.word(i) in ("人民政府", "政府") and tokens.classes[j] == "R":
            return True  # 示范研究院|某省人民政府
        titled = tokens.classes[i + 1 : i + 2] == "T"
        if tokens.word(k).endswith("工商联") or (tokens.word(k).endswith("商会") and titled):
            return False  # 某区工商联|某省商会, 某省商会|某市商会会长: a branch
        if tokens.word(i).endswith(("校长会", "商会")):
            return tokens.classes[j] == "R" and j < i
        return tokens.word(i).endswith(LEGAL) and j < i and self.is_agency(k)

    def is_agency(self, k: int) -> bool:
        """Whether the known body or standard department at token k is an agency."""
        word = self.tokens.word(k)
        if word in self.lexicon.bodies:
            return self.lexicon.bodies[word].label == "Agency"
        return word in self.lexicon.departments and len(word) > 3

    def joins_inside(self, k: int, i: int, event: bool) -> bool:
        """Whether 与, 和, 及 at token k stands inside a name (钨与稀土…研究院) and joins no two names."""
        classes, tokens = self.tokens.classes, self.tokens
        word = tokens.word(k)
        if word == "暨":
            return event
        if word not in ("与", "和", "及", "、") or k == 0:
            return False
        if word == "、" and not event:
            return False
        before = classes[k - 1]
        if not event and tokens.word(i)[0] in LEVELS and tokens.word(i) in self.lexicon.departments:
            return False  # 服务国家和省委
        if not event and tokens.word(k - 1).endswith(("协议", "合同", "备忘录")):
            return False  # 签署合作协议及共建示范中心
        if before not in ("nxva" if not event else "nxvaV") and tokens.word(k - 1) != "实习":
            return False
        # what stands behind the 与 must not be a name of its own: no region, nothing that opens one
        after = classes[k + 1]
        brand = 0 if event else self.brand_before(k)
        if brand == 1 and after in "xnh":
            return True  # 安顺御和堂公司
        if brand > 1 and "x" in classes[k + 1 : k + 3]:
            return False  # 安顺云澜与博岭机械公司
        if after in "RiKZAL“POr" or (word == "、" and after in "x"):
            return False
        media = after in "Hh" and self.label_at(k + 1) == "Media" and k + 1 < i  # 网络与新媒体研究中心
        if after in "Hh" and not media and (k + 1 < i or tokens.word(i) in ("学校", "公司", "企业")):
            return False  # 深化与学校…的合作
        if not event and self.begins_unit(k, i):
            return True
        # to the left there must be an opening: a region or a wide word, with no head between
        j = k - 1
        steps = 0
        while j >= 0 and steps < 6:
            if classes[j] in "RKZLiA" or WIDE.match(tokens.word(j)):
                return True
            if classes[j] in "AHD" and j < k - 1:
                return True
            if classes[j] in "HhDFPOT" or not self.inside(j, event):
                return event and classes[j] in "“" and steps > 0
            j -= 1
            steps += 1
        return False

    def brand_before(self, k: int) -> int:
        """How long the brand is that stands between a place and token k: 2 of 安顺云澜; 0 if none does."""
        classes, j = self.tokens.classes, k
        while j > 0 and k - j < 3 and classes[j - 1] in "xn":
            j -= 1
        size = self.tokens.start[k] - self.tokens.start[j]
        return size if j and "x" in classes[j:k] and classes[j - 1] in "RK" and size < 5 else 0

    def begins_unit(self, k: int, i: int) -> bool:
        """Whether a department begins in front of the 与 at token k: 船舶与能源学院, 商务及旅游局局长."""
        classes, tokens = self.tokens.classes, self.tokens
        titled = classes[i + 1 : i + 2] in ("T", "t", "g") and i - k <= 3
        unit = tokens.word(k) != "和" and tokens.word(i).endswith(UNITS)
        j = k - 1
        while j > 0 and classes[j] in "nxavt" and k - j < 5:
            j -= 1
        size = tokens.end[k - 1] - tokens.end[j]
        listed = tokens.word(j) == "、" and k + 1 < i  # 教授、社会和文化教研部主任
        if titled and size <= 4 and set(classes[j + 1 : k]) == {"n"} and (listed or classes[j] in "\n，。：；"):
            return True
        return unit and 2 <= size <= 8 and (classes[j] in "\n，、。：；rTcpVOu/ “‘" or tokens.word(j) in ("校", "院"))

    def trim(self, j: int, i: int, event: bool) -> int:
        """Cut from the left what is no part of the name."""
        classes, tokens = self.tokens.classes, self.tokens
        # an ordinary word before a region: 企业代表湖南…公司
        last = j
        if not event:
            for k in range(i, j, -1):
                if classes[k] == "A" and not all(c in "RKAi" for c in classes[j:k]):
                    stray = classes[k - 1] == "x" and tokens.word(k - 1) not in MEASURES
                    if stray and tokens.end[k] - tokens.start[k] < 4:
                        continue  # 湘南理工学院 is no 南理工
                    if tokens.word(k - 1) in DASHES or (tokens.word(k - 1) in PARTS_OF_LAND and classes[k - 2] in "RK"):
                        continue  # 示范国|中央|示范大学
                    if tokens.word(k - 1) == "驻" and "纪检" in self.text[tokens.start[i] - 2 : tokens.end[i]]:
                        continue  # 示范纪委驻|示范厅纪检组
                    return self.trim(k, i, event) if k < i else k
        for k in range(i - 1, j, -1):
            if (
                classes[k] in "RKZL"
                and not (tokens.word(k) in TOWNS and classes[k - 1] in "nx")  # 天宝|镇卫生院
                and classes[k - 1] not in "RKZLi（“xlOA·c—－–"
                and all(classes[m] in "nvakt" for m in range(j, k))
                and not (event and (EDITION.fullmatch(tokens.word(k - 1)) or EDITION.fullmatch(tokens.word(j))))
                and (tokens.word(j) != "国家" or tokens.word(i).endswith("公司"))  # 国家超级计算贵阳中心
            ):
                last = k
                break
            if not event and tokens.word(k) in MAKES and classes[k + 1] in "xRKZAl“":
                last = k + 1  # 合作共建|示范实验室
                break
        if not event:
            last = next((k for k in range(i - 1, last, -1) if self.hands_over(k - 1)), last)
        if event:
            for k in range(i - 1, j - 1, -1):
                if tokens.word(k) in THIS_EDITION and k + 1 == i:
                    return k
                if tokens.word(k) in BEFORE_HAPPENING or tokens.word(k) in THIS_EDITION:
                    return self.trim(k + 1, i, True) if k + 1 < i else i
                if (
                    k > j
                    and classes[k] == "k"
                    and EDITION.fullmatch(tokens.word(k))
                    and set(classes[j:k]) <= set("nvajdVrb")
                ):
                    return k  # 记者问及第三届…论坛
        j = last
        date = DATE.match(self.text, tokens.start[j])
        while event and date and j < i and tokens.start[j] < date.end():
            j += 1
        while j < i:
            letter = classes[j]
            size = tokens.end[j] - tokens.start[j]
            joined = "c" in classes[j + 1 : min(j + 4, i)]  # 船舶与能源科学学院
            counted = j > 0 and classes[j - 1] == "q"  # 五月|份|商会
            numbered = letter == "k" and not event and SESSION.fullmatch(tokens.word(j)) is not None
            if (numbered and tokens.word(i).endswith(SOCIETIES)) or (
                letter == "k" and tokens.word(j) in NEW_TERM and not event
            ):
                j += 1  # 第一届|示范医师分会, 新一届|学术委员会
            elif letter == "k" and (EDITION.search(tokens.word(j)) or SESSION.match(self.text, tokens.start[j])):
                break
            elif letter in "xv" and (event or j < i - 1 or counted) and tokens.word(j) in MEASURES:
                j += 1
            elif (
                letter == "x"
                and tokens.word(j) in ("年", "月", "日", "年底", "年初")
                and self.text[tokens.start[j] - 1].isdigit()
            ):
                j += 1
            elif (
                letter == "l"
                and re.fullmatch(r"\d+", tokens.word(j))
                and j + 1 < i
                and not event
                and not (self.text.startswith(("世纪", "度"), tokens.end[j]))
            ):
                j += 1
            elif (
                letter in "ck"
                or (
                    letter in "va"
                    and size > 1
                    and not joined
                    and (letter == "v" or j < i - 1 or event)
                    and not (j == i - 1 and self.has_own_head(i))
                    and not (letter == "v" and tokens.word(j + 1) == "工作" and tokens.word(i) in OF_WORK)
                )
                or (letter == "V" and (not event or tokens.word(j) in NOT_FIRST))
            ):
                j += 1
            elif (
                letter in "g"
                or (letter == "t" and not event and not joined and not self.opens_listed(j))
                or (event and tokens.word(j) in LEFTOVERS)
            ):
                j += 1
            elif letter == "）" or letter == "”":
                j += 1
            elif letter == "（" and classes.find("）", j, i) < 0:
                j += 1
            elif letter == "l" and not re.search("[A-Za-z0-9]", tokens.word(j)):
                j += 1
            else:
                break
        return j

    def opens_listed(self, j: int) -> bool:
        """Whether token j is one character that begins a name of a list: 甲公司、正|味园食品公司."""
        tokens = self.tokens
        listed = j > 0 and tokens.word(j - 1) == "、" and tokens.classes[j + 1] == "x"
        return listed and tokens.end[j] - tokens.start[j] == 1

    def hands_over(self, k: int) -> bool:
        """Whether token k is a verb that only stands in front of a name: 会旗交给|某市政府, 课程纳入|某大学."""
        return self.tokens.classes[k] == "v" and self.tokens.word(k).endswith(("给", "向", "自", "于", "到", "入"))

    def opening(self, j: int, i: int) -> tuple[int, int]:
        """The first token of the name that ends at i, and where in it the name begins: 像|示范大学, 更快|提高|学校."""
        classes, tokens = self.tokens.classes, self.tokens
        if dealt := AFTER_DEAL.match(self.text, tokens.start[j], tokens.start[i]):
            j = tokens.at(dealt.end())
            return j, dealt.end()
        while j < i and classes[j] in "xlvkh":
            size = tokens.end[j] - tokens.start[j]
            m = OPENS_NO_NAME.match(self.text, tokens.start[j], tokens.end[j])
            if m is not None and m.end() < tokens.end[j]:
                return j, m.end()
            if m is None and not (
                size == 1 and classes[j + 1] in "vRADKZHh" and BEFORE_NAME.match(self.text, tokens.start[j])
            ):
                break
            j = self.trim(j + 1, i, False)
        return j, tokens.start[j]

    def organisation(self, i: int) -> BodyName | None:
        """The organisation whose name ends with token i."""
        classes, tokens, lexicon = self.tokens.classes, self.tokens, self.lexicon
        head = tokens.word(i)
        if head[0].isascii() and head not in lexicon.heads and classes[i] == "H":
            label = next((label for tail, label in LATIN_LABELS.items() if head.rstrip(".").endswith(tail)), "Company")
            return BodyName(tokens.start[i], tokens.end[i], label, head, False)
        latin = classes[i] == "A" and head[0].isascii() and not (i and classes[i - 1] in "RK")
        outermost = i if latin else self.stretch(i, False)  # 学会用|WTO规则
        j, begin = self.opening(self.trim(outermost, i, False), i)
        if self.is_many(outermost, j, i) or (head in STOP_HEADS and any(c in "HhAD" for c in classes[j:i])):
            return None
        label, end = self.label_of(i), self.end_of(i)
        if head == "分院":  # of a hospital; others are of courts
            core = self.text[begin : tokens.start[i]]
            label = next((kind for word, kind in BRANCH_OF.items() if word in core), label)
        if classes[i] in "hH" and len(head) == 1 and j == i and i and tokens.word(i - 1) in ("该", "我", "本", "贵"):
            return BodyName(tokens.start[i], end, label, head, True)
        if self.is_letter(j, i) or tokens.words[i + 1 : i + 2] == ["门"]:
            return None  # 两地人社部|门
        if classes[i] == "A" and self.has_tail(i) and (label == "Company" or self.is_led(i + 2)):
            # 复某医药 is not 复某
            return BodyName(tokens.start[i], tokens.end[i + 1], "Company", tokens.word(i + 1), False)
        bare = tokens.start[i] - tokens.start[j] == 1 and classes[j] not in "RKA" and lexicon.heads.get(head, WEAK).weak
        alone = classes[i] in "Hh" and j == i
        if i and classes[i - 1] == "L" and tokens.word(i - 1) in LEVELS and (head in BRANCHES or lexicon.is_bank(head)):
            return BodyName(tokens.start[i - 1], end, label, head, True)  # 省分行, 省工行
        if (
            alone
            or bare
            or (
                head in PUBLIC
                and not self.is_of_words(j, i)
                and not any(c in ("RKAiZLx" if head == "议会" else "RKAiZL") for c in classes[j:i])
            )
        ):
            return BodyName(tokens.start[i], end, label, head, True)  # 使学校, 而政府
        if head == "政府" and self.is_of_words(j, i):
            return None  # 数字政府
        if GOAL.search(self.text, begin, tokens.start[i]) or ANY_OF_LEVEL.search(self.text, begin, tokens.start[i]):
            return None  # 建设世界一流大学
        named = self.is_named(j, i) and (classes[i] == "A" or not GENERIC.fullmatch(self.text, begin, tokens.start[i]))
        named = named or self.is_unveiled(begin, end)
        pieces = tuple(tokens.end[k] for k in range(j, i) if classes[k] in "HhAD" and self.is_piece(k, i))
        return BodyName(begin, end, label, head, not named, pieces)

    def is_unveiled(self, begin: int, end: int) -> bool:
        """Whether plain words in quotes are a name, since they are unveiled: 为“现代物流产业学院”揭牌."""
        quoted = self.text.endswith("“", 0, begin) and UNVEILED.match(self.text, end) is not None
        return quoted and end - begin >= LEAST_UNVEILED

    def is_of_words(self, j: int, i: int) -> bool:
        """Whether only common words stand in front of head i, which they describe: 数字|政府."""
        return j < i and set(self.tokens.classes[j:i]) <= set("na")

    def is_many(self, outermost: int, j: int, i: int) -> bool:
        """Whether the words in front of head i count or mean several: 13家公司, 各市人社局."""
        tokens, text = self.tokens, self.text
        if EVERY.search(text, max(0, tokens.start[j] - 3), tokens.start[j]):
            return True
        if COUNTED.search(text, max(0, tokens.start[j] - 6), tokens.start[j]) or BOTH.match(text, tokens.start[j]):
            return True
        several = SEVERAL.search(text, tokens.start[j], tokens.end[i])
        if several and (tokens.classes[i] != "D" or several.start() == tokens.start[j] or several[0] == "有关"):
            return True  # 贵州两省人社厅 may end a list of places
        numbered = (k for k in range(outermost, i) if tokens.classes[k] == "L")
        if any(NUMBER.fullmatch(tokens.word(k)) for k in numbered):
            return False  # 806所
        return any(MANY.search(text, tokens.start[k], tokens.start[i]) for k in {outermost, j})

    def has_own_head(self, i: int) -> bool:
        """Whether token i is the one character of a department whose head is named behind: 协调部|部长."""
        head = self.tokens.word(i)
        return len(head) == 1 and i + 1 < len(self.tokens.start) and self.tokens.word(i + 1).endswith(head + "长")

    def is_letter(self, j: int, i: int) -> bool:
        """Whether the head at token i is one character that ends no name: 科 in 某大学李一科，."""
        classes, head = self.tokens.classes, self.tokens.word(i)
        if i and len(head) == 1 and classes[i - 1] in "Hh" and self.tokens.word(i - 1).endswith(head):
            return True  # 某学系|系主任
        if head == "在线" and classes[i + 1 : i + 2] == "V":
            return True  # 在线出席
        if head == "科" and classes[i - 1] == "x" and classes[i + 1 : i + 2] not in ("T", "t", "P"):
            return True
        if classes[i] != "h" or len(head) > 1 or classes[i + 1 : i + 2] in ("T", "t", "g", "P"):
            return False
        if head == "所" and classes[i + 1 : i + 2] == "v":
            return True  # 某公司所取得的
        if head == "系" and self.tokens.word(i - 1).endswith("公司"):
            return True  # 某公司系对方股东
        return not (head in "所局处科室系" and any(c in "ADH" for c in classes[j:i]))

    def label_of(self, i: int) -> str:
        """The label of the body, department or head that token i is."""
        word = self.tokens.word(i)
        if self.tokens.classes[i] == "A":
            return self.lexicon.bodies[word].label
        if self.tokens.classes[i] == "D":
            return self.lexicon.departments[word][0].label
        return self.lexicon.heads[word].label if self.tokens.classes[i] != "g" else "Association"

    def end_of(self, i: int) -> int:
        """Where a name with head i ends, brackets behind it included: 律师事务所（武汉）."""
        classes, tokens = self.tokens.classes, self.tokens
        close = classes.find("）", i + 1, i + 5)
        if classes[i] not in "Hh" or classes[i + 1 : i + 2] != "（" or close < 0:
            return tokens.end[i]
        form = ("有限合伙", "集团", "筹", "暂定名")
        inside = all(classes[k] in "RKiZ" or tokens.word(k) in form for k in range(i + 2, close))
        return tokens.end[close] if inside else tokens.end[i]

    def is_led(self, k: int) -> bool:
        """Whether token k is the title of who leads a company: 华科|电器|董事长 is of no school."""
        return self.tokens.classes.startswith("T", k) and LEADS_COMPANY.match(self.tokens.word(k)) is not None

    def has_tail(self, i: int) -> bool:
        """Whether the short name at token i goes on: 复某|医药 in front of a title, a verb or a comma."""
        tokens, tails = self.tokens, (self.lexicon.tails, self.lexicon.weak_tails)
        if len(tokens.word(i)) > 3 or tokens.classes[i + 1 : i + 2] != "n" or i + 2 >= len(tokens.classes):
            return False
        return any(tokens.word(i + 1) in words for words in tails) and tokens.classes[i + 2] in "TtVcydp、，"

    def is_named(self, j: int, i: int) -> bool:
        """Whether tokens j to i are a name and no common noun: a place, an unknown word, a quotation is in it."""
        tokens, core = self.tokens, self.tokens.classes[j:i]
        head, size = tokens.word(i), tokens.start[i] - tokens.start[j]
        if (head.endswith(LEGAL) and size >= 2) or (NUMBERED.fullmatch(head) and core):
            return True
        if tokens.classes[i] == "D" and not core:
            return False
        if tokens.classes[i] == "A" or any(c in NAMED or c in "“‘《" for c in core):
            return True
        return any(WIDE.match(tokens.word(k)) for k in range(j, i))

    def label_at(self, k: int) -> str:
        """The label of the head at token k."""
        head = self.lexicon.heads.get(self.tokens.word(k))
        return head.label if head and self.tokens.classes[k] in "Hh" else ""

    def is_piece(self, k: int, i: int) -> bool:
        """Whether the head at token k ends a body inside the name that ends at i (X大学|Y学院)."""
        tokens, letter = self.tokens, self.tokens.classes[k]
        size = tokens.end[k] - tokens.start[k]
        if (letter == "h" and size == 1) or self.label_at(k) == "Region" or tokens.word(k) in LEAGUES:
            return False
        if letter in "AD" and k and tokens.classes[k - 1] == "x":
            return False
        rest = self.text[tokens.end[k] : tokens.end[i]]
        if DEPENDENT.search(tokens.word(k)) and not DEPENDENT.search(rest):
            return False  # 示范外科|医院
        return rest not in UNIONS and rest not in ("大学", "公室") and not FORM.fullmatch(rest)

    def whole(self, j: int, i: int) -> int:
        """The first token of a name that ends at i and begins at j or before.

        What is all that stands between 举行 and the head, or between a comma or a date and the head of what 举行
        follows, is the name: 青年节向老工匠敬献花束仪式在某市举行.
        """
        classes, tokens = self.tokens.classes, self.tokens
        if classes[i + 1 : i + 2] == "”":  # “会思考的机器论坛”
            opening = classes.rfind("“", max(0, i - LONGEST_QUOTED), i)
            if opening >= 0 and not set(classes[opening + 1 : i]) & set("”，。；：\nrPyz"):
                return opening + 1
        k = j
        held = self.is_held(i)
        while k > 0 and tokens.start[i] - tokens.start[k - 1] < LONGEST_NAME:
            if not self.may_name(k - 1) and not (held and self.lists_guests(k - 1)):
                break
            k -= 1
        begun = k == 0 or classes[k - 1] in OPENINGS
        if (
            tokens.word(k) in COMMEMORATES
            and classes[i] == "F"
            and "周年" in self.text[tokens.start[k] : tokens.start[i]]
        ):
            return k
        begun = begun and not ("、" in tokens.words[k:j] and classes[k - 1 : k] == "u")
        if not (self.follows_held(k) or (begun and held)):
            return j
        while k < j and (classes[k] in "cdp" or tokens.word(k) in MEASURES):
            k += 1
        if classes[k] == "“" and classes[i + 1 : i + 2] == "”":
            k += 1
        return k if all(paired(classes[k:i], a, b) for a, b in ("“”", "（）", "《》")) else j

    def lists_guests(self, k: int) -> bool:
        """Whether token k lists for whom something is held: 省政府【参事、】文史专家茶话会在某市举行."""
        classes, word = self.tokens.classes, self.tokens.word(k)
        return (word == "、" and classes[k - 1] not in "F”") or (classes[k] == "T" and self.tokens.word(k + 1) == "、")

    def follows_held(self, k: int) -> bool:
        """Whether 举行 or 举行了 stands before token k."""
        last = k - 2 if k > 1 and self.tokens.word(k - 1) == "了" else k - 1
        return last >= 0 and self.tokens.classes[last] == "V" and self.tokens.word(last) in HELD

    def may_name(self, k: int) -> bool:
        """Whether token k may stand inside the name of what is held."""
        letter, word = self.tokens.classes[k], self.tokens.word(k)
        if word in BEFORE_HAPPENING:
            return False
        if letter == "T":
            return self.tokens.classes[k + 1] in "F" or word in TRADES
        if letter == "x" and word[0] in "日月" and k and self.text[self.tokens.start[k] - 1].isdigit():
            return False
        if letter in "Vu":
            return self.inside(k, True) and word not in HELD
        if letter == "p":
            return word == "向"
        if letter == "d":  # 青年人|才|托举
            around = self.tokens.classes[max(0, k - 1)] + self.tokens.classes[k + 1]
            return len(word) == 1 and set(around) <= set("nx")
        if letter == "c" and word != "暨" and (word == "、" or self.tokens.classes[k - 1] in "F”AHDL"):
            return False  # 揭牌仪式和聘任仪式 are two, and 甲与乙 may sign
        if letter == "u":
            return self.is_land(k)
        if letter == "q":
            return word == "周年" or self.tokens.classes[k - 1 : k] == "（"
        return letter in "nvaxlkcgRiKZADHhLFO“”（）《》"

    def is_held(self, i: int) -> bool:
        """Whether 举行 follows the head at token i, with no more than a time and a place between."""
        classes = self.tokens.classes
        for k in range(i + 1, min(len(classes), i + 16)):
            if classes[k] == "V":
                return self.tokens.word(k) in HELD
            if classes[k] in "。；：\nPu" or (classes[k] == "，" and k > i + 1):
                return False
        return False

    def happening(self, i: int) -> BodyName | None:
        """The happening whose name ends with token i."""
        tokens = self.tokens
        j = self.behind_party(self.whole(self.trim(self.stretch(i, True), i, True), i), i)
        if j < i and tokens.word(j) in OUR_KIND and self.text[tokens.start[j] - 1 : tokens.start[j]] in OURS:
            j += 1  # 我县|文化惠民月
        for dateline in DATELINE.finditer(self.text, tokens.start[j], tokens.start[i]):
            while tokens.start[j] < dateline.end():
                j += 1
        core = self.text[tokens.start[j] : tokens.start[i]]
        bare = EDITION.sub("", core)
        generic = (
            (not bare and len(tokens.word(i)) < 5)
            or (bare and ORDINARY.fullmatch(bare) is not None)
            or bare in ("本次", "此次", "该", "这次", "活动", "会议", "现场")
            or bare.endswith(("有关重大", "有关", "相关"))
        )
        return BodyName(tokens.start[j], tokens.end[i], "Event", tokens.word(i), generic)

    def behind_party(self, j: int, i: int) -> int:
        """Of tokens j to i the first that names the signing: 甲与乙|合作签约仪式 has two parties before its name."""
        classes, tokens = self.tokens.classes, self.tokens
        if (
            j == 0
            or tokens.word(j - 1) not in JOINS_PARTIES
            or not SIGNING.search(self.text, tokens.start[j], tokens.end[i])
        ):
            return j
        k = next((k for k in range(j, i) if classes[k] in "vVFHAD"), i)
        if classes[k] in "vVF":
            k = j  # 甲与某县|共建基地签约仪式
        while k < i and (classes[k] in "RHAD" or tokens.word(k) in ("进行", "开展")):
            k += 1
        return k
