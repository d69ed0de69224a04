"""One call of `fix`: find, clean, write, report, and say how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.messages import say, say_figures
from textclean.cli.reporting import Reporting, show
from textclean.cli.wishes import Wishes, refusal_remembered, refuse_nowhere
from textclean.display import safe
from textclean.errors import OptionError
from textclean.files import find, sinks
from textclean.files.patterns import Choice
from textclean.files.problems import explain
from textclean.files.run import Run, Tally, summary
from textclean.files.signals import Signals
from textclean.files.temporary import discard_all, sweep
from textclean.files.work import Job, Outcome

if TYPE_CHECKING:
    from textclean.cli.progress import Progress
    from textclean.files.journal import Journal


def on_terminal() -> bool:
    """Whether somebody is looking at standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def found_by(wishes: Wishes) -> list[find.Found]:
    """All inputs, and what is skipped; a list of none needs no place for them to go."""
    paths = list(wishes.paths)
    if wishes.files_from is not None:
        paths += find.listed(wishes.files_from, wishes.null)
        if not paths:
            return []
        refuse_nowhere(wishes)
    apart = os.path.realpath(wishes.output) if wishes.into_folder and wishes.output else ""
    records = bool(wishes.field or wishes.type or wishes.url_field)
    found = find.find(paths, Choice(wishes.include, wishes.exclude, apart, records, not wishes.no_ignore))
    if wishes.stdin_filename is None:
        return found
    return [
        replace(item, name=wishes.stdin_filename)
        if isinstance(item, find.Input) and item.path == find.STDIN
        else item
        for item in found
    ]


def refuse_overwriting(found: list[find.Found], output: str, into_folder: bool, dry: bool = False) -> None:
    """Raise OptionError for an output where two inputs, or an input and its own output, would be one file.

    So it does for one that has no place. An output over its own input would be the one way to lose an
    original without a way back.
    """
    from textclean.files.plan import conflicts, no_place, overwritten

    if why := no_place(output, into_folder):
        raise OptionError(f"--output {safe(output)}: {why}")
    lines = conflicts(found, output) if into_folder else []
    for line in lines:
        say(line)
    if lines:
        raise OptionError("nothing was written; clean these apart, each into a folder of its own")
    lost = [] if dry else overwritten(found, output, into_folder)
    if lost:
        more = f" and {len(lost) - 1:,} more" if len(lost) > 1 else ""
        raise OptionError(
            f"--output {safe(output)} would overwrite the input {safe(lost[0])}{more}; "
            "name another place, or use -i, which `textclean undo` undoes"
        )


def refuse_report_over(found: list[find.Found], report: str, output: str | None, into_folder: bool) -> None:
    """Raise OptionError for a report in the place of an input or of the clean text."""
    from textclean.files.plan import overwritten

    if lost := overwritten(found, report, False):
        raise OptionError(
            f"--report {safe(report)} would overwrite the input {safe(lost[0])}; name another place"
        )
    place = Path(report).resolve()
    if output not in (None, "-") and not into_folder and place == Path(output or "").resolve():
        raise OptionError(f"--report and --output are both {safe(report)}; name another place for one")


def journal_of(
    asked: dict[str, Any], complain: Callable[[str], None], resuming: Callable[[str], None] | None = None
) -> Journal | None:
    """A run's journal; a run goes on without where it cannot be kept, and says so.

    `resuming` hears of it where a run is to be taken up and there is none.
    """
    from textclean.files.journal import Journal

    try:
        if resuming:
            if journal := Journal.resume(asked):
                return journal
            resuming("no interrupted run like this one; starting from the beginning")
        return Journal.begin(asked)
    except OSError as error:
        # Said even with --quiet: who knows of it in time can stop the run and keep a copy.
        complain(f"{explain(error, error.filename or 'journal')} (this run cannot be undone)")
        return None


class Call:
    """One call of `fix`: what it gathers while it runs, and what it says at the end."""

    def __init__(self, wishes: Wishes, job: Job) -> None:
        self.wishes, self.job = wishes, job
        self.signals = Signals()
        # Made here and not before: a call that is refused leaves nothing.
        report = str(Path(mkdtemp(prefix="textclean-"), "report.html")) if wishes.browse else wishes.report
        self.report = Reporting(report, wishes.form, wishes.pager)
        self.changed: list[str] = []
        self.several = wishes.several
        self.progress: Progress | None = None
        printed = job.diff == "terminal" or wishes.prints_report
        self.talkative = not (wishes.quiet or printed) and sys.stderr is not None and sys.stderr.isatty()

    def run(self) -> int:
        """Find, clean, write, report; the exit code."""
        wishes = self.wishes
        self._greet()
        with refusal_remembered(wishes):
            found = found_by(wishes)
            if len(found) > 1 and not wishes.several:  # it could not be looked at when that was asked
                raise click.UsageError(f"{safe(wishes.paths[0])}: became a folder meanwhile; run again")
            if wishes.output not in (None, "-"):
                refuse_overwriting(found, wishes.output or "", wishes.into_folder, wishes.writes_nothing)
            if wishes.report not in (None, "-"):
                refuse_report_over(found, wishes.report or "", wishes.output, wishes.into_folder)
        journal = self._journal()
        sink = self._sink(journal)
        tally = self._clean(found, sink, journal)
        if isinstance(sink, sinks.DiffOut):
            show(b"".join(sink.held) + self._table(tally), wishes.pager)
        is_written = self.report.write(tally, say)
        tally.failed += not is_written
        if wishes.browse and is_written:
            self._open()
        return self._finish(tally, journal)

    def _clean(self, found: list[find.Found], sink: sinks.Sink, journal: Journal | None) -> Tally:
        run = Run(self.job, sink, self.signals, self._say, self._note, self._after, self.report.lost)
        run.jobs = self.wishes.jobs
        places = self._places(found)
        sweep(places)
        left = self._left(found, journal, run.tally)
        if progress := self._progress(left):
            self.progress = progress
            run.step = lambda outcome: progress.step(outcome.source.size)
        try:
            tally = run.go(left)
            if journal is not None and not tally.stopped:
                journal.finish()
        finally:
            if self.progress:
                self.progress.clear()
            if journal is not None:
                journal.close()
            if run.tally.stopped:
                discard_all()
                sweep(places)  # what workers left that were ended
        return tally

    def _places(self, found: list[find.Found]) -> set[str]:
        """The folders in which this run makes temporary files."""
        if self.wishes.replaces_files:
            from textclean.files.plan import written_to

            return written_to(found, self.wishes.output if self.wishes.into_folder else None)
        return {self.job.into} if self.job.into not in (None, "", "-") else set()

    def _progress(self, found: list[find.Found]) -> Progress | None:
        """Progress where it is wanted: of several files, and where nothing else is shown meanwhile."""
        wishes = self.wishes
        bar = sys.stderr is not None and sys.stderr.isatty()
        printing = wishes.diff and on_terminal()
        wanted = bar and not printing if wishes.progress is None else wishes.progress
        if wishes.quiet or not wanted or len(found) < 2:
            return None
        from textclean.cli.progress import Progress

        sizes = [item.size for item in found if isinstance(item, find.Input)]
        return Progress(len(sizes), sum(sizes), bar)

    def _say(self, line: str, how: Callable[[str], None] = say) -> None:
        """A line on standard error, above the bar."""
        if self.progress:
            self.progress.clear()
        how(line)

    def _open(self) -> None:
        """Open the report in the browser, and say where it is, for it stays there."""
        import webbrowser

        path = self.report.path or ""
        if not webbrowser.open(f"file://{path}"):
            say(f"no browser to open {safe(path)} with; open it by hand")
        elif not self.wishes.quiet:
            say(f"opened {safe(path)}")

    def _greet(self) -> None:
        wishes = self.wishes
        waits = find.STDIN in (*wishes.paths, wishes.files_from)
        if waits and not wishes.quiet and sys.stdin is not None and sys.stdin.isatty():
            say("reading from the terminal: paste text, end with Ctrl-D; `textclean fix --help` helps")

    def _note(self, line: str) -> None:
        if not self.wishes.quiet:
            self._say(line)

    def _journal(self) -> Journal | None:
        """The run's journal; a run goes on without where it cannot be kept, and says so."""
        wishes = self.wishes
        if wishes.no_journal or not wishes.replaces_files:
            return None
        asked = {
            **wishes.asked,
            "choice": [list(wishes.include), list(wishes.exclude)],
            "options": repr((self.job.options, *self.job.overrides)),
            "encoding": self.job.encoding,
            "records": [self.job.type, list(self.job.fields), self.job.url_field],
        }
        return journal_of(asked, self._say, self._note if wishes.resume else None)

    def _left(self, found: list[find.Found], journal: Journal | None, tally: Tally) -> list[find.Found]:
        """All inputs, or with --resume those that are not done yet."""
        if journal is None or not self.wishes.resume:
            return found
        from textclean.files import plan

        folder = self.wishes.output or ""
        left = plan.without_done(found, journal, folder)
        tally.before = len(found) - len(left)
        return left

    def _sink(self, journal: Journal | None) -> sinks.Sink:
        wishes = self.wishes
        if wishes.in_place:
            return sinks.InPlace(self.signals, journal, wishes.fsync, wishes.backup or "")
        if wishes.into_folder:
            return sinks.Mirror(wishes.output or "", self.signals, journal, wishes.fsync)
        if wishes.diff:
            return sinks.DiffOut(hold=wishes.pager)
        if wishes.writes_nothing:
            return sinks.Sink()
        if wishes.output in (None, "-"):
            return sinks.CleanOut()
        return sinks.OneFile(wishes.output or "")

    def _after(self, outcome: Outcome) -> None:
        self.report.add(outcome)
        if self.wishes.check and outcome.changed:
            self.changed.append(safe(outcome.source.called))
        if self.wishes.dry_run and outcome.changed:
            self.changed.append(summary(outcome))
        if self.wishes.verbose and outcome.changed and not self.wishes.dry_run:
            self._say(summary(outcome), say_figures)
        elif self.talkative and not self.several and not (self.wishes.dry_run and outcome.changed):
            say_figures(summary(outcome))

    def _table(self, tally: Tally) -> bytes:
        """The table of figures below a diff for people; nothing below one for programs."""
        if self.job.diff != "terminal":
            return b""
        from textclean.reports.terminal import table

        return table(tally).encode()

    def _count(self, tally: Tally) -> None:
        """How many changes each rule made, the busiest first, on standard error."""
        from textclean.catalogue import describe
        from textclean.reports.summary import by_number

        files = (*self.job.options.rules, *self.job.sites.values())
        for rule, number in by_number(tally.rules):
            title = describe(rule, files).title
            click.echo(f"{number:>7}  {safe(rule)}  {safe(title)}", err=True)

    def _finish(self, tally: Tally, journal: Journal | None) -> int:
        wishes = self.wishes
        if (wishes.check or wishes.dry_run) and not wishes.diff and not wishes.prints_report:
            sinks.write_out("".join(f"{line}\n" for line in self.changed).encode())
        if tally.stopped:
            resume = "; the same command with --resume does the rest" if journal else ""
            say(f"interrupted: {tally.line()}{resume}")
            return tally.stopped
        if self.talkative and self.several:
            say_figures(tally.line("would change" if wishes.writes_nothing else "changed"))
        if wishes.statistics:
            self._count(tally)
        if tally.failed or (tally.broken and not wishes.allow_broken):
            return 2
        return 1 if wishes.check and self.changed else 0
