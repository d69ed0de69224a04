"""Words with an apostrophe at their edge: what tells `'em` and `dogs'` from a quotation."""

from __future__ import annotations

from functools import cache

from textclean.patterns import compile_pattern
from textclean.tables import read_table

NEVER = 9.0
"""A cost that rules a reading out."""

_YEARS = compile_pattern(r"\d0s\b|\d\d(?![\w%]|[.,:]\d)|\d\ders\b")
_WORD = compile_pattern(r"[^\W\d_]+")


@cache
def leading_cost(word: str) -> float:
    """What it costs that the mark before a word is an apostrophe: little for `em`, much for `house`."""
    if _YEARS.match(word):
        return 0.3
    letters = _WORD.match(word)
    if not letters:
        return 4.5
    return _lists()[0].get(letters[0].lower(), 3.2)


@cache
def trailing_cost(word: str) -> float:
    """What it costs that the mark after a word is an apostrophe: `dogs'`, `goin'`, `un po'`."""
    folded = word.lower()
    if folded in _lists()[1]:
        return 0.6
    if folded.endswith(("s", "x", "z")):
        return 1.0
    if folded.endswith("in") and len(folded) > 3:
        return 0.9
    return 2.4


@cache
def _lists() -> tuple[dict[str, float], frozenset[str]]:
    lists = {
        name: " ".join(words.values()).split()
        for name, words in read_table("quotes/apostrophes.toml").items()
    }
    leading = dict.fromkeys(lists["leading"], 0.2)
    leading |= dict.fromkeys(lists["weak"], 1.8)
    leading |= dict.fromkeys(lists["letters"], 0.1)
    return leading, frozenset(lists["trailing"])
