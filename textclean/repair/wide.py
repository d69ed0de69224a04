"""UTF-8 read as a charset of two bytes: `It鈥檚` for It’s, `鍏充簬鎴戜滑` for 关于我们, `縺薙ｓ` for こん.

Programs from China, Japan and Korea read an unmarked page so. Written back in that charset a line is UTF-8
again, which no right line is; where the last byte of a mark found no partner and was lost (`don鈥t`,
`gate鈥�`), what stands around tells which mark it was. UTF-16 of which each byte became a character is the
same mistake the other way round, and shows by its byte order mark.
"""

from __future__ import annotations

import re

from textclean.edits import Changes, Edit
from textclean.patterns import compile_pattern
from textclean.repair.lines import lines_of, trimmed
from textclean.repair.redecode import is_text
from textclean.repair.scripts import glued
from textclean.repair.talk import talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

RULE = "repair.mojibake"
CODECS = ("gb18030", "cp932", "cp949", "big5")
_WIDE = compile_pattern("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff61-\uff9f]")
_LOST = re.compile(b"\xe2\x80[?\x00]|\xe2\x80(?![\x80-\xbf])")
"""The beginning of a typographic mark that lost its last byte."""
_HOLE = "\ue000"
_SAVED = 3.0
"""Bits that a reading must save for each character that it takes away."""
_LOOKED = 600
"""Characters of a line that are weighed."""
_MARKS = frozenset("‘’“”–—…•€™©®°·×½é\xa0")


def may_be_wide(traces: Traces) -> bool:
    """Whether there is a character of Chinese, Japanese or Korean, or a mark of UTF-16."""
    return _is_utf16(traces.text) or (not traces.is_ascii and any(char >= "\u2e80" for char in traces.odd))


def wide_stage(options: Options) -> Stage:
    """Undo UTF-8 read as a charset of two bytes, line by line."""

    def repair(text: str) -> Changes:
        if _is_utf16(text) and (whole := _from_utf16(text)):
            return Changes(list(trimmed(0, text, whole, RULE, 0.99)))
        edits: list[Edit] = []
        for start, end in lines_of(text, _WIDE):
            line = text[start:end]
            after = None if talks(line) else read(line)
            if after is not None:
                edits += trimmed(start, line, after, RULE, 0.97)
        return Changes(edits)

    return repair


def _is_utf16(text: str) -> bool:
    """Whether a text is UTF-16 with its byte order mark, each byte a character: `ÿþa\\0b\\0`."""
    return text[:2] in ("ÿþ", "þÿ") and 4 * text.count("\0") > len(text)


def _from_utf16(text: str) -> str | None:
    even = text[: len(text) & -2]  # a line end may have been added behind it
    try:
        found = even.encode("latin-1").decode("utf-16")
    except UnicodeError:
        return None
    return found + text[len(even) :] if is_text(found.replace("\n", "").replace("\r", "")) else None


def read(line: str) -> str | None:
    """The line as it was, if written back in one of the charsets it is UTF-8 that reads better."""
    for codec in CODECS:
        found = _undo(line, codec)
        if found is not None and is_text(found) and glued(found) <= glued(line) and _is_better(line, found):
            return found
    return None


def _undo(line: str, codec: str) -> str | None:
    try:
        data = line.replace("\ufffd", "\0").encode(codec)
    except UnicodeEncodeError:
        return None
    data = _LOST.sub(_HOLE.encode(), data)
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return _filled(found) if "\0" not in found else None


def _filled(text: str) -> str:
    """Text with the marks that stand where only their beginnings were left."""
    parts = text.split(_HOLE)
    found = parts[0]
    for part in parts[1:]:
        found += _mark(found[-1:], part[:1]) + part
    return found


def _mark(before: str, after: str) -> str:
    if before.isalnum() and after.isalpha():
        return "’"
    if after.isalnum():
        return "“"
    return "”" if before.strip() else "–"


def _is_better(line: str, found: str) -> bool:
    """Whether the reading is a language, or takes only marks of punctuation back."""
    new = {char for char in found if not char.isascii()}
    if new <= _MARKS:
        return bool(new)
    from textclean.repair.letters import surprise

    saved = surprise(line[:_LOOKED]) - surprise(found[:_LOOKED])
    return saved > _SAVED * max(2, abs(len(line) - len(found)))
