"""The README's examples, run: what it prints is what a reader will see.

A block marked `console` holds commands after `$` and what they print; one marked `pycon` a Python session.
Both run at the top of the repository.
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """Each command with what should come out of it."""
    pairs = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        pairs.append((command, output))
    return pairs


COMMANDS = [pair for block in blocks("console") for pair in commands(block)]


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    """A folder with a `textclean` that runs this checkout."""
    script = tmp_path / "textclean"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m textclean "$@"\n')
    script.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_console_example(command: str, output: str, launcher: Path) -> None:
    path = f"{launcher}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    assert done.stdout.decode() + done.stderr.decode() == output


@pytest.mark.parametrize("block", blocks("pycon"))
def test_python_example(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    test = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert runner.summarize().failed == 0


@pytest.mark.parametrize("heading", ["Quick start", "Run the tests"])
def test_each_first_heading_has_one_command_line(heading: str) -> None:
    found = re.search(rf"^## {heading}\n+```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    assert found[1].count("\n") == 1
