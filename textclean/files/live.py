"""Whether somebody is at work: a run on its folder, a process on a temporary file.

A lock ends with its process, however that ends. A process number says less: in a container it comes again at
once, and belongs to somebody else.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_FILE = "live"


def take(folder: Path) -> int | None:
    """The descriptor that holds the folder's lock, as long as it is open; None if another process has it.

    Where the file system has no locks, the descriptor holds nothing.
    """
    descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if is_locked(descriptor):
        os.close(descriptor)
        return None
    return descriptor


def is_held(folder: Path) -> bool | None:
    """Whether a process holds the folder's lock; None where there is none, or no locks."""
    try:
        descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return is_locked(descriptor)
    finally:
        os.close(descriptor)


def is_locked(descriptor: int) -> bool | None:
    """Whether another process holds a file; if not, this one does now. None where there are no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


def lives(pid: int) -> bool:
    """Whether there is a process of this number, which need not be the one that had it before."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
