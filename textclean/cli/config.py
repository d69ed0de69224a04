"""`textclean config`: which settings hold here, and where each comes from."""

from __future__ import annotations

import json
from typing import Any

import click

from textclean.display import safe
from textclean.files.config import settings
from textclean.files.find import is_folder

HELP = """Show every setting, its value here or for FILE, which may be a folder, and where it comes from.

    Settings stand in textclean.toml or under [tool.textclean] in pyproject.toml, in this folder or the
    nearest one above that has them, and in textclean.toml in your configuration folder. The command line
    outweighs them all; its --exclude adds to theirs.

    \b
    Example of a textclean.toml:
      quotes = "typographic"
      language = "de"
      keep = ["copyright"]
      exclude = ["raw/"]

    \b
    For some files only, by patterns as in .gitignore from this file's folder:
      [[overrides]]                   # in pyproject.toml: [[tool.textclean.overrides]]
      files = ["archive/", "*.md"]
      quotes = "keep"
    """


@click.command("config", help=HELP, short_help="Show the settings that hold here, and where they come from.")
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(file: str | None, as_json: bool) -> None:
    """Print one line a setting, as TOML with its source as a comment; then what holds for some files only."""
    found = settings()
    known = found.values if file is None else found.at(f"{file}/" if is_folder(file) else file)
    overrides = found.overrides if file is None else ()
    if as_json:
        shown: dict[str, Any] = {key: setting._asdict() for key, setting in known.items()}
        if file is None:
            shown["overrides"] = [
                {"files": each.files, "values": each.values, "source": each.source} for each in overrides
            ]
        click.echo(json.dumps(shown))
        return
    for key, (value, source) in known.items():
        line = f"{key} = {_toml(value)}" if value is not None else f"# {key} is found from the text"
        click.echo(f"{line}  # {safe(source)}")
    for each in overrides:
        click.echo(f"\n[[overrides]]  # {safe(each.source)}\nfiles = {_toml(each.files)}")
        for key, value in each.values.items():
            click.echo(f"{key} = {_toml(value)}")


def _toml(value: Any) -> str:
    return safe(json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False))
