"""Which files `fix` takes: patterns, ignore files, lists, links, and never the output itself."""

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, legacy, run
from textclean.cli import main

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix(*args: str, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["fix", *args, *AS_TOLD], input=data)


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(LEGACY)


def taken(*args: str) -> list[str]:
    done = fix("--check", *args)
    assert done.exit_code in (0, 1), done.stderr
    return [line.removeprefix("./") for line in done.stdout.splitlines()]


def test_text_by_suffix_in_folders_and_any_file_by_name(here: Path) -> None:
    make("in/a.txt", "in/b.TXT", "in/c.md", "in/d.py", "in/noend", "in/.git/e.txt")
    assert taken("in") == ["in/a.txt", "in/b.TXT", "in/c.md"]
    assert taken("in/d.py", "in/noend", "in/.git/e.txt") == ["in/d.py", "in/noend", "in/.git/e.txt"]


def test_include_and_exclude_are_patterns_as_in_gitignore(here: Path) -> None:
    make("in/a.txt", "in/b.story", "in/old/c.txt", "in/old/deep/d.txt", "in/new/old/e.txt")
    assert taken("in", "--exclude", "/old/") == ["in/a.txt", "in/new/old/e.txt"]
    assert taken("in", "--exclude", "old") == ["in/a.txt"]
    assert taken("in", "--include", "*.story") == ["in/b.story"]
    assert taken("in", "--include", "**/deep/*", "--include", "a.*") == ["in/a.txt", "in/old/deep/d.txt"]
    assert taken("in", "--exclude", "*.txt", "--exclude", "!a.txt") == ["in/a.txt"]


def test_ignore_files_hold_below_their_folder_and_the_deepest_decides(here: Path) -> None:
    make("in/a.txt", "in/raw/b.txt", "in/raw/c.txt", "in/other/c.txt", "in/drop/d.txt")
    Path("in/.textcleanignore").write_text("c.txt\n# a comment\ndrop/\n")
    Path("in/raw/.textcleanignore").write_text("!c.txt\n/b.txt\n")
    assert taken("in") == ["in/a.txt", "in/raw/c.txt"]
    assert taken("in/drop/d.txt") == ["in/drop/d.txt"]
    assert taken("in", "--exclude", "raw") == ["in/a.txt"]


@pytest.fixture
def repository(here: Path) -> Path:
    make("a.txt", "build/b.txt", "in/c.txt", "in/raw/d.txt", "in/raw/keep.txt", "in/node_modules/x/e.txt")
    make("in/local/f.txt")
    Path(".git/info").mkdir(parents=True)
    Path(".git/info/exclude").write_text("local/\n")
    Path(".gitignore").write_text("/build/\nin/raw/*.txt\n[z\n!\n")
    Path("in/raw/.gitignore").write_text("!keep.txt\n")
    return here


def test_what_a_repository_leaves_out_is_left_out(repository: Path) -> None:
    assert taken(".") == ["a.txt", "in/c.txt", "in/raw/keep.txt"]
    assert taken("in") == ["in/c.txt", "in/raw/keep.txt"]
    os.chdir("in")
    assert taken("raw") == ["raw/keep.txt"]


def test_but_not_where_it_is_named_or_asked_for(repository: Path) -> None:
    assert taken("build/b.txt", "in/raw/d.txt") == ["build/b.txt", "in/raw/d.txt"]
    assert taken("build") == ["build/b.txt"]
    assert taken(".", "--no-ignore") == [
        "a.txt",
        "build/b.txt",
        "in/c.txt",
        "in/local/f.txt",
        "in/raw/d.txt",
        "in/raw/keep.txt",
    ]


def test_outside_a_repository_gitignore_says_nothing_and_inside_a_nested_one_its_own(here: Path) -> None:
    make("in/a.txt", "in/b.txt", "in/sub/a.txt", "in/sub/b.txt")
    Path("in/.gitignore").write_text("a.txt\n")
    assert taken("in") == ["in/a.txt", "in/b.txt", "in/sub/a.txt", "in/sub/b.txt"]
    Path("in/sub/.git").write_text("gitdir: elsewhere\n")
    Path("in/sub/.gitignore").write_text("b.txt\n")
    assert taken("in") == ["in/a.txt", "in/b.txt", "in/sub/a.txt"]


def test_the_own_ignore_file_has_the_last_word(repository: Path) -> None:
    Path(".textcleanignore").write_text("!in/raw/d.txt\nc.txt\n")
    assert taken(".") == ["a.txt", "in/raw/d.txt", "in/raw/keep.txt"]


def test_a_wrong_pattern_is_an_error_that_names_it(here: Path) -> None:
    make("in/a.txt")
    done = fix("--check", "in", "--exclude", "!")
    assert done.exit_code == 2
    assert "--exclude" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("null", [False, True])
def test_files_from_a_list(here: Path, null: bool) -> None:
    make("a.txt", "with space.txt", "x/-b.dat")
    names = ["a.txt", "with space.txt", "x/-b.dat"]
    Path("list").write_text(("\0" if null else "\n").join([*names, ""]))
    flags = ["-0"] if null else []
    assert taken("--files-from", "list", *flags) == names
    done = fix("--check", "--files-from", "-", *flags, data=Path("list").read_bytes())
    assert done.stdout.splitlines() == names


def test_an_empty_list_is_no_work_and_a_missing_one_an_error(here: Path) -> None:
    assert fix("--check", "--files-from", "-").exit_code == 0
    for args in ([], ["-o", "-"], ["-i"], ["-o", "out"], ["--mark"]):
        done = fix("--files-from", "-", *args, data=b"\n")
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", ""), args
    for args in ([], ["-o", "-"], ["--mark"], ["right.txt"]):
        done = fix("--files-from", "-", *args, data=b"gone.txt\n")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "several inputs need a place to go" in done.stderr
    assert fix("-i", "--files-from", "no-list").exit_code == 2
    done = fix("-i", "--files-from", "-", data=b"gone.txt\0\n")
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)


def test_each_file_is_taken_once_whatever_its_names(here: Path) -> None:
    make("in/a.txt", "in/z.txt")
    Path("in/link.txt").symlink_to("z.txt")
    Path("in/twin.txt").symlink_to("../out.dat")
    Path("in/twin2.txt").symlink_to("../out.dat")
    make("out.dat")
    assert taken("in", "in/a.txt", "./in/z.txt") == ["in/a.txt", "in/twin.txt", "in/z.txt"]


def test_in_place_keeps_links_and_writes_what_they_lead_to(here: Path) -> None:
    make("real.txt")
    Path("link.txt").symlink_to("real.txt")
    assert fix("-i", "link.txt").exit_code == 0
    assert Path("link.txt").is_symlink()
    assert Path("real.txt").read_bytes() == legacy(clean=True)


def test_thousands_of_nested_folders_are_walked(here: Path) -> None:
    try:
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
        make("a.txt")
        os.chdir(here)
        done = fix("--check", "d", "--exclude", "x")
    finally:
        subprocess.run(["rm", "-rf", here / "d"], check=True)  # pytest's own clean-up recurses
    assert done.exit_code == 1, done.stderr[-200:]
    assert done.stdout.endswith("/d/a.txt\n")


def test_the_output_inside_the_input_is_no_input(here: Path) -> None:
    make("in/a.txt")
    assert fix("in", "-o", "in/clean").exit_code == 0
    assert fix("in", "-o", "in/clean").exit_code == 0
    assert sorted(str(path) for path in Path("in").rglob("*.txt")) == ["in/a.txt", "in/clean/a.txt"]


def test_names_of_raw_bytes_go_through_lists_and_folders(here: Path) -> None:
    name = b"in/caf\xe9\x1b.txt"
    os.mkdir("in")
    Path(os.fsdecode(name)).write_bytes(LEGACY)
    done = run("fix", "--files-from", "-", "-0", "-o", "out", *AS_TOLD, data=name + b"\0", cwd=here)
    assert (done.returncode, done.stderr) == (0, b"")
    assert os.listdir(b"out") == [b"caf\xe9\x1b.txt"]
