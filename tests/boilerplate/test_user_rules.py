"""Rules of the user's own: how they are named, used, tested and refused."""

import pickle
from pathlib import Path
from typing import Any

import pytest

import textclean
from textclean.boilerplate.examples import failures
from textclean.boilerplate.rules import rules_from_file
from textclean.catalogue import describe
from textclean.errors import RuleError

SITE = """
[words]
lamp = "harrow lamp|the lamp"

[ad.slogan]
title = "The Lamp's slogan"
pattern = '''^<lamp>: light for the marshes'''
removes = ["The Lamp: light for the marshes since 1904"]
keeps = ["It was as The Lamp: light for the marshes was all it ever promised."]
"""
TEXT = (
    "A goat was found on the ferry on Monday, the harbour office said.\n\nThe Lamp: light for the marshes.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(SITE, encoding="utf-8")
    return path


def test_a_users_rule_is_named_after_its_file_and_used(site: Path) -> None:
    assert [rule.id for rule in rules_from_file(site)] == ["site.ad.slogan"]
    result = textclean.clean(TEXT, stages=["boilerplate"], rules=[str(site)])
    assert result.text == "A goat was found on the ferry on Monday, the harbour office said.\n"
    assert result.edits[0].rules == ("site.ad.slogan",)
    assert textclean.clean(TEXT, stages=["boilerplate"]).text == TEXT
    assert describe("site.ad.slogan", (str(site),)).title == "The Lamp's slogan"


def test_a_users_rule_can_be_kept(site: Path) -> None:
    options: dict[str, Any] = {"stages": ["boilerplate"], "rules": [str(site)]}
    assert textclean.clean(TEXT, keep=["site.ad.slogan"], **options).text == TEXT
    assert textclean.clean(TEXT, keep=["ad"], **options).text == TEXT


def test_a_cleaner_with_rules_can_be_sent_to_another_process(site: Path) -> None:
    cleaner = textclean.Cleaner(stages=["boilerplate"], rules=[str(site)])
    assert pickle.loads(pickle.dumps(cleaner)).clean(TEXT).text == cleaner.clean(TEXT).text


def test_examples_of_a_users_rule_are_its_tests(site: Path) -> None:
    assert failures(rules_from_file(site)[0]) == []
    site.write_text(SITE.replace("since 1904", "").replace("^<lamp>", "^the <lamp>"), encoding="utf-8")
    assert failures(rules_from_file(site)[0]) == [
        "site.ad.slogan should take 'The Lamp: light for the marshes '"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "T"\n', "not a rule; write [category.name]"),
        ("[slogan]\ntitle = 'T'\n", "not a rule; write [category.name]"),
        ("[money.slogan]\ntitle = 'T'\n", "'money' is not a category"),
        (SITE.replace("^<lamp>", r"(light)\1"), "refers back to a group"),
        (SITE.replace('"harrow lamp|the lamp"', "3"), "lamp: 3 is not a string"),
    ],
)
def test_what_cannot_be_used_is_refused(site: Path, text: str, words: str) -> None:
    site.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        rules_from_file(site)
    assert words in str(caught.value)
    assert "site.toml" in str(caught.value)
