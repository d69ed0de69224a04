"""Several hundred invented blocks, set into an article: what asks goes, what only speaks of asking stays.

None was seen in training, each stands alone in a short article, and not all are taken: a floor says how many
words must be.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import textclean

BLOCKS = tomllib.loads(Path(__file__).with_name("invented.toml").read_text(encoding="utf-8"))
BEFORE = (
    "The ferry to Pell was cancelled again on Tuesday after the harbour master found a crack in the ramp, "
    "the third this year.\n\nPassengers waited in the rain for two hours, and some went home."
)
AFTER = (
    "The council will meet on Thursday to discuss the repair, which is expected to cost twice as much as the "
    "last one.\n\nA spokesman for the harbour declined to say when the ferry would sail again."
)


def stays(cleaner: textclean.Cleaner, block: str) -> bool:
    """Whether a block stays in the article; whatever becomes of it, the article does."""
    text = cleaner.clean(f"{BEFORE}\n\n{block}\n\n{AFTER}\n").text
    assert text.startswith(BEFORE)
    assert text.endswith(f"{AFTER}\n")
    return block in text


@pytest.mark.parametrize(("setting", "share"), [("careful", 0.01), ("thorough", 0.02)])
def test_what_only_speaks_of_asking_stays(setting: Any, share: float) -> None:
    cleaner = textclean.Cleaner(stages=["boilerplate"], boilerplate=setting)
    gone = [block for block in BLOCKS["content"] if not stays(cleaner, block)]
    assert len(gone) <= share * len(BLOCKS["content"]), gone


@pytest.mark.parametrize(("setting", "floor"), [("careful", 54), ("thorough", 71)])
def test_what_asks_goes(setting: Any, floor: int) -> None:
    cleaner = textclean.Cleaner(stages=["boilerplate"], boilerplate=setting)
    asking = [block for kind, blocks in BLOCKS.items() if kind != "content" for block in blocks]
    words = sum(len(block.split()) for block in asking)
    left = [block for block in asking if stays(cleaner, block)]
    assert 100 * sum(len(block.split()) for block in left) <= (100 - floor) * words, left
