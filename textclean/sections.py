"""Sections: a text too long to be looked at whole is cleaned in parts, and a second time in the same ones.

A book or a dump of a thousand articles needs no more memory than a page, if it is cleaned section by
section. Then it must not matter how it came: `Cleaner.clean` of the whole text and a file that is read in
blocks of any size give the same, because both cut by this one rule. And cleaning must not move the cuts, or a
second run would look at other sections and might find something there. Counting characters cannot do that: a
clean section is shorter, and what follows would move into it. So the cuts depend on what stands there:

- A text of at most LONG characters is one section: all of an article is always seen together.
- `cut` finds where a section ends, from its beginning alone: behind the first paragraph of prose, LONG
  characters or more from there, whose words say so by their hash, one of CHOSEN, as backups find the
  parts of a file that stayed (Muthitacharoen et al. 2001, "A low-bandwidth network file system"). No appeal
  and no list of links stands there, and no quotation is open. What has no such place is cut at a line end or
  a space, LINE, SPACE or ANYWHERE characters from its beginning.
- A section is accepted when, clean, it still ends where `cut` says. If not, it is made longer or shorter by
  what is missing, and cleaned anew. Mostly the first is accepted, since damage and its repair leave the
  letters of ASCII and the number of words as they are, of which the hash is made.

A section is cleaned as a text of its own: its language, its quotation marks and its damage are found from it,
which also suits a dump in several languages. So what is said of a text of at most LONG characters holds for
each section of a longer one: that it is proved, and that its second cleaning changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from textclean.edits import Edit

LONG = 1 << 16
"""Characters of a section at least; the longest articles have a third."""
LINES = 2 * LONG
"""Characters from which on a chosen line will do where no blank line follows."""
LINE, SPACE, ANYWHERE = 3 * LONG, 7 * LONG // 2, 4 * LONG
"""Characters from which on a section ends at any line end, at any space, anywhere."""
MOST = 16 * LONG
"""Characters of a section beyond which it is accepted as it is: nearly all of it went."""
CHOSEN = 64
"""One paragraph of prose in so many can end a section."""
PROSE = 80
"""Characters of a line that no button and no link has."""
AHEAD = ANYWHERE + 64
"""Characters that `cut` looks at, at most."""
_BREAK = re.compile(r"\n(?:[ \t\r]*\n)?")
_SPACE = re.compile(r"[ \n]")
_END = re.compile(r"[.!?…。！？].{0,3}[ \t\r]*$")
_TOLD = re.compile(r"[A-Za-z0-9]+")
_MARKS = '"“”„«»'


class Cleaned(Protocol):
    """What is known of a clean section."""

    @property
    def text(self) -> str:
        """The clean text."""

    @property
    def edits(self) -> Sequence[Edit]:
        """What led there."""


Done = TypeVar("Done", bound=Cleaned)


def in_sections(parts: Iterable[str], clean: Callable[[str], Done]) -> Iterator[Done]:
    """Clean a text that comes in parts, section by section; an empty text has none.

    `clean` is asked once or a few times for each section, and what it gave for the one accepted is passed on.
    """
    held = _Held(parts)
    while held.holds(1):
        held.holds(AHEAD)
        end = cut(held.ahead(0))
        tried: set[int] = set()
        while True:
            done = clean(held.section(end))
            tried.add(end)
            held.holds(end + AHEAD)
            wanted = cut(done.text + held.ahead(end))
            if wanted == len(done.text) or end >= MOST:
                break
            other = origin(wanted, done.edits)
            if other in tried:
                break
            end = other
        yield done
        held.drop(end)


class _Held:
    """What of a text is still to be cleaned, as far as it was needed."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = iter(parts)
        self._text = ""
        self._start = 0

    def holds(self, size: int) -> bool:
        """Whether there are so many characters, or more."""
        missing = size - (len(self._text) - self._start)
        taken: list[str] = []
        while missing > 0:
            part = next(self._parts, None)
            if part is None:
                break
            taken.append(part)
            missing -= len(part)
        if taken:
            self._text = "".join([self._text[self._start :], *taken])
            self._start = 0
        return missing <= 0

    def section(self, end: int) -> str:
        """The first `end` characters."""
        return self._text[self._start : self._start + end]

    def ahead(self, start: int) -> str:
        """As many characters from `start` as `cut` looks at."""
        return self._text[self._start + start : self._start + start + AHEAD]

    def drop(self, end: int) -> None:
        """Forget the first `end` characters."""
        self._start += end


def cut(text: str) -> int:
    """Where the first section of a text ends, which the characters up to there tell, and a space behind them.

    >>> cut("A short text.")
    13
    """
    for match in _BREAK.finditer(text, LONG, LINE):
        if (match.start() >= LINES or match[0].count("\n") > 1) and _is_chosen(text, match.start()):
            return match.end()
    for pattern, low in (_BREAK, LINE), (_SPACE, SPACE):
        found = pattern.search(text, low, ANYWHERE)
        if found:
            return found.end()
    end = ANYWHERE
    while end < len(text) and end < AHEAD and unicodedata.combining(text[end]):
        end += 1
    return min(end, len(text))


def _is_chosen(text: str, end: int) -> bool:
    """Whether the line that ends there is prose, with all its quotations, and one of the chosen."""
    line = text[text.rfind("\n", max(0, end - LONG), end) + 1 : end]
    if len(line) < PROSE or not _END.search(line[-12:]) or sum(map(line.count, _MARKS)) % 2:
        return False
    told = f"{''.join(_TOLD.findall(line))} {len(line.split())}"
    return zlib.crc32(told.encode()) % CHOSEN == 0


def origin(place: int, edits: Sequence[Edit]) -> int:
    """Where a place in a clean text, or behind its end, was before the edits.

    What went right there was before it, and inside what an edit made it is where that edit ended.

    >>> origin(5, [Edit(3, "SHARE ", "", ("x",), 1.0)])
    11
    """
    shift = 0
    for edit in edits:
        start = edit.start + shift
        if start > place or (start == place and edit.after):
            break
        shift += len(edit.after) - len(edit.before)
        if start + len(edit.after) > place:
            return edit.end
    return place - shift
