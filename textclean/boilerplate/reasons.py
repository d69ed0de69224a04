"""Reasons: why the model takes a block out, in words that a reader understands.

Two things speak for a removal: the block's own words, and what it stands among. The reader keeps for each of
its channels the largest answer over the block, and that answer came from one place: so it can be said which
words spoke most. A run of blocks that goes together is named by its first and its last one.
"""

from __future__ import annotations

from typing import Any

from textclean.boilerplate.model import Model
from textclean.boilerplate.page import Page

NAMES = {
    "newsletter": "an invitation to a newsletter",
    "donation": "an appeal for donations",
    "subscribe": "an offer of a subscription",
    "paywall": "a paywall",
    "cookie": "a consent notice",
    "share": "buttons to share or follow",
    "related": "links to other pieces",
    "ad": "advertising",
    "comments": "readers' comments",
    "app": "an offer of an app",
    "credit": "credits",
    "copyright": "a copyright notice",
    "navigation": "navigation",
    "author": "a note on the author",
    "event": "an invitation to an event",
}
"""What each kind of boilerplate is called in a sentence."""
_LONG = 3
"""Blocks from which a run is named by its ends."""
_EXCERPT = 32
_WORDS = 3


def reasons_for(page: Page, start: int, stop: int, kinds: Any, model: Model) -> list[str]:
    """A reason for each of the blocks from `start` to `stop`, which go together.

    Three blocks of one kind or more share one reason, so that the report shows an appeal whole.
    """
    reasons = []
    index = start
    while index < stop:
        end = index + 1
        while end < stop and kinds[end] == kinds[index]:
            end += 1
        kind = model.kinds[kinds[index]]
        if end - index >= _LONG:
            first, last = excerpt(page.lines[index]), excerpt(page.lines[end - 1])
            reasons += [f"part of {NAMES[kind]}, from “{first}” to “{last}”"] * (end - index)
        else:
            reasons += [_of_one(page, each, kind, model) for each in range(index, end)]
        index = end
    return reasons


def _of_one(page: Page, index: int, kind: str, model: Model) -> str:
    words = spoken(page, index, kind, model)
    said = f": {', '.join(f'“{word}”' for word in words)}" if words else ""
    return f"reads like {NAMES[kind]}{said}"


def spoken(page: Page, index: int, kind: str, model: Model) -> list[str]:
    """The words of a block that spoke most for a kind of boilerplate, the strongest first."""
    weights = model.heard(page.pieces[index], kind)
    words: list[tuple[float, str]] = []
    for piece, weight in zip(page.pieces[index], weights, strict=True):
        written = model.pieces.written[piece]
        if written.startswith("\u2581") or not words:
            words.append((weight, written.lstrip("\u2581")))
        else:
            words[-1] = (words[-1][0] + weight, words[-1][1] + written)
    found = sorted(((weight, word) for weight, word in words if weight > 0 and any(map(str.isalnum, word))))
    return list(dict.fromkeys(word for _, word in reversed(found)))[:_WORDS]


def excerpt(line: str) -> str:
    """The first words of a block."""
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"
