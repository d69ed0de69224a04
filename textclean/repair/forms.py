"""NFC: one spelling for each character, so that `é` is found whether it was one code point or two.

The two spellings are the same text by the Unicode standard; NFKC is not used, since 10³ is not 103.
"""

from __future__ import annotations

import unicodedata

from textclean.edits import Changes, Edit
from textclean.patterns import compile_pattern
from textclean.repair.lines import trimmed
from textclean.repair.traces import Traces

WORD = compile_pattern(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""No ASCII character joins the one before it, so each of these can be composed by itself."""


JOINING = compile_pattern(
    "[^\x00-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2122\u2190-\u2328"
    "\u232b-\u2adb\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\U0001f300-\U0001faff]"
)
"""Characters that can have another spelling, or join the one before; some of these never do."""


def may_compose(traces: Traces) -> bool:
    """Whether there is any character whose spelling is in question."""
    return JOINING.search("".join(traces.odd)) is not None


def compose(text: str) -> Changes:
    """Bring `text` into NFC."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Changes()
    edits: list[Edit] = []
    for word in WORD.finditer(text):
        after = unicodedata.normalize("NFC", word[0])
        edits += trimmed(word.start(), word[0], after, "repair.composed", 0.99)
    return Changes(edits)
