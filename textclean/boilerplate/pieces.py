"""Pieces: a block as the model reads it, a row of numbers that stand for words and parts of words.

Words in lower case are cut by the longest known piece, from the left: `newsletters` is `newsletter` and `s`.
That needs a dictionary and no tokenizer library, and each word is cut once. Quotation marks are read
straight, and compatibility forms (`ﬁ`, `Ａ`, `…`) as what they stand for, so that what another stage writes
reads the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import chain

from textclean.boilerplate.blocks import straight

UNKNOWN, KNOWN = 3, 4
"""The number of a character that no piece holds; the numbers from which pieces begin."""
HEAD, TAIL = 44, 20
"""How many pieces are read of a long block's beginning and end; what stands between says little more."""
_FIRST, _LAST = 400, 200
"""How many characters of an even longer one can hold them."""
WORD_START = "\u2581"
_LONGEST_PIECE = 16
_MOST_WORDS = 200_000


def plain(lines: Sequence[str]) -> list[str]:
    """Blocks as they are read: marks straight, compatibility forms resolved, single spaces."""
    text = "\n".join([" ".join(line.split()) for line in lines])
    if text.isascii():
        return text.replace("`", "'").split("\n")
    return unicodedata.normalize("NFKC", straight(text)).split("\n")


class Pieces:
    """The known pieces, and the words that were cut with them.

    `written` holds the pieces one a line, their numbers being their places. A piece that begins a word begins
    with `▁` (U+2581); none is longer than 16 characters.
    """

    def __init__(self, written: str) -> None:
        self.written = written.split("\n")
        self._ids = dict(zip(self.written, range(len(self.written)), strict=True))
        self._words: dict[str, list[int]] = {}

    def __call__(self, line: str) -> list[int]:
        """The pieces of a block that `plain` gave; at least one, at most HEAD + TAIL."""
        if len(line) > _FIRST + _LAST:
            line = f"{line[:_FIRST]} {line[-_LAST:]}"
        words = line.lower().split()
        if len(words) <= HEAD + TAIL:
            found = self._cut(words)
            return found if len(found) <= HEAD + TAIL else found[:HEAD] + found[-TAIL:]
        return self._cut(words[:HEAD])[:HEAD] + self._cut(words[-TAIL:])[-TAIL:]

    def _cut(self, words: Sequence[str]) -> list[int]:
        try:
            found = [*chain.from_iterable(map(self._words.__getitem__, words))]
        except KeyError:
            found = [*chain.from_iterable([self._words.get(word) or self._learn(word) for word in words])]
        return found or [UNKNOWN]

    def _learn(self, word: str) -> list[int]:
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        ids = self._ids
        whole = ids.get(WORD_START + word)
        if whole is not None:
            pieces = [whole]
        else:
            pieces = []
            rest, at = WORD_START + word, 0
            while at < len(rest):
                for end in range(min(len(rest), at + _LONGEST_PIECE), at, -1):
                    piece = ids.get(rest[at:end])
                    if piece is not None:
                        pieces.append(piece)
                        at = end
                        break
                else:
                    pieces.append(UNKNOWN)
                    at += 1
        self._words[word] = pieces
        return pieces
