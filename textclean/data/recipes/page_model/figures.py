"""Figures: what the whole stage keeps and removes, by group, on pages that the weights never saw.

Everything is weighed by words. `kept` is the share of the article that is still there, `hurt` the share of
pages that lost more than a hundredth of theirs; `en` and `other` are appeals removed, in English and in other
languages: newsletter, donation, subscribe, paywall.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from textclean.boilerplate.extents import APPEALS
from textclean.data.recipes.page_model import bare, extracted
from textclean.data.recipes.page_model.calibrating import Pairs, unseen
from textclean.data.recipes.page_model.cleaning import STAYS, Fate, Task, fates
from textclean.data.recipes.page_model.labelled import BOILERPLATE, CONTENT, Labelled

KEPT = (98, 99, 99.5, 99.8)
"""Shares of the article at which the bare model is asked what it could remove."""
_HURT = 0.01
_BIN = 20  # confidences are told apart by twentieths


class Tally:
    """Words of some kind, and how many of them went, for each row of a table."""

    COLUMNS = ("kept", "hurt", "removed", "en", "other")

    def __init__(self) -> None:
        self._gone: Counter[tuple[str, str]] = Counter()
        self._all: Counter[tuple[str, str]] = Counter()
        self.pages: Counter[str] = Counter()

    def count(self, row: str, column: str, gone: int, size: int) -> None:
        """Add some words of which so many went."""
        self._gone[row, column] += gone
        self._all[row, column] += size

    def share(self, row: str, column: str) -> float | None:
        """What went, in per cent, but for `kept`, which is what did not; None where there was nothing."""
        size = self._all[row, column]
        if not size:
            return None
        gone = 100 * self._gone[row, column] / size
        return 100 - gone if column == "kept" else gone

    def page(self, rows: Sequence[str], page: Labelled, fate: Fate) -> None:
        """Add a page to some rows."""
        lost = whole = 0
        for line, confidence in zip(page.lines, fate, strict=True):
            size = len(bare.words(line.text))
            gone = size if confidence != STAYS else 0
            if line.label == CONTENT:
                lost, whole = lost + gone, whole + size
            for column in _columns(page, line.label, line.tag):
                for row in rows:
                    self.count(row, column, gone, size)
        for row in rows:
            self.pages[row] += 1
            self.count(row, "hurt", int(lost > _HURT * whole), int(whole > 0))

    def table(self) -> Iterator[str]:
        """The lines of the table."""
        yield f"{'':24}{'pages':>6}" + "".join(f"{column:>9}" for column in self.COLUMNS)
        for row in sorted(self.pages):
            found = [self.share(row, column) for column in self.COLUMNS]
            cells = "".join(f"{'–' if each is None else f'{each:.2f}':>9}" for each in found)
            yield f"{row:24}{self.pages[row]:6}{cells}"


def _columns(page: Labelled, label: int, tag: str) -> Iterator[str]:
    if label == CONTENT:
        yield "kept"
    elif label == BOILERPLATE:
        yield "removed"
        if tag in APPEALS:
            yield "en" if page.language == "en" else "other"


def rows_of(page: Labelled) -> list[str]:
    """The rows of the table that a page counts in."""
    if page.set in ("pages", "articles", "added"):
        traps = ["traps"] if page.group.startswith("hand:traps-") or "-trap-" in page.name else []
        return [page.group.replace(":", " "), "all hands", *traps]
    return [bare.family_of(page)]


def set_in(pages: Iterable[tuple[Labelled, Fate]]) -> Iterator[str]:
    """Of appeals set into real articles how much went, of look-alikes how much was kept, by kind."""
    tally = Tally()
    for page, fate in pages:
        for line, confidence in zip(page.lines, fate, strict=True):
            if line.tag.startswith(("inj:", "trap:")):
                size = len(bare.words(line.text))
                column = "kept" if line.tag.startswith("trap:") else "removed"
                tally.count(line.tag, column, size if confidence != STAYS else 0, size)
                tally.pages[line.tag] += 0
    for tag in sorted(tally.pages):
        column = "kept" if tag.startswith("trap:") else "removed"
        yield f"{tag:32}{column:8}{tally.share(tag, column) or 0:7.1f} %"


Outcome = tuple[str, float, bool, int]
"""Of a line that went: where, how sure, whether rightly, and its words."""


def outcomes(pages: Iterable[tuple[Labelled, Fate]]) -> Iterator[Outcome]:
    """The lines that went, of those of which the truth is known."""
    for page, fate in pages:
        for line, confidence in zip(page.lines, fate, strict=True):
            if confidence != STAYS and line.label in (CONTENT, BOILERPLATE):
                family = bare.family_of(page)
                yield family, confidence, line.label == BOILERPLATE, len(bare.words(line.text))


def reliability(found: Iterable[Outcome]) -> Iterator[str]:
    """Stated confidence against truth: the two should agree, wherever the text is from."""
    right: dict[float, Counter[str]] = defaultdict(Counter)
    whole: dict[float, Counter[str]] = defaultdict(Counter)
    families: set[str] = set()
    for family, confidence, good, size in found:
        step = round(confidence * _BIN) / _BIN
        families.add(family)
        right[step][family] += size * good
        whole[step][family] += size
    yield "stated   truth, in per cent of words (and how many)"
    yield f"{'':6}" + "".join(f"{family:>18}" for family in sorted(families))
    for step in sorted(whole):
        cells = [
            f"{100 * right[step][family] / size:.1f} ({size})" if (size := whole[step][family]) else "–"
            for family in sorted(families)
        ]
        yield f"{step:6.2f}" + "".join(f"{cell:>18}" for cell in cells)


def curve(said: bare.Said) -> Iterator[str]:
    """What the model alone could remove at each share kept: all / appeals in English / in other languages."""
    yield f"{'':18}" + "".join(f"{share:>22}" for share in KEPT)
    for family in np.unique(said.families):
        here = said.only(said.families == family)
        found = [bare.shares(here, bare.bar_for(here, share)) for share in KEPT]
        known = (here.true_kinds >= 0).any()  # of real pages it is not known what is an appeal
        cells = (
            f"{each.removed:.0f}" + (f" / {each.english:.0f} / {each.other:.0f}" if known else "")
            for each in found
        )
        yield f"{family:18}" + "".join(f"{cell:>22}" for cell in cells)


def figures(
    kit: Path,
    pairs: Pairs,
    levels: Sequence[str],
    every: int = 1,
    say: Callable[[str], None] = print,
    jobs: int | None = None,
) -> None:
    """Print everything; of real pages one in `every` is looked at."""
    models = unseen(kit, pairs)
    pages = [
        (path, page)
        for (path, _), (_, mine) in zip(pairs, models, strict=True)
        for page in mine
        if page.set != "real" or crc32(page.name.encode()) % every == 0
    ]
    texts = [
        (pairs[crc32(each.gold.encode()) % len(pairs)][0], each) for each in extracted.read_extracted(kit)
    ]
    say("\n== the model alone: removed at what is kept of the article")
    chosen = {id(page) for _, page in pages}
    said = [bare.listen(model, [page for page in mine if id(page) in chosen]) for model, mine in models]
    for line in curve(bare.pooled(said)):
        say(line)
    for level in levels:
        say(f"\n== {level}")
        tasks = [Task(path, level, [line.text for line in page.lines]) for path, page in pages]
        done = list(zip([page for _, page in pages], fates(tasks, jobs), strict=True))
        tally = Tally()
        for page, fate in done:
            tally.page(rows_of(page), page, fate)
        tasks = [Task(path, level, each.lines) for path, each in texts]
        after = list(zip([each for _, each in texts], fates(tasks, jobs), strict=True))
        for part in (
            tally.table(),
            set_in(done),
            extracted.table(extracted.changes(after)),
            reliability([*outcomes(done), *extracted.outcomes(after)]),
        ):
            say("")
            for line in part:
                say(line)
