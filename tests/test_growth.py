"""No text takes more than its share of time: what is eight times as long takes about eight times as long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.benchmarks.growth import exponent, made_of, seconds
from textclean import Cleaner
from textclean.boilerplate.blocks import split

SMALL, LARGE = 1_500, 12_000
TRIES = 3
QUADRATIC = 1.6
"""Between 1, for times in proportion, and 2; a machine with other work blurs single times."""
UNITS = (
    " ",
    "\u200b",
    "«",
    "« a ",
    "`",
    "'",
    '"',
    "&amp;",
    "<",
    "?€?",
    "\ufffd",
    "â€™",
    "Ã ",
    "\\u2019",
    "donÕt ",
)


def grows_too_fast(call: Callable[[str], object], unit: str) -> bool:
    call(made_of(unit, 300))
    small = min(seconds(call, made_of(unit, SMALL)) for _ in range(2))
    return all(
        exponent(small, seconds(call, made_of(unit, LARGE)), LARGE / SMALL) >= QUADRATIC for _ in range(TRIES)
    )


@pytest.mark.parametrize("quotes", ["straight", "typographic"])
@pytest.mark.parametrize("unit", [*UNITS, *(f"{unit}\n" for unit in UNITS)])
def test_time_of_repair_and_quotes_grows_with_the_text(unit: str, quotes: str) -> None:
    assert not grows_too_fast(Cleaner(stages=["repair", "quotes"], quotes=quotes).clean, unit)


@pytest.mark.parametrize("unit", [*UNITS, *(f"{unit}\n" for unit in UNITS)])
def test_time_of_blocks_grows_with_the_text(unit: str) -> None:
    assert not grows_too_fast(split, unit)
