"""The letter tables tell right readings from wrong ones."""

import pytest

from textclean.repair.letters import best_language, case_cost, languages, pairs_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Brücke über den Fluß bleibt gesperrt.", "de"),
        ("Most przez rzekę będzie zamknięty.", "pl"),
        ("Мост через реку закрыт до вторника.", "ru"),
        ("橋は来週まで通行止めです。", "ja"),
        ("桥要关闭到下个星期。", "zh-cn"),
        ("Podul peste râu rămâne închis și mâine.", "ro"),
        ("Cây cầu bắc qua sông vẫn đóng cửa.", "vi"),
    ],
)
def test_the_language_of_a_sentence(text: str, language: str) -> None:
    assert best_language(text) == language


def test_a_letter_that_belongs_costs_less_than_one_that_does_not() -> None:
    german = languages()["de"]
    assert german.pair("r", "ü") < german.pair("r", "Ł")
    assert german.pair("r", "ü") < german.pair("r", "\x9d")
    assert german.knows("Ü")
    assert not german.knows("Ł")


def test_capitals_count_like_small_letters_but_a_change_of_case_costs() -> None:
    assert languages()["fr"].cost(pairs_of("ÉCOLE")) == languages()["fr"].cost(pairs_of("école"))
    assert case_cost(pairs_of("école")) < case_cost(pairs_of("École")) < case_cost(pairs_of("écolE"))
