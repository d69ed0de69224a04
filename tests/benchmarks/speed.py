"""How fast each stage is, as ratios to a naive chain in the same run, and how its time grows with size.

    python -m tests.benchmarks.speed            processor time, on one core

The naive chain is what people glue together: charset_normalizer, ftfy, a few patterns on every line,
str.translate for the quotes. Absolute figures depend on the machine and are shown for scale only.
"""

from __future__ import annotations

import math
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import textclean
from tests.benchmarks.corpus import articles

_LINES = r"""^© ?\d{4}|^share on\b|\bnewsletter\b|^read (more|also)|^advertisement$|^by \w+|^leave a comment
|^privacy\b|^(menu|home|news|sport)$|^skip to\b|all rights reserved"""
_PATTERNS = [re.compile(_LINES.replace("\n", ""), re.IGNORECASE)]
_QUOTES = str.maketrans("“”„‘’‚", "\"\"\"'''")
RULE = """[ad.rule-{0}]
title = "A rule more"
pattern = 'zebra {0} (?:crossing|stripes)'
removes = ["zebra {0} crossing"]
keeps = ["zebra {0}"]
"""


def naive(data: bytes) -> str:
    """What people do without textclean."""
    import charset_normalizer
    import ftfy

    lines = ftfy.fix_text(str(charset_normalizer.from_bytes(data).best())).split("\n")
    kept = [line for line in lines if not any(pattern.search(line) for pattern in _PATTERNS)]
    return "\n".join(kept).translate(_QUOTES)


def rate(function: Callable[[Any], object], documents: Sequence[bytes] | Sequence[str]) -> float:
    """Megabytes a second of processor time, after a warm-up."""
    for document in documents[:3]:
        function(document)
    began = time.process_time()
    for document in documents:
        function(document)
    return sum(map(len, documents)) / 1e6 / (time.process_time() - began)


def exponent(function: Callable[[str], object], sizes: Sequence[int] = (10_000, 100_000, 1_000_000)) -> float:
    """How time grows with size: 1 is linear, 2 is quadratic."""
    times = []
    for size in sizes:
        text = "\n\n".join(articles(size))[:size]
        runs = max(1, 200_000 // size)
        function(text)
        began = time.process_time()
        for _ in range(runs):
            function(text)
        times.append((time.process_time() - began) / runs)
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def with_more_rules(number: int, folder: str) -> textclean.Cleaner:
    """A cleaner with so many rules on top."""
    path = Path(folder, "more.toml")
    path.write_text("\n".join(RULE.format(index) for index in range(number)), encoding="utf-8")
    return textclean.Cleaner(rules=[str(path)])


def main() -> None:
    """Print all figures."""
    import charset_normalizer
    import ftfy

    from textclean.repair.decode import decode

    for name, damage in (("right", 0.0), ("damaged", 0.05)):
        texts = articles(400_000, damage)
        documents = [text.encode() for text in texts]
        slow = rate(naive, documents)
        print(f"{name} text: naive {slow:.2f} MB/s")
        for boilerplate in ("careful", "thorough"):
            fast = rate(textclean.Cleaner(boilerplate=boilerplate).clean_bytes, documents)
            print(f"  {boilerplate:12} {fast:8.2f} MB/s {fast / slow:7.1f} x naive")
        for stage in ("repair", "boilerplate", "quotes"):
            fast = rate(textclean.Cleaner(stages=[stage]).clean_bytes, documents)
            print(f"  {stage:12} {fast:8.2f} MB/s {fast / slow:7.1f} x naive")
        repair = rate(textclean.Cleaner(stages=["repair"]).clean, texts)
        print(f"  repair       {repair / rate(ftfy.fix_text, texts):7.1f} x ftfy.fix_text")
        decoded = rate(decode, documents) / rate(charset_normalizer.from_bytes, documents)
        print(f"  decode       {decoded:7.1f} x charset_normalizer.from_bytes")
    texts = articles(300_000)
    with tempfile.TemporaryDirectory() as folder:
        more = rate(with_more_rules(300, folder).clean, texts) / rate(textclean.Cleaner().clean, texts)
        print(f"300 rules more: {100 * (1 / more - 1):.1f} % slower")
    stages: tuple[Any, ...] = ("repair", "boilerplate", "quotes")
    for name in stages:
        cleaner = textclean.Cleaner(stages=[name])
        print(f"{name}: time grows with size to the power of {exponent(cleaner.clean):.2f}")


if __name__ == "__main__":
    main()
