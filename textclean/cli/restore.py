"""`textclean restore`: give back the original bytes from a clean file and its report."""

from __future__ import annotations

import json
from typing import Any

import click

from textclean.display import safe
from textclean.errors import RestoreError
from textclean.files.find import STDIN
from textclean.files.read import read

_TAKES = "restore takes what `fix --report` writes to .json or .jsonl"
HELP = """Give back the original of a file that was cleaned with --report.

    CLEAN is the clean file (or - for standard input), REPORT the JSON that `fix --report` wrote, for one file
    or for many. Nothing is written unless the original comes out byte for byte.

    \b
    Examples:
      textclean fix page.txt -o clean.txt --report page.json
      textclean restore clean.txt page.json -o page.again.txt
      textclean restore clean/a.txt run.jsonl --file news/a.txt > a.txt
    """


@click.command("restore", help=HELP, short_help="Give back the original from a clean file and its report.")
@click.argument("clean")
@click.argument("report")
@click.option("-o", "--output", metavar="FILE", help="Write to this file instead of standard output.")
@click.option("--file", "name", metavar="NAME", help="Which file of a report on many, as it is named there.")
def command(clean: str, report: str, output: str | None, name: str | None) -> None:
    """Translate the arguments; the work is in `textclean.reports.restore`."""
    from textclean.files import sinks
    from textclean.files.problems import explain
    from textclean.files.write import write
    from textclean.reports.restore import restore

    original = restore(read(clean), _chosen(_objects(report), name, report))
    if output is None or output == STDIN:
        sinks.write_out(original)
        return
    try:
        write(output, original)
    except OSError as error:
        raise RestoreError(explain(error, output)) from None


def _objects(path: str) -> list[Any]:
    """The objects of all files that a report holds, in either form."""
    try:
        text = read(path).decode()
        if path.endswith(".jsonl"):
            found = [json.loads(line) for line in text.split("\n") if line.strip()]
        else:
            whole = json.loads(text)
            found = whole.get("files", [whole]) if isinstance(whole, dict) else [whole]
        if not isinstance(found, list):
            raise ValueError("its files are no list")
    except (ValueError, RecursionError) as error:
        raise RestoreError(f"{safe(path)}: not a JSON report ({error}); {_TAKES}") from None
    entries = [entry for entry in found if isinstance(entry, dict) and "file" in entry]
    if not entries:
        raise RestoreError(f"{safe(path)}: holds no edits of any file; {_TAKES}")
    if any("record" in entry for entry in entries):
        raise RestoreError(
            f"{safe(path)}: reports on records, which restore cannot put back; `textclean undo` gives a file "
            "back that -i changed, and -i --backup keeps it"
        )
    return entries


def _chosen(objects: list[Any], name: str | None, path: str) -> dict[str, Any]:
    matching = [entry for entry in objects if name in (None, entry["file"])]
    if len(matching) != 1:
        what = "no file" if not matching else f"{len(matching)} files"
        hint = "" if name is None and not matching else "; choose one with --file NAME"
        raise RestoreError(
            f"{safe(path)}: the report holds {what}{f' named {safe(name)}' if name else ''}{hint}"
        )
    chosen: dict[str, Any] = matching[0]
    return chosen
