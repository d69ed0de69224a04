"""Scripts: whether a word keeps to one.

A word is written in one script. `caf童` and `weМore` are no words of any language, so what makes them cannot
be a repair. Chinese, Japanese and Korean set no spaces, and `iPhoneを買った` is right: there it takes much of
the other script around.
"""

from __future__ import annotations

from textclean.patterns import compile_pattern

_LATIN = "A-Za-zªº\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff"
_GREEK, _CYRILLIC = "\u0370-\u03e1\u1f00-\u1fff", "\u0400-\u052f"
_ABJADS, _INDIC = "\u0591-\u05f2\u0610-\u06ff", "\u0900-\u0963\u0966-\u0fff"
_DENSE = "\u1100-\u11ff\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d"
_ALPHABETS = (_LATIN, _GREEK, _CYRILLIC, _ABJADS, _INDIC)
_MIXED = "|".join(f"[{one}][{''.join(other for other in _ALPHABETS if other != one)}]" for one in _ALPHABETS)
_GLUED = compile_pattern(_MIXED)
_BESIDE = compile_pattern(f"[{_LATIN}][{_DENSE}]|[{_DENSE}][{_LATIN}]")
_DENSE_LETTER = compile_pattern(f"[{_DENSE}]")
_AROUND = 5
"""Letters of Chinese, Japanese or Korean for each that stands beside a Latin one."""


def glued(text: str) -> int:
    """How many places there are where a letter of one script stands beside one of another, in one word."""
    if text.isascii():
        return 0
    count = sum(1 for _ in _GLUED.finditer(text))
    beside = sum(1 for _ in _BESIDE.finditer(text))
    if beside and sum(1 for _ in _DENSE_LETTER.finditer(text)) < _AROUND * beside:
        count += beside
    return count
