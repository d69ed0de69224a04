"""Lines: blocks as repeats are counted, and what can be said of one by its words alone."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from textclean.boilerplate.blocks import fold, folded, is_sentence, split
from textclean.patterns import compile_pattern

_PROSE = 12  # words from which a sentence is prose
_HEADING = 6  # words up to which a block may be a heading inside an article
_LONGEST = 200  # words
DIGITS = compile_pattern(r"\d+")
_MARKS = compile_pattern(r"[\W_]+")
_QUOTATION = compile_pattern(r"""["'«»‹›‟‛「『〝]|[-–—] ?\w.*[.!?…]$""")
_SPOKEN = compile_pattern(r"""["«‹][^"«»‹›]{8,200}[,.!?…]["»›]|["«‹][^"«»‹›]{8,200}["»›],""")
"""A quotation inside a block, by how it ends: `Krahn disagreed. "It was never broken," she said.`"""
_BYLINE = compile_pattern(
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|[Dd][ia]|[Dd]oor|[Aa][vf]|[Pp]rzez|[Oo]d|[Оо]т|[Вв]ід"
    r"|[Tt]ext|[Ww]ords|[Aa]utor(?:in|a|e)?|[Aa]uteur|[Aa]uthor|[Аа]втор"
    r"|(?:[Ss]tory|[Rr]eport(?:ing|ed)|[Ww]ritten|WRITTEN) (?:by|BY))"
    r"\b:? *(?=[^\W\d_a-zß-ÿа-я])"
)
_DATELINE = compile_pattern(
    r"[^\W\d_][^()]{1,40}\([^()]{2,40}\) ?[-–—:]|\([^()]{2,30}\) ?[-–—]|[^\Wa-z\d_]{3,}[^a-z()]{0,40}[-–—] "
)
_MONTHS = (
    "(?:jan|feb|fév|mar|mär|mrt|apr|abr|avr|kwi|may|maj|mai|mag|mei|jun|jui|giu|cze|jul|lug|lip|aug|ago|aoû|sie"
    "|sep|set|wrz|oct|okt|ott|out|paź|nov|nob|lis|dec|dez|déc|dic|gru|sty|lut|gen|ene|янв|фев|мар|апр|мая|май"
    r"|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)\w*"
)
_DATE = compile_pattern(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d\b|\d{1,2} ?[ap]\.?m\b|\d{4}年"
    rf"|\d(?:st|nd|rd|th|º|er)?\.?,? (?:de |of )?{_MONTHS}|\b{_MONTHS}\.? \d"
)


class Line(NamedTuple):
    """A block: as it stands, folded, and what it is counted by (0: by nothing)."""

    text: str
    content: str
    key: int

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.content.count(" ") + 1


def lines_of(text: str) -> list[Line]:
    """The blocks of a text."""
    lower = fold(text)
    lines = []
    for block in split(text):
        content = folded(lower, block)
        lines.append(Line(folded(text, block), content, _key(content)))
    return lines


def _key(content: str) -> int:
    """Sixty-four bits that stand for a block without its case, digits and punctuation; 0 without letters."""
    bare = _MARKS.sub(" ", DIGITS.sub("0", content)).strip()
    if not any(map(str.isalpha, bare)):
        return 0
    return int.from_bytes(blake2b(bare.encode("utf-8", "replace"), digest_size=8).digest()) or 1


def is_prose(line: Line) -> bool:
    """Whether it is a paragraph: a sentence, and a long one."""
    size = len(line.content)
    long = line.words > _PROSE or size > max(3 * _PROSE, 20 * line.words)  # where words have no spaces
    return long and is_sentence(line.content)


def asks(line: Line) -> bool:
    """Whether it is a question, or leads to what follows."""
    return line.content.endswith(("?", "？", "؟")) or (line.words > _HEADING and line.content.endswith(":"))


def is_doubtful(line: Line) -> bool:
    """Whether it could be a heading, a label or a question inside an article."""
    return line.words <= _HEADING or line.content.endswith(("?", "？", ":"))


def of_articles(text: str, content: str) -> bool:
    """Whether a block is of a kind that is never furniture, however often it stands.

    Quotations, bylines, datelines, dates, and what is longer than any furniture.
    """
    words = content.count(" ") + 1
    short = words <= 12 and not is_sentence(content)
    return (
        words > _LONGEST
        or _QUOTATION.match(content) is not None
        or _SPOKEN.search(content) is not None
        or _DATELINE.match(text) is not None
        or (short and _BYLINE.match(text) is not None)
        or (words <= 10 and is_date(content))
    )


def is_date(content: str) -> bool:
    """Whether a short folded block holds a date or a time of day: “Updated 3 May, 14:10”."""
    return _DATE.search(content) is not None
