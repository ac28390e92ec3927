"""A file that takes its place only when all of it is written."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from ..model import InputError


@contextmanager
def whole_file(path: str) -> Generator[BinaryIO]:
    """Write beside a file and put it in its place at the end; after an error all is as before. `-`: standard output.

    Raises InputError, in one line, where it cannot be written.
    """
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    place = Path(path).resolve()  # a link stays a link
    if place.is_dir():
        raise InputError(f"{path} is a folder: name a file in it")
    try:
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):  # a pipe or a device cannot be replaced
            with place.open("wb") as file:
                yield file
            return
        beside = place.with_name(f".{place.name}.{token_hex(4)}.part")
        try:
            with beside.open("xb") as file:
                yield file
            if place.exists():
                beside.chmod(place.stat().st_mode)
            os.replace(beside, place)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(f"{path} cannot be written ({problem.strerror or problem}): name another file") from problem
