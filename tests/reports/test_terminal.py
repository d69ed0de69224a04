"""The report at a terminal: readable, in figures, and harmless."""

import re

import pytest

from tests.reports.samples import HOSTILE, ONE, RAW, SUMMARY, result
from textclean import Document, Edit, Notice, Result
from textclean.reports import terminal


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal on which no line of these tests wraps."""
    monkeypatch.setenv("COLUMNS", "200")


def plain(made: Result, name: str = "a.txt") -> str:
    return terminal.record(made, name, colour=False)


def test_changes_stand_by_kind_with_their_rules() -> None:
    lines = [line.rstrip() for line in plain(ONE).splitlines()]
    assert lines[0].startswith("a.txt ─")
    assert lines[1] == "Removed (1)"
    assert re.match(r" {5}2 {2}newsletter {2}.* {2}en\.newsletter\.sign-up$", lines[2])
    assert lines[3:6] == ["        97% sure", "     │  - Sign up now", "Quotation marks (2)"]
    assert lines[6] == '     1  A [-“-]{+"+}b[-”-]{+"+} c'
    assert "(quotes.straight)" in lines[7]
    assert "Seen and left alone (1)" in lines


def test_a_removed_block_whose_mojibake_was_repaired_is_a_removal() -> None:
    made = result("Giâ€™e", [Edit(0, "Giâ€™e", "", ("repair.mojibake", "en.donation.x"))])
    assert plain(made).splitlines()[1] == "Removed (1)"


def test_what_is_far_from_a_change_is_folded() -> None:
    made = result("x" * 500 + "“" + "y" * 500, [Edit(500, "“", '"', ("quotes.straight",))])
    assert f'     1  …{"x" * 32}[-“-]{{+"+}}{"y" * 32}…' in plain(made)


def test_a_long_removed_block_shows_its_ends() -> None:
    text = "".join(f"line {number}\n" for number in range(50))
    shown = plain(result(text, [Edit(0, text, "", ("en.donation.letter",))]))
    assert "line 0" in shown
    assert "line 49" in shown
    assert "42 lines more" in shown
    assert "line 20" not in shown


def test_only_the_encoding_changes() -> None:
    made = Result(Document("é", "cp1252", "cp1252 by its letters"), "é", ())
    assert "Read as cp1252, written as UTF-8: cp1252 by its letters" in plain(made)


def test_nothing_to_show_is_nothing() -> None:
    assert plain(result("a", [])) == ""


@pytest.mark.parametrize("colour", [True, False])
def test_nothing_from_outside_speaks_to_the_terminal(colour: bool) -> None:
    text = f"{HOSTILE}\nb"
    edits = [Edit(0, HOSTILE, HOSTILE + "!", ("quotes.straight",), 1.0, HOSTILE)]
    made = result(text, edits, (Notice(0, HOSTILE, "repair.x", HOSTILE),))
    removed = result(text, [Edit(0, text, "", (f"en.ad.{HOSTILE}",), 1.0, HOSTILE)])
    for document in (made, removed):
        shown = terminal.record(document, HOSTILE, colour=colour)
        inert = re.sub(r"\x1b\[[0-9;]*m", "", shown) if colour else shown
        assert not set(RAW) & set(inert)
        assert "[/x]" in inert


def test_colour_marks_the_change_itself() -> None:
    shown = terminal.record(ONE, "a.txt", colour=True)
    assert re.search(r"\x1b\[[0-9;]*31m“\x1b\[0m\x1b\[[0-9;]*32m\"", shown)
    assert "[-" not in shown


def test_the_table_has_the_figures() -> None:
    lines = [" ".join(line.split()) for line in terminal.table(SUMMARY, colour=False).splitlines()]
    assert "quotes 2" in lines
    assert "newsletter 1 3" in lines
    assert "2 files, 1 changed, 1 failed; read as utf-8 2" in lines


@pytest.mark.parametrize(
    ("variables", "on_terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colour_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], on_terminal: bool, wanted: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal.wants_colour(on_terminal) is wanted
