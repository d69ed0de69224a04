"""Protect: the stretches of a text in which a quotation mark is not one.

URLs, code, data, markup, emoticons. A mark there has a meaning for a machine, and changing it breaks what the
text shows. Doubt keeps: better a straight mark too many than a broken command.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_SPANS = (
    # what must be in the text, and the pattern
    ("://", r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,15}://[^\s<>\"“”«»]+"),
    ("www.", r"\bwww\.[^\s<>\"“”«»]+"),
    ("@", r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ("```", r"(?ms)^[ \t]*```[ \t]*[\w+#.{}=-]{0,30}[ \t]*\n.*?^[ \t]*```[ \t]*$"),
    ("~~~", r"(?ms)^[ \t]*~~~[ \t]*[\w+#.{}=-]{0,30}[ \t]*\n.*?^[ \t]*~~~[ \t]*$"),
    (
        "`",
        r"``(?!\s)(?:[^`\n']|'(?!')){1,300}``(?![`\w])"
        r"|(?<![`\w])`[^`\s´'’](?:[^`\n´]{0,300}(?:(?<![^\W_])[.!?,]|[^`\s.!?,]))?`(?![`\w])",
    ),
    ("<", r"</?[A-Za-z][\w:-]{0,30}(?:\s[^<>]{0,2000})?/?>|<!--(?:[^-]|-(?!->)){0,2000}-->"),
    ("{", r"\{[^{}\n]{0,40}[\"'][^{}\n]{0,400}\}"),
    (":'", r"(?<![\w'])[:;=][\"'’][-o^]?[()\[\]DPp](?!\w)"),
    ("('", r"(?<!\w)\('[-_.;:]'\)"),
)
_COMPILED = tuple((needle, re.compile(pattern)) for needle, pattern in _SPANS)
_HEBREW = re.compile("(?<=[\u05d0-\u05ea])[\"'](?=[\u05d0-\u05ea])|(?<=[\u05d0-\u05ea])'(?![\u05d0-\u05ea])")
_CODE_CHAR = re.compile(r"[{}\[\]()=;<>\\|$_#/`,:+*&]")
_SIGNS = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (
            r"^\s*(?:def|class|import|from|return|if|elif|else|for|while|try|except|with|async|await|assert|raise|yield|"
            r"const|let|var|function|export|public|private|protected|static|final|fn|pub|use|mod|impl|struct|enum|match|"
            r"package|func|type|case|switch|#include|#define|namespace|using|echo|print|self|this|lambda|throw|new|"
            r"module|require|go|defer|default|extern|unsafe|where|in|and|or|not|macro_rules)\b",
            1,
        ),
        (r"[;{]\s*$|^\s*[})\]]+[,;)]*\s*$", 2),
        (r"[\w)\]]\(['\"“”‘’)]|['\"]\)[;,:.)\]]|\w\[['\"]|['\"]\]", 2),
        (r"['\"]\s*\]|\[\s*['\"]", 1),
        (r"\w\s?[=!]==?\s?|\s[-+*/|&^%]?=\s|=>|->|::|&&|\|\||:=|\+\+|--\w|<<|>>|\w=['\"]", 2),
        (r"['\"]\s*:\s*(?:['\"\[{]|true|false|null|None|-?\d)", 3),
        (r"\w\(\)|\w\.\w+\(|\b\w+\([^)\s]*\)[;.,:]?$|\w\([^)]*\)\s*\{", 2),
        (r"[a-z]\w*_\w+|\b[a-z]+[A-Z]\w*|__\w+__", 1),
        (r"^\s*(?:\$|>>>|\.\.\.|%|#!)\s?\w|^\s*(?://|/\*|\*/|#\[|#!|///|//!|\* |--\s)", 2),
        (r"\$\{?[A-Za-z_]|\\[nrtux0\"'\\]|%[sdrfq]\b|\{\w*(?::[^}\s]*)?\}", 2),
        (r"<[/A-Za-z!][^>]*>?|/>", 1),
        (r"^\s*[\w.\[\]'\"]+\s*=\s*\S", 2),
        (r"^\s*['\"][\w\s.:/-]*['\"]\s*[:,]\s*", 1),
        (r"['\"],\s*$|^\s*['\"][^'\"]*['\"]\s*[,;:)\]}]*\s*$|,\s*$", 0.5),
        (r"&'\w|<'\w|\[[^\]]*\]\w*\(|&mut\b|&\w+[,)]|\*\w+[,)]", 1.5),
        (r"[rbuf]['\"]|['\"][+]|[+]\s?['\"]", 1),
    )
)
_CSV = re.compile(r'(?:^|,)"(?:[^"\n]|""){0,500}"(?=,|$)')


class Protected:
    """Answers whether an offset of one text is protected."""

    def __init__(self, text: str) -> None:
        self._text = text
        spans = sorted(_spans(text))
        self._starts = [start for start, _ in spans]
        self._ends: list[int] = []
        furthest = 0
        for _, end in spans:
            furthest = max(furthest, end)
            self._ends.append(furthest)
        self._line = (0, 0, False)

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return True
        start, end, code = self._line
        if not start <= offset < end:
            start = self._text.rfind("\n", 0, offset) + 1
            end = self._text.find("\n", offset)
            end = len(self._text) if end < 0 else end
            code = is_code(self._text[start:end])
            self._line = (start, end, code)
        return code


def is_code(line: str) -> bool:
    """Whether a line is code or data instead of prose: `print("a")`, `12,"Smith, J."`, `{"n": 3}`."""
    found = set(_CODE_CHAR.findall(line))
    if not found or len(line) > 2000:
        return False
    if "," in found and len(_CSV.findall(line)) >= 2:
        return True
    weight = sum(weight for pattern, weight in _SIGNS if pattern.search(line))
    words = len(re.findall(r"(?<!\S)[^\W\d_]{2,}(?=[\s,.;:!?]|$)", line))
    return weight >= 2.5 + words / 5


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for needle, pattern in _COMPILED:
        if needle in text:
            for match in pattern.finditer(text):
                yield match.span()
    if not text.isascii():
        for match in _HEBREW.finditer(text):
            yield match.span()
