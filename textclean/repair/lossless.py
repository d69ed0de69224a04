"""Reading with one codec so that nothing is lost, whatever the bytes.

A codec alone does not give every byte back: it stops at stray bytes, and where a charset has two byte
sequences for one character (cp932 has 398 of them) it writes the other one. Both become patches.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textclean.document import Document, Patch
from textclean.errors import EncodingError
from textclean.patterns import compile_pattern

REPLACEMENT = "\ufffd"
SURROGATES = compile_pattern("[\ud800-\udfff]")
_WINDOW = 4096

_NOT_FOR_FILES = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "unicode-escape"}
_NOT_FOR_FILES |= {"raw-unicode-escape"}
_WITH_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
_STATEFUL = compile_pattern(r"iso2022|iso-2022|hz|utf-7")


class Piece(NamedTuple):
    """Bytes and the text they stand for; `plain` where the codec writes that text as just these bytes."""

    data: bytes
    text: str
    plain: bool


def codec_name(encoding: str) -> str:
    """Python's name for `encoding`; raises EncodingError where it is not the name of a charset."""
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError, TypeError):
        info = None
    if info is None or not getattr(info, "_is_text_encoding", True) or info.name in _NOT_FOR_FILES:
        raise EncodingError(
            f"{encoding!r} is not an encoding known here; give a name such as utf-8, cp1252 or shift_jis"
        )
    return _WITH_MARK.get(info.name, info.name)


def read(data: bytes, codec: str, evidence: str, bom: bytes = b"") -> Document:
    """Decode `data`, the bytes after `bom`; what does not decode becomes U+FFFD."""
    text = _strict(data, codec)
    if text is not None:
        return Document(text, codec, evidence, bom)
    if not _STATEFUL.match(codec):
        document = from_pieces(_pieces(data, codec), codec, evidence, bom)
        if _gives_back(document, data):
            return document
    text = SURROGATES.sub(REPLACEMENT, _decode_somehow(data, codec))
    return Document(text, codec, evidence, bom, (Patch(0, len(text), data),), stray=text.count(REPLACEMENT))


def from_pieces(pieces: Iterable[Piece], codec: str, evidence: str, bom: bytes = b"") -> Document:
    """Put a document together; what its codec would write otherwise becomes patches, neighbours as one."""
    texts: list[str] = []
    patches: list[Patch] = []
    position = stray = 0
    for piece in pieces:
        texts.append(piece.text)
        end = position + len(piece.text)
        if not piece.plain:
            unread = piece.text.strip(REPLACEMENT) == ""
            stray += len(piece.data) if unread else piece.text.count(REPLACEMENT)
            if patches and patches[-1].end == position:
                last = patches.pop()
                patches.append(Patch(last.start, end, last.data + piece.data))
            else:
                patches.append(Patch(position, end, piece.data))
        position = end
    return Document("".join(texts), codec, evidence, bom, tuple(patches), stray=stray)


def _gives_back(document: Document, data: bytes) -> bool:
    try:
        return document.encode() == document.bom + data
    except UnicodeEncodeError:
        return False


def _strict(data: bytes, codec: str) -> str | None:
    """The text, if the codec reads all bytes and writes the same ones."""
    try:
        text = data.decode(codec)
        if codec == "utf-8":
            return text
        return text if text.encode(codec) == data else None
    except UnicodeError:
        return None


def _decode_somehow(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except UnicodeError:
        return REPLACEMENT * len(data)


def _pieces(data: bytes, codec: str) -> Iterator[Piece]:
    """Cut `data` where the codec stumbles; windows keep many errors from costing quadratic time."""
    position = 0
    while position < len(data):
        window = data[position : position + _WINDOW]
        bad = b""
        try:
            text = window.decode(codec)
        except UnicodeDecodeError as error:
            good = window[: error.start]
            if error.start and error.end == len(window) < len(data) - position:
                pass  # the window's end cuts a character, the next window begins with it
            else:
                bad = window[error.start : error.end]
            window, text = good, good.decode(codec)
        if window:
            yield from _checked(window, text, codec)
        if bad:
            yield Piece(bad, REPLACEMENT, False)
        position += len(window) + len(bad)


def _checked(data: bytes, text: str, codec: str) -> Iterator[Piece]:
    """One piece if the codec gives the bytes back, else one for each character that it writes otherwise."""
    if text.encode(codec, "replace") == data:
        yield Piece(data, text, True)
        return
    decoder = codecs.getincrementaldecoder(codec)()
    start = 0
    for end in range(1, len(data) + 1):
        character = decoder.decode(data[end - 1 : end], end == len(data))
        if character:
            unit = data[start:end]
            yield Piece(unit, character, character.encode(codec, "replace") == unit)
            start = end
