"""Removal: what goes keeps its own reason, however many rounds it takes."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.removal import with_further
from textclean.edits import Edit, apply


def removals(text: str, spans: list[tuple[int, int]], reason: str) -> list[Edit]:
    return [Edit(start, text[start:end], "", (reason,), 0.9, reason) for start, end in spans]


def spans_of(places: list[int]) -> list[tuple[int, int]]:
    found = sorted(set(places))
    return [(low, high) for low, high in zip(found[::2], found[1::2], strict=False)]


def test_a_removal_that_reaches_over_an_earlier_one_is_parted_there() -> None:
    first = removals("abcdefgh", [(2, 4)], "first")
    second = removals("abefgh", [(1, 4)], "second")
    assert [(e.start, e.before, e.reason) for e in with_further(first, second)] == [
        (1, "b", "second"),
        (2, "cd", "first"),
        (4, "ef", "second"),
    ]


@cases(500)
@given(*[st.lists(st.integers(0, 20), max_size=8)] * 3)
def test_all_together_lead_to_the_same_text(one: list[int], two: list[int], three: list[int]) -> None:
    original = text = "abcdefghijklmnopqrst"
    edits: list[Edit] = []
    for number, places in enumerate((one, two, three)):
        spans = spans_of([place for place in places if place <= len(text)])
        found = removals(text, spans, f"round {number}")
        edits = with_further(edits, found)
        text = apply(text, found)
        assert apply(original, edits) == text
    assert all(edit.rules == (edit.reason,) for edit in edits)
