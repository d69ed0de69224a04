"""What commands say to people, on standard error."""

import click


def say(line: str) -> None:
    """One line."""
    click.echo(f"textclean: {line}", err=True)
