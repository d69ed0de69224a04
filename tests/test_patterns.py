"""Patterns kept compiled: the same as `re.compile`, whatever the file holds."""

import marshal
import re
from pathlib import Path

import pytest

from textclean import patterns
from textclean.patterns import compile_pattern, save

SAMPLES: list[tuple[str, int]] = [
    (r"a+b", 0),
    (r"(?P<first>\w+) (?P<second>\d)?(x)", re.IGNORECASE),
    ("[À-ž“”\ud800]{2,}(?=z)|(?<!y)é", 0),
    (r" # a comment\n [a-z] \b", re.VERBOSE),
    (r"(?s:.)(?i:Straße)|^$", re.MULTILINE),
]
TEXTS = ["aab", "word 5x", "WORD x", "““z é yé", "STRASSE\n\nstraße", "", "a 1 b 2", "\ud800\ud800z"]


@pytest.fixture(autouse=True)
def own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "patterns.bin"
    monkeypatch.setattr(patterns, "FILE", file)
    forget(monkeypatch)
    return file


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a new process."""
    re.purge()
    monkeypatch.setattr(patterns, "_held", None)
    monkeypatch.setattr(patterns, "_new", {})


def held() -> int:
    return len(patterns._codes())


@pytest.mark.parametrize(("pattern", "flags"), SAMPLES)
def test_a_pattern_that_was_kept_is_the_same(
    pattern: str, flags: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_pattern(pattern, flags)
    assert save(least=1)
    forget(monkeypatch)
    assert held() == 1
    kept, fresh = compile_pattern(pattern, flags), re.compile(pattern, flags)
    assert (kept.pattern, kept.flags, kept.groups) == (fresh.pattern, fresh.flags, fresh.groups)
    assert dict(kept.groupindex) == dict(fresh.groupindex)
    for text in TEXTS:
        hits = [(hit.span(), hit.groups(), hit.lastgroup) for hit in kept.finditer(text)]
        assert hits == [(hit.span(), hit.groups(), hit.lastgroup) for hit in fresh.finditer(text)]
    assert not save(least=1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"not marshal",
        marshal.dumps(("other engine", {("a", 0): (0, b"", 0, {}, ())})),
        b"\x28" * 9,
    ],
)
def test_a_file_that_is_of_no_use_is_ignored(data: bytes, own_file: Path) -> None:
    own_file.write_bytes(data)
    assert held() == 0
    assert compile_pattern("a").match("a")


def test_code_that_the_engine_refuses_is_compiled_anew(own_file: Path) -> None:
    own_file.write_bytes(marshal.dumps((patterns._engine(), {("a", 0): (32, b"\7\0\0\0", 0, {}, (None,))})))
    assert held() == 1
    assert compile_pattern("a").match("a")


def test_a_few_new_patterns_are_not_worth_a_file(own_file: Path) -> None:
    compile_pattern("abc")
    assert not save()
    assert not own_file.exists()


def test_a_folder_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(patterns, "FILE", tmp_path / "none" / "patterns.bin")
    compile_pattern("abc")
    assert not save(least=1)
