"""What `textclean batch` costs beside a plain loop: processor seconds and memory of all processes together.

    python .docs/scripts/make_corpus.py /tmp/raw --megabytes 200
    python .docs/scripts/measure_batch.py /tmp/raw

Processor seconds, not the clock's, so that other work on the machine does not count; compared in
one run. Linux only.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOOP = """
import sys
from textclean.scale.job import Job
from textclean.scale.shard import do_shard
from textclean.scale.stores import store
source, target, job = store(sys.argv[1]), store(sys.argv[2]), Job()
for shard in source.files():
    do_shard(source, shard, target, job)
"""
_TICK = os.sysconf("SC_CLK_TCK")
_EVERY = 0.25


def measured(command: list[str]) -> tuple[float, float, float]:
    """User and system seconds of a command with all its descendants, and the largest one's memory in MB.

    Read off /proc while it runs: the parents of Ray's workers do not ask what their children took.
    """
    seen: dict[int, tuple[int, int, int]] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda folder: int(folder.name)):
                try:
                    parent, figures = _figures(folder)
                except (OSError, IndexError):
                    continue  # it has just ended
                if {int(folder.name), parent} & {process.pid, *seen}:
                    seen[int(folder.name)] = figures
            time.sleep(_EVERY)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    user, system, memory = zip(*seen.values(), strict=True)
    return sum(user) / _TICK, sum(system) / _TICK, max(memory) / 1000


def _figures(folder: Path) -> tuple[int, tuple[int, int, int]]:
    """A process's parent, its user and system ticks, and the most memory it had, in kB."""
    numbers = (folder / "stat").read_text().rpartition(")")[2].split()
    most = (folder / "status").read_text().partition("VmHWM:")[2].split()
    return int(numbers[1]), (int(numbers[11]), int(numbers[12]), int(most[0]))


def main(source: str, *only: str) -> None:
    """Print a row for each way."""
    batch = [sys.executable, "-m", "textclean", "batch", source]
    ways = {
        "loop": [sys.executable, "-c", LOOP, source],
        "local": [*batch, "-j", "2", "--engine", "local"],
        "ray": [*batch, "-j", "2", "--engine", "ray"],
    }
    first = 0.0
    for name in only or ways:
        with tempfile.TemporaryDirectory() as folder:
            command = ways[name]
            place = 4 if name == "loop" else 5
            user, system, memory = measured([*command[:place], str(Path(folder, "out")), *command[place:]])
        first = first or user
        print(
            f"{name:6} user {user:6.1f} s ({user / first:.2f} x)  system {system:5.1f} s  {memory:4.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(*sys.argv[1:])
