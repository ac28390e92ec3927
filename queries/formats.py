"""The formats of `--format`: apart from `output.py`, so that the command line knows them without loading it."""

from enum import StrEnum


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    md = "md"
