"""Protect: the stretches of a text in which a quotation mark is not one.

URLs, code, data, markup, emoticons. A mark there has a meaning for a machine, and changing it breaks what the
text shows. Doubt keeps: better a straight mark too many than a broken command.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from textclean.patterns import compile_pattern
from textclean.quotes.code import code_spans, is_code
from textclean.quotes.tokens import MARKS
from textclean.repair.mojibake import damaged

_CURLY = "".join(mark for mark in MARKS if not mark.isascii())
_SPANS = (
    # what must be in the text, and the pattern
    ("://", r"://[^\s<>\"“”«»]+"),
    ("www.", r"www\.[^\s<>\"“”«»]+"),
    ("@", r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    ("```", r"(?ms)^[ \t]*```[ \t]*[\w+#.{}=-]{0,30}[ \t]*\n.*?^[ \t]*```[ \t]*$"),
    ("~~~", r"(?ms)^[ \t]*~~~[ \t]*[\w+#.{}=-]{0,30}[ \t]*\n.*?^[ \t]*~~~[ \t]*$"),
    ("```", r"(?m)^[^\w\n]{0,6}```[\w,]{0,20}[ \t]*$"),
    ('""', r'"{3,}'),
    ("''''''", r"'{6,}"),
    ("««««", r"«{4,}"),
    ("»»»»", r"»{4,}"),
    (
        "`",
        r"``(?!\s)(?:[^`\n']|'(?!')){1,300}``(?![`\w])"
        r"|`(?<![`\w]`)[^`\s´'’](?:[^`\n´]{0,300}(?:(?<![^\W_])[.!?,]|[^`\s.!?,]))?`(?!`|_{0,2}[^\W_])",
    ),
    ("<", r"</?[A-Za-z][\w:-]{0,30}(?:\s[^<>]{0,2000})?/?>|<!--(?:[^-]|-(?!->)){0,2000}-->"),
    ("\\", r"\\[\"']"),
    ("{", r"\{[^{}\n]{0,40}[\"'][^{}\n]{0,400}\}"),
    (":'", r"[:;=](?<![\w'].)[\"'’][-o^]?[()\[\]DPp](?!\w)"),
    ("('", r"\((?<!\w.)'[-_.;:]'\)"),
)
_STRANGE = "[^\x00-\x7f\u2000-\u206f\xab\xbb\xb4\xa0]"
_CAPITALS = "".join(c for c in map(chr, (*range(0xC0, 0x530), *range(0x1E00, 0x1F00))) if c.isupper())
_BEGINS = f"[{_CAPITALS}](?:[^\\W\\d_œŒšŠžŽŸƒªºµ]|[.,!?]|(?<![ÂÃ])(?:\\s|$))"
_HALF = compile_pattern(
    f"(?:(?<={_STRANGE})[{_CURLY}]+|(?:(?<=[^\\s(\\[—–])[{_CURLY}]{{1,64}}|[{_CURLY}]{{1,64}}(?!{_BEGINS}))(?={_STRANGE}))"
)
"""Typographic marks beside a letter or sign that is neither ASCII nor a mark, but where no sentence begins:
`”Är det`."""
_COMPILED = tuple((needle, compile_pattern(pattern)) for needle, pattern in _SPANS)


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
        self._start = self._end = 0
        self._code = False

    def __contains__(self, offset: int) -> bool:
        text = self._text
        if "\u05d0" <= text[offset - 1 : offset] <= "\u05ea" and (
            text[offset] == "'"
            or (text[offset] == '"' and "\u05d0" <= text[offset + 1 : offset + 2] <= "\u05ea")
        ):
            return True  # geresh and gershayim
        if self._starts:
            index = bisect_right(self._starts, offset) - 1
            if index >= 0 and offset < self._ends[index]:
                return True
        if not self._start <= offset < self._end:
            self._start = text.rfind("\n", 0, offset) + 1
            end = text.find("\n", offset)
            self._end = len(text) if end < 0 else end
            self._code = is_code(text[self._start : self._end])
        return self._code


def _halves(text: str) -> Iterator[tuple[int, int]]:
    """Marks that may be halves of mojibake, as in `çš„å…ƒç´`: a later repair needs them as they are."""
    for start, end in damaged(text):
        for match in _HALF.finditer(text, start, end):
            yield match.span()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    yield from code_spans(text)
    yield from _halves(text)
    for needle, pattern in _COMPILED:
        if needle in text:
            for match in pattern.finditer(text):
                yield match.span()
