"""Between torch and `page.bin`: what a student learned, as `textclean.boilerplate.model` reads it, and back.

Pieces' vectors are kept in eight bits with a scale for each of their numbers, all else in half precision: a
probability moves by less than a hundredth, and the file is a quarter as large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
State = Mapping[str, Array]
_SAME = {
    "cb": "reader.near.bias",
    "ob": "reader.out.bias",
    "ib": "inner.bias",
    "pos": "positions.weight",
    "qkvb": "far.0.self_attn.in_proj_bias",
    "aob": "far.0.self_attn.out_proj.bias",
    "n1w": "far.0.norm1.weight",
    "n1b": "far.0.norm1.bias",
    "n2w": "far.0.norm2.weight",
    "n2b": "far.0.norm2.bias",
    "f1b": "far.0.linear1.bias",
    "f2b": "far.0.linear2.bias",
    "z1b": "head.0.bias",
    "z2b": "head.3.bias",
    "d0b": "near.0.bias",
    "d1b": "near.1.bias",
    "d2b": "near.2.bias",
}
_TURNED = {
    "ow": "reader.out.weight",
    "iw": "inner.weight",
    "qkv": "far.0.self_attn.in_proj_weight",
    "aow": "far.0.self_attn.out_proj.weight",
    "f1": "far.0.linear1.weight",
    "f2": "far.0.linear2.weight",
    "z1": "head.0.weight",
    "z2": "head.3.weight",
}
_READER, _TABLE = "reader.near.weight", "reader.table.weight"


def pack(state: State, written: str) -> dict[str, Array]:
    """A student's weights by the names of the package; `written` is its list of pieces."""
    table = state[_TABLE]
    scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
    packed = {
        "pieces": np.frombuffer(written.encode(), np.uint8),
        "table": np.rint(table / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
    }
    for name, value in _parts(state):
        packed[name] = np.ascontiguousarray(value.astype(np.float16))
    return packed


def _parts(state: State) -> Iterator[tuple[str, Array]]:
    for step in range(3):
        yield f"c{step}", state[_READER][:, :, step].T
        near = state[f"near.{step}.weight"]
        yield f"d{step}", near.transpose(2, 1, 0).reshape(-1, near.shape[0])
    for name, theirs in _SAME.items():
        yield name, state[theirs]
    for name, theirs in _TURNED.items():
        yield name, state[theirs].T


def unpack(weights: Mapping[str, Array]) -> dict[str, Array]:
    """The state of a student from shipped weights, to go on from."""
    w = {name: each.astype(np.float32) for name, each in weights.items() if name != "pieces"}
    state = {theirs: w[name] for name, theirs in _SAME.items()}
    state |= {theirs: np.ascontiguousarray(w[name].T) for name, theirs in _TURNED.items()}
    state[_TABLE] = w["table"] * w["scale"]
    state[_READER] = np.stack([w[f"c{step}"].T for step in range(3)], 2)
    for step in range(3):
        wide = w[f"d{step}"].shape[1]
        turned = w[f"d{step}"].reshape(-1, wide, wide).transpose(2, 1, 0)
        state[f"near.{step}.weight"] = np.ascontiguousarray(turned)
    return state


def written(weights: Mapping[str, Array]) -> str:
    """The list of pieces that weights go with."""
    return bytes(weights["pieces"]).decode()


EARLIER = (
    (r"^enc\.w\.", "reader.table."),
    (r"^enc\.c\.", "reader.near."),
    (r"^enc\.o\.", "reader.out."),
    (r"^enc\.p\.", "reader.places."),
    (r"^enc\.n\.", "reader.norm."),
    (r"^enc\.L\.", "reader.layers."),
    (r"^inp\.", "inner."),
    (r"^pos\.", "positions."),
    (r"^tr\.", "far."),
    (r"^cv\.", "near."),
    (r"^out\.", "head."),
    (r"(layers\.\d+)\.q\.", r"\1.query."),
    (r"(layers\.\d+)\.k\.", r"\1.key."),
    (r"(layers\.\d+)\.v\.", r"\1.value."),
    (r"(layers\.\d+)\.o\.", r"\1.joined."),
    (r"(layers\.\d+)\.i\.", r"\1.up."),
    (r"(layers\.\d+)\.f\.", r"\1.down."),
    (r"(layers\.\d+)\.l([12])\.", r"\1.norm\2."),
)
"""Names of an earlier form of the nets; what was learned under them is still read."""


def renamed(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state by today's names."""
    found = {}
    for name, each in state.items():
        today = name
        for pattern, now in EARLIER:
            today = re.sub(pattern, now, today)
        found[today] = each
    return found
