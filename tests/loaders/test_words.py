"""The word files: each says what it is, parses, has no key twice, and takes no name from the test articles."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from guanxi.loaders.keeping import kept
from guanxi.loaders.lexicon import Lexicon

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "loaders" / "words"
CORPUS = ROOT.parent / "shared" / "corpus"

# file → the columns that make a row unique, and how many rows it has at least
FILES: dict[str, tuple[tuple[str, ...], int]] = {
    "agencies.tsv": (("name",), 1_000),
    "areas.tsv": (("name",), 100),
    "cities.tsv": (("name",), 500),
    "vocabulary.tsv": (("word",), 40_000),
    "countries.tsv": (("name",), 190),
    "departments.tsv": (("full",), 300),
    "eventheads.tsv": (("word",), 500),
    "foreign.tsv": (("char",), 300),
    "foreign_names.tsv": (("name",), 200),
    "given.tsv": (("char",), 2_000),
    "orgheads.tsv": (("word",), 1_500),
    "party.tsv": (("word",), 20),
    "regions.tsv": (("code",), 3_200),
    "surnames.tsv": (("surname",), 500),
    "titles.tsv": (("word", "kind"), 1_000),
    "townships.tsv": (("name", "parent"), 30_000),
    "zones.tsv": (("name",), 150),
}
REAL = ("townships.tsv", "regions.tsv", "agencies.tsv")  # real places and bodies, whatever the articles invent
LABELS = {"Agency", "Company", "School", "Institute", "Association", "Media", "Region"}


def rows(name: str) -> list[dict[str, str]]:
    lines = [line for line in (WORDS / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    cells = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == len(columns) for row in cells), f"{name}: a row has not {len(columns)} columns"
    return [dict(zip(columns, row, strict=True)) for row in cells]


def column(name: str, key: str) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows(name)}


@pytest.mark.parametrize("name", sorted(path.name for path in WORDS.glob("*.tsv")))
def test_a_word_file_says_what_why_source_licence_and_date(name: str) -> None:
    header = "\n".join(line for line in (WORDS / name).read_text("utf-8").splitlines() if line.startswith("#"))
    for field in ("Why:", "Source:", "Licence:", "Date:"):
        assert field in header, f"{name} lacks {field}"
    assert not header.startswith("# Why"), f"{name} does not say first what it is"


@pytest.mark.parametrize("name", FILES)
def test_rows_are_whole_unique_and_enough(name: str) -> None:
    keys, least = FILES[name]
    table = rows(name)
    assert len(table) >= least
    seen = [tuple(row[key] for key in keys) for row in table]
    assert all(all(key) for key in seen), f"{name}: a row has an empty key"
    doubled = {key for key in seen if seen.count(key) > 1} if len(set(seen)) < len(seen) else set()
    assert not doubled, f"{name}: {doubled}"
    for row in table:
        for cell in row.values():
            assert cell == cell.strip() and "||" not in cell and not cell.startswith("|") and not cell.endswith("|")


@pytest.mark.parametrize("name", FILES)
def test_a_word_file_loads_in_a_blink(name: str) -> None:
    start = time.perf_counter()
    (WORDS / name).read_text("utf-8").splitlines()
    assert time.perf_counter() - start < 0.1


def test_no_cell_has_traditional_characters_that_the_cleaning_would_change() -> None:
    # the cleaned text is simplified, so a traditional word would never be found
    for name in FILES:
        if name in ("given.tsv", "surnames.tsv", "foreign.tsv", "vocabulary.tsv"):
            continue  # single rare characters and jieba's own words
        text = "".join(line for line in (WORDS / name).read_text("utf-8").splitlines(True) if not line.startswith("#"))
        assert not set("廳書記長會國學時東車門馬魚龍協議黨員總") & set(text), name


def test_regions_know_their_parents_short_forms_and_renamings() -> None:
    regions = column("regions.tsv", "code")
    assert all(row["parent"] in regions or row["parent"] == "100000" for row in regions.values())
    assert {row["level"] for row in regions.values()} == {"province", "prefecture", "county"}
    named = column("regions.tsv", "name")
    assert named["蒲江县"]["short"] == "蒲江" and regions[named["蒲江县"]["parent"]]["name"] == "成都市"
    assert named["襄阳市"]["former"] == "襄樊市@2010"
    assert "旬阳县@2021" in named["旬阳市"]["former"]
    enshi = named["恩施土家族苗族自治州"]
    assert enshi["short"] == "恩施" and "恩施州" in enshi["aliases"]
    assert named["新疆维吾尔自治区"]["short"] == "新疆" and named["内蒙古自治区"]["aliases"] == "内蒙"
    assert named["四川省"]["abbr"] == "川|蜀"
    assert named["宣武区"]["until"] == "2010"
    assert named["湾仔区"]["parent"] == named["香港特别行政区"]["code"]


def test_townships_zones_and_cities_lie_somewhere() -> None:
    regions = column("regions.tsv", "code")
    assert all(row["parent"] in regions for row in rows("townships.tsv"))
    assert all(row["parent"] in regions for row in rows("zones.tsv"))
    countries = column("countries.tsv", "name")
    assert all(row["country"] in countries for row in rows("cities.tsv"))
    assert column("cities.tsv", "name")["日内瓦"]["country"] == "瑞士"


def test_given_names_stand_out_from_text() -> None:
    given = column("given.tsv", "char")
    for char, place in (("卫", "first"), ("军", "second"), ("斌", "single"), ("欣", "second")):
        assert float(given[char][place]) > 0
    for char in "在的分表列":
        assert char not in given or float(given[char]["first"]) < 1
    foreign = column("foreign.tsv", "char")
    assert all(float(foreign[char]["weight"]) > 4 for char in "斯拉克德阿尼")
    surnames = column("surnames.tsv", "surname")
    assert int(surnames["王"]["weight"]) > 10 * int(surnames["欧阳"]["weight"]) > 0


def test_titles_heads_and_departments_use_the_schema() -> None:
    titles = rows("titles.tsv")
    kinds = {"post", "prefix", "organ", "former", "planned", "honorific", "english", "rank", "plural", "membership"}
    assert {row["kind"] for row in titles} == kinds | {"committee"}
    assert not {row["word"] for row in titles} & set(column("triggers.tsv", "word"))
    posts = {row["word"]: row["implies"] for row in titles if row["kind"] == "post"}
    assert posts["书记"] == "party" and posts["市长"] == "government" and posts["大使"] == "embassy"
    assert posts["厅长"] == "" and posts["检察长"] == "procuratorate"
    assert {row["label"] for row in rows("orgheads.tsv")} <= LABELS
    assert {row["weak"] for row in rows("orgheads.tsv")} == {"", "weak", "alone"}
    assert {row["flag"] for row in rows("eventheads.tsv")} == {"", "part", "weak"}
    departments = column("departments.tsv", "full")
    assert departments["人力资源和社会保障厅"]["short"].split("|")[0] == "人社厅"
    assert departments["经济和信息化厅"]["former"].split("|")[0] == "经济和信息化委员会@2018"
    agencies = column("agencies.tsv", "name")
    assert "人社部" in agencies["人力资源和社会保障部"]["aliases"].split("|")
    assert agencies["农业农村部"]["former"] == "农业部@2018"
    assert all(row["label"] in LABELS for row in [*rows("agencies.tsv"), *departments.values()])
    assert all(row["parent"] in agencies for row in agencies.values() if row["parent"])


def test_a_short_form_means_one_body() -> None:
    agencies = column("agencies.tsv", "name")
    owner: dict[str, str] = {}
    for name, row in agencies.items():
        for alias in filter(None, row["aliases"].split("|")):
            assert alias not in agencies, f"{alias} is a body of its own and short for {name}"
            assert owner.setdefault(alias, name) == name, f"{alias} is short for {owner[alias]} and {name}"


# ---- no name from the test articles ---------------------------------------------------------------

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the test articles lie beside the project")


def gold(label: str, folder: str = "*") -> set[str]:
    files = [*CORPUS.glob(f"{folder}/*.gold.json"), *CORPUS.glob(f"{folder}/*/*.gold.json")]
    return {
        name
        for path in files
        for entities in [json.loads(path.read_text("utf-8"))]
        for entity in [*entities["entities"], *entities.get("optional_entities", [])]
        if label in entity["labels"] or (label == "organisation" and LABELS & set(entity["labels"]) - {"Region"})
        for name in entity["names"]
    }


def written() -> dict[str, str]:
    """Every text file of code and data that is ours, except the tests."""
    folders = ("loaders", "graph", "queries", "bench")
    kinds = {".py", ".tsv", ".txt", ".toml", ".cypher"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in [*files, ROOT / "cli.py"]}


@needs_corpus
def test_no_person_of_the_articles_is_written_down() -> None:
    people = {name for name in gold("Person") if len(name) >= 2}
    # three characters are a name wherever they stand; two only as a whole cell (文化 is no person there)
    whole = {name for name in people if len(name) >= 3}
    common_words = {row["word"] for row in rows("vocabulary.tsv")} | set(column("foreign_names.tsv", "name"))
    for name, text in written().items():
        if name.startswith("queries/demo/") or name.endswith("townships.tsv"):
            continue  # the demo's articles are fiction of their own; places may be called like people
        assert not (found := {p for p in whole if p in text and p not in common_words}), f"{name}: {found}"
        if name.endswith(".tsv"):
            cells = {part for line in text.splitlines() for cell in line.split("\t") for part in cell.split("|")}
            known = common_words | set(column("regions.tsv", "short")) | set(column("cities.tsv", "name"))
            assert not (found := (people & cells) - known), f"{name}: {found}"


@needs_corpus
def test_no_invented_organisation_of_the_articles_is_written_down() -> None:
    real = (WORDS / "agencies.tsv").read_text("utf-8").split()
    known = {part for cell in real for part in cell.split("|")}
    generic = set(column("departments.tsv", "full")) | {
        short for row in rows("departments.tsv") for short in row["short"].split("|")
    }
    heads = {word for file in ("orgheads.tsv", "party.tsv", "titles.tsv") for word in column(file, "word")}
    invented = {
        name
        for name in gold("organisation", "dev") | gold("organisation", "identity")
        if len(name) >= 4 and not {name, name[1:]} & (known | generic | heads)  # 市人社局 is nobody's name
        if not any(head.startswith(name) for head in heads)  # 检察委员会 stands in 检察委员会委员
    }
    for name, text in written().items():
        if not name.startswith("queries/demo/") and not name.endswith(REAL):
            assert not (found := {org for org in invented if org in text}), f"{name}: {found}"


def lexicon_kept() -> Lexicon:
    return kept("lexicon", Lexicon, (), ())


def test_a_kept_lexicon_is_the_one_that_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made, again = lexicon_kept(), lexicon_kept()
    (file,) = (tmp_path / "guanxi").iterdir()
    file.write_bytes(b"no lexicon")
    anew = lexicon_kept()
    text = "云州市人力资源和社会保障局局长周以宁出席会议。"
    for other in (again, anew):
        assert other is not made and other.automaton.find(text) == made.automaton.find(text)
        assert {**vars(other), "automaton": None} == {**vars(made), "automaton": None}


def test_without_a_cache_the_lexicon_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert lexicon_kept().words
