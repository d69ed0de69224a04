"""Traces: what skips a part of the repair never skips one that has something to say."""

import random
import unicodedata
from functools import cache

import pytest

from tests.support import QUICK
from textclean.edits import Edit, Notice
from textclean.repair import Part, Repair, parts
from textclean.repair.forms import JOINING
from textclean.repair.proof import STUMP, STUMPS
from textclean.repair.talk import talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

TEXTS = 1_000 if QUICK else 12_000
_WORDS = (
    "don’t “yes” – and — well … café Zürich naïve œuvre łódź İstanbul Привет Ελλάδα 中文 日本 R&D 50% a=b "
    "c:\\x 🎉 “Ο what? who?what ?yes, (??5 don?t â€œno â€ Ã© Ã ÃƒÂ© â?? ?€? \ufffd don\ufffdt Â£ Ð¿ СЏ "
    "├® ╨┐╤А w³os cafГ© &amp; &eacute; &#8217; \\u2019 \\xe2 =E2=80=99 %E2%80%99 soft\xadly \u200b \xa0 "
    "e\u0301 ‘’“” –’— a“b 6′ 2″ © 2021 ® ™ ° ± ² €5 £3 • · » « ‹› ß ÿ ý þ ð ç ñ õ â ă î Ђ Š Ž ˆ ˜ ¡ ¿ ¨ ´ "
    "¸ ¼ √ ∞ ═ ╬ ░ \x80 \x9d \x07 \x85 \u2028"
)
WORDS = _WORDS.split(" ")
GLUE = [" ", " ", " ", "", "", "\n", "\xa0", "\r\n", ", ", "\n\n", "  "]


@cache
def chain(setting: str) -> tuple[Part, ...]:
    return parts(Options(repair=setting))


def said(stage: Stage, text: str) -> list[Edit | Notice]:
    """All that a stage has to say."""
    changes = stage(text)
    return [*changes.edits, *changes.notices]


def texts(number: int) -> list[str]:
    """Texts of words, marks and damage: short ones, long ones, and those of a few words over and over."""
    chance = random.Random(1)
    every = sorted({char for word in WORDS for char in word} | set(STUMPS))
    made = []
    for _ in range(number):
        words = chance.sample(WORDS, chance.randint(1, 5)) + ["and", "Said", "the"] * chance.randint(0, 9)
        if chance.random() < 0.3:
            words += ["".join(chance.choices(every, k=chance.randint(1, 4))) for _ in range(3)]
        size = chance.choice([1, 3, 8, 30])
        made.append("".join(chance.choice(words) + chance.choice(GLUE) for _ in range(size)))
    return made


@pytest.mark.parametrize("setting", ["careful", "bold"])
def test_a_part_that_is_skipped_has_nothing_to_say(setting: str) -> None:
    skipped = 0
    for text in texts(TEXTS):
        traces = Traces(text)
        for part in chain(setting):
            if not part.may(traces):
                skipped += 1
                assert said(part.stage, text) == [], (part, text)
    assert skipped > TEXTS


def test_pieces_of_a_silent_text_are_silent_and_what_they_make_is() -> None:
    """Cut anywhere and set on another silent piece, only what stands around the seam can speak."""
    repair = Repair(Options())
    silent = [text for text in texts(TEXTS) if repair.is_silent(text)]
    assert len(silent) > TEXTS // 50
    chance = random.Random(2)
    for first in silent:
        second = chance.choice(silent)
        first, second = first[: chance.randint(0, len(first))], second[chance.randint(0, len(second)) :]
        if repair.is_silent(first[-40:] + second[:40]):
            assert said(repair, first + second) == [], (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "A plain line, quite right.",
        "He said: “Don’t” – and left… 50 % of R&D, at 5 o’clock.\n\nWho? Me?\n",
        "Le café de l’été, à la fenêtre – 12 %.",
        "W Krakowie i w Toruniu było zimno – „tak”, mówi Ewa.",
        "Съешь ещё этих мягких французских булок, да выпей чаю. «Да» — нет.",
    ],
)
def test_a_right_text_is_silent(text: str) -> None:
    assert Repair(Options()).is_silent(text)


def test_characters_said_never_to_join_never_do() -> None:
    second = set()
    for code in range(0x110000):
        parts_ = unicodedata.decomposition(chr(code)).split()
        if len(parts_) == 2 and not parts_[0].startswith("<"):
            second.add(chr(int(parts_[1], 16)))
    for code in range(0x110000):
        char = chr(code)
        if not JOINING.match(char):
            assert unicodedata.is_normalized("NFC", char)
            assert unicodedata.combining(char) == 0
            assert char not in second


def test_stumps_are_all_that_the_pattern_begins_with() -> None:
    """A pattern that begins with one of a set of characters hits nowhere else."""
    for text in texts(TEXTS // 4):
        assert all(hit[0][0] in STUMPS for hit in STUMP.finditer(text))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("The file was UTF-8 read as Latin-1.", True),
        ("windows-1252 and cp437", True),
        ("A soft hyphen, or a zero width space", True),
        ("in HTML5 and XML", True),
        ("decoded bytes", True),
        ("un jeu de caractères", True),
        ("A B\xadyte", True),
        ("The cpu code was charming; he escapes no windows", True),
        ("Latin America, the cod, a postcode, coded messages", False),
        ("char-grilled widths of iso forms", False),
        ("bytesize", False),
    ],
)
def test_talk_about_characters_is_known_by_its_words(line: str, wanted: bool) -> None:
    assert talks(line) is wanted
