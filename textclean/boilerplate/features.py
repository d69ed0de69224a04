"""Features: what can be said of each block without understanding it, and what its words tell.

Every feature is a small whole number. Most know no language: the shape of the block, its place, its
neighbours, how much of the text around it reads as prose. Only the evidence of words comes from a trained
table; in a language that the table does not know it is zero, and shape, place and the rules' hits must do.
A page has thousands of short lines, so each feature is made of the cheapest operations there are, and what is
said of one line is remembered for the next that reads the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, repeat

from textclean.boilerplate.blocks import Block

LIMIT = 127
"""All features lie between -LIMIT and LIMIT; evidence is in sixteenths of a unit of log-odds."""
SHORT = 7
"""Root of the length, in characters, below which a block is short."""
FAR = 40
"""Distances are counted up to here."""
_PROSE = 100
"""Length from which a block that holds the end of a sentence counts as prose."""
_LOOK = 40
"""Tokens that are looked up at either end of a block: a longer one is settled by then."""
_COMMENT = 32
"""Evidence from which a block counts as a mark of a thread of readers' comments."""

# What a block ends and begins with; 0 is a letter, and at the beginning a capital.
_ENDS = {
    **dict.fromkeys(".。", 1),
    **dict.fromkeys("!?！？", 2),
    **dict.fromkeys(":：", 3),
    **dict.fromkeys(",;，、；-–—", 4),
    **dict.fromkeys("\"'”’»“", 5),
    **dict.fromkeys(")]）", 6),
    **dict.fromkeys(">|›→·•«", 7),
    **dict.fromkeys("0123456789", 8),
    "…": 9,
}
_STARTS = {
    **dict.fromkeys("0123456789", 3),
    **dict.fromkeys("\"'“‘«„", 4),
    **dict.fromkeys("-*•·–—+▪►○●■", 5),
    **dict.fromkeys("([", 6),
}
_PROSE_ENDS = frozenset((1, 2, 5, 9))
_SENTENCE = 12
"""Length up to which a block cannot hold a second sentence."""
_STOPS = ".!?。！？…"
_DIGITS = [(digit, "0") for digit in "123456789"]
_SPACED = [(mark, f" {mark} ") for mark in '.,:!?()"|']
_WIDE = re.compile("[\u3040-\u9fff]")
_LENGTHS = [int(length**0.5) for length in range(1025)]
_SCALES = [1 / (2 * count + 1) ** 0.5 for count in range(2 * _LOOK + 1)]

SHAPE = ("length", "count", "lower", "end", "start", "sentences", "marks", "digits", "indent", "prose")
NEXT = ("evidence", "length", "end", "start")
FLOW = ("fast", "slow", "thread", "close", "since", "share", "article", "seen")
DOCUMENT = ("evidence", "weighted", "count", "size", "prose", "article", "proses", "short", "median")
NAMES = (
    *SHAPE,
    *("evidence", "comment", "gap", "repeats", "index", "rest"),
    *(f"{side} {name}" for name in NEXT for side in ("previous", "next")),
    *("second previous evidence", "second next evidence"),
    *(f"{side} {name}" for side in ("before", "after") for name in FLOW),
    *(f"document {name}" for name in DOCUMENT),
)
"""The features' names, in the order of the rows that `measure` returns."""
CLASSES = frozenset(name for name in NAMES if name.split()[-1] in ("end", "start"))
"""Features that are classes and have no order."""
FLAGS = frozenset({"marks"})
"""Features that are sets of bits."""

Key = str | tuple[str, str]
Row = tuple[int, ...]


Words = Mapping[Key, complex]
"""Trained weights, in sixteenths: how much a key speaks for boilerplate, and (the imaginary part, so that one
sum gives both) for a reader's comment."""


def normalized(folded: str) -> str:
    """Folded text in which every digit is 0, so that words that differ in a number are one word."""
    for digit, zero in _DIGITS:
        folded = folded.replace(digit, zero)
    return folded


def tokens(content: str) -> list[str]:
    """The words and marks of a block of normalized text; of a long one those at both ends."""
    for mark, spaced in _SPACED:
        if mark in content:
            content = content.replace(mark, spaced)
    found = content.split()
    return found if len(found) <= 2 * _LOOK else found[:_LOOK] + found[-_LOOK:]


def keys(found: list[str]) -> list[Key]:
    """What is looked up for a block: its tokens, their pairs, its first (`^`) and its last (`$`)."""
    if not found:
        return []
    return [*found, *pairwise(found), ("^", found[0]), ("$", found[-1])]


def evidence(found: list[str], words: Words) -> tuple[int, int]:
    """What a block's tokens say: for boilerplate, and for a reader's comment."""
    total = sum([words[key] for key in keys(found) if key in words], 0j) * _SCALES[len(found)]
    return max(-LIMIT, min(LIMIT, int(total.real))), max(-LIMIT, min(LIMIT, int(total.imag)))


def shape(raw: str, content: str, wide: int = 1) -> Row:
    """What a block looks like: `raw` as it stands in the text, `content` the same normalized.

    `wide` is how many letters of an alphabet one character of this script is worth.
    """
    stripped = raw.strip()
    parts = stripped.split()
    size = len(stripped) * wide
    sentences = 0
    if len(stripped) > _SENTENCE:
        sentences = stripped.count(". ") + stripped.count("? ") + stripped.count("! ") + stripped.count("。")
    last = stripped[-1]
    end = _ENDS.get(last, 0 if last.isalpha() else 10)
    if end in (5, 6) and len(parts) > 3 and stripped[-2] in _STOPS:
        end = 1
    first = stripped[0]
    start = _STARTS.get(first)
    if start is None:
        start = 0 if first.isupper() else 1 if first.islower() else 2 if first.isalpha() else 7
    return (
        _LENGTHS[min(size, 1024)],
        min(len(parts), FAR),
        sum(map(str.islower, parts)) * 8 // len(parts),
        end,
        start,
        min(sentences, 7),
        _marks(content),
        min(content.count("0"), 15),
        min(len(raw) - len(raw.lstrip()), 15),
        int(size >= _PROSE and (sentences > 0 or end in _PROSE_ENDS)),
    )


def _marks(content: str) -> int:
    """Marks that prose rarely has, or always, as bits."""
    return (
        ("|" in content)
        | ("©" in content) << 1
        | ("//" in content or "www" in content or ".com" in content or "@" in content) << 2
        | ("»" in content or "›" in content or ">" in content or "•" in content) << 3
        | ('"' in content) << 4
        | ("0:00" in content or "0/0" in content or "0000" in content) << 5
        | (", " in content) << 6
    )


def is_wide(text: str) -> bool:
    """Whether a text is in a script that writes without spaces, such as Chinese."""
    if text.isascii():
        return False
    sample = text[:3000]
    return 3 * len(_WIDE.findall(sample)) > len(sample)


def measure(
    text: str, folded: str, blocks: Sequence[Block], hits: Mapping[int, int], words: Words
) -> list[list[int]]:
    """The features of all blocks, a column for each of NAMES; `hits` adds the evidence of rules to some."""
    if not blocks:
        return [[] for _ in NAMES]
    shapes, evidences, comments, contents = _own(text, normalized(folded), blocks, hits, words)
    columns = [list(column) for column in zip(*shapes, strict=True)]
    count = len(blocks)
    counted = Counter(contents)
    repeats = [counted[content] for content in contents]
    places = [*range(63), *repeat(63, count)][:count]
    columns += [evidences, comments, _gaps(text, blocks), [min(number, 7) for number in repeats]]
    columns += [places, places[::-1]]
    for column, edge in ((evidences, 0), (columns[0], 0), (columns[3], 15), (columns[4], 15)):
        columns.append([edge, *column[:-1]])
        columns.append([*column[1:], edge])
    columns.append([0, 0, *evidences][:count])
    columns.append([*evidences, 0, 0][2:])
    return columns + _context(evidences, comments, columns[0], columns[9])


def _gaps(text: str, blocks: Sequence[Block]) -> list[int]:
    """The line ends before each block, up to 3: one more than the blank lines."""
    gaps = []
    position = 0
    for start, end, _ in blocks:
        gaps.append(1 if start == position + 1 else min(text.count("\n", position, start), 3))
        position = end
    return gaps


def _own(
    text: str, plain: str, blocks: Sequence[Block], hits: Mapping[int, int], words: Words
) -> tuple[list[Row], list[int], list[int], list[str]]:
    """What each block has by itself: its shape, its evidence for boilerplate and comment, its content."""
    wide = 3 if is_wide(text) else 1
    known: dict[str, tuple[Row, int, int, str]] = {}
    found = []
    for start, end, _ in blocks:
        raw = text[start:end]
        own = known.get(raw)
        if own is None:
            content = plain[start:end].strip()
            own = known[raw] = (shape(raw, content, wide), *evidence(tokens(content), words), content)
        found.append(own)
    shapes, evidences, comments, contents = map(list, zip(*found, strict=True))
    for index, more in hits.items():
        evidences[index] = min(LIMIT, evidences[index] + more)
    return shapes, evidences, comments, contents


def _context(
    evidences: list[int], comments: list[int], lengths: list[int], prose: list[int]
) -> list[list[int]]:
    """What lies before and after each block, and what is true of the whole text."""
    count = len(lengths)
    sizes = [length * length for length in lengths]
    prosaic = [size if is_prose else 0 for size, is_prose in zip(sizes, prose, strict=True)]
    good = [size if proof < 0 else 0 for size, proof in zip(prosaic, evidences, strict=True)]
    own = (evidences, comments, prose, prosaic, good)
    columns = _flow(*own)
    columns += [column[::-1] for column in _flow(*(column[::-1] for column in own))]
    whole = sum(sizes) + 1
    document = (
        sum(evidences) // count,
        sum([proof * size for proof, size in zip(evidences, sizes, strict=True)]) // whole,
        count.bit_length(),
        (whole**4).bit_length(),
        16 * sum(prosaic) // whole,
        16 * sum(good) // whole,
        min(sum(prose), 31),
        16 * sum([length < SHORT for length in lengths]) // count,
        sorted(lengths)[count // 2],
    )
    return columns + [[min(value, LIMIT)] * count for value in document]


def _flow(
    evidences: list[int], comments: list[int], prose: list[int], prosaic: list[int], good: list[int]
) -> list[list[int]]:
    """What lies before each block; evidence fades with distance, fast or slowly."""
    fast = slow = thread = close = 0.0
    since = FAR
    article = seen = 0
    whole = sum(good) + 1
    rows = []
    for proof, comment, is_prose, size, mass in zip(evidences, comments, prose, prosaic, good, strict=True):
        share = 16 * article // whole
        rows.append((fast, slow, thread, close, since, share, article.bit_length(), seen))
        fast += 0.4 * (proof - fast)
        slow += 0.1 * (proof - slow)
        thread += 0.1 * (comment - thread)
        close += 0.25 * (min(size, 500) / 4 - close)
        since = 0 if is_prose else min(since + 1, FAR)
        article += mass
        if comment > _COMMENT and seen < 31:
            seen += 1
    return [list(map(int, column)) for column in zip(*rows, strict=True)]
