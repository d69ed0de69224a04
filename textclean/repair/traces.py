"""Traces: what a text has that repair could have anything to say about, found at the speed of memory.

Most texts are right, and of a right text a hundredth is outside ASCII: `’`, `“`, `—`, a no-break space. A
pattern that looks for damage costs six nanoseconds for every character that it passes over; so no pattern
passes over the text. The characters in question come from one deletion of all others in C (one nanosecond),
and the patterns read only their surroundings. Each part of the repair says, from its traces, whether it could
have something to say; one that could not is not run. That is a superset, never a guess: a part that is
skipped would have changed nothing, which a property test proves over thousands of texts.
"""

from __future__ import annotations

import re
from functools import cached_property

ASCII_ODD = "?&\\=%"
"""Characters of ASCII that damage is made of: lost characters and the beginnings of escapes."""
REACH = 4
"""How far to either side of a character outside ASCII any pattern of the repair looks."""
_GAP = 2 * REACH
_PLAIN = bytes(code for code in range(32, 127) if chr(code) not in ASCII_ODD) + b"\t\n\r"
_KIND = bytes(code > 127 for code in range(256))


class Traces:
    """The traces in one text.

    They are local: a piece cut from the text has no trace that the text has not, but for what stands within
    REACH of the cut.
    """

    def __init__(self, text: str, length: int | None = None) -> None:
        self.text = text
        self.length = len(text) if length is None else length
        """How long the text is; 0 for a piece of a text, in which a single sign counts."""
        self._data = text.encode("utf-8", "surrogatepass")
        rest = self._data.translate(None, _PLAIN)
        self.odd = frozenset(rest.decode("utf-8", "surrogatepass"))
        """All different characters of the text, but for the harmless ones of ASCII."""
        self.is_ascii = text.isascii()
        self._hits: dict[re.Pattern[str], bool] = {}

    def any_of(self, chars: frozenset[str]) -> bool:
        """Whether one of `chars` occurs; of ASCII only ASCII_ODD and controls are known."""
        return not self.odd.isdisjoint(chars)

    @cached_property
    def near(self) -> str:
        """The surroundings of all characters outside ASCII, one below the other."""
        if self.is_ascii:
            return ""
        data = self._data
        kinds = data.translate(_KIND)
        pieces = [b""]
        start = kinds.find(1)
        while start >= 0:
            end = kinds.find(bytes(_GAP), start)
            if end < 0:
                pieces.append(data[max(0, start - REACH) :])
                break
            pieces.append(data[max(0, start - REACH) : end + REACH])
            start = kinds.find(1, end)
        else:
            pieces.append(b"")
        return b"\n".join(pieces).decode("utf-8", "surrogatepass")

    def shows(self, pattern: re.Pattern[str]) -> bool:
        """Whether `pattern`, which hits near characters outside ASCII only, hits."""
        found = self._hits.get(pattern)
        if found is None:
            found = self._hits[pattern] = pattern.search(self.near) is not None
        return found
