"""Context: which mark belongs between these neighbours.

Rules beat a letter model here: the role of a mark (opens, closes, apostrophe, dash, ellipsis) shows in what
stands left and right of it, and the language says which mark plays that role. Scores are natural logarithms,
0 for what is quite usual. `it_s` wants an apostrophe, `him_unfortunately` a dash.
"""

from __future__ import annotations

import re
from functools import cache

from textclean.patterns import compile_pattern

OPEN, CLOSE, APOSTROPHE, DASH, ELLIPSIS, OTHER = "open", "close", "apostrophe", "dash", "ellipsis", "other"

_LETTER, _DIGIT, _SPACE, _STOP, _OPENER, _CLOSER, _HYPHEN = "a", "0", " ", ".", "(", ")", "-"
_CLASSES = {
    **dict.fromkeys("", _SPACE),
    **dict.fromkeys(".,!?;:…", _STOP),
    **dict.fromkeys("([{¿¡/", _OPENER),
    **dict.fromkeys(")]}%", _CLOSER),
    **dict.fromkeys("-–—―‐", _HYPHEN),
}

# language → outer opening, outer closing, inner opening, inner closing; several in order of frequency
_STYLES = {
    "en": ("“‘", "”’", "‘“", "’”"),
    "de": ("„»", "“«", "‚›", "‘‹"),
    "cs": ("„»", "“«", "‚", "‘"),
    "sk": ("„»", "“«", "‚", "‘"),
    "sl": ("„»", "“«", "‚", "‘"),
    "hr": ("„»“", "”«“", "‘", "’"),
    "pl": ("„«", "”»", "«‚", "»’"),
    "hu": ("„", "”", "»", "«"),
    "ro": ("„“", "”", "«", "»"),
    "fr": ("«“", "»”", "“‘", "”’"),
    "es": ("“«", "”»", "‘", "’"),
    "it": ("“«", "”»", "‘", "’"),
    "pt": ("“«", "”»", "‘", "’"),
    "ca": ("«“", "»”", "‘", "’"),
    "sv": ("”»", "”»", "’", "’"),
    "fi": ("”»", "”»", "’", "’"),
    "da": ("“”»„", "”“«", "‘’", "’"),
    "nb": ("«“", "»”", "‘", "’"),
    "nl": ("“‘„", "”’", "‘", "’"),
    "lt": ("„", "“”", "‚", "‘"),
    "lv": ("„“", "”“", "‚", "‘"),
    "ru": ("«„", "»“", "„", "“"),
    "uk": ("«“„", "»”", "„", "“"),
    "tr": ("“", "”", "‘", "’"),
    "vi": ("“", "”", "‘", "’"),
}
_DASHES = {"en": "—–", "fr": "—–", "es": "—–", "ru": "—–", "uk": "—–", "pl": "–—", "hu": "–—"}
_QUOTES = "“”„‘’‚«»‹›"
PAIRS = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "‘": "’",
    "‚": "‘’",
    "’": "’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
}
_SPACED = compile_pattern(r"\w [,.;!?] ?(?:\w|$)")
"""Tokenized text, as treebanks have it, which sets spaces around all marks."""
_ENGLISH_TAIL = frozenset(
    ("s", "re", "ve", "d", "m", "t", "ll", "re", "ve", "er", "am", "all", "clock", "en", "cause")
)
_ELISION = frozenset(
    ("l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "aujourd", "presqu",
     "un", "dell", "all", "nell", "sull", "dall", "quell", "quest", "bell", "sant", "anch", "com", "dov",
     "cos", "o", "mc")
)  # fmt: skip
_APHAERESIS = frozenset(("em", "tis", "twas", "cause", "til", "pon", "n", "bout", "round", "twere", "twould"))


def kind(char: str) -> str:
    """The class of a neighbour: letter, digit, space or edge, stop, opener, closer, dash, quotation mark."""
    if not char or char.isspace():
        return _SPACE
    if char.isalpha():
        return _LETTER
    if char.isdigit():
        return _DIGIT
    return _CLASSES.get(char, '"' if char in _QUOTES or char in "\"'" else ".")


def roles(mark: str) -> tuple[str, ...]:
    """The roles that a mark can play in some language."""
    if mark in "’":
        return (APOSTROPHE, CLOSE, OPEN)
    if mark in "“”‘«»‹›":
        return (OPEN, CLOSE)
    if mark in "„‚":
        return (OPEN,)
    if mark in "–—":
        return (DASH,)
    return (ELLIPSIS,) if mark == "…" else (OTHER,)


@cache
def style(language: str) -> dict[tuple[str, str], float]:
    """How usual each mark is in each role."""
    outer_open, outer_close, inner_open, inner_close = _STYLES.get(language, _STYLES["en"])
    scores: dict[tuple[str, str], float] = {}
    for role, outer, inner, other in (
        (OPEN, outer_open, inner_open, "“„«‘”»"),
        (CLOSE, outer_close, inner_close, "”“»’«"),
    ):
        ranked = dict.fromkeys(_QUOTES, -5.0)
        ranked |= dict.fromkeys(other, -4.0)
        ranked |= {mark: -1.6 - 0.8 * place for place, mark in reversed(list(enumerate(inner)))}
        ranked |= {mark: -0.2 - 1.6 * place for place, mark in reversed(list(enumerate(outer)))}
        scores |= {(mark, role): score for mark, score in ranked.items()}
    scores["’", APOSTROPHE] = 0.0
    dashes = _DASHES.get(language, "–—")
    scores[dashes[0], DASH] = -0.3
    scores[dashes[1], DASH] = -1.3
    scores["…", ELLIPSIS] = 0.0
    return scores


def fit(mark: str, role: str, before: str, after: str, language: str) -> float:
    """How well a mark in a role fits between the text before it, from the line's start, and after it."""
    left, right = kind(before[-1:]), kind(after[:1])
    if left == right == _SPACE and _SPACED.search(before[-60:] + after):
        return {OPEN: -0.7, CLOSE: -0.7 if before.strip() else -4.0, DASH: -1.5}.get(role, -5.0)
    if role == OPEN:
        return _open(left, right, before, after)
    if role == CLOSE:
        return _close(left, right, before, after)
    if role == APOSTROPHE:
        return _apostrophe(left, right, before, after, language)
    if role == DASH:
        score = _dash(left, right, mark, language, not before.strip())
        return score - 4.0 if left == right == _LETTER and _first_word(after) in _ENGLISH_TAIL else score
    if role == ELLIPSIS:
        return -3.0 if left in "a0" and right not in "0a" else -5.0
    return -6.0 if mark == "•" and before.strip() else _other(mark, left, right)


def question(left: str, rest: str) -> float:
    """How well a question mark fits after the character `left` and before `rest`."""
    before, after = kind(left), kind(rest[:1])
    if before in 'a0")' and after in ' ")':
        return -4.0 if rest[:1] == " " and rest[1:2].islower() else -1.0
    if before == _STOP and after in " .":
        return -3.0 if left in "?!" else -5.0
    return -3.0 if before in "a0" and after == _STOP else -7.0


def _open(left: str, right: str, before: str, after: str) -> float:
    score = {_SPACE: 0.0, _OPENER: -0.5, _HYPHEN: -1.0, '"': -0.8, _STOP: -4.0, _CLOSER: -5.0}.get(left, -7.0)
    if right == _SPACE:  # `“ Ha! ”`, as treebanks and French space them
        return score - (5.5 if not after.strip() else 3.0)
    return score + {_LETTER: 0.0, _DIGIT: -1.0, '"': -0.8, _OPENER: -1.0, _HYPHEN: -3.0, _STOP: -3.5}.get(
        right, -6
    )


def _close(left: str, right: str, before: str, after: str) -> float:
    score = {_LETTER: -0.4, _DIGIT: -0.8, _STOP: 0.0, _CLOSER: -0.5, '"': -0.8, _HYPHEN: -1.5}.get(left, -6.0)
    if left == _SPACE and before.strip():
        score = -3.0
    return score + {_SPACE: 0.0, _STOP: -0.3, _CLOSER: -0.5, _HYPHEN: -1.0, '"': -0.5, _LETTER: -6.0}.get(
        right, -5
    )


def _apostrophe(left: str, right: str, before: str, after: str, language: str) -> float:
    head = re.search(r"[^\W\d_]*$", before[-12:])
    head_word, tail_word = head[0].lower() if head else "", _first_word(after)
    if left == _LETTER and right == _LETTER:
        if tail_word in _ENGLISH_TAIL and (tail_word != "t" or head_word.endswith("n")):
            return 0.0 if language in ("en", "nl", "da", "nb", "sv", "de") else -1.5
        if head_word in _ELISION:
            return 0.0 if language in ("fr", "it", "ca") or (head_word in "do" and language == "en") else -1.0
        if language == "pl":  # Humphrey’a
            return -1.0 if len(tail_word) < 4 else -5.0
        if language == "tr":  # Ankara’da
            return -0.7 if head and head[0][:1].isupper() else -5.0
        return -0.7 if language == "uk" else -5.0
    if right == _LETTER and left != _DIGIT:
        return -1.5 if tail_word in _APHAERESIS else -6.5
    if left == _LETTER:
        if head_word.endswith("in") or head_word in ("an", "o", "th"):
            return -3.0
        return -3.0 if head_word.endswith("s") else -5.0
    return -4.0 if right == _DIGIT else -7.0


def _first_word(after: str) -> str:
    tail = re.match(r"[^\W\d_]*", after[:12])
    return tail[0].lower() if tail else ""


def _dash(left: str, right: str, mark: str, language: str, edge: bool) -> float:
    if left == _SPACE and right == _SPACE:
        return (
            -0.2 if not edge or language in ("fr", "es", "pt", "pl", "hu", "ru", "uk", "cs", "it") else -3.0
        )
    tight = mark == "—" and language in ("en", "es")
    if left == _DIGIT and right == _DIGIT:
        return -0.3 if mark == "–" else -3.0
    if left == _SPACE or right == _SPACE:
        loose = 2.0 if tight and (left != _SPACE or language == "es") else 5.0
        return -loose if left in 'a."0 ' and right in 'a."0 ' else -6.0
    return -1.0 - (0.0 if tight else 3.0 if mark == "–" else 2.0)


def _other(mark: str, left: str, right: str) -> float:
    if mark in "°%" and left in "0 ":
        return -1.0 if left == _DIGIT else -4.0
    if mark in "€£" and _DIGIT in (left, right):
        return -0.3 if right == _DIGIT else -1.3
    if mark == "•" and right == _SPACE and left == _SPACE:
        return -1.0
    if mark in "★☆":
        return -9.0 if _LETTER in (left, right) else -2.0
    if mark in "²³" and left == _LETTER and right not in "a0":
        return -3.0
    if mark in "½¼¾" and left in "0 ":
        return -2.5
    if mark in "¿¡" and right == _LETTER and left in ' "':
        return -0.5
    return -4.5 if mark in "©®™•" and _LETTER not in (left if mark == "•" else "", right) else -8.0
