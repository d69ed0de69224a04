"""Capitals inside words are marks, and lowered mojibake comes back; right capitals stay."""

import pytest

from textclean import clean


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("The keeper said ÒThe gate is shut.Ó", "The keeper said “The gate is shut.”"),
        ("They donÕt know, itÕs late.", "They don’t know, it’s late."),
        ("They donÆt know, weÆre late.", "They don’t know, we’re late."),
        ("cafã© and naã¯ve", "café and naïve"),
        ("sãµna", "sõna"),
        ("they donã¢â‚¬â„¢t know", "they don’t know"),
    ],
)
def test_marks_and_letters_come_back(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "Òmnium i Óscar van sortir; CAPITÓ, IRMÃO.",
        "A irmã» disse, a manhã… e a lã.",
        "Æther and Ægir, ÕUN and Õhtu.",
        "Òscar va dir KRÓ i prou.",
        "In UTF-8 mojibake in lower case, ã© is é.",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert repaired(text) == text
