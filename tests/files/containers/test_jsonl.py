import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.containers.support import ASIS, cleaned
from tests.support import cases


def test_only_the_wanted_value_is_written_anew() -> None:
    line = b'{ "n":1.50,"text" :\t"fair", "k":"stays", "big": 1e400, "z": [1,{"text": "in"}] }\r\n'
    assert cleaned(line, "jsonl")[0] == line.replace(b'"fair"', b'"FAIR"')


def test_what_is_right_keeps_its_spelling() -> None:
    line = b'{"text": "NOT \\u0041 \\/ \\u00C9"}\n'
    data, counts, _ = cleaned(line, "jsonl")
    assert (data, counts.changed, counts.records) == (line, 0, 1)


def test_an_ascii_line_stays_ascii() -> None:
    assert cleaned(b'{"text": "caf\\u00e9"}', "jsonl")[0] == b'{"text": "CAF\\u00c9"}'
    assert cleaned('{"text": "café"}'.encode(), "jsonl")[0] == '{"text": "CAFÉ"}'.encode()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"text": "a"', "not valid JSON"),
        (b'{"text": "a",}', "not valid JSON"),
        (b'{"text" "a"}', "not valid JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"text": "a"} {}', "more than one JSON value on the line"),
        (b'{"text": "a", "text": "b"}', "field 'text' stands there twice"),
        (b'{"text": null}', "field 'text' is null, not a string"),
        (b'{"text": 12}', "field 'text' is a number, not a string"),
        (b'{"text": ["a"]}', "field 'text' is a list, not a string"),
        (b'{"body": "a"}', "no field 'text'"),
        (b'{"text": "\xff"}', "not UTF-8; convert the file, or name its --encoding"),
        (b'{"text": "a", "deep": ' + b"[" * 200_000 + b"}", "not valid JSON"),
    ],
)
def test_a_broken_line_is_kept_and_named_and_the_rest_goes_on(line: bytes, why: str) -> None:
    data, counts, said = cleaned(b'{"text": "a"}\n\n' + line + b'\n{"text": "b"}', "jsonl")
    assert data == b'{"text": "A"}\n\n' + line + b'\n{"text": "B"}'
    assert said == [f"line 3: {why}"]
    assert (counts.records, counts.changed, counts.broken) == (3, 2, 1)


def test_several_fields_and_fields_in_objects() -> None:
    line = b'{"b": {"text": "x", "c": "c"}, "title": "t", "text": "y", "d.e": "z"}'
    fields = ("text", "title", "b.text", "d.e")
    assert cleaned(line, "jsonl", fields=fields)[0] == (
        b'{"b": {"text": "X", "c": "c"}, "title": "T", "text": "Y", "d.e": "Z"}'
    )


@pytest.mark.parametrize(
    ("line", "clean", "why"),
    [
        (
            b'{"title": null, "text": "a"}',
            b'{"title": null, "text": "A"}',
            "field 'title' is null, not a string",
        ),
        (b'{"text": "a" , "n":1.50}', b'{"text": "A" , "n":1.50}', "no field 'title'"),
        (
            b'{"text": 3, "title": "b"}',
            b'{"text": 3, "title": "B"}',
            "field 'text' is a number, not a string",
        ),
        (
            b'{"text": [], "title": "B"}',
            b'{"text": [], "title": "B"}',
            "field 'text' is a list, not a string",
        ),
        (b'{"text": null, "t": "b"}', b'{"text": null, "t": "b"}', "no field 'title'"),
    ],
)
def test_where_one_field_holds_no_text_the_others_are_cleaned(line: bytes, clean: bytes, why: str) -> None:
    data, counts, said = cleaned(line + b"\n" + line, "jsonl", fields=("title", "text"))
    assert data == clean + b"\n" + clean
    assert said == [f"line 1: {why}", f"line 2: {why}"]
    assert (counts.records, counts.changed, counts.broken) == (2, 2 * (line != clean), 2)


def test_a_line_whose_text_cannot_be_written_is_named_for_that_alone() -> None:
    line = '{"title": null, "text": "ÿ"}'.encode("latin-1")
    data, counts, said = cleaned(line, "jsonl", fields=("title", "text"), encoding="latin-1")
    assert (data, counts.broken) == (line, 1)
    assert said == ["line 1: iso8859-1 has no 'Ÿ', left as it is"]


def test_the_text_knows_its_place_and_site() -> None:
    seen: list[Any] = []

    def look(texts: Any) -> list[str]:
        seen.extend(texts)
        return [text.text for text in texts]

    lines = b'\n{"text": "a", "url": "https://www.Orrin.example/x?y"}\n{"text": "b", "url": 3}\n'
    cleaned(lines, "jsonl", look, url_field="url")
    assert [(text.number, text.line, text.host, text.field) for text in seen] == [
        (1, 2, "orrin.example", "text"),
        (2, 3, "", "text"),
    ]


def test_a_mark_at_the_beginning_stays() -> None:
    assert cleaned(b'\xef\xbb\xbf{"text": "a"}', "jsonl")[0] == b'\xef\xbb\xbf{"text": "A"}'


def test_another_encoding_is_kept() -> None:
    line = '{"text": "café", "k": "ö"}'.encode("cp1252")
    assert cleaned(line, "jsonl", encoding="cp1252")[0] == '{"text": "CAFÉ", "k": "ö"}'.encode("cp1252")
    data, _, said = cleaned('{"text": "ÿ", "k": "ö"}'.encode("latin-1"), "jsonl", encoding="latin-1")
    assert data == '{"text": "ÿ", "k": "ö"}'.encode("latin-1")
    assert said == ["line 1: iso8859-1 has no 'Ÿ', left as it is"]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(ASIS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@cases(500)
@given(st.lists(st.dictionaries(st.sampled_from(["text", "a", "b"]), JSON), max_size=5), st.booleans())
def test_other_fields_mean_what_they_meant(rows: list[dict[str, Any]], ascii_only: bool) -> None:
    lines = [json.dumps(row, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass") for row in rows]
    data, counts, _ = cleaned(b"\n".join(lines), "jsonl")
    for line, new, row in zip(lines, data.split(b"\n") if rows else [], rows, strict=True):
        text = row.get("text")
        wanted = text.upper() if isinstance(text, str) and text != ASIS else text
        if new != line:
            assert repr(json.loads(new)) == repr({**row, "text": wanted})
        else:
            assert repr(text) == repr(wanted) or not line.isascii()  # NaN is not NaN
    assert counts.records == len(rows)
    assert cleaned(data, "jsonl")[0] == data


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_field_named_twice_is_written_once(kind: str) -> None:
    data = b'{"id": 1, "text": "fair"}\n' if kind == "jsonl" else b"id,text\n1,fair\n"
    assert cleaned(data, kind, fields=("text", "text"))[0] == data.replace(b"fair", b"FAIR")
