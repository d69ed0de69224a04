"""The driver: from shards to tasks, from answers to a report; whatever fails or dies, each record once.

What is done is read off the manifests of the output, and nowhere else: no state is kept that a killed driver
could leave wrong, and two drivers at the same work only share it.

A shard whose worker dies is tried again; a record of which a worker died twice is put aside. What fails for a
reason that may pass is tried three times. A full disk ends the run, for every shard would meet it.
"""

from __future__ import annotations

import json
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textclean.display import safe
from textclean.errors import OptionError
from textclean.files.containers.records import BROKEN, NAMED
from textclean.scale.engines import Died, Engine
from textclean.scale.job import Job, Manifest
from textclean.scale.shard import FAILED, MANIFESTS
from textclean.scale.stores import Entry, Store, blamed, store
from textclean.scale.worker import Answer, Task

JOB, REPORT = "_textclean.json", "_report.json"
TRIES = 3
DEATHS = 2
MOST_ASIDE = 100
"""Records of one shard that may kill their worker before the shard itself is given up."""
TOGETHER, TOGETHER_BYTES = 32, 4 << 20
"""A task is one shard, or so many small ones; fewer where a worker would have less than TURNS tasks."""
TURNS = 4
HELD = "holds output of this job already; --resume does what is left"
FULL = "no room for the output; free some and go on with --resume"


@dataclass(slots=True)
class Outcome:
    """What a run came to."""

    shards: int = 0
    done: int = 0
    before: int = 0
    """Shards that were done already."""
    failed: dict[str, str] = field(default_factory=dict)
    """Shards without output, and why."""
    aside: list[tuple[str, int, str]] = field(default_factory=list)
    """Records put aside: shard, number, reason."""
    named: Counter[str] = field(default_factory=Counter)
    """Records left as they were that were named, by kind."""
    figures: Manifest = field(default_factory=Manifest)
    """All shards' figures together."""
    seconds: float = 0.0
    """Processor time of the shards of this run."""
    stopped: str = ""
    """Why the run ended before its end."""

    def as_json(self) -> dict[str, Any]:
        """The report."""
        names = ("rows", "texts", "changed", "warnings", "broken", "edits", "words_removed", "encodings")
        return {
            "job": self.figures.job,
            "shards": self.shards,
            "done": self.done + self.before,
            **{name: getattr(self.figures, name) for name in names},
            "stopped": self.stopped,
            "failed": [{"shard": name, "error": why} for name, why in sorted(self.failed.items())],
            "aside": [{"shard": name, "row": row, "error": why} for name, row, why in sorted(self.aside)],
        }


@dataclass
class Batch:
    """One run over the shards of a source."""

    source: str
    target: str
    job: Job
    complain: Callable[[str], None] = lambda line: None
    """Hears of what failed."""
    step: Callable[[Entry], None] = lambda shard: None
    """Hears of each shard that needs nothing more."""
    said: set[str] = field(default_factory=set)
    """What failed in a pass before this one, and need not be heard again."""
    outcome: Outcome = field(default_factory=Outcome)
    _tries: Counter[str] = field(default_factory=Counter)
    _deaths: Counter[tuple[str, int]] = field(default_factory=Counter)
    _aside: dict[str, list[int]] = field(default_factory=dict)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _waiting: deque[tuple[Task, bool]] = field(default_factory=deque)
    _open: set[str] = field(default_factory=set)
    """Shards that are not finished."""

    def plan(self, resume: bool) -> list[Entry]:
        """The shards that are left to do; claims the target for this job."""
        refuse_overlap(self.source, self.target)
        with blamed(self.source):
            shards = store(self.source).files()
        if not shards:
            raise OptionError(f"{self.source}: no shards; name a folder with files")
        target = store(self.target)
        with blamed(self.target):
            claim(target, self.job, resume)
            target.tidy()
            sizes = {entry.name: entry.size for entry in target.files()} if resume else {}
            known = manifests(target) if resume else {}
        self.outcome.shards = len(shards)
        self.outcome.figures.job = self.job.hash
        self._entries = {shard.name: shard for shard in shards}
        return [shard for shard in shards if not self._is_done(shard, known.get(shard.name), sizes)]

    def _is_done(self, shard: Entry, manifest: Manifest | None, sizes: Mapping[str, int]) -> bool:
        """Whether a manifest tells of this shard as it is now and its output is there; if so, count it."""
        if manifest is None or not manifest.holds(self.job.hash, shard.size, shard.stamp):
            return False
        if manifest.size != sizes.get(shard.name, -1):
            return False
        self.outcome.before += 1
        self._count(manifest)
        return True

    def run(self, left: Iterable[Entry], engine: Engine) -> Outcome:
        """Do what is left."""
        shards = sorted(
            left, key=lambda shard: (-shard.size, shard.name)
        )  # a long one last would be waited for
        self._waiting = deque(
            (Task(group), False) for group in grouped(shards, len(shards) // (TURNS * engine.workers))
        )
        self._open = {shard.name for shard in shards}
        while self._open and not self.outcome.stopped:
            while self._waiting and engine.room():
                task, careful = self._waiting.popleft()
                task.shards = [shard for shard in task.shards if shard.name in self._open]
                task.aside = {s.name: self._aside[s.name] for s in task.shards if s.name in self._aside}
                if task.shards:
                    engine.start(task, careful)
            for event in engine.wait():
                if isinstance(event, Died):
                    self._died(event)
                else:
                    self._answered(event)
        return self.outcome

    def report(self) -> None:
        """Write the report of all shards beside the output, and tidy up after workers that were ended."""
        more = self.outcome.figures.broken - self.outcome.named
        if more:
            kinds = ", ".join(f"{kind} {more[kind]:,}" for kind in BROKEN if kind in more)
            self.complain(f"{more.total():,} more records left as they were ({kinds})")
        data = json.dumps(self.outcome.as_json(), indent=1, ensure_ascii=False) + "\n"
        with blamed(self.target):
            store(self.target).tidy()
            store(self.target).write(REPORT, data.encode("utf-8", "backslashreplace"))

    def _count(self, manifest: Manifest) -> None:
        self.outcome.figures.merge(manifest)
        self.outcome.aside += [(manifest.source, row, why) for row, why in manifest.aside]
        for record in manifest.kept:
            if self.outcome.named[record.kind] < NAMED:
                self.outcome.named[record.kind] += 1
                self.complain(f"{safe(manifest.source)}: {safe(str(record))}")

    def _answered(self, answer: Answer) -> None:
        if answer.shard not in self._open:
            return
        self.outcome.seconds += answer.seconds
        if answer.manifest is not None:
            self.outcome.done += 1
            self._count(answer.manifest)
            for row, why in answer.manifest.aside:
                self.complain(f"{safe(answer.shard)}: record {row} put aside in {FAILED}: {safe(why)}")
            self._finish(answer.shard)
            return
        self._tries[answer.shard] += 1
        if answer.again and self._tries[answer.shard] < TRIES:
            self._waiting.append((Task([self._entries[answer.shard]]), False))
            return
        self._fail(answer.shard, answer.error)
        if answer.full:
            self.outcome.stopped = FULL

    def _died(self, died: Died) -> None:
        """Put back what a dead worker had not done; what it was at, alone and watched."""
        culprit = died.task.shards[died.shard].name if died.shard >= 0 else ""
        if culprit in self._open:
            self._blame(culprit, died.row)
        for shard in died.task.shards:
            if shard.name not in self._open:
                continue
            if not culprit:
                self._blame(shard.name, 0)
            if shard.name in self._open:
                self._waiting.append((Task([shard]), True))

    def _blame(self, shard: str, row: int) -> None:
        self._deaths[shard, row] += 1
        aside = self._aside.setdefault(shard, [])
        if row and self._deaths[shard, row] >= DEATHS:
            aside.append(row)
        if self._deaths[shard, 0] > TRIES or len(aside) > MOST_ASIDE:
            what = f"of {len(aside)} of its records" if row else f"{TRIES + 1} times"
            self._fail(shard, f"its worker died {what}, killed, out of memory or standing still")

    def _fail(self, shard: str, why: str) -> None:
        self.outcome.failed[shard] = why
        line = f"{safe(shard)}: {safe(why)}"
        if line not in self.said:
            self.said.add(line)
            self.complain(line)
        self._finish(shard)

    def _finish(self, shard: str) -> None:
        self._open.discard(shard)
        self.step(self._entries[shard])


def claim(target: Store, job: Job, resume: bool) -> None:
    """Take a target for a job, in one step, so that two jobs never mix their outputs."""
    asked = {"job": job.hash, "asked": job.as_json()}
    if target.write(JOB, (json.dumps(asked, indent=1) + "\n").encode(), new=True):
        return
    try:
        known = json.loads(target.read(JOB) or b"null")["job"]
    except (ValueError, TypeError, KeyError):
        known = "unknown"
    if known != job.hash:
        raise OptionError(
            f"{target.root}: holds the output of another job ({JOB} says which: other options or another "
            "version of textclean); name another folder"
        )
    if not resume:
        raise OptionError(f"{target.root}: {HELD}")


def refuse_held(target: Store, resume: bool) -> None:
    """An error where a target holds output already and that is not wanted, before anything is done."""
    with blamed(target.root):
        held = target.size(JOB) >= 0
    if held and not resume:
        raise OptionError(f"{target.root}: {HELD}")


def manifests(target: Store) -> dict[str, Manifest]:
    """All manifests of a target that can be read, by shard."""
    names = [entry.name for entry in target.files(MANIFESTS)]
    told = {name: Manifest.loads(data) for name, data in target.read_all(names).items()}
    return {manifest.source: manifest for manifest in told.values() if manifest is not None}


def grouped(shards: Iterable[Entry], most: int) -> Iterator[list[Entry]]:
    """Shards in tasks of a size worth handing over, of at most so many."""
    most = max(1, min(most, TOGETHER))
    group: list[Entry] = []
    size = 0
    for shard in shards:
        if group and (len(group) >= most or size + shard.size > TOGETHER_BYTES):
            yield group
            group, size = [], 0
        group.append(shard)
        size += shard.size
    if group:
        yield group


def refuse_overlap(source: str, target: str) -> None:
    """An error where the output would lie among the shards, and be read as shards the next time."""
    if "://" in source or "://" in target:
        inside = (target.rstrip("/") + "/").startswith(source.rstrip("/") + "/")
    else:
        real = os.path.realpath(source), os.path.realpath(target)
        inside = os.path.commonpath(real) == real[0]
    if inside:
        raise OptionError(f"{target}: lies in {source}, whose shards are read; name a folder outside it")
