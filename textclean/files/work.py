"""The work on one input: read it, clean it, and render what the run asks for.

A `Job` is the same for all inputs and travels to worker processes; an `Outcome` is what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from textclean.display import safe
from textclean.errors import EncodingError, TextcleanError
from textclean.files.find import STDIN, Input
from textclean.files.overrides import Override, overridden
from textclean.files.read import Stamp, load
from textclean.pipeline import Cleaner, Result
from textclean.settings import Options


@dataclass(frozen=True)
class Job:
    """What to do with every input of a run."""

    options: Options
    encoding: str | None = None
    diff: str = ""
    """Which diff to render: `unified` for programs, `terminal` for people, or none."""
    report: str = ""
    """Format of the report, one of `textclean.reports.formats.NAMES`, or none."""
    undo: bool = False
    """Whether to say how the original bytes come back."""
    mark: bool = False
    """Whether removed blocks stay, marked, for a person to look at."""

    overrides: tuple[Override, ...] = ()
    """What is different for some of the inputs."""

    def at(self, path: str) -> Job:
        """The job for one input: this one, or one with the options that hold there."""
        speaking = tuple(
            number for number, each in enumerate(self.overrides) if path != STDIN and each.speaks_of(path)
        )
        return self._variant(speaking) if speaking else self

    def check(self) -> None:
        """Raise what is wrong with a rule file before any input is read."""
        self.cleaner  # noqa: B018 - compiled here, kept for the inputs
        for number, each in enumerate(self.overrides):
            if "rules" in each.values:
                self._variant((number,)).cleaner  # noqa: B018

    def _variant(self, speaking: tuple[int, ...]) -> Job:
        if speaking not in self._variants:
            options = overridden(self.options, [self.overrides[number] for number in speaking])
            self._variants[speaking] = replace(self, options=options, overrides=())
        return self._variants[speaking]

    @cached_property
    def _variants(self) -> dict[tuple[int, ...], Job]:
        """Jobs for inputs that overrides speak of, so that each way of cleaning is compiled once."""
        return {}

    @cached_property
    def cleaner(self) -> Cleaner:
        """Compiled once in each process."""
        from dataclasses import fields

        return Cleaner(**{name.name: getattr(self.options, name.name) for name in fields(self.options)})


@dataclass(slots=True)
class Outcome:
    """What became of one input."""

    source: Input
    error: str = ""
    """One line for the user; empty where the input was cleaned."""
    changed: bool = False
    """Whether the bytes to write differ from those that were read."""
    clean: bytes = b""
    diff: bytes = b""
    report: str = ""
    """Its record in the report."""
    undo: str = ""
    """What takes the clean bytes back to the original, as one JSON object; only where they differ."""
    stamp: Stamp | None = None
    """The state of the file when it was read."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Edits by category: `repair`, `quotes`, or a category of boilerplate."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Words removed by category of boilerplate."""
    warnings: int = 0
    encoding: str = ""


def do(job: Job, source: Input) -> Outcome:
    """Clean one input; what the user can mend comes back as `error`, a bug in textclean raises."""
    from textclean.repair.decode import looks_binary

    job = job.at(source.path)
    try:
        content = load(source.path)
    except TextcleanError as error:
        return Outcome(source, str(error))
    shown = "standard input" if source.path == STDIN else safe(source.path)
    try:
        if job.encoding is None and looks_binary(content.data):
            return Outcome(source, f"{shown}: binary, not text; leave it out or name its --encoding")
        result = job.cleaner.clean_bytes(content.data, job.encoding)
    except EncodingError as error:
        return Outcome(source, f"{shown}: {error}")
    outcome = _render(job, source, content.data, result)
    outcome.stamp = content.stamp
    return outcome


def _render(job: Job, source: Input, data: bytes, result: Result) -> Outcome:
    from textclean.reports.summary import count

    clean = result.text.encode("utf-8", "surrogatepass")
    outcome = Outcome(source, changed=clean != data, clean=clean, warnings=len(result.warnings))
    outcome.encoding = result.document.encoding
    outcome.counts, outcome.words = count(result)
    if job.diff or job.report:
        _report(job, data, result, outcome)
    if job.mark:
        from textclean.boilerplate.marking import mark

        outcome.clean = mark(result.document.text, result.edits).encode("utf-8", "surrogatepass")
    if job.undo and outcome.changed:
        from textclean.files.undo import recipe

        outcome.undo = recipe(result, data, clean)
    return outcome


def _report(job: Job, data: bytes, result: Result, outcome: Outcome) -> None:
    from textclean.reports.formats import load as form
    from textclean.reports.unified import unified

    name, rules = outcome.source.path, job.options.rules
    if job.diff == "unified" and outcome.changed:
        outcome.diff = unified(result, name, data, rules)
    if job.diff == "terminal":
        outcome.diff = form("terminal").record(result, name, rules).encode()
    if job.report:
        outcome.report = form(job.report).record(result, name, rules)
