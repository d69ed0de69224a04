"""`textclean detect`: a line for each file, in words or as JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from textclean.cli import main

POLISH = "Burmistrz zapowiedział, że ścieżka będzie gotowa jesienią."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(POLISH.encode("iso8859-2"))
    (tmp_path / "b.txt").write_bytes(POLISH.encode())
    (tmp_path / "c.txt").write_bytes(POLISH.encode() + b" Pr\xff\xffd.")
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return tmp_path


def run(*args: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["detect", *args], input=stdin)


@pytest.mark.usefixtures("here")
def test_says_encoding_evidence_and_runner_up() -> None:
    done = run("a.txt", "b.txt")
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert first.startswith("a.txt: iso8859-2 (not UTF-8; as iso8859-2 it reads like Polish; next ")
    assert second == "b.txt: utf-8 (valid UTF-8)"


@pytest.mark.usefixtures("here")
def test_says_what_share_cannot_be_decoded() -> None:
    facts = json.loads(run("--json", "c.txt").stdout)
    size = len(POLISH.encode()) + 7
    assert facts["undecodable"] == pytest.approx(2 / size)
    assert "% of the bytes undecodable" in run("c.txt").stdout


@pytest.mark.usefixtures("here")
def test_an_image_is_no_text() -> None:
    done = run("d.png")
    assert (done.exit_code, done.stdout) == (2, "d.png: binary, not text\n")
    assert json.loads(run("--json", "d.png").stdout)["encoding"] is None


def test_reads_standard_input() -> None:
    assert run(stdin="Ünïcode".encode("utf-16")).stdout.startswith("standard input: utf-16-le (")


@pytest.mark.usefixtures("here")
def test_a_missing_file_is_one_line_and_the_others_go_on() -> None:
    done = run("missing.txt", "b.txt")
    assert done.exit_code == 2
    assert done.stdout == "b.txt: utf-8 (valid UTF-8)\n"
    assert done.stderr.count("\n") == 1
