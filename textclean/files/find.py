"""Find the inputs: files as named, folders with all the text in them, each file once.

A file that is named is always taken. In a folder only text is, by suffix, and nothing hidden. What is no
regular file, a FIFO, a device, a socket, is named and skipped: opening one can wait for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textclean.display import safe
from textclean.files.patterns import Choice, Sieve
from textclean.files.problems import explain

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to clean, or standard input."""

    path: str
    """As the user can use it, with os.fsdecode's stand-ins for bytes that are not UTF-8; `-` is stdin."""
    inside: str
    """Path below the folder that was named, or the bare file name: where it goes in an output folder."""
    size: int = 0
    name: str = ""
    """What it is called instead of its path, where the user says so of standard input."""

    @property
    def called(self) -> str:
        """The name by which messages, reports and settings know it."""
        return self.name or self.path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that is no input, and why; `failed` where the user asked for it by name.

    Of a folder's files of records, which nobody named, all are passed over in one.
    """

    path: str
    why: str
    failed: bool = False
    number: int = 1


Found = Input | Skipped


def find(paths: Iterable[str], choice: Choice = Choice()) -> list[Found]:  # noqa: B008 - frozen
    """All inputs that `paths` name, in order, and what had to be skipped; no path is standard input."""
    found: list[Found] = []
    for path in paths or (STDIN,):
        if path == STDIN:
            found.append(Input(STDIN, "stdin"))
        else:
            found += _find_one(path, choice)
    return list(_once(found))


def is_folder(path: str) -> bool:
    """Whether a path that the user named is a folder; a path that cannot be looked at is not."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError:
        return False


def _find_one(path: str, choice: Choice) -> Iterator[Found]:
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        yield Skipped(path, _why(error, path), failed=True)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _walk(path, Sieve.of(choice, path))
    elif stat.S_ISREG(status.st_mode) or is_stream(path):
        yield Input(path, os.path.basename(path), status.st_size)
    else:
        yield Skipped(path, special(path, status), failed=True)


def _why(error: OSError | ValueError, path: str) -> str:
    if isinstance(error, OSError):
        return explain(error, path)
    return f"{safe(path)}: holds a NUL, which no file name can; check the list of files"


def _walk(top: str, sieve: Sieve) -> Iterator[Found]:
    """All inputs below a folder; a stack instead of recursion, for folders can nest thousands deep."""
    stack: list[tuple[str, Sieve]] = [(top, sieve)]
    records: list[str] = []
    while stack:
        folder, outer = stack.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield Skipped(folder, explain(error, folder), failed=True)
            continue
        sieve = outer.below(folder)
        folders = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield from _look_at(entry, sieve)
                records += [entry.path] if sieve.passes_over(entry.path) else []
            elif sieve.enters(entry.path):
                folders.append((entry.path, sieve))
        stack += reversed(folders)
    if records:
        yield Skipped(top, _passed_over(records), number=len(records))


def _passed_over(records: Sequence[str]) -> str:
    """That a folder's files of records stay as they are, and how they would not."""
    more = f" and {len(records) - 1} more" if len(records) > 1 else ""
    return (
        f"{safe(records[0])}{more}: records, skipped in a folder; "
        "to clean them name the field that holds texts: --field text"
    )


def _look_at(entry: os.DirEntry[str], sieve: Sieve) -> Iterator[Found]:
    try:
        status = entry.stat()
    except OSError as error:
        if sieve.takes(entry.path):
            yield Skipped(entry.path, explain(error, entry.path))
        return
    if stat.S_ISDIR(status.st_mode):
        if sieve.enters(entry.path):
            yield Skipped(entry.path, f"{safe(entry.path)}: link to a folder, skipped; name it to clean it")
    elif sieve.takes(entry.path):
        if stat.S_ISREG(status.st_mode):
            yield Input(entry.path, os.path.relpath(entry.path, sieve.top), status.st_size)
        else:
            yield Skipped(entry.path, special(entry.path, status))


def listed(source: str, nul: bool) -> list[str]:
    """The paths in a list, one a line or ended by NULs; raises ReadError where it cannot be read."""
    from textclean.files.read import read

    parts = read(source).split(b"\0" if nul else b"\n")
    paths = (part if nul else part.removesuffix(b"\r") for part in parts)
    return [os.fsdecode(path) for path in paths if path]


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """Each file under one name: a link gives way to the file it leads to, a repeated name to its first."""
    known = [(item, *_identity(item)) for item in found]
    own = {real for _, real, itself in known if itself}
    seen: set[str] = set()
    for item, real, itself in known:
        if real:
            if real in seen or (real in own and not itself):
                continue
            seen.add(real)
        yield item


def _identity(item: Found) -> tuple[str, bool]:
    """A file's real path, and whether it is there itself and no link; looked up once, for it may change."""
    if isinstance(item, Skipped):
        return "", False
    if item.path == STDIN:
        return STDIN, False
    return os.path.realpath(item.path), not os.path.islink(item.path)


def is_stream(path: str) -> bool:
    """Standard input or a pipe that is open already, such as the shell's `<(command)`.

    Reading it comes to an end, and only this process can.
    """
    return path == STDIN or path.startswith(("/dev/fd/", "/proc/self/fd/")) or path == "/dev/stdin"


def special(path: str, status: os.stat_result) -> str:
    """Say what a path is that is no regular file."""
    kinds = {
        stat.S_IFIFO: "a FIFO",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    kind = kinds.get(stat.S_IFMT(status.st_mode), "no regular file")
    return f"{safe(path)}: {kind}, not a file, skipped; pipe its text into `textclean fix`"
