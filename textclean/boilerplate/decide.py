"""Deciding: from rules, extents and scores to the blocks that go, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textclean.boilerplate.appeals import find_appeals, strong
from textclean.boilerplate.lists import find_lists
from textclean.boilerplate.marks import Mark, ruled
from textclean.boilerplate.rules import Rule
from textclean.boilerplate.scorer import Scores
from textclean.settings import Options

BARS = {"careful": 0.9, "thorough": 0.7}
SCORER = "scorer.form"
"""Id of what the scorer takes out."""
_ASKED_FOR = 0.5  # what a rule of a category that the user wants removed must reach


class Verdict(NamedTuple):
    """A block that goes, and why."""

    block: int
    rules: tuple[str, ...]
    confidence: float
    reason: str = ""


def decide(marks: Sequence[Mark], options: Options, scores: Scores | None = None) -> list[Verdict]:
    """The blocks to remove, in order."""
    bar = BARS[options.boilerplate]
    verdicts = {
        index: _by_rules(index, marks[index], bar) for index in ruled(marks) if strong(marks[index], bar)
    }
    for appeal in find_appeals(marks, bar):
        anchor = _by_rules(appeal.anchor, marks[appeal.anchor], 0)
        for index in range(appeal.first, appeal.last + 1):
            if index not in verdicts:
                verdicts[index] = _inside(index, marks[index], anchor)
    for heading, items in find_lists(marks, bar):
        named = _by_rules(heading, marks[heading], bar)
        for index in items:
            verdicts.setdefault(index, named._replace(block=index, reason="listed under such a heading"))
    if scores and SCORER not in options.keep:
        for index in scores.sure():
            if index not in verdicts:
                verdicts[index] = Verdict(index, (SCORER,), scores.confidence(index), scores.reason(index))
    return [verdicts[index] for index in sorted(verdicts)]


def wanted(rules: Sequence[Rule], options: Options) -> tuple[Rule, ...]:
    """The rules as the user's `keep` and `remove` change them: some silent, some sure enough to act."""
    keep, remove = frozenset(options.keep), frozenset(options.remove)
    if not keep and not remove:
        return tuple(rules)
    return tuple(_as_asked(rule, remove) for rule in rules if not ({rule.id, rule.category} & keep))


def _as_asked(rule: Rule, remove: frozenset[str]) -> Rule:
    asked = rule.id in remove or (rule.category in remove and rule.confidence >= _ASKED_FOR)
    if not asked:
        return rule
    role = "block" if rule.role in ("part", "closer", "opener") and rule.id in remove else rule.role
    return rule._replace(confidence=max(rule.confidence, BARS["careful"]), role=role)


def _by_rules(index: int, mark: Mark, bar: float) -> Verdict:
    """A block that goes by the rules that call it boilerplate by themselves, or else by all it has."""
    sure = [rule for rule in mark.rules if rule.confidence >= bar]
    sure = [rule for rule in sure if rule.role in ("block", "heading")] or sure
    return Verdict(index, tuple(rule.id for rule in sure), max((rule.confidence for rule in sure), default=0))


def _inside(index: int, mark: Mark, anchor: Verdict) -> Verdict:
    """A block that goes because of what stands around it."""
    if mark.rules:
        return Verdict(index, tuple(rule.id for rule in mark.rules), anchor.confidence, "part of an appeal")
    return Verdict(index, anchor.rules, min(anchor.confidence, 0.9), "inside an appeal")
