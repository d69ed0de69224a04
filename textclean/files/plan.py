"""What a run will write, looked at before anything is written."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable

from textclean.display import safe
from textclean.files.find import STDIN, Found, Input, Skipped, is_folder, is_stream
from textclean.files.journal import Journal
from textclean.files.read import Stamp
from textclean.files.undo import file_digest


def no_place(output: str, into_folder: bool) -> str:
    """Why an output cannot be where it is to be; empty if it can.

    A folder to fill is made with those above it; a file's folder is not, as with `cp`, for its name may well
    be misspelt.
    """
    if not into_folder:
        folder = os.path.dirname(output) or "."
        return (
            ""
            if os.path.lexists(folder)
            else f"there is no folder {safe(folder)}; make it, or check the name"
        )
    above = output.rstrip("/") or "/"
    while not os.path.lexists(above) and os.path.dirname(above) != above:
        above = os.path.dirname(above) or "."
    if is_folder(above):
        return ""
    return f"{safe(above)} is no folder, and one is to be filled there; name another"


def conflicts(found: Iterable[Found], folder: str) -> list[str]:
    """Inputs that would overwrite each other in an output folder, one line for each.

    Names that differ in case or in how an accent is composed are one name for some file systems, and a tree
    must not change its meaning when it is copied there.
    """
    files: dict[str, Input] = {}
    folders: dict[str, Input] = {}
    lines = []
    inputs = [item for item in found if isinstance(item, Input)]
    for item in inputs:
        parts = _folded(item.inside).split("/")
        for end in range(1, len(parts)):
            folders.setdefault("/".join(parts[:end]), item)
    for item in inputs:
        key = _folded(item.inside)
        other = files.setdefault(key, item)
        if other is item:
            other = folders.get(key, item)
        if other is not item:
            target = safe(os.path.join(folder, item.inside))
            lines.append(f"{safe(other.path)} and {safe(item.path)} would both be written to {target}")
    return lines


def overwritten(found: Iterable[Found], output: str, into_folder: bool) -> list[str]:
    """Inputs that the output would be written over: originals of which nothing would be left to undo it with.

    Known by what they are, not by their names: a link, or another way to the same folder, leads there too. A
    second name of a file, a hard link, is no such case, for the file itself stays under its first.
    """
    inputs = [item for item in found if isinstance(item, Input) and not is_stream(item.path)]
    paths = {_identity(status): item.path for item in inputs if (status := _status(item.path))}
    targets = [os.path.join(output, item.inside) for item in inputs] if into_folder else [output]
    lost = []
    for target in targets:
        status = _status(target)
        path = paths.get(_identity(status)) if status else None
        if status and path and (status.st_nlink == 1 or os.path.realpath(path) == os.path.realpath(target)):
            lost.append(path)
    return lost


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace(os.sep, "/")).casefold()


def without_done(found: Iterable[Found], journal: Journal, folder: str = "") -> list[Found]:
    """What is left of a run that was interrupted: inputs that are not done or have changed since."""
    done = journal.done()
    written = {entry["path"]: entry["undo"]["after"] for entry in journal.recorded()}
    return [
        item
        for item in found
        if isinstance(item, Skipped) or not (_is_done(item, done, folder) or _is_written(item, written))
    ]


def _is_done(item: Input, done: dict[str, Stamp | None], folder: str) -> bool:
    path = os.path.abspath(item.path)
    if item.path == STDIN or path not in done:
        return False
    if folder and not os.path.exists(os.path.join(folder, item.inside)):
        return False
    try:
        return Stamp.of(os.stat(path)) == done[path]
    except OSError:
        return False


def _is_written(item: Input, written: dict[str, str]) -> bool:
    """Whether a file has its clean bytes although the run was killed before it could say so.

    Cleaning it again would change nothing, except with --encoding: UTF-8 read as cp1252 is mojibake.
    """
    path = os.path.realpath(item.path)
    try:
        return path in written and file_digest(path) == written[path]
    except OSError:
        return False


def written_to(found: Iterable[Found], into: str | None = None) -> set[str]:
    """The folders in which a run makes temporary files: those of its inputs, or below the one it fills."""
    inputs = [item for item in found if isinstance(item, Input) and not is_stream(item.path)]
    paths = {item.path if into is None else os.path.join(into, item.inside) for item in inputs}
    places = {os.path.dirname(path) or "." for path in paths}
    places |= {os.path.dirname(os.path.realpath(path)) for path in paths if os.path.islink(path)}
    return places | ({into} if into else set())
