"""Build common.tsv, a general vocabulary with coarse classes: run `python bench/build_words/common.py`.

Words of two to four characters and their frequencies come from jieba's dictionary (MIT); names of
the other word files are left out. Words of news and characters with a function (的, 在, 与) are listed in
news_words.txt beside this script.
"""

from __future__ import annotations

from pathlib import Path

from sources import WORDS, pypi, write

DATE = "2026-11-24"
LEAST_FREQUENCY = 16
# jieba's tags to one letter: verb, adverb, preposition, conjunction, pronoun, time, number, adjective, noun, phrase
CLASSES = {
    **dict.fromkeys(("v", "vn", "vd", "vi", "vg", "vq"), "v"),
    **dict.fromkeys(("d", "ad", "df"), "d"),
    **dict.fromkeys(("a", "an", "b", "z", "ag"), "a"),
    **dict.fromkeys(("n", "s", "f", "ng"), "n"),
    **dict.fromkeys(("m", "mq", "q"), "m"),
    **dict.fromkeys(("i", "l"), "i"),
    **dict.fromkeys(("t", "tg"), "t"),
    **dict.fromkeys(("r", "rr", "rz"), "r"),
    "p": "p",
    "c": "c",
    "u": "u",
}
# ordinary words that jieba tags otherwise, or lacks: they recur before and behind names in news
NEWS = Path(__file__).with_name("news_words.txt")


def main() -> None:
    jieba = pypi("jieba", "0.42.1") / "jieba-0.42.1/jieba/dict.txt"
    names = names_listed()
    rows: dict[str, tuple[str, str, int]] = {}
    for line in jieba.read_text("utf-8").splitlines():
        word, frequency, tag = line.split()
        kept = 2 <= len(word) <= 4 and int(frequency) >= LEAST_FREQUENCY and tag in CLASSES and word not in names
        if kept and all("\u4e00" <= char <= "\u9fff" for char in word):
            rows[word] = (word, CLASSES[tag], int(frequency))
    for line in NEWS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            letter, *words = line.split()
            for word in words:
                rows[word] = (word, letter, max(rows.get(word, ("", "", 0))[2], 500))
    write(
        "common.tsv",
        f"""A general vocabulary with coarse classes, to see where a name cannot begin or end.
class: v verb, d adverb, p preposition, c conjunction, r pronoun, t time, m number and measure, a adjective,
n noun, i set phrase, u particle; freq: times in jieba's corpus (500 for added words).
Why:     分别, 出席, 表示, 高度重视 end the name before them; a run of common nouns is no surname and given name.
Source:  jieba's dictionary (MIT), words of two to four characters, without its names of people, places and
         organisations; single characters and words of news written for this project.
         Built by bench/build_words/common.py.
Licence: MIT. Date: {DATE}.""",
        ("word", "class", "freq"),
        sorted(rows.values(), key=lambda row: (-row[2], row[0])),
    )


def names_listed() -> set[str]:
    """Names and short forms of the other word files: they are not common words."""
    columns = {
        "regions.tsv": (1, 2),
        "countries.tsv": (0,),
        "cities.tsv": (0,),
        "agencies.tsv": (0,),
        "zones.tsv": (0,),
    }
    found: set[str] = set()
    for name, places in columns.items():
        lines = [line for line in (WORDS / name).read_text("utf-8").splitlines() if not line.startswith("#")]
        for line in lines[1:]:
            cells = line.split("\t")
            found.update(cells[i] for i in places if cells[i])
    return found


if __name__ == "__main__":
    main()
