"""Read an input whole, and only if it is text of a bearable size."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.find import STDIN, special
from textclean.files.problems import UNREADABLE, explain, unreadable

LIMIT = 1 << 30
"""Bytes of one input: a text needs about twenty times its size in memory while it is cleaned."""


class ReadError(TextcleanError):
    """An input that cannot be read."""


class Content(NamedTuple):
    """What was read, and the state of the file it was read from."""

    data: bytes
    stamp: Stamp | None = None
    """None for what is no regular file."""


class Stamp(NamedTuple):
    """What tells one state of a file from another."""

    inode: int
    size: int
    modified: int
    """In nanoseconds."""

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """The stamp of a file whose status is known."""
        return cls(status.st_ino, status.st_size, status.st_mtime_ns)


def read(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises ReadError with a line for the user."""
    return load(path).data


def load(path: str, limit: int | None = None) -> Content:
    """What `read` returns, with the state of the file; `limit` is in bytes, LIMIT by default."""
    limit = LIMIT if limit is None else limit
    with opened(path) as (file, stamp):
        try:
            data = file.read(limit + 1)
        except UNREADABLE as error:
            raise ReadError(unreadable(error, "standard input" if path == STDIN else path)) from error
    if len(data) > limit:
        raise ReadError(f"{safe(path)}: larger than {in_units(limit)}; split it, or raise --limit")
    return Content(data, stamp)


@contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, Stamp | None]]:
    """An input ready to be read, and its state; raises ReadError where it cannot be opened."""
    if path == STDIN:
        if sys.stdin is None:
            raise ReadError("standard input: is closed; name a file or pipe text in")
        yield sys.stdin.buffer, None
        return
    try:
        file, status = _open_file(path)
    except OSError as error:
        raise ReadError(explain(error, path)) from error
    with file:
        yield file, Stamp.of(status) if stat.S_ISREG(status.st_mode) else None


def _open_file(path: str) -> tuple[BinaryIO, os.stat_result]:
    """Open without waiting, for a file may have become a FIFO since it was found."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    file = open(descriptor, "rb")  # noqa: SIM115 - closed by the caller
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            if not stat.S_ISFIFO(status.st_mode) or not path.startswith(("/dev/", "/proc/")):
                raise ReadError(special(path, status))
            os.set_blocking(descriptor, True)
    except BaseException:
        file.close()
        raise
    return file, status


def in_units(size: int) -> str:
    """`1 GiB`, `1.5 MiB`, `700 bytes`."""
    for shift, unit in ((30, "GiB"), (20, "MiB"), (10, "KiB")):
        if size >= 1 << shift:
            return f"{size / (1 << shift):.4g} {unit}"
    return f"{size} bytes"
