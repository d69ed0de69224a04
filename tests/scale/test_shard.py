"""One shard to one output: streamed, the same bytes every time, each record once."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.scale.support import CLEAN, RAW, cleaned, pa, pq, read, row, tree, write
from textclean.errors import TextcleanError
from textclean.pipeline import Cleaner
from textclean.scale import parquet
from textclean.scale.job import Job, Manifest
from textclean.scale.shard import clean_shard
from textclean.scale.worker import Answer
from textclean.settings import Options

ROWS = [row(number) for number in range(50)]


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl", "a.jsonl.gz"])
def test_rows_keep_their_order_and_only_texts_change(name: str, tmp_path: Path) -> None:
    write(tmp_path / "raw" / name, ROWS)
    manifest = clean_shard(str(tmp_path / "raw" / name), str(tmp_path / "out" / name))
    assert read(tmp_path / "out" / name) == cleaned(ROWS)
    assert (manifest.rows, manifest.texts, manifest.changed, manifest.aside) == (50, 50, 50, [])
    data = (tmp_path / "out" / name).read_bytes()
    assert (manifest.size, manifest.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert Manifest.loads((tmp_path / "out" / "_manifests" / f"{name}.json").read_bytes()) == manifest
    assert sorted(tree(tmp_path / "out")) == [f"_manifests/{name}.json", name]


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl", "a.jsonl.gz"])
def test_twice_the_same_bytes_and_a_clean_shard_stays(name: str, tmp_path: Path) -> None:
    write(tmp_path / name, ROWS)
    for source, out in ((tmp_path, "one"), (tmp_path, "two"), (tmp_path / "one", "three")):
        clean_shard(str(source / name), str(tmp_path / out / name))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert read(tmp_path / "three" / name) == read(tmp_path / "one" / name)


def test_a_text_in_any_encoding_and_compression(tmp_path: Path) -> None:
    (tmp_path / "a.txt.bz2").write_bytes(bz2.compress("Das Café schließt – “früh”.\n".encode("cp1252")))
    manifest = clean_shard(str(tmp_path / "a.txt.bz2"), str(tmp_path / "out" / "a.txt.bz2"))
    assert (
        bz2.decompress((tmp_path / "out" / "a.txt.bz2").read_bytes()).decode()
        == 'Das Café schließt – "früh".\n'
    )
    assert manifest.encodings == {"cp1252": 1}


def test_words_removed_are_counted_by_category(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", [row(1, f"{RAW}\n\nSign up to our newsletter\n"), row(2, "Otters swim.")])
    manifest = clean_shard(str(tmp_path / "a.jsonl"), str(tmp_path / "out" / "a.jsonl"))
    assert (manifest.words_removed, manifest.changed) == ({"newsletter": 5}, 1)


def test_lines_that_are_no_records_stay_and_are_named(tmp_path: Path) -> None:
    lines = [json.dumps(row(1)), "{broken", '{"id": 3}', "", json.dumps(row(4, "Otters."))]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    manifest = clean_shard(str(tmp_path / "a.jsonl"), str(tmp_path / "out" / "a.jsonl"))
    after = (tmp_path / "out" / "a.jsonl").read_text().split("\n")
    assert json.loads(after[0])["text"] == f"1: {CLEAN}"
    assert after[1:] == lines[1:]
    assert (manifest.rows, manifest.broken, [each.number for each in manifest.kept]) == (
        4,
        {"broken": 2},
        [2, 3],
    )


PAGE = "<!DOCTYPE html><html><body><p>The cafÃ© is “open”.</p></body></html>"
HELD = [row(1), row(2) | {"text": None}, row(3, PAGE), row(4), row(5) | {"text": None}]
LEFT = {
    "a.jsonl": [
        "line 2: field 'text' is null, not a string",
        "line 3: HTML, not text; extract the article first",
        "line 5: field 'text' is null, not a string",
    ],
    "a.parquet": [
        "record 2: column 'text' is null",
        "record 3: HTML, not text; extract the article first",
        "record 5: column 'text' is null",
    ],
}


@pytest.mark.parametrize("name", LEFT)
def test_nulls_and_html_stay_and_are_counted_apart(name: str, tmp_path: Path) -> None:
    write(tmp_path / "raw" / name, HELD)
    manifest = clean_shard(str(tmp_path / "raw" / name), str(tmp_path / "out" / name))
    assert manifest.broken == {"null": 2, "HTML": 1}
    assert list(map(str, manifest.kept)) == LEFT[name]
    after = read(tmp_path / "out" / name)
    assert [each["text"] for each in after] == [f"1: {CLEAN}", None, PAGE, f"4: {CLEAN}", None]
    told = Answer("a", manifest)
    assert Answer.from_json(json.loads(json.dumps(told.as_json()))) == told, "as a cluster's workers tell it"


def test_bytes_that_are_a_page_stay(tmp_path: Path) -> None:
    table = pa.table({"text": [PAGE.encode(), b"Otters \x93swim\x94."]})
    pq.write_table(table, tmp_path / "a.parquet")
    manifest = clean_shard(str(tmp_path / "a.parquet"), str(tmp_path / "out" / "a.parquet"))
    assert manifest.broken == {"HTML": 1}
    after = pq.read_table(tmp_path / "out" / "a.parquet").column("text").to_pylist()
    assert after == [PAGE.encode(), b'Otters "swim".']


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.txt", PAGE, "HTML"), ("a.json", '{"a": "“b”"}', "broken")]
)
def test_a_shard_that_is_a_page_or_one_json_value_stays(
    name: str, data: str, kind: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(data)
    manifest = clean_shard(str(tmp_path / name), str(tmp_path / "out" / name))
    assert (manifest.rows, manifest.broken, manifest.changed) == (1, {kind: 1}, 0)
    assert (tmp_path / "out" / name).read_text() == data


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl", "a.jsonl.gz"])
def test_a_record_that_breaks_the_code_is_put_aside_as_it_came(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Cleaner.clean

    def fragile(self: Cleaner, text: str) -> Any:
        if "BREAKS" in text:
            raise RecursionError("too deep")
        return whole(self, text)

    rows = [*ROWS[:20], row(20, "BREAKS"), *ROWS[21:40], row(40, "BREAKS too"), *ROWS[41:]]
    write(tmp_path / name, rows)
    monkeypatch.setattr(Cleaner, "clean", fragile)
    manifest = clean_shard(str(tmp_path / name), str(tmp_path / "out" / name))
    assert manifest.aside == [(21, "RecursionError: too deep"), (41, "RecursionError: too deep")]
    assert read(tmp_path / "out" / "_failed" / name) == [rows[20], rows[40]]
    assert read(tmp_path / "out" / name) == cleaned([*rows[:20], *rows[21:40], *rows[41:]])
    monkeypatch.setattr(Cleaner, "clean", whole)
    clean_shard(str(tmp_path / name), str(tmp_path / "out" / name))
    assert not (tmp_path / "out" / "_failed" / name).exists(), "mended, and done again"


def test_a_table_put_aside_has_its_heading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(self: Cleaner, text: str) -> Any:
        raise RecursionError("too deep")

    monkeypatch.setattr(Cleaner, "clean", fragile)
    (tmp_path / "a.csv").write_text("id,text\n1,one\n2,two\n")
    clean_shard(str(tmp_path / "a.csv"), str(tmp_path / "out" / "a.csv"))
    assert (tmp_path / "out" / "a.csv").read_text() == "id,text\n"
    assert (tmp_path / "out" / "_failed" / "a.csv").read_text() == "id,text\n1,one\n2,two\n"


def test_parquet_keeps_schema_metadata_compression_and_row_groups(tmp_path: Path) -> None:
    schema = pa.schema(
        [
            pa.field("id", pa.int16(), nullable=False, metadata={"k": "v"}),
            pa.field("page", pa.struct([("text", pa.large_string()), ("at", pa.timestamp("us", "UTC"))])),
            pa.field("site", pa.dictionary(pa.int8(), pa.string())),
        ],
        metadata={"made": "by hand"},
    )
    rows = [{"id": i, "page": {"text": RAW, "at": None} if i % 3 else None, "site": "s"} for i in range(25)]
    pq.write_table(
        pa.Table.from_pylist(rows, schema), tmp_path / "a.parquet", compression="zstd", row_group_size=10
    )
    job = Job(fields=("page.text",))
    clean_shard(str(tmp_path / "a.parquet"), str(tmp_path / "out" / "a.parquet"), job)
    before, after = (pq.ParquetFile(path / "a.parquet") for path in (tmp_path, tmp_path / "out"))
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    groups = [[file.metadata.row_group(i).num_rows for i in range(3)] for file in (before, after)]
    assert groups[0] == groups[1] == [10, 10, 5]
    assert after.metadata.row_group(0).column(0).compression == "ZSTD"
    wanted = [{**r, "page": r["page"] and {"text": CLEAN, "at": None}} for r in rows]
    assert after.read().to_pylist() == wanted


def test_row_groups_larger_than_memory_should_hold_are_parted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 500)
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "a.parquet")
    monkeypatch.setattr(parquet, "BATCH_BYTES", 100)
    clean_shard(str(tmp_path / "a.parquet"), str(tmp_path / "out" / "a.parquet"))
    assert pq.ParquetFile(tmp_path / "out" / "a.parquet").num_row_groups > 3
    assert read(tmp_path / "out" / "a.parquet") == cleaned(ROWS)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.parquet", b"PAR1 no", "check the file"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "x"}\n' * 999, mtime=0)[:-20], "."),
        ("a.txt", bytes(range(256)) * 9, "binary"),
    ],
    ids=["parquet", "gzip", "binary"],
)
def test_what_cannot_be_read_leaves_nothing(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TextcleanError, match=said):
        clean_shard(str(tmp_path / name), str(tmp_path / "out" / name))
    assert tree(tmp_path / "out") == {}


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", ROWS)
    with pytest.raises(TextcleanError, match="body: no such column; there are id, text, url"):
        clean_shard(str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet"), Job(fields=("body",)))


def test_the_job_s_hash_tells_all_that_decides_the_output(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("a = 1")
    jobs = [Job(), Job(Options(quotes="keep")), Job(fields=("body",)), Job(Options(rules=(str(rules),)))]
    hashes = [job.hash for job in jobs]
    rules.write_text("a = 2")
    hashes.append(Job(Options(rules=(str(rules),))).hash)
    assert len(set(hashes)) == 5
    assert [Job.from_json(json.loads(json.dumps(job.as_json()))) for job in jobs] == jobs
    assert Job(stall=1).hash == Job().hash
