"""`textclean fix`: turn a command line into a run, and say how it went."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import click

from textclean.cli.reporting import Reporting, show
from textclean.errors import OptionError
from textclean.files import find, sinks
from textclean.files.problems import explain
from textclean.files.run import Run, Tally, summary
from textclean.files.work import Job, Outcome
from textclean.reports.formats import NAMES, format_for
from textclean.settings import CHOICES, STAGES, Options, options_from

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
      textclean fix --check news/              exit code 1 if anything would change
      textclean fix --report r.json page.txt   every edit with place, rule and confidence
      textclean fix --only quotes --quotes typographic --language de page.txt

    \b
    Exit codes: 0 done, 1 --check found changes, 2 wrong usage or an input that failed, 130 interrupted.
    Output is UTF-8 without byte order mark; line ends and the last line's end stay as they were.
    """


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for, apart from how to clean."""

    paths: tuple[str, ...]
    output: str | None
    in_place: bool
    diff: bool
    check: bool
    report: str | None
    format: str
    """Format of the report, or none."""
    pager: bool
    quiet: bool

    @property
    def writes_nothing(self) -> bool:
        """Whether the clean text goes nowhere, since what was asked for is what would change."""
        return self.check or self.diff or (self.report == "-" and not self.output and not self.in_place)


def _names(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or with commas: `--keep ad,app --keep share`."""
    return tuple(name.strip() for item in value for name in item.split(",") if name.strip())


@click.command("fix", help=HELP, short_help="Clean files, folders or standard input.")
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", metavar="PATH", help="Write to this file; for several inputs, a folder.")
@click.option("-i", "--in-place", is_flag=True, help="Write each file back, atomically.")
@click.option("--diff", is_flag=True, help="Print a unified diff, for patch -p1 or git apply.")
@click.option("--check", is_flag=True, help="List the files that would change; then exit with 1.")
@click.option("--report", metavar="FILE", help="Write every change to .json, .jsonl, .html, .sarif or .diff.")
@click.option("--format", type=click.Choice(NAMES), help="The report's form; without --report it is printed.")
@click.option("--explain", is_flag=True, help="Print each change as a sentence; same as --format explain.")
@click.option("--pager", is_flag=True, help="Show --diff or a printed report page by page.")
@click.option(
    "--only", metavar="STAGE", multiple=True, callback=_names, help=f"Run only this: {', '.join(STAGES)}."
)
@click.option("--skip", metavar="STAGE", multiple=True, callback=_names, help="Leave out a stage.")
@click.option(
    "--quotes", type=click.Choice(CHOICES["quotes"]), help="Which quotation marks  [default: straight]."
)
@click.option("--language", metavar="TAG", help="Language, such as de-CH; else found from the text.")
@click.option("--quote-marks", metavar="MARKS", help="Four marks, outer then inner, such as „“‚‘.")
@click.option("--boilerplate", type=click.Choice(CHOICES["boilerplate"]), help="How sure a removal must be.")
@click.option("--repair", type=click.Choice(CHOICES["repair"]), help="Whether doubtful repairs are made.")
@click.option(
    "--keep", metavar="NAME", multiple=True, callback=_names, help="Leave this category or rule in."
)
@click.option(
    "--remove", metavar="NAME", multiple=True, callback=_names, help="Take this category or rule out."
)
@click.option("--rules", metavar="FILE", multiple=True, help="Use rules of your own as well.")
@click.option("--encoding", metavar="NAME", help="Encoding of the input; else found from the bytes.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[str, ...],
    output: str | None,
    in_place: bool,
    diff: bool,
    check: bool,
    report: str | None,
    format: str | None,
    explain: bool,
    pager: bool,
    quiet: bool,
    encoding: str | None,
    **cleaning: Any,
) -> int:
    """Translate the options, run, and return the exit code."""
    report, form = _report_wanted(report, "explain" if explain else format)
    wishes = Wishes(paths or (find.STDIN,), output, in_place, diff, check, report, form, pager, quiet)
    _refuse_contradictions(wishes)
    view = ("terminal" if _on_terminal() else "unified") if diff else ""
    job = Job(_options(cleaning), _known(encoding), view, form)
    job.cleaner  # noqa: B018 - a wrong rule file is an error of usage, found before any input is read
    return _run(wishes, job)


def _report_wanted(report: str | None, form: str | None) -> tuple[str | None, str]:
    """Where the report goes and its format; a format alone asks for it on standard output."""
    if report is None and form is None:
        return None, ""
    path = "-" if report is None else report
    return path, format_for(path, form)


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _options(cleaning: dict[str, Any]) -> Options:
    """The cleaning options, with what was not said left at its default."""
    only, skip = cleaning.pop("only"), cleaning.pop("skip")
    values = {name: value for name, value in cleaning.items() if value}
    for stage in (*only, *skip):
        if stage not in STAGES:
            raise OptionError(f"{stage}: no such stage; choose from {', '.join(STAGES)}")
    if only or skip:
        values["stages"] = tuple(stage for stage in only or STAGES if stage not in skip)
    for path in values.get("rules", ()):
        _refuse_unreadable(path)
    return options_from(values)


def _refuse_unreadable(path: str) -> None:
    """A rule file that is not there is an error of usage, even where boilerplate is skipped."""
    try:
        with open(path, "rb"):  # noqa: PTH123
            pass
    except OSError as error:
        raise click.UsageError(f"--rules: {explain(error, path)}") from error


def _known(encoding: str | None) -> str | None:
    """An encoding that Python knows; an unknown one is an error of usage, not of each input."""
    if encoding is None:
        return None
    import codecs

    try:
        text = codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        text = False
    if not text:
        raise click.UsageError(f"--encoding: {encoding!r} is no known encoding; try utf-8, cp1252 or koi8-r")
    return encoding


def _refuse_contradictions(wishes: Wishes) -> None:
    chosen = [
        flag
        for flag, on in (
            ("--output", wishes.output is not None),
            ("--in-place", wishes.in_place),
            ("--diff", wishes.diff),
            ("--check", wishes.check),
        )
        if on
    ]
    if wishes.report == "-" and (wishes.diff or wishes.output == "-"):
        raise click.UsageError(f"{chosen[0]} and a printed report both want standard output; choose one")
    if wishes.report == "-":
        chosen = chosen or ["--report -"]
    if len(chosen) > 1 and chosen != ["--diff", "--check"]:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} exclude each other; choose one")
    if wishes.in_place and find.STDIN in wishes.paths:
        raise click.UsageError("--in-place needs files; standard input has no place to write to")
    several = len(wishes.paths) > 1 or any(find.is_folder(path) for path in wishes.paths)
    if several and not chosen:
        raise click.UsageError(
            "several inputs need a place to go: -o FOLDER, or -i to write each file back; "
            "--diff, --check and --explain write nothing"
        )


def _run(wishes: Wishes, job: Job) -> int:
    _greet(wishes)
    report = Reporting(wishes.report, wishes.format, wishes.pager)
    changed: list[str] = []

    def after(outcome: Outcome) -> None:
        report.add(outcome)
        if wishes.check and outcome.changed:
            changed.append(outcome.source.path)
        if talkative and not several:
            say(summary(outcome))

    printed = job.diff == "terminal" or wishes.report == "-"
    talkative = not (wishes.quiet or printed) and sys.stderr is not None and sys.stderr.isatty()
    found = find.find(wishes.paths)
    several = len(found) > 1
    sink = _sink(wishes, several)
    note = (lambda line: None) if wishes.quiet else say
    tally = Run(job, sink, complain, note, after, report.lost).go(found)
    if isinstance(sink, sinks.DiffOut):
        show(b"".join(sink.held) + _table(job, tally), wishes.pager)
    tally.failed += not report.write(tally, complain)
    return _finish(wishes, tally, changed, talkative and several)


def _sink(wishes: Wishes, several: bool) -> sinks.Sink:
    if wishes.in_place:
        return sinks.InPlace()
    if wishes.diff:
        return sinks.DiffOut(hold=wishes.pager)
    if wishes.writes_nothing:
        return sinks.Nowhere()
    if wishes.output in (None, "-"):
        return sinks.CleanOut()
    assert wishes.output is not None
    folder = several or wishes.output.endswith("/") or any(find.is_folder(path) for path in wishes.paths)
    if folder or find.is_folder(wishes.output):
        return sinks.Mirror(wishes.output)
    return sinks.OneFile(wishes.output)


def _table(job: Job, tally: Tally) -> bytes:
    """The table of figures below a diff for people; nothing below one for programs."""
    if job.diff != "terminal":
        return b""
    from textclean.reports.terminal import table

    return table(tally).encode()


def _greet(wishes: Wishes) -> None:
    if find.STDIN in wishes.paths and not wishes.quiet and sys.stdin is not None and sys.stdin.isatty():
        say("reading from the terminal: type or paste text, end with Ctrl-D; `textclean fix --help` helps")


def _finish(wishes: Wishes, tally: Tally, changed: list[str], talkative: bool) -> int:
    if wishes.check and not wishes.diff and wishes.report != "-":
        from textclean.display import safe

        sinks.write_out("".join(f"{safe(path)}\n" for path in changed).encode())
    if talkative:
        say(tally.line("would change" if wishes.writes_nothing else "changed"))
    if tally.failed:
        return 2
    return 1 if wishes.check and changed else 0


def say(line: str) -> None:
    """One line on standard error."""
    click.echo(f"textclean: {line}", err=True)


complain = say
