"""Learned rules: a file that the real loader takes and whose rules take just their block."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.boilerplate.blocks import fold
from textclean.boilerplate.examples import failures, takes
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import Repeat
from textclean.boilerplate.rules import Rule, rules_from_file


def loaded(folder: Path, *repeats: Repeat) -> list[Rule]:
    text, count = rule_file(repeats, "marsh", 9)
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    rules = rules_from_file(path)
    assert len(rules) == count
    return rules


def repeat(*blocks: str) -> Repeat:
    return Repeat(blocks[0], tuple(fold(block) for block in blocks), 4, 9)


def test_a_rule_says_where_it_comes_from_and_takes_any_number(tmp_path: Path) -> None:
    (rule,) = loaded(tmp_path, Repeat("12 Readers like this", ("0 readers like this",), 4, 9))
    assert (rule.id, rule.title) == ("site.related.readers-like-this", "Stands in 4 of 9 files")
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


def test_a_block_without_a_literal_is_left_out(tmp_path: Path) -> None:
    assert loaded(tmp_path, repeat("a 0 b"), repeat("Weather desk")) != []
    assert [rule.id for rule in loaded(tmp_path, repeat("a 0 b"), repeat("Weather desk"))] == [
        "site.related.weather-desk"
    ]


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
