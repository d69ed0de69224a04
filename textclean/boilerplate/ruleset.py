"""The rules that come with textclean, and where they are read from.

Hundreds of small TOML files are pleasant to write and slow to read. A wheel therefore carries them compiled
into one JSON file, which the build writes; a source checkout has the TOML files, and keeps the compiled form
in a cache beside them that is renewed whenever one of them changes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from textclean.boilerplate.rules import Rule, rules_in

_DATA = Path(__file__).parent.parent / "data"
_FOLDER = _DATA / "rules"
COMPILED = _DATA / "rules.json"
_CACHE = _DATA / ".rules-cache.json"


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """All rules that come with textclean."""
    for path, stamp in ((COMPILED, _sizes), (_CACHE, _times)):
        with suppress(OSError, ValueError, KeyError, TypeError):
            held = json.loads(path.read_bytes())
            if held["stamp"] == stamp():
                return read_compiled(held["rules"])
    rules = rules_in(_FOLDER)
    with suppress(OSError):  # a read-only checkout works too, only slower
        _write(_CACHE, _times(), rules)
    return tuple(rules)


def write_compiled() -> None:
    """Write the compiled form that a wheel carries."""
    _write(COMPILED, _sizes(), rules_in(_FOLDER))


def compiled(rules: Iterable[Rule]) -> list[list[Any]]:
    """Rules as plain lists, in the order of Rule's fields."""
    return [list(rule) for rule in rules]


def read_compiled(rows: Sequence[Sequence[Any]]) -> tuple[Rule, ...]:
    """Rules from what `compiled` made of them."""
    return tuple(Rule._make(map(_fixed, row)) for row in rows)


def _fixed(value: Any) -> Any:
    """Lists as tuples, however deep."""
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def _write(path: Path, stamp: list[list[Any]], rules: Iterable[Rule]) -> None:
    """Write whole or not at all: another process may be reading."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_text(json.dumps({"stamp": stamp, "rules": compiled(rules)}), encoding="utf-8")
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
