"""Examples in Markdown, run: what a page prints is what its reader will see.

A block marked `console` holds commands after `$` and what they print; one marked `pycon` a Python session;
one with a `title` is a file of that name. They follow one another, as on the page.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Block(NamedTuple):
    """A fenced block of a page."""

    kind: str
    title: str
    text: str


def blocks(page: str) -> list[Block]:
    """All fenced blocks with a language, in order."""
    found = re.findall(r"^( *)```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)
    return [
        Block(kind, title, re.sub(rf"^{indent}", "", text, flags=re.MULTILINE))
        for indent, kind, title, text in found
    ]


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a console with what should come out of it."""
    pairs = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        ends = 1
        while lines[ends - 1].endswith("\\"):
            ends += 1
        pairs.append(("\n".join(lines[:ends]), "\n".join(lines[ends:])))
    return pairs


def launcher(folder: Path) -> Path:
    """A folder with a `textclean` that runs this checkout."""
    folder.mkdir(exist_ok=True)
    script = folder / "textclean"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m textclean "$@"\n')
    script.chmod(0o755)
    return folder


def output(command: str, folder: Path, programs: Path) -> str:
    """What a command prints, both streams."""
    home = str(programs.parent / "home")
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={
            **os.environ,
            "HOME": home,
            "XDG_STATE_HOME": home,
            "XDG_CONFIG_HOME": home,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=120,
    )
    return done.stdout.decode()


def fails_as_doctest(text: str, name: str, names: dict[str, object]) -> bool:
    """Run a Python session with the names of those before it; whether it differs from what the page shows."""
    test = doctest.DocTestParser().get_doctest(text, names, name, name, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, clear_globs=False)
    names |= test.globs
    return runner.summarize().failed > 0
