"""Attacks on a pattern, made from its parse tree: what leads to a repetition, many rounds, a bad end."""

import re._constants as sre
from collections.abc import Iterator
from typing import Any

from tests.backtracking import Counter
from textclean.boilerplate.charsets import REPEATS, parts

_TRIED = "a1 .,-_é中я/<&\"'(\n\t§«»—€" + "".join(map(chr, range(33, 127)))
_LOOKING = (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF, sre.GROUPREF_EXISTS)
_END = "\x00"
"""What no pattern takes but by `.` and its like: all that was tried was in vain."""


def attacks(counter: Counter, size: int) -> Iterator[str]:
    """Texts of `size` characters that begin as the pattern does, and then make it try much."""
    for before, pump in dict.fromkeys(_repeated(counter, counter.tree, "")):
        if pump:
            yield (before + pump * size)[: size - 1] + _END
        if before:
            yield ((before + pump) * size)[: size - 1] + _END


def witness(counter: Counter, items: Any, rounds: int = 1) -> str:
    """A text that items match, as a rule: places and what is only looked at are not minded."""
    text = ""
    for item in items:
        op, value = item
        if op in REPEATS:
            text += witness(counter, value[2]) * min(max(int(value[0]), rounds), int(value[1]))
        elif op is sre.BRANCH:
            text += max((witness(counter, branch) for branch in value[1]), key=len)
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            text += witness(counter, parts(op, value)[0])
        elif op not in _LOOKING:
            text += next((one for one in _candidates(op, value) if counter.is_one(item, one)), "")
    return text


def _repeated(counter: Counter, items: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repetition of a pattern: what leads to it, and one round of it."""
    for item in items:
        op, value = item
        if op in REPEATS and value[1] > 1:
            yield before, witness(counter, value[2])
        for part in parts(op, value):
            yield from _repeated(counter, part, before)
        before += witness(counter, [item], rounds=0)


def _candidates(op: Any, value: Any) -> Iterator[str]:
    if op is sre.LITERAL:
        yield chr(value)
    yield from _TRIED
    if op is sre.IN:
        for inner, each in value:
            if inner in (sre.LITERAL, sre.RANGE):
                yield chr(each if inner is sre.LITERAL else each[0])
