"""Progress: a bar on a terminal, lines in a log, nothing when quiet or quick."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.test_fix import AS_TOLD, on_a_terminal
from textclean.cli import main, progress
from textclean.cli.progress import Progress, drawing


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(6):
        Path(f"{number}.txt").write_text("Plain.\n" * 100)
    return tmp_path


def test_a_bar_shows_files_rate_and_time_left() -> None:
    shown = Progress(10, 4_000_000, bar=True)
    shown.done, shown.bytes = 4, 1_000_000
    assert shown.text(2.0) == "4 of 10 files, 0.5 MB/s, 0:06 left"
    shown.bytes = 100
    assert shown.text(3.0).endswith(", 33:19:57 left")
    assert drawing(0.5, 20) == "[==========>         ] "
    assert drawing(1.0, 10) == "[==========] "
    assert drawing(0.5, 5) == ""


def test_lines_come_on_a_stream_that_is_no_terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_EVERY", 0.0)
    done = CliRunner().invoke(main, ["fix", "--check", "--progress", ".", *AS_TOLD])
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert re.fullmatch(r"textclean: 3 of 6 files, [\d,]+ files/s, \d+:\d\d left", lines[2])
    for flags in ([], ["--progress", "-q"]):
        assert CliRunner().invoke(main, ["fix", "--check", *flags, ".", *AS_TOLD]).stderr == ""


BAR = """
import sys
from textclean.cli import main, progress
progress.BAR_AFTER = progress.BAR_EVERY = 0
main(sys.argv[1:])
"""


def test_the_bar_draws_over_itself_and_gives_way_to_lines(here: Path) -> None:
    Path("2.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    shown, code = on_a_terminal(["-c", BAR, "fix", "-i", ".", *AS_TOLD[2:]], here, module=False)
    assert code == 2
    text = shown.decode()
    assert "1 of 6 files" in text
    assert "\r\x1b[Ktextclean: ./2.txt: binary" in text
    assert text.endswith("\r\x1b[Ktextclean: 5 files, 0 changed, 1 failed\r\n")
    shown, _ = on_a_terminal(["-c", BAR, "fix", "-i", ".", "--no-progress", *AS_TOLD], here, module=False)
    assert b"of 6 files" not in shown


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "1.5"])
def test_a_number_of_jobs_is_a_number_or_auto(here: Path, jobs: str) -> None:
    done = CliRunner().invoke(main, ["fix", "--check", "--jobs", jobs, "."])
    assert done.exit_code == 2
    assert "neither a number" in done.stderr
