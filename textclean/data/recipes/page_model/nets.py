"""The nets, in torch: readers of blocks, and the model of a page above them.

The student is what ships, and `textclean.boilerplate.model` computes the same in numpy. The teacher is a
transformer that knew a hundred languages before it saw a page (multilingual-e5-small): sixty times slower,
and worth asking because it has read more. Its word vectors and lower layers stay as they are: with all of it
trained, it learned the training pages by heart and took 53 % of appeals where it now takes 66.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from textclean.boilerplate.form import PLACE, SHAPE
from textclean.data.recipes.page_model.labelled import KINDS

Tensor = Any
POSITIONS, RANK = 160, 64


class Sizes(NamedTuple):
    """How wide a student is."""

    channels: int = 160
    """What its convolution over pieces listens for."""
    width: int = 128
    """Numbers that stand for a block."""
    page: int = 128
    """Numbers that stand for a block among the others."""


class Form(NamedTuple):
    """How a page model is built above its reader."""

    heads: int
    layers: int
    """Of attention."""
    apart: tuple[int, ...]
    """How far apart the blocks lie that a convolution takes together."""
    kernel: int
    attended: bool
    """Whether convolutions start from what attention made of the blocks, not from the blocks as read."""
    gelu: str


STUDENT = Form(4, 1, (1, 2, 4), 5, False, "tanh")
TEACHER = Form(6, 2, (1, 1), 3, True, "none")


class Answers(NamedTuple):
    """What a net says of a batch: pages × blocks, and what the reader made of each block."""

    odds: Tensor
    kinds: Tensor
    vectors: Tensor


class Convolution(nn.Module):
    """The student's reader: the largest answers of a convolution over three pieces, and the mean piece."""

    def __init__(self, pieces: int, channels: int, width: int, rank: int = RANK) -> None:
        super().__init__()
        self.table = nn.Embedding(pieces, rank)
        self.near = nn.Conv1d(rank, channels, 3, padding=1)
        self.out = nn.Linear(channels + rank, width)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Blocks × width."""
        seen = mask[..., None]
        rows = self.table(ids) * seen
        heard = F.relu(self.near(rows.transpose(1, 2))).transpose(1, 2).masked_fill(~seen, 0)
        return self.out(self.drop(torch.cat([heard.amax(1), _mean(rows, mask)], -1)))


class Layer(nn.Module):
    """A transformer layer that norms last. On a CPU a fused kernel's backward pass takes half of the time,
    so attention is spelled out."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.joined = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The same shape as `x`; `mask` is false where nothing stands."""
        size, length, width = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(size, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        weight = query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5
        weight = weight.masked_fill(~mask[:, None, None, :], -1e4).softmax(-1)
        taken = (weight @ value).transpose(1, 2).reshape(size, length, width)
        x = self.norm1(x + self.joined(taken))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class E5(nn.Module):
    """The teacher's reader: multilingual-e5-small, whose lower `frozen` layers are not trained."""

    WIDTH, INNER, LAYERS, LONGEST = 384, 1536, 12, 512

    def __init__(self, pieces: int, frozen: int = 6) -> None:
        super().__init__()
        self.frozen = frozen
        self.table = nn.Embedding(pieces, self.WIDTH)
        self.places = nn.Embedding(self.LONGEST, self.WIDTH)
        self.norm = nn.LayerNorm(self.WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.WIDTH, 12, self.INNER) for _ in range(self.LAYERS))
        for part in (self.table, self.places, self.norm, *self.layers[:frozen]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Blocks × WIDTH."""
        with torch.no_grad():
            x = self.norm(self.table(ids) + self.places.weight[: ids.shape[1]])
            for layer in self.layers[: self.frozen]:
                x = layer(x, mask)
        for layer in self.layers[self.frozen :]:
            x = layer(x, mask)
        return _mean(x, mask)


class Page(nn.Module):
    """A reader, and above it attention over the blocks of a page beside convolutions over neighbours.

    A student's convolutions start from the blocks as they were read: so they can say what stands here,
    whatever stands elsewhere.
    """

    def __init__(self, reader: nn.Module, width: int, page: int, form: Form) -> None:
        super().__init__()
        self.reader, self.width, self.form = reader, width, form
        self.inner = nn.Linear(width + PLACE + SHAPE, page)
        self.positions = nn.Embedding(POSITIONS, page)
        nn.init.normal_(self.positions.weight, std=0.02)
        self.far = nn.ModuleList(
            nn.TransformerEncoderLayer(page, form.heads, 2 * page, 0.1, batch_first=True, norm_first=True)
            for _ in range(form.layers)
        )
        self.near = nn.ModuleList(
            nn.Conv1d(page, page, form.kernel, padding=form.kernel // 2 * apart, dilation=apart)
            for apart in form.apart
        )
        gelu = nn.GELU(approximate=form.gelu)
        last = nn.Linear(page, 1 + len(KINDS))
        self.head = nn.Sequential(nn.Linear(2 * page, page), gelu, nn.Dropout(0.1), last)

    def judge(self, vectors: Tensor, places: Tensor, mask: Tensor) -> Answers:
        """What the page model says, given what the reader made of each block."""
        at = torch.arange(mask.shape[1], device=mask.device).clamp(max=POSITIONS - 1)
        read = x = self.inner(torch.cat([vectors, places], -1)) + self.positions(at)
        for layer in self.far:
            x = layer(x, src_key_padding_mask=~mask)
        near = ((x if self.form.attended else read) * mask[..., None]).transpose(1, 2)
        for layer in self.near:
            near = near + F.gelu(layer(near), approximate=self.form.gelu) * mask[:, None, :]
        found = self.head(torch.cat([x, near.transpose(1, 2)], -1)).float()
        return Answers(found[..., 0], found[..., 1:], vectors)

    def forward(self, batch: Any) -> Answers:
        """Judge the pages of a `training.Batch`."""
        read = torch.cat([self.reader(ids, mask) for ids, mask in batch.chunks])[batch.order]
        vectors = torch.zeros(*batch.mask.shape, self.width, dtype=read.dtype)
        vectors[batch.mask] = read
        return self.judge(vectors, batch.places, batch.mask)


def student(pieces: int, sizes: Sizes = Sizes()) -> Page:  # noqa: B008
    """A student that knows nothing yet."""
    return Page(Convolution(pieces, sizes.channels, sizes.width), sizes.width, sizes.page, STUDENT)


def sizes_of(net: Page) -> Sizes:
    """How wide a student is."""
    return Sizes(net.reader.near.out_channels, net.width, net.inner.out_features)


def teacher(pieces: int) -> Page:
    """A teacher, whose reader is yet to be filled."""
    return Page(E5(pieces), E5.WIDTH, 192, TEACHER)


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
