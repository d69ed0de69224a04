"""Explaining: which rules and reasons would take or keep each block, for whoever wonders why."""

from __future__ import annotations

from typing import NamedTuple

from textclean.boilerplate.marks import Marks
from textclean.boilerplate.rules import Rule
from textclean.boilerplate.scorer import score
from textclean.boilerplate.stage import Remover, read
from textclean.edits import Edit
from textclean.settings import Options

_LIKELY = 0.5


class Explanation(NamedTuple):
    """What there is to say of one block."""

    line: int
    """Number of its first line, 1-based."""
    text: str
    removed: bool
    rules: tuple[Rule, ...]
    """The rules that match it, whether or not they were enough."""
    confidence: float
    """How sure it is that the block is boilerplate: of one that stays, in the eyes of the scorer."""
    reason: str
    """Why a block went or stayed, in words."""


def explain(text: str, options: Options) -> list[Explanation]:
    """Every block of a text with the rules that speak for it and what became of it."""
    remover = Remover(options)
    page = read(text, remover.matcher(text))
    blocks = page.blocks
    seen = Marks(page.low, blocks, page.hits)
    scores = score(text, blocks, page.own, page.hits, options.boilerplate)
    gone = list(remover(text).edits)
    found = []
    line, position = 1, 0
    for index, (block, mark) in enumerate(zip(blocks, seen, strict=True)):
        line += text.count("\n", position, block.start)
        position = block.start
        edit = _edit_over(gone, block.start)
        confidence = edit.confidence if edit else scores.confidence(index)
        reason = _removed(edit) if edit else _kept(mark.rules, confidence)
        found.append(
            Explanation(line, text[block.start : block.end], edit is not None, mark.rules, confidence, reason)
        )
    return found


def _edit_over(edits: list[Edit], offset: int) -> Edit | None:
    return next((edit for edit in edits if edit.start <= offset < edit.end), None)


def _removed(edit: Edit) -> str:
    return edit.reason or "a rule says so"


def _kept(rules: tuple[Rule, ...], confidence: float) -> str:
    if not rules and confidence >= _LIKELY:
        return f"no rule speaks of it; its form and place make it likely ({confidence:.0%}), but not enough"
    if not rules:
        return "no rule speaks of it"
    if all(rule.role in ("part", "closer", "opener") for rule in rules):
        return "could be part of an appeal, but no appeal was found around it"
    return "its rules are not sure enough for this setting"
