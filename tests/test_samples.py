"""The samples, whole: raw bytes in, the article out, as a person wrote it down beforehand.

`tests/golden/<name>.clean.txt` was written by hand from the article before it was damaged, not by running
textclean.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import textclean
from tests.golden.write import report_of
from textclean.reports.unified import unified

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


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_report_names_every_change(sample: Path) -> None:
    kept = (ROOT / "tests" / "golden" / f"{sample.stem}.report.json").read_text(encoding="utf-8")
    assert json.loads(json.dumps(report_of(sample))) == json.loads(kept)


@pytest.mark.parametrize(
    "program", [["patch", "-p1", "-s"], ["git", "apply", "--whitespace=nowarn"]], ids="-".join
)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_diff_applies(
    sample: Path, program: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"needs {program[0]}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / sample.name).write_bytes(sample.read_bytes())
    diff = unified(textclean.clean_bytes(sample.read_bytes()), sample.name)
    subprocess.run(program, input=diff, check=True)
    assert (tmp_path / sample.name).read_bytes().decode() == golden(sample)


def test_an_article_about_newsletters_keeps_every_word() -> None:
    result = textclean.clean_bytes((ROOT / "samples" / "inbox.txt").read_bytes())
    assert all(edit.before.strip(" “”‘’'\"") == "" for edit in result.edits)
