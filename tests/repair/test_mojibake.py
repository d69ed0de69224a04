"""Mojibake is undone, and text that only looks like it stays."""

import re

import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, badness
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean import Edit, clean
from textclean.repair.trigger import TRIGGER

KNOWN = "".join(map(chr, range(0x10000)))
SUSPECT = sorted({c for kind in MOJIBAKE_CATEGORIES.values() for c in re.findall(f"[{kind}]", KNOWN)})


@cases(4000)
@given(st.text(st.sampled_from([*SUSPECT, *" aZ.,œ\n"]), min_size=1, max_size=6))
def test_the_trigger_hits_wherever_ftfy_would(text: str) -> None:
    if badness(text):
        assert TRIGGER.search(text)


def test_the_trigger_hits_every_pair_that_ftfy_finds_bad() -> None:
    missed = [a + b for a in SUSPECT for b in SUSPECT if badness(a + b) and not TRIGGER.search(a + b)]
    assert missed == []


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Das MÃ¤dchen wuÃŸte es.", "Das Mädchen wußte es."),
        ("She wasnâ€™t sure â€” â€œneverâ€\x9d.", "She wasn’t sure — “never”."),
        ("ItÃ¢â‚¬â„¢s late.", "It’s late."),
        ("“Beware,â€ said the guard, and wasnâ€™t heard.", "“Beware,” said the guard, and wasn’t heard."),
        ("Ð\x9fÑ\x80Ð¸Ð²ÐµÑ\x82", "Привет"),
        ("Right: café.\nWrong: cafÃ©.\nRight: “é”.", "Right: café.\nWrong: café.\nRight: “é”."),
    ],
)
def test_mojibake_is_undone(damaged: str, right: str) -> None:
    assert clean(damaged, stages=["repair"]).text == right


def test_edits_are_cut_to_the_damaged_characters() -> None:
    edits = clean("I canâ€™t see the cafÃ© from here.", stages=["repair"]).edits
    assert edits == (
        Edit(5, "â€™", "’", ("repair.mojibake",), 0.99),
        Edit(21, "Ã©", "é", ("repair.mojibake",), 0.99),
    )


@pytest.mark.parametrize(
    "text",
    [
        "If cafÃ© shows where café should, the page was UTF-8 read as Latin-1.",
        "© É Â® ™ «à»",
        "NOËL À LA MAISON, SÃO PAULO, ÅRHUS… “É”",
        "Мойсей сказав: «Ґрунт» — і пішов.",
    ],
)
def test_right_text_stays(text: str) -> None:
    result = clean(text, stages=["repair"])
    assert result.text == text


def test_a_long_line_without_a_space_is_repaired_throughout() -> None:
    assert clean("donâ€™t," * 3_000, stages=["repair"]).text == "don’t," * 3_000


def test_a_quotation_mark_of_central_europe_is_whole_and_not_a_stump() -> None:
    damaged = "He wrote â€žfirst´ stormâ€ś twice."
    assert textclean.clean(damaged, stages=["repair"]).text == "He wrote „first´ storm“ twice."
