"""A run: every input through the work and into the sink, with a true count of what happened."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from textclean.display import counted, safe
from textclean.files.find import Found, Input, Skipped, is_stream
from textclean.files.signals import Interrupted, Signals
from textclean.files.sinks import Sink
from textclean.files.work import Job, Outcome, do
from textclean.reports.summary import Summary, by_number

MEASURE = 0.3
"""Seconds of work after which a run knows how fast it is."""
WORTH = 1.5
"""Seconds that what is left must take alone for a pool to be worth its start."""


def processors() -> int:
    """How many processes can really run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
        self.broken.update(outcome.broken)
        self.counts.update(outcome.counts)
        self.words.update(outcome.words)
        self.rules.update(outcome.rules)
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
    step: Callable[[Outcome], None] = lambda outcome: None
    """Called for each input that is cleaned, before it is written: progress."""
    work: Callable[[Job, Input], Outcome] | None = None
    """What is done with an input where it is not cleaned; that stays in this process, with `jobs` 1."""
    jobs: int = 1
    """How many processes may work at once."""
    tally: Tally = field(default_factory=Tally)

    def go(self, found: Sequence[Found]) -> Tally:
        """Do all inputs in order; a failed one is named and the others go on."""
        self.sink.done, self.sink.note = self._done, self.note
        with self.signals.heard():
            try:
                with closing(self._outcomes(found)) as outcomes:
                    for outcome in outcomes:
                        self._take(outcome)
                self.sink.finish()
            except Interrupted as interrupted:
                self.tally.stopped = interrupted.code
            finally:
                self.sink.abandon()
        return self.tally

    def _take(self, outcome: Outcome) -> None:
        if outcome.error:
            self._fail(outcome.error, outcome.source.path)
        else:
            self.sink.take(outcome)
        self.step(outcome)

    def _done(self, outcome: Outcome, error: str) -> None:
        if error:
            self._fail(error, outcome.source.path)
            return
        self.tally.add(outcome)
        for line in outcome.problems:
            self.complain(line)
        self.after(outcome)

    def _outcomes(self, found: Iterable[Found]) -> Generator[Outcome, None, None]:
        """What becomes of each input; what is no input is named in its turn."""
        with closing(self._inputs([item for item in found if isinstance(item, Input)])) as outcomes:
            for item in found:
                if isinstance(item, Skipped):
                    self._skip(item)
                else:
                    yield next(outcomes)

    def _inputs(self, inputs: Iterable[Input]) -> Generator[Outcome, None, None]:
        for here, group in itertools.groupby(inputs, lambda item: is_stream(item.path)):
            if here:
                yield from (self._do(item) for item in group)
            else:
                yield from self._cleaned(list(group))

    def _cleaned(self, inputs: Sequence[Input]) -> Iterator[Outcome]:
        """Do files, alone at first, and in a pool once it is clear that what is left would take long."""
        left = sum(item.size for item in inputs)
        done = 0
        start = time.monotonic()
        for number, item in enumerate(inputs, 1):
            yield self._do(item)
            done, left = done + item.size, left - item.size
            spent = time.monotonic() - start
            worth = spent > MEASURE and left * spent > WORTH * max(done, 1)
            if self.jobs > 1 and worth and len(inputs) - number > 1:
                from textclean.files.pool import together

                yield from together(self.job, inputs[number:], self.jobs)
                return

    def _do(self, item: Input) -> Outcome:
        return (self.work or do)(self.job, item)

    def _skip(self, item: Skipped) -> None:
        if item.failed:
            self._fail(item.why, item.path)
        else:
            self.tally.skipped += item.number
            self.note(item.why)

    def _fail(self, why: str, name: str) -> None:
        self.tally.failed += 1
        self.complain(why)
        self.lost(name, why)


def summary(outcome: Outcome) -> str:
    """One file's line: `article.txt: 12 changes (quotes 8, donation 4), read as cp1252`."""
    total = sum(outcome.counts.values())
    kinds = ", ".join(f"{kind} {number}" for kind, number in by_number(outcome.counts))
    done = [f"{counted(total, 'change')} ({kinds})"] if total else []
    done += [outcome.recoded] if outcome.recoded else []
    line = f"{safe(outcome.source.called)}: {', '.join(done) or 'nothing to change'}"
    if outcome.encoding not in ("utf-8", "ascii"):
        line += f", read as {safe(outcome.encoding)}"
    if outcome.broken:
        line += f", {counted(outcome.broken.total(), 'record')} left as before"
    return line + (f", {counted(outcome.warnings, 'warning')}" if outcome.warnings else "")
