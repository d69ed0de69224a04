"""Ctrl-C and SIGTERM at fifty points of a batch: right exit code, true count, and --resume completes."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.faults.machine import Fault, ended, run
from tests.faults.scenarios import AS_TOLD, NEW, OLD, left_lying
from textclean.files import sinks

FILES = [f"in/{number:03}.txt" for number in range(200)]
POINTS = 25
FORKS = "ignore:.*fork:DeprecationWarning"
CALL = ("fix", "-i", "in", *AS_TOLD)


def lay_out() -> None:
    Path("in").mkdir(exist_ok=True)
    for name in FILES:
        Path(name).write_bytes(OLD)


def new_files() -> int:
    texts = [Path(name).read_bytes() for name in FILES]
    assert set(texts) <= {OLD, NEW}
    return texts.count(NEW)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.filterwarnings(FORKS)
def test_a_signal_anywhere_in_a_batch(
    number: int, code: int, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks, "GROUP", 16)
    lay_out()
    calls = run(CALL, str(here)).calls
    first, last = calls.index("mkdir"), len(calls) - 5
    for point in range(POINTS):
        lay_out()
        at = first + (last - first) * point // POINTS
        ended_with, said = ended(CALL, str(here), Fault(at, signal=number))
        counted = re.search(r"interrupted: (\d+) files?, (\d+) changed", said)
        if counted is None:  # before the first file or after the last one
            assert ended_with in (code, -number), (at, said)
            assert new_files() in (0, len(FILES))
        else:
            assert (ended_with, int(counted[1]), int(counted[2])) == (code, new_files(), new_files()), (
                at,
                said,
            )
        if new_files() < len(FILES):
            assert run((*CALL, "--resume"), str(here)).code == 0
        assert new_files() == len(FILES), at
        assert left_lying() == [], at
        assert len(os.listdir("in")) == len(FILES)
