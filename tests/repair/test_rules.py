"""Each repair rule shows what it does; running its example proves it."""

import tomllib
from importlib.resources import files

import pytest

from textclean import clean

RULES = tomllib.loads(files("textclean").joinpath("data/rules/repair.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in RULES if "before" in RULES[name]])
def test_a_rule_does_what_its_example_shows(name: str) -> None:
    rule = RULES[name]
    result = clean(rule["before"], stages=["repair"])
    assert result.text == rule["after"]
    assert f"repair.{name}" in {rule for edit in result.edits for rule in edit.rules}
