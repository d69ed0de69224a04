"""Cleaners for one site: its rules go wherever the cleaner goes."""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.boilerplate.test_repeats import BOX, DESK, desk, site
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import find_repeats
from textclean.pipeline import Cleaner
from textclean.scale.sites import SiteCleaner
from textclean.settings import Options

TEXTS = ["\n\n".join(blocks) + "\n" for blocks in site(6, BOX)]


def cleaner(texts: list[str] = TEXTS, **options: Any) -> SiteCleaner:
    rules, _ = rule_file(find_repeats(lambda: texts), "marsh", len(texts))
    return SiteCleaner(Options(**options), tomllib.loads(rules))


def test_a_cleaner_that_was_pickled_still_knows_its_site() -> None:
    before = cleaner(quotes="typographic")
    after = pickle.loads(pickle.dumps(before))
    assert after.options == before.options
    assert after.clean(TEXTS[0]).text == before.clean(TEXTS[0]).text == TEXTS[0].replace(f"{BOX}\n\n", "")


LETTER = "Sign up for our newsletter"


@pytest.mark.parametrize("keep", [(), ("newsletter",), ("related",)])
def test_the_kinds_that_a_user_keeps_stay(keep: tuple[str, ...]) -> None:
    texts = ["\n\n".join(blocks) + "\n" for blocks in site(6, "Background", last=(LETTER, "Imprint"))]
    clean = cleaner(texts, keep=keep).clean(texts[0]).text
    assert (LETTER in clean) is ("newsletter" in keep)
    assert "Background" in clean


def test_a_heading_takes_along_what_a_rule_file_would_let_it(tmp_path: Path) -> None:
    heading = find_repeats(lambda: ["\n\n".join(blocks) for blocks in desk(6)])[0]
    rules, _ = rule_file([heading._replace(place="last")], "marsh", 6)
    assert 'role = "heading"' in rules
    (tmp_path / "site.toml").write_text(rules, encoding="utf-8")
    of_the_site, with_file = (
        SiteCleaner(Options(), tomllib.loads(rules)),
        Cleaner(rules=(str(tmp_path / "site.toml"),)),
    )
    for blocks in desk(6):
        text = "\n\n".join(blocks) + "\n"
        clean = of_the_site.clean(text).text
        assert DESK not in clean
        assert clean == with_file.clean(text).text


@pytest.mark.parametrize(
    "options", [{}, {"keep": ("newsletter",)}, {"boilerplate": "thorough"}, {"keep": ("ad",)}]
)
def test_a_site_is_cleaned_as_with_its_rule_file(tmp_path: Path, options: dict[str, Any]) -> None:
    last = (LETTER, "Imprint, contact and house rules", "Give today to keep the Lantern alight", "Share")
    texts = ["\n\n".join(blocks) + "\n" for blocks in site(6, BOX, last=last)]
    rules, count = rule_file(find_repeats(lambda: texts), "marsh", len(texts))
    assert count > 1
    (tmp_path / "learned.toml").write_text(rules, encoding="utf-8")
    with_file = Cleaner(rules=(str(tmp_path / "learned.toml"),), **options)
    of_the_site = SiteCleaner(Options(**options), tomllib.loads(rules))
    for text in texts:
        assert of_the_site.clean(text) == with_file.clean(text)
