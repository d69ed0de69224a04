"""How a block looks and where it stands, as numbers."""

import pytest

from textclean.boilerplate.form import PLACE, SHAPE, places, shape, shapes


def test_a_sentence_does_not_look_like_a_button() -> None:
    assert shape("The goat was found on Monday.") != shape("SIGN UP")
    assert len(shape("SIGN UP")) == SHAPE
    assert all(0 <= number <= 255 for line in ("", "x", "9" * 9000, "© 2021, $5…") for number in shape(line))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ends here.", "Ends here"),
        ("Really?", "Really."),
        ("Costs 5", "Costs $5"),
        ("In 2021", "In 20210"),
        ("goat.example", "goat.com"),
        ("goat", "Goat"),
        ("© Goat", "c Goat"),
        ("Goat | Sheep", "Goat - Sheep"),
    ],
)
def test_what_looks_different_has_other_numbers(one: str, other: str) -> None:
    assert shape(one) != shape(other)


def test_places_are_of_one_window() -> None:
    seen = places(shapes(["Goat", "Sheep", "Cow"]), [0, 1, 5])
    assert seen.shape == (3, PLACE + SHAPE)
    assert seen[:, :3].tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert seen[:, 7].tolist() == [1, 0, 0]
    assert places(shapes([]), []).shape == (0, PLACE + SHAPE)
