"""Users' patterns, with RE2 and without: refused in one line, or quick on every text."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from textclean.boilerplate import proven
from textclean.boilerplate.linear import Linear
from textclean.boilerplate.rules import Rule
from textclean.errors import RuleError

from .hostile import HOSTILE, USEFUL

FILE = Path("site.toml")


def rule(pattern: str) -> Rule:
    return Rule("site.ad.it", "It", pattern)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proven, "is_there", lambda: False)


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("pattern", HOSTILE)
def test_what_could_hang_is_refused_in_one_line(pattern: str) -> None:
    with pytest.raises(RuleError) as caught:
        proven.proven(FILE, rule(pattern))
    assert str(caught.value).startswith("site.toml: [ad.it] pattern: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("pattern", HOSTILE)
def test_with_re2_it_is_refused_or_runs_there(pattern: str) -> None:
    pytest.importorskip("re2")
    with suppress(RuleError):
        assert proven.proven(FILE, rule(pattern)).linear == (pattern,)
        Linear(pattern).search("aé1 " * 240 + "a" * 960)


@pytest.mark.parametrize("pattern", USEFUL)
def test_what_is_useful_runs_on_the_same_engine_with_re2_and_without(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for there in (True, False):
        monkeypatch.setattr(proven, "is_there", lambda there=there: there)
        assert proven.proven(FILE, rule(pattern)).linear == ()


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pattern": "(a+)+b"}, "pattern: it repeats without end what can match in several ways"),
        ({"pattern": "(a+)+b"}, "install textclean[re2], where it is allowed"),
        ({"unless": "a.*b.*c.*d"}, "unless: a block of 960 characters can take it"),
        ({"needs": ("a", "(?:a?){30}b")}, "needs: "),
        ({"pattern": r"(a+)\1"}, "it refers back to a group, and RE2 has no references to groups"),
        ({"pattern": "(?=(?:a+)+b)"}, "and RE2 has no look-around; write it without"),
        ({"pattern": "(?i)goat"}, "flags such as (?i) are not taken"),
        ({"pattern": "a(?s-i:goat)"}, "flags such as (?i) are not taken"),
        ({"pattern": "goat.+boat", "max_words": 400}, "a block of 9,600 characters can take it"),
    ],
)
def test_a_refusal_says_where_and_what_to_do(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(RuleError) as caught:
        proven.proven(FILE, rule("goat")._replace(**changes))
    assert words in str(caught.value)


def test_too_large_for_re2_is_refused() -> None:
    pytest.importorskip("re2")
    with pytest.raises(RuleError, match=r"and RE2 (does not take it: invalid repetition size|would need)"):
        proven.proven(FILE, rule("(?:a{1,600}b?){1,600}"))
