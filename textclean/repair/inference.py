"""Inference: which channel took characters from a text, found from what survives.

The likelihood of a channel is that of what it left: for each stump the shares of all characters of which it
leaves just this, and a price for each strange character that it does not explain. `â€œ` on the line rules
cp1251 out, which has no `œ`. The few likeliest channels then read the text in full; the best reading wins.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from textclean.patterns import compile_pattern
from textclean.repair import channels as ch
from textclean.repair.lost_letters import Words
from textclean.repair.lost_reading import Reader
from textclean.repair.proof import STUMPS

_RUN = compile_pattern("(?:[^\x00-\x7f]|\\?){1,60}")
_ODD = compile_pattern("[^\x00-\x7f]|\\?")
_BESIDE = compile_pattern("[^\x00-\x7f](?=\ufffd)|(?<=\ufffd)[^\x00-\x7f]")
_OTHER = compile_pattern("\\?€[™œ¦\u02dc?]|[ÃÅÄÐ]\\?[a-z ]")
"""Stumps of question marks; where U+FFFD stand as well, they may only be bytes cut off at a text's end."""
_SINGLE = compile_pattern("(?<!\ufffd)\ufffd(?!\ufffd)|(?<![ï¿½])ï¿½(?!ï¿½)|(?<=[^\\W\\d_])\\?(?=[^\\W\\d_])")
"""A sign that stands alone: a character outside ASCII has two bytes or more, so each of them left no sign."""
_MARKS = {
    "“": 0.1, "”": 0.12, "’": 0.12, "—": 0.05, "–": 0.04, "‘": 0.03, "„": 0.03, "«": 0.03, "»": 0.03,
    "…": 0.02, "‚": 0.002,
}  # fmt: skip
_RARE = 0.001
_CAPITAL = 0.03
_UNEXPLAINED = -8.0
_LINES = 6
"""How many lines of the sample are read in full."""
_READ, _BEHIND = 5, 12.0
"""How many channels read the text in full, and how far (a logarithm) they may be behind the second."""


def infer(lines: Sequence[str], language: str, words: Words, bare: bool) -> tuple[ch.Channel, float]:
    """The likeliest channel for the lines, and by how much (a logarithm) it beats the text as it stands.

    `bare` says that nothing but question marks proves damage.
    """
    text = "\n".join(lines)
    runs = Counter(_RUN.findall(text))
    scored: dict[tuple[tuple[str, str], ...], tuple[float, str]] = {}
    for name in _eligible(text, words, bare):
        channel = ch.channel(name)
        score, stumps = likelihood(channel, Counter(lines) if channel.has_ascii else runs, words)
        # What leaves these stumps for the same characters reads them alike: one of a kind is enough.
        kind = tuple(sorted((stump, channel.inverse[stump]) for stump in stumps))
        scored[kind] = max(scored.get(kind, (-math.inf, "")), (score, name))
    ranked = sorted(scored.values(), key=lambda item: -item[0])[:_READ]
    least = ranked[min(1, len(ranked) - 1)][0] - _BEHIND
    sample = lines[:_LINES]
    plain = sum(Reader(None, language, words).read_line(line)[0] for line in sample)
    best = (-math.inf, "")
    for likely, name in ranked:
        if likely >= least:
            reader = Reader(ch.channel(name), language, words)
            score = _prior(name) + sum(reader.read_line(line)[0] for line in sample)
            best = max(best, (score, name))
    return ch.channel(best[1]), best[0] - plain


def _eligible(text: str, words: Words, bare: bool) -> list[str]:
    """The channels whose mark is there, and whose charset has the strange characters that are there.

    Where nothing is strange but signs of loss, nothing speaks for a way that leaves more than those.
    """
    if bare:
        marks = ["?"]
    elif "\ufffd" in text or "ï¿½" in text:
        marks = [mark for mark in ("\ufffd", "ï¿½") if mark in text]
        if _OTHER.search(text):
            marks.append("?")
    else:
        marks = ["?", ""] if "?" in text else [""]
    odd = set(_ODD.findall(text))
    beside = set(_BESIDE.findall(text)) if "\ufffd" in marks and "?" not in marks else odd
    strange = {c for c in beside if c in STUMPS or not (c.lower() in words.letters or c in _MARKS)}
    if any(mark and strange <= {*mark, "?"} for mark in marks):
        kinds = [ch.EACH] if _SINGLE.search(text) else [ch.EACH, ch.EACH_BYTE]
        return [f"{mark}{kind}" for mark in marks for kind in kinds if mark]
    return [name for name, way in ch.WAYS.items() if way.mark in marks and (way.mark or odd)]


def _prior(name: str) -> float:
    """How much rarer a channel is than cp1252 with question marks."""
    score = -3.0 if name in ch.ANY_LOSS else 0.0
    if not name.startswith(("UTF-8 > cp1252", "?", "\ufffd", "ï¿½")):
        score -= 1.0 if name.startswith("UTF-8 > latin-1") else 5.0
    return score - (1.0 if name.endswith(("dropped", "stripped")) else 0.0)


def likelihood(channel: ch.Channel, pieces: Mapping[str, int], words: Words) -> tuple[float, Iterable[str]]:
    """The logarithm of the chance that this channel leaves the pieces of a text, and the stumps it explains.

    Pieces are lines, or runs of strange characters, with the number of times that each occurs.
    """
    masses: dict[str, float] = {}
    score = sum(count * _piece(channel, piece, words, masses) for piece, count in pieces.items())
    return _prior(channel.name) + score, masses


def _piece(channel: ch.Channel, line: str, words: Words, masses: dict[str, float]) -> float:
    """What the strange characters of a piece add."""
    score = 0.0
    end = 0
    for match in _ODD.finditer(line):
        at = match.start()
        if at < end:
            continue
        key = _stump(channel, line, end, at)
        if key:
            if key not in masses:
                masses[key] = max(_mass(channel.inverse[key], words), _UNEXPLAINED + 1)
            score += masses[key]
            end = line.index(key, max(end, at - channel.longest)) + len(key)
        elif line[at] == "?" or line[at] in "“”‘’„–—…«»":
            score -= 2.0
        else:
            score += -3.0 if line[at] in words.letters else _UNEXPLAINED
    return score


def _stump(channel: ch.Channel, line: str, low: int, at: int) -> str:
    """The longest key of the channel that covers `at` and begins as early as it can."""
    for start in range(max(low, at - channel.longest + 1), at + 1):
        for end in range(start + channel.longest, at, -1):
            if line[start:end] in channel.inverse:
                return line[start:end]
    return ""


def _mass(chars: str, words: Words) -> float:
    total = 0.0
    for char in chars:
        small = char.lower()
        share = words.shares.get(small, 2e-6) * words.rate if char.isalpha() else _MARKS.get(char, _RARE)
        total += share if char == small else share * _CAPITAL
    return math.log(min(1.0, total))
