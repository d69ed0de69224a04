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
_MARKS = compile_pattern("[“„‚‘«‹”’»›]")


def closing(line: str) -> list[int]:
    """Offsets of the capitals in `line` that a quotation ends with, each with its mark behind it."""
    ends = [hit.start() for hit in _ENDING.finditer(line)]
    return [at for at in ends if _in_capitals(line, at) and line[at + 1] in _open_marks(line[:at])]


def _in_capitals(line: str, at: int) -> bool:
    """Whether the word that ends at `at` is one of capitals, or that letter alone behind the opening mark."""
    found = _WORD.search(line, max(0, at - _LONGEST), at)
    return found is not None and (found[1].isupper() or (not found[1] and line[at - 1 : at] in _CLOSED_BY))


def _open_marks(before: str) -> str:
    """The marks that would close what `before` leaves open, the last that was opened first."""
    stack: list[str] = []
    for hit in _MARKS.finditer(before):
        mark = hit[0]
        if stack and mark in stack[-1]:
            stack.pop()
        elif before[hit.start() - 1 : hit.start()].strip(" («„“") == "" and mark in _CLOSED_BY:
            stack.append(_CLOSED_BY[mark])
    return "".join(reversed(stack))
