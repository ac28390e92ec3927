"""What each phase saw, sentence by sentence: `guanxi extract --explain`."""

from __future__ import annotations

from .documents import Document
from .lexicon import lexicon
from .reading import PHASES, Reading

QUIET = frozenset(("say", "lead", "visit"))  # frames whose verbs mostly tell nothing


def explain(document: Document) -> str:
    """A text for the terminal: for each sentence its tokens as classes, its names, its edges with their rules.

    A line that begins with `?` is a trigger verb from which no rule made an edge.
    """
    reading = Reading(document, lexicon())
    for phase in PHASES:
        phase(reading)
    assert reading.scene is not None and reading.graph is not None
    tokens, text = reading.scene.tokens, reading.scene.text
    made = [
        (p.start, p.end, p.rule, f"{p.person.name} MEMBER_OF {p.body.name if p.body else '?'} {p.title} {p.status}")
        for p in reading.posts
    ]
    for fact in reading.facts:
        detail = " ".join(v for _, v in fact.properties)
        made.append((fact.start, fact.end, fact.rule, f"{fact.source.name} {fact.type} {fact.target.name} {detail}"))
    made.sort()
    lines = [f"# {document.source} · {document.date} · {document.title}"]
    first = 0
    classes = tokens.classes
    for i in range(len(classes) + 1):
        if i < len(classes) and classes[i] not in "。！？\n":
            continue
        if i > first:
            start, end = tokens.start[first], tokens.end[i - 1]
            lines.append("")
            lines.append(text[start:end].strip())
            lines.append(
                "  classes  " + " ".join(f"{tokens.word(j)}/{classes[j]}" for j in range(first, i) if classes[j] != " ")
            )
            here = [m for m in made if start <= m[0] < end]
            lines.extend(f"  {rule:16} {said.strip()}" for _, _, rule, said in here)
            lines.extend(
                f"? {tokens.word(j)}"
                for j in range(first, i)
                if classes[j] == "V"
                and reading.lexicon.triggers[tokens.word(j)].frame not in QUIET
                and not any(m[0] <= tokens.start[j] <= m[1] for m in made)
            )
        first = i + 1
    return "\n".join(lines) + "\n"
