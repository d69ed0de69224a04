"""Tables: the word lists that come with textclean, read without a TOML parser.

The lists are TOML, which any editor colours and any tool reads, but of one shape only: `name = "words"`, in
sections or not. For that shape a pattern of one line is enough, and cleaning a small file need not wait for
`tomllib` and `importlib.resources`, which cost more to import than the cleaning costs.
"""

from __future__ import annotations

from pathlib import Path

from textclean.patterns import compile_pattern

_ENTRY = compile_pattern(r'(?m)^\[(\w+)\]|^(?:"([^"\n]+)"|([\w-]+)) = (?:"""\n([^"\\]*)"""|"([^"\\\n]*)")')


def read_table(name: str) -> dict[str, dict[str, str]]:
    """The sections of a list in textclean's data folder; ``""`` holds what comes before the first."""
    sections: dict[str, dict[str, str]] = {"": {}}
    entries = sections[""]
    data = Path(__file__).parent / "data" / name
    for section, quoted, bare, many, one in _ENTRY.findall(data.read_text(encoding="utf-8")):
        if section:
            entries = sections[section] = {}
        else:
            entries[quoted or bare] = many or one
    return sections
