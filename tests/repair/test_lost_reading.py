"""Reading damage: what one reader remembers changes nothing of what it reads."""

from itertools import permutations

import pytest

from textclean.repair.channels import channel
from textclean.repair.lost_letters import words_of
from textclean.repair.lost_reading import Reader

LINES = (
    "She called it ?€?odd?€? and left ?€” it?€™s late.",
    "?€?odd?€? was what she called it.",
    "Was it ?€?odd?€? He said ?€?odd",
    "odd?€? ?€?odd ?€? odd ?€?",
    "the 5?€? nail, (?€?odd?€?), ?€™90s",
)


@pytest.mark.parametrize("lines", [*permutations(LINES, 2)])
def test_a_chunk_is_read_by_its_own_surroundings_whatever_was_read_before(lines: tuple[str, str]) -> None:
    words, way = words_of("en"), channel("UTF-8 > cp1252 > cp1251, ?")
    reader = Reader(way, "en", words)
    for line in lines:
        assert reader.read_line(line) == Reader(way, "en", words).read_line(line)


def test_the_same_chunk_is_read_otherwise_elsewhere() -> None:
    reader = Reader(channel("UTF-8 > cp1252 > cp1251, ?"), "en", words_of("en"))
    read = ["".join(choice.reading.text for choice in reader.read_line(line)[1]) for line in LINES[:2]]
    assert read[0].startswith("“odd”")
    assert read[1].startswith("“odd”")
    assert "—" in read[0]
