"""Marks: which four quotation marks a text is to have, and how each role is written with them."""

from __future__ import annotations

from dataclasses import dataclass

from textclean.quotes.tokens import DOUBLE

_STRAIGHT_DOUBLE = str.maketrans(dict.fromkeys(DOUBLE, '"'))


def straight(glyph: str) -> str:
    """The straight mark for a glyph: one of `"` and `'`."""
    return '"' if len(glyph) > 1 or glyph in DOUBLE else "'"


@dataclass(frozen=True, slots=True)
class Style:
    """Four quotation marks: outer open, outer close, inner open, inner close.

    Where both pairs are double (`«»“”`), they alternate with depth and single marks are `‘’`; where both are
    single, double ones are `“”`. Otherwise each family keeps to itself: `'yes'` within no quotation is a
    headline's or a word's own mark, and stays single whatever the outer marks are.
    """

    marks: str
    spaced: bool = False
    """Whether guillemets have a no-break space inside."""

    def pair(self, family: str, depth: int) -> str:
        """The two marks for a quotation of a family that lies within `depth` others of its family."""
        pairs = [pair for pair in (self.marks[:2], self.marks[2:]) if (pair[0] in DOUBLE) == (family == "D")]
        if not pairs:
            return "“”" if family == "D" else "‘’"
        return pairs[depth % len(pairs)]
