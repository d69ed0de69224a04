"""Write so that a file is always either old or new, whatever happens meanwhile.

The new bytes go to a temporary file beside the target, reach the disk, and take the target's name in one
step. Killed, out of space or out of power before that step, the old file stands; after it, the new one.
Waiting for the disk is what costs, ten times the rest, so that many files wait for it together.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from textclean.display import safe
from textclean.files.attributes import keep_attributes
from textclean.files.temporary import begin, discard, hold, release, sweep


@dataclass(slots=True)
class Prepared:
    """New bytes in a temporary file, ready to take their place."""

    temporary: str
    target: str
    """Real path: where a symbolic link leads to."""
    status: os.stat_result | None
    """Of the target as it is now; None if there is none."""
    size: int

    def place(self, backup: str = "") -> None:
        """Put the new bytes in their place, and leave the old ones under the name `backup` if it is given.

        A file with several names, hard links, is torn from the others, which keep the old text. To write into
        it would keep them together, but no step does that at once: a kill would leave it half old and half
        new, and in a folder of linked snapshots each of them would change.
        """
        if not backup or self.status is None:
            self._replace()
            return
        keep_copy(self.target, backup, self.status)
        try:
            self._replace()
        except BaseException:
            with suppress(OSError):
                os.unlink(backup)  # of nothing: it would only stand in the way of the next run
            raise

    def _replace(self) -> None:
        os.replace(self.temporary, self.target)
        release(self.temporary)

    def drop(self) -> None:
        """Leave the target as it is."""
        discard(self.temporary)


def write(path: str, data: bytes | Iterable[bytes]) -> None:
    """Replace a file's bytes, or make the file; a device or pipe, such as /dev/null, is written to as it is.

    A symbolic link stays and the file it leads to is replaced. Mode, owner and extended attributes stay.
    """
    if is_special(path):
        with open(path, "wb", buffering=0) as file:
            _write_pieces(file.fileno(), data)
        return
    sweep([os.path.dirname(os.path.realpath(path))])
    prepared = prepare(path, data, sync=True)
    try:
        prepared.place()
    except BaseException:
        prepared.drop()
        raise


def is_special(path: str) -> bool:
    """Whether a path is a device or a pipe, which is written to and never replaced."""
    status = _status(path)
    return status is not None and not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode)


def prepare(path: str, data: bytes | Iterable[bytes], sync: bool) -> Prepared:
    """Write `data`, whole or in pieces, to a temporary file beside the one that `path` leads to.

    It has that one's attributes; where its owner or group cannot be kept, that is an OSError.
    """
    target, status = _replaceable(path)
    try:
        temporary, descriptor = begin(os.path.dirname(target), 0o666 if status is None else 0o600)
    except OSError as error:
        error.filename = path
        if error.errno == errno.ENOENT:
            folder = os.path.dirname(target if os.path.islink(path) else path) or "."
            raise OSError(
                None, f"there is no folder {safe(folder)}; make it, or check the name", path
            ) from None
        raise
    prepared = Prepared(temporary, target, status, 0)
    try:
        try:
            prepared.size = _write_pieces(descriptor, data)
            if status is not None:
                keep_attributes(descriptor, target, status, path)
            if sync:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        prepared.drop()
        raise
    return prepared


def copy_to_special(source: str, path: str) -> None:
    """Copy a file's bytes to a device or a pipe."""
    with open(source, "rb") as file, open(path, "wb") as target:
        shutil.copyfileobj(file, target, 1 << 20)


def adopt(temporary: str, path: str, sync: bool) -> Prepared:
    """Make a temporary file that is written already ready to take the place of the file `path` leads to."""
    try:
        target, status = _replaceable(path)
        folder = os.path.dirname(target)
        if os.stat(folder).st_dev != os.stat(temporary).st_dev:  # a rename cannot go there
            temporary = _moved(temporary, folder)
        descriptor = os.open(temporary, os.O_RDONLY | os.O_CLOEXEC)
        try:
            hold(temporary, descriptor)
            if status is not None:
                keep_attributes(descriptor, target, status, path)
            if sync:
                os.fsync(descriptor)
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
    except BaseException:
        discard(temporary)
        raise
    return Prepared(temporary, target, status, size)


def _moved(temporary: str, folder: str) -> str:
    name, descriptor = begin(folder, stat.S_IMODE(os.stat(temporary).st_mode))
    try:
        with open(descriptor, "wb") as copy, open(temporary, "rb") as file:
            shutil.copyfileobj(file, copy, 1 << 20)
        os.unlink(temporary)
    except BaseException:
        discard(name)
        raise
    release(temporary)
    return name


def _replaceable(path: str) -> tuple[str, os.stat_result | None]:
    """The file that a path leads to and its status; an error where it cannot be replaced."""
    target = os.path.realpath(path)
    status = _status(target)
    if status is not None and stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
    if status is not None and not os.access(target, os.W_OK):
        number = errno.EROFS if os.statvfs(target).f_flag & os.ST_RDONLY else errno.EACCES
        raise OSError(number, os.strerror(number), path)
    return target, status


def keep_copy(target: str, backup: str, status: os.stat_result) -> None:
    """Keep a file's bytes under a second name, which must be free: a second copy is no original.

    The name is a link where it can be, as that takes no room; not to a file that has other names already,
    through which the backup could be written to.
    """
    if os.path.lexists(backup):
        raise FileExistsError(errno.EEXIST, "File exists", backup)
    if status.st_nlink == 1:
        try:
            os.link(target, backup)
        except OSError:
            pass  # a file system without hard links
        else:
            return
    with open(target, "rb") as file:
        data = file.read()
    copy = prepare(backup, data, sync=True)
    try:
        descriptor = os.open(copy.temporary, os.O_RDONLY | os.O_CLOEXEC)
        try:
            keep_attributes(descriptor, target, status, target)
        finally:
            os.close(descriptor)
        copy.place()
    except BaseException:
        copy.drop()
        raise


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _write_pieces(descriptor: int, data: bytes | Iterable[bytes]) -> int:
    """Write all and say how much that was."""
    size = 0
    for piece in (data,) if isinstance(data, bytes) else data:
        _write_all(descriptor, piece)
        size += len(piece)
    return size


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
