"""Parquet shards, a few megabytes at a time: a row group may be larger than a worker's memory.

Columns, types, metadata, compression and encodings stay; row groups keep their rows unless they are larger
than GROUP_BYTES, which a writer has to hold at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind
from textclean.files.containers.records import host_of
from textclean.scale.batch import clean_rows, values_of
from textclean.scale.job import Job
from textclean.scale.shard import Work

BATCH_BYTES = 4 << 20
GROUP_BYTES = 64 << 20
MOST_ROWS = 2048
_BUFFER = 1 << 20


def clean_parquet(path: str, draft: str, rest: str, kind: Kind, work: Work) -> bool:
    """Clean the text columns of a Parquet file; rows put aside go to a file of the same schema."""
    if kind.compression:
        raise ContainerError(f"Parquet is compressed inside; unpack its .{kind.compression} first")
    from textclean.files.containers.parquet import MISSING, writer_settings

    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ContainerError(MISSING) from None

    try:
        with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
            schema, settings = file.schema_arrow, writer_settings(file)
            settings["store_schema"] = True
            output = _Writer(draft, schema, settings, _group_rows(file))
            with output as writer, _Writer(rest, schema, settings, MOST_ROWS) as aside:
                for batch in _batches(file):
                    good, bad = _cleaned(batch, work)
                    writer.write(good)
                    aside.write(bad)
    except UnicodeDecodeError as error:  # raised by a column alone: what cleaning a text raises stays with it
        raise ContainerError(
            "a column of strings holds bytes that are not UTF-8; mend the file first"
        ) from error
    except pa.ArrowException as error:
        line = str(error).partition("\n")[0].rstrip(".")
        raise ContainerError(f"{line}; check the file with another reader") from error
    return True


def _batches(file: Any) -> Iterator[Any]:
    """Batches of a bearable size, by what a row takes on average in its row group."""
    for index in range(file.num_row_groups):
        group = file.metadata.row_group(index)
        each = max(group.total_byte_size // max(group.num_rows, 1), 1)
        rows = min(max(BATCH_BYTES // each, 1), MOST_ROWS)
        yield from file.iter_batches(batch_size=rows, row_groups=[index], use_threads=False)


def _cleaned(batch: Any, work: Work) -> tuple[Any, Any]:
    """The rows of a batch that were cleaned, and those to be put aside, as they came."""
    import pyarrow as pa

    first = work.manifest.rows + 1
    sites = _sites(batch, work.job)
    work.manifest.rows += batch.num_rows
    clean, columns = clean_rows(
        batch, lambda row, value: work.attempt(first + row, value, sites[row]), work.job.fields
    )
    good = [work.count(first + row, found) for row, found in enumerate(zip(*columns, strict=True))]
    if all(good):
        return clean, None
    return clean.filter(pa.array(good)), batch.filter(pa.array([not each for each in good]))


def _sites(batch: Any, job: Job) -> list[str]:
    if job.url_field is None:
        return [""] * batch.num_rows
    return [host_of(url) for url in values_of(batch, job.url_field)]


def texts_of(path: str, job: Job) -> Iterator[tuple[str, list[Any]]]:
    """The site and the texts of each row of a file."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False) as file:
        for batch in _batches(file):
            columns = [values_of(batch, name) for name in job.fields]
            yield from zip(_sites(batch, job), map(list, zip(*columns, strict=True)), strict=True)


def _group_rows(file: Any) -> int:
    groups = (file.metadata.row_group(index).num_rows for index in range(file.num_row_groups))
    return max(groups, default=1) or 1


class _Writer:
    """Gathers batches to row groups."""

    def __init__(self, path: str, schema: Any, settings: dict[str, Any], rows: int) -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(path, schema, **settings)
        self._schema, self._most = schema, rows
        self._held: list[Any] = []
        self._rows = self._bytes = 0

    def write(self, batch: Any) -> None:
        """Take a batch."""
        while batch is not None and batch.num_rows:
            part = batch.slice(0, self._most - self._rows)
            batch = batch.slice(part.num_rows)
            self._held.append(part)
            self._rows += part.num_rows
            self._bytes += part.nbytes
            if self._rows >= self._most or self._bytes >= GROUP_BYTES:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._held:
            table = pa.Table.from_batches(self._held, self._schema)
            self._writer.write_table(table, row_group_size=self._rows)
            self._held, self._rows, self._bytes = [], 0, 0

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()
