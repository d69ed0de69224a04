"""WARC and WET: archives of the web, of which only the records of plain text are cleaned.

Common Crawl's WET files hold the texts of pages as `conversion` records. A record is a head of named fields,
`Content-Length` bytes and an empty line. Where the text changes, its length and its digests are set right;
the other fields of the head, and all records of other kinds, stay byte for byte. In a compressed archive
each record is a member of its own, so that readers can jump to it.

The format is ISO 28500 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import BinaryIO

from textclean.files.containers.proof import misread
from textclean.files.containers.records import RECORD_LIMIT, Broken, Record, Text, UnwritableError, host_of

_HEAD_LIMIT = 1 << 20
_PIECE = 1 << 20
_TYPES = ("conversion", "resource")
_LENGTH = re.compile(rb"(?im)^(content-length[ \t]*:[ \t]*)(\d+)")
_DIGEST = re.compile(rb"(?im)^(warc-(?:block|payload)-digest[ \t]*:[ \t]*)([\w-]+):([\w=+/-]+)")
_FIELD = re.compile(rb"(?m)^([\w-]+)[ \t]*:[ \t]*([^\r\n]*)")


def read_warc(source: BinaryIO) -> Iterator[Record]:
    """The records of an archive; what follows damage that hides where the next one begins goes through."""
    number = 0
    while line := source.readline(_HEAD_LIMIT):
        if not line.strip():
            yield Record(line, counts=False, ends=False)
            continue
        number += 1
        head = _head(line, source)
        fields = _fields(head)
        length = fields.get("content-length", "")
        if not line.startswith(b"WARC/") or not length.isascii() or not length.isdigit() or len(length) > 18:
            yield from _lost(source, head, number)
            return
        yield from _record(source, head, fields, int(length), number)


def _head(line: bytes, source: BinaryIO) -> bytes:
    """The fields of a record, up to the empty line after them."""
    parts = [line]
    size = 0
    while line.strip() and size < _HEAD_LIMIT:
        line = source.readline(_HEAD_LIMIT)
        parts.append(line)
        size += len(line)
    return b"".join(parts)


def _fields(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _FIELD.finditer(head):
        found.setdefault(
            match[1].decode("ascii", "replace").lower(), match[2].decode("utf-8", "replace").strip()
        )
    return found


def _lost(source: BinaryIO, head: bytes, number: int) -> Iterator[Record]:
    why = "no WARC record begins here; all that follows is left as it is"
    yield Record(head, broken=Broken(number, 0, why), ends=False)
    while piece := source.read(_PIECE):
        yield Record(piece, counts=False, ends=False)


def _record(
    source: BinaryIO, head: bytes, fields: dict[str, str], length: int, number: int
) -> Iterator[Record]:
    wanted = _is_text(fields)
    if not wanted or length > RECORD_LIMIT:
        why = f"longer than {RECORD_LIMIT >> 20} MiB, left as it is" if wanted else ""
        yield from _through(source, head, length, number, why)
        return
    block = source.read(length)
    raw = head + block + _end(source)
    if len(block) < length:
        yield Record(raw, broken=Broken(number, 0, "the archive ends within it"))
        return
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        yield Record(raw, broken=Broken(number, 0, "not UTF-8, left as it is"))
        return
    found = Text(text, "", number, 0, host_of(fields.get("warc-target-uri", "").strip("<>")))
    yield Record(raw, (found,), partial(_render, head, raw[len(head) + length :], found))


def _is_text(fields: dict[str, str]) -> bool:
    """Whether a record holds a text and all of it: segments of one are put together by no one here."""
    kind = fields.get("content-type", "").partition(";")[0].strip().lower()
    whole = "warc-segment-number" not in fields
    return fields.get("warc-type", "").lower() in _TYPES and kind == "text/plain" and whole


def _through(source: BinaryIO, head: bytes, length: int, number: int, why: str) -> Iterator[Record]:
    """A record that is not cleaned, piece by piece, for it may be a film."""
    broken = Broken(number, 0, why) if why else None
    if length <= _PIECE:
        block = source.read(length)
        if len(block) < length:
            broken = Broken(number, 0, "the archive ends within it")
        yield Record(head + block + _end(source), broken=broken)
        return
    yield Record(head, broken=broken, ends=False)
    while length:
        piece = source.read(min(length, _PIECE))
        if not piece:
            yield Record(b"", broken=Broken(number, 0, "the archive ends within it"), counts=False)
            return
        yield Record(piece, counts=False, ends=False)
        length -= len(piece)
    yield Record(_end(source), counts=False)


def _end(source: BinaryIO) -> bytes:
    """The empty lines after a block: two line ends."""
    first = source.readline(8)
    return first + source.readline(8) if not first.strip() else first


def _render(head: bytes, end: bytes, old: Text, texts: Sequence[str]) -> bytes:
    """The record with a new block, its length and its digests."""
    try:
        block = texts[0].encode()
    except UnicodeEncodeError:
        raise UnwritableError("the clean text cannot be written as UTF-8, left as it is") from None
    new = _LENGTH.sub(rb"\g<1>%d" % len(block), head, count=1)
    new = _DIGEST.sub(lambda match: match[1] + match[2] + b":" + _digest(match[2], match[3], block), new)
    _prove(head, new, block + end, old, texts[0])
    return new + block + end


def _prove(head: bytes, new_head: bytes, body: bytes, old: Text, text: str) -> None:
    """Raise unless these bytes are one record of this text, whose other fields are the old one's."""
    found = list(read_warc(BytesIO(new_head + body)))
    same = len(found) == 1 and [each.text for each in found[0].texts] == [text]
    if not same or _others(new_head) != _others(head):
        raise misread(old.place)


def _others(head: bytes) -> list[bytes]:
    """The lines of a head that do not speak of its block's bytes."""
    return [line for line in head.split(b"\n") if not (_LENGTH.match(line) or _DIGEST.match(line))]


def _digest(algorithm: bytes, old: bytes, block: bytes) -> bytes:
    """The block's digest, spelt as the old one was: in Base 32, or in hexadecimal."""
    name = algorithm.decode().lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        raise UnwritableError(f"its digest is {name}, which cannot be made anew here; left as it is")
    made = hashlib.new(name, block, usedforsecurity=False)
    if len(old) == 2 * made.digest_size:
        spelt = made.hexdigest()
        return (spelt.upper() if old.isupper() else spelt).encode()
    encoded = b32encode(made.digest())
    encoded = encoded if old.endswith(b"=") else encoded.rstrip(b"=")
    return encoded.lower() if old.islower() else encoded
