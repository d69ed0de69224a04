"""Places where escapes are right: addresses, code, JSON, markup."""

from __future__ import annotations

import re

from textclean.patterns import compile_pattern

SPANS = compile_pattern(
    r"""\b(?:https?|ftp|file|data|mailto):\S+
    |\bwww\.\S+
    |[\w.+-]{1,64}@[\w-]{1,64}\.\S+
    |`[^`\n]+`
    |<[A-Za-z/!?][^<>\n]{0,400}>""",
    re.VERBOSE,
)
FENCE = compile_pattern(r"^[ \t]{0,3}(```|~~~).*?^[ \t]{0,3}\1", re.MULTILINE | re.DOTALL)
JSON = compile_pattern(r'^\s*[\[{]+\s*["\]}]|"\s*:\s*(?:["\[{\d]|true|false|null)')
STATEMENT = compile_pattern(
    r"^\s*(?:def|var|let|const|import|from|return|function|class|public|private|static|if\s*\(|for\s*\("
    r"|while\s*\(|#include|#define|SELECT|INSERT|UPDATE|printf|print|echo|git|curl|grep|sed|\$|>>>)"
)
SIGNS = (
    compile_pattern(r"[{}]"),
    compile_pattern(
        r"(?<!&\w\w)(?<!\w\w\w)\)\s*;|\w\[\w*\]|(?:^|\s)(?:return|int|char|void|null|None|self)\b.*;"
    ),
    compile_pattern(r"&&|\|\||[=!]=|=>|->|::|[-+*/|&]=\s|/\*|\*/|\s//\s|\$\w|<\?|\?>|\)\s*[;{]"),
    compile_pattern(r"\w\s?=\s?[\"'\w\\]"),
    compile_pattern(r"\b\w+\([\"'\w]*[,)]"),
)


def is_code(line: str) -> bool:
    """Whether a line reads as code or JSON: its escapes are its own.

    One sign is not enough: `He paid (in full); she left {sic}` is prose.
    """
    if JSON.search(line):
        return True
    signs = sum(sign.search(line) is not None for sign in SIGNS)
    return signs + 2 * (STATEMENT.match(line) is not None and signs > 0) >= 2


def protected(line: str) -> list[tuple[int, int]]:
    """Spans of `line` that are addresses, inline code or tags."""
    return [match.span() for match in SPANS.finditer(line)]


def fences(text: str) -> list[tuple[int, int]]:
    """Spans of fenced code blocks."""
    if "```" not in text and "~~~" not in text:
        return []
    return [match.span() for match in FENCE.finditer(text)]


def inside(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether `start:end` overlaps one of `spans`."""
    return any(low < end and start < high for low, high in spans)
