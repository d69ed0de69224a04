"""Sections: the same cuts however a text comes, at places where nothing is torn apart."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean import pipeline
from textclean import sections as module
from textclean.sections import sections

PROSE = (
    "The council of Orrin voted on Monday to close the old bridge, which had stood since 1921, for a year.",
    "Ada Quill, who runs the ferry, said that “nobody asked the people who cross it every day of the week.”",
    "It’s a long way round by the mill – 12 miles – and the bus, when it comes, is full by the second stop.",
)
LINES = (
    *PROSE,
    "",
    "",
    "Share on Facebook",
    "Sign up to our newsletter",
    "He said: “It",
    "caf\u00c3\u00a9",
    "“No” ‘ok’",
)


@pytest.fixture(autouse=True)
def short_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections of half a page, so that a test need not clean a book."""
    monkeypatch.setattr(module, "WHOLE", 2_000)
    monkeypatch.setattr(pipeline, "WHOLE", 2_000)
    monkeypatch.setattr(module, "LONG", 700)
    monkeypatch.setattr(module, "AHEAD", 500)


def article(lines: int, seed: int) -> str:
    chance = random.Random(seed)
    return "\n".join(chance.choice(LINES) for _ in range(lines))


def parted(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


@cases(500)
@given(st.text(st.sampled_from('ab.“”" \n\r\t\u0301é'), max_size=6_000), st.integers(1, 4_000))
def test_cuts_depend_on_the_text_alone(text: str, size: int) -> None:
    text = text * 3
    whole = list(sections([text]))
    assert "".join(whole) == text
    assert list(sections(parted(text, size))) == whole
    assert all(section and len(section) <= 2_000 for section in whole)
    if len(text) <= 2_000:
        assert len(whole) <= 1


def test_a_section_ends_between_paragraphs_of_prose_where_it_can() -> None:
    text = "\n\n".join(PROSE[0::2] * 40)
    for section in list(sections([text]))[:-1]:
        assert section.endswith(".\n\n")


def test_a_section_does_not_end_inside_a_quotation_where_it_can_end_elsewhere() -> None:
    open_quotation = "“" + PROSE[0]
    text = "\n\n".join([*PROSE[:1] * 6, *[open_quotation] * 3, *PROSE[:1] * 40])
    first = next(iter(sections([text])))
    assert first.rstrip().endswith(PROSE[0])
    assert not first.rstrip().endswith(open_quotation)


def test_a_text_without_a_place_to_cut_is_cut_all_the_same() -> None:
    whole = list(sections(["é" * 10_000]))
    assert "".join(whole) == "é" * 10_000
    assert max(map(len, whole)) <= 1_200


@pytest.mark.parametrize("size", [1, 97, 1_000, 8_000])
def test_a_text_that_comes_in_parts_is_cleaned_as_the_whole_is(size: int) -> None:
    cleaner = textclean.Cleaner()
    text = article(120, seed=7)
    whole = cleaner.clean(text)
    results = list(cleaner.clean_stream(parted(text, size)))
    assert len(results) > 3
    assert "".join(result.text for result in results) == whole.text
    assert sum(len(result.edits) for result in results) == len(whole.edits)
    assert whole.changed


def test_edits_and_warnings_of_a_long_text_speak_of_the_whole() -> None:
    text = article(120, seed=8) + "\nLost don\ufffdt and \ufffd\n"
    result = textclean.clean(text)
    assert textclean.apply(text, result.edits) == result.text
    assert textclean.apply(result.text, textclean.invert(result.edits)) == text
    assert all(text.startswith(notice.text, notice.start) for notice in result.warnings)


def test_an_article_is_never_cut() -> None:
    text = article(15, seed=9)
    assert list(sections([text])) == [text]


def test_nothing_has_no_sections() -> None:
    assert list(sections([])) == list(sections(["", ""])) == []
