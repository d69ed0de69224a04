"""What was written is read back before it replaces anything.

A container that lost a record, or whose records no longer read, is worth less than one that was not cleaned,
and nobody looks at a corpus line by line. Each record that changes is read again when it is rendered (see
`_render` of each format); here the file as a whole is, from its compression to the number of its records.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind

KEPT = "what was to be written does not read back as it should, so the file stays as it was; please report it"


def misread(place: str) -> ContainerError:
    """A record that would come out as another one."""
    return ContainerError(f"{place}: {KEPT}")


def prove(path: str, kind: Kind, fields: Sequence[str], records: int, codec: str = "utf-8") -> None:
    """Raise ContainerError unless the finished file at `path` reads and holds so many records."""
    found = _rows(path) if kind.format == "parquet" else _records(path, kind, fields, codec)
    if found != records:
        raise ContainerError(f"{found:,} instead of {records:,} records: {KEPT}")


def _records(path: str, kind: Kind, fields: Sequence[str], codec: str) -> int:
    from textclean.files.containers.compressed import decompressed
    from textclean.files.containers.records import read_records

    with open(path, "rb") as file:  # however small it was packed: it is no stranger's
        source = decompressed(file, kind.compression, sys.maxsize if kind.compression else None)
        return sum(record.counts for record in read_records(source, kind, fields, None, codec))


def _rows(path: str) -> int:
    """The rows that a Parquet file's footer tells of."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            return int(file.metadata.num_rows)
    except pa.ArrowException as error:
        raise ContainerError(KEPT) from error
