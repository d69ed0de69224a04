"""Strict re-decoding: a line that is valid UTF-8 once it is written in the right wrong charset was UTF-8.

ftfy knows ten charsets and takes a line only if it looks bad to it; this knows thirty and asks for proof
instead. The proof is strong, since bytes that are no UTF-8 are hardly ever valid by chance: `╨┐╤А╨╕` in
cp866, `п©я─п╦` in koi8-r, `cafГ©` in cp1251. It runs before the repair of lost characters, for a line that
decodes as a whole has lost none.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.closing import closing
from textclean.repair.leftovers import leftovers
from textclean.repair.lines import apart, lines_of, trimmed
from textclean.repair.scripts import glued
from textclean.repair.talk import shows, talks
from textclean.repair.traces import Traces
from textclean.repair.trigger import TRIGGER
from textclean.settings import Options
from textclean.stages import Stage

if TYPE_CHECKING:
    from _codecs import _EncodingMap

RULE = "repair.mojibake"
CODECS = (
    *("latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac_roman"),
    *("cp437", "cp850", "cp866", "koi8-r", "koi8-u", "cp852", "iso8859-15", "cp1255", "cp1256", "cp1258"),
    *("cp874", "mac_cyrillic", "mac_latin2", "cp775", "cp855", "cp737", "cp858", "iso8859-9", "iso8859-7"),
    *("iso8859-5", "iso8859-4", "iso8859-13"),
)
"""Charsets that UTF-8 is mistaken for, commonest first. Bytes they leave undefined become C1 controls, as in
browsers."""
LAYERS = 4
SIGN = compile_pattern(
    r"""[√\u2500-\u259fÃГВΓΒĂĹĆรأآ\u05b3ÄÅÇА–—](?:(?<=[\u2500-\u259f])(?=[^\x00-\x7f\u2500-\u25ff\s])
    |(?<=[\u0400-\u04ff][\u2500-\u259f])(?=[\u2500-\u25ff])
    |(?<=[A-Za-z][ГВΓΒĂĹĆรأآ\u05b3])(?=[^\x00-\x7f])|(?<=[ГВΓΒĂĹ])(?=[^\x00-\x7f][A-Za-z])|(?<=Ã)(?=[¡-¿][a-z])
    |(?<=[a-z]√)(?=[^\x00-\x7f])|(?<=┬)(?=[┐í][A-Za-z])|(?<=[a-z][ÄÅ])(?=[\x80-\xbf…†‡‰‹›€™‚„•–—˜ˆ])|(?<=ÔÇ|ŌĆ)|(?<=тА)(?=[ЩЬЭФУж])|(?<=вА)(?=[ЩЬЭФУ¶ж])|(?<=[–—])(?=[^\x00-\x7f][–—]))""",
    re.VERBOSE,
)
"""Signs of mojibake in charsets that ftfy does not know, or does not see."""
RARE = compile_pattern(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u0700-\u08ff\u1380-\u177f\u1800-\u1dff\u2800-\u28ff\u2c00-\u2dff\ua000-\uabff]"
)
"""Controls, and scripts so rare that meeting them is chance: `раб` in cp866 is a Samaritan letter."""
FRAME = compile_pattern(r"[\u2500-\u259f]+")
"""Frames drawn with characters, `├┤a┼┐a`, are UTF-8 in cp437 at times."""
RUN = compile_pattern(r"[^\x00-\x7f]+")
RUNS = compile_pattern(r"[^\x00-\x7f]{2,}")


class Reading(NamedTuple):
    """One way to read a line: through which charsets, and the runs that change."""

    codecs: tuple[str, ...]
    text: str
    runs: list[tuple[int, str, str]]

    @property
    def proof(self) -> int:
        """How many characters less there are: one for `Ã©`, two for `â€™`."""
        return sum(len(old) - len(new) for _, old, new in self.runs)


def may_redecode(traces: Traces) -> bool:
    """Whether there is any sign of UTF-8 read as something else."""
    return not traces.is_ascii and (traces.shows(TRIGGER) or traces.shows(SIGN))


def redecode_stage(options: Options, whole: bool) -> Stage:
    """Re-decode the lines that are valid UTF-8 as a `whole` in some charset, or else runs of characters.

    Runs come after ftfy and single-byte mix-ups, which both need the line as it was: a run of Chinese read as
    latin-1 is valid UTF-8 at times, and a space that was a byte counts in `voilÃ le cafÃ©` only while the
    line still is what one charset made of it.
    """

    def repair(text: str) -> Changes:
        if text.isascii():
            return Changes()
        spans = _suspects(text)
        lines = [text[start:end] for start, end in spans]
        readings = [read(line) if whole else read_runs(line, CODECS, 2) for line in lines]
        proved = {reading.codecs[0] for reading in readings if reading and reading.proof > 2}
        edits: list[Edit] = []
        notices: list[Notice] = []
        for (start, _), line, reading in zip(spans, lines, readings, strict=True):
            if not whole and proved:
                reading = reading or read_runs(line, proved, 1)
            if reading is None:
                continue
            if talks(line) and shows(line, [(at, at + len(old)) for at, old, _ in reading.runs]):
                notices.append(Notice(start, line[:80], RULE, "This line talks about characters."))
                continue
            for at, old, new in reading.runs:
                edits += trimmed(start + at, old, new, RULE, 0.99 if whole else 0.95)
        return Changes(edits, notices)

    return repair


def _suspects(text: str) -> list[tuple[int, int]]:
    """Spans of lines that either pattern hits, sorted and apart."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted({*lines_of(text, TRIGGER), *lines_of(text, SIGN)}):
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans


def read(line: str) -> Reading | None:
    """The reading of a line as mojibake of UTF-8, if there is one that convinces."""
    found: dict[str, Reading] = {}
    tried = set()
    strange = "\n".join(RUN.findall(line))  # ASCII is the same in all these charsets
    for codec in CODECS:
        fixed = undo(strange, codec)
        if fixed is None or fixed in tried:
            continue
        tried.add(fixed)
        text = undo(line, codec)
        if text is None:
            continue
        reading = _through(line, text, (codec,))
        if _convinces(line, reading):
            found.setdefault(reading.text, reading)
    if not found:
        return None
    return min(found.values(), key=_cost) if len(found) > 1 else found.popitem()[1]


def read_runs(line: str, charsets: Iterable[str], bar: int) -> Reading | None:
    """The reading of those runs that are valid UTF-8, on a line where others are right or lost something.

    Only runs that look like mojibake prove a charset, `Ã³`, but what stands beside them and holds a character
    that is no letter is then read too, `siÄ™`.
    """
    best: Reading | None = None
    kept = sorted([*leftovers(line), *((at, at + 1) for at in closing(line))])
    places = [(start, line[start:end]) for start, end in apart([r.span() for r in RUNS.finditer(line)], kept)]
    different = {old for _, old in places if not FRAME.fullmatch(old)}
    for codec in charsets:
        read_as = {old: new for old in different if (new := undo(old, codec)) and is_text(new)}
        runs = []
        looks = bar < 2
        least = bar
        for start, old in places if read_as else ():
            new = read_as.get(old)
            if new is None:
                continue
            hit = bool(TRIGGER.search(old) or SIGN.search(line, max(0, start - 1), start + len(old) + 1))
            in_word = _in_word(line, start, old, new)
            looks |= hit and (len(old) > 2 or in_word)
            if hit and in_word and new.islower() and (old[0].isupper() or old[0] > "\u0370"):
                least = 1
            if hit or not old.isalpha():
                runs.append((start, old, new))
        reading = Reading((codec,), "".join(new for _, _, new in runs), runs)
        if looks and reading.proof >= max(least, best.proof + 1 if best else 0):
            best = reading
    return best


def _cost(reading: Reading) -> float:
    """Bits of a reading: `Fßhrung` and `Führung` are both UTF-8, in different charsets."""
    from textclean.repair.letters import surprise

    return surprise(reading.text[:600])


def _through(line: str, text: str, so_far: tuple[str, ...]) -> Reading:
    """Follow the layers of nested mojibake as far as they go."""
    if TRIGGER.search(text):
        text, so_far = _deeper(text, so_far)
    runs = []
    for run in RUN.finditer(line):
        new: str | None = run[0]
        for codec in so_far:
            new = undo(new or "", codec) or new
        runs.append((run.start(), run[0], new or ""))
    return Reading(so_far, text, runs)


def _deeper(text: str, so_far: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Undo layer after layer while what shows still is mojibake."""
    from ftfy.badness import is_bad

    while len(so_far) < LAYERS and is_bad(text):
        for codec in CODECS:
            inner = undo(text, codec)
            if inner is not None:
                text, so_far = inner, (*so_far, codec)
                break
        else:
            break
    return text, so_far


def undo(text: str, codec: str) -> str | None:
    """`text` written in `codec` and read as UTF-8, or None where that does not work or changes nothing."""
    try:
        data = codecs.charmap_encode(text, "strict", charset_table(codec))[0]
        fixed = data.decode("utf-8")
    except UnicodeError:
        return None
    return fixed if len(fixed) < len(text) else None


@cache
def charset_table(codec: str) -> _EncodingMap | dict[int, int]:
    """The charset's encoding map, undefined bytes as C1 controls."""
    return codecs.charmap_build("".join(_char(byte, codec) for byte in range(256)))


def _char(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _convinces(line: str, reading: Reading) -> bool:
    """Whether the reading is text, and there is more than chance for it."""
    if TRIGGER.search(reading.text) or not is_text("".join(new for _, _, new in reading.runs)):
        return False
    if glued(reading.text) > glued(line):
        return False
    opens = any(_opens(line, *run) for run in reading.runs)
    if all(FRAME.fullmatch(old) for _, old, _ in reading.runs) and not opens:
        return False
    proved = len(reading.codecs) > 1 or reading.proof > 1 or opens
    return proved or any(_in_word(line, *run) for run in reading.runs)


def is_text(characters: str) -> bool:
    """Whether characters are assigned, visible or spaces, and of a script that pages are written in."""
    return RARE.search(characters) is None and all(
        unicodedata.category(char) not in {"Cn", "Co", "Cs"} for char in characters
    )


def _opens(line: str, start: int, old: str, new: str) -> bool:
    """Whether a frame stands for the mark that opens a Spanish sentence, `┬┐que`."""
    after = line[start + len(old) : start + len(old) + 1]
    return new in ("¿", "¡") and after.isalpha() and not line[start - 1 : start].isalnum()


def _in_word(line: str, start: int, old: str, new: str) -> bool:
    """Whether a single sequence of two stands where only a letter can: `cafГ© noir`, not `NICIODATĂ™`."""
    before, after = line[start - 1 : start], line[start + len(old) : start + len(old) + 1]
    if not new.isalpha():
        return False
    if (
        new.islower()
        and old[0].isupper()
        and not old[1].isalpha()
        and after.islower()
        and not before.isalnum()
    ):
        return True  # `Ã¥klagare`: no word has a sign for its second letter
    return (before.islower() and before.isascii() and new.islower()) or (after.isalpha() and before.isalpha())
