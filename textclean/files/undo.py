"""Give back the original bytes of a clean file, from the edits that were made."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from typing import Any

from textclean.document import Document, Patch
from textclean.edits import Edit, apply, invert
from textclean.pipeline import Result


def recipe(result: Result, data: bytes, clean: bytes) -> str:
    """What takes `clean` back to `data`, as one JSON object without line breaks.

    It holds what was changed, not the file: a few hundred bytes for most articles. Bytes that a document does
    not give back, which would be a bug, are kept as they are, for an undo must not depend on its absence.
    """
    document = result.document
    made: dict[str, Any] = {"before": digest(data), "after": digest(clean)}
    if document.encode() == data:
        made["encoding"], made["bom"] = document.encoding, document.bom.hex()
        made["patches"] = [[patch.start, patch.end, patch.data.hex()] for patch in document.patches]
        made["edits"] = [[edit.start, edit.before, edit.after, list(edit.rules)] for edit in result.edits]
    else:
        made["original"] = b64encode(data).decode()
    return json.dumps(made)


def original(made: dict[str, Any], clean: bytes) -> bytes:
    """The bytes that `clean` was made from; ValueError if the recipe does not lead there."""
    if "original" in made:
        data = b64decode(made["original"])
    else:
        edits = [Edit(start, before, after) for start, before, after, _ in made["edits"]]
        text = apply(clean.decode("utf-8", "surrogatepass"), invert(edits))
        patches = tuple(Patch(start, end, bytes.fromhex(data)) for start, end, data in made["patches"])
        data = Document(text, made["encoding"], bom=bytes.fromhex(made["bom"]), patches=patches).encode()
    if digest(data) != made["before"]:
        raise ValueError("the journal does not lead back to the original")
    return data


def kept(copy: str, clean: str, name: str) -> str:
    """The recipe for a file whose original is kept as it was, under a name in the run's folder."""
    return json.dumps({"before": file_digest(copy), "after": file_digest(clean), "kept": name})


def file_digest(path: str) -> str:
    """SHA-256 of a file of any size, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
