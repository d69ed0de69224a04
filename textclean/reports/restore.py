"""The way back: from a clean text and its report to the original bytes."""

from __future__ import annotations

import hashlib
from typing import Any

from textclean.document import Document, Patch
from textclean.edits import Edit, apply, invert
from textclean.errors import EditError, RestoreError
from textclean.reports.json_lines import VERSION


def restore(clean: bytes, report: dict[str, Any]) -> bytes:
    """The original bytes of the file that `report`, one file's JSON object, is about.

    Raises RestoreError where `clean` is not the text that was written then, or the report is not whole: a
    guess would be worse than an error.
    """
    if not isinstance(report, dict) or report.get("version") != VERSION:
        raise RestoreError(f"the report is not one of version {VERSION}; make it with this textclean")
    if "error" in report:
        raise RestoreError(f"the report says that this file failed: {report['error']}")
    try:
        original = _original(clean, report)
        wanted = report["sha256"]["original"]
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError, EditError) as error:
        raise RestoreError(f"the report is damaged: {type(error).__name__}: {error}") from None
    if hashlib.sha256(original).hexdigest() != wanted:
        raise RestoreError("the report is damaged: it does not lead back to the original")
    return original


def _original(clean: bytes, report: dict[str, Any]) -> bytes:
    if hashlib.sha256(clean).hexdigest() != report["sha256"]["clean"]:
        raise RestoreError("the clean file was changed since the report; restore needs it as it was written")
    edits = [Edit(edit["start"], edit["before"], edit["after"]) for edit in report["edits"]]
    text = apply(clean.decode("utf-8", "surrogatepass"), invert(edits))
    patches = tuple(
        Patch(patch["start"], patch["end"], bytes.fromhex(patch["bytes"])) for patch in report["patches"]
    )
    return Document(text, report["encoding"], bom=bytes.fromhex(report["bom"]), patches=patches).encode()
