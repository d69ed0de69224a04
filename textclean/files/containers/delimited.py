"""CSV and TSV: columns named in the first line, of which only the wanted cells are written anew.

A reader that parses a row and writes it back changes its quoting and its line ends. Here the place of each
cell is found and just those that changed are replaced. The cell's quoting is kept where the new text bears
it. Which of `, ; TAB |` parts the columns is what makes the first line name the wanted ones, or what a line
above it says in Excel's way: `sep=;`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO, NamedTuple

from textclean.display import counted
from textclean.errors import ContainerError
from textclean.files.containers.lines import BOM, Lines
from textclean.files.containers.proof import misread
from textclean.files.containers.records import Broken, Record, Text, UnwritableError, host_of

_SPARE = 16 << 20
"""Bytes that are read a second time at most, where a quotation mark that is never closed swallowed rows."""

_SEPARATOR = re.compile(rb'(?:\xef\xbb\xbf)?"?sep=([^"\r\n])"?\r?\n?')
_QUOTED = re.compile(rb'"[^"]*"')
_LONE_CR = (
    "its lines end in CR alone, which ends no row here as in many readers of CSV; "
    "give it other line ends (`tr '\\r' '\\n' < old.csv > new.csv`)"
)


class _Row(NamedTuple):
    """A row as bytes, and where its cells stand."""

    raw: bytes
    cells: list[tuple[int, int]]
    whole: bool
    """Whether all its quotation marks are closed."""
    lines: list[bytes]
    """The lines that it took, the first one apart."""


@dataclass(slots=True)
class _Table:
    """What the first line says."""

    columns: int
    wanted: dict[str, int]
    url: int | None
    delimiter: bytes
    codec: str
    literal: bool
    """Whether a quotation mark that does not enclose its cell is a character like others, as in most TSV."""
    bare: bool = False
    """Whether such a mark was seen at a cell's beginning: then no cell is quoted for having one there."""


def read_delimited(
    source: BinaryIO, fields: Sequence[str], url_field: str | None, codec: str, format: str
) -> Iterator[Record]:
    """The rows of a file as records; raises ContainerError where the first line lacks a column."""
    lines = Lines(source)
    first = lines.read()
    while first and not first.strip():
        yield Record(first, counts=False)
        first = lines.read()
    if not first:
        return
    delimiters: tuple[bytes, ...] = (b"\t",) if format == "tsv" else (b",", b";", b"\t", b"|")
    if told := _SEPARATOR.fullmatch(first):
        yield Record(first, counts=False)
        delimiters, first = (told[1],), lines.read()
        if not first:
            return
    table, heading = _heading(first, lines, fields, url_field, codec, format, delimiters)
    yield Record(heading.raw, counts=False)
    yield from _rows(lines, table)


def _rows(lines: Lines, table: _Table) -> Iterator[Record]:
    number = spare = done = 0
    while first := lines.read():
        if not first.strip(b"\r\n"):
            yield Record(first, counts=False)
            continue
        number += 1
        line = lines.number
        if lines.is_cut(first):
            yield from lines.rest(first, number)
            continue
        row = _scan(first, lines, table.delimiter, table.literal)
        wrong = _wrong(row, table)
        again = len(row.raw) - len(first)
        if wrong and row.lines and spare + again <= _SPARE + done:
            spare += again
            lines.back(row.lines)
            row = row._replace(raw=first)
        done += len(row.raw)
        if wrong:
            yield Record(row.raw, broken=Broken(number, line, wrong))
        else:
            yield _record(row, table, number, line)


def _wrong(row: _Row, table: _Table) -> str:
    """Why a row is no record; empty if it is one."""
    if not row.whole:
        return "a quotation mark is opened and not closed"
    if len(row.cells) != table.columns:
        return f"{counted(len(row.cells), 'column')} instead of {table.columns}"
    return ""


def _record(row: _Row, table: _Table, number: int, line: int) -> Record:
    texts = []
    url = _cell(row, table.url, table) if table.url is not None else None
    for name, index in table.wanted.items():
        text = _cell(row, index, table)
        start = row.cells[index][0]
        table.bare |= row.raw[start : start + 1] == b'"' and not _is_quoted(row.raw[slice(*row.cells[index])])
        if text is None:
            return Record(row.raw, broken=Broken(number, line, _unreadable(row, index, name, table)))
        texts.append(Text(text, name, number, line, host_of(url)))
    return Record(row.raw, tuple(texts), partial(_render, row, table, tuple(texts)))


def _cell(row: _Row, index: int, table: _Table) -> str | None:
    """A cell's text; None where it cannot be told."""
    start, end = row.cells[index]
    data = row.raw[start:end]
    if _is_quoted(data):
        data = data[1:-1].replace(b'""', b'"')
    elif data.startswith(b'"') and not table.literal:
        return None
    try:
        text = data.decode(table.codec)
    except UnicodeError:
        return None
    return text if table.codec == "utf-8" or _encoded(text, table.codec) == data else None


def _unreadable(row: _Row, index: int, name: str, table: _Table) -> str:
    """Why the text of a cell cannot be told."""
    cell = row.raw[slice(*row.cells[index])]
    if cell.startswith(b'"') and not table.literal and not _is_quoted(cell):
        return f"the quotation marks of column {name!r} do not pair"
    return f"column {name!r} is not {table.codec.upper()}"


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeError:
        return None


def _is_quoted(cell: bytes) -> bool:
    """Whether a cell is enclosed in quotation marks, those inside doubled."""
    inner = cell[1:-1]
    return len(cell) > 1 and cell[:1] == cell[-1:] == b'"' and b'"' not in inner.replace(b'""', b"")


def _render(row: _Row, table: _Table, old: Sequence[Text], texts: Sequence[str]) -> bytes:
    """The row with new cells where texts changed."""
    parts = []
    position = 0
    spans = [row.cells[index] for index in table.wanted.values()]
    for (start, end), before, after in sorted(zip(spans, old, texts, strict=True)):
        if before.text == after:
            continue
        data = _encoded(after, table.codec)
        if data is None:
            raise UnwritableError(f"the clean text has characters that {table.codec} lacks, left as it is")
        parts += [row.raw[position:start], _quoted(data, row.raw[start:end], table)]
        position = end
    new = b"".join([*parts, row.raw[position:]])
    _prove(row, table, new, old, texts)
    return new


def _prove(row: _Row, table: _Table, new: bytes, old: Sequence[Text], texts: Sequence[str]) -> None:
    """Raise unless the new bytes are one row with these texts, the other cells byte for byte the old ones."""
    lines = Lines(BytesIO(new), len(new) + 1)
    again = _scan(lines.read(), lines, table.delimiter, table.literal)
    if again.raw != new or _wrong(again, table):
        raise misread(old[0].place)
    wanted = dict(zip(table.wanted.values(), texts, strict=True))
    for index in range(table.columns):
        before, after = (each.raw[slice(*each.cells[index])] for each in (row, again))
        if index not in wanted:
            right = before == after
        elif table.bare and after == _encoded(wanted[index], table.codec):
            right = True  # its quotation marks are its own, as in the cells beside it
        else:
            right = _cell(again, index, table) == wanted[index]
        if not right:
            raise misread(old[0].place)


def _quoted(data: bytes, old: bytes, table: _Table) -> bytes:
    """A cell with quotation marks, if it had them or cannot do without.

    In TSV a mark within a cell stands for itself to all readers, at its beginning to some only.
    """
    special = [table.delimiter, b"\n", b"\r"] + ([] if table.literal else [b'"'])
    opens = data.startswith(b'"') and not (table.literal and table.bare)
    if _is_quoted(old) or opens or any(mark in data for mark in special):
        return b'"' + data.replace(b'"', b'""') + b'"'
    return data


def _heading(
    first: bytes,
    lines: Lines,
    fields: Sequence[str],
    url_field: str | None,
    codec: str,
    format: str,
    delimiters: Sequence[bytes],
) -> tuple[_Table, _Row]:
    """Read the columns' names; the delimiter is the first that gives all that are wanted."""
    bare = first.removeprefix(BOM)
    if b"\r" in _QUOTED.sub(b"", bare).rstrip(b"\r\n"):
        raise ContainerError(_LONE_CR)
    wanted = [*fields, *([url_field] if url_field else [])]
    names: list[str] = []
    for delimiter in delimiters:
        row = _scan(bare, lines, delimiter, False)
        found = [_name(row.raw[start:end], codec) for start, end in row.cells]
        if row.whole and all(found.count(name) == 1 for name in wanted):
            table = _Table(
                len(found),
                {name: found.index(name) for name in fields},
                found.index(url_field) if url_field else None,
                delimiter,
                codec,
                format == "tsv",
            )
            return table, row._replace(raw=first[: len(first) - len(bare)] + row.raw)
        lines.back(row.lines)
        names = found if len(found) > len(names) else names
    missing = next(name for name in wanted if names.count(name) != 1)
    what = "several columns" if missing in names else "no column"
    shown = ", ".join(names)[:200]
    raise ContainerError(f"{what} {missing!r}; there are {shown}; name one with --field")


def _name(cell: bytes, codec: str) -> str:
    data = cell[1:-1].replace(b'""', b'"') if _is_quoted(cell) else cell
    return data.decode(codec, "replace").strip()


def _scan(first: bytes, lines: Lines, delimiter: bytes, literal: bool) -> _Row:
    """Find the cells of the row that begins with the line `first`, and read the lines that belong to it."""
    raw = bytearray(first)
    taken: list[bytes] = []
    cells: list[tuple[int, int]] = []
    start = 0
    while True:
        stop = -1
        if raw[start : start + 1] == b'"':
            before = len(taken)
            closed = _closing(raw, start + 1, lines, taken)
            if closed > 0 and (closed == len(raw) or raw[closed : closed + 1] in (delimiter, b"\n", b"\r")):
                stop = closed
            elif literal:
                extra = taken[before:]
                del taken[before:], raw[len(raw) - sum(map(len, extra)) :]
                lines.back(extra)
            elif closed < 0 or len(taken) > before:
                return _Row(bytes(raw), [*cells, (start, _end(raw))], False, taken)
        if stop < 0:
            stop = _next(raw, start, delimiter)
        cells.append((start, stop))
        if raw[stop : stop + 1] != delimiter:
            return _Row(bytes(raw), cells, True, taken)
        start = stop + 1


def _closing(raw: bytearray, start: int, lines: Lines, taken: list[bytes]) -> int:
    """Just past the quotation mark that closes a cell; -1 if there is none."""
    while True:
        mark = raw.find(b'"', start)
        if mark < 0:
            start = len(raw)
            line = lines.read() if len(raw) < lines.limit else b""
            if not line:
                return -1
            taken.append(line)
            raw += line
        elif raw[mark + 1 : mark + 2] == b'"':
            start = mark + 2
        else:
            return mark + 1


def _next(raw: bytearray, start: int, delimiter: bytes) -> int:
    """Where an unquoted cell ends."""
    mark = raw.find(delimiter, start)
    return mark if mark >= 0 else _end(raw)


def _end(raw: bytearray) -> int:
    """The end of a row without its line end."""
    return len(raw) - (2 if raw.endswith(b"\r\n") else raw.endswith(b"\n"))
