"""The gallery shows every sample as the library cleans it."""

from __future__ import annotations

import importlib
import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

import textclean
from tests.examples import ROOT

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


@pytest.fixture
def gallery(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / ".docs")
    return importlib.import_module("gallery")


def tabs(section: str) -> dict[str, str]:
    """What stands in each tab, as text where it is an article."""
    parts = re.split(r'(?m)^=== "(\w+)"\n', section)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    for name in ("Before", "After"):
        html = re.sub(r"</?(?:div|del|u)\b[^>]*>", "", found[name].strip())
        found[name] = unescape(html.replace("<br>", "\n"))
    return found


def test_every_sample_has_a_section(gallery: ModuleType) -> None:
    page = gallery.page()
    assert [f"`samples/{path.name}`" in page for path in SAMPLES] == [True] * len(SAMPLES)
    assert len(re.findall("(?m)^## ", page)) == len(SAMPLES) > 5


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_before_is_what_came_and_after_the_clean_text(gallery: ModuleType, path: Path) -> None:
    data = path.read_bytes()
    result = textclean.clean_bytes(data)
    shown = tabs(gallery.section(path.name, data))
    assert shown["After"] == result.text.strip().replace("\r\n", "\n")
    assert shown["Before"] == result.document.text.strip().replace("\r\n", "\n")


def test_each_removal_has_its_reason_and_each_repair_its_number(gallery: ModuleType) -> None:
    text = "He said “no”, she said “yes”.\n\nSign up | for our *newsletter* <today>\n"
    shown = gallery.section("some.txt", text.encode())
    assert "1 block removed, 4 places mended" in shown
    before, why = shown.partition('=== "Why"')[::2]
    assert before.count("<u ") == 4
    assert before.count("<del ") == 1
    assert r"Sign up \| for our \*newsletter\* &lt;today&gt;" in why
    assert re.search(r"\| 4 \| .*made straight \| <code>“</code> → <code>&quot;</code> \|", why)
