"""Blocks: the paragraph-like units of a text, each with its place.

A block is one line that is not blank, or a hard-wrapped paragraph: several lines that were broken because
the next word no longer fitted. Blank lines are no measure: scraped text often has one paragraph a line and no
blank line at all, or a blank line after each.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from textclean.patterns import compile_pattern

_LINE = compile_pattern(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_INK = compile_pattern(r"[^\s\ufeff\u200b]")
_FOLDS = (("’", "'"), ("‘", "'"), ("‚", "'"), ("´", "'"), ("`", "'"), ("“", '"'), ("”", '"'), ("„", '"'))
_SENTENCE_END = compile_pattern(r"[.!?…。！？]['\")\]]*$")
_NARROW, _WIDE = 45, 110  # columns between which people and programs wrap text


class Block(NamedTuple):
    """A unit of text: `start` and `end` are offsets, from the first line's start to the last line's end."""

    start: int
    end: int
    lines: int = 1


def straight(text: str) -> str:
    """The text with straight quotation marks and plain spaces, one character for one character."""
    for mark, plain in _FOLDS:
        text = text.replace(mark, plain)
    return text.replace("\xa0", " ")


def fold(text: str) -> str:
    """The text in lower case with straight quotation marks, one character for one character."""
    return straight(text).replace("İ", "i").lower()


def folded(text: str, block: Block) -> str:
    """What rules are searched in: a block of folded text, its lines joined, its spaces single."""
    return " ".join(text[block.start : block.end].split())


def is_sentence(content: str) -> bool:
    """Whether a block of folded text ends as a sentence does."""
    return _SENTENCE_END.search(content) is not None


def split(text: str) -> list[Block]:
    """The blocks of a text, in order."""
    blocks = [Block(*match.span()) for match in _LINE.finditer(text) if _INK.search(text, *match.span())]
    return _rejoined(text, blocks)


def _rejoined(text: str, lines: list[Block]) -> list[Block]:
    """Join the lines of hard-wrapped paragraphs."""
    width = _wrap_width(text, lines)
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        last = index
        while last + 1 < len(lines) and _follows(text, lines[last], lines[last + 1]):
            if width and not _forced(text, lines[last], lines[last + 1], width):
                break
            last += 1
        if last > index and (width or (last - index >= 2 and _is_wrapped(text, lines[index : last + 1]))):
            blocks.append(Block(lines[index].start, lines[last].end, last - index + 1))
        else:
            blocks += lines[index : last + 1]
        index = last + 1
    return blocks


def _wrap_width(text: str, lines: list[Block]) -> int:
    """The column at which a whole text is wrapped, or 0: most breaks must have been forced there."""
    lengths = [block.end - block.start for block in lines]
    if len(lines) < 6 or sum(length > _WIDE for length in lengths) > len(lines) // 20:
        return 0
    width = sorted(length for length in lengths if length <= _WIDE)[-1 - len(lines) // 50]
    if width < _NARROW or 2 * sum(length >= width * 4 // 5 for length in lengths) < len(lines):
        return 0
    breaks = [pair for pair in pairwise(lines) if _follows(text, *pair)]
    forced = sum(_forced(text, line, after, width) for line, after in breaks)
    return width if len(breaks) >= 4 and forced * 10 >= len(breaks) * 4 else 0


def _follows(text: str, line: Block, after: Block) -> bool:
    """Whether the next line stands right below and neither is too long to be a wrapped one."""
    return (
        line.end - line.start <= _WIDE
        and after.end - after.start <= _WIDE
        and text[line.end : after.start] in ("\n", "\r\n", "\r")
    )


def _forced(text: str, line: Block, after: Block, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    word = text[after.start : after.end].split(None, 1)[0]
    return line.end - line.start + 1 + len(word) >= width - 1


def _is_wrapped(text: str, lines: list[Block]) -> bool:
    """Whether each break among these lines was forced."""
    width = max(line.end - line.start for line in lines)
    return width >= _NARROW and all(_forced(text, *pair, width) for pair in pairwise(lines))
