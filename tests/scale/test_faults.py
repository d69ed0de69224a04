"""Whatever dies, fills up or stutters: at the end every record once, and the culprit named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.scale.support import CLEAN, RAW, batch, cleaned, corpus, environment, found, read, row, tree, write
from textclean.scale.driver import Batch, grouped
from textclean.scale.engines import Local
from textclean.scale.job import Job
from textclean.scale.stores import Entry

SHARDS, ROWS = 20, int(os.environ.get("TEXTCLEAN_ROWS", "2000")) // 20
"""TEXTCLEAN_ROWS=10000 runs the same with more."""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    corpus(folder, SHARDS, ROWS)
    return folder


@pytest.fixture(scope="module")
def wanted(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed run makes."""
    folder = tmp_path_factory.mktemp("wanted")
    done = batch(raw, folder, "-j", 2)
    assert done.returncode == 0, done.stderr
    assert found(folder) == cleaned([row(number) for number in range(SHARDS * ROWS)])
    return tree(folder)


def test_workers_that_are_killed_cost_nothing(raw: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    run = Batch(str(raw), str(tmp_path / "out"), Job())
    left = run.plan(resume=False)
    engine = Local(run.job, run.source, run.target, 2)
    killed: list[int] = []

    def kill(shard: Any) -> None:
        if len(killed) < 3:
            killed.append(engine.processes[0].process.pid)
            os.kill(killed[-1], signal.SIGKILL)

    run.step = kill
    try:
        outcome = run.run(left, engine)
    finally:
        engine.close()
        run.report()
    assert len(set(killed)) >= 2
    assert (outcome.done, outcome.failed, outcome.aside) == (SHARDS, {}, [])
    assert tree(tmp_path / "out") == wanted


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_a_driver_that_is_killed_is_resumed(
    number: int, raw: Path, wanted: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "textclean", "batch", str(raw), str(out), "-j", "2"]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    driver = subprocess.Popen(command, env=environment(TMPDIR=str(scratch)), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(out.glob("_manifests/*.json")) and time.monotonic() < deadline:
        os.sched_yield()
    driver.send_signal(number)
    _, said = driver.communicate(timeout=60)  # and so the end of its workers
    assert driver.returncode == (-9 if number == signal.SIGKILL else 143), said
    assert all(line.startswith(b"textclean: ") for line in said.splitlines()), said
    assert not list(scratch.iterdir())
    refused = batch(raw, out)
    assert (refused.returncode, "--resume" in refused.stderr) == (2, True)
    done = batch(raw, out, "-j", 2, "--resume")
    assert done.returncode == 0, done.stderr
    assert tree(out) == wanted
    assert "done before" in done.stderr


def test_copies_of_shards_are_removed_where_a_run_is_interrupted(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with zipfile.ZipFile(tmp_path / "raw.zip", "w") as file:
        file.writestr("a.jsonl", '{"text": "HANGS for ever"}\n')
    command = [
        sys.executable,
        "-m",
        "textclean",
        "batch",
        f"zip://::{tmp_path}/raw.zip",
        str(tmp_path / "out"),
    ]
    env = environment(tmp_path / "trap", TMPDIR=str(scratch))
    driver = subprocess.Popen([*command, "-j", "1"], env=env, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(scratch.glob("*/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list(scratch.glob("*/*"))
    time.sleep(0.5)  # until it hangs
    driver.send_signal(signal.SIGINT)
    _, said = driver.communicate(timeout=60)
    assert driver.returncode == 130, said
    assert b"Traceback" not in said
    assert not list(scratch.iterdir())
    assert not list((tmp_path / "out").rglob(".*"))


def test_the_same_job_twice_at_once(raw: Path, wanted: dict[str, bytes], tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "textclean",
        "batch",
        str(raw),
        str(tmp_path / "out"),
        "--resume",
        "-j",
        "1",
    ]
    both = [subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [each.wait(timeout=120) for each in both] == [0, 0]
    assert tree(tmp_path / "out") == wanted


def test_poisoned_records_are_put_aside_and_named(tmp_path: Path) -> None:
    rows = corpus(tmp_path / "raw", 4, 30)
    bad = {17: "KILLS the process", 44: "BREAKS the code", 100: "HANGS for ever"}
    for number, text in bad.items():
        rows[number] = row(number, text)
    names = ("part-000.parquet", "more/part-001.jsonl", "part-002.jsonl.gz", "part-003.parquet")
    for shard, name in enumerate(names):
        write(tmp_path / "raw" / name, rows[shard * 30 : shard * 30 + 30])
    out = tmp_path / "out"
    done = batch(tmp_path / "raw", out, "-j", 2, "--stall", 5, env=environment(tmp_path / "trap"))
    assert done.returncode == 2
    assert found(out) == cleaned([each for each in rows if each["id"] not in bad])
    aside = [(name, each) for name in names for each in _aside(out / "_failed" / name)]
    assert aside == [(names[0], rows[17]), (names[1], rows[44]), (names[3], rows[100])]
    for shard, number in ((0, 18), (1, 15), (3, 11)):
        assert f"{names[shard]}: record {number} put aside" in done.stderr
    assert "4 of 4 shards, 120 records" in done.stderr
    assert all(line.startswith("textclean: ") for line in done.stderr.splitlines()), done.stderr
    again = batch(out / "_failed", tmp_path / "second")
    assert again.returncode == 0, again.stderr
    assert found(tmp_path / "second") == [rows[number] for number in sorted(bad)]


def _aside(path: Path) -> list[dict[str, Any]]:
    return read(path) if path.exists() else []


def test_a_full_disk_ends_the_run_and_nothing_is_half(
    raw: Path, wanted: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    most = max(len(data) for name, data in wanted.items() if "_manifests" not in name)
    small = (most - 1) // 1024
    command = f'ulimit -f {small}; exec "$0" "$@"'
    args = [sys.executable, "-m", "textclean", "batch", str(raw), str(out), "-j", "1"]
    done = subprocess.run(
        ["bash", "-c", command, *args], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no room for the output" in done.stderr
    left = {name: data for name, data in tree(out).items() if name != "_report.json"}
    assert all(wanted[name] == data for name, data in left.items())
    resumed = batch(raw, out, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert tree(out) == wanted


def test_a_shard_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = corpus(tmp_path / "raw", 3, 5)
    (tmp_path / "raw" / "part-000.parquet").write_bytes(b"PAR1")
    done = batch(tmp_path / "raw", tmp_path / "out")
    assert done.returncode == 2
    assert "textclean: part-000.parquet: " in done.stderr
    assert found(tmp_path / "out") == cleaned(rows[5:])


def test_another_job_never_mixes_with_the_first(tmp_path: Path) -> None:
    corpus(tmp_path / "raw", 1, 5)
    assert batch(tmp_path / "raw", tmp_path / "out").returncode == 0
    before = tree(tmp_path / "out")
    done = batch(tmp_path / "raw", tmp_path / "out", "--resume", "--quotes", "keep")
    assert (done.returncode, "another job" in done.stderr) == (2, True)
    assert tree(tmp_path / "out") == before


def test_a_shard_that_changed_or_an_output_that_is_gone_is_done_again(tmp_path: Path) -> None:
    corpus(tmp_path / "raw", 3, 5)
    batch(tmp_path / "raw", tmp_path / "out")
    write(tmp_path / "raw" / "more" / "part-001.jsonl", [row(7, "Otters.")])
    (tmp_path / "out" / "part-000.parquet").unlink()
    done = batch(tmp_path / "raw", tmp_path / "out", "--resume")
    assert (done.returncode, "1 of them done before" in done.stderr) == (0, True)
    assert read(tmp_path / "out" / "more" / "part-001.jsonl") == [row(7, "Otters.")]
    assert len(read(tmp_path / "out" / "part-000.parquet")) == 5


@pytest.mark.parametrize("out", ["raw", "raw/out"])
def test_an_output_inside_the_source_is_refused(out: str, tmp_path: Path) -> None:
    corpus(tmp_path / "raw", 1, 2)
    before = tree(tmp_path / "raw")
    done = batch(tmp_path / "raw", tmp_path / out)
    assert (done.returncode, "folder outside" in done.stderr) == (2, True)
    assert tree(tmp_path / "raw") == before


def test_many_small_shards_are_shared_out_and_few_texts_lost_nowhere(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for number in range(100):
        (tmp_path / "raw" / f"{number:03}.txt").write_text(f"{number}: {RAW}\n")
    done = batch(tmp_path / "raw", tmp_path / "out", "-j", 2)
    assert done.returncode == 0, done.stderr
    files = sorted((tmp_path / "out").glob("*.txt"))
    assert [path.read_text() for path in files] == [f"{number}: {CLEAN}\n" for number in range(100)]
    assert "100 of 100 shards, 100 records, 100 changed" in done.stderr


def test_tasks_hold_several_small_shards_and_large_ones_alone() -> None:
    sizes = [9 << 20, 3 << 20, 1 << 20, *[1] * 40]
    shards = [Entry(str(number), size, "") for number, size in enumerate(sizes)]
    assert [len(group) for group in grouped(shards, 99)] == [1, 2, 32, 8]
    assert [len(group) for group in grouped(shards[3:], 7)] == [7, 7, 7, 7, 7, 5]
    assert [len(group) for group in grouped(shards[:2], 0)] == [1, 1]
