"""Texts that talk about characters: what looks like damage in them is what they show.

`If you see Ã© where é should be, the page was UTF-8 read as Latin-1.` is right as it stands. Every repair
asks here before it touches a line that names encodings, entities or invisible characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from textclean.edits import Edit
from textclean.patterns import compile_pattern
from textclean.repair.lines import line_at

_SURE = (
    "mojibake krakozyabr 文字化け 乱码 亂碼 кракозябр unicode юникод percent- quoted-printable javascript "
    "python zeichensatz zeichenkodierung kodierung encodage codificaci codificação кодировк kodowani kódován "
    "kodning tekenset 字符编码 文字コード"
)
_TERMS = "escape sequence", "replacement character", "invisible character", "jeu de caract"
SURE = (*_SURE.split(), *_TERMS)
"""Words of such texts. Counter-example: an article about Python in which every apostrophe is mojibake; so a
word alone does not protect a line, see `shows`."""
PATTERNS = {
    "utf": r"\butf-?(?:8|16|32)",
    "ascii": r"\bascii\b",
    "latin": r"latin-?[1-9]\b",
    "8859": r"\biso[- ]?8859",
    "windows": r"\bwindows-?12[0-9]{2}\b",
    "cp": r"\bcp-?\d{3,4}\b",
    "koi8": r"\bkoi8",
    "jis": r"\bshift[-_ ]?jis",
    "u+": r"\bu\+[0-9a-f]{4}",
    "code": r"code ?(?:page|point)",
    "char": r"char(?:acter)?[- ]?(?:set|encoding|reference|entit)|\bcharset",
    "cod": r"\b(?:mis|double-)?(?:en|de)cod(?:e[ds]?|ings?)\b|url-?encod|codifica\b",
    "byte": r"\bbytes?\b",
    "html": r"\bhtml\b",
    "xml": r"\bxml\b",
    "json": r"\bjson\b",
    "escape": r"\bescape[sd]?\b",
    "hyphen": r"soft ?hyphen",
    "width": r"zero[- ]?width",
    "breaking": r"non-?breaking",
}
"""More of them, each by letters that it cannot do without: those cost a hundredth of a pattern."""

INVISIBLE = str.maketrans(dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF], None))


def talks(line: str) -> bool:
    """Whether the line names encodings, escapes or invisible characters."""
    return _names(line) or (not line.isascii() and _names(line.translate(INVISIBLE)))


def unspoken(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, in order, that stand in no line that talks; each line is asked once."""
    end, is_talk = -1, False
    for edit in sorted(edits):
        if edit.start >= end:
            line, end = line_at(text, edit.start)
            is_talk = talks(line)
        if not is_talk:
            yield edit


def _names(line: str) -> bool:
    small = line.lower()
    if not line.isascii():
        small = small.replace("ſ", "s")
    if any(word in small for word in SURE):
        return True
    return any(sign in small and _pattern(sign).search(small) for sign in PATTERNS)


@cache
def _pattern(sign: str) -> re.Pattern[str]:
    return compile_pattern(PATTERNS[sign])


def shows(line: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a line that talks about characters shows the damage at `spans` instead of suffering from it.

    It does where it also has non-ASCII characters that are right, so that its own encoding is sound, or where
    no span touches a word: real damage sits in words, `donâ€™t`, while shown damage stands apart.
    """
    position = 0
    touches = False
    for start, end in spans:
        if not line[position:start].replace("\xa0", "").isascii():
            return True
        before, after = line[start - 1 : start], line[end : end + 1]
        touches = touches or before.isalnum() or after.isalnum()
        position = end
    return not line[position:].replace("\xa0", "").isascii() or not touches
