"""Render: every mark written as its role asks, as edits, and notices of what was left alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from textclean.edits import Changes, Edit, Notice
from textclean.quotes.kinds import APOSTROPHE, CLOSE, OPEN, PLAIN, PRIME
from textclean.quotes.marks import ARROWS, NO_BREAK, Style, family, straight
from textclean.quotes.reading import Plan, Reading
from textclean.quotes.search import CARRY, DROP, Step
from textclean.quotes.tokens import DOUBLE, MARKS, SPACES, STRAIGHT, Token

_EVEN = 0.5
"""How sure it is how a mark is written that may as well be another: the two readings cost nearly the same."""
_INSIDE = ",;:!?.…—–"
_MAY = {
    OPEN: "open a quotation",
    CLOSE: "close a quotation",
    APOSTROPHE: "be an apostrophe",
    PRIME: "be a prime",
    PLAIN: "be no quotation mark",
}


class _Mark(NamedTuple):
    """One mark with its role, its span and, if it has one, its partner's place in the list."""

    role: str
    start: int
    end: int
    glyph: str
    kind: str
    depth: int
    partner: int
    doubt: str = ""


def render(reading: Reading, style: Style | None) -> Changes:
    """The changes for what was read; without a style, to straight marks."""
    tokens = reading.tokens
    rules = ("quotes.straight" if style is None else "quotes.typographic",)
    apostrophe = "'" if style is None else "’"
    edits = [
        Edit(token.start, token.text, apostrophe, rules)
        for token in map(tokens.__getitem__, reading.medial)
        if token.text != apostrophe
    ]
    paired = [
        None if part.unit.simple else pair_up([tokens[index] for index in part.indices], part.unit.steps)
        for part in reading.parts
    ]
    consistent = style is not None and all(
        _is_consistent(marks, part.unit.pairs, style)
        for part, marks in zip(reading.parts, paired, strict=True)
    )
    renderer = Renderer(reading.text, style, consistent, [mark for marks in paired for mark in marks or ()])
    key = style and (style.marks, style.spaced, consistent)
    for part, marks in zip(reading.parts, paired, strict=True):
        unit, indices = part.unit, part.indices
        plan = unit.plans.get(key) if unit.simple else None
        if plan is None:
            held = [tokens[index] for index in indices]
            found = renderer.render(pair_up(held, unit.steps) if marks is None else marks)
            edits += found
            if unit.simple:
                unit.plans[key] = _plan(held, found)
            continue
        for place, after in plan:
            start, before, _ = tokens[indices[place]]
            edits.append(Edit(start, before, after, rules))
    edits.sort(key=_start)
    return Changes(edits, renderer.notices)


def _reads_as_sentence(line: str) -> bool:
    """Whether a line reads as a sentence and not as a link's label."""
    if " | " in line or len(line) < 25:
        return False
    stopped = line.rstrip(MARKS + SPACES)[-1:] in (*_INSIDE, ")")
    return stopped or (len(line) >= 80 and (". " in line or ", " in line))


def _start(edit: Edit) -> int:
    return edit.start


def _plan(tokens: Sequence[Token], edits: Sequence[Edit]) -> Plan:
    """Edits of whole tokens, by the tokens' places."""
    places = {token.start: place for place, token in enumerate(tokens)}
    return tuple((places[edit.start], edit.after) for edit in edits)


def _is_consistent(marks: Sequence[_Mark] | None, pairs: Sequence[str], style: Style) -> bool:
    """Whether all quotations have marks of the style already, at whatever depth."""
    if marks is None:
        return all(pair in style.pairs(family(pair[0])) for pair in pairs)
    return all(
        mark.glyph + marks[mark.partner].glyph in style.pairs(mark.kind)
        for mark in marks
        if mark.role == OPEN and mark.partner >= 0
    )


def pair_up(tokens: Sequence[Token], steps: Sequence[Step]) -> list[_Mark]:
    """The marks of a part, each with its partner."""
    marks: list[_Mark] = []
    stack: list[int] = []
    for step in steps:
        if step.role == DROP:
            stack.clear()
            continue
        if step.role == CARRY:
            for at in stack:
                marks[at] = marks[at]._replace(partner=at)
            continue
        token = tokens[step.token]
        glyph = token.text * 2 if step.joined else token.glyph
        end = token.start + len(token.text) * (2 if step.joined else 1)
        role, kind, depth, partner = step.role[0], family(glyph), 0, -1
        if step.role == OPEN:
            depth = sum(marks[at].kind == kind for at in stack)
            stack.append(len(marks))
        elif role == OPEN:
            partner = stack[int(step.role[1:])]
            depth = marks[partner].depth
        elif step.role == CLOSE:
            partner = next((at for at in reversed(stack) if marks[at].kind == kind), -1)
            if partner >= 0:
                depth = marks[partner].depth
                marks[partner] = marks[partner]._replace(partner=len(marks))
                del stack[stack.index(partner) :]
        marks.append(_Mark(role, token.start, end, glyph, kind, depth, partner, step.doubt))
    return marks


class Renderer:
    """Turns the marks of one part after another into edits, and keeps what is to be said of them.

    `marks` are all that a part with more than plain quotations has.
    """

    def __init__(self, text: str, style: Style | None, consistent: bool, marks: Sequence[_Mark]) -> None:
        self.text = text
        self.style = style
        self.notices: list[Notice] = []
        self.edits: list[Edit] = []
        self._consistent = consistent
        self._line = 0, 0, False
        self._alone = sorted(
            mark.start
            for mark in marks
            if mark.role in OPEN + CLOSE and mark.partner < 0 and mark.kind == "D"
        )

    def render(self, marks: Sequence[_Mark]) -> list[Edit]:
        """The edits of one part, in order."""
        self.edits = []
        for mark in marks:
            self._write(mark, marks)
        return self.edits

    def _write(self, mark: _Mark, marks: Sequence[_Mark]) -> None:
        if mark.glyph in ARROWS and self._is_arrow(mark, marks):
            return
        matched = mark.partner >= 0
        if mark.role in OPEN + CLOSE and not matched and not self._may_stand_alone(mark):
            does = "opens" if mark.role == OPEN else "ends"
            lacks = "does not end" if mark.role == OPEN else "never began"
            self._notice(mark, "quotes.unbalanced", f"This mark {does} a quotation that {lacks}.")
            return
        doubtful = bool(mark.doubt) and self._matters(mark, marks)
        if doubtful:
            self._notice(mark, "quotes.unsure", f"This mark may as well {_MAY[mark.doubt[0]]}.")
        if mark.role == PLAIN:
            return
        after = (
            self._straight(mark, marks) if self.style is None else self._typographic(mark, marks, self.style)
        )
        low, high = mark.start, mark.end
        if matched and self._is_sure(mark, marks[mark.partner]):
            low, high = self._stray(mark)
        after = self._padded(mark, after, low, high)
        rules = []
        if self.text[mark.start : mark.end] != after.strip(SPACES):
            rules.append("quotes.straight" if self.style is None else "quotes.typographic")
        if (self.text[low:high] != after and not rules) or (low, high) != (mark.start, mark.end):
            if self.text[low:high] == after:
                return
            rules.append("quotes.space")
        if rules:
            self.edits.append(Edit(low, self.text[low:high], after, tuple(rules), _EVEN if doubtful else 1.0))

    def _may_stand_alone(self, mark: _Mark) -> bool:
        """Whether a quotation mark without a partner is written anew.

        To a straight mark every single character is; damage such as `,,` needs to stand where a mark can only
        open or close. A straight mark is left as it is: what is missing may be anywhere.
        """
        if self.style is None and len(mark.glyph) == 1:
            return True
        return mark.glyph not in STRAIGHT and self._is_plain(mark)

    def _is_plain(self, mark: _Mark) -> bool:
        """Whether the surroundings alone say that a mark opens, or closes."""
        before, after = self.text[max(0, mark.start - 1) : mark.start], self.text[mark.end : mark.end + 2]
        opens = (not before or before in "([" or before.isspace()) and after.strip()[:1].isalnum()
        if mark.role == OPEN:
            return opens or after.strip()[:1] in MARKS
        return not opens and (before.isalpha() or before in _INSIDE) and not after[:1].isalnum()

    def _is_arrow(self, mark: _Mark, marks: Sequence[_Mark]) -> bool:
        """Whether a guillemet points the way instead of quoting: `Home » News`, `« Previous | Next »`.

        One without a partner quotes only in a line as long as a paragraph's, beside what it opens or closes.
        """
        prose = self._is_prose(mark)
        if mark.partner < 0 or marks[mark.partner] is mark:
            before = self.text[max(0, mark.start - 2) : mark.start].strip(SPACES)[-1:]
            after = self.text[mark.end : mark.end + 2].strip(SPACES)[:1]
            fits = (
                (after.isalnum() or after in MARKS) if mark.role == OPEN else (before and before in _INSIDE)
            )
            return not (prose and fits)
        partner = marks[mark.partner]
        if not (mark.glyph in ARROWS and partner.glyph in ARROWS):
            return False
        first, last = sorted((mark, partner), key=lambda each: each.start)
        inner = self.text[first.end : last.start]
        loose = self._is_loose(first) or self._is_loose(last)
        if not prose and loose and (first.glyph == last.glyph or self._is_label(first, last)):
            return True
        wide = inner[:2].isspace() or inner[-2:].isspace()
        apart = "\n" in inner and (inner[0].isspace() or inner[-1].isspace()) and not prose
        return apart or wide or " | " in inner or not any(map(str.isalpha, inner[:40]))

    def _is_label(self, first: _Mark, last: _Mark) -> bool:
        """Whether a pair holds a whole line that is no sentence: `« Older post Newer post »`."""
        before, after = self.text[max(0, first.start - 1) : first.start], self.text[last.end : last.end + 1]
        stopped = self.text[first.end : last.start].rstrip()[-1:] in (*".!?…",)
        return not stopped and not before.strip(" \n") and not after.strip("\n")

    def _is_prose(self, mark: _Mark) -> bool:
        """Whether the mark's line reads as a sentence; asked once for each line."""
        if not self._line[0] <= mark.start < self._line[1]:
            start, end = self.text.rfind("\n", 0, mark.start) + 1, self.text.find("\n", mark.end)
            end = end if end >= 0 else len(self.text)
            self._line = start, end, _reads_as_sentence(self.text[start:end])
        return self._line[2]

    def _is_loose(self, mark: _Mark) -> bool:
        """Whether neither side of a mark touches anything."""
        return (self.text[max(0, mark.start - 1) : mark.start] or " ").isspace() and (
            self.text[mark.end : mark.end + 1] or " "
        ).isspace()

    def _straight(self, mark: _Mark, marks: Sequence[_Mark]) -> str:
        if mark.kind == "D" and mark.depth and mark.partner >= 0 and self._touches(mark, marks[mark.partner]):
            return "'"
        return mark.glyph if mark.role == PRIME and mark.glyph in "′″" else straight(mark.glyph)

    def _touches(self, mark: _Mark, partner: _Mark) -> bool:
        """Whether an inner quotation ends, or begins, where its outer one does: `«Dijo: “no”»`.

        Both straight and double, `""` would be left there, which reads as an empty quotation.
        """
        first, last = sorted((mark, partner), key=lambda each: each.start)
        beside = self.text[max(0, first.start - 1) : first.start] + self.text[last.end : last.end + 1]
        return first.glyph not in STRAIGHT and any(char in DOUBLE for char in beside)

    def _typographic(self, mark: _Mark, marks: Sequence[_Mark], style: Style) -> str:
        if mark.role == APOSTROPHE:
            return "’"
        if mark.role == PRIME:
            return "″" if mark.kind == "D" else "′"
        partner = marks[mark.partner]
        pair = style.pair(mark.kind, mark.depth)
        own = mark.glyph + partner.glyph if mark.role == OPEN else partner.glyph + mark.glyph
        if self._consistent and own in style.pairs(mark.kind):
            pair = own
        return pair[0] if mark.role == OPEN else pair[1]

    def _padded(self, mark: _Mark, after: str, low: int, high: int) -> str:
        """The mark with a no-break space inside, where French has one: or new marks."""
        if self.style is None or not self.style.spaced or after not in "«»" or mark.role not in OPEN + CLOSE:
            return after
        space = self.text[mark.end : high] or self.text[low : mark.start]
        beside = (
            self.text[mark.end : mark.end + 1]
            if mark.role == OPEN
            else self.text[mark.start - 1 : mark.start]
        )
        if not space and (after == mark.glyph or beside.isspace()):
            return after
        kept = space if space in (NO_BREAK, "\u202f") else NO_BREAK
        return after + kept if mark.role == OPEN else kept + after

    def _is_sure(self, mark: _Mark, partner: _Mark) -> bool:
        """Whether a space beside the mark is stray, which is less than sure if both marks of the pair float.

        Then a comma or stop before one of them decides, or, for double marks, that all on the line have
        partners: `a " fair " price`, but neither `the boys ' and girls ' teams` nor `5 " by 7 "`.
        """
        if not (self._floats(mark) and self._floats(partner)):
            return True
        first, last = (mark, partner) if mark.role == OPEN else (partner, mark)
        before = [
            self.text[max(0, each.start - 9) : each.start].rstrip(SPACES)[-1:] for each in (first, last)
        ]
        if any(char in _INSIDE for char in before):
            return True
        return mark.kind == "D" and not any(map(str.isdigit, before)) and not self._is_lopsided(first, last)

    def _is_lopsided(self, first: _Mark, last: _Mark) -> bool:
        """Whether a mark without a partner stands on the pair's lines."""
        low = self.text.rfind("\n", 0, first.start)
        high = self.text.find("\n", last.end)
        at = bisect_left(self._alone, low)
        return at < len(self._alone) and (self._alone[at] < high or high < 0)

    def _floats(self, mark: _Mark) -> bool:
        text = self.text
        return (
            mark.glyph not in "«»‹›"
            and text[mark.end : mark.end + 1] in SPACES
            and text[max(0, mark.start - 1) : mark.start] in SPACES
        )

    def _stray(self, mark: _Mark) -> tuple[int, int]:
        """The mark's span, widened over spaces on its inner side, but not up to a line's edge."""
        text, low, high = self.text, mark.start, mark.end
        if mark.role == OPEN:
            while high < len(text) and text[high] in SPACES:
                high += 1
            joins = text[max(0, low - 1) : low].isalnum() or high - mark.end > 2
            return (low, mark.end) if joins or high == len(text) or text[high] in "\n\r" else (low, high)
        while low > 0 and text[low - 1] in SPACES:
            low -= 1
        taken = self.edits[-1].end if self.edits else 0
        joins = text[high : high + 1].isalnum() or mark.start - low > 2
        return (mark.start, high) if joins or low <= taken or text[low - 1] in "\n\r" else (low, high)

    def _matters(self, mark: _Mark, marks: Sequence[_Mark]) -> bool:
        """Whether the mark would be written another way in the role that it nearly has."""
        return self._written(mark, mark.role, marks) != self._written(mark, mark.doubt, marks)

    def _written(self, mark: _Mark, role: str, marks: Sequence[_Mark]) -> str:
        if role == PLAIN or len(role) > 1:
            return mark.glyph
        mark = mark._replace(role=role)
        return (
            self._straight(mark, marks) if self.style is None else self._typographic(mark, marks, self.style)
        )

    def _notice(self, mark: _Mark, rule: str, reason: str) -> None:
        self.notices.append(Notice(mark.start, self.text[mark.start : mark.end], rule, reason))
