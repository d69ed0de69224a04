"""Signs prove a charset by where they stand, where no letter does."""

import pytest

from textclean.repair.decode import decode
from textclean.repair.places import ceiling, penalty, stranger


@pytest.mark.parametrize(
    "text",
    [
        "Stir in 2½ spoons of honey.",
        "a crate of 3×6 jars",
        "As §14 of the bylaws says",
        "a mesh of 40 µm",
        "a garden of 350 m²",
        "• Second point: the miller’s cart",
        "15€",
        "Ensuite 15€ !",
        "La visita costa 35€ e la guida 6€.",
        "La entrada vale 35€.",
        "15\xa0000",
        "15\xa0000\xa0€",
        "Only £7 at the Lantern",
        "the mill – and the weir",
        "“Sit,” he said",
        "and so it went…",
        "It was 31°C in Orlow",
        "© 2015 The Lantern",
        "¡Basta!",
        "¿Quién?",
        "7¢ apiece",
    ],
)
def test_a_sign_of_cp1252_where_it_belongs_is_that_sign(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("the miller’s", "mac-roman"),
        ("“Sit,” he said", "mac-roman"),
        ("It was 31°C in Orlow", "mac-roman"),
        ("the mill — and the weir", "mac-roman"),
        ("and so it went…", "mac-roman"),
        ("It was 31° outside", "cp437"),
        ("It was 31°C in Orlow", "cp850"),
        ("un caffè, perché no", "cp850"),
        ("der Söller der Mühle war für Gäste offen", "cp850"),
        ("s , voilà ce moulin", "cp850"),
        ("il y a du plaisir à revoir le moulin", "cp850"),
        ("vor dem »Anker« stand ein Karren", "cp1252"),
        ("Größe 7", "cp1252"),
        ("naïve", "cp1252"),
        ("5ª edición", "cp1252"),
        ("Вокзал", "cp866"),
        ("Вокзал", "cp1251"),
        ("Вокзал", "koi8-r"),
        ("Łąka", "cp1250"),
    ],
)
def test_letters_and_signs_of_other_charsets_stay_what_they_are(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_a_word_of_another_script_on_an_english_page() -> None:
    text = "The sign above the door of the inn said Вокзал and nobody in the party could read it."
    assert decode(text.encode("cp866")).text == text


def test_what_a_place_says() -> None:
    assert ceiling("5", "€") < ceiling("x", "€")
    assert ceiling("r", "’") < 10
    assert ceiling("r", "í") > 90
    assert penalty("5", "Ä") > 0
    assert penalty("m", "р") > 0  # a Cyrillic letter
    assert penalty("м", "р") == penalty("m", "p") == penalty("m", "é") == 0
    assert stranger("M", "刢") > 0
    assert stranger("m", "ｲ") > 0
    assert stranger("ﾃ", "ｲ") == stranger("水", "車") == stranger("m", "é") == 0
