"""Where outcomes go: standard output, one file, a folder, back in place, or nowhere.

A sink takes outcomes one by one and says of each when it is done, or why it failed. Sinks that replace files
do so in groups, since files that wait for the disk together wait once.
"""

from __future__ import annotations

import codecs
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textclean.display import inert, safe
from textclean.errors import TextcleanError
from textclean.files.find import STDIN
from textclean.files.problems import explain
from textclean.files.read import Stamp
from textclean.files.signals import Signals
from textclean.files.streams import drop_stdout
from textclean.files.temporary import discard, most_held
from textclean.files.undo import kept
from textclean.files.work import Outcome
from textclean.files.write import Prepared, adopt, copy_to_special, is_special, prepare, write

if TYPE_CHECKING:
    from textclean.files.journal import Journal

GROUP = 256
GROUP_BYTES = 32 << 20
GROUP_SECONDS = 2.0
"""A group is written when it holds so many files or bytes, or its first file has waited so long."""


class OutputError(TextcleanError):
    """An output that cannot be written; nothing more can be sent there."""


class Sink:
    """Writes nothing, as `--check` wants it; the base of the others."""

    def __init__(self) -> None:
        self.done: Callable[[Outcome, str], None] = lambda outcome, error: None
        """Called once for each outcome taken, with a line for the user if it could not be written."""
        self.note: Callable[[str], None] = lambda line: None
        """Called with a line for the user that speaks of no failure."""

    def take(self, outcome: Outcome) -> None:
        """Write one outcome, now or with its group."""
        try:
            self.put(outcome)
        except BrokenPipeError:
            raise
        except OSError as error:
            self.done(outcome, explain(error, error.filename or outcome.source.path))
        else:
            self.done(outcome, "")

    def put(self, outcome: Outcome) -> None:
        """Write one outcome now."""

    def finish(self) -> None:
        """Write what still waits."""

    def abandon(self) -> None:
        """Drop what still waits: those files stay as they are."""


class CleanOut(Sink):
    """The clean text on standard output."""

    def put(self, outcome: Outcome) -> None:
        """Print the clean bytes as they are; for a terminal, what could speak to it as visible tokens.

        Clean records are printed while they are made.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        watched = sys.stdout is not None and sys.stdout.isatty()
        for piece in outcome.pieces():
            if watched:
                write_out(inert(decoder.decode(piece)).encode("utf-8", "replace"))
            elif piece:
                write_out(piece)


class DiffOut(Sink):
    """The diffs on standard output, as the job rendered them; held back for a pager."""

    def __init__(self, hold: bool = False) -> None:
        super().__init__()
        self.hold = hold
        self.held: list[bytes] = []

    def put(self, outcome: Outcome) -> None:
        """Print one file's diff, or keep it."""
        if self.hold:
            self.held.append(outcome.diff)
        elif outcome.diff:
            write_out(outcome.diff)


class OneFile(Sink):
    """`-o FILE`: the clean text in one file."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path

    def put(self, outcome: Outcome) -> None:
        """Write the file, unless it is the input itself and right already."""
        if not outcome.changed and _same(self.path, outcome.source.path):
            _drop(outcome)
        elif outcome.spool and is_special(self.path):
            copy_to_special(outcome.spool, self.path)
            _drop(outcome)
        elif outcome.spool:
            adopt(outcome.spool, self.path, sync=True).place()
        else:
            write(self.path, outcome.pieces())


class Group(Sink):
    """Files replaced together: prepared one by one, one wait for the disk, then all put in their places."""

    def __init__(self, signals: Signals, journal: Journal | None = None, fsync: bool = False) -> None:
        super().__init__()
        self.signals, self.journal, self.fsync = signals, journal, fsync
        self.waiting: list[tuple[Outcome, Prepared | None]] = []
        self.since = 0.0
        self.backup = ""
        self.keeps_originals = False
        self.kept: dict[int, str] = {}
        """Outcomes, by their identity, and the copies of their originals in the journal."""
        self.recorded: set[str] = set()
        """Files of the group that the journal can take back."""
        self.stayed: list[str] = []
        """Those of them that were not replaced after all."""

    def place(self, outcome: Outcome) -> str | None:
        """Where an outcome goes; None if there is nothing to write. Raises OSError if it cannot go there."""
        raise NotImplementedError

    def take(self, outcome: Outcome) -> None:
        """Prepare one file; its group is written once it is large enough."""
        try:
            prepared = self._prepared(outcome, self.place(outcome))
        except OSError as error:
            _drop(outcome)
            self.done(outcome, explain(error, error.filename or outcome.source.path))
            return
        outcome.clean, outcome.stream = b"", None
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append((outcome, prepared))
        size = sum(prepared.size for _, prepared in self.waiting if prepared)
        late = time.monotonic() - self.since > GROUP_SECONDS
        if len(self.waiting) >= min(GROUP, most_held()) or size >= GROUP_BYTES or late:
            self.finish()

    def _prepared(self, outcome: Outcome, path: str | None) -> Prepared | None:
        if path is None:
            return None
        if is_special(path):
            write(path, outcome.pieces())
            return None
        if self.journal is not None and outcome.undo:
            self.journal.reserve(outcome.source.path, len(outcome.undo) + 2 * len(path))
        if self.journal is not None and self.keeps_originals and outcome.keep:
            self.kept[id(outcome)] = self.journal.keep(outcome.source.path)
        if outcome.spool:
            return adopt(outcome.spool, path, sync=self.fsync)
        return prepare(path, outcome.pieces(), sync=self.fsync)

    def finish(self) -> None:
        """Put the group in its places; what is interrupted before the first stays as it was."""
        try:
            self._record()
            self._sync()
        except OSError as error:
            self._fail_all(error)
            return
        with self.signals.held():
            group, self.waiting = self.waiting, []
            settled = [outcome for outcome, prepared in group if self._settle(outcome, prepared)]
            self._record_stayed()
            if self.journal is not None and group:
                self.journal.is_done([_done_entry(outcome) for outcome in settled])

    def _fail_all(self, error: OSError) -> None:
        group = [outcome for outcome, _ in self.waiting]
        self.abandon()
        for outcome in group:
            self.done(
                outcome, f"{safe(outcome.source.path)}: not written, for {explain(error, 'the journal')}"
            )

    def _settle(self, outcome: Outcome, prepared: Prepared | None) -> bool:
        """Put one file in its place and say so; whether that went well."""
        failure = self._put_in_place(outcome, prepared) if prepared else ""
        self.done(outcome, failure)
        return not failure

    def abandon(self) -> None:
        """Remove the temporary files."""
        for _, prepared in self.waiting:
            if prepared:
                self._leave(prepared)
        self.waiting.clear()
        self._record_stayed()

    def _leave(self, prepared: Prepared) -> None:
        """Remove a temporary file; where it is there yet, it did not take the place of the other."""
        if prepared.target in self.recorded and os.path.lexists(prepared.temporary):
            self.stayed.append(prepared.target)
        prepared.drop()

    def _record_stayed(self) -> None:
        """Write down what was not replaced, so that it is neither counted nor taken back."""
        if self.journal is not None and self.stayed:
            with suppress(OSError):  # undo looks at each file before it takes it back
                self.journal.did_not_change(self.stayed)
        self.recorded.clear()
        self.stayed.clear()

    def _record(self) -> None:
        """Write down how to undo what is about to happen."""
        if self.journal is None:
            return
        for outcome, prepared in self.waiting:
            if prepared and (name := self.kept.pop(id(outcome), "")):
                outcome.undo = kept(str(self.journal.path / name), prepared.temporary, name)
        entries = [
            (prepared.target, outcome.undo) for outcome, prepared in self.waiting if prepared and outcome.undo
        ]
        self.recorded = {target for target, _ in entries}
        self.journal.will_change(entries)
        self.journal.sync()

    def _sync(self) -> None:
        prepared = [prepared for _, prepared in self.waiting if prepared]
        if self.fsync or not prepared:
            return
        if len(prepared) > 8:
            os.sync()
            return
        for one in prepared:
            descriptor = os.open(one.temporary, os.O_RDONLY | os.O_CLOEXEC)
            os.fsync(descriptor)
            os.close(descriptor)

    def _put_in_place(self, outcome: Outcome, prepared: Prepared) -> str:
        """Replace one file; a line for the user if that cannot be."""
        try:
            if self._changed_since(outcome, prepared):
                self._leave(prepared)
                return (
                    f"{safe(outcome.source.path)}: changed while it was being cleaned, not written; run again"
                )
            prepared.place(prepared.target + self.backup if self.backup else "")
            if prepared.status is not None and prepared.status.st_nlink > 1:
                self.note(f"{safe(outcome.source.path)}: its other names (hard links) keep the old text")
            if self.fsync:
                _sync_folder(prepared.target)
        except OSError as error:
            self._leave(prepared)
            return explain(error, error.filename2 or error.filename or outcome.source.path)
        return ""

    def _changed_since(self, outcome: Outcome, prepared: Prepared) -> bool:
        return False


class InPlace(Group):
    """`-i`: each file where it was; one that needs no change is not touched."""

    def __init__(
        self, signals: Signals, journal: Journal | None = None, fsync: bool = False, backup: str = ""
    ) -> None:
        super().__init__(signals, journal, fsync)
        self.backup = backup
        self.keeps_originals = True

    def place(self, outcome: Outcome) -> str | None:
        """The file itself, if it changes."""
        return outcome.source.path if outcome.changed else None

    def _changed_since(self, outcome: Outcome, prepared: Prepared) -> bool:
        return Stamp.of(os.stat(prepared.target)) != outcome.stamp


class Mirror(Group):
    """`-o FOLDER`: the same tree below another folder, and nothing outside it."""

    def __init__(
        self, folder: str, signals: Signals, journal: Journal | None = None, fsync: bool = False
    ) -> None:
        super().__init__(signals, journal, fsync)
        self.folder = folder
        self.root = os.path.realpath(folder)

    def place(self, outcome: Outcome) -> str:
        """The file's place in the folder; OutputError if a link there leads out of it."""
        path = os.path.join(self.folder, outcome.source.inside)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        real = os.path.realpath(path)
        if os.path.commonpath([real, self.root]) != self.root:
            raise OSError(None, f"a link leads out of {safe(self.folder)}; remove it", path)
        return path


def _drop(outcome: Outcome) -> None:
    """Remove an outcome's temporary file, if it has one."""
    if outcome.spool:
        discard(outcome.spool)
        outcome.spool = ""


def _done_entry(outcome: Outcome) -> tuple[str, Stamp | None]:
    """An input and its state after the run: what `--resume` compares."""
    path = os.path.abspath(outcome.source.path)
    try:
        return path, Stamp.of(os.stat(path))
    except OSError:
        return path, None


def _sync_folder(path: str) -> None:
    descriptor = os.open(os.path.dirname(path), os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        drop_stdout()
        raise OutputError(explain(error, "standard output")) from error
