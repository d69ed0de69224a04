"""Configuration files: what a user or a project always wants.

`[tool.textclean]` in pyproject.toml or the whole of textclean.toml, in the current folder or the nearest one
above it that has either, and textclean.toml in the user's configuration folder. The nearer outweighs the
farther, and the command line outweighs both. A key that does not exist is an error that names file and key:
a misspelt `quots = "keep"` would otherwise change a thousand files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from textclean.display import safe
from textclean.errors import OptionError
from textclean.files.problems import explain
from textclean.settings import Options, options_from

NAME = "textclean.toml"
PROJECT = "pyproject.toml"
CLEANING = tuple(field.name for field in fields(Options))
LISTS = ("stages", "keep", "remove", "rules", "include", "exclude")
KEYS = (*CLEANING, "include", "exclude")


class Setting(NamedTuple):
    """A value and where it comes from."""

    value: Any
    source: str
    """Path of the file; `default` or `command line`."""


def settings(folder: str | None = None) -> dict[str, Setting]:
    """Every key with the value that holds in a folder, the current one by default."""
    defaults: dict[str, Any] = {"include": (), "exclude": ()}
    defaults |= {field.name: field.default for field in fields(Options)}
    known = {key: Setting(defaults[key], "default") for key in KEYS}
    for path, values in _files(folder or os.getcwd()):
        known |= {key: Setting(value, path) for key, value in values.items()}
    return known


def configured(folder: str | None = None) -> dict[str, Any]:
    """The values that configuration files give, without the defaults."""
    return {key: value for key, (value, source) in settings(folder).items() if source != "default"}


def _files(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Configuration files that hold, the farthest first, with their checked values."""
    user = os.path.join(_user_folder(), NAME)
    if os.path.isfile(user):
        yield user, _checked(user, _read(user))
    while True:
        for name in (NAME, PROJECT):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (table := _table(path)) is not None:
                yield path, _checked(path, table)
                return
        folder, last = os.path.dirname(folder), folder
        if folder == last:
            return


def _user_folder() -> str:
    if sys.platform == "linux":  # as platformdirs has it, without the time it takes to import
        return os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "textclean")
    from platformdirs import user_config_path

    return str(user_config_path("textclean", appauthor=False))


def _table(path: str) -> dict[str, Any] | None:
    """The settings in a file; None for a pyproject.toml that says nothing of textclean."""
    whole = _read(path)
    if os.path.basename(path) == NAME:
        return whole
    table = whole.get("tool", {}).get("textclean")
    if table is not None and not isinstance(table, dict):
        raise OptionError(f"{safe(path)}: tool.textclean is no table; write [tool.textclean]")
    return table


def _read(path: str) -> dict[str, Any]:
    import tomllib

    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise OptionError(explain(error, path)) from error
    except ValueError as error:
        raise OptionError(f"{safe(path)}: no valid TOML: {error}") from error


def _checked(path: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values fit for Options; an unknown key or a wrong value raises OptionError with the file's name."""
    checked = {}
    for key, value in values.items():
        key = key.replace("-", "_")
        if key not in KEYS:
            raise OptionError(f"{safe(path)}: {safe(key)}: no such key; there are {', '.join(KEYS)}")
        if key in LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise OptionError(f'{safe(path)}: {key}: not a list of strings such as ["a", "b"]')
        checked[key] = tuple(value) if key in LISTS else value
    if "rules" in checked:
        base = os.path.dirname(path)
        checked["rules"] = tuple(os.path.join(base, os.path.expanduser(rule)) for rule in checked["rules"])
    try:
        options_from({key: value for key, value in checked.items() if key in CLEANING})
    except OptionError as error:
        raise OptionError(f"{safe(path)}: {error}") from error
    return checked
