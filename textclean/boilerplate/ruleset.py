"""The rules that come with textclean, and where they are read from.

Hundreds of small TOML files are pleasant to write and slow to read. A wheel therefore carries them compiled
into one JSON file, which the build writes; a source checkout has the TOML files, and keeps the compiled form
in a cache beside them that is renewed whenever one of them changes.
"""

from __future__ import annotations

import json
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
    if not _FOLDER.is_dir():
        return read_compiled(json.loads(COMPILED.read_bytes())["rules"])
    stamp = _stamp(_FOLDER)
    with suppress(OSError, ValueError):
        cached = json.loads(_CACHE.read_bytes())
        if cached["stamp"] == stamp:
            return read_compiled(cached["rules"])
    rules = rules_in(_FOLDER)
    with suppress(OSError):  # a read-only checkout works too, only slower
        _CACHE.write_text(json.dumps({"stamp": stamp, "rules": compiled(rules)}), encoding="utf-8")
    return tuple(rules)


def compiled(rules: Iterable[Rule]) -> list[list[Any]]:
    """Rules as plain lists, in the order of Rule's fields."""
    return [list(rule) for rule in rules]


def read_compiled(rows: Sequence[Sequence[Any]]) -> tuple[Rule, ...]:
    """Rules from what `compiled` made of them."""
    return tuple(
        Rule._make(tuple(value) if isinstance(value, list) else value for value in row) for row in rows
    )


def _stamp(folder: Path) -> list[list[Any]]:
    """What changes whenever a rule file, or the code that reads them, does."""
    code = [Path(__file__).parent / name for name in ("rules.py", "literals.py", "ruleset.py")]
    files = [*sorted(folder.rglob("*.toml")), *code]
    return [[path.name, (status := path.stat()).st_mtime_ns, status.st_size] for path in files]
