"""Edits: what a stage returns, what a report shows, and what proves that nothing was lost.

Changes are recorded as rules fire and never found by comparing texts afterwards: a character diff of 40 KB
takes a minute and names no reason, a recorded edit costs nothing and knows its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textclean.errors import EditError, InputError


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
    in the list comes first. Raises EditError where an edit does not fit the text, and InputError for what is
    no text.
    """
    if not isinstance(text, str):
        raise InputError(f"apply: takes a str and its edits, not {type(text).__name__}")
    parts = []
    position = 0
    for edit in edits:
        start, before = edit.start, edit.before
        if start < position or not text.startswith(before, start):
            if start < 0:
                raise EditError(f"edit at {start} does not fit: offsets count from 0")
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
    composed: list[Edit] = []
    shift = 0  # what to add to an offset in B to have it in A
    i = j = 0
    while i < len(first) and j < len(second):
        done, do = first[i], second[j]
        start, end = done.start - shift, done.start - shift + len(done.after)
        if (start, end) <= (do.start, do.end) and end <= do.start:  # mostly: no two overlap
            i += 1
            shift += len(done.before) - len(done.after)
            found = done
        elif do.end <= start and do.start < start:
            j += 1
            found = Edit(do.start + shift, *do[1:])
        else:
            group_i, group_j = i, j
            i, j = _group(first, second, i, j, shift)
            undo = _undone(first[group_i:i], shift)
            found = _join(undo, second[group_j:j], shift)
            shift += sum(len(edit.after) - len(edit.before) for edit in undo)
        if found.before != found.after:
            composed.append(found)
    composed += [edit for edit in first[i:] if edit.before != edit.after]
    composed += [Edit(edit.start + shift, *edit[1:]) for edit in second[j:] if edit.before != edit.after]
    return composed


def _group(first: Sequence[Edit], second: Sequence[Edit], i: int, j: int, shift: int) -> tuple[int, int]:
    """Where the group ends that begins at `first[i]` or `second[j]`, whose spans of B overlap one another."""
    high = -1
    while i < len(first) or j < len(second):
        undo = first[i].start - shift if i < len(first) else 0
        place = (undo, undo + len(first[i].after)) if i < len(first) else None
        takes_undo = place is not None and (j >= len(second) or place <= _place(second[j]))
        start, end = place if takes_undo and place else _place(second[j])
        if high >= 0 and start >= high:
            break
        high = max(high, end)
        if takes_undo:
            shift += len(first[i].before) - len(first[i].after)
            i += 1
        else:
            j += 1
    return i, j


def _undone(edits: Sequence[Edit], shift: int) -> list[Edit]:
    """The edits that undo some of the first round, with offsets in B."""
    undo = []
    for edit in edits:
        undo.append(edit._replace(start=edit.start - shift, before=edit.after, after=edit.before))
        shift += len(edit.before) - len(edit.after)
    return undo


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _join(undo: Sequence[Edit], do: Sequence[Edit], shift: int) -> Edit:
    """Make one edit of those that overlap in a span of the middle text."""
    low = min(edits[0].start for edits in (undo, do) if edits)
    high = max(edit.end for edit in (*undo, *do))
    if not do:
        return undo[0]._replace(start=low + shift, before=undo[0].after, after=undo[0].before)
    if not undo:
        return do[0]._replace(start=low + shift)
    middle = _span(low, high, (*undo, *do))
    after = apply(middle, (edit._replace(start=edit.start - low) for edit in do))
    # What was repaired in a block before it went says nothing of its going.
    sure = (*undo, *do) if after else do
    return Edit(
        low + shift,
        apply(middle, (edit._replace(start=edit.start - low) for edit in undo)),
        after,
        tuple(dict.fromkeys(rule for edit in (*undo, *do) for rule in edit.rules)),
        min(edit.confidence for edit in sure),
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
