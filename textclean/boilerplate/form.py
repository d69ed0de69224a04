"""Form and place: what the model knows of a block beside its words, 32 numbers.

How a line looks says much in every language: a sentence ends with a full stop, a button does not; a teaser
has capitals, a copyright line its sign. Where it stands says the rest: the first line is a headline more
often than the last one is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from textclean.patterns import compile_pattern

Matrix = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]

SHAPE, PLACE = 24, 8
_MOST = 255
_ADDRESS = compile_pattern(r"https?:|www\.|\w\.(?:com|org|net|de|fr|uk)\b|@\w")
_CURRENCY = compile_pattern(r"\b(?:USD|EUR|CHF|kr|zł|Kč|Ft|lei|Rp|руб|грн)\b")
_YEAR = compile_pattern(r"\b(?:19|20)\d\d\b")
_SIGNS = (
    "0123456789",
    " \n",
    ".。।؟",
    "!?！？",
    ":：",
    "\"'»」』",
    "\"'«「『—–-",
    '"«»「',
    ".?!",
    ",",
    "$€£¥₹₽₴₺₩",
    "©",
    "|•·›»→←✉☕",
)
"""Characters that are looked for, by what they are to a line."""
_DIGIT, _SPACE, _FULL, _MARK, _COLON, _CLOSES, _OPENS, _QUOTE, _STOP, _COMMA, _MONEY, _COPYRIGHT, _SIGN = (
    1 << bit for bit in range(len(_SIGNS))
)
_WORD, _UPPER, _LOWER, _DECIMAL, _KNOWN = (1 << bit for bit in range(20, 25))
_kinds: npt.NDArray[np.uint32] = np.zeros(0x110000, np.uint32)
"""What each character is, learned when it is first met."""


class _Lines:
    """Blocks as one row of characters, for questions that are answered for all of them at once."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = "\n".join(lines) + "\n"
        self.codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.kinds = _kinds_of(self.codes)
        self.ends = np.flatnonzero(self.codes == ord("\n"))
        self.starts = np.concatenate([[0], self.ends[:-1] + 1])
        self.sizes = np.maximum(self.ends - self.starts, 1)
        full = self.ends > self.starts
        self.first = np.where(full, self.kinds[self.starts], 0)
        self.last = np.where(full, self.kinds[np.maximum(self.ends - 1, 0)], 0)

    def count(self, found: Flags) -> Any:
        """How often something stands in each block."""
        return np.add.reduceat(found, self.starts, dtype=np.int32)

    def of(self, kind: int) -> Flags:
        """Which characters are of a kind."""
        flags: Flags = (self.kinds & kind) > 0
        return flags

    def holds(self, pattern: re.Pattern[str]) -> Any:
        """Which blocks a pattern is found in."""
        places = [match.start() for match in pattern.finditer(self.text)]
        if not places:
            return np.zeros(len(self.ends), np.bool_)
        return np.bincount(np.searchsorted(self.ends, places), minlength=len(self.ends)) > 0


def shapes(lines: Sequence[str]) -> Matrix:
    """How blocks look, not what they say: blocks × 24, from 0 to 1; `lines` are as `plain` gives them."""
    if not lines:
        return np.empty((0, SHAPE), np.float32)
    page = _Lines(lines)
    first, last, sizes = page.first, page.last, page.sizes
    space, upper, dots = page.of(_SPACE), page.of(_UPPER), page.codes == ord(".")
    initial = np.concatenate([[True], space[:-1]]) & ~space
    spaced = np.concatenate([page.codes[1:] == ord(" "), [False]])
    words, digits = page.count(initial), page.count(page.of(_DIGIT))
    sentences = page.count((page.of(_STOP) & spaced) | (page.codes == ord("。")))
    ellipses = dots[:-2] & dots[1:-1] & dots[2:] if len(dots) > 2 else dots[:0]
    columns = [
        np.sqrt(sizes) * 6,
        words * 2,
        *((last & kind > 0) * _MOST for kind in (_FULL, _MARK, _COLON, _CLOSES, _WORD)),
        *((first & kind > 0) * _MOST for kind in (_UPPER, _LOWER, _DECIMAL, _OPENS)),
        ((first & (_WORD | _OPENS) == 0) & (first > 0)) * _MOST,
        digits * _MOST // sizes,
        page.count(initial & upper) * _MOST // np.maximum(words, 1),
        ((page.count(upper) > 0) & (page.count(page.of(_LOWER)) == 0)) * _MOST,
        ((page.count(page.of(_MONEY)) > 0) | page.holds(_CURRENCY)) * _MOST,
        page.holds(_ADDRESS) * _MOST,
        page.holds(_YEAR) * _MOST,
        (page.count(page.of(_COPYRIGHT)) > 0) * _MOST,
        (page.count(page.of(_SIGN)) > 0) * _MOST,
        sentences * 64,
        page.count(page.of(_QUOTE)) * 64,
        page.count(page.of(_COMMA)) * 64,
        (page.count(np.concatenate([ellipses, dots[-2:] & False])) > 0) * _MOST,
    ]
    found: Matrix = np.minimum(np.floor(np.stack(columns, 1)), _MOST).astype(np.float32) / _MOST
    return found


def _kinds_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """What the characters of a text are."""
    kinds = _kinds[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):
            _kinds[code] = _kind(chr(code))
        kinds = _kinds[codes]
    return kinds


def _kind(character: str) -> int:
    found = _KNOWN
    for bit, signs in enumerate(_SIGNS):
        found |= (character in signs) << bit
    flags = (character.isalnum(), character.isupper(), character.islower(), character.isdigit())
    for kind, is_one in zip((_WORD, _UPPER, _LOWER, _DECIMAL), flags, strict=True):
        found |= kind * is_one
    return found


def places(shapes: Matrix, gaps: Sequence[int]) -> Matrix:
    """All that is known of the blocks of one window beside their words: blocks × 32.

    `gaps` says how many blank lines stand before each block.
    """
    size = len(shapes)
    at = np.arange(size, dtype=np.float32)
    found = np.empty((size, PLACE + SHAPE), np.float32)
    blank = np.asarray(gaps)
    found[:, 0] = blank == 0
    found[:, 1] = blank == 1
    found[:, 2] = blank >= 2
    found[:, 3] = np.log1p(shapes[:, 1] * (_MOST / 2)) / 4
    found[:, 4] = at / max(1, size)
    found[:, 5] = (size - at) / max(1, size)
    found[:, 6] = log(max(1, size)) / 5
    found[:, 7] = at == 0
    found[:, PLACE:] = shapes
    return found
