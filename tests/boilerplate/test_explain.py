"""Explaining and marking: what is said of each block, and how a review copy looks."""

import textclean
from textclean.boilerplate.explain import explain
from textclean.boilerplate.marking import mark
from textclean.settings import Options

TEXT = (
    "The ferry was taken out of service after a goat was found on it, the office said.\n\n"
    "Sign up for our free newsletter!\n\n\n"
    "Continue\n"
    "Service resumes on Thursday, weather permitting, with one more sailing at noon.\n"
)


def test_each_block_is_explained_with_its_line() -> None:
    found = explain(TEXT, Options())
    assert [(one.line, one.removed) for one in found] == [(1, False), (3, True), (6, True), (7, False)]
    assert any(rule.category == "newsletter" for rule in found[1].rules)
    assert found[0].reason == "no rule speaks of it"


def test_a_part_without_an_appeal_is_said_to_be_one() -> None:
    found = explain("Continue\n", Options())
    assert not found[0].removed
    assert "no appeal was found" in found[0].reason


def test_what_the_scorer_finds_likely_is_told_of_a_block_that_stays() -> None:
    text = f"{TEXT}\nThe lamp, the net and the tide\nHow to boil a kettle at sea\n"
    kept = [one for one in explain(text, Options()) if not one.removed and not one.rules]
    assert kept
    assert all(0 < one.confidence < 1 for one in kept)
    assert [one for one in kept if one.confidence >= 0.5] == [one for one in kept if "likely" in one.reason]


def test_a_marked_copy_names_rules_and_keeps_every_word() -> None:
    result = textclean.clean(TEXT, stages=["boilerplate"])
    marked = mark(TEXT, result.edits)
    assert "[-" in marked
    assert "newsletter" in marked
    assert "Sign up for our free newsletter!\n" in marked
    kept = [line for line in marked.splitlines() if not line.startswith(("[-", "-]"))]
    assert kept == TEXT.splitlines()


def test_other_edits_are_made_and_not_marked() -> None:
    text = f"“Goat,” she said, and left.\n{TEXT}"
    result = textclean.clean(text)
    assert mark(text, result.edits).startswith('"Goat," she said, and left.\n')
