"""Bytes to Document: the chain of guesses, surest first."""

from __future__ import annotations

import re
from dataclasses import replace

from textclean.document import Document
from textclean.repair.lossless import codec_name, read
from textclean.repair.unicode_forms import find_bom, find_shifted, find_wide, read_cut

BINARY = "binary, not text; leave it out, or name its encoding"
_SAMPLE = 1 << 16
_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"OggS",
    b"PK\3\4", b"PK\5\6", b"\x1f\x8b\b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!\x1a", b"\x28\xb5\x2f\xfd",
    b"%PDF-", b"\x7fELF", b"\xca\xfe\xba\xbe", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2",
)  # fmt: skip
_LOW_BYTES = re.compile(
    rb"(?<=[A-Za-z.,!?])[\x18\x19\x1d]|[\x18\x1c](?=[A-Za-z])|(?<=[ a-z])[\x13\x14](?=[ a-z])"
)
"""What is left of typographic marks cut to one byte, `keeper\\x19s`."""
_CONTROLS = bytes(range(8)) + bytes(range(14, 26)) + bytes(range(28, 32)) + b"\x7f"


def decode(data: bytes, encoding: str | None = None) -> Document:
    """Decode `data`; `encoding` overrides the guess. `decode(data).encode() == data` for all data.

    Raises EncodingError where `encoding` is no encoding known here.
    """
    if encoding is not None:
        return _as_told(data, encoding)
    if marked := find_bom(data):
        bom, codec = marked
        evidence = f"{codec} byte order mark"
        document = _marked_utf8(data[len(bom) :]) if codec == "utf-8" else None
        if document is not None:
            return replace(document, bom=bom, evidence=f"{evidence}; {document.evidence}")
        return read(data[len(bom) :], codec, evidence, bom)
    if shifted := find_shifted(data):
        return read(data, shifted, f"seven bits with the escape sequences of {shifted}")
    if codec_wide := find_wide(data):
        evidence = f"no byte order mark, but control bytes stand as only {codec_wide} has them"
        return read(data, codec_wide, evidence)
    try:
        return Document(data.decode("utf-8"), "utf-8", "ASCII only" if data.isascii() else "valid UTF-8")
    except UnicodeDecodeError as error:
        return read_cut(data, error) or _not_utf8(data, error.start)


def looks_binary(data: bytes) -> bool:
    """Whether `data` is no text: an image, an archive, a program. UTF-16 and UTF-32 are text."""
    sample = data[:_SAMPLE]
    if sample.startswith(_SIGNATURES):
        return True
    if find_bom(sample) or find_wide(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    most = len(sample) // 32
    return controls > most and controls - len(_LOW_BYTES.findall(sample)) > most


def _as_told(data: bytes, encoding: str) -> Document:
    codec = codec_name(encoding)
    evidence = f"{codec}, as told"
    marked = find_bom(data)
    bare = encoding.lower().replace("_", "-") in ("utf-16", "utf16", "u16", "utf-32", "utf32", "u32")
    if marked and (marked[1] == codec or (bare and marked[1][:6] == codec[:6])):
        return read(data[len(marked[0]) :], marked[1], evidence, marked[0])
    return read(data, codec, evidence)


def _marked_utf8(data: bytes) -> Document | None:
    """What stands behind a mark of UTF-8, where it is cut or mixed; None where it is sound, or no UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        from textclean.repair.mixed import read_mixed

        return read_cut(data, error) or read_mixed(data, error.start)
    return None


def _not_utf8(data: bytes, error: int) -> Document:
    from textclean.repair.legacy import choose
    from textclean.repair.mixed import read_mixed

    mixed = read_mixed(data, error)
    if mixed is not None:
        return mixed
    codec, runner_up, evidence = choose(data)
    return replace(read(data, codec, evidence), runner_up=runner_up)
