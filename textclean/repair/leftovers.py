"""Leftovers: words of other scripts than Latin that lost bytes and that nothing decides, kept as they are.

A word of which half is read, `Мірькa` or `гор�ко` with letters of two scripts, helps nobody: who knows the
language reads neither, and who has the original bytes can no longer undo the rest. So all stages after the
reading of holes leave such a word alone. Latin words are none of these: their table knows them.
"""

from __future__ import annotations

from textclean.patterns import compile_pattern
from textclean.repair.proof import CONTINUES

_CONT = f"[{CONTINUES}]"
_TWO, _THREE = "[Î-Ûß]", "(?:[àã-ìî]|í(?![\xa0-\xbf ]))"
_WHOLE = f"(?:{_TWO}{_CONT}|{_THREE}{_CONT}{{2}})"
_HOLE = f"(?:{_TWO}[\ufffd?]|{_THREE}(?:{_CONT}[\ufffd?]|[\ufffd?](?:{_CONT}|[\ufffd?])))"
_SHORT = f"(?:{_TWO}|{_THREE}{_CONT}?)(?!{_CONT})"
_SOME = "{1,40}"
"""How far before a hole a match begins: a page of Chinese has no spaces, and no place looks at all of it."""
LEFT = compile_pattern(
    f"{_WHOLE}{{0,40}}{_HOLE}(?:{_WHOLE}|{_HOLE})*"
    f"|{_WHOLE}{_SOME}{_SHORT}(?:{_WHOLE}|{_SHORT})*|{_SHORT}{_SOME}{_WHOLE}(?:{_WHOLE}|{_SHORT})*"
)
"""A word with holes in it: marked ones, or with a whole character beside, ones that left nothing."""
# í before the upper half of the continuations is half of an emoji in CESU-8, which ftfy knows.
_OTHER = compile_pattern("[\u0370-\u1dff\u3040-\ufaff]")
"""Letters that are no part of UTF-8 read as cp1252."""
_RUN = compile_pattern(r"(?:[^\x00-\x7f\s]|\?)+")
_ASIAN = compile_pattern(f"{_THREE}{_CONT}{{2}}")


def leftovers(line: str) -> list[tuple[int, int]]:
    """The spans of such words in a line that is read otherwise, or in one of which nothing could be read.

    Cyrillic and Greek words of other lines are no leftovers, for the repair of lost characters knows them.
    """
    if line.isascii() or LEFT.search(line) is None:
        return []
    from textclean.repair.sequences import plan

    found: list[tuple[int, int]] = []
    for match in LEFT.finditer(line):
        if not found or match.start() >= found[-1][1]:
            found.append(_around(line, match.start(), found[-1][1] if found else 0))
    if _OTHER.search(line) is None and plan(line) is None:
        return [span for span in found if _ASIAN.search(line, *span)]
    return found


def _around(line: str, at: int, least: int) -> tuple[int, int]:
    """The word at a place with what is glued to it: `à§â€™` is `à§` and ’, `à§’` would be another letter."""
    start = at
    while start > least and not line[start - 1].isspace() and not line[start - 1].isascii():
        start -= 1
    run = _RUN.match(line, at)
    return start, run.end() if run else at + 1
