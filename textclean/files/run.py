"""A run: every input through the work and into the sink, with a true count of what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from textclean.display import safe
from textclean.files.find import Found, Input, Skipped
from textclean.files.signals import Interrupted, Signals
from textclean.files.sinks import Sink
from textclean.files.work import Job, Outcome, do
from textclean.reports.summary import Summary


@dataclass(slots=True)
class Tally(Summary):
    """The figures of a run, counted while it goes; only what is done is counted."""

    before: int = 0
    """Files that an interrupted run had done."""
    stopped: int = 0
    """Exit code of the signal that ended the run."""

    def add(self, outcome: Outcome) -> None:
        """Count one input that was cleaned and written."""
        self.files += 1
        self.changed += outcome.changed
        self.warnings += outcome.warnings
        self.counts.update(outcome.counts)
        self.words.update(outcome.words)
        self.encodings[outcome.encoding] += 1


@dataclass(slots=True)
class Run:
    """One call of `fix`: inputs, the job, the sink, and what to tell the user."""

    job: Job
    sink: Sink
    signals: Signals
    complain: Callable[[str], None]
    note: Callable[[str], None]
    after: Callable[[Outcome], None] = lambda outcome: None
    """Called for each input that is done: the report, the list of `--check`."""
    lost: Callable[[str, str], None] = lambda name, why: None
    """Called for each input that failed, with its name and the reason."""
    tally: Tally = field(default_factory=Tally)

    def go(self, found: Sequence[Found]) -> Tally:
        """Do all inputs in order; a failed one is named and the others go on."""
        self.sink.done = self._done
        with self.signals.heard():
            try:
                for outcome in self._outcomes(found):
                    if outcome.error:
                        self._fail(outcome.error, outcome.source.path)
                    else:
                        self.sink.take(outcome)
                self.sink.finish()
            except Interrupted as interrupted:
                self.tally.stopped = interrupted.code
            finally:
                self.sink.abandon()
        return self.tally

    def _done(self, outcome: Outcome, error: str) -> None:
        if error:
            self._fail(error, outcome.source.path)
            return
        self.tally.add(outcome)
        self.after(outcome)

    def _outcomes(self, found: Iterable[Found]) -> Iterator[Outcome]:
        for item in found:
            if isinstance(item, Input):
                yield do(self.job, item)
            else:
                self._skip(item)

    def _skip(self, item: Skipped) -> None:
        if item.failed:
            self._fail(item.why, item.path)
        else:
            self.tally.skipped += 1
            self.note(item.why)

    def _fail(self, why: str, name: str) -> None:
        self.tally.failed += 1
        self.complain(why)
        self.lost(name, why)


def summary(outcome: Outcome) -> str:
    """One file's line: `article.txt: 12 changes (quotes 8, donation 4), read as cp1252`."""
    total = sum(outcome.counts.values())
    kinds = ", ".join(f"{kind} {number}" for kind, number in outcome.counts.items())
    line = f"{safe(outcome.source.path)}: "
    line += f"{_number(total, 'change')} ({kinds})" if total else "nothing to change"
    if outcome.encoding not in ("utf-8", "ascii"):
        line += f", read as {safe(outcome.encoding)}"
    return line + (f", {_number(outcome.warnings, 'warning')}" if outcome.warnings else "")


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
