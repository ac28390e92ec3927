"""What speaks for and against two forms being one: named reasons, whose weights stand in `identity.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from .forms import Form
from .happening import EventName, alike, days_between, parse_event, week_of
from .organisation import against, block_keys, is_latin, is_short_of, latin_brand, parse, tells_alone
from .words import bearers, settings, words

MOST_GUESTS = 12
"""So many of an event's people are looked up for other articles about it."""

Root = Callable[[str], str]
"""The entity to which a form belongs at the moment."""


@dataclass(frozen=True)
class Link:
    """Why two forms are or may be one. `weight` is the sum of its reasons, or 0 if one of them forbids it."""

    weight: float
    reasons: tuple[str, ...]

    @property
    def joins(self) -> bool:
        return self.weight >= 1


NOTHING = Link(0.0, ())


def link(*reasons: str) -> Link:
    """The link that these reasons make; a reason against makes the weight 0."""
    weights = [weight(reason) for reason in reasons]
    return Link(0.0 if 0.0 in weights else round(sum(weights), 3), reasons)


@cache
def weight(reason: str) -> float:
    """The weight of a reason (`identity.toml`)."""
    return float(settings()["reasons"][reason]["weight"])


@cache
def suggested() -> float:
    """The weight from which on two forms are a suggestion."""
    return float(settings()["suggest"])


def keys(form: Form) -> list[str]:
    """The blocks in which a form meets all that may be one with it, and little else."""
    match form.label:
        case "Person":
            return sorted({f"p={name}" for name in form.names} | {f"p~{s}" for n in form.names if (s := sound(n))})
        case "Event":
            return _event_keys(form)
        case "Region" | "Article":
            return []
        case _:
            named = {f"o={parse(name).key}" for name in form.names}
            brands = {f"o&{brand}" for name in form.names if (brand := latin_brand(name)[0])}
            return sorted(named.union(brands, *(block_keys(parse(name)) for name in form.names)))


def forbidden(one: Form, other: Form) -> str:
    """The reason that keeps two forms apart whatever else speaks for them, or ''."""
    if one.is_org and other.is_org:
        return against(parse(one.name), parse(other.name))
    if one.label == other.label == "Event":
        return _other_event(one, other)
    return ""


# --- organisations --------------------------------------------------------------------------------


def names_other(one: Form, other: Form) -> Link:
    """Whether the one form is a name that the articles of the other use, or an abbreviation of its name."""
    key = parse(one.name).key
    said = next((name for name in other.names if parse(name).key == key), "")
    if said and tells_alone(parse(one.name)) and _plausible(said, other.name):
        return link("declared_short_form" if _short(one, other) else "renamed")
    return link("short_form") if _short(one, other) or _same_brand(one, other) else NOTHING


def _same_brand(one: Form, other: Form) -> bool:
    brand, alone = latin_brand(one.name)
    return alone and any(is_latin(name) and latin_brand(name)[0] == brand for name in other.names)


def _short(one: Form, other: Form) -> bool:
    short, full = parse(one.name), parse(other.name)
    # nearly all pairs end here: a short form has no character that its full name lacks, but for its place
    return short.needed <= full.letters and is_short_of(short, full, frozenset(one.near), frozenset(other.near))


@lru_cache(maxsize=100_000)
def _plausible(alias: str, name: str) -> bool:
    """Whether an article can have called a body so: an alias that shares nothing with the name may be misread."""
    if is_latin(alias) or alias == name:
        return True
    a, b = parse(alias), parse(name)
    if against(a, b):
        return False
    pieces = {a.core[k : k + 2] for k in range(len(a.core) - 1)}
    return bool(a.place & b.place or a.body == b.body != "") or any(piece in b.text for piece in pieces)


# --- people ---------------------------------------------------------------------------------------


def same_person(one: Form, other: Form, root: Root) -> Link:
    """What speaks for two people of one name being one. Nothing but the name never does."""
    reasons = _by_name(one, other)
    if not reasons:
        return NOTHING
    posts, others = ({root(body) for body in form.posts} for form in (one, other))
    named, named_too = ({root(body) for body in form.bodies} for form in (one, other))
    if posts & others:
        reasons.append("shared_body")
    elif not posts and not others and "·" not in one.name + other.name and "same_latin_name" not in reasons:
        return NOTHING  # nothing tells who either is; whoever has a post may join them
    elif posts & named_too or others & named:
        reasons.append("named_body")
    elif named & named_too:
        reasons.append("shared_context" if posts and others else "same_circle")
    if set(one.people) & set(other.people):
        reasons.append("shared_company")
    if set(one.near) & set(other.near):
        reasons.append("same_region")
    many = min(bearers(one.name), bearers(other.name))
    reasons += ["rare_name"] if many < 0.5 else ["unusual_name"] if many < 10 else ["common_name"] if many > 40 else []
    return link(*(reason for reason in reasons if reason != "same_name_as"))


def _by_name(one: Form, other: Form) -> list[str]:
    """How the names agree: in Chinese, in Latin letters, by their sound; [] if they do not."""
    latin = [{name for name in form.names if is_latin(name)} for form in (one, other)]
    found = ["same_latin_name"] if latin[0] & latin[1] else []
    if {*one.names} - latin[0] & {*other.names} - latin[1]:
        found.append("same_name_as")
    elif not found and {sound(n) for n in one.names} & {sound(n) for n in other.names} - {""}:
        found.append("sounds_alike")
    return found


@lru_cache(maxsize=50_000)
def sound(name: str) -> str:
    """How a transliterated name sounds, without tones ('' for any other name): 海曼 and 海蔓 are both haiman."""
    if "·" not in name or is_latin(name):
        return ""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


# --- happenings -----------------------------------------------------------------------------------


def _event_keys(form: Form) -> list[str]:
    found: set[str] = set()
    week = week_of(form.date)
    weeks = (week, week + 1) if week else ()  # any two days within a week share one of these
    for name in map(parse_event, form.names):
        year = name.year or form.date[:4]
        found.add(f"e={name.core}")
        if year:
            found |= {f"e${year}~{name.edition}~{name.core[-6:]}~{province}" for province in form.near[:4]}
        if name.edition:
            found |= {f"e#{name.edition}~{name.core[-2:]}~{w}" for w in weeks}
            found |= {f"e^{name.edition}~{name.core[-2:]}~{guest}" for guest in form.people[:MOST_GUESTS]}
    return sorted(found | {f"e@{place}~{w}" for place in form.places for w in weeks})


@lru_cache(maxsize=200_000)
def _stamps(names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str], bool]:
    """The editions, years and cores of an event's names, and whether the first tells an edition."""
    told = [parse_event(name) for name in names]
    editions, years, cores = (frozenset(getattr(name, part) for name in told) for part in ("edition", "year", "core"))
    return editions - {""}, years - {""}, cores, bool(told[0].edition)


def _other_event(one: Form, other: Form) -> str:
    editions, years, cores, numbered = _stamps(one.names)
    more_editions, more_years, more_cores, numbered_too = _stamps(other.names)
    if editions and more_editions and not editions & more_editions:
        return "other_edition"
    if years and more_years and not years & more_years:
        return "other_date"
    dated = bool(editions & more_editions or years & more_years)
    days = None if dated else days_between(one.date, other.date)
    if days is not None and days > 45:  # a later article gives its own date to what it looks back on
        return "other_date"
    if one.series != other.series and not (numbered and numbered_too):
        return "series"
    if dated and cores & more_cores:
        return ""  # one edition; an article may misplace it
    return "other_place" if one.places and other.places and not _places_meet(one, other) else ""


def _places_meet(one: Form, other: Form) -> bool:
    """Whether both are held in one place or province, or one in what the articles of the other tell of."""
    return bool(set(one.places) & set(other.places) or set(one.near) & set(other.near))


def same_event(one: Form, other: Form, _: Root) -> Link:
    """What speaks for two happenings being one."""
    if reason := _other_event(one, other):
        return link(reason)
    reasons = [_name_reason(one, other)]
    if not reasons[0]:
        return NOTHING
    days = days_between(one.date, other.date)
    if days is not None and days <= 7:
        reasons.append("same_day" if days == 0 else "near_day")
    if set(one.places) & set(other.places):
        reasons.append("same_place")
    if (
        reasons[0] != "like_name" and _stamps(one.names)[0] & _stamps(other.names)[0]
    ):  # two third editions are of any two forums
        reasons.append("same_edition")
    guests = len(set(one.people) & set(other.people))
    reasons += ["same_guests"] if guests > 1 else ["same_guest"] if guests else []
    if set(one.hosts) & set(other.hosts):
        reasons.append("same_host")
    return link(*reasons)


def _bare_edition(short: EventName, full: EventName) -> bool:
    """第三届论坛, where the article names the forum otherwise or not at all."""
    same = short.edition and short.edition == full.edition
    return bool(same and short.core and short.generic and not full.generic and full.core.endswith(short.core))


def _name_reason(one: Form, other: Form) -> str:
    names, more = ([parse_event(name) for name in form.names] for form in (one, other))
    if any(_bare_edition(a, b) or _bare_edition(b, a) for a, b in product(names, more)):
        return "part_of_name"
    cores, others = ({name.core for name in group if not name.generic} for group in (names, more))
    same = [core for core in cores & others if len(core) > 3]
    if same:
        return "same_plain_name" if all(core.endswith(words("routine")) for core in same) else "same_name"
    pairs = list(product(cores, others))
    if any(min(len(a), len(b)) > 3 and (a in b or b in a) for a, b in pairs):
        return "part_of_name"
    return "like_name" if any(alike(a, b) >= 0.5 for a, b in pairs) else ""
