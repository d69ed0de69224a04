"""Where the shipped rules are read from: the compiled form where it fits, else the sources."""

import marshal
from pathlib import Path

import pytest

from textclean.boilerplate import ruleset
from textclean.boilerplate.ruleset import shipped_rules, write_compiled


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset, "COMPILED", tmp_path / "rules.bin")
    monkeypatch.setattr(ruleset, "_CACHE", tmp_path / "cache.bin")
    shipped_rules.cache_clear()


def test_sources_compiled_form_and_cache_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    from_sources = shipped_rules()
    assert ruleset._CACHE.exists()
    shipped_rules.cache_clear()
    monkeypatch.setattr(ruleset, "rules_in", lambda folder: pytest.fail("read the sources again"))
    assert shipped_rules() == from_sources


def test_a_wheel_needs_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    write_compiled()
    monkeypatch.setattr(ruleset, "rules_in", lambda folder: pytest.fail("read the sources"))
    assert shipped_rules()
    assert not ruleset._CACHE.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", marshal.dumps({"stamp": [], "rules": {}})])
def test_a_stale_or_broken_compiled_form_is_not_used(content: bytes) -> None:
    ruleset.COMPILED.write_bytes(content)
    assert len(shipped_rules()) > 50
