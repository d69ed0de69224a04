"""What the stage changes, and what it must not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases

TEXTS = st.text(st.sampled_from("aStem1 .,—(\n\u00a0\"'“”„«»‘’`´′″<>&"), max_size=40)
NO_MARKS = re.compile("[\"'“”„‟«»＂〝〞″‘’‚‛‹›＇`´′\\s]|,,|<<|>>")


def fix(text: str, mode: str = "straight", **options: str) -> str:
    return textclean.clean(text, stages=["quotes"], quotes=mode, **options).text


FIXED = [
    ("“Stay,” she said.", '"Stay," she said.', "“Stay,” she said."),
    ('" So I left," she said.', '"So I left," she said.', "“So I left,” she said."),
    ("He called it ,,a farce''.", 'He called it "a farce".', "He called it “a farce”."),
    ("``Quite so,'' she said.", '"Quite so," she said.', "“Quite so,” she said."),
    ("The 1990´s weren`t kind.", "The 1990's weren't kind.", "The 1990’s weren’t kind."),
    ("Get ‘em while it‘s hot.", "Get 'em while it's hot.", "Get ’em while it’s hot."),
    ("Council Votes ‘No’ to Road", "Council Votes 'No' to Road", "Council Votes ‘No’ to Road"),
    (
        "\"'Run,' he said,\" she told us.",
        "\"'Run,' he said,\" she told us.",
        "“‘Run,’ he said,” she told us.",
    ),
    ("It stopped—”why?”—then.", 'It stopped—"why?"—then.', "It stopped—“why?”—then."),
]


@pytest.mark.parametrize(("text", "straight", "typographic"), FIXED)
def test_marks_are_made_consistent(text: str, straight: str, typographic: str) -> None:
    assert fix(text, language="en") == straight
    assert fix(text, "typographic", language="en") == typographic


@pytest.mark.parametrize(
    "text",
    [
        'A 6\'2" guard, 12" boards and a 3″ nail.',
        "See https://news.example.org/a?q='x'&r=``y`` for more.",
        "Run `echo ''` first.",
        "```\nprint('a' + \" b \")\n```",
        "мʼята, Hawaiʻi, ʿAlī",
        "他说「好」，读《书》。",
        "Mind the '90s, the dogs' bowls and rock 'n' roll.",
        "x = '' if y else \" \"",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert fix(text) == text


@cases(1500)
@given(TEXTS)
def test_only_marks_and_spaces_change(text: str) -> None:
    for mode in ("straight", "typographic"):
        assert NO_MARKS.sub("", fix(text, mode)) == NO_MARKS.sub("", text)
