"""Tables and JSON lines in the encodings that programs write: found, and kept."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.containers.support import cleaned, shout
from textclean.errors import ContainerError
from textclean.files.containers.encodings import HEAD
from textclean.files.containers.kinds import kind_named
from textclean.files.containers.records import clean_stream
from textclean.scale.shard import clean_shard

TABLE = (
    "id;text;note\r\n"
    "1;Le chat a mangé la crème brûlée près de la fenêtre.;être\r\n"
    '2;"Où est passé le garçon ? À l\'hôtel; déjà.";né\r\n'
    "3;plain;\r\n"
)
SHOUTED = TABLE.replace("Le chat a mangé la crème brûlée près de la fenêtre.", "{}").replace("plain", "PLAIN")
SHOUTED = SHOUTED.replace(
    "Où est passé le garçon ? À l'hôtel; déjà.", "OÙ EST PASSÉ LE GARÇON ? À L'HÔTEL; DÉJÀ."
)
SHOUTED = SHOUTED.format("LE CHAT A MANGÉ LA CRÈME BRÛLÉE PRÈS DE LA FENÊTRE.")
WIDE = [
    ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff"), ("utf-32-le", "\ufeff"), ("utf-32-be", "\ufeff"),
    ("utf-16-le", ""), ("utf-16-be", ""), ("utf-8", "\ufeff"), ("utf-8", ""), ("cp1252", ""),
]  # fmt: skip


@pytest.mark.parametrize(("codec", "bom"), WIDE)
@pytest.mark.parametrize("packing", ["", "gz"])
def test_a_table_is_read_in_its_encoding_and_written_in_kind(codec: str, bom: str, packing: str) -> None:
    data = (bom + TABLE).encode(codec)
    out, counts, said = cleaned(*((gzip.compress(data), "csv.gz") if packing else (data, "csv")))
    out = gzip.decompress(out) if packing else out
    assert out.decode(codec) == bom + SHOUTED
    assert (counts.encoding, counts.changed, said) == (codec, 3, [])


def test_excel_s_unicode_text() -> None:
    table = TABLE.replace("hôtel;", "hôtel,").replace(";", "\t")
    out, _, said = cleaned(table.encode("utf-16"), "tsv")
    assert (out.decode("utf-16"), said) == (SHOUTED.replace("HÔTEL;", "HÔTEL,").replace(";", "\t"), [])
    assert cleaned(table.encode("utf-16"), "tsv", encoding="utf-16")[0] == out


def test_json_lines_in_utf_16() -> None:
    lines = '{"id": 1, "text": "né"}\n{"text": null}\n'
    out, _, said = cleaned(lines.encode("utf-16"), "jsonl")
    assert out.decode("utf-16") == lines.replace("né", "NÉ")
    assert said == ["line 2: field 'text' is null, not a string"]


def test_a_charset_that_shows_far_from_the_beginning() -> None:
    table = "text;k\n" + "plain;x\n" * (2 * HEAD // 8) + "Où est passé le garçon ? Près de la fenêtre.;é\n"
    out, counts, said = cleaned(table.encode("cp1252"), "csv")
    assert (counts.encoding, said) == ("cp1252", [])
    assert out.endswith("OÙ EST PASSÉ LE GARÇON ? PRÈS DE LA FENÊTRE.;é\n".encode("cp1252"))


def test_a_few_rows_that_are_not_utf_8_are_broken() -> None:
    rows = [f"{number};Le garçon a mangé près de la fenêtre.\n".encode() for number in range(20)]
    rows[7] = rows[7].decode().encode("cp1252")
    out, counts, said = cleaned(b"id;text\n" + b"".join(rows), "csv")
    assert counts.encoding == "utf-8"
    assert said == ["line 9: column 'text' is not UTF-8"]
    assert rows[7] in out


def test_mojibake_in_a_table_of_a_charset_does_not_make_it_utf_8() -> None:
    table = "id;text\n1;El niÃ±o se fue a la estación.\n2;Más allá del río está el café.\n"
    assert cleaned(table.encode("cp1252"), "csv")[1].encoding == "cp1252"


def test_a_row_that_its_charset_cannot_hold_stays_and_is_named() -> None:
    out, counts, said = cleaned(TABLE.encode("cp1252"), "csv", lambda texts: ["да" for _ in texts])
    assert out == TABLE.encode("cp1252")
    assert said[0] == "line 2: the clean text has characters that cp1252 lacks, left as it is"
    assert counts.broken == 3


def test_half_a_surrogate_pair_is_kept_and_half_a_character_is_refused() -> None:
    table = b"\xff\xfe" + "text\nné\n".encode("utf-16-le") + b"\x00\xd8\n\x00"
    out, _, said = cleaned(table, "csv")
    assert out == table.replace("né".encode("utf-16-le"), "NÉ".encode("utf-16-le"))
    assert said == ["line 3: column 'text' is not UTF-8"]
    with pytest.raises(ContainerError, match="no text"):
        cleaned(table + b"x", "csv")


def test_of_a_pipe_the_beginning_tells() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for codec in ("utf-16", "cp1252"):
        target = io.BytesIO()
        source = io.BufferedReader(Pipe(TABLE.encode(codec)))
        clean_stream(source, target, kind_named("csv"), shout)
        assert target.getvalue() == SHOUTED.encode(codec)


@pytest.mark.parametrize("codec", ["utf-16", "cp1252"])
def test_a_shard_is_read_and_written_so_too(codec: str, tmp_path: Path) -> None:
    table = "id;text\n1;Le garçon a dit “non”.\n2;Près de la fenêtre, déjà.\n"
    (tmp_path / "a.csv").write_bytes(table.encode(codec))
    manifest = clean_shard(str(tmp_path / "a.csv"), str(tmp_path / "out" / "a.csv"))
    assert (manifest.rows, manifest.changed, manifest.broken) == (2, 1, {})
    out = (tmp_path / "out" / "a.csv").read_bytes().decode(codec)
    assert out == table.replace("Le garçon a dit “non”.", '"Le garçon a dit ""non""."')


@given(st.text(), st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le"]), st.integers(0, 3))
def test_what_is_not_cleaned_stays_byte_for_byte(text: str, codec: str, cut: int) -> None:
    data = ("\ufefftext\n" + text).encode(codec, "surrogatepass")
    data = data[: len(data) - cut]
    try:
        out = cleaned(data, "csv", lambda texts: [each.text for each in texts])[0]
    except ContainerError:
        assert cut
    else:
        assert out == data
