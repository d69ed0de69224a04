"""A word keeps to one script; Chinese, Japanese and Korean may hold a Latin word."""

import pytest

from textclean.repair.scripts import glued


@pytest.mark.parametrize("text", ["caf童", "weМore", "b攽怴ir", "αbc", "הello", "Itｯ蠅ﾛ･s"])
def test_a_word_of_two_scripts_is_glued(text: str) -> None:
    assert glued(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Straße, café, Łódź, Þórður",
        "Москва und Αθήνα",
        "昨日iPhoneを三台買って、全部弟にあげました。",
        "10µm, 5€, 3×4, №5",
        "서울의 K팝 공연장은 오늘도 붐볐다고 한다",
    ],
)
def test_words_of_one_script_are_not(text: str) -> None:
    assert glued(text) == 0
