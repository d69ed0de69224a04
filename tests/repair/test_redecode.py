"""Lines that are valid UTF-8 in some charset are re-decoded, others are not."""

import pytest

from textclean import clean
from textclean.repair.redecode import CODECS, read

RUSSIAN = "Утром по реке шёл лёд, и паром стоял у берега."
FRENCH = "Le café, l’été, était « fermé » — déjà !"


@pytest.mark.parametrize("codec", ["koi8-r", "cp866", "cp1251", "cp1252", "mac_cyrillic", "iso8859-5"])
def test_russian_comes_back(codec: str) -> None:
    damaged = "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in RUSSIAN.encode())
    assert clean(damaged, stages=["repair"]).text == RUSSIAN


@pytest.mark.parametrize("codec", CODECS)
def test_french_comes_back(codec: str) -> None:
    damaged = "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in FRENCH.encode())
    assert clean(damaged, stages=["repair"]).text == FRENCH


def test_layers_of_several_charsets_come_off() -> None:
    damaged = "Zażółć".encode().decode("cp1250").encode().decode("cp437").encode().decode("latin-1")
    assert clean(damaged, stages=["repair"]).text == "Zażółć"


@pytest.mark.parametrize(
    "text",
    [
        "NICIODATĂ™",
        "AHÅ™, the new sofa",
        "Її, дё, её",
        "║ Таблица ║ раб ║",
        "раб",
        "– Да – я – нет –",
        "ĂȘ",
    ],
)
def test_what_could_be_right_is_not_read_anew(text: str) -> None:
    assert read(text) is None
    assert clean(text, stages=["repair"]).text == text


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        (
            "Powiedział, Å¼e wrócił wczoraj, i poszedł w piÄ…tek.",
            "Powiedział, że wrócił wczoraj, i poszedł w piątek.",
        ),
        ("Die FĂĽhrung war da.", "Die Führung war da."),
        ("besidesБ─■I would", "besides—I would"),
    ],
)
def test_runs_among_right_characters_are_read(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize("text", ["├┤a┼┐a┼┐a", "5×£35 pin ups", "Это ток, уже там — раб."])
def test_chance_is_no_proof(text: str) -> None:
    assert repaired(text) == text
    assert repaired(text.encode().decode("latin-1")) == text


def test_what_lost_a_byte_does_not_hold_back_the_rest_of_its_line() -> None:
    assert repaired("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¾Ñ�ÐºÐ²Ð°!").startswith("Привет, ")
