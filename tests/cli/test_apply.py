"""`textclean apply`: what was decided in a report, in the files, and a way back."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from textclean import clean_bytes
from textclean.cli import main
from textclean.reports.html import document_data

ONE = "“It’s here.”\n".encode("cp1252")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def file_of(path: str, data: bytes, *kept: int) -> dict[str, Any]:
    known = document_data(clean_bytes(data), path)
    edits = [part for part in known["parts"] if not isinstance(part, str)]
    chosen = {key: known[key] for key in ("path", "sha256", "text_sha256", "encoding")}
    done = [edit for number, edit in enumerate(edits) if number not in kept]
    return {**chosen, "done": done, "kept": [edits[number] for number in kept]}


def decide(*files: dict[str, Any], path: str = "d.json") -> None:
    Path(path).write_text(json.dumps({"textclean": "0", "decisions": 1, "files": files}))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news" / "b").mkdir(parents=True)
    (tmp_path / "news/a.txt").write_bytes(ONE)
    (tmp_path / "news/b/c.txt").write_bytes("“C”".encode())
    return tmp_path


def test_prints_one_text_as_it_was_decided() -> None:
    decide(file_of("news/a.txt", ONE, 0))
    done = run("apply", "d.json")
    assert (done.exit_code, done.stdout_bytes.decode()) == (0, "“It's here.\"\n")


def test_all_ticks_are_what_fix_writes() -> None:
    decide(file_of("news/a.txt", ONE))
    assert run("apply", "d.json", "-o", "decided.txt").exit_code == 0
    run("fix", "news/a.txt", "-o", "fixed.txt")
    assert Path("decided.txt").read_bytes() == Path("fixed.txt").read_bytes()


def test_in_place_and_back_again() -> None:
    decide(file_of("news/a.txt", ONE, 2), file_of("news/b/c.txt", "“C”".encode()))
    done = run("apply", "-i", "d.json")
    assert (done.exit_code, done.stderr) == (0, "textclean: 2 files, 2 changed (quotes 4)\n")
    assert Path("news/a.txt").read_bytes() == "\"It's here.”\n".encode()
    assert Path("news/b/c.txt").read_bytes() == b'"C"'
    assert "apply -i d.json" in run("undo", "--list").stdout
    assert run("undo", "--yes").exit_code == 0
    assert Path("news/a.txt").read_bytes() == ONE


def test_a_folder_takes_the_tree_below_the_folder_that_the_files_share() -> None:
    decide(file_of("news/a.txt", ONE), file_of("news/b/c.txt", "“C”".encode(), 0, 1))
    assert run("apply", "-q", "d.json", "-o", "out").exit_code == 0
    assert Path("out/a.txt").read_bytes() == b'"It\'s here."\n'
    assert Path("out/b/c.txt").read_bytes() == "“C”".encode()
    assert Path("news/a.txt").read_bytes() == ONE


def test_a_file_that_changed_since_is_refused_and_the_others_go_on() -> None:
    decide(file_of("news/a.txt", ONE), file_of("news/b/c.txt", "“C”".encode()), file_of("gone.txt", b"x"))
    Path("news/a.txt").write_bytes(b"new")
    done = run("apply", "-q", "-i", "d.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 2)
    assert "news/a.txt: changed since the report" in done.stderr
    assert "gone.txt: " in done.stderr
    assert (Path("news/a.txt").read_bytes(), Path("news/b/c.txt").read_bytes()) == (b"new", b'"C"')


def test_a_second_time_changes_nothing() -> None:
    decide(file_of("news/b/c.txt", "“C”".encode()))
    run("apply", "-i", "d.json")
    assert run("apply", "-i", "d.json").exit_code == 2
    assert Path("news/b/c.txt").read_bytes() == b'"C"'


def test_a_packed_file_stays_packed_and_comes_back() -> None:
    packed = gzip.compress(ONE)
    Path("a.txt.gz").write_bytes(packed)
    decide(file_of("a.txt.gz", ONE))
    assert run("apply", "-i", "d.json").exit_code == 0
    assert gzip.decompress(Path("a.txt.gz").read_bytes()) == b'"It\'s here."\n'
    run("undo", "--yes")
    assert Path("a.txt.gz").read_bytes() == packed


@pytest.mark.parametrize(
    ("path", "why"),
    [("-", "standard input: cannot be read again"), ("news", "no file any more")],
)
def test_what_is_no_file_is_named(path: str, why: str) -> None:
    decide(file_of(path, ONE))
    done = run("apply", "-i", "-q", "d.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert why in done.stderr


@pytest.mark.parametrize(
    ("report", "why"),
    [("r.json", "but a JSON report, in which nothing can be decided"), ("r.html", "but the HTML itself")],
)
def test_a_report_is_named_in_place_of_its_decisions(report: str, why: str) -> None:
    run("fix", "-n", "--report", report, "news")
    done = run("apply", "-i", report)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert (
        f"{report}: not decisions that a textclean report saved, {why}; open the HTML report" in done.stderr
    )


def test_decisions_that_lack_something_say_what() -> None:
    Path("d.json").write_text('{"decisions": 1, "files": [{"path": "news/a.txt"}]}', encoding="utf-8")
    assert "saved: 'sha256' is missing" in run("apply", "-i", "d.json").stderr


def test_a_record_of_a_corpus_is_named() -> None:
    decide({**file_of("corpus.jsonl:7", ONE), "encoding": "str"})
    assert "corpus.jsonl:7: one record of a file" in run("apply", "d.json").stderr


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["d.json"], "several texts need a place to go"),
        (["d.json", "-i", "-o", "x"], "exclude each other"),
        (["d.json", "--backup", "~"], "goes with -i"),
        (["d.json", "-o", "news"], "would overwrite the input"),
        (["none.json"], "none.json"),
        (["news/a.txt", "-i"], "news/a.txt: not decisions that a textclean report saved"),
        (["d.json", "d.json", "-i"], "decided twice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(args: list[str], why: str) -> None:
    decide(file_of("news/a.txt", ONE), file_of("news/b/c.txt", "“C”".encode()))
    done = run("apply", *args)
    assert done.exit_code == 2
    assert why in done.stderr
    assert Path("news/a.txt").read_bytes() == ONE


def test_undo_after_a_refused_apply_takes_no_older_run() -> None:
    run("fix", "-i", "news/a.txt")
    run("apply", "-i", "news/a.txt")
    assert "passing over the last run, which was refused: apply -i " in run("undo", "--yes").stderr


def test_keeps_a_backup() -> None:
    decide(file_of("news/a.txt", ONE))
    run("apply", "-i", "--backup", ".orig", "d.json")
    assert Path("news/a.txt.orig").read_bytes() == ONE
