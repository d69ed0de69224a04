"""The scorer: how likely each block is boilerplate, for all that no rule names.

Teasers, bare links, buttons, navigation and readers' comments have no wording in common, but a look: where
they stand, what stands around them, how they begin and end. A trained table of decisions weighs these
features (`textclean.boilerplate.features`) and gives log-odds: 0 is even, 3 is about 20 to 1. Article text
between article text scores lowest of all.

The table is made by `textclean/data/recipes/train_scorer.py`. It is a sum of oblivious trees: each asks the
same six yes-or-no questions of every block and looks the answer up (Kohavi's oblivious decision graphs, 1994;
the form that CatBoost uses). For a text or two, all answers to all questions are the bits of one number, so
that a tree costs one `&` and one look-up; for many, `textclean.boilerplate.arrays` asks all blocks at once.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textclean.boilerplate import features
from textclean.boilerplate.blocks import Block
from textclean.boilerplate.features import CLASSES, FLAGS, LIMIT, NAMES, SHORT, Key, Words
from textclean.boilerplate.rules import Rule

if TYPE_CHECKING:
    from textclean.boilerplate import arrays

    Own = features.Own | arrays.Own

TABLE = Path(__file__).parent.parent / "data" / "scorer.json"
WORTH = 100_000
"""Characters from which it pays to import numpy: some 80 ms, against 1 ms for each thousand characters."""
Bits = list[int]
Tree = tuple[int, dict[int, int]]


class Model(NamedTuple):
    """A trained scorer, ready for use."""

    words: Words
    questions: Sequence[tuple[str, int]]
    trees: Sequence[tuple[Sequence[int], Sequence[int]]]
    """The questions that each tree asks, by their places, and what each state of answers is worth, in
    hundredths of log-odds; the first question is the lowest bit."""
    chunks: Sequence[tuple[int, int, int]]
    """After so many trees a block is settled whose sum is so low or so high that the rest never turned it."""
    thresholds: Mapping[str, Sequence[float]]
    """Log-odds from which a block is removed, by setting, and how much more where all blocks are short."""


class Scores(NamedTuple):
    """What the scorer says of the blocks of a text."""

    odds: Sequence[int]
    """Log-odds of each block that it is boilerplate, in hundredths."""
    columns: Sequence[Sequence[int]]
    bar: int
    """Log-odds from which a block goes, in hundredths."""

    def sure(self) -> list[int]:
        """The blocks that go."""
        bar = self.bar
        return [index for index, odds in enumerate(self.odds) if odds >= bar]

    def confidence(self, index: int) -> float:
        """How sure it is that a block is boilerplate, from 0 to 1."""
        return round(1 / (1 + math.exp(-self.odds[index] / 100)), 3)

    def reason(self, index: int) -> str:
        """The strongest two reasons for taking a block out, in words."""
        row = {name: int(self.columns[place][index]) for name, place in _TOLD}
        found = sorted(
            ((weight, words) for words, weigh in _REASONS if (weight := weigh(row)) > 0), reverse=True
        )
        return "; ".join(words for _, words in found[:2]) or "its form and place together"


_REASONS: tuple[tuple[str, Callable[[Mapping[str, int]], float]], ...] = (
    ("its words are those of a page's furniture", lambda row: row["evidence"]),
    (
        "the blocks around it are no article",
        lambda row: (
            (row["before near"] + row["after near"]) / 2 + (row["before wide"] + row["after wide"]) / 4
        ),
    ),
    ("it stands in a thread of comments", lambda row: row["before thread"] + 8 * min(row["before seen"], 4)),
    ("no paragraph of the article follows", lambda row: 0 if row["after article"] else 16),
    ("no paragraph of the article precedes", lambda row: 0 if row["before article"] else 16),
    ("it is short and no sentence", lambda row: 12 if row["length"] < 8 and row["end"] not in (1, 2) else 0),
    ("the text has it more than once", lambda row: 12 if row["repeats"] > 1 else 0),
)
"""Reasons in words, and how strong each is for a block, in sixteenths of log-odds."""

_TOLD = [
    (name, NAMES.index(name))
    for name in (
        *(
            "evidence",
            "before near",
            "after near",
            "before wide",
            "after wide",
            "before thread",
            "before seen",
        ),
        *("after article", "before article", "length", "end", "repeats"),
    )
]
"""What the reasons look at, and its place among the columns."""

_seen = 0


def ready(size: int) -> bool:
    """Whether to measure with numpy: it is there anyway, or so much text has come that it pays."""
    global _seen
    if "numpy" in sys.modules:
        return True
    _seen += size
    return _seen > WORTH


def own(text: str, folded: str, blocks: Sequence[Block], model: Model | None = None) -> Own:
    """What the blocks have by themselves, which stays theirs when others go."""
    model = model or shipped_model()
    if blocks and ready(len(text)):
        from textclean.boilerplate import arrays

        return arrays.own(text, folded, blocks, _lexicon(model))
    return features.own(text, folded, blocks, model.words)


def score(
    text: str,
    blocks: Sequence[Block],
    found: Own,
    hits: Mapping[int, Sequence[Rule]],
    setting: str = "careful",
    model: Model | None = None,
) -> Scores:
    """Score the blocks of a text; `found` is what `own` says, `hits` are the rules that speak for some."""
    if not blocks:
        return Scores((), (), 0)
    model = model or shipped_model()
    strength = {index: strength_of(rules) for index, rules in hits.items()}
    gaps = features.gaps(text, blocks)
    base, more = model.thresholds[setting]
    columns: Sequence[Sequence[int]]
    if isinstance(found, features.Own):
        columns = features.measure(found, gaps, strength)
        odds = weigh(columns, model)
    else:
        from textclean.boilerplate import arrays

        numbers = arrays.measure(found, gaps, strength)
        odds = arrays.weigh(numbers, _forest(model))
        columns = cast("Sequence[Sequence[int]]", numbers)
    lengths = found.columns[0]
    short = sum([length < SHORT for length in lengths]) / len(blocks)
    return Scores(odds, columns, round(100 * (base + more * short)))


def strength_of(rules: Iterable[Rule]) -> int:
    """The evidence of the rules that speak for a block: of the surest that needs no other."""
    return max((int(56 * rule.confidence) if rule.role == "block" else 24 for rule in rules), default=0)


def weigh(columns: Sequence[Sequence[int]], model: Model) -> list[int]:
    """Log-odds, in hundredths, for columns of features."""
    answers, chunks = _lookups(model)
    asked = [(answer, column) for answer, column in zip(answers, columns, strict=True) if any(answer)]
    states: Iterable[int] = repeat(0, len(columns[0]))
    for found, column in asked:
        states = map(or_, states, map(found.__getitem__, column))
    known: dict[int, int] = {}
    odds = []
    for bits in states:
        total = known.get(bits)
        if total is None:
            total = known[bits] = _sum(bits, chunks)
        odds.append(total)
    return odds


Chunks = list[tuple[list[Tree], int, int]]


def _sum(bits: int, chunks: Chunks) -> int:
    total = 0
    for trees, low, high in chunks:
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
    questions = [(name, value) for name, value in table["questions"]]
    return Model(words, questions, table["trees"], table["chunks"], table["thresholds"])


_made: dict[str, tuple[Model, Any]] = {}
"""What is made of a model for each way to weigh, once."""


def _once(name: str, model: Model, make: Callable[[Model], Any]) -> Any:
    held = _made.get(name)
    if held is None or held[0] is not model:
        held = _made[name] = (model, make(model))
    return held[1]


def _lexicon(model: Model) -> arrays.Lexicon:
    from textclean.boilerplate import arrays

    made: arrays.Lexicon = _once("lexicon", model, lambda model: arrays.lexicon_of(model.words))
    return made


def _forest(model: Model) -> arrays.Forest:
    from textclean.boilerplate import arrays

    made: arrays.Forest = _once("forest", model, arrays.forest_of)
    return made


def _lookups(model: Model) -> tuple[list[Bits], Chunks]:
    """For each feature the answers of each value, as bits (index -1 is the value -1), and the trees."""
    made: tuple[list[Bits], Chunks] = _once("lookups", model, _make_lookups)
    return made


def _make_lookups(model: Model) -> tuple[list[Bits], Chunks]:
    chunks = []
    start = 0
    for size, low, high in model.chunks:
        trees = [tree_of(questions, leaves) for questions, leaves in model.trees[start : start + size]]
        chunks.append((trees, low, high))
        start += size
    return [_answers(name, model.questions) for name in NAMES], chunks


def _answers(name: str, questions: Sequence[tuple[str, int]]) -> Bits:
    """The bits that each value of a feature answers yes to."""
    asked = sorted((threshold, 1 << bit) for bit, (other, threshold) in enumerate(questions) if other == name)
    if name in CLASSES or name in FLAGS:
        row = [
            sum([bit for threshold, bit in asked if answer(name, value, threshold)])
            for value in range(-LIMIT, LIMIT + 1)
        ]
    else:
        row = []
        known = 0
        for threshold, bit in asked:  # from each threshold on, one answer more is yes
            row += [known] * (threshold + LIMIT + 1 - len(row))
            known |= bit
        row += [known] * (2 * LIMIT + 1 - len(row))
    return [*row[LIMIT:], 0, *row[:LIMIT]]


def answer(name: str, value: int, threshold: int) -> bool:
    """Whether a feature's value says yes to a question."""
    if name in CLASSES:
        return value == threshold
    return bool(value & threshold) if name in FLAGS else value > threshold


def tree_of(questions: Sequence[int], leaves: Sequence[int]) -> Tree:
    """A tree as it is looked up: the bits that it looks at, and what each state of them is worth."""
    states = [0]
    for question in questions:
        states += [state | 1 << question for state in states]
    return states[-1], dict(zip(states, leaves, strict=True))


def _key(written: str) -> Key:
    first, space, second = written.partition(" ")
    return (first, second) if space else written
