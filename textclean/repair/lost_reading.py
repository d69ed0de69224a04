"""Reading damage: a line as a noisy channel left it, and the likeliest text that it was.

Each chunk between spaces has many readings: every piece that the channel can have left stands for some
characters, and a question mark may also be one. The best readings by neighbours and words are kept, and the
cheapest path over the line decides among them, with the quotations still open as its state: a quotation mark
that opens wants one that closes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from textclean.patterns import compile_pattern
from textclean.repair import context as cx
from textclean.repair.channels import Channel
from textclean.repair.lost_letters import Words, lower

LETTER = "letter"
WEIRD = -5.0
"""What a character costs that no right text would have here."""
UNCLOSED = -1.2
NESTED_ALIKE = 2.5
CROSSED = 2.5
INSIDE = 1.4
"""What an inner mark is worth inside a quotation; anywhere else its style counts against it."""
SURVIVOR = -4.0
"""What a character costs that a channel cannot have left whole."""
_INNER = "‘’‚‹›"
_PLAIN_MARKS = "“”‘’„–—…«»"
_CHUNK = compile_pattern("(?:[ÃÂ] |[^ \t\n\u3000])+")
_LONGEST = 120
_LOSS = re.compile("\ufffd|\\?|ï¿½")
_MOST = 12
"""Losses in one chunk beyond which it is not read: nothing is left to read it by, and trying takes long."""
_BEAM = 40
_READINGS = 8
_PATHS = 24

Quotes = tuple[tuple[str, str], ...]


class Piece(NamedTuple):
    """A stretch of a chunk and what it is read as; of a letter still to be chosen, all candidates."""

    left: str
    char: str
    role: str
    """Empty for what stays, LETTER, or the role of a mark."""
    score: float


class Reading(NamedTuple):
    """One reading of a chunk: its pieces in order, its score, and the marks that open or close in it."""

    score: float
    pieces: tuple[Piece, ...]
    quotes: Quotes
    doubt: float = math.inf
    """By how much (a logarithm) the words chosen beat the next best with the same letters around."""

    @property
    def text(self) -> str:
        """The chunk as it is read."""
        return "".join(piece.char for piece in self.pieces)


class Choice(NamedTuple):
    """What a line's reading makes of one chunk, and by how much (a logarithm) it beats the next best."""

    start: int
    reading: Reading
    margin: float


class Place(NamedTuple):
    """Where a chunk stands: the line before it and after it."""

    before: str
    after: str


def _readable(chunk: str) -> bool:
    return len(chunk) <= _LONGEST and len(_LOSS.findall(chunk)) <= _MOST and "\ufffd" * 7 not in chunk


class Reader:
    """Reads lines as what one channel left of a text in one language; without a channel, as they stand."""

    def __init__(self, channel: Channel | None, language: str, words: Words) -> None:
        self.channel = channel
        self.language = language
        self.words = words
        self._inverse = channel.inverse if channel else {}
        self._longest = channel.longest if channel else 0
        self._touched = (
            compile_pattern(f"[{re.escape(''.join(sorted(channel.alphabet)))}]") if channel else None
        )
        self._style = cx.style(language)
        self._letter = math.log(words.rate)
        self._alone = 0.0 if "?" in words.known else -4.0
        self._survivors = frozenset(_PLAIN_MARKS) | words.letters

    def read_line(self, line: str) -> tuple[float, list[Choice]]:
        """The likeliest reading of a line: its score, and the choice for each chunk that is not plain."""
        steps: list[tuple[int, list[Reading]]] = []
        for match in _CHUNK.finditer(line):
            chunk = match[0]
            if chunk.isalnum() and chunk.isascii():
                continue
            place = Place(
                line[max(0, match.start() - 80) : match.start()], line[match.end() : match.end() + 40]
            )
            if self._touched and _readable(chunk) and self._touched.search(chunk):
                steps.append((match.start(), self._read(chunk, place)))
            else:
                steps.append((match.start(), [self._as_it_is(chunk, place)]))
        return _cheapest_path(steps)

    def _as_it_is(self, chunk: str, place: Place) -> Reading:
        score = sum(self._literal(char) for char in chunk if not char.isascii())
        for match in re.finditer(r"\?", chunk):
            left, right = (
                (place.before[-1:] + chunk[: match.start()])[-1:],
                chunk[match.end() :] + place.after,
            )
            score += cx.question(left, right)
        return Reading(score, (Piece(chunk, chunk, "", score),), tuple(_quotes(chunk, place)))

    def _read(self, chunk: str, place: Place) -> list[Reading]:
        """The likeliest readings of a chunk, best first."""
        waiting: dict[int, list[tuple[float, tuple[Piece, ...]]]] = {0: [(0.0, ())]}
        for at in range(len(chunk)):
            beams = sorted(waiting.pop(at, ()), key=lambda beam: -beam[0])[:_BEAM]
            for piece in self._pieces(chunk, at) if beams else ():
                end = at + len(piece.left)
                rest = chunk[end:] + place.after[:12]
                for score, pieces in beams:
                    gain = piece.score
                    if pieces:
                        gain += self._fit(pieces, place.before, piece.char[:1] + rest)
                    waiting.setdefault(end, []).append((score + gain, (*pieces, piece)))
        whole = [(s + self._fit(p, place.before, place.after[:12]), p) for s, p in waiting[len(chunk)]]
        whole.sort(key=lambda beam: -beam[0])
        best: dict[tuple[str, Quotes], Reading] = {}
        readings = [self._finish(score, pieces, place) for score, pieces in whole[: 2 * _READINGS]]
        for reading in sorted(readings, key=lambda reading: -reading.score):
            best.setdefault((reading.text, reading.quotes), reading)
        return list(best.values())[:_READINGS]

    def _pieces(self, chunk: str, at: int) -> list[Piece]:
        """All that can start at `at`: what the channel can have left there, and the character itself."""
        char = chunk[at]
        found: list[Piece] = []
        for length in range(min(self._longest, len(chunk) - at), 0, -1):
            key = chunk[at : at + length]
            if key in self._inverse:
                found += self._candidates(key, self._inverse[key])
        found.append(Piece(char, char, "", WEIRD if found and not char.isascii() else self._literal(char)))
        return found

    def _literal(self, char: str) -> float:
        if char.isascii():
            return 0.0
        if self.channel and self.channel.pure and char in self._survivors:
            return SURVIVOR
        if char in _PLAIN_MARKS:
            return -0.5
        return -2.0 if char in self.words.letters else WEIRD

    def _candidates(self, key: str, chars: str) -> Iterator[Piece]:
        letters = "".join(char for char in chars if char.isalpha())
        own = "".join(char for char in letters if char.lower() in self.words.letters)
        if own:
            yield Piece(key, own, LETTER, self._letter)
        elif 0 < len(letters) < 8 and not key.isascii():
            yield Piece(key, letters, LETTER, -7.0)
        for mark in chars:
            if not mark.isalpha():
                for role in cx.roles(mark):
                    yield Piece(key, mark, role, self._style.get((mark, role), -2.0))

    def _fit(self, pieces: tuple[Piece, ...], before: str, after: str) -> float:
        """How well the last piece fits, now that its right neighbour is known."""
        piece = pieces[-1]
        if not piece.role and piece.char != "?":
            return 0.0
        own = "".join(p.char[:1] for p in pieces[:-1])
        if piece.role == LETTER:
            left, right = cx.kind((before + own)[-1:]), cx.kind(after[:1])
            if left == right == " ":
                return self._alone
            return -0.2 if "a" in (left, right) and "0" not in (left, right) else -4.0
        if not piece.role:
            return cx.question((before + own)[-1:], after)
        return cx.fit(piece.char, piece.role, before + own, after, self.language)

    def _finish(self, score: float, pieces: tuple[Piece, ...], place: Place) -> Reading:
        """Choose the letters, word by word."""
        chosen = list(pieces)
        doubt = math.inf
        index = 0
        while index < len(chosen):
            end = index
            while end < len(chosen) and chosen[end].char[:1].isalpha():
                end += 1
            word = chosen[index:end]
            if any(piece.role == LETTER for piece in word):
                gain, letters, lead = self._word(word, place.before if index == 0 else place.before + "x")
                score += gain
                doubt = min(doubt, lead)
                chosen[index:end] = [p._replace(char=c) for p, c in zip(word, letters, strict=True)]
            index = end + 1
        quotes: list[tuple[str, str]] = []
        for number, piece in enumerate(chosen):
            if piece.role in (cx.OPEN, cx.CLOSE):
                quotes.append((piece.char, piece.role))
            elif not piece.role and piece.char in '"“”„«»':
                left = place.before + "".join(p.char for p in chosen[:number])
                right = "".join(p.char for p in chosen[number + 1 :]) + place.after[:1]
                quotes += _quotes(piece.char, Place(left[-1:], right))
        return Reading(score, tuple(chosen), tuple(quotes), doubt)

    def _word(self, pieces: list[Piece], before: str) -> tuple[float, str, float]:
        slots = ["".join(dict.fromkeys(lower(piece.char))) for piece in pieces]
        filled = self.words.fill(slots)
        if not filled:
            return -8.0, "".join(piece.char[:1] for piece in pieces), 0.0
        word = _cased(pieces, filled[0].word, before)
        score = filled[0].score + (min(3.0, 0.5 + 0.6 * len(word)) if filled[0].known else -1.0)
        if not word.isupper() and not word[1:].islower() and len(word) > 1:
            score -= 4.0
        elif word[0].isupper() and len(word) > 1 and not word.isupper() and not _starts_sentence(before):
            score -= 1.0
        lead = filled[0].score - filled[1].score if len(filled) > 1 else math.inf
        return score, word, lead


def _starts_sentence(before: str) -> bool:
    """Whether what follows `before` begins a sentence; a question mark may be a lost letter."""
    last = before.rstrip(" \"'“”‘’„«»(¿¡—–")[-2:]
    return last[-1:] in ("", ".", "!", "…", ":") and not last[:1].isdigit() and not before[-1:].isalpha()


def _cased(pieces: list[Piece], word: str, before: str) -> str:
    """The word with capitals where candidates, other letters or the start of a sentence ask for them."""
    sure = "".join(piece.char for piece in pieces if piece.role != LETTER)
    shout = sure.isupper() and len(sure) > 1
    letters = []
    for place, (piece, char) in enumerate(zip(pieces, word, strict=True)):
        big = char.upper()
        if piece.role != LETTER:
            char = piece.char
        elif big in piece.char and len(big) == 1:
            wanted = shout or (place == 0 and not sure.isupper() and _starts_sentence(before))
            if wanted or char not in piece.char:
                char = big
        letters.append(char)
    return "".join(letters)


def _quotes(chunk: str, place: Place) -> Iterator[tuple[str, str]]:
    """The quotation marks that survived in a chunk, with their roles; single ones may be apostrophes."""
    for index, char in enumerate(chunk):
        if char == '"':
            yield char, ""
        elif char in "“”„«»":
            left = cx.kind((place.before[-1:] + chunk[:index])[-1:])
            right = cx.kind((chunk[index + 1 :] + place.after[:1])[:1])
            if left in " (" and right not in " .":
                yield char, cx.OPEN
            else:
                closes = char in "”»" or (right in " .)" and left != " ")
                yield char, cx.CLOSE if closes else cx.OPEN


def _step(stack: tuple[str, ...], quotes: Quotes) -> tuple[float, tuple[str, ...]]:
    """What a chunk's marks cost after those that are open, and what is open after them."""
    cost = 0.0
    for mark, role in quotes:
        if mark == '"':
            stack = stack[: stack.index(mark)] if mark in stack else (*stack, mark)
        elif role == cx.OPEN:
            cost -= NESTED_ALIKE if mark in stack else -INSIDE if stack and mark in _INNER else 0.0
            stack = (*stack, mark)[:4]
        else:
            depth = len(stack) - 1
            while depth >= 0 and mark not in cx.PAIRS.get(stack[depth], '"“”„»«'):
                depth -= 1
            cost -= 2.0 if depth < 0 else CROSSED * (len(stack) - 1 - depth)
            cost += INSIDE if depth > 0 and mark in _INNER else 0.0
            stack = stack[:depth] if depth >= 0 else stack
    return cost, stack


Stack = tuple[str, ...]
Costs = dict[Stack, float]


def _cheapest_path(steps: list[tuple[int, list[Reading]]]) -> tuple[float, list[Choice]]:
    """The best readings together, and for each how far the best path without it falls behind."""
    ahead: list[Costs] = [{(): 0.0}]
    for _, readings in steps:
        states: Costs = {}
        for stack, score in ahead[-1].items():
            for reading in readings:
                cost, after = _step(stack, reading.quotes) if reading.quotes else (0.0, stack)
                total = score + cost + reading.score
                if states.get(after, -math.inf) < total:
                    states[after] = total
        ahead.append(dict(sorted(states.items(), key=lambda item: -item[1])[:_PATHS]))
    behind: Costs = {stack: UNCLOSED * len(stack) for stack in ahead[-1]}
    best = max(score + behind[stack] for stack, score in ahead[-1].items())
    choices = []
    for (start, readings), states in zip(reversed(steps), reversed(ahead[:-1]), strict=True):
        through = [-math.inf] * len(readings)
        before: Costs = {}
        for stack, score in states.items():
            for number, reading in enumerate(readings):
                cost, after = _step(stack, reading.quotes) if reading.quotes else (0.0, stack)
                if after not in behind:
                    continue
                rest = cost + reading.score + behind[after]
                before[stack] = max(before.get(stack, -math.inf), rest)
                through[number] = max(through[number], score + rest)
        behind = before
        top = max(range(len(readings)), key=lambda number: through[number])
        others = [
            t for t, reading in zip(through, readings, strict=True) if reading.text != readings[top].text
        ]
        margin = through[top] - max(others, default=-math.inf)
        choices.append(Choice(start, readings[top], min(margin, readings[top].doubt)))
    return best, choices[::-1]
