"""What extractors made of real pages, before and after: the way most texts come to textclean.

Precision and recall are over runs of four words, averaged over pages. A tool that helps makes no extractor's
F1 worse, and takes nothing from the article's true text when it is given that alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textclean.data.recipes.page_model.bare import words
from textclean.data.recipes.page_model.cleaning import STAYS, Fate
from textclean.data.recipes.page_model.labelled import rows

GOLD = "true text alone"
SURE = 0.9
_RUN, _LEAST, _MOSTLY = 4, 6, 0.7


class Extracted(NamedTuple):
    """A page by one extractor."""

    name: str
    gold: str
    lines: list[str]


def read_extracted(kit: Path) -> Iterator[Extracted]:
    """Every page by every extractor, and its true text as if that were one."""
    for row in rows(kit / "extractors" / "pages.jsonl.xz"):
        for name, text in {GOLD: row["gold"], **row["texts"]}.items():
            yield Extracted(f"{row['set']} {name}", row["gold"], text.split("\n"))


def runs(found: Sequence[str]) -> Counter[tuple[str, ...]]:
    """How often each run of four words occurs; of fewer words the whole is one."""
    count = max(1, len(found) - _RUN + 1)
    return Counter(tuple(found[at : at + _RUN]) for at in range(count)) if found else Counter()


def agreement(gold: Sequence[str], given: Sequence[str]) -> tuple[float, float]:
    """Precision and recall."""
    wanted, have = runs(gold), runs(given)
    both = (wanted & have).total()
    precision = both / have.total() if have else float(not wanted)
    return precision, both / wanted.total() if wanted else 1.0


def article_of(gold: str) -> Callable[[str], bool]:
    """Whether a line is of the article: it stands there whole, or most of its runs of three words do."""
    found = words(gold)
    whole = f" {' '.join(found)} "
    threes = set(zip(found, found[1:], found[2:], strict=False))

    def holds(line: str) -> bool:
        here = words(line)
        if f" {' '.join(here)} " in whole:
            return len(here) >= _RUN or here == found
        grams = list(zip(here, here[1:], here[2:], strict=False))
        return len(here) >= _LEAST and sum(gram in threes for gram in grams) >= _MOSTLY * len(grams)

    return holds


class Change(NamedTuple):
    """What cleaning did to all texts of one extractor."""

    before: float
    after: float
    lost: float
    """Words of the article that went, in per cent of all words."""
    right: float
    """Of the words that went, how many were not the article, in per cent."""
    sure: float
    """The same of those that went with a confidence of SURE or more."""


def changes(found: Iterable[tuple[Extracted, Fate]]) -> dict[str, Change]:
    """Measure each extractor."""
    before: dict[str, list[tuple[float, float]]] = defaultdict(list)
    after: dict[str, list[tuple[float, float]]] = defaultdict(list)
    count: Counter[tuple[str, str]] = Counter()
    for page, fate in found:
        gold, holds = words(page.gold), article_of(page.gold)
        left = [line for line, gone in zip(page.lines, fate, strict=True) if gone == STAYS]
        before[page.name].append(agreement(gold, words("\n".join(page.lines))))
        after[page.name].append(agreement(gold, words("\n".join(left))))
        for line, confidence in zip(page.lines, fate, strict=True):
            size = len(words(line))
            count[page.name, "all"] += size
            if confidence != STAYS and size:
                kind = "article" if holds(line) else "other"
                count[page.name, kind] += size
                count[page.name, f"{kind} sure"] += size * (confidence >= SURE)
    return {name: _change(name, before[name], after[name], count) for name in sorted(before)}


def _change(
    name: str,
    before: Sequence[tuple[float, float]],
    after: Sequence[tuple[float, float]],
    count: Counter[tuple[str, str]],
) -> Change:
    def right(suffix: str) -> float:
        good, bad = count[name, f"other{suffix}"], count[name, f"article{suffix}"]
        return 100 * good / (good + bad) if good + bad else 100.0

    lost = 100 * count[name, "article"] / max(1, count[name, "all"])
    return Change(_f1(before), _f1(after), lost, right(""), right(" sure"))


def _f1(found: Sequence[tuple[float, float]]) -> float:
    """In per cent, of mean precision and mean recall."""
    precision, recall = (sum(pair[side] for pair in found) / len(found) for side in (0, 1))
    return 100 * 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def table(found: dict[str, Change]) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'':32}{'F1':>7}{'change':>8}{'lost %':>8}{'right %':>9}{'when sure':>11}"
    for name, each in found.items():
        yield (
            f"{name:32}{each.before:7.2f}{each.after - each.before:+8.2f}{each.lost:8.2f}"
            f"{each.right:9.1f}{each.sure:11.1f}"
        )


def outcomes(found: Iterable[tuple[Extracted, Fate]]) -> Iterator[tuple[str, float, bool, int]]:
    """Of each line that went: where, how sure, whether rightly, and its words."""
    for page, fate in found:
        if page.name.endswith(GOLD):
            continue
        holds: Any = article_of(page.gold)
        for line, confidence in zip(page.lines, fate, strict=True):
            if confidence != STAYS and (size := len(words(line))):
                yield "extractors", confidence, not holds(line), size
