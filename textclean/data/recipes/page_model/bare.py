"""What a model says by itself of labelled blocks: no threshold, no rule, no guard.

This is what weights are compared by while they are learned, and what calibration starts from. Whole texts,
cleaned as users clean them, are measured by `figures`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textclean.boilerplate.extents import APPEALS
from textclean.boilerplate.form import shapes
from textclean.boilerplate.model import Model
from textclean.boilerplate.pieces import plain
from textclean.data.recipes.page_model.labelled import BOILERPLATE, CONTENT, KINDS, Labelled, Line

Array = npt.NDArray[Any]
_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = re.compile(r"[\u2018\u2019'`\u00b4]")


def words(text: str) -> list[str]:
    """The words of a text, folded; where words have no spaces between them, each character is one."""
    found: list[str] = []
    for word in _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()):
        found += word if _WIDE.search(word) else [word]
    return found


class Said(NamedTuple):
    """What a model says of many blocks, and what is true."""

    odds: Array
    """Log-odds of the article."""
    labels: Array
    sizes: Array
    """Words, by which a block counts."""
    kinds: Array
    """What the model takes each for."""
    true_kinds: Array
    english: Array
    families: Array
    """What page it is from: a hand, a real page, …; each family counts alike in calibration."""

    @property
    def article(self) -> Array:
        """Which blocks are the article."""
        return self.labels == CONTENT

    @property
    def boilerplate(self) -> Array:
        """Which are not."""
        return self.labels == BOILERPLATE

    def only(self, which: Array) -> Said:
        """Some of the blocks."""
        return Said(*(each[which] for each in self))


def family_of(page: Labelled) -> str:
    """Hands, outlets, and real pages whole or after an extractor."""
    return "hands" if page.set in ("pages", "articles") else f"{page.set} {page.mode}".strip()


def listen(model: Model, pages: Iterable[Labelled]) -> Said:
    """Ask a model about labelled pages."""
    columns: list[list[Any]] = [[] for _ in Said._fields]
    for page in pages:
        lines, gaps = blocks_of(page.lines)
        if not lines:
            continue
        texts = plain([line.text for line in lines])
        found = model.judge(model.read([model.pieces(text) for text in texts]), shapes(texts), gaps)
        count = len(lines)
        for column, values in zip(
            columns,
            (
                found.odds.tolist(),
                [line.label for line in lines],
                [len(words(line.text)) for line in lines],
                found.kinds.argmax(1).tolist(),
                [line.kind for line in lines],
                [page.language == "en"] * count,
                [family_of(page)] * count,
            ),
            strict=True,
        ):
            column += values
    return Said(*map(np.array, columns))


def blocks_of(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """Lines that are not blank, and how many blank ones stand before each."""
    found, gaps, gap = [], [], 0
    for line in lines:
        if line.text.strip():
            found.append(line)
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    return found, gaps


def pooled(parts: Sequence[Said]) -> Said:
    """Several answers as one."""
    return Said(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


class Share(NamedTuple):
    """What is kept of the article, and what goes of the rest, in per cent of the words."""

    kept: float
    removed: float
    english: float
    """Of appeals in English."""
    other: float
    """Of appeals in other languages."""

    def __str__(self) -> str:
        return f"{self.kept:6.2f} {self.removed:8.1f} {self.english:8.1f} {self.other:8.1f}"


HEADING = f"{'kept':>6} {'removed':>8} {'en':>8} {'other':>8}"


def shares(said: Said, bar: float) -> Share:
    """What happens where every block below a bar goes; the bar is in log-odds."""
    gone = said.odds < bar
    appeals = np.isin(said.true_kinds, appeal_kinds()) & said.boilerplate

    def share(which: Array) -> float:
        return 100 * float(said.sizes[which & gone].sum() / max(1, said.sizes[which].sum()))

    return Share(
        100 - share(said.article),
        share(said.boilerplate),
        share(appeals & said.english),
        share(appeals & ~said.english),
    )


def appeal_kinds() -> list[int]:
    """The numbers of the kinds that ask for something."""
    return [index for index, kind in enumerate(KINDS) if kind in APPEALS]


def bar_for(said: Said, kept: float) -> float:
    """The highest bar below which no more than 100 - `kept` per cent of the article go."""
    order = np.argsort(said.odds, kind="stable")
    lost = np.cumsum((said.sizes * said.article)[order])
    most = (1 - kept / 100) * lost[-1]
    first = int(np.searchsorted(lost, most, side="right"))
    return float(said.odds[order[min(first, len(order) - 1)]])
