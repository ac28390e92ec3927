"""Runs the commands whose answers the README shows, on the demo's graph, and writes what they print (`make docs`).

A block that begins with `$ guanxi …` is such a command; what follows it is its answer, and a test compares the two.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).parents[1]
PAGES = (HOME / "README.md", HOME / "README.zh-CN.md")
BLOCK = re.compile(r"^```console\n\$ guanxi (?P<arguments>.+)\n(?:(?!```).*\n)*```$", re.MULTILINE)
WIDTH = "100"


def answer(arguments: str, folder: Path) -> str:
    """What the command prints on a terminal. Raises CalledProcessError if it fails."""
    command = [sys.executable, "-m", "guanxi", *shlex.split(arguments), "--format", "table"]
    environment = {**os.environ, "COLUMNS": WIDTH, "GUANXI_GRAPH": "guanxi-demo.lbug"}
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def refreshed(text: str, folder: Path) -> str:
    """A page with the answers that its commands give in a folder where `guanxi demo` ran."""

    def block(match: re.Match[str]) -> str:
        return f"```console\n$ guanxi {match['arguments']}\n{answer(match['arguments'], folder)}```"

    return BLOCK.sub(block, text)


def demo(folder: Path) -> None:
    """Run the demo in a folder."""
    subprocess.run([sys.executable, "-m", "guanxi", "demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room:
        demo(Path(room))
        for page in PAGES:
            page.write_text(refreshed(page.read_text("utf-8"), Path(room)), encoding="utf-8")
