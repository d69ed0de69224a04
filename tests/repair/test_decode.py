"""Decoding loses nothing, and finds the encoding where it can be found."""

import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean.errors import EncodingError
from textclean.repair.decode import decode, looks_binary
from textclean.repair.lossless import codec_name


def charsets() -> list[str]:
    """Every text encoding of this Python."""
    names = []
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            names.append(codec_name(module.name))
        except EncodingError:
            continue
    return sorted({*names, "utf-16", "utf-32", "utf-8-sig"})


CHARSETS = charsets()
SPICY = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from(["“naïve”", "Ёлка", "ąę", "漢字", "😀", "\ufeff", "\0", "a b\r\n"]).map(str.encode),
        st.sampled_from([b"\x1b$B0!\x1b(B", b"\x93quote\x94", b"\xed\xa0\xbd\xed\xb8\x80", b"+AOk-", b"~{"]),
    ),
    max_size=8,
).map(b"".join)


@cases(800)
@given(SPICY)
def test_decoding_loses_nothing(data: bytes) -> None:
    document = decode(data)
    assert document.encode() == data
    document.text.encode("utf-8")  # no lone surrogates


@cases(2000)
@given(SPICY, st.sampled_from(CHARSETS))
def test_no_encoding_told_loses_anything(data: bytes, encoding: str) -> None:
    document = decode(data, encoding)
    assert document.encode() == data
    document.text.encode("utf-8")


@pytest.mark.parametrize("encoding", CHARSETS)
def test_every_byte_and_pair_of_bytes_comes_back(encoding: str) -> None:
    lead = [byte for byte in range(256) if byte < 3 or byte > 0x7E]
    data = bytes(range(256)) + b"".join(bytes((one, two)) for one in lead for two in (0x30, 0x41, 0xA1, 0xFE))
    assert decode(data, encoding).encode() == data


@pytest.mark.parametrize("encoding", ["", "klingon", "base64", "rot13", "punycode", "undefined", "a\0b"])
def test_an_unknown_encoding_is_one_clear_line(encoding: str) -> None:
    with pytest.raises(EncodingError, match=r"^'.*' is not an encoding known here; give a name such as .*$"):
        decode(b"text", encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encodings_of_unicode_are_found(encoding: str) -> None:
    text = "Die Brücke über den Fluß bleibt gesperrt.\nМост закрыт.\n"
    data = text.encode(encoding)
    assert decode(data).text == text
    assert decode(data, encoding).text == text


def test_stray_bytes_are_counted_and_kept() -> None:
    document = decode(b"caf\xc3\xa9 \xff\xfe!", "utf-8")
    assert document.text == "café \ufffd\ufffd!"
    assert document.stray == 2


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), True),
        (b"\x7fELF\x02\x01\x01" + bytes(64), True),
        (b"It\x19s the lock\x19s best year, he said.", False),
        (b"\x1cHere\x1d, \x1cThere\x1d", False),
        (b"\x1c\x1d\x1c\x1d abc", True),
        (b"\xde\x12\x04\x95" + b"\0\0\0\0\x06\0\0\0\x1c\0\0\0L\0\0\0" * 3, True),
        ("Zwei Wörter".encode("utf-16-le"), False),
        ("橋の上に、川がある。".encode("utf-16-be"), False),
        (b"A slip of\0 a key in a long enough sentence of a plain text.", False),
        (b"", False),
        (b"Plain.\n", False),
    ],
)
def test_only_data_that_is_no_text_looks_binary(data: bytes, binary: bool) -> None:
    assert looks_binary(data) is binary
