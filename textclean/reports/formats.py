"""Report formats: which there are, and how each goes from results to files.

A report is made in two steps, so that worker processes do the work and big batches need little memory: each
input becomes one text, its record, and at the end the records of all inputs become files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from textclean.errors import OptionError
from textclean.pipeline import Result
from textclean.reports.places import Within
from textclean.reports.summary import Summary

Record = Callable[[Result, str, tuple[str, ...]], str]
"""A result, the input's name and the user's rule files to the input's record."""
OfRecord = Callable[[Result, str, tuple[str, ...], Within], str]
"""The same for a text that is one of many in the input, which stands at a place within it."""
Failure = Callable[[str, str], str]
"""The name of an input that failed and what happened, to its record; empty for none."""
Left = Callable[[str, str, Within, bool], str]
"""An input's name, why one of its records stays as it was, where that is, and whether this is a failure."""
Assemble = Callable[[Sequence[str], Summary, str], Iterator[tuple[str, bytes]]]
"""Records, the run's figures and the path asked for, to the files to write."""


class Format(NamedTuple):
    """One way to write a report."""

    record: Record
    failure: Failure
    assemble: Assemble
    of_record: OfRecord | None = None
    """None where such a text is an input like others, named `corpus.jsonl:17`."""
    left: Left | None = None
    """None where records that stay as they were are figures alone."""


def format_for(path: str, name: str | None = None) -> str:
    """The format's name: the one asked for, else by the path's suffix; `-` is for people.

    Raises OptionError, naming the formats, for a suffix that belongs to none.
    """
    if name is not None:
        return name
    if path == "-":
        return "terminal"
    suffix = path.rpartition(".")[2].lower()
    suffix = {"patch": "diff", "htm": "html"}.get(suffix, suffix)
    if suffix in ("json", "jsonl", "html", "sarif", "diff"):
        return suffix
    raise OptionError(
        f"--report: {path!r} tells no format; end it in .json, .jsonl, .html, .sarif, .diff or give --format"
    )


def load(name: str) -> Format:
    """The functions of a format; its module is imported only now."""
    return {
        "json": _json,
        "jsonl": _jsonl,
        "html": _html,
        "sarif": _sarif,
        "github": _github,
        "diff": _diff,
        "terminal": _terminal,
        "explain": _explain,
    }[name]()


NAMES = ("terminal", "explain", "json", "jsonl", "html", "sarif", "github", "diff")


def _json() -> Format:
    return _object_lines(_json_file)


def _jsonl() -> Format:
    return _object_lines(_jsonl_file)


def _object_lines(assemble: Assemble) -> Format:
    from textclean.reports.json_lines import dumps, failure, report

    return Format(
        lambda result, name, rules: dumps(report(result, name, rules)),
        lambda name, error: dumps(failure(name, error)),
        assemble,
        lambda result, name, rules, within: dumps(
            {**report(result, name, rules), "record": within.as_json()}
        ),
        lambda name, why, within, fails: dumps({**failure(name, why), "record": within.as_json()}),
    )


def _json_file(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """One object for one input; for several, or one that holds records, `files` and the run's `summary`."""
    import json

    if len(records) == 1 and "record" not in json.loads(records[0]):
        yield path, (records[0] + "\n").encode()
        return
    head = f'{{\n"version": 1,\n"summary": {json.dumps(summary.as_json())},\n"files": [\n'
    yield path, (head + ",\n".join(records) + "\n]\n}\n").encode()


def _jsonl_file(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """One object a line for each input, and a last line with the run's summary."""
    import json

    last = json.dumps({"version": 1, "summary": summary.as_json()})
    yield path, "".join(f"{record}\n" for record in (*records, last)).encode()


def _html() -> Format:
    import json

    from textclean.reports import html

    def record(result: Result, name: str, rule_files: tuple[str, ...]) -> str:
        return json.dumps(html.document_data(result, name, rule_files))

    def failure(name: str, error: str) -> str:
        return json.dumps(html.failed_data(name, error))

    def assemble(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
        for page_path, page in html.pages(map(json.loads, records), summary, path):
            yield page_path, page.encode()

    return Format(record, failure, assemble)


def _sarif() -> Format:
    from textclean.reports import sarif

    return Format(sarif.record, sarif.failure, sarif.assemble, sarif.record, sarif.left)


def _joined(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    yield path, "".join(records).encode("utf-8", "surrogateescape")


def _diff() -> Format:
    from textclean.reports.unified import unified

    def record(result: Result, name: str, rule_files: tuple[str, ...]) -> str:
        return unified(result, name, None, rule_files).decode("utf-8", "surrogateescape")

    return Format(record, lambda name, error: "", _joined)


def _github() -> Format:
    from textclean.reports import github

    return Format(github.record, github.failure, github.assemble, github.record, github.left)


def _terminal() -> Format:
    from textclean.reports import terminal

    return Format(terminal.record, terminal.failure, terminal.assemble)


def _explain() -> Format:
    from textclean.reports import explain

    return Format(explain.record, explain.failure, explain.assemble)
