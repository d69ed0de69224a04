"""Edits prove themselves: applying, undoing and folding them, over random texts and random edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import Edit, apply, compose, invert
from textclean.errors import EditError, InputError

TEXTS = st.text(st.sampled_from("ab “â€™\U0001f600\n"), max_size=24)


@st.composite
def edit_lists(draw: st.DrawFn, text: str) -> list[Edit]:
    """Sorted, disjoint edits of `text`, some of them touching, some empty on one side."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for low, high in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(low, text[low:high], draw(TEXTS), (draw(st.sampled_from(["r.a", "r.b", "r.c"])),)))
    return edits


@cases(6000)
@given(TEXTS, st.data())
def test_invert_gives_back_the_original(text: str, data: st.DataObject) -> None:
    edits = data.draw(edit_lists(text))
    assert apply(apply(text, edits), invert(edits)) == text


@cases(6000)
@given(TEXTS, st.data())
def test_compose_equals_one_round_after_the_other(text: str, data: st.DataObject) -> None:
    first = data.draw(edit_lists(text))
    middle = apply(text, first)
    second = data.draw(edit_lists(middle))
    clean = apply(middle, second)
    both = compose(first, second)
    assert apply(text, both) == clean
    assert apply(clean, invert(both)) == text
    assert all(edit.before != edit.after for edit in both)


def test_overlapping_rounds_join_into_one_edit_with_both_rules() -> None:
    first = [Edit(3, "â€œ", "“", ("repair.mojibake",), 0.9)]
    second = [Edit(3, "“", '"', ("quotes.straight",))]
    joined = compose(first, second)
    assert joined == [Edit(3, "â€œ", '"', ("repair.mojibake", "quotes.straight"), 0.9)]


def test_touching_rounds_stay_apart() -> None:
    assert compose([Edit(0, "ab", "", ("r.a",))], [Edit(0, "c", "d", ("r.b",))]) == [
        Edit(0, "ab", "", ("r.a",)),
        Edit(2, "c", "d", ("r.b",)),
    ]


def test_a_change_taken_back_by_the_next_round_is_no_edit() -> None:
    assert compose([Edit(0, "a", "b", ("r.a",))], [Edit(0, "b", "a", ("r.b",))]) == []


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, "x", "y")],
        [Edit(2, "c", ""), Edit(1, "b", "")],
        [Edit(0, "ab", ""), Edit(1, "b", "")],
        [Edit(4, "", "z")],
        [Edit(2, "cd", "")],
    ],
)
def test_an_edit_that_does_not_fit_raises(edits: list[Edit]) -> None:
    with pytest.raises(EditError):
        apply("abc", edits)


def test_what_is_no_text_or_begins_before_it_is_refused() -> None:
    for nothing in (None, 5, b"abc"):
        with pytest.raises(InputError, match="takes a str"):
            apply(nothing, [])  # type: ignore[arg-type]
    with pytest.raises(EditError, match="offsets count from 0"):
        apply("abcdef", [Edit(-1, "f", "g")])


def test_a_removal_is_as_sure_as_the_removal() -> None:
    repaired = [Edit(6, "â€™", "’", ("repair.mojibake",), 0.6)]
    text = "Donate" + "â€™" + "s!"
    middle = apply(text, repaired)
    removed = [Edit(0, middle, "", ("x.donation.y",), 0.9, "asks")]
    (joined,) = compose(repaired, removed)
    assert (joined.before, joined.after, joined.confidence) == (text, "", 0.9)
    (changed,) = compose(repaired, [Edit(6, "’", "'", ("quotes.straight",), 0.9)])
    assert changed.confidence == 0.6, "what is changed twice is as sure as the less sure change"
