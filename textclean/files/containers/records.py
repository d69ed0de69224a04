"""Records: a container as a stream of them, each text in it cleaned, all else as it was.

    with open("in.jsonl.gz", "rb") as source, open("out.jsonl.gz", "wb") as target:
        counts = clean_stream(source, target, kind_of("in.jsonl.gz"), with_cleaner(Cleaner()))

What reads a format yields a Record for each of its records, in order, and the records' `raw` bytes together
are the container. Texts go to the cleaner in batches, so that a caller may share them out among processes;
a record whose texts come back as they were is written as it was, whatever its spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol
from urllib.parse import urlsplit

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind
from textclean.files.problems import why_unreadable

if TYPE_CHECKING:
    from textclean.pipeline import Cleaner

FIELDS = ("text",)
BROKEN = ("broken", "null", "HTML")
"""Why a text stays as it was: it cannot be found or written, is null, or is a page of HTML."""
NAMED = 20
"""Broken records that are named one by one."""
BATCH = 512
BATCH_BYTES = 4 << 20
"""A batch is so many records, or so many bytes of them."""
RECORD_LIMIT = 64 << 20
"""Bytes of a record; a longer one is no article and goes through as it is."""


class UnwritableError(Exception):
    """A clean text that its record cannot hold, in one clear line; the record stays as it is."""


class Text(NamedTuple):
    """One text in a container, and its place."""

    text: str
    field: str = ""
    """The field or column it stands in; empty in a format without any."""
    number: int = 0
    """Of its record, 1-based."""
    line: int = 0
    """The line in the container where its record begins, 1-based; 0 in a format without lines."""
    host: str = ""
    """The host of the record's address, where one is known: the site it belongs to."""

    @property
    def place(self) -> str:
        """`line 17` or `record 17`."""
        return place(self.number, self.line)


Clean = Callable[[Sequence[Text]], Iterable[str]]
"""Cleans a batch of texts: as many clean ones, in the same order."""


class Broken(NamedTuple):
    """A record that was kept as it was, or a field of it, and why."""

    number: int
    line: int
    why: str
    kind: str = "broken"
    """What it is, one of BROKEN: nobody looks for the same thing behind a null as behind torn JSON."""

    def __str__(self) -> str:
        return f"{place(self.number, self.line)}: {self.why}"


def place(number: int, line: int) -> str:
    """A record's place in words."""
    return f"line {line}" if line else f"record {number}"


def _as_they_are(texts: Sequence[str]) -> bytes:
    raise NotImplementedError


class Record(NamedTuple):
    """A piece of a container; one without texts goes through as it is."""

    raw: bytes
    texts: tuple[Text, ...] = ()
    render: Callable[[Sequence[str]], bytes] = _as_they_are
    """The record's bytes with these texts in place of its own; may raise UnwritableError."""
    broken: Broken | None = None
    """Why it stays as it is, or the first of its fields that holds no text; its texts are cleaned."""
    counts: bool = True
    """Whether it is a record, not a heading, a blank line or the rest of a piece before it."""
    ends: bool = True
    """Whether the record ends with it."""


@dataclass(slots=True)
class Counts:
    """What became of a container's records."""

    records: int = 0
    changed: int = 0
    broken: int = 0
    """Those with a text that could not be found or written, and was kept as it was."""
    texts: int = 0
    encoding: str = "utf-8"


class Writer(Protocol):
    """Where records go."""

    def write(self, data: bytes, /) -> Any:
        """Take bytes."""

    def end(self) -> None:
        """A record ends here."""


def once(fields: Iterable[str]) -> tuple[str, ...]:
    """Each field one time, in the order first named: one that is written twice over ruins its record."""
    return tuple(dict.fromkeys(fields))


def with_cleaner(cleaner: Cleaner) -> Clean:
    """Clean texts one by one with a Cleaner."""
    return lambda texts: (cleaner.clean(text.text).text for text in texts)


def clean_stream(
    source: BinaryIO,
    target: BinaryIO,
    kind: Kind,
    clean: Clean,
    fields: Sequence[str] = FIELDS,
    *,
    url_field: str | None = None,
    encoding: str | None = None,
    limit: int | None = None,
    packing: str | None = None,
    broken: Callable[[Broken], None] = lambda record: None,
) -> Counts:
    """Clean all records of a container that holds some, from one stream to another.

    `fields` names those that hold texts, `url_field` the one with the record's address. `limit` bounds the
    bytes that come out of a source (see `compressed`). `packing` is another compression to write than the
    source's, or "" for none. `broken` hears of each record that is
    kept as it was, be it in one field alone. Raises ContainerError where the container as a whole is not what
    it should be.
    """
    fields = once(fields)
    if kind.format == "parquet":
        from textclean.files.containers.parquet import clean_parquet

        return clean_parquet(source, target, kind, clean, fields, url_field=url_field, broken=broken)
    from textclean.files.containers.compressed import closing_writer
    from textclean.files.containers.encodings import settled

    bare, codec = settled(source, kind, encoding, limit)
    found = read_records(bare, kind, fields, url_field, codec)
    packing = kind.compression if packing is None else packing
    with closing_writer(target, packing, members=kind.format == "warc") as writer:
        counts = clean_records(found, writer, clean, broken)
    counts.encoding = codec
    return counts


def _readable(records: Iterator[Record]) -> Iterator[Record]:
    """The records; what a reader stumbles over is told from what a cleaner does wrong."""
    try:
        yield from records
    except UnicodeError as error:
        raise ContainerError(why_unreadable(error)) from error


def read_records(
    source: BinaryIO,
    kind: Kind,
    fields: Sequence[str] = FIELDS,
    url_field: str | None = None,
    codec: str = "utf-8",
) -> Iterator[Record]:
    """The records of a stream that is decompressed already, in the codec that `settled` tells."""
    from textclean.files.containers.encodings import WIDE, as_utf8, in_kind

    if codec in WIDE:
        found = _records(as_utf8(source, codec), kind, once(fields), url_field, "utf-8")
        return _readable(in_kind(found, codec))
    return _readable(_records(source, kind, once(fields), url_field, codec))


def _records(
    source: BinaryIO, kind: Kind, fields: Sequence[str], url_field: str | None, codec: str
) -> Iterator[Record]:
    if kind.format == "jsonl":
        from textclean.files.containers.jsonl import read_jsonl

        return read_jsonl(source, fields, url_field, codec)
    if kind.format in ("csv", "tsv"):
        from textclean.files.containers.delimited import read_delimited

        return read_delimited(source, fields, url_field, codec, kind.format)
    from textclean.files.containers.warc import read_warc

    return read_warc(source)


def clean_records(
    records: Iterable[Record], writer: Writer, clean: Clean, broken: Callable[[Broken], None]
) -> Counts:
    """Clean records in batches and write them in their order."""
    counts = Counts()
    for batch in _batches(records):
        texts = [text for record in batch for text in record.texts]
        cleaned = iter(list(clean(texts)) if texts else ())
        counts.texts += len(texts)
        for record in batch:
            counts.records += record.counts
            data, failed = _rendered(record, [next(cleaned) for _ in record.texts])
            if failed:
                counts.broken += 1
                broken(failed)
            counts.changed += data is not record.raw
            writer.write(data)
            if record.ends:
                writer.end()
    return counts


def _rendered(record: Record, cleaned: list[str]) -> tuple[bytes, Broken | None]:
    """A record's bytes, and why they, or those of a field, are the old ones if that was not wanted."""
    if cleaned == [text.text for text in record.texts]:
        return record.raw, record.broken
    try:
        return record.render(cleaned), record.broken
    except UnwritableError as error:
        first = record.texts[0]
        return record.raw, Broken(first.number, first.line, str(error))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    size = 0
    for record in records:
        batch.append(record)
        size += len(record.raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def host_of(url: object) -> str:
    """The host of an address, without `www.`; empty for what is no address."""
    if not isinstance(url, str):
        return ""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
