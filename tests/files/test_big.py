"""Big files: byte for byte what the whole file gives, or read whole after all."""

from pathlib import Path

import pytest

from textclean.files import work
from textclean.files.big import Stream, streamed
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
    assert b"".join(Stream(JOB, outcome, block)) == whole.clean
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
    assert streamed(JOB, source(path)) is None


def test_what_cannot_be_read_is_left_to_those_who_say_why(tmp_path: Path) -> None:
    assert streamed(JOB, Input(str(tmp_path / "none"), "none", 5)) is None
    assert streamed(JOB, Input("-", "stdin", 5)) is None


def test_a_file_that_changes_meanwhile_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "changing.txt"
    path.write_bytes(b"plain text " * 100)
    outcome = streamed(JOB, source(path))
    assert outcome is not None
    path.write_bytes(b"plain \xff text " * 100)
    with pytest.raises(OSError, match="changed while"):
        b"".join(outcome.pieces())
