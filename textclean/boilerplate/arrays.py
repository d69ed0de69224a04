"""The features of `textclean.boilerplate.features`, for all blocks of a text at once.

Thousands of short lines a page are too many for Python to look at one by one. Here each step is one numpy
operation over the characters, the tokens or the blocks of the whole text; the numbers are the same, which a
property test proves. Words are looked up by a hash: sums of code points times powers of an odd number give
the hash of any stretch of text by one subtraction (Karp and Rabin, 1987).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textclean.boilerplate import features as plain
from textclean.boilerplate.blocks import Block
from textclean.boilerplate.features import FAR, LIMIT, MARKS, NEXT, SECOND, SHAPE, WINDOWS, Words

Array = npt.NDArray[Any]
_SPACE, _DIGIT, _LOWER, _STOP, _MARK, _SMALL, _SLASH, _COLON = (1 << bit for bit in range(7, 15))
_QUOTES = "“”„"  # which folding makes straight
_ODD = 0x9E3779B97F4A7C15
_AGAIN = 0xC2B2AE3D27D4EB4F
_WORD = (1 << 64) - 1
_LENGTHS = np.array(plain.LENGTHS, np.int32)
_SCALES = np.array(plain.SCALES)
_PROSE_ENDS = np.array([value in plain.PROSE_ENDS for value in range(16)])


class Own(NamedTuple):
    """What blocks have by themselves; as `features.Own`, in arrays."""

    columns: Array
    """A row for each name in SHAPE."""
    contents: list[str]

    def only(self, left: Sequence[int]) -> Own:
        """The same for some of the blocks."""
        return Own(self.columns[:, left], [self.contents[index] for index in left])


class Lexicon(NamedTuple):
    """Trained words by their hashes: two tables of slots, the second for what shares a slot in the first."""

    slots: tuple[Array, Array]
    hashes: Array
    weights: Array
    """Two rows: for boilerplate and for a reader's comment."""


@lru_cache(maxsize=1)
def _traits() -> Array:
    """What each character is, as bits: the marks of the feature of that name, and what else is asked."""
    table = np.zeros(plain.EAST + 1, np.int16)
    for code in range(plain.EAST):
        character = chr(code)
        table[code] = (character.isspace() and _SPACE) | (character.islower() and _LOWER)
    table[plain.EAST] = 0
    for bit, marks in enumerate(MARKS):
        for mark in marks:
            table[ord(mark)] |= 1 << bit
    for trait, characters in (
        (_DIGIT, "0123456789"),
        (_STOP, ".?!"),
        (_MARK, plain.TOKEN_MARKS + _QUOTES),
        (_SMALL, "abcdefghijklmnopqrstuvwxyz"),
        (_SLASH, "/"),
        (_COLON, ":"),
    ):
        for character in characters:
            table[ord(character)] |= trait
    return table


def _codes(text: str) -> Array:
    """The code points of a text, a line end before and after it."""
    text = f"\n{text}\n"
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(narrow) == len(text):
        return narrow
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _look(codes: Array) -> Array:
    if codes.dtype == np.uint8:
        return _traits().take(codes)
    # U+3000 itself, the ideographic space, is the only one of its kind from there on.
    traits = _traits().take(np.minimum(codes, plain.EAST))
    wide = codes == plain.EAST
    if wide.any():
        traits[wide] = _SPACE
    return traits


def own(text: str, folded: str, blocks: Sequence[Block], lexicon: Lexicon) -> Own:
    """What each block has by itself."""
    looked = plain.samples(text, blocks)
    sizes = np.array([len(sample) for sample in looked])
    ends = np.cumsum(sizes + 1)
    starts = ends - sizes
    raw = _codes("\n".join(looked))
    traits = _look(raw)
    space = traits & _SPACE != 0
    word = np.flatnonzero(space[:-1] > space[1:]) + 1
    word_end = np.flatnonzero(space[:-1] < space[1:]) + 1
    first, last = np.searchsorted(word, starts), np.searchsorted(word, ends)
    content, finish = word[first], word_end[last - 1]
    count = last - first
    wide = plain.WIDE if plain.is_wide(text) else 1
    seen = finish - content
    size = (np.array([end - start for start, end, _ in blocks]) - sizes + seen) * wide
    lower = np.concatenate([[0], np.cumsum(traits[word] & _LOWER != 0)])
    sentences = _between(_sentence_ends(raw, traits), starts, ends)
    end = _ends(raw, finish, count)
    numbers = np.empty((len(SHAPE), len(blocks)), np.int32)
    numbers[0] = _LENGTHS.take(np.minimum(size, 1024))
    numbers[1] = np.minimum(count, FAR)
    numbers[2] = (lower[last] - lower[first]) * 8 // count
    numbers[3] = end
    numbers[4] = [_start(code) for code in raw[content].tolist()]
    numbers[5] = np.minimum(sentences, 7)
    numbers[6] = _marks(raw, traits, starts, ends)
    numbers[7] = np.minimum(_between(np.flatnonzero(traits & _DIGIT), starts, ends), 15)
    numbers[8] = np.minimum(content - starts, 15)
    numbers[9] = (size >= plain.PROSE) & ((sentences > 0) | _PROSE_ENDS.take(end))
    numbers[10] = np.minimum(seen * wide // count, 31)
    contents = plain.normalized("\n".join(plain.samples(folded, blocks)))
    numbers[11:13] = _evidence(_codes(contents), traits, starts, lexicon)
    bounds = zip((starts - 1).tolist(), (ends - 1).tolist(), strict=True)
    return Own(numbers, [contents[start:end] for start, end in bounds])


def _between(places: Array, starts: Array, ends: Array) -> Array:
    """How many of some places lie in each block."""
    count: Array = np.searchsorted(places, ends) - np.searchsorted(places, starts)
    return count


def _sentence_ends(raw: Array, traits: Array) -> Array:
    stops: Array = np.flatnonzero(traits & _STOP)
    stops = stops[raw[stops + 1] == ord(" ")]
    if raw.dtype == np.uint8:
        return stops
    both: Array = np.sort(np.concatenate([stops, np.flatnonzero(raw == ord("。"))]))
    return both


@lru_cache(maxsize=4096)
def _start(code: int) -> int:
    return plain.start_of(chr(code))


@lru_cache(maxsize=4096)
def _end(code: int) -> int:
    return plain.end_of(chr(code))


def _ends(raw: Array, finish: Array, count: Array) -> Array:
    end = np.array([_end(code) for code in raw[finish - 1].tolist()])
    for index in np.flatnonzero(((end == 5) | (end == 6)) & (count > 3)).tolist():
        if chr(raw[finish[index] - 2]) in plain.STOPS:
            end[index] = 1
    return end


def _marks(raw: Array, traits: Array, starts: Array, ends: Array) -> Array:
    """The feature `marks`: the bits of its characters, and of a few that stand side by side."""
    bits = traits & 0x1F
    here, after, third = traits[:-2], traits[1:-1], traits[2:]
    dots = np.flatnonzero((here & _SMALL != 0) & (third & _SMALL != 0) & (raw[1:-1] == 46))
    bits[dots] |= 1 << 2
    bits[np.flatnonzero(here & after & _SLASH)] |= 1 << 2
    digits = here & third & _DIGIT != 0
    bits[np.flatnonzero(digits & (after & (_SLASH | _COLON) != 0))] |= 1 << 5
    four = digits[:-1] & digits[1:]
    bits[np.flatnonzero(four)] |= 1 << 5
    commas = np.flatnonzero(raw[:-1] == 44)
    bits[commas[raw[commas + 1] == 32]] |= 1 << 6
    edges = np.stack([starts, ends], axis=1).ravel()
    return np.bitwise_or.reduceat(bits, edges)[::2]


def _evidence(codes: Array, traits: Array, starts: Array, lexicon: Lexicon) -> Array:
    """The evidence of each block's tokens, for boilerplate and for comments."""
    space, mark = traits & _SPACE != 0, traits & _MARK != 0
    apart = space | mark
    begins = np.flatnonzero(~space[1:] & (mark[1:] | apart[:-1])) + 1
    ends = np.flatnonzero(~space[:-1] & (mark[:-1] | apart[1:])) + 1
    hashes = hashes_of(codes, begins, ends)
    first = np.searchsorted(begins, starts)
    counts = np.diff(first, append=len(begins))
    last = first + counts - 1
    total = np.add.reduceat(_weigh(hashes, lexicon), first, axis=1)
    pairs = np.zeros((2, len(hashes)), np.int32)
    pairs[:, :-1] = _weigh(_pair(hashes[:-1], hashes[1:]), lexicon)
    pairs[:, last] = 0
    total += np.add.reduceat(pairs, first, axis=1)
    total += _weigh(_pair(hash_of("^"), hashes[first]), lexicon)
    total += _weigh(_pair(hash_of("$"), hashes[last]), lexicon)
    scaled: Array = np.trunc(total * _SCALES.take(counts))
    return scaled.clip(-LIMIT, LIMIT)


_powers: list[Array] = [np.ones(1, np.uint64), np.ones(1, np.uint64)]
"""Powers of an odd number and of its inverse, modulo 2**64; as many as the longest text has needed."""


def _reach(size: int) -> tuple[Array, Array]:
    """The first powers, at least `size` of them."""
    up, down = _powers
    if len(up) < size:
        size = 1 << size.bit_length()
        up = np.cumprod(np.full(size, _ODD, np.uint64))
        down = np.cumprod(np.full(size, pow(_ODD, -1, 1 << 64), np.uint64))
        _powers[:] = up, down
    return up, down


def hashes_of(codes: Array, begins: Array, ends: Array) -> Array:
    """The hash of each stretch of code points."""
    up, down = _reach(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    # One more than each code point: of a NUL, nothing would be seen, and `0\0` would have the hash of `0`.
    np.cumsum((codes + np.uint64(1)) * up[: len(codes)], out=sums[1:])
    stretch: Array = (sums[ends] - sums[begins]) * down[begins]
    return stretch


def hash_of(token: str) -> np.uint64:
    """The hash of one token, the same as among others."""
    value = 0
    for character in reversed(token):
        value = (value + ord(character) + 1) * _ODD & _WORD
    # The first power in `_powers` is the first, not the zeroth; a stretch's own place cancels out.
    return np.uint64(value * pow(_ODD, -1, 1 << 64) & _WORD)


def _pair(first: Array | np.uint64, second: Array | np.uint64) -> Array:
    with np.errstate(over="ignore"):
        mixed: Array = np.uint64(_AGAIN) * first + np.uint64(3) * second + np.uint64(1)
    return mixed


def _weigh(hashes: Array, lexicon: Lexicon) -> Array:
    """Two rows: what each hash weighs for boilerplate and for comments, 0 if it is of no known word."""
    mixed = hashes * np.uint64(_ODD)  # the hash of one character is small: spread it over all bits
    place = lexicon.slots[0].take((mixed >> np.uint64(48)).view(np.int64))
    other = np.flatnonzero(lexicon.hashes.take(place) != hashes)
    again = lexicon.slots[1].take((mixed[other] >> np.uint64(32) & np.uint64(0xFFFF)).view(np.int64))
    again[lexicon.hashes.take(again) != hashes[other]] = 0
    place[other] = again
    return lexicon.weights[:, place]


def lexicon_of(words: Words) -> Lexicon:
    """The trained words, ready to be looked up."""
    known = [
        (int(hash_of(key)) if isinstance(key, str) else int(_pair(hash_of(key[0]), hash_of(key[1]))), weight)
        for key, weight in words.items()
    ]
    first, second = np.zeros(1 << 16, np.int32), np.zeros(1 << 16, np.int32)
    for index, (value, _) in enumerate(known, 1):
        mixed = value * _ODD & _WORD
        slot = mixed >> 48
        if first[slot]:
            slot = mixed >> 32 & 0xFFFF
            if second[slot]:
                raise ValueError("two words share both slots")
            second[slot] = index
        else:
            first[slot] = index
    hashes = np.array([0, *(value for value, _ in known)], np.uint64)
    weights = np.array([[0, *(int(getattr(w, part)) for _, w in known)] for part in ("real", "imag")])
    return Lexicon((first, second), hashes, weights.astype(np.int32))


def measure(found: Own, gap: Sequence[int], hits: Mapping[int, int]) -> Array:
    """The features of all blocks, a row for each of `features.NAMES`."""
    shape = found.columns
    count = shape.shape[1]
    numbers = np.zeros((len(plain.NAMES), count), np.int16)
    numbers[: len(SHAPE)] = shape
    evidences = numbers[len(SHAPE) - 2]
    row = len(SHAPE)
    if hits:
        where = list(hits)
        numbers[row, where] = list(hits.values())
        np.minimum(evidences + numbers[row], LIMIT, out=evidences)
    numbers[row + 1] = gap
    numbers[row + 2] = plain.repeats(found.contents)
    numbers[row + 3] = np.minimum(np.arange(count), 63)
    numbers[row + 4] = numbers[row + 3, ::-1]
    row += 5
    for name in NEXT:
        column = numbers[SHAPE.index(name)]
        numbers[row : row + 2] = plain.EDGES.get(name, 0)
        numbers[row, 1:] = column[:-1]
        numbers[row + 1, :-1] = column[1:]
        row += 2
    for name in SECOND:
        column = numbers[SHAPE.index(name)]
        numbers[row, 2:] = column[:-2]
        numbers[row + 1, :-2] = column[2:]
        row += 2
    _context(numbers, row)
    return numbers


def _context(numbers: Array, row: int) -> None:
    """Fill in what lies before and after each block, and what is true of the whole text."""
    shape = dict(zip(SHAPE, numbers, strict=False))
    evidences, prose, lengths = shape["evidence"].astype(np.int64), shape["prose"], shape["length"]
    sizes = lengths.astype(np.int64) ** 2
    prosaic = sizes * prose
    good = prosaic * (evidences < 0)
    own_rows = (evidences, shape["comment"].astype(np.int64), prose, np.minimum(prosaic, plain.FULL), good)
    flow = len(plain.FLOW)
    _flow(numbers[row : row + flow], *own_rows)
    _flow(numbers[row + flow : row + 2 * flow, ::-1], *(column[::-1] for column in own_rows))
    count = len(sizes)
    document = plain.about(
        count,
        int(sizes.sum()),
        int(evidences.sum()),
        int((evidences * sizes).sum()),
        int(prosaic.sum()),
        int(good.sum()),
        int(prose.sum()),
        int((lengths < plain.SHORT).sum()),
        int(np.partition(lengths, count // 2)[count // 2]),
    )
    numbers[row + 2 * flow :] = np.array(document)[:, None]


def _flow(out: Array, evidences: Array, comments: Array, prose: Array, full: Array, good: Array) -> None:
    """What lies before each block."""
    count = len(prose)
    out[0] = _window(evidences, WINDOWS["near"]) // WINDOWS["near"]
    out[1] = _window(evidences, WINDOWS["wide"]) // WINDOWS["wide"]
    out[2] = _window(comments, WINDOWS["thread"]) // WINDOWS["thread"]
    out[3] = _window(full, WINDOWS["close"]) // plain.CLOSE
    places = np.arange(count)
    latest = np.maximum.accumulate(np.where(prose > 0, places, -FAR - 1))
    out[4, 0] = FAR
    out[4, 1:] = np.minimum(places[1:] - 1 - latest[:-1], FAR)
    article = np.zeros(count, np.int64)
    np.cumsum(good[:-1], out=article[1:])
    out[5] = 16 * article // (int(article[-1] + good[-1]) + 1)
    out[6] = np.frexp(article.astype(np.float64))[1]
    out[7, 0] = 0
    out[7, 1:] = np.minimum(np.cumsum(comments[:-1] > plain.COMMENT), 31)


def _window(column: Array, width: int) -> Array:
    """The sum over the `width` values before each."""
    sums = np.zeros(len(column), np.int64)
    np.cumsum(column[:-1], out=sums[1:])
    sums[width:] -= sums[:-width].copy()
    return sums


class Forest(NamedTuple):
    """A model's trees, ready to be asked for all blocks at once."""

    classes: list[tuple[int, int, bool]]
    """Features that are asked for a class, or a bit of a set: their place, the value, whether it is a bit.
    Each becomes a further row of 0 and 1."""
    chunks: list[tuple[Array, Array, Array, int, int]]
    """For some trees the rows they ask and the bounds, one line for each place in a tree; their leaves,
    where each begins; and between what sums a block needs the next chunk."""


def forest_of(model: Any) -> Forest:
    """The trees of a `scorer.Model`."""
    classes: list[tuple[int, int, bool]] = []
    asked = []
    for name, value in model.questions:
        place = plain.NAMES.index(name)
        if name in plain.CLASSES or name in plain.FLAGS:
            asked.append((len(plain.NAMES) + len(classes), 0))
            classes.append((place, value, name in plain.FLAGS))
        else:
            asked.append((place, value))
    chunks = []
    start = 0
    for size, low, high in model.chunks:
        trees = model.trees[start : start + size]
        start += size
        depth = max(len(questions) for questions, _ in trees)
        rows, bounds = np.zeros((depth, size), np.intp), np.full((depth, size), LIMIT, np.int16)
        leaves = np.zeros((size, 1 << depth), np.int32)
        for number, (questions, values) in enumerate(trees):
            leaves[number, : len(values)] = values
            for level, question in enumerate(questions):
                rows[level, number], bounds[level, number] = asked[question]
        chunks.append((rows, bounds[:, :, None], leaves, low, high))
    return Forest(classes, chunks)


def weigh(numbers: Array, forest: Forest) -> list[int]:
    """Log-odds of all blocks, in hundredths, from their features."""
    rows = np.empty((len(numbers) + len(forest.classes), numbers.shape[1]), np.int16)
    rows[: len(numbers)] = numbers
    for index, (place, value, is_bit) in enumerate(forest.classes, len(numbers)):
        rows[index] = numbers[place] & value != 0 if is_bit else numbers[place] == value
    total = np.zeros(numbers.shape[1], np.int32)
    left = np.arange(numbers.shape[1])
    for asked, bounds, leaves, low, high in forest.chunks:
        state = np.zeros((leaves.shape[0], len(left)), np.uint8)
        for level, (row, bound) in enumerate(zip(asked, bounds, strict=True)):
            state |= (rows[row] > bound).view(np.uint8) << level
        total[left] += leaves[np.arange(len(leaves))[:, None], state].sum(axis=0, dtype=np.int32)
        open_ = np.flatnonzero((low < total[left]) & (total[left] < high))
        if not len(open_):
            break
        left, rows = left[open_], rows[:, open_]
    found: list[int] = total.tolist()
    return found
