"""A terminal gets nothing that a stranger says: every byte of every command, through a real pty."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import environment

BAD = "\x1b]0;owned\x07\x1b[5m\x9b5m\x08\x0b\u202eevil\u2066"
"""A window's title, blinking, C1's way to say the same, a backspace, direction overrides."""
NAME = "a\x1b[5m\x1b]0;owned\x07\u202e\x9b5mb.txt"
OWN = re.compile(r"\x1b\[(?:0|1|2|3|4|7|22|39|3[0-7]|9[0-7]|38;5;\d+|[;\d]*)?m|\x1b\[K")
"""What textclean itself may say to a terminal: colours, and the end of a line that it draws anew."""
FORBIDDEN = re.compile(
    "[\x00-\x07\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
RULES = """[ad."ba\\u001b[5m\\u202ed"]
title = "ti\\u001b[5mtle \\u202e"
pattern = '''never seen''' {}
removes = ["Never seen."]
keeps = ["Seen."]
"""
CONFIG = 'language = "d\\u001b[5m\\u202ee"\n'
KEY = '"k\\u001b[5m\\u202ee" = 1\n'


def on_a_terminal(*args: str, cwd: Path) -> str:
    """All that a command writes when its input, output and errors are a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "textclean", *args],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=environment(
            XDG_STATE_HOME=str(cwd / "state"), XDG_CONFIG_HOME=str(cwd / "config"), TERM="xterm-256color"
        ),
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(ours)
    process.wait(60)
    return said.decode("utf-8", "surrogateescape")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    text = (
        f"She said “{BAD}yes” and â€œnoâ€\x9d {BAD} caf\u00c3\u00a9.\n\nSign up to our newsletter {BAD}\n" * 2
    )
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / NAME).write_text(text, encoding="utf-8")
    (tmp_path / "in" / f"2{NAME}").write_text(text, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(RULES.format(""), encoding="utf-8")
    (tmp_path / "broken.toml").write_text(RULES.format("\nx = 1"), encoding="utf-8")
    for name, content in (("value", CONFIG), ("key", KEY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "textclean.toml").write_text(content, encoding="utf-8")
    (tmp_path / "bad.json").write_text(
        '{"version": 1, "file": "' + "\\u001b[5m\\u202e" + '", "error": "\\u001b[5m"}'
    )
    return tmp_path


CALLS = [
    ("fix", NAME),
    ("fix", "--skip", "repair", NAME),
    ("fix", "--diff", NAME),
    ("fix", "--explain", NAME),
    ("fix", "--report", "-", NAME),
    ("fix", "--check", "in"),
    ("fix", "--mark", NAME),
    ("fix", "-i", "in"),
    ("fix", f"gone{NAME}"),
    ("fix", NAME, f"gone{NAME}", "-o", "out"),
    ("fix", f"--{NAME}"),
    ("fix", "--keep", NAME, "in"),
    ("fix", "--encoding", NAME, "in"),
    ("fix", "--rules", NAME, "in/" + NAME),
    ("fix", "--rules", "broken.toml", NAME),
    ("fix", "--rules", "rules.toml", NAME),
    (NAME,),
    ("detect", NAME),
    ("rules", "test", "rules.toml"),
    ("rules", "why", NAME),
    ("rules", "show", NAME),
    ("learn", "in"),
    ("restore", NAME, "bad.json"),
    ("undo", NAME),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call[:2]).encode("unicode_escape").decode())
def test_no_byte_of_a_stranger_speaks_to_the_terminal(call: tuple[str, ...], here: Path) -> None:
    said = on_a_terminal(*call, cwd=here)
    assert said
    assert "\x1b[5m" not in said
    assert not FORBIDDEN.findall(OWN.sub("", said)), said


@pytest.mark.parametrize("folder", ["value", "key"])
@pytest.mark.parametrize("command", [("config",), ("fix", "../in/" + NAME)])
def test_nor_does_a_configuration(folder: str, command: tuple[str, ...], here: Path) -> None:
    said = on_a_terminal(*command, cwd=here / folder)
    assert said
    assert not FORBIDDEN.findall(OWN.sub("", said)), said


def test_what_is_no_terminal_gets_the_text_as_it_is(here: Path) -> None:
    command = [sys.executable, "-m", "textclean", "fix", "--skip", "repair,boilerplate,quotes", NAME]
    done = subprocess.run(command, cwd=here, env=environment(), capture_output=True, check=True)
    assert done.stdout == (here / NAME).read_bytes()
