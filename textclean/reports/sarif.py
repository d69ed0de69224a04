"""SARIF 2.1.0: what code hosts and editors read to show findings beside a text.

Each edit is a result of the rule that asked for it, with the change as a fix; each thing seen and left alone
is a result of level `note`. Standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from textclean.catalogue import describe
from textclean.display import safe
from textclean.edits import Edit
from textclean.pipeline import Result
from textclean.reports.explain import sentence
from textclean.reports.json_lines import dumps
from textclean.reports.places import Places, Within, seen, seen_end
from textclean.reports.summary import Summary, speaking

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def record(result: Result, name: str, rule_files: tuple[str, ...] = (), within: Within | None = None) -> str:
    """The file's results and the rules behind them, as one JSON object.

    Those of a record stand at its line and have no fix: where in the file its text goes on is not known here.
    """
    if within:
        results = _results_within(result, name, rule_files, within)
    else:
        places = Places(result.document.text)
        results = [_edit(edit, name, places, rule_files) for edit in result.edits]
        results += [
            _result(
                notice.rule, "note", notice.reason, _location(name, places, notice.start, len(notice.text))
            )
            for notice in result.warnings
        ]
    rules = {rule for edit in result.edits for rule in edit.rules} | {
        notice.rule for notice in result.warnings
    }
    listed = [_rule(rule, rule_files) for rule in sorted(rules)]
    return dumps({"results": results, "rules": listed, "encoding": result.document.encoding})


def failure(name: str, error: str) -> str:
    """What happened to an input that could not be cleaned, as a notification of the tool."""
    return _notification("error", error, {"artifactLocation": {"uri": _uri(name)}})


def left(name: str, why: str, within: Within, fails: bool) -> str:
    """A record that stays as it was, as a notification: an error where that is a failure."""
    return _notification("error" if fails else "note", f"{within.words}: {why}", _place(name, within))


def _notification(level: str, message: str, place: dict[str, Any]) -> str:
    made = {"level": level, "message": {"text": safe(message)}, "locations": [{"physicalLocation": place}]}
    return dumps({"notification": made})


def assemble(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """One SARIF log with one run; the run's figures stand in its property bag."""
    from textclean import __version__

    results: list[Any] = []
    rules: dict[str, Any] = {}
    notifications = []
    for loaded in map(json.loads, records):
        results += loaded.get("results", [])
        rules |= {rule["id"]: rule for rule in loaded.get("rules", [])}
        notifications += [loaded["notification"]] if "notification" in loaded else []
    driver = {"name": "textclean", "version": __version__, "rules": list(rules.values())}
    successful = not any(notification["level"] == "error" for notification in notifications)
    invocation = {"executionSuccessful": successful, "toolExecutionNotifications": notifications}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
        "properties": {"summary": summary.as_json()},
    }
    yield path, (dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n").encode()


def _results_within(
    result: Result, name: str, rule_files: tuple[str, ...], within: Within
) -> list[dict[str, Any]]:
    place, of = _place(name, within), f"{within.words}: "
    return [
        {
            **_result(speaking(edit)[0], "warning", of + sentence(edit, rule_files), place),
            **_certainty(edit),
        }
        for edit in result.edits
    ] + [_result(notice.rule, "note", of + notice.reason, place) for notice in result.warnings]


def _edit(edit: Edit, name: str, places: Places, rule_files: tuple[str, ...]) -> dict[str, Any]:
    location = _location(name, places, seen(edit), seen_end(edit) - seen(edit))
    gone = _location(name, places, edit.start, len(edit.before))
    replacement = {"deletedRegion": gone["region"], "insertedContent": {"text": edit.after}}
    change = {"artifactLocation": location["artifactLocation"], "replacements": [replacement]}
    return {
        **_result(speaking(edit)[0], "warning", sentence(edit, rule_files), location),
        "fixes": [{"artifactChanges": [change]}],
        **_certainty(edit),
    }


def _certainty(edit: Edit) -> dict[str, Any]:
    return {"rank": round(100 * edit.confidence, 2), "properties": {"rules": list(edit.rules)}}


def _result(rule: str, level: str, message: str, location: dict[str, Any]) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": safe(message)},
        "locations": [{"physicalLocation": location}],
    }


def _location(name: str, places: Places, start: int, length: int) -> dict[str, Any]:
    first, last = places.of(start), places.of(start + length)
    return {
        "artifactLocation": {"uri": _uri(name)},
        "region": {
            "startLine": first["line"],
            "startColumn": first["column"],
            "endLine": last["line"],
            "endColumn": last["column"],
            "charOffset": start,
            "charLength": length,
        },
    }


def _place(name: str, within: Within) -> dict[str, Any]:
    """A record's place, without a region where its format has no lines."""
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(name)}}
    return {**place, "region": {"startLine": within.line}} if within.line else place


def _rule(rule: str, rule_files: tuple[str, ...]) -> dict[str, Any]:
    described = describe(rule, rule_files)
    return {
        "id": rule,
        "shortDescription": {"text": described.title},
        "properties": {"category": described.category},
    }


def _uri(name: str) -> str:
    """A file's name as a relative or absolute URI; a byte that is not UTF-8 is percent-encoded too."""
    try:
        data = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair, which no file name holds, but the name of a record
        data = name.encode("utf-8", "surrogatepass")
    return quote(data, safe="/~") or "-"
