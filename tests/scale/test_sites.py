"""Cleaners for one site: its rules go wherever the cleaner goes."""

from __future__ import annotations

import pickle
import tomllib

from tests.boilerplate.test_repeats import BOX, site
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import find_repeats
from textclean.scale.sites import SiteCleaner
from textclean.settings import Options

TEXTS = ["\n\n".join(blocks) + "\n" for blocks in site(6, BOX)]


def cleaner() -> SiteCleaner:
    rules, _ = rule_file(find_repeats(lambda: TEXTS), "marsh", 6)
    return SiteCleaner(Options(quotes="typographic"), tomllib.loads(rules))


def test_a_cleaner_that_was_pickled_still_knows_its_site() -> None:
    before = cleaner()
    after = pickle.loads(pickle.dumps(before))
    assert after.options == before.options
    assert after.clean(TEXTS[0]).text == before.clean(TEXTS[0]).text == TEXTS[0].replace(f"{BOX}\n\n", "")
