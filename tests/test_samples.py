"""The samples, whole: raw bytes in, the article out, as a person wrote it down beforehand.

`tests/golden/<name>.clean.txt` was written by hand from the article before it was damaged, not by running
textclean.
"""

from pathlib import Path

import pytest

import textclean

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def golden(sample: Path) -> str:
    return (ROOT / "tests" / "golden" / f"{sample.stem}.clean.txt").read_bytes().decode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_comes_out_as_the_article(sample: Path) -> None:
    assert textclean.clean_bytes(sample.read_bytes()).text == golden(sample)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_second_run_changes_nothing(sample: Path) -> None:
    once = textclean.clean_bytes(sample.read_bytes()).text
    assert textclean.clean(once).edits == ()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_original_comes_back_byte_for_byte(sample: Path) -> None:
    data = sample.read_bytes()
    result = textclean.clean_bytes(data)
    assert textclean.apply(result.text, textclean.invert(result.edits)) == result.document.text
    assert result.document.encode() == data


def test_an_article_about_newsletters_keeps_every_word() -> None:
    result = textclean.clean_bytes((ROOT / "samples" / "inbox.txt").read_bytes())
    assert all(edit.before.strip(" “”‘’'\"") == "" for edit in result.edits)
