"""Build countries.tsv and cities.tsv: run `python bench/build_words/countries.py`.

Countries with their full names, capitals and big cities come from jionlp (Apache 2.0); what its list lacks,
short forms, one-character abbreviations and more cities, from country_extras.txt beside this script.
"""

from __future__ import annotations

from pathlib import Path

from sources import pypi, write

DATE = "2026-11-24"
TODAY = {"马其顿": "北马其顿", "刚果(金)": "刚果（金）", "刚果(布)": "刚果（布）"}


def main() -> None:
    aliases: dict[str, list[str]] = {}
    cities: dict[str, str] = {}
    listed = pypi("jionlp", "1.5.31") / "jionlp/dictionary/world_location.txt"
    for line in listed.read_text("utf-8").splitlines():
        name, full, capital, others = (*line.split("\t"), "", "", "")[:4]
        name = TODAY.get(name, name)
        if not full:
            continue
        aliases[name] = [full]
        if name != "中国":
            cities |= {city: name for city in [capital, *others.split("/")] if city and city not in aliases}

    abbreviations: dict[str, str] = {}
    for line in Path(__file__).with_name("country_extras.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, abbreviation, more, more_cities = (*line.split("\t"), "", "", "")[:4]
        aliases.setdefault(name, []).extend(more.split("|"))
        abbreviations[name] = abbreviation
        cities |= dict.fromkeys(more_cities.split("|"), name)

    write(
        "countries.tsv",
        f"""Countries: name, other forms, one-character abbreviations (only read in compounds: 中俄, 驻美).
Why:     a country is a Region; its name before a post means its government, before 大使 its embassy.
Source:  jionlp (Apache 2.0); abbreviations and further forms written for this project.
         Built by bench/build_words/countries.py.
Licence: Apache 2.0. Date: {DATE}.""",
        ("name", "aliases", "abbr"),
        (
            (name, "|".join(dict.fromkeys(a for a in forms if a and a != name)), abbreviations.get(name, ""))
            for name, forms in aliases.items()
        ),
    )
    write(
        "cities.tsv",
        f"""Foreign cities, with some states and provinces, and the country of each.
Why:     日内瓦, 慕尼黑 are where events happen and organisations sit.
Source:  jionlp (Apache 2.0), with more written for this project. Built by bench/build_words/countries.py.
Licence: Apache 2.0. Date: {DATE}.""",
        ("name", "country"),
        ((city, country) for city, country in cities.items() if city and city not in aliases),
    )


if __name__ == "__main__":
    main()
