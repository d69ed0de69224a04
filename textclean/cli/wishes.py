"""What a call of `fix` asks for, apart from how to clean, and what it cannot ask for at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click

from textclean.errors import TextcleanError
from textclean.files.find import STDIN, is_folder


@dataclass(frozen=True)
class Wishes:
    """The command line's words, checked by `refuse_contradictions`."""

    paths: tuple[str, ...]
    output: str | None
    in_place: bool
    diff: bool
    diff_form: str | None
    """Which diff; None: what suits who is looking."""
    mark: bool
    check: bool
    dry_run: bool
    report: str | None
    """Where the report goes; None for none."""
    form: str
    """The report's format."""
    browse: bool
    """Whether the report, in a temporary file, is opened in the browser."""
    pager: bool
    backup: str | None
    fsync: bool
    no_journal: bool
    resume: bool
    jobs: int
    progress: bool | None
    quiet: bool
    verbose: bool
    statistics: bool
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    files_from: str | None
    null: bool
    no_ignore: bool
    stdin_filename: str | None
    repeats: bool
    type: str | None = None
    """What all inputs are; None: what their names say."""
    field: tuple[str, ...] = ()
    url_field: str | None = None
    limit: int | None = None
    """Bytes of one input, unpacked."""
    allow_broken: bool = False
    """Whether records that stay as they were are no failure."""

    @cached_property
    def several(self) -> bool:
        """Whether there can be more than one input."""
        return self.files_from is not None or len(self.paths) > 1 or any(map(is_folder, self.paths))

    @cached_property
    def into_folder(self) -> bool:
        """Whether --output names a folder to fill."""
        if self.output in (None, "-"):
            return False
        assert self.output is not None
        return self.several or self.output.endswith("/") or is_folder(self.output)

    @property
    def asked(self) -> dict[str, Any]:
        """What the journal says of a run for people."""
        return {"paths": list(self.paths), "files_from": self.files_from, "output": self.output}

    @property
    def prints_report(self) -> bool:
        """Whether standard output takes the report."""
        return self.report == "-"

    @property
    def writes_nothing(self) -> bool:
        """Whether the clean text goes nowhere, since what was asked for is what would change."""
        is_shown = self.prints_report or self.browse
        return self.check or self.dry_run or self.diff or (is_shown and not self.output and not self.in_place)

    @property
    def replaces_files(self) -> bool:
        """Whether files are written in groups, with a journal."""
        return self.in_place or self.into_folder


def refusal_remembered(wishes: Wishes) -> AbstractContextManager[None]:
    """Where a call that was to write files is refused in here, `undo` says that it passes over it."""
    writes = (wishes.in_place or wishes.output not in (None, "-")) and not wishes.no_journal
    return refusals_remembered(wishes.asked if writes else None)


@contextmanager
def refusals_remembered(asked: dict[str, Any] | None) -> Iterator[None]:
    """The same for any command that writes files; `asked` as the journal has it, None for no journal."""
    try:
        yield
    except (click.UsageError, TextcleanError):
        if asked is not None:
            from textclean.files.journal import Journal

            with suppress(OSError):  # no place for a journal, and so none for undo either
                Journal.refuse(asked)
        raise


def refuse_contradictions(wishes: Wishes) -> None:
    """Raise UsageError for wishes that exclude each other or lack something."""
    chosen = _destinations(wishes)
    if wishes.prints_report and (wishes.diff or wishes.output == "-"):
        raise click.UsageError(f"{chosen[0]} and a printed report both want standard output; choose one")
    if wishes.prints_report or wishes.browse:
        chosen = chosen or ["--open" if wishes.browse else "--report -"]
    if wishes.mark and (wishes.in_place or wishes.writes_nothing):
        raise click.UsageError("--mark is for review: print it or write it with -o, away from the originals")
    if len(chosen) > 1 and chosen != ["--diff", "--check"]:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} exclude each other; choose one")
    if wishes.in_place and STDIN in wishes.paths:
        raise click.UsageError("--in-place needs files; standard input has no place to write to")
    if wishes.paths:  # else a list names the inputs, which may be empty
        refuse_nowhere(wishes)
    _refuse_incomplete(wishes)


def refuse_nowhere(wishes: Wishes) -> None:
    """Raise UsageError for several inputs that would all go to standard output."""
    if wishes.several and (wishes.output == "-" or not (_destinations(wishes) or wishes.writes_nothing)):
        raise click.UsageError(
            "several inputs need a place to go: -o FOLDER, or -i to write each file back; "
            "--diff, --check, --dry-run, --explain and --open write nothing; for a report alone add -n"
        )


def _refuse_incomplete(wishes: Wishes) -> None:
    """Options that mean nothing without another."""
    if wishes.verbose and wishes.quiet:
        raise click.UsageError("--verbose and --quiet exclude each other; choose one")
    if wishes.null and wishes.files_from is None:
        raise click.UsageError("--null speaks of --files-from; add it or leave --null out")
    if wishes.stdin_filename is not None and STDIN not in wishes.paths:
        raise click.UsageError("--stdin-filename names standard input, which is not read here; leave it out")
    if wishes.files_from == STDIN and STDIN in wishes.paths:
        raise click.UsageError("standard input cannot be both the list of files and a text; drop one")
    if wishes.repeats and STDIN in (*wishes.paths, wishes.files_from):
        raise click.UsageError("--repeats reads files twice, standard input can be read once; name a folder")
    if wishes.repeats and wishes.resume:
        raise click.UsageError(
            "--repeats cannot learn again from files half of which are clean; leave --resume"
        )
    if wishes.backup is not None and not wishes.in_place:
        raise click.UsageError("--backup keeps what -i replaces; add -i or leave it out")
    if wishes.backup is not None and (not wishes.backup or "/" in wishes.backup or "\0" in wishes.backup):
        raise click.UsageError("--backup takes the end of a file name, such as .orig or ~")
    if wishes.resume and (wishes.no_journal or not wishes.replaces_files):
        raise click.UsageError("--resume needs the journal of a run with -i or -o FOLDER")


def _destinations(wishes: Wishes) -> list[str]:
    flags = (
        ("--output", wishes.output is not None),
        ("--in-place", wishes.in_place),
        ("--diff", wishes.diff),
        ("--check", wishes.check),
        ("--dry-run", wishes.dry_run),
    )
    return [flag for flag, on in flags if on]
