"""Calibrating: from what a model says to when a block goes, and how sure to call it.

Both are chosen on groups that the weights never saw, for a net is surer of what it has learned than of what
it meets. Hands, outlets and real pages count alike, however many words each has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from textclean.boilerplate import model as shipped
from textclean.boilerplate.model import Model
from textclean.data.recipes.page_model.bare import Array, Said, bar_for, listen, pooled, shares
from textclean.data.recipes.page_model.labelled import PASSAGES, Choice, Labelled, read_kit

Pairs = Sequence[tuple[Path, Choice]]
LEVELS = ("careful", "thorough")
_ROUNDS = 50


class Line(NamedTuple):
    """Confidence is sigmoid(slope · odds of boilerplate + shift)."""

    slope: float
    shift: float

    def __call__(self, odds: Array) -> Array:
        """The confidence that a block is boilerplate, from the model's odds that it is the article."""
        return 1 / (1 + np.exp(self.slope * odds - self.shift))


def unseen(kit: Path, pairs: Pairs) -> list[tuple[Model, list[Labelled]]]:
    """Models, each with the pages whose groups it never saw; a page is asked of one model only."""
    pages = [page for page in read_kit(kit) if page.set not in PASSAGES]
    taken: set[int] = set()
    found = []
    for path, choice in pairs:
        mine = []
        for number, page in enumerate(pages):
            if number not in taken and (not choice or choice(page.group)):
                taken.add(number)
                mine.append(page)
        found.append((Model(*shipped.load(path)), mine))
    return found


def balanced(said: Said) -> Array:
    """The weight of each block, so that each family of pages counts alike."""
    weight = said.sizes * (said.labels >= 0).astype(float)
    for family in np.unique(said.families):
        here = said.families == family
        weight[here] /= max(1.0, weight[here].sum())
    return weight


def fitted(said: Said) -> Line:
    """The line through what is true of blocks that the model would rather take (Platt, 1999).

    Only of those is a confidence ever stated. Newton's method; a slope below nought means that there was
    nothing to learn from, and the model's own odds are taken.
    """
    asked = (said.odds < 0) & (said.labels >= 0)
    if not asked.any() or not said.only(asked).article.any():
        return Line(1.0, 0.0)
    seen = said.only(asked)
    weight = balanced(said)[asked]
    weight = weight / weight.sum()
    x = np.stack([-seen.odds.astype(float), np.ones(len(seen.odds))], 1)
    found = np.array([1.0, 0.0])
    for _ in range(_ROUNDS):
        sure = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (sure - seen.boilerplate)) + 1e-6 * found
        curve = (x * (weight * sure * (1 - sure))[:, None]).T @ x + 1e-6 * np.eye(2)
        found = found - np.linalg.solve(curve, slope)
    return Line(*map(float, found)) if found[0] > 0 else Line(1.0, 0.0)


def bars(said: Said, kept: Sequence[float]) -> dict[str, float]:
    """For each level the probability of being the article below which a block goes."""
    fair = said._replace(sizes=balanced(said))
    odds = [bar_for(fair, share) for share in kept]
    return {level: round(float(1 / (1 + np.exp(-each))), 4) for level, each in zip(LEVELS, odds, strict=True)}


def calibrate(kit: Path, pairs: Pairs, kept: Sequence[float], out: Path | None, say: Any = print) -> None:
    """Choose, say what it comes to, and write the settings into weights."""
    said = pooled([listen(model, pages) for model, pages in unseen(kit, pairs)])
    line, chosen = fitted(said), bars(said, kept)
    say(f"calibration {[round(each, 4) for each in line]}, bars {chosen}")
    for family in np.unique(said.families):
        here = said.only(said.families == family)
        for level, bar in chosen.items():
            say(f"{family:16}{level:10}{shares(here, shipped.odds_of(bar))}")
    if out is not None:
        weights, settings = shipped.load(out)
        copies = {name: np.array(each) for name, each in weights.items()}
        shipped.save(out, copies, {**settings, "bars": chosen, "calibration": list(line)})
