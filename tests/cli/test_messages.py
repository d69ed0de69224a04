"""Messages: figures are folded between words on a terminal, and nothing is folded elsewhere."""

from __future__ import annotations

import re
import sys

import pytest

from tests.cli.test_fix import on_a_terminal
from tests.examples import ROOT
from textclean.cli import messages

FIGURES = "9 files, 9 changed (repair 85, quotes 78, subscribe 3)"


def test_a_terminal_gets_figures_folded_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(messages, "columns", lambda: 40)
    messages.say_figures(FIGURES)
    assert capsys.readouterr().err == (
        "textclean: 9 files, 9 changed (repair\n  85, quotes 78, subscribe 3)\n"
    )
    messages.say_figures("a-long-name-with-hyphens-in-it.txt: 1 change")
    assert capsys.readouterr().err == "textclean: a-long-name-with-hyphens-in-it.txt:\n  1 change\n"


def test_a_file_gets_them_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    messages.say_figures(FIGURES * 5)
    assert capsys.readouterr().err == f"textclean: {FIGURES * 5}\n"


def test_the_figures_of_a_run_keep_their_words_whole() -> None:
    command = [
        "fix",
        "--check",
        "--no-config",
        "--no-progress",
        *sorted(map(str, ROOT.glob("samples/*.txt"))),
    ]
    shown, _ = on_a_terminal(command, ROOT)
    _, mark, figures = shown.decode().partition("textclean: ")
    lines = (mark + figures).splitlines()
    assert len(lines) > 1
    assert all(len(line) <= 80 for line in lines)
    whole = " ".join(line.strip() for line in lines)
    assert re.fullmatch(r"textclean: (\d+) files, \1 would change \((?:[a-z]+ \d+, )+[a-z]+ \d+\)", whole)
