"""Every rule id of the quotes stage has a title and an example that holds."""

import tomllib
from importlib.resources import files

import pytest

import textclean

RULES = tomllib.loads((files("textclean") / "data/rules/quotes.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", RULES)
def test_the_example_holds_and_names_its_rule(name: str) -> None:
    rule = RULES[name]
    result = textclean.clean(
        rule["before"], stages=["quotes"], quotes=rule.get("mode", "straight"), language="en"
    )
    assert result.text == rule["after"]
    fired = {rule for edit in result.edits for rule in edit.rules}
    assert f"quotes.{name}" in fired | {notice.rule for notice in result.warnings}
