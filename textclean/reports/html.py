"""The HTML report: a desk at which a person reads every article as it was cleaned and has the last word.

The page is self-contained and inert. Its data is JSON in a script element that no browser runs, its own
script and style are allowed by their hashes and nothing else is (`default-src 'none'`), and every text from
outside reaches the page as a text node. A file name such as `<img src=x onerror=alert(1)>` is shown, never
parsed. Without JavaScript the page is the same report to be read, as `html_plain` writes it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import PurePath
from typing import Any

from textclean.catalogue import describe
from textclean.pipeline import Result
from textclean.reports import html_plain
from textclean.reports.places import Places, seen
from textclean.reports.summary import Summary, count, speaking

PAGE_LIMIT = 5_000_000
"""Characters of data that one page holds; a browser stays quick up to about this size."""


def document_data(result: Result, name: str, rule_files: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the page needs of one document: its text in parts, kept ones as strings, changes as objects."""
    text = result.document.text
    places = Places(text)
    parts: list[Any] = []
    described: dict[str, dict[str, str]] = {}
    position = 0
    for edit in result.edits:
        if edit.start > position:
            parts.append(text[position : edit.start])
        rules = speaking(edit)
        for rule in rules:
            found = describe(rule, rule_files)
            described[rule] = {"title": found.title, "category": found.category}
        parts.append(
            {
                "start": edit.start,
                "before": edit.before,
                "after": edit.after,
                "rules": list(rules),
                "confidence": round(edit.confidence, 4),
                "reason": edit.reason,
                **places.of(seen(edit)),
            }
        )
        position = edit.end
    parts.append(text[position:])
    return {
        "name": name,
        "path": name,
        "sha256": hashlib.sha256(result.document.encode()).hexdigest(),
        "text_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "error": "",
        "encoding": result.document.encoding,
        "evidence": result.document.evidence,
        "words": sum(count(result)[1].values()),
        "rules": described,
        "parts": parts,
        "warnings": [
            {"text": notice.text, "reason": notice.reason, **places.of(notice.start)}
            for notice in result.warnings
        ],
    }


def failed_data(name: str, error: str) -> dict[str, Any]:
    """What the page shows of an input that could not be read."""
    return {
        "name": name,
        "path": name,
        "sha256": "",
        "text_sha256": "",
        "error": error,
        "encoding": "",
        "evidence": "",
        "words": 0,
        "rules": {},
        "parts": [""],
        "warnings": [],
    }


def pages(documents: Iterable[dict[str, Any]], summary: Summary, path: str) -> Iterator[tuple[str, str]]:
    """The report as pages, each a path and its HTML: `r.html`, and where it grows too big `r.2.html`, …

    The first page carries the figures of the whole batch and every page links to all others.
    """
    from textclean import __version__

    groups = _groups(documents)
    target = PurePath(path)
    paths = [path] + [str(target.with_suffix(f".{n}{target.suffix}")) for n in range(2, len(groups) + 1)]
    names = [PurePath(page).name for page in paths]
    for number, group in enumerate(groups):
        data = {
            "documents": group,
            "totals": summary.as_json(),
            "pages": names,
            "page": names[number],
            "textclean": __version__,
            "report": hashlib.sha256(json.dumps(group).encode()).hexdigest(),
        }
        yield paths[number], _page(data)


def _groups(documents: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Documents packed in their order into pages under the limit; one that is too long stands in pieces."""
    groups: list[list[dict[str, Any]]] = [[]]
    room = PAGE_LIMIT
    for document in documents:
        for piece in _pieces(document):
            size = _size(piece)
            if size > room and groups[-1]:
                groups.append([])
                room = PAGE_LIMIT
            groups[-1].append(piece)
            room -= size
    return groups


def _pieces(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document, cut between its parts where it is longer than a page."""
    if _size(document) <= PAGE_LIMIT:
        yield document
        return
    pieces: list[list[Any]] = [[]]
    size = 0
    for part in _short_parts(document["parts"]):
        if size + _part_size(part) > PAGE_LIMIT and pieces[-1]:
            pieces.append([])
            size = 0
        pieces[-1].append(part)
        size += _part_size(part)
    for number, parts in enumerate(pieces, 1):
        name = f"{document['name']} ({number})"
        yield {**document, "name": name, "part": number, "of": len(pieces), "parts": parts}


def _short_parts(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, str) and len(part) > PAGE_LIMIT // 2:
            step = PAGE_LIMIT // 2
            yield from (part[start : start + step] for start in range(0, len(part), step))
        else:
            yield part


def _part_size(part: Any) -> int:
    return len(part) if isinstance(part, str) else len(part["before"]) + len(part["after"]) + 150


def _size(document: dict[str, Any]) -> int:
    return 300 + sum(map(_part_size, document["parts"])) + 150 * len(document["warnings"])


SCRIPTS = ("base.js", "overview.js", "article.js", "desk.js", "decisions.js", "page.js")
"""The page's script in parts, in the order in which they build on each other."""


def _page(data: dict[str, Any]) -> str:
    folder = resources.files("textclean") / "data" / "report"
    script = "".join((folder / name).read_text("utf-8") for name in SCRIPTS)
    style = (folder / "page.css").read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    filled = {
        "CSP": policy,
        "CSS": style,
        "JS": script,
        "DATA": _inert(data),
        "SUMMARY": html_plain.line(data["totals"]),
        "PLAIN": html_plain.articles(data["documents"]),
    }
    page = (folder / "page.html").read_text("utf-8")
    return re.sub("@@([A-Z]+)@@", lambda match: filled[match[1]], page)


def _inert(data: dict[str, Any]) -> str:
    """JSON that cannot end its script element, nor hold a character that UTF-8 or a parser would alter."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
