"""Lost letters: which accented letter stood in a gap of a word, by trained tables.

A word with gaps is looked up among the commonest words of its language that have letters outside ASCII:
`w?adze` can only be `władze`. A word that is not there is filled by its parts: what letter the known words
have between the same two or three neighbours. After Yarowsky (1994), "Decision lists for lexical ambiguity
resolution", who restored the accents of Spanish and French.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from textclean.patterns import compile_pattern
from textclean.repair.letters import best_language, ranked_languages

DATA = Path(__file__).parent.parent / "data" / "lost"
GAP = "?"
_WORD = compile_pattern(r"[^\W\d_]+")
_REACH = 4
CONTEXTS = ((4, 4), (2, 4), (4, 2), (1, 3), (3, 1), (1, 1), (0, 0))
_UNKNOWN = 2.0  # what it costs, in logarithms, that a word is not in the table


class Filled(NamedTuple):
    """A word with its gaps filled, in lower case, and how likely it is among all fillings."""

    word: str
    score: float
    known: bool


@cache
def common_words() -> dict[str, dict[str, int]]:
    """The commonest words of each language, with minus ten times the logarithm of their share."""
    table: dict[str, dict[str, int]] = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))
    return table


def language_of(text: str, default: str = "en") -> str:
    """The language of a damaged text, by the letter tables of `letters`, which decoding asks as well.

    Only what is ASCII counts, so that damage changes nothing; of few words, those that lost a letter decide.
    """
    for languages, leads in _SCRIPTS.items():
        if 4 * len(leads.findall(text, 0, _SCRIPT)) > len(text[:_SCRIPT]):
            return best_language(text[:_LOOKED], languages)
    ranked = ranked_languages(
        text[:_LOOKED], [tag for tag in common_words() if tag not in ("ru", "uk", "el")]
    )
    if not ranked:
        return default
    least = ranked[0][0]
    likely = [tag for cost, tag in ranked if cost < least + _AHEAD]
    found = _by_gaps(text[:_SHORT], likely) if len(likely) > 1 else ""
    return found or ranked[0][1]


def _by_gaps(text: str, candidates: Sequence[str]) -> str:
    """The language whose table knows most of the damaged words: of `K�nig` alone nothing else can tell."""
    gapped = {_ANY_GAP.sub(GAP, match[0].lower()) for match in _GAPPED.finditer(text)}
    keys = sorted(re.escape(key).replace(r"\?", "[^ -~]") for key in gapped if len(key) > _TELLING)
    if not keys:
        return ""
    pattern = re.compile(rf"(?<= )(?:{'|'.join(keys)})(?= |$)", re.MULTILINE)
    found = {language: _commonness(pattern, _written(language)) for language in candidates}
    best = max(found, key=lambda language: found[language])
    return best if found[best] else ""


def _commonness(pattern: re.Pattern[str], written: str) -> float:
    """How many words of a table match, the common ones counting more."""
    return sum(
        len(set(pattern.findall(line))) * (1 + 10 ** (-int(line.split(" ", 1)[0]) / 2))
        for line in written.splitlines()
        if line
    )


_GAPPED = compile_pattern("[a-zß-ÿ]*(?:�|ï¿½)[a-zß-ÿ�]*", re.IGNORECASE)
_ANY_GAP = compile_pattern("�|ï¿½|[^ -~]")
_LOOKED = 600
"""Characters that tell a text's language."""
_AHEAD = 12.0
"""Bits by which a language must read better than another to be believed without a look at its words."""
_SHORT = 500
_TELLING = 3
"""Letters that a damaged word must have more than."""


_SCRIPT = 2000
_SCRIPTS = {
    ("ru", "uk"): compile_pattern("[ÐÑ]|[РС](?=[^\x00-\x7fА-я])|[а-я](?=[а-я])"),
    ("el",): compile_pattern("[ÎÏ]|[α-ω](?=[α-ω])"),
}
"""Letters of other scripts, or the first bytes of theirs."""


def lower(text: str) -> str:
    """Lower case, one character for one character."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def skeleton(word: str) -> str:
    """The word with a gap for each letter outside ASCII."""
    return "".join(char if char.isascii() else GAP for char in word)


class Words:
    """The words of one language that have letters outside ASCII, by skeleton."""

    def __init__(self, bands: Iterable[tuple[int, list[str]]]) -> None:
        self.known: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for band, words in bands:
            for word in words:
                self.known[skeleton(word)].append((word, 10 ** (-band / 2)))
        self._parts: dict[str, dict[str, float]] = {}
        self._filled: dict[tuple[str | None, ...], list[Filled]] = {}
        shares: defaultdict[str, float] = defaultdict(float)
        for entries in self.known.values():
            for word, share in entries:
                for char in word:
                    if char > "\x7f":
                        shares[char] += share
        total = sum(shares.values()) or 1.0
        self.rate = total / (total + 0.03) if shares else 0.5
        self.shares = {char: share / total for char, share in shares.items() if share / total > 1e-4}
        self.letters = frozenset(self.shares)

    def with_seen(self, lines: Iterable[str]) -> Words:
        """The same table, and the words of these undamaged lines as the commonest of all."""
        seen = {lower(word) for line in lines for word in _WORD.findall(line) if not word.isascii()}
        if not seen:
            return self
        self.parts()  # shared with the copy
        words = copy(self)
        words.known = self.known.copy()
        words._filled = {}
        for word in sorted(seen):
            key = skeleton(word)
            words.known[key] = [*(item for item in words.known.get(key, ()) if item[0] != word), (word, 1.0)]
        return words

    def parts(self) -> dict[str, dict[str, float]]:
        """Letters by their neighbours, counted over the known words when first asked for."""
        if not self._parts:
            parts: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
            for key, words in self.known.items():
                padded = f"^^^^{key}$$$$"
                for word, _ in words:
                    for index, char in enumerate(word):
                        if char > "\x7f":
                            for context in _contexts(padded, index):
                                parts[context][char] += 1
            self._parts.update(parts)
        return self._parts

    def letter(self, padded: str, index: int, allowed: str | None) -> list[tuple[str, float]]:
        """Letters for the gap at `index`, likeliest first, with their probabilities."""
        parts = self.parts()
        shares: dict[str, float] = dict.fromkeys(allowed or self.letters, 1e-4)
        for context in reversed(_contexts(padded, index)):
            seen = parts.get(context)
            if not seen:
                continue
            count = sum(seen.values())
            keep = 1.0 / (1.0 + count / 1.5)
            shares = {
                char: keep * share + (1 - keep) * seen.get(char, 0.0) / count
                for char, share in shares.items()
            }
        return sorted(shares.items(), key=lambda item: (-item[1], item[0]))

    def fill(self, slots: Sequence[str | None]) -> list[Filled]:
        """Fill a word: each slot is a letter, several letters to choose from, or None for any letter."""
        wanted = tuple(slots)
        if wanted not in self._filled:
            self._filled[wanted] = self._fill(wanted)
        return self._filled[wanted]

    def _fill(self, slots: tuple[str | None, ...]) -> list[Filled]:
        key = "".join(slot if slot and len(slot) == 1 and slot.isascii() else GAP for slot in slots)
        known = self.known.get(key, ())
        fits = [
            (word, share)
            for word, share in known
            if all(slot is None or char in slot for char, slot in zip(word, slots, strict=True))
        ]
        if fits:
            total = sum(share for _, share in known) + 1e-9
            fits.sort(key=lambda item: (-item[1], item[0]))
            return [Filled(word, math.log(share / total), True) for word, share in fits[:4]]
        return self._fill_by_parts(key, slots)

    def _fill_by_parts(self, key: str, slots: Sequence[str | None]) -> list[Filled]:
        padded = f"^^^^{key}$$$$"
        beam = [("", 0.0)]
        for index, slot in enumerate(slots):
            if slot is not None and len(slot) == 1:
                beam = [(word + slot, score) for word, score in beam]
                continue
            letters = self.letter(padded, index, slot)[:5]
            if not letters:
                return []
            beam = [(word + char, score + math.log(share)) for word, score in beam for char, share in letters]
            beam = sorted(beam, key=lambda item: (-item[1], item[0]))[:12]
        return [Filled(word, score - _UNKNOWN, False) for word, score in beam[:4]]


def _contexts(padded: str, index: int) -> list[str]:
    """The neighbours of a gap, widest first."""
    at = index + _REACH
    return [f"{padded[at - left : at]}_{padded[at + 1 : at + 1 + right]}" for left, right in CONTEXTS]


@lru_cache(maxsize=4)
def words_of(language: str) -> Words:
    """The table of a language; an unknown language has an empty one."""
    lines = _written(language).splitlines()
    return Words((int(band), words.split(" ")) for band, _, words in (line.partition(" ") for line in lines))


@cache
def _written(language: str) -> str:
    """The table as it is written: a line for each band of commonness, its words set apart by spaces."""
    path = DATA / f"{language}.xz"
    if not path.exists():
        return ""
    import lzma

    return lzma.decompress(path.read_bytes()).decode()
