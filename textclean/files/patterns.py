"""Patterns as in `.gitignore`: which files of a folder are inputs.

pathspec reads them as git does; it is imported only where there is a pattern to read.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textclean.errors import OptionError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".textcleanignore"
GIT, GIT_IGNORE, GIT_EXCLUDE = ".git", ".gitignore", "info/exclude"
NEVER = frozenset(("node_modules", "__pycache__"))
"""Folders that hold no articles, beside all hidden ones such as `.git` and `.venv`."""
PLAIN = (".txt", ".text", ".md", ".markdown", ".wet")
RECORDS = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
PACKED = (".gz", ".bz2", ".xz", ".zst")
SUFFIXES = tuple(name + end for name in PLAIN for end in ("", *PACKED))
RECORD_SUFFIXES = tuple(name + end for name in RECORDS for end in ("", *PACKED))
"""Taken where the user names a field: a table may lie in a folder of articles without being one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user says of the files in folders; a file named by itself is always taken."""

    include: tuple[str, ...] = ()
    """Patterns of files to take; none: text by its suffix."""
    exclude: tuple[str, ...] = ()
    apart: str = ""
    """Real path of a folder that is no input: the output, where it lies inside the input."""
    records: bool = False
    """Whether files of records are taken too."""
    git: bool = True
    """Whether what a repository's `.gitignore` leaves out is left out."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """The patterns that hold in one folder: those of the command line and of the ignore files above it."""

    choice: Choice
    top: str
    """The folder that the user named; patterns of the command line count from there."""
    include: GitIgnoreSpec | None = None
    exclude: GitIgnoreSpec | None = None
    layers: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    """Folders and their ignore files; the deepest, last, that speaks of a path decides, as in git."""
    in_git: bool = False
    """Whether the folder is in a repository."""

    @classmethod
    def of(cls, choice: Choice, top: str) -> Sieve:
        """The patterns for a folder that the user named."""
        include = compiled(choice.include, "--include") if choice.include else None
        exclude = compiled(choice.exclude, "--exclude") if choice.exclude else None
        sieve = cls(choice, top, include, exclude)
        for folder in _repository(os.path.abspath(top)) if choice.git else ():
            sieve = sieve._with_git(folder)
        # A folder that is named is wanted, even where the repository leaves it out.
        return sieve if sieve.enters(os.path.abspath(top)) else cls(choice, top, include, exclude)

    def below(self, folder: str) -> Sieve:
        """The patterns inside `folder`, with its own ignore files if it has some."""
        sieve = self
        if self.choice.git and (self.in_git or os.path.lexists(os.path.join(folder, GIT))):
            sieve = self._with_git(folder)
        name = os.path.join(folder, IGNORE_FILE)
        lines = _lines(name)
        return sieve._layered(folder, compiled(lines, name)) if lines else sieve

    def _with_git(self, folder: str) -> Sieve:
        """The patterns inside a folder of a repository."""
        lines = [*_lines(os.path.join(folder, GIT, GIT_EXCLUDE)), *_lines(os.path.join(folder, GIT_IGNORE))]
        sieve = replace(self, in_git=True)
        return sieve._layered(folder, compiled(filter(_is_pattern, lines), folder)) if lines else sieve

    def _layered(self, folder: str, spec: GitIgnoreSpec) -> Sieve:
        return replace(self, layers=(*self.layers, (folder, spec)))

    def takes(self, path: str) -> bool:
        """Whether a file in a folder is an input."""
        if self.include is None:
            wanted = path.lower().endswith(SUFFIXES + RECORD_SUFFIXES if self.choice.records else SUFFIXES)
        else:
            wanted = self.include.match_file(os.path.relpath(path, self.top))
        return wanted and not self._excluded(path)

    def passes_over(self, path: str) -> bool:
        """Whether a file in a folder would be an input if a field of records were named."""
        wanted = self.include is None and not self.choice.records
        return wanted and path.lower().endswith(RECORD_SUFFIXES) and not self._excluded(path)

    def enters(self, folder: str) -> bool:
        """Whether a folder below the one that was named is looked into."""
        if os.path.basename(folder) in NEVER:
            return False
        return not self._excluded(folder, "/") and not (
            self.choice.apart and os.path.realpath(folder) == self.choice.apart
        )

    def _excluded(self, path: str, end: str = "") -> bool:
        if self.exclude is not None and self.exclude.match_file(os.path.relpath(path, self.top) + end):
            return True
        for base, spec in reversed(self.layers):
            verdict = spec.check_file(os.path.relpath(path, base) + end).include
            if verdict is not None:
                return verdict
        return False


def _repository(top: str) -> list[str]:
    """The folders from that of the repository that holds `top` down to the one above it; none outside any."""
    above: list[str] = []
    folder = top
    while not os.path.lexists(os.path.join(folder, GIT)):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        above.append(parent)
        folder = parent
    return above[::-1]


def _lines(name: str) -> list[str]:
    """The lines of an ignore file; none where there is none."""
    try:
        with open(name, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _is_pattern(line: str) -> bool:
    """Whether a line can be read; git passes over others, and so does who only happens to work there."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def compiled(lines: Iterable[str], where: str) -> GitIgnoreSpec:
    """Patterns ready to match; a wrong one raises OptionError and says where it stands."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise OptionError(f"{where}: {error}; see the patterns of .gitignore") from error
