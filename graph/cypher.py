"""What can be told of a Cypher statement from its text alone."""

from __future__ import annotations

import re

# what a sign may stand in without meaning anything
_LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)


def bare(cypher: str) -> str:
    """The statement without its comments, and with its texts and quoted names empty."""
    return _LITERAL.sub(lambda match: "" if match[0].startswith("/") else match[0][0] * 2, cypher)


def parameters(cypher: str) -> set[str]:
    """The parameters that a statement names."""
    return set(re.findall(r"\$(\w+)", bare(cypher)))
