"""Proof of damage: what no right text has, so that characters must have been lost here.

Stumps such as `?€?`, `â€?`, `Ã?n` or U+FFFD prove damage by themselves; `really??`, `Or €? Nobody knew`,
`RÂLEUR` and `c’est là?` do not. Bare question marks prove it only in contractions (`don?t`), around a
quotation (`?Yes,? he`), and in words that nothing else can be (`W?adze`), which the tables tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textclean.patterns import compile_pattern

if TYPE_CHECKING:
    from textclean.repair.lost_letters import Words

CONTINUES = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""What stands for the second and third byte of a character in UTF-8 read as cp1252 or latin-1."""
STUMP = compile_pattern(
    rf"""[\ufffdïâÃÂÄÅÐÑÎÏĂĹРС€?\x9d˜œ™√├┬©¨³¡\xad¶¤¼®§ª¹²º±´](?:
    (?<=\ufffd)
    |(?<=ï)¿½
    |(?<=â)(?:€(?![{CONTINUES}śť˛])|\x80(?![{CONTINUES}])|\?\?|(?=[A-Z“‘â])|\?(?=[{CONTINUES}])|(?<!l.)(?![\w{CONTINUES}\ufffd?]))
    |(?<=[a-z]â)(?:s|re|ve|ll)\b|(?<=nâ)t\b|(?<=[;,.!?]â)(?=[a-z])
    |(?<=[a-zß-ÿ][ÃÂÄÅÐÑÎÏĂĹ])(?![{CONTINUES}])
    |(?<=[ÃÂÄÅÐÑÎÏĂĹ])\?(?=[a-z{CONTINUES}])
    |(?<=[РС])\?(?=[РС][^\x00-\x7f])
    |(?<=\?)(?:€[?™“”˜œ¦ž\x9d]|[¤¦§¨¬¯°±²³´¶¸¹º¼½¾‚„†‡ˆ‰‹˜œžŸ\xad](?=\w)|[©ª®µ£¢](?=[a-zß-ÿ]))
    |(?<=\?)(?:‚¬|(?<=[a-z]\?)\xad|(?<=[\s(]\?)\?(?=\d))
    |(?<=[a-z]\?[©ª®µ])|(?<=[a-z]\?)\?[™“”](?=[a-z])
    |(?<=[¤¨±³´¶¹¼§²ª])\?(?=\w)
    |(?<![€\x80]\x9d)(?<=\x9d)|(?<![âвa]€\x9d)(?<=€\x9d)
    |(?<=€)(?:(?<![âвa]€)(?<=[\s(]€)(?:[œ™˜ž](?=\w)|[“”](?=\s))|(?<=[a-z]€)[™“”](?=[A-Za-z])|(?<=[aA]€)[œ\x9d™˜“”¦])
    |(?<![€\w]œ)(?<=œ)(?=[A-Z˜])|(?<=[a-z]™)(?=(?:s|t|re|ll|ve|d|m)\b)
    |(?<=[a-z]A[©¨³¡\xad¶¤¼®§ª¹²º±´])(?=[a-z])
    |(?<=[√├┬])\?|(?<=Ã[ƒ‚„…†]\?)|(?<=â‚¬\?)|(?<=Ã)(?=[a-z])
    )""",
    re.VERBOSE,
)
STUMPS = frozenset("\ufffdïâÃÂÄÅÐÑÎÏĂĹРС€?\x9d˜œ™√├┬©¨³¡\xad¶¤¼®§ª¹²º±´")
"""The characters that STUMP begins with."""
BARE = compile_pattern(
    r"""\?(?:
    (?<=[a-z]n\?)t\b
    |(?<=\w\?)(?:s|re|ve|ll|d|m)\b
    |(?<=[^\W\d_]\?)\??(?=[a-zß-ÿ])
    |(?<!\S\?)\??\??(?=[^\W_])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Question marks that may be lost characters; most are no proof yet, see `bare_proof`."""

_OPENING = compile_pattern(r"(?<!\S)\?(?:\?\?)?(?=[^\W_])")
_CLOSING = compile_pattern(r"[.,]\?(?:\?\?)?(?!\S)|[!?]\?\?\?(?!\S)")
_CONTRACTION = compile_pattern(
    r"(?:[a-z]n\?(?:\?\?)?t|\b(?:I|it|he|she|that|what|there|we|you|they|who)\?(?:\?\?)?(?:s|re|ve|ll|d|m))\b",
    re.I,
)
_WORD = compile_pattern(
    r"(?:(?<![^\W\d_])|(?<=[a-z])(?![a-z]))[^\W\d_]+"
    r"(?:(?:\?+[^\W\d_]+)+(?:\?{1,2}(?=\s[a-z]))?|(?<=[^\W\d_]{3})\?{1,2}(?=\s[a-z]))"
    r"|(?<!\S)\?{1,2}[a-z]+(?:\?+[a-z]+)*"
)
_SURE = 0.7
_NOT_PROSE = compile_pattern(r"://|www\.|\w\?\w+=|[{}\\=<>|*`]|\?\.\w")


def most_proof(text: str) -> float:
    """The most that the bare question marks of a text can prove, without knowing a word."""
    proof = 0.0
    for line in text.split("\n"):
        if "?" in line and BARE.search(line) and not _NOT_PROSE.search(line):
            proof += len(_CONTRACTION.findall(line)) + (_OPENING.search(line) is not None)
            proof += _SURE * sum(len(match[0]) > 3 for match in _WORD.finditer(line))
    return proof


def bare_proof(line: str, words: Words) -> float:
    """How much the bare question marks of a line prove; 1 is enough.

    Counter-examples, which prove nothing: `who?what?when?`, `Who is he?She does not know`, `file?.txt`.
    """
    if _NOT_PROSE.search(line):
        return 0.0
    proof = 1.0 * len(_CONTRACTION.findall(line))
    if _OPENING.search(line) and _CLOSING.search(line):
        proof += 1.0
    return proof + sum(_sure_word(match[0], words) for match in _WORD.finditer(line))


def _sure_word(word: str, words: Words) -> float:
    """How sure it is that a word with question marks in it is a word that lost letters."""
    if len(word) < 4:
        return 0.0
    for gap in ("?", "??"):
        if gap == "??" and "??" not in word:
            break
        slots = [None if part == gap else part for part in re.findall(re.escape(gap) + "|[^?]", word.lower())]
        filled = words.fill(slots) if None in slots and len(slots) > 3 else []
        if filled and filled[0].known:
            return _SURE if len(slots) > 5 else 0.4
    return 0.0
