"""The rules that come with textclean, and where they are read from.

They are few: stock lines of which each was right in 98 of 100 words on pages that it was not written on, and
took what the model had left. Small TOML files are pleasant to write and slow to read. A wheel therefore
carries them compiled into one file, which the build writes; a source checkout has the TOML files, and keeps
the compiled form in a cache beside them that is renewed whenever one of them changes.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from textclean.boilerplate.rules import Rule, rules_in

_DATA = Path(__file__).parent.parent / "data"
_FOLDER = _DATA / "rules"
COMPILED = _DATA / "rules.bin"
_CACHE = _DATA / ".rules-cache.bin"


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """The rules that come with textclean."""
    for path, stamp in ((COMPILED, _sizes), (_CACHE, _times)):
        with suppress(OSError, ValueError, KeyError, TypeError, EOFError):
            held = marshal.loads(path.read_bytes())
            if held["stamp"] == stamp():
                return tuple(map(Rule._make, held["rules"]))
    rules = rules_in(_FOLDER)
    with suppress(OSError):  # a read-only checkout works too, only slower
        _write(_CACHE, _times(), rules)
    return tuple(rules)


def write_compiled() -> None:
    """Write the compiled form that a wheel carries."""
    _write(COMPILED, _sizes(), rules_in(_FOLDER))


def _write(path: Path, stamp: list[list[Any]], rules: Iterable[Rule]) -> None:
    """Write whole or not at all: another process may be reading."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(marshal.dumps({"stamp": stamp, "rules": [tuple(rule) for rule in rules]}))
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
