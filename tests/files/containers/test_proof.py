"""What would not read back is not written."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.files.containers.support import cleaned
from textclean.errors import ContainerError
from textclean.files.containers import delimited, jsonl, warc
from textclean.files.containers.kinds import kind_named
from textclean.files.containers.proof import prove

LINES = b'{"id": 1, "text": "fair"}\n\n{"text": 7}\n{"id": 2, "text": "cafe"}\n'
TABLE = b"id,text,note\n1,fair,x\n\n2,cafe,y\n"
ARCHIVE = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nfair\r\n\r\n"
)


@pytest.mark.parametrize(
    ("kind", "data", "module", "name", "instead"),
    [
        ("jsonl", LINES, jsonl, "_spelt", lambda text, ascii_only: f'"{text}""{text}"'),
        ("jsonl", LINES, jsonl, "_spelt", lambda text, ascii_only: '"another"'),
        ("jsonl", LINES, jsonl, "_spelt", lambda text, ascii_only: f'"{text}", "more": 1'),
        ("csv", TABLE, delimited, "_quoted", lambda data, old, table: data + b","),
        ("csv", TABLE, delimited, "_quoted", lambda data, old, table: data + b"\nmore"),
        ("csv", TABLE, delimited, "_quoted", lambda data, old, table: b"another"),
    ],
)
def test_a_record_that_would_come_out_as_another_ends_the_file(
    kind: str, data: bytes, module: Any, name: str, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, instead)
    with pytest.raises(ContainerError, match="does not read back"):
        cleaned(data, kind)


def test_a_length_that_is_wrong_ends_the_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(texts: Any) -> list[str]:
        return [f"{text.text} and more" for text in texts]

    class Never:
        def sub(self, new: bytes, head: bytes, count: int) -> bytes:
            return head

        match = staticmethod(lambda line: None)

    monkeypatch.setattr(warc, "_LENGTH", Never())
    with pytest.raises(ContainerError, match=r"record 1: .*does not read back"):
        cleaned(ARCHIVE, "warc", longer)


@pytest.mark.parametrize(("kind", "data", "records"), [("jsonl", LINES, 3), ("csv", TABLE, 2)])
@pytest.mark.parametrize("packing", ["", "gz"])
def test_the_records_of_a_finished_file_are_counted(
    kind: str, data: bytes, records: int, packing: str, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    path.write_bytes(gzip.compress(data) if packing else data)
    named = kind_named(f"{kind}.{packing}" if packing else kind)
    prove(str(path), named, ("text",), records)
    with pytest.raises(ContainerError, match="instead of"):
        prove(str(path), named, ("text",), records + 1)


def test_a_packed_file_that_is_cut_off_is_none(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(gzip.compress(LINES)[:-9])
    with pytest.raises(ContainerError):
        prove(str(path), kind_named("jsonl.gz"), ("text",), 3)


def test_a_parquet_footer_is_read(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "out"
    pq.write_table(pa.table({"text": ["fair", None]}), path)
    prove(str(path), kind_named("parquet"), ("text",), 2)
    with pytest.raises(ContainerError, match="instead of 3"):
        prove(str(path), kind_named("parquet"), ("text",), 3)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ContainerError, match="does not read back"):
        prove(str(path), kind_named("parquet"), ("text",), 2)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("jsonl", b'\xef\xbb\xbf{"meta": {"text": "fair"}, "meta.n": NaN, "text": "x\\ud800"}\r\n'),
        ("csv", b'"id";"text"\r\n1;"fair ""day"", long\nand more"\r\n2;fair'),
        ("tsv", b'id\ttext\n1\t"fair" it is\n2\t"fair"\n'),
    ],
)
def test_odd_but_right_records_pass(kind: str, data: bytes) -> None:
    fields = ("meta.text", "text") if kind == "jsonl" else ("text",)
    assert cleaned(data, kind, fields=fields)[1].changed > 0


def test_tsv_whose_quotation_marks_stand_for_themselves_passes() -> None:
    data = 'id\ttext\n1\t"fair" it is\n2\t“fair”\n'.encode()
    straight = lambda texts: [text.text.replace("“", '"').replace("”", '"') for text in texts]  # noqa: E731
    out, counts, _ = cleaned(data, "tsv", straight)
    assert (out, counts.changed) == (data.replace("“".encode(), b'"').replace("”".encode(), b'"'), 1)
