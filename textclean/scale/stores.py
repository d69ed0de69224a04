"""Stores: a folder on this machine, or a place in an object store, and how a file comes to stand there whole.

In a folder a file is written under another name, reaches the disk and takes its own name in one step. An
object store has no names for half a file: an upload is there when it is complete. Both clean from and into
local files, so that a store that stutters costs an upload, never the cleaning.

Other stores than folders are reached through fsspec (`s3://` needs s3fs, `gs://` gcsfs), which finds
credentials where it always does. A call that fails for a passing reason (503, a lost connection) is made
again after a pause that doubles; its length is part chance, so that a thousand workers do not come back at
the same moment (Brooker, “Exponential Backoff And Jitter”, AWS 2015).
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from textclean.display import safe
from textclean.errors import OptionError, TextcleanError
from textclean.files.problems import explain

TRIES = 6
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 20.0
_LASTING = (
    FileNotFoundError,
    FileExistsError,
    PermissionError,
    IsADirectoryError,
    NotADirectoryError,
)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
_ADVICE = {
    errno.EROFS: "read-only file system; name another place",
    errno.EFBIG: "file too large for its file system or limit; name another place",
    errno.ENOSPC: "no space left on the device; free some and go on with --resume",
    errno.EDQUOT: "disk quota exceeded; free some space and go on with --resume",
}
_TOGETHER = 200
_TEMPORARY = ".textclean-"
_numbers = itertools.count()

T = TypeVar("T")


class StoreError(TextcleanError):
    """A store that cannot be read or written, in one clear line."""


class Entry(NamedTuple):
    """A file in a store."""

    name: str
    """Its path below the store's root, with `/`."""
    size: int
    stamp: str
    """Changes when the file does: time of change, or the store's own tag."""


@dataclass(slots=True)
class Draft:
    """A file that is being written."""

    path: str
    wanted: bool = True
    """Whether it shall take its place; else what stood there before goes as well."""


class Store(Protocol):
    """Files below one root."""

    root: str

    def files(self, below: str = "") -> list[Entry]:
        """All files, by name, without those that, or whose folder, begin with `.` or `_`."""

    def fetched(self, name: str) -> AbstractContextManager[str]:
        """A context whose value is the path of a local file with the bytes."""

    def drafted(self, name: str) -> AbstractContextManager[Draft]:
        """A local file to write, which takes its place when the context is left without error."""

    def read(self, name: str) -> bytes | None:
        """The bytes of a small file; None where there is none."""

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of many small files, of those that are there."""

    def write(self, name: str, data: bytes, new: bool = False) -> bool:
        """Put a small file in place in one step; with `new` only where there is none, else False."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def size(self, name: str) -> int:
        """Bytes of a file; -1 where there is none."""

    def tidy(self) -> None:
        """Remove what killed processes left half done."""


def store(root: str) -> Store:
    """The store that a path or an address such as `s3://bucket/folder` names."""
    scheme, separator, _ = root.partition("://")
    if not separator or scheme in ("file", "local"):
        return Folder(root.removeprefix(f"{scheme}://") if separator else root)
    try:
        import fsspec
    except ImportError:
        raise OptionError(f"{root}: needs an extra: pip install 'textclean[scale]'") from None
    try:
        files, path = fsspec.url_to_fs(root)
    except (ValueError, ImportError) as error:
        raise OptionError(f"{root}: {error}") from error
    return Bucket(root, files, path)


@contextmanager
def blamed(root: str) -> Iterator[None]:
    """What a file system refuses in here is said of the store at `root`."""
    try:
        yield
    except OSError as error:
        said = explain(error, root, _ADVICE)
        if os.path.lexists(root) and not os.path.isdir(root):
            said = f"{safe(root)}: is a file, where a folder is needed; name another place"
        raise StoreError(said) from error


def split(address: str) -> tuple[str, str]:
    """A file's store and its name there."""
    head, _, name = address.rpartition("/")
    return (head or ("/" if address.startswith("/") else ".")), name


class Folder:
    """A folder on this machine or on a file system that many machines see."""

    def __init__(self, root: str) -> None:
        self.root = root

    def files(self, below: str = "") -> list[Entry]:
        """See `Store`."""
        found = []
        top = os.path.join(self.root, below)
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            for name in names:
                path = os.path.join(folder, name)
                if not name.startswith((".", "_")) and os.path.isfile(path):
                    status = os.stat(path)
                    shown = os.path.relpath(path, self.root).replace(os.sep, "/")
                    found.append(Entry(shown, status.st_size, str(status.st_mtime_ns)))
        return sorted(found)

    @contextmanager
    def fetched(self, name: str) -> Iterator[str]:
        """See `Store`; the file itself."""
        yield self._path(name)

    @contextmanager
    def drafted(self, name: str) -> Iterator[Draft]:
        """See `Store`; beside its place, so that taking it is one step."""
        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        draft = Draft(os.path.join(os.path.dirname(path), _draft_name()))
        try:
            yield draft
            if draft.wanted:
                with open(draft.path, "rb") as file:
                    os.fsync(file.fileno())
                os.replace(draft.path, path)
            else:
                self.remove(name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft.path)

    def read(self, name: str) -> bytes | None:
        """See `Store`."""
        try:
            return Path(self._path(name)).read_bytes()
        except FileNotFoundError:
            return None

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """See `Store`."""
        found = ((name, self.read(name)) for name in names)
        return {name: data for name, data in found if data is not None}

    def write(self, name: str, data: bytes, new: bool = False) -> bool:
        """See `Store`; a hard link takes a name only if it is free, where a rename would not ask."""
        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        draft = os.path.join(os.path.dirname(path), _draft_name())
        try:
            Path(draft).write_bytes(data)
            if not new:
                os.replace(draft, path)
                return True
            os.link(draft, path)
        except FileExistsError:
            return False
        finally:
            with suppress(FileNotFoundError):
                os.unlink(draft)
        return True

    def remove(self, name: str) -> None:
        """See `Store`."""
        with suppress(FileNotFoundError):
            os.unlink(self._path(name))

    def size(self, name: str) -> int:
        """See `Store`."""
        try:
            return os.stat(self._path(name)).st_size
        except FileNotFoundError:
            return -1

    def tidy(self) -> None:
        """Remove drafts that processes of this machine left when they were killed."""
        mine = f"{_TEMPORARY}{socket.gethostname()}-"
        for folder, _, names in os.walk(self.root):
            for name in names:
                owner = name.removeprefix(mine).partition("-")[0]
                if name.startswith(mine) and owner.isdigit() and not _lives(int(owner)):
                    with suppress(FileNotFoundError):
                        os.unlink(os.path.join(folder, name))

    def _path(self, name: str) -> str:
        return os.path.join(self.root, *name.split("/"))


class Bucket:
    """A place in a store that fsspec reaches."""

    def __init__(self, root: str, files: Any, path: str) -> None:
        self.root = root
        self._fs, self._top = files, path.rstrip("/")

    def files(self, below: str = "") -> list[Entry]:
        """See `Store`."""
        self._fs.invalidate_cache()
        top = f"{self._top}/{below}".rstrip("/")
        try:
            known = again(lambda: self._fs.find(top, detail=True))
        except FileNotFoundError:
            return []
        found = []
        for path, about in known.items():
            name = path.removeprefix(self._top).lstrip("/")
            inside = name.removeprefix(below).lstrip("/")
            if about["type"] == "file" and not any(part.startswith((".", "_")) for part in inside.split("/")):
                tag = (
                    about.get("ETag")
                    or about.get("etag")
                    or about.get("LastModified")
                    or about.get("created")
                )
                found.append(Entry(name, about["size"], str(tag or "")))
        return sorted(found)

    @contextmanager
    def fetched(self, name: str) -> Iterator[str]:
        """See `Store`; a copy that goes when it is no longer needed."""
        with tempfile.TemporaryDirectory(prefix="textclean-") as folder:
            path = os.path.join(folder, "shard")
            again(lambda: self._fs.get_file(self._path(name), path))
            yield path

    @contextmanager
    def drafted(self, name: str) -> Iterator[Draft]:
        """See `Store`; uploaded when it is whole."""
        with tempfile.TemporaryDirectory(prefix="textclean-") as folder:
            draft = Draft(os.path.join(folder, "shard"))
            yield draft
            if draft.wanted:
                again(lambda: self._fs.put_file(draft.path, self._path(name)))
            else:
                self.remove(name)

    def read(self, name: str) -> bytes | None:
        """See `Store`."""
        try:
            data: bytes = again(lambda: self._fs.cat_file(self._path(name)))
        except FileNotFoundError:
            return None
        return data

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """See `Store`; many at once, for each takes as long as the way there and back."""
        found: dict[str, bytes] = {}
        for start in range(0, len(names), _TOGETHER):
            paths = {self._path(name): name for name in names[start : start + _TOGETHER]}
            some = again(partial(self._fs.cat, list(paths), on_error="omit"))
            found |= {paths[path]: data for path, data in some.items()}
        return found

    def write(self, name: str, data: bytes, new: bool = False) -> bool:
        """See `Store`; with `new` the store itself refuses a second one (`If-None-Match` on S3)."""
        mode = "create" if new else "overwrite"
        try:
            again(lambda: self._fs.pipe_file(self._path(name), data, mode=mode))
        except FileExistsError:
            return False
        return True

    def remove(self, name: str) -> None:
        """See `Store`."""
        with suppress(FileNotFoundError):
            again(lambda: self._fs.rm_file(self._path(name)))

    def size(self, name: str) -> int:
        """See `Store`."""
        try:
            return int(again(lambda: self._fs.info(self._path(name), refresh=True))["size"])
        except FileNotFoundError:
            return -1

    def tidy(self) -> None:
        """Nothing to do: a store that is not a folder holds no drafts."""

    def _path(self, name: str) -> str:
        return f"{self._top}/{name}" if self._top else name


def again(call: Callable[[], T], tries: int = TRIES, sleep: Callable[[float], None] = time.sleep) -> T:
    """Make a call again after what may pass; what lasts, and the last failure, is raised."""
    for number in range(1, tries):
        try:
            return call()
        except _LASTING:
            raise
        except OSError as error:
            if error.errno in _FULL:
                raise
            sleep(random.uniform(0.5, 1) * min(LONGEST_PAUSE, FIRST_PAUSE * 2**number))
    return call()


def is_full(error: BaseException) -> bool:
    """Whether there is no room, which trying again does not mend."""
    return isinstance(error, OSError) and error.errno in _FULL


def _draft_name() -> str:
    return f"{_TEMPORARY}{socket.gethostname()}-{os.getpid()}-{next(_numbers)}"


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
