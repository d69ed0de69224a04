"""Cleaning as users clean: the whole stage with given weights, and what became of each line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from textclean.boilerplate import model as shipped
from textclean.boilerplate.stage import Remover
from textclean.settings import Options

STAYS = -1.0
Fate = list[float]
"""Of each line the confidence with which it went, or STAYS."""


class Task(NamedTuple):
    """A text to clean, in lines."""

    weights: Path
    level: str
    lines: Sequence[str]


@lru_cache(maxsize=8)
def remover(weights: Path, level: str) -> Any:
    """The stage with given weights."""
    make: Any = Remover
    return make(Options(boilerplate=level), shipped.Model(*shipped.load(weights)))


def fate(task: Task) -> Fate:
    """Clean a text. A line has gone if the edit that removes its first word is there."""
    found = remover(task.weights, task.level)("\n".join(task.lines) + "\n")
    return fate_of(task.lines, [(edit.start, edit.end, edit.confidence) for edit in found.edits])


def fate_of(lines: Sequence[str], removed: Sequence[tuple[int, int, float]]) -> Fate:
    """What becomes of lines when these stretches go."""
    found, offset, at = [], 0, 0
    for line in lines:
        first = offset + len(re.match(r"\s*", line)[0])  # type: ignore[index]
        while at < len(removed) and removed[at][1] <= first:
            at += 1
        gone = at < len(removed) and removed[at][0] <= first and bool(line.strip())
        found.append(removed[at][2] if gone else STAYS)
        offset += len(line) + 1
    return found


def fates(tasks: Iterable[Task], jobs: int | None = None) -> Iterator[Fate]:
    """Clean many texts, on all cores unless told otherwise."""
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        yield from map(fate, tasks)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(fate, tasks, chunksize=32)
