"""Sections: the same cuts however a text comes, where nothing is torn apart, before cleaning and after."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean import sections as module
from textclean.document import Document
from textclean.edits import Edit
from textclean.pipeline import Result
from textclean.sections import cut, in_sections, origin

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
LONG = 600


@pytest.fixture(autouse=True)
def short_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections of half a page, so that a test need not clean a book."""
    for name, size in (
        ("LONG", LONG),
        ("LINES", 2 * LONG),
        ("LINE", 3 * LONG),
        ("SPACE", 7 * LONG // 2),
        ("ANYWHERE", 4 * LONG),
        ("AHEAD", 4 * LONG + 64),
        ("MOST", 16 * LONG),
        ("CHOSEN", 3),
    ):
        monkeypatch.setattr(module, name, size)


def article(lines: int, seed: int) -> str:
    chance = random.Random(seed)
    return "\n".join(f"{chance.choice(LINES)} {chance.randint(1, 99)}.".strip() for _ in range(lines))


def paragraphs(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [f"In {chance.randint(1800, 1999)}: {chance.choice(PROSE[::2])}" for _ in range(count)]


def parted(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def as_it_is(section: str) -> Result:
    return Result(Document(section), section, ())


def sections(parts: list[str]) -> list[str]:
    return [result.text for result in in_sections(parts, as_it_is)]


@cases(500)
@given(st.text(st.sampled_from('ab.“”" \n\r\t\u0301é'), max_size=6_000), st.integers(1, 4_000))
def test_cuts_depend_on_the_text_alone(text: str, size: int) -> None:
    text = text * 3
    whole = sections([text])
    assert "".join(whole) == text
    assert sections(parted(text, size)) == whole
    assert all(section and len(section) <= 4 * LONG + 64 for section in whole)
    if len(text) <= LONG:
        assert len(whole) <= 1


@cases(200)
@given(st.integers(0, 10_000), st.integers(0, 3_000))
def test_where_a_section_ends_is_told_by_what_stands_before(seed: int, size: int) -> None:
    text = article(80, seed)
    end = cut(text)
    assert cut(text[:end] + "é" + text[:size]) == end


def test_a_section_ends_between_paragraphs_of_prose_where_it_can() -> None:
    whole = sections(["\n\n".join(paragraphs(60))])
    assert len(whole) > 3
    assert all(section.endswith(".\n\n") for section in whole[:-1])


def test_a_section_does_not_end_inside_a_quotation_where_it_can_end_elsewhere() -> None:
    open_quotations = [f"“{line}" for line in paragraphs(6)]
    text = "\n\n".join([*paragraphs(6), *open_quotations, *paragraphs(20, seed=2)])
    for section in sections([text])[:-1]:
        assert not section.rstrip().rpartition("\n")[2].startswith("“")


def test_a_text_without_a_place_to_cut_is_cut_all_the_same() -> None:
    whole = sections(["é" * 10_000])
    assert "".join(whole) == "é" * 10_000
    assert max(map(len, whole)) <= 4 * LONG


def test_no_accent_is_cut_from_its_letter() -> None:
    assert not any(section.startswith("\u0301") for section in sections(["e\u0301" * 9_001 + "x"]))


def test_what_was_removed_is_made_up_for_by_what_follows() -> None:
    """A section that is shorter when clean is cut again, until a second look at it would cut there too."""

    def shorter(section: str) -> Result:
        edits = [
            Edit(match, "Share!\n\n", "", ("x",), 1.0)
            for match in range(len(section))
            if section.startswith("Share!\n\n", match)
        ]
        return Result(Document(section), textclean.apply(section, edits), tuple(edits))

    chance = random.Random(3)
    lines = [line + "\n\n" for line in paragraphs(80)]
    for place in sorted(chance.sample(range(80), 40), reverse=True):
        lines.insert(place, "Share!\n\n")
    clean = [result.text for result in in_sections(["".join(lines)], shorter)]
    assert len(clean) > 3
    assert sections(["".join(clean)]) == clean


@pytest.mark.parametrize("size", [1, 97, 1_000, 8_000])
def test_a_text_that_comes_in_parts_is_cleaned_as_the_whole_is(size: int) -> None:
    cleaner = textclean.Cleaner()
    text = article(120, seed=7)
    whole = cleaner.clean(text)
    results = list(cleaner.clean_stream(parted(text, size)))
    assert len(results) > 3
    assert "".join(result.text for result in results) == whole.text
    assert "".join(result.document.text for result in results) == text
    assert sum(len(result.edits) for result in results) == len(whole.edits)
    assert whole.changed


def long_texts() -> Iterator[str]:
    """Articles with damage and appeals, and what no article is: the same line again and again."""
    yield from (article(150, seed) for seed in range(6))
    for unit in ("word\n", "a | b\n", "—\n", "=20\n", "é", "\u00c3\u00a9", " ", "\n", "'a' ", "\r\n"):
        yield (unit * 4_000)[:4_000]


@pytest.mark.parametrize("text", [*long_texts()])
@pytest.mark.parametrize("options", [{}, {"boilerplate": "thorough"}, {"quotes": "typographic"}])
def test_a_second_run_over_a_long_text_changes_nothing(text: str, options: dict[str, Any]) -> None:
    cleaner = textclean.Cleaner(**options)
    clean = cleaner.clean(text).text
    assert cleaner.clean(clean).text == clean


def test_edits_and_warnings_of_a_long_text_speak_of_the_whole() -> None:
    text = article(120, seed=8) + "\nLost don\ufffdt and \ufffd\n"
    result = textclean.clean(text)
    assert textclean.apply(text, result.edits) == result.text
    assert textclean.apply(result.text, textclean.invert(result.edits)) == text
    assert all(text.startswith(notice.text, notice.start) for notice in result.warnings)


def test_an_article_is_never_cut() -> None:
    text = article(15, seed=9)[:LONG]
    assert sections([text]) == [text]


def test_nothing_has_no_sections() -> None:
    assert sections([]) == sections(["", ""]) == []


@pytest.mark.parametrize(
    ("place", "wanted"),
    [(0, 0), (2, 2), (3, 9), (4, 10), (5, 11), (6, 13), (7, 14), (60, 67)],
)
def test_a_place_in_the_clean_text_is_found_in_the_original(place: int, wanted: int) -> None:
    edits = [Edit(3, "SHARE ", "", ("x",), 1.0), Edit(11, "\u00c3\u00a9", "é", ("y",), 1.0)]
    assert origin(place, edits) == wanted
