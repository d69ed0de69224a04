"""What holds for every text and every setting, over random ones made of the things that go wrong."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases, read_as
from textclean.catalogue import own_rules
from textclean.pipeline import Cleaner

LINES = st.sampled_from(
    [
        "Sign up to our newsletter",
        "Dear readers,",
        "We need your support. Please give what you can to keep our journalism free.",
        "Donate now",
        "$5",
        "Monthly",
        "Read more",
        "Share on Facebook",
        "© 2021 The Orrin Mail. All rights reserved.",
        "The mayor said that she would “not sign up” for the newsletter, and 'that was that'.",
        "He measured 6' 2\" and weighed twelve stone, the coroner said on Monday in Orrin.",
        "â€œItâ€™s cold,â€\x9d she said ?€?again?€? and left donâ€™t",
        "caf\u00c3\u00a9 &amp;amp; bar, don\ufffdt",
        "",
        "x = \"a\" if b else 'c'  # https://orrin.example/?a=b",
    ]
)
PIECES = st.text(
    st.sampled_from("aeZ 0159.,?!-\n\r\t\"'“”‘’„«»`´′éßж中\u00a0\u200b\u202e\ufeff€â€Ãœ&;#\\%=ï¿½\ud800"),
    max_size=30,
)
TEXTS = st.lists(LINES | PIECES, max_size=12).map("\n".join)
OPTIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "quotes": st.sampled_from(["straight", "typographic", "keep"]),
        "boilerplate": st.sampled_from(["careful", "thorough"]),
        "language": st.sampled_from(["en", "de", "fr", "ja"]),
        "repair": st.sampled_from(["careful", "bold"]),
        "keep": st.sampled_from([(name,) for name in own_rules()]),
    },
)
CLEANERS: dict[tuple[tuple[str, Any], ...], Cleaner] = {}


def cleaner(options: dict[str, Any]) -> Cleaner:
    """One compiled cleaner for each set of options, since compiling costs more than cleaning."""
    return CLEANERS.setdefault(tuple(sorted(options.items())), Cleaner(**options))


@cases(1500)
@given(TEXTS, OPTIONS)
def test_edits_lead_there_and_back(text: str, options: dict[str, Any]) -> None:
    result = cleaner(options).clean(text)
    assert textclean.apply(text, result.edits) == result.text
    assert textclean.apply(result.text, textclean.invert(result.edits)) == text
    assert all(edit.rules and 0 < edit.confidence <= 1 for edit in result.edits)


@cases(1500)
@given(TEXTS, OPTIONS)
def test_a_second_run_changes_nothing(text: str, options: dict[str, Any]) -> None:
    once = cleaner(options).clean(text).text
    again = cleaner(options).clean(once)
    assert again.text == once, again.edits


@cases(1500)
@given(TEXTS, OPTIONS)
def test_warnings_are_where_they_say(text: str, options: dict[str, Any]) -> None:
    result = cleaner(options).clean(text)
    assert all(0 <= notice.start <= len(text) for notice in result.warnings)
    assert list(result.warnings) == sorted(result.warnings)


@cases(1500)
@given(st.binary(max_size=200) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
def test_bytes_are_never_lost(data: bytes) -> None:
    result = textclean.clean_bytes(data, read_as(data), stages=["repair"])
    assert result.document.encode() == data
    assert textclean.apply(result.text, textclean.invert(result.edits)) == result.document.text
