"""Lines and spans: what is asked once for each line, and what overlaps nothing."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.edits import Edit
from textclean.repair.lines import LONGEST, apart, line_at
from textclean.repair.talk import unspoken

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=8)


def disjoint(raw: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, size in sorted(raw):
        if not spans or start >= spans[-1][1]:
            spans.append((start, start + size))
    return spans


@given(SPANS, SPANS)
@cases(300)
def test_spans_apart_are_those_that_overlap_none(
    raw: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    spans, others = disjoint(raw), disjoint(other)
    wanted = [(a, b) for a, b in spans if not any(low < b and a < high for low, high in others)]
    assert list(apart(spans, others)) == wanted


def test_the_line_at_a_place_and_its_end() -> None:
    assert line_at("one\ntwo\nthree", 5) == ("two", 7)
    assert line_at("one", 1) == ("one", 3)
    long = "a" * (3 * LONGEST)
    line, end = line_at(long, LONGEST + 5)
    assert (len(line), end) == (2 * LONGEST, 2 * LONGEST + 5)


def test_edits_in_lines_that_talk_are_left_out() -> None:
    text = "a word\nUTF-8 a word\na word"
    edits = [Edit(at, "a", "b", ("repair.mojibake",), 0.9) for at in (21, 0, 13)]
    assert [edit.start for edit in unspoken(text, edits)] == [0, 21]
