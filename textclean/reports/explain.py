"""Every change as one sentence for people: what, where, why, how sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textclean.catalogue import describe
from textclean.display import safe
from textclean.edits import Edit, Notice
from textclean.pipeline import CHOICES, Result
from textclean.reports.places import Places, seen
from textclean.reports.summary import Summary, by_number, speaking

_EXCERPT = 60


def record(result: Result, name: str, rule_files: tuple[str, ...] = ()) -> str:
    """One line for each edit and each warning: `a.txt:3:1: removed ‹Donate now›: …`."""
    places = Places(result.document.text)
    lines = [f"{_where(name, places, seen(edit))}: {sentence(edit, rule_files)}\n" for edit in result.edits]
    for notice in result.warnings:
        text = f"{_told(notice)}: {notice.reason.rstrip('.')} ({notice.rule})."
        lines.append(f"{_where(name, places, notice.start)}: {safe(text)}\n")
    return "".join(lines)


def _told(notice: Notice) -> str:
    """What became of the characters that a notice is about."""
    if not notice.text:
        return "nothing left"
    shown = _quoted(notice.text)
    return f"unsure of {shown}" if notice.rule in CHOICES else f"left {shown} as it is"


def sentence(edit: Edit, rule_files: tuple[str, ...] = ()) -> str:
    """What an edit does, why, and how sure it is, in one sentence without its place."""
    if not edit.after:
        what = f"removed {_quoted(edit.before)}"
    elif not edit.before:
        what = f"added {_quoted(edit.after)}"
    else:
        what = f"changed {_quoted(edit.before)} to {_quoted(edit.after)}"
    reasons = [
        f"{title} ({', '.join(rules)})" for title, rules in by_title(speaking(edit), rule_files).items()
    ]
    reasons += [edit.reason] if edit.reason else []
    return safe(f"{what}: {'; '.join(reasons)}; {edit.confidence:.0%} sure.")


def by_title(rules: Iterable[str], rule_files: tuple[str, ...]) -> dict[str, list[str]]:
    """Rules under their titles: a copyright line is one reason, in however many languages it is one."""
    titles: dict[str, list[str]] = {}
    for rule in rules:
        titles.setdefault(describe(rule, rule_files).title, []).append(rule)
    return titles


def failure(name: str, error: str) -> str:
    """An input that failed is named where the run says so."""
    return ""


def assemble(records: Sequence[str], summary: Summary, path: str) -> Iterator[tuple[str, bytes]]:
    """All sentences, then the figures of the run."""
    yield path, ("".join(records) + f"{figures(summary)}\n").encode()


def figures(summary: Summary) -> str:
    """The run's figures in words: files, changes, words removed, encodings."""
    parts = [summary.line()]
    if summary.words:
        words = ", ".join(f"{name} {number}" for name, number in by_number(summary.words))
        parts.append(f"words removed: {words}")
    if summary.encodings:
        found = ", ".join(f"{name} {number}" for name, number in by_number(summary.encodings))
        parts.append(f"encodings: {found}")
    return "; ".join(parts)


def _where(name: str, places: Places, offset: int) -> str:
    place = places.of(offset)
    return f"{safe(name)}:{place['line']}:{place['column']}"


def _quoted(text: str) -> str:
    text = text.strip("\r\n") or text
    if len(text) <= _EXCERPT:
        return f"‹{text}›"
    return f"‹{' '.join(text[: 4 * _EXCERPT].split())[: _EXCERPT - 1]}…›"
