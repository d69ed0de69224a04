"""`textclean detect`: which encoding a file is in, and how one can tell."""

from __future__ import annotations

import json
from typing import Any

import click

from textclean.cli.messages import say
from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files import sinks
from textclean.files.find import STDIN, Skipped, find
from textclean.files.problems import unreadable
from textclean.files.read import read

HELP = """Tell the encoding of files, and why.

    PATHS are files, folders (all text files in them) or - for standard input, which is also read where no
    path is given. Each file has one line: its encoding, the evidence, the encoding that came second where
    one had to be chosen, and the share of bytes that cannot be decoded.

    \b
    Examples:
      textclean detect page.txt
      textclean detect --json news/ | jq -r 'select(.encoding != "utf-8") | .file'

    \b
    Exit codes: 0 done, 2 wrong usage, or an input that is no text or could not be read.
    """


@click.command("detect", help=HELP, short_help="Tell the encoding of files, and why.")
@click.argument("paths", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each file.")
def command(paths: tuple[str, ...], as_json: bool) -> int:
    """Look at each input and print a line; what cannot be read is a line on standard error."""
    failed = False
    for found in find(paths or (STDIN,)):
        if isinstance(found, Skipped):
            say(found.why)
            failed |= found.failed
            continue
        try:
            facts = {"file": found.path, **look(read(found.path))}
        except TextcleanError as error:
            say(str(error))
            failed = True
            continue
        except (OSError, MemoryError) as error:
            say(unreadable(error, "standard input" if found.path == STDIN else found.path))
            failed = True
            continue
        failed |= facts["encoding"] is None
        line = json.dumps(facts, ensure_ascii=True) if as_json else in_words(facts)
        sinks.write_out(f"{line}\n".encode())
    return 2 if failed else 0


def look(data: bytes) -> dict[str, Any]:
    """The facts about `data`; `encoding` is None for what is no text."""
    from textclean.repair.decode import decode, looks_binary

    if looks_binary(data):
        return {"encoding": None, "evidence": "binary, not text", "runner_up": None, "undecodable": 0.0}
    document = decode(data)
    return {
        "encoding": document.encoding,
        "evidence": document.evidence,
        "runner_up": document.runner_up,
        "undecodable": document.stray / len(data) if data else 0.0,
    }


def in_words(facts: dict[str, Any]) -> str:
    """The facts on one line for a person."""
    name = "standard input" if facts["file"] == STDIN else safe(facts["file"])
    if facts["encoding"] is None:
        return f"{name}: {facts['evidence']}"
    parts = [facts["evidence"]]
    if facts["runner_up"]:
        parts.append(f"next {facts['runner_up']}")
    if facts["undecodable"]:
        parts.append(f"{100 * facts['undecodable']:.2g} % of the bytes undecodable")
    return f"{name}: {facts['encoding']} ({'; '.join(parts)})"
