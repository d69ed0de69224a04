"""Rewrite: from a text to the edits that make its marks consistent.

To straight marks nearly every change is one character for another, whatever its role. Only the lines with
something that needs a role (`''`, a lone backtick, a space on the wrong side) are read by the search. To
typographic marks every mark needs one.
"""

from __future__ import annotations

from collections.abc import Iterator

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.quotes.marks import straight, style_for
from textclean.quotes.protect import Protected
from textclean.quotes.reading import Reading, is_soft
from textclean.quotes.render import render
from textclean.quotes.tokens import ENTITY, MARKS, SINGLE
from textclean.settings import Options

_CURLY = "".join(mark for mark in MARKS if mark not in "\"'")
_SPACE = " \u00a0\u202f\u2009"
_LETTER = r"[^\W\d_]"
_SIMPLE = compile_pattern(f"[{_CURLY}]")
_HARD = compile_pattern(
    f"[{MARKS}](?:"
    f"(?<![^\\s(\\[{{—–{MARKS}].)(?=[{_SPACE}])"
    f"|(?<=[{_SPACE}].)(?![^\\s.,;:!?)\\]}}…—–{MARKS}])"
    f"|(?<=[{SINGLE}])(?=[{SINGLE}])"
    f"|(?<=[«»‹›])"
    f"|(?<=[`´])(?!(?<={_LETTER}.){_LETTER})"
    f"|(?<=[′″])(?<!\\d.)(?!(?<={_LETTER}.){_LETTER}))"
)
_RARE = compile_pattern(f",,|<<|>>|{ENTITY}")
_QUIET: set[str] = set()
"""Straight marks with both neighbours, met so far, that are as they should be."""
_MOST = 20_000
_RARE_SIGNS = "&<>"
_STRAIGHT_RULE = ("quotes.straight",)


class Rewriter:
    """The stage itself: a text in, its edits out."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def __call__(self, text: str) -> Changes:
        """Make the text's marks consistent; the pipeline asks again until nothing more changes."""
        return self._typographic(text) if self.options.quotes == "typographic" else straighten(text)

    def _typographic(self, text: str) -> Changes:
        if not any(mark in text for mark in MARKS) and not _has_rare(text):
            return Changes()
        reading = Reading(text, 0, len(text), Protected(text))
        if not reading.tokens:
            return Changes()
        options = self.options
        own = (pair for part in reading.read().parts for pair in part.unit.pairs)
        return render(reading, style_for(options.quote_marks, options.language, text, own))


def is_straight(text: str) -> bool:
    """Whether straight mode has nothing to do.

    Searching for single characters is several times faster than any pattern; what a straight mark's two
    neighbours say is looked up once for all texts.
    """
    if not text.isascii() and any(mark in text for mark in _CURLY):
        return False
    return "`" not in text and not _has_rare(text) and _is_quiet(text, '"') and _is_quiet(text, "'")


def _has_rare(text: str) -> bool:
    """Whether marks are written as others: `,,` or `&quot;`."""
    if ",," in text:
        return True
    for sign in _RARE_SIGNS:
        at = text.find(sign)
        while at >= 0:
            if _RARE.match(text, at):
                return True
            at = text.find(sign, at + 1)
    return False


def _is_quiet(text: str, mark: str) -> bool:
    """Whether no straight mark stands as `_HARD` has it."""
    known = _QUIET
    at = text.find(mark)
    while at >= 0:
        around = text[at - 1 : at + 2]
        if around not in known:
            if _HARD.match(text, at):
                return False
            if len(around) == 3 and len(known) < _MOST:
                known.add(around)
        at = text.find(mark, at + 1)
    return True


def straighten(text: str) -> Changes:
    """Make all marks straight and take out stray spaces."""
    if is_straight(text):
        return Changes()
    protected = Protected(text)
    edits: list[Edit] = []
    notices: list[Notice] = []
    position = 0
    for start, end in _regions(text):
        edits += _replace(text, position, start, protected)
        found = render(Reading(text, start, end, protected).read(), None)
        edits += found.edits
        notices += found.notices
        position = end
    edits += _replace(text, position, len(text), protected)
    return Changes(edits, notices)


def _replace(text: str, start: int, end: int, protected: Protected) -> Iterator[Edit]:
    """The edits for a stretch in which no mark needs its role."""
    for match in _SIMPLE.finditer(text, start, end):
        glyph = match[0]
        place = match.start()
        if glyph in "′″" and text[place - 1 : place].isdigit():
            continue
        if place not in protected:
            yield Edit(place, glyph, straight(glyph), _STRAIGHT_RULE)


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that need roles, with the lines before and after that they run on from and into."""
    spots = [match.start() for match in _HARD.finditer(text)]
    if _has_rare(text):
        spots = sorted(spots + [match.start() for match in _RARE.finditer(text)])
    done = 0
    for spot in spots:
        if spot >= done:
            start = text.rfind("\n", done, spot) + 1 or done
            while start > done and is_soft(text, max(done, start - 40), start - 1):
                start = text.rfind("\n", done, start - 1) + 1 or done
            done = text.find("\n", spot)
            while 0 <= done < len(text) - 1 and is_soft(text, max(start, done - 40), done):
                done = text.find("\n", done + 1)
            done = len(text) if done < 0 else done
            yield start, done
