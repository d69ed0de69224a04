"""Blocks cut into pieces: the longest first, marks straight, long blocks by their ends."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.pieces import HEAD, TAIL, UNKNOWN, Pieces, plain

KNOWN = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁news",
    "letter",
    "▁newsletter",
    "s",
    "▁",
    "n",
    "▁a",
    "'",
    "t",
    "a",
]
NUMBER = {piece: number for number, piece in enumerate(KNOWN)}


def cut(line: str) -> list[str]:
    return [KNOWN[number] for number in Pieces("\n".join(KNOWN))(line)]


def test_the_longest_piece_is_taken_first() -> None:
    assert cut("Newsletters") == ["▁newsletter", "s"]
    assert cut("news letters") == ["▁news", "▁", "letter", "s"]


def test_what_no_piece_holds_is_unknown() -> None:
    assert cut("a鯨s") == ["▁a", "<unk>", "s"]
    assert Pieces("\n".join(KNOWN))("") == [UNKNOWN]


def test_a_long_block_is_read_by_its_beginning_and_its_end() -> None:
    line = " ".join(["a"] * HEAD + ["n"] * 500 + ["news"] * TAIL)
    assert cut(line) == ["▁a"] * HEAD + ["▁news"] * TAIL
    assert len(cut("n" * 5000)) == HEAD + TAIL


def test_marks_and_forms_read_the_same_however_they_are_written() -> None:
    assert plain(["It’s  “ﬁne”…", "`so´"]) == ['It\'s "fine"...', "'so'"]
    assert plain(["A\xa0b\tc"]) == ["A b c"]
    assert plain([]) == [""]


@cases(300)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_every_block_stays_one(lines: list[str]) -> None:
    read = plain(lines)
    assert len(read) == len(lines)


@cases(300)
@given(st.text("nst'a ", max_size=60))
def test_pieces_spell_the_block(line: str) -> None:
    assert "".join(cut(line)).replace("▁", "") == ("".join(line.split()) or "<unk>")
