"""A pile of strings that grows beyond memory: the report on a corpus has a record for each text."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress

MOST = 8 << 20
"""Characters that are held in memory; what is more lies in a temporary file."""


class Pile:
    """Strings in order; a large pile travels between processes by the path of its file."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.path = ""
        self._size = 0

    def add(self, items: Iterable[str]) -> None:
        """Add strings."""
        for item in items:
            self.held.append(item)
            self._size += len(item)
        if self._size > MOST:
            self.lay_down()

    def lay_down(self) -> None:
        """Write what is held to the file."""
        if not self.path:
            descriptor, self.path = tempfile.mkstemp(prefix="textclean-")
            os.close(descriptor)
        with open(self.path, "a", encoding="ascii") as file:
            file.writelines(f"{json.dumps(item)}\n" for item in self.held)
        self.held, self._size = [], 0

    def drop(self) -> None:
        """Remove the file."""
        if self.path:
            with suppress(OSError):
                os.unlink(self.path)

    def __iter__(self) -> Iterator[str]:
        if self.path:
            with open(self.path, encoding="ascii") as file:
                yield from map(json.loads, file)
        yield from self.held

    def __bool__(self) -> bool:
        return bool(self.held or self.path)
