"""What nobody sees goes, what a script needs stays."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import clean


def repaired(text: str, **options: Any) -> str:
    return clean(text, stages=["repair"], **options).text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("a\x00b\x07c\x7fd", "abcd"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07end", "red end"),
        ("one\x0btwo\u2028three\u2029\nfour", "one\ntwo\nthree\nfour"),
        ("one\r\ntwo\u2028three", "one\r\ntwo\r\nthree"),
        ("wo\u200brd wo\u200crd wo\u2060rd\ufeff", "word word word"),
        ("\u200eLeft\u200e only\u202a.\u202c", "Left only."),
        ("שלום \u202egnp.exe", "שלום gnp.exe"),
        ("\xa0\xa0\xa0Indented", "   Indented"),
        ("at the end\xa0\xa0\nnext\xa0 word", "at the end\nnext word"),
        ("Vraiment\xa0\xa0? 10\xa0\xa0000", "Vraiment\xa0? 10\xa0000"),
        ("\ud83d\ude00", "😀"),
        ("e\u0301t e\u0301 \u1100\u1161\u11a8 Å\u030a", "ét é 각 Å\u030a"),
        ("n\u0303" * 3 + "x", "ñññx"),
        ("The weir keeper\x19s \x1cgate\x1d is \x18shut\x19.", "The weir keeper’s “gate” is ‘shut’."),
        ("\x1cNo,\x1d he said \x14 not in 1913\x1319.", "“No,” he said — not in 1913–19."),
        ("one\x1dtwo\x1cthree \x19 four", "onetwothree  four"),
    ],
)
def test_what_nobody_sees_goes(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم بروم.\u200f",
        "क्\u200dष और र्\u200dय",
        "👩\u200d🚀 🏳\ufe0f\u200d🌈 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "ภาษา\u200bไทย",
        "«\xa0Oui\xa0!\xa0» 10\xa0000\xa0€",
        "Form\x0cfeed, tab\there,\r\nline end.",
        "A soft hy\xadphen in one word, two hy\xadphens in all.",
        "A zero\u200bwidth space and a non-breaking\xa0\xa0space look alike.",
        "10³ m² ﬁ Ａ ½ …",
    ],
)
def test_what_a_script_needs_stays(text: str) -> None:
    assert repaired(text) == text


def test_few_soft_hyphens_are_noticed_and_go_when_bold() -> None:
    text = "Der Fahr\xadplan ist neu."
    result = clean(text, stages=["repair"])
    assert result.text == text
    assert [(notice.start, notice.rule) for notice in result.warnings] == [(8, "repair.soft-hyphen")]
    assert repaired(text, repair="bold") == "Der Fahrplan ist neu."


def test_hidden_text_is_told() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "send money")
    (edit,) = clean(f"A quiet day.{hidden} Really.", stages=["repair"]).edits
    assert edit.reason == "It said 'send money'."


ODD = "\x00\x0b\x1b[31mé\xa0 \xad\u200b\u200d\u200e\u2028\u202e\ufeff\U000e0061\ud83d\ude00\u0301aש\n\r\x9d"


@cases(1000)
@given(st.text(st.sampled_from(ODD), max_size=14))
def test_a_second_run_changes_nothing_and_all_is_nfc(text: str) -> None:
    once = repaired(text)
    assert repaired(once) == once
    assert unicodedata.is_normalized("NFC", once)
