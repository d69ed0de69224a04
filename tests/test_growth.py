"""No text takes more than its share of time: what is eight times as long takes about eight times as long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.benchmarks.growth import exponent, made_of, seconds
from tests.benchmarks.surfaces import different
from textclean import Cleaner
from textclean.boilerplate.blocks import split
from textclean.boilerplate.explain import explain
from textclean.boilerplate.extents import kinds_of
from textclean.boilerplate.page import Page
from textclean.repair.proof import most_proof
from textclean.reports.unified import unified
from textclean.settings import Options

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
    return is_quadratic(call, made_of(unit, SMALL), made_of(unit, LARGE))


def is_quadratic(call: Callable[[Any], object], small: Any, large: Any) -> bool:
    """Whether what is eight times as large takes much more than eight times as long."""
    least = min(seconds(call, small) for _ in range(2))
    factor = LARGE / SMALL
    return all(exponent(least, seconds(call, large), factor) >= QUADRATIC for _ in range(TRIES))


@pytest.mark.parametrize("quotes", ["straight", "typographic"])
@pytest.mark.parametrize("unit", [*UNITS, *(f"{unit}\n" for unit in UNITS)])
def test_time_of_repair_and_quotes_grows_with_the_text(unit: str, quotes: Any) -> None:
    assert not grows_too_fast(Cleaner(stages=["repair", "quotes"], quotes=quotes).clean, unit)


@pytest.mark.parametrize("unit", [*UNITS, *(f"{unit}\n" for unit in UNITS)])
def test_time_of_blocks_grows_with_the_text(unit: str) -> None:
    assert not grows_too_fast(split, unit)


def test_why_asks_what_kind_the_blocks_of_a_page_are_as_often_for_a_long_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Page] = []

    def kinds(page: Page) -> object:
        asked.append(page)
        return kinds_of(page)

    monkeypatch.setattr("textclean.boilerplate.explain.kinds_of", kinds)
    blocks = [len(explain(different("- ", size), Options())) for size in (300, 3_000)]
    assert blocks[1] > 8 * blocks[0]
    assert len(asked) == 2


def test_time_of_a_diff_grows_with_the_bytes_that_are_no_utf8() -> None:
    mixed = "Das Café “am” Markt\n".encode() + b"Das Caf\xe9 am Markt\n"
    small, large = (Cleaner(stages=["quotes"]).clean_bytes(mixed * lines) for lines in (500, 4_000))
    assert len(large.document.patches) == 4_000
    assert not is_quadratic(lambda result: unified(result, "a.txt"), small, large)


def test_an_endless_word_beside_a_lost_character_takes_its_time_and_no_more() -> None:
    small, large = ("I don?t know " + "a" * size for size in (SMALL, LARGE))
    assert not is_quadratic(most_proof, small, large)
