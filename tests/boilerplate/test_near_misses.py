"""Near misses: the sentence of an article that is likest to a repeat."""

from __future__ import annotations

import pytest

from textclean.boilerplate.lines import lines_of
from textclean.boilerplate.near_misses import NO_NEAR_MISS, NearMiss, Own

NAME = "The Marsh Lantern"
WROTE = "A reader wrote to the Marsh Lantern."


def nearest(*blocks: str) -> NearMiss:
    """What is likest to the first block among the others."""
    lines = lines_of("\n\n".join(blocks))
    return Own(lines, range(1, len(lines))).nearest(0)


def test_the_sentence_that_shares_most_letters_is_the_near_miss() -> None:
    assert nearest(NAME, "The marsh is wide.", WROTE, "The old lantern went out.") == (12, WROTE)
    assert nearest(NAME, WROTE, "The MARSH LANTERN is read on the quay.").text == WROTE, "the first of two"


def test_one_sentence_of_a_paragraph() -> None:
    assert nearest(NAME, f"It rained all day. {WROTE} Nobody answered.").text == WROTE
    assert nearest("潮汐Lantern", "雨だ。潮汐Lantern は新聞だ。風だ。").text == "潮汐Lantern は新聞だ。"


@pytest.mark.parametrize(
    ("block", "own"),
    [
        (NAME, "It rained all day."),
        ("Weather, tides and ferries for the marsh coast", "The marsh is wide."),
        ("潮汐", "The tide is late."),
        ("© 2025", "In 2025 the tide was late."),
    ],
)
def test_what_shares_less_than_a_third_is_no_near_miss(block: str, own: str) -> None:
    assert nearest(block, own).text == ""


def test_a_file_without_an_article_has_none() -> None:
    assert nearest(NAME) == NO_NEAR_MISS


def test_a_long_sentence_is_cut_between_words() -> None:
    text = nearest(NAME, "the marsh lantern " * 30).text
    assert len(text) <= 202
    assert text.endswith("lantern …")


def test_of_two_files_the_likest_sentence_stays_and_else_the_first() -> None:
    near = NearMiss(5, "The marsh is wide.")
    assert near.or_better(NearMiss(12, WROTE)).text == WROTE
    assert near.or_better(NearMiss(5, "The marsh is dry.")) == near
    assert near.or_better(NO_NEAR_MISS) == near
