"""Mutated articles and damaged files: they are read or told in a line. `bench/mutations.py` does it 10,000 times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from files import damaged, mutated, samples
from guanxi.graph.model import ArticleGraph
from guanxi.graph.rows import article_rows
from guanxi.loaders.documents import Document, Unreadable, documents
from guanxi.loaders.reading import read

TEXTS = [file.read_text("utf-8") for file in sorted((Path(__file__).parents[1] / "corpus" / "dev").glob("*.txt"))]


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_article_is_read_and_its_evidence_stands_in_it(seed: int) -> None:
    text = mutated(random.Random(seed), TEXTS)
    graph = read(Document("a", "a", "a", text))
    for edge in graph.edges:
        assert edge.evidence is None or text[edge.evidence.start : edge.evidence.end] == edge.evidence.text
    assert article_rows(graph).id == "a"


@pytest.mark.parametrize("name", samples())
def test_a_damaged_file_gives_documents_or_a_line(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    whole = samples()[name]
    for number in range(41):
        (tmp_path / name).write_bytes(damaged(chance, whole) if number else whole)
        found = list(documents([str(tmp_path / name)]))
        assert found or number, "the whole file gives something"
        for item in found:
            assert isinstance(item, Document | ArticleGraph) or (isinstance(item, Unreadable) and "\n" not in str(item))
