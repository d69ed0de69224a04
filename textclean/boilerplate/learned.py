"""Learned rules: the repeats of a site as a rule file that a person can read, correct and keep.

A rule a repeat, in the format of users' rules (see textclean.boilerplate.rules), each tested before it is
written. What such a rule cannot say (a block without a word of three letters) is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textclean.boilerplate.examples import failures
from textclean.boilerplate.repeats import Repeat
from textclean.boilerplate.rules import rules_of
from textclean.errors import RuleError
from textclean.patterns import compile_pattern

CATEGORY = "related"
"""What learned rules are filed under; a person may file one elsewhere."""
HEADER = """\
# What stands in many files of {site}, learned from {files}.
# Each rule takes one block, whatever its case; \\d++ is any number. Delete the rules that take what you want
# to keep. Then:
#   textclean rules test FILE       tries the examples
#   textclean fix --rules FILE …    uses the rules
"""
_SPECIAL = compile_pattern(r"[\\.^$*+?{}\[\]|()]")
_NUMBER = compile_pattern(r"0")
_UNPRINTABLE = compile_pattern("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DEFAULT_WORDS, _WORD = 40, 24
_MOST_VARIANTS = 4


def rule_file(repeats: Iterable[Repeat], site: str, files: int) -> tuple[str, int]:
    """The text of a rule file, and how many rules it holds."""
    named: dict[str, dict[str, Any]] = {}
    for repeat in repeats:
        table = _table(repeat)
        if _works(table):
            named[_name(repeat, named)] = table
    counted = f"{files} file" if files == 1 else f"{files} files"
    header = HEADER.format(site=_UNPRINTABLE.sub("?", site), files=counted)
    return "\n".join([header, *(_render(name, table) for name, table in named.items())]), len(named)


def _table(repeat: Repeat) -> dict[str, Any]:
    patterns = [_pattern(variant) for variant in repeat.variants[:_MOST_VARIANTS]]
    table: dict[str, Any] = {
        "title": f"Stands in {repeat.files} of {repeat.of} files",
        "pattern": f"^{patterns[0]}$" if len(patterns) == 1 else f"^(?:{'|'.join(patterns)})$",
        "removes": [repeat.example],
        "keeps": [f"The words “{repeat.example}” stood on a sheet of paper at the door."],
    }
    longest = max(map(len, repeat.variants)) + 20
    words = max(repeat.example.count(" ") + 1, longest // _WORD + 1)
    if words > _DEFAULT_WORDS:
        table["max_words"] = words
    return table


def _pattern(variant: str) -> str:
    """A folded block as a regular expression, its numbers open."""
    escaped = _SPECIAL.sub(r"\\\g<0>", variant).replace("<", "[<]")
    return _NUMBER.sub(r"\\d++", escaped)


def _works(table: dict[str, Any]) -> bool:
    """Whether the loader takes the rule, and the rule its examples."""
    if any(_UNPRINTABLE.search(text) for text in (table["pattern"], *table["removes"])):
        return False
    try:
        (rule,) = rules_of({"rule": table}, Path("learned"), f"learned.{CATEGORY}")
    except RuleError:
        return False
    return not failures(rule)


def _name(repeat: Repeat, taken: Iterable[str]) -> str:
    """A name made of the block's first words, as far as they are ASCII."""
    words = re.findall(r"[a-z]+", repeat.variants[0])[:4]
    stem = name = "-".join(words)[:40].rstrip("-") or "block"
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _render(name: str, table: dict[str, Any]) -> str:
    lines = [f"[{CATEGORY}.{name}]"]
    lines += [f"{key} = {_toml(key, value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _toml(key: str, value: Any) -> str:
    """A value as TOML; JSON's strings are TOML's too."""
    if key == "pattern" and "'''" not in value:
        return f"'''{value}'''"
    return json.dumps(value, ensure_ascii=False)
