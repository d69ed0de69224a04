"""Files that hold an article, but are no text yet: said so, with what to do, instead of being mangled.

<!DOCTYPE html><html>…   its markup would be cleaned as if it were words
"""

from __future__ import annotations

import re

from textclean.patterns import compile_pattern

HTML = (
    "HTML, not text: extract the article first, such as with `trafilatura < page.html | textclean fix`; "
    "--type text cleans it as it is"
)
HTML_RECORD = "HTML, not text; extract the article first"
JSON_SHARD = "JSON, not text: make it one object a line (`jq -c '.[]'`)"
JSON = f"{JSON_SHARD} and clean that with --type jsonl; --type text cleans it as it is"
MARKED = (
    "a copy that --mark made for reading, its marks are no part of the article: clean the original; "
    "--type text cleans it as it is"
)
_LOOK = 1 << 14
_PAGE = compile_pattern(
    r"[\s\ufeff]*(?><\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*){0,3}"
    r"<(?:!doctype\s+html|html|head|body)\b[^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = compile_pattern(
    r"[\s\ufeff]*<(?:div|p|article|section|main|header|footer|nav|table|ul|ol|h[1-6]|span|a|script|style|meta"
    r"|link|title)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_TAG = compile_pattern(r"</?[a-z][a-z0-9]{0,10}(?:\s[^<>]{0,2000})?/?>", re.IGNORECASE)
_MARKED = compile_pattern(
    r"(?m)^\[-(?:[\w-]+\.){2,9}[\w-]+(?:, [\w.-]+)* \d{1,3}%\r?\n(?:.*\n){1,500}?-\]\r?$"
)
_TAGS, _SHARE = 12, 0.15


def is_html(text: str) -> bool:
    """Whether a text is a page of HTML, or a piece of one.

    A page opens as one. A piece opens with a tag and is tags for a good part; an article that shows `<div>`
    once or a README that begins with a centred picture is neither.
    """
    if "<" not in text[:4096]:
        return False
    if _PAGE.match(text[:_LOOK]):
        return True
    if not _PIECE.match(text[:_LOOK]):
        return False
    start = text[:_LOOK]
    tags = _TAG.findall(start)
    return len(tags) >= _TAGS and sum(map(len, tags)) > _SHARE * len(start)


def is_marked(text: str) -> bool:
    """Whether a text is what `--mark` wrote: a block between marks that name its rules."""
    return "[-" in text and "-]" in text and _MARKED.search(text) is not None


def is_json(path: str) -> bool:
    """Whether a file's name says that it is one JSON value."""
    return path.lower().endswith((".json", ".geojson"))
