"""Write so that a file is always either old or new, whatever happens meanwhile.

The new bytes go to a temporary file beside the target, reach the disk, and take the target's name in one
step. Killed, out of space or out of power before that step, the old file stands; after it, the new one.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from contextlib import suppress

PREFIX = ".textclean-"


def write(path: str, data: bytes) -> None:
    """Replace a file's bytes, or make the file; a device or pipe, such as /dev/null, is written to as it is.

    A symbolic link stays and the file it leads to is replaced. Mode, owner and extended attributes stay.
    """
    target = os.path.realpath(path)
    status = _status(target)
    if status is not None and not stat.S_ISREG(status.st_mode):
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
        with open(target, "wb", buffering=0) as file:
            _write_all(file.fileno(), data)
    elif status is not None and status.st_nlink > 1:
        _overwrite(target, data, status)
    else:
        _replace(target, data, status)


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _replace(target: str, data: bytes, status: os.stat_result | None) -> None:
    if status is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "Permission denied", target)
    temporary = prepare(target, data, status)
    try:
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def prepare(target: str, data: bytes, status: os.stat_result | None, sync: bool = True) -> str:
    """Write `data` to a temporary file beside `target`, with the attributes of `status`; its name."""
    descriptor, temporary = tempfile.mkstemp(prefix=PREFIX, dir=os.path.dirname(target) or ".")
    try:
        try:
            _write_all(descriptor, data)
            _keep_attributes(descriptor, target, status)
            if sync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _keep_attributes(descriptor: int, target: str, status: os.stat_result | None) -> None:
    if status is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        _copy_attributes(descriptor, target)


def _copy_attributes(descriptor: int, target: str) -> None:
    try:
        names = os.listxattr(target)
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            os.setxattr(descriptor, name, os.getxattr(target, name))


def _overwrite(target: str, data: bytes, status: os.stat_result) -> None:
    """Replace the bytes of a file that has several names, which a rename would tear apart.

    There is no step that does this at once. Room is made first, so that a full disk is seen before anything
    is written, and the old bytes stay beside the file until the new ones are on disk.
    """
    with open(target, "rb") as file:
        safety = prepare(target, file.read(), status)
    descriptor = os.open(target, os.O_WRONLY | os.O_CLOEXEC)
    try:
        _make_room(descriptor, len(data))
        _write_all(descriptor, data)
        os.ftruncate(descriptor, len(data))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.unlink(safety)


def _make_room(descriptor: int, size: int) -> None:
    try:
        os.posix_fallocate(descriptor, 0, max(size, 1))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
