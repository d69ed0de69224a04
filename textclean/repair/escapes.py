"""Escapes that were never undone: `&eacute;`, `\\u2019`, `\\xe2\\x80\\x99`, `=E2=80=99`, `%E2%80%99`.

Each is right somewhere, in markup, code, mail and addresses, and litter in prose; so the place decides. A
decoded character must be one that prose has. ftfy undoes entities only, none of them where a `<` occurs, and
takes quadratic time for `&amp;amp;…`, which is one match here.
"""

from __future__ import annotations

import re

from textclean.edits import Changes, Edit, Notice
from textclean.pipeline import Stage
from textclean.repair.entities import decode_entity
from textclean.repair.lines import lines_of
from textclean.repair.protect import fences, inside, is_code, protected
from textclean.repair.talk import shows, talks
from textclean.settings import Options

TRIGGER = re.compile(
    r"[&\\=%](?:(?<=&)(?:#[0-9xX]|[A-Za-z][A-Za-z0-9]{1,31};)|(?<=\\)[uUx][0-9A-Fa-f{]"
    r"|(?<==)[0-9A-Fa-f]{2}|(?<=%)[0-9A-Fa-f]{2}%)"
)
ESCAPE = re.compile(
    r"""(?P<entity>&(?:amp;)*(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
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
HEX = re.compile(r"[0-9A-Fa-f]{4,}")
BYTE = re.compile(r"[0-9A-Fa-f]{2}")
BARE = re.compile(r"&(?!(?:#[0-9]|#[xX][0-9A-Fa-f]|[A-Za-z])[A-Za-z0-9]{0,31};)")
ADDRESS = re.compile(r"[/=&@+]|\?\w|%2[0-9A-Fa-f]|%3[AaDdFf]|\w\.[a-z]{2,5}\b")
MENTION = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»"}
TAG = re.compile(r"&lt;/?[A-Za-z!]|<[A-Za-z/!][^<>]{0,200}>")


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


def _in_line(line: str) -> list[Edit]:
    if is_code(line):
        return []
    spans = protected(line)
    found = []
    for match in ESCAPE.finditer(line):
        start, end = match.span()
        kind = match.lastgroup or ""
        if inside(start, end, spans) or MENTION.get(line[start - 1 : start]) == line[end : end + 1] != "":
            continue
        after = DECODERS[kind](line, start, end)
        if after is not None and after != match[0]:
            found.append(Edit(start, match[0], after, (RULES[kind],), 0.97))
    return found


def _entity(line: str, start: int, end: int) -> str | None:
    """The character of an entity, unless it is one of those that right text needs.

    `AT&T, B&amp;B`: a line with a bare `&` was not escaped, so its `&amp;` is meant. `&lt;b&gt;` would make
    markup out of text.
    """
    escape = line[start:end]
    if "<" in line and TAG.search(line):
        return None
    after = decode_entity(escape)
    if after in ("&", "<", ">", '"', "'"):
        if after in "<>" and TAG.search(line):
            return None
        bare = any(not inside(*hit.span(), protected(line)) for hit in BARE.finditer(line))
        return None if bare and escape.count("amp;") < 2 else after
    return after


def _unicode(line: str, start: int, end: int) -> str | None:
    word = line[max(0, line.rfind(" ", 0, start)) : end]
    if ":\\" in word:
        return None
    units = b"".join(
        chr(int(digits, 16)).encode("utf-16-be", "surrogatepass")
        for digits in HEX.findall(line[start:end].replace("{", "").zfill(4))
    )
    after = units.decode("utf-16-be", "replace")
    return after if _is_prose(after) or after in "\"'&" else None


def _bytes(line: str, start: int, end: int) -> str | None:
    data = bytes(int(digits, 16) for digits in BYTE.findall(line[start:end].replace("\\x", "")))
    after = _from_utf8(data)
    if after is None and (line[start - 1 : start].isalpha() or line[end : end + 1].isalpha()):
        after = data.decode("cp1252", "replace")
    return after if after is not None and _is_prose(after) else None


def _quoted(line: str, start: int, end: int) -> str | None:
    return _from_utf8(bytes.fromhex(line[start:end].replace("=", "")))


def _percent(line: str, start: int, end: int) -> str | None:
    """Characters of `%E2%80%99`, unless the word around it may be part of an address."""
    low, high = start, end
    while low and not line[low - 1].isspace():
        low -= 1
    while high < len(line) and not line[high].isspace():
        high += 1
    if ADDRESS.search(line[low:high]):
        return None
    return _from_utf8(bytes.fromhex(line[start:end].replace("%", "")))


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


DECODERS = {
    "entity": _entity,
    "unicode": _unicode,
    "bytes": _bytes,
    "quoted": _quoted,
    "percent": _percent,
}
