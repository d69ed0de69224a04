"""Undo a run: give the files it wrote their original bytes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.journal import Journal, StillGoingError, runs
from textclean.files.ordering import order
from textclean.files.problems import explain
from textclean.files.read import Stamp, load
from textclean.files.temporary import begin, discard, sweep
from textclean.files.undo import digest, file_digest, original
from textclean.files.write import adopt, prepare


class UndoError(TextcleanError):
    """There is no such run, or nothing to undo in it."""


class Restored(NamedTuple):
    """One file of a run that was undone."""

    path: str
    problem: str = ""
    """Why it was left as it is; empty if it has its original bytes again."""
    is_gone: bool = False
    """Whether there is no such file any more, so that there is nothing to give back."""


def named(name: str) -> Journal:
    """The run of that name, or of that number. Raises UndoError where there is none."""
    for run in runs():
        if name == run.path.name or (name.isdecimal() and int(name) == order(run.path)[0] > 0):
            if run.held:
                raise StillGoingError(run)
            return run
    raise UndoError(f"{safe(name)}: no such run; `textclean undo --list` names them")


def last(folder: str, before: Journal | None = None) -> tuple[Journal, Journal | None]:
    """The last run that changed files, all in or below a folder, and is not undone; of those `before` one.

    Who asks for an undo means what they did here: a run that also changed something elsewhere is named and
    not taken. Runs that were refused or changed nothing are passed over; the latest of them is the second
    that comes back, to be told. Raises UndoError.
    """
    passed: Journal | None = None
    elsewhere: Journal | None = None
    undone = False
    for run in runs():
        if before is not None and order(run.path) >= order(before.path):
            continue
        changes = run.changes()
        undone = undone or bool(changes and run.undone)
        if not run.undone and _is_here(run, changes, folder):
            if run.held:
                raise StillGoingError(run)
            if changes:
                return run, passed
            passed = passed or run
        elif changes and not run.undone:
            elsewhere = elsewhere or run
    if elsewhere:
        raise UndoError(
            f"nothing to undo in or below {safe(folder)}; the last run elsewhere ({safe(elsewhere.told())}) "
            f"is taken back with: textclean undo {elsewhere.path.name}"
        )
    if undone:
        raise UndoError(
            "nothing to undo: all runs that are remembered are undone, see `textclean undo --list`"
        )
    raise UndoError("nothing to undo: no run of `textclean fix -i` is remembered")


def _is_here(run: Journal, changes: list[dict[str, Any]], folder: str) -> bool:
    """Whether a run changed files in or below a folder alone, or none and was begun there."""
    asked = str(run.asked.get("cwd", ""))
    folders = {os.path.dirname(entry["path"]) for entry in changes} or {asked}
    here = os.path.realpath(folder)
    return all(Path(os.path.realpath(each)).is_relative_to(here) for each in folders)


def restore(run: Journal) -> Iterator[Restored]:
    """Give back each file, the last change first; a file that changed since is left alone and named.

    The run is undone when all files that are still there have their original bytes, so that the next undo
    takes the one before; until then it takes this one again. A run that gave nothing back is not undone.
    """
    back = left = 0
    changes = run.changes()
    sweep({os.path.dirname(entry["path"]) for entry in changes})
    for entry in reversed(changes):
        restored = _copy_back(entry, run) if "kept" in entry["undo"] else _restore(entry)
        back += not restored.problem
        left += bool(restored.problem) and not restored.is_gone
        yield restored
    if run.changed and not run.recorded():
        yield Restored("", f"{safe(str(run.path))}: cannot be read, nothing was given back; check the disk")
    if run.damaged:
        yield Restored(
            "", f"{safe(str(run.path))}: {run.damaged} of its lines cannot be read; check the disk"
        )
    if back:
        run.mark("partly" if left else "undone")


def _copy_back(entry: dict[str, Any], run: Journal) -> Restored:
    """Give back a file whose original was kept whole."""
    path, recipe = entry["path"], entry["undo"]
    try:
        stamp = Stamp.of(os.stat(path))
        now = file_digest(path)
        if now == recipe["before"]:
            return Restored(path)
        if now != recipe["after"]:
            return Restored(path, f"{safe(path)}: changed since it was cleaned, left as it is")
        copy = str(run.path / os.path.basename(str(recipe["kept"])))
        if file_digest(copy) != recipe["before"]:
            return Restored(path, f"{safe(path)}: the original in the journal is damaged; left as it is")
        temporary, descriptor = begin(os.path.dirname(os.path.realpath(path)))
        try:
            with open(descriptor, "wb") as target, open(copy, "rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)
            prepared = adopt(temporary, path, sync=True)
            temporary = prepared.temporary
            if Stamp.of(os.stat(prepared.target)) != stamp:
                prepared.drop()
                return Restored(path, f"{safe(path)}: changed meanwhile, left as it is; run undo again")
            prepared.place()
        except BaseException:
            discard(temporary)
            raise
    except OSError as error:
        return Restored(path, explain(error, path), not os.path.lexists(path))
    return Restored(path)


def _restore(entry: dict[str, Any]) -> Restored:
    path, recipe = entry["path"], entry["undo"]
    try:
        content = load(path)
        now = digest(content.data)
        if now == recipe["before"]:
            return Restored(path)
        if now != recipe["after"]:
            return Restored(path, f"{safe(path)}: changed since it was cleaned, left as it is")
        prepared = prepare(path, original(recipe, content.data), sync=True)
        try:
            if Stamp.of(os.stat(prepared.target)) != content.stamp:
                prepared.drop()
                return Restored(path, f"{safe(path)}: changed meanwhile, left as it is; run undo again")
            prepared.place()
        except BaseException:
            prepared.drop()
            raise
    except TextcleanError as error:
        return Restored(path, str(error), not os.path.lexists(path))
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        return Restored(path, f"{safe(path)}: the journal is damaged ({error}); left as it is")
    except OSError as error:
        return Restored(path, explain(error, path), not os.path.lexists(path))
    return Restored(path)
