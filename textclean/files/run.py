"""A run: every input through the work and into the sink, with a true count of what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from textclean.display import safe
from textclean.files.find import Found, Input, Skipped
from textclean.files.problems import explain
from textclean.files.sinks import Sink
from textclean.files.work import Job, Outcome, do


@dataclass(slots=True)
class Tally:
    """What a run did; only what is done is counted."""

    files: int = 0
    changed: int = 0
    failed: int = 0
    skipped: int = 0
    warnings: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one input that was cleaned and written."""
        self.files += 1
        self.changed += outcome.changed
        self.warnings += outcome.warnings
        self.counts.update(outcome.counts)

    def line(self, changed: str = "changed") -> str:
        """The summary: `12 files, 8 changed, 1 failed (quotes 14, newsletter 3)`."""
        parts = [f"{self.files} {'file' if self.files == 1 else 'files'}", f"{self.changed} {changed}"]
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += (
            [f"{self.warnings} {'warning' if self.warnings == 1 else 'warnings'}"] if self.warnings else []
        )
        kinds = ", ".join(f"{kind} {number}" for kind, number in self.counts.most_common())
        return ", ".join(parts) + (f" ({kinds})" if kinds else "")


@dataclass(slots=True)
class Run:
    """One call of `fix`: inputs, the job, the sink, and what to tell the user."""

    job: Job
    sink: Sink
    complain: Callable[[str], None]
    note: Callable[[str], None]
    after: Callable[[Outcome], None] = lambda outcome: None
    """Called for each input that is done: the report, the list of `--check`."""
    tally: Tally = field(default_factory=Tally)

    def go(self, found: Iterable[Found]) -> Tally:
        """Do all inputs in order; a failed one is named and the others go on."""
        for outcome in self._outcomes(found):
            if outcome.error:
                self._fail(outcome.error)
                continue
            try:
                self.sink.take(outcome)
            except BrokenPipeError:
                raise
            except OSError as error:
                self._fail(explain(error, error.filename or outcome.source.path))
                continue
            self.tally.add(outcome)
            self.after(outcome)
        return self.tally

    def _outcomes(self, found: Iterable[Found]) -> Iterator[Outcome]:
        for item in found:
            if isinstance(item, Input):
                yield do(self.job, item)
            else:
                self._skip(item)

    def _skip(self, item: Skipped) -> None:
        if item.failed:
            self._fail(item.why)
        else:
            self.tally.skipped += 1
            self.note(item.why)

    def _fail(self, why: str) -> None:
        self.tally.failed += 1
        self.complain(why)


def summary(outcome: Outcome) -> str:
    """One file's line: `article.txt: 12 changes (quotes 8, donation 4), read as cp1252`."""
    total = sum(outcome.counts.values())
    kinds = ", ".join(f"{kind} {number}" for kind, number in outcome.counts.items())
    line = f"{safe(outcome.source.path)}: "
    line += f"{total} {'change' if total == 1 else 'changes'} ({kinds})" if total else "nothing to change"
    if outcome.encoding not in ("utf-8", "ascii"):
        line += f", read as {safe(outcome.encoding)}"
    return line
