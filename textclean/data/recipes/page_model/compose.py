"""Composed pages: no page is learned twice in the same shape.

A labelled page is cut, thinned, its blank lines dropped now and then, and appeals, boxes and look-alikes of
other pages are set in. Without that a model learns where on *these* pages the appeal stands, and that a page
with a cookie bar has a footer; with it, it must read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

from textclean.boilerplate.model import WINDOW
from textclean.data.recipes.page_model.arrays import Block, Page
from textclean.data.recipes.page_model.labelled import BOILERPLATE, CONTENT

Blocks = list[Block]
Pool = dict[str, list[Blocks]]
"""Passages by language."""
SHARES = {"real": 0.42, "inject": 0.06, "news": 0.25, "articles": 0.06, "pages": 0.5, "added": 0.5}
"""How often a page of a set is the ground, in parts of their sum: real pages teach restraint, pages written
for the purpose teach letters."""
_LONG, _CUT = 80, frozenset({"real", "news", "pages", "added"})
_LONGEST_RUN = 40
_MAIN = "en"
"""The language whose passages stand in where the page's own has none."""


class Composer:
    """Composes pages from labelled ones, the same from the same random numbers."""

    def __init__(self, pages: Iterable[Page], shares: Mapping[str, float] | None = None) -> None:
        self._grounds: dict[str, list[Page]] = {}
        self._appeals: Pool = {}
        self._lookalikes: Pool = {}
        self._buttons: Pool = {}
        for page in pages:
            if page.passage:
                pool = self._buttons if page.set == "ui" else self._appeals
                if page.blocks[0].label == CONTENT:
                    pool = self._lookalikes
                pool.setdefault(page.language, []).append(page.blocks)
                continue
            self._grounds.setdefault(page.set, []).append(page)
            if page.set not in ("real", "inject"):  # where the kind of each run is known
                for run in runs(page.blocks):
                    self._appeals.setdefault(page.language, []).append(run)
        self._sets = list(self._grounds)
        weights = {**SHARES, **(shares or {})}
        self._weights = [weights.get(name, 0.3) for name in self._sets]

    def page(self, random: Random) -> Blocks:
        """A page of at most as many blocks as the model sees at once."""
        ground = random.choice(self._grounds[random.choices(self._sets, self._weights)[0]])
        blocks = _shortened(ground, random)
        blocks = _thinned(blocks, random, ground.set != "real")
        if random.random() < 0.15:
            blocks = [block._replace(gap=0) for block in blocks]
        if random.random() < 0.75:
            for _ in range(random.choice((1, 1, 2, 3))):
                blocks = self._set_in(blocks, ground.language, random)
        first = random.randrange(len(blocks) - WINDOW + 1) if len(blocks) > WINDOW else 0
        return blocks[first : first + WINDOW]

    def _set_in(self, blocks: Blocks, language: str, random: Random) -> Blocks:
        """The page with a passage in it, at its end more often than elsewhere."""
        passage = self._passage(language, random)
        if not passage:
            return blocks
        at = len(blocks) if random.random() < 0.35 else random.randint(1, max(1, len(blocks)))
        first = passage[0]._replace(gap=random.choice((0, 1)))
        return [*blocks[:at], first, *passage[1:], *blocks[at:]]

    def _passage(self, language: str, random: Random) -> Blocks:
        chance = random.random()
        pool = self._lookalikes if chance < 0.35 else self._buttons if chance > 0.85 else self._appeals
        foreign = (
            pool is self._appeals and random.random() < 0.1
        )  # English boxes stand on pages of all languages
        found = pool.get(_MAIN if foreign else language) or pool.get(_MAIN) or []
        return random.choice(found) if found else []


def runs(blocks: Blocks) -> Iterable[Blocks]:
    """Boilerplate of a page that stands together."""
    run: Blocks = []
    for block in blocks:
        if block.label == BOILERPLATE:
            run.append(block)
            continue
        if 0 < len(run) <= _LONGEST_RUN:
            yield run
        run = []
    if 0 < len(run) <= _LONGEST_RUN:
        yield run


def _shortened(page: Page, random: Random) -> Blocks:
    blocks = page.blocks
    if page.set in _CUT and len(blocks) > _LONG:
        first = random.randrange(len(blocks) - _LONG + 10) if random.random() < 0.7 else 0
        blocks = blocks[first : first + _LONG]
    return list(blocks)


def _thinned(blocks: Blocks, random: Random, by_runs: bool) -> Blocks:
    """The article alone, or without some of its runs of boilerplate."""
    if random.random() < 0.25:
        return [block for block in blocks if block.label == CONTENT] or blocks
    if not by_runs or random.random() >= 0.4:
        return blocks
    left: Blocks = []
    drop = before = False
    for block in blocks:
        here = block.label == BOILERPLATE
        if here and not before:
            drop = random.random() < 0.4
        if not (here and drop):
            left.append(block)
        before = here
    return left or blocks
