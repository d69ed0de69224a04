"""What is shown can be read and can do nothing."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.display import safe

BIDI = ("RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI")


@cases(2000)
@given(st.text(st.characters(codec=None), max_size=30))
def test_no_control_format_or_surrogate_character_is_left(text: str) -> None:
    left = [char for char in safe(text) if unicodedata.category(char) in ("Cc", "Cs")]
    bidi = [
        char for char in safe(text) if unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "RLI")
    ]
    assert not left
    assert not bidi


def test_tokens_say_which_character_it_was() -> None:
    assert safe("a\x1b[31m\u202e\n\udcff\U000e0041") == "a\\x1b[31m\\u202e\\n\\xff\\U000e0041"


def test_ordinary_text_in_any_script_stays() -> None:
    text = "café „Москва“ 東京 — हिन्दी שלום"
    assert safe(text) == text


def test_allowed_characters_stay() -> None:
    assert safe("a\tb\x00", allow="\t") == "a\tb\\x00"
