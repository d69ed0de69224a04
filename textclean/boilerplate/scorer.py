"""The scorer: how likely each block is boilerplate, for all that no rule names.

Teasers, bare links, buttons, navigation and readers' comments have no wording in common, but a look: where
they stand, what stands around them, how they begin and end. A trained table of decisions weighs these
features (`textclean.boilerplate.features`) and gives log-odds: 0 is even, 3 is about 20 to 1. Article text
between article text scores lowest of all.

The table is made by `textclean/data/recipes/train_scorer.py`. It is a sum of oblivious trees: each asks the
same six yes-or-no questions of every block and looks the answer up. All answers to all questions are the bits
of one number, so that a tree costs one `&` and one look-up (Kohavi's oblivious decision graphs, 1994; the
form that CatBoost uses).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

from textclean.boilerplate.blocks import Block
from textclean.boilerplate.features import CLASSES, FLAGS, LIMIT, NAMES, SHORT, Key, Words, measure
from textclean.boilerplate.rules import Rule

TABLE = Path(__file__).parent.parent / "data" / "scorer.json"
Bits = list[int]
Tree = tuple[int, dict[int, float]]


class Model(NamedTuple):
    """A trained scorer, ready for use."""

    words: Words
    answers: list[Bits]
    """For each feature, the answers that each of its values gives, as bits; index -1 is the value -1."""
    chunks: list[tuple[list[Tree], float, float]]
    """Trees: the bits that one looks at, and what each state of them is worth. After a chunk of them a block
    is settled whose sum is so low or so high that the rest has never turned it."""
    thresholds: Mapping[str, Sequence[float]]
    """Log-odds from which a block is removed, by setting, and how much more where all blocks are short."""


class Scores(NamedTuple):
    """What the scorer says of the blocks of a text."""

    odds: Sequence[float]
    """Log-odds of each block that it is boilerplate."""
    columns: Sequence[Sequence[int]]
    bar: float
    """Log-odds from which a block goes."""

    def sure(self) -> list[int]:
        """The blocks that go."""
        return [index for index, odds in enumerate(self.odds) if odds >= self.bar]

    def confidence(self, index: int) -> float:
        """How sure it is that a block is boilerplate, from 0 to 1."""
        return round(1 / (1 + math.exp(-self.odds[index])), 3)

    def reason(self, index: int) -> str:
        """The strongest two reasons for taking a block out, in words."""
        row = {name: column[index] for name, column in zip(NAMES, self.columns, strict=True)}
        found = sorted(
            ((weight, words) for words, weigh in _REASONS if (weight := weigh(row)) > 0), reverse=True
        )
        return "; ".join(words for _, words in found[:2]) or "its form and place together"


_REASONS: tuple[tuple[str, Callable[[Mapping[str, int]], float]], ...] = (
    ("its words are those of a page's furniture", lambda row: row["evidence"]),
    (
        "the blocks around it are no article",
        lambda row: (
            (row["before fast"] + row["after fast"]) / 2 + (row["before slow"] + row["after slow"]) / 4
        ),
    ),
    ("it stands in a thread of comments", lambda row: row["before thread"] + 8 * min(row["before seen"], 4)),
    ("no paragraph of the article follows", lambda row: 0 if row["after article"] else 16),
    ("no paragraph of the article precedes", lambda row: 0 if row["before article"] else 16),
    ("it is short and no sentence", lambda row: 12 if row["length"] < 8 and row["end"] not in (1, 2) else 0),
    ("the text has it more than once", lambda row: 12 if row["repeats"] > 1 else 0),
)
"""Reasons in words, and how strong each is for a block, in sixteenths of log-odds."""


def score(
    text: str,
    folded: str,
    blocks: Sequence[Block],
    hits: Mapping[int, Sequence[Rule]],
    setting: str = "careful",
    model: Model | None = None,
) -> Scores:
    """Score the blocks of a text; `hits` are the rules that speak for some of them."""
    model = model or shipped_model()
    strength = {index: strength_of(rules) for index, rules in hits.items()}
    columns = measure(text, folded, blocks, strength, model.words)
    if not blocks:
        return Scores((), columns, 0)
    base, more = model.thresholds[setting]
    return Scores(weigh(columns, model), columns, base + more * short_share(columns))


def short_share(columns: Sequence[Sequence[int]]) -> float:
    """The share of short lines, from 0 to 1.

    The more of a text is lists, tables and menus, the easier it is to take the article's own for the page's.
    """
    lengths = columns[NAMES.index("length")]
    return sum([length < SHORT for length in lengths]) / len(lengths)


def strength_of(rules: Iterable[Rule]) -> int:
    """The evidence of the rules that speak for a block: of the surest that needs no other."""
    return max((int(56 * rule.confidence) if rule.role == "block" else 24 for rule in rules), default=0)


def weigh(columns: Sequence[Sequence[int]], model: Model) -> list[float]:
    """Log-odds for columns of features."""
    asked = [
        (answers, column) for answers, column in zip(model.answers, columns, strict=True) if any(answers)
    ]
    states: Iterable[int] = repeat(0, len(columns[0]))
    for answers, column in asked:
        states = map(or_, states, map(answers.__getitem__, column))
    known: dict[int, float] = {}
    odds = []
    for bits in states:
        total = known.get(bits)
        if total is None:
            total = known[bits] = _sum(bits, model)
        odds.append(total)
    return odds


def _sum(bits: int, model: Model) -> float:
    total = 0.0
    for trees, low, high in model.chunks:
        for mask, leaves in trees:
            total += leaves[bits & mask]
        if not low < total < high:
            break
    return total


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The scorer that comes with textclean."""
    return model_of(json.loads(TABLE.read_bytes()))


def model_of(table: dict[str, Any]) -> Model:
    """A scorer from its table, as the recipe writes it."""
    words: dict[Key, complex] = {_key(key): weight for key, weight in table["boilerplate"].items()}
    for written, weight in table["comment"].items():
        words[_key(written)] = words.get(_key(written), 0) + weight * 1j
    answers = [_answers(name, table["questions"]) for name in NAMES]
    chunks = []
    start = 0
    for size, low, high in table["chunks"]:
        trees = [tree_of(questions, leaves) for questions, leaves in table["trees"][start : start + size]]
        chunks.append((trees, low, high))
        start += size
    return Model(words, answers, chunks, table["thresholds"])


def _answers(name: str, questions: Sequence[tuple[str, int]]) -> Bits:
    """The bits that each value of a feature answers yes to."""
    found = [0] * (2 * LIMIT + 2)
    for bit, (asked, threshold) in enumerate(questions):
        if asked == name:
            for value in range(-LIMIT, LIMIT + 1):
                if answer(name, value, threshold):
                    found[value] |= 1 << bit
    return found


def answer(name: str, value: int, threshold: int) -> bool:
    """Whether a feature's value says yes to a question."""
    if name in CLASSES:
        return value == threshold
    return bool(value & threshold) if name in FLAGS else value > threshold


def tree_of(questions: Sequence[int], leaves: Sequence[int]) -> Tree:
    """A tree as it is looked up; `leaves` are in hundredths, the first question being the lowest bit."""
    states = [0]
    for question in questions:
        states += [state | 1 << question for state in states]
    return states[-1], dict(zip(states, (leaf / 100 for leaf in leaves), strict=True))


def _key(written: str) -> Key:
    first, space, second = written.partition(" ")
    return (first, second) if space else written
