"""Growth of all that is no cleaning: how the time of repeats, `learn`, `rules why` and reports grows.

    OMP_NUM_THREADS=1 python -m tests.benchmarks.surfaces                  # all, which takes an hour
    OMP_NUM_THREADS=1 python -m tests.benchmarks.surfaces why html lines   # some, in one shape

The families are those of `tests.benchmarks.growth` in three shapes, of which each says most to some: one
line, a line each, and a line each with words of its own, so that thousands of different blocks repeat. More
threads would count their waiting for one another.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.growth import SHORT, SIZES, UNITS, exponent, made_of, seconds
from textclean import Cleaner
from textclean.boilerplate.explain import explain
from textclean.boilerplate.repeats import find_repeats
from textclean.files.find import Input
from textclean.files.learn import learn, learning
from textclean.pipeline import Result
from textclean.reports import html, terminal
from textclean.reports.summary import Summary
from textclean.reports.unified import unified
from textclean.scale import repeats as sharded
from textclean.settings import Options

SHAPES = ("line", "lines", "other")
FILES = 6
"""A site's files, each with the same text and a paragraph of its own."""


def word(number: int) -> str:
    """A word of letters for each number: `aa`, `ab`."""
    return chr(97 + number // 676 % 26) + chr(97 + number // 26 % 26) + chr(97 + number % 26)


def different(unit: str, size: int) -> str:
    """Lines of one unit, each with two words of its own."""
    line = len(unit) + 9
    lines = (f"{unit}{word(number)} {word(number * 7 + 3)}" for number in range(size // line + 1))
    return "\n".join(lines)[:size]


def shapes(unit: str) -> Iterator[tuple[str, Callable[[int], str]]]:
    """A unit's families: a name, and the text of a size."""
    yield "line", lambda size: made_of(unit, size)
    yield "lines", lambda size: made_of(unit + "\n", size)
    yield "other", lambda size: different(unit, size)


def site(text: str) -> list[str]:
    """The texts of a site that has one in all its files."""
    return [
        f"{text}\n\n" + "\n\n".join(f"Of {word(n)} {word(m + 9 * n)} alone." for m in range(5))
        for n in range(FILES)
    ]


def in_repeats(text: str) -> object:
    """`learn` without files: what repeats."""
    return find_repeats(lambda: site(text))


def in_shards(text: str) -> object:
    """The same in a corpus of two shards."""
    rows = [sharded.Row(number, "orrin.example", each) for number, each in enumerate(site(text))]
    counts = [sharded.count_shard(rows[:3]), sharded.count_shard(rows[3:])]
    known = sharded.frequent(counts, 0, (1 << 64) - 1)
    seen = [sharded.look_at_shard(part, shard, known) for shard, part in enumerate((rows[:3], rows[3:]))]
    return sharded.judge([sharded.loads(sharded.dumps(each)) for each in seen], known)


def in_learn(text: str) -> object:
    """`learn` over a folder, from bytes to the rule file."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = []
        for number, each in enumerate(site(text)):
            path = Path(folder, f"{number}.txt")
            path.write_bytes(each.encode("utf-8", "surrogatepass"))
            inputs.append(Input(str(path), path.name, path.stat().st_size))
        return learn(inputs, "orrin", learning())


def in_why(text: str) -> object:
    """`rules why`."""
    return explain(text, Options())


def in_unified(result: Result) -> object:
    """`--diff` for programs."""
    return unified(result, "a.txt")


def in_terminal(result: Result) -> object:
    """`--diff` for people."""
    return terminal.record(result, "a.txt", colour=True)


def in_html(result: Result) -> object:
    """The report in HTML."""
    return [*html.pages([html.document_data(result, "a.txt")], Summary(), "r.html")]


OF_TEXTS: dict[str, Callable[[str], object]] = {
    "repeats": in_repeats,
    "shards": in_shards,
    "learn": in_learn,
    "why": in_why,
}
OF_RESULTS: dict[str, Callable[[Result], object]] = {
    "unified": in_unified,
    "terminal": in_terminal,
    "html": in_html,
}


SLOW = ("learn", "terminal")
"""What takes a millisecond for each block or changed line, so that a quarter of the size must do."""


def sizes(name: str) -> list[int]:
    """The sizes at which a surface is looked at."""
    return [size // 4 if name in SLOW else size for size in SIZES]


def line(name: str, shape: str, unit: str, times: list[float]) -> str:
    """The seconds at each size, and the exponent between the last two."""
    grows = exponent(times[-2], times[-1], SIZES[-1] / SIZES[-2]) if times[-1] > SHORT else 1.0
    return f"{name:9} {shape:5} {unit!r:16} {' '.join(f'{t:7.3f}' for t in times)}  {grows:5.2f}"


def main(names: list[str]) -> None:
    """Print a line for each surface and family."""
    wanted: dict[str, Callable[[Any], object]] = {**OF_TEXTS, **OF_RESULTS}
    chosen = [name for name in names if name in wanted]
    wanted = {name: call for name, call in wanted.items() if name in (chosen or wanted)}
    asked = [name for name in names if name in SHAPES] or SHAPES
    cleaner = Cleaner(stages=("repair", "quotes"))
    for call in (*(wanted[name] for name in wanted if name in OF_TEXTS), cleaner.clean):
        call("Warm “up” \ufffd Ã©t?€™ don?t\n")
    for unit in UNITS:
        for shape, made in shapes(unit):
            if shape not in asked:
                continue
            results: dict[int, Result] = {}
            for name, call in wanted.items():
                times = []
                for size in sizes(name):
                    given: Any = made(size)
                    if name in OF_RESULTS:
                        given = results[size] = results.get(size) or cleaner.clean(given)
                    gc.collect()
                    gc.freeze()  # else a collection now and then looks through all that is held
                    times.append(seconds(call, given))
                print(line(name, shape, unit, times), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
