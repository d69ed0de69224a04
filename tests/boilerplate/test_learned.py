"""Learned rules: a file that the real loader takes and whose rules take just their block."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.blocks import fold
from textclean.boilerplate.decide import wanted
from textclean.boilerplate.examples import failures, takes
from textclean.boilerplate.form import Matrix
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.model import Judgement, Model
from textclean.boilerplate.repeats import Repeat
from textclean.boilerplate.rules import Rule, rules_from_file
from textclean.settings import Options


def loaded(folder: Path, *repeats: Repeat) -> list[Rule]:
    text, count = rule_file(repeats, "marsh", 9)
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    rules = rules_from_file(path)
    assert len(rules) == count
    return rules


class Says:
    """A model that calls pages about ferries what it was told to, and all else newsletters."""

    kinds = ("article", "newsletter", "donation", "related")

    def __init__(self, odds: float, **shares: float) -> None:
        self.odds, self.shares = odds, shares

    def pieces(self, line: str) -> list[int]:
        return [int("ferries" in line.lower())]

    def read(self, blocks: list[list[int]]) -> Matrix:
        return np.array(blocks, np.float32)

    def judge(self, vectors: Matrix, shapes: Matrix, gaps: list[int]) -> Judgement:
        told = np.log([self.shares.get(kind, 0.01) for kind in self.kinds])
        other = np.log([0.01, 0.9, 0.05, 0.05])
        here = vectors[:, :1] > 0
        odds = np.where(here[:, 0], self.odds, -3.0)
        return Judgement(odds, np.where(here, told, other))


def ids(model: Says, *repeats: Repeat) -> list[str]:
    """The rules that are learned, as `kind.name`."""
    text, _ = rule_file(repeats, "marsh", 9, cast(Model, model))
    return re.findall(r"(?m)^\[(.*)\]$", text)


def repeat(*blocks: str) -> Repeat:
    return Repeat(blocks[0], tuple(fold(block) for block in blocks), 4, 9)


def test_a_rule_says_where_it_comes_from_and_takes_any_number(tmp_path: Path) -> None:
    (rule,) = loaded(tmp_path, Repeat("12 Readers like this", ("0 readers like this",), 4, 9))
    assert (rule.language, rule.title) == ("site", "Stands in 4 of 9 files")
    assert rule.id.endswith(".readers-like-this")
    assert takes(rule, "34517 readers LIKE this")
    assert not takes(rule, "12 readers like this paper")
    assert failures(rule) == []


@pytest.mark.parametrize(
    "block",
    [
        "C:\\tides (all) [new] {1} a|b ^up $5 *star* what? plus+",
        "He wrote '''tides''' and \"\"\"ferries\"\"\"",
        "'Tides' and 'ferries'",
        "<tides> of the <otter_bay>",
        "Приливы и паромы сегодня",
        "潮汐与渡轮",
        "tides " * 60 + "end",
        "https://tides.example/" + "a" * 2000,
        "# [words] = \\ comment",
    ],
)
def test_a_block_of_any_characters_makes_a_rule_that_takes_it(tmp_path: Path, block: str) -> None:
    (rule,) = loaded(tmp_path, repeat(" ".join(block.split())))
    assert takes(rule, block)
    assert failures(rule) == []


FERRIES, LETTER = repeat("Ferries today"), repeat("Every Friday by mail")


def test_a_rule_is_filed_under_the_kind_that_the_model_names(tmp_path: Path) -> None:
    model = Says(-1.0, donation=0.5, related=0.2)
    assert ids(model, FERRIES, LETTER) == ["donation.ferries-today", "newsletter.every-friday-by-mail"]
    sure = repeat("Sign up for our newsletter")
    assert [rule.id for rule in loaded(tmp_path, sure)] == ["site.newsletter.sign-up-for-our"]


@pytest.mark.parametrize(
    "model",
    [
        Says(-1.0, donation=0.3, newsletter=0.3, related=0.2),
        Says(5.0, donation=0.9),
    ],
    ids=["as likely as another", "the article"],
)
def test_where_the_model_has_no_idea_the_form_tells(model: Says) -> None:
    assert ids(model, FERRIES, LETTER) == ["navigation.ferries-today", "newsletter.every-friday-by-mail"]
    assert ids(model, FERRIES._replace(heads=True)) == ["related.ferries-today"]
    assert ids(model, repeat("No ferries today.")) == ["related.no-ferries-today"]


def test_a_repeat_is_judged_among_the_blocks_it_stood_among() -> None:
    page = ("Ferries today", "Every Friday by mail", "Tides")
    model = Says(-1.0, donation=0.9)
    assert ids(model, FERRIES._replace(page=page, at=0)) == ["donation.ferries-today"]
    assert ids(model, LETTER._replace(page=page, at=1)) == ["newsletter.every-friday-by-mail"]


@pytest.mark.parametrize(
    ("example", "place", "odds", "learned"),
    [
        ("Ferries today", "tail", -0.1, True),
        ("Ferries today", "tail", 0.1, False),
        ("No ferries today.", "last", -0.1, True),
        ("No ferries today.", "last", 0.1, False),
        ("No ferries “today!”", "last", 0.1, False),
        ("Ferries today", "last", 1.3, True),
        ("Ferries today", "last", 1.5, False),
        ("Ferries today", "first", 1.3, True),
        ("Ferries today", "first", 1.5, False),
        ("Ferries today", "", 9.0, True),
        ("No ferries today.", "", 9.0, True),
    ],
)
def test_where_only_the_place_speaks_the_model_must_agree(
    example: str, place: str, odds: float, learned: bool
) -> None:
    assert len(ids(Says(odds), repeat(example)._replace(place=place))) == learned


def test_a_heading_over_what_reads_like_the_article_is_left_out() -> None:
    heading = LETTER._replace(place="tail", heads=True, page=("Every Friday by mail", "Ferries today"), at=0)
    assert len(ids(Says(-0.1), heading)) == 1
    assert ids(Says(0.1), heading) == []
    assert len(ids(Says(0.1), heading._replace(place="last"))) == 1, (
        "what stands below is on other pages, too"
    )


def test_a_heading_takes_along_what_the_model_finds_likely_below_it(tmp_path: Path) -> None:
    (rule,) = loaded(tmp_path, FERRIES._replace(place="last", heads=True))
    assert rule.role == "heading"
    (rule,) = loaded(tmp_path, FERRIES._replace(place="last"))
    assert rule.role == "block"


def test_the_counter_example_is_what_the_site_says_in_the_same_words(tmp_path: Path) -> None:
    (rule,) = loaded(tmp_path, FERRIES._replace(near="There are no ferries\x7f today."))
    assert rule.keeps == ("There are no ferries  today.",)
    (rule,) = loaded(tmp_path, FERRIES)
    assert rule.keeps == ("… Ferries today …",), "else a block that holds more than the words"


def test_the_name_of_a_kind_keeps_what_was_learned(tmp_path: Path) -> None:
    text, _ = rule_file([repeat("Sign up for our newsletter"), LETTER], "marsh", 9, cast(Model, Says(0)))
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    rules = rules_from_file(tmp_path / "site.toml")
    assert {rule.category for rule in rules} == {"newsletter"}
    assert wanted(rules, Options(keep=("newsletter",))) == ()


def test_a_block_without_a_literal_is_left_out(tmp_path: Path) -> None:
    assert loaded(tmp_path, repeat("a 0 b"), repeat("Weather desk")) != []
    (rule,) = loaded(tmp_path, repeat("a 0 b"), repeat("Weather desk"))
    assert rule.removes == ("Weather desk",)


def test_copies_are_counted_apart() -> None:
    assert "learned from 12 files, 3 of them copies of others." in rule_file([FERRIES], "marsh", 12)[0]
    assert "learned from 10 files, 1 of them a copy of others." in rule_file([FERRIES], "marsh", 10)[0]
    assert "learned from 9 files.\n" in rule_file([FERRIES], "marsh", 9)[0]


def test_a_name_leaves_accents_out(tmp_path: Path) -> None:
    (rule,) = loaded(tmp_path, repeat("Märkischer Bote für Łódź"))
    assert rule.id.endswith(".markischer-bote-fur-odz")


def test_names_are_unique_and_variants_are_one_rule(tmp_path: Path) -> None:
    rules = loaded(
        tmp_path, repeat("Ferries today: all", "Ferries today, all"), repeat("Ferries! Today all!")
    )
    assert [rule.id.rpartition(".")[2] for rule in rules] == ["ferries-today-all", "ferries-today-all-2"]
    assert takes(rules[0], "Ferries today, all")


@given(st.lists(st.text(min_size=1, max_size=40), max_size=4))
@cases(300)
def test_whatever_was_learned_loads(tmp_path_factory: pytest.TempPathFactory, blocks: list[str]) -> None:
    lines = [" ".join(block.split()) for block in blocks]
    rules = loaded(tmp_path_factory.mktemp("rules"), *(repeat(line) for line in lines if line))
    assert all(failures(rule) == [] for rule in rules)
