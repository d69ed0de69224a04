"""How a block looks and where it stands, as numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.form import PLACE, SHAPE, places, shapes


def shape(line: str) -> list[float]:
    found: list[float] = shapes([line])[0].tolist()
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ends here.", "Ends here"),
        ("Really?", "Really."),
        ("Costs 5", "Costs $5"),
        ("Costs 5 x", "Costs 5 kr"),
        ("In 2021", "In 20210"),
        ("goat.example", "goat.com"),
        ("goat", "Goat"),
        ("SIGN UP", "SIGN up"),
        ("© Goat", "c Goat"),
        ("Goat | Sheep", "Goat - Sheep"),
        ("One. Two", "One.Two"),
        ("Goat...", "Goat.."),
        ("a, b", "a b,,"),
        ('"Goat', "'Goat"),
    ],
)
def test_what_looks_different_has_other_numbers(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@cases(300)
@given(st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=30), min_size=1, max_size=8))
def test_a_block_looks_the_same_whatever_stands_beside_it(lines: list[str]) -> None:
    found = shapes(lines)
    assert found.shape == (len(lines), SHAPE)
    assert 0 <= found.min() <= found.max() <= 1
    assert [row.tolist() for row in found] == [shape(line) for line in lines]


def test_places_are_of_one_window() -> None:
    seen = places(shapes(["Goat", "Sheep", "Cow"]), [0, 1, 5])
    assert seen.shape == (3, PLACE + SHAPE)
    assert seen[:, :3].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert seen[:, 7].tolist() == [1, 0, 0]
    assert places(shapes([]), []).shape == (0, PLACE + SHAPE)
