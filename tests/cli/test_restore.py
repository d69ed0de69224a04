"""`textclean restore`: the original back, or one clear line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from textclean.cli import main

DAMAGED = "\ufeffIt’s “here”.\r\n".encode("utf-16-le")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(DAMAGED)
    (tmp_path / "b.txt").write_bytes("“B”".encode())
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def test_gives_back_one_file(here: Path) -> None:
    assert run("fix", "a.txt", "-o", "clean.txt", "--report", "r.json").exit_code == 0
    assert (here / "clean.txt").read_bytes() == b'It\'s "here".\r\n'
    assert run("restore", "clean.txt", "r.json", "-o", "again.txt").exit_code == 0
    assert (here / "again.txt").read_bytes() == DAMAGED
    assert run("restore", "clean.txt", "r.json").stdout_bytes == DAMAGED


@pytest.mark.parametrize("report", ["r.json", "r.jsonl"])
def test_gives_back_one_of_many(here: Path, report: str) -> None:
    assert run("fix", "a.txt", "b.txt", "-o", "out", "--report", report).exit_code == 0
    clean = "out/a.txt"
    assert run("restore", clean, report, "--file", "a.txt").stdout_bytes == DAMAGED
    unnamed = run("restore", clean, report)
    assert (unnamed.exit_code, unnamed.stderr.count("\n")) == (2, 1)
    assert "choose one with --file" in unnamed.stderr


def test_refuses_a_changed_file_and_writes_nothing(here: Path) -> None:
    run("fix", "a.txt", "-o", "clean.txt", "--report", "r.json")
    (here / "clean.txt").write_bytes(b'It\'s "there".\r\n')
    done = run("restore", "clean.txt", "r.json", "-o", "again.txt")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "changed since" in done.stderr
    assert not (here / "again.txt").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"{", b"[1, 2]", b'{"version": 1}', b'{"file": "a.txt"}']
)
def test_what_is_no_report_is_one_line(here: Path, content: bytes) -> None:
    (here / "r.json").write_bytes(content)
    done = run("restore", "b.txt", "r.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


def test_an_output_that_cannot_be_written_is_named(here: Path) -> None:
    run("fix", "a.txt", "-o", "clean.txt", "--report", "r.json")
    done = run("restore", "clean.txt", "r.json", "-o", "no/such/again.txt")
    assert done.exit_code == 2
    assert "no/such/again.txt" in done.stderr
