"""Patterns that could hang are refused; useful ones are not."""

import pytest

from textclean.boilerplate.safety import unsafe


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(?:a*)*",
        "(?:a+ ?)+",
        "(?:(?:ab)+|c)*d",
        "(?:a{1,30})+",
        "(?:a+){1,40}",
        r"(a)\1",
        "(?:a|b+)*?c",
    ],
)
def test_refused(pattern: str) -> None:
    assert unsafe(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(?:\w+ ){0,4}newsletter", "a+b+c+", ".{0,40}goat.*", "(?:ab|cd)+", "(?:a? ?){1,9}", "(?<!x)a(?=b+)"],
)
def test_allowed(pattern: str) -> None:
    assert not unsafe(pattern)
