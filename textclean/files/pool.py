"""Many files at once: worker processes, when the work is worth their start, and in spite of their deaths.

Outcomes come in the order of the inputs. When a pool is worth its start is for `run` to judge.

A worker watches its parent and ends with it, even where a kill left the parent no time to say so.

A worker that dies, out of memory or killed, takes its pool with it. The files it may have died of are then
done one by one in a process of their own; the one that kills it again is named and the others go on.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import wait
from threading import Thread

from textclean.display import safe
from textclean.files.find import Input
from textclean.files.signals import ENDING
from textclean.files.temporary import discard_all
from textclean.files.work import Job, Outcome, do

CHUNK = 32
CHUNK_BYTES = 1 << 20
"""A task is so many files, or so many bytes of them: handing over small files singly costs too much."""

Chunk = tuple[Input, ...]


def together(job: Job, inputs: Iterable[Input], jobs: int) -> Iterator[Outcome]:
    """Do inputs in a pool; after a death, what was under way alone and the rest in a new pool."""
    chunks = deque(chunked(inputs))
    while chunks:
        with Workers(job, jobs) as workers:
            under_way: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
            while chunks or under_way:
                while chunks and len(under_way) < 2 * jobs + 1:
                    chunk = chunks.popleft()
                    under_way.append((chunk, workers.start(chunk)))
                chunk, future = under_way[0]
                try:
                    finished = future.result()
                except BrokenProcessPool:
                    break
                under_way.popleft()
                yield from finished
        for chunk, future in under_way:
            yield from _result(future) or _alone(job, chunk)


def _result(future: Future[list[Outcome]]) -> list[Outcome]:
    """What a task gave before its pool broke; nothing if it was still under way."""
    with suppress(BrokenProcessPool):
        return future.result() if future.done() and not future.cancelled() else []
    return []


def _alone(job: Job, chunk: Chunk) -> Iterator[Outcome]:
    """Do files one at a time in another process, so that it is known which one a death is due to.

    A file may only have been waiting when its pool died, so that each has two tries here.
    """
    files = deque((item, 2) for item in chunk)
    while files:
        with Workers(job, 1) as workers:
            while files:
                item, tries = files.popleft()
                try:
                    (outcome,) = workers.start((item,)).result()
                except BrokenProcessPool:
                    if tries > 1:
                        files.appendleft((item, tries - 1))
                    else:
                        yield Outcome(item, f"{safe(item.path)}: {DIED}")
                    break
                yield outcome


DIED = "the process that cleaned it died twice, killed or out of memory; split the file or free memory"


def chunked(inputs: Iterable[Input]) -> Iterator[Chunk]:
    """Inputs in tasks of a size worth handing over."""
    chunk: list[Input] = []
    size = 0
    for item in inputs:
        chunk.append(item)
        size += item.size
        if len(chunk) >= CHUNK or size >= CHUNK_BYTES:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


class Workers:
    """A pool that stops at once when it is left, whatever its processes are doing."""

    def __init__(self, job: Job, jobs: int) -> None:
        _start_quiet_tracker()
        # A new interpreter in each worker: none keeps the parent's files open, and all end when it is killed.
        self.pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(job,))

    def start(self, chunk: Chunk) -> Future[list[Outcome]]:
        """Give a task to a worker; a pool that is broken already says so in the result."""
        try:
            return self.pool.submit(_work, chunk)
        except BrokenProcessPool as broken:
            failed: Future[list[Outcome]] = Future()
            failed.set_exception(broken)
            return failed

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in list((getattr(self.pool, "_processes", None) or {}).values()):
                process.terminate()
        self.pool.shutdown(wait=True, cancel_futures=True)


def _start_quiet_tracker() -> None:
    """Start Python's process that removes a pool's semaphores when a kill left its parent no time to.

    That it did so is nobody's business: the warning would stand on the terminal of whoever killed the run.
    """
    sys.warnoptions.append("ignore:resource_tracker")  # which a new interpreter is given
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.pop()


_job: Job | None = None


def _begin(job: Job) -> None:
    """Make a worker ready.

    Ctrl-C, and the SIGHUP of a terminal that is closed, go to all its processes, and the parent alone answers
    them.
    """
    global _job
    for number in ENDING:
        if number != signal.SIGTERM:  # by which the parent ends its workers
            signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _job = job


def _end_with_parent() -> None:
    """End when the parent is gone, however it went: nobody else would take what a worker makes, or end it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        discard_all()
        os._exit(1)


def _work(chunk: Chunk) -> list[Outcome]:
    assert _job is not None
    return [do(_job, item) for item in chunk]
