"""Learning a student: where it starts, whom it is taught by, and how it is packed and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import torch

from textclean.boilerplate import model as shipped
from textclean.data.recipes.page_model import bare, packing
from textclean.data.recipes.page_model.arrays import Corpus, Page, build, only_labels, student_cut
from textclean.data.recipes.page_model.compose import Composer
from textclean.data.recipes.page_model.labelled import (
    FOLDS,
    KINDS,
    PASSAGES,
    Choice,
    Labelled,
    added,
    read_kit,
)
from textclean.data.recipes.page_model.nets import Page as Net
from textclean.data.recipes.page_model.nets import Sizes, sizes_of, student, teacher
from textclean.data.recipes.page_model.probing import probe
from textclean.data.recipes.page_model.training import Earlier, Plan, Remembered, Taught, batch_of, train

Weights = dict[str, Any]
Settings = dict[str, Any]
LABELLED = Path(__file__).parents[4] / "samples" / "labelled"
FRESH, FURTHER = (2e-3, 1e-3), (5e-4, 3e-4)
"""Rates of a student that begins, and of one that only learns some pages more."""
BARS, PLAIN = {"careful": 0.06, "thorough": 0.15}, [1.0, 0.0]
"""Settings until `calibrate` has chosen some."""
_CLOSE = 0.01


class Start(NamedTuple):
    """A student before it learns."""

    net: Net
    written: str
    """Its list of pieces."""
    settings: Settings


def unpacked(weights: Mapping[str, Any], settings: Settings) -> Start:
    """A student as shipped weights have it."""
    channels, width, page = weights["c0"].shape[1], weights["ob"].shape[0], weights["ib"].shape[0]
    net = student(weights["table"].shape[0], Sizes(channels, width, page))
    state = {name: torch.from_numpy(np.array(each)) for name, each in packing.unpack(weights).items()}
    net.load_state_dict(state)
    return Start(net.eval(), packing.written(weights), dict(settings))


def fresh(written: str, sizes: Sizes, axes: Path | None) -> Start:
    """A student that knows nothing, but what words mean where `axes` holds their vectors."""
    net = student(written.count("\n") + 1, sizes)
    if axes and axes.exists():
        net.reader.table.weight.data.copy_(torch.from_numpy(np.load(axes)))
    return Start(net, written, {"kinds": list(KINDS), "bars": BARS, "calibration": PLAIN})


def packed(net: Net, written: str) -> Weights:
    """A student's weights as the package reads them."""
    return packing.pack({name: each.float().numpy() for name, each in net.state_dict().items()}, written)


def restored(paths: Sequence[Path], written: str) -> Net:
    """A student from a state that torch saved, however wide it was, or from the mean of several.

    States of one run, taken early and late, are better together on hands that none has seen than any of them:
    2 to 6 of 100 appeal words (Izmailov et al., “Averaging Weights Leads to Wider Optima”, 2018).
    """
    states = [packing.renamed(torch.load(path)) for path in paths]
    state = {name: sum(each[name].float() for each in states) / len(states) for name in states[0]}
    channels, page = state["reader.near.bias"].shape[0], state["inner.bias"].shape[0]
    net = student(written.count("\n") + 1, Sizes(channels, state["reader.out.bias"].shape[0], page))
    net.load_state_dict(state)
    return net.eval()


@torch.no_grad()
def difference(net: Net, weights: Weights, settings: Settings, pages: Iterable[Page]) -> float:
    """The largest difference between torch and the package of any block's probability."""
    model = shipped.Model(weights, settings)
    net.eval()
    worst = 0.0
    for page in pages:
        blocks = page.blocks[: shipped.WINDOW]
        shapes = np.stack([block.shape for block in blocks]).astype(np.float32) / 255
        pieces = [block.pieces.tolist() for block in blocks]
        found = model.judge(model.read(pieces), shapes, [block.gap for block in blocks]).odds
        wanted = net(batch_of([blocks])).odds[0].numpy()
        worst = max(worst, float(np.abs(_probability(found) - _probability(wanted)).max()))
    return worst


def _probability(odds: Any) -> Any:
    return 1 / (1 + np.exp(-odds))


def ship(start: Start, pages: Sequence[Page], path: Path, say: Callable[[str], None] = print) -> Weights:
    """Pack a student, check it against torch and write it."""
    weights = packed(start.net, start.written)
    weights["probe"] = probe(shipped.Model(weights, start.settings), pages)
    sample = islice((page for page in pages if not page.passage), 60)
    worst = difference(start.net, weights, start.settings, sample)
    shipped.save(path, weights, start.settings)
    say(f"{path}: {path.stat().st_size / 1e6:.1f} MB; furthest from torch {worst:.4f}")
    if worst > _CLOSE:
        raise ValueError(f"{path}: packing moved a probability by {worst:.3f}, more than {_CLOSE}")
    return weights


def taught_by(folder: Path) -> Remembered:
    """A teacher that `teach` left in a folder, with its vectors of all blocks; its reader is not needed."""
    net = teacher(1)
    state = packing.renamed(torch.load(folder / "teacher.pt"))
    above = {name: each.float() for name, each in state.items() if not name.startswith("reader.")}
    net.load_state_dict(above, strict=False)
    return Remembered(net, torch.load(folder / "vectors.pt"))


def learn(
    start: Start,
    pages: Iterable[Page],
    plan: Plan,
    taught: Taught | None,
    say: Callable[[str], None] = print,
    shares: Mapping[str, float] | None = None,
) -> Start:
    """Teach a student from where it stands."""
    steps = train(start.net, Composer(pages, shares), plan, taught, say=say)
    say(f"{steps} steps")
    return start


def aside(page: Labelled) -> bool:
    """Whether a page is of the fifth by which forgetting is noticed: one in five of every hand's."""
    return page.set not in PASSAGES and crc32(f"{page.group}/{page.name}".encode()) % FOLDS == 0


def learn_more(
    folders: Sequence[Path],
    checks: Sequence[Path],
    plan: Plan,
    out: Path,
    labelled: Path = LABELLED,
    begin: Path = shipped.WEIGHTS,
    say: Callable[[str], None] = print,
) -> None:
    """Learn from pages of a user's own without forgetting the others, and say what changed.

    What ships is where it starts and its teacher too: on the labelled pages it goes on saying what it said,
    while of the added ones the labels alone count. Vectors of pieces stay as they are: a few pages teach no
    words, and each step is quicker.
    """
    own = [page for folder in folders for page in added(folder)]
    known = list(read_kit(labelled))
    measured = {
        "added, learned from": own,
        "added, for checking": [page for folder in checks for page in added(folder)],
        "labelled, not learned from now": [page for page in known if aside(page)],
    }
    weights, settings = shipped.load(begin)
    before = shipped.Model(weights, settings)
    start, teaching = unpacked(weights, settings), unpacked(weights, settings)
    start.net.reader.table.requires_grad_(False)
    cut = student_cut(start.written)
    pages = list(build((page for page in known if not aside(page)), cut).pages())
    pages += map(only_labels, build(own, cut).pages())
    say(f"{len(own)} pages added to {len(pages) - len(own)} pages and passages")
    share = {"added": min(0.5, 0.05 * len(own))}
    learn(start, pages, plan, Earlier(teaching.net), say, share)
    now = shipped.Model(ship(start, pages, out, say), start.settings)
    for name, found in measured.items():
        if found:
            compare(name, before, now, found, say)


def compare(
    name: str,
    before: shipped.Model,
    now: shipped.Model,
    pages: Sequence[Labelled],
    say: Callable[[str], None],
) -> None:
    """What the model alone keeps and removes, before and now, in per cent of the words."""
    say(f"\n{name}: {len(pages)} pages\n{'':18}{bare.HEADING}  (en, other: appeals removed)")
    for level, bar in now.settings["bars"].items():
        for when, model in (("before", before), ("now", now)):
            found = bare.shares(bare.listen(model, pages), shipped.odds_of(bar))
            say(f"{level:10}{when:8}{found}")


def learn_kit(
    corpus: Corpus,
    kept_back: Choice,
    start: Start,
    plan: Plan,
    taught: Taught | None,
    out: Path,
    say: Callable[[str], None] = print,
) -> None:
    """Learn from a prepared kit, all but the groups that are kept back."""
    pages = list(corpus.pages(kept_back))
    say(f"{len(pages)} pages and passages, {sizes_of(start.net)}")
    learn(start, pages, plan, taught, say)
    torch.save(start.net.state_dict(), out.with_suffix(".pt"))
    ship(start, pages, out, say)
