"""Settings for some of the files: `[[overrides]]` in a configuration file.

A newsroom's archive may want its quotation marks left alone while everything new is made straight. An
override says so by patterns as in `.gitignore`, which count from the folder of the file they stand in (in
the user's own file: from the root). Of several that speak of a file the last has its way, key by key.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from textclean.settings import Options

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True)
class Override:
    """Values that hold for some files only."""

    files: tuple[str, ...]
    """Patterns."""
    values: dict[str, Any]
    """Checked already; keys of Options."""
    source: str
    """Path of the configuration file."""
    base: str
    """The real path that patterns count from."""

    def speaks_of(self, path: str) -> bool:
        """Whether it holds for a file; where a link leads does not matter, only where it stands.

        A folder is asked about by a name that ends in a slash.
        """
        folder, name = os.path.split(os.path.abspath(path))
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), self.base)
        end = os.sep if path.endswith(os.sep) else ""
        return not inside.startswith("..") and _spec(self.files, self.source).match_file(inside + end)

    def without(self, keys: Container[str]) -> Override:
        """The same without what something nearer says."""
        return replace(self, values={key: value for key, value in self.values.items() if key not in keys})


def overridden(options: Options, overrides: Iterable[Override]) -> Options:
    """Options with the values of overrides, the last one's over the others'."""
    values: dict[str, Any] = {}
    for override in overrides:
        values |= override.values
    return replace(options, **values) if values else options


@cache
def _spec(files: tuple[str, ...], source: str) -> GitIgnoreSpec:
    from textclean.files.patterns import compiled

    return compiled(files, source)
