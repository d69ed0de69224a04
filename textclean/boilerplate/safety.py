"""How long a pattern can take: counted before it is run, and refused where it is too long.

Python's `re` tries one way to match after the other; `(a|aa)*c` has more ways over a row of forty a's than
anyone can wait for. What is counted here is how many ways there are at most, and how many steps they take: of
each item of the pattern how often it can be entered from one place, and in how many ways it can be left.

- A character is one step and one way.
- A repetition can be left after each round; but where what follows cannot begin as a round does, only one
  of these goes on: `\\w+ ` is left in one way, `\\w+e` in as many as the word has letters.
- Of alternatives those that can begin alike add up: `(?:sub|sup)` is left in one way, `(?:a|aa)` in two.
- What follows multiplies: `.{0,40}our.{0,40}` can be left in 41 times 41.
- What is repeated without end must be left in one way, and take at least one character.

It is an upper bound, not a list of bad shapes: what is not understood here is not accepted.
"""

from __future__ import annotations

import re._constants as sre
import re._parser as parser
from typing import Any, NamedTuple

from textclean.boilerplate.charsets import REPEATS, Charsets, Lead, apart, parts

MOST_STEPS = 50_000_000
"""For one pattern on one block; about a second."""
_FLAGS = sre.SRE_FLAG_UNICODE | sre.SRE_FLAG_VERBOSE | sre.SRE_FLAG_DOTALL
_BEGINNINGS = (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING)
_FEW = 32
_COUNTLESS = 10**30


class UnboundedError(ValueError):
    """A pattern whose steps have no useful bound; the message says why."""


class Cost(NamedTuple):
    """What an item costs at most from one place: steps, and ways to leave it."""

    steps: int
    ways: int


def refused(pattern: str, size: int) -> str:
    """Why a pattern must not run on `re` over blocks of so many characters; empty if it may.

    The pattern must compile: `(a+` is refused elsewhere, with the words of `re`.
    """
    try:
        steps = most_steps(parser.parse(pattern), size)
    except UnboundedError as error:
        return str(error)
    if steps > MOST_STEPS:
        return f"a block of {size:,} characters can take it {_about(steps)} steps, more than 50 million"
    return ""


def most_steps(tree: Any, size: int) -> int:
    """How many steps a search can take at most in a text of `size` characters; raises UnboundedError."""
    items = list(tree)
    counter = _Counter(Charsets(items), size)
    return sum(_searched(counter, each, size, depth) for depth, each in _alternatives(items))


def _alternatives(items: list[Any], depth: int = 0) -> list[tuple[int, list[Any]]]:
    """The patterns of which one must be found, and in how many groups: of `^a|b` the a is tried once."""
    if len(items) == 1 and items[0][0] in (sre.SUBPATTERN, sre.BRANCH):
        return [each for part in parts(*items[0]) for each in _alternatives(list(part), depth + 1)]
    return [(depth, items)]


def _searched(counter: _Counter, items: list[Any], size: int, depth: int) -> int:
    """The steps of one alternative, from each place where it may begin."""
    core = items[:]
    while core and core[-1][0] in REPEATS and not core[-1][1][0]:
        core.pop()  # what may be missing at the end is tried once, with success
    cost = counter.sequence(core, [])
    anchored = bool(items) and items[0][0] is sre.AT and items[0][1] in _BEGINNINGS
    places = 1 if anchored else size + 1
    once = counter.sequence(items[len(core) :], []).steps
    return cost.steps * places + once + (size + 1) * depth + size


def flags(pattern: str) -> bool:
    """Whether a pattern sets flags that change what it matches, such as `(?i)`, anywhere in it."""
    tree = parser.parse(pattern)
    return bool(tree.state.flags & ~_FLAGS) or _sets_flags(tree)


def _sets_flags(items: Any) -> bool:
    return any(
        (op is sre.SUBPATTERN and ((value[1] & ~_FLAGS) or value[2]))
        or any(map(_sets_flags, parts(op, value)))
        for op, value in items
    )


def _about(steps: int) -> str:
    return "countless" if steps >= _COUNTLESS else f"{steps // 10**6:,} million"


class _Counter:
    def __init__(self, charsets: Charsets, size: int) -> None:
        self._charsets = charsets
        self._size = size

    def sequence(self, items: Any, after: Lead) -> Cost:
        """The cost of items one after the other, if `after` is what follows them."""
        steps, ways = 1, 1
        for index, (op, value) in enumerate(items):
            rest = self._charsets.rest(items, index, after)
            one = self._item(op, value, rest)
            steps = min(steps + ways * one.steps, _COUNTLESS)
            ways = min(ways * one.ways, _COUNTLESS)
        return Cost(steps, ways)

    def _item(self, op: Any, value: Any, after: Lead) -> Cost:
        if op in REPEATS:
            least, most, body = value
            cost = self._repeat(int(least), int(most), body, after)
            return Cost(cost.steps, 1) if op is sre.POSSESSIVE_REPEAT else cost
        if op is sre.BRANCH:
            return self._branch(value[1], after)
        if op is sre.SUBPATTERN:
            return self.sequence(value[3], after)
        if op in (sre.ASSERT, sre.ASSERT_NOT, sre.ATOMIC_GROUP):
            (body,) = parts(op, value)
            return Cost(self.sequence(body, []).steps, 1)
        if op in (sre.GROUPREF, sre.GROUPREF_EXISTS):
            raise UnboundedError("it refers back to a group")
        return Cost(1, 1)

    def _repeat(self, least: int, most: int, body: Any, after: Lead) -> Cost:
        one = self.sequence(body, after if most == 1 else [])
        shortest = parser.SubPattern(parser.State(), list(body)).getwidth()[0]
        endless = most == sre.MAXREPEAT
        if endless and (one.ways > 1 or not shortest):
            raise UnboundedError(
                "it repeats without end what can match in several ways, as (a+)+ or (a|aa)* do"
            )
        rounds = min(most, self._size // shortest + 1) if shortest else most
        least = min(least, rounds)
        if one.ways > 1 and rounds > _FEW:
            raise UnboundedError(
                f"it repeats {rounds} times what can match in several ways, as (a|aa){{{rounds}}} does"
            )
        begun = rounds if one.ways == 1 else sum(one.ways**count for count in range(rounds))
        left = sum(one.ways**count for count in range(least, rounds + 1))
        tried = apart(self._charsets.lead(body, []), after)
        ways = one.ways**rounds if tried else left  # all but the last are left in vain, within so many steps
        return Cost(min(begun * one.steps + left * tried, _COUNTLESS), min(ways, _COUNTLESS))

    def _branch(self, branches: Any, after: Lead) -> Cost:
        costs = [self.sequence(branch, after) for branch in branches]
        leads = [self._charsets.lead(branch, after) for branch in branches]
        ways = max(
            sum(cost.ways for cost, other in zip(costs, leads, strict=True) if not apart(lead, other))
            for lead in leads
        )
        return Cost(sum(cost.steps for cost in costs), ways)
