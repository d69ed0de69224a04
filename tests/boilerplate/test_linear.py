"""RE2 finds what `re` finds, in every script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textclean.boilerplate.linear import ForeignError, Linear, spelt

LETTERS = "ab_1 -.é٣яß中ʼ\u0301\ud800\u00a0½"
TEXTS = st.text(LETTERS, max_size=12)
PLAIN = [
    *map(re.escape, "ab_1 -.éя中"),
    ".",
    r"\w",
    r"\W",
    r"\d",
    r"\D",
    r"\s",
    r"\S",
    r"\b",
    r"\B",
    "^",
    "$",
]
SETS = ["[ab]", r"[^é\d]", r"[\w-]", r"[^\W\d_]", r"[\s\S]", r"[^\w\W]", "[а-я]", "[^a-я]", r"[\D1]", r"\Z"]
ATOMS = st.sampled_from(PLAIN + SETS)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,3}", "*?", "{1,}"])).map(
            lambda each: f"(?:{each[0]}){each[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PATTERNS, TEXTS.filter(bool))
def test_both_engines_find_the_same(pattern: str, text: str) -> None:
    pytest.importorskip("re2")
    found = Linear(pattern).search(text) is not None
    assert found is (re.search(pattern, text.replace("\ud800", "\ufffd")) is not None)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"\bété\b", "l'été."), (r"\b中\w", "a 中文"), (r"\d€", "٣€"), (r"^$", ""), (r"\bя\B", "яма")],
)
def test_words_and_digits_are_those_of_all_scripts(pattern: str, text: str) -> None:
    pytest.importorskip("re2")
    assert Linear(pattern).search(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?=a)", "look-around"),
        ("(?<!a)b", "look-around"),
        (r"(a)\1", "references"),
        ("(a)?(?(1)b|c)", "references"),
        ("(?>a)", "atomic groups"),
        ("(?:ba++)", "possessive repetition"),
    ],
)
def test_what_re2_lacks_is_said(pattern: str, words: str) -> None:
    with pytest.raises(ForeignError, match=words):
        spelt(pattern)
