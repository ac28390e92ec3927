"""The cast phase: from names to the nodes that they mean, and the tokens that the grammar reads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter

from .bodies import BodyName
from .brands import find_brands, find_founded, find_listed, find_parties
from .cast import DECLARED, PUNCTUATION, Cast
from .happenings import happenings
from .lexicon import Lexicon, Region, townships_of
from .people import PersonName, is_han
from .phrases import any_of
from .publisher import own_names, publishing_school
from .scene import Scene
from .tokens import LATIN, Tokens, overlay

LATIN_ALIAS = re.compile(rf"（(?P<short>[A-Z][{LATIN}0-9&\-. ]{{1,40}})）")
PERSON_ALIAS = re.compile(rf"（(?P<alias>[A-Z][{LATIN}\-.' ]{{2,40}}|[一-鿿]{{2,4}})）")
TOWN = re.compile(r"[、，。；：在到赴与和及由为\n]([一-鿿]{1,4}(?:镇|乡|街道))(?=[、，。；\n和与及等签举召成开的])")
FURTHER = re.compile("[^“”，、/或]+")  # of 以下简称“甲”、“乙”或“丙” all but the first
SEVERAL = re.compile(
    r"(?P<place>[一-鿿]{2,6}?)[两二三四五六七八九十](?:省|市|县|区|州|旗|地)(?:区)?(?P<rest>[一-鿿]{2,})"
)
OF_PROVINCES = re.compile("[一-鿿]{0,4}[两三四五]省")  # 川黔两省总工会
FOREIGN_PLACE = re.compile(r"(?:[一-鿿·]{2,6}?(?<![城全本都各大])(?:市|省|大区|郡|道)){1,2}")
COUNTRY = re.compile("K")
FOREIGN_CLASSES = frozenset("xnalikKLt")
# what the grammar needs not tell apart; Q is a region that does not go on the one before it
PLAIN = str.maketrans("KZLHhDAF", "QWnnnnnn")
PERHAPS_PLACE = re.compile("i|(?<=p).", re.S)
CONTINUED = re.compile("(?<=[QRW])R+|(?<=R)W")
GROUP = re.compile("..+集团")
FACULTY = re.compile("[一-鿿]{3,}学院")  # of common words, which a page that names it twice is about
PLACE, OFFICIAL = re.compile("[RA]"), re.compile("[DTtA]|R[DTA]")
RENAMED = re.compile(rf"[^，。；、\n]{{0,14}}?{any_of('renaming')}“?")
FORMERLY = re.compile(rf"{any_of('formerly')}“?")
FORMER_IN_BRACKETS = re.compile("（原(?:名|为|名为)?[：“]?")
PLACE_INSIDE = re.compile("（([一-鿿]{2,4})）")  # 华岭（重庆）机床公司 is also 重庆华岭
COMES = re.compile("[^，。；！？\n]{0,36}?(?:来|到|赴|莅临|走进)我(?P<ours>[省市县区州旗])")
SHORT_PLACE, REPEATED = re.compile("i"), 3
LONGEST_RENAMING = 20  # characters from a former name to the new one
DEPARTMENT = re.compile(r"[^职技中大]学院$|[处系科部]$|实验室$|研究[院所]$|分公司$")


def gather(tokens: Tokens, lexicon: Lexicon, people: list[PersonName], bodies: list[BodyName], title: str) -> Scene:
    """The scene of an article: every token that is a name, and who it is."""
    text = tokens.text
    cast = Cast(lexicon, text)
    note_places(cast, tokens, lexicon)
    for body in bodies:
        if body.label in ("Company", "School", "Media"):
            first, last = (bisect_left(cast.places, edge, key=lambda x: x[0]) for edge in (body.start, body.end))
            cast.embedded.update(place for place, _ in cast.places[first:last])
    spans = [(n.start, n.end, "N" if n.anchor == "byline" else "P") for n in people]
    spans += [(b.start, b.end, "E" if b.label == "Event" else "O") for b in bodies]
    seen = overlay(tokens, without_overlaps(sorted(spans)))
    brands = [*find_brands(seen, lexicon), *own_names(seen)]
    if brands:
        bodies = sorted([*bodies, *brands], key=attrgetter("start"))
        spans += [(b.start, b.end, "O") for b in brands]
        seen = overlay(tokens, without_overlaps(sorted(set(spans))))
    bodies = sorted(
        [*bodies, *find_listed(seen, lexicon), *find_parties(seen, lexicon), *find_founded(seen)], key=lambda b: b.start
    )
    bodies = each_of_several(seen, text, bodies, lexicon)
    hosts = hosts_of(text, bodies, lexicon)
    declared = declarations(text, [*bodies, *hosts])
    aliases = short_forms(text, tokens, lexicon, people, [*bodies, *hosts], declared)
    spans = [(n.start, n.end, "N" if n.anchor == "byline" else "P") for n in people]
    spans += [(b.start, b.end, "E" if b.label == "Event" else "O") for b in bodies]
    spans += [(a.start, a.end, "O") for a in aliases]
    towns = townships(text, cast, lexicon)
    spans += [(m.start(1), m.end(1), "R") for m in (TOWN.finditer(text) if towns else ()) if m[1] in towns]
    spans.sort(key=lambda span: (span[0], -span[1]))
    bodies = sorted([*bodies, *aliases], key=attrgetter("start"))
    merged = regions_merged(overlay(tokens, without_overlaps(spans)), lexicon)
    scene = Scene(text, merged, lexicon, cast, towns=towns)
    index = dict(zip(merged.start, range(len(merged.start)), strict=True))
    for body in bodies:
        i = index.get(body.start)
        if i is not None and merged.classes[i] in "OE":
            scene.names[i] = body
    for host in hosts:
        member = cast.organisation(text[host.start : host.end], host.label, host.start)
        scene.mentions.append((member, host.start, host.end))
        cast.declare(member, *declared.get(host.end, ()))
    lead(scene, declared)
    nest_behind_short_forms(cast)
    scene.mentions.sort(key=lambda m: m[1])
    cast.publisher = publishing_school(scene)
    persons(scene, people, index)
    happenings(scene, title)
    return scene


def lead(scene: Scene, declared: dict[int, tuple[str, ...]]) -> None:
    """Lead the organisations to their nodes: longest names first, so that short forms find them, former ones last."""
    order = sorted(
        (i for i in scene.names if scene.tokens.classes[i] == "O"),
        key=lambda i: (-(scene.names[i].end - scene.names[i].start), i),
    )
    renamed = renamings(scene, sorted(order))
    former = {surface for surface, _ in renamed}
    word = scene.tokens.word
    vague = {i for i in order if scene.names[i].generic or scene.is_branch(word(i))}
    named = [i for i in order if i not in vague or scene.names[i].end in declared]
    late = [i for i in named if word(i) in former]
    for i in named:
        member = scene.organisation_at(i) if i not in late else None
        if member is not None:
            scene.cast.declare(member, *declared.get(scene.names[i].end, ()))
    scene.nest_all()
    for surface, i in renamed:
        member = scene.organisation_at(i)
        if member is not None:
            scene.cast.declare(member, surface)
            scene.cast.by_surface[surface.lstrip("省市县区")] = member
    for i in late:
        scene.organisation_at(i)
    for i in sorted(order):  # 城投集团 is a kind of company, and a name where the article has no longer one
        name = scene.names[i]
        ours = any(own + word(i) in scene.text for own in ("学校", "我校", "："))
        often = name.label == "School" and FACULTY.fullmatch(word(i)) and scene.text.count(word(i)) > 1 and not ours
        if name.generic and (often or GROUP.fullmatch(name.head)):
            scene.mentions.sort(key=lambda m: m[1])
            scene.organisation_at(i, create=True)


def renamings(scene: Scene, order: list[int]) -> list[tuple[str, int]]:
    """Former names of bodies, each with the token of the new name: 示范学院更名为示范大学."""
    found: list[tuple[str, int]] = []
    for i, k in pairwise(order):
        first, second = scene.names[i], scene.names[k]
        between = scene.text[first.end : second.start]
        if len(between) > LONGEST_RENAMING:
            continue
        if RENAMED.fullmatch(between):
            found.append((scene.tokens.word(i), k))
        elif FORMERLY.fullmatch(between) or (
            FORMER_IN_BRACKETS.fullmatch(between) and scene.text[second.end : second.end + 1] in "）”，"
        ):
            found.append((scene.tokens.word(k), i))
    return [(surface, i) for surface, i in found if len(surface) > 2 and surface != scene.tokens.word(i)]


def nest_behind_short_forms(cast: Cast) -> None:
    """云科大建筑学院 is part of the school that the article calls 云科大."""
    for member in [m for m in cast.members.values() if m.parent is None and DEPARTMENT.search(m.name)]:
        for size in range(len(member.name) - 2, 2, -1):
            owner = cast.by_surface.get(member.name[:size])
            if owner is not None and owner is not member and owner.label in ("School", "Company", "Institute"):
                member.parent = owner
                break


def without_overlaps(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def townships(text: str, cast: Cast, lexicon: Lexicon) -> dict[str, Region]:
    """The townships that the text names, where it names a county to which one of that name belongs."""
    found: dict[str, Region] = {}
    named = {up.code for region in {r.code: r for _, r in cast.places}.values() for up in lexicon.up(region)}
    for m in TOWN.finditer(text):
        for code in townships_of(m[1]) if m[1] not in found else ():
            county = lexicon.region_by_code.get(code)
            if county and county.code in named:
                found[m[1]] = Region("T" + code + m[1], m[1], "", "township", code)
    return found


def each_of_several(tokens: Tokens, text: str, bodies: list[BodyName], lexicon: Lexicon) -> list[BodyName]:
    """甲、乙、丙三市人社局: one body for each place of the list."""
    made: list[BodyName] = []
    for body in bodies:
        surface = text[body.start : body.end]
        m = SEVERAL.fullmatch(surface)
        if not m or m["rest"] not in lexicon.departments or m["place"] not in lexicon.regions:
            if OF_PROVINCES.match(surface) is None:
                made.append(body)
            continue
        i = tokens.begins(body.start)
        places = [(body.start, body.start + len(m["place"]))]
        while i > 1 and tokens.word(i - 1) in ("、", "和", "与", "及") and tokens.classes[i - 2] in "Ri":
            i -= 2
            places.insert(0, (tokens.start[i], tokens.end[i]))
        if len(places) < 2:
            if "省" in m[0][len(m["place"]) : -len(m["rest"])]:
                continue  # 西南三省人社厅
            made.append(body)
            continue
        for start, end in places:
            place = lexicon.regions[text[start:end]][0].name
            made.append(BodyName(start, end, body.label, body.head, False, (), place + m["rest"]))
    return made


def note_places(cast: Cast, tokens: Tokens, lexicon: Lexicon) -> None:
    """Every region that the text names, in order: what 省 and 县 mean depends on it."""
    for m in PLACE.finditer(tokens.classes):
        i = m.start()
        if m[0] == "R":
            previous = cast.places[-1][1] if cast.places else None
            region = cast.region_named(tokens.words[i], previous)
            official = OFFICIAL.match(tokens.classes, i + 1) is not None
        else:
            region, official = lexicon.body_region(tokens.words[i]), True
        if region:
            cast.note_place(tokens.start[i], region)
            comes = COMES.match(tokens.text, tokens.end[i])
            if comes and region.name.endswith(comes["ours"]):  # 某市总工会主席来我市: the guest's is not ours
                cast.embedded.add(tokens.start[i])
            elif official:
                cast.official.add(tokens.start[i])
    short = Counter(tokens.words[m.start()] for m in SHORT_PLACE.finditer(tokens.classes))
    for word, count in short.items():  # 北碚 says only where it is repeated that the text is about 北碚区
        if count >= REPEATED and len(lexicon.regions[word]) == 1:
            cast.hint(lexicon.regions[word][0], count)


def declarations(text: str, bodies: list[BodyName]) -> dict[int, tuple[str, ...]]:
    """Short forms in brackets behind a name: end of the name → the forms."""
    found: dict[int, tuple[str, ...]] = {}
    for body in bodies:
        m = DECLARED.match(text, body.end) or LATIN_ALIAS.match(text, body.end)
        if m:
            found[body.end] = (m["short"], *FURTHER.findall(m.groupdict().get("more", "")))
        elif text.endswith("理工大学", body.start + 2, body.end):  # 云岭理工大学 is 云岭理工
            found[body.end] = (text[body.start : body.end - 2],)
    for body, inner in pairwise(bodies):  # 示范大学附属医院（示范省立医院）
        bracketed = text[body.end : inner.start] == "（" and text.startswith("）", inner.end)
        if bracketed and body.label == inner.label not in ("Company", "Event"):
            found.setdefault(body.end, (text[inner.start : inner.end],))
    return found


def hosts_of(text: str, bodies: list[BodyName], lexicon: Lexicon) -> list[BodyName]:
    """The bodies in names of happenings whose short form is declared there: 示范联盟（下称联盟）成立大会."""
    hosts: list[BodyName] = []
    for event in bodies:
        m = DECLARED.search(text, event.start, event.end) if event.label == "Event" else None
        label = lexicon.label_of(text[event.start : m.start()]) if m else ""
        if m and label not in ("", "Region"):
            hosts.append(BodyName(event.start, m.start(), label, "", False))
    return hosts


def short_forms(
    text: str,
    tokens: Tokens,
    lexicon: Lexicon,
    people: list[PersonName],
    bodies: list[BodyName],
    declared: dict[int, tuple[str, ...]],
) -> list[BodyName]:
    """Places where the text uses a short form of an organisation that it names in full elsewhere."""
    covered = bytearray(len(text))
    for name in people:
        covered[name.start : name.end] = b"\1" * (name.end - name.start)
    for body in bodies:
        if not (body.generic and body.end - body.start < 3):
            covered[body.start : body.end] = b"\1" * (body.end - body.start)
    starts = set(tokens.start)
    ends = set(tokens.end)
    found: list[BodyName] = []
    wanted: dict[str, tuple[str, str]] = {}
    places: dict[str, set[str]] = {}
    for body in bodies:
        if body.label == "Event" or body.generic:
            continue
        full = PUNCTUATION.sub("", text[body.start : body.end])
        core, place = strip_place(full, lexicon)
        if body.label in ("Company", "School", "Institute", "Association", "Media") and len(core) >= 4:
            wanted.setdefault(core[:2], (core, body.label))
            places.setdefault(core[:2], set()).update((place, *PLACE_INSIDE.findall(full)))
        for short in declared.get(body.end, ()):
            wanted.setdefault(short, (short, body.label))
    for prefix in sorted(wanted, key=len, reverse=True):
        full, label = wanted[prefix]
        body_label = label
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            if not any(covered[at:end]):
                place = full.find(prefix) + len(prefix)
                best = end if end in ends or prefix == full else -1
                while end < len(text) and prefix != full:
                    place = full.find(text[end], place) + 1
                    if not place or covered[end]:
                        break
                    end += 1
                    if end in ends or end - at > len(prefix) + 1:
                        best = end
                if body_label != "Company" and best > at and prefix != full and text[best - 1] != full[-1]:
                    best = -1
                region = place_before(text, at, places.get(prefix, set()))
                placed = region != "" and not any(covered[at - len(region) : at])
                common = prefix != full and not placed and lexicon.classes.get(prefix, "x") not in "x"
                if (
                    best > at
                    and (at in starts or prefix == full)
                    and not (common and best - at < 4)
                    and text[at - 1 : at] not in ("《",)
                    and not text.startswith(("先生", "女士"), best)
                ):
                    if at > 0 and text[at - 1] == "“" and text[best : best + 1] == "”":
                        at, best = at - 1, best + 1
                    begin = at - len(region) if placed else at
                    found.append(BodyName(begin, best, label, text[at:best], False))
                    covered[begin:best] = b"\1" * (best - begin)
                    end = best
            at = text.find(prefix, end)
    return found


def place_before(text: str, at: int, places: set[str]) -> str:
    """What stands before a position in a text and is one of these places or the last part of one (某省|某市)."""
    if places and text.endswith("中国", 0, at):
        return "中国"
    longest = max(map(len, places), default=0)
    sizes = (size for size in range(min(longest, at), 1, -1) if any(p.endswith(text[at - size : at]) for p in places))
    return next((text[at - size : at] for size in sizes), "")


def strip_place(name: str, lexicon: Lexicon) -> tuple[str, str]:
    """A name without the regions that it begins with."""
    rest = re.sub("^[国公私市省县]立", "", name)
    while True:
        for size in lexicon.region_sizes.get(rest[:2], ()):
            if size <= min(8, len(rest) - 2) and rest[:size] in lexicon.regions:
                rest = rest[size:]
                break
        else:
            return rest, name[: len(name) - len(rest)]


def regions_merged(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Neighbouring region words as one token of class R; 县 short forms only behind 在, 赴 and the like."""
    countries = (m.start() for m in COUNTRY.finditer(tokens.classes))
    places = ((i, foreign_place_end(tokens, i)) for i in countries)
    longer = [(tokens.start[i], end, "K") for i, end in places if end > tokens.end[i]]
    if longer:
        tokens = overlay(tokens, without_overlaps(longer))
    old, text = tokens.classes, tokens.text
    letters = list(old.translate(PLAIN))
    for m in PERHAPS_PLACE.finditer(old):
        i = m.start()
        if old[i] == "i":
            praised = i > 1 and letters[i - 1] == "n" and letters[i - 2] in "QRW" and old[i + 1 : i + 2] in "Vd"
            begun = i and letters[i - 1] in "QRWp" and old[i + 1 : i + 2] != "x"
            letters[i] = "Q" if begun or praised else "x"  # 某省|侨乡|某县
        elif letters[i - 1] == "p" and old[i] != "R" and in_initial(tokens, i, lexicon):
            letters[i] = "Q"
    marked = "".join(letters)
    classes: list[str] = []
    starts: list[int] = []
    words: list[str] = []
    done = 0
    for m in CONTINUED.finditer(marked):
        first, last = m.span()
        classes.append(marked[done:first])
        starts += tokens.start[done:first]
        words += tokens.words[done:first]
        words[-1] = text[starts[-1] : tokens.end[last - 1]]
        done = last
    classes.append(marked[done:])
    starts += tokens.start[done:]
    words += tokens.words[done:]
    return Tokens(text, "".join(classes).replace("Q", "R").replace("W", "R"), starts, words)


def foreign_place_end(tokens: Tokens, i: int) -> int:
    """Where the place ends that begins with the country at token i: 日本|示范市; without one, the country's end."""
    m = FOREIGN_PLACE.match(tokens.text, tokens.end[i])
    last = tokens.at(m.end() - 1) if m else i
    plain = set(tokens.classes[i + 1 : last + 1]) <= FOREIGN_CLASSES
    return m.end() if m and plain and tokens.end[last] == m.end() else tokens.end[i]


def in_initial(tokens: Tokens, i: int, lexicon: Lexicon) -> bool:
    """Whether token i is one character that stands for a province: 在京召开."""
    return (
        tokens.end[i] - tokens.start[i] == 1
        and tokens.word(i) in lexicon.initials
        and tokens.word(i) != "新"  # 在新启用的大楼举行
        and tokens.classes[i + 1 : i + 2] in ("V", "d", "a")
        and tokens.word(i - 1) in ("在", "于")
    )


def persons(scene: Scene, people: list[PersonName], index: dict[int, int]) -> None:
    """One node for each name of a person; a name in brackets behind it is an alias."""
    cast, text = scene.cast, scene.text
    for name in people:
        i = index.get(name.start)
        if i is None or scene.tokens.classes[i] != "P":
            continue
        surface = text[name.start : name.end]
        full = name.means or surface
        member = cast.by_surface.get("P:" + full) or cast.member("P:" + full, "Person", full)
        m = PERSON_ALIAS.match(text, name.end)
        if m and not (is_han(m["alias"][0]) and is_han(surface[0])):
            cast.by_surface["P:" + m["alias"]] = member
            member.use(m["alias"])
        member.use(surface)
        scene.persons[i] = member
        scene.mentions.append((member, name.start, name.end))
