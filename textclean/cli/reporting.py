"""The report of a run: collected while it goes, written at its end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from textclean.files import sinks
from textclean.files.problems import explain
from textclean.files.work import Outcome
from textclean.reports.formats import load
from textclean.reports.summary import Summary


@dataclass(slots=True)
class Reporting:
    """Where a report goes and in which form; `path` None for no report, `-` for standard output."""

    path: str | None
    form: str
    pager: bool = False
    records: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Take the record of an input that was cleaned."""
        if self.path is not None:
            self.records += outcome.records or ([outcome.report] if outcome.report else [])

    def lost(self, name: str, why: str) -> None:
        """Take note of an input that failed."""
        if self.path is not None and (record := load(self.form).failure(name, why)):
            self.records.append(record)

    def write(self, summary: Summary, complain: Callable[[str], None]) -> bool:
        """Write the report's files; False, with a line for the user, where one cannot be written."""
        from textclean.files.write import write

        if self.path is None:
            return True
        for path, data in load(self.form).assemble(self.records, summary, self.path):
            if self.path == "-":
                show(data, self.pager)
                continue
            try:
                write(path, data)
            except OSError as error:
                complain(explain(error, path))
                return False
        return True


def show(data: bytes, pager: bool) -> None:
    """Print to standard output; page by page only where that was asked for and somebody is looking."""
    if pager and sys.stdout is not None and sys.stdout.isatty():
        import click

        click.echo_via_pager(data.decode("utf-8", "replace"), color=b"\x1b[" in data)
    else:
        sinks.write_out(data)
