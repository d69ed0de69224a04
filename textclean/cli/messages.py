"""What commands say to people, on standard error."""

import os
import sys
import textwrap

import click

from textclean.display import safe


def say(line: str) -> None:
    """One line, or a few; whatever names and excerpts are in it cannot speak to the terminal."""
    shown = safe(line, allow="\n")
    click.echo(f"textclean: {shown}", err=True)


def say_figures(line: str) -> None:
    """A line of figures, which a terminal gets folded between words.

    Other lines are left to the terminal: what it folds by itself, a name or a command, it copies as one line.
    """
    if sys.stderr is not None and sys.stderr.isatty():
        room = max(20, columns() - len("textclean: "))
        line = "\n  ".join(textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False))
    say(line)


def columns() -> int:
    """How wide standard error is, in characters."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
