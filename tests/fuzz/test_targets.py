"""The fuzzers' targets over their seeds, over all that was found with them, and over random inputs."""

import random
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
SEEDS = [(path.parent.name, path) for path in sorted(HERE.glob("seeds/*/*"))]
FOUND = [(path.name.partition("-")[0], path) for path in sorted(HERE.glob("found/*"))]
HARD = (
    ("readers", b"\x00clean\0" + b"[" * 50_000),
    ("readers", b"\x50clean\0" + b'{"a":' * 50_000),
    ("readers", b"\x90" + b"a = " + b"[" * 50_000),
    ("readers", b"\xd0" + b"[" * 50_000 + b"\0" + b"[" * 50_000),
    ("rules", b"(" * 5_000 + b"abc" + b")" * 5_000),
    ("rules", b"a = " + b"[" * 50_000),
    ("rules", b"[[abc]"),
)


@pytest.mark.parametrize(("name", "path"), [*SEEDS, *FOUND], ids=lambda value: getattr(value, "name", value))
def test_seeds_and_what_was_found(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


@pytest.mark.parametrize(("name", "data"), HARD, ids=range(len(HARD)))
def test_deep_nesting_and_doubtful_patterns_are_refused_in_one_line(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_with_a_few_bytes_changed(name: str) -> None:
    chance = random.Random(name)
    seeds = [path.read_bytes() for owner, path in SEEDS if owner == name]
    for _ in range(100):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(data))
            data[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        TARGETS[name](bytes(data))
