#!/usr/bin/env python3
"""Score extracted graphs against gold annotations (see SCHEMA.md).

Usage: score.py GOLD_DIR PREDICTIONS.jsonl [--by-article] [--errors] [--json]

PREDICTIONS.jsonl is what `guanxi extract ... --format jsonl` prints. A prediction belongs to the gold
file whose article has the same file name (without folder and suffix) as its `article.source`.

Entities match by name: one predicted name or alias equals one acceptable gold name after
normalisation. A second predicted node for the same gold entity counts as wrong: it was not merged.
Relations match by type and matched ends. Reported: precision, recall, F1 per kind, micro-averaged.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

try:
    from opencc import OpenCC

    _t2s = OpenCC("t2s").convert
except ImportError:
    print("score.py: opencc is not installed, traditional characters will not match", file=sys.stderr)
    _t2s = str

UNDIRECTED = {"SIGNED_WITH", "MET_WITH"}
TO_EVENT = {"SPOKE_AT", "ATTENDED", "ORGANIZED", "LAUNCHED_AT"}
IGNORED_TYPES = {"LOCATED_IN", "MENTIONS"}
SPOKE, ATTENDED = "SPOKE_AT", "ATTENDED"


def norm(name):
    return re.sub(r"[\s\W_]+", "", _t2s(unicodedata.normalize("NFKC", name))).lower()


def bigrams(s):
    return Counter(s[i : i + 2] for i in range(len(s) - 1))


def similar(a, b):
    """Dice coefficient over character bigrams, 1.0 where one contains the other."""
    if len(a) >= 4 and len(b) >= 4 and (a in b or b in a):
        return 1.0
    x, y = bigrams(a), bigrams(b)
    total = sum(x.values()) + sum(y.values())
    return 2 * sum((x & y).values()) / total if total else 0.0


def match_nodes(pred, gold_entities):
    """Map predicted node id -> gold entity id; the rest of the predicted nodes map to None."""
    mapping, taken = {}, set()
    surfaces = {n["id"]: {norm(s) for s in [n["name"], *n.get("aliases", [])]} for n in pred["nodes"]}
    names = {e["id"]: {norm(s) for s in e["names"]} for e in gold_entities}
    is_event = {e["id"]: "Event" in e["labels"] for e in gold_entities}
    canonical = {n["id"]: norm(n["name"]) for n in pred["nodes"]}
    for strict in (True, False):  # canonical names first, so that a shared alias does not steal a match
        for n in pred["nodes"]:
            if n["id"] in mapping or n["label"] in ("Article",):
                continue
            seen = {canonical[n["id"]]} if strict else surfaces[n["id"]]
            for g in gold_entities:
                if g["id"] in taken or is_event[g["id"]] != (n["label"] == "Event"):
                    continue
                if seen & names[g["id"]]:
                    mapping[n["id"]] = g["id"]
                    taken.add(g["id"])
                    break
    rank = {g["id"]: i for i, g in enumerate(gold_entities)}  # required ones first: they win ties
    pairs = sorted(
        (-max(similar(s, t) for s in surfaces[n["id"]] for t in names[g["id"]]), rank[g["id"]], n["id"], g["id"])
        for n in pred["nodes"]
        if n["label"] == "Event" and n["id"] not in mapping
        for g in gold_entities
        if is_event[g["id"]] and g["id"] not in taken
    )
    for distance, _, n, g in pairs:
        score = -distance
        if score >= 0.5 and n not in mapping and g not in taken:
            mapping[n] = g
            taken.add(g)
    free_events = [n["id"] for n in pred["nodes"] if n["label"] == "Event" and n["id"] not in mapping]
    free_gold = [g["id"] for g in gold_entities if is_event[g["id"]] and g["id"] not in taken]
    if len(free_events) == 1 and len(free_gold) == 1:  # one event told, one event found: the same
        mapping[free_events[0]] = free_gold[0]
    return mapping


def key(kind, source, target):
    return (kind, *sorted((source, target))) if kind in UNDIRECTED else (kind, source, target)


def titles(text):
    return {t for t in re.split(r"[、,，;；\s]+|兼", _t2s(text or "")) if t}


def score_article(gold, pred):
    entities = gold["entities"] + gold.get("optional_entities", [])
    optional_ids = {e["id"] for e in gold.get("optional_entities", [])}
    regions = {e["id"] for e in entities if e["labels"] == ["Region"]}
    by_id = {e["id"]: e for e in entities}
    mapping = match_nodes(pred, entities)
    counts, errors = defaultdict(Counter), []

    def kind_of(labels):
        return "Person" if "Person" in labels else "Event" if "Event" in labels else "Organisation"

    found = set(mapping.values())
    for e in gold["entities"]:
        if e["id"] in regions:
            continue
        hit = e["id"] in found
        counts[kind_of(e["labels"])]["tp" if hit else "fn"] += 1
        if not hit:
            errors.append(("missed", kind_of(e["labels"]), e["names"][0]))
    for n in pred["nodes"]:
        if n["label"] in ("Article", "Region"):
            continue
        g = mapping.get(n["id"])
        if g is None:
            counts[kind_of([n["label"]])]["fp"] += 1
            errors.append(("spurious", n["label"], n["name"]))
        elif g not in optional_ids and g not in regions:
            counts["label"]["tp" if n["label"] in by_id[g]["labels"] else "fp"] += 1

    want = {key(r["type"], r["source"], r["target"]): r for r in gold["relations"]}
    allowed = {key(r["type"], r["source"], r["target"]) for r in gold.get("optional_relations", [])}
    denied = {key(r["type"], r["source"], r["target"]) for r in gold.get("denied_relations", [])}
    spoke = {(r["source"], r["target"]) for r in gold["relations"] if r["type"] == SPOKE}
    events = {e["id"] for e in entities if "Event" in e["labels"]}
    label = {n["id"]: n["label"] for n in pred["nodes"]}
    name = {n["id"]: n["name"] for n in pred["nodes"]}

    got = {}
    for e in pred["edges"]:
        s, t, kind = e["source"], e["target"], e["type"]
        if kind in IGNORED_TYPES or label.get(s) == "Article":
            continue
        if kind == "PART_OF" and label.get(s) == "Region":
            continue
        got.setdefault(key(kind, mapping.get(s) or f"?{s}", mapping.get(t) or f"?{t}"), e)

    # A part of a happening may stand for the whole, a parent body for its department: where the exact
    # edge is missing, another one that the gold knows satisfies it, once.
    stand_in, used = {}, set()
    for k in want:
        if k in got:
            continue
        for other in got:
            if other in want or other in used or other in denied or other[0] != k[0] or other[1] != k[1]:
                continue
            if (k[0] in TO_EVENT and other[2] in events) or (k[0] == "MEMBER_OF" and other in allowed):
                stand_in[k] = other
                used.add(other)
                break

    for k, e in got.items():
        kind, gs, gt = k[0], mapping.get(e["source"]), mapping.get(e["target"])
        if k in want:
            counts[kind]["tp"] += 1
            if kind in TO_EVENT:
                counts["event"]["tp"] += 1
            if want[k].get("title"):
                a, b = titles(want[k]["title"]), titles(e.get("properties", {}).get("title"))
                counts["title"]["tp" if a == b else "fp"] += 1
        elif k in used:
            counts[kind]["tp"] += 1
            if kind in TO_EVENT:
                counts["event"]["fp"] += 1
        elif k in denied:
            counts[kind]["fp"] += 1
            errors.append(("denied", kind, f"{name.get(e['source'])} -> {name.get(e['target'])}"))
        elif k in allowed or gs in optional_ids or gt in optional_ids or (kind == ATTENDED and (gs, gt) in spoke):
            pass
        elif kind in TO_EVENT and gt in events and any(w[0] == kind and w[1] == gs for w in got if w in want):
            pass  # told of the part and of the whole
        elif kind == "HELD_IN" and any(w[0] == "HELD_IN" and w[1] == gs for w in got if w in want):
            pass
        else:
            counts[kind]["fp"] += 1
            errors.append(("spurious", kind, f"{name.get(e['source'])} -> {name.get(e['target'])}"))
    for k, r in want.items():
        if k not in got and k not in stand_in:
            counts[r["type"]]["fn"] += 1
            a, b = by_id[r["source"]]["names"][0], by_id[r["target"]]["names"][0]
            errors.append(("missed", r["type"], f"{a} -> {b}"))
    return counts, errors


def prf(c):
    p = c["tp"] / (c["tp"] + c["fp"]) if c["tp"] + c["fp"] else 0.0
    r = c["tp"] / (c["tp"] + c["fn"]) if c["tp"] + c["fn"] else 0.0
    return p, r, (2 * p * r / (p + r) if p + r else 0.0)


ENTITY_KINDS = ("Person", "Organisation", "Event")
ACCURACIES = ("label", "title", "event")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold_dir", type=Path)
    ap.add_argument("predictions", type=Path)
    ap.add_argument("--by-article", action="store_true")
    ap.add_argument("--errors", action="store_true")
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    predictions = {}
    for line in args.predictions.read_text(encoding="utf-8").splitlines():
        if line.strip():
            p = json.loads(line)
            predictions[Path(p["article"]["source"]).stem] = p
    total, rows = defaultdict(Counter), {}
    golds = sorted(args.gold_dir.glob("*.gold.json"))
    if not golds:
        sys.exit(f"score.py: no *.gold.json in {args.gold_dir}")
    for path in golds:
        gold = json.loads(path.read_text(encoding="utf-8"))
        stem = path.name.removesuffix(".gold.json")
        counts, errors = score_article(gold, predictions.get(stem, {"nodes": [], "edges": []}))
        for kind, c in counts.items():
            total[kind].update(c)
        rel = sum((c for k, c in counts.items() if k not in (*ENTITY_KINDS, *ACCURACIES)), Counter())
        ent = sum((counts[k] for k in ENTITY_KINDS), Counter())
        rows[stem] = (prf(ent)[2], prf(rel)[2])
        if args.errors:
            for e in errors:
                print(stem, *e, sep="\t")
    total["ENTITIES"] = sum((total[k] for k in ENTITY_KINDS), Counter())
    skip = (*ENTITY_KINDS, "ENTITIES", *ACCURACIES)
    total["RELATIONS"] = sum((c for k, c in list(total.items()) if k not in skip), Counter())
    if args.by_article:
        for stem, (e, r) in rows.items():
            print(f"{stem:28s} entities F1 {e:.3f}  relations F1 {r:.3f}")
    out = {}
    for kind in sorted(total, key=lambda k: (k.isupper() and k in ("ENTITIES", "RELATIONS"), k)):
        c = total[kind]
        p, r, f = prf(c)
        if kind in ACCURACIES:
            out[kind] = {"accuracy": round(p, 4), "n": c["tp"] + c["fp"]}
        else:
            out[kind] = {"p": round(p, 4), "r": round(r, 4), "f1": round(f, 4), "n": c["tp"] + c["fn"]}
    if args.json:
        print(json.dumps(out, ensure_ascii=False))
        return
    for kind, v in out.items():
        print(f"{kind:14s}", "  ".join(f"{k} {x:.3f}" if isinstance(x, float) else f"{k} {x}" for k, x in v.items()))


if __name__ == "__main__":
    main()
