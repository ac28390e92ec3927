"""Builds loaders/words/vocabulary.tsv: ordinary words by coarse class, from jieba's dictionary (MIT).

Run: python bench/build_words/vocabulary.py (needs jieba installed).
"""

from __future__ import annotations

import re
from pathlib import Path

import jieba

LEAST = 30  # occurrences in jieba's counts; rarer words do more harm than good inside names
KINDS = {"v": "v", "vd": "v", "vi": "v", "vg": "v", "d": "d", "ad": "d", "df": "d", "p": "p", "c": "d", "r": "r"}
KINDS |= {
    "t": "q",
    "tg": "q",
    "m": "k",
    "mq": "k",
    "q": "k",
    "a": "a",
    "an": "a",
    "ag": "a",
    "b": "a",
    "z": "a",
    "n": "n",
    "vn": "w2",
    "nz": "n",
}
KINDS |= {
    "ng": "n",
    "i": "v",
    "l": "n",
    "f": "n",
    "s": "n",
    "o": "d",
    "y": "u",
    "u": "u",
    "e": "d",
    "rr": "r",
    "rz": "r",
}

NEVER = {
    "人参",
    "会同",
    "与会",
    "为主",
    "等同",
    "等等",
    "和会",
    "会和",
    "对方",
    "上会",
    "处处",
    "部部",
    "长江",
    "会长",
    "代表",
    "原主",
    "原由",
    "立新",
    "零部件",
    "及第",
    "是非",
    "和文",
    "对开",
    "就学",
    "并进",
    "化合",
    "化学系",
    "历史系",
    "哲学系",
    "外语系",
    "学系",
    "工程系",
    "建筑系",
    "数学系",
    "文学系",
    "新闻系",
    "发展部",
    "工作部",
    # a body and a title, which are read one by one
    "三个代表",
    "人民代表",
    "军代表",
    "卫生部长",
    "司法部长",
    "国防部长",
    "外交部长",
    "宣传部长",
    "室主任",
    "法人代表",
    "系主任",
    "组织部长",
    "财政部长",
}
CLOCK = re.compile("[日月年天晚午晨夜周季刻期今昨明前后当早初末]")
ERAS = {
    "现代",
    "当代",
    "近代",
    "古代",
    "未来",
    "世纪",
    "新世纪",
    "时代",
    "春天",
    "明天",
    "元旦",
    "春节",
    "早晨",
    "老年",
    "青年",
    "中年",
    "童年",
    "少年",
    "青春",
    "夏季",
    "冬季",
    "春季",
    "秋季",
    "阳春",
    "黄昏",
    "新春",
    "中秋",
    "端午",
    "重阳",
    "清明",
    "同期",
    "中世纪",
}

HEADER = """# Ordinary words of two to four characters, with a coarse class.
# class: v verb, n noun (also verbs used as nouns: 建设, 发展), a adjective, d adverb or conjunction,
#        p preposition, r pronoun, q time, k number, u particle.
# Why:   where they stand no name of a person or body begins or ends in the middle of one.
# Source: jieba's dict.txt (MIT), words that it counts {least} times or more. Built by bench/build_words/vocabulary.py.
# Licence: MIT. Date: 2026-11-24.
word\tclass
"""


def main() -> None:
    """Write the file."""
    rows = []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, count, kind = line.split(" ")
        letter = KINDS.get(kind)
        if letter == "q" and (word in ERAS or not CLOCK.search(word)):
            letter = "n"
        if (
            letter
            and word not in NEVER
            and 2 <= len(word) <= 4
            and int(count) >= LEAST
            and re.fullmatch("[一-鿿]+", word)
        ):
            rows.append((word, "n" if letter == "w2" else letter))
    target = Path(__file__).parents[2] / "loaders" / "words" / "vocabulary.tsv"
    target.write_text(HEADER.format(least=LEAST) + "".join(f"{w}\t{c}\n" for w, c in sorted(rows)), "utf-8")
    print(len(rows), "words")


if __name__ == "__main__":
    main()
