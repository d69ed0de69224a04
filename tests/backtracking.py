"""A backtracking matcher that counts its steps: what `re` does, slowly, and the same on every machine."""

import re
import re._compiler as compiler
import re._constants as sre
import re._parser as parser
import sys
from collections.abc import Callable
from typing import Any

from textclean.boilerplate.charsets import REPEATS

Goes = Callable[[int], bool]


class TooMany(Exception):  # noqa: N818 - no error
    """More steps than were allowed."""


class Counter:
    """Counts the steps of one pattern over texts."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.tree = parser.parse(pattern, flags)
        self.flags = self.tree.state.flags
        self._kept: dict[int, tuple[re.Pattern[str], Any]] = {}
        self._said: dict[tuple[int, str], bool] = {}

    def steps(self, text: str, most: int, anywhere: bool = True) -> int:
        """The steps of a search, or of a match at the beginning; `most` where there are more."""
        self._text, self._most, self._count = text, most, 0
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(100_000)
        try:
            items = list(self.tree)
            any(self._match(items, 0, at, lambda _: True) for at in range(len(text) + 1 if anywhere else 1))
        except TooMany:
            return most
        finally:
            sys.setrecursionlimit(limit)
        return self._count

    def is_one(self, item: Any, character: str) -> bool:
        """Whether an item for one character matches this one."""
        if item[0] is sre.LITERAL and not self.flags & re.IGNORECASE:
            return bool(chr(item[1]) == character)
        key = id(item), character
        if key not in self._said:
            self._said[key] = self._alone(item).fullmatch(character) is not None
        return self._said[key]

    def _alone(self, item: Any) -> re.Pattern[str]:
        if id(item) not in self._kept:
            made = compiler.compile(parser.SubPattern(self.tree.state, [item]), self.flags)
            self._kept[id(item)] = made, item  # held, for its id stays its own only as long as it lives
        return self._kept[id(item)][0]

    def _match(self, items: Any, index: int, at: int, goes: Goes) -> bool:
        if index == len(items):
            return goes(at)
        self._count += 1
        if self._count >= self._most:
            raise TooMany
        op, value = item = items[index]

        def rest(place: int) -> bool:
            return self._match(items, index + 1, place, goes)

        ends: list[int] = []

        def ended(end: int) -> bool:
            ends.append(end)
            return True

        if op in REPEATS:
            least, most, body = value
            if op is sre.POSSESSIVE_REPEAT:
                return self._repeat(op, least, most, body, at, ended) and rest(ends[0])
            return self._repeat(op, least, most, body, at, rest)
        if op is sre.BRANCH:
            return any(self._match(branch, 0, at, rest) for branch in value[1])
        if op is sre.SUBPATTERN:
            return self._match(value[3], 0, at, rest)
        if op is sre.ATOMIC_GROUP:
            return self._match(value, 0, at, ended) and rest(ends[0])
        if op in (sre.ASSERT, sre.ASSERT_NOT):
            start = at if value[0] >= 0 else at - value[1].getwidth()[0]
            found = start >= 0 and self._match(value[1], 0, start, lambda _: True)
            return found is (op is sre.ASSERT) and rest(at)
        if op is sre.AT:
            return self._alone(item).match(self._text, at) is not None and rest(at)
        if op in (sre.GROUPREF, sre.GROUPREF_EXISTS):
            raise NotImplementedError(op)
        return at < len(self._text) and self.is_one(item, self._text[at]) and rest(at + 1)

    def _repeat(self, op: Any, least: int, most: int, body: Any, at: int, goes: Goes, done: int = 0) -> bool:
        if done < least:
            return self._round(op, least, most, body, at, goes, done)
        if op is sre.MIN_REPEAT:
            return goes(at) or (done < most and self._round(op, least, most, body, at, goes, done))
        return (done < most and self._round(op, least, most, body, at, goes, done)) or goes(at)

    def _round(self, op: Any, least: int, most: int, body: Any, at: int, goes: Goes, done: int) -> bool:
        def again(end: int) -> bool:
            if end == at and done >= least:
                return False
            return self._repeat(op, least, most, body, end, goes, done + 1)

        return self._match(body, 0, at, again)
