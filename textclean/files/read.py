"""Read an input whole, and only if it is text of a bearable size."""

from __future__ import annotations

import os
import stat
import sys

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.find import STDIN, special
from textclean.files.problems import explain

LIMIT = 1 << 30
"""Bytes of one input: a text needs about twenty times its size in memory while it is cleaned."""


class ReadError(TextcleanError):
    """An input that cannot be read."""


def read(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises ReadError with a line for the user."""
    try:
        data = _read_stdin() if path == STDIN else _read_file(path)
    except OSError as error:
        raise ReadError(explain(error, "standard input" if path == STDIN else path)) from error
    if len(data) > LIMIT:
        raise ReadError(f"{safe(path)}: larger than {LIMIT >> 20} MiB; split it first")
    return data


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise ReadError("standard input: is closed; name a file or pipe text in")
    return sys.stdin.buffer.read(LIMIT + 1)


def _read_file(path: str) -> bytes:
    """Open without waiting, for a file may have become a FIFO since it was found."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            return file.read(LIMIT + 1)
        if not stat.S_ISFIFO(status.st_mode) or not path.startswith(("/dev/", "/proc/")):
            raise ReadError(special(path, status))
        os.set_blocking(descriptor, True)
        return file.read(LIMIT + 1)
