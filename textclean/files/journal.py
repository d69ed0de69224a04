"""The journal of runs that write files: what undoes each, and how far it came.

A run has a folder in the user's state folder: `run.json` says what was asked, `undo.jsonl` how to take back
each file, written before the file is replaced, and `done.jsonl` which inputs are done, in which state, for
`--resume`. It holds what changed, which may be private, and is readable for the user alone. Old runs are
forgotten when there are too many.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from textclean.files.read import Stamp

RUNS = 100
BYTES = 512 << 20
"""Older runs are forgotten beyond so many runs and bytes in all; the latest is always kept."""
TOO_MUCH = (
    f"too large to be kept for undo (the limit is {BYTES >> 20} MiB a run); "
    "write elsewhere with -o, or add --no-journal"
)


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

    @classmethod
    def begin(cls, asked: dict[str, Any]) -> Journal:
        """A new run; `asked` says what it is, so that `--resume` knows it again."""
        moment = time.time_ns()
        name = time.strftime("%Y%m%d-%H%M%S", time.localtime(moment // 10**9))
        name += f"-{moment // 1000 % 10**6:06}-{os.getpid()}"
        place = folder()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        run = cls(place / name, {**asked, "cwd": os.getcwd(), "pids": [os.getpid()]})
        run.path.mkdir(mode=0o700)
        run._say_what()
        forget()
        return run

    @classmethod
    def resume(cls, asked: dict[str, Any]) -> Journal | None:
        """The last run that asked the same and was interrupted; None if there is none."""
        for run in runs():
            known = run.asked
            if all(known.get(key) == value for key, value in {**asked, "cwd": os.getcwd()}.items()):
                return None if run.finished else run._taken_up()
        return None

    def _taken_up(self) -> Journal:
        """The same run in this process."""
        self.asked["pids"] = [*self.asked.get("pids", []), os.getpid()]
        self._say_what()
        return self

    def _say_what(self) -> None:
        (self.path / "run.json").write_text(json.dumps(self.asked), encoding="ascii")

    @property
    def finished(self) -> bool:
        """Whether the run came to its end."""
        return (self.path / "finished").exists()

    @property
    def undone(self) -> bool:
        """Whether all its files were given back."""
        return (self.path / "undone").exists()

    def will_change(self, entries: Iterable[tuple[str, str]]) -> None:
        """Record paths and recipes before the files are replaced."""
        for path, recipe in entries:
            self._line("undo.jsonl", f'{{"path": {json.dumps(path)}, "undo": {recipe}}}')
        self._flush("undo.jsonl")

    def keep(self, path: str) -> str:
        """Keep a copy of a file that no recipe leads back to, packed or of records; its name in the run.

        Raises OSError where the run would hold more than BYTES.
        """
        held = sum(file.stat().st_size for file in self.path.iterdir())
        if held + os.stat(path).st_size > BYTES:
            raise OSError(None, TOO_MUCH, path)
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
        self.mark("finished")
        if not (self.path / "undo.jsonl").exists():
            shutil.rmtree(self.path, ignore_errors=True)

    def mark(self, state: str) -> None:
        """Remember that the run is `finished` or `undone`."""
        (self.path / state).touch()

    def close(self) -> None:
        """Let go of the files; a later line opens them again."""
        for file in self.files.values():
            file.close()
        self.files.clear()

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
        """The recorded changes, in the order in which they were made."""
        return [entry for entry in _lines(self.path / "undo.jsonl") if _is_change(entry)]

    @property
    def damaged(self) -> int:
        """How many recorded changes cannot be read; a last one that was cut off was never made."""
        entries = list(_lines(self.path / "undo.jsonl"))
        return sum(not _is_change(entry) for entry in entries[:-1])

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
        names = sorted((path for path in folder().iterdir() if path.is_dir()), reverse=True)
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
    """Remove the oldest runs beyond the bounds."""
    total = 0
    for number, run in enumerate(list(runs())):
        total += sum(file.stat().st_size for file in run.path.iterdir())
        if number and (number >= RUNS or total > BYTES):
            shutil.rmtree(run.path, ignore_errors=True)


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


def _is_change(entry: Any) -> bool:
    match entry:
        case {"path": str(), "undo": {"before": str(), "after": str()}}:
            return True
    return False
