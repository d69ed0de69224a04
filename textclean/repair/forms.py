"""NFC: one spelling for each character, so that `é` is found whether it was one code point or two.

The two spellings are the same text by the Unicode standard; NFKC is not used, since 10³ is not 103.
"""

from __future__ import annotations

import re
import unicodedata

from textclean.edits import Changes, Edit
from textclean.repair.lines import trimmed

WORD = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
"""No ASCII character joins the one before it, so each of these can be composed by itself."""


def compose(text: str) -> Changes:
    """Bring `text` into NFC."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Changes()
    edits: list[Edit] = []
    for word in WORD.finditer(text):
        after = unicodedata.normalize("NFC", word[0])
        edits += trimmed(word.start(), word[0], after, "repair.composed", 0.99)
    return Changes(edits)
