"""The boilerplate stage as a whole: what goes, what stays, and that a second run changes nothing."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean.boilerplate.model import WEIGHTS, Judgement, Model, load
from textclean.boilerplate.stage import Remover
from textclean.settings import Options

TITLE = "Ferry to Pell suspended after goat is found in the engine room"
FIRST = (
    "The ferry between Harrow and Pell was taken out of service on Monday after engineers found a goat "
    "asleep beside the port engine, the harbour office confirmed in a statement."
)
SECOND = (
    "Captain Ida Brandt, who has run the crossing since 1998, was quoted as saying that the animal had come "
    "aboard with a party of beekeepers and had not bought a ticket."
)
THIRD = "Service is expected to resume on Thursday, weather permitting, with one additional sailing at noon."
ARTICLE = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"

LETTER = """A message from The Harrow Lamp:

Dear readers,

This winter has been the hardest that we can remember. Paper costs twice what it did.

Nobody owns us but you, and we would like it to stay that way.

But to carry on with this work, we need your help. Please support us from just £2 a month.

Thank you for standing with us.

Once
Monthly
Annual
Continue
Payment methods
Remind me later
"""


def clean(text: str, **options: Any) -> str:
    return textclean.clean(text, stages=["boilerplate"], **options).text


def test_a_letter_goes_from_its_opening_to_its_last_button() -> None:
    assert clean(f"{ARTICLE}\n{LETTER}") == ARTICLE
    assert clean(f"{LETTER}\n{ARTICLE}") == ARTICLE


def test_a_letter_in_mid_article_does_not_swallow_the_article() -> None:
    text = f"{TITLE}\n\n{FIRST}\n\n{LETTER}\n{SECOND}\n\n{THIRD}\n"
    assert clean(text) == ARTICLE


def test_a_letter_that_is_read_out_in_an_article_stays() -> None:
    text = (
        f'{TITLE}\n\nThe judge read the letter to the jury.\n\n"Dear friends,\n\n'
        "We need your help, and every penny counts. Please give what you can today.\n\n"
        f'Yours in hope,\n\nNan Pell"\n\n{FIRST}\n'
    )
    assert clean(text) == text


def test_a_letter_to_the_readers_that_asks_for_nothing_stays() -> None:
    text = (
        "Dear readers,\n\nYou wrote to me in great numbers about the crossword, and you were right.\n\n"
        "It goes back to the last page tomorrow, where the editor has promised to leave it.\n\n"
        "Your servant,\n\nIda Brandt\n"
    )
    assert clean(text) == text


def test_an_appeal_for_others_stays() -> None:
    text = (
        "How to help after the flood\n\n"
        "Pell Valley Foundation: grants go to households. Donate by check or by text: PELL to 00055.\n\n"
        "Teamwork for Goats needs hay. Sponsor a stall for $20, or sign up for a monthly gift.\n"
    )
    assert clean(text) == text


def test_a_box_in_mid_article_closes_up() -> None:
    box = "Sign up for our free newsletter\nEnter your email\nSign up\n"
    assert clean(f"{TITLE}\n\n{FIRST}\n\n{box}\n{SECOND}\n") == f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n"
    assert clean(f"{TITLE}\n{FIRST}\n{box}{SECOND}\n") == f"{TITLE}\n{FIRST}\n{SECOND}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_are_kept(end: str) -> None:
    text = f"{FIRST}{end}{end}Sign up for our free newsletter{end}{end}{SECOND}{end}"
    assert clean(text) == f"{FIRST}{end}{end}{SECOND}{end}"


def test_the_last_line_keeps_its_end_and_the_first_gets_no_blank_line() -> None:
    assert clean(f"Advertisement\n\n\n{FIRST}\n\nAdvertisement\n\n\n") == f"{FIRST}\n"
    assert clean(f"{FIRST}\n\nAdvertisement") == f"{FIRST}\n"


def test_every_removal_names_its_rules() -> None:
    result = textclean.clean(f"{ARTICLE}\n{LETTER}", stages=["boilerplate"])
    assert result.edits
    assert all(edit.rules and edit.after == "" and 0 < edit.confidence <= 1 for edit in result.edits)


def test_categories_and_rules_can_be_kept() -> None:
    text = f"{FIRST}\n\nAdvertisement\n\nSign up for our free newsletter\n"
    assert clean(text, keep=["ad", "newsletter"]) == text
    assert clean(text, keep=["ad"]) == f"{FIRST}\n\nAdvertisement\n"
    fired: set[str] = set()
    while found := textclean.clean(text, stages=["boilerplate"], keep=sorted(fired)).edits:
        assert not fired & {rule for edit in found for rule in edit.rules}
        fired |= {rule for edit in found for rule in edit.rules}
    assert fired


def test_thorough_takes_at_least_what_careful_takes() -> None:
    text = f"{ARTICLE}\n{LETTER}\nExplained: Why goats sleep near engines\n"
    assert len(clean(text, boilerplate="thorough")) <= len(clean(text))


def test_a_clean_text_is_left_alone() -> None:
    assert textclean.clean(ARTICLE, stages=["boilerplate"]).edits == ()


LINES = st.sampled_from(
    [*LETTER.splitlines(), *ARTICLE.splitlines(), "Read more", "Related stories", "Goat found in tower", "$5"]
)


@cases(400)
@given(st.lists(LINES, max_size=24))
def test_a_second_run_changes_nothing(lines: list[str]) -> None:
    once = clean("\n".join(lines))
    assert clean(once) == once


def test_a_text_of_which_all_would_go_stays_with_a_warning() -> None:
    for text in ("Advertisement\n", "Donate now\nSign up for our newsletter\nAdvertisement\n"):
        result = textclean.clean(text, stages=["boilerplate"])
        assert result.text == text
        assert [(notice.rule, notice.start) for notice in result.warnings] == [("model.all.page", 0)]
    assert textclean.clean(ARTICLE, stages=["boilerplate"]).warnings == ()


@pytest.mark.parametrize("setting", ["careful", "thorough"])
@pytest.mark.parametrize("line", [TITLE, THIRD, "Dear readers, thank you.", "$5", "Ida Brandt"])
def test_a_line_alone_stays(line: str, setting: str) -> None:
    assert clean(f"{line}\n", boilerplate=setting) == f"{line}\n"


def test_of_a_paragraph_alone_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(model: Model, blocks: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(Model, "read", refuse)
    assert textclean.clean(f"{FIRST}\n", stages=["boilerplate"]).text == f"{FIRST}\n"


def test_a_users_heading_takes_along_what_stands_below(tmp_path: Path) -> None:
    rules = tmp_path / "lamp.toml"
    rules.write_text(
        "[related.more]\ntitle = 'More'\nrole = 'heading'\npattern = '^more from the lamp$'\n"
        "removes = ['More from the Lamp']\nkeeps = ['There is more from the lamp.']\n",
        encoding="utf-8",
    )
    listed = "More from the Lamp\nRead more\nShare on Facebook\n"
    assert clean(ARTICLE + listed, rules=[str(rules)]) == ARTICLE
    assert clean(f"{FIRST}\n\nMore from the Lamp\n\n{SECOND}\n\n{THIRD}\n", rules=[str(rules)]) == (
        f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"
    )


def test_an_empty_text_is_left_alone() -> None:
    assert textclean.clean("", stages=["boilerplate"]).edits == ()
    assert textclean.clean("\n \n", stages=["boilerplate"]).edits == ()


class Scripted(Model):
    """A model that says what a script says: for so many blocks, which of them go."""

    def __init__(self, script: dict[int, list[int]]) -> None:
        super().__init__(*load(WEIGHTS))
        self.script = script

    def judge(self, vectors: Any, shapes: Any, gaps: Any) -> Judgement:
        odds = np.full(len(vectors), 6.0, np.float32)
        odds[self.script.get(len(vectors), [])] = -9
        kinds = np.zeros((len(vectors), len(self.kinds)), np.float32)
        kinds[:, 2] = 1
        return Judgement(odds, kinds)


PARAGRAPHS = [f"{FIRST} It was the {number}th goat of the year, and nobody knew why." for number in range(9)]
LONG = "\n\n".join(PARAGRAPHS) + "\n"


def test_rounds_go_on_until_nothing_goes() -> None:
    model = Scripted({9: [4], 8: []})
    changes = Remover(Options(), model)(LONG)
    assert [edit.before.strip() for edit in changes.edits] == [PARAGRAPHS[4]]


def test_what_was_article_at_first_sight_never_goes_because_its_neighbours_went() -> None:
    model = Scripted({9: [4], 8: [4]})  # the fifth goes, and then the one that takes its place
    changes = Remover(Options(), model)(LONG)
    assert changes.edits == ()
    assert [notice.rule for notice in changes.notices] == ["model.unsettled.page"]


def test_rounds_without_end_leave_the_text_as_it_was() -> None:
    many = "\n\n".join(PARAGRAPHS * 5) + "\n"
    model = Scripted({count: [count - 1] for count in range(2, 46)})
    assert Remover(Options(), model)(many).edits == ()
