"""Explaining and marking: what is said of each block, and how a review copy looks."""

import textclean
from textclean.boilerplate.explain import explain
from textclean.boilerplate.marking import mark
from textclean.edits import Edit
from textclean.settings import Options

TEXT = (
    "The ferry was taken out of service after a goat was found on it, the office said.\n\n"
    "Sign up for our free newsletter!\n\n\n"
    "Service resumes on Thursday, weather permitting, with one more sailing at noon.\n"
)

LETTER = (
    "Dear readers,\n\nThis winter has been the hardest that we can remember. Paper costs twice as much.\n\n"
    "To carry on with our journalism, we need your help. Please support us from just £2 a month.\n\n"
    "Thank you for standing with us.\n\nDonate now\n\n"
)


def test_each_block_is_explained_with_its_place() -> None:
    found = explain(TEXT, Options())
    starts = [TEXT.index(words) for words in ("The ferry", "Sign up", "Service")]
    assert [(one.start, one.removed) for one in found] == list(zip(starts, (False, True, False), strict=True))
    assert any(rule.category == "newsletter" for rule in found[1].rules)
    assert found[0].reason == "reads like the article"


def test_what_else_was_removed_counts() -> None:
    edit = Edit(0, TEXT[: TEXT.index("Sign up")], "", ("x.related.box",), 0.9, "a box")
    found = explain(TEXT, Options(), [edit])
    assert found[0].confidence == 0.9
    assert [one.removed for one in found] == [True, False, False]
    assert found[0].reason == "a box"


def test_what_the_user_keeps_is_told_of_a_block_that_stays() -> None:
    found = explain(TEXT, Options(keep=("newsletter",)))
    assert [one.removed for one in found] == [False] * 3
    assert found[1].reason == "you keep an invitation to a newsletter"


def test_every_reason_of_the_model_names_a_kind() -> None:
    found = [edit for edit in textclean.clean(LETTER + TEXT, stages=["boilerplate"]).edits if edit.reason]
    assert found
    assert all(edit.reason.startswith(("reads like", "part of")) for edit in found)
    assert any("an appeal for donations" in edit.reason for edit in found)


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
