"""Compressed bytes: read up to a limit, written in kind.

A few kilobytes can unpack to terabytes. Reading therefore stops at a limit: the one that was set, or else a
gibibyte or a hundred times the compressed bytes read so far, whichever is more. Real text shrinks to a
fifth, repetitive records to a fiftieth; what shrinks to less than a hundredth is hardly articles.

gzip, bzip2 and xz are Python's own; Zstandard is since Python 3.14, and before that comes with an extra.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from textclean.errors import ContainerError
from textclean.files.read import in_units

LEAST = 1 << 30
RATIO = 100
_CHUNK = 1 << 17
_MEMORY = 256 << 20
"""What an .xz file may ask for; the strongest preset of xz needs 65 MiB to unpack."""
MISSING_ZSTD = ".zst needs Python 3.14 or an extra: pip install 'textclean[zstd]'"


def decompressed(source: BinaryIO, compression: str, limit: int | None = None) -> BinaryIO:
    """The bytes in `source`; reading raises ContainerError for damage and beyond the limit.

    Without compression these are the bytes themselves, which only a set limit bounds.
    """
    if not compression and limit is None:
        return source
    pieces = _unpacked(source, compression) if compression else _pieces(source)
    return cast(BinaryIO, io.BufferedReader(_Pieces(pieces, limit), _CHUNK))


@contextmanager
def closing_writer(target: BinaryIO, compression: str, members: bool = False) -> Iterator[PackedWriter]:
    """A writer that ends its last member when all went well; the target itself stays open."""
    writer = PackedWriter(target, compression, members)
    yield writer
    writer.close()


class PackedWriter:
    """Compresses what is written; with `members` each record is one of its own, as WARC wants it."""

    def __init__(self, target: BinaryIO, compression: str, members: bool = False) -> None:
        self.target, self.compression, self.members = target, compression, members
        self.file: Any = None

    def write(self, data: bytes) -> None:
        """Write bytes."""
        if not self.compression:
            self.target.write(data)
            return
        if self.file is None:
            self.file = _packer(self.target, self.compression)
        self.file.write(data)

    def end(self) -> None:
        """A record ends here."""
        if self.members:
            self.close()

    def close(self) -> None:
        """End the member; an empty file is one member without content, as the tools write it."""
        if self.file is None and self.compression and not self.members:
            self.file = _packer(self.target, self.compression)
        if self.file is not None:
            self.file.close()
            self.file = None


def packed(data: bytes, compression: str) -> bytes:
    """`data` in compressed form."""
    target = io.BytesIO()
    with closing_writer(target, compression) as writer:
        writer.write(data)
    return target.getvalue()


def _packer(target: BinaryIO, compression: str) -> Any:
    """A file that compresses what is written to it, and leaves `target` open when it is closed."""
    if compression == "gz":
        import gzip

        return gzip.GzipFile("", "wb", 6, target, mtime=0)
    if compression == "bz2":
        import bz2

        return bz2.BZ2File(target, "wb")
    if compression == "xz":
        import lzma

        return lzma.LZMAFile(target, "wb")
    return _zstd().ZstdFile(target, "wb")


class _Pieces(io.RawIOBase):
    """A file over an iterator of pieces."""

    def __init__(self, pieces: Iterator[tuple[bytes, int]], limit: int | None) -> None:
        self.pieces, self.limit = pieces, limit
        self.held = memoryview(b"")
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as what is at hand reaches."""
        while not self.held:
            piece, read = next(self.pieces, (None, 0))
            if piece is None:
                return 0
            self.size += len(piece)
            self._refuse_too_much(read)
            self.held = memoryview(piece)
        count = min(len(buffer), len(self.held))
        buffer[:count] = self.held[:count]
        self.held = self.held[count:]
        return count

    def _refuse_too_much(self, read: int) -> None:
        bound = max(LEAST, RATIO * read) if self.limit is None else self.limit
        if self.size > bound:
            raise ContainerError(f"holds more than {in_units(bound)}; raise --limit if it is not a bomb")


def _pieces(source: BinaryIO) -> Iterator[tuple[bytes, int]]:
    read = 0
    while piece := source.read(_CHUNK):
        read += len(piece)
        yield piece, read


def _unpacked(source: BinaryIO, compression: str) -> Iterator[tuple[bytes, int]]:
    """Decompressed pieces, each with the compressed bytes read so far; members follow one another."""
    read = 0
    rest = b""
    worker: Any = None
    while data := rest or source.read(_CHUNK):
        read += 0 if rest else len(data)
        rest = b""
        if worker is None:
            if compression in ("gz", "xz") and not data.strip(b"\0") and read > len(data):
                continue  # zeros may pad what is done
            worker = _unpacker(compression)
        try:
            yield from ((piece, read) for piece in _through(worker, data))
        except _damages(compression) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk, not the data
            raise ContainerError(
                f"no sound .{compression} data ({error}); fetch the file again, or mend its name"
            ) from error
        if worker.eof:
            rest, worker = worker.unused_data, None
            if compression in ("gz", "xz"):
                rest = rest if rest.strip(b"\0") else b""
    if worker is not None:
        raise ContainerError(f"the .{compression} data is cut off; fetch the file again")


def _damages(compression: str) -> tuple[type[Exception], ...]:
    """What an unpacker raises for data that it cannot read."""
    if compression == "zst":
        error: type[Exception] = _zstd().ZstdError
        return (error,)
    if compression == "xz":
        from lzma import LZMAError

        return (LZMAError,)
    from zlib import error as zlib_error

    return (zlib_error, OSError, EOFError, ValueError)


def _through(worker: Any, data: bytes) -> Iterator[bytes]:
    """What comes out for `data`, never more than a chunk at once."""
    while True:
        piece = worker.decompress(data, _CHUNK)
        if piece:
            yield piece
        if isinstance(worker, _Gunzip):
            data = worker.left
            if worker.eof or (not data and len(piece) < _CHUNK):
                return
        else:
            data = b""
            if worker.eof or worker.needs_input:
                return


class _Gunzip:
    """zlib's object with the manners of the others'."""

    def __init__(self) -> None:
        import zlib

        self.worker = zlib.decompressobj(31)

    def decompress(self, data: bytes, size: int) -> bytes:
        return self.worker.decompress(data, size)

    @property
    def left(self) -> bytes:
        return self.worker.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self.worker.eof

    @property
    def unused_data(self) -> bytes:
        return self.worker.unused_data


def _unpacker(compression: str) -> Any:
    if compression == "gz":
        return _Gunzip()
    if compression == "bz2":
        import bz2

        return bz2.BZ2Decompressor()
    if compression == "xz":
        import lzma

        return lzma.LZMADecompressor(memlimit=_MEMORY)
    return _zstd().ZstdDecompressor()


def _zstd() -> Any:
    import importlib

    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    raise ContainerError(MISSING_ZSTD)
