from __future__ import annotations

import pytest
from guanxi.graph.store import Store
from sample import WORLD


@pytest.fixture
def world(store: Store) -> Store:
    """The small world of `sample.py`, in each engine."""
    store.load(WORLD)
    return store
