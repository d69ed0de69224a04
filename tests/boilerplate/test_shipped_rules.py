"""Every rule that comes with textclean keeps what its examples promise, alone and with its guards.

One test for each rule file, so that a failure names the file, and its message the rules.
"""

from pathlib import Path

import pytest

from tests.attacks import attacks
from tests.backtracking import Counter
from textclean.boilerplate.blocks import split
from textclean.boilerplate.examples import failures, takes
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.rules import Rule, read_toml, read_words, rules_in, rules_of
from textclean.boilerplate.safety import MOST_STEPS, refused

FOLDER = Path(__file__).parents[2] / "textclean" / "data" / "rules"
ATTACKED = 960
"""Characters of an attack at most, as the counter goes one call deeper with each."""
FILES = sorted(path for path in FOLDER.glob("*/*.toml") if path.name != "words.toml")


def rules_from(path: Path) -> list[Rule]:
    words = read_words(path.parent / "words.toml")
    return rules_of(read_toml(path), path, f"{path.parent.name}.{path.stem}", words)


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_pattern_is_proven_to_take_little_time_on_re(path: Path) -> None:
    found = [
        f"{rule.id} {key}: {trouble}"
        for rule in rules_from(path)
        for key, pattern in rule.patterns
        if (trouble := refused(pattern, rule.size))
    ]
    assert found == []


def test_no_attack_on_a_pattern_takes_more_than_was_proven() -> None:
    """The proof is a count on paper; here each repetition of each pattern is fed what it likes best."""
    sizes: dict[str, int] = {}
    for rule in rules_in(FOLDER):
        for _, pattern in rule.patterns:
            sizes[pattern] = max(sizes.get(pattern, 0), rule.size)
    slow = []
    for pattern, size in sizes.items():
        counter = Counter(pattern)
        most = MOST_STEPS // size  # at one place, of which a block has as many as it has characters
        texts = attacks(counter, min(size, ATTACKED))
        slow += [(pattern, text) for text in texts if counter.steps(text, most, anywhere=False) >= most]
    assert slow == []
