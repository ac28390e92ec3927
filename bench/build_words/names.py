"""Build surnames.tsv, given.tsv and foreign.tsv: run `python bench/build_words/names.py`.

Frequencies of surnames and of Taiwan's given names come from faker (MIT); what characters stand where in
given names, and in transliterated names, is counted over the *kinds* of personal names in jieba's
dictionary (MIT), against the same characters in its ordinary words. No name is taken over, only statistics.
"""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sources import listed_words, pypi, write

DATE = "2026-11-24"

RARE, RARE_WEIGHT = 1_500, 0.5  # a character so rare in text (淼, 骁) fits a name even if none was counted
NOT_GIVEN = set("爷某家氏哥叔婶奶公婆妈爸姐嫂娘儿们人者说道的是了")


def main() -> None:
    faker_cn = pypi("faker", "40.63.0") / "faker/providers/person/zh_CN/__init__.py"
    faker_tw = pypi("faker", "40.63.0") / "faker/providers/person/zh_TW/__init__.py"
    jieba = pypi("jieba", "0.42.1") / "jieba-0.42.1/jieba/dict.txt"
    simplify = simplifier(pypi("jionlp", "1.5.31") / "jionlp/dictionary/tra2sim_char.txt")

    words = [line.split() for line in jieba.read_text("utf-8").splitlines()]
    text = Counter[str]()  # characters of ordinary words, by frequency
    for word, frequency, tag in words:
        if not tag.startswith("nr"):
            for char in word:
                text[char] += int(frequency)

    surnames = weights_of_surnames(constants(faker_cn)["last_names"])
    write(
        "surnames.tsv",
        f"""Surnames: how many of a million people bear each, roughly.
Why:     a Chinese personal name begins with one; a rare one needs more support from its context.
Source:  faker zh_CN (MIT) for the 400 commonest; rare and compound ones by public census reports and the
         Hundred Family Surnames, estimated. Built by bench/build_words/names.py.
Licence: MIT. Date: {DATE}.""",
        ("surname", "weight"),
        sorted(((s, round(w)) for s, w in surnames.items()), key=lambda row: (-row[1], row[0])),
    )
    write(
        "given.tsv",
        f"""Characters of given names: log2 odds against ordinary text, at three places.
first, second: of a given name of two characters; single: a given name of one character.
2 means four times as likely there as in running text; a character not listed is below -3 everywhere.
Why:     tells a surname and a given name from 陈列在, together with the titles and the punctuation around it.
Source:  statistics over the personal names in jieba's dictionary (MIT) and faker zh_CN, zh_TW (MIT);
         Taiwan's and Hong Kong's names are in after conversion. Built by bench/build_words/names.py.
Licence: MIT. Date: {DATE}.""",
        ("char", "first", "second", "single"),
        given_rows(words, text, surnames, constants(faker_cn), constants(faker_tw), simplify),
    )
    write(
        "foreign.tsv",
        f"""Characters of transliterated names: log2 odds against ordinary text.
Why:     阿尔伯特·爱因斯坦 and Uygur names are runs of such characters around a dot; a run without a dot
         needs a high mean. Characters below -2 are left out.
Source:  statistics over the transliterated names in jieba's dictionary (MIT), with the syllables of Uygur,
         Kazakh and Tibetan names. Built by bench/build_words/names.py.
Licence: MIT. Date: {DATE}.""",
        ("char", "weight"),
        foreign_rows(words, text),
    )


def weights_of_surnames(percent: dict[str, float]) -> dict[str, float]:
    pairs = (re.fullmatch(r"(\D+)(\d+)", word) for word in listed_words("rare_surnames.txt"))
    return {pair[1]: float(pair[2]) for pair in pairs if pair} | {
        surname: share * 10_000 for surname, share in percent.items()
    }


def given_rows(
    words: list[list[str]],
    text: Counter[str],
    surnames: dict[str, float],
    faker_cn: dict[str, dict[str, float]],
    faker_tw: dict[str, dict[str, float]],
    simplify: dict[int, str],
) -> Iterable[tuple[str, float, float, float]]:
    first, second, single = Counter[str](), Counter[str](), Counter[str]()

    def count(given: str, times: float) -> None:
        if len(given) == 2:
            first[given[0]] += times  # type: ignore[assignment]
            second[given[1]] += times  # type: ignore[assignment]
        elif len(given) == 1:
            single[given] += times  # type: ignore[assignment]

    for word, _, tag in words:
        if (
            tag in ("nr", "nrfg")
            and surnames.get(word[0], 0) >= 60
            and not NOT_GIVEN & set(word[1:])
            and word[1:] != "子"
        ):
            count(word[1:], 1)
    for group in ("first_names_male", "first_names_female"):
        for given in faker_cn[group]:
            count(given, 60)
        total = sum(faker_tw[group].values())
        for given, weight in faker_tw[group].items():
            count(given.translate(simplify), 5_000 * weight / total)

    all_text = sum(text.values())
    seen = {*first, *second, *single}
    for char in sorted({*text, *first, *second, *single}, key=lambda c: (-(first[c] + second[c] + single[c]), c)):
        if not "\u4e00" <= char <= "\u9fff" or (char not in seen and not in_gb2312(char)):
            continue
        common = (text[char] + 50) / all_text
        anywhere = first[char] + second[char] + single[char]  # a rare character says a little about every place
        row = tuple(
            round(log_odds(place[char] + anywhere / 10, sum(place.values()) * 1.2, common), 1)
            for place in (first, second, single)
        )
        if text[char] < RARE:
            row = tuple(max(weight, RARE_WEIGHT) for weight in row)
        if max(row) > -3:
            yield (char, *row)


def in_gb2312(char: str) -> bool:
    """Whether the character is one of the 6,763 of everyday simplified Chinese."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def log_odds(times: float, total: float, common: float) -> float:
    """log2 odds with a weak prior that a place is as ordinary text is; no single character decides alone."""
    prior = total / 30
    return min(5.0, math.log2((times + prior * common) / (total + prior) / common))


def foreign_rows(words: list[list[str]], text: Counter[str]) -> Iterable[tuple[str, float]]:
    counts = Counter[str]()
    for word, _, tag in words:
        if tag == "nrt" and len(word) >= 3 and word[-1] not in "人族岛山河市州半城语籍":
            counts.update(word)
    for part in listed_words("minority_syllables.txt"):
        counts.update(part * 3)
    all_counts, all_text = sum(counts.values()), sum(text.values())
    for char, times in counts.most_common():
        weight = math.log2((times + 0.3) / all_counts / ((text[char] + 50) / all_text))
        if weight > -2 and times > 1:
            yield char, round(weight, 1)


def constants(path: Path) -> dict[str, dict[str, float]]:
    """The tables of a faker provider: word to weight, read from its source without running it."""
    found: dict[str, dict[str, float]] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
            try:
                table = ast.literal_eval(value)
            except ValueError:
                continue
            found[node.targets[0].id] = dict(table) if isinstance(table[0], tuple) else dict.fromkeys(table, 1.0)
    return found


def simplifier(path: Path) -> dict[int, str]:
    pairs = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
    return str.maketrans({old: new for old, new, *_ in pairs if new != "锺"})


if __name__ == "__main__":
    main()
