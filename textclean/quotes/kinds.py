"""Kinds: what a mark may be, judged by its surroundings alone, as costs.

A cost is roughly the negative logarithm of how often such a mark has such a role: 0 is what one expects,
2 is a stray space, 5 is all but impossible. Tokens with equal surroundings share one Kind, so that the search
works out each move once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import and_

from textclean.patterns import compile_pattern
from textclean.quotes.tokens import (
    DASH,
    DIGIT,
    DOUBLE,
    EDGE,
    HYPHEN,
    JOINING,
    LETTER,
    MARKS,
    OPENING,
    OTHER,
    SPACE,
    STOP,
    UNSPACED,
    Token,
    class_of,
)
from textclean.quotes.words import NEVER, leading_cost, trailing_cost

OPEN, CLOSE, APOSTROPHE, PRIME, PLAIN = "ocapn"
"""The roles; PLAIN marks are none: `1 << 4`, a backtick before code."""

JOINED = 10
"""Class of the character beside a mark where that is another mark."""
FIXED = 11
"""Class of a no-break space, which belongs to a mark in French and says nothing of direction."""
_LOOSE = (EDGE, SPACE, FIXED)

# What it costs an opening or closing mark to stand after or before a character of each class.
_OPEN_AFTER = {EDGE: 0, SPACE: 0, OPENING: 0, DASH: 0.3, LETTER: 5, DIGIT: 5, STOP: 3, OTHER: 0.8}
_OPEN_AFTER |= {UNSPACED: 0.4, HYPHEN: 0.5, JOINED: 0, FIXED: 0.3}
_OPEN_BEFORE = {EDGE: 6, SPACE: 2.2, OPENING: 0, DASH: 0.8, LETTER: 0, DIGIT: 0, STOP: 3.5, OTHER: 0.5}
_OPEN_BEFORE |= {UNSPACED: 0.4, HYPHEN: 0.8, JOINED: 0, FIXED: 0.3}
_CLOSE_AFTER = {EDGE: 5, SPACE: 2.2, OPENING: 5, DASH: 0.6, LETTER: 0, DIGIT: 0, STOP: 0, OTHER: 0.5}
_CLOSE_AFTER |= {UNSPACED: 0.4, HYPHEN: 1.5, JOINED: 0, FIXED: 0.3}
_CLOSE_BEFORE = {EDGE: 0, SPACE: 0, OPENING: 1.5, DASH: 0.3, LETTER: 4, DIGIT: 4, STOP: 0, OTHER: 0.5}
_CLOSE_BEFORE |= {UNSPACED: 0.4, HYPHEN: 0.2, JOINED: 0, FIXED: 0.3}

_SHAPES = {"“": -0.5, "”": 0.7, "„": -1.5, "«": -0.4, "»": 0.4, "‹": -0.4, "›": 0.4, "‘": -0.7, "’": 0.7}
_SHAPES |= {"‚": -2, "´": 0.7, "`": -1, "``": -1.5, ",,": -3, "<<": -2, ">>": 2, "〝": -2, "〞": 2, "''": 0.4}
"""What a mark's own shape says: below 0 it opens, above 0 it closes; weak: „so“ and “so”."""
SPACED = "«»‹›<<>>"
"""Marks that have spaces inside in French."""


_PLAIN = {"<<": 3.0, ">>": 3.0, "`": 3.0, "``": 6.5, ",,": 6.5}
"""What it costs that a mark is none, where it may well be."""


@dataclass(slots=True)
class Kind:
    """Marks that the search cannot tell apart, with the cost of each role."""

    family: str
    """`D` for double, `S` for single."""
    roles: tuple[tuple[str, float], ...]
    edge: bool = False
    """Whether it stands first on its line, where an open quotation may be continued."""
    after: bool = False
    """Whether another mark stands directly before it."""
    before: bool = False
    """Whether another mark follows it directly."""
    medial: bool = False
    """Whether it is an apostrophe within a word and can be nothing else."""
    loose: tuple[bool, bool] = (True, True)
    """Whether there may be a space before it, and after it."""
    sign: str = ""
    """One character that stands for this kind and no other."""
    moves: dict[str, tuple[tuple[str, str, int], ...]] = field(default_factory=dict)


_DEGREES = compile_pattern(r"°\s?\d{1,2}(?:[.,]\d{1,4})?\Z")
"""Degrees and minutes, as they stand before the mark of the minutes: `51°30'N`."""
_KNOWN: dict[tuple[object, ...], Kind] = {}
"""All kinds met so far; there are a few thousand at most."""
_NUMBERS = count(0x100)
_AROUND: dict[str, tuple[Kind, bool, bool]] = {}
"""The kind of a mark by itself and its two neighbours, where these say all.

With it goes whether the left and the right one are spaces, which say so only if what lies beyond is none.
"""
_MOST = 20_000
_BLANK = frozenset((*" \t\u00a0\n\r", ""))


class Kinds:
    """Finds the Kind of each token of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def all(self, tokens: Sequence[Token]) -> Iterator[Kind]:
        """The kind of each token by itself."""
        text, known, blank = self._text, _AROUND, _BLANK
        end = -1
        last = len(tokens) - 1
        for index, token in enumerate(tokens):
            at = token[0]
            found = known.get(text[at - 1 : at + 2])
            if (
                found is None
                or (found[1] and text[at - 2 : at - 1] in blank)
                or (found[2] and text[at + 2 : at + 3] in blank)
                or end == at
                or (index < last and tokens[index + 1][0] == at + 1)
            ):
                yield self.single(tokens, index)
            else:
                yield found[0]
            end = at + len(token[1])

    def single(self, tokens: Sequence[Token], index: int) -> Kind:
        """The kind of one token by itself."""
        return self._find(tokens, index, index, tokens[index].glyph)

    def joined(self, tokens: Sequence[Token], index: int) -> Kind | None:
        """The kind of a token and its twin behind it as one double mark, if they can be one."""
        token = tokens[index]
        if token.text not in JOINING or index + 1 == len(tokens):
            return None
        twin = tokens[index + 1]
        if twin.start != token.end or twin.text != token.text:
            return None
        return self._find(tokens, index, index + 1, token.text * 2)

    def _find(self, tokens: Sequence[Token], first: int, last: int, glyph: str) -> Kind:
        text, start, end = self._text, tokens[first].start, tokens[last].end
        after = first > 0 and tokens[first - 1].end == start
        before = last + 1 < len(tokens) and tokens[last + 1].start == end
        left = JOINED if after else self._beside(start - 1, -1)
        right = JOINED if before else self._beside(end, 1)
        family = "D" if glyph in DOUBLE or len(glyph) > 1 else "S"
        lead = trail = prime = NEVER
        at_edge = left not in (LETTER, DIGIT) or right not in (LETTER, DIGIT)
        if family == "S" and glyph not in "‹›‚" and at_edge:
            lead = leading_cost(_word_after(text, end)) if right in (LETTER, DIGIT) else NEVER
            trail = trailing_cost(_word_before(text, start)) if left == LETTER else NEVER
        if left == DIGIT or (after and tokens[first - 1].glyph in "'′’"):
            prime = self._prime(glyph, start, right)
        whole = tokens[first].text == tokens[first].glyph
        key = (glyph, left, right, lead, trail, prime, whole)
        kind = _KNOWN.get(key)
        if kind is None:
            kind = _KNOWN[key] = _make(family, glyph, left, right, lead, trail, prime)
        told = left != DIGIT or right != LETTER or glyph in "′″"  # else by whether degrees stand before it
        if lead == trail == NEVER and end == start + 1 and told:
            self._remember(start, kind, left, right)
        return kind

    def _remember(self, at: int, kind: Kind, left: int, right: int) -> None:
        """Keep the kind of a mark whose neighbours alone say it, for the next one between such neighbours."""
        around = self._text[at - 1 : at + 2]
        if len(around) == 3 and at and around[0] not in MARKS and JOINED not in (left, right):
            spaced = (class_of(around[0]) == SPACE, class_of(around[2]) == SPACE)
            edges = (left == EDGE, right == EDGE)
            if around[2] not in MARKS and not any(map(and_, spaced, edges)) and len(_AROUND) < _MOST:
                _AROUND[around] = (kind, *spaced)

    def _beside(self, index: int, step: int) -> int:
        """The class of the character at `index`; spaces that end at a line's edge are that edge."""
        text = self._text
        if not 0 <= index < len(text):
            return EDGE
        char = text[index]
        found = class_of(char)
        if found != SPACE:
            return found
        beyond = index + step
        while 0 <= beyond < len(text) and text[beyond] in " \t\u00a0":
            beyond += step
        if not 0 <= beyond < len(text) or text[beyond] in "\n\r":
            return EDGE
        return FIXED if char in "\u00a0\u202f" else SPACE

    def _prime(self, glyph: str, start: int, right: int) -> float:
        if glyph in "′″":
            return 0.0
        if glyph not in "\"'’”´＂＇''":
            return NEVER
        if right == LETTER and _DEGREES.search(self._text, max(0, start - 12), start):
            return 0.0
        return 0.3 if right == DIGIT else 0.9


def _word_after(text: str, start: int) -> str:
    end = start
    while end < len(text) and end - start < 20 and text[end].isalnum():
        end += 1
    return text[start : end + 2] if text[start].isdigit() else text[start:end]


def _word_before(text: str, end: int) -> str:
    start = end
    while start > 0 and end - start < 20 and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def _make(family: str, glyph: str, left: int, right: int, lead: float, trail: float, prime: float) -> Kind:
    medial = family == "S" and glyph not in "‹›‚" and left == right == LETTER
    shape = _SHAPES.get(glyph, 0.0)
    opens = _OPEN_AFTER[left] + _OPEN_BEFORE[right] + max(shape, 0)
    closes = _CLOSE_AFTER[left] + _CLOSE_BEFORE[right] + max(-shape, 0)
    if glyph in SPACED:
        opens -= 1.7 if right == SPACE else 0
        closes -= 1.7 if left == SPACE else 0
    if lead < 1:
        opens += 3.5 if lead < 0.2 else 2.5
    roles = [(OPEN, opens), (CLOSE, closes)]
    if family == "S" and glyph not in "‹›‚" and not (left == DIGIT and prime == 0):
        roles.append((APOSTROPHE, _apostrophe(left, right, lead, trail)))
    if prime < NEVER:
        roles.append((PRIME, prime))
    roles.append((PLAIN, _PLAIN.get(glyph, 6.0)))
    kept = tuple((role, cost) for role, cost in roles if cost < NEVER)
    if medial:
        kept = ((APOSTROPHE, 0.0),)
    loose = (left in _LOOSE, right in _LOOSE)
    sign = chr(next(_NUMBERS))
    return Kind(family, kept, left == EDGE, left == JOINED, right == JOINED, medial, loose, sign)


def _apostrophe(left: int, right: int, lead: float, trail: float) -> float:
    if left in (LETTER, DIGIT) and right in (LETTER, DIGIT):
        return 2.5 if left == right == DIGIT else 0.0
    if left == JOINED and right in (LETTER, DIGIT):
        return min(lead, 3.0)
    if left == LETTER:
        return trail if right != JOINED else min(trail, 1.0)
    if left == DIGIT:
        return 3.0
    return lead
