"""What is made of the model's odds: bars, runs, guards, letters, and what the user wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

import textclean
from textclean.boilerplate.blocks import split
from textclean.boilerplate.decide import Verdict, decide
from textclean.boilerplate.form import shapes
from textclean.boilerplate.model import Judgement, Model, shipped_model
from textclean.boilerplate.page import Page
from textclean.boilerplate.rules import Rule
from textclean.settings import Options

ARTICLE, DOUBT, GONE = 6.0, 0.0, -9.0
"""Odds of what is surely the article, of what could be either, and of what is surely not the article."""
PROSE = "The ferry was taken out of service on Monday after a goat was found in the engine room, she said."


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped_model()


def page(
    model: Model,
    rows: Sequence[tuple[str, float]],
    kind: str = "donation",
    hits: Mapping[int, str] | None = None,
) -> Page:
    """A page of lines with odds; `hits` gives roles of rules that speak for some of them."""
    text = "\n\n".join(line for line, _ in rows)
    lines = [line for line, _ in rows]
    odds = np.array([odds for _, odds in rows], np.float32)
    kinds = np.zeros((len(rows), len(model.kinds)), np.float32)
    kinds[:, model.kinds.index(kind)] = 1
    pieces = [model.pieces(line) for line in lines]
    judged = Judgement(odds, kinds)
    rules = {
        index: [Rule(f"lamp.donation.{role}", "", "", role=role)] for index, role in (hits or {}).items()
    }
    vectors = np.zeros((len(rows), model.width), np.float32)
    return Page(text, split(text), lines, pieces, vectors, shapes(lines), rules, judged, odds)


def gone(model: Model, found: Page, **options: object) -> list[int]:
    return [verdict.block for verdict in decide(found, Options(**options), model)]  # type: ignore[arg-type]


def article(count: int) -> list[tuple[str, float]]:
    return [(PROSE, ARTICLE)] * count


def test_what_lies_under_the_bar_goes_and_says_why(model: Model) -> None:
    found = page(model, [*article(3), ("Give today to keep us going", GONE), *article(2)])
    (verdict,) = decide(found, Options(), model)
    assert verdict.block == 3
    assert verdict.rules == ("model.donation.page",)
    assert verdict.confidence >= 0.9
    assert verdict.reason.startswith("reads like an appeal for donations")


def test_thorough_is_less_sure(model: Model) -> None:
    between = (model.bar("careful") + model.bar("thorough")) / 2
    found = page(model, [*article(5), ("Give today to keep us going", between), *article(2)])
    assert gone(model, found) == []
    assert gone(model, found, boilerplate="thorough") == [5]


def test_reasons_name_words_or_the_run(model: Model) -> None:
    rows = [*article(3), ("Sign up for our newsletter!", GONE), *article(2)]
    (verdict,) = decide(page(model, rows, kind="newsletter"), Options(), model)
    assert "“newsletter”" in verdict.reason
    letter = [("A word from the Lamp:", GONE), ("We need your help, please give today.", GONE), ("$5", GONE)]
    reasons = {one.reason for one in decide(page(model, [*article(3), *letter]), Options(), model)}
    assert reasons == {"part of an appeal for donations, from “A word from the Lamp:” to “$5”"}


def test_a_text_of_which_all_would_go_stays(model: Model) -> None:
    assert gone(model, page(model, [("Give today", GONE)] * 6)) == []
    assert gone(model, page(model, [("Give today", GONE)] * 6, hits={0: "block"})) == []


def test_a_letter_is_taken_with_its_buttons(model: Model) -> None:
    rows = [*article(3), *[("We need your help, please give today.", GONE)] * 3, ("Once", -1.0), ("$5", -0.6)]
    assert gone(model, page(model, [*rows, *article(1)])) == [3, 4, 5, 6, 7]
    assert gone(model, page(model, [*rows, *article(1)], kind="navigation")) == [3, 4, 5]


def test_a_letter_is_taken_from_its_opening(model: Model) -> None:
    rows = [
        *article(3),
        ("Dear readers,", -2.0),
        ("This winter was hard for all of us at the Lamp.", 0.5),
        ("Paper costs twice what it did.", 0.0),
        *[("We need your help, please give today.", GONE)] * 2,
    ]
    assert gone(model, page(model, rows)) == [6, 7]
    assert gone(model, page(model, rows, hits={3: "opener"})) == [3, 4, 5, 6, 7]


UNSURE = -2.4
"""Odds of what goes only with its neighbours."""
TEA = "There is tea afterwards for whoever stays."


def test_a_sentence_between_the_article_and_a_box_is_the_article_s(model: Model) -> None:
    box = [("Sign up for our newsletter", GONE), ("Share", GONE)]
    assert gone(model, page(model, [*article(3), (TEA, UNSURE), *box])) == [4, 5]
    assert gone(model, page(model, [*article(2), *box, (TEA, UNSURE), *article(2)])) == [2, 3]
    button = ("Read it each Friday", UNSURE)
    assert gone(model, page(model, [*article(3), button, *box])) == [3, 4, 5], "no sentence"
    letter = [(TEA, UNSURE), (PROSE, GONE), *box]
    assert gone(model, page(model, [*article(3), *letter])) == [3, 4, 5, 6], "the opening of a letter"
    assert gone(model, page(model, [*article(3), *box, (TEA, UNSURE)])) == [3, 4, 5], "not at the article"


@pytest.mark.parametrize(
    "notice",
    [
        "To book, call 01632 960 114 or ask at the pier.",
        "Die Anmeldung geht per E-Mail an chor@skarholm.example.",
        "L’inscription est gratuite jusqu’au 3 mai.",
    ],
)
def test_whom_to_call_and_by_when_needs_more(model: Model, notice: str) -> None:
    bar, box = model.bar("careful"), [("Sign up for our newsletter", GONE), ("Share", GONE)]
    assert gone(model, page(model, [*article(3), (notice, bar - 1), *box])) == [4, 5]
    assert gone(model, page(model, [*article(3), (notice, bar - 3), *box])) == [3, 4, 5]
    assert gone(model, page(model, [*article(3), ("Call now", bar - 1), *box])) == [3, 4, 5], "no notice"
    inside = [("Give today", GONE), (notice, bar - 1), *box]
    assert gone(model, page(model, [*article(3), *inside])) == [3, 4, 5, 6], "the letter's own"


def test_no_appeal_takes_the_headline_above_it_along(model: Model) -> None:
    appeal = [("Please give to our work", GONE)] * 3
    rows = [("Letters get longer", -0.9), *appeal, *article(3)]
    assert gone(model, page(model, rows)) == [1, 2, 3]
    assert gone(model, page(model, [*article(3), ("Dear friends", -0.9), *appeal])) == [3, 4, 5, 6]


CHOIR = (
    "Choir at Skarholm looks for voices\n\n"
    "The choir of Skarholm rehearses each Tuesday at eight in the old net loft above the harbour.\n\n"
    "“You need not read music,” said Ivo Brandt, who leads it. “You need to turn up and to stay for the tea.”"
)


@pytest.mark.parametrize(
    "line",
    [
        "To join, call 01632 960 114 or email choir@skarholm.example.",
        "Gifts for the new piano can be left at the harbour office.",
        "Anyone who wants to sing should write to the harbour office by Friday.",
    ],
)
@pytest.mark.parametrize(
    "box",
    [
        "Sign up for our newsletter\n\nShare",
        "Support our journalism with a donation.\n\nDonate now",
        "This article is for subscribers only.\n\nAlready a subscriber? Log in",
    ],
)
def test_the_last_line_of_an_article_stays_above_an_outlet_s_own_box(line: str, box: str) -> None:
    result = textclean.clean(f"{CHOIR}\n\n{line}\n\n{box}\n", stages=["boilerplate"])
    assert result.text == f"{CHOIR}\n\n{line}\n"


def test_an_opening_without_a_plea_stays(model: Model) -> None:
    rows = [*article(3), ("Dear readers,", -2.0), ("You wrote to me about the crossword.", 1.0), *article(2)]
    assert gone(model, page(model, rows, hits={3: "opener"})) == []


def test_a_rule_that_speaks_inside_appeals_needs_the_model(model: Model) -> None:
    for odds, goes in ((DOUBT - 1, [3]), (DOUBT + 1, [])):
        rows = [*article(3), ("Support the Lamp!", odds), *article(3)]
        assert gone(model, page(model, rows, hits={3: "part"})) == goes


def test_a_rule_alone_is_enough(model: Model) -> None:
    rows = [*article(3), ("Support the Lamp!", ARTICLE), *article(3)]
    (verdict,) = decide(page(model, rows, hits={3: "block"}), Options(), model)
    assert verdict == Verdict(3, ("lamp.donation.block",), 0.95)


def test_no_item_of_a_list_goes_alone(model: Model) -> None:
    under = model.bar("careful") - 1
    items = [("Bread, two loaves", ARTICLE), ("Newsletter, one", under), ("Butter, half", ARTICLE)]
    assert gone(model, page(model, [*article(3), *items, *article(1)])) == []
    apart = [(PROSE, ARTICLE), ("Newsletter, one", under), (PROSE, ARTICLE)]
    assert gone(model, page(model, [*article(3), *apart])) == [4]


def test_no_line_of_code_goes(model: Model) -> None:
    under = model.bar("careful") - 1
    code = [("def give(sum):", ARTICLE), ("total_sum += sum", ARTICLE), ("if x >= 3 {", under), ("}", under)]
    assert gone(model, page(model, [*article(4), *code, *article(4)])) == []


def test_headline_and_first_paragraph_need_more(model: Model) -> None:
    under = model.bar("careful") - 1
    rows = [("Give, said the goat", under), (PROSE, under), *article(6)]
    assert gone(model, page(model, rows)) == []
    assert gone(model, page(model, [("Home", GONE), ("News", GONE), *rows])) == [0, 1]


def test_a_page_that_the_model_does_not_know_is_left_alone(model: Model) -> None:
    under = model.bar("careful") - 0.5
    diary = [("Fog over the camp at six", DOUBT)] * 30
    assert gone(model, page(model, [*diary, ("Soup again", under), (PROSE, ARTICLE)])) == []
    assert gone(model, page(model, [*article(30), ("Soup again", under), (PROSE, ARTICLE)])) == [30]


def test_a_short_text_loses_only_what_is_sure(model: Model) -> None:
    under = model.bar("careful") - 1
    assert gone(model, page(model, [*article(1), ("Give today", under)])) == []
    assert gone(model, page(model, [*article(1), ("Give today", GONE)])) == [1]


def test_kinds_can_be_kept_and_asked_for(model: Model) -> None:
    rows = [
        *article(4),
        ("Give today to keep us going", GONE),
        (PROSE, ARTICLE),
        ("Or tomorrow", -0.5),
        *article(1),
    ]
    assert gone(model, page(model, rows)) == [4]
    for name in ("donation", "model.donation.page"):
        assert gone(model, page(model, rows), keep=(name,)) == []
        assert gone(model, page(model, rows), remove=(name,)) == [4, 6]
    assert gone(model, page(model, rows), keep=("newsletter",)) == [4]
