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


PAGE = pa.struct([pa.field("text", pa.string(), metadata={"of": "page"}), pa.field("words", pa.int16())])
NESTED = pa.table(
    {
        "id": [1, 2, 3, 4, 5],
        "crawl": pa.array(
            [
                {"page": {"text": "fair", "words": 1}, "lang": "en"},
                None,
                {"page": None, "lang": "fr"},
                {"page": {"text": None, "words": 0}, "lang": None},
                {"page": {"text": "foul", "words": None}, "lang": "en"},
            ],
            pa.struct([pa.field("page", PAGE), pa.field("lang", pa.string())]),
        ),
    }
)


def test_a_field_inside_structs_and_all_around_it_as_it_was() -> None:
    source = parquet(NESTED)
    data, counts, said = cleaned(source, "parquet", fields=("crawl.page.text",))
    rows = NESTED.to_pylist()
    rows[0]["crawl"]["page"]["text"], rows[4]["crawl"]["page"]["text"] = "FAIR", "FOUL"
    new, old = pq.ParquetFile(io.BytesIO(data)), pq.ParquetFile(io.BytesIO(source))
    assert new.read().to_pylist() == rows
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert [new.metadata.row_group(number).num_rows for number in range(3)] == [2, 2, 1]
    assert new.metadata.row_group(0).column(1).compression == "ZSTD"
    assert (counts.records, counts.changed, counts.broken) == (5, 2, 3)
    assert said == [f"record {number}: column 'crawl.page.text' is null" for number in (2, 3, 4)]


def test_a_field_inside_structs_may_be_a_dictionary_or_never_null() -> None:
    for kind in (pa.dictionary(pa.int32(), pa.string()), pa.large_string()):
        page = pa.struct([pa.field("text", kind, nullable=False), pa.field("id", pa.int8())])
        table = pa.table({"page": pa.array([{"text": "fair", "id": 1}, None, {"text": ASIS, "id": 2}], page)})
        data = cleaned(parquet(table), "parquet", fields=("page.text",))[0]
        new = pq.read_table(io.BytesIO(data))
        assert new.schema == pq.read_table(io.BytesIO(parquet(table))).schema
        assert new.column("page").to_pylist() == [{"text": "FAIR", "id": 1}, None, {"text": ASIS, "id": 2}]


def test_a_column_with_a_dot_in_its_name_goes_first() -> None:
    table = pa.table({"page.text": ["fair"], "page": [{"text": "foul"}]})
    data = cleaned(parquet(table), "parquet", fields=("page.text",))[0]
    assert pq.read_table(io.BytesIO(data)).to_pylist() == [{"page.text": "FAIR", "page": {"text": "foul"}}]


def test_the_address_may_stand_inside_a_struct() -> None:
    hosts: list[str] = []

    def look(texts: Any) -> list[str]:
        hosts.extend(text.host for text in texts)
        return [text.text for text in texts]

    table = pa.table({"text": ["fair", "foul"], "meta": [{"url": "https://orrin.example/a"}, None]})
    cleaned(parquet(table), "parquet", look, url_field="meta.url")
    assert hosts == ["orrin.example", ""]


def test_a_field_that_no_struct_has_is_one_clear_line() -> None:
    with pytest.raises(ContainerError, match=r"no column 'page\.text'; there are id, crawl; name one"):
        cleaned(parquet(NESTED), "parquet", fields=("page.text",))
    with pytest.raises(ContainerError, match=r"no field 'body' in column 'crawl\.page': it holds struct<"):
        cleaned(parquet(NESTED), "parquet", fields=("crawl.page.body",))
    with pytest.raises(ContainerError, match=r"column 'crawl\.page' holds struct<.*>, not strings"):
        cleaned(parquet(NESTED), "parquet", fields=("crawl.page",))


def test_where_one_column_is_null_the_others_are_cleaned() -> None:
    table = pa.table({"title": [None, "fair", None], "text": ["foul", None, None]})
    data, counts, said = cleaned(parquet(table), "parquet", fields=("title", "text"))
    new = pq.read_table(io.BytesIO(data))
    assert new.to_pydict() == {"title": [None, "FAIR", None], "text": ["FOUL", None, None]}
    assert (counts.records, counts.changed, counts.broken) == (3, 2, 3)
    assert said == [
        f"record {row}: column '{name}' is null" for row, name in enumerate(("title", "text", "title"), 1)
    ]
