"""Parquet: one row group after another, with the file's schema, metadata and compression.

Parquet is read from its end, so that a pipe is laid down in a temporary file first. A field is a column, or a
place inside structs such as `page.text`. Where one holds no text it stays null, and the row is named. Needs
pyarrow, which the extra `tables` brings.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind
from textclean.files.containers.records import BATCH, Broken, Clean, Counts, Text, host_of

MISSING = "Parquet needs an extra: pip install 'textclean[tables]'"


def clean_parquet(
    source: BinaryIO,
    target: BinaryIO,
    kind: Kind,
    clean: Clean,
    fields: Sequence[str],
    *,
    url_field: str | None,
    broken: Callable[[Broken], None],
) -> Counts:
    """Clean the string columns `fields` of a Parquet file."""
    with _opened(source, kind) as file:
        import pyarrow as pa
        import pyarrow.parquet as pq

        counts = Counts()
        try:
            _check_columns(file.schema_arrow, fields, url_field)
            with pq.ParquetWriter(target, file.schema_arrow, **writer_settings(file)) as writer:
                for index in range(file.num_row_groups):
                    table = file.read_row_group(index)
                    group = _RowGroup(table, counts, clean, broken)
                    table = group.cleaned(fields, url_field)
                    writer.write_table(table, row_group_size=max(table.num_rows, 1))
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disk, not the data
            raise ContainerError(f"{_line(error)}; check the file with another reader") from error
        return counts


class _RowGroup:
    """A row group while it is cleaned."""

    def __init__(self, table: Any, counts: Counts, clean: Clean, broken: Callable[[Broken], None]) -> None:
        self.table, self.counts, self.clean, self.broken = table, counts, clean, broken

    def cleaned(self, fields: Sequence[str], url_field: str | None) -> Any:
        """The group with clean columns; the very same table where nothing changes."""
        table, counts = self.table, self.counts
        first = counts.records
        hosts = [host_of(url) for url in _strings(table, url_field)] if url_field else None
        without: dict[int, str] = {}
        changed: set[int] = set()
        for field in fields:
            values = _strings(table, field)
            for row in (row for row, value in enumerate(values) if value is None):
                without.setdefault(row, field)
            rows = [row for row, value in enumerate(values) if value is not None]
            new = self._clean_column(values, rows, field, hosts, first)
            changed |= new.keys()
            table = _with_texts(table, field, new)
        for row, field in sorted(without.items()):
            self.broken(Broken(first + row + 1, 0, f"column {field!r} is null", "null"))
        counts.records += table.num_rows
        counts.broken += len(without)
        counts.changed += len(changed)
        return table

    def _clean_column(
        self, values: list[Any], rows: list[int], field: str, hosts: list[str] | None, first: int
    ) -> dict[int, str]:
        """The texts that change, by row."""
        new: dict[int, str] = {}
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            texts = [
                Text(values[row], field, first + row + 1, 0, hosts[row] if hosts else "") for row in some
            ]
            self.counts.texts += len(texts)
            for row, after in zip(some, list(self.clean(texts)), strict=True):
                if after != values[row]:
                    new[row] = after
        return new


def _strings(table: Any, name: str) -> list[Any]:
    """The texts of a field; a writer can put bytes into a column of strings that are none."""
    import pyarrow.compute as pc

    index, path = _find(table.schema, name)
    column = table.column(index)
    try:
        values: list[Any] = (pc.struct_field(column, path) if path else column).to_pylist()
    except UnicodeDecodeError as error:
        raise ContainerError(
            f"column {name!r} holds bytes that are not UTF-8; mend the file first"
        ) from error
    return values


def _with_texts(table: Any, field: str, new: dict[int, str]) -> Any:
    """The table with new texts in the rows where they changed."""
    if not new:
        return table
    import pyarrow as pa

    index, path = _find(table.schema, field)
    chunks = []
    start = 0
    for chunk in table.column(index).chunks:
        here = {row: new[start + row] for row in range(len(chunk)) if start + row in new}
        chunks.append(_rebuilt(chunk, path, here) if here else chunk)
        start += len(chunk)
    kind = table.schema.field(index)
    return table.set_column(index, kind, pa.chunked_array(chunks, kind.type))


def _rebuilt(array: Any, path: Sequence[int], new: dict[int, str]) -> Any:
    """An array with new texts at the end of `path`; what a null struct hides stays below it."""
    import pyarrow as pa

    kind = array.type
    if path:
        children = [array.field(number) for number in range(kind.num_fields)]
        children[path[0]] = _rebuilt(children[path[0]], path[1:], new)
        kinds = [kind.field(number) for number in range(kind.num_fields)]
        return pa.StructArray.from_arrays(children, fields=kinds, mask=array.is_null())
    texts = pa.array([new.get(row, value) for row, value in enumerate(array.to_pylist())], pa.large_string())
    return texts.cast(_plain(kind)).cast(kind)


def _plain(kind: Any) -> Any:
    """The strings in a type: those of a dictionary, or the type itself."""
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _find(schema: Any, name: str) -> tuple[int, list[int]]:
    """The column of a field, and the way from there into its structs; a column's whole name goes first."""
    import pyarrow as pa

    inside = [] if name in schema.names else name.split(".")[1:]
    column = name if name in schema.names else name.partition(".")[0]
    found = schema.get_all_field_indices(column)
    if len(found) != 1:
        what, missing = ("several columns", column) if found else ("no column", name)
        shown = ", ".join(schema.names)[:200]
        raise ContainerError(f"{what} {missing!r}; there are {shown}; name one with --field")
    kind, path = schema.field(found[0]).type, list[int]()
    for part in inside:
        index = kind.get_field_index(part) if pa.types.is_struct(kind) else -1
        if index < 0:
            held = str(kind)[:200]
            raise ContainerError(f"no field {part!r} in column {column!r}: it holds {held}; name a --field")
        path.append(index)
        column, kind = f"{column}.{part}", kind.field(index).type
    return found[0], path


def _check_columns(schema: Any, fields: Sequence[str], url_field: str | None) -> None:
    import pyarrow as pa

    for name in (*fields, *([url_field] if url_field else [])):
        index, path = _find(schema, name)
        kind = schema.field(index).type
        for number in path:
            kind = kind.field(number).type
        kind = _plain(kind)
        if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
            raise ContainerError(f"column {name!r} holds {kind}, not strings; name another with --field")


def writer_settings(file: Any) -> dict[str, Any]:
    """How the file was written, as far as it tells."""
    metadata = file.metadata
    settings: dict[str, Any] = {
        "version": metadata.format_version if metadata.format_version != "1.0" else "1.0"
    }
    if not metadata.num_row_groups:
        return settings
    group = metadata.row_group(0)
    columns = [group.column(index) for index in range(group.num_columns)]
    settings["compression"] = {
        column.path_in_schema: "NONE" if column.compression == "UNCOMPRESSED" else column.compression
        for column in columns
    }
    settings["use_dictionary"] = [
        column.path_in_schema for column in columns if any("DICTIONARY" in name for name in column.encodings)
    ]
    settings["write_statistics"] = [
        column.path_in_schema for column in columns if column.is_stats_set
    ] or False
    if any(column.physical_type == "INT96" for column in columns):
        settings["use_deprecated_int96_timestamps"] = True
    if group.sorting_columns:
        settings["sorting_columns"] = group.sorting_columns
    return settings


@contextmanager
def _opened(source: BinaryIO, kind: Kind) -> Iterator[Any]:
    if kind.compression:
        raise ContainerError(f"Parquet is compressed inside; unpack its .{kind.compression} first")
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ContainerError(MISSING) from None
    with _seekable(source) as whole:
        try:
            file = pq.ParquetFile(whole)
        except (pa.ArrowException, OSError) as error:
            raise ContainerError(f"no sound Parquet ({_line(error)}); fetch the file again") from error
        with file:
            yield file


@contextmanager
def _seekable(source: BinaryIO) -> Iterator[BinaryIO]:
    if source.seekable():
        yield source
        return
    with tempfile.TemporaryFile(prefix="textclean-") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        copy.seek(0)
        yield copy


def _line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
