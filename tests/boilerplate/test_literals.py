"""Literals: every match of a pattern contains one of those derived from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.literals import required_literals


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("newsletter", ["newsletter"]),
        (r"\b(?:sign up|subscribe)\b.{0,40}\bnewsletters?\b", ["newsletter"]),
        ("(?:red|blue) goats", ["blue goats", "red goats"]),
        ("goats?", ["goat"]),
        ("goat(?: cheese)+", [" cheese"]),
        ("^re-?tweet$", ["re-tweet", "retweet"]),
        (r"\d+ comments", [" comments"]),
        (r"\w+", []),
        ("(?:goat)?", []),
        ("goat|.", []),
        ("ab", []),
        ("登録", ["登録"]),
    ],
)
def test_literals_of(pattern: str, literals: list[str]) -> None:
    assert required_literals(pattern) == literals


PATTERNS = st.recursive(
    st.sampled_from(["abc", "bca", "cab", "[ab]", "a?", r"\b", ".", "b{1,2}"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        inner.map(lambda pattern: f"(?:{pattern})?"),
    ),
    max_leaves=6,
)


@cases(3000)
@given(PATTERNS, st.text("abc ", max_size=12))
def test_a_match_contains_a_literal(pattern: str, text: str) -> None:
    literals = required_literals(pattern)
    match = re.search(pattern, text)
    if literals and match:
        assert any(literal in match[0] for literal in literals)
