"""The attacks bite where a pattern can hang; else that the shipped ones withstand them would say nothing."""

import re

import pytest

from tests.attacks import attacks, witness
from tests.backtracking import Counter

MOST = 30_000
HANG = [
    "(?:a|aa)*c",
    r"(?:\w+\s?)*\w+!",
    r"(?:our|this) (?:\w+[- ]?){1,5} fundraiser",
    ".{0,400}.{0,400}.{0,400}!",
    "(?:.{0,40}a){12}!",
    r"^no: (?:[\d.,]{1,6} ?[\W_]{0,5}){1,6}x",
]


@pytest.mark.parametrize("pattern", HANG)
def test_an_attack_bites(pattern: str) -> None:
    counter = Counter(pattern)
    assert any(counter.steps(text, MOST, anywhere=False) == MOST for text in attacks(counter, 240))


@pytest.mark.parametrize("pattern", ["goat", r"(?>\w{1,9} )(?:a|bc){2}\d+é", "^[^a]x*.$"])
def test_a_witness_is_matched(pattern: str) -> None:
    counter = Counter(pattern)
    assert re.search(pattern, witness(counter, counter.tree))
