"""Generated damage in many languages: what a repair writes is what stood there, or nothing is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from textclean import clean
from textclean.repair.scripts import glued

PAGES = Path(__file__).parents[2] / "samples" / "labelled" / "pages"
LANGUAGES = "ca cs da de es fi fr hr hu is it lt lv nb nl pl pt ro ru sk sl sv tr uk"
WORD = re.compile(r"[^\W\d_]+")
EACH = 4


@cache
def paragraphs() -> dict[str, list[str]]:
    """A few paragraphs in each language, of pages written for this project."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PAGES.rglob("*.tsv")):
        language = path.name.split("-")[1]
        if len(found[language]) < EACH:
            rows = (row.partition("\t") for row in path.read_text(encoding="utf-8").splitlines())
            found[language] += [
                text for tag, _, text in rows if tag == "C" and len(text) > 100 and not text.isascii()
            ]
    return {language: texts[:EACH] for language, texts in found.items()}


def each_lost(text: str) -> str:
    """As a page in cp1252 looks that was read as UTF-8."""
    return "".join(char if char.isascii() else "\ufffd" for char in text)


def each_byte_lost(text: str) -> str:
    """As a page in UTF-8 looks that was read as ASCII."""
    return "".join(char if char.isascii() else "\ufffd" * len(char.encode()) for char in text)


def asked(text: str) -> str:
    """As a page looks that was stored in ASCII."""
    return "".join(char if char.isascii() else "?" for char in text)


@pytest.mark.parametrize("damage", [each_lost, each_byte_lost, asked])
def test_words_are_put_back_as_they_were_or_not_at_all(damage: Callable[[str], str]) -> None:
    restored = made_up = 0
    for language in LANGUAGES.split():
        for text in paragraphs().get(language, []):
            damaged = damage(text)
            out = clean(damaged, stages=["repair"]).text
            assert glued(out) <= glued(text)
            new = set(WORD.findall(out)) - set(WORD.findall(damaged))
            right = new & set(WORD.findall(text))
            restored, made_up = restored + len(right), made_up + len(new) - len(right)
    assert restored > 300
    assert 50 * made_up <= restored


def test_of_a_text_without_a_letter_left_nothing_is_made_up() -> None:
    for language in ("ru", "uk"):
        for text in paragraphs()[language]:
            damaged = each_lost(text)
            result = clean(damaged, stages=["repair"])
            assert result.text == damaged
            assert len(result.warnings) == 1
