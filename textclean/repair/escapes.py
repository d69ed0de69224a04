"""Escapes that were never undone: `&eacute;`, `\\u2019`, `\\xe2\\x80\\x99`, `=E2=80=99`, `%E2%80%99`.

Each is right somewhere, in markup, code, mail and addresses, and litter in prose; so the place decides. A
decoded character must be one that prose has. ftfy undoes entities only, none of them where a `<` occurs, and
takes quadratic time for `&amp;amp;…`, which is one match here.
"""

from __future__ import annotations

import re

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.entities import decode_entity
from textclean.repair.lines import lines_of
from textclean.repair.protect import fences, inside, is_code, protected
from textclean.repair.talk import shows, talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

TRIGGER = compile_pattern(
    r"[&\\=%](?:(?<=&)(?:#[0-9xX]|[A-Za-z][A-Za-z0-9]{1,31};|[lr][sd]quo|[nm]dash|hellip)|(?<=\\)[uUx][0-9A-Fa-f{]"
    r"|(?<==)[0-9A-Fa-f]{2}|(?<=%)[0-9A-Fa-f]{2}%)"
)
SIGNS = tuple(
    (frozenset(sign), compile_pattern(pattern))
    for sign, pattern in (
        ("&", r"&(?:#[0-9xX]|[A-Za-z][A-Za-z0-9]{1,31};|[lr][sd]quo|[nm]dash|hellip)"),
        ("\\", r"\\[uUx][0-9A-Fa-f{]"),
        ("=", r"=[0-9A-Fa-f]{2}"),
        ("%", r"%[0-9A-Fa-f]{2}%"),
    )
)
"""TRIGGER by its first character: a pattern that begins with one character skips to it at once."""
ESCAPE = compile_pattern(
    r"""(?P<entity>&(?:amp;)*(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});
        |&(?:[lr][sd]quo|[nm]dash|hellip)(?![a-z]{0,3};))
    |(?P<unicode>(?:\\{1,2}(?:u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|U000[01][0-9A-Fa-f]{4}))+)
    |(?P<bytes>(?:\\{1,2}x[0-9A-Fa-f]{2})+)
    |(?P<quoted>(?:=[0-9A-Fa-f]{2})+)
    |(?P<percent>(?:%[0-9A-Fa-f]{2}){2,})""",
    re.VERBOSE,
)
RULES = {
    "entity": "repair.entity",
    "unicode": "repair.escape",
    "bytes": "repair.escape",
    "quoted": "repair.quoted-printable",
    "percent": "repair.percent-escape",
}
HEX = compile_pattern(r"[0-9A-Fa-f]{4,}")
BYTE = compile_pattern(r"[0-9A-Fa-f]{2}")
BARE = compile_pattern(r"&(?!(?:#[0-9]|#[xX][0-9A-Fa-f]|[A-Za-z])[A-Za-z0-9]{0,31};)")
ADDRESS = compile_pattern(r"[/=&@+]|\?\w|%2[0-9A-Fa-f]|%3[AaDdFf]|\w\.[a-z]{2,5}\b")
MENTION = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»"}
TAG = compile_pattern(r"&lt;/?[A-Za-z!]|<[A-Za-z/!][^<>]{0,200}>")


WORD = 100
"""How far to either side a word is looked at."""


def may_escape(traces: Traces) -> bool:
    """Whether there is anything that looks like an escape."""
    return any(traces.any_of(sign) and pattern.search(traces.text) for sign, pattern in SIGNS)


def escape_stage(options: Options) -> Stage:
    """Decode escapes in prose."""

    def repair(text: str) -> Changes:
        if not TRIGGER.search(text):
            return Changes()
        edits: list[Edit] = []
        notices: list[Notice] = []
        fenced = fences(text)
        for start, end in lines_of(text, TRIGGER):
            if inside(start, end, fenced):
                continue
            line = text[start:end]
            found = _in_line(line)
            if found and talks(line) and shows(line, [(edit.start, edit.end) for edit in found]):
                notices.append(
                    Notice(start, line[:80], found[0].rules[0], "This line talks about characters.")
                )
                continue
            edits += [edit._replace(start=edit.start + start) for edit in found]
        return Changes(edits, notices)

    return repair


class Line:
    """A line and what its escapes depend on, found out once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = protected(text)
        self.has_tags = TAG.search(text) is not None
        self.is_markup = self.has_tags and "<" in text
        self.is_bare = "&" in text and any(not inside(*hit.span(), self.spans) for hit in BARE.finditer(text))


def _in_line(text: str) -> list[Edit]:
    if is_code(text):
        return []
    line = Line(text)
    found = []
    spans = iter([*line.spans, (len(text) + 1, len(text) + 1)])
    low, high = next(spans)
    for match in ESCAPE.finditer(text):
        start, end = match.span()
        while high <= start:
            low, high = next(spans)
        if low < end or MENTION.get(text[start - 1 : start]) == text[end : end + 1] != "":
            continue
        kind = match.lastgroup or ""
        after = DECODERS[kind](line, start, end)
        if after is not None and after != match[0]:
            found.append(Edit(start, match[0], after, (RULES[kind],), 0.97))
    return found


def _entity(line: Line, start: int, end: int) -> str | None:
    """The character of an entity, unless it is one of those that right text needs.

    `AT&T, B&amp;B`: a line with a bare `&` was not escaped, so its `&amp;` is meant. `&lt;b&gt;` would make
    markup out of text.
    """
    if line.is_markup:
        return None
    escape = line.text[start:end]
    after = decode_entity(escape)
    if after in ("&", "<", ">", '"', "'"):
        if after in "<>" and line.has_tags:
            return None
        return None if line.is_bare and escape.count("amp;") < 2 else after
    return after


def _unicode(line: Line, start: int, end: int) -> str | None:
    word = line.text[max(0, line.text.rfind(" ", 0, start), start - WORD) : end]
    if ":\\" in word:
        return None
    units = b"".join(
        chr(int(digits, 16)).encode("utf-16-be", "surrogatepass")
        for digits in HEX.findall(line.text[start:end].replace("{", "").zfill(4))
    )
    after = units.decode("utf-16-be", "replace")
    return after if _is_prose(after) or after in "\"'&" else None


def _bytes(line: Line, start: int, end: int) -> str | None:
    text = line.text
    data = bytes(int(digits, 16) for digits in BYTE.findall(text[start:end].replace("\\x", "")))
    after = _from_utf8(data)
    if after is None and (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
        after = data.decode("cp1252", "replace")
    return after if after is not None and _is_prose(after) else None


def _quoted(line: Line, start: int, end: int) -> str | None:
    data = bytes.fromhex(line.text[start:end].replace("=", ""))
    after = _from_utf8(data)
    if after is None and _is_mark(line.text, start, end):
        after = data.decode("cp1252", "replace")
        after = after if after in MARKS else None
    return after


def _is_mark(text: str, start: int, end: int) -> bool:
    """Whether a mark of cp1252 stands here as in `don=92t`, `=93Yes=94`; `x =93` is an equation."""
    before, after = text[start - 1 : start], text[end : end + 1]
    in_word = text[max(0, start - 2) : start].isalpha() and before.islower()
    if after.isalpha():
        return in_word or (before in ("", " ", "(") and after.isupper())
    return (in_word or before in (".", ",", "!", "?")) and (not after or after in " .,;:!?)")


def _percent(line: Line, start: int, end: int) -> str | None:
    """Characters of `%E2%80%99`, unless the word around it may be part of an address."""
    text = line.text
    low, high = start, end
    while low > max(0, start - WORD) and not text[low - 1].isspace():
        low -= 1
    while high < min(len(text), end + WORD) and not text[high].isspace():
        high += 1
    if ADDRESS.search(text, low, high):
        return None
    return _from_utf8(bytes.fromhex(text[start:end].replace("%", "")))


def _from_utf8(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if _is_prose(text) else None


def _is_prose(text: str) -> bool:
    """Whether escapes are worth decoding: not all ASCII, no controls, nothing unassigned."""
    return not text.isascii() and all(
        char.isprintable()
        or char in "\xa0\xad\u200b\u200c\u200d\u200e\u200f\u2009\u202f\ufeff"
        or char.isspace()
        for char in text
    )


MARKS = frozenset("‘’“”–—…")
DECODERS = {
    "entity": _entity,
    "unicode": _unicode,
    "bytes": _bytes,
    "quoted": _quoted,
    "percent": _percent,
}
