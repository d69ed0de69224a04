"""The rules that come with textclean, and where they are read from.

Hundreds of small TOML files are pleasant to write and slow to read. A wheel therefore carries them compiled
into one file, which the build writes; a source checkout has the TOML files, and keeps the compiled form in a
cache beside them that is renewed whenever one of them changes. In it each language is a piece of its own, so
that an English article does not wait for Turkish rules.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from textclean.boilerplate.rules import Rule, rules_in

_DATA = Path(__file__).parent.parent / "data"
_FOLDER = _DATA / "rules"
COMPILED = _DATA / "rules.bin"
_CACHE = _DATA / ".rules-cache.bin"


@lru_cache(maxsize=64)
def shipped_rules(languages: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """The rules that come with textclean: those of some languages, or all."""
    for path, stamp in ((COMPILED, _sizes), (_CACHE, _times)):
        with suppress(OSError, ValueError, KeyError, TypeError, EOFError):
            held = marshal.loads(path.read_bytes())
            if held["stamp"] == stamp():
                return read_compiled(held["rules"], languages)
    rules = rules_in(_FOLDER)
    with suppress(OSError):  # a read-only checkout works too, only slower
        _write(_CACHE, _times(), rules)
    return tuple(rule for rule in rules if not languages or rule.language in languages)


def write_compiled() -> None:
    """Write the compiled form that a wheel carries."""
    _write(COMPILED, _sizes(), rules_in(_FOLDER))


def compiled(rules: Iterable[Rule]) -> dict[str, bytes]:
    """Rules by language, as plain tuples in the order of Rule's fields, in Python's own form."""
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for rule in rules:
        rows.setdefault(rule.language, []).append(tuple(rule))
    return {language: marshal.dumps(each) for language, each in rows.items()}


def read_compiled(held: Mapping[str, bytes], languages: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """Rules from what `compiled` made of them."""
    pieces = [piece for language, piece in held.items() if not languages or language in languages]
    return tuple(Rule._make(row) for piece in pieces for row in marshal.loads(piece))


def _write(path: Path, stamp: list[list[Any]], rules: Iterable[Rule]) -> None:
    """Write whole or not at all: another process may be reading."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(marshal.dumps({"stamp": stamp, "rules": compiled(rules)}))
    partial.replace(path)


def _times() -> list[list[Any]]:
    """What changes whenever a rule file, or the code that reads them, does."""
    return [[path.name, (status := path.stat()).st_mtime_ns, status.st_size] for path in _sources()]


def _sizes() -> list[list[Any]]:
    """The same for an installed package, whose files are as old as the installation."""
    return [[path.name, path.stat().st_size] for path in _sources()]


def _sources() -> list[Path]:
    code = [Path(__file__).parent / name for name in ("rules.py", "literals.py", "ruleset.py")]
    return [*sorted(_FOLDER.glob("*/*.toml")), *code]
