"""Temporary files that a kill left are in nobody's way and go with the next run; those in use never do."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, environment, legacy
from textclean.cli import main
from textclean.files import temporary
from textclean.files.temporary import begin, discard, discard_all, hold, release, sweep
from textclean.files.write import adopt

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
CLEAN = legacy(clean=True)
LEFT = (".textclean-1-1-0", ".textclean-1-7-12", ".textclean-0123456789abcdef")
NOT_OURS = (
    ".textclean-notes",
    ".textclean-host-7-1",
    ".textclean-1-1-0.txt",
    "textclean-1-1-0",
    ".textclean-",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    Path("in").mkdir()
    for number in range(3):
        Path(f"in/{number}.txt").write_bytes(LEGACY)
    return tmp_path


def leave(folder: str, *names: str) -> None:
    for name in names:
        Path(folder, name).write_bytes(b"half a fi")


def names(folder: str) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


def textclean(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def test_what_a_kill_left_goes_and_nothing_else(here: Path) -> None:
    leave("in", *LEFT, *NOT_OURS)
    Path("in/.textclean-2-2-2").mkdir()
    Path("in/.textclean-3-3-3").symlink_to("0.txt")
    done = textclean("fix", "-i", "in", *AS_TOLD)
    assert (done.exit_code, done.stderr) == (0, "")
    kept = {*NOT_OURS, ".textclean-2-2-2", ".textclean-3-3-3"}
    assert names("in") == {"0.txt", "1.txt", "2.txt", *kept}


@pytest.mark.parametrize(
    ("args", "swept"),
    [
        (("in", "-o", "out"), "out"),
        (("in/0.txt", "-o", "out/0.txt"), "out"),
        (("-i", "in/0.txt", "--report", "out/report.json"), "out"),
        (("-i", "out/linked.txt"), "in"),
    ],
)
def test_folders_that_are_written_to_are_swept_and_no_others(
    here: Path, args: tuple[str, ...], swept: str
) -> None:
    Path("out").mkdir()
    Path("out/linked.txt").symlink_to("../in/1.txt")
    for folder in ("in", "out", "."):
        leave(folder, *LEFT)
    assert textclean("fix", *args, *AS_TOLD).exit_code == 0
    assert not names(swept) & set(LEFT)
    assert names(".") >= set(LEFT)
    assert textclean("fix", "--check", "in", *AS_TOLD).exit_code != 2
    assert names(".") >= set(LEFT)


def test_undo_sweeps_too(here: Path) -> None:
    assert textclean("fix", "-i", "in", *AS_TOLD).exit_code == 0
    leave("in", *LEFT)
    assert textclean("undo", "--yes").exit_code == 0
    assert names("in") == {"0.txt", "1.txt", "2.txt"}


def test_a_file_that_is_being_written_or_waits_for_its_place_stays(here: Path) -> None:
    path, descriptor = begin("in")
    sweep(["in"])
    os.close(descriptor)
    sweep(["in"])
    assert Path(path).exists()
    release(path)
    sweep(["in"])
    assert not Path(path).exists()


def test_what_a_worker_wrote_is_locked_by_whoever_puts_it_in_its_place(here: Path) -> None:
    path, descriptor = begin("in")
    os.close(descriptor)
    release(path)  # the worker has ended
    prepared = adopt(path, "in/0.txt", sync=False)
    sweep(["in"])
    prepared.place()
    assert Path("in/0.txt").read_bytes() == b""
    with Path("in/0.txt").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_one_that_is_swept_before_it_is_locked_is_made_anew(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def late(path: str, descriptor: int) -> None:
        if not seen:
            Path(path).unlink()
        seen.append(path)
        hold(path, descriptor)

    monkeypatch.setattr(temporary, "hold", late)
    path, descriptor = begin("in")
    assert (len(seen), Path(path).exists()) == (2, True)
    os.close(descriptor)
    discard(path)
    assert names("in") == {"0.txt", "1.txt", "2.txt"}


def test_a_name_that_is_taken_is_in_nobodys_way(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = iter([b"\0" * 8, b"\1" * 8])
    taken = f".textclean-{'00' * 8}"
    leave("in", taken)
    monkeypatch.setattr(os, "urandom", lambda size: next(tokens))
    path, descriptor = begin("in")
    os.close(descriptor)
    discard_all()
    assert names("in") == {"0.txt", "1.txt", "2.txt", taken}
    assert path.endswith("01" * 8)


def test_where_there_are_no_locks_age_tells(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(descriptor: int, operation: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    leave("in", *LEFT)
    os.utime(f"in/{LEFT[0]}", (0, 0))
    path, descriptor = begin("in")
    os.close(descriptor)
    sweep(["in"])
    assert names("in") == {"0.txt", "1.txt", "2.txt", *LEFT[1:], Path(path).name}
    discard(path)


LIMITED = """
import resource, sys
from textclean.cli import main
from textclean.files.temporary import most_held

resource.setrlimit(resource.RLIMIT_NOFILE, (60, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
assert most_held() == 20
main(sys.argv[1:])
"""
"""A process of its own: this one may have many files open already."""


def test_few_open_files_are_enough(here: Path) -> None:
    for number in range(90):
        Path(f"in/{number}.txt").write_bytes(LEGACY)
    command = [sys.executable, "-c", LIMITED, "fix", "-i", "in", "--jobs", "1", *AS_TOLD]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.read_bytes() for path in Path("in").iterdir()} == {CLEAN}


KILLED = """
import os, signal, sys
from textclean.cli import main
from textclean.files import sinks

os.sync = lambda: os.kill(os.getpid(), int(sys.argv[1]))
sinks.GROUP = 9
main(sys.argv[2:])
"""


@pytest.mark.parametrize("resume", [(), ("--resume",)])
def test_what_a_killed_run_left_goes_with_the_next_and_not_before_it_is_dead(
    here: Path, resume: tuple[str, ...]
) -> None:
    for number in range(9):
        Path(f"in/{number}.txt").write_bytes(LEGACY)
    args = ["fix", "-i", "in", *AS_TOLD]
    command = [sys.executable, "-c", KILLED, str(int(signal.SIGSTOP)), *args]
    with subprocess.Popen(command, env=environment()) as stopped:
        os.waitid(os.P_PID, stopped.pid, os.WSTOPPED | os.WNOWAIT)
        waiting = {name for name in names("in") if name.startswith(".")}
        assert len(waiting) == 9
        sweep(["in"])
        assert names("in") >= waiting, "another run removes nothing of a live one"
        stopped.kill()
    assert names("in") >= waiting
    assert textclean(*args, *resume).exit_code == 0
    assert names("in") == {f"{number}.txt" for number in range(9)}
    assert {path.read_bytes() for path in Path("in").iterdir()} == {CLEAN}
