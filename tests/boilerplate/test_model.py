"""The model's arithmetic, against the same said plainly; windows; the file of weights."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from textclean.boilerplate.form import PLACE, SHAPE, places, shapes
from textclean.boilerplate.model import MAGIC, STEP, WEIGHTS, WINDOW, Model, load, save, shipped_model
from textclean.boilerplate.pieces import plain

Matrix = npt.NDArray[Any]

LINES = [
    "Ferry to Pell suspended after goat is found in the engine room",
    "The ferry was taken out of service on Monday after engineers found a goat beside the port engine.",
    "Sign up for our newsletter",
    "羊がフェリーで見つかった。",
    "Service is expected to resume on Thursday, weather permitting, with one additional sailing at noon.",
    "© 2021 The Harrow Lamp. All rights reserved.",
]


def weights() -> dict[str, Matrix]:
    return {
        name: each if name in ("pieces", "table") else each.astype(np.float64)
        for name, each in load(WEIGHTS)[0].items()
    }


def read_plainly(w: dict[str, Matrix], pieces: list[int]) -> Matrix:
    """A block's numbers: each triple of pieces by itself, in double precision."""
    rows = [w["table"][piece].astype(np.float64) * w["scale"] for piece in pieces]
    nothing = np.zeros_like(rows[0])
    padded = [nothing, *rows, nothing]
    heard = [
        np.maximum(padded[i] @ w["c0"] + padded[i + 1] @ w["c1"] + padded[i + 2] @ w["c2"] + w["cb"], 0)
        for i in range(len(rows))
    ]
    found: Matrix = np.concatenate([np.max(heard, 0), np.mean(rows, 0)]) @ w["ow"] + w["ob"]
    return found


def judge_plainly(w: dict[str, Matrix], vectors: Matrix, seen: Matrix) -> Matrix:
    """Odds and kinds of a page's blocks: each block and each head by itself, in double precision."""

    def gelu(x: Matrix) -> Matrix:
        found: Matrix = 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
        return found

    def normed(x: Matrix, weight: Matrix, bias: Matrix) -> Matrix:
        found: Matrix = (x - x.mean()) / math.sqrt(x.var() + 1e-5) * weight + bias
        return found

    size = len(vectors)
    rows = [
        np.concatenate([vectors[i], seen[i]]) @ w["iw"] + w["ib"] + w["pos"][min(i, len(w["pos"]) - 1)]
        for i in range(size)
    ]
    near = list(rows)
    parts = [np.split(normed(row, w["n1w"], w["n1b"]) @ w["qkv"] + w["qkvb"], 3) for row in rows]
    far = []
    for i in range(size):
        taken = []
        for head in range(4):
            own = slice(head * len(rows[0]) // 4, (head + 1) * len(rows[0]) // 4)
            weight = [
                math.exp(parts[i][0][own] @ parts[j][1][own] / math.sqrt(len(rows[0]) / 4))
                for j in range(size)
            ]
            taken.append(sum(weight[j] * parts[j][2][own] for j in range(size)) / sum(weight))
        x = rows[i] + np.concatenate(taken) @ w["aow"] + w["aob"]
        inner = np.maximum(normed(x, w["n2w"], w["n2b"]) @ w["f1"] + w["f1b"], 0)
        far.append(x + inner @ w["f2"] + w["f2b"])
    for layer, apart in enumerate((1, 2, 4)):
        nothing = np.zeros_like(near[0])
        before = list(near)
        for i in range(size):
            around = [i + (step - 2) * apart for step in range(5)]
            held = np.concatenate([before[j] if 0 <= j < size else nothing for j in around])
            near[i] = before[i] + gelu(held @ w[f"d{layer}"] + w[f"d{layer}b"])
    return np.array(
        [
            gelu(np.concatenate([far[i], near[i]]) @ w["z1"] + w["z1b"]) @ w["z2"] + w["z2b"]
            for i in range(size)
        ]
    )


def test_the_arithmetic_is_what_it_says() -> None:
    model, w = shipped_model(), weights()
    lines = plain(LINES)
    pieces = [model.pieces(line) for line in lines]
    vectors = model.read(pieces)
    plainly = np.array([read_plainly(w, each) for each in pieces])
    assert np.abs(vectors - plainly).max() < 1e-3
    gaps = [0, 1, 1, 0, 1, 2]
    found = model.judge(vectors, shapes(lines), gaps)
    wanted = judge_plainly(w, plainly, places(shapes(lines), gaps).astype(np.float64))
    assert np.abs(found.odds - wanted[:, 0]).max() < 1e-3
    assert np.abs(found.kinds - wanted[:, 1:]).max() < 1e-3


def test_a_block_is_read_the_same_whatever_stands_beside_it() -> None:
    model = shipped_model()
    pieces = [model.pieces(line) for line in plain(LINES * 200)]
    alone = np.concatenate([model.read([each]) for each in pieces[: len(LINES)]])
    assert np.abs(model.read(pieces) - np.tile(alone, (200, 1))).max() < 1e-4


def test_what_is_far_away_changes_nothing() -> None:
    model = shipped_model()
    lines = plain([LINES[index % len(LINES)] for index in range(4 * WINDOW)])
    vectors, looks = model.read([model.pieces(line) for line in lines]), shapes(lines)
    whole = model.judge(vectors, looks, [1] * len(lines))
    assert len(whole.odds) == len(lines)
    vectors[-1] += 1
    assert (model.judge(vectors, looks, [1] * len(lines)).odds[:STEP] == whole.odds[:STEP]).all()


def test_nothing_is_judged_as_nothing() -> None:
    model = shipped_model()
    assert len(model.judge(model.read([]), shapes([]), []).odds) == 0


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    held: dict[str, Matrix] = {
        "a": np.arange(6, dtype=np.int8).reshape(2, 3),
        "b": np.array([0.5], np.float16),
    }
    save(tmp_path / "w.bin", held, {"kinds": ["article", "ad"]})
    found, settings = load(tmp_path / "w.bin")
    assert settings == {"kinds": ["article", "ad"]}
    assert {name: each.tolist() for name, each in found.items()} == {
        name: each.tolist() for name, each in held.items()
    }
    (tmp_path / "w.bin").write_bytes(b"?" * len(MAGIC) + bytes(20))
    with pytest.raises(ValueError, match="not the weights"):
        load(tmp_path / "w.bin")


def test_the_kinds_are_the_categories() -> None:
    from textclean.settings import CATEGORIES

    assert isinstance(shipped_model(), Model)
    assert shipped_model().kinds == ("article", *CATEGORIES)
    assert PLACE + SHAPE == 32
