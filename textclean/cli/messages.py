"""What commands say to people, on standard error."""

import click

from textclean.display import safe


def say(line: str) -> None:
    """One line, or a few; whatever names and excerpts are in it cannot speak to the terminal."""
    shown = safe(line, allow="\n")
    click.echo(f"textclean: {shown}", err=True)
