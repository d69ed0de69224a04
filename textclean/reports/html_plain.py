"""The HTML report for a browser without JavaScript: every article to be read, its removals folded.

Elements alone do it: `<details>` opens a removal, a title tells the old reading of a mended place. Text is
escaped, and what could hide or turn text is shown as a token.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from textclean.display import safe


def articles(documents: Iterable[dict[str, Any]]) -> str:
    """The documents' articles, one below the other, as elements that need no script."""
    return "\n".join(map(_article, documents))


def line(totals: dict[str, Any]) -> str:
    """The figures of the run in one sentence, as text for an element."""
    encodings = ", ".join(f"{name} {number}" for name, number in totals["encodings"].items())
    files = f"{totals['files']:,} file{'' if totals['files'] == 1 else 's'}"
    changed = f"{totals['changed']:,} changed, {totals['failed']:,} failed"
    if left := sum(totals["broken"].values()):
        changed += f", {left:,} record{'' if left == 1 else 's'} left as before"
    return _text(f"{files}, {changed}. Encodings: {encodings or 'none'}.")


def _article(document: dict[str, Any]) -> str:
    facts = document["error"] or f"Read as {document['encoding']} ({document['evidence']})."
    parts = "".join(
        _text(part) if isinstance(part, str) else _change(part, document["rules"])
        for part in document["parts"]
    )
    notices = "".join(map(_notice, document["warnings"]))
    return (
        f"<article><h2>{_text(document['name'])}</h2><p>{_text(facts)}</p>"
        f'<div class="text">{parts}</div><ul>{notices}</ul></article>'
    )


def _notice(notice: dict[str, Any]) -> str:
    return f"<li>Line {notice['line']}: {_text(notice['text'])} – {_text(notice['reason'])}</li>"


def _change(change: dict[str, Any], rules: dict[str, dict[str, str]]) -> str:
    why = "; ".join(dict.fromkeys(rules[rule]["title"] for rule in change["rules"]))
    why += f" – {change['reason']}" if change["reason"] else ""
    sure = f"{change['confidence']:.0%} sure"
    if change["after"]:
        was = f"was “{change['before']}”: {why}, {sure}"
        return f'<ins title="{_text(was)}">{_text(change["after"])}</ins>'
    kind = rules[change["rules"][0]]["category"]
    summary = _text(f"Removed ({kind}): {why}, {sure}")
    return f"<details><summary>{summary}</summary><div>{_text(change['before'])}</div></details>"


def _text(text: str) -> str:
    return escape(safe(text.replace("\r\n", "\n"), allow="\n\t"))
