"""Repeats: blocks that stand in many files of one site are the site's furniture, not its articles.

Two passes over the files: the first counts, the second looks at how the frequent blocks stand. What is
compared is folded: case, digits and punctuation do not count, so that “12 comments” repeats “3 Comments”.

Doubt keeps. What also repeats in articles is left alone: quotations, bylines, datelines and dates always;
headings, labels and questions (“Background”, “What are you reading?”), unless they stand in rows of repeats
only, as a menu's lines do, or, questions aside, at the edges of files only, as the site's name does (see
textclean.boilerplate.standing); the headline of one file that is a teaser in others. The copies of one
article are counted as one file, for else three copies would make all of it furniture.

Counting lines over the pages of a site is the oldest way to find its template
(Bar-Yossef & Rajagopalan, “Template Detection via Data Mining”, WWW 2002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from textclean.boilerplate import standing
from textclean.boilerplate.blocks import is_sentence
from textclean.boilerplate.lines import DIGITS, Line, asks, is_doubtful, is_prose, lines_of, of_articles
from textclean.boilerplate.near_misses import NO_NEAR_MISS, NearMiss, Own

LIMIT = 2_000_000
"""Blocks that are counted at once; beyond it the rarest are forgotten, which can only lose a repeat."""
_FEWEST, _SHARE = 3, 0.3
_SENTENCE_FEWEST, _SENTENCE_SHARE = 5, 0.5
_ROW = 3  # blocks of a row of repeats
_MOSTLY = 0.8  # share of a block's files in which it must stand in such a row
_TELLING, _SAME = 5, 4  # files that share 4 of their 5 longest blocks are copies of one article
_VARIANTS = 8
_ABOVE, _BELOW = 3, 4  # blocks around a repeat that are kept, for whoever wonders what it is
_BEGIN, _END = 90, 40  # characters of each


class Repeat(NamedTuple):
    """A block of furniture: how it reads, and how often it stands."""

    example: str
    """As it stands in one file, on one line."""
    variants: tuple[str, ...]
    """Folded, `0` for each number; they differ in punctuation. The commonest is first."""
    files: int
    of: int
    """How many files there are, copies of one article counted once."""
    place: str = ""
    """Where it always stands, if only that makes it furniture (see textclean.boilerplate.standing)."""
    heads: bool = False
    """Whether it stands below articles, and what stands below it changes."""
    page: tuple[str, ...] = ()
    """What it stands among in the first file that has it, itself included, long blocks cut."""
    at: int = 0
    """Its place there."""
    near: str = ""
    """The likest sentence of the site's articles (see textclean.boilerplate.near_misses)."""


def find_repeats(texts: Callable[[], Iterable[str]], limit: int = LIMIT) -> list[Repeat]:
    """The furniture of a site, most frequent first; `texts` gives its files' texts, and is called twice."""
    total, counts = _count(texts(), limit)
    often = {key for key, count in counts.items() if count >= least(total)}
    counts.clear()
    if not often:
        return []
    seen: dict[int, Seen] = {}
    for lines in _different(texts()):
        look_at(lines, often, seen)
    repeats = [known.repeat(total) for known in seen.values() if known.is_furniture(total)]
    return sorted(repeats, key=lambda repeat: (-repeat.files, repeat.example))


def _count(texts: Iterable[str], limit: int) -> tuple[int, Counter[int]]:
    """How many files there are, and in how many of them each block stands."""
    counts: Counter[int] = Counter()
    total = floor = 0
    for lines in _different(texts):
        total += 1
        counts.update({line.key for line in lines} - {0})
        while len(counts) > limit:
            floor += 1
            counts = Counter({key: count for key, count in counts.items() if count > floor})
    return total, counts


def _different(texts: Iterable[str]) -> Iterator[list[Line]]:
    """The blocks of each file that is no copy of one before it."""
    known: set[int] = set()
    for text in texts:
        lines = lines_of(text)
        if is_new(((line.key, len(line.content)) for line in lines), known):
            yield lines


def is_new(blocks: Iterable[tuple[int, int]], known: set[int]) -> bool:
    """Whether a file, by its blocks' keys and lengths, is no copy of one that is known; it is from now on."""
    longest = sorted(dict(blocks).items(), key=lambda item: (-item[1], item[0]))
    keys = sorted(key for key, _ in longest[:_TELLING])
    signs = {hash(some) for some in combinations(keys, min(_SAME, len(keys)))}
    new = bool(signs) and known.isdisjoint(signs)
    known |= signs
    return new


def least(total: int) -> float:
    """In how many of a site's files a block must stand to be looked at."""
    return max(_FEWEST, _SHARE * total)


@dataclass(slots=True)
class Seen:
    """How a frequent block stands in the files that have it."""

    example: str
    prose: bool
    bounded: bool = True
    """Whether only its first few forms are kept, which is right only where all files are seen in turn."""
    doubtful: bool = False
    """Whether it could be a heading, a label or a question inside an article."""
    asks: bool = False
    """Whether it is a question, or leads to what follows: no place makes that furniture."""
    files: int = 0
    rows: int = 0
    """Files in which it stands in rows of repeats only."""
    framed: int = 0
    """Files in which what stands around it repeats and is no sentence."""
    opens: int = 0
    """Files in which what stands right above it is no repeat."""
    around: Counter[tuple[int, int]] = field(default_factory=Counter)
    """What stood before and after it, and how often."""
    variants: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    """In how many files it stands where, in the words of textclean.boilerplate.standing."""
    page: tuple[str, ...] = ()
    """What it stood among when it was first seen, and its place there."""
    at: int = 0
    near: NearMiss = NO_NEAR_MISS
    """What articles say that is likest to it."""

    def add(self, line: Line) -> None:
        """Take down one of its forms; the first few are kept."""
        self.doubtful |= is_doubtful(line)
        self.asks |= asks(line)
        shape = DIGITS.sub("0", line.content)
        if not self.bounded or len(self.variants) < _VARIANTS or shape in self.variants:
            self.variants[shape] += 1

    def opened(self) -> Seen:
        """The same block before anything was counted, to which files in turn can be added."""
        return Seen(self.example, self.prose, page=self.page, at=self.at)

    def merge(self, later: Seen) -> None:
        """Add what was seen in files that come later."""
        self.doubtful |= later.doubtful
        self.asks |= later.asks
        self.near = self.near.or_better(later.near)
        for name in ("files", "rows", "framed", "opens"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.around.update(later.around)
        self.places.update(later.places)
        for shape, times in later.variants.items():
            if len(self.variants) < _VARIANTS or shape in self.variants:
                self.variants[shape] += times

    def strays(self) -> bool:
        """Whether it stands somewhere between blocks that it stands between nowhere else.

        A teaser in the lists of other files is the headline of its own, where it stands below the menu.
        """
        before, after = Counter[int](), Counter[int]()
        for (left, right), times in self.around.items():
            before[left] += times
            after[right] += times
        return any(before[left] < 2 and after[right] < 2 for left, right in self.around)

    def is_furniture(self, total: int) -> bool:
        """Whether it stands often enough, and in such a way, that it cannot be part of articles."""
        if self.files < least(total):
            return False
        seldom = self.files < max(_SENTENCE_FEWEST, _SENTENCE_SHARE * total)
        if seldom and is_sentence(self.example) and self.framed < _MOSTLY * self.files:
            return False
        if self.is_unsure():
            return self.is_in_rows() or self.place(total) != ""
        return True

    def is_unsure(self) -> bool:
        """Whether only its rows or its place can tell what it is."""
        return self.doubtful or (self.rows > 0 and not is_sentence(self.example))

    def is_in_rows(self) -> bool:
        """Whether it stands in rows of repeats only, and never strays."""
        return self.rows == self.files and not self.strays()

    def changes(self, side: int = 1) -> bool:
        """Whether what stands right below it (side 0: above it) is something else in most files."""
        there = Counter[int]()
        for pair, times in self.around.items():
            there[pair[side]] += times
        return 2 * max(there.values()) <= there.total()

    def place(self, total: int) -> str:
        """Where it always stands, if that makes furniture of it.

        What stands beside it is then the same in most files, or it is a heading right below what is the
        file's own. The rows of a league table stand last in all files, but each week in another order.
        """
        if self.asks or self.prose:
            return ""
        place = standing.fixed(self.places, total)
        held = not self.changes(0) or 2 * self.opens > self.files
        return place if held or (place == standing.LAST and not self.changes()) else ""

    def repeat(self, total: int) -> Repeat:
        """What there is to say of it."""
        variants = tuple(v for v, _ in self.variants.most_common())
        place = self.place(total)
        heads = place in (standing.LAST, standing.TAIL) and self.changes()
        if self.is_in_rows() or not self.is_unsure():
            place = ""
        return Repeat(
            self.example, variants, self.files, total, place, heads, self.page, self.at, self.near.text
        )


def look_at(lines: Sequence[Line], often: set[int], seen: dict[int, Seen], bounded: bool = True) -> None:
    """Take down how the frequent blocks of a file stand in it."""
    repeated = [line.key in often and not of_articles(line.text, line.content) for line in lines]
    places: dict[int, list[int]] = {}
    in_row: set[int] = set()
    for first, last in _rows(repeated):
        if _is_row(lines[first:last], first == 0 or last == len(lines)):
            in_row.update(range(first, last))
        for index in range(first, last):
            places.setdefault(lines[index].key, []).append(index)
    framed = [here and not is_sentence(line.content) for here, line in zip(repeated, lines, strict=True)]
    keys = [0, *(line.key for line in lines), 0]
    signs = _signs(lines, often)
    stands = standing.places_of(signs)
    own = Own(lines, standing.own_of(signs))
    for key, indexes in places.items():
        known = seen.get(key) or seen.setdefault(key, _met(lines, indexes[0], bounded))
        known.files += 1
        known.rows += in_row.issuperset(indexes)
        known.opens += all(index == 0 or signs[index - 1] != standing.REPEAT for index in indexes)
        known.framed += all(all(framed[max(i - 1, 0) : i] + framed[i + 1 : i + 2]) for i in indexes)
        known.doubtful |= len(indexes) > 1
        if place := standing.place_in(stands[index] for index in indexes):
            known.places[place] += 1
        known.near = known.near.or_better(own.nearest(indexes[0]))
        for index in indexes:
            known.add(lines[index])
            known.around[keys[index], keys[index + 2]] += 1


def _met(lines: Sequence[Line], index: int, bounded: bool) -> Seen:
    """A block that is seen for the first time."""
    line, low = lines[index], max(0, index - _ABOVE)
    page = tuple(_cut(each.text) for each in lines[low : index + 1 + _BELOW])
    return Seen(line.text, is_prose(line), bounded, page=page, at=index - low)


def _cut(text: str) -> str:
    return text if len(text) <= _BEGIN + _END else f"{text[:_BEGIN]} … {text[-_END:]}"


def _signs(lines: Sequence[Line], often: set[int]) -> str:
    """What each block of a file is to the others, in the signs of textclean.boilerplate.standing."""
    signs: list[str] = []
    begun = False
    for line in lines:
        if not line.key and not DIGITS.search(line.content):
            signs.append(standing.BLANK)
        elif line.key in often:
            signs.append(standing.REPEAT)
        elif is_prose(line):
            signs.append(standing.PROSE)
            begun = True
        elif begun or not of_articles(line.text, line.content):  # below paragraphs it does not matter
            signs.append(standing.LINE)
        else:
            signs.append(standing.SIGNED)
    return "".join(signs)


def _is_row(row: Sequence[Line], at_edge: bool) -> bool:
    """Whether repeats one after another are a menu or a box, not headings that happen to meet."""
    return len(row) >= _ROW and (at_edge or not all(map(is_doubtful, row)))


def _rows(repeated: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where repeats stand one after another: the first, and the one after the last."""
    start = None
    for index, here in enumerate([*repeated, False]):
        if here and start is None:
            start = index
        elif not here and start is not None:
            yield start, index
            start = None
