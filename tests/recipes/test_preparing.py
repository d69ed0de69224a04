import json
from pathlib import Path

import numpy as np
import pytest

from textclean.data.recipes.page_model import preparing
from textclean.data.recipes.page_model.__main__ import main
from textclean.data.recipes.page_model.arrays import Corpus

SPECIAL = list(preparing.SPECIAL)


def test_a_list_of_pieces_in_lower_case() -> None:
    names = [*SPECIAL, "\u2581Ferry", "\u2581ferry", "s", "S", "\u2581Bote", "a\nb"]
    assert preparing.lowered(names).split("\n") == [*SPECIAL, "\u2581ferry", "s", "\u2581bote"]


def test_a_piece_takes_the_teachers_vector_of_its_name_in_lower_case_if_there_is_one() -> None:
    names = [*SPECIAL, "\u2581Ferry", "\u2581ferry", "\u2581Bote"]
    rows = preparing.rows_of("\n".join([*SPECIAL, "\u2581ferry", "\u2581bote", "\u2581kahn"]), names)
    assert rows.tolist() == [0, 1, 2, 3, 5, 6, 3]


def test_axes_keep_what_differs_most() -> None:
    random = np.random.default_rng(1)
    vectors = random.normal(size=(200, 8)) * [9, 1, 1, 1, 1, 1, 1, 5] + 3
    found = preparing.axes(vectors, 2)
    assert found.shape == (200, 2)
    assert abs(np.corrcoef(found[:, 0], vectors[:, 0])[0, 1]) > 0.99
    assert abs(np.corrcoef(found[:, 1], vectors[:, 7])[0, 1]) > 0.99


def test_four_bits_a_number() -> None:
    numbers = np.arange(64) % 16 - 8
    blocks = []
    for part, scale in zip(numbers.reshape(2, 32), (0.5, 2.0), strict=True):
        low, high = part[:16] + 8, part[16:] + 8
        blocks.append(np.float16(scale).tobytes() + (low | high << 4).astype(np.uint8).tobytes())
    raw = np.frombuffer(b"".join(blocks), np.uint8)
    wanted = numbers.reshape(2, 32) * np.array([[0.5], [2.0]])
    assert np.array_equal(preparing._quarters(raw, 2, 32), wanted)


def test_prepare_without_a_teacher(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kit" / "pages" / "en-z"
    folder.mkdir(parents=True)
    (folder / "001-en-ferry.tsv").write_text("C\tThe ferry\n_\ndonation\tGive\n")
    main(["prepare", str(tmp_path / "kit"), str(tmp_path / "out")])
    assert "1 pages and passages, 2 blocks" in capsys.readouterr().out
    (page,) = Corpus.load(tmp_path / "out" / "arrays.npz").pages()
    assert page.group == "hand:en-z"
    assert preparing.read_pieces(tmp_path / "out").startswith("<s>\n")


def test_several_weights_need_as_many_folds(tmp_path: Path) -> None:
    leave = tmp_path / "leave.json"
    leave.write_text(json.dumps(["hand:a"]))
    command = ["figures", str(tmp_path), "--weights", "a.bin", "--weights", "b.bin", "--leave", str(leave)]
    with pytest.raises(SystemExit, match="give each --weights one --fold or --leave"):
        main(command)
