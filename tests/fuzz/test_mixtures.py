"""Mixtures of what goes wrong, a few of them; `python -m tests.fuzz.mixtures` runs as many as one likes."""

import random

import pytest

from tests.fuzz import mixtures
from tests.support import QUICK
from textclean.pipeline import Cleaner

SEEDS = 4 if QUICK else 20


@pytest.mark.parametrize("seed", range(SEEDS))
def test_mixtures_keep_every_promise(seed: int) -> None:
    assert [said for number in range(15) for said in mixtures.run(-seed, number)] == []


def test_a_seed_makes_the_same_text_again() -> None:
    assert mixtures.mixture(random.Random(1)) == mixtures.mixture(random.Random(1))


def test_a_broken_promise_is_said_as_the_call_that_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("lost")

    monkeypatch.setattr(mixtures, "promises", broken)
    monkeypatch.setattr(mixtures, "check_file", broken)
    said = [*mixtures.run(1, 0)]
    assert [line.partition("(")[0] for line in said] == ["check_bytes", "check_file"]
    assert all(line.endswith("): AssertionError: lost") for line in said)
    with pytest.raises(AssertionError, match="lost"):
        eval(said[0].rpartition(": AssertionError")[0], vars(mixtures))


def test_two_stages_that_undo_each_other_are_told_from_other_failures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def longer(self: Cleaner, text: str) -> object:
        return Result(text + "a")

    def swapped(self: Cleaner, text: str) -> object:
        return Result("b" if text == "a" else "a")

    class Result:
        def __init__(self, text: str) -> None:
            self.text = text

    cleaner = Cleaner()
    for clean, turning in ((longer, False), (swapped, True)):
        monkeypatch.setattr(Cleaner, "clean", clean)
        assert mixtures.turns(cleaner, b"a", None) is turning
