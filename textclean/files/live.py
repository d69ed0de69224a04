"""Whether a run is going: its process holds a lock on a file in its folder.

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
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:
        pass
    return descriptor


def is_held(folder: Path) -> bool | None:
    """Whether a process holds the folder's lock; None where there is none, or no locks."""
    try:
        descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return False
