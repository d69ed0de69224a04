"""Texts that talk about characters: what looks like damage in them is what they show.

`If you see Ã© where é should be, the page was UTF-8 read as Latin-1.` is right as it stands. Every repair
asks here before it touches a line that names encodings, entities or invisible characters.
"""

from __future__ import annotations

import re

TERMS = re.compile(
    r"""mojibake|krakozyabr|文字化け|乱码|亂碼|кракозябр
    |\butf-?(?:8|16|32)|unicode|юникод|\bascii\b|latin-?[1-9]\b|\biso[- ]?8859|\bwindows-?12[0-9]{2}\b
    |\bcp-?\d{3,4}\b|\bkoi8|\bshift[-_ ]?jis|\bu\+[0-9a-f]{4}|code\ ?page|code\ ?point
    |char(?:acter)?[- ]?(?:set|encoding|reference|entit)|\bcharset
    |\b(?:mis|double-)?(?:en|de)cod(?:e[ds]?|ings?)\b
    |\bbytes?\b|\bhtml\b|\bxml\b|\bjson\b|javascript|python|percent-|url-?encod|quoted-printable
    |\bescape[sd]?\b|escape\ sequence|replacement\ character
    |soft\ ?hyphen|zero[- ]?width|non-?breaking|invisible\ character
    |zeichensatz|zeichenkodierung|kodierung|encodage|jeu\ de\ caract|codificaci|codifica\b|codificação
    |кодировк|kodowani|kódován|kodning|tekenset|字符编码|文字コード""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words of such texts. Counter-example: an article about Python in which every apostrophe is mojibake; so a
match alone does not protect a line, see `shows`."""

INVISIBLE = str.maketrans(dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF], None))


def talks(line: str) -> bool:
    """Whether the line names encodings, escapes or invisible characters."""
    return TERMS.search(line) is not None or (
        not line.isascii() and TERMS.search(line.translate(INVISIBLE)) is not None
    )


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
