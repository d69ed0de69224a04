"""Lists of links and teasers: what stands under “Related stories” goes with its heading, prose does not."""

from __future__ import annotations

from collections.abc import Sequence

from textclean.boilerplate.appeals import strong
from textclean.boilerplate.marks import Mark, is_sentence, ruled
from textclean.patterns import compile_pattern

_LONGEST = 12  # items that a list in the middle of a text may have
_ITEM_WORDS = 18
_NUMBER = compile_pattern(r"(?:\d{1,2}[.):]|[-*•·▪►»>–—]) ")


def find_lists(marks: Sequence[Mark], bar: float) -> list[tuple[int, list[int]]]:
    """Headings with the items under them that go too.

    The list runs to the text's end, or as far as lines look like links. Before prose the last of these is
    kept, since it may be the heading of what follows, unless all are numbered or bulleted.
    """
    return [
        (index, items)
        for index in ruled(marks)
        if (mark := marks[index]).has("heading")
        and strong(mark, bar)
        and (items := _items(marks, index, bar))
    ]


def _items(marks: Sequence[Mark], heading: int, bar: float) -> list[int]:
    items: list[int] = []
    for index in range(heading + 1, min(heading + 1 + _LONGEST, len(marks))):
        if not _is_link(marks[index]) or strong(marks[index], bar):
            break
        items.append(index)
    after = items[-1] + 1 if items else heading + 1
    if after < len(marks) and not strong(marks[after], bar) and items and not _are_numbered(marks, items):
        items.pop()
    return items


def _are_numbered(marks: Sequence[Mark], items: Sequence[int]) -> bool:
    """Whether the items bear numbers or bullets, which the heading of what follows would not."""
    return len(items) > 1 and all(_NUMBER.match(marks[index].content) for index in items)


def _is_link(mark: Mark) -> bool:
    return 2 <= mark.words <= _ITEM_WORDS and not is_sentence(mark.content.rstrip("?!"))
