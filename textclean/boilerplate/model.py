"""The model that reads the page: how likely each block is the article, and what it is if it is not.

```
block → pieces → reader → 128 numbers ┐
block → form and place, 32 numbers ───┴→ page model over all blocks → odds of the article, odds of each kind
```
What a line is cannot be told from the line: a greeting, a sum of money, a plea stand in articles too. So a
reader turns each block into numbers that say what it speaks of, and a page model lets the blocks look at each
other: it sees openings, closes and buttons, and what stands around them.

The reader is a convolution over three pieces, of which the largest and the mean over the block are kept (Kim,
“Convolutional Neural Networks for Sentence Classification”, 2014). The page model has one layer of attention
and, beside it, three convolutions over blocks that lie 1, 2 and 4 apart, which see 28 blocks each way. It is
arithmetic in numpy alone: the same on every machine, to a thousandth.

Longer texts are judged in windows of 150 blocks that overlap by 50, so that time is linear in their length.
The weights in `data/page.bin` are made by `textclean/data/recipes/page_model`, which says how.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textclean.boilerplate.form import Matrix, places
from textclean.boilerplate.pieces import Pieces

WEIGHTS = Path(__file__).parent.parent / "data" / "page.bin"
MAGIC = b"textclean page model 1\n"
ARTICLE = "article"
"""The first of the kinds; the others are the categories of boilerplate."""
WINDOW, STEP, MARGIN = 150, 100, 25
_HEADS = 4
_ALIGNED = 64
_BATCH = 4096
"""Pieces that are read at once: what their convolution takes stays in the processor's cache."""

Numbers = npt.NDArray[Any]


class Judgement(NamedTuple):
    """What the model says of the blocks of a page."""

    odds: Matrix
    """Log-odds of each block that it is the article."""
    kinds: Matrix
    """Blocks × kinds, in the order of `Model.kinds`: logarithms of how likely each is, up to a constant."""


class Model:
    """A trained model, ready for use; it never changes, and many threads may ask it at once."""

    def __init__(self, weights: Mapping[str, Numbers], settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.kinds: tuple[str, ...] = tuple(settings["kinds"])
        self.pieces = Pieces(bytes(weights["pieces"]).decode())
        self._table = weights["table"]
        w: dict[str, Any] = {
            name: each.astype(np.float32) for name, each in weights.items() if name not in ("pieces", "table")
        }
        self._weights = w
        scale = w["scale"][:, None]
        self._near = np.concatenate([w["c0"] * scale, w["c1"] * scale, w["c2"] * scale])
        self._high, mean = np.split(w["ow"], [w["cb"].shape[0]])
        self._mean = mean * scale

    def bar(self, setting: str) -> float:
        """The log-odds under which a block goes at a setting, `careful` or `thorough`."""
        return odds_of(self.settings["bars"][setting])

    def confidence(self, odds: float) -> float:
        """How sure it is that a block with such odds is boilerplate, from 0 to 1, in hundredths.

        Fitted on pages of groups that the model had never seen (Platt, 1999).
        """
        slope, shift = self.settings["calibration"]
        return min(0.99, max(0.01, round(1 / (1 + math.exp(slope * odds - shift)), 2)))

    @property
    def width(self) -> int:
        """How many numbers stand for a block."""
        return int(self._weights["ob"].shape[0])

    def read(self, blocks: Sequence[Sequence[int]]) -> Matrix:
        """Blocks as numbers, blocks × `width`; each is given as its pieces, at least one."""
        found = np.empty((len(blocks), self.width), np.float32)
        for start, stop in _batches(blocks):
            found[start:stop] = self._read(blocks[start:stop])
        return found

    def _read(self, blocks: Sequence[Sequence[int]]) -> Matrix:
        high, mean, _ = self._heard(blocks)
        found: Matrix = high @ self._high + mean @ self._mean + self._weights["ob"]
        return found

    def _heard(self, blocks: Sequence[Sequence[int]]) -> tuple[Matrix, Matrix, Matrix]:
        """What the convolution hears: largest answers, blocks × channels; mean pieces; all answers, bare.

        The blocks' pieces lie one after the other with an empty row between, so that none hears the next.
        """
        lengths = np.fromiter(map(len, blocks), np.int64, len(blocks))
        ids = np.fromiter(chain.from_iterable(blocks), np.int64, int(lengths.sum()))
        starts = np.cumsum(lengths + 1) - lengths - 1
        at = np.arange(len(ids)) + np.repeat(np.arange(len(blocks)), lengths) + 1
        rank = self._table.shape[1]
        rows = np.zeros((len(ids) + len(blocks) + 2, rank), np.float32)
        rows[at] = self._table[ids]
        triples = np.lib.stride_tricks.as_strided(
            rows, (len(rows) - 2, 3 * rank), (rows.strides[0], rows.strides[1]), writeable=False
        )
        answers = triples @ self._near
        high = np.empty((len(blocks), answers.shape[1]), np.float32)
        # One reduction a block is up to seven times as fast as reduceat along this axis.
        for index, (start, stop) in enumerate(zip(starts.tolist(), (starts + lengths).tolist(), strict=True)):
            np.maximum.reduce(answers[start:stop], axis=0, out=high[index])
        high += self._weights["cb"]
        np.maximum(high, 0, out=high)
        mean = np.add.reduceat(rows[1:-1], starts, axis=0) / lengths[:, None].astype(np.float32)
        return high, mean, answers

    def heard(self, blocks: Sequence[Sequence[int]], kinds: Sequence[int]) -> list[list[float]]:
        """How much each piece of each block says for a kind of boilerplate, in arbitrary units.

        Each channel's largest answer came from one place, and each place is heard in three pieces; what the
        channel is worth to the kind goes to the middle one.
        """
        if not blocks:
            return []
        toward = self._weights["probe"][:, list(kinds)]
        high, _, answers = self._heard(blocks)
        worth, mean = high * (self._high @ toward).T, (self._mean @ toward).T
        found = []
        start = 0
        for index, block in enumerate(blocks):
            said = self._table[np.asarray(block)] @ mean[index] / len(block)
            loudest = answers[start : start + len(block)].argmax(0)
            found.append((said + np.bincount(loudest, worth[index], len(block))).tolist())
            start += len(block) + 1
        return found

    def judge(self, vectors: Matrix, shapes: Matrix, gaps: Sequence[int]) -> Judgement:
        """Judge the blocks of a page: their numbers, their shapes and the blank lines before each."""
        size = len(vectors)
        if size <= WINDOW:
            return self._judge(vectors, places(shapes, gaps))
        odds = np.empty(size, np.float32)
        kinds = np.empty((size, len(self.kinds)), np.float32)
        for start in range(0, size, STEP):
            low, high = max(0, start - MARGIN), min(size, start + STEP + MARGIN)
            found = self._judge(vectors[low:high], places(shapes[low:high], gaps[low:high]))
            stop = min(size, start + STEP)
            odds[start:stop] = found.odds[start - low : stop - low]
            kinds[start:stop] = found.kinds[start - low : stop - low]
        return Judgement(odds, kinds)

    def _judge(self, vectors: Matrix, seen: Matrix) -> Judgement:
        w = self._weights
        size = len(vectors)
        if not size:
            return Judgement(np.empty(0, np.float32), np.empty((0, len(self.kinds)), np.float32))
        x = np.concatenate([vectors, seen], 1) @ w["iw"]
        x += w["ib"]
        x += w["pos"][np.minimum(np.arange(size), len(w["pos"]) - 1)]
        near = x
        x = x + self._attended(_normed(x, w["n1w"], w["n1b"]))
        x = x + np.maximum(_normed(x, w["n2w"], w["n2b"]) @ w["f1"] + w["f1b"], 0) @ w["f2"] + w["f2b"]
        width = x.shape[1]
        for layer, apart in enumerate((1, 2, 4)):
            held = np.zeros((size + 4 * apart, width), np.float32)
            held[2 * apart : 2 * apart + size] = near
            around = np.concatenate([held[step * apart : step * apart + size] for step in range(5)], 1)
            near = near + _gelu(around @ w[f"d{layer}"] + w[f"d{layer}b"])
        found = _gelu(np.concatenate([x, near], 1) @ w["z1"] + w["z1b"]) @ w["z2"] + w["z2b"]
        return Judgement(found[:, 0], found[:, 1:])

    def _attended(self, x: Matrix) -> Matrix:
        """What each block takes from all others."""
        w = self._weights
        size, width = x.shape
        each = width // _HEADS
        query, key, value = (
            part.reshape(size, _HEADS, each).transpose(1, 0, 2)
            for part in np.split(x @ w["qkv"] + w["qkvb"], 3, axis=1)
        )
        weight = query @ key.transpose(0, 2, 1)
        weight *= 1 / math.sqrt(each)
        weight -= weight.max(-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(-1, keepdims=True)
        taken = (weight @ value).transpose(1, 0, 2).reshape(size, width)
        found: Matrix = taken @ w["aow"] + w["aob"]
        return found


def _batches(blocks: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Runs of blocks that hold some thousand pieces together."""
    start = held = 0
    for index, block in enumerate(blocks):
        held += len(block)
        if held >= _BATCH:
            yield start, index + 1
            start, held = index + 1, 0
    if start < len(blocks):
        yield start, len(blocks)


def odds_of(probability: float) -> float:
    """Log-odds of a probability."""
    return math.log(probability / (1 - probability))


def _gelu(x: Matrix) -> Matrix:
    """The Gaussian error linear unit, by its approximation with tanh (Hendrycks & Gimpel, 2016)."""
    inner = x * x
    inner *= 0.044715
    inner += 1
    inner *= x
    inner *= math.sqrt(2 / math.pi)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= 0.5
    return inner


def _normed(x: Matrix, weight: Matrix, bias: Matrix) -> Matrix:
    x = x - x.mean(-1, keepdims=True)
    found: Matrix = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * weight + bias
    return found


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with textclean."""
    return Model(*load(WEIGHTS))


def load(path: Path) -> tuple[dict[str, Numbers], dict[str, Any]]:
    """Weights and settings from a file; the weights are mapped, not read."""
    data = np.asarray(np.memmap(path, np.uint8, "r"))  # a plain array is indexed in half the time
    start = len(MAGIC) + 8
    if bytes(data[: len(MAGIC)]) != MAGIC:
        raise ValueError(f"{path}: not the weights of a page model of this version")
    end = start + int.from_bytes(bytes(data[len(MAGIC) : start]))
    header = json.loads(bytes(data[start:end]))
    weights = {}
    for name, kind, shape, at in header["weights"]:
        size = math.prod(shape) * np.dtype(kind).itemsize
        weights[name] = data[at : at + size].view(kind).reshape(shape)
    return weights, header["settings"]


def save(path: Path, weights: Mapping[str, Numbers], settings: Mapping[str, Any]) -> None:
    """Write weights and settings as `load` reads them."""
    rows: list[tuple[str, str, tuple[int, ...], int]] = []
    room = len(json.dumps(settings)) + 200 * len(weights) + 1000
    at = first = -(-room // _ALIGNED) * _ALIGNED
    for name, each in weights.items():
        rows.append((name, each.dtype.str, each.shape, at))
        at += -(-each.nbytes // _ALIGNED) * _ALIGNED
    header = json.dumps({"settings": settings, "weights": rows}, ensure_ascii=False).encode()
    start = MAGIC + len(header).to_bytes(8) + header
    with path.open("wb") as file:
        file.write(start.ljust(first, b"\0"))
        for each in weights.values():
            file.write(each.tobytes().ljust(-(-each.nbytes // _ALIGNED) * _ALIGNED, b"\0"))
