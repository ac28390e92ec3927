"""The text of a PDF: its lines joined into paragraphs, without running heads, feet and page numbers."""

# pypdfium2 is typed only in part
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from __future__ import annotations

import math
import re
from collections import Counter

from .decoding import Undecodable

NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页.{0,8})?[-—–·\s]*")
ENDS = tuple("。！？；：”」』…!?")
EDGE = 2  # lines at the top and at the bottom of a page among which running heads and feet are looked for
FULL = 0.85  # share of the usual width from which a line runs on into the next
LARGEST = 20_000_000  # characters


def read_pdf(data: bytes) -> str:
    """The text of a PDF, a paragraph a line. Raises Undecodable, which says what to do."""
    import pypdfium2  # loads its library: only where there is a PDF

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            raise Undecodable("an encrypted PDF; save it without its password") from None
        raise Undecodable("a damaged PDF; open it elsewhere and save it again") from None
    try:
        pages: list[list[str]] = []
        size = 0
        for number in range(len(pdf)):
            page = pdf[number]
            text = page.get_textpage().get_text_bounded()
            size += len(text)
            if size > LARGEST:
                raise Undecodable(f"a PDF of more than {LARGEST // 1_000_000} million characters; split it")
            pages.append([line.rstrip() for line in text.splitlines() if line.strip()])
    except pypdfium2.PdfiumError:
        raise Undecodable("a damaged PDF; open it elsewhere and save it again") from None
    finally:
        pdf.close()
    if not any(pages):
        raise Undecodable("a PDF without text, scanned perhaps; it needs OCR first")
    return "\n".join(_paragraphs(_without_edges(pages)))


def _without_edges(pages: list[list[str]]) -> list[str]:
    """The lines of all pages but page numbers and what most pages have at their top or bottom."""
    seen = Counter(key for page in pages for key in {_key(line) for line in page[:EDGE] + page[-EDGE:]})
    lines: list[str] = []
    for page in pages:
        for place, line in enumerate(page):
            at_edge = place < EDGE or place >= len(page) - EDGE
            # a sentence's end is the article's, however often it recurs
            runs = not line.endswith(ENDS) and len(pages) > 2 and seen[_key(line)] > len(pages) / 2
            if not (at_edge and (runs or NUMBER.fullmatch(line))):
                lines.append(line)
    return lines


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line))


def _paragraphs(lines: list[str]) -> list[str]:
    widths = sorted(map(_width, lines))
    full = FULL * widths[math.ceil(0.9 * (len(widths) - 1))] if widths else 0.0
    joined: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on and not line.startswith(("\u3000", "  ")):
            apart = " " if joined[-1][-1].isascii() and line[0].isascii() else ""
            joined[-1] += apart + line.lstrip()
        else:
            joined.append(line.strip(" \u3000"))
        runs_on = _width(line) >= full and not line.endswith(ENDS)
    return [line for line in joined if line]


def _width(line: str) -> float:
    """In Chinese characters; a Latin one is half as wide."""
    return sum(0.5 if c.isascii() else 1.0 for c in line)
