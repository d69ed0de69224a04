"""The encodings of Unicode, known by what only they can look like: byte order marks, NULs, UTF-8's form."""

from __future__ import annotations

import codecs

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16


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
    if b"\0" not in sample or len(sample) < 4:
        return None
    nuls = [sample[place::4].count(0) for place in range(4)]
    quarter = len(sample) // 4
    if nuls[0] >= quarter * 0.98 and nuls[1] >= quarter * 0.9 and _decodes(sample, "utf-32-be", 4):
        return "utf-32-be"
    if nuls[3] >= quarter * 0.98 and nuls[2] >= quarter * 0.9 and _decodes(sample, "utf-32-le", 4):
        return "utf-32-le"
    return _wide16(sample)


def _wide16(sample: bytes) -> str | None:
    units = [sample[place : place + 2] for place in range(0, len(sample) - 1, 2)]
    votes = {"utf-16-le": 0, "utf-16-be": 0}
    for unit in units:
        for codec, unit_ in (("utf-16-be", unit), ("utf-16-le", unit[::-1])):
            votes[codec] += unit_[0] == 0 and (unit_[1] >= 32 or unit_[1] in (9, 10, 13))
    best, other = sorted(votes, key=lambda codec: -votes[codec])
    if votes[best] < max(2, len(units) // 50) or votes[best] < 3 * votes[other]:
        return None
    return best if _decodes(sample, best, 2) else None


def _decodes(sample: bytes, codec: str, width: int) -> bool:
    try:
        sample[: len(sample) // width * width - width].decode(codec)
    except UnicodeDecodeError:
        return False
    return True
