r"""JSON lines: one object a line, of which only the wanted values are written anew.

    {"id": 1.50, "text": "caf\u00c3\u00a9"}  →  {"id": 1.50, "text": "caf\u00e9"}

The line is not parsed and dumped, which would spell numbers, spaces and the order of keys in its own way.
Where the values stand is found, and just those are replaced. A line of pure ASCII stays one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, BinaryIO, NamedTuple

from textclean.files.containers.lines import BOM, Lines
from textclean.files.containers.proof import misread
from textclean.files.containers.records import Broken, Record, Text, UnwritableError, host_of

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(parse_int=len, parse_float=len, parse_constant=len)
"""Numbers are nobody's business here; one of 5,000 digits is no number to Python, but it is one in JSON."""


class _Value(NamedTuple):
    """A value and where it stands in its line."""

    value: Any
    start: int
    end: int


class _KeptError(Exception):
    """Why a line or a field is kept as it is, and of which kind of `records.BROKEN` that is."""


def read_jsonl(
    source: BinaryIO, fields: Sequence[str], url_field: str | None, codec: str
) -> Iterator[Record]:
    """The lines of a file as records; `meta.text` means `text` in the object `meta`."""
    lines = Lines(source)
    number = 0
    while raw := lines.read():
        if not raw.strip() or (lines.number == 1 and raw.strip() == BOM):
            yield Record(raw, counts=False)
            continue
        number += 1
        if lines.is_cut(raw):
            yield from lines.rest(raw, number)
            continue
        try:
            yield _record(raw, fields, url_field, codec, number, lines.number)
        except _KeptError as wrong:
            yield Record(raw, broken=Broken(number, lines.number, *wrong.args))


def _record(
    raw: bytes, fields: Sequence[str], url_field: str | None, codec: str, number: int, line: int
) -> Record:
    text = _decoded(raw, codec)
    wanted = frozenset(fields) | ({url_field} if url_field else frozenset())
    values = _values(text, wanted)
    host = host_of(values[url_field].value) if url_field in values else ""
    there = [name for name in fields if name in values and isinstance(values[name].value, str)]
    wrong = next((_without(name, values) for name in fields if name not in there), None)
    if wrong and not there:
        raise wrong
    texts = tuple(Text(values[name].value, name, number, line, host) for name in there)
    spans = [(values[name].start, values[name].end) for name in there]
    broken = Broken(number, line, *wrong.args) if wrong else None
    return Record(raw, texts, partial(_render, text, codec, spans, texts), broken)


def _without(name: str, values: dict[str, _Value]) -> _KeptError:
    """Why a field holds no text."""
    if name not in values:
        return _KeptError(f"no field {name!r}")
    value = values[name].value
    why = f"field {name!r} is {_kind(value)}, not a string"
    return _KeptError(why, "broken" if value is not None else "null")


def _decoded(raw: bytes, codec: str) -> str:
    try:
        text = raw.decode(codec)
        sound = codec == "utf-8" or text.encode(codec) == raw
    except UnicodeError:
        sound = False
    if not sound:
        raise _KeptError(f"not {codec.upper()}; convert the file, or name its --encoding")
    return text


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")


def _values(line: str, wanted: frozenset[str]) -> dict[str, _Value]:
    """The wanted values of an object; raises _KeptError for what is no JSON object."""
    found: dict[str, _Value] = {}
    start = _skip(line, 1 if line.startswith("\ufeff") else 0)
    if not line.startswith("{", start):
        raise _KeptError("not a JSON object")
    try:
        end = _object(line, start, "", wanted, found)
    except (ValueError, StopIteration, RecursionError, IndexError):
        raise _KeptError("not valid JSON") from None
    if _skip(line, end) != len(line):
        raise _KeptError("more than one JSON value on the line")
    return found


def _object(line: str, start: int, above: str, wanted: frozenset[str], found: dict[str, _Value]) -> int:
    """Walk over the object at `start` and note the wanted values; where it ends."""
    index = _skip(line, start + 1)
    if line[index] == "}":
        return index + 1
    while True:
        if line[index] != '"':
            raise ValueError
        key, index = scanstring(line, index + 1, True)
        index = _skip(line, index)
        if line[index] != ":":
            raise ValueError
        index = _member(line, _skip(line, index + 1), above + key, wanted, found)
        index = _skip(line, index)
        if line[index] == "}":
            return index + 1
        if line[index] != ",":
            raise ValueError
        index = _skip(line, index + 1)


def _member(line: str, start: int, path: str, wanted: frozenset[str], found: dict[str, _Value]) -> int:
    value, end = _DECODER.raw_decode(line, start)
    if path in wanted:
        if path in found:
            raise _KeptError(f"field {path!r} stands there twice")
        found[path] = _Value(value, start, end)
    elif isinstance(value, dict) and any(name.startswith(f"{path}.") for name in wanted):
        _object(line, start, f"{path}.", wanted, found)
    return end


def _skip(line: str, index: int) -> int:
    match = _SPACE.match(line, index)
    return match.end() if match else index


def _render(
    line: str, codec: str, spans: Sequence[tuple[int, int]], old: Sequence[Text], texts: Sequence[str]
) -> bytes:
    """The line with new strings where texts changed."""
    parts = []
    position = 0
    for (start, end), before, after in sorted(zip(spans, old, texts, strict=True)):
        if before.text != after:
            parts += [line[position:start], _spelt(after, line.isascii())]
            position = end
    parts.append(line[position:])
    _prove(line, spans, "".join(parts), old, texts)
    try:
        return "".join(parts).encode(codec)
    except UnicodeEncodeError as error:
        raise UnwritableError(f"{codec} has no {error.object[error.start]!r}, left as it is") from None


def _prove(
    line: str, spans: Sequence[tuple[int, int]], new: str, old: Sequence[Text], texts: Sequence[str]
) -> None:
    """Raise unless the new line holds these texts and around them, sign for sign, what the old one did."""
    try:
        values = _values(new, frozenset(text.field for text in old))
        found = [values[text.field] for text in old]
    except (_KeptError, KeyError):
        raise misread(old[0].place) from None
    around = _around(new, [(value.start, value.end) for value in found])
    if [value.value for value in found] != list(texts) or around != _around(line, spans):
        raise misread(old[0].place)


def _around(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    ends = [0, *(end for span in sorted(spans) for end in span), len(line)]
    return [line[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def _spelt(text: str, ascii_only: bool) -> str:
    """A string as JSON; a lone surrogate, which no encoding can hold, is escaped."""
    spelt = json.dumps(text, ensure_ascii=ascii_only)
    if any("\ud800" <= char <= "\udfff" for char in spelt):
        return json.dumps(text)
    return spelt
