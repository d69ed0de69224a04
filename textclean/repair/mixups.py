"""Single-byte mix-ups: text of one charset read as another, `Ïðèâåò` for `Привет`, `³ódŸ` for `łódź`.

No byte is invalid here, so only the text can tell. Letters that meet as they meet in no language make a
document suspect; a sample of its suspect lines is then read as every charset, and the letter tables of
`letters` say which reading is a language. ftfy leaves these alone but for latin-1 read as cp1252.

The bar is high, because a wrong guess garbles a whole page: the reading must save many bits, make the signs
of damage vanish, and do so line by line, so that a right line on a damaged page stays.

Other scripts go before ftfy, which would find a bit of UTF-8 in every line of Chinese read as latin-1, Latin
ones after it, since text half of which is mojibake of UTF-8 can look like either.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.redecode import charset_table
from textclean.repair.scripts import glued
from textclean.repair.talk import talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

RULE = "repair.charset"
READ_AS = (
    *("cp1252", "latin-1", "cp1251", "koi8-r", "mac_roman", "cp850", "cp437", "cp1250", "cp866", "cp1254"),
    *("cp1257", "cp1253"),
)
"""Charsets that text is read as by mistake: those that software assumes."""
OTHER_SCRIPTS = {
    "ru",
    "uk",
    "bg",
    "mk",
    "sr-cyrl",
    "el",
    "he",
    "ar",
    "fa",
    "th",
    "ja",
    "ko",
    "zh-cn",
    "zh-tw",
}
_WESTERN = "en de fr es it pt sv nl da nb fi is ca"
_CYRILLIC = "ru uk bg mk sr-cyrl"
WRITTEN_IN = (
    *(("cp1252", _WESTERN), ("mac_roman", _WESTERN), ("cp850", _WESTERN), ("cp437", _WESTERN)),
    *(
        ("cp1250", "pl cs hu hr ro sk sl"),
        ("iso8859-2", "pl cs hu hr ro sk sl"),
        ("cp852", "pl cs hu hr ro sk sl"),
    ),
    *(("mac_latin2", "pl cs hu sk"), ("cp1257", "lt lv"), ("cp775", "lt lv"), ("cp1251", _CYRILLIC)),
    *(("koi8-r", "ru bg"), ("koi8-u", "uk"), ("cp866", "ru uk bg"), ("iso8859-5", _CYRILLIC)),
    *(("mac_cyrillic", _CYRILLIC), ("cp1253", "el"), ("iso8859-7", "el"), ("cp737", "el"), ("cp1254", "tr")),
    *(("cp857", "tr"), ("cp1255", "he"), ("cp1256", "ar fa"), ("cp874", "th"), ("shift_jis", "ja")),
    *(("euc_jp", "ja"), ("gb18030", "zh-cn"), ("big5", "zh-tw"), ("euc_kr", "ko")),
)
"""Charsets that text is written in, and the languages of each."""
OTHERS = tuple((codec, tags) for codec, tags in WRITTEN_IN if tags.split()[0] in OTHER_SCRIPTS)
"""Those that write no Latin letters."""

_HIGH = "\x80-\x9f\xa1-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_SIGN = "¡-©«¬®-³µ¶¸-¿×÷ˆ˜‚„†‡‰‹›“”™\x80-\x9f\u2500-\u259f√∞≈∂∑∏π∫Ω◊ЎЈҐЂ-Џ"
ODD = compile_pattern(
    rf"""[{_HIGH}{_SIGN}А-ЯЁÀ-ÖØ-ÞŠŽŒŸŁŞĂ\u0370-\u04ff](?:(?<=[{_HIGH}]{{4}})|(?<=[а-яё][А-ЯЁ]{{3}})
    |(?<=[A-Za-zÀ-žа-я][{_SIGN}])(?=[a-zа-я])|(?<=[\u2550-\u256c])(?=[А-яЁё])|(?<=[a-z][À-ÖØ-ÞŠŽŒŸŁŞĂ])(?=[a-z])
    |(?<=[a-z][\u0370-\u04ff])(?=[a-z])|(?<=\ ˆ)(?=\ )|(?<=\s[¯®])(?=[A-Z][a-z]))""",
    re.VERBOSE,
)
"""Signs of a wrong charset that no language writes: `w³os`, `dÈcidÈ`, `рТЙО`, four accents in a row."""
TURKISH = compile_pattern("[ýþð]")
"""For ı, ş and ğ; Icelandic has them too, but no ç."""
LETTER = compile_pattern(r"[^\W\d_\x00-\x7f]")
UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH_BYTES = re.compile(rb"[\x80-\xff]")
PAIRS = Path(__file__).parent.parent / "data" / "odd_pairs.txt"
LOOK = 50_000
"""How far to look for odd pairs of letters: a wrong charset shows at once or not at all."""
SAMPLE = 1500
SHORT = 500
"""In a longer text one odd place is a name or a slip of the pen."""
BAR, BOLD_BAR = 20.0, 8.0
"""Bits that a reading must save on the sample; right paragraphs in 28 languages never saved one."""
PER_LETTER = 4.0
"""Bits to save for each character that changes: chance saves few on many, `ÀÈÌÒÙ ÁÉÍÓÚ` read as Russian 5."""
DENSE, DENSE_HAN = 6.0, 12.0
"""Bits a character that no text costs, in alphabets and in Chinese, Japanese and Korean."""
STRANGE = frozenset(("Sm", "So", "Sk", "Cc", "Cf", "Cn", "Co"))
"""Kinds of characters that a mended text hardly has: `don´t` is not `don∩t`."""
LOST = compile_pattern(r"\ufffd|\?[^\x00-\x7f\s]|[^\x00-\x7f\s]\?\w|[^\W\d_]\?+[^\W\d_]")
"""A line that lost characters is not for this stage."""


class Mixup(NamedTuple):
    """What was found: text written in one charset, read as another."""

    read_as: str
    written_in: str
    languages: tuple[str, ...]
    """Whose letters to judge lines by: those of the reading and of the text as it is."""
    saved: float


def may_be_mixed_up(traces: Traces) -> bool:
    """Whether there are letters where no language has them, enough for a sample."""
    if traces.is_ascii:
        return False
    near = traces.near
    count = sum(1 for _ in ODD.finditer(near))
    if "ç" in traces.odd:
        count += len(TURKISH.findall(near))
    if count < 2 and traces.any_of(odd_letters()):
        pairs = odd_pairs()
        count += sum(pair in pairs for pair in map(str.__add__, near, near[1:]))
    return count > 1 or (count == 1 and traces.length <= SHORT)


def mixup_stage(options: Options, scripts: str) -> Stage:
    """Undo single-byte mix-ups where the letters prove one, to `other` scripts or to `all`."""
    bar = BOLD_BAR if options.repair == "bold" else BAR

    def repair(text: str) -> Changes:
        if text.isascii():
            return Changes()
        sample = _suspects(text)
        if not sample:
            return Changes()
        mixup = find(sample, WRITTEN_IN if scripts == "all" else OTHERS)
        if mixup is None or mixup.saved < BOLD_BAR:
            return Changes()
        if mixup.saved < bar:
            reason = f"Reads a little better as {mixup.written_in} than as {mixup.read_as}."
            return Changes((), [Notice(text.find(sample[0]), sample[0][:80], RULE, reason)])
        edits: list[Edit] = []
        start = 0
        for line in text.splitlines(keepends=True):
            if not line.isascii() and not LOST.search(line) and not talks(line):
                edits += _edits(start, line, mixup)
            start += len(line)
        return Changes(edits)

    return repair


def _suspects(text: str) -> list[str]:
    """Lines with letters where no language has them, enough for a sample."""
    lines: dict[int, str] = {}
    size = count = 0
    for at in _odd_places(text):
        count += 1
        start = text.rfind("\n", 0, at) + 1
        if start in lines:
            continue
        end = text.find("\n", at)
        line = text[max(start, at - SAMPLE) : min(len(text) if end < 0 else end, at + SAMPLE)]
        lines[start] = line
        size += len(line)
        if size > SAMPLE:
            break
    if count < 2 and len(text) > SHORT:
        return []
    return [line for line in lines.values() if not talks(line) and not LOST.search(line)]


def _odd_places(text: str) -> Iterator[int]:
    for hit in ODD.finditer(text):
        yield hit.start()
    if "ç" in text[:LOOK]:
        yield from (hit.start() for hit in TURKISH.finditer(text, 0, LOOK))
    pairs = odd_pairs()
    for letter in LETTER.finditer(text, 0, LOOK):
        at = letter.start()
        if text[at - 1 : at + 1] in pairs or text[at : at + 2] in pairs:
            yield at


@cache
def odd_pairs() -> frozenset[str]:
    """Pairs of letters that no language has, and that a wrong charset often makes."""
    pairs = PAIRS.read_text(encoding="utf-8").split()
    return frozenset((*pairs, *(pair.capitalize() for pair in pairs)))


@cache
def odd_letters() -> frozenset[str]:
    """The letters outside ASCII that odd pairs are made of."""
    return frozenset(char for pair in odd_pairs() for char in pair if not char.isascii())


def find(lines: list[str], charsets: tuple[tuple[str, str], ...] = WRITTEN_IN) -> Mixup | None:
    """The mix-up that explains `lines` best."""
    best: Mixup | None = None
    for read_as in READ_AS:
        fit = [line for line in lines if _encode(line, read_as) is not None]
        if 2 * sum(map(len, fit)) < sum(map(len, lines)):
            continue
        text = "\n".join(fit)[: 2 * SAMPLE]
        data = _encode(text, read_as) or b""
        if 2 * sum(map(len, UTF8.findall(data))) > len(HIGH_BYTES.findall(data)):
            continue  # mojibake of UTF-8 that lost something; another stage knows better
        cost, language = _cheapest(text)
        for written_in, tags in charsets:
            mixup = _judge(text, data, cost, read_as, written_in, tags)
            if mixup and (best is None or mixup.saved > best.saved):
                best = mixup._replace(languages=(*mixup.languages, language))
    return best


def _judge(text: str, data: bytes, cost: float, read_as: str, written_in: str, tags: str) -> Mixup | None:
    """What reading `data` as `written_in` saves, or None where it convinces nobody."""
    reading = _decode(data, written_in)
    if reading is None or reading == text:
        return None
    other, language = _cheapest(reading, tags)
    changed = sum(not char.isascii() for char in text)
    if len(reading) == len(text):
        changed = sum(a != b for a, b in zip(text, reading, strict=True))
    saved = cost - other
    new = [char for char, old in zip(reading, text, strict=False) if char != old]
    if 10 * sum(unicodedata.category(char) in STRANGE for char in new) > len(new):
        return None
    dense = DENSE if len(reading) == len(text) else DENSE_HAN
    if saved < PER_LETTER * changed or other > dense * len(reading) or 4 * _signs(reading) > _signs(text):
        return None
    if glued(reading) > glued(text):
        return None
    return Mixup(read_as, written_in, (language,), saved)


def _signs(text: str) -> int:
    return sum(1 for _ in _odd_places(text))


def _cheapest(text: str, tags: str = "") -> tuple[float, str]:
    """The bits of `text` in the language that it surprises least, of `tags` or of all."""
    from textclean.repair.letters import case_cost, languages, pairs_of

    known = languages()
    pairs = pairs_of(text)
    cost, language = min((known[tag].cost(pairs), tag) for tag in tags.split() or known)
    return cost + case_cost(pairs), language


def _edits(start: int, line: str, mixup: Mixup) -> Iterator[Edit]:
    """The runs of `line` that the mix-up garbled, if the line reads better without it."""
    data = _encode(line, mixup.read_as)
    reading = None if data is None else _decode(data, mixup.written_in)
    if reading is None or reading == line or glued(reading) > glued(line):
        return
    tags = " ".join(dict.fromkeys((*mixup.languages, "en")))
    if _cheapest(reading, mixup.languages[0])[0] + 2 > _cheapest(line, tags)[0]:
        return
    for low, high, after in _runs(line, reading, mixup.written_in):
        yield Edit(start + low, line[low:high], after, (RULE,), 0.9)


def _runs(line: str, reading: str, codec: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what to read) of each changed run; one byte was one character of `line`."""
    position = low = 0
    after: list[str] = []
    for char in reading:
        width = 1 if len(reading) == len(line) else len(char.encode(codec))
        if line[position : position + width] == char:
            if after:
                yield low, position, "".join(after)
                after = []
        else:
            low = low if after else position
            after.append(char)
        position += width
    if after:
        yield low, position, "".join(after)


def _encode(text: str, codec: str) -> bytes | None:
    try:
        return codecs.charmap_encode(text, "strict", charset_table(codec))[0]
    except UnicodeError:
        return None


def _decode(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
