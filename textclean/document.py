"""Document: bytes as text, with all that it takes to have the same bytes back.

Decoding loses nothing: `document.encode() == data` for every input. What a codec does not give back by
itself, stray bytes, the second spelling of a character, a line in another charset, is kept as a patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Patch(NamedTuple):
    """A stretch of a document's text that stands for bytes other than its codec would write."""

    start: int
    end: int
    """Offsets in code points, 0-based, half open; `start == end` where bytes left no character."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A text and how it was read.

    `encoding` is the codec's name for Python, or `str` where a text was given instead of bytes. `evidence`
    says in words why this encoding was chosen. `bom` holds the byte order mark, which is no part of the text.
    """

    text: str
    encoding: str = "str"
    evidence: str = "given as text"
    bom: bytes = b""
    patches: tuple[Patch, ...] = ()
    runner_up: str | None = None
    """The encoding that came second, where one had to be chosen."""
    stray: int = 0
    """How many bytes could not be decoded; the text has U+FFFD in their places."""

    def encode(self) -> bytes:
        """The bytes that this document was read from; a text given as `str` becomes UTF-8."""
        codec = "utf-8" if self.encoding == "str" else self.encoding
        errors = "surrogatepass" if self.encoding == "str" else "strict"
        parts = [self.bom]
        position = 0
        for patch in self.patches:
            parts.append(self.text[position : patch.start].encode(codec, errors))
            parts.append(patch.data)
            position = patch.end
        parts.append(self.text[position:].encode(codec, errors))
        return b"".join(parts)
