"""UTF-8 read as cp1252 that lost bytes, in other scripts than Latin: words come back or stay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import clean
from textclean.repair.hole_filling import script
from textclean.repair.holes import read
from textclean.repair.scripts import glued
from textclean.repair.sequences import plan

PAGES = Path(__file__).parents[2] / "samples" / "labelled" / "pages"
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
LANGUAGES = "ar bg bn el fa he hi ja ko ru ta th uk ur zh"
WORD = re.compile(r"[^\W\d_]+")
EACH = 5


def marked(text: str) -> str:
    """As a reader leaves it that puts U+FFFD for what cp1252 lacks."""
    return text.encode().decode("cp1252", "replace")


def dropped(text: str) -> str:
    """As a reader leaves it that puts nothing there."""
    return text.encode().decode("cp1252", "ignore")


def asked(text: str) -> str:
    """As it looks once it was stored in ASCII's neighbours: with question marks."""
    return marked(text).replace("\ufffd", "?")


DAMAGES = (marked, dropped, asked)


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@cache
def paragraphs() -> dict[str, list[str]]:
    """A few paragraphs in each language, of pages written for this project."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PAGES.rglob("*.tsv")):
        language = path.name.split("-")[1]
        if language in LANGUAGES.split() and len(found[language]) < EACH:
            rows = (row.partition("\t") for row in path.read_text(encoding="utf-8").splitlines())
            found[language] += [text for tag, _, text in rows if tag == "C" and len(text) > 60]
    return {language: texts[:EACH] for language, texts in found.items()}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    "text",
    [
        "Наш сосед рассказал нам всё.",
        "Русский язык",
        "Сьогодні ввечері буде сильний дощ.",
        "Міська рада",
        "Денес времето е убаво.",
        "Данас је лепо време.",
        "Το πρωί ήρθε ο γείτονας με τη γυναίκα του.",
        "Η θάλασσα ήταν ήρεμη.",
        "הילדה אכלה תפוח אחד ליד החלון",
        "القطار سيصل في السابعة مساء",
        "فتح الباب",
        "แมวกินปลาอยู่ในครัว",
        "こんにちは世界",
        "イギリスの新しい映画を見るために町まで行った人が多かった。",
        "오늘은 비가 많이 온다",
        "Старый «дом» у реки – café Noël…",
    ],
)
def test_lines_come_back(text: str, damage: Callable[[str], str]) -> None:
    damaged = damage(text)
    assert damaged != text
    assert repaired(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Ð ÑƒÑ\ufffdÑ\ufffdÐºÐ¸Ð¹ Ñ\ufffdÐ·Ñ‹Ðº", "Русский язык"),  # the no-break space of Р is a space
        ("Ð£Ñ\ufffdÐ¿ÐµÑ… \u00e2\u0161 \u00ef\u00b8\ufffd Ð´Ð°", "Успех ⚠\ufe0f да"),
    ],
)
def test_what_else_was_lost_on_the_way(damaged: str, text: str) -> None:
    assert repaired(damaged) == text


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Днес времето е хубаво и топло.", 1),
        ("האיש קנה לחם וחלב אצל השכן", 1),
        ("아이들이 학교에서 돌아왔다", 1),
        ("இன்று மழை பெய்தது", 2),
    ],
)
def test_a_word_that_nothing_decides_stays_as_a_whole(
    text: str, left: int, damage: Callable[[str], str]
) -> None:
    out = repaired(damage(text))
    stayed = [word for word in text.split(" ") if word not in out]
    assert 0 < len(stayed) <= left + (damage is dropped)  # without a mark a space may be half of a letter
    assert all(damage(word) in out for word in stayed)
    assert glued(out) == 0
    assert repaired(out) == out


@pytest.mark.parametrize(
    "text",
    [
        "EL AÑO QUE VIENE, ESPAÑA",
        "Il est allé à\ufffd Paris, déjà\ufffd",
        "Er sagte à” und ging, à»\ufffd",
        "ÞAÐ ER GOTT VEÐUR Í DAG",
        "Где Ð�Ð¾Ñ\ufffd стоит",
        "Das Wort � steht im Text, und Ð� auch",
        "ÐÑ ÐÑ ÐÑ",
        "AÑ? BÑ? CÑ?",
    ],
)
def test_right_lines_stay(text: str) -> None:
    assert read(text) == []


def test_what_closes_a_quotation_is_no_comma() -> None:
    text = "「はい」と言い、「いいえ」と言った。"
    assert repaired(marked(text)) == text


def test_in_japanese_a_letter_is_a_word() -> None:
    text = "夜から雨が降っているので、みんな家にいることにした。"
    out = repaired(marked(text))
    assert out != marked(text)
    assert all(part in text for part in DENSE.findall(out))
    assert sum(map(len, DENSE.findall(out))) > 20


def test_a_letter_cut_off_does_not_hold_back_the_rest() -> None:
    damaged = marked("The editor 处理文件上传").replace("\ufffd", "").rstrip("\xa0")
    assert repaired(damaged).startswith("The editor 处理文件上")


def test_a_line_that_shows_damage_stays() -> None:
    text = "The bytes D0 9D read as cp1252 are shown as: Ð\ufffd Ð°Ñ\ufffd (UTF-8)"
    assert repaired(text) == text


def test_latin_lines_are_left_to_their_words() -> None:
    assert read(marked("Ítalía er land í Evrópu, Ísland líka.")) == []


def test_a_plan_holds_the_whole_line() -> None:
    line = marked("Он сказал: „да“ – 12 €.")
    found = plan(line)
    assert found is not None
    assert "".join(unit.raw for unit in found.units) == line


def test_the_script_of_marks_counts() -> None:
    assert [script(char) for char in "яé्,5"] == ["CYRILLIC", "LATIN", "DEVANAGARI", "", ""]


@pytest.mark.parametrize("damage", DAMAGES)
def test_words_are_put_back_as_they_were_or_stay(damage: Callable[[str], str]) -> None:
    restored = made_up = 0
    for language in LANGUAGES.split():
        for text in paragraphs()[language]:
            damaged = damage(text)
            out = repaired(damaged)
            assert glued(out) <= glued(text)
            old = set(WORD.findall(damaged))
            new = {word for word in set(WORD.findall(out)) - old if script(word[0]) not in ("LATIN", "")}
            right = new & set(WORD.findall(text))
            if language in ("ja", "zh"):
                new = set(DENSE.findall(out)) - old
                right = {word for word in new if word in text}
            restored, made_up = restored + len(right), made_up + len(new) - len(right)
            assert repaired(out) == out
    assert restored > 1_200
    assert 400 * made_up <= restored


@given(st.data())
@cases(400)
def test_a_second_run_changes_nothing(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES.split()))
    text = data.draw(st.sampled_from(paragraphs()[language]))
    start = data.draw(st.integers(0, len(text)))
    size = data.draw(st.integers(1, 80))
    damaged = data.draw(st.sampled_from(DAMAGES))(text[start : start + size])
    once = repaired(damaged)
    assert repaired(once) == once


def test_many_holes_are_read() -> None:
    word = marked("снова ")
    out = repaired(word * 3000)
    assert out.count("снова") == 3000
