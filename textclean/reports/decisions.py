"""Decisions: what a person ticked in an HTML report, and the text that comes of it.

The page saves them as one JSON object that holds all it takes, so that it can be read and mended by hand:

    {"textclean": "0.2.0", "decisions": 1, "files": [
      {"path": "news/a.txt", "sha256": "…", "text_sha256": "…", "encoding": "cp1252",
       "done": [{"start": 8, "before": "Sign up\\n", "after": "", "rules": ["en.newsletter.sign-up"], …}],
       "kept": [{"start": 2, "before": "“", "after": "\\"", "rules": ["quotes.straight"], …}]}]}

`done` are the edits that were left ticked and `kept` those that were not: the original has its way there.
`start` is in code points of the original text. `sha256` is the digest of the file's bytes, as they are when
unpacked, and `text_sha256` that of its text in UTF-8, for a place means something only in the very same text.
A text too long for one page has an object for each, with `part` and `of`. Edits are disjoint, so any choice
of them fits.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from textclean.document import Document
from textclean.edits import Edit, apply
from textclean.errors import DecisionError, EditError
from textclean.pipeline import Result, prove

_NONE = "not decisions that a textclean report saved"
_GIVE = "open the HTML report in a browser, and give what its button “Save decisions” saves"
VERSION = 1
"""Version of the form; one that does not know a key must not guess at it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided for one file."""

    path: str
    sha256: str
    text_sha256: str
    encoding: str
    done: tuple[Edit, ...]
    part: int = 1
    of: int = 1


def parse(data: bytes) -> list[Decided]:
    """The decisions in a saved file; DecisionError where it is none, for half of them would be worse."""
    try:
        whole = json.loads(data)
        if not isinstance(whole, dict) or "decisions" not in whole:
            raise DecisionError(f"{_NONE}, but {_instead(whole)}; {_GIVE}")
        if whole["decisions"] != VERSION:
            raise ValueError(f"decisions of version {whole['decisions']!r}, not {VERSION}")
        return [_decided(entry) for entry in whole["files"]]
    except json.JSONDecodeError as error:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise DecisionError(f"{_NONE}, but the HTML itself; {_GIVE}") from None
        raise DecisionError(f"{_NONE}: no JSON: {error}") from None
    except KeyError as error:
        raise DecisionError(f"{_NONE}: {error} is missing") from None
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DecisionError(f"{_NONE}: {error}") from None


def _instead(whole: Any) -> str:
    """What JSON is that holds no decisions."""
    is_report = isinstance(whole, dict) and bool({"edits", "files"} & whole.keys())
    return "a JSON report, in which nothing can be decided" if is_report else "other JSON"


def _decided(entry: dict[str, Any]) -> Decided:
    path, sha256, text_sha256, encoding = (
        entry[key] for key in ("path", "sha256", "text_sha256", "encoding")
    )
    part, of = (entry.get(key, 1) for key in ("part", "of"))
    words = (path, sha256, text_sha256, encoding)
    if not all(isinstance(word, str) for word in words) or type(part) is not int or type(of) is not int:
        raise ValueError("a file's path, digests and encoding are text, its parts whole numbers")
    if b"\0" in os.fsencode(path):
        raise ValueError("a file's path holds no NUL")
    done, _ = (tuple(map(_edit, entry[key])) for key in ("done", "kept"))
    return Decided(path, sha256, text_sha256, encoding, done, part, of)


def _edit(found: dict[str, Any]) -> Edit:
    start, before, after = found["start"], found["before"], found["after"]
    if type(start) is not int or start < 0 or not isinstance(before, str) or not isinstance(after, str):
        raise ValueError("an edit is a start from 0, a before and an after")
    rules = tuple(map(str, found.get("rules", ())))
    return Edit(start, before, after, rules, float(found.get("confidence", 1)), str(found.get("reason", "")))


def whole(decided: Iterable[Decided]) -> Iterator[Decided | tuple[str, str]]:
    """One object for each file, in order of their paths; a path and what is wrong where they are not one."""
    for path, group in groupby(sorted(decided, key=lambda one: (one.path, one.part)), lambda one: one.path):
        pieces = list(group)
        first = pieces[0]
        if len({(one.sha256, one.text_sha256, one.encoding, one.of) for one in pieces}) > 1:
            yield path, "decided in two reports that differ; apply one of them"
        elif len({one.part for one in pieces}) < len(pieces):
            yield path, "decided twice; apply one of the decisions"
        elif [one.part for one in pieces] != list(range(1, first.of + 1)):
            yield (
                path,
                f"only {len(pieces)} of {first.of} parts are decided; name the other pages' decisions too",
            )
        else:
            edits = tuple(edit for one in pieces for edit in one.done)
            yield Decided(path, first.sha256, first.text_sha256, first.encoding, edits)


def carry_out(data: bytes, decided: Decided) -> Result:
    """The text as it was decided, proven like every result; DecisionError where the bytes differ."""
    if hashlib.sha256(data).hexdigest() != decided.sha256:
        raise DecisionError("changed since the report, left as it is; make a new report, or `textclean undo`")
    document = _read(data, decided)
    edits = tuple(sorted(decided.done, key=lambda edit: edit.start))
    try:
        text = apply(document.text, edits)
    except EditError as error:
        raise DecisionError(f"the decisions do not fit the text: {error}") from None
    prove(document.text, edits, text)
    return Result(document, text, edits)


def _read(data: bytes, decided: Decided) -> Document:
    """The document as the report read it."""
    from textclean.repair.decode import decode

    for encoding in (None, decided.encoding):
        document = decode(data, encoding)
        text = document.text.encode("utf-8", "surrogatepass")
        if hashlib.sha256(text).hexdigest() == decided.text_sha256:
            return document
    raise DecisionError("read in another way than by the report; make a new one with this textclean")
