"""Every rule that comes with textclean keeps what its examples promise, alone and with its guards.

One test for each rule file, so that a failure names the file, and its message the rules.
"""

from pathlib import Path

import pytest

from textclean.boilerplate.blocks import fold, folded, split
from textclean.boilerplate.matcher import Matcher, matches
from textclean.boilerplate.rules import Rule, read_toml, read_words, rules_in, rules_of

FOLDER = Path(__file__).parents[2] / "textclean" / "data" / "rules"
FILES = sorted(path for path in FOLDER.glob("*/*.toml") if path.name != "words.toml")


def rules_from(path: Path) -> list[Rule]:
    words = read_words(path.parent / "words.toml")
    return rules_of(read_toml(path), path, f"{path.parent.name}.{path.stem}", words)


def takes(rule: Rule, example: str) -> bool:
    text = fold(example)
    contents = [folded(text, block) for block in split(text)]
    return any(matches(rule, content, content.count(" ") + 1) for content in contents)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_rule_alone_over_its_examples(path: Path) -> None:
    wrong = []
    for rule in rules_from(path):
        wrong += [
            f"{rule.id} should take {example!r}" for example in rule.removes if not takes(rule, example)
        ]
        wrong += [f"{rule.id} should keep {example!r}" for example in rule.keeps if takes(rule, example)]
    assert not wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_guard_is_needed(path: Path) -> None:
    idle = []
    for rule in rules_from(path):
        looser = [("unless", rule._replace(unless=""))] if rule.unless else []
        looser += [
            (f"needs {need!r}", rule._replace(needs=tuple(n for n in rule.needs if n != need)))
            for need in rule.needs
        ]
        idle += [
            f"{rule.id}: no example in keeps needs {name}"
            for name, loose in looser
            if not any(takes(loose, example) for example in rule.keeps)
        ]
    assert not idle


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
