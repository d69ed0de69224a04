"""The scorer: what its table says, and that it leaves articles alone."""

import pickle

import pytest

import textclean
from textclean.boilerplate.blocks import fold, split
from textclean.boilerplate.features import LIMIT, NAMES
from textclean.boilerplate.scorer import TABLE, answer, model_of, own, score, shipped_model, tree_of, weigh

STORY = [
    "The ferry between Harrow and Pell was taken out of service on Monday after engineers found a goat "
    "asleep beside the port engine, the harbour office confirmed in a statement.",
    "Captain Ida Brandt, who has run the crossing since 1998, said that the animal had come aboard with a "
    "party of beekeepers and had not bought a ticket.",
    "The goat, which belongs to a farm above the bay, was returned to its owner in the afternoon. Nobody "
    "could say how it had opened two doors and climbed down a ladder.",
    "Service is expected to resume on Thursday, weather permitting, with one additional sailing at noon.",
]
MENU = ["Home", "News", "Sport", "Weather", "Business", "Contact us", "Log in", "Register", "Search"]
FOOTER = [
    "Leave a Reply",
    "Name",
    "Email",
    "Website",
    "Recent Posts",
    "Archives",
    "Privacy Policy",
    "Contact Us",
]
PAGE = "\n".join([*MENU, "Goat stops ferry", *STORY, *FOOTER]) + "\n"


def clean(text: str, **options: object) -> str:
    return textclean.clean(text, stages=["boilerplate"], **options).text


def odds(text: str) -> list[int]:
    blocks = split(text)
    return list(score(text, blocks, own(text, fold(text), blocks), {}).odds)


def test_menu_and_footer_score_above_every_paragraph() -> None:
    found = odds(PAGE)
    story = found[len(MENU) + 1 : -len(FOOTER)]
    assert max(story) < 0
    assert max(story) < min(found[: len(MENU)])
    assert max(story) < min(found[-len(FOOTER) :])


@pytest.mark.parametrize("setting", ["careful", "thorough"])
def test_the_story_stays(setting: str) -> None:
    cleaned = clean(PAGE, boilerplate=setting)
    assert [line for line in cleaned.splitlines() if line in STORY] == STORY
    assert clean(cleaned, boilerplate=setting) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(STORY) + "\n",
        "Goat stops ferry\n\n" + "\n".join(STORY),
        "Ingredients\n\n2 eggs\n200 g flour\n1 lemon\n\nBeat the eggs with the flour until smooth.\n",
        STORY[0],
        "Goat",
        "",
        "\n \n",
    ],
)
def test_an_article_without_boilerplate_is_left_alone(text: str) -> None:
    assert clean(text, boilerplate="thorough") == text


def test_what_goes_says_why_and_can_be_kept() -> None:
    edits = [edit for edit in textclean.clean(PAGE).edits if "scorer.form" in edit.rules]
    assert edits
    assert all(edit.reason and 0.5 < edit.confidence <= 1 for edit in edits)
    assert not any("scorer.form" in edit.rules for edit in textclean.clean(PAGE, keep=["scorer.form"]).edits)


def test_a_rule_nearby_is_evidence() -> None:
    from textclean.boilerplate.rules import Rule

    text = "\n".join([*STORY, "Zorfen", "Bilkam", "Dunta"]) + "\n"
    blocks = split(text)
    rule = Rule("xx.share.form", "Share", "zorfen")
    found = own(text, fold(text), blocks)
    without = score(text, blocks, found, {}).odds
    beside = score(text, blocks, found, {5: [rule], 6: [rule]}).odds
    assert beside[4] > without[4]


def test_a_tree_looks_up_the_leaf_of_its_answers() -> None:
    mask, leaves = tree_of([2, 0], [100, 200, 300, 400])
    assert mask == 0b101
    assert leaves == {0b000: 100, 0b100: 200, 0b001: 300, 0b101: 400}


def test_the_table_is_weighed_as_its_recipe_says() -> None:
    table = {
        "boilerplate": {"goat": 5, "^ the": 7},
        "comment": {"goat": 2},
        "questions": [["length", 4], ["end", 0]],
        "trees": [[[0, 1], [0, 100, 200, 350]], [[1], [-50, 25]]],
        "chunks": [[1, -900, 340], [1, -9999, 9999]],
        "thresholds": {"careful": [1, 0], "thorough": [0, 0]},
    }
    model = model_of(table)
    assert model.words == {"goat": 5 + 2j, ("^", "the"): 7}
    columns = [[0, 0, 0] for _ in NAMES]
    columns[NAMES.index("length")] = [0, 5, 5]
    columns[NAMES.index("end")] = [3, 3, 0]
    assert weigh(columns, model) == [-50, 50, 350]  # the last is settled by the first chunk


def test_questions_have_answers_for_all_values() -> None:
    assert [answer("length", value, 3) for value in (-LIMIT, 3, 4)] == [False, False, True]
    assert [answer("start", value, 3) for value in (2, 3, 4)] == [False, True, False]
    assert [answer("marks", value, 2) for value in (1, 2, 3)] == [False, True, True]


def test_the_shipped_table_is_small_and_can_be_pickled() -> None:
    assert TABLE.stat().st_size < 2_000_000
    assert pickle.loads(pickle.dumps(shipped_model())) == shipped_model()
