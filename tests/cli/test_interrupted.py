"""Ctrl-C, SIGTERM and kill -9: every file is old or new, the count is true, and --resume does the rest."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, environment, legacy
from textclean.cli import main
from textclean.files import run as run_module
from textclean.files import sinks
from textclean.files.find import Input
from textclean.files.work import Job, Outcome, do

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
CLEAN = legacy(clean=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    os.mkdir("in")
    for number in range(30):
        Path(f"in/{number:02}.txt").write_bytes(LEGACY)
    return tmp_path


def fix(*args: str) -> Result:
    return CliRunner().invoke(main, ["fix", *args, *AS_TOLD])


def states(folder: str = "in") -> dict[bytes, int]:
    found = [path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()]
    return {data: found.count(data) for data in found}


def signalled_at(monkeypatch: pytest.MonkeyPatch, number: int, at: str) -> list[str]:
    """Send the signal while the file `at` is being cleaned; the list fills with the files that were."""
    seen: list[str] = []

    def watched(job: Job, source: Input) -> Outcome:
        seen.append(os.path.basename(source.path))
        if seen[-1] == at:
            os.kill(os.getpid(), number)
        return do(job, source)

    monkeypatch.setattr(run_module, "do", watched)
    return seen


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
@pytest.mark.parametrize("where", [("-i",), ("-o", "out")])
def test_a_signal_stops_at_whole_files_with_a_true_count(
    here: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int, where: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sinks, "GROUP", 8)
    signalled_at(monkeypatch, number, "20.txt")
    before = signal.getsignal(number)
    done = fix("in", *where)
    assert done.exit_code == code
    assert done.stderr == (
        "textclean: interrupted: 16 files, 16 changed; the same command with --resume does the rest\n"
    )
    written = states("in" if where == ("-i",) else "out")
    assert written[CLEAN] == 16
    assert set(written) <= {CLEAN, LEGACY}
    assert signal.getsignal(number) == before


def test_a_signal_that_is_ignored_stays_so(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does it
    try:
        signalled_at(monkeypatch, signal.SIGHUP, "20.txt")
        assert fix("in", "-i").exit_code == 0
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert states() == {CLEAN: 30}


@pytest.mark.parametrize("where", [("-i",), ("-o", "out")])
def test_resume_does_only_what_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sinks, "GROUP", 8)
    signalled_at(monkeypatch, signal.SIGINT, "20.txt")
    fix("in", *where)
    seen = signalled_at(monkeypatch, signal.SIGINT, "28.txt")
    assert fix("in", *where, "--resume").exit_code == 130
    assert (seen[0], len(seen)) == ("16.txt", 13)
    seen = signalled_at(monkeypatch, signal.SIGINT, "never")
    assert fix("in", *where, "--resume").exit_code == 0
    assert (seen[0], len(seen)) == ("24.txt", 6)
    assert states("in" if where == ("-i",) else "out") == {CLEAN: 30}


def test_a_resumed_run_is_undone_as_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "GROUP", 8)
    signalled_at(monkeypatch, signal.SIGINT, "20.txt")
    fix("in", "-i")
    signalled_at(monkeypatch, signal.SIGINT, "never")
    fix("in", "-i", "--resume")
    assert CliRunner().invoke(main, ["undo", "--yes"]).exit_code == 0
    assert states() == {LEGACY: 30}


def test_resume_takes_up_what_changed_since_and_starts_anew_for_other_options(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "GROUP", 8)
    signalled_at(monkeypatch, signal.SIGINT, "20.txt")
    fix("in", "-i")
    Path("in/03.txt").write_bytes(LEGACY + LEGACY)
    seen = signalled_at(monkeypatch, signal.SIGINT, "never")
    done = CliRunner().invoke(main, ["fix", "in", "-i", "--resume", *AS_TOLD[2:]])
    assert "no interrupted run like this one" in done.stderr
    assert len(seen) == 30


def test_what_changed_since_is_done_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "GROUP", 8)
    signalled_at(monkeypatch, signal.SIGINT, "20.txt")
    fix("in", "-i")
    Path("in/03.txt").write_bytes(LEGACY + LEGACY)
    seen = signalled_at(monkeypatch, signal.SIGINT, "never")
    assert fix("in", "-i", "--resume").exit_code == 0
    assert (seen[0], len(seen)) == ("03.txt", 15)
    assert fix("in", "-i", "--resume").exit_code == 0
    assert len(seen) > 15, "a finished run is not resumed"


def test_resume_needs_a_journal(here: Path) -> None:
    for args in (["in", "-i", "--resume", "--no-journal"], ["in/01.txt", "--resume"]):
        done = fix(*args)
        assert done.exit_code == 2
        assert "--resume needs the journal" in done.stderr


KILLED = """
import os, signal, sys
from textclean.cli import main
from textclean.files import sinks

sinks.GROUP = 8
calls = 0
def killing(real):
    def call(*args, **named):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)
    return call

name = sys.argv[1]
setattr(os, name, killing(getattr(os, name)))
main(sys.argv[3:])
"""


@pytest.mark.parametrize("call", ["replace", "write", "fsync", "sync"])
def test_kill_9_leaves_old_or_new_files_and_resume_finishes(here: Path, call: str) -> None:
    number = {"replace": "13", "write": "13", "fsync": "1", "sync": "1"}[call]
    args = ["fix", "-i", "in", *AS_TOLD]
    if call == "fsync":
        args.append("--fsync")
    if call == "sync":
        args = ["fix", "-i", "in", *AS_TOLD]
    script = KILLED if call != "sync" else KILLED.replace("GROUP = 8", "GROUP = 20")
    killed = subprocess.run(
        [sys.executable, "-c", script, call, number, *args],
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    texts = [path.read_bytes() for path in Path("in").glob("*.txt")]
    assert len(texts) == 30
    assert set(texts) <= {LEGACY, CLEAN}
    done = CliRunner().invoke(main, [*args, "--resume"])
    assert done.exit_code == 0, done.stderr
    assert states() == {CLEAN: 30}, "no temporary file is left"
    assert CliRunner().invoke(main, ["undo", "--yes"]).exit_code == 0
    assert states() == {LEGACY: 30}


def test_ctrl_c_while_reading_standard_input_is_130(here: Path) -> None:
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING], stdin=reader, stderr=subprocess.PIPE, env=environment()
    )
    os.close(reader)
    assert process.stderr is not None
    assert process.stderr.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    code = process.wait(30)
    rest = process.stderr.read()
    process.stderr.close()
    os.close(writer)
    assert code == 130
    assert b"Traceback" not in rest


WAITING = """
import sys
from textclean.cli import main
from textclean.files import read

real = read.opened
def told(path):
    print("ready", file=sys.stderr, flush=True)
    return real(path)
read.opened = told
main(["fix"])
"""
