#!/usr/bin/env python3
"""Score cross-article identity: one real person, organisation or event, one node (see SCHEMA.md).

Usage: score_identity.py GROUPS_DIR PRED_DIR [--errors] [--json]

GROUPS_DIR/GROUP/ holds a few articles that one graph reads together and gold.json, which clusters the
surface forms of each article by whom they name. PRED_DIR/GROUP.jsonl has one line per (article, node):
{"article": "a.txt", "node": "17", "label": "Agency", "names": ["surface forms of the node in it"]}.

A gold mention maps to the node that has its surface form among its names in that article, after
normalisation (NFKC, simplified, no pinyin in brackets, no spaces or punctuation; `?` stands for one lost
character). Of several such nodes one with the gold label wins, then the first. Where no name of an Event
is equal, one that contains the other will do, on an Event node that no other mention has. A mention
without a node is a singleton of its own, counted as missed.

Reported per label and in all: precision, recall and F1 over pairs of mentions of different articles of a
group; B-cubed F1 over all mentions; the traps (pairs of clusters that must stay apart) that were merged;
the missed mentions. Clusters that may be one (`uncertain`) count neither for nor against each other.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

try:
    from opencc import OpenCC

    _t2s = OpenCC("t2s").convert
except ImportError:
    print("score_identity.py: opencc is not installed, traditional characters will not match", file=sys.stderr)
    _t2s = str

PINYIN = re.compile(r"(?<=[\u3400-\u9fff])\((?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[^()]{1,6}\)")


def norm(name):
    name = PINYIN.sub("", unicodedata.normalize("NFKC", name))
    return re.sub(r"[\s\W_]+", "", _t2s(name)).lower()


def pattern(surface):
    """The normalised names that a gold surface form accepts: a lost character may have been restored."""
    return re.compile(".?".join(re.escape(norm(part)) for part in re.split("[?？□\ufffd]", surface)))


def overlap(a, b):
    return min(len(a), len(b)) if min(len(a), len(b)) >= 4 and (a in b or b in a) else 0


def map_mentions(mentions, lines):
    """The predicted node of each (article, surface, label), or None."""
    nodes = defaultdict(dict)  # article -> node -> (label, normalised names)
    for p in lines:
        label, names = nodes[Path(p["article"]).stem].setdefault(str(p["node"]), (p.get("label"), set()))
        names.update(map(norm, p["names"]))
    found = []
    for article, surface, label in mentions:
        accepts = pattern(surface).fullmatch
        hits = [n for n, (_, names) in nodes[Path(article).stem].items() if any(map(accepts, names))]
        hits.sort(key=lambda n: nodes[Path(article).stem][n][0] != label)  # stable: then the first
        found.append(hits[0] if hits else None)
    taken = {(Path(m[0]).stem, n) for m, n in zip(mentions, found, strict=True)}
    for i, (article, surface, label) in enumerate(mentions):
        if found[i] is None and label == "Event":
            free = {
                n: max((overlap(norm(surface), s) for s in names), default=0)
                for n, (kind, names) in nodes[Path(article).stem].items()
                if kind == "Event" and (Path(article).stem, n) not in taken
            }
            best = max(free, key=free.get, default=None)
            if best is not None and free[best]:
                found[i] = best
    return found


def score_group(gold, lines):
    """Counters per label, and under TOTAL, with what went wrong."""
    clusters = {c["id"]: c for c in gold["clusters"]}
    of = [(c["id"], article, surface) for c in gold["clusters"] for article, surface in c["mentions"]]
    label = [clusters[c]["label"] for c, _, _ in of]
    found = map_mentions([(a, s, k) for (_, a, s), k in zip(of, label, strict=True)], lines)
    node = [n if n is not None else ("missed", i) for i, n in enumerate(found)]
    uncertain = {frozenset(p) for p in gold.get("uncertain", [])}
    counts, errors = defaultdict(Counter), []

    def count(what, labels, amount=1):
        for k in {*labels, "TOTAL"}:
            counts[k][what] += amount

    for i, j in combinations(range(len(of)), 2):
        if of[i][1] == of[j][1] or frozenset((of[i][0], of[j][0])) in uncertain:
            continue
        same, together = of[i][0] == of[j][0], node[i] == node[j]
        if same or together:
            count("tp" if same and together else "fn" if same else "fp", (label[i], label[j]))
    for i, (c, article, surface) in enumerate(of):
        in_node = [j for j in range(len(of)) if node[j] == node[i] and frozenset((c, of[j][0])) not in uncertain]
        right = sum(of[j][0] == c for j in in_node)
        count("mentions", [label[i]])
        count("b3p", [label[i]], right / len(in_node))
        count("b3r", [label[i]], right / sum(x[0] == c for x in of))
        if found[i] is None:
            count("missed", [label[i]])
            errors.append(("missed", label[i], f"{article} {surface}"))

    def told(members):
        return " = ".join(f"{of[i][1]} {of[i][2]}" for i in members)

    by_node, by_cluster = defaultdict(lambda: defaultdict(list)), defaultdict(lambda: defaultdict(list))
    for i, (c, _, _) in enumerate(of):
        by_node[node[i]][c].append(i)
        by_cluster[c][node[i]].append(i)
    for a, b in gold["apart"]:
        count("traps", [clusters[a]["label"]])
        if any(a in held and b in held for held in by_node.values()):
            count("merged", [clusters[a]["label"]])
    apart = {frozenset(p) for p in gold["apart"]}
    for held in by_node.values():
        for a, b in combinations(held, 2):
            pair = frozenset((a, b))
            if pair not in uncertain:
                kind = "trap" if pair in apart else "merged"
                errors.append((kind, clusters[a]["label"], f"{told(held[a])} | {told(held[b])}"))
    for c, parts in by_cluster.items():
        if len(parts) > 1:
            errors.append(("split", clusters[c]["label"], " | ".join(map(told, parts.values()))))
    return counts, errors


def ratio(a, b):
    return a / b if b else None


def f1(p, r):
    if p is None and r is None:
        return None
    return 2 * p * r / (p + r) if p and r else 0.0


def read_lines(path):
    if not path.exists():
        print(f"score_identity.py: no {path}, every mention of the group is missed", file=sys.stderr)
        return []
    lines = []
    for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                lines.append(json.loads(line))
                lines[-1]["article"], lines[-1]["node"], lines[-1]["names"]
            except (ValueError, KeyError, TypeError) as e:
                sys.exit(f"score_identity.py: {path}, line {i}: not an article, node and names ({e!r})")
    return lines


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("groups_dir", type=Path)
    ap.add_argument("pred_dir", type=Path)
    ap.add_argument("--errors", action="store_true")
    ap.add_argument("--json", action="store_true")
    args = ap.parse_args()
    golds = sorted(args.groups_dir.glob("*/gold.json"))
    if not golds:
        sys.exit(f"score_identity.py: no */gold.json in {args.groups_dir}")
    total = defaultdict(Counter)
    for path in golds:
        gold = json.loads(path.read_text(encoding="utf-8"))
        counts, errors = score_group(gold, read_lines(args.pred_dir / f"{gold['group']}.jsonl"))
        for kind, c in counts.items():
            total[kind].update(c)
        if args.errors:
            for e in errors:
                print(gold["group"], *e, sep="\t")
    out = {}
    for kind in sorted(total, key=lambda k: (k == "TOTAL", k)):
        c = total[kind]
        p, r = ratio(c["tp"], c["tp"] + c["fp"]), ratio(c["tp"], c["tp"] + c["fn"])
        scores = {"p": p, "r": r, "f1": f1(p, r), "b3": f1(c["b3p"] / c["mentions"], c["b3r"] / c["mentions"])}
        out[kind] = {k: v if v is None else round(v, 4) for k, v in scores.items()}
        out[kind] |= {"pairs": c["tp"] + c["fn"], "traps": c["traps"], "merged": c["merged"]}
        out[kind] |= {"mentions": c["mentions"], "missed": c["missed"]}
    if args.json:
        print(json.dumps(out, ensure_ascii=False))
        return
    for kind, v in out.items():
        cells = (f"{k} {x:.3f}" if isinstance(x, float) else f"{k} {'-' if x is None else x}" for k, x in v.items())
        print(f"{kind:12s}", "  ".join(cells))


if __name__ == "__main__":
    main()
