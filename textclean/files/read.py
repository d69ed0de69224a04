"""Read an input whole, and only if it is text of a bearable size."""

from __future__ import annotations

import os
import stat
import sys
from typing import NamedTuple

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.find import STDIN, special
from textclean.files.problems import explain

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


def load(path: str) -> Content:
    """What `read` returns, with the state of the file."""
    try:
        content = _read_stdin() if path == STDIN else _read_file(path)
    except OSError as error:
        raise ReadError(explain(error, "standard input" if path == STDIN else path)) from error
    if len(content.data) > LIMIT:
        raise ReadError(f"{safe(path)}: larger than {LIMIT >> 20} MiB; split it first")
    return content


def _read_stdin() -> Content:
    if sys.stdin is None:
        raise ReadError("standard input: is closed; name a file or pipe text in")
    return Content(sys.stdin.buffer.read(LIMIT + 1))


def _read_file(path: str) -> Content:
    """Open without waiting, for a file may have become a FIFO since it was found."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            return Content(file.read(LIMIT + 1), Stamp.of(status))
        if not stat.S_ISFIFO(status.st_mode) or not path.startswith(("/dev/", "/proc/")):
            raise ReadError(special(path, status))
        os.set_blocking(descriptor, True)
        return Content(file.read(LIMIT + 1))
