"""Faults on demand: the n-th system call below one folder fails, or the process is killed there.

The functions of `os` and `open` are replaced while a run is watched, and each call that concerns the folder
is counted. A write that fails has written half of its bytes by then, as a full disk does; a file that cannot
be closed is closed. `sync` and `fsync` are counted and not done, since no test can pull the plug.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from click.testing import CliRunner

from textclean.cli import main

BY_PATH: tuple[str, ...]
BY_PATH = ("stat", "lstat", "readlink", "access", "open", "mkdir", "unlink", "rmdir", "replace", "rename")
BY_PATH += ("link", "chmod", "listxattr", "getxattr", "scandir", "listdir", "utime")
BY_DESCRIPTOR = ("write", "close", "fstat", "fchmod", "fchown", "ftruncate", "setxattr", "posix_fallocate")
NOT_DONE = ("fsync", "sync")
TAKES_ROOM = ("write", "flush", "open", "mkdir", "link", "posix_fallocate", "replace", "rename", "setxattr")
OPENS = ("open", "scandir", "listdir")
ERRORS = (
    errno.ENOSPC,
    errno.EIO,
    errno.EDQUOT,
    errno.EACCES,
    errno.EXDEV,
    errno.EMFILE,
    errno.EINTR,
)


class Fault(NamedTuple):
    """What goes wrong, and at which call, counted from one."""

    at: int = 0
    error: int = 0
    """An errno; 0 for a signal."""
    lasting: bool = False
    """Whether all like calls fail from then on, as on a disk that stays full."""
    signal: int = signal.SIGKILL

    def __str__(self) -> str:
        what = errno.errorcode[self.error] if self.error else f"signal {self.signal}"
        return f"{what} {'from' if self.lasting else 'at'} call {self.at}"


@dataclass
class Watched:
    """The calls of a run below a folder, and the fault among them."""

    root: str
    fault: Fault
    calls: list[str] = field(default_factory=list)

    def meets(self, name: str) -> bool:
        """Count a call; whether it is to go wrong."""
        self.calls.append(name)
        if not self.fault.lasting:
            return len(self.calls) == self.fault.at
        alike = OPENS if self.fault.error == errno.EMFILE else TAKES_ROOM
        return len(self.calls) >= self.fault.at > 0 and name in alike

    def strike(self, where: object) -> None:
        """Fail, or hear a signal, which is not the call's fault."""
        if not self.fault.error:
            os.kill(os.getpid(), self.fault.signal)
            return
        name = where if isinstance(where, (str, bytes, os.PathLike)) else None
        raise OSError(self.fault.error, os.strerror(self.fault.error), name)

    def concerns(self, where: object) -> bool:
        """Whether a path or descriptor is of this folder, in which the run is."""
        if isinstance(where, int):
            return True
        path = os.fsdecode(where) if isinstance(where, (str, bytes, os.PathLike)) else ""
        return not os.path.isabs(path) or path.startswith(self.root)


class File:
    """A Python file whose buffer reaches the disk in one piece, or in half."""

    def __init__(self, real: Any, watched: Watched, where: object) -> None:
        self._real, self._watched, self._where = real, watched, where
        self._pending: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __enter__(self) -> File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._real)

    def read(self, *args: int) -> Any:
        """Read, or fail."""
        if self._watched.meets("read"):
            self._watched.strike(self._where)
        return self._real.read(*args)

    def write(self, data: Any) -> int:
        """Keep for the flush."""
        self._pending.append(data)
        return len(data)

    def flush(self) -> None:
        """Hand what is kept to the system; on a fault only half of it, and the rest stays in the buffer."""
        if not self._pending:
            return
        data = self._pending[0][:0].join(self._pending)
        fails = self._watched.meets("flush")
        if fails and self._watched.fault.signal != signal.SIGKILL:
            self._watched.strike(self._where)
            fails = False
        ready = data[: len(data) // 2] if fails else data
        self._real.write(ready)
        self._real.flush()
        self._pending = [data[len(ready) :]] if fails else []
        if fails:
            self._watched.strike(self._where)

    def close(self) -> None:
        """Flush and close; closed it is in any case."""
        if self._real.closed:
            return
        try:
            self.flush()
        finally:
            fails = self._watched.meets("close")
            self._real.close()
            if fails:
                self._watched.strike(self._where)


def _failing(name: str, real: Callable[..., Any], watched: Watched) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        if args and not watched.concerns(args[0]):
            return real(*args, **named)
        if not watched.meets(name):
            return None if name in NOT_DONE else real(*args, **named)
        whole = watched.fault.signal != signal.SIGKILL
        if name == "close" and not whole:
            real(*args)
        if name == "write" and not whole:
            real(args[0], memoryview(args[1])[: len(args[1]) // 2])
        watched.strike(args[0] if args else None)
        return real(*args, **named)

    return call


def _opening(real: Callable[..., Any], watched: Watched) -> Callable[..., Any]:
    def call(file: Any, *args: Any, **named: Any) -> Any:
        if not watched.concerns(file):
            return real(file, *args, **named)
        if not isinstance(file, int) and watched.meets("open"):
            watched.strike(file)
        return File(real(file, *args, **named), watched, file)

    return call


@contextmanager
def watching(root: str, fault: Fault = Fault()) -> Iterator[Watched]:  # noqa: B008 - frozen
    """Count the calls that concern a folder, and let the fault happen."""
    watched = Watched(root, fault)
    names = [name for name in (*BY_PATH, *BY_DESCRIPTOR, *NOT_DONE) if hasattr(os, name)]
    before = {name: getattr(os, name) for name in names}
    opens = builtins.open, io.open
    for name in names:
        setattr(os, name, _failing(name, before[name], watched))
    builtins.open = io.open = _opening(opens[0], watched)
    try:
        yield watched
    finally:
        builtins.open, io.open = opens
        for name in names:
            setattr(os, name, before[name])


class Ran(NamedTuple):
    """How a command line ended."""

    code: int
    said: str
    calls: list[str]
    crash: str = ""
    """What it died of, if it is no exit."""


def run(args: tuple[str, ...], root: str, fault: Fault = Fault()) -> Ran:  # noqa: B008 - frozen
    """Run a command line in this process, with a fault."""
    with watching(root, fault) as watched:
        done = CliRunner().invoke(main, args)
    crash = "" if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    return Ran(done.exit_code, done.stderr, watched.calls, crash)


def ended(args: tuple[str, ...], root: str, fault: Fault) -> tuple[int, str]:
    """Run a command line in a process of its own; its exit code, negative for a signal, and what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            done = run(args, root, fault)
            os.write(writer, (done.said + done.crash).encode())
            code = done.code
        finally:
            os._exit(code)
    os.close(writer)
    with open(reader, encoding="utf-8") as said:
        text = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text
