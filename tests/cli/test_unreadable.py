"""An input whose reading fails is one line and exit 2, whatever was raised; the others go on."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.cli.support import ROOT, run
from textclean.cli import main
from textclean.files import read

TEXT = "A “fair” day at the Heron Quay.\n"
CLEAN = TEXT.replace("“", '"').replace("”", '"')
ERRORS = (OSError(errno.EIO, "I/O error"), OSError("torn"), MemoryError(), UnicodeError("odd"))
TRAP = """
import sys
sys.path.insert(0, {root!r})
from textclean.scale import shard
whole = shard.settled
def settled(source, *more):
    if "b.jsonl" in source.name: raise {error}
    return whole(source, *more)
shard.settled = settled
"""
"""As `sitecustomize`, it gives every worker of `batch` a shard that cannot be read."""


class Torn:
    """A file whose every read fails."""

    def __init__(self, file: Any, error: Exception) -> None:
        self.file, self.error = file, error

    def read(self, size: int = -1) -> bytes:
        raise self.error

    readline = readinto = read

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> "Torn":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def tear(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """Let the reading of one file fail."""
    whole = read._open_file

    def torn(path: str) -> tuple[Any, os.stat_result]:
        file, status = whole(path)
        return (Torn(file, error) if path.endswith(name) else file), status

    monkeypatch.setattr(read, "_open_file", torn)


def one_line(done: Result, name: str) -> None:
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), (done.stderr, done.exception)
    assert done.stderr.startswith(f"textclean: {name}")


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_fix_check_and_detect_go_on_with_the_other_texts(
    here: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        Path(name).write_text(TEXT)
    tear(monkeypatch, "b.txt", error)
    names = ("a.txt", "b.txt", "c.txt")
    done = call("fix", "--check", *names)
    one_line(done, "b.txt")
    assert done.stdout == "a.txt\nc.txt\n"
    done = call("detect", *names)
    one_line(done, "b.txt")
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["a.txt", "c.txt"]
    one_line(call("fix", "-i", *names), "b.txt")
    assert [Path(name).read_text() for name in names] == [CLEAN, TEXT, CLEAN]


@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_fix_and_check_go_on_with_the_other_records(
    here: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps({"text": TEXT}, ensure_ascii=False) + "\n"
    names = ("a.jsonl", "b.jsonl", "c.jsonl")
    for name in names:
        Path(name).write_text(line)
    tear(monkeypatch, "b.jsonl", error)
    done = call("fix", "--check", *names)
    one_line(done, "b.jsonl")
    assert done.stdout == "a.jsonl\nc.jsonl\n"
    one_line(call("fix", "-i", *names), "b.jsonl")
    assert [json.loads(Path(name).read_text())["text"] for name in names] == [CLEAN, TEXT, CLEAN]
    assert sorted(os.listdir()) == list(names)


def parquets() -> tuple[str, ...]:
    """Three files, of which the second holds in its column of strings bytes that are none."""
    names = ("a.parquet", "b.parquet", "c.parquet")
    for name in names:
        table = pa.table({"text": [TEXT]})
        if name == "b.parquet":
            bad = pa.array([b"caf\xe9"], pa.binary())
            table = pa.table({"text": pa.StringArray.from_buffers(1, *bad.buffers()[1:])})
        pq.write_table(table, name)
    return names


def test_strings_that_are_none_are_named(here: Path) -> None:
    names = parquets()
    before = Path("b.parquet").read_bytes()
    done = call("fix", "--check", *names)
    one_line(done, "b.parquet: column 'text' holds bytes that are not UTF-8")
    assert done.stdout == "a.parquet\nc.parquet\n"
    one_line(call("fix", "-i", *names), "b.parquet: column 'text'")
    assert Path("b.parquet").read_bytes() == before
    assert pq.read_table("c.parquet").to_pylist() == [{"text": CLEAN}]


def test_batch_goes_on_after_strings_that_are_none(here: Path) -> None:
    Path("raw").mkdir()
    os.chdir("raw")
    parquets()
    os.chdir(here)
    done = run("batch", "raw", "clean", "-j", "1", "-q")
    assert done.returncode == 2
    assert (done.stderr.count(b"\n"), b"b.parquet" in done.stderr) == (1, True), done.stderr
    assert b"not UTF-8" in done.stderr
    assert pq.read_table("clean/c.parquet").to_pylist() == [{"text": CLEAN}]
    assert not Path("clean/b.parquet").exists()


@pytest.mark.parametrize("error", ["OSError(5, 'torn')", "MemoryError()", "UnicodeError('odd')"])
def test_batch_goes_on_after_a_shard_that_cannot_be_read(here: Path, error: str) -> None:
    Path("raw").mkdir()
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        Path(f"raw/{name}").write_text(json.dumps({"text": TEXT}) + "\n")
    Path("trap").mkdir()
    Path("trap/sitecustomize.py").write_text(TRAP.format(root=str(ROOT), error=error))
    path = os.pathsep.join([str(here / "trap"), str(ROOT)])
    done = run("batch", "raw", "clean", "-j", "1", "-q", PYTHONPATH=path)
    assert done.returncode == 2
    assert (done.stderr.count(b"\n"), b"b.jsonl" in done.stderr) == (1, True), done.stderr
    assert sorted(path.name for path in Path("clean").glob("*.jsonl")) == ["a.jsonl", "c.jsonl"]


def test_a_text_too_large_to_clean_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from textclean.pipeline import Cleaner

    whole = Cleaner.clean_bytes

    def clean(self: Cleaner, data: bytes, encoding: str | None = None) -> Any:
        if b"huge" in data:
            raise MemoryError
        return whole(self, data, encoding)

    monkeypatch.setattr(Cleaner, "clean_bytes", clean)
    Path("a.txt").write_text("huge " + TEXT)
    Path("b.txt").write_text(TEXT)
    one_line(call("fix", "-i", "a.txt", "b.txt"), "a.txt: does not fit into memory")
    assert Path("b.txt").read_text() == CLEAN


def test_a_bug_in_the_cleaner_is_not_put_down_to_the_input(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from textclean.pipeline import Cleaner

    def clean(self: Cleaner, *_: Any) -> Any:
        raise UnicodeError("ours")

    monkeypatch.setattr(Cleaner, "clean_bytes", clean)
    monkeypatch.setattr(Cleaner, "clean", clean)
    Path("a.txt").write_text(TEXT)
    Path("a.jsonl").write_text(json.dumps({"text": TEXT}) + "\n")
    for name in ("a.txt", "a.jsonl"):
        assert isinstance(call("fix", "-i", name).exception, UnicodeError)
