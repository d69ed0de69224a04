"""Undo a run: give the files it wrote their original bytes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any, NamedTuple

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.journal import Journal, StillGoingError, runs
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


def chosen(name: str | None) -> Journal:
    """The run of that name, or the last one if it is not undone yet; else the last one before that is not.

    After a run that was refused or changed nothing, who asks for an undo means that one: an older run is
    named and not taken for it.
    """
    nothing: Journal | None = None
    for run in runs():
        if name not in (None, run.path.name) or (name is None and run.undone):
            continue
        if run.held:
            raise StillGoingError(run)
        if name is not None:
            return run
        if not run.changes():
            nothing = nothing or run
        elif nothing is None:
            return run
        else:
            what = "was refused" if nothing.asked.get("refused") else "changed nothing in place"
            raise UndoError(
                f"the last run ({safe(nothing.told())}) {what}; the one before "
                f"it ({safe(run.told())}) is taken back with: textclean undo {run.path.name}"
            )
    if name is not None:
        raise UndoError(f"{safe(name)}: no such run; `textclean undo --list` names them")
    raise UndoError("nothing to undo: no run of `textclean fix -i` is remembered")


def restore(run: Journal) -> Iterator[Restored]:
    """Give back each file, the last change first; a file that changed since is left alone and named."""
    complete = True
    changes = run.changes()
    sweep({os.path.dirname(entry["path"]) for entry in changes})
    for entry in reversed(changes):
        restored = _copy_back(entry, run) if "kept" in entry["undo"] else _restore(entry)
        complete = complete and not restored.problem
        yield restored
    if run.damaged:
        complete = False
        yield Restored(
            "", f"{safe(str(run.path))}: {run.damaged} of its lines cannot be read; check the disk"
        )
    if complete:
        run.mark("undone")


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
        return Restored(path, explain(error, path))
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
        return Restored(path, str(error))
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        return Restored(path, f"{safe(path)}: the journal is damaged ({error}); left as it is")
    except OSError as error:
        return Restored(path, explain(error, path))
    return Restored(path)
