"""Deciding: from rules and the model's probabilities to the blocks that go, each with its reasons.

Rules speak first: a block that one names by itself goes under its name. What the model takes besides stands
in `textclean.boilerplate.extents`, and what it must leave in `textclean.boilerplate.guards`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from textclean.boilerplate.extents import EVEN, by_model, kinds_of, rule_id, runs
from textclean.boilerplate.model import Model
from textclean.boilerplate.page import Page
from textclean.boilerplate.reasons import reasons_for
from textclean.boilerplate.rules import Rule
from textclean.settings import Options

BARS = {"careful": 0.9, "thorough": 0.7}
"""How sure a rule must be to take a block by itself."""
_ASKED_FOR = 0.5
"""What a rule must reach for a category that the user wants removed."""
_REACH = 12
"""Blocks that a rule's heading may take along."""


class Verdict(NamedTuple):
    """A block that goes, and why."""

    block: int
    rules: tuple[str, ...]
    confidence: float
    reason: str = ""


def decide(page: Page, options: Options, model: Model) -> list[Verdict]:
    """The blocks to remove, in order; none where all would go."""
    verdicts = by_rules(page.hits, options, page.judged.odds)
    goes = by_model(page, options, model)
    goes[list(verdicts)] = False
    if int(goes.sum()) + len(verdicts) == len(page.blocks):
        return []
    if goes.any():
        verdicts |= {verdict.block: verdict for verdict in _judged(page, goes, model)}
    return [verdicts[index] for index in sorted(verdicts)]


def is_all(page: Page, options: Options, model: Model) -> bool:
    """Whether all of a text would go: it is left as it is, since what it is of use for is not known."""
    goes = by_model(page, options, model)
    goes[list(by_rules(page.hits, options, page.judged.odds))] = True
    return bool(goes.all())


def by_rules(
    hits: Mapping[int, Sequence[Rule]], options: Options, odds: Sequence[float] | Any = ()
) -> dict[int, Verdict]:
    """What rules take: blocks that they name, and what runs on below their headings.

    Where `odds` are known, a rule that speaks only inside an appeal takes a block that is likelier
    boilerplate, and a heading takes such blocks along.
    """
    bar = BARS[options.boilerplate]
    likely = frozenset(np.flatnonzero(np.asarray(odds) < EVEN).tolist())
    verdicts = {
        index: verdict for index, rules in hits.items() if (verdict := _named(index, rules, bar, likely))
    }
    for index in sorted(verdicts):
        if any(rule.role == "heading" for rule in hits[index]):
            for below in range(index + 1, index + 1 + _REACH):
                if below in verdicts or below not in likely:
                    break
                verdicts[below] = verdicts[index]._replace(block=below, reason="stands below such a block")
    return verdicts


def _named(index: int, rules: Sequence[Rule], bar: float, likely: Set[int]) -> Verdict | None:
    """A block that a rule takes: alone, or one that speaks only inside an appeal, where the model agrees."""
    sure = [rule for rule in rules if rule.confidence >= bar]
    alone = [rule for rule in sure if rule.role in ("block", "heading")]
    inside = [rule for rule in sure if rule.role in ("part", "closer") and index in likely]
    rules = alone or inside
    if not rules:
        return None
    return Verdict(index, tuple(rule.id for rule in rules), max(rule.confidence for rule in rules))


def _judged(page: Page, goes: Any, model: Model) -> Iterator[Verdict]:
    """The verdicts of the model, with its confidence and its reasons."""
    kinds = kinds_of(page)
    indices = np.flatnonzero(goes).tolist()
    odds: list[float] = page.judged.odds.tolist()
    for start, stop in runs(goes):  # what goes only with its run is as sure as the run
        mean = fmean(odds[start:stop])
        odds[start:stop] = [min(each, mean) for each in odds[start:stop]]
    reasons = reasons_for(page, indices, kinds, model)
    for reason, found in groupby(zip(indices, reasons, strict=True), key=lambda pair: pair[1]):
        run = [index for index, _ in found]  # mostly one block; an appeal of many is one edit
        confidence = model.confidence(fmean([odds[index] for index in run]))
        for index in run:
            yield Verdict(index, (rule_id(model.kinds[kinds[index]]),), confidence, reason)


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
