"""A worker: a process that cleans shards as it is told, line by line, and whose death names the culprit.

It hears tasks as JSON lines and answers with one line a shard. Before each record it notes its number in a
small file that outlives it: whoever finds the worker dead, killed, out of memory or crashed in C code, reads
there what it died of. The file has no name, so that nothing of it stays behind. When whoever started it is
gone, its input ends, or nobody takes its answers, and so it ends, too.
"""

from __future__ import annotations

import json
import mmap
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from textclean.errors import TextcleanError
from textclean.scale.job import Job, Manifest
from textclean.scale.shard import MANIFESTS, do_shard
from textclean.scale.stores import Entry, Store, is_full, store

_PLACE = struct.Struct("<qq")
GRACE = 2.0
"""Seconds that a worker is given to remove its temporary files."""


@dataclass(slots=True)
class Task:
    """Some shards for one worker."""

    shards: list[Entry]
    aside: dict[str, list[int]] = field(default_factory=dict)
    """Records not to be touched, by shard: the process died of them."""

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {"shards": [list(each) for each in self.shards], "aside": self.aside}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Task:
        """The task that `as_json` told of."""
        return cls([Entry(*each) for each in values["shards"]], values["aside"])


@dataclass(slots=True)
class Answer:
    """What became of one shard."""

    shard: str
    manifest: Manifest | None = None
    error: str = ""
    again: bool = False
    """Whether it may go better another time."""
    full: bool = False
    """Whether there is no room for the output."""
    seconds: float = 0.0
    """Processor time."""

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        manifest = json.loads(self.manifest.dumps()) if self.manifest else None
        return {
            "shard": self.shard,
            "manifest": manifest,
            "error": self.error,
            "again": self.again,
            "full": self.full,
            "seconds": self.seconds,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Answer:
        """The answer that `as_json` told of."""
        told = values["manifest"]
        return cls(**{**values, "manifest": Manifest.loads(json.dumps(told).encode()) if told else None})


@dataclass(slots=True)
class Bench:
    """What a worker needs for all its tasks."""

    job: Job
    source: Store
    target: Store
    at: Callable[[int, int], None] = lambda shard, row: None
    """Hears of each record begun: the shard's place in the task, and the record's number."""

    def do(self, task: Task, say: Callable[[Answer], None]) -> None:
        """Clean the shards of a task, one after another."""
        for index, entry in enumerate(task.shards):
            self.at(index, 0)
            say(self._one(index, entry, task.aside.get(entry.name, [])))

    def _one(self, index: int, entry: Entry, aside: list[int]) -> Answer:
        start = time.process_time()
        answer = Answer(entry.name)
        try:
            answer.manifest = self._known(entry) or do_shard(
                self.source, entry, self.target, self.job, aside, lambda row: self.at(index, row)
            )
        except TextcleanError as error:
            answer.error = str(error)
        except Exception as error:  # noqa: BLE001 - whatever a store or a reader throws ends one shard, not all
            answer.error = f"{type(error).__name__}: {error}"
            answer.full = is_full(error)
            answer.again = not answer.full
        answer.seconds = time.process_time() - start
        return answer

    def _known(self, entry: Entry) -> Manifest | None:
        """The manifest of a shard that is done already: by a run before, or by another at the same time."""
        told = self.target.read(f"{MANIFESTS}/{entry.name}.json")
        manifest = Manifest.loads(told) if told is not None else None
        if manifest is None or not manifest.holds(self.job.hash, entry.size, entry.stamp):
            return None
        return manifest if self.target.size(entry.name) == manifest.size else None


class Worker:
    """A worker process, as the one who started it sees it."""

    def __init__(self, job: Job, source: str, target: str) -> None:
        self._marker = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `end`
        self._marker.write(_PLACE.pack(-1, 0))
        marker = self._marker.fileno()
        self.task: Task | None = None
        self._rest = b""
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "textclean.scale.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=(marker,),
            start_new_session=True,  # Ctrl-C is for the one who started it to answer
        )
        self._say({"job": job.as_json(), "source": source, "target": target, "marker": marker})

    def start(self, task: Task) -> None:
        """Give it something to do."""
        self.task = task
        self._say(task.as_json())

    def fileno(self) -> int:
        """What becomes readable when there is something to hear."""
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def hear(self) -> list[Answer] | None:
        """The answers that have come; waits for one. None when the worker is dead.

        A task that is done sets `task` to None.
        """
        data = os.read(self.fileno(), 1 << 20)
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        answers = []
        for line in map(json.loads, lines):
            if line is None:
                self.task = None
            else:
                answers.append(Answer.from_json(line))
        return answers

    def place(self) -> tuple[int, int]:
        """The shard and the record that it was at when it died; -1 and 0 before the first."""
        shard, row = _PLACE.unpack(os.pread(self._marker.fileno(), _PLACE.size, 0))
        return shard, row

    def end(self, grace: float = GRACE) -> None:
        """End it, whatever it is doing; within so many seconds it may do so by itself."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self.process.wait()
        self._marker.close()

    def _say(self, values: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it is dead, which `hear` will tell
            self.process.stdin.write(json.dumps(values).encode() + b"\n")
            self.process.stdin.flush()


def main() -> None:
    """Serve whoever started this process, until they are gone."""
    signal.signal(signal.SIGTERM, _leave)
    with suppress(BrokenPipeError):
        _serve()


def _leave(number: int, frame: FrameType | None) -> None:
    """End, by way of whatever removes temporary files; asked again on that way, go on."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _serve() -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get among the answers
    setup = _heard()
    if setup is None:
        return
    with mmap.mmap(setup["marker"], _PLACE.size) as marker:
        bench = Bench(Job.from_json(setup["job"]), store(setup["source"]), store(setup["target"]))
        bench.at = lambda shard, row: _PLACE.pack_into(marker, 0, shard, row)
        while (task := _heard()) is not None:
            bench.do(Task.from_json(task), lambda answer: _send(answers, answer.as_json()))
            _send(answers, None)


def _heard() -> Any:
    """The next line of the input; None at its end, which may come amid a line."""
    line = sys.stdin.buffer.readline()
    return json.loads(line) if line.endswith(b"\n") else None


def _send(descriptor: int, value: Any) -> None:
    data = memoryview(json.dumps(value).encode() + b"\n")
    while data:
        data = data[os.write(descriptor, data) :]


if __name__ == "__main__":
    main()
