"""Form and place: what the model knows of a block beside its words, 32 numbers.

How a line looks says much in every language: a sentence ends with a full stop, a button does not; a teaser
has capitals, a copyright line its sign. Where it stands says the rest: the first line is a headline more
often than the last one is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]

SHAPE, PLACE = 24, 8
_MOST = 255
_CURRENCIES = ("USD", "EUR", "CHF", "kr", "zł", "Kč", "Ft", "lei", "Rp", "руб", "грн")
_SCHEMES = ("http:", "https:", "www.")
_DOMAINS = (".com", ".org", ".net", ".de", ".fr", ".uk")
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

    def holds(self, places: Iterable[int]) -> Any:
        """Which blocks hold one of these places of the text."""
        found = list(places)
        if not found:
            return np.zeros(len(self.ends), np.bool_)
        return np.bincount(np.searchsorted(self.ends, found), minlength=len(self.ends)) > 0

    def words(self, literals: Iterable[str], after: bool = False) -> Iterator[int]:
        """Where one of the literals stands as a word, or, with `after`, as the last part of one."""
        text = self.text
        for literal in literals:
            at = text.find(literal)
            while at >= 0:
                end = at + len(literal)
                if not _is_word(text[end]) and (at > 0 and _is_word(text[at - 1])) is after:
                    yield at
                at = text.find(literal, end)

    def addresses(self) -> Iterator[int]:
        """Where an address of a page or of a mailbox stands."""
        for scheme in _SCHEMES:
            if scheme in self.text:
                yield from (match.start() for match in re.finditer(re.escape(scheme), self.text))
        yield from self.words(_DOMAINS, after=True)
        at = self.text.find("@")
        while at >= 0:
            if _is_word(self.text[at + 1]):
                yield at
            at = self.text.find("@", at + 1)

    def years(self) -> Any:
        """Where a number stands that reads like a year: 1900 to 2099."""
        codes, digit = self.codes, self.of(_DECIMAL)
        if len(codes) < 5:
            return []
        starts = (codes[:-4] == ord("1")) & (codes[1:-3] == ord("9"))
        starts |= (codes[:-4] == ord("2")) & (codes[1:-3] == ord("0"))
        places = np.flatnonzero(starts & digit[2:-2] & digit[3:-1]).tolist()
        text = self.text
        return [at for at in places if not _is_word(text[at + 4]) and not (at and _is_word(text[at - 1]))]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


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
        ((page.count(page.of(_MONEY)) > 0) | page.holds(page.words(_CURRENCIES))) * _MOST,
        page.holds(page.addresses()) * _MOST,
        page.holds(page.years()) * _MOST,
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
