"""Tokens: every character or pair of characters that is used as a quotation mark, and its surroundings.

What looks like a mark but is a letter or belongs to another script is never a token: the modifier letters
`ʻ ʼ ʾ ʿ` of `Hawaiʻi` and `мʼята`, Hebrew gershayim `״ ׳`, and the brackets `「」『』《》`, which are no
quotation marks that straight or typographic ones could stand for.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from textclean.patterns import compile_pattern

DOUBLE = '"“”„‟«»＂〝〞″'
"""Characters that stand for a double quotation mark, or for seconds and inches."""
SINGLE = "'‘’‚‛‹›＇`´′"
"""Characters that stand for a single quotation mark, for an apostrophe, or for minutes and feet."""
PAIRS = ("``", ",,", "<<", ">>")
"""Two characters typed for one double mark; `''` and its like are two tokens that the search may join."""
JOINING = "'’‘´‚＇"
"""Characters that, doubled, may be one double mark: `''so''`, `‘‘so’’`."""
ENTITIES = {
    "&quot;": '"',
    "&#34;": '"',
    "&#x22;": '"',
    "&ldquo;": "“",
    "&#8220;": "“",
    "&rdquo;": "”",
    "&#8221;": "”",
    "&bdquo;": "„",
    "&#8222;": "„",
    "&laquo;": "«",
    "&raquo;": "»",
    "&apos;": "'",
    "&#39;": "'",
    "&#039;": "'",
    "&#x27;": "'",
    "&lsquo;": "‘",
    "&#8216;": "‘",
    "&rsquo;": "’",
    "&#8217;": "’",
    "&sbquo;": "‚",
    "&lsaquo;": "‹",
    "&rsaquo;": "›",
}
"""Entities that an earlier step had a reason to leave, with the mark that each stands for."""

STRAIGHT = "\"'＂＇"
MARKS = DOUBLE + SINGLE
SPACES = " \u00a0\u202f\u2009"
"""Spaces that may stray between a mark and its word; a line end is none of them."""

ENTITY = "|".join(map(re.escape, ENTITIES))
_PLAIN = compile_pattern(f"[{MARKS}]")
_ALL = compile_pattern(
    f"[{MARKS},<>&](?:(?<=`)`|(?<=,)(?<!,,),(?!,)|(?<=<)(?<![^\\s(\\[\"']<)<(?=\\s?[^\\W\\d_])"
    "|(?<=>)>(?:(?<=[^\\W\\d_]>>)|(?<=[.,!?…]>>)|(?<=[^\\W\\d_]\\s>>))(?![\\w<>=-])"
    f"|(?<=&)(?:{'|'.join(entity[1:] for entity in ENTITIES)})|(?<![,<>&]))"
)
"""Marks of more than one character too; it begins with a set of characters, which `re` finds fastest."""
_RARE = ("``", ",,", "<<", "&")


class Token(NamedTuple):
    """One mark in the text: where it is, how it is written, and which mark that stands for."""

    start: int
    text: str
    glyph: str

    @property
    def end(self) -> int:
        """Offset just past the mark."""
        return self.start + len(self.text)


def find_tokens(text: str, start: int, end: int) -> list[Token]:
    """All tokens between two offsets, in order."""
    stretch = text[start:end]
    if any(sign in stretch for sign in _RARE):
        return [
            Token(match.start(), match[0], ENTITIES.get(match[0], match[0]))
            for match in _ALL.finditer(text, start, end)
        ]
    return [Token(match.start(), match[0], match[0]) for match in _PLAIN.finditer(text, start, end)]


# Classes of the characters beside a mark. What is neither is looked up once and remembered.
EDGE, SPACE, OPENING, DASH, LETTER, DIGIT, STOP, OTHER, UNSPACED, HYPHEN = range(10)
_OPENING = "([{¿¡「『《（【"
_STOPS = ".,;:!?…)]}%。，、！？；：）】」』》‥؟،؛।"
_CLASSES: dict[str, int] = {
    **dict.fromkeys("\n\r\v\f\u2028\u2029\x85", EDGE),
    **dict.fromkeys(SPACES + "\t\u3000\u200a\u2002\u2003\u2007\u2008\u205f", SPACE),
    **dict.fromkeys(_OPENING, OPENING),
    **dict.fromkeys("—–―‒", DASH),
    **dict.fromkeys("-‐‑", HYPHEN),
    **dict.fromkeys(_STOPS, STOP),
}


def class_of(char: str) -> int:
    """The class of one character; of none at all, EDGE."""
    known = _CLASSES.get(char)
    if known is None:
        known = _CLASSES[char] = _classify(char)
    return known


def _classify(char: str) -> int:
    if not char:
        return EDGE
    if char.isalpha():
        return UNSPACED if _is_unspaced(ord(char)) else LETTER
    if char.isdigit():
        return DIGIT
    if char.isspace():
        return SPACE
    # Combining marks end a word as letters do; everything else says nothing about direction.
    return LETTER if char.isprintable() and "\u0300" <= char <= "\u036f" else OTHER


def _is_unspaced(code: int) -> bool:
    """Whether a script sets no spaces between words: Thai, Lao, Khmer, Myanmar, kana, Han, Hangul.

    Hangul has spaces, but particles follow a closing mark directly: `“안녕”이라고`.
    """
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1100 <= code <= 0x11FF
        or 0x1780 <= code <= 0x17FF
        or 0x3040 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )
