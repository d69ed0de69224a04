"""Reports for programs: one JSON object for each file, and one for the run.

Together with the clean text an object gives back the original: it holds the encoding, the byte order mark,
the bytes that the encoding does not give back by itself, and both sides of every edit. The schema is
`textclean/data/report/report.schema.json`; `version` changes when a reader of the old form would be misled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from textclean.catalogue import describe
from textclean.edits import Edit, Notice
from textclean.pipeline import Result
from textclean.reports.places import Places, byte_offsets, line_ends, seen
from textclean.reports.unified import encode_clean

VERSION = 1


def report(result: Result, name: str, rule_files: tuple[str, ...] = ()) -> dict[str, Any]:
    """Everything that is known of one file, as JSON values."""
    document = result.document
    places = Places(document.text)
    original, clean = document.encode(), encode_clean(result)
    return {
        "version": VERSION,
        "file": name,
        "encoding": document.encoding,
        "evidence": document.evidence,
        "bom": document.bom.hex(),
        "line_ends": line_ends(document.text),
        "patches": [
            {"start": patch.start, "end": patch.end, "bytes": patch.data.hex()} for patch in document.patches
        ],
        "bytes": {"original": len(original), "clean": len(clean)},
        "sha256": {
            "original": hashlib.sha256(original).hexdigest(),
            "clean": hashlib.sha256(clean).hexdigest(),
        },
        "changed": original != clean,
        "edits": list(_edits(result, places, len(original), rule_files)),
        "warnings": [_warning(notice, places, rule_files) for notice in result.warnings],
    }


def failure(name: str, error: str) -> dict[str, Any]:
    """The object of an input that could not be cleaned."""
    return {"version": VERSION, "file": name, "error": error}


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON in UTF-8 that holds any text: a lone surrogate, which UTF-8 cannot hold, is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    return text


def _edits(
    result: Result, places: Places, size: int, rule_files: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    edits = result.edits
    in_original = byte_offsets(result.document, chain.from_iterable((e.start, e.end) for e in edits), size)
    in_clean = _clean_ranges(result)
    for number, edit in enumerate(edits):
        both = in_original[2 * number : 2 * number + 2] if in_original is not None else None
        yield _edit(edit, places, both, in_clean[number], rule_files)


def _clean_ranges(result: Result) -> list[tuple[int, int, int, int]]:
    """Where each edit's `after` stands in the clean text: start and end in characters, then in bytes."""
    ranges = []
    text, position, place, shift = result.text, 0, 0, 0
    for edit in result.edits:
        start = edit.start + shift
        place += len(text[position:start].encode("utf-8", "surrogatepass"))
        position = start + len(edit.after)
        size = len(edit.after.encode("utf-8", "surrogatepass"))
        ranges.append((start, position, place, place + size))
        place += size
        shift += len(edit.after) - len(edit.before)
    return ranges


def _edit(
    edit: Edit,
    places: Places,
    in_original: Sequence[int] | None,
    in_clean: tuple[int, int, int, int],
    rule_files: tuple[str, ...],
) -> dict[str, Any]:
    start, end, byte_start, byte_end = in_clean
    return {
        "start": edit.start,
        "end": edit.end,
        "byte_range": in_original,
        "clean_range": [start, end],
        "clean_byte_range": [byte_start, byte_end],
        **places.of(seen(edit)),
        "rules": [_rule(rule, rule_files) for rule in edit.rules],
        "confidence": round(edit.confidence, 4),
        "reason": edit.reason,
        "before": edit.before,
        "after": edit.after,
    }


def _warning(notice: Notice, places: Places, rule_files: tuple[str, ...]) -> dict[str, Any]:
    return {
        "start": notice.start,
        **places.of(notice.start),
        "rule": _rule(notice.rule, rule_files),
        "text": notice.text,
        "reason": notice.reason,
    }


def _rule(rule: str, rule_files: tuple[str, ...]) -> dict[str, str]:
    described = describe(rule, rule_files)
    return {"id": rule, "title": described.title, "category": described.category}
