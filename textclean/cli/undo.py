"""`textclean undo`: take back what a run of `fix -i` wrote."""

from __future__ import annotations

import click

from textclean.cli import complete
from textclean.cli.messages import say
from textclean.display import safe
from textclean.files.journal import Journal, runs
from textclean.files.restore import chosen, restore
from textclean.files.signals import Interrupted, Signals

HELP = """Give back the original bytes of every file that a run of `fix -i` or `apply -i` changed.

    RUN is a name from `textclean undo --list`; without it, the last run that is not undone yet, unless it was
    refused or changed nothing. A file that was changed since is left as it is and named.

    \b
    Examples:
      textclean undo              take the last run back
      textclean undo --list       show the runs that are remembered
      textclean undo 000123-20260114T101500Z

    \b
    Exit codes: 0 all files have their original bytes, 2 some could not be given back, 130 interrupted.
    """


@click.command("undo", help=HELP, short_help="Give back the files that fix -i changed.")
@click.argument("run", required=False, shell_complete=complete.runs)
@click.option("--list", "listing", is_flag=True, help="List the runs, the latest first.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(run: str | None, listing: bool, quiet: bool) -> int:
    """List the runs or undo one."""
    if listing:
        for known in runs():
            if line := _describe(known):
                click.echo(line)
        return 0
    back = failed = 0
    journal = chosen(run)
    if not quiet:
        say(f"taking back {safe(journal.path.name)}: {safe(journal.told())}")
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
    return 2 if failed else 0


def _describe(run: Journal) -> str:
    """A run in one line: name, number of files, what was asked, state."""
    changed = len(run.changes())
    if not changed:
        return ""
    ended = "" if run.finished else ", still going" if run.held else ", interrupted"
    state = ", undone" if run.undone else ended
    return f"{safe(run.path.name)}  {changed} changed{state}  {safe(run.told())}"
