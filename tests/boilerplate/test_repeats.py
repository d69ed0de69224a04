"""Repeats: what stands in many files of a site goes, what also repeats in articles stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.lines import of_articles
from textclean.boilerplate.repeats import find_repeats

BOX = "Weather, tides and ferries for the marsh coast"
MOTTO = "The Marsh Lantern has been printed on the quay by one family since the harbour was dug in."
LAST = "Imprint, contact and house rules of the Lantern"


def prose(file: int, part: int) -> str:
    words = ("otter", "ferry", "tram", "baker", "bridge", "orchard", "parade", "storm", "clock")
    said = " ".join(words[(file * 7 + part * 3 + i * (file + 2)) % 9] + "abcdefghij"[file] for i in range(20))
    return f"The council heard in part {'abcdefgh'[part]} that {said}."


def learned(files: list[list[str]], limit: int = 1000) -> dict[str, tuple[int, int]]:
    texts = ["\n\n".join(blocks) + "\n" for blocks in files]
    return {repeat.example: (repeat.files, repeat.of) for repeat in find_repeats(lambda: texts, limit)}


def site(
    number: int, *between: str, first: tuple[str, ...] = (), last: tuple[str, ...] = ()
) -> list[list[str]]:
    """Articles of one site, with blocks of the same words in the middle, at the top and at the foot."""
    return [
        [
            *first,
            f"Headline {'abcdefghij'[i]} about the council and its ferry",
            *(prose(i, 0), prose(i, 1), *between, prose(i, 2), prose(i, 3), prose(i, 4)),
            *last,
        ]
        for i in range(number)
    ]


def test_a_block_of_many_files_is_learned_whatever_its_case_digits_and_punctuation() -> None:
    files = site(4)
    for number, blocks in enumerate(files):
        blocks.insert(
            2,
            ("{} readers follow the marsh coast today", "{} Readers follow the Marsh Coast today!")[
                number % 2
            ].format(number),
        )
    (repeat,) = find_repeats(lambda: ["\n".join(blocks) for blocks in files])
    assert (repeat.files, repeat.of) == (4, 4)
    assert set(repeat.variants) == {
        "0 readers follow the marsh coast today",
        "0 readers follow the marsh coast today!",
    }


@pytest.mark.parametrize(
    ("with_it", "of", "goes"), [(2, 2, False), (2, 4, False), (3, 4, True), (3, 10, True), (2, 10, False)]
)
def test_three_files_and_thirty_percent(with_it: int, of: int, goes: bool) -> None:
    files = site(of)
    for blocks in files[:with_it]:
        blocks.insert(3, BOX)
    assert (BOX in learned(files)) is goes


@pytest.mark.parametrize(("with_it", "goes"), [(4, False), (5, True)])
def test_prose_needs_half_of_the_files_and_five(with_it: int, goes: bool) -> None:
    files = site(10)
    for blocks in files[:with_it]:
        blocks.insert(3, MOTTO)
    assert (MOTTO in learned(files)) is goes


@pytest.mark.parametrize(("with_it", "goes"), [(4, False), (5, True)])
@pytest.mark.parametrize("sentence", ["No one was hurt.", "The council has been asked for a comment on it."])
def test_a_short_sentence_of_articles_needs_as_much(sentence: str, with_it: int, goes: bool) -> None:
    files = site(10)
    for number, blocks in enumerate(files[:with_it]):
        blocks[3:3] = [f"{sentence[:-1]}.", "He denies all of it and more.", "The hearing goes on today."]
        blocks[2:2] = [f"Part {'abcdefghij'[number]} of it"]
    assert (sentence in learned(files)) is goes


def test_a_block_with_a_quotation_in_it_is_never_learned() -> None:
    files = site(6)
    for blocks in files:
        blocks.insert(3, "Ilsa Krahn did not agree. “It was never broken,” she said of the clock.")
        blocks.insert(5, "Read “The Lantern” on the quay, at home or anywhere on the marsh coast.")
    assert [*learned(files)] == [files[0][5]]


def test_prose_between_repeats_needs_no_more_than_they_do() -> None:
    files = site(10)
    for blocks in files[:4]:
        blocks += [BOX, MOTTO, LAST]
    assert set(learned(files)) == {BOX, MOTTO, LAST}


def test_what_stands_twice_in_one_file_counts_once() -> None:
    files = site(6)
    files[0][3:3] = [BOX] * 5
    assert learned(files) == {}


@pytest.mark.parametrize(
    "block",
    [
        "“We will rebuild the harbour wall, stone by stone, together.”",
        '"We will rebuild the harbour wall," the mayor of Otterby said',
        "«Nous allons reconstruire le mur du port ensemble»",
        "„Wir bauen die Hafenmauer wieder auf, Stein für Stein“",
        "By Mara Venn, staff writer of the Lantern",
        "Von Mara Venn und Jo Brill, Otterby",
        "OTTERBY (Lantern News Agency) — The council met again",
        "Otterby (LNA) - The council of the town met again",
        "Updated on 3 May 2031 at 14:10 local time",
        "Veröffentlicht am Mittwoch, 12. Dezember 2031, in Otterby",
        "Last changed 2031-05-03 by the night desk",
        "Background",
        "What we know so far",
        "What are you reading at the moment, and why?",
        "Here is what the council has decided so far:",
        "Row, ferry, row",
    ],
)
def test_what_repeats_in_articles_stays(block: str) -> None:
    assert block not in learned(site(8, block))
    below = site(8)
    for blocks in below:
        blocks.insert(1, block)
    assert block not in learned(below), "between headline and article"
    bare = [[block, *blocks[1:]] for blocks in site(8)]
    assert block not in learned(bare), "in the place of the headline"


@pytest.mark.parametrize(
    "block",
    [
        "“Row, ferry, row!”",
        "By Mara Venn",
        "Updated 3 May 2031",
        "OTTERBY (LNA) — Council news",
        "What are you reading?",
        "Here is what the council has decided so far:",
    ],
)
def test_what_no_place_makes_furniture_stays(block: str) -> None:
    assert block not in learned(site(8, first=(block,)))
    assert block not in learned(site(8, last=(block,)))


def test_a_refrain_stays() -> None:
    refrain = "And the otters sang upon the quay"
    assert learned([[*blocks[:2], refrain, *blocks[2:4], refrain, *blocks[4:]] for blocks in site(8)]) == {}


def test_headings_go_in_a_row_of_repeats_only() -> None:
    menu = ("Home", "News", "Tides", "Ferries")
    assert set(learned(site(6, first=menu))) == set(menu)
    assert learned(site(6, "Team", "Played", "Won")) == {}, "the head of a table inside an article"
    assert learned(site(6, "Background", BOX)).keys() == {BOX}, "a heading next to a box"
    files = site(6, first=menu)
    for blocks in files:
        blocks.insert(6, "Tides")
    assert "Tides" not in learned(files), "a menu's word that is a heading as well"


TEASERS = [
    (f"Teaser of {'abcdefghij'[i]} and the otters", f"Another of {'abcdefghij'[i]} and the tram")
    for i in range(9)
]
DESK = "From the same desk"


def desk(number: int, *last: str) -> list[list[str]]:
    """Articles of one site with teasers below each, which change."""
    return [[*blocks, DESK, *TEASERS[i], *last] for i, blocks in enumerate(site(number, "Background"))]


def places(files: list[list[str]]) -> dict[str, str]:
    return {repeat.example: repeat.place for repeat in find_repeats(lambda: map("\n\n".join, files))}


def test_the_lines_above_all_headlines_go() -> None:
    assert places(site(5, first=("The Marsh Lantern", "News, tides"))) == {
        "The Marsh Lantern": "first",
        "News, tides": "first",
    }
    dated = site(5, first=("The Marsh Lantern", "3 May 2031", "News, tides"))
    assert places(dated).keys() == {"The Marsh Lantern", "News, tides"}


def test_the_lines_below_all_articles_go() -> None:
    assert places(site(5, "Background", last=("Imprint", "Contact:"))) == {
        "Imprint": "last",
        "Contact:": "last",
    }
    assert places(site(5, "Background", last=("Imprint", "|", "* * *"))).keys() == {"Imprint"}


def test_the_rows_of_a_table_that_each_file_sorts_anew_stay() -> None:
    teams = ("Otterby", "Marsh", "Quay", "Orrin", "Hollin", "Venn")
    files = site(9, "Background")
    for number, blocks in enumerate(files):
        blocks += ["Table", *(f"{teams[(number * step + step) % 7 - 1]} {number}" for step in range(1, 7))]
    assert places(files).keys() <= {"Table"}


def test_a_heading_over_changing_teasers_goes_as_one() -> None:
    assert places(desk(6)) == {DESK: "tail"}
    assert places(desk(6, "Imprint")) == {DESK: "tail", "Imprint": "last"}
    (repeat,) = find_repeats(lambda: map("\n\n".join, desk(6)))
    assert repeat.heads
    assert repeat.page[repeat.at] == DESK
    assert repeat.page[repeat.at + 1 :] == TEASERS[0]


def test_teasers_that_are_themselves_repeats_change_all_the_same() -> None:
    files = site(6, "Background", last=(DESK, "", ""))
    for number, blocks in enumerate(files):
        blocks[-2:] = [TEASERS[(number + step) % 6 // 2][0] for step in (0, 3)]
    found = {repeat.example: repeat for repeat in find_repeats(lambda: map("\n\n".join, files))}
    assert found[DESK].heads
    files = site(6, "Background", last=(DESK, "Imprint", LAST))
    assert not any(repeat.heads for repeat in find_repeats(lambda: map("\n\n".join, files)))


@pytest.mark.parametrize(
    ("with_it", "of", "goes"), [(4, 4, False), (5, 5, True), (5, 8, True), (5, 9, False), (6, 9, True)]
)
def test_a_place_needs_five_files_and_sixty_percent(with_it: int, of: int, goes: bool) -> None:
    for shape in (site(of, first=(DESK,)), site(of, last=(DESK,)), desk(of)):
        for blocks in shape[with_it:]:
            blocks.remove(DESK)
        assert (DESK in learned(shape)) is goes


def test_one_file_in_which_it_is_a_heading_shows_that_it_can_be_one() -> None:
    for shape in (site(8, first=(DESK,)), site(8, last=(DESK,)), desk(8)):
        assert DESK in learned(shape)
        shape[3].insert(4, DESK)
        assert DESK not in learned(shape)


def test_a_short_headline_that_is_a_teaser_elsewhere_stays() -> None:
    for shape in (desk(8), site(8, last=(DESK, "Imprint"))):
        shape[0].remove(DESK)
        shape[0][0] = DESK
        assert DESK not in learned(shape)
        shape[0].insert(1, "How the otters came back to the quay")
        assert DESK not in learned(shape), "with a line of its own below it"


def test_a_page_without_paragraphs_says_nothing_of_tails() -> None:
    pictures = ["Pictures of the parade", "A band in the rain", DESK, "Otters in April", "Imprint"]
    assert places([*desk(6, "Imprint"), pictures]) == {DESK: "tail", "Imprint": "last"}
    assert places([["Letters", TEASERS[i][0], f"Short {'abcdefgh'[i]}"] for i in range(8)]) == {}
    verse = [[f"Song {'abcdefgh'[i]}", TEASERS[i][0], "Chorus", TEASERS[i][1], "Chorus"] for i in range(8)]
    assert places(verse) == {}


def test_paragraphs_in_scripts_without_spaces_are_paragraphs() -> None:
    said = "市议会昨天开会讨论了码头和渡轮的冬季停航问题并听取了居民代表和船员们的意见"
    files = [
        [
            "沼泽灯报",
            f"标题{mark}",
            f"{mark}{said}。",
            "背景",
            f"{said}{mark}。",
            "相关报道",
            f"短讯{mark}",
            "版权",
        ]
        for mark in "甲乙丙丁戊己庚辛"
    ]
    assert places(files) == {"沼泽灯报": "first", "相关报道": "tail", "版权": "last"}


def test_the_headline_that_is_a_teaser_elsewhere_stays() -> None:
    headline = "Otters return to the old quay after forty years"
    files = site(8, last=(BOX, headline, LAST))
    assert headline in learned(files)
    files[0][0] = headline
    assert learned(files).keys() == {BOX, LAST}
    files[0].remove(headline)
    files[0].remove(headline)
    files[0].insert(0, headline)
    assert headline not in learned(files)


def test_the_headline_right_below_the_menu_stays() -> None:
    headline = "Otters return to the old quay after forty years"
    files = site(8, first=("Home", "News", "Tides"), last=(BOX, headline, LAST))
    assert headline in learned(files)
    files[0].remove(headline)
    files[0][3] = headline
    assert headline not in learned(files)


def test_copies_of_one_article_are_one_file() -> None:
    files = site(7)
    copies = [[*files[0], f"Comment number {'abcd'[i]}"] for i in range(4)]
    assert learned([*files, *copies]) == {}


def test_a_table_that_is_full_forgets_the_rare() -> None:
    files = site(8, BOX)
    assert BOX in learned(files, limit=20)


def test_a_button_is_no_byline() -> None:
    assert not of_articles("By continuing you accept our cookies", "by continuing you accept our cookies")
    assert of_articles("By Jo Brill", "by jo brill")


LINES = st.lists(
    st.sampled_from(
        ["Home", "News", BOX, MOTTO, LAST, "0", "…", *(prose(i, j) for i in range(4) for j in range(4))]
    )
)


@given(st.lists(LINES, max_size=9))
@cases(300)
def test_counts_are_true_and_never_of_fewer_than_three_files(files: list[list[str]]) -> None:
    for repeat in find_repeats(lambda: ["\n".join(blocks) for blocks in files]):
        assert 3 <= repeat.files <= sum(repeat.example in blocks for blocks in files)
        assert repeat.files >= 0.3 * repeat.of
        assert repeat.of <= len(files)


def test_a_repeat_knows_what_articles_say_in_its_words() -> None:
    files = site(6, first=(BOX,))
    files[4].insert(4, "The ferries that know the weather and the tides do not know the marsh in that fog.")
    texts = ["\n\n".join(blocks) for blocks in files]
    (repeat,) = find_repeats(lambda: texts)
    assert repeat.near == files[4][4]


def test_a_teaser_below_articles_is_no_counter_example() -> None:
    files = site(6, last=(LAST,))
    for number, blocks in enumerate(files):
        blocks.append(f"Imprint of the Lantern moves to {'abcdef'[number]} street")
    texts = ["\n\n".join(blocks) for blocks in files]
    assert [(repeat.example, repeat.near) for repeat in find_repeats(lambda: texts)] == [(LAST, "")]
