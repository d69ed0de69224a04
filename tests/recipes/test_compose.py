from collections import Counter
from pathlib import Path
from random import Random

import numpy as np

from textclean.boilerplate.form import shapes
from textclean.boilerplate.model import WINDOW
from textclean.boilerplate.pieces import Pieces, plain
from textclean.data.recipes.page_model.arrays import Corpus, Page, build, only_labels, student_cut
from textclean.data.recipes.page_model.compose import Composer, runs
from textclean.data.recipes.page_model.labelled import Choice, Labelled, tagged

PIECES = "\n".join(["<s>", "<pad>", "</s>", "<unk>", "\u2581", *"abcdefghijklmnopqrstuvwxyz"])
TAGS = {"C": "article {}", "donation": "please give {}", "M": "by nobody {}", "_": ""}


def labelled(name: str, *tags: str, group: str = "hand:a", language: str = "en") -> Labelled:
    lines = [
        tagged(tag, TAGS.get(tag, "{}").format(chr(97 + number % 26))) for number, tag in enumerate(tags)
    ]
    return Labelled(name, f"{name}.tsv", language, group, lines)


def corpus(*pages: Labelled) -> Corpus:
    return build(pages, student_cut(PIECES))


def text_of(pieces: object) -> str:
    names = PIECES.split("\n")
    return "".join(names[number] for number in np.asarray(pieces)).replace("\u2581", " ").strip()


def test_arrays_hold_what_the_package_reads() -> None:
    page = labelled("pages", "C", "_", "_", "donation", "M")
    (found,) = corpus(page).pages()
    texts = plain([line.text for line in page.lines if line.text])
    assert [block.pieces.tolist() for block in found.blocks] == [Pieces(PIECES)(text) for text in texts]
    assert [block.shape.tolist() for block in found.blocks] == np.rint(shapes(texts) * 255).astype(
        int
    ).tolist()
    assert [block.label for block in found.blocks] == [1, 0, -1]
    assert [block.gap for block in found.blocks] == [0, 2, 0]
    assert [block.at for block in found.blocks] == [0, 1, 2]


def test_arrays_come_back_from_a_file(tmp_path: Path) -> None:
    held = corpus(labelled("pages", "C", "donation"), labelled("units", "donation", group="hand:b"))
    held.save(tmp_path / "arrays.npz")
    again = Corpus.load(tmp_path / "arrays.npz")
    assert again.about == held.about
    assert all(np.array_equal(each, held.arrays[name]) for name, each in again.arrays.items())


def test_groups_kept_back_are_not_seen() -> None:
    held = corpus(labelled("pages", "C"), labelled("pages", "C", group="hand:b"))
    assert [page.group for page in held.pages(Choice(leave=("hand:b",)))] == ["hand:a"]


def test_runs_of_boilerplate() -> None:
    (page,) = corpus(labelled("pages", "donation", "C", "share", "share", "M", "ad")).pages()
    assert [len(run) for run in runs(page.blocks)] == [1, 2, 1]


def pages_to_compose() -> list[Page]:
    long = ["C", "donation", "C", "M"] * 60
    return list(
        corpus(
            labelled("pages", *long),
            labelled("real", *long, group="site:a"),
            labelled("units", "donation", "donation", language="de"),
            labelled("keeps", "C", "C"),
            labelled("ui", "share"),
        ).pages()
    )


def test_composing_keeps_labels_with_their_blocks() -> None:
    composer, random = Composer(pages_to_compose()), Random(1)
    seen: Counter[int] = Counter()
    for _ in range(200):
        page = composer.page(random)
        assert 0 < len(page) <= WINDOW
        for block in page:
            text = text_of(block.pieces)
            assert block.label == (1 if "article" in text else -1 if "nobody" in text else 0)
            assert (block.kind == 0) == (block.label == 1)
            seen[block.label] += 1
    assert len(seen) == 3


def test_composing_is_the_same_from_the_same_numbers() -> None:
    composer = Composer(pages_to_compose())
    first, again = (
        [[block.at for block in composer.page(random)] for _ in range(20)]
        for random in (Random(7), Random(7))
    )
    assert first == again


def test_of_added_pages_the_label_is_learned_alone() -> None:
    (page,) = map(only_labels, corpus(labelled("added", "C", "donation")).pages())
    assert [block.at for block in page.blocks] == [-1, -1]
