"""Quality on text of our own, with floors: no change may lower a figure in `quality.toml` unseen.

Each rule's examples are set into a whole article: what a rule alone takes or keeps must also go, or stay,
when all rules and the model have their say. Only blocks of one line are set in.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import textclean
from textclean.boilerplate.ruleset import shipped_rules

FLOORS = tomllib.loads(Path(__file__).with_name("quality.toml").read_text(encoding="utf-8"))
GOLDEN = Path(__file__).parent / "golden"
BEFORE = "\n".join(
    [
        "Ferry out of service as goat boards engine room",
        "The ferry between Harrow and Pell was taken out of service on Monday after engineers found a goat "
        "asleep beside the port engine, the harbour office confirmed in a statement.",
        "Captain Ida Brandt, who has run the crossing since 1998, said that the animal came aboard with a "
        "party of beekeepers and had not bought a ticket.",
    ]
)
AFTER = "\n".join(
    [
        "The goat, which belongs to a farm above the bay, was returned to its owner in the afternoon. Nobody "
        "could say how it had opened two doors and climbed down a ladder.",
        "Service is expected to resume on Thursday, weather permitting, with one additional sailing at noon.",
    ]
)


def stays(example: str, language: str, setting: Any) -> tuple[bool, bool]:
    """Whether an example stays in the middle of the article, and whether all of the article does."""
    text = f"{BEFORE}\n{example}\n{AFTER}\n"
    clean = textclean.clean(
        text, stages=["boilerplate"], language=language, boilerplate=setting, quotes="keep"
    ).text
    return f"\n{example}\n" in clean, clean.startswith(BEFORE) and clean.endswith(AFTER + "\n")


@pytest.mark.parametrize("setting", ["careful", "thorough"])
def test_examples_in_an_article_reach_the_floors(setting: str) -> None:
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for rule in shipped_rules():
        if rule.role != "block" or rule.confidence < 0.9:
            continue
        for kind, examples in ((rule.category, rule.removes), ("keeps", rule.keeps)):
            for example in examples:
                if "\n" not in example:
                    there, whole = stays(example, rule.language, setting)
                    words = len(example.split())
                    total[kind] += words
                    kept[kind] += words * there
                    total["article"] += 1
                    kept["article"] += whole
    figures = {
        kind: 100 * kept[kind] / total[kind]
        if kind in ("keeps", "article")
        else 100 - 100 * kept[kind] / total[kind]
        for kind in total
    }
    low = {
        kind: (round(figure, 2), FLOORS[setting][kind])
        for kind, figure in sorted(figures.items())
        if figure < FLOORS[setting][kind]
    }
    assert not low, f"figures below their floors: {low}"
    assert FLOORS[setting].keys() == figures.keys()
