"""What is made of the word files, kept in the user's cache: it is there at once in the next run.

Any change of the word files, of the code here, of Python or of a library makes it anew. Where there is no cache that
can be written, or what is in it cannot be read, nothing is lost but time.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast

import daachorse

Made = TypeVar("Made")
HERE = Path(__file__).parent


def kept(name: str, make: Callable[[], Made], own: Sequence[Path], files: Iterable[Path]) -> Made:
    """What `make` makes of the word files and of the user's `files` in his folders `own`, from the cache if there."""
    place = _place(name, own, files)
    if place is None:
        return make()
    collects = gc.isenabled()
    gc.disable()  # nothing of what is read is garbage
    try:
        if place.stat().st_uid == os.getuid():  # nobody else's
            return cast("Made", pickle.loads(place.read_bytes()))
    except Exception:  # whatever is wrong with it, it is made anew
        pass
    finally:
        if collects:
            gc.enable()
    made = make()
    with suppress(OSError):
        _keep(made, place)
    return made


def _place(name: str, own: Sequence[Path], own_files: Iterable[Path]) -> Path | None:
    """The file in the user's cache that is of just these word files and this code; None without a cache.

    The user's own words count by what they hold: a file of his may change twice within the grain of a clock.
    """
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "guanxi"
        files = [*HERE.glob("words/*"), *HERE.glob("*.py"), Path(daachorse.__file__)]
        stats = sorted((file.name, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in files)
        contents = [(str(file), blake2b(file.read_bytes()).hexdigest()) for file in own_files]
    except (OSError, RuntimeError):
        return None
    state = repr((stats, contents, sys.version))
    home = "\n".join(map(str, (HERE, *own)))
    whose, of = (blake2b(said.encode(), digest_size=8).hexdigest() for said in (home, state))
    return folder / f"{name}-{whose}-{of}"


def _keep(made: object, place: Path) -> None:
    """Write it in one step, and drop what was of an earlier state."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    os.replace(file.name, place)
    for old in place.parent.glob(f"{place.name.rpartition('-')[0]}-*"):
        if old != place:
            old.unlink(missing_ok=True)
