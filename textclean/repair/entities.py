"""HTML entities: which of them a text can mean, and the characters they stand for."""

from __future__ import annotations

WHITE = {9: "\t", 10: "\n", 13: "", 32: " ", 160: "\xa0", 173: ""}
"""Numbers that are no printable characters and yet wanted, or wanted gone."""
SOFT_HYPHEN = "\xad"


def decode_entity(escape: str) -> str | None:
    """The character of `&eacute;`, `&#233;`, `&#xE9;` or `&amp;eacute;`; None where it stays.

    `&#147;` is “ as in every browser. A soft hyphen goes: its word was never broken here. `&in;` and other
    two- and three-letter names of HTML 5 stay, since `R&in;` is more likely a slip of the pen.
    """
    from html import unescape
    from html.entities import html5, name2codepoint

    body = escape.rstrip(";").rpartition("&")[2]
    while body.startswith("amp;"):
        body = body[4:]
    if body.startswith("#"):
        return _numbered(body, unescape(f"&{body};"))
    if body in name2codepoint or (len(body) > 3 and f"{body};" in html5):
        return html5[f"{body};"].replace(SOFT_HYPHEN, "")
    if body == "apos":
        return "'"
    if body.isupper() and name2codepoint.get(body.lower(), 0) > 127:
        return html5[f"{body.lower()};"].upper()
    return None


def _numbered(body: str, char: str) -> str | None:
    number = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
    if number in WHITE:
        return WHITE[number]
    if number < 32 or len(char) != 1 or char == "\ufffd":
        return None
    return char
