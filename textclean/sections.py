"""Sections: a text too long to be looked at whole is cleaned in parts, and always in the same ones.

A book or a dump of a thousand articles needs no more memory than a page, if it is cleaned section by
section; and then it must not matter how it came: `Cleaner.clean` of the whole text and a file that is read in
blocks of any size give the same, because both cut by this one rule.

- A text of at most WHOLE characters is one section: all of an article is always seen together.
- A longer one is cut from its start. A section ends at the best place among the AHEAD characters that follow
  its first LONG ones, and whether it is cut at all depends on nothing but there being more text than those.
- The best place is a blank line between paragraphs of prose, outside any quotation, for no appeal and no list
  of links stands there; then any blank line, any line end, any space. Only a text without even spaces is cut
  anywhere, and never between a letter and the accent that follows it.

A section is cleaned as a text of its own: its language, its quotation marks and its damage are found from it,
which also suits a dump in several languages. So what is said of a text of at most WHOLE characters holds for
each section of a longer one: that it is proved, and that its second cleaning changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

WHOLE = 1 << 18
"""Characters of the longest text that is looked at whole; the longest articles have a tenth."""
LONG = 1 << 16
"""Characters of a section at least."""
AHEAD = 1 << 14
"""Characters behind those in which to look for a place to cut."""
PROSE = 80
"""Characters of a line that no button and no link has."""
_BLANK = re.compile(r"\n[ \t\r]*\n")
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}[ \t\r]*$")


def sections(parts: Iterable[str]) -> Iterator[str]:
    """Cut a text that comes in parts into its sections; joined, they are the text.

    >>> list(sections(["A short ", "text."]))
    ['A short text.']
    """
    held: list[str] = []
    size = 0
    is_long = False
    for part in parts:
        held.append(part)
        size += len(part)
        if size <= (LONG + AHEAD if is_long else WHOLE):
            continue
        is_long = True
        rest = "".join(held)
        start = 0
        while len(rest) - start > LONG + AHEAD:
            end = cut(rest, start)
            yield rest[start:end]
            start = end
        held = [rest[start:]]
        size = len(held[0])
    if size:
        yield "".join(held)


def cut(text: str, start: int) -> int:
    """Where the section that begins at `start` ends; more than LONG + AHEAD characters follow from there."""
    low, high = start + LONG, start + LONG + AHEAD
    blank = 0
    for match in _BLANK.finditer(text, low, high - PROSE):
        blank = blank or match.end()
        if _is_between_prose(text, match.start(), match.end()):
            return match.end()
    if blank:
        return blank
    for sign in "\n", " ":
        place = text.find(sign, low, high)
        if place >= 0:
            return place + 1
    while low < high - 1 and (unicodedata.combining(text[low]) or text[low - 1 : low + 1] == "\r\n"):
        low += 1
    return low


def _is_between_prose(text: str, end: int, start: int) -> bool:
    """Whether a paragraph of prose ends at `end`, with all its quotations, and another begins at `start`."""
    before = text[text.rfind("\n", max(0, end - LONG), end) + 1 : end] if end else ""
    after = text[start : start + PROSE]
    return (
        len(before) >= PROSE
        and len(after) == PROSE
        and "\n" not in after
        and _END.search(before[-8:]) is not None
        and before.count('"') % 2 == 0
        and before.count("“") + before.count("„") == before.count("”")
        and before.count("«") == before.count("»")
    )
