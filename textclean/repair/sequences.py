"""Sequences: a line of UTF-8 read as cp1252 taken apart into its characters, with holes where bytes are lost.

cp1252 has no character for the bytes 81, 8D, 8F, 90 and 9D; readers leave U+FFFD for them, a question mark or
nothing. What is left still shows where each character begins and how many bytes it had: `Ñ�` had two, of
which the first is D1. A line all of whose characters outside ASCII fit such a plan was UTF-8, since right
text never does: `déjà vu � la carte` has characters that begin nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import combinations, product
from typing import NamedTuple

from textclean.patterns import compile_pattern

LOST = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""The bytes that cp1252 leaves undefined."""
MARK = "\ufffd"
_SPACE = " "
_RARE = compile_pattern("[\u0460-\u0489\u2010\u3300-\u33ff\u3400-\u4dbf\ufe00-\ufe1f]")
"""Curiosities in the place of `”`, of a Japanese letter (`の` or `㐮`), of the sign that makes an emoji."""
JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_LEADS = ((0xC2, 0xE0, 2), (0xE0, 0xF0, 3), (0xF0, 0xF5, 4))


class Unit(NamedTuple):
    """One character of the text that was: what is left of it, and all that it can have been."""

    raw: str
    options: tuple[str, ...]
    """More than one where bytes are lost; a space behind is part of those that end before it."""
    is_hole: bool


class Plan(NamedTuple):
    """A line as units, and how many of its sequences are complete and how many are not."""

    units: list[Unit]
    complete: int
    incomplete: int


def plan(line: str) -> Plan | None:
    """The line as units, or None where it is not UTF-8 with holes, or has too little that says so.

    Where U+FFFD stands, it alone is the mark of a loss; else question marks where all incomplete sequences
    have theirs; else nothing at all was left, and then more must be complete: `EL AÑO` is right, `Ð³Ð¾Ñ` not.
    """
    marks = (MARK,) if MARK in line else ("?", "") if "?" in line else ("",)
    for mark in marks:
        found = _planned(line, mark)
        if found is None or not found.incomplete:
            continue
        if mark == MARK and found.complete + found.incomplete > 1:
            return found
        if found.complete > 1 and found.incomplete <= 3 * found.complete:
            return found
    return None


def _planned(line: str, mark: str) -> Plan | None:
    units: list[Unit] = []
    complete = incomplete = at = 0
    while at < len(line):
        if line[at].isascii():
            units.append(Unit(line[at], (line[at],), False))
            at += 1
            continue
        unit = _unit(line, at, mark)
        if unit is None:
            return None
        units.append(unit)
        complete, incomplete = complete + (not unit.is_hole), incomplete + unit.is_hole
        at += len(unit.raw)
    return Plan(units, complete, incomplete)


def _unit(line: str, at: int, mark: str) -> Unit | None:
    """The sequence that begins at `at`."""
    lead = byte_of(line[at])
    length = next((size for low, high, size in _LEADS if low <= lead < high), 0)
    known: list[int] = [lead]
    end = at + 1
    while length > len(known) and end < len(line):
        byte = byte_of(line[end])
        if mark and line[end] == mark:
            byte = -1
        elif not 0x80 <= byte < 0xC0:
            break
        known.append(byte)
        end += 1
    if not length:
        return None
    missing = length - len(known)
    if not missing and -1 not in known:
        options = characters((tuple(known),))
        return Unit(line[at:end], options, False) if options else None
    if missing > 1 and mark:
        return None
    found: list[str] = []
    raw = line[at:end]
    space = line[end : end + 1]
    if (
        missing and space in ("", _SPACE) and "\xa0" not in line
    ):  # a no-break space that became a space, or was trimmed
        found += characters(((*known, 0xA0),))
        raw += space
    if not mark or not missing:
        found += [
            char + (space if len(raw) > end - at else "") for char in characters(_filled(known, missing))
        ]
    return Unit(raw, tuple(found), True) if found else None


def _filled(known: list[int], missing: int) -> tuple[tuple[int, ...], ...]:
    """The bytes with holes where they are marked, or `missing` ones anywhere behind the first."""
    if not missing:
        return (tuple(known),)
    size = len(known) - 1 + missing
    found = []
    for places in combinations(range(size), missing):
        rest = iter(known[1:])
        found.append((known[0], *(-1 if place in places else next(rest) for place in range(size))))
    return tuple(found)


@cache
def byte_of(char: str) -> int:
    """The byte that cp1252 reads as this character, -2 if none; undefined ones are controls."""
    if char <= "\xff":
        return ord(char)
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return -2


@cache
def characters(patterns: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    """All characters that the patterns of bytes can be, -1 being any lost one."""
    found: dict[str, None] = {}
    for pattern in patterns:
        for data in product(*(LOST if byte < 0 else (byte,) for byte in pattern)):
            try:
                char = bytes(data).decode()
            except UnicodeDecodeError:
                continue
            if -1 not in pattern or _may_be(char):
                found[char] = None
    return tuple(found)


def _may_be(char: str) -> bool:
    """Whether a lost character can be this one: assigned, visible, and more than a curiosity."""
    if char in (JOINER, _EMOJI_STYLE):
        return True
    if _RARE.match(char):
        return False
    return unicodedata.category(char) not in {"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"}
