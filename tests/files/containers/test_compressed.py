import bz2
import gzip
import io
import lzma
import sys

import pytest

from tests.files.containers.support import cleaned
from textclean.errors import ContainerError
from textclean.files.containers import compressed
from textclean.files.containers.compressed import decompressed, packed
from textclean.files.read import in_units

LINES = b'{"text": "a", "k": 1}\n' * 1000


def unpacked(data: bytes, compression: str, limit: int | None = None) -> bytes:
    return decompressed(io.BytesIO(data), compression, limit).read()


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_what_is_packed_comes_back_packed_in_kind(compression: str) -> None:
    data, counts, _ = cleaned(packed(LINES, compression), f"jsonl.{compression}")
    assert unpacked(data, compression) == LINES.upper().replace(b"TEXT", b"text").replace(b"K", b"k")
    assert counts.records == 1000


def test_other_programs_read_what_is_written() -> None:
    assert gzip.decompress(packed(LINES, "gz")) == LINES
    assert bz2.decompress(packed(LINES, "bz2")) == LINES
    assert lzma.decompress(packed(LINES, "xz")) == LINES


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_members_follow_one_another(compression: str) -> None:
    data = b"".join(packed(part, compression) for part in (b"a\n", b"", b"b" * 300_000))
    assert unpacked(data, compression) == b"a\n" + b"b" * 300_000
    assert unpacked(b"", compression) == b""


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_damage_is_one_clear_line(compression: str) -> None:
    whole = packed(LINES, compression)
    with pytest.raises(ContainerError, match=rf"the \.{compression} data is cut off"):
        unpacked(whole[:-3], compression)
    with pytest.raises(ContainerError, match=rf"no sound \.{compression} data"):
        unpacked(b"plainly not packed", compression)
    with pytest.raises(ContainerError, match=rf"no sound \.{compression} data"):
        unpacked(whole + b"what follows is no member", compression)


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_stops_at_the_limit(compression: str) -> None:
    bomb = packed(bytes(8 << 20), compression)
    with pytest.raises(ContainerError, match="holds more than 1 MiB; raise --limit"):
        unpacked(bomb, compression, 1 << 20)
    assert len(unpacked(bomb, compression, 8 << 20)) == 8 << 20


def test_without_a_limit_a_bomb_stops_at_a_hundred_times_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "LEAST", 1 << 16)
    with pytest.raises(ContainerError, match="holds more than"):
        unpacked(packed(bytes(8 << 20), "gz"), "gz")
    assert unpacked(packed(LINES, "gz"), "gz") == LINES


def test_a_bomb_never_fills_the_memory() -> None:
    reader = decompressed(io.BytesIO(packed(bytes(64 << 20), "gz")), "gz")
    while piece := reader.read1():  # type: ignore[attr-defined]
        assert len(piece) <= 1 << 17


def test_zstandard_that_is_missing_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    monkeypatch.setitem(sys.modules, "backports.zstd", None)
    with pytest.raises(ContainerError, match=r"pip install 'textclean\[zstd\]'"):
        cleaned(b"", "jsonl.zst")


def test_sizes_in_words() -> None:
    assert [in_units(size) for size in (700, 1536, 1 << 20, 3 << 29)] == [
        "700 bytes",
        "1.5 KiB",
        "1 MiB",
        "1.5 GiB",
    ]
