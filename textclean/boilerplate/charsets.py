"""Sets of characters as a pattern tells them apart: whether two parts of it can match the same text.

A pattern names a few characters; between them lie stretches that it cannot tell apart but by `\\w`, `\\d` and
`\\s`. Each stretch and class is a cell, a set is the cells that it may hold, and two sets that share no cell
share no character. The other way round nothing is promised: that is the safe side.
"""

from __future__ import annotations

import re._constants as sre
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

Cells = frozenset[tuple[int, str]]
Lead = list[Cells]
"""What a match must begin with, one set for each character."""

CLASSES = " 0@A"
"""A space, a digit, what is neither of these nor of a word, what else is of a word."""
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_HELD = {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "0", sre.CATEGORY_WORD: "0A"}
_SINGLES = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY, sre.ANY_ALL)
_ENUMERATED = 0x400  # a stretch longer than this may hold characters of every class
_LEAD = 12


def class_of(character: str) -> str:
    """Which of the classes a character is of, as `re` has it: `é`, `я` and `中` are of a word."""
    if character.isdecimal():
        return "0"
    if character.isalnum() or character == "_":
        return "A"
    return " " if character.isspace() else "@"


def classes_of(category: Any) -> str:
    """The classes that `\\w`, `\\d`, `\\s` or one of their negations holds."""
    negated = {
        sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
        sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
        sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
    }
    if category in negated:
        return "".join(sorted({*CLASSES} - {*_HELD[negated[category]]}))
    return _HELD[category]


def parts(op: Any, value: Any) -> list[Any]:
    """The patterns inside one item of a parse tree."""
    if op in REPEATS:
        return [value[2]]
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return [value] if op is sre.ATOMIC_GROUP else []


class Charsets:
    """The sets of one pattern's parse tree."""

    def __init__(self, tree: Any) -> None:
        starts = {0}
        for op, value in _singles(tree):
            low, high = value if op is sre.RANGE else (value, value)
            starts |= {low, high + 1}
        self._starts = sorted(starts)
        self._kept: dict[tuple[int, int], Cells] = {}
        self._all = self._between(0, sys.maxunicode)

    def of(self, op: Any, value: Any) -> Cells:
        """The cells of an item that matches one character."""
        if op is sre.LITERAL:
            return self._between(value, value)
        if op is sre.NOT_LITERAL:
            return self._all - self._between(value, value)
        if op is sre.IN:
            negated = bool(value) and value[0][0] is sre.NEGATE
            held = frozenset[tuple[int, str]]().union(*(self._member(*each) for each in value[negated:]))
            return self._all - held if negated else held
        return self._all

    def lead(self, items: Any, after: Lead) -> Lead:
        """What a sequence must begin with, if `after` is what must follow it; `[]`: anything."""
        found: Lead = []
        for index, (op, value) in enumerate(items):
            if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
                continue
            if op in _SINGLES:
                found.append(self.of(op, value))
            elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
                (body,) = parts(op, value)
                return [*found, *self.lead(body, self.rest(items, index, after))][:_LEAD]
            elif op is sre.BRANCH:
                rest = self.rest(items, index, after)
                leads = [self.lead(branch, rest) for branch in value[1]]
                return [*found, *(frozenset().union(*each) for each in zip(*leads, strict=False))][:_LEAD]
            elif op in REPEATS:
                least, _, body = value
                if least:
                    return [*found, *self.lead(body, [])][:_LEAD]
                leads = [self.lead(body, []), self.rest(items, index, after)]
                return [*found, *([leads[0][0] | leads[1][0]] if all(leads) else [])]
            else:
                return found
            if len(found) >= _LEAD:
                return found
        return [*found, *after][:_LEAD]

    def rest(self, items: Any, index: int, after: Lead) -> Lead:
        """What must follow an item; of a long row no more than is needed is looked at."""
        rest = list(items[index + 1 : index + 1 + _LEAD])
        return self.lead(rest, after if index + 1 + _LEAD >= len(items) else [])

    def _member(self, op: Any, value: Any) -> Cells:
        if op is sre.RANGE:
            return self._between(*value)
        if op is sre.CATEGORY:
            return frozenset(cell for cell in self._all if cell[1] in classes_of(value))
        return self._between(value, value)

    def _between(self, low: int, high: int) -> Cells:
        if (low, high) not in self._kept:
            self._kept[low, high] = self._cut(low, high)
        return self._kept[low, high]

    def _cut(self, low: int, high: int) -> Cells:
        cells = set()
        index = bisect_right(self._starts, low) - 1
        while index < len(self._starts) and (start := self._starts[index]) <= high:
            end = self._starts[index + 1] if index + 1 < len(self._starts) else sys.maxunicode + 1
            short = end - start <= _ENUMERATED
            classes = set(map(class_of, map(chr, range(start, end)))) if short else CLASSES
            cells |= {(start, each) for each in classes}
            index += 1
        return frozenset(cells)


def apart(one: Lead, other: Lead) -> int:
    """Within how many characters no text can begin with both; 0: one may. `sub` and `sup` are apart at 3."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs, 1) if left.isdisjoint(right)), 0)


def _singles(items: Any) -> Iterator[tuple[Any, Any]]:
    """The characters and ranges that a pattern names."""
    for op, value in items:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.RANGE):
            yield op, value
        elif op is sre.IN:
            yield from _singles(value)
        else:
            for part in parts(op, value):
                yield from _singles(part)
