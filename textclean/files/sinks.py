"""Where outcomes go: standard output, one file, a folder, back in place, or nowhere.

A sink takes outcomes one by one and writes what a run asked for. It raises OSError where it cannot write; the
run names that file and goes on, except on standard output, where the next write would fail as well.
"""

from __future__ import annotations

import os
import sys
from typing import Protocol

from textclean.errors import TextcleanError
from textclean.files.find import STDIN
from textclean.files.problems import explain
from textclean.files.work import Outcome
from textclean.files.write import write


class OutputError(TextcleanError):
    """An output that cannot be written; nothing more can be sent there."""


class Sink(Protocol):
    """Takes what became of each input."""

    def take(self, outcome: Outcome) -> None:
        """Write one outcome."""


class Nowhere:
    """`--check` writes nothing."""

    def take(self, outcome: Outcome) -> None:
        """Do nothing."""


class CleanOut:
    """The clean text on standard output."""

    def take(self, outcome: Outcome) -> None:
        """Print the clean bytes as they are."""
        write_out(outcome.clean)


class DiffOut:
    """The diffs on standard output, as the job rendered them; held back for a pager."""

    def __init__(self, hold: bool = False) -> None:
        self.hold = hold
        self.held: list[bytes] = []

    def take(self, outcome: Outcome) -> None:
        """Print one file's diff, or keep it."""
        if self.hold:
            self.held.append(outcome.diff)
        elif outcome.diff:
            write_out(outcome.diff)


class OneFile:
    """`-o FILE`: the clean text in one file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def take(self, outcome: Outcome) -> None:
        """Write the file, unless it holds these bytes already as the input itself."""
        if outcome.changed or not _same(self.path, outcome.source.path):
            write(self.path, outcome.clean)


class InPlace:
    """`-i`: each file where it was; one that needs no change is not touched."""

    def take(self, outcome: Outcome) -> None:
        """Replace the file."""
        if outcome.changed:
            write(outcome.source.path, outcome.clean)


class Mirror:
    """`-o FOLDER`: the same tree below another folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def take(self, outcome: Outcome) -> None:
        """Write the file at its place in the folder."""
        path = self.place(outcome.source.inside)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, outcome.clean)

    def place(self, inside: str) -> str:
        """Where the file `inside` a named folder goes."""
        return os.path.join(self.folder, inside)


def _same(one: str, other: str) -> bool:
    try:
        return other != STDIN and os.path.samefile(one, other)
    except OSError:
        return False


def write_out(data: bytes) -> None:
    """Write to standard output now; BrokenPipeError if its reader has gone, OutputError for all else."""
    if sys.stdout is None:
        raise OutputError("standard output: is closed; open it or write to a file with --output")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from textclean.files.streams import drop_stdout

        drop_stdout()
        raise OutputError(explain(error, "standard output")) from error
