"""Blocks: lines, and hard-wrapped paragraphs put together."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.blocks import fold, folded, split

WRAPPED = """It is a box fan, twenty inches, and it was bought at the hardware store by
Nan Pell in June and plugged in next to the third mangle, where the
thermometer that she had also bought said a number that nobody believed.
"""
LIST = """Eight pillars between Pell and the station
Steel span over the canal, tender cancelled
Signalling trials, minimum ninety days each
"""


def test_one_paragraph_a_line_is_one_block_a_line() -> None:
    text = "First line.\nSecond line.\n\nThird.\n"
    assert [text[block.start : block.end] for block in split(text)] == [
        "First line.",
        "Second line.",
        "Third.",
    ]


def test_lines_of_spaces_are_no_blocks() -> None:
    text = " \t \u00a0\n  A line. \n\ufeff\u200b \n\u2003"
    assert [text[block.start : block.end] for block in split(text)] == ["  A line. "]


def test_hard_wrapped_paragraphs_are_one_block() -> None:
    text = f"A heading\n\n{WRAPPED}\nAfter.\n"
    blocks = split(text)
    assert [block.lines for block in blocks] == [1, 3, 1]
    assert folded(fold(text), blocks[1]).startswith("it is a box fan")
    assert "store by nan pell" in folded(fold(text), blocks[1])


def test_lists_are_not_joined() -> None:
    assert len(split(LIST)) == 3
    assert len(split("$5\n$10\n$25\nOther\n")) == 4


def test_blank_is_what_has_no_ink() -> None:
    assert split(" \n\t\n\u200b\n\xa0\n") == []


@cases(1500)
@given(st.text(st.sampled_from("ab .\n\r\u2028\x85\x0b \xa0İ“ß"), max_size=60))
def test_blocks_cover_all_ink_in_order(text: str) -> None:
    position = 0
    for block in split(text):
        assert block.start >= position
        assert not text[position : block.start].strip()
        position = block.end
    assert not text[position:].strip()


@cases(1500)
@given(st.text(max_size=40))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_text_wrapped_throughout_needs_no_blank_lines() -> None:
    text = (
        "Spin cycle\n"
        "It is a box fan, twenty inches, bought at the hardware store in June by\n"
        "Nan Pell and plugged in next to the third mangle, where nobody had ever\n"
        "seen one.\n"
        "In July a supervisor unplugged it. It was, he let it be known, a hazard\n"
        "to all who tripped over it, and nobody had until then.\n"
        "Nan Pell carried it to the meeting, with the cord hanging, and moved to\n"
        "discuss the fan.\n"
    )
    assert [block.lines for block in split(text)] == [1, 3, 2, 2]
