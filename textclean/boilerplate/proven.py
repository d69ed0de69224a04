"""Which engine the patterns of a rule, a user's or one that ships, may run on, if any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textclean.boilerplate.linear import EXTRA, ForeignError, is_there, linear, spelt
from textclean.boilerplate.safety import flags, refused
from textclean.errors import RuleError

if TYPE_CHECKING:
    from textclean.boilerplate.rules import Rule


def proven(path: Path, rule: Rule) -> Rule:
    """The rule, if each of its patterns is proven to take little time, on `re` or else on RE2.

    `.{0,40}our.{0,40}` is, on `re`; `(?:a|aa)*c` is on RE2 alone; `(a+)\\1c` is on neither: RuleError.
    """
    foreign: list[str] = []
    for key, pattern in rule.patterns:
        where = f"{path}: [{rule.id.partition('.')[2]}] {key}"
        if flags(pattern):
            raise RuleError(f"{where}: flags such as (?i) are not taken; texts are folded to lower case")
        trouble = refused(pattern, rule.size)
        if not trouble:
            continue
        try:
            spelt(pattern)
            if not is_there():
                raise RuleError(
                    f"{where}: {trouble}; bound it, as in .{{0,40}}, or install {EXTRA}, where it is allowed"
                )
            linear(pattern)
        except ForeignError as error:
            raise RuleError(f"{where}: {trouble}, and RE2 {error}; write it without, or bound it") from error
        foreign.append(pattern)
    return rule._replace(linear=tuple(foreign)) if foreign else rule
