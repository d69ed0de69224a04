"""Arrow batches: texts are cleaned, and nothing else about a batch changes."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean.errors import InputError, OptionError
from textclean.pipeline import Cleaner
from textclean.scale.batch import COLUMNS, clean_array, clean_batch, cleaned_schema

pa = pytest.importorskip("pyarrow")

RAW = "The cafÃ© wasnâ€™t “open”."
CLEAN = 'The café wasn\'t "open".'
PLAIN = "Otters swim."
KINDS = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.uint32(), pa.large_string(), ordered=True),
]


def batch(texts: list[Any], kind: Any = None, **columns: Any) -> Any:
    return pa.RecordBatch.from_pydict({**columns, "text": pa.array(texts, kind or pa.string())})


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_text_column_keeps_its_type_and_its_nulls(kind: Any) -> None:
    clean = clean_batch(batch([None, RAW, PLAIN, "", None, RAW], kind))
    assert clean.schema.field("text").type == kind
    assert clean.column("text").to_pylist() == [None, CLEAN, PLAIN, "", None, CLEAN]
    clean.validate(full=True)


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()], ids=str)
def test_bytes_are_decoded_and_stay_bytes(kind: Any) -> None:
    clean = clean_batch(batch(["Das Café schließt – früh.".encode("cp1252"), None], kind), add=["encoding"])
    assert clean.schema.field("text").type == kind
    assert clean.to_pylist() == [
        {"text": "Das Café schließt – früh.".encode(), "text_encoding": "cp1252"},
        {"text": None, "text_encoding": None},
    ]


def test_other_columns_order_metadata_and_nullability_stay() -> None:
    fields = [
        pa.field("id", pa.int32(), nullable=False, metadata={"k": "v"}),
        pa.field("text", pa.string(), nullable=False, metadata={"from": "crawl"}),
        pa.field("tags", pa.list_(pa.struct([("name", pa.string())]))),
        pa.field("site", pa.dictionary(pa.int16(), pa.string())),
    ]
    schema = pa.schema(fields, metadata={"made": "by hand"})
    rows = [{"id": i, "text": RAW, "tags": [{"name": RAW}, None], "site": RAW} for i in range(3)]
    raw = pa.RecordBatch.from_pylist(rows, schema)
    clean = clean_batch(raw)
    assert clean.schema.equals(schema, check_metadata=True)
    assert clean.to_pylist() == [{**row, "text": CLEAN} for row in rows]


def test_a_field_inside_structs() -> None:
    page = pa.struct(
        [("url", pa.string()), ("body", pa.struct([("text", pa.large_string()), ("n", pa.int8())]))]
    )
    rows = [{"url": RAW, "body": {"text": RAW, "n": 1}}, None, {"url": "u", "body": None}]
    raw = pa.RecordBatch.from_pydict({"page": pa.array(rows, page)}).slice(0)
    clean = clean_batch(raw, fields=["page.body.text"], add=["changed"])
    assert clean.column("page").to_pylist() == [{"url": RAW, "body": {"text": CLEAN, "n": 1}}, *rows[1:]]
    assert clean.column("page_body_text_changed").to_pylist() == [True, None, None]
    assert clean.schema.field("page").type == page
    clean.validate(full=True)


def test_slices_of_structs_and_texts_are_cleaned_where_they_stand() -> None:
    texts = [f"{number} {RAW}" for number in range(9)]
    raw = pa.RecordBatch.from_pydict(
        {"page": pa.array([{"text": text} for text in texts]), "text": pa.array(texts)}
    ).slice(3, 4)
    wanted = [f"{number} {CLEAN}" for number in range(3, 7)]
    clean = clean_batch(raw, fields=["text", "page.text"])
    assert clean.to_pylist() == [{"page": {"text": text}, "text": text} for text in wanted]


def test_a_column_with_a_dot_in_its_name_is_itself() -> None:
    raw = pa.RecordBatch.from_pydict({"page.text": [RAW], "page": [{"text": RAW}]})
    clean = clean_batch(raw, fields=["page.text"])
    assert clean.to_pylist() == [{"page.text": CLEAN, "page": {"text": RAW}}]


def test_a_table_stays_a_table_chunk_by_chunk() -> None:
    raw = pa.concat_tables([pa.table({"text": [RAW, PLAIN]}), pa.table({"text": [None, RAW]})])
    clean = clean_batch(raw)
    assert isinstance(clean, pa.Table)
    assert clean.column("text").to_pylist() == [CLEAN, PLAIN, None, CLEAN]


@pytest.mark.parametrize(
    "empty", [batch([]), pa.table({"text": pa.array([], pa.string())})], ids=["batch", "table"]
)
def test_nothing_in_nothing_out_with_the_same_schema(empty: Any) -> None:
    clean = clean_batch(empty, add=COLUMNS)
    assert type(clean) is type(empty)
    assert clean.num_rows == 0
    assert clean.schema == cleaned_schema(empty.schema, add=COLUMNS)


def test_a_column_of_nulls_stays() -> None:
    raw = pa.RecordBatch.from_pydict({"text": pa.nulls(3)})
    assert clean_batch(raw) == raw


def test_what_needs_no_change_is_not_even_copied() -> None:
    raw = batch([PLAIN, None])
    assert clean_batch(raw).column("text").buffers()[2].address == raw.column("text").buffers()[2].address


def test_columns_about_what_was_done() -> None:
    raw = batch([RAW + "\n\nSign up to our newsletter\n", PLAIN, None])
    first, second, third = clean_batch(raw, add=COLUMNS).to_pylist()
    result = textclean.clean(raw.column("text")[0].as_py())
    assert (first["text"], first["text_changed"], first["text_words_removed"]) == (result.text, True, 5)
    assert first["text_edits"] == [{**e._asdict(), "rules": list(e.rules)} for e in result.edits]
    assert (second["text_changed"], second["text_edits"], second["text_error"]) == (False, [], None)
    assert set(third.values()) == {None}


def test_options_travel_with_the_cleaner() -> None:
    assert clean_batch(batch([RAW]), Cleaner(quotes="keep")).to_pylist() == [
        {"text": "The café wasn’t “open”."}
    ]


def test_a_column_alone() -> None:
    array = pa.chunked_array([[RAW], [], [None, PLAIN]])
    assert clean_array(array).to_pylist() == [CLEAN, None, PLAIN]
    assert clean_array(array.chunk(0)).to_pylist() == [CLEAN]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"fields": ["body"]}, "body: no such column; there are id, text"),
        ({"fields": ["id"]}, "id: holds int64, not text"),
        ({"fields": ["text.inner"]}, "no field 'inner' in string"),
        ({"fields": "text"}, "not a list of names"),
        ({"add": ["diff"]}, "'diff' is no column to add; there are changed"),
        ({"add": "edits"}, "not a list of names"),
    ],
)
def test_what_cannot_be_is_named(arguments: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        clean_batch(batch([RAW], id=[1]), **arguments)


def test_a_column_is_never_added_twice() -> None:
    with pytest.raises(OptionError, match="text_edits: the batch has such a column"):
        clean_batch(batch([RAW], text_edits=[1]), add=["edits"])


def test_two_columns_of_one_name_are_refused() -> None:
    raw = pa.RecordBatch.from_arrays([pa.array([RAW])] * 2, names=["text", "text"])
    with pytest.raises(OptionError, match="several columns"):
        clean_batch(raw)


def test_a_value_that_breaks_the_code_is_named_in_its_row_or_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Cleaner.clean

    def fragile(self: Cleaner, text: str) -> Any:
        if "poison" in text:
            raise RuntimeError("no")
        return whole(self, text)

    monkeypatch.setattr(Cleaner, "clean", fragile)
    raw = batch([RAW, "poison", PLAIN])
    with pytest.raises(RuntimeError):
        clean_batch(raw)
    kept = clean_batch(raw, add=["error"])
    assert kept.column("text").to_pylist() == [CLEAN, "poison", PLAIN]
    assert kept.column("text_error").to_pylist() == [None, "RuntimeError: no", None]


def test_the_function_and_its_cleaner_can_be_sent_to_workers() -> None:
    function, cleaner = pickle.loads(pickle.dumps((clean_batch, Cleaner(quotes="keep"))))
    assert function(batch([RAW]), cleaner).num_rows == 1


TEXTS = st.lists(
    st.none() | st.text() | st.sampled_from([RAW, PLAIN, "don?€™t", "Sign up to our newsletter"])
)


@given(TEXTS, st.sampled_from(KINDS), st.data())
@cases(300)
def test_a_batch_is_its_texts_cleaned_one_by_one(
    texts: list[str | None], kind: Any, data: st.DataObject
) -> None:
    raw = batch(texts, kind, id=list(range(len(texts))))
    start = data.draw(st.integers(0, len(texts)))
    clean = clean_batch(raw.slice(start), add=COLUMNS)
    clean.validate(full=True)
    rows = [(number, text) for number, text in enumerate(texts)][start:]
    assert [(row["id"], row["text"]) for row in clean.to_pylist()] == [
        (number, None if text is None else textclean.clean(text).text) for number, text in rows
    ]


PAGE = "<!DOCTYPE html>\n<html><body><p>It wasnâ€™t late.</p></body></html>\n"


@pytest.mark.parametrize("value", [PAGE, PAGE.encode()])
def test_a_page_of_html_stays_and_is_named(value: str | bytes) -> None:
    table = pa.table({"text": [value, value[:0]]})
    cleaned = clean_batch(table, add=["error", "changed"])
    assert cleaned["text"].to_pylist() == table["text"].to_pylist()
    assert cleaned["text_error"].to_pylist() == ["HTML, not text; extract the article first", None]
    assert cleaned["text_changed"].to_pylist() == [None, False]
    assert clean_batch(table)["text"].to_pylist() == table["text"].to_pylist()


@pytest.mark.parametrize(
    ("data", "changed"),
    [(b"It was late.", False), (b"In the caf\xe9.", True), ("Déjà vu au caf".encode() + b"\xc3", True)],
)
def test_bytes_that_come_out_as_others_have_changed(data: bytes, changed: bool) -> None:
    cleaned = clean_batch(pa.table({"text": [data]}), add=["changed", "warnings"])
    assert cleaned["text_changed"].to_pylist() == [changed]
    assert (cleaned["text"].to_pylist() != [data]) is changed
    assert len(cleaned["text_warnings"].to_pylist()[0]) == (data[-1:] == b"\xc3")


def test_what_arrow_does_not_know_is_refused() -> None:
    with pytest.raises(InputError, match="not dict"):
        clean_batch({"text": ["a"]})
    with pytest.raises(InputError, match="not list"):
        clean_array(["a"])
    with pytest.raises(InputError, match="not str"):
        clean_batch(pa.table({"text": ["a"]}), "x")  # type: ignore[arg-type]
