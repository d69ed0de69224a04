"""Filling holes: which of the characters that a lost byte leaves open a line had, and how sure that is.

Most holes have one answer in the script around them. Among several the letter pairs of the line's language
decide, over the line as a whole, and the words of its language where there is a table of them. A word comes
back whole or not at all.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import NamedTuple

from textclean.patterns import compile_pattern
from textclean.repair.hole_marks import marked
from textclean.repair.hole_reading import Hole, read_units
from textclean.repair.proof import CONTINUES
from textclean.repair.scripts import glued
from textclean.repair.sequences import JOINER, MARK, Plan, Unit

UNKNOWN_MARGIN = 7.0
"""By how many bits the best must be ahead of the next where there is a table and it lacks the word."""
KNOWN_MARGIN = 1.0
"""The same, as a power of ten of commonness, among words that a table knows."""
_DENSE = frozenset(("CJK", "HIRAGANA", "KATAKANA"))
_LETTERS_FOR_EACH = 5
"""Letters for each open place between which it may stand alone; Latin letters beside it are many."""
_COMBINATIONS = 64
_SHORTEST = 3
"""Letters that a word must have to be looked up: `с` and `я` are both common."""
_NEAR = 14.0
"""Bits beyond which a letter is out of the question whatever the word."""
_STRESS = "\u0301"
_VOWELS = compile_pattern("[\u064c-\u0652]")
_VOWEL_MARGIN = 14.0
_CONTINUES = compile_pattern(f"[{CONTINUES}]")
_EMOJI = "\U0001f000"
_TABLES = frozenset(("ru", "uk", "el"))


class Filled(NamedTuple):
    """A stretch of a line that is read: its place, what it becomes, whether a letter in it was lost."""

    start: int
    raw: str
    text: str
    is_hole: bool


@cache
def script(char: str) -> str:
    """The script of a letter or mark, by the first word of its name; empty for all else."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0].partition("-")[0]


def fill(plan: Plan) -> Iterator[Filled]:
    """What the line is read as, word by word, without the words that nothing decides."""
    counts = Counter(_scripts(plan.units))
    counts.pop("LATIN", None)
    if not counts:
        return
    scripts = frozenset(counts)
    before = ("", *(unit.options[0] for unit in plan.units))
    units = [
        part
        for unit, left in zip(plan.units, before, strict=False)
        for part in _parts(_fitting(unit, left, scripts))
    ]
    language, holes = read_units(units, counts)
    holes = marked(holes)
    if any(_VOWELS.match(unit.options[0]) and not unit.is_hole for unit in units):
        holes = [_vowelled(hole) for hole in holes]
    if _is_loose(holes):
        words = list(_words(units, holes, language, True))
        if not glued("".join(word.text for word in words)):
            yield from _changed(words)
            return
    yield from _changed(_words(units, holes, language, False))


def _words(units: Sequence[Unit], holes: Sequence[Hole], language: str, loose: bool) -> Iterator[Filled]:
    """All words of the line and what stands between; where they are `loose` each letter is one."""
    belongs = [_in_word(unit) or hole.is_open for unit, hole in zip(units, holes, strict=True)]
    start = index = 0
    while index < len(units):
        end = index + 1
        while belongs[index] and end < len(units) and belongs[end] and not loose:
            end += 1
        word = units[index:end]
        raw = "".join(unit.raw for unit in word)
        text = raw if raw.isascii() else _chosen(word, holes[index:end], language)
        yield Filled(start, raw, raw if text is None else text, any(unit.is_hole for unit in word))
        start += len(raw)
        index = end


def _changed(words: Iterable[Filled]) -> Iterator[Filled]:
    """The words that are read; a mark behind one that stays stays too, for `à§’` would read as one letter."""
    stays = False
    for word in words:
        is_read = word.text != word.raw and not (stays and _CONTINUES.match(word.text))
        stays = not is_read and not word.raw.isascii()
        if is_read:
            yield word


def _is_loose(holes: Sequence[Hole]) -> bool:
    """Whether the line is Chinese or Japanese, each letter a word, and few are open."""
    dense = sum(script(hole.options[0][0]) in _DENSE for hole in holes)
    others = sum(not hole.options[0].isascii() for hole in holes)
    return dense > _LETTERS_FOR_EACH * sum(hole.is_open for hole in holes) and 2 * dense > others


def _vowelled(hole: Hole) -> Hole:
    """The place where vowels are written: the commonest letter, ف, may be one of those instead, أُحرقت."""
    if len(hole.options) > 1 and any(map(_VOWELS.match, hole.options)) and hole.behind[1] < _VOWEL_MARGIN:
        return hole._replace(is_open=True)
    return hole


def _in_word(unit: Unit) -> bool:
    """Whether the unit is, or may be, a part of a word, or a mark that belongs to one script: `۔`."""
    return any(_is_own(option[0]) for option in unit.options)


@cache
def _is_own(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or glued(f"a{char}") > 0


def _scripts(units: Sequence[Unit]) -> Iterator[str]:
    """The scripts that the line has for certain."""
    for unit in units:
        found = {script(option[0]) for option in unit.options}
        if len(found) == 1 and not unit.raw.isascii():
            name = found.pop()
            if name not in ("", "COMBINING"):
                yield name


def _fitting(unit: Unit, before: str, scripts: frozenset[str]) -> Unit:
    """The unit with the options that the line's scripts allow; all of them if none is."""
    if len(unit.options) < 2:
        return unit
    if JOINER in unit.options and before >= _EMOJI:
        return unit._replace(options=(JOINER,))
    fit = [
        option
        for option in unit.options
        if option != JOINER and ((name := script(option[0])) in scripts or not name or option[0] == _STRESS)
    ]
    return unit._replace(options=tuple(fit)) if fit else unit


def _parts(unit: Unit) -> tuple[Unit, ...]:
    """The unit without the space behind it, if that is one for certain."""
    if len(unit.raw) < 2 or not all(option[1:] == " " for option in unit.options):
        return (unit,)
    options = tuple(option[0] for option in unit.options)
    return (Unit(unit.raw[:-1], options, unit.is_hole), Unit(" ", (" ",), False))


def _chosen(word: Sequence[Unit], holes: Sequence[Hole], language: str) -> str | None:
    """What a word is read as; None where that is unsure."""
    best = "".join(hole.options[0] for hole in holes)
    if not any(unit.is_hole for unit in word):
        return best
    if MARK in best or glued(best):
        return None
    if all(len(hole.options) == 1 for hole in holes):
        return best
    if language not in _TABLES or len(holes) < _SHORTEST:
        return None if any(hole.is_open for hole in holes) else best
    sure = all(len(hole.options) < 2 or hole.behind[1] >= UNKNOWN_MARGIN for hole in holes)
    return _known(holes, language) or (best if sure else None)


def _known(holes: Sequence[Hole], language: str) -> str:
    """The one word of the language's table that the holes allow, or by far the commonest; else nothing."""
    near = [
        [option for option, bits in zip(hole.options, hole.behind, strict=True) if bits < _NEAR]
        for hole in holes
    ]
    if math.prod(map(len, near)) > _COMBINATIONS:
        return ""
    table = _table(language)
    found = []
    for letters in islice(product(*near), _COMBINATIONS):
        text = "".join(letters)
        if (share := table.get(text.strip().lower())) is not None:
            found.append((share, text))
    found.sort()
    if not found or (len(found) > 1 and found[1][0] - found[0][0] < KNOWN_MARGIN):
        return ""
    return found[0][1]


@lru_cache(maxsize=4)
def _table(language: str) -> dict[str, float]:
    """The words of a language with minus the power of ten of their share."""
    from textclean.repair.lost_letters import words_of

    known = words_of(language).known.values()
    return {word: -math.log10(share) for words in known for word, share in words}
