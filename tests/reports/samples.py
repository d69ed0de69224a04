"""Results that several tests of reports render."""

from collections import Counter

from textclean import Document, Edit, Notice, Result, apply
from textclean.reports.summary import Summary


def result(text: str, edits: list[Edit], warnings: tuple[Notice, ...] = ()) -> Result:
    return Result(Document(text, "utf-8", "valid UTF-8"), apply(text, edits), tuple(edits), warnings)


ONE = result(
    "A “b” c\nSign up now\nEnd caf\ufffd\n",
    [
        Edit(2, "“", '"', ("quotes.straight",)),
        Edit(4, "”", '"', ("quotes.straight",)),
        Edit(8, "Sign up now\n", "", ("en.newsletter.sign-up",), 0.97),
    ],
    (Notice(27, "\ufffd", "repair.lost-letter", "no word of the document tells which letter"),),
)
SUMMARY = Summary(
    files=2,
    changed=1,
    failed=1,
    counts=Counter({"quotes": 2, "newsletter": 1}),
    words=Counter({"newsletter": 3}),
    encodings=Counter({"utf-8": 2}),
)
HOSTILE = "\x1b[31m\x9b2J\u202egnp.exe\x07 [/x] [bold] %0A::error::x\n,:"
"""What must not reach a terminal, rich's markup or a workflow's log as it is."""
RAW = "\x1b\x9b\u202e\x07"
