"""Arrays: the fast way gives the plain way's numbers, whatever the text."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate import arrays, features
from textclean.boilerplate.blocks import fold, split
from textclean.boilerplate.scorer import shipped_model, weigh

MODEL = shipped_model()
LEXICON = arrays.lexicon_of(MODEL.words)
FOREST = arrays.forest_of(MODEL)
WORD = st.sampled_from(
    [
        *(
            "the",
            "Share",
            "comments",
            "goat",
            "a.m.",
            "Ferry",
            "www.pell.example",
            "//x",
            "12:30",
            "1998",
            "3/4",
        ),
        *(
            "©",
            "|",
            "»",
            "“goat”",
            "don’t",
            "…",
            "!",
            "?",
            ".",
            ",",
            ":",
            "(x)",
            "É",
            "ß",
            "İ",
            "Ж",
            "中文。",
            "😀",
        ),
        *("\u00a0", "\u3000", "\ufeff", "\u200b", "\ud800", "Leave a Reply", "x" * 90, "word " * 30),
    ]
)
LINE = st.lists(st.one_of(WORD, st.text(max_size=6)), max_size=12).map(" ".join)
PAGE = st.lists(
    st.tuples(LINE, st.sampled_from(["\n", "\n\n", " \n", "\r\n", "\u2028", "\x0b"])), max_size=14
)


@cases(10_000)
@given(PAGE, st.integers(0, 5))
@example([("0\0", "\n"), ("a\0\0", "\n"), ("\0a \uffff", "\n")], 0)
def test_both_ways_say_the_same(lines: list[tuple[str, str]], rule: int) -> None:
    text = "".join(line + end for line, end in lines)
    blocks = split(text)
    if not blocks:
        return
    low = fold(text)
    plain = features.own(text, low, blocks, MODEL.words)
    fast = arrays.own(text, low, blocks, LEXICON)
    assert [list(row) for row in fast.columns] == plain.columns
    assert fast.contents == plain.contents
    gaps = features.gaps(text, blocks)
    hits = dict.fromkeys(range(0, len(blocks), rule), 40) if rule else {}
    columns = features.measure(plain, gaps, hits)
    numbers = arrays.measure(fast, gaps, hits)
    assert numbers.tolist() == columns
    assert arrays.weigh(numbers, FOREST) == weigh(columns, MODEL)


def test_what_stays_keeps_its_own() -> None:
    text = "One goat.\nTwo\nThree ferries sank.\n"
    blocks = split(text)
    whole = arrays.own(text, fold(text), blocks, LEXICON)
    part = whole.only([0, 2])
    assert part.contents == ["one goat.", "three ferries sank."]
    assert np.array_equal(part.columns, whole.columns[:, [0, 2]])


def test_the_hash_of_a_word_is_that_of_the_word_among_others() -> None:
    codes = np.array([ord(character) for character in "a goat b"], np.uint64)
    found = arrays.hashes_of(codes, np.array([0, 2, 7]), np.array([1, 6, 8]))
    assert list(found) == [arrays.hash_of("a"), arrays.hash_of("goat"), arrays.hash_of("b")]
