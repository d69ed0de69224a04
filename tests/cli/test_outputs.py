"""What `fix` writes: trees, backups, attributes; and what it must not overwrite."""

import errno
import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, legacy, run
from textclean.cli import main
from textclean.files.write import Prepared, prepare

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
CLEAN = legacy(clean=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix(*args: str) -> Result:
    return CliRunner().invoke(main, ["fix", *args, *AS_TOLD])


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(LEGACY)


@pytest.mark.parametrize(
    "names",
    [
        ("a/x.txt", "b/x.txt"),
        ("a/x.txt", "b/X.txt"),
        ("a/é.txt", "b/e\u0301.txt"),
        ("a/x.md", "b/x.md/y.txt"),
    ],
)
def test_inputs_that_would_overwrite_each_other_stop_the_run_before_it_writes(
    here: Path, names: tuple[str, ...]
) -> None:
    make("a/fine.txt", *names)
    done = fix("a", "b", "-o", "out")
    assert done.exit_code == 2
    assert "would both be written to" in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("sums", "sums is no folder, and one is to be filled there"),
        ("sums/", "sums is no folder, and one is to be filled there"),
        ("sums/in/it", "sums is no folder, and one is to be filled there"),
    ],
)
def test_a_folder_cannot_be_filled_where_a_file_is(here: Path, output: str, why: str) -> None:
    make("a/b.txt", "a/c.txt", "sums")
    done = fix("a", "-o", output)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert why in done.stderr


@pytest.mark.parametrize("name", ["a.txt", "r.jsonl"])
def test_a_file_in_no_folder_is_refused_and_an_output_folder_is_made(here: Path, name: str) -> None:
    make("a.txt")
    Path("r.jsonl").write_text('{"text": "Fair."}\n', encoding="utf-8")
    done = fix(name, "-o", "no/such/y.txt")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "--output no/such/y.txt: there is no folder no/such; make it, or check the name" in done.stderr
    assert fix(name, "-o", "no/such/").exit_code == 0
    assert Path("no/such", name).exists()


def test_nothing_is_written_outside_the_folder(here: Path) -> None:
    make("in/sub/a.txt", "in/b.txt", "victim/b.txt")
    Path("out").mkdir()
    Path("out/sub").symlink_to("../victim")
    Path("out/b.txt").symlink_to("../victim/b.txt")
    done = fix("in", "-o", "out")
    assert done.exit_code == 2
    assert done.stderr.count("leads out of out") == 2
    assert sorted(os.listdir("victim")) == ["b.txt"]
    assert Path("victim/b.txt").read_bytes() == LEGACY


@pytest.mark.parametrize(
    "call",
    [
        ("in", "-o", "in"),
        ("in", "-o", "in/"),
        ("in", "-o", "link"),
        ("link", "-o", "in"),
        ("in/sub/b.txt", "-o", "in/sub"),
        ("in/a.txt", "other", "-o", "other"),
        ("in/a.txt", "-o", "in/a.txt"),
        ("in/a.txt", "-o", "./in/sub/../a.txt"),
        ("in/a.txt", "-o", "linked.txt"),
        ("linked.txt", "-o", "in/a.txt"),
        ("linked.txt", "-o", "linked.txt"),
        ("in", "-o", "full"),
    ],
)
def test_an_output_over_its_own_input_is_refused(here: Path, state: Path, call: tuple[str, ...]) -> None:
    make("in/a.txt", "in/sub/b.txt", "other/c.txt")
    Path("link").symlink_to("in")
    Path("linked.txt").symlink_to("in/a.txt")
    Path("full/sub").mkdir(parents=True)
    Path("full/sub/b.txt").symlink_to("../../in/sub/b.txt")
    done = fix(*call)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "would overwrite the input" in done.stderr
    assert "use -i" in done.stderr
    for name in ("in/a.txt", "in/sub/b.txt", "other/c.txt"):
        assert Path(name).read_bytes() == LEGACY
    assert not Path("full/a.txt").exists()
    assert not Path("other/a.txt").exists()
    assert not list(state.rglob("*.jsonl"))


def test_an_output_beside_its_input_or_over_an_older_output_is_written(here: Path) -> None:
    make("in/a.txt", "in/sub/b.txt")
    os.link("in/a.txt", "second.txt")
    for call in (("in", "-o", "out"), ("in", "-o", "in/clean"), ("in/a.txt", "-o", "b.txt")):
        for _ in range(2):
            assert fix(*call).exit_code == 0
    assert fix("in/a.txt", "-o", "second.txt").exit_code == 0
    assert Path("in/a.txt").read_bytes() == LEGACY
    for name in ("out/a.txt", "in/clean/sub/b.txt", "b.txt", "second.txt"):
        assert Path(name).read_bytes() == CLEAN


def test_backups_keep_the_old_bytes_and_never_each_other(here: Path) -> None:
    make("a.txt")
    assert fix("-i", "--backup", ".orig", "a.txt").exit_code == 0
    assert (Path("a.txt").read_bytes(), Path("a.txt.orig").read_bytes()) == (CLEAN, LEGACY)
    Path("a.txt").write_bytes(LEGACY + b"more\n")
    done = fix("-i", "--backup", ".orig", "a.txt")
    assert done.exit_code == 2
    assert "a.txt.orig: exists already" in done.stderr
    assert Path("a.txt").read_bytes() == LEGACY + b"more\n"


@pytest.mark.parametrize("suffix", ["", "/x", "a/../b"])
def test_a_backup_suffix_is_the_end_of_a_name(here: Path, suffix: str) -> None:
    make("a.txt")
    assert fix("-i", "--backup", suffix, "a.txt").exit_code == 2


def test_the_other_name_of_a_hard_link_keeps_the_old_text_and_it_is_said(here: Path) -> None:
    make("a.txt")
    os.link("a.txt", "b.txt")
    done = fix("-i", "--backup", "~", "a.txt")
    assert done.exit_code == 0
    assert done.stderr == "textclean: a.txt: its other names (hard links) keep the old text\n"
    assert Path("a.txt").read_bytes() == CLEAN
    assert Path("b.txt").read_bytes() == LEGACY
    assert Path("a.txt~").read_bytes() == LEGACY
    assert not os.path.samefile("a.txt~", "b.txt")


def test_mode_owner_and_attributes_stay(here: Path) -> None:
    make("a.txt")
    Path("a.txt").chmod(0o604)
    try:
        os.setxattr("a.txt", "user.origin", b"http://example.org/")
    except OSError:
        pytest.skip("no extended attributes here")
    if os.geteuid() == 0:
        os.chown("a.txt", 1234, 4321)
    before = os.stat("a.txt")
    assert fix("-i", "a.txt").exit_code == 0
    after = os.stat("a.txt")
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert os.getxattr("a.txt", "user.origin") == b"http://example.org/"
    assert after.st_ino != before.st_ino


def test_a_new_file_has_the_mode_of_the_umask(here: Path) -> None:
    make("a.txt")
    before = os.umask(0o027)
    try:
        fix("a.txt", "-o", "b.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat("b.txt").st_mode) == 0o640


def test_a_file_that_changed_while_it_was_cleaned_is_not_overwritten(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a.txt", "b.txt")

    def meddling(path: str, data: bytes, sync: bool) -> Prepared:
        if path == "a.txt":
            Path("a.txt").write_bytes(b"Somebody else's words, written meanwhile.\n")
        return prepare(path, data, sync)

    monkeypatch.setattr("textclean.files.sinks.prepare", meddling)
    done = fix("-i", "a.txt", "b.txt")
    assert done.exit_code == 2
    assert done.stderr == "textclean: a.txt: changed while it was being cleaned, not written; run again\n"
    assert Path("a.txt").read_bytes() == b"Somebody else's words, written meanwhile.\n"
    assert Path("b.txt").read_bytes() == CLEAN
    assert sorted(os.listdir(".")) == ["a.txt", "b.txt"]


def test_a_full_disk_leaves_the_old_file_and_no_litter(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.txt", "b.txt")
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        if len(data) == len(CLEAN):
            return real(descriptor, data[:3])
        if len(data) == len(CLEAN) - 3:
            raise OSError(28, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    done = fix("-i", "a.txt", "b.txt")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f"textclean: {name}: no space left on the device; free some and run again"
        for name in ("a.txt", "b.txt")
    ]
    assert Path("a.txt").read_bytes() == LEGACY
    assert sorted(os.listdir(".")) == ["a.txt", "b.txt"]


@pytest.mark.parametrize("flag", [(), ("--fsync",)])
def test_hundreds_of_files_in_groups(here: Path, flag: tuple[str, ...]) -> None:
    names = [f"in/{number // 100}/{number}.txt" for number in range(600)]
    make(*names)
    done = fix("-i", "in", *flag)
    assert (done.exit_code, done.stderr) == (0, "")
    assert all(Path(name).read_bytes() == CLEAN for name in names)
    assert not [path for path in Path("in").rglob("*") if path.name.startswith(".")]


def test_a_read_only_file_is_left_alone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everything, so that the refusal is played."""
    make("a.txt")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    done = fix("-i", "a.txt")
    assert done.exit_code == 2
    assert done.stderr.startswith("textclean: a.txt: permission denied; ")
    assert Path("a.txt").read_bytes() == LEGACY


def test_a_read_only_file_system_is_named_whatever_a_file_holds(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a.txt")
    Path("b.jsonl").write_text('{"text": "A “fair” day."}\n', encoding="utf-8")
    look, opened = os.statvfs, os.open

    def mounted(path: str) -> os.statvfs_result:
        known = list(look(path))
        known[8] |= os.ST_RDONLY
        return os.statvfs_result(known)

    def refused(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and Path(path).is_relative_to(here):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), path)
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    monkeypatch.setattr(os, "statvfs", mounted)
    monkeypatch.setattr(os, "open", refused)
    done = fix("-i", "a.txt", "b.jsonl", "--no-journal")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f"textclean: {name}: read-only file system; write elsewhere with --output"
        for name in ("a.txt", "b.jsonl")
    ]


def test_a_file_that_may_not_be_written_to_is_no_read_only_file_system(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a.txt")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    assert "a.txt: permission denied; ask its owner" in fix("-i", "a.txt").stderr


@pytest.mark.parametrize("name", ["a.jsonl", "./a.jsonl", "link.jsonl"])
def test_a_report_never_replaces_an_input(here: Path, name: str) -> None:
    line = '{"text": "A “fair” day."}\n'
    Path("a.jsonl").write_text(line, encoding="utf-8")
    Path("link.jsonl").symlink_to("a.jsonl")
    done = run("fix", "-n", "--report", name, "a.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"would overwrite the input a.jsonl" in done.stderr
    assert Path("a.jsonl").read_text(encoding="utf-8") == line


def test_a_report_and_a_clean_text_need_two_places(here: Path) -> None:
    Path("a.txt").write_text("A “fair” day.\n", encoding="utf-8")
    done = run("fix", "a.txt", "-o", "b.json", "--report", "./b.json")
    assert (done.returncode, b"are both" in done.stderr) == (2, True)
    assert not Path("b.json").exists()
    assert run("fix", "a.txt", "-o", "b.txt", "--report", "b.json").returncode == 0
