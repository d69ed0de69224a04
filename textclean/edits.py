"""Edits: what a stage returns, what a report shows, and what proves that nothing was lost.

Changes are recorded as rules fire and never found by comparing texts afterwards: a character diff of 40 KB
takes a minute and names no reason, a recorded edit costs nothing and knows its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textclean.errors import EditError


class Edit(NamedTuple):
    """One change of a text: at `start`, `before` becomes `after`.

    `before` makes an edit check itself: applied to a text that does not hold `before` at `start` it raises
    instead of damaging the text. An insertion has an empty `before`, a removal an empty `after`.
    """

    start: int
    """Offset in code points, 0-based, in the text that the edit applies to."""
    before: str
    after: str
    rules: tuple[str, ...] = ()
    """Ids of the rules that asked for it, in the order in which they fired: `repair.mojibake`."""
    confidence: float = 1.0
    """From 0 to 1: how sure it is that a careful reader would make this change."""
    reason: str = ""
    """Words of this edit's own, where the rule's title alone does not say why; mostly empty."""

    @property
    def end(self) -> int:
        """Offset just past `before`."""
        return self.start + len(self.before)


class Notice(NamedTuple):
    """Something seen and left alone, with its place: damage not repaired, a quotation that never ends."""

    start: int
    """Offset in code points, 0-based, in the original text."""
    text: str
    """The characters that it is about."""
    rule: str
    """Id of the rule that saw it."""
    reason: str
    """Why it was left as it is, as one sentence for a person."""


class Changes(NamedTuple):
    """What a stage has to say of a text: the edits it asks for and the notices it leaves.

    Edits and notices are sorted by `start` and refer to the text that the stage was given.
    """

    edits: Sequence[Edit] = ()
    notices: Sequence[Notice] = ()
    is_final: bool = False
    """Whether the stage is known to have no edits for the text that these edits make."""
    is_silent: bool = False
    """Whether nothing in that text is of any interest to the stage: no notices, no near miss."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made.

    Edits are sorted and disjoint; two that only touch are fine, and of two insertions at one place the first
    in the list comes first. Raises EditError where an edit does not fit the text.
    """
    parts = []
    position = 0
    for edit in edits:
        start, before = edit.start, edit.before
        if start < position or not text.startswith(before, start):
            raise EditError(
                f"edit at {start} does not fit: expected {before[:40]!r}, found {text[start : start + 40]!r}"
            )
        parts.append(text[position:start])
        parts.append(edit.after)
        position = start + len(before)
    if not parts:
        return text
    parts.append(text[position:])
    return "".join(parts)


def invert(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that take the changed text back: `apply(apply(t, e), invert(e)) == t`."""
    inverse = []
    shift = 0
    for edit in edits:
        inverse.append(edit._replace(start=edit.start + shift, before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return inverse


def compose(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Fold two rounds of edits into one: `first` leads from A to B, `second` from B to C.

    Undoing the first round and doing the second are both edits of the middle text B. Where an undo and a do
    overlap in B they join into one edit; everything else only shifts. `â€œ → “` and `“ → "` become
    `â€œ → "` with both rules. An edit whose two sides come out equal is dropped: nothing changed.
    """
    if not first or not second:
        return [edit for edit in first or second if edit.before != edit.after]
    undo = invert(first)
    composed: list[Edit] = []
    shift = 0  # what to add to an offset in B to have it in A
    i = j = 0
    while i < len(undo) or j < len(second):
        group_i, group_j = i, j
        low = high = -1
        while True:
            takes_undo = i < len(undo) and (j >= len(second) or _place(undo[i]) <= _place(second[j]))
            if not takes_undo and j >= len(second):
                break
            edit = undo[i] if takes_undo else second[j]
            if low >= 0 and edit.start >= high:
                break
            low = edit.start if low < 0 else low
            high = max(high, edit.end)
            i, j = (i + 1, j) if takes_undo else (i, j + 1)
        joined = _join(low, high, undo[group_i:i], second[group_j:j], shift)
        if joined.before != joined.after:
            composed.append(joined)
        shift += sum(len(edit.after) - len(edit.before) for edit in undo[group_i:i])
    return composed


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _join(low: int, high: int, undo: Sequence[Edit], do: Sequence[Edit], shift: int) -> Edit:
    """Make one edit of those that overlap in the span `low:high` of the middle text."""
    if not do:
        return undo[0]._replace(start=low + shift, before=undo[0].after, after=undo[0].before)
    if not undo:
        return do[0]._replace(start=low + shift)
    middle = _span(low, high, (*undo, *do))
    return Edit(
        low + shift,
        apply(middle, (edit._replace(start=edit.start - low) for edit in undo)),
        apply(middle, (edit._replace(start=edit.start - low) for edit in do)),
        tuple(dict.fromkeys(rule for edit in (*undo, *do) for rule in edit.rules)),
        min(edit.confidence for edit in (*undo, *do)),
        "; ".join(dict.fromkeys(edit.reason for edit in (*undo, *do) if edit.reason)),
    )


def _span(low: int, high: int, edits: Iterable[Edit]) -> str:
    """The middle text between `low` and `high`, read off the edits, which between them cover it."""
    parts: list[str] = []
    position = low
    for edit in sorted(edits, key=_place):
        if edit.end > position:
            parts.append(edit.before[position - edit.start :])
            position = edit.end
    if position != high:
        raise EditError(f"edits do not cover {low}:{high}")
    return "".join(parts)
