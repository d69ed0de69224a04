"""Lines as spans of a text, and edits cut to the characters that change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from textclean.edits import Edit
from textclean.patterns import compile_pattern

LONGEST = 10_000
"""Longer lines are taken in parts cut at a space, so that one damaged word never costs a whole book."""
NEAR = 200
"""How far before what was hit such a part begins."""
PIECES = compile_pattern(r"[^\x00-\x7f]+|[\x00-\x7f]+")


def lines_of(text: str, trigger: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each line, or part of a very long one, that `trigger` hits."""
    position = 0
    while hit := trigger.search(text, position):
        start = max(text.rfind("\n", position, hit.start() + 1) + 1, position)
        end = text.find("\n", hit.end())
        end = len(text) if end < 0 else end
        if end - start > LONGEST:
            space = text.rfind(" ", max(start, hit.start() - NEAR), hit.start())
            start = max(start, space + 1 or hit.start() - NEAR)
            if end - start > LONGEST:
                space = text.rfind(" ", hit.end(), start + LONGEST)
                end = space if space > 0 else max(hit.end(), start + LONGEST)
        yield start, end
        position = max(end, position + 1)
        if position >= len(text):
            return


def line_at(text: str, at: int) -> tuple[str, int]:
    """The line that holds the character at `at`, at most LONGEST to either side, and where it ends."""
    start = text.rfind("\n", max(0, at - LONGEST), at) + 1 or max(0, at - LONGEST)
    end = text.find("\n", at, at + LONGEST)
    end = min(len(text), at + LONGEST) if end < 0 else end
    return text[start:end], end


def apart(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that overlap none of the others; both are sorted, and each is looked at once."""
    place = 0
    for start, end in spans:
        while place < len(others) and others[place][1] <= start:
            place += 1
        if place == len(others) or others[place][0] >= end:
            yield start, end


def trimmed(start: int, before: str, after: str, rule: str, confidence: float) -> Iterator[Edit]:
    """The edit without the characters that both sides begin or end with; none if nothing changes."""
    if before == after:
        return
    shortest = min(len(before), len(after))
    left = 0
    while left < shortest and before[left] == after[left]:
        left += 1
    right = 0
    while right < shortest - left and before[-1 - right] == after[-1 - right]:
        right += 1
    yield Edit(
        start + left,
        before[left : len(before) - right],
        after[left : len(after) - right],
        (rule,),
        confidence,
    )


def located(start: int, before: str, after: str, rule: str, confidence: float) -> Iterator[Edit]:
    """Cut a repaired line to its repaired runs, held apart by the ASCII that mojibake leaves as it was.

    Each ASCII piece is looked for in the repaired line after the one before it. Where one is not found (a
    space that was half a character) the rest becomes one edit: longer than need be, never wrong.
    """
    source = target = 0
    for piece in PIECES.finditer(before):
        if not piece[0].isascii():
            continue
        found = after.find(piece[0], target)
        if found < 0:
            break
        yield from trimmed(
            start + source, before[source : piece.start()], after[target:found], rule, confidence
        )
        source, target = piece.end(), found + len(piece[0])
    yield from trimmed(start + source, before[source:], after[target:], rule, confidence)
