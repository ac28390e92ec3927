"""A real Chromium, and pages that are written to disk and opened from there, as a reader would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from guanxi.graph.picture import Picture
from guanxi.graph.view import render
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("GUANXI_REQUIRE_BROWSER"):
            pytest.fail("GUANXI_REQUIRE_BROWSER is set, and there is no chromium on the PATH: install it")
        pytest.skip("no chromium on the PATH")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def trouble() -> list[str]:
    """What went wrong while a page was open: requests that left it, errors of its scripts."""
    return []


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path, trouble: list[str]) -> Iterator[Open]:
    """Opens the page of a picture from disk. At the end nothing may have been requested and no script have failed."""
    contexts = []

    def opened(
        picture: Picture, *, fragment: str = "", size: tuple[int, int] = (1400, 900), dark: bool = False, **options: str
    ) -> Page:
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(render(picture, **options), "utf-8")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: _watch(request.url, path.as_uri(), trouble))
        page.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
        page.wait_for_function("document.documentElement.dataset.ready")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not trouble


def _watch(url: str, own: str, trouble: list[str]) -> None:
    if url.partition("#")[0] != own and not url.startswith(("data:", "blob:")):
        trouble.append(f"request: {url}")
