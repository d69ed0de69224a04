"""Arrow in, Arrow out: one pure function that every engine with Arrow batches can call.

    >>> import pyarrow as pa
    >>> clean_batch(pa.table({"id": [7], "text": ["The cafÃ© wasnâ€™t open."]})).to_pylist()
    [{'id': 7, 'text': "The café wasn't open."}]

Nothing but the text changes: columns keep their order, types, metadata and nulls, `large_string` stays
`large_string`, a dictionary stays a dictionary with its index type, bytes stay bytes (UTF-8 afterwards). An
engine that was told the schema before (Spark, Dask) finds exactly that schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textclean.errors import InputError, OptionError
from textclean.files.containers.records import once
from textclean.files.wrong import HTML_RECORD, is_html
from textclean.pipeline import Cleaner, Result
from textclean.reports.summary import recoded
from textclean.settings import Options, keywords_of

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("changed", "words_removed", "encoding", "warnings", "edits", "error")
"""Columns that `clean_batch` can add, each named after its field: `text_edits`."""


class Failure(NamedTuple):
    """A value that could not be cleaned, and why; it stays as it was."""

    error: str


class Page(NamedTuple):
    """A value that is HTML, not a text; it stays as it was."""


Outcome = Result | Failure | Page | None
"""What became of one value; None for a null."""
Attempt = Callable[[int, Any], Outcome]
"""Cleans the value of a row."""


def clean_batch(
    batch: pa.RecordBatch | pa.Table,
    cleaner: Cleaner | None = None,
    *,
    fields: Sequence[str] = ("text",),
    add: Iterable[str] = (),
) -> pa.RecordBatch | pa.Table:
    """The same rows with their texts cleaned: a table for a table, a record batch for a record batch.

    `fields` are columns, or places inside structs as `page.text`. `add` asks for columns of COLUMNS behind
    the others. A value that cannot be cleaned raises, unless `add` asks for `error`: then it stays as it is
    and its error says why. A field that is not there, or holds no text, is an OptionError.
    """
    import pyarrow as pa

    if not isinstance(batch, pa.Table | pa.RecordBatch):
        raise InputError(f"clean_batch: takes a table or a record batch of Arrow, not {type(batch).__name__}")
    wanted = _wanted(add)
    attempt = _attempt(cleaner, keep="error" in wanted)
    if isinstance(batch, pa.Table):
        parts = [clean_rows(part, attempt, fields, wanted)[0] for part in batch.to_batches()]
        schema = (
            parts[0].schema
            if parts
            else clean_batch(_empty(batch.schema), cleaner, fields=fields, add=wanted).schema
        )
        return pa.Table.from_batches(parts, schema)
    return clean_rows(batch, attempt, fields, wanted)[0]


def clean_array(
    array: pa.Array | pa.ChunkedArray, cleaner: Cleaner | None = None
) -> pa.Array | pa.ChunkedArray:
    """One column cleaned, for engines whose functions take columns: DuckDB's Arrow functions."""
    import pyarrow as pa

    if not isinstance(array, pa.Array | pa.ChunkedArray):
        raise InputError(f"clean_array: takes an array of Arrow, not {type(array).__name__}")
    if isinstance(array, pa.ChunkedArray):
        return pa.chunked_array([clean_array(part, cleaner) for part in array.chunks], array.type)
    values = array.to_pylist()
    return _rebuilt(array, values, outcomes(array, values, _attempt(cleaner, keep=False), "the column"))


def cleaned_schema(
    schema: pa.Schema, *, fields: Sequence[str] = ("text",), add: Iterable[str] = ()
) -> pa.Schema:
    """The schema that `clean_batch` gives, for engines that ask before there is a batch."""
    return clean_batch(_empty(schema), fields=fields, add=add).schema


@lru_cache(maxsize=8)
def in_this_process(options: Options) -> Cleaner:
    """One cleaner for equal options, however often an engine unpickles its own copy."""
    return Cleaner(**keywords_of(options))


def outcomes(array: pa.Array, values: Sequence[Any], attempt: Attempt, name: str) -> list[Outcome]:
    """What becomes of each value of a column; equal values of a dictionary are cleaned once."""
    import pyarrow.types as types

    kind = array.type.value_type if types.is_dictionary(array.type) else array.type
    if not (types.is_null(kind) or _is_text(kind) or _is_bytes(kind)):
        raise OptionError(f"{name}: holds {array.type}, not text; name a field of strings or bytes")
    if kind is array.type:
        return [None if value is None else attempt(row, value) for row, value in enumerate(values)]
    known: dict[Any, Outcome] = {None: None}
    for row, value in enumerate(values):
        if value not in known:
            known[value] = attempt(row, value)
    return [known[value] for value in values]


def tried(cleaner: Cleaner, value: str | bytes) -> Result | Failure:
    """Clean one value; whatever it does to the code stays with this value."""
    try:
        return _done(cleaner, value)
    except Exception as error:  # noqa: BLE001 - a million good rows must not wait for one's bug
        return Failure(f"{type(error).__name__}: {error}")


def _done(cleaner: Cleaner, value: str | bytes) -> Result:
    return cleaner.clean(value) if isinstance(value, str) else cleaner.clean_bytes(value)


def unless_html(
    clean: Callable[[str | bytes], Result | Failure], value: str | bytes
) -> Result | Failure | Page:
    """What cleaning makes of a value, unless that is a page of HTML, of which no line is the article yet."""
    if isinstance(value, str) and is_html(value):
        return Page()
    result = clean(value)
    if isinstance(value, bytes) and isinstance(result, Result) and is_html(result.document.text):
        return Page()
    return result


def _attempt(cleaner: Cleaner | None, keep: bool) -> Attempt:
    if not isinstance(cleaner, Cleaner | None):
        raise InputError(f"cleaner: takes a textclean.Cleaner, not {type(cleaner).__name__}")
    own = in_this_process(cleaner.options if cleaner is not None else Options())
    clean = partial(tried if keep else _done, own)
    return lambda row, value: unless_html(clean, value)


def _wanted(add: Iterable[str]) -> tuple[str, ...]:
    if isinstance(add, str):
        raise OptionError(f"add: {add!r} is not a list of names")
    for name in (wanted := tuple(add)):
        if name not in COLUMNS:
            raise OptionError(f"add: {name!r} is no column to add; there are {', '.join(COLUMNS)}")
    return wanted


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)


def clean_rows(
    batch: pa.RecordBatch, attempt: Attempt, fields: Sequence[str], add: Sequence[str] = ()
) -> tuple[pa.RecordBatch, list[list[Outcome]]]:
    """A batch with its fields cleaned, and what became of their values, field by field."""
    import pyarrow as pa

    if isinstance(fields, str):
        raise OptionError(f"fields: {fields!r} is not a list of names")
    columns, schema = list(batch.columns), batch.schema
    all_found = []
    for name in once(fields):
        index, path = _find(schema, name)
        columns[index], found = _clean_inside(columns[index], path, attempt, name)
        all_found.append(found)
        for what in add:
            title = f"{name.replace('.', '_')}_{what}"
            if title in schema.names:
                raise OptionError(
                    f"{title}: the batch has such a column; rename it or do not ask for {what!r}"
                )
            columns.append(_column(what, found))
            schema = schema.append(pa.field(title, columns[-1].type))
    return pa.RecordBatch.from_arrays(columns, schema=schema), all_found


def _find(schema: pa.Schema, name: str) -> tuple[int, list[str]]:
    """The column of a field, and the way from there into its structs."""
    for known in (name, name.partition(".")[0]):
        match schema.get_all_field_indices(known):
            case [index]:
                return index, name[len(known) + 1 :].split(".") if known != name else []
            case [_, *_]:
                raise OptionError(f"{known}: several columns have this name; rename them")
    raise OptionError(f"{name}: no such column; there are {', '.join(schema.names)}")


def values_of(batch: pa.RecordBatch, name: str) -> list[Any]:
    """The values of a column, or of a field inside structs."""
    import pyarrow.compute as pc

    index, path = _find(batch.schema, name)
    column = batch.column(index)
    values: list[Any] = (pc.struct_field(column, path) if path else column).to_pylist()
    return values


def _clean_inside(
    array: pa.Array, path: Sequence[str], attempt: Attempt, name: str
) -> tuple[pa.Array, list[Outcome]]:
    """A column with the field at the end of `path` cleaned, and what became of each row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not path:
        values = array.to_pylist()
        found = outcomes(array, values, attempt, name)
        return _rebuilt(array, values, found), found
    index = array.type.get_field_index(path[0]) if pa.types.is_struct(array.type) else -1
    if index < 0:
        raise OptionError(f"{name}: no field {path[0]!r} in {array.type}")
    children = [array.field(number) for number in range(array.type.num_fields)]
    inside, found = _clean_inside(pc.struct_field(array, index), path[1:], attempt, name)
    children[index] = inside
    kinds = [array.type.field(number) for number in range(array.type.num_fields)]
    return pa.StructArray.from_arrays(children, fields=kinds, mask=array.is_null()), found


def _rebuilt(array: pa.Array, values: Sequence[Any], found: Sequence[Outcome]) -> pa.Array:
    """The column with its cleaned values, of the same type; the very same one where nothing changed."""
    import pyarrow as pa

    stored = [_stored(*pair) for pair in zip(values, found, strict=True)]
    return pa.array(stored, array.type) if stored != list(values) else array


def _stored(value: str | bytes | None, outcome: Outcome) -> str | bytes | None:
    if not isinstance(outcome, Result):
        return value
    return outcome.text if isinstance(value, str) else outcome.text.encode("utf-8", "surrogatepass")


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow.types as types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    import pyarrow.types as types

    return bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind))


def _error(outcome: Outcome) -> str | None:
    if isinstance(outcome, Page):
        return HTML_RECORD
    return outcome.error if isinstance(outcome, Failure) else None


def has_changed(result: Result) -> bool:
    """Whether other characters or, of bytes, other bytes come out."""
    return result.changed or (result.document.encoding != "str" and recoded(result.document) != "")


def _column(what: str, found: Sequence[Outcome]) -> pa.Array:
    """A column about what was done; null where the text is null or could not be cleaned."""
    import pyarrow as pa

    if what == "error":
        said: list[Any] = [_error(each) for each in found]
    else:
        say = _ABOUT[what]
        said = [say(each) if isinstance(each, Result) else None for each in found]
    return pa.array(said, _types()[what])


def _types() -> dict[str, Any]:
    """The types of the columns about what was done."""
    import pyarrow as pa

    notice = [("start", pa.int64()), ("text", pa.string()), ("rule", pa.string()), ("reason", pa.string())]
    edit = [("start", pa.int64()), ("before", pa.string()), ("after", pa.string())]
    edit += [("rules", pa.list_(pa.string())), ("confidence", pa.float64()), ("reason", pa.string())]
    return {
        "changed": pa.bool_(),
        "words_removed": pa.int64(),
        "encoding": pa.string(),
        "warnings": pa.list_(pa.struct(notice)),
        "edits": pa.list_(pa.struct(edit)),
        "error": pa.string(),
    }


def _words_removed(result: Result) -> int:
    from textclean.reports.summary import count

    return sum(count(result)[1].values())


def _rows(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Edits or notices as Arrow takes them: half a surrogate pair, which UTF-8 cannot hold, as `?`."""
    rows = [each._asdict() for each in found]
    return [
        {
            key: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for key, value in row.items()
        }
        for row in rows
    ]


_ABOUT: dict[str, Callable[[Result], Any]] = {
    "changed": has_changed,
    "words_removed": _words_removed,
    "encoding": lambda result: result.document.encoding if result.document.encoding != "str" else None,
    "warnings": lambda result: _rows(result.warnings),
    "edits": lambda result: _rows(result.edits),
}
