"""Form and place: what the model knows of a block beside its words, 32 numbers.

How a line looks says much in every language: a sentence ends with a full stop, a button does not; a teaser
has capitals, a copyright line its sign. Where it stands says the rest: the first line is a headline more
often than the last one is.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING, Any

from textclean.patterns import compile_pattern

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.floating[Any]]

SHAPE, PLACE = 24, 8
_MONEY = compile_pattern(r"[$€£¥₹₽₴₺₩]|\b(?:USD|EUR|CHF|kr|zł|Kč|Ft|lei|Rp|руб|грн)\b")
_ADDRESS = compile_pattern(r"https?:|www\.|\w\.(?:com|org|net|de|fr|uk)\b|@\w")
_YEAR = compile_pattern(r"\b(?:19|20)\d\d\b")
_SIGN = compile_pattern("[|•·›»→←✉☕]")
_OPENS = "\"'«「『—–-"
_MOST = 255


def shape(line: str) -> list[int]:
    """24 numbers from 0 to 255 that say how a block looks, not what it says; `line` is from `plain`."""
    size = len(line)
    if not size:
        return [0] * SHAPE
    words = line.split()
    initials = "".join([word[0] for word in words])
    first, last = line[0], line[-1]
    count = line.count
    digits = sum(map(count, "0123456789"))
    capitals = sum(map(str.isupper, initials))
    sentences = count(". ") + count("? ") + count("! ") + count("。")
    quotes = count('"') + count("«") + count("»") + count("「")
    flags = (
        last in ".。।؟",
        last in "!?！？",
        last in ":：",
        last in "\"'»」』",
        last.isalnum(),
        first.isupper(),
        first.islower(),
        first.isdigit(),
        first in _OPENS,
        not first.isalnum() and first not in _OPENS,
    )
    return [
        min(_MOST, int(size**0.5 * 6)),
        min(_MOST, len(words) * 2),
        *(_MOST if flag else 0 for flag in flags),
        _MOST * digits // size,
        _MOST * capitals // len(words) if words else 0,
        _MOST if line.isupper() else 0,
        _MOST if _MONEY.search(line) else 0,
        _MOST if _ADDRESS.search(line) else 0,
        _MOST if digits >= 4 and _YEAR.search(line) else 0,
        _MOST if "©" in line else 0,
        _MOST if _SIGN.search(line) else 0,
        min(_MOST, 64 * sentences),
        min(_MOST, 64 * quotes),
        min(_MOST, 64 * count(",")),
        _MOST if "..." in line else 0,
    ]


def shapes(lines: Sequence[str]) -> Matrix:
    """The shapes of blocks, from 0 to 1: blocks × 24."""
    import numpy as np

    rows: Any = [shape(line) for line in lines]
    return np.array(rows, np.float32).reshape(-1, SHAPE) / _MOST


def places(shapes: Matrix, gaps: Sequence[int]) -> Matrix:
    """All that is known of the blocks of one window beside their words: blocks × 32.

    `gaps` says how many blank lines stand before each block.
    """
    import numpy as np

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
