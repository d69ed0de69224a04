"""Signs and where they stand: what the letter tables, made of prose, are too sparse to know.

A page in cp1252 may hold one byte that is not ASCII, and that a sign: `1½ cups`, `10 €`, `the baker’s`.
No letter speaks for a charset then, but the place does: € stands at digits, § before them, ’ inside words;
Ä after a digit, a Cyrillic letter inside an English word or a frame between words stand nowhere.
"""

from __future__ import annotations

from functools import cache

_NEVER = 99
_COSTS = {
    # bits of a sign behind a space, digit, letter, other sign; of space, digit, letter, other sign behind it
    "€": (9, 8, _NEVER, 11, 2, 5, 9, 3),
    "¢": (13, 9, _NEVER, 13, 2, 7, 9, 3),
    "¡": (8, _NEVER, _NEVER, 8, 9, 7, 2, 8),
    "¿": (8, _NEVER, _NEVER, 8, 9, 7, 2, 8),
    "£": (9, 11, _NEVER, 10, 4, 1, 7, 5),
    "¥": (11, 12, _NEVER, 12, 4, 2, 8, 5),
    "°": (11, 7, _NEVER, 13, 2, 6, 3, 3),
    "½": (10, 8, _NEVER, 12, 2, 6, 6, 3),
    "¼": (11, 9, _NEVER, 13, 2, 6, 6, 3),
    "¾": (11, 9, _NEVER, 13, 2, 6, 6, 3),
    "×": (10, 10, _NEVER, 13, 2, 2, 8, 6),
    "±": (11, 12, _NEVER, 12, 4, 2, 8, 6),
    "§": (9, 13, _NEVER, 10, 2, 2, 8, 5),
    "²": (13, 11, 9, 13, 2, 7, 8, 3),
    "³": (13, 12, 10, 13, 2, 7, 8, 3),
    "µ": (11, 10, _NEVER, 12, 6, 9, 3, 6),
    "©": (11, 12, _NEVER, 10, 2, 3, 14, 5),
    "®": (13, 12, 9, 12, 2, 7, 9, 3),
    "™": (13, 12, 9, 12, 2, 7, 9, 3),
    "’": (9, 9, 7, 8, 2, 4, 3, 3),
    "‘": (7, 13, _NEVER, 8, 9, 5, 2, 6),
    "“": (6, 13, _NEVER, 8, 9, 4, 2, 5),
    "”": (12, 9, 8, 5, 2, 8, _NEVER, 3),
    "„": (6, 13, _NEVER, 8, 9, 4, 2, 5),
    "«": (8, 13, _NEVER, 9, 3, 5, 3, 5),
    "»": (8, 9, 8, 5, 2, 8, _NEVER, 3),
    "–": (6, 7, 9, 9, 1, 4, 6, 6),
    "—": (7, 10, 9, 9, 1, 6, 5, 5),
    "•": (8, _NEVER, _NEVER, 12, 1, 6, 5, 6),
    "·": (11, 11, 11, 12, 1, 6, 6, 6),
    "\xa0": (8, 7, 11, 8, 4, 3, 6, 3),
}
_FOREIGN = 8.0  # bits of a letter of another script than Latin beside an ASCII letter
_COUNTED = 5.0  # bits of a letter that is not ASCII behind or before a digit
_ENDS = "”©®™"  # signs that no letter follows
_WRITTEN = {"ascii", "latin", "foreign"}
_APART = ({"ascii", "foreign"}, {"latin", "foreign"})
_RARE = 4.0  # bits of a sign that is none of those above, beside the table's


def ceiling(before: str, after: str) -> float:
    """Bits of `after` behind `before` at most, where one of them is a sign in a place of its own.

    The tables saw `0€` too rarely to know it, and would rather read `0Ä`.
    """
    costs = _COSTS.get(after)
    if costs is not None:
        return costs[_kind(before)]
    costs = _COSTS.get(before)
    return costs[4 + _kind(after)] + (0 if after.isascii() else _RARE) if costs is not None else _NEVER


def penalty(before: str, after: str) -> float:
    """Bits on top for neighbours that do not go together in any language: `4Д`, `mр`, `s╡`.

    For charsets of one byte; `stranger` is for the others.
    """
    first, second = _script(before), _script(after)
    if (before in _ENDS and second in _WRITTEN) or (before == "\xa0" and after in "-,.)"):
        return _FOREIGN
    if first == second:
        return 0.0
    both = {first, second}
    bits = _RARE * (second == "rare") + _RARE * (first == "rare" and both & _WRITTEN != set())
    if "digit" in both:
        return bits + (_COUNTED if both & {"latin", "foreign"} else 0.0)
    return bits + (_FOREIGN if both in _APART else 0.0)


def stranger(before: str, after: str) -> float:
    """Bits of a character of Chinese, Japanese or Korean that leans on an ASCII letter: `M刢hten`, `mｲ`.

    Japanese writes a brand beside its own letters, too, but then has many more of those.
    """
    if before < "\u1100" > after:
        return 0.0
    both = {_script(before), _script(after)}
    if "half" in both:
        return 0.0 if both <= {"half", "wide", "mark", "rare"} else _FOREIGN + _RARE
    return _FOREIGN if both == {"ascii", "wide"} else 0.0


def _kind(character: str) -> int:
    """0 for a space, 1 for a digit, 2 for a letter, 3 for the rest."""
    if character.isspace():
        return 0
    return 1 if character.isdecimal() else 2 if character.isalpha() else 3


@cache
def _script(character: str) -> str:
    """Which of the groups that `penalty` tells apart a character belongs to."""
    if character.isascii():
        return "digit" if character.isdigit() else "ascii" if character.isalpha() else "plain"
    if "\uff66" <= character <= "\uff9f":
        return "half"
    if "\u1100" <= character <= "\u11ff" or "\u2e80" <= character <= "\uff60" or character >= "\uffe0":
        return "wide" if character.isalpha() else "mark"
    if character in _COSTS or character in "ªº":
        return "plain"
    if not character.isalpha():
        return "mark" if "\u0300" <= character < "\u2000" or character in _KNOWN else "rare"
    return "latin" if character < "\u0250" or "\u1e00" <= character < "\u1f00" else "foreign"


_KNOWN = frozenset("…´‚†‹›№→★♪।、。《》「」・（），※‧〈〉：；？\u200e\u200f\u200c\u200d\xad")
