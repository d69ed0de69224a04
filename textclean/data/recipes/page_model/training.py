"""Training: batches of composed pages, what a net should have said of them, and the loop.

A student learns the labels, and from a teacher how sure to be of each block and what kind it is: a label says
that a line is boilerplate, a teacher also that it nearly was not. With the teacher's vectors at hand it
learns to point where they point.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from textclean.boilerplate.form import PLACE, SHAPE, places
from textclean.boilerplate.pieces import HEAD, TAIL
from textclean.data.recipes.page_model.arrays import Array, Block
from textclean.data.recipes.page_model.compose import Composer
from textclean.data.recipes.page_model.nets import Answers, Page

Tensor = Any
Taught = Callable[["Batch"], Answers]
"""What a teacher says of a batch."""
PAD, BEGIN, END = 1, 0, 2
_CHUNK = 128
_LABEL = 0.4
"""What a label counts where a teacher is asked as well."""
_WARM = 60


class Cutting(NamedTuple):
    """How long blocks may be, and whether pieces for beginning and end stand around them."""

    head: int = HEAD
    tail: int = TAIL
    marked: bool = False

    def __call__(self, pieces: Array) -> Array:
        """The pieces of a block as a net reads them."""
        if len(pieces) > self.head + self.tail:
            pieces = np.concatenate([pieces[: self.head], pieces[-self.tail :]])
        return np.concatenate([[BEGIN], pieces, [END]]) if self.marked else pieces


STUDENT, TEACHER = Cutting(), Cutting(30, 10, True)


class Batch(NamedTuple):
    """Pages side by side, padded to the longest; blocks apart, in chunks of like length."""

    chunks: list[tuple[Tensor, Tensor]]
    """Pieces and where they stand, blocks × pieces."""
    order: Tensor
    """Where in the chunks each block of the pages is found."""
    places: Tensor
    mask: Tensor
    labels: Tensor
    weights: Tensor
    kinds: Tensor
    at: Tensor
    """Numbers of the blocks; -1 where no teacher is to be asked."""


def batch_of(pages: Sequence[Sequence[Block]], cutting: Cutting = STUDENT) -> Batch:
    """Lay pages out for a net."""
    size, longest = len(pages), max(map(len, pages))
    about = np.zeros((size, longest, PLACE + SHAPE), np.float32)
    mask = np.zeros((size, longest), bool)
    labels = np.full((size, longest), -1, np.float32)
    weights = np.zeros((size, longest), np.float32)
    kinds = np.full((size, longest), -1, np.int64)
    at = np.full((size, longest), -1, np.int64)
    for row, page in enumerate(pages):
        count = len(page)
        shapes = np.stack([block.shape for block in page]).astype(np.float32) / 255
        about[row, :count] = places(shapes, [block.gap for block in page])
        mask[row, :count] = True
        labels[row, :count] = [block.label for block in page]
        weights[row, :count] = [0 if block.label < 0 else block.words**0.5 for block in page]
        kinds[row, :count] = [block.kind for block in page]
        at[row, :count] = [block.at for block in page]
    chunks, order = chunked([cutting(block.pieces) for page in pages for block in page])
    return Batch(chunks, order, *map(torch.from_numpy, (about, mask, labels, weights, kinds, at)))


def chunked(blocks: Sequence[Array], size: int = _CHUNK) -> tuple[list[tuple[Tensor, Tensor]], Tensor]:
    """Blocks of like length together, so that little is padded, and where each went."""
    order = sorted(range(len(blocks)), key=lambda index: len(blocks[index]))
    chunks = []
    for start in range(0, len(order), size):
        part = order[start : start + size]
        longest = max(len(blocks[index]) for index in part)
        ids = np.full((len(part), longest), PAD, np.int64)
        for row, index in enumerate(part):
            ids[row, : len(blocks[index])] = blocks[index]
        lengths = np.array([len(blocks[index]) for index in part])
        chunks.append((torch.from_numpy(ids), torch.from_numpy(np.arange(longest) < lengths[:, None])))
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return chunks, torch.from_numpy(back)


class Stream(torch.utils.data.IterableDataset):
    """Batches of composed pages without end, made beside the training."""

    def __init__(self, composer: Composer, cutting: Cutting, size: int, seed: int) -> None:
        self.composer, self.cutting, self.size, self.seed = composer, cutting, size, seed

    def __iter__(self) -> Iterator[Batch]:
        random = Random(self.seed)
        torch.set_num_threads(1)
        while True:
            pages = [self.composer.page(random) for _ in range(self.size)]
            yield batch_of([page for page in pages if page], self.cutting)


class Remembered:
    """A teacher whose vectors of all blocks were computed once; only its page model is asked."""

    def __init__(self, net: Page, vectors: Tensor) -> None:
        self.net, self.vectors = net.eval(), vectors

    @torch.no_grad()
    def __call__(self, batch: Batch) -> Answers:
        """What it says of a batch."""
        vectors = self.vectors[batch.at.clamp(min=0)].float() * (batch.at >= 0)[..., None]
        return self.net.judge(vectors, batch.places, batch.mask)


class Earlier:
    """An earlier student as a teacher; its vectors are its own affair."""

    def __init__(self, net: Page) -> None:
        self.net = net.eval()

    @torch.no_grad()
    def __call__(self, batch: Batch) -> Answers:
        """What it says of a batch."""
        return self.net(batch)


class Plan(NamedTuple):
    """How to train."""

    seconds: float
    reader_rate: float = 2e-3
    page_rate: float = 1e-3
    pages: int = 24
    seed: int = 1
    workers: int = 1
    """Processes that compose pages."""
    steps: int = 1_000_000
    """The most there will be, however much time is left."""


def train(
    net: Page,
    composer: Composer,
    plan: Plan,
    taught: Taught | None = None,
    cutting: Cutting = STUDENT,
    say: Callable[[str], None] = print,
) -> int:
    """Train a net and return how many steps it took. Rates rise over the first steps and fall to the end."""
    bridge = nn.Linear(net.width, taught.net.width) if isinstance(taught, Remembered) else None
    reader = [each for each in net.reader.parameters() if each.requires_grad]
    rest = [each for name, each in net.named_parameters() if not name.startswith("reader.")]
    rest += bridge.parameters() if bridge else []
    rates = (plan.reader_rate, plan.page_rate)
    groups = [{"params": each, "lr": rate} for each, rate in zip((reader, rest), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    stream = Stream(composer, cutting, plan.pages, plan.seed)
    ahead = {"prefetch_factor": 4} if plan.workers else {}
    batches = iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=plan.workers, **ahead))
    began, step = time.monotonic(), 0
    while step < plan.steps and (done := (time.monotonic() - began) / plan.seconds) < 1:
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1, (step + 1) / _WARM) * max(0.02, 1 - done)
        batch = next(batches)
        net.train()
        with quick():
            loss = loss_of(net(batch), batch, taught(batch) if taught else None, bridge)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            say(f"step {step}, {time.monotonic() - began:.0f} s, loss {loss.item():.3f}")
        step += 1
    net.eval()
    return step


def loss_of(found: Answers, batch: Batch, wanted: Answers | None = None, bridge: Any = None) -> Tensor:
    """How far answers are from the labels and from what a teacher says."""
    known, asked = batch.labels >= 0, batch.mask & (batch.at >= 0)
    target = batch.labels[known] * 0.99 + 0.005
    each = F.binary_cross_entropy_with_logits(found.odds[known], target, reduction="none")
    weight = batch.weights[known]
    if wanted is not None:  # where none is asked, the label says all
        each = each * torch.where(asked[known], _LABEL, 1 + _LABEL)
    loss = (each * weight).sum() / weight.sum().clamp(min=1)
    kinds = batch.kinds >= 0
    if kinds.any():
        share = 1.0 if wanted is None else _LABEL
        loss = loss + 0.3 * share * F.cross_entropy(found.kinds[kinds], batch.kinds[kinds])
    if wanted is None or not asked.any():
        return loss
    sure = wanted.odds[asked].sigmoid()
    likely = F.softmax(wanted.kinds[asked], -1)
    loss = loss + F.binary_cross_entropy_with_logits(found.odds[asked], sure)
    loss = loss + 0.3 * F.kl_div(F.log_softmax(found.kinds[asked], -1), likely, reduction="batchmean")
    if bridge is not None:
        theirs = wanted.vectors[asked]
        loss = loss + 0.5 * F.mse_loss(bridge(found.vectors[asked]), theirs) / theirs.var()
    return loss


def quick() -> Any:
    """Half precision where the processor has units for it; without them it is slower, not faster."""
    cpu = Path("/proc/cpuinfo")
    known = cpu.exists() and "amx_bf16" in cpu.read_text(encoding="utf-8")
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=known)
