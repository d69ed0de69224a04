"""`textclean config`: which settings hold here, and where each comes from."""

from __future__ import annotations

import json
from typing import Any

import click

from textclean.display import safe
from textclean.files.config import settings

HELP = """Show every setting, its value in the current folder, and the file it comes from.

    Settings stand in textclean.toml or under [tool.textclean] in pyproject.toml, in this folder or the
    nearest one above that has them, and in textclean.toml in your configuration folder. The command line
    outweighs them all.

    \b
    Example of a textclean.toml:
      quotes = "typographic"
      language = "de"
      keep = ["copyright"]
      exclude = ["raw/"]
    """


@click.command("config", help=HELP, short_help="Show the settings that hold here, and where they come from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Print one line a setting, as TOML with its source as a comment."""
    known = settings()
    if as_json:
        click.echo(
            json.dumps({key: {"value": value, "source": source} for key, (value, source) in known.items()})
        )
        return
    for key, (value, source) in known.items():
        shown = f"{key} = {_toml(value)}" if value is not None else f"# {key} is found from the text"
        click.echo(f"{shown}  # {safe(source)}")


def _toml(value: Any) -> str:
    return safe(json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False))
