"""Capitals that end a quotation: `“A IRMÃ”`, `«MAÇÃ»`, `“HÂLÂ”`.

The capital and the mark behind it are what UTF-8 read as cp1252 makes of another letter (`Ã”` is Ô), and both
are right where a quotation is open that the mark closes. ftfy and strict re-decoding see two characters; this
sees the line.
"""

from __future__ import annotations

from textclean.patterns import compile_pattern

_ENDING = compile_pattern("[À-ÖØ-ÞĂĐ][”»’“›](?![^\\W\\d_])")
_CLOSED_BY = {"“": "”", "„": "“”", "‚": "‘’", "‘": "’", "«": "»", "‹": "›", "”": "”", "’": "’"}
_WORD = compile_pattern("(?:^|[\\s(]|(?<![^\\s(])[“„‚‘«‹”’])([^\\W\\d_]*)$")
_LONGEST = 40
_DEPTH = 4
"""Quotations that stand open at once; one that nobody closes is forgotten."""
_MARKS = compile_pattern("[“„‚‘«‹”’»›]")


def closing(line: str) -> list[int]:
    """Offsets of the capitals in `line` that a quotation ends with, each with its mark behind it."""
    if not _ENDING.search(line):
        return []
    found: list[int] = []
    open_marks: list[str] = []  # what would close each quotation that is open
    for hit in _MARKS.finditer(line):
        at, mark = hit.start(), hit[0]
        before = line[at - 1] if at else ""
        if at and any(mark in closes for closes in open_marks) and _ENDING.match(line, at - 1):
            found += [at - 1] if _in_capitals(line, at - 1) else []
        if open_marks and mark in open_marks[-1]:
            open_marks.pop()
        elif before.strip(" («„“") == "" and mark in _CLOSED_BY:
            open_marks = [*open_marks[1 - _DEPTH :], _CLOSED_BY[mark]]
    return found


def _in_capitals(line: str, at: int) -> bool:
    """Whether the word that ends at `at` is one of capitals, or that letter alone behind the opening mark."""
    found = _WORD.search(line, max(0, at - _LONGEST), at)
    return found is not None and (found[1].isupper() or (not found[1] and line[at - 1 : at] in _CLOSED_BY))
