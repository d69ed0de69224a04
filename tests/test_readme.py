"""The README's examples, run at the top of the repository."""

import re
from pathlib import Path

import pytest

from tests import examples
from tests.examples import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = examples.blocks(README)
COMMANDS = [pair for block in BLOCKS if block.kind == "console" for pair in examples.commands(block.text)]


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_console_example(command: str, output: str, tmp_path: Path) -> None:
    assert examples.output(command, ROOT, examples.launcher(tmp_path)) == output


@pytest.mark.parametrize("block", [block.text for block in BLOCKS if block.kind == "pycon"])
def test_python_example(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert not examples.fails_as_doctest(block, "README", {})


@pytest.mark.parametrize("heading", ["Quick start", "Run the tests"])
def test_each_first_heading_has_one_command_line(heading: str) -> None:
    found = re.search(rf"^## {heading}\n+```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    assert found[1].count("\n") == 1
