"""Reasons: why the model takes a block out, in words that a reader understands.

Two things speak for a removal: the block's own words, and what it stands among. The reader keeps for each of
its channels the largest answer over the block, and that answer came from one place: so it can be said which
words spoke most. A run of blocks that goes together is named by its first and its last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textclean.boilerplate.model import Model
from textclean.boilerplate.page import Page
from textclean.boilerplate.pieces import KNOWN, WORD_START

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
_UNKNOWN = "\0"
_TELLING = 3
"""Letters from which a word tells something; what is not ASCII may be shorter."""
_MARKS = ".,:;!?…\"'()[]«»„“”‘’*•-–—|/>"


def reasons_for(page: Page, indices: Sequence[int], kinds: Any, model: Model) -> list[str]:
    """A reason for each of the blocks that go, in order.

    Three neighbours of one kind or more share one reason, so that the report shows an appeal whole.
    """
    reasons: dict[int, str] = {}
    for run in _runs(indices, kinds):
        if len(run) >= _LONG:
            first, last = excerpt(page.lines[run[0]]), excerpt(page.lines[run[-1]])
            name = NAMES[model.kinds[kinds[run[0]]]]
            reasons |= dict.fromkeys(run, f"part of {name}, from “{first}” to “{last}”")
    alone = [index for index in indices if index not in reasons]
    for index, words in zip(alone, spoken(page, alone, kinds, model), strict=True):
        said = f": {', '.join(f'“{word}”' for word in words)}" if words else ""
        reasons[index] = f"reads like {NAMES[model.kinds[kinds[index]]]}{said}"
    return [reasons[index] for index in indices]


def _runs(indices: Sequence[int], kinds: Any) -> list[list[int]]:
    """Neighbours of one kind."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and runs[-1][-1] == index - 1 and kinds[index - 1] == kinds[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def spoken(page: Page, indices: Sequence[int], kinds: Any, model: Model) -> list[list[str]]:
    """For each block the words that spoke most for its kind of boilerplate, the strongest first."""
    blocks = [page.pieces[index] for index in indices]
    weights = model.heard(blocks, [int(kinds[index]) for index in indices])
    return [_words(block, each, model) for block, each in zip(blocks, weights, strict=True)]


def _words(pieces: Sequence[int], weights: Sequence[float], model: Model) -> list[str]:
    words: list[tuple[float, str]] = []
    for piece, weight in zip(pieces, weights, strict=True):
        written = model.pieces.written[piece] if piece >= KNOWN else _UNKNOWN
        if written.startswith(WORD_START) or not words:
            words.append((weight, written.lstrip(WORD_START)))
        else:
            words[-1] = (words[-1][0] + weight, words[-1][1] + written)
    said = ((weight, word.strip(_MARKS)) for weight, word in words if weight > 0 and _UNKNOWN not in word)
    found = sorted((weight, word) for weight, word in said if len(word) >= _TELLING or not word.isascii())
    return list(dict.fromkeys(word for _, word in reversed(found) if any(map(str.isalnum, word))))[:_WORDS]


def excerpt(line: str) -> str:
    """The first words of a block."""
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"
