"""Patterns on RE2, whose time grows with the text and with nothing else; an extra brings it.

RE2 never backtracks, so it takes what safety.py cannot count. But its `\\w` and its `\\b` know ASCII
alone: to it `café` ends before the é, and `\\bé` never matches. So texts are spelt out for it: each character
between two marks of its class, which are a word's to RE2 where the character is to `re`.
A boundary stands between two marks, a class is a mark, and a set looks at the mark and at the character:
`\\bé\\d` finds in `AéA010` what `re` finds in `é1`.
"""

from __future__ import annotations

import re._constants as sre
import re._parser as parser
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from textclean.boilerplate.charsets import CLASSES, class_of, classes_of
from textclean.errors import RuleError

EXTRA = "textclean[re2]"
LARGEST = 20_000
"""Instructions: RE2's time is their number by the text's length at worst."""
_ANY = f"[{CLASSES[0]}-{CLASSES[-1]}]"
_PLACES = {
    sre.AT_BEGINNING: r"\A",
    sre.AT_BEGINNING_STRING: r"\A",
    sre.AT_BOUNDARY: r"\b",
    sre.AT_NON_BOUNDARY: r"\B",
    sre.AT_END: r"\z",  # a block has no line break that could follow
    sre.AT_END_STRING: r"\z",
}
_LACKS = {
    sre.ASSERT: "look-around",
    sre.ASSERT_NOT: "look-around",
    sre.GROUPREF: "references to groups",
    sre.GROUPREF_EXISTS: "references to groups",
    sre.ATOMIC_GROUP: "atomic groups",
    sre.POSSESSIVE_REPEAT: "possessive repetition",
}


class Searcher(Protocol):
    """What finds a pattern in a text: of `re`, or of RE2."""

    def search(self, text: str, /) -> object | None:
        """Something where the pattern is found."""


class ForeignError(ValueError):
    """A pattern that RE2 cannot run; the message says why."""


class Linear:
    """A pattern on RE2; it finds what `re` finds, in any text."""

    def __init__(self, pattern: str) -> None:
        re2: Any = import_module("re2")
        options = re2.Options()
        options.never_capture = True
        options.log_errors = False
        options.dot_nl = True
        try:
            self._compiled = re2.compile(spelt(pattern).encode(), options)
        except re2.error as error:
            raise ForeignError(f"does not take it: {_said(error)}") from error
        if self._compiled.programsize > LARGEST:
            raise ForeignError(
                f"would need {self._compiled.programsize:,} instructions, more than {LARGEST:,}"
            )

    def search(self, text: str, /) -> object | None:
        """Something where the pattern is found in the text."""
        found: object | None = self._compiled.search(_marked(text))
        return found


def is_there() -> bool:
    """Whether RE2 is installed."""
    return find_spec("re2") is not None


@cache
def linear(pattern: str) -> Linear:
    """The pattern on RE2; raises ForeignError, or RuleError where a cleaner came to a machine without RE2."""
    try:
        return Linear(pattern)
    except ModuleNotFoundError as error:
        raise RuleError(
            f"a rule was loaded with {EXTRA} and needs it here as well: pip install '{EXTRA}'"
        ) from error


class _Marks(dict[int, str]):
    """Each character between its marks; half a surrogate pair is none, and UTF-8 cannot hold it."""

    def __missing__(self, code: int) -> str:
        mark = class_of(chr(code))
        self[code] = f"{mark}\ufffd{mark}" if 0xD800 <= code <= 0xDFFF else f"{mark}{chr(code)}{mark}"
        return self[code]


_MARKS = _Marks()


@lru_cache(maxsize=16)
def _marked(text: str) -> bytes:
    return text.translate(_MARKS).encode()


def spelt(pattern: str) -> str:
    """The pattern for marked texts, three characters at a time from their beginning on.

    Raises ForeignError for what RE2 lacks, such as `(?=a)`, whether or not it is installed.
    """
    return rf"\A(?:{_ANY}.{_ANY})*(?:{_sequence(parser.parse(pattern))})"


def _sequence(items: Any) -> str:
    return "".join(_item(op, value) for op, value in items)


def _item(op: Any, value: Any) -> str:
    if op in _LACKS:
        raise ForeignError(f"has no {_LACKS[op]}")
    if op is sre.AT:
        return _PLACES[value]
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, body = value
        return f"(?:{_sequence(body)}){{{least},{'' if most == sre.MAXREPEAT else most}}}"
    if op is sre.BRANCH:
        return f"(?:{'|'.join(map(_sequence, value[1]))})"
    if op is sre.SUBPATTERN:
        return f"(?:{_sequence(value[3])})"
    if op is sre.LITERAL:
        return f"{_ANY}{_code(value)}{_ANY}"
    if op is sre.NOT_LITERAL:
        return f"{_ANY}[^{_code(value)}]{_ANY}"
    if op is sre.IN:
        return _set(value)
    return f"{_ANY}[^\\n]{_ANY}"


def _set(members: Any) -> str:
    """A set: of marks, for the classes that it names, and of characters."""
    marks, characters = "", ""
    negated = members[0][0] is sre.NEGATE
    for op, value in members[negated:]:
        if op is sre.CATEGORY:
            marks += classes_of(value)
        else:
            low, high = value if op is sre.RANGE else (value, value)
            characters += f"{_code(low)}-{_code(high)}"
    if negated:
        kept = "".join(each for each in CLASSES if each not in marks)
        if not kept:
            return r"[^\x00-\x{10ffff}]"
        return f"[{kept}]{f'[^{characters}]' if characters else '.'}{_ANY}"
    choices = [f"[{marks}].{_ANY}"] if marks else []
    choices += [f"{_ANY}[{characters}]{_ANY}"] if characters else []
    return f"(?:{'|'.join(choices)})"


def _code(value: int) -> str:
    return f"\\x{{{value:x}}}"


def _said(error: Exception) -> str:
    """What RE2 says, which may come as bytes."""
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
