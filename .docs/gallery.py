"""The gallery: every sample after and before, and why, made by the library whenever the site is built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import textclean
from textclean.catalogue import describe
from textclean.display import counted, safe
from textclean.reports.places import Places, seen
from textclean.reports.summary import by_rule, kind_of, speaking

SAMPLES = Path(__file__).parents[1] / "samples"
INTRODUCTION = """\
# Gallery

What `textclean fix` makes of the articles in `samples/`, invented, and broken as scraped ones are.
*Before* is what came: what went of it is struck out, what was mended is underlined. *Why* has the reason of
each removal, and how often each repair was made.
"""


def page() -> str:
    """The page, as Markdown: a section a sample, in three tabs."""
    sections = (section(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.txt")))
    return "\n".join([INTRODUCTION, *sections])


def section(name: str, data: bytes) -> str:
    """One sample."""
    result = textclean.clean_bytes(data)
    title = result.text.strip().splitlines()[0]
    document = result.document
    went = [edit for edit in result.edits if kind_of(edit) not in ("repair", "quotes")]
    removed, mended = counted(len(went), "block"), counted(len(result.edits) - len(went), "place")
    return "\n".join(
        [
            f"## {_cell(title)} {{ #{name.partition('.')[0]} }}\n",
            f"`samples/{name}`, read as {document.encoding} ({_cell(document.evidence)}): "
            f"{removed} removed, {mended} mended.\n",
            _tab("Before", _text(_marked(result))),
            _tab("After", _text(escape(result.text.strip()))),
            _tab("Why", "\n".join(_reasons(result, went))),
        ]
    )


def _marked(result: textclean.Result) -> str:
    """The original text as HTML, what changed in it marked."""
    text, parts, position = result.document.text, [], 0
    for edit in result.edits:
        parts.append(escape(text[position : edit.start]))
        position = edit.end
        head, ink, tail = edit.before.partition(edit.before.strip() or "\0")
        parts += [head, _mark(edit, ink) if ink else "", tail]
    return "".join([*parts, escape(text[position:])]).strip()


def _mark(edit: textclean.Edit, ink: str) -> str:
    """What an edit takes away or changes, as an element that says why."""
    title = escape("; ".join(describe(rule).title for rule in speaking(edit)))
    return (
        f'<u title="{title}">{escape(ink)}</u>' if edit.after else f'<del title="{title}">{escape(ink)}</del>'
    )


def _reasons(result: textclean.Result, went: list[textclean.Edit]) -> Iterator[str]:
    """A table of the blocks that went, and one of the repairs."""
    places = Places(result.document.text)
    if went:
        yield "| line | removed | because | sure |\n| --: | --- | --- | --: |"
    for edit in went:
        why = dict.fromkeys(describe(rule).title for rule in speaking(edit))
        words = " ".join(edit.before.split())
        excerpt = words if len(words) <= 60 else f"{words[:60].rpartition(' ')[0]} …"
        reasons = "; ".join([*why, *([edit.reason] if edit.reason else [])])
        line = places.of(seen(edit))["line"]
        yield f"| {line} | {_cell(excerpt)} | {_cell(reasons)} | {edit.confidence:.0%} |"
    mended = [edit for edit in result.edits if edit not in went]
    rules = by_rule(replace(result, edits=tuple(mended)))
    if rules:
        yield "\n| times | mended | for example |\n| --: | --- | --- |"
    for rule, times in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        edit = next(edit for edit in mended if rule in edit.rules)
        change = f"{_code(edit.before)} → {_code(edit.after)}"
        yield f"| {times} | {_cell(describe(rule).title)} | {change} |"


def _tab(name: str, content: str) -> str:
    """A tab of PyMdown's, its content indented."""
    indented = "\n".join(f"    {line}" if line else "" for line in content.splitlines())
    return f'=== "{name}"\n\n{indented}\n'


def _text(html: str) -> str:
    """Text to be read, lines as they are; on one line of Markdown, which looks into no line of it."""
    lines = html.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
    return f'<div class="sample">{lines}</div>'


def _code(text: str) -> str:
    """Characters to be looked at, spaces and line ends among them."""
    return f"<code>{escape(safe(text)).replace('|', '&#124;') or '&nbsp;'}</code>"


def _cell(text: str) -> str:
    """Text in a table or a heading: no markup in it."""
    text = escape(safe(text), quote=False)
    for mark in "\\`*_[|":
        text = text.replace(mark, f"\\{mark}")
    return text
