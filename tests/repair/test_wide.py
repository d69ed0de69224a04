"""UTF-8 read as a charset of two bytes comes back; Chinese, Japanese and Korean stay."""

import pytest

from textclean import clean
from textclean.repair.wide import CODECS, read

TEXTS = [
    "The keeper doesn’t open the “gate” at night…",
    "傍晚孩子们从河边回来，奶奶把茶放在桌上。",
    "夕方、子どもたちは川から帰ってきた。",
    "저녁에 아이들이 강에서 돌아왔다.",
    "Вечером дети вернулись с реки.",
    "Am Abend kamen die Kinder vom Fluß zurück.",
]


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_line_comes_back_whole(text: str, codec: str) -> None:
    try:
        damaged = text.encode().decode(codec)
    except UnicodeDecodeError:
        assert read(text) is None  # this charset loses bytes of it; the right line is none of its
        return
    assert repaired(damaged) == text


@pytest.mark.parametrize("text", TEXTS)
def test_right_text_stays(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("They don鈥t know.", "They don’t know."),
        ("鈥淭he gate鈥� is shut", "“The gate” is shut"),
        ("縺薙ｓ縺ｫ縺｡縺ｯ", "こんにちは"),
    ],
)
def test_marks_whose_last_byte_was_lost_come_back(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


def test_utf_16_in_characters_is_read() -> None:
    text = "Árvíztűrő tükör\n"
    assert repaired(text.encode("utf-16").decode("latin-1")) == text
    assert repaired(("\ufeff" + text).encode("utf-16-be").decode("latin-1")) == text
    assert repaired("ÿþ is no UTF-16") == "ÿþ is no UTF-16"


def test_a_line_that_talks_about_encodings_stays() -> None:
    text = "GBK mojibake: 鈥檚 is what UTF-8 looks like."
    assert repaired(text) == text
