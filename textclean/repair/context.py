"""Context: which mark belongs between these neighbours.

Rules beat a letter model here: the role of a mark (opens, closes, apostrophe, dash, ellipsis) shows in what
stands left and right of it, and the language says which mark plays that role. Scores are natural logarithms,
0 for what is quite usual. `it_s` wants an apostrophe, `him_unfortunately` a dash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

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


@lru_cache(maxsize=4096)
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
    if left == right == _SPACE and is_spaced(before, after):
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
    return -6.0 if mark == "•" and before.strip() else _other(mark, left, right, after)


def is_spaced(before: str, after: str) -> bool:
    """Whether spaces are set around all marks here, so that a mark between spaces may open or close."""
    return _SPACED.search(before[-60:] + after) is not None


STANDING = "“”‘’„‚«»‹›–—…°€£½¼¾×§•¿¡"
"""Marks that can be told by their place alone."""


def stands(mark: str, role: str, before: str, after: str, language: str) -> bool:
    """Whether a mark of which nothing is left can stand here at all.

    Where only a sign of the loss is left, the place is all that speaks for a mark, and a wrong one is worse
    than none: `Stra_e` is no `Stra—e`, `Preu_en` no `Preu’en`, `_cretsiz` no `“cretsiz`, `30_C` no `30—C`.
    """
    left, right = kind(before[-1:]), kind(after[:1])
    if role == DASH:
        return left == right == _SPACE or left == right == _DIGIT or _are_words(before, after, language)
    if role == APOSTROPHE:
        if right == _LETTER:
            return (left == _LETTER or (left == _DIGIT and language == "tr")) and _is_contraction(
                before, after, language
            )
        return left == _LETTER and language in _SELDOM_LAST and before[-1:] in "sn"
    if role == OPEN:
        if left not in (_SPACE, _OPENER, _HYPHEN) or right not in (_LETTER, _DIGIT, _OPENER, "."):
            return False
        if right == "." and after[:1] not in ".…":
            return False
        return not after[:1].islower() or _is_whole(_first_word(after), language, _SELDOM_FIRST)
    if role == CLOSE:
        if left in (_SPACE, _OPENER) or right not in (_SPACE, _STOP, _CLOSER, _HYPHEN):
            return False
        return left != _LETTER or _is_whole(_last_word(before).lower(), language, _SELDOM_LAST)
    if role == ELLIPSIS:
        return left not in (_LETTER, _DIGIT) and right == _SPACE  # behind a word it may as well be ”, ’ or é
    if mark in "¿¡":
        return language in ("es", "ca") and right == _LETTER
    return _DIGIT in (left, right) if mark in "°€£½¼¾×§" else mark == "•" and not before.strip()


_SELDOM_FIRST = ("en", "nl", "it", "es", "pt", "de", "da", "nb", "sv", "fi")
_SELDOM_LAST = ("en", "nl", "de", "da", "nb")
"""Languages in which few words begin, or end, with a letter outside ASCII: what is lost there was a mark."""


def is_elided(before: str, after: str, language: str) -> bool:
    """Whether an apostrophe stands between a short word and a whole one: `l_on` is l’on, and no Léon."""
    tail = _first_word(after)
    return len(tail) > 1 and _is_contraction(before, after, language) and tail in _common(language)


def _is_whole(word: str, language: str, languages: tuple[str, ...]) -> bool:
    """Whether a word beside a loss lacks no letter."""
    return language in languages or word in _common(language)


def _common(language: str) -> Mapping[str, int]:
    """The commonest words of a language; its table is read where one is asked for."""
    from textclean.repair.lost_letters import common_words

    return common_words().get(language, {})


def _is_contraction(before: str, after: str, language: str) -> bool:
    """Whether an apostrophe belongs between these two parts of a word: `don_t`, `l_eau`, `Ankara_da`."""
    head, tail = _last_word(before), _first_word(after)
    word = head.lower()
    if after[len(tail) : len(tail) + 1] in ("\ufffd", "?"):
        return False
    if language in _ELIDING and word in _ELISION and tail[:1]:
        return tail[0] in _VOWELS
    if language in _SUFFIXES:
        found = _SUFFIXES[language].fullmatch(tail)
        is_name = (len(word) > 1 and head[:1].isupper()) or before[-1:].isdigit()
        return found is not None and (language == "uk" or is_name)
    if language == "en" and tail in _VERBS and not head[:1].isupper() and word not in _common(language):
        return False  # na_ve is naïve
    return tail in _CONTRACTED.get(language, ()) and (tail != "t" or word.endswith("n"))


_CONTRACTED = {"en": ("s", "t", "re", "ve", "d", "m", "ll"), "nl": ("s", "n", "t"), "de": ("s", "n")}
_VERBS = ("re", "ve", "d", "m", "ll")
_ELIDING = ("fr", "it", "ca")
_VOWELS = frozenset("aeiouyhàâæéèêëîïôœùûüáíóú")
_SUFFIXES = {
    "pl": compile_pattern("a|owi|em|ego|emu|ie|y|ów|om"),
    "tr": compile_pattern(
        "(?:[dt][ae]|[dt][ae]n|n?[iıuü]n|[yn]?[iıuü]|[yn]?[ae]|[yl][ae]|l[iıuü]|[dt][ae]ki)(?:ki|ydi|yla)?"
    ),
    "uk": compile_pattern("[яюєї].*"),
}
"""What stands behind an apostrophe inside a word, where it is set before endings, or before some letters."""


def _are_words(before: str, after: str, language: str) -> bool:
    """Whether a dash without spaces joins two common words, as English and Spanish set it: `him—unless`."""
    left, right = _last_word(before).lower(), _first_word(after)
    known = _common(language) if language in _TIGHT else {}
    return len(left) > 1 and len(right) > 1 and left in known and right in known


_TIGHT = ("en", "es")


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
    head = _last_word(before)
    head_word, tail_word = head.lower(), _first_word(after)
    if left == _LETTER and right == _LETTER:
        if tail_word in _ENGLISH_TAIL and (tail_word != "t" or head_word.endswith("n")):
            return 0.0 if language in ("en", "nl", "da", "nb", "sv", "de") else -1.5
        if head_word in _ELISION:
            return 0.0 if language in ("fr", "it", "ca") or (head_word in "do" and language == "en") else -1.0
        if language == "pl":  # Humphrey’a
            return -1.0 if len(tail_word) < 4 else -5.0
        if language == "tr":  # Ankara’da
            return -0.7 if head[:1].isupper() else -5.0
        return -0.7 if language == "uk" else -5.0
    if right == _LETTER and left != _DIGIT:
        return -1.5 if tail_word in _APHAERESIS else -6.5
    if left == _LETTER:
        if head_word.endswith("in") or head_word in ("an", "o", "th"):
            return -3.0
        return -3.0 if head_word.endswith("s") else -5.0
    return -4.0 if right == _DIGIT else -7.0


def _last_word(before: str) -> str:
    head = re.search(r"[^\W\d_]*$", before[-16:])
    return head[0] if head else ""


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


def _other(mark: str, left: str, right: str, after: str) -> float:
    if mark == "°" and left == _DIGIT and after[:1] in ("C", "F"):
        return 0.0
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
