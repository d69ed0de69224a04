"""Deciding: from rules and the model's probabilities to the blocks that go, each with its reasons.

The model says how likely each block is the article; what is made of that stands here, to be read from top to
bottom. A block goes whose odds lie under the bar of the setting, and with it those of the same run that are
likely enough: a letter is taken whole. Then come the guards, which hold whatever the model says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from math import log
from typing import Any, NamedTuple

import numpy as np

from textclean.boilerplate.model import Model
from textclean.boilerplate.page import Page
from textclean.boilerplate.reasons import reasons_for
from textclean.boilerplate.rules import Rule
from textclean.patterns import compile_pattern
from textclean.settings import Options

BARS = {"careful": 0.9, "thorough": 0.7}
"""How sure a rule must be to take a block by itself."""
_ASKED_FOR = 0.5
"""What a rule, or the model, must reach for what the user wants removed."""
_EVEN = 0.0
"""Odds under which a block is likelier boilerplate than not."""
_VERY_SURE = log(10)
"""How far under the bar the odds must lie to go against a guard."""
_ARTICLE, _DOUBT = log(0.8 / 0.2), 1.0
"""Odds from which a block is surely the article, and how much doubt about the rest of a page counts."""
_RUN = log(0.1 / 0.9)
"""Odds under which blocks are one run, which goes whole where it lies under the bar on the mean: the first
and the last lines of a letter could be anything by themselves."""
_APPEALS = ("newsletter", "donation", "subscribe", "paywall")
"""Kinds whose openings and buttons go with them."""
_EDGE = log(0.4 / 0.6)
"""Odds under which a short line before or after an appeal of `_LONG` blocks belongs to it: “Once”, “$5”."""
_LONG, _LINE = 3, 60
_OPENING, _WARM, _LETTER = log(0.3 / 0.7), log(0.95 / 0.05), 8
"""Odds of the opening of a letter and of the paragraphs after it, and how many they are, before the plea."""
_FEW = 3
"""Blocks up to which a text is too short for place and neighbours to say anything."""
_REACH = 12
"""Blocks that a rule's heading may take along."""
_ITEM = 90
"""Characters that an item of a list, a row of a table or a line of verse has at most."""
_ABOVE = 12
"""Blocks above the first paragraph among which the likeliest is its headline."""
_CODE = compile_pattern(r"[{}│┼═]|──|\w\(.*\)|\b\w+_\w+\b|[=<>]=|=>|->|::|;$|^[#$>] \S")
_CODES, _NEAR = 3, 3
"""Lines of code that stand so near make all around them code."""
_PARAGRAPH = 80
"""Characters that a paragraph has at least; where words have no spaces, a third of it."""
_ENDS = ".。।؟!?！？…\"'»」』)"


class Verdict(NamedTuple):
    """A block that goes, and why."""

    block: int
    rules: tuple[str, ...]
    confidence: float
    reason: str = ""


def decide(page: Page, options: Options, model: Model) -> list[Verdict]:
    """The blocks to remove, in order."""
    verdicts = by_rules(page.hits, options, page.judged.odds)
    goes = by_model(page, options, model)
    goes[list(verdicts)] = False
    everything = int(goes.sum()) + len(verdicts) == len(page.blocks)  # which no model can know
    if goes.any() and not everything:
        verdicts |= {verdict.block: verdict for verdict in _judged(page, goes, model)}
    return [verdicts[index] for index in sorted(verdicts)]


def by_rules(
    hits: Mapping[int, Sequence[Rule]], options: Options, odds: Sequence[float] | Any = ()
) -> dict[int, Verdict]:
    """What rules take: blocks that they name, and what runs on below their headings.

    Where `odds` are known, a rule that speaks only inside an appeal takes a block that is likelier
    boilerplate, and a heading takes such blocks along.
    """
    bar = BARS[options.boilerplate]
    likely = frozenset(np.flatnonzero(np.asarray(odds) < _EVEN).tolist())
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


def by_model(page: Page, options: Options, model: Model) -> Any:
    """Which blocks the model takes, as flags."""
    odds = page.judged.odds
    bars = _bars(page, options, model)
    goes = odds < bars
    if not goes.any():
        return goes
    for start, stop in _runs((odds < _RUN) & np.isfinite(bars)):
        if goes[start:stop].any() and odds[start:stop].mean() < bars[start:stop].mean():
            goes[start:stop] = True
    for index in _guarded(page, goes):
        if odds[index] >= bars[index] - _VERY_SURE:
            goes[index] = False
    _open(page, goes, bars)
    _complete(page, goes, bars, model)
    return goes


def _bars(page: Page, options: Options, model: Model) -> Any:
    """The odds under which each block goes: minus infinity for kinds that the user keeps."""
    bars = np.full(len(page.blocks), _bar(page, model.bar(options.boilerplate)), np.float32)
    if len(page.blocks) <= _FEW:
        bars -= _VERY_SURE
    for names, bar in ((options.remove, _EVEN), (options.keep, -np.inf)):
        wished = [index for index, kind in enumerate(model.kinds) if {kind, rule_id(kind)} & {*names}]
        if wished:
            bars[np.isin(kinds_of(page), wished)] = bar
    return bars


def _bar(page: Page, bar: float) -> float:
    """The bar for a page: lower, the more of it the model can tell for neither the article nor boilerplate.

    Boilerplate is known by the article that it is not. Where hardly a line is surely the article, as in a
    photo diary of short lines without a full stop, the odds of all lines are low, and say little.
    """
    odds = page.judged.odds
    sizes = np.fromiter(map(len, page.lines), np.float32, len(page.lines))
    sure = float(sizes[odds > _ARTICLE].sum())
    unsure = float(sizes[(odds >= bar) & (odds <= _ARTICLE)].sum())
    return bar - _DOUBT * log(1 + unsure / max(1.0, sure))


def kinds_of(page: Page) -> Any:
    """What each block is if it is not the article, by its place among the model's kinds."""
    return page.judged.kinds[:, 1:].argmax(1) + 1


def rule_id(kind: str) -> str:
    """The id under which the model removes a kind of boilerplate."""
    return f"model.{kind}.page"


def _runs(flags: Any) -> Iterator[tuple[int, int]]:
    """Runs of blocks that are flagged, each as its start and its end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _open(page: Page, goes: Any, bars: Any) -> None:
    """Flag what stands between the opening of a letter, as rules know it, and the plea that follows.

    A letter warms up before it asks, and by themselves its first paragraphs could be of the article.
    """
    odds = page.judged.odds
    for index, rules in page.hits.items():
        if odds[index] < _OPENING and any(rule.role == "opener" for rule in rules):
            end = index + 1
            while end < len(goes) and not goes[end] and odds[end] < _WARM:
                end += 1
            if (
                end < len(goes)
                and goes[end]
                and end - index <= _LETTER
                and np.isfinite(bars[index:end]).all()
            ):
                goes[index:end] = True


def _complete(page: Page, goes: Any, bars: Any, model: Model) -> None:
    """Flag the short lines that open and close an appeal as well."""
    appeals = np.isin(kinds_of(page), [model.kinds.index(kind) for kind in _APPEALS])
    may = appeals & (page.judged.odds < _EDGE) & np.isfinite(bars)
    for start, stop in list(_runs(goes)):
        if stop - start < _LONG or 2 * appeals[start:stop].sum() <= stop - start:
            continue
        for step, index in ((-1, start - 1), (1, stop)):
            while 0 <= index < len(goes) and may[index] and len(page.lines[index]) <= _LINE:
                goes[index] = True
                index += step


def _guarded(page: Page, goes: Any) -> list[int]:
    """Blocks that only go where the model is very sure."""
    held = [start for start, stop in _runs(goes) if stop - start == 1 and _is_item(page, start)]
    held += np.flatnonzero(_in_code(page.lines)).tolist()
    first = next((index for index, line in enumerate(page.lines) if _is_paragraph(line)), -1)
    if first > 0:
        above = page.judged.odds[max(0, first - _ABOVE) : first]
        held.append(first - len(above) + int(above.argmax()))
    return [index for index in (*held, first) if index >= 0 and goes[index]]


def _in_code(lines: Sequence[str]) -> Any:
    """Which blocks stand among code, a table drawn with lines, or the output of a program."""
    codes = np.array([_CODE.search(line) is not None for line in lines], np.int8)
    if codes.sum() < _CODES:
        return np.zeros(len(lines), np.bool_)
    around = np.convolve(codes, np.ones(2 * _NEAR + 1, np.int8))[_NEAR:-_NEAR]
    return around >= _CODES


def _is_item(page: Page, index: int) -> bool:
    """Whether a block looks like its neighbours on both sides: an item, a row of a table, a line of verse."""
    if not 0 < index < len(page.lines) - 1:
        return False
    lines = page.lines[index - 1 : index + 2]
    if any(len(line) > _ITEM or line[-1:] in ".。" for line in lines):
        return False
    sizes = sorted(len(line) for line in lines)
    return sizes[-1] <= 2 * sizes[0]


def _is_paragraph(line: str) -> bool:
    """Whether a block is a paragraph of prose."""
    least = _PARAGRAPH if line.count(" ") * 12 > len(line) else _PARAGRAPH // 3
    return len(line) >= least and line[-1:] in _ENDS


def _judged(page: Page, goes: Any, model: Model) -> Iterator[Verdict]:
    """The verdicts of the model, with its confidence and its reasons."""
    kinds = kinds_of(page)
    indices = np.flatnonzero(goes).tolist()
    for index, reason in zip(indices, reasons_for(page, indices, kinds, model), strict=True):
        confidence = model.confidence(float(page.judged.odds[index]))
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
