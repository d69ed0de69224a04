"""Reports for programs: one JSON object for each file.

Together with the clean text an object gives back the original: it holds the encoding, the byte order mark,
the bytes that the encoding does not give back by itself, and both sides of every edit.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from typing import Any

from textclean.catalogue import describe
from textclean.edits import Edit, Notice
from textclean.pipeline import Result
from textclean.reports.unified import encode_clean

VERSION = 1
_LINE_END = re.compile(r"\r\n?|\n")


class Places:
    """Lines and columns of offsets; lines end at LF, CR LF or a lone CR, as an editor shows them."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def of(self, offset: int) -> dict[str, int]:
        """The 1-based line and column of an offset."""
        index = bisect_right(self.starts, offset) - 1
        return {"line": index + 1, "column": offset - self.starts[index] + 1}


def report(result: Result, name: str, rule_files: tuple[str, ...] = ()) -> dict[str, Any]:
    """Everything that is known of one file, as JSON values."""
    document = result.document
    places = Places(document.text)
    return {
        "version": VERSION,
        "file": name,
        "encoding": document.encoding,
        "evidence": document.evidence,
        "bom": document.bom.hex(),
        "patches": [
            {"start": patch.start, "end": patch.end, "bytes": patch.data.hex()} for patch in document.patches
        ],
        "sha256": {
            "original": hashlib.sha256(document.encode()).hexdigest(),
            "clean": hashlib.sha256(encode_clean(result)).hexdigest(),
        },
        "changed": result.changed,
        "edits": [_edit(edit, places, rule_files) for edit in result.edits],
        "warnings": [_warning(notice, places, rule_files) for notice in result.warnings],
    }


def dumps(value: dict[str, Any], indent: int | None = None) -> str:
    """JSON in UTF-8 that holds any text: a lone surrogate, which UTF-8 cannot hold, is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    return text


def _edit(edit: Edit, places: Places, rule_files: tuple[str, ...]) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        **places.of(edit.start),
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
