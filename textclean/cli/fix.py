"""`textclean fix`: turn a command line into a run, and say how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import gettempdir
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.messages import say
from textclean.cli.options import (
    CLEANING,
    INPUTS,
    OUTPUTS,
    cleaning_options,
    cleaning_overrides,
    known_encoding,
    with_options,
)
from textclean.cli.reporting import Reporting, show
from textclean.cli.wishes import Wishes, refusal_remembered, refuse_contradictions
from textclean.display import safe
from textclean.errors import OptionError
from textclean.files import find, sinks
from textclean.files.config import settings
from textclean.files.overrides import Override
from textclean.files.patterns import Choice
from textclean.files.problems import explain
from textclean.files.run import Run, Tally, summary
from textclean.files.signals import Signals
from textclean.files.temporary import discard_all, sweep
from textclean.files.work import Job, Outcome
from textclean.files.write import is_special
from textclean.reports.formats import format_for
from textclean.settings import Options

if TYPE_CHECKING:
    from textclean.cli.progress import Progress
    from textclean.files.journal import Journal

HELP = """Clean text: files to standard output, a file or a folder, or in place.

    PATHS are files, folders (all text files in them) or - for standard input, which is also read where no
    path is given.

    \b
    Examples:
      textclean fix page.txt > clean.txt       one file to standard output
      extract page.html | textclean fix        what comes through a pipe
      textclean fix -i news/ report.txt        in place; unchanged files are not touched
      textclean fix news/ -o clean/            a folder's tree into another folder
      textclean fix --diff news/ | less        what would change, and the rule behind each change
      textclean fix --mark page.txt            the page with what would go marked in its place
      textclean fix --check news/              exit code 1 if anything would change
      find . -mtime -1 -print0 | textclean fix -i --files-from - -0
      textclean fix -i --repeats marsh-gazette/   also what stands in many files of a folder
      textclean fix -i --field text corpus.jsonl.gz  texts in JSON lines, CSV, Parquet
      textclean fix --report r.json page.txt   every edit with place, rule and confidence
      textclean fix --only quotes --quotes typographic --language de page.txt

    \b
    Exit codes: 0 done, 1 --check found changes, 2 wrong usage or an input that failed, 130 interrupted.
    A text is written in UTF-8 without byte order mark, CSV and TSV in the encoding they have; line ends and
    the last line's end stay as they were.
    """


@click.command("fix", help=HELP, short_help="Clean files, folders or standard input.")
@click.argument("paths", nargs=-1)
@with_options(OUTPUTS, INPUTS, CLEANING)
def command(paths: tuple[str, ...], encoding: str | None, **values: Any) -> int:
    """Translate the options, run, and return the exit code."""
    found = None if values.pop("no_config") else settings()
    known, overrides = (found.configured(), found.overrides) if found else ({}, ())
    for key in ("include", "exclude"):
        values[key] = values[key] or known.pop(key, ())
        known.pop(key, None)
    wishes = _wishes(paths, values)
    with refusal_remembered(wishes):
        refuse_contradictions(wishes)
        overrides = cleaning_overrides(values, overrides)
        options, encoding = cleaning_options(values, known), known_encoding(encoding)
    if not wishes.repeats:
        return _run(wishes, options, overrides, encoding)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="textclean-") as folder:
        sites = _learned(wishes, options, encoding, folder)
        return _run(wishes, options, overrides, encoding, sites)


def _run(
    wishes: Wishes,
    options: Options,
    overrides: tuple[Override, ...],
    encoding: str | None,
    sites: Mapping[str, str] = MappingProxyType({}),
) -> int:
    job = Job(
        options,
        encoding,
        diff=("terminal" if _on_terminal() else "unified") if wishes.diff else "",
        report=wishes.form,
        undo=wishes.in_place and not wishes.no_journal,
        mark=wishes.mark,
        stream=not (wishes.in_place or wishes.check or wishes.diff or wishes.form or wishes.mark),
        overrides=overrides,
        sites=dict(sites),
        **_containers(wishes),
    )
    with refusal_remembered(wishes):
        job.check()
    return Call(wishes, job).run()


def _containers(wishes: Wishes) -> dict[str, Any]:
    """What a job has to know of files that are packed or hold records."""
    from textclean.files.containers.kinds import kind_of

    printed = not wishes.writes_nothing and not wishes.replaces_files and wishes.output in (None, "-")
    into: str | None = None
    packing: str | None = "" if printed and _on_terminal() else None
    if wishes.in_place:
        into = ""
    elif printed:
        into = "-"
    elif wishes.into_folder:
        into = f"{wishes.output}/"
    elif wishes.output and not wishes.writes_nothing:
        special = is_special(wishes.output)
        into = gettempdir() if special else str(Path(os.path.realpath(wishes.output)).parent)
        packing = None if special else kind_of(wishes.output).compression
    return {
        "type": wishes.type or "",
        "fields": wishes.field,
        "url_field": wishes.url_field,
        "limit": wishes.limit,
        "packing": packing,
        "into": into,
    }


def _learned(wishes: Wishes, options: Options, encoding: str | None, folder: str) -> dict[str, str]:
    """For each site of which something stands in many texts, the path of a rule file in `folder`."""
    if "boilerplate" not in options.stages:
        return {}
    from textclean.files.learn import learn_each, learning

    inputs = [item for item in _found(wishes) if isinstance(item, find.Input)]
    job = learning(encoding, wishes.type or "", wishes.field, wishes.url_field, wishes.limit)
    sites = {}
    for number, (site, text) in enumerate(learn_each(inputs, job).items()):
        path = Path(folder, f"{number}.toml")
        path.write_text(text, encoding="utf-8", errors="replace")
        sites[site] = str(path)
    return sites


def _found(wishes: Wishes) -> list[find.Found]:
    """All inputs, and what is skipped."""
    paths = list(wishes.paths)
    if wishes.files_from is not None:
        paths += find.listed(wishes.files_from, wishes.null)
        if not paths:
            return []
    apart = os.path.realpath(wishes.output) if wishes.into_folder and wishes.output else ""
    records = bool(wishes.field or wishes.type or wishes.url_field)
    return find.find(paths, Choice(wishes.include, wishes.exclude, apart, records))


def _wishes(paths: tuple[str, ...], values: dict[str, Any]) -> Wishes:
    """Take what is no cleaning option out of `values`."""
    explain_changes, form = values.pop("explain"), values.pop("format")
    form = "explain" if explain_changes else form
    if form is not None or values["report"] is not None:
        values["report"] = "-" if values["report"] is None else values["report"]
        form = format_for(values["report"], form)
    if not paths and values["files_from"] is None:
        paths = (find.STDIN,)
    names = [field.name for field in fields(Wishes) if field.name not in ("paths", "form")]
    return Wishes(paths=paths, form=form or "", **{name: values.pop(name) for name in names})


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


class Call:
    """One call of `fix`: what it gathers while it runs, and what it says at the end."""

    def __init__(self, wishes: Wishes, job: Job) -> None:
        self.wishes, self.job = wishes, job
        self.signals = Signals()
        self.report = Reporting(wishes.report, wishes.form, wishes.pager)
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
            found = _found(wishes)
            if len(found) > 1 and not wishes.several:  # it could not be looked at when that was asked
                raise click.UsageError(f"{safe(wishes.paths[0])}: became a folder meanwhile; run again")
            if wishes.into_folder:
                self._refuse_conflicts(found)
            self._refuse_overwriting(found)
        journal = self._journal()
        sink = self._sink(journal)
        tally = self._clean(found, sink, journal)
        if isinstance(sink, sinks.DiffOut):
            show(b"".join(sink.held) + self._table(tally), wishes.pager)
        tally.failed += not self.report.write(tally, say)
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
        printing = wishes.diff and _on_terminal()
        wanted = bar and not printing if wishes.progress is None else wishes.progress
        if wishes.quiet or not wanted or len(found) < 2:
            return None
        from textclean.cli.progress import Progress

        sizes = [item.size for item in found if isinstance(item, find.Input)]
        return Progress(len(sizes), sum(sizes), bar)

    def _say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        if self.progress:
            self.progress.clear()
        say(line)

    def _greet(self) -> None:
        wishes = self.wishes
        waits = find.STDIN in (*wishes.paths, wishes.files_from)
        if waits and not wishes.quiet and sys.stdin is not None and sys.stdin.isatty():
            say("reading from the terminal: paste text, end with Ctrl-D; `textclean fix --help` helps")

    def _note(self, line: str) -> None:
        if not self.wishes.quiet:
            self._say(line)

    def _refuse_conflicts(self, found: list[find.Found]) -> None:
        from textclean.files.plan import conflicts

        lines = conflicts(found, self.wishes.output or "")
        for line in lines:
            say(line)
        if lines:
            raise OptionError("nothing was written; clean these apart, each into a folder of its own")

    def _refuse_overwriting(self, found: list[find.Found]) -> None:
        """An output over its own input would be the one way to lose an original without a way back."""
        wishes = self.wishes
        if wishes.output in (None, "-") or wishes.writes_nothing:
            return
        from textclean.files.plan import overwritten

        lost = overwritten(found, wishes.output or "", wishes.into_folder)
        if lost:
            more = f" and {len(lost) - 1:,} more" if len(lost) > 1 else ""
            raise OptionError(
                f"--output {safe(wishes.output or '')} would overwrite the input {safe(lost[0])}{more}; "
                "name another place, or use -i, which `textclean undo` undoes"
            )

    def _journal(self) -> Journal | None:
        """The run's journal; a run goes on without where it cannot be kept, and says so."""
        wishes = self.wishes
        if wishes.no_journal or not wishes.replaces_files:
            return None
        from textclean.files.journal import Journal

        asked = {
            **wishes.asked,
            "choice": [list(wishes.include), list(wishes.exclude)],
            "options": repr((self.job.options, *self.job.overrides)),
            "encoding": self.job.encoding,
            "records": [self.job.type, list(self.job.fields), self.job.url_field],
        }
        try:
            if wishes.resume:
                if journal := Journal.resume(asked):
                    return journal
                self._note("no interrupted run like this one; starting from the beginning")
            return Journal.begin(asked)
        except OSError as error:
            # Said even with --quiet: who knows of it in time can stop the run and keep a copy.
            self._say(f"{explain(error, error.filename or 'journal')} (this run cannot be undone)")
            return None

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
            self.changed.append(outcome.source.path)
        if self.talkative and not self.several:
            say(summary(outcome))

    def _table(self, tally: Tally) -> bytes:
        """The table of figures below a diff for people; nothing below one for programs."""
        if self.job.diff != "terminal":
            return b""
        from textclean.reports.terminal import table

        return table(tally).encode()

    def _finish(self, tally: Tally, journal: Journal | None) -> int:
        wishes = self.wishes
        if wishes.check and not wishes.diff and not wishes.prints_report:
            sinks.write_out("".join(f"{safe(path)}\n" for path in self.changed).encode())
        if tally.stopped:
            resume = "; the same command with --resume does the rest" if journal else ""
            say(f"interrupted: {tally.line()}{resume}")
            return tally.stopped
        if self.talkative and self.several:
            say(tally.line("would change" if wishes.writes_nothing else "changed"))
        if tally.failed or (tally.broken and not wishes.allow_broken):
            return 2
        return 1 if wishes.check and self.changed else 0
