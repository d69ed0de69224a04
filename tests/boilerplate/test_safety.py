"""The count of a pattern's steps: never below what it takes, and low for what is useful."""

import re._parser as parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backtracking import Counter
from textclean.boilerplate.safety import UnboundedError, flags, most_steps, refused

from .hostile import HOSTILE, USEFUL
from .test_linear import ATOMS

MOST = 100_000
PATTERNS = st.recursive(
    st.one_of(st.sampled_from("aab"), st.sampled_from(["ab", "[ab]", "[^a]", "."]), ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(
            inner, st.sampled_from(["*", "+", "?", "{2}", "{0,3}", "*?", "{1,}", "*+", "{2,9}", "{0}"])
        ).map(lambda each: f"(?:{each[0]}){each[1]}"),
        inner.map("(?={})".format),
        inner.map("(?>{})".format),
    ),
    max_leaves=8,
)


ANYWHERE = st.lists(st.tuples(st.sampled_from(["", "^"]), PATTERNS).map("".join), min_size=1, max_size=3)
"""Alternatives, of which some are tried at the beginning alone."""


@given(
    st.one_of(PATTERNS, ANYWHERE.map("|".join), ANYWHERE.map("|".join).map("(?:({})|b)".format)),
    st.text("ab 1é", max_size=6).map(lambda unit: (unit * 24)[:24]),
    st.text("ab!", max_size=3),
)
def test_no_search_takes_more_steps_than_counted(pattern: str, pumped: str, end: str) -> None:
    text = pumped + end
    try:
        counted = most_steps(parser.parse(pattern), len(text))
    except UnboundedError:
        return
    most = min(counted, MOST) + 1
    assert counted > MOST or Counter(pattern).steps(text, most) < most


@pytest.mark.parametrize("pattern", HOSTILE)
def test_what_could_hang_is_refused(pattern: str) -> None:
    assert refused(pattern, 960) or flags(pattern)


@pytest.mark.parametrize("pattern", USEFUL)
def test_what_is_useful_is_not(pattern: str) -> None:
    assert not refused(pattern, 960)
    assert not flags(pattern)


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("goat", 7), ("a|b+", 2000), ("a.+b", 5000), (".{0,40}a.{0,40}!", 6000), ("^.+a.+b|goat", 4000)],
)
def test_the_steps_of_a_pattern_at_each_place(pattern: str, most: int) -> None:
    assert most_steps(parser.parse(pattern), 960) / 961 < most
