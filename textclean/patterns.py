"""Patterns that are compiled once for all: `re.compile`, with its work kept on disk.

Compiling a pattern takes about a millisecond, reading what compiling made of it twenty microseconds; cleaning
one short article takes over a hundred patterns, which is most of its time. Python keeps the compiled form of
its modules, and nothing of the kind for patterns. So this does: a file beside the package's data holds the
engine's code for each pattern, as Python's `__pycache__` holds its own. A wheel brings it along; elsewhere
the command line writes it where it may, and without it everything works, only slower.

The code belongs to one version of the engine, so the file names that version and is ignored by any other;
patterns are found by their whole text and flags, so that none can get the code of another. Everything that
reaches into `re` is here, and where it does not find what it expects `re.compile` does the work.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "patterns.bin"
MOST = 4_000
"""How many patterns the file may hold."""
WORTH = 8
"""From how many new patterns on the file is written again."""

Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine takes: flags, instructions, groups, and the names of the groups both ways."""

_held: dict[tuple[str, int], Code] | None = None
_new: dict[tuple[str, int], Code] = {}


def compile_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile(pattern, flags)`, faster where the pattern is known."""
    key = (pattern, int(flags))
    code = _codes().get(key)
    if code is not None:
        with suppress(RuntimeError, OverflowError, TypeError, ValueError):  # refused: `re` decides
            return _load(pattern, code)
    found = re.compile(pattern, flags)
    if key not in _new and len(_new) < MOST:
        _new[key] = (0, b"", 0, {}, ())  # made when the file is written
    return found


def save(least: int = WORTH) -> bool:
    """Write what was compiled since the file was read, if there is enough of it and the folder allows it."""
    if len(_new) < least or not hasattr(re, "_compiler"):
        return False
    held = dict(_codes())
    for key in _new:
        held[key] = _code(*key)
    held = dict(list(held.items())[-MOST:])
    partial = FILE.with_name(f"{FILE.name}.{os.getpid()}")
    try:
        partial.write_bytes(marshal.dumps((_engine(), held)))
        partial.replace(FILE)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        return False
    _new.clear()
    return True


def _codes() -> dict[tuple[str, int], Code]:
    global _held
    if _held is None:
        _held = {}
        with suppress(OSError, ValueError, TypeError, EOFError):
            engine, held = marshal.loads(FILE.read_bytes())
            if engine == _engine():
                _held = held
    return _held


def _engine() -> tuple[Any, ...]:
    """What code depends on: the interpreter, its engine, the width of an instruction."""
    engine: Any = import_module("_sre")
    return (sys.implementation.cache_tag, sys.hexversion, engine.MAGIC, engine.CODESIZE, sys.byteorder)


def _load(pattern: str, code: Code) -> re.Pattern[str]:
    flags, data, groups, index, names = code
    instructions = memoryview(data).cast("I").tolist()
    made: re.Pattern[str] = import_module("_sre").compile(pattern, flags, instructions, groups, index, names)
    return made


def _code(pattern: str, flags: int) -> Code:
    """What `re.compile` hands to the engine."""
    from array import array

    engine: Any = re
    parsed = engine._parser.parse(pattern, flags)
    instructions = engine._compiler._code(parsed, flags)
    index = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, group in index.items():
        names[group] = name
    return (
        flags | parsed.state.flags,
        array("I", instructions).tobytes(),
        parsed.state.groups - 1,
        index,
        tuple(names),
    )
