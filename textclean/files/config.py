"""Configuration files: what a user or a project always wants.

`[tool.textclean]` in pyproject.toml or the whole of textclean.toml, in the current folder or the nearest one
above it that has either, and textclean.toml in the user's configuration folder. The nearer outweighs the
farther, and the command line outweighs both. A key that does not exist is an error that names file and key:
a misspelt `quots = "keep"` would otherwise change a thousand files. What stands under
`[[overrides]]` holds for some files only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from textclean.display import safe
from textclean.errors import OptionError
from textclean.files.overrides import Override
from textclean.files.patterns import compiled
from textclean.files.problems import explain
from textclean.settings import Options, options_from

NAME = "textclean.toml"
PROJECT = "pyproject.toml"
CLEANING = tuple(field.name for field in fields(Options))
LISTS = ("stages", "keep", "remove", "rules", "include", "exclude", "files")
KEYS = (*CLEANING, "include", "exclude")
OVERRIDES = "overrides"


class Setting(NamedTuple):
    """A value and where it comes from."""

    value: Any
    source: str
    """Path of the file; `default` or `command line`."""


class Settings(NamedTuple):
    """What holds in a folder."""

    values: dict[str, Setting]
    """Every key, in the order of KEYS."""
    overrides: tuple[Override, ...]
    """What holds for some files only, in the order in which they are applied."""

    def configured(self) -> dict[str, Any]:
        """The values that configuration files give, without the defaults."""
        return {key: value for key, (value, source) in self.values.items() if source != "default"}

    def at(self, path: str) -> dict[str, Setting]:
        """Every key with the value that holds for one file."""
        known = dict(self.values)
        for override in self.overrides:
            if override.speaks_of(path):
                known |= {key: Setting(value, override.source) for key, value in override.values.items()}
        return known


def settings(folder: str | None = None, only: str | None = None) -> Settings:
    """The values and overrides that hold in a folder, the current one by default, or those of one file.

    A project's plain value outweighs an override in the user's own file, as the nearer file always does.
    """
    defaults: dict[str, Any] = {"include": (), "exclude": ()}
    defaults |= {field.name: field.default for field in fields(Options)}
    known = {key: Setting(defaults[key], "default") for key in KEYS}
    overrides: list[Override] = []
    user = os.path.join(_user_folder(), NAME)
    files = _files(folder or os.getcwd(), user) if only is None else [(only, _table(only) or {})]
    for path, table in files:
        table = dict(table)
        base = os.path.abspath(os.sep) if path == user else os.path.realpath(os.path.dirname(path))
        own = _overrides(path, table.pop(OVERRIDES, []), base)
        values = _checked(path, table, KEYS)
        known |= {key: Setting(value, path) for key, value in values.items()}
        overrides = [each.without(values) for each in overrides] + own
    return Settings(known, tuple(overrides))


def _files(folder: str, user: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Configuration files that hold, the farthest first, with their tables."""
    if os.path.isfile(user):
        yield user, _read(user)
    while True:
        for name in (NAME, PROJECT):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (table := _table(path)) is not None:
                yield path, table
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
    """The settings in a file of any name; None for a pyproject.toml that says nothing of textclean."""
    whole = _read(path)
    if os.path.basename(path) != PROJECT:
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
    except (ValueError, RecursionError) as error:
        raise OptionError(f"{safe(path)}: no valid TOML: {safe(str(error))}") from error


def _overrides(path: str, tables: Any, base: str) -> list[Override]:
    """The overrides in a file; a wrong one raises OptionError and says which."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise OptionError(f"{safe(path)}: {OVERRIDES}: not a list of tables; write [[{OVERRIDES}]]")
    found = []
    for number, table in enumerate(tables, 1):
        where = f"{OVERRIDES}, table {number}: "
        values = _checked(path, table, ("files", *CLEANING), where)
        files = values.pop("files", ())
        if not files:
            raise OptionError(f'{safe(path)}: {where}no files; say which, such as files = ["archive/"]')
        try:
            compiled(files, f"{safe(path)}: {where}files")
        except OptionError as error:
            raise OptionError(safe(str(error))) from error
        found.append(Override(files, values, path, base))
    return found


def _checked(path: str, values: Mapping[str, Any], known: Sequence[str], where: str = "") -> dict[str, Any]:
    """Values fit for Options; an unknown key or a wrong value raises OptionError with the file's name."""
    checked = {}
    for key, value in values.items():
        key = key.replace("-", "_")
        if key not in known:
            raise OptionError(f"{safe(path)}: {where}{safe(key)}: no such key; there are {', '.join(known)}")
        if key in LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise OptionError(f'{safe(path)}: {where}{key}: not a list of strings such as ["a", "b"]')
        checked[key] = tuple(value) if key in LISTS else value
    if "rules" in checked:
        base = os.path.dirname(path)
        checked["rules"] = tuple(os.path.join(base, os.path.expanduser(rule)) for rule in checked["rules"])
    try:
        options_from({key: value for key, value in checked.items() if key in CLEANING})
    except OptionError as error:
        raise OptionError(f"{safe(path)}: {where}{error}") from error
    return checked
