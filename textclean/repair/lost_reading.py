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

from textclean.patterns import compile_pattern
from textclean.repair import context as cx
from textclean.repair.channels import Channel
from textclean.repair.lost_filling import Filler, starts_sentence
from textclean.repair.lost_letters import Words
from textclean.repair.lost_path import ALONE, PURE_ALONE, cheapest_path
from textclean.repair.lost_pieces import LETTER, Choice, Piece, Place, Quotes, Reading

WEIRD = -5.0
"""What a character costs that no right text would have here."""
IMPOSSIBLE = -30.0
"""What a mark costs that cannot stand where nothing but its loss is left."""
ELIDED = 3.0
"""What speaks for an apostrophe where a word follows that is whole."""
SURVIVOR = -4.0
"""What a character costs that a channel cannot have left whole."""
_PLAIN_MARKS = "“”‘’„–—…«»"
_CHUNK = compile_pattern("(?:[ÃÂ] |[^ \t\n\u3000])+")
_LONGEST = 120
_LOSS = re.compile("\ufffd|\\?|ï¿½")
BLANK = compile_pattern(r"(?<![\w\ufffd])(?:\ufffd{2}|\ufffd{4,})(?![\w\ufffd])|\ufffd{7}")
"""Lost characters with no letter of their word left: nothing can tell what word it was. Three may be a dash
or a quotation mark of three bytes."""
_MOST = 12
"""Losses in one chunk beyond which it is not read: nothing is left to read it by, and trying takes long."""
_ALONE = ("fr", "it")
_GONE = ("?", "\ufffd")
_BEAM = 40
_HOPELESS = 20.0
"""How much worse than the best a reading may be that is still followed."""
_READINGS = 8
_NEAR = 16
"""Letters of the word before a mark that its fit depends on."""


def _readable(chunk: str) -> bool:
    return len(chunk) <= _LONGEST and len(_LOSS.findall(chunk)) <= _MOST and not BLANK.search(chunk)


_Beam = tuple[float, tuple[Piece, ...], str, Piece]
"""A reading begun: score, all pieces but the last, what stands before that (see `_near`), the last."""


def _best(beams: list[_Beam]) -> list[_Beam]:
    """The beams that are followed."""
    beams.sort(key=_minus_score)
    least = beams[0][0] - _HOPELESS if beams else 0.0
    return [beam for beam in beams[:_BEAM] if beam[0] >= least]


def _minus_score(beam: _Beam) -> float:
    return -beam[0]


def _near(before: str, char: str) -> str:
    """As much of a text before a mark as its fit depends on, now that a character follows: the last word."""
    if char.isspace():
        return before + char
    if not _in_word(char):
        return char
    return (before if _in_word(before[-1:]) else before[-1:])[-_NEAR:] + char


def _in_word(char: str) -> bool:
    return char.isalnum() and not char.isdecimal()


class Reader:
    """Reads lines as what one channel left of a text in one language; without a channel, as they stand.

    `words_alone`: whether a letter that stands alone can be a word where nothing is left but signs of loss.
    """

    def __init__(
        self, channel: Channel | None, language: str, words: Words, words_alone: bool = True
    ) -> None:
        self._words_alone = words_alone
        self.channel = channel
        self.language = language
        self.words = words
        self._inverse = channel.inverse if channel else {}
        self._longest = channel.longest if channel else 0
        self._known: dict[str, tuple[Piece, ...]] = {}
        self._readings: dict[tuple[str, tuple[object, ...]], list[Reading]] = {}
        self._touched = (
            compile_pattern(f"[{re.escape(''.join(sorted(channel.alphabet)))}]") if channel else None
        )
        self._pure = channel is not None and channel.pure
        self._filler = Filler(words, language, self._pure)
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
                steps.append((match.start(), self._read_once(chunk, place)))
            else:
                steps.append((match.start(), [self._as_it_is(chunk, place)]))
        return cheapest_path(steps, PURE_ALONE if self._pure else ALONE)

    def _as_it_is(self, chunk: str, place: Place) -> Reading:
        score = sum(self._literal(char) for char in chunk if not char.isascii())
        for match in re.finditer(r"\?", chunk):
            left, right = (
                (place.before[-1:] + chunk[: match.start()])[-1:],
                chunk[match.end() :] + place.after,
            )
            score += cx.question(left, right)
        return Reading(score, (Piece(chunk, chunk, "", score),), tuple(_quotes(chunk, place)))

    def _read_once(self, chunk: str, place: Place) -> list[Reading]:
        """The likeliest readings of a chunk; one in the same surroundings is read once."""
        key = (chunk, _surroundings(place))
        if key not in self._readings:
            self._readings[key] = self._read(chunk, place)
        return self._readings[key]

    def _read(self, chunk: str, place: Place) -> list[Reading]:
        """The likeliest readings of a chunk, best first."""
        waiting: dict[int, list[_Beam]] = {}
        for at in range(len(chunk)):
            beams = _best(waiting.pop(at, []))
            begun = [((*pieces, last), _near(before, last.char[:1])) for _, pieces, before, last in beams]
            if not at:
                begun = [((), place.before)]
            fits: dict[tuple[int, str], list[float]] = {}  # one kind of character behind fits alike
            for piece in self._pieces(chunk, at) if begun else ():
                end = at + len(piece.left)
                first = piece.char[:1]
                sort = first if _in_word(first) or first.isspace() else cx.kind(first)
                gains = fits.get((end, sort))
                if gains is None:
                    gains = self._gains(beams, first + chunk[end:] + place.after[:12]) if at else [0.0]
                    fits[end, sort] = gains
                own = piece.score
                waiting.setdefault(end, []).extend(
                    [
                        (gain + own, pieces, before, piece)
                        for gain, (pieces, before) in zip(gains, begun, strict=True)
                    ]
                )
        ends = waiting[len(chunk)]
        whole = sorted(zip(self._gains(ends, place.after[:12]), ends, strict=True), key=lambda end: -end[0])
        best: dict[tuple[str, Quotes], Reading] = {}
        readings = [
            self._finish(score, (*pieces, last), place)
            for score, (_, pieces, _, last) in whole[: 2 * _READINGS]
        ]
        for reading in sorted(readings, key=lambda reading: -reading.score):
            best.setdefault((reading.text, reading.quotes), reading)
        return list(best.values())[:_READINGS]

    def _gains(self, beams: list[_Beam], after: str) -> list[float]:
        """The beams' scores, now that the right neighbour of their last pieces is known."""
        fits: dict[tuple[str, str, str], float] = {}
        gains = []
        for score, _, before, last in beams:
            if last.role or last.char == "?":
                key = (before, last.char, last.role)
                if key not in fits:
                    fits[key] = self._fit(last, before, after)
                score += fits[key]
            gains.append(score)
        return gains

    def _pieces(self, chunk: str, at: int) -> list[Piece]:
        """All that can start at `at`: what the channel can have left there, and the character itself."""
        char = chunk[at]
        found: list[Piece] = []
        for length in range(min(self._longest, len(chunk) - at), 0, -1):
            key = chunk[at : at + length]
            if key in self._inverse:
                if key not in self._known:
                    self._known[key] = tuple(self._candidates(key, self._inverse[key]))
                found += self._known[key]
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
            if not mark.isalpha() and (not self._pure or mark in cx.STANDING):
                for role in cx.roles(mark):
                    yield Piece(key, mark, role, self._style.get((mark, role), -2.0))

    def _fit(self, piece: Piece, before: str, after: str) -> float:
        """How well a piece fits between its neighbours."""
        if piece.role == LETTER:
            left, right = cx.kind(before[-1:]), cx.kind(after[:1])
            if left == right == " ":
                return self._alone if not self._pure or self._may_be_word(before, after) else IMPOSSIBLE
            if self._pure and left == " " and right != "a":
                return IMPOSSIBLE  # no letter is a word before a comma
            return -0.2 if "a" in (left, right) and "0" not in (left, right) else -4.0
        if not piece.role:
            return cx.question(before[-1:], after)
        if self._pure and not cx.stands(piece.char, piece.role, before, after, self.language):
            return IMPOSSIBLE
        fit = cx.fit(piece.char, piece.role, before, after, self.language)
        elided = self._pure and piece.role == cx.APOSTROPHE and cx.is_elided(before, after, self.language)
        return fit + ELIDED * elided

    def _may_be_word(self, before: str, after: str) -> bool:
        """Whether a letter that stands alone is a word here: French à, Italian è, between two words."""
        left, right = before.rstrip()[-1:], after.lstrip()[:1]
        return (
            self._words_alone
            and self.language in _ALONE
            and (left.isalpha() or left in _GONE)
            and right.islower()
        )

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
                before = place.before + "".join(piece.char[:1] for piece in chosen[:index])
                gain, letters, lead = self._filler.choose(word, before)
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


def _surroundings(place: Place) -> tuple[object, ...]:
    """All that the reading of a chunk depends on of the line around it, from space to space."""
    before, after = place
    return (
        before.rstrip()[-1:].isalpha(),
        bool(before.strip()),
        starts_sentence(before),
        cx.is_spaced(before, after[:12]),
        after[:1],
        after[1:2].islower(),
        after.lstrip()[:1].islower(),
        bool(after.strip()),
    )


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
