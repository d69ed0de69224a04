"""Many processes: the same outcomes in the same order, whatever happens to a worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.cli.support import environment
from textclean import Cleaner, Document, Result
from textclean.files import pool, run
from textclean.files.find import Input
from textclean.files.signals import Interrupted, Signals
from textclean.files.sinks import Sink
from textclean.files.temporary import begin
from textclean.files.work import Job, Outcome
from textclean.settings import Options


class Mortal(Cleaner):
    """Kills its process over a text that says so: always, or only the first time."""

    def clean_bytes(self, data: bytes, encoding: str | None = None) -> Result:
        word, _, path = data.decode().strip().partition(" ")
        if word == "die" or (word == "die-once" and not Path(path).exists()):
            if path:
                Path(path).touch()
            os._exit(9)
        if word == "stop":
            os.kill(os.getppid(), signal.SIGINT)
            time.sleep(60)
        if word == "orphan":
            begin(str(Path(path).parent))
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        return Result(Document(data.decode(), "utf-8"), data.decode(), ())


class MortalJob(Job):
    @cached_property
    def cleaner(self) -> Cleaner:
        return Mortal(stages=[])


JOB = MortalJob(Options(stages=()))


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Input]]:
    def make(*texts: str) -> list[Input]:
        made = []
        for number, text in enumerate(texts):
            path = tmp_path / f"{number:03}.txt"
            path.write_text(text)
            made.append(Input(str(path), path.name, len(text)))
        return made

    return make


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CHUNK", 4)


def names(outcomes: list[Outcome]) -> list[str]:
    return [outcome.source.inside for outcome in outcomes]


def test_outcomes_come_in_order_and_a_deadly_file_is_named_alone(
    files: Callable[..., list[Input]], tmp_path: Path
) -> None:
    texts = [f"text {number}" for number in range(40)]
    texts[5] = f"die-once {tmp_path / 'marker'}"
    texts[22] = "die"
    inputs = files(*texts)
    done = list(pool.together(JOB, inputs, 2))
    assert names(done) == [item.inside for item in inputs]
    errors = {outcome.source.inside: outcome.error for outcome in done if outcome.error}
    assert errors == {"022.txt": f"{inputs[22].path}: {pool.DIED}"}
    assert done[5].clean == texts[5].encode()


def test_an_interruption_ends_the_workers_too(files: Callable[..., list[Input]]) -> None:
    inputs = files("one", "two", "stop", "three")
    signals = Signals()
    start = time.monotonic()
    with pytest.raises(Interrupted), signals.heard():
        list(pool.together(JOB, inputs, 2))
    assert time.monotonic() - start < 50, "the sleeping worker was not waited for"


ORPHANS = """
import sys
from tests.files.test_pool import JOB
from textclean.files import pool
from textclean.files.find import Input

list(pool.together(JOB, [Input(path, path, 9) for path in sys.argv[1:]], 2))
"""


def test_workers_end_with_a_parent_that_was_killed(files: Callable[..., list[Input]], tmp_path: Path) -> None:
    """Their end is heard of: each holds the standard error that the test reads to its end."""
    (item,) = files(f"orphan {tmp_path / 'marker'}")
    killed = subprocess.run(
        [sys.executable, "-c", ORPHANS, item.path],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=50,
    )
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["000.txt"]


@pytest.mark.parametrize(("worth", "wanted"), [(-1.0, True), (1e9, False)])
def test_a_pool_starts_only_when_it_is_worth_it(
    files: Callable[..., list[Input]], monkeypatch: pytest.MonkeyPatch, worth: float, wanted: bool
) -> None:
    monkeypatch.setattr(run, "MEASURE", 0.0)
    monkeypatch.setattr(run, "WORTH", worth)
    asked: list[int] = []

    def together(job: Job, inputs: list[Input], jobs: int) -> Any:
        asked.append(len(inputs))
        return (Outcome(item) for item in inputs)

    monkeypatch.setattr(pool, "together", together)
    seen: list[str] = []

    class Seeing(Sink):
        def put(self, outcome: Outcome) -> None:
            seen.append(outcome.source.inside)

    inputs = files(*"abcdef")
    tally = run.Run(JOB, Seeing(), Signals(), print, print, jobs=2).go(inputs)
    assert (tally.files, seen) == (6, [item.inside for item in inputs])
    assert asked == ([5] if wanted else [])


def test_tasks_are_bounded_in_files_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "CHUNK_BYTES", 100)
    sizes = [10, 10, 10, 10, 10, 200, 60, 60, 1]
    chunks = list(pool.chunked(Input(str(number), "", size) for number, size in enumerate(sizes)))
    assert [[item.size for item in chunk] for chunk in chunks] == [[10] * 4, [10, 200], [60, 60], [1]]
