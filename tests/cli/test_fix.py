"""`textclean fix`: what goes where, what is said, and which code comes back."""

import json
import os
import pty
import re
import select
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, RIGHT, environment, legacy, run
from textclean.cli import COMMANDS, main

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
"""Cleaning that only re-encodes, so that these tests hold whatever the stages learn."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix(*args: str, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["fix", *args], input=data)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_file_goes_to_standard_output(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    done = fix("a.txt", *AS_TOLD)
    assert (done.exit_code, done.stdout_bytes, done.stderr) == (0, legacy(clean=True), "")
    assert (here / "a.txt").read_bytes() == LEGACY


@pytest.mark.parametrize("paths", [(), ("-",)])
def test_no_path_or_a_dash_reads_standard_input(paths: tuple[str, ...]) -> None:
    done = fix(*paths, *AS_TOLD, data=LEGACY)
    assert (done.exit_code, done.stdout_bytes) == (0, legacy(clean=True))


@pytest.mark.parametrize(
    "data", [b"", b"a", b"a\n", b"a\r\nb\r\n", b"a\rb", b"\n\n", "é\u2028x\x0c\n".encode()]
)
def test_line_ends_and_the_last_one_stay_as_they_were(data: bytes) -> None:
    assert fix("--skip", "repair,boilerplate,quotes", data=data).stdout_bytes == data


def test_output_is_utf8_without_a_byte_order_mark() -> None:
    assert fix(data=b"\xef\xbb\xbfPlain.\n").stdout_bytes == b"Plain.\n"
    assert fix(data="Plain.\n".encode("utf-16")).stdout_bytes == b"Plain.\n"


def test_output_names_a_file_or_a_folder(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "out").mkdir()
    assert fix("a.txt", "-o", "new.txt", *AS_TOLD).exit_code == 0
    assert fix("a.txt", "-o", "out", *AS_TOLD).exit_code == 0
    assert (here / "new.txt").read_bytes() == (here / "out" / "a.txt").read_bytes() == legacy(clean=True)


def test_a_folder_is_mirrored(here: Path) -> None:
    (here / "in" / "deep").mkdir(parents=True)
    (here / "in" / "a.txt").write_bytes(LEGACY)
    (here / "in" / "deep" / "b.md").write_bytes(RIGHT)
    (here / "in" / "picture.png").write_bytes(b"\x89PNG")
    (here / "in" / ".hidden.txt").write_bytes(LEGACY)
    assert fix("in", "-o", "out", *AS_TOLD).exit_code == 0
    assert tree(here / "out") == {"a.txt": legacy(clean=True), "deep/b.md": RIGHT}


def test_in_place_writes_what_changed_and_touches_nothing_else(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "b.txt").write_bytes(RIGHT)
    os.utime(here / "b.txt", (1, 1))
    (here / "a.txt").chmod(0o640)
    before = (here / "b.txt").stat()
    assert fix("-i", "a.txt", "b.txt", *AS_TOLD).exit_code == 0
    after = (here / "b.txt").stat()
    assert (here / "a.txt").read_bytes() == legacy(clean=True)
    assert stat.S_IMODE((here / "a.txt").stat().st_mode) == 0o640
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert sorted(path.name for path in here.iterdir()) == ["a.txt", "b.txt"]


def test_check_lists_what_would_change_and_writes_nothing(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "b.txt").write_bytes(RIGHT)
    done = fix("--check", ".", *AS_TOLD)
    assert (done.exit_code, done.stdout) == (1, "./a.txt\n")
    assert fix("--check", "b.txt").exit_code == 0
    assert tree(here) == {"a.txt": LEGACY, "b.txt": RIGHT}


def test_diff_writes_nothing_and_exits_0_unless_checked(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    done = fix("--diff", "a.txt", *AS_TOLD)
    assert done.exit_code == 0
    assert done.stdout_bytes.startswith(b"diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@ ")
    assert fix("--diff", "--check", "a.txt", *AS_TOLD).exit_code == 1
    assert (here / "a.txt").read_bytes() == LEGACY


def test_report_of_one_file_is_one_object_and_of_several_has_the_runs_figures(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "b.txt").write_bytes(RIGHT)
    fix("--report", "r.json", "a.txt", *AS_TOLD)
    assert json.loads((here / "r.json").read_text())["encoding"] == "cp1252"
    fix("--report", "r.json", "--check", "a.txt", "b.txt")
    whole = json.loads((here / "r.json").read_text())
    assert [one["file"] for one in whole["files"]] == ["a.txt", "b.txt"]
    fix("--report", "r.jsonl", "--check", "a.txt", "b.txt", "gone.txt")
    lines = [json.loads(line) for line in (here / "r.jsonl").read_text().splitlines()]
    assert [line.get("file") for line in lines] == ["a.txt", "b.txt", "gone.txt", None]
    assert lines[-1]["summary"] == {**whole["summary"], "failed": 1}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["a.txt", "b.txt"], "several inputs need a place"),
        (["."], "several inputs need a place"),
        (["-i", "-o", "x", "a.txt"], "exclude each other"),
        (["-i", "--diff", "a.txt"], "exclude each other"),
        (["-i"], "standard input"),
        (["--encoding", "klingon", "a.txt"], "no known encoding"),
        (["--encoding", "rot13", "a.txt"], "no known encoding"),
        (["--only", "spelling", "a.txt"], "no such stage"),
        (["--keep", "adverts", "a.txt"], "adverts"),
        (["--quote-marks", "ab", "a.txt"], "four marks"),
        (["--language", "?", "a.txt"], "language tag"),
        (["--rules", "missing.toml", "a.txt"], "missing.toml"),
        (["--report", "-", "--diff", "a.txt"], "standard output"),
        (["--report", "r.odt", "a.txt"], "tells no format"),
        (["--no-such-option"], "No such option"),
    ],
)
def test_wrong_usage_is_exit_2_before_anything_is_read(here: Path, args: list[str], words: str) -> None:
    (here / "a.txt").write_bytes(RIGHT)
    (here / "b.txt").write_bytes(RIGHT)
    done = fix(*args)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_failed_input_is_named_in_one_line_and_the_others_go_on(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    os.mkfifo(here / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("sock.txt")
        done = fix("-i", "missing.txt", "image.txt", "pipe.txt", "sock.txt", "a.txt", "-i", *AS_TOLD[2:])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 4
    for name, word in [("missing", "no such"), ("image", "binary"), ("pipe", "FIFO"), ("sock", "socket")]:
        assert any(name in line and word in line for line in done.stderr.splitlines()), name
    assert (here / "a.txt").read_bytes() != LEGACY
    assert b"\x89PNG" in (here / "image.txt").read_bytes()


def test_special_files_and_links_in_a_folder_are_named_and_no_failure(here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_bytes(LEGACY)
    (here / "in" / "link.txt").symlink_to("a.txt")
    (here / "in" / "gone.txt").symlink_to("nowhere")
    (here / "in" / "loop").symlink_to(".")
    os.mkfifo(here / "in" / "pipe.txt")
    done = fix("in", "-o", "out", *AS_TOLD)
    assert done.exit_code == 0
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "in/gone.txt",
        "in/loop",
        "in/pipe.txt",
    ]
    assert tree(here / "out") == {"a.txt": legacy(clean=True)}


def test_a_folder_without_permission_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so that the refusal is played where tests run as root."""
    (here / "shut").mkdir(mode=0)
    (here / "a.txt").write_bytes(LEGACY)
    real = os.scandir

    def scandir(path: str) -> object:
        if path == "shut":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = fix("-i", "shut", "a.txt", *AS_TOLD)
    assert done.exit_code == 2
    assert done.stderr.startswith("textclean: shut: permission denied; ")
    assert (here / "a.txt").read_bytes() == legacy(clean=True)


def test_an_unwritable_output_is_one_line(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "file").write_bytes(b"")
    for flag, output in [("-o", "file/below.txt"), ("-o", "no/such/folder.txt"), ("--report", "no/r.json")]:
        done = fix("a.txt", flag, output, *AS_TOLD)
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 1
        assert "folder" in done.stderr


def test_output_into_a_device_writes_to_it(here: Path) -> None:
    (here / "a.txt").write_bytes(RIGHT)
    assert fix("a.txt", "-o", "/dev/null").exit_code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_names_that_could_speak_to_the_terminal_are_shown_as_tokens(here: Path) -> None:
    done = fix("-i", "bad\x1b[31m\nname\u202e.txt")
    assert done.stderr.splitlines() == [
        "textclean: bad\\x1b[31m\\nname\\u202e.txt: no such file or folder; check the name"
    ]


def test_names_that_are_not_utf8_or_begin_with_a_dash_work(here: Path) -> None:
    names = [b"caf\xe9.txt", b"-i.txt", b"new\nline.txt"]
    for name in names:
        Path(os.fsdecode(name)).write_bytes(LEGACY)
    done = run("fix", "-i", *AS_TOLD, "--", *names, cwd=here)
    assert (done.returncode, done.stderr) == (0, b"")
    for name in names:
        assert Path(os.fsdecode(name)).read_bytes() == legacy(clean=True)
    checked = run("fix", "--check", *AS_TOLD, ".", cwd=here)
    assert b"./caf\\xe9.txt\n" in checked.stdout
    assert b"./new\\nline.txt\n" in checked.stdout


def test_a_broken_pipe_is_silent(here: Path) -> None:
    (here / "a.txt").write_bytes(b"Plain and right.\n" * 40_000)
    command = f"{sys.executable} -m textclean fix a.txt | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=here,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Plain and right.\n", b"")


@pytest.mark.parametrize("args", [["fix"], ["--help"], ["fix", "--help"], ["--version"]])
def test_a_full_device_is_one_line_and_exit_2(args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "textclean", *args],
            input=RIGHT,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        b"textclean: standard output: no space left on the device; free some and run again"
    ]


def test_a_closed_standard_output_is_one_line() -> None:
    command = f"{sys.executable} -m textclean fix >&-"
    done = subprocess.run(
        ["bash", "-c", command], input=RIGHT, env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_the_shells_own_pipes_are_read(here: Path) -> None:
    command = f"{sys.executable} -m textclean fix <(printf 'Plain.\\n')"
    done = subprocess.run(["bash", "-c", command], env=environment(), capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"Plain.\n", b"")


def on_a_terminal(
    args: list[str], cwd: Path, data: bytes | None = None, module: bool = True, **extra: str
) -> tuple[bytes, int]:
    """Run with all three streams on a pseudo-terminal: everything it shows, and the exit code."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *(["-m", "textclean"] if module else []), *args],
        cwd=cwd,
        env=environment(TERM="xterm", **extra),
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    if data is not None:
        os.write(leader, data)
    shown = b""
    while select.select([leader], [], [], 30)[0]:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return shown, process.wait(30)


def test_a_terminal_gets_a_summary_a_hint_and_colours(here: Path) -> None:
    (here / "a.txt").write_bytes(LEGACY)
    (here / "b.txt").write_bytes(RIGHT)
    shown, code = on_a_terminal(["fix", "-i", "b.txt", "--only", "repair"], here)
    assert (code, shown) == (0, b"textclean: b.txt: nothing to change\r\n")
    shown, code = on_a_terminal(["fix", "-q", "-i", "b.txt", "--only", "repair"], here)
    assert (code, shown) == (0, b"")
    shown, code = on_a_terminal(["fix", "--diff", "a.txt", *AS_TOLD], here)
    assert code == 0
    assert b"\x1b[" in shown
    assert b"Read as cp1252, written as UTF-8" in shown
    shown, _ = on_a_terminal(["fix", "--diff", "a.txt", *AS_TOLD], here, NO_COLOR="1")
    assert b"\x1b" not in shown
    shown, code = on_a_terminal(["fix", "-i", "--no-progress", "a.txt", "b.txt", *AS_TOLD], here)
    assert (code, shown) == (0, b"textclean: 2 files, 1 changed\r\n")


def test_standard_input_on_a_terminal_brings_a_hint(here: Path) -> None:
    shown, code = on_a_terminal(["fix"], here, data=b"Plain.\n\x04")
    assert code == 0
    assert b"reading from the terminal" in shown
    assert b"Plain.\r\n" in shown


HEAVY = ("rich", "ftfy", "charset_normalizer", "numpy", "pyarrow", "ahocorasick_rs", "multiprocessing")
LOADED = """
import sys
from textclean.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("args", "allowed"), [(["--help"], ()), (["--version"], ()), (["fix"], ("ahocorasick_rs", "numpy"))]
)
def test_start_up_is_light(args: list[str], allowed: tuple[str, ...]) -> None:
    data = "Nothing is wrong with this “text”, which isn’t damaged.\n".encode() * 60
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args], input=data, env=environment(), capture_output=True, check=False
    )
    loaded = done.stderr.decode().splitlines()[-1].split()
    assert "click" in loaded
    assert not [name for name in HEAVY if name in loaded and name not in allowed]


def test_each_commands_summary_in_the_group_is_its_own() -> None:
    for name, words in COMMANDS.items():
        command = main.get_command(main.make_context("textclean", [], resilient_parsing=True), name)
        assert command is not None
        assert command.short_help == words


def test_help_has_examples_and_exit_codes() -> None:
    shown = fix("--help").stdout
    assert "textclean fix -i" in shown
    assert "Exit codes" in shown


def test_mark_leaves_what_would_go_in_its_place(here: Path) -> None:
    (here / "a.txt").write_text("The mill is open.\n\nSign up to our newsletter\n\nIt closes at “six”.\n")
    shown = fix("--mark", "a.txt").stdout
    assert "The mill is open.\n" in shown
    assert re.search(r"\[-en\.newsletter\.[^\n]* 95%\nSign up to our newsletter\n-\]\n", shown)
    assert 'It closes at "six".\n' in shown
    refused = fix("--mark", "-i", "a.txt")
    assert refused.exit_code == 2
    assert "--mark is for review" in refused.stderr
    (here / "marked.txt").write_text(shown)
    refused = fix("-i", "marked.txt")
    assert (refused.exit_code, (here / "marked.txt").read_text()) == (2, shown)
    assert "marked.txt: a copy that --mark made for reading" in refused.stderr
    assert fix("--type", "text", "marked.txt").exit_code == 0


def test_an_encoding_that_cannot_be_is_named_though_it_was_asked_for(here: Path) -> None:
    (here / "a.txt").write_text("Größe.\n", encoding="utf-8")
    done = run("fix", "--encoding", "ascii", "a.txt", cwd=here)
    assert done.returncode == 0
    assert done.stderr.decode() == (
        "textclean: a.txt: 4 bytes of it are no ascii, and became U+FFFD; name another --encoding, or none\n"
    )
    assert run("fix", "--encoding", "utf-8", "a.txt", cwd=here).stderr == b""
