"""Patterns that could hang: refused before they are run.

Python's `re` backtracks; `(a+)+b` needs exponential time on a row of a's. A rule's pattern only ever sees
blocks of bounded length, which tames everything but that: repetition without bound inside repetition.
"""

from __future__ import annotations

import re._constants as sre
import re._parser as parser
from typing import Any

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_MANY = 16
_OPEN = 1000  # what an open repetition counts as: a block that a rule may look at is not much longer


def unsafe(pattern: str) -> str:
    """Why a pattern is refused, in words; empty if it is not. The pattern must compile."""
    return _walk(parser.parse(pattern), 1, 0)


def cost(pattern: str) -> int:
    """How many ways there are to try a pattern from one place, roughly: its open repetitions multiplied.

    `\\bread more: .+` has a thousand, since `.+` may end anywhere; `.+,.+,.+` has a thousand million, and
    on a line that has no third comma each is tried. The pattern must compile.
    """
    return _cost(parser.parse(pattern))


def _cost(items: Any) -> int:
    total = 1
    for op, value in items:
        if op in _REPEATS:
            least, most, body = value
            span = 1 if op is sre.POSSESSIVE_REPEAT else min(int(most), _OPEN) - min(int(least), _OPEN) + 1
            total *= span * _cost(body)
        elif op is sre.BRANCH:
            total *= sum(_cost(branch) for branch in value[1])
        else:
            for part in _parts(op, value):
                total *= _cost(part)
        total = min(total, _OPEN**4)
    return total


def _walk(items: Any, inside: int, unbounded: int) -> str:
    for op, value in items:
        if op is sre.GROUPREF:
            return "refers back to a group: such patterns can take very long"
        if op in _REPEATS:
            _, most, body = value
            endless = most == sre.MAXREPEAT
            if (most > 1 and unbounded) or (endless and inside > _MANY):
                return "repeats a repetition, as in (a+)+, which can take for ever; bound one of them"
            if trouble := _walk(body, max(inside, int(most)), unbounded + endless):
                return trouble
        else:
            for part in _parts(op, value):
                if trouble := _walk(part, inside, unbounded):
                    return trouble
    return ""


def _parts(op: Any, value: Any) -> list[Any]:
    if op is sre.SUBPATTERN:
        return [value[3]]
    if op is sre.BRANCH:
        return list(value[1])
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [value[1]]
    if op is sre.ATOMIC_GROUP:
        return [value]
    return []
