"""What can be wrong with a question, each with its exit code in the commands."""

from __future__ import annotations

from ..graph.model import InputError


class UsageProblem(InputError):
    """The question cannot be asked like this (exit code 2)."""


class NothingFound(InputError):
    """Nothing has that name (exit code 3)."""
