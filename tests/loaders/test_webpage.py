"""Pages as agencies make them, written for this test: no sentence of the article is lost, and little else is taken.

Beside each page in tests/pages stands its article, a line for each of its paragraphs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from guanxi.loaders.webpage import read_page

PAGES = Path(__file__).parents[1] / "pages"
LITTLE = 0.2  # share of a page's text that may be no part of its article
SAID = {
    "association": ("2019-03-12", ""),
    "government": ("2022-09-14", "市教育局"),
    "portal": ("2023-07-08", "澜沧网"),
    "wechat": ("2022-11-02", "岚湖发布"),
}


@pytest.mark.parametrize("name", SAID)
def test_the_article_of_a_page(name: str) -> None:
    page = read_page((PAGES / f"{name}.html").read_bytes())
    wanted = (PAGES / f"{name}.txt").read_text("utf-8").splitlines()
    found = page.text.splitlines()
    assert [line for line in found if line in wanted] == wanted
    others = [line for line in found if line not in wanted]
    assert len("".join(others)) < LITTLE * len(page.text), others
    assert (page.title, page.date, page.publisher) == (wanted[0], *SAID[name])
