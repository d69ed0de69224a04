"""Rewrite: from the roles of a text's marks to the edits that make them consistent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from textclean.edits import Changes, Edit
from textclean.pipeline import run_stages
from textclean.quotes.kinds import APOSTROPHE, CLOSE, OPEN, PRIME, Kinds
from textclean.quotes.marks import Style, straight
from textclean.quotes.protect import Protected
from textclean.quotes.search import DROP, Search, Step
from textclean.quotes.tokens import DOUBLE, MARKS, SPACES, find_tokens
from textclean.settings import Options

STRAY = tuple(f"{before}{mark} " for mark in "\"'" for before in " \n\u00a0") + tuple(
    f" {mark}{after}" for mark in "\"'" for after in ".,;:!?\n"
)
NEEDLES = (*(mark for mark in MARKS if mark not in "\"'"), "''", ",,", "<<", "&", *STRAY)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


class Rewriter:
    """The stage itself: a text in, its edits out."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def __call__(self, text: str) -> Changes:
        """Make the text's marks consistent, and make sure that a second look would change nothing more."""
        _, edits, notices = run_stages([self._once] * 3, text)
        return Changes(edits, notices)

    def _once(self, text: str) -> Changes:
        if self.options.quotes == "typographic":
            if not any(mark in text for mark in MARKS):
                return Changes()
            return Work(text, self._style()).changes()
        return Changes() if is_straight(text) else Work(text, None).changes()

    def _style(self) -> Style:
        return Style(self.options.quote_marks or "“”‘’")


def is_straight(text: str) -> bool:
    """Whether straight mode has nothing to do, told by a few searches for single strings."""
    return not any(needle in text for needle in NEEDLES) and not text.startswith(('" ', "' "))


class Work:
    """One text's way through the stage."""

    def __init__(self, text: str, style: Style | None) -> None:
        self.text = text
        self.style = style
        protected = Protected(text)
        self.tokens = [token for token in find_tokens(text, 0, len(text)) if token.start not in protected]
        self.edits: list[Edit] = []

    def changes(self) -> Changes:
        """All edits, in order."""
        search = Search(Kinds(self.text))
        for first, last, breaks in self._paragraphs():
            search.paragraph(self.tokens, first, last)
            search.end(breaks)
        self._render(search.finish())
        return Changes(self.edits)

    def _paragraphs(self) -> Iterator[tuple[int, int, int]]:
        first = 0
        tokens = self.tokens
        for index in range(1, len(tokens)):
            if "\n" in self.text[tokens[index - 1].end : tokens[index].start]:
                gap = self.text[tokens[index - 1].end : tokens[index].start]
                yield first, index, len(_PARAGRAPH.findall(gap))
                first = index
        if tokens:
            yield first, len(tokens), 1

    def _render(self, steps: Sequence[Step]) -> None:
        """Write each mark as its role asks; what has no role or no partner to prove it stays as it is."""
        stack: list[tuple[str, str]] = []
        for step in steps:
            role = step.role[0]
            if role == DROP:
                stack.clear()
                continue
            glyph = self._glyph(step)
            family = "D" if glyph in DOUBLE or len(glyph) > 1 else "S"
            matched = role == OPEN
            mark = ""
            if role == OPEN:
                if step.role == OPEN:
                    stack.append((family, self._pair(family, sum(family == other for other, _ in stack))))
                level = int(step.role[1:] or -1)
                mark = stack[level][1][0]
            elif role == CLOSE:
                at = max((at for at, (other, _) in enumerate(stack) if other == family), default=-1)
                matched = at >= 0
                mark = (stack[at][1] if matched else self._pair(family, 0))[1]
                del stack[at if matched else len(stack) :]
            elif role == APOSTROPHE:
                mark = "’"
            elif role == PRIME:
                mark = "″" if family == "D" else "′"
            else:
                continue
            self._edit(step, glyph, mark, matched)

    def _glyph(self, step: Step) -> str:
        token = self.tokens[step.token]
        return token.text * 2 if step.joined else token.glyph

    def _pair(self, family: str, depth: int) -> str:
        return self.style.pair(family, depth) if self.style else "  "

    def _edit(self, step: Step, glyph: str, mark: str, matched: bool) -> None:
        token = self.tokens[step.token]
        start, end = token.start, token.end + (len(token.text) if step.joined else 0)
        if self.style is None:
            mark = glyph if step.role == PRIME and glyph in "′″" else straight(glyph)
        rules = []
        if self.text[start:end] != mark:
            rules.append("quotes.straight" if self.style is None else "quotes.typographic")
        low, high = self._stray(step.role[0], start, end) if matched else (start, end)
        if (low, high) != (start, end):
            rules.append("quotes.space")
        if rules:
            self.edits.append(Edit(low, self.text[low:high], mark, tuple(rules)))

    def _stray(self, role: str, start: int, end: int) -> tuple[int, int]:
        """The mark's span, widened over stray spaces on its inner side, but not up to a line's edge."""
        text, low, high = self.text, start, end
        if role == OPEN:
            while high < len(text) and text[high] in SPACES:
                high += 1
            return (start, end) if high == len(text) or text[high] in "\n\r" else (start, high)
        if role == CLOSE:
            while low > 0 and text[low - 1] in SPACES:
                low -= 1
            taken = self.edits[-1].end if self.edits else 0
            return (start, end) if low <= taken or text[low - 1] in "\n\r" else (low, end)
        return start, end
