"""Explaining: what speaks for and against each block, for whoever wonders why it went or stayed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from textclean.boilerplate.extents import kinds_of, rule_id
from textclean.boilerplate.page import Page
from textclean.boilerplate.reasons import NAMES, spoken
from textclean.boilerplate.rules import Rule
from textclean.boilerplate.stage import Remover
from textclean.edits import Edit
from textclean.settings import Options

_LIKELY = 0.5


class Explanation(NamedTuple):
    """What there is to say of one block."""

    start: int
    """Offset of its beginning, 0-based."""
    text: str
    removed: bool
    rules: tuple[Rule, ...]
    """The rules that match it, whether or not they were enough."""
    confidence: float
    """How sure it is that the block is boilerplate: of one that stays, in the eyes of the model."""
    reason: str
    """Why a block went or stayed, in words."""


def explain(text: str, options: Options, gone: Sequence[Edit] | None = None) -> list[Explanation]:
    """Every block of a text with what speaks for its removal and what became of it.

    `gone` are the removals that were made in the text, sorted; by default those that this stage alone makes.
    """
    remover = Remover(options)
    page = remover.read(text)
    gone = remover(text).edits if gone is None else gone
    starts = [edit.start for edit in gone]
    kinds = kinds_of(page)
    found = []
    for index, block in enumerate(page.blocks):
        rules = tuple(page.hits.get(index, ()))
        before = bisect_right(starts, block.start) - 1
        edit = gone[before] if before >= 0 and block.start < gone[before].end else None
        confidence = edit.confidence if edit else remover.model.confidence(float(page.judged.odds[index]))
        reason = _removed(edit) if edit else _kept(page, index, rules, confidence, kinds, remover)
        found.append(
            Explanation(
                block.start, text[block.start : block.end], edit is not None, rules, confidence, reason
            )
        )
    return found


def _removed(edit: Edit) -> str:
    return edit.reason or "a rule says so"


def _kept(
    page: Page, index: int, rules: tuple[Rule, ...], confidence: float, kinds: Any, remover: Remover
) -> str:
    if rules and all(rule.role in ("part", "closer", "opener") for rule in rules):
        return "its rules speak only inside an appeal, and it reads like the article"
    if rules:
        return "its rules are not sure enough for this setting"
    kind = remover.model.kinds[kinds[index]]
    if {kind, rule_id(kind)} & {*remover.options.keep}:
        return f"you keep {NAMES[kind]}"
    if confidence < _LIKELY:
        return "reads like the article"
    words = ", ".join(f"“{word}”" for word in spoken(page, [index], kinds, remover.model)[0])
    return f"could be {NAMES[kind]}{f' ({words})' if words else ''}, but not surely enough ({confidence:.0%})"
