"""A small corpus of shards, what must come out of it, and texts that end the process that cleans them."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parents[2]
RAW = "The cafÃ© wasnâ€™t “open”."
CLEAN = 'The café wasn\'t "open".'
TRAP = """
import os, signal, sys, time
sys.path.insert(0, {root!r})
from textclean.pipeline import Cleaner
whole = Cleaner.clean
def clean(self, text):
    if "KILLS" in text: os.kill(os.getpid(), signal.SIGKILL)
    if "BREAKS" in text: raise RecursionError("too deep")
    if "HANGS" in text: time.sleep(60)
    return whole(self, text)
Cleaner.clean = clean
"""
"""As `sitecustomize`, it gives every worker a cleaner that some texts are too much for."""


def row(number: int, text: str = "") -> dict[str, Any]:
    return {
        "id": number,
        "text": text or f"{number}: {RAW}",
        "url": f"https://www.site{number % 3}.example/{number}",
    }


def cleaned(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "text": each["text"].replace(RAW, CLEAN)} for each in rows]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(each) + "\n" for each in rows).encode()
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=7)
    else:
        path.write_bytes(gzip.compress(lines) if path.suffix == ".gz" else lines)


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        found: list[dict[str, Any]] = pq.ParquetFile(path).read().to_pylist()
        return found
    data = path.read_bytes()
    return [
        json.loads(line) for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    ]


def corpus(folder: Path, shards: int, rows: int) -> list[dict[str, Any]]:
    """So many shards of three formats with so many rows each; all rows."""
    names = ("{}.parquet", "more/{}.jsonl", "{}.jsonl.gz")
    every = [row(number) for number in range(shards * rows)]
    for shard in range(shards):
        write(folder / names[shard % 3].format(f"part-{shard:03}"), every[shard * rows : (shard + 1) * rows])
    return every


def found(folder: Path) -> list[dict[str, Any]]:
    """All rows of an output, in the order of their ids."""
    files = [path for path in folder.rglob("part-*") if path.is_file() and path.suffix != ".json"]
    rows = [
        each
        for path in files
        if not any(part.startswith("_") for part in path.parts[len(folder.parts) :])
        for each in read(path)
    ]
    return sorted(rows, key=lambda each: each["id"])


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for the report."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "_report.json"
    }


def environment(trap: Path | None = None, **more: str) -> dict[str, str]:
    path = [str(ROOT)]
    if trap is not None:
        trap.mkdir(exist_ok=True)
        (trap / "sitecustomize.py").write_text(TRAP.format(root=str(ROOT)))
        path.insert(0, str(trap))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1", **more}


def batch(*args: Any, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run `textclean batch` and wait for it."""
    command = [sys.executable, "-m", "textclean", "batch", *map(str, args)]
    return subprocess.run(
        command, env=env or environment(), capture_output=True, text=True, check=False, timeout=120
    )
