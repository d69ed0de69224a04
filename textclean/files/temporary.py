"""Temporary files beside those that they will replace; each is locked while a process needs it.

A kill leaves such files lying. What is left is known by its name and by its lock, which ends with the process
that holds it: process numbers recur, in a container at once. The next run over a folder removes it, and never
what another run is about to put in its place.
"""

from __future__ import annotations

import fcntl
import os
import re
import resource
import stat
import time
from collections.abc import Iterable
from contextlib import suppress

from textclean.files.live import is_locked

PREFIX = ".textclean-"
DAY = 86_400
"""Seconds after which a file is left over where no lock can say so."""
_NAME = re.compile(r"\.textclean-(?:[0-9a-f]{16}|[0-9]+-[0-9]+-[0-9]+)")
"""A random name; or the numbers of two processes and a count, which earlier versions gave."""
_held: dict[str, int] = {}
"""Temporary files of this process and the descriptors that keep them locked, -1 where there are no locks."""
_LOOK = 128
"""From so many on it is looked which of them are in their places since, put there by the parent process."""


def begin(folder: str, mode: int = 0o600) -> tuple[str, int]:
    """A new temporary file in a folder, and its descriptor; its lock outlives that until `release`."""
    if len(_held) % _LOOK == _LOOK - 1:
        for known in [known for known in _held if _gone(known)]:
            release(known)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    while True:
        temporary = os.path.join(folder, PREFIX + os.urandom(8).hex())
        _held[temporary] = -1
        try:
            descriptor = os.open(temporary, flags, mode)
        except OSError as error:
            release(temporary)
            if isinstance(error, FileExistsError):
                continue
            raise
        hold(temporary, descriptor)
        if not _gone(temporary):
            return temporary, descriptor
        release(temporary)  # swept away before it was locked
        os.close(descriptor)


def hold(temporary: str, descriptor: int) -> None:
    """Lock a temporary file for this process too, which is to put in its place what another has written."""
    if _held.get(temporary, -1) >= 0:
        return
    _held[temporary] = -1
    with suppress(OSError):  # too many files are open, or there are no locks on this file system
        _held[temporary] = os.dup(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


def _gone(temporary: str) -> bool:
    try:
        os.lstat(temporary)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def release(temporary: str) -> None:
    """Unlock a temporary file that is in its place or gone."""
    lock = _held.pop(temporary, -1)
    if lock >= 0:
        with suppress(OSError):
            os.close(lock)


def discard(temporary: str) -> None:
    """Remove a temporary file that nobody needs any more."""
    with suppress(OSError):
        os.unlink(temporary)
    release(temporary)


def discard_all() -> None:
    """Remove the temporary files of this process that are there yet; no other file has such a name."""
    for temporary in list(_held):
        discard(temporary)


def most_held() -> int:
    """How many temporary files a process can hold and still open others."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 1 << 20 if limit == resource.RLIM_INFINITY else max(limit // 3, 1)


def sweep(folders: Iterable[str]) -> None:
    """Remove from folders what runs left there that were killed."""
    for folder in folders:
        with suppress(OSError):
            for name in os.listdir(folder):
                if name.startswith(PREFIX) and _NAME.fullmatch(name):
                    _remove_left(os.path.join(folder, name))


def _remove_left(path: str) -> None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return
        locked = is_locked(descriptor)
        if locked is False or (locked is None and time.time() - status.st_mtime > DAY):
            os.unlink(path)
    finally:
        os.close(descriptor)
