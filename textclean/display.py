r"""Text as it may be shown: nothing in it can speak to the terminal.

File names and scraped text can hold escape sequences that recolour a terminal, retitle its window or hide
what follows, and bidirectional controls that make `exe.txt` look like `txt.exe`. All of them become visible
tokens, `\x1b` or `\u202e`, and so does a byte of a file name that is not UTF-8. Data is never passed through
here, only what people look at.
"""

from __future__ import annotations

from textclean.patterns import compile_pattern

_UNSAFE = compile_pattern(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


_SPEAKS = compile_pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def inert(text: str) -> str:
    r"""A whole text as a terminal may have it: escapes and direction overrides as tokens."""
    return _SPEAKS.sub(lambda match: _token(match[0]), text.replace("\r\n", "\n"))


def safe(text: str, allow: str = "") -> str:
    r"""`text` with controls, escapes, bidirectional and invisible characters as visible tokens.

    Characters in `allow` stay: a diff keeps its tabs. Emoji lose their joiners, which is ugly and harmless:
    `safe` is for names and excerpts, never for output.
    """
    return _UNSAFE.sub(lambda match: match[0] if match[0] in allow else _token(match[0]), text)


def _token(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name, as os.fsdecode carries it
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def counted(number: int, thing: str) -> str:
    """A number of things: `1 rule`, `2 rules`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
