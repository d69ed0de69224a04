"""What a report gives back, byte for byte, and when it refuses."""

import codecs
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases, read_as
from textclean.errors import RestoreError
from textclean.pipeline import Cleaner
from textclean.reports.json_lines import dumps, report
from textclean.reports.restore import restore
from textclean.reports.unified import encode_clean

CLEANER = Cleaner()
DAMAGED = "“It’s cold,” she said ?€?again?€?\r\nSign up to our newsletter\r\n\r\nEnd – donâ€™t".encode()
CODECS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-32-be",
    "cp1252",
    "koi8-r",
    "cp932",
    "gb18030",
    "iso2022_jp",
    "utf-7",
]


def round_trip(data: bytes, encoding: str | None = None) -> None:
    result = CLEANER.clean_bytes(data, encoding or read_as(data))
    written = json.loads(dumps(report(result, "a.txt")))
    assert restore(encode_clean(result), written) == data


@pytest.mark.parametrize("encoding", CODECS)
@pytest.mark.parametrize("text", ["", "a", "“Ж日本é”\r\n'x'\n", "\n\r\r\n"])
def test_every_codec_gives_back_its_bytes(encoding: str, text: str) -> None:
    data = codecs.encode(text, encoding, "replace")
    round_trip(data)
    round_trip(data, encoding)


@cases(1000)
@given(st.binary(max_size=120), st.sampled_from([None, *CODECS]))
def test_any_bytes_come_back(data: bytes, encoding: str | None) -> None:
    round_trip(data, encoding)


def test_a_damaged_article_comes_back() -> None:
    round_trip(DAMAGED)


def of_damaged() -> tuple[bytes, dict[str, Any]]:
    result = textclean.clean_bytes(DAMAGED)
    return encode_clean(result), report(result, "a.txt")


def test_refuses_a_clean_file_that_was_changed_since() -> None:
    clean, written = of_damaged()
    with pytest.raises(RestoreError, match="changed since"):
        restore(clean + b"!", written)


@pytest.mark.parametrize("key", ["sha256", "edits", "patches", "encoding", "bom"])
def test_refuses_a_report_with_a_part_missing(key: str) -> None:
    clean, written = of_damaged()
    del written[key]
    with pytest.raises(RestoreError, match="damaged"):
        restore(clean, written)


@pytest.mark.parametrize(
    ("key", "value"),
    [("encoding", "no-such-codec"), ("bom", "xy"), ("edits", [{}]), ("edits", []), ("bom", "00")],
)
def test_refuses_a_report_that_was_tampered_with(key: str, value: Any) -> None:
    clean, written = of_damaged()
    tampered = copy.deepcopy(written)
    tampered[key] = value
    with pytest.raises(RestoreError, match="damaged"):
        restore(clean, tampered)


@pytest.mark.parametrize("value", [[], {}, {"version": 99}, {"version": 1, "file": "a", "error": "gone"}])
def test_refuses_what_is_no_report(value: Any) -> None:
    with pytest.raises(RestoreError):
        restore(b"", value)
