"""The probe: which way the reader's numbers lean for each kind of boilerplate, so that reasons name words.

The page model's answer comes of all blocks together and points at no word. A linear fit from the numbers of
one block to its kind does: what each piece adds to those numbers is known. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from textclean.boilerplate.model import Model
from textclean.data.recipes.page_model.arrays import Page

_FEWEST = 50
"""Blocks as which a rarer kind counts, so that three lines do not weigh like a thousand."""
_GRIP = 1e-3


def probe(model: Model, pages: Iterable[Page]) -> npt.NDArray[Any]:
    """Ridge regression from blocks' numbers to their kinds, each kind weighing alike: width × kinds."""
    blocks = [block for page in pages for block in page.blocks if block.kind >= 0 and len(block.pieces)]
    if not blocks:
        return np.zeros((model.width, len(model.kinds)), np.float16)
    kinds = np.array([block.kind for block in blocks])
    read = model.read([block.pieces.tolist() for block in blocks]).astype(float)
    wanted = np.eye(len(model.kinds))[kinds]
    weight = (1 / np.maximum(wanted.sum(0), _FEWEST))[kinds]
    centred = read - np.average(read, 0, weight)
    pulled = centred.T * weight
    square = pulled @ centred
    square += (_GRIP * np.trace(square) / model.width + 1e-9) * np.eye(model.width)
    found = np.linalg.solve(square, pulled @ (wanted - np.average(wanted, 0, weight)))
    return found.astype(np.float16)
