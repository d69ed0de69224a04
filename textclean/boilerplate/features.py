"""Features: what can be said of each block without understanding it, and what its words tell.

Every feature is a small whole number. Most know no language: the shape of the block, its place, its
neighbours, how much of the text around it reads as prose. Only the evidence of words comes from a trained
table; in a language that the table does not know it is zero, and shape, place and the rules' hits must do.

This is the plain way, for a text or two. `textclean.boilerplate.arrays` measures the same for all blocks of a
text at once, with numpy, which is worth its import from some tens of kilobytes on. Both give the same
numbers, so all is counted in whole numbers: sums over windows, where fading averages would be rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from textclean.boilerplate.blocks import Block
from textclean.patterns import compile_pattern

LIMIT = 127
"""All features lie between -LIMIT and LIMIT; evidence is in sixteenths of a unit of log-odds."""
SHORT = 7
"""Root of the length, in characters, below which a block is short."""
FAR = 40
"""Distances and words are counted up to here."""
PROSE = 100
"""Length from which a block that holds the end of a sentence counts as prose."""
HEAD, TAIL = 120, 80
"""Characters that are looked at of a long block's beginning and end: it is settled by them."""
COMMENT = 32
"""Evidence from which a block counts as a mark of a thread of readers' comments."""
WIDE = 3
"""How many letters of an alphabet a character is worth of a script that writes without spaces."""
WINDOWS = {"near": 3, "wide": 12, "thread": 12, "close": 5}
"""How many blocks before, or after, each window looks at."""
FULL, CLOSE = 500, 20
"""What a paragraph counts at most in `close`, and what all of them are divided by."""

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
PROSE_ENDS = frozenset((1, 2, 5, 9))
STOPS = ".!?。！？…"
EAST = 0x3000
"""Code point from which characters are East Asian, that is letters without case; from 0x10000 on, signs."""
TOKEN_MARKS = '.,:!?()"|'
"""Marks that are tokens of their own."""
MARKS = ("|", "©", "@", "»›>•", '"“”„«')
"""Marks that prose rarely has, or always: the first bits of the feature of that name."""
_LINK = compile_pattern(r"//|[a-z]\.[a-z]")
_TIME = compile_pattern(r"[0-9][:/][0-9]|[0-9]{4}")
_DIGITS = [(digit, "0") for digit in "123456789"]
_SPACED = [(mark, f" {mark} ") for mark in TOKEN_MARKS]
_EASTERN = compile_pattern("[\u3040-\u9fff]")
LENGTHS = [int(length**0.5) for length in range(1025)]
SCALES = [1 / (2 * count + 1) ** 0.5 for count in range(HEAD + TAIL + 2)]

SHAPE = (
    *("length", "count", "lower", "end", "start", "sentences", "marks", "digits", "indent", "prose", "mean"),
    *("evidence", "comment"),
)
"""What a block has by itself."""
NEXT = ("evidence", "length", "end", "start")
SECOND = ("evidence", "length")
FLOW = ("near", "wide", "thread", "close", "since", "share", "article", "seen")
DOCUMENT = ("evidence", "weighted", "count", "size", "prose", "article", "proses", "short", "median")
NAMES = (
    *SHAPE,
    *("rule", "gap", "repeats", "index", "rest"),
    *(f"{side} {name}" for name in NEXT for side in ("previous", "next")),
    *(f"second {side} {name}" for name in SECOND for side in ("previous", "next")),
    *(f"{side} {name}" for side in ("before", "after") for name in FLOW),
    *(f"document {name}" for name in DOCUMENT),
)
"""The features' names, in the order of the columns of `measure`."""
CLASSES = frozenset(name for name in NAMES if name.split()[-1] in ("end", "start"))
"""Features that are classes and have no order."""
FLAGS = frozenset({"marks"})
"""Features that are sets of bits."""
EDGES = {"end": 15, "start": 15}
"""What stands for the neighbour of the first and the last block, where it is not 0."""

Key = str | tuple[str, str]
Columns = list[list[int]]
Words = Mapping[Key, complex]
"""Trained weights, in sixteenths: how much a key speaks for boilerplate, and (the imaginary part, so that one
sum gives both) for a reader's comment."""


class Own(NamedTuple):
    """What blocks have by themselves, whatever stands around them."""

    columns: Columns
    """A column for each name in SHAPE."""
    contents: list[str]
    """The blocks' normalized text, by which one is known that stands there twice."""

    def only(self, left: Sequence[int]) -> Own:
        """The same for some of the blocks."""
        columns = [[column[index] for index in left] for column in self.columns]
        return Own(columns, [self.contents[index] for index in left])


def normalized(folded: str) -> str:
    """Folded text in which every digit is 0, so that words that differ in a number are one word."""
    for digit, zero in _DIGITS:
        folded = folded.replace(digit, zero)
    return folded


def tokens(content: str) -> list[str]:
    """The words and marks of a block of normalized text."""
    for mark, spaced in _SPACED:
        if mark in content:
            content = content.replace(mark, spaced)
    return content.split()


def keys(found: list[str]) -> list[Key]:
    """What is looked up for a block: its tokens, their pairs, its first (`^`) and its last (`$`)."""
    return [*found, *pairwise(found), ("^", found[0]), ("$", found[-1])]


def evidence(found: list[str], words: Words) -> tuple[int, int]:
    """What a block's tokens say: for boilerplate, and for a reader's comment."""
    total = sum([words[key] for key in keys(found) if key in words], 0j) * SCALES[len(found)]
    return max(-LIMIT, min(LIMIT, int(total.real))), max(-LIMIT, min(LIMIT, int(total.imag)))


def end_of(character: str) -> int:
    """The class of the character that a block ends with."""
    return _ENDS.get(character, 0 if _is_letter(character) else 10)


def start_of(character: str) -> int:
    """The class of the character that a block begins with."""
    found = _STARTS.get(character)
    if found is not None:
        return found
    if not _is_letter(character):
        return 7
    return 1 if is_lower(character) else 0 if ord(character) < EAST and character.isupper() else 2


def is_lower(character: str) -> bool:
    """Whether a character is a small letter."""
    return ord(character) < EAST and character.islower()


def _is_letter(character: str) -> bool:
    code = ord(character)
    return character.isalpha() if code < EAST else code < 0x10000


def samples(text: str, blocks: Sequence[Block]) -> list[str]:
    """What is looked at of each block: all of it, or both ends of a long one."""
    most = HEAD + TAIL
    return [
        text[start:end] if end - start <= most else f"{text[start : start + HEAD]}\n{text[end - TAIL : end]}"
        for start, end, _ in blocks
    ]


def shape(raw: str, length: int, wide: int = 1) -> list[int]:
    """What a block looks like, as it stands in the text: SHAPE without the evidence.

    `raw` is its sample and `length` the whole block's; `wide` is how many letters of an alphabet one
    character of this script is worth.
    """
    stripped = raw.strip()
    parts = stripped.split()
    size = (length - len(raw) + len(stripped)) * wide
    sentences = raw.count(". ") + raw.count("? ") + raw.count("! ") + raw.count("。")
    end = end_of(stripped[-1])
    if end in (5, 6) and len(parts) > 3 and stripped[-2] in STOPS:
        end = 1
    return [
        LENGTHS[min(size, 1024)],
        min(len(parts), FAR),
        sum([is_lower(part[0]) for part in parts]) * 8 // len(parts),
        end,
        start_of(stripped[0]),
        min(sentences, 7),
        _marks(raw),
        min(sum(map(raw.count, "0123456789")), 15),
        min(len(raw) - len(raw.lstrip()), 15),
        int(size >= PROSE and (sentences > 0 or end in PROSE_ENDS)),
        min(len(stripped) * wide // len(parts), 31),
    ]


def _marks(content: str) -> int:
    """Marks that prose rarely has, or always, as bits."""
    bits = sum([any(map(content.__contains__, marks)) << bit for bit, marks in enumerate(MARKS)])
    bits |= (_LINK.search(content) is not None) << 2
    return bits | (_TIME.search(content) is not None) << 5 | (", " in content) << 6


def is_wide(text: str) -> bool:
    """Whether a text is in a script that writes without spaces, such as Chinese."""
    if text.isascii():
        return False
    sample = text[:3000]
    return 3 * len(_EASTERN.findall(sample)) > len(sample)


def own(text: str, folded: str, blocks: Sequence[Block], words: Words) -> Own:
    """What each block has by itself."""
    wide = WIDE if is_wide(text) else 1
    contents = normalized("\0".join(samples(folded, blocks))).split("\0")
    if len(contents) != len(blocks):  # the text has such characters itself
        contents = [normalized(sample) for sample in samples(folded, blocks)]
    if not blocks:
        return Own([[] for _ in SHAPE], [])
    known: dict[str, tuple[int, ...]] = {}
    rows = []
    for raw, content, (start, end, _) in zip(samples(text, blocks), contents, blocks, strict=True):
        row = known.get(raw)
        if row is None or end - start > HEAD + TAIL:
            row = known[raw] = (*shape(raw, end - start, wide), *evidence(tokens(content), words))
        rows.append(row)
    return Own([list(column) for column in zip(*rows, strict=True)], contents)


def gaps(text: str, blocks: Sequence[Block]) -> list[int]:
    """The line ends before each block, up to 3: one more than the blank lines."""
    found = []
    position = 0
    for start, end, _ in blocks:
        found.append(1 if start == position + 1 else min(text.count("\n", position, start), 3))
        position = end
    return found


def repeats(contents: Sequence[str]) -> list[int]:
    """How often each block's text stands in the document, up to 7."""
    counted = Counter(contents)
    return [min(counted[content], 7) for content in contents]


def measure(found: Own, gap: Sequence[int], hits: Mapping[int, int]) -> Columns:
    """The features of all blocks, a column for each of NAMES; `hits` adds the evidence of rules to some.

    There must be a block.
    """
    columns = list(found.columns)
    count = len(gap)
    rule = [0] * count
    evidences = list(columns[-2])
    for index, strength in hits.items():
        rule[index] = strength
        evidences[index] = min(LIMIT, evidences[index] + strength)
    columns[-2] = evidences
    places = [min(index, 63) for index in range(count)]
    columns += [rule, list(gap), repeats(found.contents), places, places[::-1]]
    by_name = dict(zip(SHAPE, columns, strict=False))
    for name in NEXT:
        edge, column = EDGES.get(name, 0), by_name[name]
        columns += [[edge, *column[:-1]], [*column[1:], edge]]
    for name in SECOND:
        column = by_name[name]
        columns += [[0, 0, *column][:count], [*column, 0, 0][2:]]
    return columns + _context(evidences, by_name["comment"], by_name["length"], by_name["prose"])


def _context(evidences: list[int], comments: list[int], lengths: list[int], prose: list[int]) -> Columns:
    """What lies before and after each block, and what is true of the whole text."""
    count = len(lengths)
    sizes = [length * length for length in lengths]
    prosaic = [size if is_prose else 0 for size, is_prose in zip(sizes, prose, strict=True)]
    good = [size if proof < 0 else 0 for size, proof in zip(prosaic, evidences, strict=True)]
    own_columns = (evidences, comments, prose, [min(size, FULL) for size in prosaic], good)
    columns = _flow(*own_columns)
    columns += [column[::-1] for column in _flow(*(column[::-1] for column in own_columns))]
    document = about(
        count,
        sum(sizes),
        sum(evidences),
        sum([proof * size for proof, size in zip(evidences, sizes, strict=True)]),
        sum(prosaic),
        sum(good),
        sum(prose),
        sum([length < SHORT for length in lengths]),
        sorted(lengths)[count // 2],
    )
    return columns + [[value] * count for value in document]


def about(
    count: int,
    size: int,
    evidences: int,
    weighted: int,
    prosaic: int,
    good: int,
    proses: int,
    short: int,
    median: int,
) -> list[int]:
    """The features of a whole text, in the order of DOCUMENT, from sums over its blocks."""
    whole = size + 1
    document = (
        evidences // count,
        weighted // whole,
        count.bit_length(),
        (whole**4).bit_length(),
        16 * prosaic // whole,
        16 * good // whole,
        min(proses, 31),
        16 * short // count,
        median,
    )
    return [min(value, LIMIT) for value in document]


def _flow(
    evidences: list[int], comments: list[int], prose: list[int], full: list[int], good: list[int]
) -> Columns:
    """What lies before each block."""
    whole = sum(good) + 1
    article = [0, *accumulate(good[:-1])]
    since, gone = [], FAR
    for is_prose in prose:
        since.append(gone)
        gone = 0 if is_prose else min(gone + 1, FAR)
    return [
        [total // WINDOWS["near"] for total in window(evidences, WINDOWS["near"])],
        [total // WINDOWS["wide"] for total in window(evidences, WINDOWS["wide"])],
        [total // WINDOWS["thread"] for total in window(comments, WINDOWS["thread"])],
        [total // CLOSE for total in window(full, WINDOWS["close"])],
        since,
        [16 * size // whole for size in article],
        [size.bit_length() for size in article],
        [min(seen, 31) for seen in accumulate([0, *(comment > COMMENT for comment in comments[:-1])])],
    ]


def window(column: list[int], width: int) -> list[int]:
    """The sum over the `width` values before each."""
    sums = [0, *accumulate(column)]
    return [sums[index] - sums[max(index - width, 0)] for index in range(len(column))]
