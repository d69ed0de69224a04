"""The report of a run: collected while it goes, written at its end."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from textclean.files import sinks
from textclean.files.pile import Pile
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
    records: list[str | Pile] = field(default_factory=list)
    """Of each input its record, or those of its texts."""

    def add(self, outcome: Outcome) -> None:
        """Take the record of an input that was cleaned."""
        if self.path is not None:
            if outcome.records is None:
                self.records.append(outcome.report)
            else:
                self.records.append(outcome.records)

    def lost(self, name: str, why: str) -> None:
        """Take note of an input that failed."""
        if self.path is not None and (record := load(self.form).failure(name, why)):
            self.records.append(record)

    def write(self, summary: Summary, complain: Callable[[str], None]) -> bool:
        """Write the report's files; False, with a line for the user, where one cannot be written."""
        from textclean.files.write import write

        if self.path is None:
            return True
        if self.form == "jsonl" and any(isinstance(record, Pile) for record in self.records):
            return self._stream(summary, complain)
        records = list(self._all())
        for path, data in load(self.form).assemble(records, summary, self.path):
            if self.path == "-":
                show(data, self.pager)
                continue
            try:
                write(path, data)
            except OSError as error:
                complain(explain(error, path))
                return False
        return True

    def _all(self) -> Iterator[str]:
        for record in self.records:
            if isinstance(record, Pile):
                yield from record
                record.drop()
            else:
                yield record

    def _stream(self, summary: Summary, complain: Callable[[str], None]) -> bool:
        """Write JSON lines as they come: those of a corpus are larger than memory."""
        from textclean.files.temporary import begin, sweep
        from textclean.files.write import adopt, is_special

        assert self.path is not None
        last = [data for _, data in load(self.form).assemble([], summary, self.path)]
        lines = itertools.chain((f"{record}\n".encode() for record in self._all()), last)
        if self.path == "-":
            for line in lines:
                sinks.write_out(line)
            return True
        try:
            if is_special(self.path):
                with open(self.path, "wb") as file:  # noqa: PTH123
                    file.writelines(lines)
                return True
            folder = str(Path(self.path).resolve().parent)
            sweep([folder])
            temporary, descriptor = begin(folder, 0o666)
            with open(descriptor, "wb") as file:  # noqa: PTH123
                file.writelines(lines)
            adopt(temporary, self.path, sync=True).place()
        except OSError as error:
            complain(explain(error, self.path))
            return False
        return True


def show(data: bytes, pager: bool) -> None:
    """Print to standard output; page by page only where that was asked for and somebody is looking."""
    if pager and sys.stdout is not None and sys.stdout.isatty():
        import click

        os.environ.setdefault("LESS", "FRX")  # as git does: colours as such, and no page for what fits on one
        click.echo_via_pager(data.decode("utf-8", "replace"), color=b"\x1b[" in data)
    else:
        sinks.write_out(data)
