"""Each change as a sentence."""

import textclean
from tests.reports.samples import HOSTILE, ONE, RAW, SUMMARY, result
from tests.reports.test_terminal import plain
from textclean import Edit
from textclean.reports import explain


def test_says_what_where_why_and_how_sure() -> None:
    lines = explain.record(ONE, "a.txt").splitlines()
    assert len(lines) == 4
    assert lines[0].startswith('a.txt:1:3: changed ‹“› to ‹"›: ')
    assert "(quotes.straight); 100% sure." in lines[0]
    assert lines[2].startswith("a.txt:2:1: removed ‹Sign up now›: ")
    assert lines[2].endswith("(en.newsletter.sign-up); 97% sure.")
    assert lines[3].startswith("a.txt:3:8: left ‹\ufffd› as it is: no word of the document tells")


def test_what_was_chosen_is_not_said_to_be_left() -> None:
    text = "Then he said: 'Leave it. 'Nobody moved."
    made = textclean.clean(text, quotes="typographic", language="en", stages=["quotes"])
    first, _, last = explain.record(made, "a.txt").splitlines()
    assert first.startswith("a.txt:1:15: changed ‹'› to ‹‘›: ")
    assert first.endswith("; 50% sure.")
    assert last.startswith("a.txt:1:15: unsure of ‹'›: This mark may as well ")
    shown = plain(made)
    assert "Unsure of (1)\n" in shown
    assert "left alone" not in shown


def test_an_insertion_a_long_text_and_a_reason() -> None:
    assert explain.sentence(Edit(0, "", "x", ("repair.x",))).startswith("added ‹x›: ")
    long = explain.sentence(Edit(0, "word " * 100, "", ("en.ad.x",), 0.5, "short lines around"))
    assert "…›: " in long
    assert long.endswith("; short lines around; 50% sure.")


def test_stays_on_one_line_and_inert() -> None:
    made = result(HOSTILE, [Edit(0, HOSTILE, "", (f"en.ad.{HOSTILE}",), 1.0, HOSTILE)])
    shown = explain.record(made, HOSTILE)
    assert shown.count("\n") == 1
    assert not set(RAW) & set(shown)


def test_the_figures_come_last() -> None:
    [(path, data)] = explain.assemble(["a\n"], SUMMARY, "-")
    assert path == "-"
    figures = "2 files, 1 changed, 1 failed (quotes 2, newsletter 1)"
    assert data.decode() == f"a\n{figures}; words removed: newsletter 3; encodings: utf-8 2\n"
