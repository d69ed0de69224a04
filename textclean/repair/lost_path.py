"""The cheapest path over a line's chunks, with the quotations that are open as its state.

A quotation mark that opens wants one that closes, so no chunk can be read by itself.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from textclean.repair import context as cx
from textclean.repair.lost_pieces import Choice, Quotes, Reading

NESTED_ALIKE = 2.5
CROSSED = 2.5
INSIDE = 1.4
"""What an inner mark is worth inside a quotation; anywhere else its style counts against it."""
_INNER = "‘’‚‹›"
_PATHS = 24

Stack = tuple[str, ...]
Costs = dict[Stack, float]


class Alone(NamedTuple):
    """What a quotation mark costs that has no partner on its line."""

    unclosed: float
    unopened: float


ALONE, PURE_ALONE = Alone(-1.2, -2.0), Alone(-6.0, -6.0)
"""Where something is left of a mark, and where nothing but its loss speaks for it."""


def _step(stack: Stack, quotes: Quotes, unopened: float) -> tuple[float, Stack]:
    """What a chunk's marks cost after those that are open, and what is open after them."""
    cost = 0.0
    for mark, role in quotes:
        if mark == '"':
            stack = stack[: stack.index(mark)] if mark in stack else (*stack, mark)
        elif role == cx.OPEN:
            cost -= NESTED_ALIKE if mark in stack else -INSIDE if stack and mark in _INNER else 0.0
            stack = (*stack, mark)[:4]
        else:
            depth = len(stack) - 1
            while depth >= 0 and mark not in cx.PAIRS.get(stack[depth], '"“”„»«'):
                depth -= 1
            cost += unopened if depth < 0 else -CROSSED * (len(stack) - 1 - depth)
            cost += INSIDE if depth > 0 and mark in _INNER else 0.0
            stack = stack[:depth] if depth >= 0 else stack
    return cost, stack


def cheapest_path(steps: list[tuple[int, list[Reading]]], alone: Alone) -> tuple[float, list[Choice]]:
    """The best readings together, and for each how far the best path without it falls behind.

    Readings with the same marks lead to the same states, so that only the best of them is followed.
    """
    ahead: list[Costs] = [{(): 0.0}]
    bests = [_by_quotes(readings) for _, readings in steps]
    for best_of in bests:
        states: Costs = {}
        for stack, score in ahead[-1].items():
            for quotes, own in best_of.items():
                cost, after = _step(stack, quotes, alone.unopened) if quotes else (0.0, stack)
                total = score + cost + own
                if states.get(after, -math.inf) < total:
                    states[after] = total
        ahead.append(dict(sorted(states.items(), key=lambda item: -item[1])[:_PATHS]))
    behind: Costs = {stack: alone.unclosed * len(stack) for stack in ahead[-1]}
    best = max(score + behind[stack] for stack, score in ahead[-1].items())
    choices = []
    for (start, readings), best_of, states in zip(
        reversed(steps), reversed(bests), reversed(ahead[:-1]), strict=True
    ):
        around = dict.fromkeys(best_of, -math.inf)
        before: Costs = {}
        for stack, score in states.items():
            for quotes, own in best_of.items():
                cost, after = _step(stack, quotes, alone.unopened) if quotes else (0.0, stack)
                if after not in behind:
                    continue
                rest = cost + behind[after]
                before[stack] = max(before.get(stack, -math.inf), rest + own)
                around[quotes] = max(around[quotes], score + rest)
        behind = before
        through = [around[reading.quotes] + reading.score for reading in readings]
        top = max(range(len(readings)), key=lambda number: through[number])
        others = [
            t for t, reading in zip(through, readings, strict=True) if reading.text != readings[top].text
        ]
        margin = through[top] - max(others, default=-math.inf)
        choices.append(Choice(start, readings[top], min(margin, readings[top].doubt)))
    return best, choices[::-1]


def _by_quotes(readings: list[Reading]) -> dict[Quotes, float]:
    best: dict[Quotes, float] = {}
    for reading in readings:
        best[reading.quotes] = max(best.get(reading.quotes, -math.inf), reading.score)
    return best
