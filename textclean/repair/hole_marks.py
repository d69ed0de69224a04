"""Marks in holes: `ã€�` is a comma or the end of a quotation in Japanese, and letter pairs cannot tell which.

Quotations can: without one open it is the comma, and where it is the only one before the next quotation opens
it is what closes: `「はい」「いいえ」`. Among several the pairs choose one, for one it must be.
"""

from __future__ import annotations

from collections.abc import Sequence

from textclean.repair.hole_reading import Hole

COMMA, OPEN, CLOSE = "、", "「", "」"
AHEAD = 4.0
"""By how many bits one place of a quotation must prefer to close it more than any other."""
MARGIN = 9.0
"""Bits by which pairs must prefer one where the quotation leaves it open."""


def marked(holes: Sequence[Hole]) -> list[Hole]:
    """The places of a line with its commas and closing marks decided, as far as its quotations tell."""
    found = list(holes)
    waiting: list[int] = []
    is_open = False
    for place, hole in enumerate(holes):
        if hole.options == (OPEN,):
            _close(found, waiting)
            is_open, waiting = True, []
        elif COMMA in hole.options and CLOSE in hole.options:
            if is_open:
                waiting.append(place)
            elif place + 1 < len(holes):
                found[place] = Hole((COMMA,), (0.0,))
    _close(found, waiting)
    return found


def _close(holes: list[Hole], waiting: Sequence[int]) -> None:
    """Decide the places within one quotation and behind it: the one that prefers it most closes.

    Where two are near, what is not sure by itself is left open.
    """
    leads = sorted((_lead(holes[place]), place) for place in waiting)
    if leads and (len(leads) == 1 or leads[1][0] - leads[0][0] >= AHEAD):
        for number, (_, place) in enumerate(leads):
            holes[place] = Hole((COMMA if number else CLOSE,), (0.0,))
        return
    for place in waiting:
        hole = holes[place]
        if hole.behind[1] < MARGIN:
            holes[place] = hole._replace(is_open=True)


def _lead(hole: Hole) -> float:
    """How many bits more a closing mark costs here than a comma."""
    behind = dict(zip(hole.options, hole.behind, strict=True))
    return behind[CLOSE] - behind[COMMA]
