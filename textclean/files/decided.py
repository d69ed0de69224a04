"""Files for which a person decided in a report: found again, and cleaned as it was decided."""

from __future__ import annotations

import os
from collections.abc import Iterable

from textclean.display import safe
from textclean.errors import ContainerError, DecisionError, EncodingError, TextcleanError
from textclean.files.containers.kinds import kind_of
from textclean.files.find import STDIN, Found, Input, Skipped, find, is_folder, is_stream
from textclean.files.problems import UNREADABLE, unreadable
from textclean.files.read import load
from textclean.files.work import Job, Outcome, pack, render, unpacked
from textclean.reports.decisions import Decided, carry_out


def inputs(decided: Iterable[Decided]) -> list[Found]:
    """The files as they are now; in an output folder they keep their places below the folder they share."""
    entries = list(decided)
    folders = [os.path.dirname(os.path.abspath(one.path)) for one in entries]
    top = os.path.commonpath(folders) if folders else ""
    return [_input(one, top) for one in entries]


def _input(decided: Decided, top: str) -> Found:
    path = decided.path
    if path == STDIN:
        return Skipped(path, "standard input: cannot be read again; make a report on a file", failed=True)
    if decided.encoding == "str":
        return Skipped(path, f"{safe(path)}: one record of a file, and apply takes whole texts", failed=True)
    if is_folder(path) or is_stream(path):
        return Skipped(path, f"{safe(path)}: no file any more; make a new report", failed=True)
    [found] = find([path])
    if isinstance(found, Skipped):
        return found
    return Input(path, os.path.relpath(os.path.abspath(path), top), found.size)


def do(job: Job, source: Input, decided: Decided) -> Outcome:
    """Make of one file what was decided; what the user can mend comes back as `error`."""
    kind = kind_of(source.path)
    try:
        content = load(source.path)
        data = unpacked(content.data, kind, job) if kind.compression else content.data
        result = carry_out(data, decided)
    except (ContainerError, DecisionError, EncodingError) as error:
        return Outcome(source, f"{safe(source.path)}: {error}")
    except TextcleanError as error:
        return Outcome(source, str(error))
    except UNREADABLE as error:
        return Outcome(source, unreadable(error, source.path))
    outcome = render(job, source, data, result)
    if kind.compression:
        pack(outcome, content.data, kind.compression, kind.compression)
    outcome.stamp = content.stamp
    return outcome
