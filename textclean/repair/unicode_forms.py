"""The encodings of Unicode, known by what only they can look like: byte order marks, NULs, UTF-8's form."""

from __future__ import annotations

import codecs
import re

from textclean.document import Document, Patch

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
_CONTROLS = bytes(range(9)) + bytes((11, *range(14, 27), *range(28, 32)))
_BITS = 11.0  # a character at most, in what reads as a language: prose takes 4 to 5, Chinese 8
_PRINTED = frozenset((9, 10, 13, *range(32, 127), *range(160, 256)))
_SHIFT = re.compile(rb"\x1b\$[@AB()]|\x1b\([JI]")
_KOREAN = b"\x1b$)C"  # announces the set that SO and SI switch to and from; Japanese switches by ESC alone


def find_bom(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that `data` begins with and the codec it announces."""
    for bom, codec in BOMS:
        if data.startswith(bom):
            return bom, codec
    return None


def find_wide(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 without a mark, found by where its NULs stand.

    A text has spaces and line ends, whose upper bytes are NUL: always the first or always the second of
    two. Stray NULs in a UTF-8 text stand anywhere, and few.
    """
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if len(sample) < 4 or not controls:
        return None
    many = controls * 32 > len(sample)  # one unit of two bytes in sixteen, as in no text of single bytes
    if b"\0" not in sample:
        return _scripted16(sample) if many else None
    nuls = [sample[place::4].count(0) for place in range(4)]
    quarter = len(sample) // 4
    if nuls[0] >= quarter * 0.98 and nuls[1] >= quarter * 0.9 and _decodes(sample, "utf-32-be", 4):
        return "utf-32-be"
    if nuls[3] >= quarter * 0.98 and nuls[2] >= quarter * 0.9 and _decodes(sample, "utf-32-le", 4):
        return "utf-32-le"
    return _wide16(sample) or (_scripted16(sample) if many else None)


def _wide16(sample: bytes) -> str | None:
    """UTF-16 by its spaces, line ends and Latin letters, one of whose two bytes is NUL."""
    votes = {"utf-16-le": 0, "utf-16-be": 0}
    units = len(sample) // 2
    empty = 0  # U+0000, which programs' data is full of and text has none of
    for unit in (sample[place : place + 2] for place in range(0, units * 2, 2)):
        empty += unit == b"\0\0"
        votes["utf-16-be"] += unit[0] == 0 and unit[1] in _PRINTED
        votes["utf-16-le"] += unit[1] == 0 and unit[0] in _PRINTED
    best, other = sorted(votes, key=lambda codec: -votes[codec])
    if votes[best] < max(2, units // 50, 10 * empty) or votes[best] < 3 * votes[other]:
        return None
    return best if _decodes(sample, best, 2) else None


def _scripted16(sample: bytes) -> str | None:
    """UTF-16 of a script whose block number is a control byte: 0E for Thai, 05 for Hebrew, 04 for Cyrillic.

    Without a NUL, such data reads as letters between controls; as UTF-16, as a language.
    """
    from textclean.repair.letters import languages, pairs_of

    part = sample[:1024]
    costs = {}
    for codec in ("utf-16-le", "utf-16-be", "latin-1"):
        pairs = pairs_of(part.decode(codec, "replace"))
        costs[codec] = min(language.cost(pairs) for language in languages().values())
    best = min(costs, key=lambda codec: costs[codec])
    reads = best != "latin-1" and costs[best] < _BITS * len(part) / 2
    return best if reads and _decodes(sample, best, 2) else None


def find_shifted(data: bytes) -> str | None:
    """The ISO 2022 codec of a text in seven bits whose escape sequences switch between character sets."""
    sample = data[:_SAMPLE]
    if b"\x1b" not in sample or not sample.isascii() or not _SHIFT.search(sample):
        return None
    japanese = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext")
    for codec in ("iso2022_kr",) if _KOREAN in sample else japanese:
        text = sample.decode(codec, "replace")
        if text.count("\ufffd") * 50 <= len(text):
            return codec
    return None


_BEGINS = b"\xc2\xc3\xc4\xc5\xe2"


def read_cut(data: bytes, error: UnicodeDecodeError) -> Document | None:
    """UTF-8 whose last character was cut off, which leaves bytes but no character.

    `caf` and E9 alone is not that: it is cp1252, whole. Something else must be UTF-8, or two bytes begin a
    character; and one byte must begin what the text has elsewhere or what any text has, an accented letter or
    a quotation mark: behind `déjà vu in the caf` E9 is still é, for in UTF-8 it begins Chinese.
    """
    start = error.start
    if error.end < len(data) or error.reason != "unexpected end of data":
        return None
    left = data[start:]
    if len(left) == 1 and (data[:start].isascii() or (left not in _BEGINS and left not in data[:start])):
        return None
    text = data[:start].decode("utf-8")
    patch = Patch(len(text), len(text), left)
    return Document(text, "utf-8", "valid UTF-8, cut off inside its last character", b"", (patch,), stray=0)


def _decodes(sample: bytes, codec: str, width: int) -> bool:
    try:
        sample[: len(sample) // width * width - width].decode(codec)
    except UnicodeDecodeError:
        return False
    return True
