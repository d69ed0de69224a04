"""Extents: which blocks the model takes, one by one and as letters.

The model says how likely each block is the article. A block goes whose odds lie under the bar of the
setting, and with it those of the same run that are likely enough: a letter is taken whole, from its opening
to its last button. What is asked twice before it goes stands in `textclean.boilerplate.guards`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Any

import numpy as np

from textclean.boilerplate.blocks import is_sentence
from textclean.boilerplate.guards import beginning, guarded
from textclean.boilerplate.model import Model, odds_of
from textclean.boilerplate.page import Page
from textclean.settings import Options

EVEN = 0.0
"""Odds under which a block is likelier boilerplate than not."""
_VERY_SURE = log(10)
"""How far under the bar the odds must lie to go against a guard."""
_ARTICLE = odds_of(0.8)
"""Odds from which a block is surely the article."""
_RUN = odds_of(0.1)
"""Odds under which blocks are one run, which goes whole where it lies under the bar on the mean: the first
and the last lines of a letter could be anything by themselves."""
APPEALS = ("newsletter", "donation", "subscribe", "paywall")
"""Kinds whose openings and buttons go with them."""
_EDGE = odds_of(0.4)
"""Odds under which a short line before or after an appeal of `_LONG` blocks belongs to it: “Once”, “$5”."""
_LONG, _LINE = 3, 60
_OPENING, _WARM, _LETTER = odds_of(0.2), odds_of(0.7), 8
"""Odds of the opening of a letter and of the paragraphs after it, and how many they are, before the plea."""
_FEW, _RATHER_SURE = 3, log(4)
"""Blocks up to which a text is too short for place and neighbours to say much, and what it then takes."""


def by_model(page: Page, options: Options, model: Model) -> Any:
    """Which blocks the model takes, as flags."""
    odds = page.judged.odds
    bars = _bars(page, options, model)
    goes = odds < bars
    if not goes.any():
        return goes
    for start, stop in runs((odds < _RUN) & np.isfinite(bars)):
        if goes[start:stop].any() and odds[start:stop].mean() < bars[start:stop].mean():
            low, high = _within(page, goes, start, stop)
            goes[low:high] = True
    doubtful = np.flatnonzero(goes & (odds >= bars - _VERY_SURE)).tolist()
    unasked = goes & (bars < EVEN)  # what the user wants removed is no list item and no notice
    goes[guarded(page, [*runs(unasked)], doubtful)] = False
    _open(page, goes, bars)
    _complete(page, goes, bars, model)
    return goes


def _within(page: Page, goes: Any, start: int, stop: int) -> tuple[int, int]:
    """A run without a sentence at either end that would not go by itself and stands at the article.

    “To book, call 01234 567890.” above a newsletter's box is the article's last line. Where the run goes on
    in paragraphs it is a letter, and opens or closes with the sentence.
    """
    low = start + _stays(page, goes, start, 1)
    return low, stop - _stays(page, goes, stop - 1, -1)


def _stays(page: Page, goes: Any, edge: int, inward: int) -> bool:
    """Whether the block at a run's edge is such a sentence; `inward` is the step to the run's next block."""
    lines = page.lines
    beside = 0 <= edge - inward < len(lines)
    return bool(beside and not goes[edge] and is_sentence(lines[edge]) and len(lines[edge + inward]) <= _LINE)


def _bars(page: Page, options: Options, model: Model) -> Any:
    """The odds under which each block goes: minus infinity for kinds that the user keeps."""
    bars = np.full(len(page.blocks), _bar(page, model.bar(options.boilerplate)), np.float32)
    if len(page.blocks) <= _FEW:
        bars -= _RATHER_SURE
    for names, bar in ((options.remove, EVEN), (options.keep, -np.inf)):
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
    return bar - log(1 + unsure / max(1.0, sure))


def kinds_of(page: Page) -> Any:
    """What each block is if it is not the article, by its place among the model's kinds."""
    return page.judged.kinds[:, 1:].argmax(1) + 1


def rule_id(kind: str) -> str:
    """The id under which the model removes a kind of boilerplate."""
    return f"model.{kind}.page"


def runs(flags: Any) -> Iterator[tuple[int, int]]:
    """Runs of blocks that are flagged, each as its start and its end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _open(page: Page, goes: Any, bars: Any) -> None:
    """Flag what stands between the opening of a letter, as rules know it, and the plea that follows.

    A letter warms up before it asks, and by themselves its first paragraphs could be of the article.
    """
    odds = page.judged.odds
    for index, rules in page.hits.items():
        if odds[index] >= _ARTICLE or not any(rule.role == "opener" for rule in rules):
            continue
        end = index + 1
        while end < len(goes) and not goes[end] and odds[end] < _WARM:
            end += 1
        warm = end - index - 1
        sure = odds[index] < _OPENING and warm < _LETTER
        if end < len(goes) and goes[end] and (sure or not warm) and np.isfinite(bars[index:end]).all():
            goes[index:end] = True


def _complete(page: Page, goes: Any, bars: Any, model: Model) -> None:
    """Flag the short lines that open and close an appeal as well."""
    first = beginning(page)
    appeals = np.isin(kinds_of(page), [model.kinds.index(kind) for kind in APPEALS])
    may = appeals & (page.judged.odds < _EDGE) & np.isfinite(bars)
    for start, stop in list(runs(goes)):
        if stop - start < _LONG or 2 * appeals[start:stop].sum() <= stop - start:
            continue
        for step, index in ((-1, start - 1), (1, stop)):
            while (
                0 <= index < len(goes)
                and may[index]
                and index not in first
                and len(page.lines[index]) <= _LINE
            ):
                goes[index] = True
                index += step
