"""Places: where an offset stands, in lines and columns for people and in bytes for programs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from textclean.document import Document
from textclean.edits import Edit

_LINE_END = re.compile(r"\r\n?|\n")


class Within(NamedTuple):
    """Where a text stands that is one of many in a file."""

    number: int
    """Of its record, 1-based."""
    line: int = 0
    """The line of the file where its record begins, 1-based; 0 in a format without lines."""
    field: str = ""
    host: str = ""

    @property
    def words(self) -> str:
        """`record 3, field 'text'`."""
        return f"record {self.number}" + (f", field {self.field!r}" if self.field else "")

    def as_json(self) -> dict[str, int | str]:
        """What is known of the place."""
        return {key: value for key, value in self._asdict().items() if value}


class Places:
    """Lines and columns of offsets; lines end at LF, CR LF or a lone CR, as an editor shows them."""

    def __init__(self, text: str) -> None:
        self.size = len(text)
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def of(self, offset: int) -> dict[str, int]:
        """The 1-based line and column of an offset."""
        index = bisect_right(self.starts, offset) - 1
        return {"line": index + 1, "column": offset - self.starts[index] + 1}

    def line_at(self, offset: int) -> tuple[int, int]:
        """Start and end of the line that an offset is in, its line end included."""
        index = bisect_right(self.starts, offset)
        return self.starts[index - 1], self.starts[index] if index < len(self.starts) else self.size


def seen(edit: Edit) -> int:
    """Where a person sees an edit begin: at its words, not at the end of the line before them."""
    words = edit.before.lstrip("\r\n")
    return edit.start + len(edit.before) - len(words) if words else edit.start


def seen_end(edit: Edit) -> int:
    """Where a person sees it end: behind its words, not behind the blank lines that went with them."""
    words = edit.before.rstrip("\r\n")
    return edit.start + len(words) if words else edit.end


def line_ends(text: str) -> str:
    """Which line ends a text has: `lf`, `crlf`, `cr`, `mixed`, or `none`."""
    crlf = text.count("\r\n")
    kinds = {"crlf": crlf, "lf": text.count("\n") - crlf, "cr": text.count("\r") - crlf}
    found = [kind for kind, number in kinds.items() if number]
    return found[0] if len(found) == 1 else "mixed" if found else "none"


def byte_offsets(document: Document, offsets: Iterable[int], size: int) -> list[int] | None:
    """Offsets in code points, ascending, as offsets in the document's bytes, `size` in all.

    An offset inside a stretch that stands for bytes of another charset counts as that stretch's beginning.
    None for a codec whose pieces do not add up to the whole: ISO-2022 carries a state from character to
    character, so no byte belongs to one of them alone.
    """
    text = document.text
    given = document.encoding == "str"
    codec, errors = ("utf-8", "surrogatepass") if given else (document.encoding, "strict")
    found = []
    position, place = 0, len(document.bom)
    patches = iter(document.patches)
    patch = next(patches, None)
    for offset in (*offsets, len(text)):
        while patch is not None and patch.end <= offset:
            place += len(text[position : patch.start].encode(codec, errors)) + len(patch.data)
            position = patch.end
            patch = next(patches, None)
        inside = patch is not None and patch.start < offset
        stop = patch.start if inside and patch is not None else offset
        if stop > position:
            place += len(text[position:stop].encode(codec, errors))
            position = stop
        found.append(place)
    return found if found.pop() == size else None
