"""Standing: where a block stands is counted from its file's own paragraphs, the same way up and down."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.standing import fixed, place_in, places_of

SHORT = {"F": "first", "L": "last", "T": "tail", "B": "bare", "-": "elsewhere", " ": ""}


@pytest.mark.parametrize(
    ("signs", "places"),
    [
        ("rrlppr", "FF---L"),
        ("rrppr", "FB--L"),
        ("rrbppr", "FB---L"),
        ("r.lp.r", "FF--LL"),
        ("r.pr", "BF-L"),
        ("lprprllr", "----TTTL"),
        ("lprp", "----"),
        ("lrp", "---"),
        ("rlllr", "B    "),
        ("rrr", "   "),
        ("", ""),
    ],
)
def test_places(signs: str, places: str) -> None:
    assert places_of(signs) == [SHORT[place] for place in places]


@given(st.text("r.plb", max_size=30))
@cases(300)
def test_no_block_between_paragraphs_has_a_place(signs: str) -> None:
    places = places_of(signs)
    assert len(places) == len(signs)
    for index, place in enumerate(places):
        if "p" in signs[:index] and "p" in signs[index:]:
            assert place == "elsewhere"


@pytest.mark.parametrize(
    ("places", "total", "place"),
    [
        ({"first": 5}, 8, "first"),
        ({"first": 5}, 9, ""),
        ({"first": 4}, 4, ""),
        ({"first": 6, "bare": 2, "last": 1}, 9, "first"),
        ({"first": 1, "last": 8}, 9, ""),
        ({"bare": 1, "tail": 8}, 9, ""),
        ({"last": 6, "tail": 3}, 9, "last"),
        ({"last": 3, "tail": 3}, 9, "tail"),
        ({"last": 90, "elsewhere": 1}, 91, ""),
    ],
)
def test_what_is_fixed(places: dict[str, int], total: int, place: str) -> None:
    assert fixed(Counter(places), total) == place


def test_what_stands_twice_stands_where_it_could_be_of_the_article() -> None:
    assert place_in(["first", "elsewhere", "last"]) == "elsewhere"
    assert place_in(["last", "first"]) == "first"
    assert place_in(["", "tail"]) == "tail"
    assert place_in([""]) == ""
