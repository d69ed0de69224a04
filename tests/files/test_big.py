"""Big files: byte for byte what the whole file gives, or read whole after all."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from textclean.files import big, work
from textclean.files.big import Stream, streamed
from textclean.files.containers.compressed import decompressed, packed
from textclean.files.containers.kinds import Kind
from textclean.files.find import Input
from textclean.files.work import Job, Outcome, do
from textclean.sections import LONG
from textclean.settings import Options

PARAGRAPH = (
    "The council of Orrin voted “yes” on Monday – it’s the old bridge’s last year, said Ada Quill.\n\n"
    "Share on Facebook\nEl ni\u00c3\u00b1o &amp; co. waited ‘all day’ for the café to open at noon."
    "\n\n"
)
TEXT = PARAGRAPH * (8 * LONG // len(PARAGRAPH) + 1)
JOB = Job(Options(stages=("repair", "quotes")), stream=True)


def source(path: Path) -> Input:
    return Input(str(path), path.name, path.stat().st_size)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.txt"
    path.write_bytes(TEXT.encode())
    return path


@pytest.fixture(scope="module")
def whole(file: Path) -> Outcome:
    return do(JOB, source(file))


@pytest.mark.parametrize("block", [1 << 10, (1 << 10) + 1, 1 << 16, 1 << 20])
def test_any_block_gives_what_the_whole_gives(file: Path, whole: Outcome, block: int) -> None:
    outcome = Outcome(source(file))
    assert b"".join(Stream(JOB, outcome, Kind(), block)) == whole.clean
    assert (outcome.counts, outcome.warnings) == (whole.counts, whole.warnings)
    assert outcome.changed == whole.changed


def test_a_big_file_is_streamed(file: Path, whole: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BIG", 1_000)
    outcome = do(JOB, source(file))
    assert outcome.stream is not None
    assert b"".join(outcome.pieces()) == whole.clean


def test_a_file_is_read_whole_where_more_than_its_text_is_asked_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BIG", 1_000)
    assert do(Job(JOB.options, report="json"), source(file)).stream is None


@pytest.mark.parametrize(
    "data",
    [
        b"caf\xe9 " * 30_000,
        b"\xef\xbb\xbfplain " * 20,
        ("UTF-16 " * 20).encode("utf-16"),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        "cut off: é".encode()[:-1],
    ],
)
def test_what_is_not_plain_utf8_is_read_whole(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    assert streamed(JOB, source(path), Kind()) is None


def test_what_cannot_be_read_is_left_to_those_who_say_why(tmp_path: Path) -> None:
    assert streamed(JOB, Input(str(tmp_path / "none"), "none", 5), Kind()) is None
    assert streamed(JOB, Input("-", "stdin", 5), Kind()) is None


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is big begins at a thousand bytes."""
    for module, name in ((work, "BIG"), (work, "BIG_UNPACKED"), (big, "BIG_UNPACKED")):
        monkeypatch.setattr(module, name, 1_000)


PART = PARAGRAPH * 20
PART_CLEAN = JOB.cleaner.clean(PART).text.encode()


@pytest.mark.parametrize(
    ("compression", "packing"), [("gz", None), ("bz2", None), ("xz", None), ("gz", ""), ("bz2", "xz")]
)
def test_what_is_packed_is_streamed_too(
    compression: str, packing: str | None, small: None, tmp_path: Path
) -> None:
    path = tmp_path / f"big.txt.{compression}"
    path.write_bytes(packed(PART.encode(), compression))
    outcome = do(replace(JOB, packing=packing), source(path))
    assert outcome.stream is not None
    written = decompressed(BytesIO(b"".join(outcome.pieces())), compression if packing is None else packing)
    assert written.read() == PART_CLEAN
    assert outcome.changed


def test_a_text_can_be_packed_on_the_way(small: None, tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(PART.encode())
    outcome = do(replace(JOB, packing="gz"), source(path))
    assert outcome.stream is not None
    assert gzip.decompress(b"".join(outcome.pieces())) == PART_CLEAN


def test_a_packed_text_that_is_right_keeps_its_very_bytes(small: None, tmp_path: Path) -> None:
    path = tmp_path / "big.txt.gz"
    path.write_bytes(data := gzip.compress(PART_CLEAN, 1) + gzip.compress(b"Otters.\n", 9))
    outcome = do(JOB, source(path))
    assert outcome.stream is not None
    assert b"".join(outcome.pieces()) == data
    assert not outcome.changed
    unpacked = do(replace(JOB, packing=""), source(path))
    assert b"".join(unpacked.pieces()) == PART_CLEAN + b"Otters.\n"


def test_a_packed_text_that_is_small_once_unpacked_is_read_whole(small: None, tmp_path: Path) -> None:
    path = tmp_path / "small.txt.gz"
    path.write_bytes(gzip.compress(b"Otters. " * 100))
    assert streamed(JOB, source(path), Kind("text", "gz")) is None


@pytest.mark.parametrize(
    ("spoil", "limit", "why"),
    [
        (lambda data: data[:-10], None, "the .gz data is cut off; fetch the file again"),
        (lambda data: data, 3_000, "holds more than 2.93 KiB; raise --limit if it is not a bomb"),
    ],
)
def test_what_cannot_be_unpacked_is_one_clear_line(
    spoil: Callable[[bytes], bytes], limit: int | None, why: str, small: None, tmp_path: Path
) -> None:
    path = tmp_path / "big.txt.gz"
    path.write_bytes(spoil(gzip.compress(PART.encode())))
    assert do(replace(JOB, limit=limit), source(path)).error == f"{path}: {why}"


def test_a_file_that_changes_meanwhile_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "changing.txt"
    path.write_bytes(b"plain text " * 100)
    outcome = streamed(JOB, source(path), Kind())
    assert outcome is not None
    path.write_bytes(b"plain \xff text " * 100)
    with pytest.raises(OSError, match="changed while"):
        b"".join(outcome.pieces())
