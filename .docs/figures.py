"""Measure what can be measured with the repository alone: the samples line by line, and the time it takes.

    python .docs/figures.py

Times are user CPU seconds, the best of several; machines differ, so compare within one run only.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from textclean import Cleaner  # noqa: E402

PAGES = sorted((ROOT / "samples").glob("*.txt"))


def lines() -> None:
    """Of the lines that a person kept, how many come out as they should; and what else comes out."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    cleaner = Cleaner()
    for page in PAGES:
        golden = ROOT / "tests" / "golden" / f"{page.stem}.clean.txt"
        wanted.update(
            f"{page.stem}: {line}" for line in golden.read_text(encoding="utf-8").splitlines() if line
        )
        text = cleaner.clean_bytes(page.read_bytes()).text
        found.update(f"{page.stem}: {line}" for line in text.splitlines() if line)
    right = (wanted & found).total()
    print(f"samples: {right} of {wanted.total()} lines right, {(found - wanted).total()} too many")


def right_text() -> None:
    """Clean text is to stay as it is."""
    cleaner = Cleaner()
    texts = [cleaner.clean_bytes(page.read_bytes()).text for page in PAGES]
    changed = sum(cleaner.clean(text).changed for text in texts)
    print(f"right text: {changed} of {len(texts)} pages changed")


def start_up() -> None:
    """A process from its start to its end."""
    small = PAGES[0]
    for name, command in (
        ("python alone", ["-c", ""]),
        ("--help", ["-m", "textclean", "--help"]),
        (f"fix, {small.stat().st_size / 1000:.0f} KB", ["-m", "textclean", "fix", "--no-config", str(small)]),
    ):
        seconds = min(_process(command) for _ in range(7))
        print(f"start-up: {name}: {1000 * seconds:.0f} ms")


def _process(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def throughput() -> None:
    """Pages as they are scraped, and the same pages once they are clean."""
    cleaner = Cleaner()
    raw = [page.read_bytes() for page in PAGES]
    clean = [cleaner.clean_bytes(data).text.encode() for data in raw]
    for name, pages in (("scraped pages", raw), ("clean pages", clean)):
        seconds = min(_once(cleaner, pages) for _ in range(7))
        print(f"throughput: {name}: {sum(map(len, pages)) / seconds / 1e6:.2f} MB/s")


def _once(cleaner: Cleaner, pages: list[bytes]) -> float:
    start = time.process_time()
    for data in pages:
        cleaner.clean_bytes(data)
    return time.process_time() - start


if __name__ == "__main__":
    for measure in (lines, right_text, start_up, throughput):
        measure()
