"""Marking: the clean text with what was removed left in its place, marked, for review.

[-newsletter.sign-up 95 %
Sign up for our free newsletter!
-]
"""

from __future__ import annotations

from collections.abc import Iterable

from textclean.edits import Edit, apply
from textclean.settings import CATEGORIES

OPEN, CLOSE = "[-", "-]"


def mark(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` made, save that removed boilerplate stays, between marks that name its rules."""
    return apply(text, (_marked(edit) if _is_removal(edit) else edit for edit in edits))


def _is_removal(edit: Edit) -> bool:
    """Whether an edit takes boilerplate out; repairs and quotation marks are left as they are."""
    return not edit.after.strip() and bool(_named(edit))


def _named(edit: Edit) -> list[str]:
    """The edit's boilerplate rules: `language.category.name`."""
    return [rule for rule in edit.rules if rule.count(".") > 1 and rule.split(".")[-2] in CATEGORIES]


def _marked(edit: Edit) -> Edit:
    body = edit.before.strip("\r\n")
    lead = edit.before[: len(edit.before) - len(edit.before.lstrip("\r\n"))]
    tail = edit.before[len(lead) + len(body) :] or "\n"
    why = ", ".join(_named(edit))
    return edit._replace(after=f"{lead}{OPEN}{why} {edit.confidence:.0%}\n{body}\n{CLOSE}{tail}")
