"""Every rule that comes with textclean keeps what its examples promise, alone and with its guards.

One test for each rule file, so that a failure names the file, and its message the rules.
"""

from pathlib import Path

import pytest

from textclean.boilerplate.blocks import split
from textclean.boilerplate.examples import failures, takes
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.rules import Rule, read_toml, read_words, rules_in, rules_of

FOLDER = Path(__file__).parents[2] / "textclean" / "data" / "rules"
FILES = sorted(path for path in FOLDER.glob("*/*.toml") if path.name != "words.toml")


def rules_from(path: Path) -> list[Rule]:
    words = read_words(path.parent / "words.toml")
    return rules_of(read_toml(path), path, f"{path.parent.name}.{path.stem}", words, trusted=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_rule_alone_over_its_examples_and_each_guard_needed(path: Path) -> None:
    assert [line for rule in rules_from(path) for line in failures(rule)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_automaton_finds_what_the_rule_alone_finds(path: Path) -> None:
    missed = []
    for rule in rules_from(path):
        matcher = Matcher([rule])
        missed += [
            f"{rule.id}: literals {rule.literals} miss {example!r}"
            for example in rule.removes
            if takes(rule, example) and not matcher.hits(example, split(example))
        ]
    assert not missed


def test_all_rules_load_together() -> None:
    rules = rules_in(FOLDER)
    assert len({rule.id for rule in rules}) == len(rules)
    assert len(rules) < 150, "most boilerplate is the model's to find"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_literals_are_read_off_the_pattern(path: Path) -> None:
    assert not [name for name, table in read_toml(path).items() if "literals" in table]
