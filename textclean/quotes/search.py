"""Search: the cheapest way to read all marks of a text, over a small stack of open quotations.

Each mark alone is ambiguous, the paragraph seldom is: what opens must close, what closes was opened. A state
is the stack of open quotations; every mark moves each state on, at the cost that its kind gives to each role
plus what the stack makes of it. The cheapest path to the end is the reading. Only the few best states are
kept, so time is linear in the number of marks.

A quotation still open at the end of its paragraph may go on in the next one, which then usually opens with
the same mark again, or may just never close; both have their price.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textclean.quotes.kinds import APOSTROPHE, CLOSE, OPEN, PLAIN, PRIME, Kind, Kinds
from textclean.quotes.tokens import Token

SCALE = 100
"""Costs are added up as whole numbers, so that equal ones are equal wherever the search began."""
UNOPENED = 450
"""Cost of a closing mark that closes nothing."""
UNCLOSED = 400
"""Cost of a quotation that never closes."""
CARRIED = 150
"""Cost of a quotation that goes on in the next paragraph."""
UNMARKED = 250
"""Further cost if that paragraph does not open with a mark to say so."""
STRAY_CLOSE = CLOSE + "-"
"""The role of a closing mark that closes nothing."""
DROP = "d"
"""The step at which all open quotations are given up: their paragraph ends and nothing carries them on."""
CARRY = "k"
"""The step at the end of what was read, if a quotation goes on behind it."""
_WIDTH = 900
_SETTLED = 500
"""How much dearer than one with nothing open all other readings must be to be given up.

What follows is then read for itself..
"""
_STATES = 8
_DEEPEST = 4
_FURTHEST = 100
"""How many steps back two readings are compared; it bounds the time on a text of nothing but marks."""

MARGIN = 60
"""How much dearer a second reading may be for the choice to be unsure."""

Rival = tuple[int, "Link | None"]
"""A path that lost by little: by how much, and its last step."""
Link = tuple["Link | None", int, str, bool, "Rival | None"]
"""One step of a path: the step before, the token's index, its role, whether its twin is joined to it, and the
path that nearly came here instead."""
States = dict[str, tuple[int, "Link | None"]]


class Step(NamedTuple):
    """The reading of one mark."""

    token: int
    role: str
    joined: bool
    doubt: str = ""
    """The role that the mark has in another reading that costs nearly as little."""


def exact(cost: float) -> int:
    """A kind's cost as the search adds it up."""
    return round(cost * SCALE)


def moves(kind: Kind, state: str) -> tuple[tuple[str, str, int], ...]:
    """All ways on from a state over a mark: role, next state, cost.

    A state is the stack of open families, innermost last, and after `/` what the next mark must know: the
    role of the mark directly before it, or how many carried quotations are open again.
    """
    known = kind.moves.get(state)
    if known is None:
        known = kind.moves[state] = tuple(_moves(kind, state))
    return known


def _moves(kind: Kind, state: str) -> list[tuple[str, str, int]]:
    stack, _, mode = state.partition("/")
    found = []
    extra = 0
    if mode.isdigit():
        level = int(mode)
        if (kind.edge or kind.after) and level < len(stack) and stack[level] == kind.family:
            on = f"{stack}/{level + 1}" if kind.before and level + 1 < len(stack) else stack
            again = dict(kind.roles).get(OPEN)
            if again is not None:
                found.append(
                    (f"{OPEN}{level}", on + ("/o" if kind.before and "/" not in on else ""), exact(again))
                )
        extra = UNMARKED if level == 0 else 0
        mode = "o" if level and kind.after else ""
    for role, own in kind.roles:
        cost = exact(own) + extra + (_after(mode, role) if kind.after else 0)
        tail = f"/{role}" if kind.before else ""
        if role == OPEN:
            if len(stack) < _DEEPEST:
                found.append((role, stack + kind.family + tail, cost + _nesting(stack, kind.family)))
        elif role == CLOSE:
            found += [(way, left + tail, cost + more) for way, left, more in _closings(stack, kind.family)]
        else:
            found.append((role, stack + tail, cost))
    return found


def _after(mode: str, role: str) -> int:
    """What it costs a mark to have its role directly after a mark of another."""
    if mode == OPEN:
        return 500 if role in (CLOSE, PRIME) else 0
    if mode in (CLOSE, PRIME):
        return 500 if role == OPEN else 0
    if mode == APOSTROPHE:
        return 40 if role in (OPEN, CLOSE) else 200
    return 0


def _nesting(stack: str, family: str) -> int:
    if not stack:
        return 0
    if stack[-1] != family:
        return 20
    return 150 if family == "D" else 400


def _closings(stack: str, family: str) -> list[tuple[str, str, int]]:
    if stack.endswith(family):
        return [(CLOSE, stack[:-1], 0)]
    ways = [(STRAY_CLOSE, stack, UNOPENED)]
    at = stack.rfind(family)
    if at >= 0:
        ways.append((CLOSE, stack[:at], UNCLOSED * (len(stack) - at - 1)))
    return ways


class Search:
    """Reads the marks of one text, one by one."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self.states: States = {"": (0, None)}
        self._beyond: States = {}  # where two joined marks lead to, past the next one

    @property
    def settled(self) -> bool:
        """Whether no quotation can be open, so that what follows is read by itself."""
        return len(self.states) == 1 and "" in self.states and not self._beyond

    def mark(self, tokens: Sequence[Token], kind: Kind, index: int) -> None:
        """Go on over one token, of which `kind` is the kind."""
        here, self.states, self._beyond = self.states, self._beyond, {}
        self._step(here, kind, index, False, self.states)
        joined = self._kinds.joined(tokens, index) if kind.before else None
        if joined:
            self._step(here, joined, index, True, self._beyond)
        self.states = _prune(self.states)
        if not self._beyond:
            self.states = _settle(self.states)

    def _step(self, here: States, kind: Kind, index: int, joined: bool, out: States) -> None:
        for state, (cost, link) in here.items():
            for role, new, more in kind.moves.get(state) or moves(kind, state):
                total = cost + more
                known = out.get(new)
                if known is None:
                    out[new] = (total, (link, index, role, joined, None))
                    continue
                ahead = known[0] - total
                if ahead > 0:
                    rival = (ahead, known[1]) if ahead < MARGIN else None
                    out[new] = (total, (link, index, role, joined, rival))
                elif ahead > -MARGIN:
                    out[new] = _rivalled(known, -ahead, (link, index, role, joined, None))

    def end(self, breaks: int = 1) -> None:
        """A paragraph ends: each open quotation is dropped or carried over.

        `breaks` is 0 where it is only a line that ends, and more than 1 where whole paragraphs without any
        mark follow; below 0, nothing follows that could carry a quotation on.
        """
        out: States = {}
        for state, (cost, link) in self.states.items():
            stack = state.partition("/")[0]
            ways = [("", UNCLOSED * len(stack))]
            if not stack:
                ways = [("", 0)]
            else:
                if breaks < 0:
                    pass
                elif breaks:
                    ways.append((stack + "/0", CARRIED + (UNMARKED if breaks > 1 else 0)))
                else:
                    ways.append((stack, 20))
            for new, more in ways:
                dropped = stack and not new
                step = (link, -1, DROP, False, None) if dropped else link
                known = out.get(new)
                if known is None:
                    out[new] = (cost + more, step)
                elif cost + more < known[0]:
                    out[new] = _rivalled((cost + more, step), known[0] - cost - more, known[1])
                else:
                    out[new] = _rivalled(known, cost + more - known[0], step)
        self.states = _settle(_prune(out))

    def finish(self) -> list[Step]:
        """The cheapest reading of all marks; a last step CARRY says that a quotation goes on after them."""
        ways = sorted(
            (cost + (UNCLOSED if "/" not in state else 0) * _depth(state), state)
            for state, (cost, _) in self.states.items()
        )
        best, last = ways[0]
        link = self.states[last][1]
        doubts: dict[int, str] = {}
        for cost, state in ways[1:]:
            if cost - best < MARGIN:
                _compare(link, self.states[state][1], doubts)
        steps = [Step(-1, CARRY, False)] if last else []
        while link is not None:
            before, index, role, joined, rival = link
            if rival is not None and rival[0] < MARGIN:
                _compare(link, rival[1], doubts)
            steps.append(Step(index, role, joined, doubts.get(index, "")))
            link = before
        self.states = {"": (0, None)}
        return steps[::-1]


def _rivalled(way: tuple[int, Link | None], margin: int, other: Link | None) -> tuple[int, Link | None]:
    """A way with the path that lost to it, if that was close and closer than the one before."""
    cost, link = way
    if link is None or margin >= MARGIN or (link[4] is not None and link[4][0] <= margin):
        return way
    return cost, (link[0], link[1], link[2], link[3], (margin, other))


def _compare(link: Link | None, other: Link | None, doubts: dict[int, str]) -> None:
    """Note the other role of each mark that two paths read differently, back to where they part."""
    for _ in range(_FURTHEST):
        if link is None or other is None or link is other:
            return
        if link[1] < 0 or (other[1] >= 0 and link[1] > other[1]):
            link = link[0]
        elif other[1] != link[1]:
            other = other[0]
        else:
            if link[2:4] != other[2:4]:
                doubts.setdefault(link[1], PLAIN if link[3] != other[3] else other[2])
            link, other = link[0], other[0]


def _depth(state: str) -> int:
    return len(state.partition("/")[0])


def _settle(states: States) -> States:
    """The states without those that are too dear to go on with where nothing is open."""
    closed = states.get("")
    if closed is None or len(states) < 2:
        return states
    limit = closed[0] + _SETTLED
    for state, way in states.items():
        if way[0] < limit and state:
            return states
    return {"": closed}


def _prune(states: States) -> States:
    if len(states) < 2:
        return states
    limit = min(states.values(), key=_cost)[0] + _WIDTH
    if len(states) <= _STATES and max(states.values(), key=_cost)[0] <= limit:
        return states
    order = sorted(states.items(), key=_dearness)
    return {state: way for state, way in order[:_STATES] if way[0] <= limit}


def _cost(way: tuple[int, Link | None]) -> int:
    return way[0]


def _dearness(item: tuple[str, tuple[int, Link | None]]) -> int:
    return item[1][0]
