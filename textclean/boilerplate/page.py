"""The page: a text with all that is known of its blocks before anything is decided.

What a block says is read once; when others go, it is only judged anew among those that stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textclean.boilerplate.blocks import Block, split
from textclean.boilerplate.form import Matrix, shapes
from textclean.boilerplate.matcher import Joined, Matcher
from textclean.boilerplate.model import Judgement, Model
from textclean.boilerplate.pieces import plain
from textclean.boilerplate.rules import Rule
from textclean.edits import Edit, apply

_MOST_BLANK = 3


class Page(NamedTuple):
    """A text, cut into blocks, with the evidence for each."""

    text: str
    blocks: list[Block]
    lines: list[str]
    """The blocks as the model reads them."""
    pieces: list[list[int]]
    vectors: Matrix
    """What the reader makes of each block: blocks × numbers."""
    shapes: Matrix
    """How each looks: blocks × 24."""
    hits: dict[int, list[Rule]]
    """The rules that speak for some of the blocks, by their indices."""
    judged: Judgement
    """What the model says of each among those that are there."""
    first: Matrix
    """Log-odds of each that it is the article, as they were when it was first seen."""


def read(text: str, matcher: Matcher | Joined, model: Model, blocks: list[Block] | None = None) -> Page:
    """Cut a text into blocks, unless they are known, read and judge them."""
    blocks = split(text) if blocks is None else blocks
    lines = plain([text[block.start : block.end] for block in blocks]) if blocks else []
    pieces = [model.pieces(line) for line in lines]
    vectors, looks = model.read(pieces), shapes(lines)
    judged = model.judge(vectors, looks, gaps(text, blocks))
    return Page(text, blocks, lines, pieces, vectors, looks, matcher.hits(text, blocks), judged, judged.odds)


def without(page: Page, edits: Sequence[Edit], matcher: Matcher | Joined, model: Model) -> Page:
    """The page after removals, which take whole lines."""
    text = apply(page.text, edits)
    blocks = split(text)
    left = _left(page.blocks, edits, len(page.text))
    if [page.blocks[index].lines for index in left] != [block.lines for block in blocks]:
        # Lines that now stand together read as one paragraph, or no longer do.
        return read(text, matcher, model)
    vectors, looks = page.vectors[left], page.shapes[left]
    return Page(
        text,
        blocks,
        [page.lines[index] for index in left],
        [page.pieces[index] for index in left],
        vectors,
        looks,
        {new: page.hits[old] for new, old in enumerate(left) if old in page.hits},
        model.judge(vectors, looks, gaps(text, blocks)),
        page.first[left],
    )


def _left(blocks: Sequence[Block], edits: Sequence[Edit], size: int) -> list[int]:
    """The blocks that no edit touches."""
    removed = [(edit.start, edit.end) for edit in edits]
    removed.append((size + 1, size + 1))
    left, at = [], 0
    for index, (start, end, _) in enumerate(blocks):
        while removed[at][1] <= start:
            at += 1
        if end <= removed[at][0]:
            left.append(index)
    return left


def gaps(text: str, blocks: Sequence[Block]) -> list[int]:
    """How many blank lines stand before each block, up to three."""
    found, at = [], 0
    for block in blocks:
        breaks = text.count("\n", at, block.start) or text.count("\r", at, block.start)
        found.append(min(_MOST_BLANK, max(0, breaks - 1 if at else breaks)))
        at = block.end
    return found
