"""What a pattern can begin with, and whether two beginnings can be one."""

import re._parser as parser

import pytest

from textclean.boilerplate.charsets import Charsets, apart


def ends(one: str, other: str) -> int:
    tree = parser.parse(f"(?:{one})(?:{other})")
    charsets = Charsets(tree)
    return apart(charsets.lead(parser.parse(one), []), charsets.lead(parser.parse(other), []))


@pytest.mark.parametrize(
    ("one", "other", "at"),
    [
        ("sub", "sup", 3),
        ("sub", "su", 0),
        (r"\w", " ", 1),
        (r"\w", r"\d", 0),
        (r"[a-zé]", r"\s", 1),
        (r"\w+ ", "é", 0),
        ("[^a]", "a", 1),
        (r"[^\W\d]", r"\d", 1),
        (r"\bsub", "a?sup", 0),
        (r"(?:get|take) it", "sit", 1),
        (r"(?:get|take) it", "test", 3),
        ("a?", "b", 0),
        (".", "a", 0),
        ("x*y", "z", 1),
    ],
)
def test_what_two_patterns_cannot_both_begin(one: str, other: str, at: int) -> None:
    assert ends(one, other) == ends(other, one) == at
