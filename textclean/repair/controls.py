"""Characters nobody sees: controls, zero-width characters, marks of direction, odd line ends and spaces.

What a script needs stays: joiners between Persian or Indic letters and in emoji, zero-width spaces between
Thai or Khmer words, marks of direction beside Hebrew or Arabic, the no-break space of French typography. A
soft hyphen stays where there are few of them, for then a book was set that way; a page on which a script
hyphenated every word has many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.talk import talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

_INVISIBLE = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e007f\ud800-\udbff"
)
INVISIBLE = compile_pattern(f"[{_INVISIBLE}]")
TRIGGER = compile_pattern(
    f"[\xa0{_INVISIBLE}](?:(?<![\xa0\ud800-\udbff])"
    "|(?<=\xa0)(?=[\xa0 \r\n]|\\Z)|(?<=[\xa0 \r\n]\xa0)|(?<=[\ud800-\udbff])(?=[\udc00-\udfff]))"
)
TERMINAL = compile_pattern(
    "\x1b(?:\\[[0-9;?]{0,20}[A-Za-z]|[()][A-Z0-9]|\\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\\\))"
)
RIGHT_TO_LEFT = compile_pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
TAGS = compile_pattern("[\U000e0000-\U000e007f]+")
SPACES = compile_pattern("[\xa0 ]+")
PLAIN = compile_pattern("[\x00-\u058f\u10a0-\u10ff\u1e00-\u1fff\u2000-\u206f]?$")
"""Latin, Greek, Cyrillic, Armenian, Georgian and their punctuation, or nothing: scripts without joining."""
HYPHENATED = compile_pattern("(?<=[^\\W\\d_])\xad(?=[^\\W\\d_])")
MANY = 6
"""From so many soft hyphens inside words a text was hyphenated throughout; books that kept a few from their
line ends had up to four a paragraph."""
BLACK_FLAG = "\U0001f3f4"
SET_OFF = "»?!:;%€°"
"""Marks before which French and German set a no-break space."""


class Place:
    """A text under inspection: what the document as a whole says, and the line that was asked about last."""

    def __init__(self, text: str, options: Options) -> None:
        self.text = text
        self.hyphenated = options.repair == "bold" or (
            text.count("\xad") >= MANY and len(HYPHENATED.findall(text)) >= MANY
        )
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._line = (0, -1)
        self._talks = False

    @cached_property
    def right_to_left(self) -> bool:
        """Whether the text has letters that are written from right to left."""
        return RIGHT_TO_LEFT.search(self.text) is not None

    def is_shown(self, at: int) -> bool:
        """Whether the character at `at` stands in a line that talks about such characters."""
        start, end = self._line
        if not start <= at <= end:
            start = self.text.rfind("\n", 0, at) + 1
            end = self.text.find("\n", at)
            self._line = (start, len(self.text) if end < 0 else end)
            self._talks = talks(self.text[slice(*self._line)])
        return self._talks


def may_control(traces: Traces) -> bool:
    """Whether there is anything invisible but single no-break spaces."""
    if INVISIBLE.search("".join(traces.odd)):
        return True
    return "\xa0" in traces.odd and traces.shows(TRIGGER)


def control_stage(options: Options) -> Stage:
    """Take out what is invisible and has no work to do."""

    def repair(text: str) -> Changes:
        if not TRIGGER.search(text):
            return Changes()
        place = Place(text, options)
        edits = list(_edits(place))
        return Changes(edits, list(_soft_hyphens(place)))

    return repair


def _edits(place: Place) -> Iterator[Edit]:
    position = 0
    for hit in TRIGGER.finditer(place.text):
        if hit.start() < position:
            continue
        edit = HANDLERS.get(hit[0], _control)(place, hit.start())
        if edit is None or (edit.rules[0] in SHOWN and place.is_shown(hit.start())):
            continue
        if edit.start >= position:
            yield edit
            position = max(edit.end, hit.end())


def _soft_hyphens(place: Place) -> Iterator[Notice]:
    """One notice for the soft hyphens that stay."""
    silent = place.hyphenated or "\xad" not in place.text
    first = None if silent else HYPHENATED.search(place.text)
    if first:
        reason = "Soft hyphens inside words, too few to be the work of a hyphenating page."
        yield Notice(first.start(), "\xad", "repair.soft-hyphen", reason)


def _gone(at: int, before: str, rule: str, after: str = "", reason: str = "") -> Edit:
    return Edit(at, before, after, (rule,), 0.99, reason)


def _control(place: Place, at: int) -> Edit:
    """A control character, or a whole terminal escape such as the one for red."""
    escape = TERMINAL.match(place.text, at)
    return _gone(at, escape[0] if escape else place.text[at], "repair.control")


def _low_byte(place: Place, at: int) -> Edit:
    """A control that is the low byte of a typographic mark, U+2019 cut to 19, where that mark can stand."""
    text = place.text
    mark, fits, rule = LOW_BYTES[text[at]]
    around = (text[at - 1] if at else " ") + text[at] + (text[at + 1 : at + 2] or " ")
    if fits.fullmatch(around):
        return Edit(at, text[at], mark, (rule,), 0.9)
    return _control(place, at)


def _line_end(place: Place, at: int) -> Edit:
    """U+2028, U+2029 or a vertical tab: a line end, unless there is one beside it."""
    beside = place.text[max(at - 1, 0) : at] + place.text[at + 1 : at + 2]
    after = "" if "\n" in beside or "\r" in beside else place.newline
    return _gone(at, place.text[at], "repair.line-separator", after)


def _soft_hyphen(place: Place, at: int) -> Edit | None:
    if not place.hyphenated or not HYPHENATED.match(place.text, at):
        return None
    return _gone(at, "\xad", "repair.soft-hyphen")


def _zero_width(place: Place, at: int) -> Edit | None:
    """A joiner, non-joiner, word joiner or zero-width space, where neither neighbour's script needs it."""
    text = place.text
    needed = not (PLAIN.match(text[max(at - 1, 0) : at]) and PLAIN.match(text[at + 1 : at + 2]))
    return None if needed else _gone(at, text[at], "repair.zero-width")


def _mark(place: Place, at: int) -> Edit:
    return _gone(at, place.text[at], "repair.zero-width")


def _direction(place: Place, at: int) -> Edit | None:
    """A mark of direction in a text that has only one."""
    return None if place.right_to_left else _gone(at, place.text[at], "repair.direction")


def _override(place: Place, at: int) -> Edit:
    """An override shows text in an order in which it is not written: `moc.elpmaxe`."""
    return _gone(at, place.text[at], "repair.direction", reason="It made text read backwards.")


def _tags(place: Place, at: int) -> Edit | None:
    """Letters that no font shows: they make flags of Wales and Scotland, or hide a message."""
    tags = TAGS.match(place.text, at)
    if tags is None or place.text[max(at - 1, 0) : at] == BLACK_FLAG:
        return None
    if at and TAGS.match(place.text[at - 1]):
        return None
    hidden = "".join(chr(ord(tag) - 0xE0000) for tag in tags[0])
    return _gone(at, tags[0], "repair.hidden-text", reason=f"It said {hidden!r}.")


def _spaces(place: Place, at: int) -> Edit | None:
    """A run of spaces with no-break spaces among them becomes one; indentation keeps its width.

    At the end of a line even a single one goes: it set nothing off.
    """
    text, start = place.text, at
    while start and text[start - 1] in "\xa0 ":
        start -= 1
    run = SPACES.match(text, start)
    if run is None:
        return None
    left, right = text[max(start - 1, 0) : start], text[run.end() : run.end() + 1]
    if right in ("", "\n", "\r"):
        after = ""
    elif left in ("", "\n", "\r"):
        after = " " * len(run[0])
    else:
        keeps = left == "«" or right in SET_OFF or (left.isdigit() and right.isdigit())
        after = "\xa0" if keeps else " "
    return _gone(start, run[0], "repair.spaces", after)


def _pair(place: Place, at: int) -> Edit:
    pair = place.text[at : at + 2]
    whole = pair.encode("utf-16", "surrogatepass").decode("utf-16")
    return _gone(at, pair, "repair.surrogates", whole)


_BOUND = r"[\s(\[\"'“‘\x1c—–-]"
_OPENS = compile_pattern(rf"{_BOUND}.[\w\"'“‘\x1c$£€.…]", re.DOTALL)
_CLOSES = compile_pattern(r"[^\s(\[].[^\w]", re.DOTALL)
_JOINS = compile_pattern(r"\S..|..\w", re.DOTALL)
_PARTS = compile_pattern(r"\s.\s|\d.\d|[^\W\d].[^\W\d]", re.DOTALL)
LOW_BYTES = {
    "\x13": ("–", _PARTS, "repair.lost-dash"),
    "\x14": ("—", _PARTS, "repair.lost-dash"),
    "\x18": ("‘", _OPENS, "repair.lost-quote"),
    "\x19": ("’", _JOINS, "repair.lost-quote"),
    "\x1c": ("“", _OPENS, "repair.lost-quote"),
    "\x1d": ("”", _CLOSES, "repair.lost-quote"),
}
"""Typographic marks by their low bytes, what must stand around each, and the rule that puts it back."""
HANDLERS: dict[str, Callable[[Place, int], Edit | None]] = {
    **dict.fromkeys(LOW_BYTES, _low_byte),
    **dict.fromkeys("\x0b\u2028\u2029", _line_end),
    **dict.fromkeys("\u200b\u200c\u200d\u2060", _zero_width),
    **dict.fromkeys("\u2061\u2062\u2063\u2064\ufeff", _mark),
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069", _direction),
    **dict.fromkeys("\u202d\u202e", _override),
    **dict.fromkeys(map(chr, range(0xE0000, 0xE0080)), _tags),
    **dict.fromkeys(map(chr, range(0xD800, 0xDC00)), _pair),
    "\xad": _soft_hyphen,
    "\xa0": _spaces,
}
SHOWN = {"repair.soft-hyphen", "repair.zero-width", "repair.direction", "repair.spaces"}
"""Rules that leave a line alone which talks about what they take out."""
