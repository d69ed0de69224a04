"""Blocks: the paragraph-like units of a text, each with its place.

A block is one line that is not blank, or a hard-wrapped paragraph: several lines that were broken because
the next word no longer fitted. Blank lines are no measure: scraped text often has one paragraph a line and no
blank line at all, or a blank line after each.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_OTHER = r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*"
_LINE = re.compile(rf"{_OTHER}[^\s\ufeff\u200b]{_OTHER}")
_FOLDS = (("’", "'"), ("‘", "'"), ("‚", "'"), ("´", "'"), ("`", "'"), ("“", '"'), ("”", '"'), ("„", '"'))
_SPACES = re.compile(r"\s+")
_NARROW, _WIDE = 45, 110  # columns between which people and programs wrap text


class Block(NamedTuple):
    """A unit of text: `start` and `end` are offsets, from the first line's start to the last line's end."""

    start: int
    end: int
    lines: int = 1


def fold(text: str) -> str:
    """The text in lower case with straight quotation marks, one character for one character."""
    for mark, straight in _FOLDS:
        text = text.replace(mark, straight)
    return text.replace("\xa0", " ").replace("İ", "i").lower()


def folded(text: str, block: Block) -> str:
    """What rules are searched in: a block of folded text, its lines joined, its spaces single."""
    return _SPACES.sub(" ", text[block.start : block.end]).strip()


def split(text: str) -> list[Block]:
    """The blocks of a text, in order."""
    blocks = [Block(*match.span()) for match in _LINE.finditer(text)]
    return _rejoined(text, blocks)


def _rejoined(text: str, lines: list[Block]) -> list[Block]:
    """Join the lines of hard-wrapped paragraphs."""
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        last = index
        if lines[index].end - lines[index].start <= _WIDE:
            while last + 1 < len(lines) and _follows(text, lines[last], lines[last + 1]):
                last += 1
        if last - index >= 2 and _wrapped(text, lines[index : last + 1]):
            blocks.append(Block(lines[index].start, lines[last].end, last - index + 1))
        else:
            blocks += lines[index : last + 1]
        index = last + 1
    return blocks


def _follows(text: str, line: Block, after: Block) -> bool:
    """Whether the next line stands right below and is not too long to be a wrapped one."""
    gap = text[line.end : after.start]
    return after.end - after.start <= _WIDE and gap in ("\n", "\r\n", "\r")


def _wrapped(text: str, lines: list[Block]) -> bool:
    """Whether each break was forced: the next line's first word would not have fitted any more."""
    width = max(line.end - line.start for line in lines)
    if width < _NARROW:
        return False
    for line, after in pairwise(lines):
        word = text[after.start : after.end].split(None, 1)[0]
        if line.end - line.start + 1 + len(word) < width - 1:
            return False
    return True
