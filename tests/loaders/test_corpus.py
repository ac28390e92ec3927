"""How well whole articles are read: the measures of score.py, with floors a little below what is reached.

tests/corpus/dev holds 24 invented articles with what a careful reader finds in them. Two more collections of real
pages are measured where they lie beside the project.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import score
from guanxi.graph.model import ArticleGraph
from guanxi.loaders import extract

OWN = Path(__file__).parents[1] / "corpus"
BESIDE = OWN.parents[2] / "shared" / "corpus"
FLOORS = {
    "dev": {"entities": 0.975, "relations": 0.955, "title": 0.95, "label": 0.98, "event": 0.93},
    "seed": {"entities": 0.96, "relations": 0.97, "title": 0.95, "label": 0.98, "event": 0.85},
    "real-dev": {"entities": 0.945, "relations": 0.93, "title": 0.94, "label": 0.98, "event": 0.96},
}
NO_RELATIONS = {*score.ENTITY_KINDS, *score.ACCURACIES}


def measured(folder: Path) -> dict[str, float]:
    """entities, relations: F1; title, label, event: share of right ones among those that were found."""
    total: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("*.gold.json")):
        (graph,) = extract([str(folder / f"{path.name.removesuffix('.gold.json')}.txt")])
        assert isinstance(graph, ArticleGraph), graph
        counts, _ = score.score_article(json.loads(path.read_text("utf-8")), graph.to_json())
        for kind, count in counts.items():
            total.setdefault(kind, Counter()).update(count)
    entities = sum((total[kind] for kind in score.ENTITY_KINDS), Counter[str]())
    relations = sum((count for kind, count in total.items() if kind not in NO_RELATIONS), Counter[str]())
    exact = {kind: score.prf(total[kind])[0] for kind in score.ACCURACIES if kind in total}
    return {"entities": score.prf(entities)[2], "relations": score.prf(relations)[2], **exact}


@pytest.mark.parametrize("name", FLOORS)
def test_whole_articles_are_read_well(name: str) -> None:
    folder = OWN / name if (OWN / name).is_dir() else BESIDE / name
    if not folder.is_dir():
        pytest.skip(f"the pages of {name} are other people's: they lie beside the project, not in it")
    got = measured(folder)
    below = {kind: value for kind, value in got.items() if value < FLOORS[name][kind]}
    assert not below, f"{name}: {below} is below the floors, {FLOORS[name]}"
