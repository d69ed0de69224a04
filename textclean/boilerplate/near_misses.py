"""Near misses: what a site's articles say in the words of its furniture.

A rule that was learned takes “The Marsh Lantern” where it is all of a block. Whoever reads the rule wants to
see what it leaves: “A reader wrote to the Marsh Lantern.” So the sentence of the site's own articles that
has the most letters in common with a repeat, counted in whole words, becomes the rule's counter-example. What
shares less than a third of them is no near miss: “Ferries today” says nothing of “Tides and weather today”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from textclean.boilerplate.blocks import fold
from textclean.boilerplate.lines import Line
from textclean.patterns import compile_pattern

_WORD = compile_pattern(r"[^\W\d_]{4,}")
_BETWEEN = compile_pattern(r"(?<=[.!?…][\s”\"'’»)])|(?<=[。！？])")
_SENTENCES = 300
"""Sentences of a file that are looked at: what it says in the words of its furniture, it says early."""
_LEAST = 1 / 3
"""Share of the letters of its words that is like it."""
_LONGEST, _CUT = 300, 200  # characters of a sentence, and of one that is longer


class NearMiss(NamedTuple):
    """The likest sentence so far, and how like it is: the letters of the words that it shares."""

    shared: int = 0
    text: str = ""

    def or_better(self, other: NearMiss) -> NearMiss:
        """The liker of two; the first where they are equal."""
        return other if other.shared > self.shared else self


NO_NEAR_MISS = NearMiss()


class Own:
    """The sentences of a file that no other repeats, by their words."""

    def __init__(self, lines: Sequence[Line], own: Iterable[int]) -> None:
        self._lines = lines
        sentences = (sentence for index in own for sentence in _BETWEEN.split(lines[index].text))
        self._sentences = list(islice(sentences, _SENTENCES))
        self._with: dict[str, list[int]] = {}
        for number, sentence in enumerate(self._sentences):
            for word in set(_WORD.findall(fold(sentence))):
                self._with.setdefault(word, []).append(number)

    def nearest(self, at: int) -> NearMiss:
        """The likest sentence to the block at a place, if any is like it."""
        words = set(_WORD.findall(self._lines[at].content))
        shared = Counter[int]()
        for word in words & self._with.keys():
            for number in self._with[word]:
                shared[number] += len(word)
        best = min(shared, key=lambda number: (-shared[number], number), default=-1)
        if not shared or shared[best] < _LEAST * sum(map(len, words)):
            return NO_NEAR_MISS
        return NearMiss(shared[best], _short(self._sentences[best].strip()))


def _short(text: str) -> str:
    """A sentence, or the whole words at the beginning of a long one."""
    return text if len(text) <= _LONGEST else text[:_CUT].rpartition(" ")[0] + " …"
