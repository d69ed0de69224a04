"""What a reading of damage is made of: pieces of a chunk, readings of it, the choice that a line makes."""

from __future__ import annotations

import math
from typing import NamedTuple

LETTER = "letter"
"""The role of a piece that is a letter still to be chosen."""
Quotes = tuple[tuple[str, str], ...]


class Piece(NamedTuple):
    """A stretch of a chunk and what it is read as; of a letter still to be chosen, all candidates."""

    left: str
    char: str
    role: str
    """Empty for what stays, LETTER, or the role of a mark."""
    score: float


class Reading(NamedTuple):
    """One reading of a chunk: its pieces in order, its score, and the marks that open or close in it."""

    score: float
    pieces: tuple[Piece, ...]
    quotes: Quotes
    doubt: float = math.inf
    """By how much (a logarithm) the words chosen beat the next best with the same letters around."""

    @property
    def text(self) -> str:
        """The chunk as it is read."""
        return "".join(piece.char for piece in self.pieces)


class Choice(NamedTuple):
    """What a line's reading makes of one chunk, and by how much (a logarithm) it beats the next best."""

    start: int
    reading: Reading
    margin: float


class Place(NamedTuple):
    """Where a chunk stands: the line before it and after it."""

    before: str
    after: str
