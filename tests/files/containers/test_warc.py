import gzip
import hashlib
import io
from base64 import b32encode
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.files.containers.support import cleaned

PAGE = b"<html>a page</html>" * 80_000


def record(kind: str, block: bytes, *fields: str, mime: str = "text/plain") -> bytes:
    digest = "sha1:" + b32encode(hashlib.sha1(block).digest()).decode()
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Target-URI: http://www.orrin.example/ferry",
        "WARC-Date: 2026-02-03T04:05:06Z",
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block).hexdigest()}>",
        f"WARC-Block-Digest: {digest}",
        f"Content-Type: {mime}",
        *fields,
        f"content-length:  {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


INFO = record("warcinfo", b"software: made up\r\n", mime="application/warc-fields")
ARCHIVE = [
    INFO,
    record("conversion", "Grüße, said she\nand left for ås".encode(), "X-Note: straße"),
    record("response", PAGE, mime="application/http; msgtype=response"),
    record("conversion", b"a longer\n\none\n"),
]


def checked(data: bytes) -> list[tuple[str, bytes]]:
    """The records as another reader has them; it checks the digests."""
    found = []
    for one in ArchiveIterator(io.BytesIO(data), no_record_parse=True, check_digests="raise"):
        found.append((one.rec_type, one.content_stream().read()))
    return found


@pytest.mark.parametrize("form", ["warc", "warc.gz"])
def test_only_texts_change_and_their_lengths_and_digests_are_right(form: str) -> None:
    packed = form.endswith("gz")
    source = b"".join(gzip.compress(one) if packed else one for one in ARCHIVE)
    data, counts, said = cleaned(source, form)
    texts = [block for kind, block in checked(data) if kind == "conversion"]
    assert texts == ["GRÜSSE, SAID SHE\nAND LEFT FOR ÅS".encode(), b"A LONGER\n\nONE\n"]
    whole = gzip.decompress(data) if packed else data
    assert whole.startswith(INFO)
    assert ARCHIVE[2] in whole
    assert f"X-Note: straße\r\ncontent-length:  {len(texts[0])}\r\n".encode() in whole
    assert (counts.records, counts.changed, counts.texts, said) == (4, 2, 2, [])


def test_each_record_is_a_member_of_its_own() -> None:
    data, _, _ = cleaned(b"".join(map(gzip.compress, ARCHIVE)), "wet.gz")
    reader: Any = ArchiveIterator(io.BytesIO(data))
    offsets = [reader.get_record_offset() for _ in reader]
    assert len(offsets) == 4
    assert all(data[offset : offset + 2] == b"\x1f\x8b" for offset in offsets)


def test_the_site_is_that_of_the_address() -> None:
    hosts: list[str] = []

    def look(texts: Any) -> list[str]:
        hosts.extend(text.host for text in texts)
        return [text.text for text in texts]

    data, _, _ = cleaned(b"".join(ARCHIVE), "warc", look)
    assert hosts == ["orrin.example"] * 2
    assert data == b"".join(ARCHIVE)


@pytest.mark.parametrize(
    ("digest", "spelt"),
    [
        ("sha256:" + "a" * 64, "sha256:" + hashlib.sha256(b"X").hexdigest()),
        ("MD5:" + "A" * 32, "MD5:" + hashlib.md5(b"X").hexdigest().upper()),
        ("sha1:" + "a" * 32, "sha1:" + b32encode(hashlib.sha1(b"X").digest()).decode().lower()),
    ],
)
def test_a_digest_is_spelt_as_it_was(digest: str, spelt: str) -> None:
    data, _, _ = cleaned(record("resource", b"x", f"WARC-Payload-Digest: {digest}"), "warc")
    assert f"WARC-Payload-Digest: {spelt}\r\n".encode() in data


def test_broken_records_are_kept_and_named() -> None:
    odd = record("conversion", b"x", "WARC-Payload-Digest: crc9:abcd")
    legacy = record("conversion", b"\xe9t\xe9")
    part = record("conversion", b"x", "WARC-Segment-Number: 1")
    cut = record("conversion", b"the end is missing")[:-12]
    data, counts, said = cleaned(odd + legacy + part + cut, "warc")
    assert data == odd + legacy + part + cut
    assert said == [
        "record 1: its digest is crc9, which cannot be made anew here; left as it is",
        "record 2: not UTF-8, left as it is",
        "record 4: the archive ends within it",
    ]
    assert (counts.records, counts.broken) == (4, 3)


def test_what_is_no_archive_goes_through() -> None:
    text = b"Dear readers,\nthis is a text.\n"
    data, _, said = cleaned(ARCHIVE[1] + text, "warc")
    assert data.endswith(text)
    assert said == ["record 2: no WARC record begins here; all that follows is left as it is"]
