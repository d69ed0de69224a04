"""Record a terminal: what the commands below really print, as the picture that the README opens with.

    python .docs/recording.py samples/recording.svg

Before, after and why, of one sample. The test of the docs runs it again, so that the picture stays true.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
COMMANDS = (
    "sed -n '9,11p' samples/ferry.txt",
    "textclean fix samples/ferry.txt | sed -n '5,7p'",
    "textclean fix --diff samples/ferry.txt | head -n 25",
)
WIDTH = 100


def recorded() -> Text:
    """The commands, each below a prompt, and what they print."""
    shown = Text()
    for command in COMMANDS:
        shown.append("$ ", style="bold green")
        shown.append(f"{command}\n", style="bold")
        # As on a terminal, though standard output is a pipe here.
        run = command.replace("--diff", "--diff=report --color always").replace(
            "textclean", f"{sys.executable} -m textclean"
        )
        done = subprocess.run(
            ["bash", "-c", run],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "COLUMNS": str(WIDTH),
                "XDG_CONFIG_HOME": "/nonexistent",
            },
            capture_output=True,
            check=True,
        )
        shown.append_text(Text.from_ansi(done.stdout.decode()))
        shown.append("\n\n")
    shown.rstrip()
    return shown


def main(path: str) -> None:
    """Write the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), legacy_windows=False)
    console.print(recorded(), soft_wrap=False)
    console.save_svg(path, title="textclean")


if __name__ == "__main__":
    main(*sys.argv[1:])
