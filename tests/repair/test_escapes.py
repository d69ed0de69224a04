"""Escapes in prose are decoded; where they are right they stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import clean


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("caf&eacute; &ndash; ol&eacute;&#33;", "café – olé!"),
        ("&#147;Wait,&#148; he said&#133;", "“Wait,” he said…"),
        ("&amp;ldquo;Wait&amp;rdquo;", "“Wait”"),
        ("Salt &amp; Vinegar &gt; plain", "Salt & Vinegar > plain"),
        ("Salt &amp;amp;amp; Vinegar", "Salt & Vinegar"),
        ("V&SCARON;ICHNI", "VŠICHNI"),
        ("non&shy;sense", "nonsense"),
        (r"d\u00e9clar\u00e9 \ud83d\ude00", "déclaré 😀"),
        (r"It\xe2\x80\x99s late, caf\xe9", "It’s late, café"),
        ("Wei=C3=9F sch=C3=B6n", "Weiß schön"),
        ("Wei%C3%9F sch%C3%B6n.", "Weiß schön."),
        ("it&acirc;&#128;&#153;s", "it’s"),
        ("10Î&frac14;s", "10μs"),
        ("They don=92t, said =93The Weir=94.", "They don’t, said “The Weir”."),
        ("&ldquoShut&rdquo, said the keeper &ndash late.", "“Shut”, said the keeper – late."),
    ],
)
def test_escapes_in_prose_are_decoded(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "See https://example.com/caf%C3%A9?x=1&amp;y=2 and www.example.com/a=C3=A9.",
        "The page example.org/wiki/Caf%C3%A9 is long.",
        "Write to joe=C3=A9@example.com.",
        'Use "&eacute;" or `&agrave;` for accents.',
        "In HTML, type &eacute; to get é.",
        '{"title": "Caf\\u00e9", "n": 3}',
        'const s = "Caf\\u00e9"; print(s);',
        "```\nreturn a &amp;&amp; b\n```",
        "<p>Caf&eacute; &amp; bar</p>",
        "&lt;b&gt;bold&lt;/b&gt;",
        "Q&A, B&amp;B, R&in; &c.",
        "x=20, y=E9; 100%25 =3D =20",
        "with x =93 and y=92, a=94",
        r"C:\users\u00e9l",
        "&notanentity; &#xD800; &#0; &#9999999;",
        r"\xff\xfe",
    ],
)
def test_escapes_stay_where_they_are_right(text: str) -> None:
    assert repaired(text) == text


def test_long_chains_are_one_edit() -> None:
    text = "a &" + "amp;" * 20_000 + " b"
    edits = clean(text, stages=["repair"]).edits
    assert [(edit.start, edit.after) for edit in edits] == [(2, "&")]


PARTS = st.sampled_from(
    ["&amp;", "amp;", "#233;", "&eacute;", "\\u00e9", "\\xc3", "\\xa9", "=C3", "%C3", "%A9", "=A9"]
)


@cases(800)
@given(st.lists(PARTS | st.sampled_from([" ", "a", "é", "Ã", "©", "\n", '"']), max_size=12).map("".join))
def test_a_second_run_changes_nothing(text: str) -> None:
    once = repaired(text)
    assert repaired(once) == once
