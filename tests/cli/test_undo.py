"""`textclean undo`: the original bytes come back, or it is said why not."""

import errno
import json
import os
import signal
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.support import LEGACY, legacy
from tests.support import cases, read_as
from textclean import Cleaner
from textclean.cli import main
from textclean.files import journal, sinks
from textclean.files.undo import original, recipe
from textclean.files.work import Outcome
from textclean.files.write import Prepared

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
CLEAN = legacy(clean=True)
CLEANER = Cleaner()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def textclean(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def fix(*args: str) -> Result:
    return textclean("fix", "-i", *args, *AS_TOLD)


@cases(1000)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(st.sampled_from("ab “”’é€™â\ufeff\r\n\x93"), max_size=40).map(str.encode),
    )
)
def test_a_recipe_gives_back_any_bytes(data: bytes) -> None:
    result = CLEANER.clean_bytes(data, read_as(data))
    clean = result.text.encode("utf-8", "surrogatepass")
    assert original(json.loads(recipe(result, data, clean)), clean) == data


def test_the_last_run_is_taken_back_then_the_one_before(here: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    Path("b.txt").write_bytes(LEGACY * 2)
    fix("a.txt")
    fix("b.txt")
    assert textclean("undo", "--yes").exit_code == 0
    assert (Path("a.txt").read_bytes(), Path("b.txt").read_bytes()) == (CLEAN, LEGACY * 2)
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY
    done = textclean("undo", "--yes")
    assert done.exit_code == 2
    assert "nothing to undo: all runs that are remembered are undone" in done.stderr


def test_a_file_that_changed_since_is_named_and_left(here: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        Path(name).write_bytes(LEGACY)
    fix("a.txt", "b.txt", "c.txt")
    Path("a.txt").write_bytes(CLEAN + b"A new line.\n")
    Path("b.txt").unlink()
    done = textclean("undo", "--yes")
    assert done.exit_code == 2
    assert "a.txt: changed since it was cleaned, left as it is" in done.stderr
    assert "b.txt: no such file" in done.stderr
    assert Path("c.txt").read_bytes() == LEGACY
    Path("a.txt").write_bytes(CLEAN)
    Path("b.txt").write_bytes(CLEAN)
    assert textclean("undo", "1").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY


def test_a_run_that_gave_nothing_back_is_not_undone(here: Path) -> None:
    for name in ("a.txt", "b.txt"):
        Path(name).write_bytes(LEGACY)
        fix(name)
    Path("b.txt").write_bytes(CLEAN + b"A new line.\n")
    for _ in range(2):
        done = textclean("undo", "--yes")
        assert done.exit_code == 2
        assert "0 files have their original bytes again, 1 not" in done.stderr
        assert (
            "the run is not undone, and undo takes it again; the one before it (fix -i a.txt" in done.stderr
        )
        assert "is taken back with: textclean undo 000001-" in done.stderr
    assert "undone" not in textclean("undo", "--list").stdout
    Path("b.txt").write_bytes(CLEAN)
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("b.txt").read_bytes() == LEGACY
    Path("b.txt").unlink()
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY
    assert "all runs that are remembered are undone" in textclean("undo", "--yes").stderr


def test_a_run_that_is_given_back_in_part_is_taken_until_nothing_is_left_of_it(here: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        Path(name).write_bytes(LEGACY)
    fix("a.txt", "b.txt", "c.txt")
    Path("a.txt").write_bytes(CLEAN + b"A new line.\n")
    Path("b.txt").unlink()
    assert textclean("undo", "--yes").exit_code == 2
    assert "3 changed, partly undone  fix -i" in textclean("undo", "--list").stdout
    Path("a.txt").write_bytes(CLEAN)
    assert "not undone" not in textclean("undo", "--yes").stderr
    assert Path("a.txt").read_bytes() == LEGACY
    assert "3 changed, undone  fix -i" in textclean("undo", "--list").stdout


def test_all_runs_are_listed_and_never_taken_back_together(here: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    done = textclean("undo", "--all", "--yes")
    assert done.exit_code == 2
    assert "--all goes with --list" in done.stderr
    assert Path("a.txt").read_bytes() == CLEAN


def test_what_was_changed_elsewhere_is_named_and_not_taken_back(here: Path) -> None:
    for name in ("pa", "pb"):
        Path(name).mkdir()
        Path(name, "a.txt").write_bytes(LEGACY)
    os.chdir(here / "pa")
    fix("a.txt")
    os.chdir(here / "pb")
    done = textclean("undo", "--yes")
    assert done.exit_code == 2
    assert f"nothing to undo in or below {here / 'pb'}" in done.stderr
    assert "textclean undo 000001-" in done.stderr
    assert (here / "pa" / "a.txt").read_bytes() == CLEAN
    fix("a.txt", "../pa/a.txt")
    assert textclean("undo", "--yes").exit_code == 2
    os.chdir(here)
    assert textclean("undo", "--yes").exit_code == 0
    assert (here / "pb" / "a.txt").read_bytes() == LEGACY


def test_a_script_must_say_which_run_it_means(here: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    done = textclean("undo")
    assert done.exit_code == 2
    assert "  a.txt\n" in done.stderr
    assert "say which run with `textclean undo 000001-" in done.stderr
    assert Path("a.txt").read_bytes() == CLEAN


@pytest.mark.parametrize(("answer", "left"), [("n\n", CLEAN), ("\n", CLEAN), ("y\n", LEGACY)])
def test_on_a_terminal_it_asks(here: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: bytes) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    monkeypatch.setattr("textclean.cli.undo._is_terminal", lambda: True)
    done = CliRunner().invoke(main, ["undo", "-q"], input=answer)
    assert "taking back 000001-" in done.stderr
    assert Path("a.txt").read_bytes() == left
    assert done.exit_code == (0 if left == LEGACY else 2)


def test_many_files_and_runs_are_counted(here: Path) -> None:
    for number in range(12):
        Path(f"{number:02}.txt").write_bytes(LEGACY)
    for number in range(22):
        Path("a.txt").write_bytes(LEGACY * (number + 1))
        fix("a.txt")
    fix(*(f"{number:02}.txt" for number in range(12)))
    listed = textclean("undo", "--list")
    assert len(listed.stdout.splitlines()) == 20
    assert "23 runs in " in listed.stderr
    assert " of 512 MiB; the last 100 are kept, 3 older ones with --all" in listed.stderr
    assert len(textclean("undo", "--list", "--all").stdout.splitlines()) == 23
    done = textclean("undo", "--yes")
    assert "  09.txt\n  and 2 more\n" in done.stderr


def test_runs_are_listed_and_named(here: Path) -> None:
    Path("bad\x1b.txt").write_bytes(LEGACY)
    fix("bad\x1b.txt")
    listed = textclean("undo", "--list").stdout
    assert "1 changed  fix -i bad\\x1b.txt, " in listed
    name = listed.split()[0]
    assert textclean("undo", name).exit_code == 0
    assert ", undone" in textclean("undo", "--list").stdout
    assert textclean("undo", "no-such-run").exit_code == 2


def test_runs_that_change_nothing_or_keep_no_journal_leave_none(here: Path) -> None:
    Path("a.txt").write_bytes(b"Plain.\n")
    Path("b.txt").write_bytes(LEGACY)
    fix("a.txt")
    fix("b.txt", "--no-journal")
    assert textclean("undo", "--list").stdout == ""


def test_old_runs_are_forgotten(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "RUNS", 3)
    for number in range(5):
        Path("a.txt").write_bytes(LEGACY * (number + 1))
        fix("a.txt")
    assert listed_numbers() == ["000005", "000004", "000003"]


def listed_numbers() -> list[str]:
    return [line.split("-")[0] for line in textclean("undo", "--list").stdout.splitlines()]


def test_the_last_run_is_the_last_whatever_the_clock_says(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, moment in enumerate((1_800_000_000, 1_700_000_000)):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        monkeypatch.setattr(
            time, "gmtime", lambda moment=moment: time.struct_time((2026 - moment % 7, *[1] * 8))
        )
        Path(f"{number}.txt").write_bytes(LEGACY)
        fix(f"{number}.txt")
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("0.txt").read_bytes() != LEGACY
    assert Path("1.txt").read_bytes() == LEGACY


def test_runs_of_earlier_versions_are_older_than_all_others(here: Path, state: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    runs = state / "textclean" / "runs"
    next(runs.iterdir()).rename(runs / "29991231-101500-000001-4711")
    Path("b.txt").write_bytes(LEGACY)
    fix("b.txt")
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("b.txt").read_bytes() == LEGACY
    assert textclean("undo", "29991231-101500-000001-4711").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY


def test_a_run_that_is_going_is_never_forgotten(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "RUNS", 2)
    going = journal.Journal.begin({"paths": ["big"]})
    going.will_change([("big/1.txt", '{"before": "", "after": ""}')])
    for number in range(4):
        Path(f"{number}.txt").write_bytes(LEGACY)
        fix(f"{number}.txt")
    assert going.path.exists()
    refused = textclean("undo", going.path.name)
    assert refused.exit_code == 2
    assert "still going" in refused.stderr
    going.close()


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (
            ("fix", "-i", "--only", "quotes", "--quotes", "keep", "a.txt"),
            "changed nothing in place: fix -i a.txt",
        ),
        (("fix", "news", "-o", "news"), "was refused: fix news -o news"),
        (("fix", "-i", "--keep", "newsleter", "a.txt"), "was refused: fix -i a.txt"),
    ],
)
def test_a_run_that_changed_nothing_is_passed_over(here: Path, args: tuple[str, ...], what: str) -> None:
    Path("news").mkdir()
    for name in ("a.txt", "news/b.txt"):
        Path(name).write_bytes(LEGACY)
    fix("a.txt")
    textclean(*args)
    done = textclean("undo", "--yes")
    assert done.exit_code == 0
    assert f"passing over the last run, which {what}, " in done.stderr
    assert Path("a.txt").read_bytes() == Path("news/b.txt").read_bytes() == LEGACY


def test_it_is_said_which_run_is_taken_back(here: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    done = textclean("undo", "--yes")
    assert "taking back 000001-" in done.stderr
    assert str(Path.cwd()) in done.stderr


def test_what_the_journal_has_no_room_for_is_not_begun(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BYTES", 4_000)
    for number in range(6):
        Path(f"{number}.txt").write_bytes(LEGACY * 9)
    done = textclean("fix", "-i", *(f"{number}.txt" for number in range(6)))
    assert done.exit_code == 2
    assert "journal is full" in done.stderr
    kept = [number for number in range(6) if Path(f"{number}.txt").read_bytes() == LEGACY * 9]
    assert 0 < len(kept) < 6
    assert textclean("undo", "--yes").exit_code == 0
    assert all(Path(f"{number}.txt").read_bytes() == LEGACY * 9 for number in range(6))


def test_a_journal_is_for_the_user_alone(here: Path, state: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    for folder in (state / "textclean" / "runs").iterdir():
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_no_place_for_a_journal_is_said_and_no_failure(
    here: Path, monkeypatch: pytest.MonkeyPatch, quiet: tuple[str, ...]
) -> None:
    Path("file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "file"))
    Path("a.txt").write_bytes(LEGACY)
    done = fix("a.txt", *quiet)
    assert done.exit_code == 0
    assert done.stderr.count("this run cannot be undone") == done.stderr.count("\n") == 1
    assert Path("a.txt").read_bytes() == CLEAN


def test_names_of_raw_bytes_and_folders_left_since_are_found_again(here: Path) -> None:
    name = os.fsdecode(b"caf\xe9\n.txt")
    Path(name).write_bytes(LEGACY)
    fix(name)
    os.chdir("/")
    assert textclean("undo", "--yes").exit_code == 0
    assert (here / name).read_bytes() == LEGACY


def test_what_another_run_wrote_is_not_counted_nor_taken_back(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number}.txt" for number in range(5)]
    for name in names:
        Path(name).write_bytes(LEGACY)
    changed_since = sinks.InPlace._changed_since

    def meanwhile(self: sinks.InPlace, outcome: Outcome, prepared: Prepared) -> bool:
        if outcome.source.path in names[:3]:
            Path(outcome.source.path).write_bytes(CLEAN)
        return changed_since(self, outcome, prepared)

    monkeypatch.setattr(sinks.InPlace, "_changed_since", meanwhile)
    done = fix(*names)
    assert done.exit_code == 2
    assert done.stderr.count("changed while it was being cleaned, not written") == 3
    assert "  2 changed  " in textclean("undo", "--list").stdout
    done = textclean("undo", "--yes")
    assert done.exit_code == 0
    assert "2 files have their original bytes again" in done.stderr
    assert [Path(name).read_bytes() for name in names] == [CLEAN] * 3 + [LEGACY] * 2


def test_a_run_that_wrote_nothing_of_what_it_was_to_write_changed_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.jsonl"):
        Path(name).write_bytes(LEGACY)
    Path("b.jsonl").write_text('{"text": "A “fair” day."}\n', encoding="utf-8")
    assert fix("a.txt").exit_code == 0

    def refused(source: str, target: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", target)

    with monkeypatch.context() as patched:
        patched.setattr("textclean.files.write.os.replace", refused)
        assert textclean("fix", "-i", "b.jsonl").exit_code == 2
    assert len(textclean("undo", "--list").stdout.splitlines()) == 1
    done = textclean("undo", "--yes")
    assert done.exit_code == 0
    assert "passing over the last run, which changed nothing in place: fix -i b.jsonl, " in done.stderr
    assert Path("a.txt").read_bytes() == LEGACY


def test_a_change_is_counted_though_the_disk_complains_after_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_bytes(LEGACY)

    def failed(path: str) -> None:
        raise OSError(errno.EIO, "Input/output error", path)

    monkeypatch.setattr(sinks, "_sync_folder", failed)
    assert fix("--fsync", "a.txt").exit_code == 2
    assert "1 changed" in textclean("undo", "--list").stdout
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY


def test_what_was_interrupted_before_its_place_is_not_counted(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_bytes(LEGACY)

    def interrupted(self: sinks.Group) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(sinks.Group, "_sync", interrupted)
        assert fix("a.txt").exit_code == 130
    assert Path("a.txt").read_bytes() == LEGACY
    assert textclean("undo", "--list").stdout == ""
    assert fix("--resume", "a.txt").exit_code == 0
    assert "1 changed" in textclean("undo", "--list").stdout
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY


def test_a_journal_that_cannot_be_read_is_a_failure(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    monkeypatch.setattr(journal, "_lines", lambda path: iter(()))
    done = textclean("undo", "1")
    assert done.exit_code == 2
    assert "cannot be read, nothing was given back; check the disk" in done.stderr
    assert Path("a.txt").read_bytes() == CLEAN


def test_a_cut_off_journal_undoes_what_it_holds(here: Path, state: Path) -> None:
    Path("a.txt").write_bytes(LEGACY)
    fix("a.txt")
    (lines,) = state.rglob("undo.jsonl")
    lines.write_text(lines.read_text() + '{"path": "/x", "un')
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY
