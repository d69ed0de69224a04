import io
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.files.containers.support import ASIS, cleaned
from textclean.errors import ContainerError

TABLE = pa.table(
    {
        "id": pa.array([1, 2, 3, 4, 5], pa.int32()),
        "text": pa.array(["fair", ASIS, None, "foul", ""]),
        "url": ["https://orrin.example/a", "http://www.fell.example", None, "x", "y"],
        "when": pa.array([datetime(2026, 2, 3, tzinfo=UTC)] * 5, pa.timestamp("us", "UTC")),
        "sum": pa.array([Decimal("1.50")] * 5, pa.decimal128(9, 2)),
        "tags": [["a"], [], None, ["b", None], ["c"]],
        "kind": pa.array(["x", "x", "y", "x", None]).dictionary_encode(),
    }
).replace_schema_metadata({"pandas": '{"made": "up"}', "author": "Ailsa"})


def parquet(table: Any = TABLE, **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, **{"row_group_size": 2, "compression": "zstd", **options})
    return file.getvalue()


def test_only_the_column_changes_and_the_rest_is_as_it_was() -> None:
    data, counts, said = cleaned(parquet(), "parquet")
    new = pq.read_table(io.BytesIO(data))
    assert new.column("text").to_pylist() == ["FAIR", ASIS, None, "FOUL", ""]
    assert new.drop_columns("text") == TABLE.drop_columns("text")
    assert new.schema.equals(pq.read_table(io.BytesIO(parquet())).schema, check_metadata=True)
    assert (counts.records, counts.changed, counts.broken) == (5, 2, 1)
    assert said == ["record 3: column 'text' is null"]


@pytest.mark.parametrize("compression", ["zstd", "snappy", "gzip", "none", {"text": "gzip", "id": "none"}])
def test_row_groups_and_compression_are_kept(compression: Any) -> None:
    source = parquet(compression=compression)
    old = pq.ParquetFile(io.BytesIO(source)).metadata
    new = pq.ParquetFile(io.BytesIO(cleaned(source, "parquet")[0])).metadata
    for number in range(old.num_row_groups):
        was, now = old.row_group(number), new.row_group(number)
        assert was.num_rows == now.num_rows
        for column in range(was.num_columns):
            assert was.column(column).compression == now.column(column).compression
            assert was.column(column).encodings == now.column(column).encodings
    assert new.num_row_groups == old.num_row_groups == 3


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_all_kinds_of_strings(kind: Any) -> None:
    table = pa.table({"text": pa.array(["a", "b", "a"]).cast(kind)})
    new = pq.read_table(io.BytesIO(cleaned(parquet(table), "parquet")[0]))
    assert new.column("text").to_pylist() == ["A", "B", "A"]
    assert new.schema == pq.read_table(io.BytesIO(parquet(table))).schema


def test_old_timestamps_stay_what_they_were() -> None:
    data = cleaned(parquet(use_deprecated_int96_timestamps=True), "parquet")[0]
    assert pq.ParquetFile(io.BytesIO(data)).metadata.schema.column(3).physical_type == "INT96"


def test_a_pipe_does_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    from textclean.files.containers.kinds import Kind
    from textclean.files.containers.records import clean_stream

    target = io.BytesIO()
    clean_stream(Pipe(parquet()), target, Kind("parquet"), lambda texts: [text.text for text in texts])
    assert pq.read_table(io.BytesIO(target.getvalue())) == TABLE


def test_several_columns_and_the_site() -> None:
    hosts: list[str] = []

    def look(texts: Any) -> list[str]:
        hosts.extend(text.host for text in texts)
        return [text.text + "!" for text in texts]

    table = TABLE.slice(0, 2)
    data, _, _ = cleaned(parquet(table), "parquet", look, fields=("text", "url"), url_field="url")
    assert pq.read_table(io.BytesIO(data)).column("url").to_pylist() == [
        "https://orrin.example/a!",
        "http://www.fell.example!",
    ]
    assert hosts == ["orrin.example", "fell.example"] * 2


def test_what_cannot_be_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContainerError, match="no column 'body'; there are id, text, url"):
        cleaned(parquet(), "parquet", fields=("body",))
    with pytest.raises(ContainerError, match="column 'id' holds int32, not strings"):
        cleaned(parquet(), "parquet", fields=("id",))
    with pytest.raises(ContainerError, match="no sound Parquet"):
        cleaned(b"not parquet at all", "parquet")
    with pytest.raises(ContainerError, match=r"unpack its \.gz first"):
        cleaned(b"", "parquet.gz")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ContainerError, match=r"pip install 'textclean\[tables\]'"):
        cleaned(parquet(), "parquet")


def test_an_empty_table() -> None:
    data, counts, _ = cleaned(parquet(TABLE.slice(0, 0)), "parquet")
    assert pq.read_table(io.BytesIO(data)) == TABLE.slice(0, 0)
    assert counts.records == 0
