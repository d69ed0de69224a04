"""Pages as the model reads them, in flat arrays that a file keeps: what is costly is done once.

Text goes through the very functions that run on users' machines (`pieces.plain`, `Pieces`, `form.shapes`), so
that training and use can never drift apart. A teacher cuts blocks its own way; those pieces lie beside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textclean.boilerplate.form import SHAPE, shapes
from textclean.boilerplate.pieces import Pieces, plain
from textclean.data.recipes.page_model.bare import blocks_of
from textclean.data.recipes.page_model.labelled import PASSAGES, Choice, Labelled

Array = npt.NDArray[Any]
Cut = Callable[[Sequence[str]], list[list[int]]]
"""From blocks that `plain` gave to their pieces."""
_WORD = re.compile(r"[^\W_]+")
_MOST_BLANK = 3


class Block(NamedTuple):
    """A block of a labelled page, ready for a model."""

    pieces: Array
    shape: Array
    label: int
    kind: int
    gap: int
    """Blank lines before it."""
    words: int
    at: int
    """Its number among all blocks, by which a teacher's answer is found; -1: learn the label alone."""


class Page(NamedTuple):
    """A labelled page, ready for a model."""

    set: str
    language: str
    group: str
    mode: str
    blocks: list[Block]

    @property
    def passage(self) -> bool:
        """Whether it is set into pages, not a page by itself."""
        return self.set in PASSAGES


class Corpus:
    """All labelled pages as arrays; `page` names pages, the others say one thing of each block."""

    NAMES = ("pieces", "lengths", "shapes", "labels", "kinds", "gaps", "words", "counts")

    def __init__(self, arrays: dict[str, Array], about: list[list[str]]) -> None:
        self.arrays = arrays
        self.about = about
        """Of each page: set, language, group, mode."""

    @property
    def size(self) -> int:
        """How many blocks there are."""
        return len(self.arrays["labels"])

    def pages(self, kept_back: Choice = Choice(), *, teacher: bool = False) -> Iterator[Page]:  # noqa: B008
        """The pages that may be learned from, cut as the student reads or as a teacher does."""
        a = self.arrays
        prefix = "teacher_" if teacher else ""
        pieces, ends = a[f"{prefix}pieces"], np.cumsum(a[f"{prefix}lengths"], dtype=np.int64)
        starts = ends - a[f"{prefix}lengths"]
        labels, kinds, gaps, words = (a[name].tolist() for name in ("labels", "kinds", "gaps", "words"))
        bounds = np.concatenate([[0], np.cumsum(a["counts"], dtype=np.int64)]).tolist()
        for about, (first, last) in zip(self.about, pairwise(bounds), strict=True):
            if kept_back(about[2]):
                continue
            blocks = [
                Block(pieces[starts[i] : ends[i]], a["shapes"][i], labels[i], kinds[i], gaps[i], words[i], i)
                for i in range(first, last)
            ]
            yield Page(about[0], about[1], about[2], about[3], blocks)

    def save(self, path: Path) -> None:
        """Keep everything in one file."""
        about = np.frombuffer(json.dumps(self.about).encode(), np.uint8)
        everything: dict[str, Any] = {"about": about, **self.arrays}
        np.savez_compressed(path, **everything)

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """Read what `save` wrote."""
        with np.load(path) as held:
            arrays = {name: held[name] for name in held.files}
        return cls(arrays, json.loads(bytes(arrays.pop("about"))))


def build(found: Iterable[Labelled], cut: Cut, teacher: Cut | None = None) -> Corpus:
    """Lay labelled pages out in arrays; pages without a block are left out."""
    about: list[list[str]] = []
    columns: dict[str, list[Any]] = {name: [] for name in Corpus.NAMES}
    cuts = {"": cut} if teacher is None else {"": cut, "teacher_": teacher}
    for prefix in cuts:
        columns |= {f"{prefix}pieces": [], f"{prefix}lengths": []}
    for page in found:
        lines, gaps = blocks_of(page.lines)
        if not lines:
            continue
        about.append([page.set, page.language, page.group, page.mode])
        texts = plain([line.text for line in lines])
        for prefix, each in cuts.items():
            parts = each(texts)
            columns[f"{prefix}lengths"] += map(len, parts)
            columns[f"{prefix}pieces"] += [np.array(part, np.int32) for part in parts]
        columns["shapes"] += list(np.rint(shapes(texts) * 255).astype(np.uint8))
        columns["labels"] += [line.label for line in lines]
        columns["kinds"] += [line.kind for line in lines]
        columns["gaps"] += [min(gap, _MOST_BLANK) for gap in gaps]
        columns["words"] += [len(_WORD.findall(line.text)) or 1 for line in lines]
        columns["counts"].append(len(lines))
    return Corpus({name: _packed(name, column) for name, column in columns.items()}, about)


def _packed(name: str, column: list[Any]) -> Array:
    if name.endswith("pieces"):
        return np.concatenate([np.empty(0, np.int32), *column])
    if name == "shapes":
        return np.array(column, np.uint8).reshape(-1, SHAPE)
    kind = np.int8 if name in ("labels", "kinds", "gaps") else np.int32 if name == "counts" else np.int16
    return np.array(column, kind)


def student_cut(written: str) -> Cut:
    """Cut as the package does, by a list of pieces."""
    pieces = Pieces(written)
    return lambda lines: [pieces(line) for line in lines]


def only_labels(page: Page) -> Page:
    """The page with blocks that no teacher is asked about: the label is what is new."""
    return page._replace(blocks=[block._replace(at=-1) for block in page.blocks])
