"""What needs torch: nets, training, packing. Elsewhere it is skipped."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.recipes.test_compose import PIECES, corpus, labelled
from textclean.boilerplate import model as shipped
from textclean.data.recipes.page_model import packing
from textclean.data.recipes.page_model.arrays import only_labels
from textclean.data.recipes.page_model.compose import Composer
from textclean.data.recipes.page_model.labelled import KINDS

torch: Any = pytest.importorskip("torch")
if True:  # what imports torch in its turn
    from textclean.data.recipes.page_model import learning, training
    from textclean.data.recipes.page_model.nets import Sizes, sizes_of, student, teacher

SMALL = Sizes(12, 16, 8)
COUNT = PIECES.count("\n") + 1


def small(seed: int = 1) -> Any:
    torch.manual_seed(seed)
    return learning.fresh(PIECES, SMALL, None)


def mixed() -> Any:
    page = labelled("pages", *["C", "_", "donation", "C", "share", "M"] * 8)
    return list(corpus(page, labelled("keeps", "C", "C"), labelled("units", "donation")).pages())


def test_packed_weights_say_what_the_net_says(tmp_path: Path) -> None:
    start = small()
    path = tmp_path / "page.bin"
    learning.ship(start, mixed(), path, lambda line: None)
    model = shipped.Model(*shipped.load(path))
    assert model.kinds == KINDS
    assert model.width == SMALL.width
    assert learning.difference(start.net.eval(), *shipped.load(path), mixed()[:1]) < 0.01


def test_what_is_packed_cleans_and_says_why(tmp_path: Path) -> None:
    start = small()
    learning.ship(start, mixed(), tmp_path / "page.bin", lambda line: None)
    model = shipped.Model(*shipped.load(tmp_path / "page.bin"))
    said = model.heard([[5, 6]], [KINDS.index("donation")])
    assert len(said[0]) == 2
    assert 0 < model.confidence(-3.0) <= 0.99
    assert model.bar("careful") < model.bar("thorough")


def test_several_states_are_packed_as_their_mean(tmp_path: Path) -> None:
    nets = [small(seed).net for seed in (1, 2)]
    paths = [tmp_path / f"{number}.pt" for number in (1, 2)]
    for net, path in zip(nets, paths, strict=True):
        torch.save(net.state_dict(), path)
    mean = learning.restored(paths, PIECES).state_dict()["inner.weight"]
    wanted = (nets[0].state_dict()["inner.weight"] + nets[1].state_dict()["inner.weight"]) / 2
    assert torch.allclose(mean, wanted)


def test_unpacking_is_packing_backwards(tmp_path: Path) -> None:
    start = small()
    weights = learning.packed(start.net, start.written)
    again = learning.unpacked(weights, start.settings)
    assert sizes_of(again.net) == SMALL
    assert again.written == PIECES
    for name, each in learning.packed(again.net, again.written).items():
        assert np.array_equal(each, weights[name]), name


def test_names_of_an_earlier_form_are_read() -> None:
    now = packing.renamed({"enc.c.weight": 1, "tr.0.norm1.bias": 2, "enc.L.7.l2.weight": 3, "out.0.bias": 4})
    assert set(now) == {
        "reader.near.weight",
        "far.0.norm1.bias",
        "reader.layers.7.norm2.weight",
        "head.0.bias",
    }


def test_a_page_is_judged_the_same_beside_a_longer_one() -> None:
    net, (page, *_) = small().net.eval(), mixed()
    short, long = page.blocks[:5], page.blocks
    with torch.no_grad():
        alone = net(training.batch_of([short])).odds[0]
        beside = net(training.batch_of([long, short])).odds[1, :5]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_training_learns() -> None:
    net = small().net
    plan = training.Plan(60, 2e-2, 1e-2, pages=8, workers=0, steps=70)
    assert training.train(net, Composer(mixed()), plan, say=lambda line: None) == 70
    batch = training.batch_of([mixed()[0].blocks])
    with torch.no_grad():
        odds = net(batch).odds
    assert odds[batch.labels == 1].min() > odds[batch.labels == 0].max()


def test_a_teacher_is_asked_and_labels_of_added_pages_outweigh_it() -> None:
    net, pages = small().net, mixed()
    wrong = training.Earlier(small(2).net)
    batch = training.batch_of([pages[0].blocks])
    own = training.batch_of([only_labels(pages[0]).blocks])
    found = net(batch)
    assert training.loss_of(found, batch, wrong(batch)) != training.loss_of(found, own, wrong(own))
    alone = training.loss_of(found, own)
    with_teacher = training.loss_of(found, own, wrong(own))
    assert with_teacher < 2 * alone  # the label counts more, the teacher not at all


def test_a_remembered_teacher_reads_no_blocks() -> None:
    pages = mixed()
    net = teacher(1)
    size = max(block.at for page in pages for block in page.blocks) + 1
    remembered = training.Remembered(net, torch.randn(size, net.width).half())
    start = small()
    plan = training.Plan(30, pages=2, workers=0, steps=2)
    learning.learn(start, pages, plan, remembered, lambda line: None)
    assert student(COUNT, SMALL) is not start.net


def test_learning_more_says_what_changed(tmp_path: Path) -> None:
    start = small()
    begin = tmp_path / "begin.bin"
    shipped.save(begin, learning.packed(start.net, start.written), start.settings)
    for folder in ("mine/bote", "known/pages/en-z", "check/anzeiger"):
        (tmp_path / folder).mkdir(parents=True)
        for number in range(6):
            page = tmp_path / folder / f"00{number}-en-ferry.tsv"
            page.write_text("C\tthe ferry came\n_\ndonation\tplease give\nC\tit is a good ferry\n")
    said: list[str] = []
    learning.learn_more(
        [tmp_path / "mine"],
        [tmp_path / "check"],
        training.Plan(30, pages=2, workers=0, steps=3),
        tmp_path / "page.bin",
        tmp_path / "known",
        begin,
        said.append,
    )
    assert shipped.load(tmp_path / "page.bin")[1]["kinds"] == list(KINDS)
    assert "added, learned from: 6 pages" in "\n".join(said)
    assert "added, for checking: 6 pages" in "\n".join(said)
