"""Takes the picture of the page that the README shows (`make picture`): the demo's page, a connection chosen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).with_name("page.png")
ENDS = ("黎婉仪", "桑知夏")


def guanxi(*arguments: str, folder: Path) -> str:
    """What a command prints. Raises CalledProcessError if it fails."""
    command = [sys.executable, "-m", "guanxi", *arguments]
    return subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def key(name: str, folder: Path) -> str:
    """The id under which the page knows a name."""
    found = json.loads(guanxi("find", name, "--graph", "guanxi-demo.lbug", "--format", "json", folder=folder))
    return found[0]["id"]


def main() -> None:
    """Run the demo, open its page in Chromium, choose a connection, and keep what is seen."""
    with tempfile.TemporaryDirectory() as room, sync_playwright() as playwright:
        folder = Path(room)
        guanxi("demo", folder=folder)
        chosen = "~".join(key(name, folder) for name in ENDS)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        page.goto(f"{(folder / 'guanxi.html').as_uri()}#path={chosen}")
        page.wait_for_timeout(1500)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
