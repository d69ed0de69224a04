"""The report for people at a terminal: what was removed and why, what was changed and where, in figures.

Changes stand grouped by kind. A line shows only what is near its changes; a removed block stands whole unless
it is long, with its category and rule's title above it. Without colour, changes are marked as wdiff does,
`[-before-]{+after+}`. Everything from outside goes through `safe` and reaches rich as Text, never as markup:
a file named `[/x]` or one with an escape sequence in its name is shown, not obeyed.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from textclean.display import safe
from textclean.edits import Edit
from textclean.pipeline import CHOICES, Result
from textclean.reports.explain import by_title
from textclean.reports.places import Places, seen
from textclean.reports.summary import Summary, by_number, category_of, kind_of, speaking

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

_NEAR = 32
"""Characters shown on either side of a change."""
_LONG = 8
"""Lines of a removed block that are shown; of a longer one the first and the last."""


def wants_colour(terminal: bool) -> bool:
    """Whether to colour: FORCE_COLOR wants it, NO_COLOR and a dumb terminal do not, else a terminal does.

    NO_COLOR counts if it is not empty (https://no-color.org); where both are set NO_COLOR wins.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def record(result: Result, name: str, rule_files: tuple[str, ...] = (), colour: bool | None = None) -> str:
    """One input's changes, for reading."""
    if not result.edits and not result.warnings and not _recoded(result):
        return ""
    return _render(_document(result, name, rule_files, _chosen(colour)), _chosen(colour))


def failure(name: str, error: str) -> str:
    """An input that failed is named where the run says so."""
    return ""


def assemble(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """All inputs' changes, then the table of the run's figures."""
    yield path, ("".join(records) + table(summary)).encode()


def table(summary: Summary, colour: bool | None = None) -> str:
    """The run's figures by category."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("category")
    shown.add_column("changes", justify="right")
    shown.add_column("words removed", justify="right")
    for category, number in by_number(summary.counts):
        words = summary.words.get(category, 0)
        shown.add_row(Text(safe(category)), f"{number:,}", f"{words:,}" if words else "")
    encodings = ", ".join(f"{safe(name)} {number}" for name, number in by_number(summary.encodings))
    last = Text(f"\n{summary.line().split(' (')[0]}" + (f"; read as {encodings}" if encodings else ""))
    return _render([shown, last] if summary.counts else [last], _chosen(colour))


def _chosen(colour: bool | None) -> bool:
    import sys

    return wants_colour(sys.stdout is not None and sys.stdout.isatty()) if colour is None else colour


def _render(parts: Iterable[RenderableType], colour: bool) -> str:
    console = _console(colour)
    for part in parts:
        console.print(part, soft_wrap=False, highlight=False, markup=False, emoji=False)
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip(' ')}\n" for line in console.file.getvalue().split("\n")[:-1])


def _console(colour: bool) -> Console:
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=max(40, shutil.get_terminal_size((100, 24)).columns),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
    )


def _document(
    result: Result, name: str, rule_files: tuple[str, ...], colour: bool
) -> Iterator[RenderableType]:
    from rich.rule import Rule
    from rich.text import Text

    text = result.document.text
    places = Places(text)
    yield Rule(Text(safe(name)), align="left", style="dim")
    if _recoded(result):
        evidence = safe(result.document.evidence)
        yield Text(f"Read as {safe(result.document.encoding)}, written as UTF-8: {evidence}", style="bold")
    for kind, edits in _by_kind(result.edits):
        yield Text(f"{kind} ({len(edits)})", style="bold")
        if kind == "Removed":
            for edit in edits:
                yield _removed(edit, places, rule_files)
        else:
            for _, near in groupby(edits, lambda edit: places.of(seen(edit))["line"]):
                yield _line(text, list(near), places, rule_files, colour)
    chosen = [notice for notice in result.warnings if notice.rule in CHOICES]
    alone = [notice for notice in result.warnings if notice.rule not in CHOICES]
    for heading, notices in (("Unsure of", chosen), ("Seen and left alone", alone)):
        if notices:
            yield Text(f"{heading} ({len(notices)})", style="bold")
        for notice in notices:
            left = Text(f"{safe(notice.text)} – {safe(notice.reason)}", style="yellow")
            yield _grid([(str(places.of(notice.start)["line"]), left)])
    yield Text("")


def _recoded(result: Result) -> bool:
    """Whether the bytes change even where no character does."""
    return bool(result.document.bom) or result.document.encoding not in ("utf-8", "ascii", "str")


def _by_kind(edits: Iterable[Edit]) -> Iterator[tuple[str, list[Edit]]]:
    kinds: dict[str, list[Edit]] = {"Removed": [], "Repaired": [], "Quotation marks": []}
    titles = {"repair": "Repaired", "quotes": "Quotation marks"}
    for edit in edits:
        kinds[titles.get(kind_of(edit), "Removed")].append(edit)
    return ((kind, found) for kind, found in kinds.items() if found)


def _removed(edit: Edit, places: Places, rule_files: tuple[str, ...]) -> Table:
    """A removed block: why it went, then the block behind a margin."""
    from rich.text import Text

    why = Text()
    for title, rules in by_title(speaking(edit), rule_files).items():
        why.append(safe(category_of(rules[0])), style="bold magenta")
        why.append(f"  {safe(title)}", style="magenta")
        why.append(f"  {safe(', '.join(rules))}\n", style="dim")
    why.append(f"{safe(edit.reason)}, " if edit.reason else "", style="dim")
    why.append(f"{edit.confidence:.0%} sure", style="dim")
    lines = [line for line in edit.before.splitlines() if line.strip()]
    left_out = len(lines) - _LONG
    shown = [(str(places.of(seen(edit))["line"]), why)]
    for number, line in enumerate(lines):
        if left_out > 0 and number == _LONG - 1:
            shown.append(("│", Text(f"… {left_out} lines more", style="dim")))
        if left_out <= 0 or number < _LONG - 1 or number == len(lines) - 1:
            shown.append(("│", Text(f"- {safe(line, allow=chr(9))}", style="red")))
    return _grid(shown)


def _grid(rows: Iterable[tuple[str, Text]]) -> Table:
    """Rows with a margin of their own, so that a long line wraps beside it and not below it."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(justify="right", width=6, style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for margin, content in rows:
        grid.add_row(margin, content)
    return grid


def _line(
    text: str, edits: Sequence[Edit], places: Places, rule_files: tuple[str, ...], colour: bool
) -> Table:
    """The changes of one line with what stands near them, and why."""
    from rich.text import Text

    shown = Text()
    start = position = places.line_at(edits[0].start)[0]
    for edit in edits:
        shown.append(_near(text[position : edit.start], position > start))
        if edit.before:
            shown.append(safe(edit.before) if colour else f"[-{safe(edit.before)}-]", style="red strike")
        if edit.after:
            shown.append(safe(edit.after) if colour else f"{{+{safe(edit.after)}+}}", style="green bold")
        position = edit.end
    rest = text[position : places.line_at(position)[1]].rstrip("\r\n")
    shown.append(safe(rest if len(rest) <= _NEAR else rest[:_NEAR] + "…"))
    named = by_title(dict.fromkeys(rule for edit in edits for rule in edit.rules), rule_files)
    why = "; ".join(f"{title} ({', '.join(rules)})" for title, rules in named.items())
    return _grid([(str(places.of(seen(edits[0]))["line"]), shown), ("", Text(safe(why), style="dim"))])


def _near(kept: str, between: bool) -> str:
    """Unchanged text before a change: its end, and its beginning too if another change stands before it."""
    if len(kept) <= 2 * _NEAR + 3:
        return safe(kept)
    return safe((kept[:_NEAR] if between else "") + "…" + kept[-_NEAR:])
