"""What is remembered of a unit is what the search would say of it now."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.quotes.kinds import APOSTROPHE
from textclean.quotes.protect import Protected
from textclean.quotes.reading import Reading
from textclean.quotes.search import CARRY, DROP

PIECES = st.sampled_from(
    [
        *("she", "I", "dogs", "em", "90s", "6", "So", "он", "你"),
        *(" ", " ", " ", ". ", ", ", "? ", "—", "(", ")", "\n", "\n\n", "\u00a0", "-"),
        *('"', '"', "'", "'", "“", "”", "‘", "’", "„", "«", "»", "`", "´", "″", ",,", "``", "&#39;"),
        *('"Yes," ', '"No." ', "don't ", "“So” ", "'em ", "it's", '"\n', "'\n"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def read(text: str) -> Reading:
    return Reading(text, 0, len(text), Protected(text))


@cases(10_000)
@given(TEXTS)
def test_the_parts_are_read_as_the_search_reads_the_whole(text: str) -> None:
    whole = {
        step.token: (step.role, step.joined) for step in read(text).steps() if step.role not in (DROP, CARRY)
    }
    reading = read(text).read()
    parts = dict.fromkeys(reading.medial, (APOSTROPHE, False))
    for part in reading.parts:
        for step in part.unit.steps:
            if step.role not in (DROP, CARRY):
                parts[part.indices[step.token]] = (step.role, step.joined)
    assert parts == whole


def test_a_unit_is_searched_once() -> None:
    first, second = (read(f'{name} said: "That\'s so," and left.').read() for name in ("Ann", "Bo"))
    assert first.parts[0].unit is second.parts[0].unit


def test_the_end_of_a_text_is_not_remembered() -> None:
    assert read('Ann said: "That').read().parts[0].unit is not read('Ann said: "That').read().parts[0].unit


def test_parts_come_in_the_order_of_the_text() -> None:
    reading = read('"A" and "b\n"c" isn\'t "d').read()
    starts = [index for part in reading.parts for index in part.indices]
    assert starts == sorted(starts)
