"""Features: what is measured of a block, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.blocks import fold, split
from textclean.boilerplate.features import (
    LIMIT,
    NAMES,
    Words,
    evidence,
    gaps,
    measure,
    normalized,
    own,
    shape,
    tokens,
)

NO_WORDS: Words = {}
WORDS: Words = {"subscribe": 320, ("^", "the"): -160, ("leave", "reply"): 80, "reply": 200j}


def rows(text: str, words: Words = NO_WORDS, hits: dict[int, int] | None = None) -> list[dict[str, int]]:
    blocks = split(text)
    found = measure(own(text, fold(text), blocks, words), gaps(text, blocks), hits or {})
    return [dict(zip(NAMES, row, strict=True)) for row in zip(*found, strict=True)]


@cases(500)
@given(st.text(alphabet=st.sampled_from("aB1 .?!\n\r|©»中\u00a0\u2028É,-("), max_size=200))
def test_every_block_has_small_numbers(text: str) -> None:
    blocks = split(text)
    if not blocks:
        return
    found = measure(own(text, fold(text), blocks, WORDS), gaps(text, blocks), {})
    assert len(found) == len(NAMES)
    assert all(len(column) == len(blocks) for column in found)
    assert all(type(value) is int and -LIMIT <= value <= LIMIT for column in found for value in column)


def test_words_that_differ_in_a_number_are_one_word() -> None:
    assert tokens(normalized("12 comments")) == tokens(normalized("85 comments")) == ["00", "comments"]


def test_marks_are_words_of_their_own() -> None:
    assert tokens("share: mail|print") == ["share", ":", "mail", "|", "print"]


def test_evidence_weighs_words_pairs_and_edges_and_fades_with_length() -> None:
    alone = evidence(["subscribe"], WORDS)[0]
    among = evidence(["please", "subscribe", "to", "it"], WORDS)[0]
    assert alone > among > 0
    assert evidence(["the", "goat"], WORDS)[0] < 0 == evidence(["goat", "the"], WORDS)[0]
    assert min(evidence(["leave", "reply"], WORDS)) > 0


def test_a_rules_hit_is_evidence() -> None:
    before, after = rows("One\n\nTwo\n"), rows("One\n\nTwo\n", hits={1: 48})
    assert after[1]["evidence"] == before[1]["evidence"] + 48
    assert after[0]["next evidence"] == 48


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("The goat slept.", "end", 1),
        ("She said that it was “a goat.”", "end", 1),
        ("Read more »", "end", 5),
        ("Comments: 12", "end", 8),
        ("the goat", "start", 1),
        ("- Goats", "start", 5),
        ("Читать", "start", 0),
        ("    indented", "indent", 4),
        ("The goat slept. " * 8, "prose", 1),
        ("Home News Sport", "prose", 0),
    ],
)
def test_shape(line: str, name: str, value: int) -> None:
    assert rows(line)[0][name] == value


def test_a_script_without_spaces_counts_for_more() -> None:
    assert shape("山羊睡在港口。", 7, 3)[0] > shape("山羊睡在港口。", 7)[0]


def test_what_lies_before_and_after_is_seen_from_each_side() -> None:
    prose = "The goat slept beside the engine all night, and nobody in the harbour office noticed it. " * 2
    first, middle, last = rows(f"Menu\n{prose}\nFooter\n", {("$", "."): -100})
    assert first["before article"] == 0 < first["after article"]
    assert last["after article"] == 0 < last["before article"]
    assert middle["before since"] == middle["after since"] > 1
    assert last["before since"] == 0


def test_a_line_that_comes_again_is_counted() -> None:
    assert [row["repeats"] for row in rows("Share\nGoat\nShare\n")] == [2, 1, 2]
