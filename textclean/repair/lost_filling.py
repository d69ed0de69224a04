"""Filling: which letters a damaged word lost, its case, and how sure that is."""

from __future__ import annotations

import math

from textclean.repair.lost_letters import GAP, Filled, Words, lower, skeleton
from textclean.repair.lost_pieces import LETTER, Piece

_ORDINALS = {"fr": ("ème", "èmes", "è", "ère"), "es": ("º", "ª"), "pt": ("º", "ª"), "it": ("º", "ª")}
"""What stands right behind a number: `114ème`."""
DOUBT_KNOWN, DOUBT_UNKNOWN = 1.0, 3.0
"""By how much less sure a word is where nothing but the loss is left: `cel_` is celá, celé, celý."""
MIXED_CASE = 30.0
"""What it costs that a word comes out like `ÖDen`."""
_COMMON, _NO_NAME = 1e-4, 4e-6
"""The share of a word that is common, so that its like would be known too; of one that is no name."""
_SELDOM = 0.5
"""The share of letters in what a language has outside ASCII, below which it is seldom one: English, Dutch."""
_INFLECTED = frozenset(("cs", "fi", "hr", "hu", "is", "lt", "lv", "pl", "ro", "ru", "sk", "sl", "tr", "uk"))
"""Languages whose words end in a letter outside ASCII according to their case: `tabliczk_` is -ą or -ę."""


class Filler:
    """Chooses the letters of damaged words in one language; `pure` where nothing but the losses is left."""

    def __init__(self, words: Words, language: str, pure: bool) -> None:
        self.words = words
        self.language = language
        self._pure = pure
        self._chosen: dict[tuple[tuple[Piece, ...], bool, bool], tuple[float, str, float]] = {}

    def _fillings(self, pieces: list[Piece], before: str, slots: list[str]) -> list[Filled]:
        """What the word can be; behind a number only an ordinal, and no capital İ as ı."""
        if before[-1:].isdigit():
            own = "".join(piece.left if piece.role != LETTER else GAP for piece in pieces)
            ordinals = _ORDINALS.get(self.language, ())
            return [Filled(word, 0.0, True) for word in ordinals if skeleton(word) == own]
        filled = self.words.fill(slots)
        is_first = self._pure and self.language == "tr" and pieces[0].role == LETTER
        return [] if is_first and filled and filled[0].word[0] == "ı" else filled

    def _lead(self, filled: list[Filled], pieces: list[Piece], before: str) -> float:
        """How far the best filling of a word lies ahead of the next one, a logarithm.

        Where nothing but the loss is left, a word must be known and no other like it common, or its letters
        the only ones that known words have there; and a name's capital is not told from a small letter. Where
        more is left, a letter of which nothing is left must be one of a known longer word in languages that
        have few: `2?`, `w?d` and `late ??` in English are no `2é`, `wéd` and `late à`.
        """
        lead = filled[0].score - filled[1].score if len(filled) > 1 else math.inf
        best = filled[0]
        if not self._pure:
            is_known = best.known and len(pieces) > 1
            return lead if is_known or not any(map(self._is_gone, pieces)) else 0.0
        share = dict(self.words.known.get(skeleton(best.word), ())).get(best.word, 0.0)
        is_first = pieces[0].role == LETTER and len(pieces) > 1
        is_last = pieces[-1].role == LETTER and self.language in _INFLECTED
        if is_first and share < _NO_NAME and not starts_sentence(before):
            return 0.0
        if (is_last and share < _COMMON) or (pieces[-1].role == LETTER and not best.known):
            return 0.0  # what stands behind a whole word may be bytes that were cut off: `day��` is no `dayé`
        doubt = DOUBT_KNOWN if best.known else DOUBT_UNKNOWN
        return lead - (2 * doubt if self.language == "vi" else doubt)

    def _is_gone(self, piece: Piece) -> bool:
        """Whether nothing is left of a letter but that it was lost, and may well have been none."""
        gone = "?\ufffd" if self.words.rate < _SELDOM else "\ufffd"
        return piece.role == LETTER and not piece.left.strip(gone)

    def choose(self, pieces: list[Piece], before: str) -> tuple[float, str, float]:
        """The score of the likeliest word, the word, and by how much (a logarithm) it beats the next one."""
        key = (tuple(pieces), before[-1:].isdigit(), starts_sentence(before))
        if key not in self._chosen:
            self._chosen[key] = self._choose(pieces, before)
        return self._chosen[key]

    def _choose(self, pieces: list[Piece], before: str) -> tuple[float, str, float]:
        slots = ["".join(dict.fromkeys(lower(piece.char))) for piece in pieces]
        filled = self._fillings(pieces, before, slots)
        if not filled:
            return -8.0, "".join(piece.char[:1] for piece in pieces), 0.0
        word = _cased(pieces, filled[0].word, before)
        score = filled[0].score + (min(3.0, 0.5 + 0.6 * len(word)) if filled[0].known else -1.0)
        if not word.isupper() and not word[1:].islower() and len(word) > 1:
            score -= MIXED_CASE if self._pure else 4.0
        elif word[0].isupper() and len(word) > 1 and not word.isupper() and not starts_sentence(before):
            score -= 1.0
        return score, word, self._lead(filled, pieces, before)


def starts_sentence(before: str) -> bool:
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
            wanted = shout or (place == 0 and not sure.isupper() and starts_sentence(before))
            if wanted or char not in piece.char:
                char = big
        letters.append(char)
    return "".join(letters)
