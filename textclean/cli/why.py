"""`textclean rules why`: what speaks for and against a line of a file, with the settings that hold for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.options import (
    CLEANING,
    CONFIG,
    cleaning_options,
    cleaning_overrides,
    configured,
    with_options,
)
from textclean.display import counted, safe
from textclean.files.overrides import overridden
from textclean.settings import Options, keywords_of

if TYPE_CHECKING:
    from textclean.boilerplate.explain import Explanation

_EXCERPT = 88


@click.command("why", short_help="Say why the lines of a file would go or stay.")
@click.argument("place", metavar="FILE[:LINE]")
@with_options(CONFIG, CLEANING)
def command(place: str, config: str | None, no_config: bool, **values: Any) -> None:
    """Show, for one line or all, what `fix` would make of it and which rules speak for it."""
    from textclean.files.read import read
    from textclean.files.sinks import write_out
    from textclean.repair.decode import decode
    from textclean.reports.places import Places

    path, line = _place(place)
    known, overrides = configured(config, no_config)
    here = [each for each in cleaning_overrides(values, overrides) if each.speaks_of(path)]
    known = {key: value for key, value in known.items() if key not in ("include", "exclude")}
    options = overridden(cleaning_options(values, known), here)
    if "boilerplate" not in options.stages:
        raise click.UsageError("an option or a configuration file leaves boilerplate out: every line stays")
    text = decode(read(path)).text
    last_line = Places(text).of(max(0, len(text) - 1))["line"]
    if line is not None and not 1 <= line <= last_line:
        lines = counted(last_line, "line")
        raise click.UsageError(f"{safe(path)} has {lines}, counted from 1; there is no line {line}")
    found = explained(text, options)
    told = [_in_words(first, one) for first, last, one in found if line is None or first <= line <= last]
    write_out(("".join(told) or "nothing there: the line is blank\n").encode())


def explained(text: str, options: Options) -> Iterator[tuple[int, int, Explanation]]:
    """First and last line of each block of a text, and what there is to say of it.

    Boilerplate is looked for in what is repaired, so a line may stand elsewhere there than in the file.
    """
    from textclean.boilerplate.explain import explain
    from textclean.edits import Notice
    from textclean.pipeline import Cleaner
    from textclean.reports.places import Places
    from textclean.reports.summary import kind_of
    from textclean.stages import in_original

    stages = set(options.stages)
    first = Cleaner(**keywords_of(replace(options, stages=tuple(stages & {"repair"})))).clean(text)
    then = Cleaner(**keywords_of(replace(options, stages=tuple(stages - {"repair"})))).clean(first.text)
    gone = [edit for edit in then.edits if kind_of(edit) not in ("repair", "quotes")]
    places = Places(text)
    for one in explain(first.text, options, gone):
        ends = [Notice(offset, "", "", "") for offset in (one.start, one.start + len(one.text) - 1)]
        begin, end = (places.of(each.start)["line"] for each in in_original(ends, first.edits))
        yield begin, end, one


def _in_words(line: int, one: Explanation) -> str:
    verdict = f"goes ({one.confidence:.0%})" if one.removed else "stays"
    excerpt = safe(" ".join(one.text.split()))
    excerpt = f"{excerpt[: _EXCERPT - 1]}…" if len(excerpt) > _EXCERPT else excerpt
    lines = [f"{line}: {verdict}: {safe(one.reason)}", f"    {excerpt}"]
    lines += [f"    {rule.id}  {safe(rule.title)} ({rule.role}, {rule.confidence:.2f})" for rule in one.rules]
    return "\n".join(lines) + "\n"


def _place(place: str) -> tuple[str, int | None]:
    """A path and a line; a file whose own name ends in `:12` is meant where it exists."""
    path, _, line = place.rpartition(":")
    if path and line.isdecimal() and not Path(place).exists():
        return path, int(line)
    return place, None
