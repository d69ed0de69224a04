"""GitHub annotations: lines that a workflow's log turns into notes beside the text.

    ::warning file=a.txt,line=3,col=1,endLine=3,title=…::removed ‹Donate now›: …

The workflow commands and their escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textclean.catalogue import describe
from textclean.pipeline import Result
from textclean.reports.explain import figures, sentence
from textclean.reports.places import Places, Within, seen, seen_end
from textclean.reports.summary import Summary, speaking

_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def record(result: Result, name: str, rule_files: tuple[str, ...] = (), within: Within | None = None) -> str:
    """One annotation for each edit (warning) and each thing seen and left alone (notice).

    Those of a record stand at its line, and say which record it is.
    """
    places = Places(result.document.text)
    known = _place(name, within) if within else None
    of = f"{within.words}: " if within else ""
    lines = []
    for edit in result.edits:
        first, last = places.of(seen(edit)), places.of(seen_end(edit))
        where = {"file": name, "line": first["line"], "endLine": last["line"], "col": first["column"]}
        title = describe(speaking(edit)[0], rule_files).title
        message = of + sentence(edit, rule_files)
        lines.append(_command("warning", {**(known or where), "title": title}, message))
    for notice in result.warnings:
        place = places.of(notice.start)
        where = {"file": name, "line": place["line"], "col": place["column"]}
        title = describe(notice.rule, rule_files).title
        lines.append(_command("notice", {**(known or where), "title": title}, of + notice.reason))
    return "".join(lines)


def _place(name: str, within: Within) -> dict[str, object]:
    """A record's place, without a line where its format has none."""
    return {"file": name, "line": within.line} if within.line else {"file": name}


def failure(name: str, error: str) -> str:
    """An error annotation for an input that could not be cleaned."""
    return _command("error", {"file": name}, error)


def left(name: str, why: str, within: Within, fails: bool) -> str:
    """An annotation for a record that stays as it was: an error where that is a failure."""
    return _command("error" if fails else "notice", _place(name, within), f"{within.words}: {why}")


def assemble(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """All annotations, then the figures of the run as a notice."""
    last = _command("notice", {"title": "textclean"}, figures(summary))
    yield path, ("".join(records) + last).encode("utf-8", "replace")


def _command(kind: str, properties: dict[str, object], message: str) -> str:
    from textclean.display import safe

    listed = ",".join(
        f"{key}={safe(str(value), allow=chr(10) + chr(13)).translate(_PROPERTY)}"
        for key, value in properties.items()
    )
    return f"::{kind} {listed}::{safe(message).translate(_MESSAGE)}\n"
