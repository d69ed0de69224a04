"""Guards: what goes only where the model is very sure.

Whatever it says, of a list, a table, a verse or code no line is taken for its look alone, nor are the
headline and the first paragraph of the article: nothing stands above them that could speak for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from textclean.boilerplate.blocks import fold, is_sentence
from textclean.boilerplate.lines import is_date
from textclean.boilerplate.page import Page
from textclean.patterns import compile_pattern

_ITEM = 90
"""Characters that an item of a list, a row of a table or a line of verse has at most."""
_ABOVE = 12
"""Blocks above the first paragraph among which the likeliest is its headline."""
_CODE = compile_pattern(r"[{}│┼═]|──|\w\(.*\)|\b\w+_\w+\b|[=<>]=|=>|->|::|;$|^[#$>] \S")
_LOOKED = 200
"""Characters of a line that are searched for code, so that no line takes long."""
_CODES, _NEAR = 3, 3
"""Lines of code that stand so near make all around them code."""
_DATED = 32
"""Characters up to which a line with a date in it is a dateline; people differ on whose those are."""
_CONTACT = compile_pattern(
    r"\w@\w|(?<!\d)0\d[\d /().-]{4,18}\d|\+\d[\d /().-]{6,20}\d|\b\d{2,5}[ -]\d{2,4}[ -]\d{2,6}\b"
)
"""An address for mail, or a telephone number."""
_NOTICE = 200
"""Characters of a notice at most."""
_PARAGRAPH = 80
"""Characters that a paragraph has at least; where words have no spaces, a third of it."""
_ENDS = ".。।؟!?！？…\"'»」』)"


def guarded(page: Page, runs: Sequence[tuple[int, int]], doubtful: Sequence[int]) -> list[int]:
    """Blocks, of those of which the model is not very sure, that stay; `runs` are the runs that would go."""
    if not doubtful:
        return []
    alone = {start for start, stop in runs if stop - start == 1}
    edges = {index for start, stop in runs for index in (start, stop - 1)}
    first = beginning(page)
    return [
        index
        for index in doubtful
        if index in first
        or (index in alone and _is_item(page, index))
        or (index in edges and _is_notice(page.lines[index]))
        or _is_dated(page.lines[index])
        or _in_code(page.lines, index)
    ]


def beginning(page: Page) -> tuple[int, ...]:
    """The article's headline and its first paragraph, as far as they can be told."""
    first = next((index for index, line in enumerate(page.lines) if _is_paragraph(line)), -1)
    if first <= 0:
        return (first,)
    above = page.judged.odds[max(0, first - _ABOVE) : first]
    return first, first - len(above) + int(above.argmax())


def _is_notice(line: str) -> bool:
    """Whether a block tells in a sentence whom to call, where to write, or by when.

    “To book, call 01234 567890 or email choir@stjames.example.” ends articles, too.
    """
    return (
        len(line) <= _NOTICE
        and is_sentence(line)
        and (_CONTACT.search(line) is not None or is_date(fold(line)))
    )


def _is_dated(line: str) -> bool:
    """Whether a block is a dateline."""
    return len(line) <= _DATED and is_date(fold(line))


def _in_code(lines: Sequence[str], index: int) -> bool:
    """Whether a block stands among code, a table drawn with lines, or the output of a program."""
    around = lines[max(0, index - _NEAR) : index + _NEAR + 1]
    return sum(_CODE.search(line, 0, _LOOKED) is not None for line in around) >= _CODES


def _is_item(page: Page, index: int) -> bool:
    """Whether a block looks like its neighbours on both sides: an item, a row of a table, a line of verse."""
    if not 0 < index < len(page.lines) - 1:
        return False
    lines = page.lines[index - 1 : index + 2]
    if any(len(line) > _ITEM or line[-1:] in ".。" for line in lines):
        return False
    sizes = sorted(len(line) for line in lines)
    return sizes[-1] <= 2 * sizes[0]


def _is_paragraph(line: str) -> bool:
    """Whether a block is a paragraph of prose."""
    least = _PARAGRAPH if line.count(" ") * 12 > len(line) else _PARAGRAPH // 3
    return len(line) >= least and line[-1:] in _ENDS
