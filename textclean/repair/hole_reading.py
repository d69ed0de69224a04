"""Reading holes: what each place of a line with lost bytes can be, and how far the best is ahead.

The letter pairs of a language say what a path through the options costs, over the line as a whole; the line's
language is the one of its script that finds it least surprising. A place with one option costs no time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from textclean.repair.letters import Language, languages
from textclean.repair.sequences import Unit

MARGIN = 5.0
"""By how many bits the best must be ahead of the next, unless a table knows the word."""
_MARGINS = {"ja": 6.0, "he": 6.0, "ar": 3.0, "hi": 3.0}
"""The same in languages of which pairs say less, or more."""
_SAMPLE = 400
_HAN = "CJK"
_OF_SCRIPT = {
    "CYRILLIC": ("ru", "uk", "bg", "mk", "sr-cyrl"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "ARABIC": ("ar", "fa"),
    "DEVANAGARI": ("hi",),
    "THAI": ("th",),
    "HANGUL": ("ko",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    _HAN: ("zh-cn", "zh-tw", "ja"),
}
_CAPITAL, _CAPITAL_INSIDE = 2.5, 9.0
_SPACED = 4.0
"""Bits of a channel that both drops bytes and makes no-break spaces spaces, `נ` of `× `."""


class Hole(NamedTuple):
    """One place with its options, best first, and how many bits each is behind the best path."""

    options: tuple[str, ...]
    behind: tuple[float, ...]
    is_open: bool = False
    """Whether nothing decides."""


def read_units(units: Sequence[Unit], counts: Counter[str]) -> tuple[str, list[Hole]]:
    """The language that finds the line least surprising, and the units as it reads them."""
    names = _OF_SCRIPT.get(counts.most_common(1)[0][0], ())
    if not names:
        return "", [Hole(unit.options, (0.0,) * len(unit.options), len(unit.options) > 1) for unit in units]
    if counts["HIRAGANA"] + counts["KATAKANA"] > counts[_HAN] // 8:
        names = ("ja",)
    sample = units[:_SAMPLE]
    table = languages()
    best = min(names, key=lambda name: _forward(sample, table[name])[1]) if len(names) > 1 else names[0]
    return best, _marginals(units, table[best])


def _prior(unit: Unit, option: str) -> float:
    """Bits of an option by itself."""
    return _SPACED if unit.raw[-1] == " " and len(unit.raw) > 1 and option[-1] != " " else 0.0


def _bits(language: Language, before: str, text: str) -> float:
    """Bits of `text` behind `before`, capitals inside words included."""
    total = 0.0
    for char in text:
        total += language.pair(before, char)
        if char.isupper():
            total += _CAPITAL_INSIDE if before.islower() else _CAPITAL
        before = char
    return total


def _forward(units: Sequence[Unit], language: Language, left: str = "\n") -> tuple[list[list[float]], float]:
    """The cost of the best path to each option of each unit, and of the best path over all."""
    rows: list[list[float]] = []
    before: tuple[str, ...] = (left,)
    costs = [0.0]
    for unit in units:
        costs = [
            min(cost + _bits(language, last[-1], option) for last, cost in zip(before, costs, strict=True))
            + _prior(unit, option)
            for option in unit.options
        ]
        before = unit.options
        rows.append(costs)
    return rows, min(costs)


def _marginals(units: Sequence[Unit], language: Language) -> list[Hole]:
    """The units as places; those with several options are read in groups between certain ones."""
    holes: list[Hole] = []
    start = 0
    while start < len(units):
        end = start
        while end < len(units) and len(units[end].options) > 1:
            end += 1
        if end > start:
            before = units[start - 1].options[0] if start else "\n"
            after = units[end].options[0] if end < len(units) else "\n"
            holes += _group(units[start:end], before, after, language)
        if end < len(units):
            holes.append(Hole(units[end].options, (0.0,)))
        start = end + 1
    return holes


def _group(units: Sequence[Unit], left: str, right: str, language: Language) -> list[Hole]:
    """Each unit's options, best first, with the bits by which the best path through each is behind."""
    rows, _ = _forward(units, language, left)
    holes: list[Hole] = []
    after: tuple[str, ...] = (right,)
    ahead = [0.0]
    for unit, row in zip(reversed(units), reversed(rows), strict=True):
        ahead = [
            min(cost + _bits(language, option[-1], other) for other, cost in zip(after, ahead, strict=True))
            for option in unit.options
        ]
        after = unit.options
        total = sorted((here + rest, option) for here, rest, option in zip(row, ahead, after, strict=True))
        low = total[0][0]
        behind = tuple(cost - low for cost, _ in total)
        margin = _MARGINS.get(language.name, MARGIN)
        if left == "\n" and unit is units[0]:  # nothing stands before it
            margin *= 2
        is_open = len(behind) > 1 and behind[1] < margin
        holes.append(Hole(tuple(option for _, option in total), behind, is_open))
    return holes[::-1]
