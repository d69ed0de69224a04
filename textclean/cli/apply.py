"""`textclean apply`: carry out what a person decided in an HTML report."""

from __future__ import annotations

import click

from textclean.cli.call import journal_of, refuse_overwriting
from textclean.cli.messages import say, say_figures
from textclean.cli.wishes import refusals_remembered
from textclean.display import safe
from textclean.errors import DecisionError
from textclean.files import sinks
from textclean.files.decided import do, inputs
from textclean.files.find import Found, Skipped, is_folder
from textclean.files.journal import Journal
from textclean.files.plan import written_to
from textclean.files.read import read
from textclean.files.run import Run
from textclean.files.signals import Signals
from textclean.files.temporary import discard_all, sweep
from textclean.files.work import Job
from textclean.reports.decisions import Decided, parse, whole
from textclean.settings import Options

HELP = """Carry out the decisions that the HTML report of `fix` saved.

    DECISIONS are files that its button "Save decisions" wrote. Each file named there becomes what the page
    showed: the changes left ticked are made, the others are not. Call it where `fix` was called. A file that
    is not what the report saw is named and left as it is; the others go on.

    \b
    Examples:
      textclean fix --report news.html news/ -o clean/   make a report, open it, decide, save
      textclean apply news.decisions.json -i             write the files back as decided
      textclean apply news.decisions.json -o clean/      or into another folder
      textclean undo                                     take -i back

    \b
    Exit codes: 0 done, 2 wrong usage or a file that could not be done, 130 interrupted.
    Output is UTF-8, as of `fix`. The decisions are JSON, to be read and mended: for each file its path, its
    digest and the edits `done` and `kept`.
    """


@click.command("apply", help=HELP, short_help="Carry out what was decided in an HTML report.")
@click.argument("decisions", nargs=-1, required=True)
@click.option("-o", "--output", metavar="PATH", help="Write to this file; for several texts, a folder.")
@click.option("-i", "--in-place", is_flag=True, help="Write each file back; `textclean undo` undoes it.")
@click.option("--backup", metavar="SUFFIX", help="With -i, keep old files, with this suffix added.")
@click.option("--no-journal", is_flag=True, help="Do not record how to undo this run.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    decisions: tuple[str, ...],
    output: str | None,
    in_place: bool,
    backup: str | None,
    no_journal: bool,
    quiet: bool,
) -> int:
    """Translate the arguments; the work is in `textclean.files.decided`."""
    asked = {"command": "apply", "paths": list(decisions), "output": output}
    writes = (in_place or output not in (None, "-")) and not no_journal
    with refusals_remembered(asked if writes else None):
        if backup is not None and (not in_place or not backup or "/" in backup or "\0" in backup):
            raise click.UsageError(
                "--backup takes the end of a file name, such as .orig or ~, and goes with -i"
            )
        if in_place and output is not None:
            raise click.UsageError("--output and --in-place exclude each other; choose one")
        wrong: list[Found] = []
        decided: dict[str, Decided] = {}
        for one in whole(each for path in decisions for each in _read(path)):
            if isinstance(one, Decided):
                decided[one.path] = one
            else:
                wrong.append(Skipped(one[0], f"{safe(one[0])}: {one[1]}", failed=True))
        found = wrong + inputs(decided.values())
        folder = _folder(output, len(found))
        if len(found) > 1 and not in_place and not folder:
            raise click.UsageError(
                "several texts need a place to go: -o FOLDER, or -i to write each file back"
            )
        if output not in (None, "-"):
            refuse_overwriting(found, output or "", bool(folder))
    signals = Signals()
    journal = journal_of(asked, say) if writes and (in_place or folder) else None
    sink = _sink(output, folder, signals, journal, (backup or "") if in_place else None)
    job = Job(Options(), undo=in_place and journal is not None)
    run = Run(job, sink, signals, say, lambda line: None if quiet else say(line))
    run.work = lambda job, source: do(job, source, decided[source.path])
    places = written_to(found, folder or None) if in_place or folder else set()
    sweep(places)
    try:
        tally = run.go(found)
        if journal is not None and not tally.stopped:
            journal.finish()
    finally:
        if journal is not None:
            journal.close()
        if run.tally.stopped:
            discard_all()
            sweep(places)
    if not quiet and (in_place or folder):
        say_figures(tally.line())
    return tally.stopped or (2 if tally.failed else 0)


def _read(path: str) -> list[Decided]:
    try:
        return parse(read(path))
    except DecisionError as error:
        raise DecisionError(f"{safe(path)}: {error}") from None


def _folder(output: str | None, number: int) -> str:
    """The output folder; empty where there is none."""
    if output in (None, "-"):
        return ""
    assert output is not None
    return output if number > 1 or output.endswith("/") or is_folder(output) else ""


def _sink(
    output: str | None, folder: str, signals: Signals, journal: Journal | None, backup: str | None
) -> sinks.Sink:
    """Where the texts go; in place with a backup's suffix, which may be empty."""
    if backup is not None:
        return sinks.InPlace(signals, journal, backup=backup)
    if folder:
        return sinks.Mirror(folder, signals, journal)
    return sinks.CleanOut() if output in (None, "-") else sinks.OneFile(output or "")
