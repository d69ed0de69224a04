"""Lines of a container, as bytes: ended by LF alone, and never longer in memory than a record may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from textclean.files.containers.records import RECORD_LIMIT, Broken, Record

BOM = b"\xef\xbb\xbf"
TOO_LONG = f"longer than {RECORD_LIMIT >> 20} MiB, left as it is"


class Lines:
    """Lines with their numbers; those that were read too far can be given back."""

    def __init__(self, source: BinaryIO, limit: int = RECORD_LIMIT) -> None:
        self.source, self.limit = source, limit
        self.number = 0
        """Of the line that was read last, 1-based."""
        self._back: list[bytes] = []

    def read(self) -> bytes:
        """The next line; empty at the end. One that is too long has no end: see `rest`."""
        line = self._back.pop() if self._back else self.source.readline(self.limit)
        self.number += bool(line)
        return line

    def back(self, lines: list[bytes]) -> None:
        """Take lines back, to be read again."""
        self._back += reversed(lines)
        self.number -= len(lines)

    def is_cut(self, line: bytes) -> bool:
        """Whether more of this line is to come."""
        return len(line) >= self.limit and not line.endswith(b"\n")

    def rest(self, line: bytes, number: int) -> Iterator[Record]:
        """A line that is too long, and all that belongs to it, piece by piece."""
        yield Record(line, broken=Broken(number, self.number, TOO_LONG), ends=False)
        while self.is_cut(line):
            line = self.source.readline(self.limit)
            yield Record(line, counts=False, ends=not self.is_cut(line))
