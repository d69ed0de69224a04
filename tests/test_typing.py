"""A type checker knows the options as the cleaner does: what is wrong is found before it runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from textclean.settings import CHOICES, STAGES, Options, OptionValues

WRONG = [
    'textclean.Cleaner(quotes="curly")',
    'textclean.clean("a", quotes="curly")',
    'textclean.clean_bytes(b"a", boilerplate="bold")',
    'textclean.clean("a", keep="newsletter")',
    'textclean.clean("a", stages=["repairs"])',
    'textclean.clean("a", colour="red")',
    "textclean.clean(None)",
    'textclean.clean(b"a")',
]
RIGHT = """\
cleaner = textclean.Cleaner(quotes="typographic", keep=["newsletter"], stages=("repair",))
texts: list[str] = [result.text for result in map(cleaner, ["a", "b"])]
textclean.clean("a", boilerplate="thorough", language=None)
textclean.clean_bytes(b"a", "cp1252", repair="bold")
"""


def test_the_types_name_the_options_and_their_choices() -> None:
    hints = get_type_hints(OptionValues)
    assert hints.keys() == get_type_hints(Options).keys()
    assert {name: get_args(hints[name]) for name in CHOICES} == CHOICES
    assert {get_args(get_args(each)[0]) for each in get_args(hints["stages"])} == {STAGES}


def test_mypy_refuses_wrong_options_and_no_right_one(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "snippet.py").write_text("\n".join(["import textclean", *WRONG, RIGHT]))
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--no-error-summary"]
    done = subprocess.run(
        [*command, f"--cache-dir={tmp_path}", "--config-file=", "snippet.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    assert lines == set(range(2, 2 + len(WRONG))), done.stdout + done.stderr
