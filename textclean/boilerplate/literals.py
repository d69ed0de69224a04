r"""Literals that a pattern cannot match without: what lets thousands of patterns cost one pass over a text.

`\b(?:sign up|subscribe)\b.{0,40}\bnewsletter` matches nothing that does not contain `newsletter`. All rules'
literals sit in one automaton; a rule's pattern is tried only on blocks that hold one of its literals. The
idea is that of ripgrep's and Hyperscan's prefilters; the parse tree is the one that `re` itself compiles.
"""

from __future__ import annotations

import re._constants as sre
import re._parser as parser
from collections.abc import Iterable, Sequence, Set
from itertools import product
from typing import Any

_MOST = 64  # literals for one pattern, beyond which a longer but single one is better
_SHORTEST = 3
_ALSO = 32  # literals of a further set: looking for more costs as much as the pattern
_ALSO_SETS = 3
_COMMON_WORDS = """
all and are but can con dans das del den der des det die een est for från from get has have het how las
les los med met mit more não not och one our out para por pour que som that the this una van voor was who
with you your для или как что это
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def required_literals(pattern: str) -> list[str]:
    """The best set of literals of which every match of `pattern` contains one; empty where there is none."""
    _, found = _sequence(parser.parse(pattern))
    best: frozenset[str] = max(found, key=_worth, default=frozenset())
    return _least(best)


def _least(literals: Iterable[str]) -> list[str]:
    """The literals without those that hold another: where `goats` is found, `goat` is."""
    kept: list[str] = []
    for literal in sorted(literals, key=lambda literal: (len(literal), literal)):
        if not any(map(literal.__contains__, kept)):
            kept.append(literal)
    return sorted(kept)


def also_required(pattern: str, literals: Sequence[str], needs: Sequence[str] = ()) -> list[list[str]]:
    """Further sets of literals of which a block must hold one; `literals` is the set that is known.

    They come from the pattern and from others that must match as well. Where a block holds `newsletter`, two
    looks for `sign up` or `subscribe` spare the pattern, which costs a hundred times as much.
    """
    _, found = _sequence(parser.parse(pattern))
    found += [max(_sequence(parser.parse(need))[1], key=_worth, default=_EMPTY) for need in needs]
    own = {literal.strip() for literal in literals}
    sets = [_least({literal.strip() for literal in each}) for each in found]
    useful = [each for each in sets if len(each) <= _ALSO and min(map(len, each)) >= 2 and not own & {*each}]
    return sorted({tuple(each): each for each in useful}.values(), key=len)[:_ALSO_SETS]


_Strings = frozenset[str] | None
_Sets = list[frozenset[str]]
_EMPTY = frozenset({""})


def _sequence(items: Any) -> tuple[_Strings, _Sets]:
    """What a sequence matches exactly, if that is a small set of strings, and sets of required literals."""
    run: frozenset[str] = _EMPTY
    whole = True
    found: _Sets = []
    for op, value in items:
        exact, required = _item(op, value)
        found += required
        joined = _joined(run, exact) if exact is not None else None
        if joined is None:
            found.append(run)
            whole = False
            run = exact if exact is not None else _EMPTY
        else:
            run = joined
    return (run if whole else None), [each for each in [*found, run] if _worth(each)]


def _item(op: Any, value: Any) -> tuple[_Strings, _Sets]:
    if op is sre.LITERAL:
        return frozenset({chr(value)}), []
    if op is sre.IN:
        return _characters(value), []
    if op is sre.SUBPATTERN:
        return _sequence(value[3])
    if op is sre.ATOMIC_GROUP:
        return _sequence(value)
    if op is sre.BRANCH:
        return _branches([_sequence(branch) for branch in value[1]])
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _repeat(*value)
    if op in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return _EMPTY, []
    return None, []


def _characters(items: Sequence[tuple[Any, Any]]) -> _Strings:
    if len(items) <= 4 and all(op is sre.LITERAL for op, _ in items):
        return frozenset(chr(value) for _, value in items)
    return None


def _branches(branches: list[tuple[_Strings, _Sets]]) -> tuple[_Strings, _Sets]:
    exact: set[str] | None = set()
    required: set[str] | None = set()
    for strings, sets in branches:
        exact = exact | strings if exact is not None and strings is not None else None
        required = required | max(sets, key=_worth) if required is not None and sets else None
    return (
        frozenset(exact) if exact is not None and len(exact) <= _MOST else None,
        [frozenset(required)] if required else [],
    )


def _repeat(least: int, most: int, body: Any) -> tuple[_Strings, _Sets]:
    exact, required = _sequence(body)
    if least == 0:
        return (exact | _EMPTY if exact is not None and most == 1 else None), []
    return (exact if most == 1 else None), required


def _joined(left: frozenset[str], right: frozenset[str]) -> _Strings:
    if len(left) * len(right) > _MOST:
        return None
    return frozenset(a + b for a, b in product(left, right))


def _worth(literals: Set[str] | None) -> float:
    """How much a set of literals narrows the search down: rare ones are long and few; 0: useless."""
    if not literals or len(literals) > 4 * _MOST:
        return 0
    shortest = min(_rarity(literal) for literal in literals)
    return shortest - len(literals) / 100 if shortest >= 1 else 0


def _rarity(literal: str) -> float:
    core = literal.strip()
    if not core.isascii() and any(character >= "\u0e00" for character in core):
        return 3 * len(core) if len(core) >= 2 else 0
    if len(core) < _SHORTEST:
        return 0
    return 1 if core in _COMMON else min(len(literal), 12)
