"""What the table of the common Cypher says holds on the engines themselves."""

from __future__ import annotations

import pytest
from guanxi.graph.model import InputError
from guanxi.graph.store import Store, StoreError
from guanxi.queries.common import Construct, common, foreign, uncommon
from guanxi.queries.reports import parse, reports
from sample import WORLD

KNOWS = {"LadybugDB": 0, "Neo4j": 1}


@pytest.fixture
def loaded(both: tuple[Store, Store]) -> tuple[Store, Store]:
    for store in both:
        store.load(WORLD)
    return both


def test_what_is_common_gives_the_same_rows(loaded: tuple[Store, Store]) -> None:
    for construct in common():
        rows = [store.query(construct.example) for store in loaded]
        assert rows[0] == rows[1], construct.what
        assert len(rows[0]), construct.what


def test_what_only_one_knows_fails_on_the_other(loaded: tuple[Store, Store]) -> None:
    for construct in uncommon():
        answers: list[object] = []
        for store in loaded:
            try:
                answers.append(store.query(construct.example, write=True).rows)
            except StoreError:
                answers.append(None)
        assert answers[0] != answers[1] or answers == [None, None], construct.what
        if construct.engine:
            assert answers[KNOWS[construct.engine]] is not None, construct.what
            assert answers[1 - KNOWS[construct.engine]] is None, construct.what


@pytest.mark.parametrize("construct", uncommon(), ids=lambda construct: construct.what)
def test_a_report_that_uses_it_is_refused(construct: Construct) -> None:
    with pytest.raises(InputError, match=r"report mine: (only|the engines)") as caught:
        parse("mine", f"// title: Mine\n\n{construct.example}")
    assert construct.what in str(caught.value)


@pytest.mark.parametrize("construct", common(), ids=lambda construct: construct.what)
def test_what_is_common_is_not_refused(construct: Construct) -> None:
    assert foreign(construct.example) is None


def test_texts_and_comments_may_hold_anything() -> None:
    assert foreign("RETURN 'shortestPath(a)' AS a, \"REMOVE x\" AS b // CALL db.labels()") is None


def test_no_report_of_ours_is_refused() -> None:
    assert len(reports()) >= 20
