"""The encoding of a file of records: found as for any text, and kept: a table goes back to its program.

Excel writes CSV in the charset of its country and "Unicode text" as UTF-16. The first kind is read cell by
cell in its charset; UTF-16 and UTF-32, in which a comma is no single byte, are read as UTF-8 and written
back. JSON lines in a charset are not guessed: JSON is UTF-8, and a line that is not is broken.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO, cast

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind
from textclean.files.containers.records import Record
from textclean.files.problems import why_unreadable
from textclean.repair.decode import decode
from textclean.repair.legacy import choose
from textclean.repair.lossless import codec_name
from textclean.repair.mixed import census
from textclean.repair.unicode_forms import find_bom, find_wide

WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
HEAD = 1 << 16
"""Bytes that tell of UTF-16, and the most of odd lines that tell of a charset, at the beginning and from the
first on that is no UTF-8."""
_PIECE = 1 << 20


def settled(source: BinaryIO, kind: Kind, encoding: str | None, limit: int | None) -> tuple[BinaryIO, str]:
    """The decompressed bytes of a container, and the codec of its records.

    What can be read twice is looked at as a whole; of a pipe its beginning tells.
    """
    from textclean.files.containers.compressed import decompressed

    if kind.format not in ("jsonl", "csv", "tsv"):
        return decompressed(source, kind.compression, limit), "utf-8"
    if not source.seekable():
        stream = decompressed(source, kind.compression, limit)
        head = cast(io.BufferedReader, stream).peek(HEAD) if hasattr(stream, "peek") else b""
        return stream, _codec(io.BytesIO(head[: head.rfind(b"\n") + 1] or head), kind.format, encoding)
    start = source.tell()
    try:
        codec = _codec(decompressed(source, kind.compression, limit), kind.format, encoding)
    except UnicodeError as error:
        raise ContainerError(why_unreadable(error)) from error
    source.seek(start)
    return decompressed(source, kind.compression, limit), codec


def _codec(source: BinaryIO, format: str, encoding: str | None) -> str:
    """The codec that the user named, or the one that is found."""
    head = source.read(HEAD)
    if encoding is not None:
        return _named(encoding, head)
    if (codec := _wide(head)) or format == "jsonl":
        return codec or "utf-8"
    odd = _odd_lines(source, head)
    codec = _charset(odd) if odd else "utf-8"
    return codec if _parts_cells(codec) else "utf-8"


def _charset(odd: bytes) -> str:
    """The charset of lines that are not ASCII, nor UTF-8 throughout.

    Mojibake in a table of cp1252, `niÃ±o`, is UTF-8 there. A text of which some is UTF-8 and the rest is not
    is read as both; a table is written in one, the one of more.
    """
    codec = decode(odd).encoding
    found = census(odd)
    return choose(odd)[0] if codec == "utf-8" and found.stray > found.sound + found.paired else codec


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32, where the beginning of a file tells of one; else nothing."""
    marked = find_bom(head)
    codec = marked[1] if marked else find_wide(head)
    return codec if codec in WIDE else ""


def _named(encoding: str, head: bytes) -> str:
    """The codec that a user's word for the encoding means; a mark says which end of UTF-16 is first."""
    codec = codec_name(encoding)
    bare = encoding.lower().replace("_", "-") in ("utf-16", "utf16", "u16", "utf-32", "utf32", "u32")
    if bare and (marked := find_bom(head)) and marked[1][:6] == codec[:6]:
        return marked[1]
    if codec not in WIDE and not _parts_cells(codec):
        raise ContainerError(f"records in {encoding} cannot be told apart; convert the file to UTF-8 first")
    return codec


def _parts_cells(codec: str) -> bool:
    """Whether ASCII is ASCII in it, so that bytes can be cut into records."""
    marks = '\n\r,;\t|"{}:\\'
    return marks.encode(codec, "replace") == marks.encode()


def _odd_lines(source: BinaryIO, head: bytes) -> bytes:
    """Lines that are not ASCII, of a source that is not UTF-8 throughout; none of one that is."""
    taken, room = bytearray(), HEAD
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    sound = True
    for line in _lines(source, head):
        if line.isascii() and not decoder.getstate()[0]:
            continue
        if sound:
            try:
                decoder.decode(line)
            except UnicodeDecodeError:
                sound, room = False, len(taken) + HEAD
                decoder.reset()
        if len(taken) < room:
            taken += line
        elif not sound:
            break
    return b"" if sound and not decoder.getstate()[0] else bytes(taken)


def _lines(source: BinaryIO, head: bytes) -> Iterator[bytes]:
    *lines, rest = head.split(b"\n")
    yield from (line + b"\n" for line in lines)
    yield rest + source.readline(_PIECE)
    while line := source.readline(_PIECE):
        yield line


def as_utf8(source: BinaryIO, codec: str) -> BinaryIO:
    """A stream in UTF-16 or UTF-32 as UTF-8; half a surrogate pair stays what it is."""
    return cast(BinaryIO, io.BufferedReader(_Recoded(source, codec), HEAD))


def in_kind(records: Iterator[Record], codec: str) -> Iterator[Record]:
    """Records that were read as UTF-8, their bytes in the encoding that the file has."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogatepass")
    for record in records:
        raw = decoder.decode(record.raw).encode(codec, "surrogatepass")
        yield record._replace(raw=raw, render=partial(_rendered, record, codec))


def _rendered(record: Record, codec: str, texts: Sequence[str]) -> bytes:
    return record.render(texts).decode("utf-8", "surrogatepass").encode(codec, "surrogatepass")


class _Recoded(io.RawIOBase):
    """A file that gives another's text in UTF-8."""

    def __init__(self, source: BinaryIO, codec: str) -> None:
        self.source = source
        self.decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
        self.held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as what is at hand reaches."""
        room = memoryview(cast(bytearray, buffer))
        while not self.held:
            data = self.source.read1(HEAD) if hasattr(self.source, "read1") else self.source.read(HEAD)
            self.held = memoryview(self.decoder.decode(data, not data).encode("utf-8", "surrogatepass"))
            if not data:
                break
        count = min(len(room), len(self.held))
        room[:count] = self.held[:count]
        self.held = self.held[count:]
        return count
