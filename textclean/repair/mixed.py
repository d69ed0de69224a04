"""UTF-8 with something else in it: lines or single bytes of a legacy charset, surrogates written as UTF-8.

Files are joined, templates and databases disagree, and the outcome is UTF-8 here and cp1252 there; one
detector's answer for the whole is wrong for a part. Here each line that is not UTF-8 is read by itself: as
legacy throughout, or as UTF-8 with stray legacy bytes, whichever reads more like its language, and a byte
that makes sense in no charset becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from textclean.document import Document
from textclean.repair.charsets import NAMES
from textclean.repair.legacy import Reading, escaped, rank
from textclean.repair.letters import Language, best_language, case_cost, languages, pairs_of
from textclean.repair.lossless import REPLACEMENT, Piece, from_pieces
from textclean.repair.sampling import prose, sample

_SEQUENCE = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_SURROGATE = rb"\xed[\xa0-\xbf][\x80-\xbf]"
_PAIR = rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
_TOKEN = re.compile(
    b"(?P<utf8>(?:[\\x00-\\x7f]|" + _SEQUENCE + b")+)"
    b"|(?P<pair>" + _PAIR + b")|(?P<half>" + _SURROGATE + b")"
    b"|(?P<stray>(?:(?!" + _SEQUENCE + b"|" + _SURROGATE + b")[\\x80-\\xff])+)"
)
_BLOCK = 1 << 16
_LONG = 2000  # bytes of a line that are read by themselves
_GLANCE = 400  # bytes from the beginning that tell which language a few bad lines may be in
_LOSS = 20.0  # bits that a run of stray bytes costs as U+FFFD, and
_EACH = 4.0  # bits for each of its bytes: letters that cost more are not believed
_UNWRITTEN = 8.0  # bits against a letter that the language does not write
_ALONE = 40.0  # bits against a quotation mark that touches nothing
_TOUCHING = frozenset("’‘“”„‚")
_SPACED = re.compile(r"(?:^|\s)[’‘“”„‚\"'](?:\s|$)")
_CHANCE = 10.0  # bits against UTF-8 that is the lesser part of a line: Рі in cp1251 is г by chance

_HIGH_BYTES = bytes(range(128, 256))


class Census(NamedTuple):
    """Of the bytes that are not ASCII: how many form UTF-8 or surrogate pairs, how many neither."""

    sound: int
    paired: int
    stray: int


def census(data: bytes) -> Census:
    """Count what `data` is made of."""
    sound = paired = stray = 0
    for token in _TOKEN.finditer(data):
        part = token[0]
        if token.lastgroup == "utf8":
            sound += len(part) - len(part.translate(None, _HIGH_BYTES))
        elif token.lastgroup == "pair":
            paired += len(part)
        else:
            stray += len(part)
    return Census(sound, paired, stray)


def read_mixed(data: bytes, error: int) -> Document | None:
    """Read `data`, which stops being UTF-8 at offset `error`, if it proves to be UTF-8 for the rest.

    None where it is no UTF-8 at all. Only a sample is looked at until the proof is there.
    """
    near = data[max(0, data.rfind(b"\n", 0, error) + 1, error - 500) : error + 500]
    part = sample(data) if len(data) <= _BLOCK // 16 else sample(data) + b"\n" + near
    if not _proves(part):
        return None
    bad = [line for block in _blocks(data) for line in _bad_lines(block)]
    seen = _TOKEN.finditer(b"".join(bad))
    if not any(token.lastgroup in ("stray", "half") for token in seen):
        return from_pieces(_pieces(data, None), "utf-8", "CESU-8: UTF-8 with emoji as pairs of surrogates")
    best = _fallback(bad, data)
    return from_pieces(_pieces(data, best), "utf-8", _evidence(best, len(bad)))


def _proves(part: bytes) -> bool:
    """Whether a sample holds more UTF-8 than chance puts into a legacy text."""
    count = census(part)
    sound = count.sound + count.paired
    if not count.stray or not sound:
        return sound > 0
    share = sound / (sound + count.stray)
    if share < 0.03 or share > 0.97:
        return share > 0.5
    part = b"".join(line for line in prose(part).splitlines(keepends=True) if not line.isascii())
    bad = list(_bad_lines(part))
    if not bad:  # stray bytes stand in markup only
        return bool(part)
    best = _fallback(bad, part)
    text = "".join(piece.text for piece in _pieces(part, best))
    found = rank(escaped(part))
    if not found:
        return True
    language = found[0].language
    whole = part.decode(found[0].codec, "replace")
    tags = {best.language, language, best_language(text[:_GLANCE])}
    mixed = min(_bits(text, languages()[tag]) for tag in tags) + _LOSS * text.count(REPLACEMENT)
    return text != whole and mixed + _CHANCE < _bits(whole, languages()[language])


def _blocks(data: bytes) -> Iterator[bytes]:
    """Blocks of about 64 KiB that end at line ends."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _BLOCK) + 1 or len(data)
        yield data[start:end]
        start = end


def _bad_lines(block: bytes) -> Iterator[bytes]:
    if not _is_utf8(block):
        yield from (line for line in block.splitlines(keepends=True) if not _is_utf8(line))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fallback(bad: list[bytes], data: bytes) -> Reading:
    """The charset that the bad lines' stray bytes are best read by."""
    lines: list[bytes] = []
    size = 0
    for line in bad:
        lines.append(line[:2000])
        size += len(lines[-1])
        if size > 4000:
            break
    expected = best_language(data[:_GLANCE].decode("utf-8", "ignore"))
    found = rank("".join(_guess(line) for line in lines), expected)
    found = [reading for reading in found if not reading.codec.startswith("utf")]
    return found[0] if found else Reading(0.0, "cp1252", "en")


def _guess(line: bytes) -> str:
    """A line as legacy throughout if little of it is UTF-8, else UTF-8 with stray bytes, to be ranked."""
    count = census(line)
    if count.sound < count.stray:
        return escaped(line)
    return "".join(
        escaped(token[0]) if token.lastgroup == "stray" else token[0].decode("utf-8", "replace")
        for token in _TOKEN.finditer(line)
    )


def _patched(line: bytes, codec: str | None) -> Iterator[Piece]:
    """UTF-8 with stray bytes read by `codec`, or as U+FFFD without one."""
    for token in _TOKEN.finditer(line):
        part = token[0]
        if token.lastgroup == "utf8":
            yield Piece(part, part.decode("utf-8"), True)
        elif token.lastgroup == "pair":
            character = part.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
            yield Piece(part, character.decode("utf-16"), False)
        elif token.lastgroup == "stray" and codec:
            yield Piece(part, part.decode(codec, "replace"), False)
        else:
            yield Piece(part, REPLACEMENT * (1 if token.lastgroup == "half" else len(part)), False)


def _pieces(data: bytes, fallback: Reading | None) -> Iterator[Piece]:
    """All of `data`: what is UTF-8 in large pieces, each bad line in its likeliest reading."""
    for block in _blocks(data):
        if _is_utf8(block):
            yield Piece(block, block.decode("utf-8"), True)
            continue
        for line in block.splitlines(keepends=True):
            for part in _parts(line):
                if _is_utf8(part):
                    yield Piece(part, part.decode("utf-8"), True)
                else:
                    yield from _likeliest(part, fallback) if fallback else _patched(part, None)


def _parts(line: bytes) -> Iterator[bytes]:
    """A line that is very long in parts, cut at spaces where there are any and never inside UTF-8."""
    start = 0
    while len(line) - start > _LONG:
        end = line.rfind(b" ", start + _LONG // 2, start + _LONG) + 1 or start + _LONG
        while end > start + _LONG - 4 and 0x80 <= line[end] < 0xC0:
            end -= 1
        yield line[start:end]
        start = end
    yield line[start:]


def _likeliest(line: bytes, fallback: Reading) -> list[Piece]:
    """Of the ways to read one bad line, the one that surprises least."""
    language = languages()[fallback.language]
    count = census(line)
    whole = _whole(line, fallback.codec)
    patched = list(_patched(line, fallback.codec)) if count.sound + count.paired else whole
    costs = _surprise(patched, language) + _oddity(patched, language), _surprise(whole, language)
    chance = _CHANCE if count.sound < count.stray else 0.0
    best = whole if costs[1] < costs[0] + chance else patched
    lost = list(_patched(line, None))
    unread = [piece for piece in lost if not piece.plain and piece.text.strip(REPLACEMENT) == ""]
    loss = sum(_LOSS + _EACH * len(piece.data) for piece in unread)
    rest = [piece for piece in lost if piece.plain or piece.text.strip(REPLACEMENT)]
    return lost if _surprise(rest, language) + loss < min(costs) else best


def _oddity(pieces: list[Piece], language: Language) -> float:
    """Bits against stray bytes read as what no neighbour speaks for.

    A letter that the language does not write, `freeť` in English, or a quotation mark with spaces around it,
    unless others on the line have them, too.
    """
    bits = 0.0
    touches = not any(piece.plain and _SPACED.search(piece.text) for piece in pieces)
    around = ["", *(piece.text for piece in pieces), ""]
    for before, piece, after in zip(around, pieces, around[2:], strict=False):
        if not piece.plain:
            bits += _UNWRITTEN * sum(
                char.isalpha() and not language.knows(char.lower()) for char in piece.text
            )
            alone = touches and not before[-1:].strip() and not after[:1].strip()
            bits += _ALONE * (alone and piece.text in _TOUCHING)
    return bits


def _whole(line: bytes, codec: str) -> list[Piece]:
    """A line in a legacy charset; its end is the same in all."""
    body = line.rstrip(b"\r\n")
    end = line[len(body) :]
    return [Piece(body, body.decode(codec, "replace"), False), Piece(end, end.decode("ascii"), True)]


def _surprise(pieces: list[Piece], language: Language) -> float:
    return _bits("".join(piece.text for piece in pieces), language)


def _bits(text: str, language: Language) -> float:
    pairs = pairs_of(text)
    return language.cost(pairs) + case_cost(pairs)


def _evidence(fallback: Reading, lines: int) -> str:
    """What was found, in words."""
    language = NAMES.get(fallback.language, fallback.language)
    many = "a line" if lines == 1 else f"{lines} lines"
    return f"UTF-8 but for {many} with bytes that read as {language} in {fallback.codec}"
