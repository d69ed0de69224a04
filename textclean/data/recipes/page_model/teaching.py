"""Teaching the teacher, and what it makes of every block, computed once.

Where a student is taught on composed pages, the teacher's page model has to look at each of them anew, but
its reader, which costs a hundred times more, reads a block the same wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from textclean.data.recipes.page_model import packing
from textclean.data.recipes.page_model.arrays import Array, Corpus
from textclean.data.recipes.page_model.compose import Composer
from textclean.data.recipes.page_model.labelled import Choice
from textclean.data.recipes.page_model.nets import E5, Page, teacher
from textclean.data.recipes.page_model.training import TEACHER, Plan, chunked, quick, train

RATES = (8e-5, 8e-4)
PAGES = 12
"""At once; the student's reader is smaller, and takes twice as many."""
_AT_ONCE = 256
_NOT_KEPT = "reader.table."


def teach(
    folder: Path,
    out: Path,
    kept_back: Choice,
    plan: Plan,
    begin: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Train a teacher on a prepared kit and leave it in `out`, with its vectors of all blocks."""
    out.mkdir(parents=True, exist_ok=True)
    corpus = Corpus.load(folder / "arrays.npz")
    net = begun(folder / "teacher.npz", begin)
    if plan.seconds > 0:
        composer = Composer(corpus.pages(kept_back, teacher=True))
        train(net, composer, plan._replace(pages=PAGES), cutting=TEACHER, say=say)
    state = {name: each.half() for name, each in net.state_dict().items() if not name.startswith(_NOT_KEPT)}
    torch.save(state, out / "teacher.pt")
    torch.save(vectors(net, corpus, say), out / "vectors.pt")


def begun(weights: Path, begin: Path | None = None) -> Page:
    """The teacher as it came, or as `begin`, an earlier `teacher.pt`, left it."""
    with np.load(weights) as held:
        state = {name: torch.from_numpy(held[name].astype(np.float32)) for name in held.files}
    net = teacher(state["reader.table.weight"].shape[0])
    if begin is not None:
        learned = packing.renamed(torch.load(begin))
        state |= {name: each.float() for name, each in learned.items()}
    net.load_state_dict(state, strict=False)
    return net


@torch.no_grad()
def vectors(net: Page, corpus: Corpus, say: Callable[[str], None] = print) -> Any:
    """What the teacher's reader makes of each block, in half precision; equal blocks are read once."""
    net.eval()
    found = torch.zeros(corpus.size, E5.WIDTH, dtype=torch.float16)
    same: dict[bytes, list[int]] = {}
    for number, pieces in enumerate(_blocks(corpus)):
        same.setdefault(TEACHER(pieces).astype(np.int32).tobytes(), []).append(number)
    distinct = sorted(same.items(), key=lambda item: len(item[0]))
    with quick():
        for start in range(0, len(distinct), _AT_ONCE):
            part = distinct[start : start + _AT_ONCE]
            chunks, order = chunked([np.frombuffer(key, np.int32) for key, _ in part], _AT_ONCE)
            read = torch.cat([net.reader(ids, mask) for ids, mask in chunks])[order].half()
            for vector, (_, numbers) in zip(read, part, strict=True):
                found[numbers] = vector
            if start % (50 * _AT_ONCE) == 0:
                say(f"vectors: {start} of {len(distinct)}")
    return found


def _blocks(corpus: Corpus) -> Iterator[Array]:
    pieces, lengths = corpus.arrays["teacher_pieces"], corpus.arrays["teacher_lengths"]
    yield from np.split(pieces, np.cumsum(lengths, dtype=np.int64)[:-1])
