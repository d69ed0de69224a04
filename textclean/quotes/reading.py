"""Reading: the role of every mark in a stretch of text, and what was learned from earlier ones.

The search reads marks by their kinds alone, and mostly comes back after a few marks to where it began:
nothing open, no doubt. Such a unit, `“` and `”` between common neighbours, comes again and again, so what the
search made of it is remembered in a tree of kinds, with the marks to write instead. An ordinary mark then
costs a look at its neighbours and a step down the tree, and the search runs only for what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textclean.quotes.kinds import APOSTROPHE, CLOSE, OPEN, PRIME, Kind, Kinds
from textclean.quotes.marks import ARROWS, family
from textclean.quotes.protect import Protected
from textclean.quotes.search import DROP, Search, Step
from textclean.quotes.tokens import MARKS, Token, find_tokens

Plan = tuple[tuple[int, str], ...]
"""Which marks of a unit are written anew, by their place among its marks, and how."""

_HARD_ENDS = frozenset(".!?:…\"'”’»)")
_MOST = 50_000
"""How many nodes the tree may have before it is begun anew."""
_DEEPEST = 24
"""How many marks a unit may have to be remembered: longer ones hardly come again."""
_OPENERS = (*MARKS, ",,")


@dataclass(slots=True)
class Unit:
    """What the search made of some marks that no others have a say in."""

    steps: tuple[Step, ...]
    simple: bool
    """Whether nothing but these marks, character for character, says what becomes of them."""
    pairs: tuple[str, ...]
    """The marks that each quotation has, opening and closing."""
    plans: dict[object, Plan] = field(default_factory=dict)
    """For each style that was asked for, what to write."""


class Part(NamedTuple):
    """A unit and the marks that it is there, by their tokens' indices."""

    indices: Sequence[int]
    unit: Unit


@dataclass(slots=True)
class _Node:
    """A place in the tree: what may come next, and the unit, if one ends here."""

    after: dict[str, _Node] = field(default_factory=dict)
    unit: Unit | None = None


_root = _Node()
_count = 0


class Reading:
    """A stretch of a text, read as tokens and roles.

    `parts` are its units in order; `medial` has the indices of the apostrophes within words, which need none.
    """

    def __init__(self, text: str, start: int, end: int, protected: Protected) -> None:
        self.text = text
        self.end = end
        self.tokens = [token for token in find_tokens(text, start, end) if token[0] not in protected]
        self.medial: list[int] = []
        self.parts: list[Part] = []
        self._kinds = Kinds(text)
        self._found = list(self._kinds.all(self.tokens))

    def steps(self) -> list[Step]:
        """The role of every mark, with nothing remembered."""
        search = Search(self._kinds)
        for index, kind in enumerate(self._found):
            if index and (breaks := self._breaks(index)) is not None:
                search.end(breaks)
            search.mark(self.tokens, kind, index)
        search.end(self._last_breaks())
        return search.finish()

    def read(self) -> Reading:
        """Find the parts."""
        found, medial = self._found, self.medial
        index, count = 0, len(found)
        start = node = _root
        indices: list[int] = []
        while index < count:
            kind = found[index]
            way: _Node | None = node
            broken = node is not start and (breaks := self._breaks(index)) is not None
            if broken:
                way = node.after.get(str(breaks))
            elif kind.medial:
                medial.append(index)
                index += 1
                continue
            if way is not None:
                if way.unit is not None:
                    self.parts.append(Part(indices, way.unit))
                    node, indices = start, []
                    continue
                way = way.after.get(kind.sign)
            if way is None:
                index = self._explore(indices[0] if indices else index)
                start = node = _root
                indices = []
                continue
            indices.append(index)
            index += 1
            node = way
            if way.unit is not None:
                self.parts.append(Part(indices, way.unit))
                node, indices = start, []
        if indices:
            self._explore(indices[0])
        return self

    def _explore(self, first: int) -> int:
        """Search from the token `first` on to where all is settled, and remember it; gives the next token."""
        global _root, _count
        tokens, found = self.tokens, self._found
        while self.medial and self.medial[-1] > first:
            self.medial.pop()
        search = Search(self._kinds)
        indices: list[int] = []
        node = _root
        index = first
        broken = False
        while index < len(found):
            breaks = self._breaks(index) if indices and not broken else None
            if breaks is not None:
                search.end(breaks)
                node = node.after.setdefault(str(breaks), _Node())
                broken = True
            elif found[index].medial and not broken:
                self.medial.append(index)
                index += 1
                continue
            else:
                search.mark(tokens, found[index], index)
                node = node.after.setdefault(found[index].sign, _Node())
                indices.append(index)
                index += 1
                broken = False
                if len(indices) > _DEEPEST:
                    node = _Node()
            if search.settled:
                break
        else:
            search.end(self._last_breaks())
            node = _Node()  # not remembered: elsewhere these marks are not the last
        unit = self._unit(indices, search.finish())
        self.parts.append(Part(indices, unit))
        node.unit = unit
        _count += len(indices)
        if _count > _MOST:
            _root, _count = _Node(), 0
        return index

    def _unit(self, indices: Sequence[int], steps: Sequence[Step]) -> Unit:
        places = {index: place for place, index in enumerate(indices)}
        counted = tuple(step._replace(token=places.get(step.token, -1)) for step in steps)
        tokens = [self.tokens[index] for index in indices]
        kinds = [self._found[index] for index in indices]
        return Unit(counted, _is_simple(tokens, kinds, counted), tuple(_own_pairs(tokens, counted)))

    def _breaks(self, index: int) -> int | None:
        """How many paragraphs end before a token, or None where its line goes on."""
        before = self.tokens[index - 1]
        low, high = before[0] + len(before[1]), self.tokens[index][0]
        at = self.text.find("\n", low, high)
        if at < 0:
            return None
        lines = self.text[low:high].split("\n")
        if len(lines) == 2:
            return 0 if is_soft(self.text, max(0, at - 40), at) else 1
        return 2 if any(line.strip() for line in lines[1:-1]) else 1

    def _last_breaks(self) -> int:
        """Whether a mark stands first in what follows the stretch, to carry a quotation on."""
        text, at = self.text, self.end
        while at < len(text) and text[at].isspace():
            at += 1
        return 1 if text.startswith(_OPENERS, at) else -1


def is_soft(text: str, low: int, end: int) -> bool:
    """Whether the line that ends at `end` goes on in the next one."""
    last = text[low:end].rstrip()[-1:]
    return last != "" and last not in _HARD_ENDS


def _own_pairs(tokens: Sequence[Token], steps: Sequence[Step]) -> Iterator[str]:
    stack: list[str] = []
    for step in steps:
        if step.role == OPEN:
            stack.append(tokens[step.token].glyph)
        elif step.role == CLOSE and stack:
            yield stack.pop() + tokens[step.token].glyph
        elif step.role == DROP:
            stack.clear()


def _is_simple(tokens: Sequence[Token], kinds: Sequence[Kind], steps: Sequence[Step]) -> bool:
    """Whether all that stands between these marks makes no difference to how they are written.

    It does where a space may be stray, a mark may be an arrow, or something is to be said about one.
    """
    stack: list[str] = []
    for step in steps:
        if step.joined or step.doubt or step.role not in (OPEN, CLOSE, APOSTROPHE, PRIME):
            return False
        token, kind = tokens[step.token], kinds[step.token]
        if len(token.text) > 1 or token.text in ARROWS:
            return False
        if step.role == OPEN:
            if kind.loose[1]:
                return False
            stack.append(kind.family)
        elif step.role == CLOSE and (kind.loose[0] or not stack or stack.pop() != family(token.text)):
            return False
    return not stack
