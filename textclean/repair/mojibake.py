"""Mojibake: UTF-8 that was read as a single-byte charset, undone by ftfy where it is right.

ftfy tells mojibake from text by improbable neighbours (`â€`, `Ã©`, `вЂ`), which costs 200 ns a character.
So one trigger pattern runs over the whole document first, and real ftfy only sees the lines it hits. What
ftfy leaves goes to `redecode`. ftfy 6.3.1 as it comes changes 17 % of right paragraphs; only its encoding
steps are used, and these of its doings are avoided:

- `restore_byte_a0` makes `Beware,â€ said` `Beware,†said`: where the last byte of a quotation mark is gone,
  the place is kept out of ftfy and left to the repair of lost characters.
- U+FFFD becomes a control character that the next step deletes: kept out too, with the remains beside it.

Where the repair as a whole differs from ftfy 6.3.1's published cases, of which it has 141 of 161:

- What lost a byte is restored where one character can have stood there, never made U+FFFD: names of languages
  (Slovak, Russian twice), Á in Spanish, closing quotation marks (twice). ftfy keeps the loss.
- A word of another script that lost bytes and that nothing decides stays whole as it came, with a warning:
  Bulgarian, Serbian, Hindi, Tamil; emoji on a Portuguese page. ftfy puts U+FFFD into its midst, after which
  nobody can decode it. The same for mojibake of three layers with question marks in it, and for a face of
  signs that lost 0x9D in every layer, which comes out in other signs than ftfy's.
- `DrÃ¥ber` is read: a capital inside a word is no chance.
- Controls go, U+001A among them, and a no-break space at a line's end.
- Four cases that ftfy marks as its own failures fail here too: Arabic digits whose byte became a space, two
  layers mixed in one mark, a letter of a Mac that is an apostrophe in cp1252, a title in odd capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.closing import closing
from textclean.repair.leftovers import leftovers
from textclean.repair.lines import lines_of, located
from textclean.repair.talk import shows, talks
from textclean.repair.traces import Traces
from textclean.repair.trigger import TRIGGER
from textclean.settings import Options
from textclean.stages import Stage

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

RULE = "repair.mojibake"

LONE = "One sign that may be mojibake, on a line whose other characters are right."
LOST = compile_pattern(
    r"(?:[вβā][^\x00-\x7f\ufffd]|[ð-ô][^\x00-\x7f\ufffd]{0,2}|[à-ï][^\x00-\x7f\ufffd]?|[^\x00-\x7f])?\ufffd"
    r"(?:[\x80-\xbf€™œž“”‘’]{0,2})|(?:[âвβā]€|вЂ|â\x80|‚Ä)(?=[ \n]|$)"
)
"""What is left of characters that lost bytes; ftfy would make it worse."""


def may_be_mojibake(traces: Traces) -> bool:
    """Whether there is any sign of mojibake that ftfy knows."""
    return not traces.is_ascii and traces.shows(TRIGGER)


def damaged(text: str) -> Iterator[tuple[int, int]]:
    """Lines that still look like mojibake, so that what stands in them may be half of something.

    `çš„å…ƒç´` ends in no prime and has no quotation mark: set straight, nothing could ever read it again.
    """
    if text.isascii() or not Traces(text).shows(TRIGGER):
        return
    from ftfy.badness import is_bad

    for start, end in lines_of(text, TRIGGER):
        line = text[start:end]
        for at in closing(line):
            line = f"{line[:at]}AA{line[at + 2 :]}"
        if is_bad(line) and not talks(line):
            yield start, end


def mojibake_stage(options: Options) -> Stage:
    """Undo UTF-8 read as something else, line by line."""

    def repair(text: str) -> Changes:
        if text.isascii():
            return Changes()
        edits: list[Edit] = []
        notices: list[Notice] = []
        for start, end in lines_of(text, TRIGGER):
            line = text[start:end]
            found = list(_repaired(line))
            if len(found) == 1 and _is_lone_sign(line, found[0]):
                notices.append(Notice(start + found[0].start, found[0].before, RULE, LONE))
                continue
            if found and talks(line) and shows(line, [(edit.start, edit.end) for edit in found]):
                notices.append(Notice(start, line[:80], RULE, "This line talks about characters."))
                continue
            edits += [edit._replace(start=edit.start + start) for edit in found]
        return Changes(edits, notices)

    return repair


def _is_lone_sign(line: str, edit: Edit) -> bool:
    """Whether all there is to repair is one sign that stands alone on a line of sound accents: `© É Â® ™`."""
    end = edit.end if edit.after else edit.end + 1  # of `Â®` only the first half goes
    around = line[edit.start - 1 : edit.start] + line[end : end + 1]
    return (
        len(edit.before) < 3
        and not edit.after.isalpha()
        and (not around or around.isspace())
        and shows(line, [(edit.start, edit.end)])
        and not (line[: edit.start] + line[edit.end :]).isascii()
    )


def _repaired(line: str) -> Iterator[Edit]:
    """What ftfy changes in `line`, kept away from characters that lost bytes and from ends of quotations."""
    position = 0
    kept = [(at, at + 2) for at in closing(line)]
    lost = [match.span() for match in LOST.finditer(line)]
    for start, end in sorted([*kept, *lost, *leftovers(line)]):
        if end > position:
            yield from _fix(line, position, max(start, position))
            position = end
    yield from _fix(line, position, len(line))


def _fix(line: str, start: int, end: int) -> Iterator[Edit]:
    from ftfy import fix_encoding_and_explain

    before = line[start:end]
    fixed = fix_encoding_and_explain(before, _settings())
    yield from located(start, before, fixed.text, RULE, 0.98)


@cache
def _settings() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(unescape_html=False, replace_lossy_sequences=False)
