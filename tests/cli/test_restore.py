"""`textclean restore`: the original back, or one clear line."""

import json
from pathlib import Path
from typing import Any

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
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[1, 2]",
        b"null",
        b'{"version": 1}',
        b'{"file": "a.txt"}',
        b'{"file": null}',
        b'{"files": null}',
        b'{"files": 7}',
        b'{"files": "a.txt"}',
        b'{"files": {"file": "a.txt"}}',
        b'{"files": [null, 7, {"file": "a.txt", "version": null}]}',
    ],
)
def test_what_is_no_report_is_one_line(here: Path, content: bytes) -> None:
    (here / "r.json").write_bytes(content)
    done = run("restore", "b.txt", "r.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("junk", [None, 7, -1.5, "x", [], [7], {}, {"start": None}, [{"start": "x"}]])
def test_a_report_whose_values_are_of_the_wrong_kind_is_one_line(here: Path, junk: Any) -> None:
    run("fix", "a.txt", "-o", "clean.txt", "--report", "r.json")
    report = json.loads(Path("r.json").read_text())
    for key in report:
        Path("r.json").write_text(json.dumps({**report, key: junk}))
        done = run("restore", "clean.txt", "r.json", "-o", "again.txt")
        if done.exit_code == 0:  # a value that the way back does not need, or the right one
            assert Path("again.txt").read_bytes() == DAMAGED
        else:
            assert (done.exit_code, done.stderr.count("\n")) == (2, 1), (key, done.exception)


@pytest.mark.parametrize("report", ["r.json", "r.jsonl"])
@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_what_ends_a_line_for_some_ends_no_line_of_a_report(here: Path, report: str, mark: str) -> None:
    data = f"“Fair”{mark} he said, “{mark}fine”.\n".encode()
    Path("c.txt").write_bytes(data)
    assert run("fix", "c.txt", "b.txt", "-o", "out", "--report", report).exit_code == 0
    done = run("restore", "out/c.txt", report, "--file", "c.txt")
    assert (done.exit_code, done.stdout_bytes) == (0, data), done.stderr


@pytest.mark.parametrize("report", ["r.sarif", "r.html", "r.diff"])
def test_a_report_of_another_form_is_refused_with_those_that_it_takes(here: Path, report: str) -> None:
    run("fix", "a.txt", "-o", "clean.txt", "--report", report)
    done = run("restore", "clean.txt", report)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "restore takes what `fix --report` writes to .json or .jsonl" in done.stderr


def test_an_output_that_cannot_be_written_is_named(here: Path) -> None:
    run("fix", "a.txt", "-o", "clean.txt", "--report", "r.json")
    done = run("restore", "clean.txt", "r.json", "-o", "no/such/again.txt")
    assert done.exit_code == 2
    assert "no/such/again.txt: there is no folder no/such; make it" in done.stderr
