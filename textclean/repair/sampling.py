"""The part of a page that its charset is judged by: prose that is not ASCII, from all over it."""

from __future__ import annotations

import re

SAMPLE = 4096
"""Bytes that a charset is judged by."""
_HIGH = re.compile(rb"[\x80-\xff]")
_BREAK = re.compile(rb"[\n ]")
_MARKUP = re.compile(
    rb"<script[^>]{0,200}>.{0,2000}?</script>|<style[^>]{0,200}>.{0,2000}?</style>"
    rb"|<!\[CDATA\[|\]\]>|</?[A-Za-z!?][^<>]{0,500}>"
    rb"|https?://[!-;=?-~]+|www\.[!-;=?-~]+|[\w.+-]{1,60}@[\w.-]+|&[#\w]{1,9};",
    re.S | re.I,
)
_GAP = re.compile(rb"\s{2,}")


def prose(data: bytes) -> bytes:
    """A sample of `data` without what no language writes: tags, addresses, entities.

    A page in Hungarian is half tags, which read like English; by them it would be Western.
    """
    if not _MARKUP.search(data, 0, SAMPLE):
        return sample(data)
    bare = _GAP.sub(
        lambda gap: b"\n" if b"\n" in gap[0] else b" ", _MARKUP.sub(b"\n", sample(data, 4 * SAMPLE))
    )
    lines = [line for line in bare.splitlines(keepends=True) if not line.isascii()]
    return sample(b"".join(lines)) if lines else sample(data)


def sample(data: bytes, size: int = SAMPLE) -> bytes:
    """Up to `size` bytes of `data` from several places where it is not ASCII."""
    if len(data) <= size:
        return data
    parts = []
    end = 0
    for place in range(8):
        high = _HIGH.search(data, max(end, len(data) * place // 8))
        if not high:
            break
        start = max(end, data.rfind(b"\n", max(0, high.start() - 400), high.start()) + 1)
        start = max(start, high.start() - 400)
        after = _BREAK.search(data, start + size // 8, start + size // 4)
        end = after.end() if after else start + size // 8
        parts.append(data[start:end])
    return b"".join(parts)
