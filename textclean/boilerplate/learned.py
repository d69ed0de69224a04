"""Learned rules: the repeats of a site as a rule file that a person can read, correct and keep.

A rule a repeat, in the format of users' rules (see textclean.boilerplate.rules), each tested before it is
written. What such a rule cannot say (a block without a word of three letters) is left out.

What kind of boilerplate a repeat is, the model says, which sees it among the blocks that it stood among. It
also has a say where only the place makes a short line furniture. “From the same desk” has changing teasers
below it, and “Results” changing results; “All rights reserved.” is a last line, and so is “Amen.”: sentences,
and headings over what stands on no other page, are left out where the model holds them likelier of the
article, all else where it is sure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import combining, normalize

from textclean.boilerplate.blocks import fold, is_sentence
from textclean.boilerplate.examples import failures
from textclean.boilerplate.repeats import Repeat
from textclean.boilerplate.rules import rules_of
from textclean.boilerplate.standing import TAIL
from textclean.errors import RuleError
from textclean.patterns import compile_pattern
from textclean.settings import CATEGORIES

if TYPE_CHECKING:
    from textclean.boilerplate.model import Model

NAVIGATION, RELATED = "navigation", "related"
"""What a rule is filed under where the model has no idea: a short line; sentences, headings over teasers.
A person may file it elsewhere."""
HEADER = """\
# What stands in many files of {site}, learned from {files}.
# Each rule takes one block, whatever its case; \\d++ is any number. Delete the rules that take what you want
# to keep, or keep a kind: with `--keep newsletter` the rules named [newsletter.…] are silent. Then:
#   textclean rules test FILE       tries the examples
#   textclean fix --rules FILE …    uses the rules
"""
_SPECIAL = compile_pattern(r"[\\.^$*+?{}\[\]|()]")
_NUMBER = compile_pattern(r"0")
_UNPRINTABLE = compile_pattern("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DEFAULT_WORDS, _WORD = 40, 24
_MOST_VARIANTS = 4
_EVEN, _SURE = 0.0, log(0.8 / 0.2)
"""Odds from which a block is likelier of the article, and surely so."""
_MAJORITY = 0.5
"""How likely the likeliest kind must be among those of boilerplate."""


class Filed(NamedTuple):
    """What the model says of a repeat."""

    kind: str
    odds: float
    """Log-odds that it is of the article, or that what only this file has right below it is."""


def rule_file(
    repeats: Sequence[Repeat], site: str, files: int, model: Model | None = None
) -> tuple[str, int]:
    """The text of a rule file, and how many rules it holds; the kinds are the shipped model's word."""
    named: dict[str, dict[str, Any]] = {}
    kinds: dict[str, str] = {}
    for repeat, filed in zip(repeats, filed_by(repeats, model), strict=True):
        table = _table(repeat)
        if _works(table) and not _is_disputed(repeat, filed.odds):
            name = _name(repeat, named)
            named[name], kinds[name] = table, filed.kind
    counted = f"{files} file" if files == 1 else f"{files} files"
    if repeats and (copies := files - repeats[0].of) > 0:
        counted += f", {copies} of them {'a copy' if copies == 1 else 'copies'} of others"
    header = HEADER.format(site=_UNPRINTABLE.sub("?", site), files=counted)
    return "\n".join([header, *(_render(kinds[name], name, table) for name, table in named.items())]), len(
        named
    )


def filed_by(repeats: Sequence[Repeat], model: Model | None = None) -> list[Filed]:
    """What a model says of repeats, each among the blocks it stood among in the first file that has it."""
    if not repeats:
        return []
    from textclean.boilerplate.form import shapes
    from textclean.boilerplate.model import shipped_model
    from textclean.boilerplate.pieces import plain

    model = model or shipped_model()
    pages = [plain(repeat.page or (repeat.example,)) for repeat in repeats]
    vectors = model.read([model.pieces(line) for page in pages for line in page])
    filed, start = [], 0
    for repeat, page in zip(repeats, pages, strict=True):
        stop = start + len(page)
        judged = model.judge(vectors[start:stop], shapes(page), [0] + [1] * (len(page) - 1))
        odds = judged.odds[repeat.at : repeat.at + 2 if repeat.place == TAIL else repeat.at + 1].tolist()
        kind = _kind(odds[0], judged.kinds[repeat.at].tolist(), model.kinds)
        filed.append(Filed(kind or _kind_by_form(repeat), max(odds)))
        start = stop
    return filed


def _is_disputed(repeat: Repeat, odds: float) -> bool:
    """Whether only a place makes furniture of what the model holds for the article."""
    doubt = repeat.place == TAIL or is_sentence(fold(repeat.example))
    return repeat.place != "" and odds >= (_EVEN if doubt else _SURE)


def _kind(odds: float, logs: Sequence[float], kinds: Sequence[str]) -> str:
    """The likeliest kind of boilerplate, if the model has an idea; the article is the first of `kinds`."""
    most = max(logs[1:])
    best = kinds[logs.index(most, 1)]
    share = 1 / sum(exp(each - most) for each in logs[1:])
    return best if odds < _SURE and share >= _MAJORITY and best in CATEGORIES else ""


def _kind_by_form(repeat: Repeat) -> str:
    return RELATED if repeat.heads or is_sentence(fold(repeat.example)) else NAVIGATION


def _table(repeat: Repeat) -> dict[str, Any]:
    patterns = [_pattern(variant) for variant in repeat.variants[:_MOST_VARIANTS]]
    table: dict[str, Any] = {
        "title": f"Stands in {repeat.files} of {repeat.of} files",
        "pattern": f"^{patterns[0]}$" if len(patterns) == 1 else f"^(?:{'|'.join(patterns)})$",
        "removes": [repeat.example],
        "keeps": [_UNPRINTABLE.sub(" ", repeat.near) or f"… {repeat.example} …"],
    }
    if repeat.heads:
        table["role"] = "heading"
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
        (rule,) = rules_of({"rule": table}, Path("learned"), f"learned.{RELATED}")
    except RuleError:
        return False
    return not failures(rule)


def _name(repeat: Repeat, taken: Iterable[str]) -> str:
    """A name made of the block's first words in ASCII letters, accents left out."""
    bare = "".join(char for char in normalize("NFKD", repeat.variants[0]) if not combining(char))
    words = re.findall(r"[a-z]+", bare)[:4]
    stem = name = "-".join(words)[:40].rstrip("-") or "block"
    number = 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _render(kind: str, name: str, table: dict[str, Any]) -> str:
    lines = [f"[{kind}.{name}]"]
    lines += [f"{key} = {_toml(key, value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _toml(key: str, value: Any) -> str:
    """A value as TOML; JSON's strings are TOML's too."""
    if key == "pattern" and "'''" not in value:
        return f"'''{value}'''"
    return json.dumps(value, ensure_ascii=False)
