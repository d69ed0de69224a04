"""Rule files: what loads, and what is refused with file, rule and key named."""

from pathlib import Path
from typing import Any

import pytest

from textclean.boilerplate.blocks import split
from textclean.boilerplate.examples import idle_guards, takes
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.rules import read_toml, read_words, rules_in, rules_of
from textclean.errors import RuleError

GOOD: dict[str, Any] = {
    "title": "Invitation",
    "pattern": r"\bsubscribe to <our> paper\b",
    "removes": ["Subscribe to our paper!"],
    "keeps": ["They subscribe to a paper."],
}
WORDS = {"our": "our|my"}
FILE = Path("site.toml")


def load(**changes: Any) -> Any:
    table = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return rules_of({"invite": table}, FILE, "en.newsletter", WORDS)[0]


def test_a_rule_gets_id_vocabulary_and_literals() -> None:
    rule = load()
    assert rule.id == "en.newsletter.invite"
    assert (rule.language, rule.category) == ("en", "newsletter")
    assert rule.pattern == r"\bsubscribe to (?:our|my) paper\b"
    assert set(rule.literals) == {"subscribe to our paper", "subscribe to my paper"}


def test_a_pattern_may_be_laid_out_over_lines() -> None:
    assert load(pattern="subscribe \\b\n   now").pattern == "subscribe \\bnow"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"removes": None}, "[invite] removes: missing"),
        ({"keeps": []}, "[invite] keeps: missing"),
        ({"title": None}, "[invite] title: missing"),
        ({"colour": "red"}, "[invite] colour: no such key"),
        ({"max_words": "many"}, "[invite] max_words: 'many' is of the wrong type"),
        ({"max_words": True}, "[invite] max_words: True is of the wrong type"),
        ({"max_words": 4000}, "[invite] min_words, max_words"),
        ({"confidence": 7}, "[invite] confidence: 7 is not between"),
        ({"role": "boss"}, "[invite] role: 'boss' is not one of"),
        ({"removes": ["", "x"]}, "[invite] removes: ['', 'x'] is not a list of strings"),
        ({"pattern": "subscribe (now"}, "[invite] pattern: not a regular expression"),
        ({"pattern": "<their> paper"}, "[invite] pattern: <their> is not in"),
        ({"pattern": r"\w+ \d"}, "[invite] pattern: no literal text"),
        ({"pattern": r"(subscribe+)\1 now"}, "[newsletter.invite] pattern: it refers back to a group"),
        ({"pattern": "(?:<our>)" * 40_000}, "[invite] pattern: more than 100,000 characters"),
        ({"unless": "(now"}, "[invite] unless: not a regular expression"),
        ({"least": 1}, "[invite] least: 1, but there are 0 needs"),
        ({"needs": ["(now"]}, "[invite] needs: not a regular expression"),
    ],
)
def test_what_cannot_be_used_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(**changes)
    assert str(caught.value).startswith("site.toml: ")
    assert words in str(caught.value)


def test_escapes_with_capitals_are_no_capitals() -> None:
    assert load(pattern=r"\Bscribe\S").pattern == r"\Bscribe\S"


def test_a_pattern_is_folded_as_texts_are() -> None:
    assert load(pattern="Don’t Miss “Äpfel”, [A-Z]\\\\S").pattern == 'don\'t miss "äpfel", [a-z]\\\\s'
    assert load(pattern=r"Subscribe (?P<When>Now)\S").pattern == r"subscribe (?P<when>now)\S"


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(RuleError, match="'money' is not a category"):
        rules_of({"invite": GOOD}, FILE, "en.money", WORDS)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[a\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"broken\.toml: not valid TOML"):
        read_toml(broken)
    with pytest.raises(RuleError, match=r"none\.toml: cannot be read"):
        read_toml(tmp_path / "none.toml")


def test_words_may_use_words_above_them(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text('a = "x|y"\nb = "<a> z"\n', encoding="utf-8")
    assert read_words(path)["b"] == "(?:x|y) z"
    assert read_words(tmp_path / "none.toml") == {}
    path.write_text("a = 3\n", encoding="utf-8")
    with pytest.raises(RuleError, match="a: 3 is not a string"):
        read_words(path)


def test_a_folder_of_languages_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    text = 'title = "T"\npattern = "goat"\nremoves = ["goat"]\nkeeps = ["boat"]\n'
    (folder / "ad.toml").write_text(f"[one]\n{text}[two]\n{text}", encoding="utf-8")
    assert [rule.id for rule in rules_in(tmp_path)] == ["xx.ad.one", "xx.ad.two"]


def test_matching_folds_case_and_marks_and_rejoins_lines() -> None:
    matcher = Matcher([load(pattern="don't miss our (?:free )?paper", max_words=80)])
    wrapped = (
        "The baker, who has been at it for longer than anybody can now say, asks\n"
        "that you who buy his bread on a Friday, and who like it as it is, don’t\n"
        "Miss our\xa0paper, which is wrapped around it and which costs you nothing.\n"
    )
    assert list(matcher.hits(wrapped, split(wrapped))) == [0]


def test_overlapping_literals_are_all_found() -> None:
    rules = [load(pattern="news"), load(pattern="newsletter"), load(pattern="letters")]
    hits = Matcher(rules).hits("newsletters", split("newsletters"))
    assert hits[0] == rules


def test_blocks_that_are_too_long_are_not_tried() -> None:
    matcher = Matcher([load(pattern="goat.*boat", max_words=4)])
    assert not matcher.hits("goat in the big boat", split("goat in the big boat"))
    assert not matcher.hits("goat" + "x" * 5000 + "boat", split("goat" + "x" * 5000 + "boat"))


def test_half_a_surrogate_pair_is_no_obstacle() -> None:
    text = "\ud800 goat\nsubscribe to our paper \udfff\n"
    assert list(Matcher([load()]).hits(text, split(text))) == [1]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Subscribe to our paper today, reader.", True),
        ("Subscribe to our paper, dear reader.", True),
        ("Subscribe to our paper today.", False),
        ("Subscribe to our paper.", False),
    ],
)
def test_some_of_several_needs_can_be_enough(text: str, taken: bool) -> None:
    rule = load(needs=[r"\bdear\b", r"\btoday\b", r"\breader\b"], least=2)
    assert takes(rule, text) is taken


def test_a_least_that_no_example_needs_is_idle() -> None:
    needs = [r"\bdear\b", r"\btoday\b"]
    assert idle_guards(load(needs=needs, least=1, keeps=["They subscribe."]))
    assert not idle_guards(load(needs=needs, least=1, keeps=["Subscribe to our paper, he wrote."]))
    assert not idle_guards(load(needs=needs, least=2, keeps=["Dear, dear, subscribe to our paper."]))
