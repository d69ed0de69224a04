"""`textclean undo`: take back what a run of `fix -i` wrote."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from textclean.cli import complete
from textclean.cli.messages import say
from textclean.display import counted, safe
from textclean.errors import OptionError, TextcleanError
from textclean.files import journal as kept
from textclean.files.journal import Journal, folder, runs
from textclean.files.restore import last, named, restore
from textclean.files.signals import Interrupted, Signals

HELP = """Give back the original bytes of every file that a run of `fix -i` or `apply -i` changed.

    RUN is a name or a number from `textclean undo --list`. Without it, the last run that is not undone yet
    and changed files in or below this folder alone is named, with its files, and taken back once you say so.
    A file that was changed since is left as it is and named; as long as there is one, the run is not undone
    and undo takes it again. Runs that changed nothing are passed over.

    \b
    Examples:
      textclean undo              take back the last run here
      textclean undo --yes        the same without asking
      textclean undo --list       show the last runs, and where they are kept
      textclean undo 123

    \b
    Exit codes: 0 all files have their original bytes, 2 some could not be given back or no run was chosen,
    130 interrupted.
    Runs are kept below $XDG_STATE_HOME (~/.local/state) in textclean/runs, readable for you alone: the last
    100, as long as they take no more than 512 MiB. They hold what changed, not the files.
    """
_SHOWN = 10
"""Files of a run that are named; of runs, twice as many are listed."""


@click.command("undo", help=HELP, short_help="Give back the files that fix -i changed.")
@click.argument("run", required=False, shell_complete=complete.runs)
@click.option("--list", "listing", is_flag=True, help="List the last runs, the latest first.")
@click.option("--all", "everything", is_flag=True, help="With --list: all runs that are remembered.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(run: str | None, listing: bool, everything: bool, yes: bool, quiet: bool) -> int:
    """List the runs or undo one."""
    if listing:
        _list(everything)
        return 0
    if everything:
        raise click.UsageError(
            "--all goes with --list, which it makes list all runs that are remembered; "
            "one run at a time is taken back"
        )
    journal, passed = (named(run), None) if run is not None else last(str(Path.cwd()))
    if not quiet or not (run or yes):
        if passed is not None:
            what = "was refused" if passed.asked.get("refused") else "changed nothing in place"
            say(f"passing over the last run, which {what}: {safe(passed.told())}")
        _describe(journal)
    if not (run or yes or _agreed(journal)):
        say("nothing was changed")
        return 2
    back = failed = 0
    signals = Signals()
    with signals.heard():
        try:
            for restored in restore(journal):
                if restored.problem:
                    say(restored.problem)
                    failed += 1
                back += not restored.problem
        except Interrupted as interrupted:
            say(f"interrupted: {back} given back; run undo again for the rest")
            return interrupted.code
    if not quiet:
        files = "file has its" if back == 1 else "files have their"
        say(f"{back} {files} original bytes again" + (f", {failed} not" if failed else ""))
        if run is None and not journal.undone:
            say(f"the run is not undone, and undo takes it again{_one_before(journal)}")
    return 2 if failed else 0


def _one_before(journal: Journal) -> str:
    """How the run before one is taken back, where there is one here."""
    try:
        run, _ = last(str(Path.cwd()), before=journal)
    except TextcleanError:
        return ""
    return f"; the one before it ({safe(run.told())}) is taken back with: textclean undo {run.path.name}"


def _agreed(journal: Journal) -> bool:
    """Whether who is there says yes; a script must say which run it means."""
    if not _is_terminal():
        raise OptionError(
            f"nobody to ask: say which run with `textclean undo {journal.path.name}`, or add --yes"
        )
    return click.confirm("Give these files their original bytes back?", err=True)


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _describe(journal: Journal) -> None:
    """Say which run is taken back and what it changed, each file by the shortest name that leads to it."""
    say(f"taking back {safe(journal.path.name)}: {safe(journal.told())}")
    paths = sorted({_from_here(entry["path"]) for entry in journal.changes()})
    for path in paths[:_SHOWN]:
        click.echo(f"  {safe(path)}", err=True)
    if len(paths) > _SHOWN:
        click.echo(f"  and {len(paths) - _SHOWN} more", err=True)


def _from_here(path: str) -> str:
    """A path below this folder as it is from here; any other whole."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _list(everything: bool) -> None:
    """The runs in a line each, and how much room they take."""
    lines = [line for line in map(_line, runs()) if line]
    shown = lines if everything else lines[: 2 * _SHOWN]
    for line in shown:
        click.echo(line)
    size = sum(kept.size_of(run.path) for run in runs())
    older = f", {len(lines) - len(shown)} older ones with --all" if len(shown) < len(lines) else ""
    what = counted(len(lines), "run") if lines else "no runs"
    limits = f"{size / (1 << 20):.1f} of {kept.BYTES >> 20} MiB; the last {kept.RUNS} are kept"
    say(f"{what} in {safe(str(folder()))}, {limits}{older}")


def _line(run: Journal) -> str:
    """A run in one line: name, number of files, state, what was asked; empty if it changed nothing."""
    changed = len(run.changes())
    if not changed:
        return ""
    ended = "" if run.finished else ", still going" if run.held else ", interrupted"
    state = ", undone" if run.undone else f"{ended}, partly undone" if run.partly_undone else ended
    return f"{safe(run.path.name)}  {changed} changed{state}  {safe(run.told())}"
