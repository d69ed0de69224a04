"""Removal: from the blocks that go to edits, whole lines with the blank lines around them closed up.

Between two paragraphs that stay there are as many blank lines as on the richer side of what went: a paragraph
and a box on the next line, then a blank line, become a paragraph and a blank line. At the text's start
and end nothing blank is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from textclean.boilerplate.blocks import Block
from textclean.boilerplate.decide import Verdict
from textclean.edits import Edit


def edits_for(text: str, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> list[Edit]:
    """One edit for each removed block, or for neighbours that go for the same reasons."""
    edits: list[Edit] = []
    for run in _runs(verdicts):
        start, end = _span(text, blocks, run[0].block, run[-1].block)
        starts = [start, *(_line_start(text, blocks[verdict.block].start) for verdict in run[1:])]
        ends = [*starts[1:], end]
        for verdict, low, high in zip(run, starts, ends, strict=True):
            edit = Edit(low, text[low:high], "", verdict.rules, verdict.confidence, verdict.reason)
            if edits and edits[-1].end == low and edits[-1][3:] == edit[3:]:
                edit = edit._replace(start=edits[-1].start, before=edits.pop().before + edit.before)
            edits.append(edit)
    return edits


def with_further(edits: Sequence[Edit], removals: Sequence[Edit]) -> list[Edit]:
    """Removals from a text, and further ones from what they left of it, all against the text itself.

    A further one may reach over what is gone already. It is parted there, so that each block keeps the
    reason for which it went: `compose` would make one edit of both and give all its blocks all the reasons.
    """
    found = list(edits)
    index = gone = 0  # edits behind us, and how many characters they took
    for removal in removals:
        start = removal.start
        while start < removal.end:
            while index < len(edits) and edits[index].start - gone <= start:
                gone += len(edits[index].before)
                index += 1
            end = min(removal.end, edits[index].start - gone) if index < len(edits) else removal.end
            before = removal.before[start - removal.start : end - removal.start]
            found.append(removal._replace(start=start + gone, before=before))
            start = end
    return sorted(found)


def _runs(verdicts: Sequence[Verdict]) -> list[list[Verdict]]:
    runs: list[list[Verdict]] = []
    for verdict in verdicts:
        if runs and runs[-1][-1].block + 1 == verdict.block:
            runs[-1].append(verdict)
        else:
            runs.append([verdict])
    return runs


def _span(text: str, blocks: Sequence[Block], first: int, last: int) -> tuple[int, int]:
    """What to cut so that blocks `first` to `last` and their share of the blank lines are gone."""
    start = _line_start(text, blocks[first].start)
    end = _line_end(text, blocks[last].end)
    if first == 0:
        start = 0
    if last + 1 == len(blocks):
        return (_line_end(text, blocks[first - 1].end) if first else 0), len(text)
    after = _line_start(text, blocks[last + 1].start)
    if first == 0:
        return 0, after
    before = _line_end(text, blocks[first - 1].end)
    if after - end > start - before:
        return before, end
    return start, after


def _line_start(text: str, offset: int) -> int:
    """Where the line begins that holds `offset`; the lines are those of `blocks.split`."""
    while offset and text[offset - 1] not in _BREAKS:
        offset -= 1
    return offset


def _line_end(text: str, offset: int) -> int:
    """Where the next line begins."""
    while offset < len(text) and text[offset] not in _BREAKS:
        offset += 1
    return offset + 2 if text.startswith("\r\n", offset) else min(offset + 1, len(text))


_BREAKS = frozenset("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
