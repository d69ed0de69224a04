"""Lost characters: marks of which a wrong codec left only a stump, put back from context.

`mistake?€? and` was `mistake” and`: UTF-8 read as cp1252 and stored in a charset without œ and without the
byte 0x9D. No codec gives such a mark back, its neighbours do. Nothing is done without proof of damage on the
line: a stump such as `?€?` or `â€?` is proof, `really??` and `Or €? Nobody knew` are none.
"""

from __future__ import annotations

import re

from textclean.edits import Changes, Edit, Notice
from textclean.settings import Options

_TRIGGER = re.compile("\\?€[?™“”˜œ¦ž]|â(?:€|\\?\\?|\ufffd\ufffd)|\ufffd")
_STUMP = re.compile(
    "(?P<lead>\\?€|â€)(?P<last>[™“”˜œ¦ž])"
    "|(?:\\?€\\?|â€[?\ufffd]?(?![^\\s\\w.,:;!?()-])|â(?:\\?\\?|\ufffd{2})|\ufffd{3}|\ufffd)"
)
_SURVIVOR = {"™": "’", "“": "–", "”": "—", "˜": "‘", "œ": "“", "¦": "…", "ž": "„"}
_CONTRACTION = re.compile(r"(?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)
_MENTION = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`", "„": "“", "«": "»", "(": ")"}


def restore(text: str, options: Options) -> Changes:
    """Put lost quotation marks, apostrophes and dashes back; what context does not decide is a notice."""
    if not _TRIGGER.search(text):
        return Changes()
    edits: list[Edit] = []
    notices: list[Notice] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if _TRIGGER.search(line):
            _restore_line(line, start, edits, notices)
        start += len(line)
    return Changes(edits, notices)


def _restore_line(line: str, offset: int, edits: list[Edit], notices: list[Notice]) -> None:
    opened = False
    position = 0
    for match in _STUMP.finditer(line):
        stump = match[0]
        opened = _still_open(line[position : match.start()], opened)
        position = match.end()
        left, right = line[: match.start()][-1:], line[match.end() :][:1]
        if _MENTION.get(left) == right != "":
            continue
        if match["last"]:
            if match["lead"] == "â€":
                continue  # nothing lost: re-decoding gives it back
            mark = _SURVIVOR[match["last"]]
        else:
            mark = _mark(line, match.start(), match.end(), opened)
        if not mark:
            reason = "a character was lost here, and its neighbours do not tell which"
            notices.append(Notice(offset + match.start(), stump, "repair.lost-quote", reason))
            continue
        opened = mark == "“" or (opened and mark != "”")
        rule = "repair.lost-dash" if mark in "–—…" else "repair.lost-quote"
        edits.append(Edit(offset + match.start(), stump, mark, (rule,), 0.95))


def _still_open(between: str, opened: bool) -> bool:
    """Whether a quotation is open after `between`, which holds only marks that survived."""
    for mark in between:
        if mark in "“”":
            opened = mark == "“"
        elif mark == '"':
            opened = not opened
    return opened


def _mark(line: str, start: int, end: int, opened: bool) -> str:
    """The mark that its neighbours call for, or nothing."""
    left, right = line[start - 1 : start], line[end : end + 1]
    single = line[start:end] == "\ufffd"
    if left.isalpha() and right.isalpha():
        if _CONTRACTION.match(line, end) and (left.isascii() or not single):
            return "’"
        return "" if single else "—"
    if single:
        return ""
    if not left or left.isspace():
        return "“" if right and not right.isspace() else "”" if opened and not right else "—" if right else ""
    if not right or right.isspace() or right in ".,;:!?)":
        return "”" if opened or left in ".,!?" else "’"
    return "“" if left in "([—–" and right.isalnum() else ""
