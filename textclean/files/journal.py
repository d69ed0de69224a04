"""The journal of runs that write files: what undoes each, and how far it came.

A run has a folder in the user's state folder: `run.json` says what was asked, `undo.jsonl` how to take back
each file, written before the file is replaced, and which were not replaced after all, and `done.jsonl` which
inputs are done, in which state, for `--resume`. It holds what changed, which may be private, and is readable
for the user alone. A run holds the lock on `live` while it is going. Old runs are forgotten when there are
too many; of those that changed nothing the last is known, so that `undo` can say that it passes over it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from textclean.errors import TextcleanError
from textclean.files import live
from textclean.files.ordering import abandoned, claim, named, order, when
from textclean.files.read import Stamp

RUNS = 100
BYTES = 512 << 20
"""Older runs are forgotten beyond so many runs and bytes in all, never the latest nor one that is going."""
TOO_MUCH = (
    f"too large to be kept for undo (the limit is {BYTES >> 20} MiB a run); "
    "write elsewhere with -o, or add --no-journal"
)
FULL = (
    f"not written, for this run's journal is full ({BYTES >> 20} MiB) and could not undo it; "
    "run again for what is left, or add --no-journal"
)


class StillGoingError(TextcleanError):
    """A run that is to be resumed or undone, and that another process is busy with."""

    def __init__(self, run: Journal) -> None:
        super().__init__(f"{run.path.name}: this run is still going; wait for its end, or end it")


def folder() -> Path:
    """Where runs are kept: below XDG_STATE_HOME, or where the platform wants such files."""
    from platformdirs import user_state_path

    return user_state_path("textclean", appauthor=False) / "runs"


@dataclass(slots=True)
class Journal:
    """One run's journal."""

    path: Path
    asked: dict[str, Any]
    files: dict[str, IO[str]] = field(default_factory=dict)
    size: int = -1
    """Bytes that it takes, as far as they are reserved; -1: not looked at yet."""
    lock: int = -1
    """The descriptor that says that it is going."""

    @classmethod
    def begin(cls, asked: dict[str, Any]) -> Journal:
        """A new run; `asked` says what it is, so that `--resume` knows it again."""
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        run = cls(claim(place), {**asked, "cwd": os.getcwd(), "pids": [os.getpid()], "began": time.time()})
        try:
            run._go()
            run._say_what()
            run.path = named(run.path)
        except BaseException:
            run.close()
            shutil.rmtree(run.path, ignore_errors=True)
            raise
        forget()
        return run

    @classmethod
    def refuse(cls, asked: dict[str, Any]) -> None:
        """Remember a run that was refused, where there are others that `undo` takes in its place."""
        if any(runs()):
            cls.begin({**asked, "refused": True}).finish()

    @classmethod
    def resume(cls, asked: dict[str, Any]) -> Journal | None:
        """The last run that asked the same and was interrupted; None if there is none."""
        for run in runs():
            known = run.asked
            if all(known.get(key) == value for key, value in {**asked, "cwd": os.getcwd()}.items()):
                return None if run.finished else run._taken_up()
        return None

    def _taken_up(self) -> Journal:
        """The same run in this process; StillGoingError where another one is busy with it."""
        if self.held or not self._go():
            raise StillGoingError(self)
        self.asked["pids"] = [*self.asked.get("pids", []), os.getpid()]
        self._say_what()
        return self

    def _go(self) -> bool:
        """Hold the lock, where there are locks; False if another process does."""
        taken = live.take(self.path)
        self.lock = -1 if taken is None else taken
        return taken is not None

    @property
    def held(self) -> bool | None:
        """Whether a process is busy with it; None where no lock can say so, or none was there to be held."""
        return live.is_held(self.path)

    @property
    def going(self) -> bool:
        """Whether it is going, as far as can be known: without locks by the numbers of its processes."""
        if self.finished:
            return False
        pids = [pid for pid in self.asked.get("pids", ()) if isinstance(pid, int)]
        held = self.held
        return any(pid != os.getpid() and live.lives(pid) for pid in pids) if held is None else held

    def _say_what(self) -> None:
        (self.path / "run.json").write_text(json.dumps(self.asked), encoding="ascii")

    @property
    def finished(self) -> bool:
        """Whether the run came to its end."""
        return (self.path / "finished").exists()

    @property
    def undone(self) -> bool:
        """Whether all its files were given back, or all that were still there."""
        return (self.path / "undone").exists()

    @property
    def partly_undone(self) -> bool:
        """Whether some of its files were given back, and others are still to be."""
        return (self.path / "partly").exists() and not self.undone

    @property
    def changed(self) -> bool:
        """Whether it began to change files in place."""
        return (self.path / "undo.jsonl").exists()

    def told(self) -> str:
        """What it was, for people: `fix -i news/, 2026-01-14 10:15, in /srv/articles`."""
        paths = [*self.asked.get("paths", ()), self.asked.get("files_from"), self.asked.get("output")]
        words = [
            self.asked.get("command", "fix"),
            "" if self.asked.get("output") else "-i",
            *map(str, filter(None, paths)),
        ]
        if self.asked.get("output"):
            words.insert(-1, "-o")
        moment = when(self.path, self.asked.get("began"))
        parts = [" ".join(filter(None, words)), moment, f"in {self.asked.get('cwd', '?')}"]
        return ", ".join(filter(None, parts))

    def reserve(self, path: str, size: int) -> None:
        """Take room for what undoes the change of a file; OSError about it where the run would hold too much.

        What cannot be undone is not begun: the file stays, and so does what the run recorded before.
        """
        if self.size < 0:
            self.size = size_of(self.path)
        if self.size + size > BYTES:
            raise OSError(None, TOO_MUCH if size > BYTES else FULL, path)
        self.size += size

    def will_change(self, entries: Iterable[tuple[str, str]]) -> None:
        """Record paths and recipes before the files are replaced."""
        for path, recipe in entries:
            self._line("undo.jsonl", f'{{"path": {json.dumps(path)}, "undo": {recipe}}}')
        self._flush("undo.jsonl")

    def did_not_change(self, paths: Iterable[str]) -> None:
        """Record that files stayed as they were for which `will_change` said how to take them back."""
        for path in paths:
            self._line("undo.jsonl", json.dumps({"path": path, "stayed": True}))
        self._flush("undo.jsonl")

    def keep(self, path: str) -> str:
        """Keep a copy of a file that no recipe leads back to, packed or of records; its name in the run.

        Raises OSError where the run would hold more than BYTES.
        """
        self.reserve(path, os.stat(path).st_size)
        name = f"kept-{sum(1 for _ in self.path.glob('kept-*'))}"
        with open(path, "rb") as file, (self.path / name).open("xb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        return name

    def is_done(self, entries: Iterable[tuple[str, Stamp | None]]) -> None:
        """Record inputs that need nothing more, as they are now."""
        for path, stamp in entries:
            self._line("done.jsonl", json.dumps([path, stamp]))
        self._flush("done.jsonl")

    def finish(self) -> None:
        """The run came to its end: there is nothing to resume."""
        self.close()
        (self.path / "done.jsonl").unlink(missing_ok=True)
        self.mark("finished")

    def mark(self, state: str) -> None:
        """Remember that the run is `finished`, `undone` or `partly` so."""
        (self.path / state).touch()

    def close(self) -> None:
        """Let go of the files and of the lock; a later line opens the files again."""
        for file in self.files.values():
            file.close()
        self.files.clear()
        if self.lock >= 0:
            with suppress(OSError):
                os.close(self.lock)
            self.lock = -1

    def done(self) -> dict[str, Stamp | None]:
        """The inputs that are done and the state they were left in."""
        done: dict[str, Stamp | None] = {}
        for entry in _lines(self.path / "done.jsonl"):
            match entry:
                case [str(path), [int(inode), int(size), int(modified)]]:
                    done[path] = Stamp(inode, size, modified)
                case [str(path), None]:
                    done[path] = None
        return done

    def changes(self) -> list[dict[str, Any]]:
        """The changes that were made, in their order; and those in the midst of which a run was killed."""
        made: list[dict[str, Any]] = []
        for entry in _lines(self.path / "undo.jsonl"):
            if _is_change(entry):
                made.append(entry)
            elif _stayed(entry):
                _remove_last(made, entry["path"])
        return made

    def recorded(self) -> list[dict[str, Any]]:
        """The changes that were to be made, with those that were not."""
        return [entry for entry in _lines(self.path / "undo.jsonl") if _is_change(entry)]

    @property
    def damaged(self) -> int:
        """How many recorded changes cannot be read; a last one that was cut off was never made."""
        entries = list(_lines(self.path / "undo.jsonl"))
        return sum(not (_is_change(entry) or _stayed(entry)) for entry in entries[:-1])

    def _line(self, name: str, line: str) -> None:
        if name not in self.files:
            path = self.path / name
            cut = path.exists() and not path.read_bytes().endswith(b"\n")
            self.files[name] = path.open("a", encoding="ascii")
            if cut:  # by the end of the run that is taken up, or of the disk
                self.files[name].write("\n")
        self.files[name].write(line + "\n")

    def _flush(self, name: str) -> None:
        if name in self.files:
            self.files[name].flush()

    def sync(self) -> None:
        """Wait until the disk has what was recorded."""
        for file in self.files.values():
            os.fsync(file.fileno())


def runs() -> Iterator[Journal]:
    """All runs that are remembered, the latest first."""
    try:
        names = sorted((path for path in folder().iterdir() if path.is_dir()), key=order, reverse=True)
    except OSError:
        return
    for path in names:
        try:
            asked = json.loads((path / "run.json").read_text(encoding="ascii"))
        except (OSError, ValueError, RecursionError):
            continue  # killed while it was being made: nothing was changed then
        if isinstance(asked, dict):
            yield Journal(path, asked)


def forget() -> None:
    """Remove the oldest runs beyond the bounds, and those that changed nothing; none that is going."""
    all_runs = list(runs())
    known = [run for run in all_runs if not run.going]
    going = len(all_runs) - len(known)
    for run in known:
        if run.finished and not run.changed:
            shutil.rmtree(run.path, ignore_errors=True)
    known = [run for run in known if run.changed or not run.finished]
    latest = next((run for run in known if run.changed), None)
    total = 0
    for number, run in enumerate(known, start=going):
        total += size_of(run.path)
        if run is not latest and (number >= RUNS or total > BYTES):
            shutil.rmtree(run.path, ignore_errors=True)
    with suppress(OSError):
        for path in abandoned(folder(), RUNS):
            if not (path / "run.json").exists():
                shutil.rmtree(path, ignore_errors=True)


def size_of(path: Path) -> int:
    """Bytes in a run's folder; nothing where another process has just forgotten it."""
    with suppress(FileNotFoundError):
        return sum(file.stat().st_size for file in path.iterdir())
    return 0


def _lines(path: Path) -> Iterator[Any]:
    """The JSON lines of a file; None for one that is cut off, where the run was killed, or damaged."""
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return
    for line in text.split("\n"):
        if line:
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield None


def _stayed(entry: Any) -> bool:
    match entry:
        case {"path": str(), "stayed": True}:
            return True
    return False


def _remove_last(changes: list[dict[str, Any]], path: str) -> None:
    for at in reversed(range(len(changes))):
        if changes[at]["path"] == path:
            del changes[at]
            return


def _is_change(entry: Any) -> bool:
    match entry:
        case {"path": str(), "undo": {"before": str(), "after": str()}}:
            return True
    return False
