"""`textclean batch`: what it says of records that hold no text, as `fix` says it."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from textclean.cli import main

GOOD = '{"text": "A “fair” day."}\n'
NULL = '{"text": null}\n'
PAGE = json.dumps({"text": "<!DOCTYPE html><html><body>A “fair” day.</body></html>"}) + "\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def batch(*args: str) -> Result:
    return CliRunner().invoke(main, ["batch", "raw", "out", "-j", "1", *args])


def corpus(**shards: str) -> None:
    Path("raw").mkdir()
    for name, text in shards.items():
        Path("raw", f"{name}.jsonl").write_text(text)


def test_what_holds_no_text_is_named_counted_and_the_code_says_so(here: Path) -> None:
    corpus(a=GOOD + "{torn\n" + NULL + PAGE, b=GOOD + NULL)
    done = batch()
    *named, line = done.stderr.splitlines()
    assert sorted(named) == [
        "textclean: a.jsonl: line 2: not valid JSON",
        "textclean: a.jsonl: line 3: field 'text' is null, not a string",
        "textclean: a.jsonl: line 4: HTML, not text; extract the article first",
        "textclean: b.jsonl: line 2: field 'text' is null, not a string",
    ]
    assert line == ("textclean: 2 of 2 shards, 6 records, 2 changed, 1 broken, 2 null, 1 HTML (quotes 4)")
    assert done.exit_code == 2
    assert json.loads(Path("out/_report.json").read_text())["broken"] == {"broken": 1, "null": 2, "HTML": 1}


def test_a_shard_that_was_done_before_is_named_and_counted_again(here: Path) -> None:
    corpus(a=GOOD + NULL)
    first, again = batch(), batch("--resume")
    assert (first.exit_code, again.exit_code) == (2, 2)
    assert again.stderr.splitlines()[0] == first.stderr.splitlines()[0]


def test_records_without_text_can_be_allowed(here: Path) -> None:
    corpus(a=GOOD + NULL)
    done = batch("--allow-broken")
    assert done.exit_code == 0
    assert "line 2: field 'text' is null" in done.stderr


def test_of_very_many_the_first_of_each_kind_are_named(here: Path) -> None:
    corpus(a=NULL * 30 + "{torn\n", b=NULL * 30)
    lines = batch("-q").stderr.splitlines()
    assert sum("is null" in line for line in lines) == 20
    assert "textclean: a.jsonl: line 31: not valid JSON" in lines
    assert lines[-1] == "textclean: 40 more records left as they were (null 40)"


def test_where_one_field_holds_no_text_the_others_are_cleaned(here: Path) -> None:
    corpus(
        a='{"title": null, "text": "A “fair” day."}\n{"text": "A “foul” day."}\n{"title": 3}\n',
        b=json.dumps({"title": None, "text": "<!DOCTYPE html><html><body>A “fair” day.</body></html>"})
        + "\n",
    )
    done = batch("--field", "title", "--field", "text")
    assert Path("out/a.jsonl").read_text().splitlines() == [
        r"""{"title": null, "text": "A \"fair\" day."}""",
        r"""{"text": "A \"foul\" day."}""",
        '{"title": 3}',
    ]
    assert sorted(done.stderr.splitlines()[:-1]) == [
        "textclean: a.jsonl: line 1: field 'title' is null, not a string",
        "textclean: a.jsonl: line 2: no field 'title'",
        "textclean: a.jsonl: line 3: field 'title' is a number, not a string",
        "textclean: b.jsonl: line 1: field 'title' is null, not a string",
    ]
    assert "4 records, 2 changed, 2 broken, 2 null (" in done.stderr
    assert done.exit_code == 2
    assert batch("--field", "title", "--field", "text", "--resume", "--allow-broken").exit_code == 0


@pytest.mark.parametrize("more", [(), ("--repeats",)])
def test_a_place_that_cannot_be_written_is_named(here: Path, more: tuple[str, ...]) -> None:
    corpus(a=GOOD)
    Path("out").write_text("Taken.")
    done = batch(*more)
    assert done.stderr == "textclean: out: is a file, where a folder is needed; name another place\n"
    assert (done.exit_code, Path("out").read_text()) == (2, "Taken.")
    below = CliRunner().invoke(main, ["batch", "raw", "out/below", *more])
    assert below.stderr == "textclean: out/below: part of this path is a file, not a folder; check the name\n"


def test_a_read_only_file_system_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    corpus(a=GOOD)
    monkeypatch.setattr("textclean.scale.stores.Folder.write", refuse)
    assert batch().stderr == "textclean: out: read-only file system; name another place\n"


def test_a_shard_that_no_pass_can_read_is_named_once(here: Path) -> None:
    corpus(a='{"text": "A “fair” day.", "url": "https://orrin.example/1"}\n')
    Path("raw/b.csv").write_text("id,text\n1,A “foul” day.\n")
    Path("raw/c.jsonl.gz").write_bytes(b"torn")
    done = batch("--repeats", "--url-field", "url")
    *named, line = done.stderr.splitlines()
    assert sorted(line.partition(": ")[2][:30] for line in named) == [
        "b.csv: no column 'url'; there ",
        "c.jsonl.gz: no sound .gz data ",
    ]
    assert "1 of 3 shards, 2 failed" in line
    assert done.exit_code == 2
