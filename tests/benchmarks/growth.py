"""Growth: how the time of cleaning grows with a text that is made to be slow.

    python -m tests.benchmarks.growth            # all families, four sizes, every setting: minutes
    python -m tests.benchmarks.growth careful    # one setting

For each family it prints the seconds at each size and the exponent between the last two, 1 for a time that is
linear and 2 for one that is quadratic. Times too short to say anything are left out.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from textclean import Cleaner

UNITS = (
    *(" ", "\t", "\u00a0", "\u200b", "\ufeff", "\r", "\u0085", "\ufffd", "\u0019"),
    *("«", "« a ", "`", "``", "`a` ", "`a ", "'", "'a ", '"', '" a', "“", "“ a ", "„слово ", "''", "5' "),
    *("(", "[a](", "<", "<a ", "</", "<!--", "&", "&amp;", "&#", "&#x41", "{", '{"', "$", "\\", "\\u00"),
    *(
        "?",
        "?€?",
        "don?t ",
        "don\ufffdt ",
        "â€™",
        "â€",
        "Ã©",
        "Ã ",
        "ã©",
        "Ð¿",
        "à¤¹",
        "It鈥檚 ",
        "donÕt ",
        "\\u2019",
    ),
    *(
        "“A IRMÃ” ",
        "=20",
        "=C3=A9",
        "a",
        "A ",
        "é",
        "日",
        "का ",
        "ש ",
        "http://",
        "a@b.c ",
        "—",
        "- ",
        "| a ",
        "… ",
    ),
)
"""What a text is made of, again and again: each has slowed some stage down, or is near to what has."""
SETTINGS: dict[str, dict[str, Any]] = {
    "careful": {},
    "thorough": {"boilerplate": "thorough"},
    "typographic": {"quotes": "typographic"},
}
SIZES = (8_000, 16_000, 32_000, 64_000)
SHORT = 0.05
"""Seconds below which a time is mostly what every call takes."""


def families() -> Iterator[str]:
    """What is repeated: each unit in one line, and a line each."""
    for unit in UNITS:
        yield unit
        if unit != "\r":
            yield unit + "\n"


def made_of(unit: str, size: int) -> str:
    """A text of `size` characters that is one unit again and again."""
    return (unit * (size // len(unit) + 1))[:size]


def seconds(call: Callable[[Any], object], text: Any) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    call(text)
    return time.process_time() - start


def exponent(small: float, large: float, factor: float) -> float:
    """The exponent of growth between two times of texts whose lengths differ by a factor."""
    return math.log(max(large, SHORT) / max(small, SHORT / factor)) / math.log(factor)


def main(settings: list[str]) -> None:
    """Print a line for each family and setting."""
    for name in settings or SETTINGS:
        cleaner = Cleaner(**SETTINGS[name])
        cleaner.clean("Warm “up” \ufffd Ã©t?€™ don?t\n")
        for unit in families():
            times = [seconds(cleaner.clean, made_of(unit, size)) for size in SIZES]
            grows = exponent(times[-2], times[-1], SIZES[-1] / SIZES[-2]) if times[-1] > SHORT else 1.0
            print(f"{name:12} {unit!r:16} {' '.join(f'{t:7.3f}' for t in times)}  {grows:5.2f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
