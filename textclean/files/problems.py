"""Failures of the file system as one line each: what, where, what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from types import MappingProxyType

from textclean.display import safe

ADVICE = {
    errno.ENOENT: "no such file or folder; check the name",
    errno.EACCES: "permission denied; ask its owner for access or run as another user",
    errno.EPERM: "operation not permitted; ask its owner for access or run as another user",
    errno.EEXIST: "exists already; move it away or choose another name",
    errno.EISDIR: "is a folder, where a file is needed; name a file in it",
    errno.ENOTDIR: "part of this path is a file, not a folder; check the name",
    errno.ENOSPC: "no space left on the device; free some and run again",
    errno.EDQUOT: "disk quota exceeded; free some space and run again",
    errno.EFBIG: "file too large for its file system or limit; write it elsewhere",
    errno.EROFS: "read-only file system; write elsewhere with --output",
    errno.ELOOP: "symbolic links go round in a circle; mend or remove the link",
    errno.ENAMETOOLONG: "name too long for the file system; shorten it",
    errno.EIO: "the device reports an input/output error; check the disk",
    errno.EMFILE: "too many open files; close some programs or raise `ulimit -n`",
    errno.EBADF: "is closed; open it or write to a file with --output",
}


UNREADABLE = (OSError, MemoryError, UnicodeError)
"""What reading one input raises when that input, or the machine, is at fault and not textclean."""


def unreadable(error: OSError | MemoryError | UnicodeError, where: str | os.PathLike[str]) -> str:
    """One line on an input that could not be read, for whichever of those reasons."""
    if isinstance(error, OSError):
        return explain(error, where)
    return f"{safe(os.fsdecode(where))}: {why_unreadable(error)}"


def why_unreadable(error: MemoryError | UnicodeError) -> str:
    """The reason alone, where what it is about is named elsewhere."""
    if isinstance(error, UnicodeError):
        return f"holds what is no text ({str(error).partition(chr(10))[0]}); mend it or leave it out"
    return "does not fit into memory; split it, or free some and run again"


def explain(
    error: OSError, where: str | os.PathLike[str], own: Mapping[int, str] = MappingProxyType({})
) -> str:
    """One line for a person: `notes.txt: no such file or folder; check the name`.

    `where` is mostly an error's own `filename`, which is a Path where the caller had one. `own` advice of the
    caller's goes before that for everybody.
    """
    words = own.get(error.errno or 0) or ADVICE.get(error.errno or 0) or (error.strerror or str(error))
    return f"{safe(os.fsdecode(where))}: {words}"
