"""Settings from `guanxi.toml`: in the working folder, else in the user's folder for settings.

They stand under flags and the environment: each is what a command takes where neither says otherwise.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from ..graph.model import InputError
from .formats import Format

NAME = "guanxi.toml"
KINDS: dict[str, type] = {"graph": str, "format": str, "words": list, "jobs": int, "reports": str}


def settings() -> dict[str, Any]:
    """What the first `guanxi.toml` says; empty without one.

    Raises InputError that names the file and the key: no TOML, a key that is not known, a value of another kind.
    """
    from platformdirs import user_config_path

    for file in (Path(NAME), user_config_path("guanxi", appauthor=False) / NAME):
        if file.is_file():
            return _read(file)
    return {}


def _read(file: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise InputError(f"{file}: no TOML in UTF-8 ({problem}); mend it") from problem
    except OSError as problem:
        raise InputError(f"{file}: cannot be opened ({problem.strerror}); check its permissions") from problem
    for key, value in told.items():
        if key not in KINDS:
            raise InputError(f"{file}: no setting is called {key!r}; there are {', '.join(KINDS)}")
        kind = KINDS[key]
        if type(value) is not kind or (kind is list and not all(isinstance(v, str) for v in value)):
            wanted = {str: "a text in quotes", int: "a number", list: "a list of texts"}[kind]
            raise InputError(f"{file}: {key} needs {wanted}")
        if key == "jobs" and value < 1:
            raise InputError(f"{file}: jobs needs a number from 1 on")
        if key == "format" and value not in list(Format):
            raise InputError(f"{file}: format {value!r} is not known; one of {', '.join(Format)}")
    base = file.parent
    if os.environ.get("GUANXI_WORDS"):  # the other settings' variables are known to the command line
        told.pop("words", None)
    if "words" in told:  # a path counts from the file that names it
        told["words"] = [str(base / Path(folder).expanduser()) for folder in told["words"]]
    if "reports" in told:
        told["reports"] = str(base / Path(told["reports"]).expanduser())
    if "graph" in told and "://" not in told["graph"]:
        told["graph"] = str(base / Path(told["graph"]).expanduser())
    return told
