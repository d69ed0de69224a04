"""`textclean fix`: turn a command line into a run, and say how it went."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

import click

from textclean.errors import OptionError
from textclean.files import find, sinks
from textclean.files.problems import explain
from textclean.files.run import Run, Tally, summary
from textclean.files.work import Job, Outcome
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
    quiet: bool


def _names(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or with commas: `--keep ad,app --keep share`."""
    return tuple(name.strip() for item in value for name in item.split(",") if name.strip())


@click.command("fix", help=HELP, short_help="Clean files, folders or standard input.")
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", metavar="PATH", help="Write to this file; for several inputs, a folder.")
@click.option("-i", "--in-place", is_flag=True, help="Write each file back, atomically.")
@click.option("--diff", is_flag=True, help="Print a unified diff, for patch -p1 or git apply.")
@click.option("--check", is_flag=True, help="List the files that would change; then exit with 1.")
@click.option("--report", metavar="FILE", help="Write each edit with place, rule and confidence, as JSON.")
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
    quiet: bool,
    encoding: str | None,
    **cleaning: Any,
) -> int:
    """Translate the options, run, and return the exit code."""
    wishes = Wishes(paths or (find.STDIN,), output, in_place, diff, check, report, quiet)
    _refuse_contradictions(wishes)
    job = Job(_options(cleaning), _known(encoding), diff=diff, report=report is not None)
    job.cleaner  # noqa: B018 - a wrong rule file is an error of usage, found before any input is read
    return _run(wishes, job)


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
    if len(chosen) > 1 and chosen != ["--diff", "--check"]:
        raise click.UsageError(f"{chosen[0]} and {chosen[1]} exclude each other; choose one")
    if wishes.in_place and find.STDIN in wishes.paths:
        raise click.UsageError("--in-place needs files; standard input has no place to write to")
    several = len(wishes.paths) > 1 or any(find.is_folder(path) for path in wishes.paths)
    if several and not chosen:
        raise click.UsageError(
            "several inputs need a place to go: -o FOLDER, or -i to write each file back; "
            "--diff and --check write nothing"
        )
    if wishes.report == "-" and not (wishes.output or wishes.in_place or wishes.check):
        raise click.UsageError("--report - needs standard output, which the text takes; add -o or -i")


def _run(wishes: Wishes, job: Job) -> int:
    _greet(wishes)
    reports: list[str] = []
    changed: list[str] = []

    def after(outcome: Outcome) -> None:
        if job.report:
            reports.append(outcome.report)
        if wishes.check and outcome.changed:
            changed.append(outcome.source.path)
        if talkative and not several:
            say(summary(outcome))

    talkative = not wishes.quiet and sys.stderr is not None and sys.stderr.isatty()
    found = find.find(wishes.paths)
    several = len(found) > 1
    run = Run(job, _sink(wishes, several), complain, (lambda line: None) if wishes.quiet else say, after)
    tally = run.go(found)
    if wishes.report is not None:
        tally.failed += not _write_report(wishes.report, reports, several)
    return _finish(wishes, tally, changed, talkative and several)


def _sink(wishes: Wishes, several: bool) -> sinks.Sink:
    if wishes.in_place:
        return sinks.InPlace()
    if wishes.diff:
        terminal = sys.stdout is not None and sys.stdout.isatty()
        return sinks.DiffOut(terminal, terminal and _wants_colour())
    if wishes.check:
        return sinks.Nowhere()
    if wishes.output in (None, "-"):
        return sinks.CleanOut()
    assert wishes.output is not None
    folder = several or wishes.output.endswith("/") or any(find.is_folder(path) for path in wishes.paths)
    if folder or find.is_folder(wishes.output):
        return sinks.Mirror(wishes.output)
    return sinks.OneFile(wishes.output)


def _wants_colour() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _greet(wishes: Wishes) -> None:
    if find.STDIN in wishes.paths and not wishes.quiet and sys.stdin is not None and sys.stdin.isatty():
        say("reading from the terminal: type or paste text, end with Ctrl-D; `textclean fix --help` helps")


def _write_report(path: str, reports: list[str], several: bool) -> bool:
    """Write the report; False, and a line for the user, where that fails."""
    from textclean.files.write import write

    if path.endswith(".jsonl"):
        text = "".join(f"{report}\n" for report in reports)
    else:
        text = "[\n" + ",\n".join(reports) + "\n]\n" if several else "".join(reports) + "\n"
    data = text.encode()
    if path == "-":
        sinks.write_out(data)
        return True
    try:
        write(path, data)
    except OSError as error:
        complain(explain(error, path))
        return False
    return True


def _finish(wishes: Wishes, tally: Tally, changed: list[str], talkative: bool) -> int:
    if wishes.check and not wishes.diff:
        from textclean.display import safe

        sinks.write_out("".join(f"{safe(path)}\n" for path in changed).encode())
    if talkative:
        say(tally.line("would change" if wishes.check or wishes.diff else "changed"))
    if tally.failed:
        return 2
    return 1 if wishes.check and changed else 0


def say(line: str) -> None:
    """One line on standard error."""
    click.echo(f"textclean: {line}", err=True)


complain = say
