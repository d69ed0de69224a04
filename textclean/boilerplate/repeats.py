"""Repeats: blocks that stand in many files of one site are the site's furniture, not its articles.

Two passes over the files: the first counts, the second looks at how the frequent blocks stand. What is
compared is folded: case, digits and punctuation do not count, so that “12 comments” repeats “3 Comments”.

Doubt keeps. What also repeats in articles is left alone: quotations, bylines, datelines and dates always;
headings, labels and questions (“Background”, “What are you reading?”), unless they stand in rows of repeats
only, as a menu's lines do; the headline of one file that is a teaser in others. The copies of one article
are counted as one file, for else three copies would make all of it furniture.

Counting lines over the pages of a site is the oldest way to find its template
(Bar-Yossef & Rajagopalan, “Template Detection via Data Mining”, WWW 2002).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

from textclean.boilerplate.blocks import fold, folded, is_sentence, split
from textclean.patterns import compile_pattern

LIMIT = 2_000_000
"""Blocks that are counted at once; beyond it the rarest are forgotten, which can only lose a repeat."""
_FEWEST, _SHARE = 3, 0.3
_PROSE_FEWEST, _PROSE_SHARE = 5, 0.5
_PROSE = 12  # words from which a sentence is prose
_HEADING = 6  # words up to which a block may be a heading inside an article
_ROW = 3  # blocks of a row of repeats
_MOSTLY = 0.8  # share of a block's files in which it must stand in such a row
_LONGEST = 200  # words
_TELLING, _SAME = 5, 4  # files that share 4 of their 5 longest blocks are copies of one article
_VARIANTS = 8

_DIGITS = compile_pattern(r"\d+")
_MARKS = compile_pattern(r"[\W_]+")
_QUOTATION = compile_pattern(r"""["'«»‹›‟‛「『〝]|[-–—] ?\w.*[.!?…]$""")
_BYLINE = compile_pattern(
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|[Dd][ia]|[Dd]oor|[Aa][vf]|[Pp]rzez|[Oo]d|[Оо]т|[Вв]ід"
    r"|[Tt]ext|[Ww]ords|[Aa]utor(?:in|a|e)?|[Aa]uteur|[Aa]uthor|[Аа]втор"
    r"|(?:[Ss]tory|[Rr]eport(?:ing|ed)|[Ww]ritten|WRITTEN) (?:by|BY))"
    r"\b:? *(?=[^\W\d_a-zß-ÿа-я])"
)
_DATELINE = compile_pattern(
    r"[^\W\d_][^()]{1,40}\([^()]{2,40}\) ?[-–—:]|\([^()]{2,30}\) ?[-–—]|[^\Wa-z\d_]{3,}[^a-z()]{0,40}[-–—] "
)
_MONTHS = (
    "(?:jan|feb|fév|mar|mär|mrt|apr|abr|avr|kwi|may|maj|mai|mag|mei|jun|jui|giu|cze|jul|lug|lip|aug|ago|aoû|sie"
    "|sep|set|wrz|oct|okt|ott|out|paź|nov|nob|lis|dec|dez|déc|dic|gru|sty|lut|gen|ene|янв|фев|мар|апр|мая|май"
    r"|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)\w*"
)
_DATE = compile_pattern(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[:.]\d\d\b|\d{1,2} ?[ap]\.?m\b|\d{4}年"
    rf"|\d(?:st|nd|rd|th|º|er)?\.?,? (?:de |of )?{_MONTHS}|\b{_MONTHS}\.? \d"
)


class Repeat(NamedTuple):
    """A block of furniture: how it reads, and how often it stands."""

    example: str
    """As it stands in one file, on one line."""
    variants: tuple[str, ...]
    """Folded, `0` for each number; they differ in punctuation. The commonest is first."""
    files: int
    of: int
    """How many files there are, copies of one article counted once."""


class Line(NamedTuple):
    """A block: as it stands, folded, and what it is counted by (0: by nothing)."""

    text: str
    content: str
    key: int

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.content.count(" ") + 1


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


def lines_of(text: str) -> list[Line]:
    """The blocks of a text."""
    lower = fold(text)
    lines = []
    for block in split(text):
        content = folded(lower, block)
        lines.append(Line(folded(text, block), content, _key(content)))
    return lines


def _key(content: str) -> int:
    """Sixty-four bits that stand for a block without its case, digits and punctuation; 0 without letters."""
    bare = _MARKS.sub(" ", _DIGITS.sub("0", content)).strip()
    if not any(map(str.isalpha, bare)):
        return 0
    return int.from_bytes(blake2b(bare.encode("utf-8", "replace"), digest_size=8).digest()) or 1


@dataclass(slots=True)
class Seen:
    """How a frequent block stands in the files that have it."""

    example: str
    prose: bool
    bounded: bool = True
    """Whether only its first few forms are kept, which is right only where all files are seen in turn."""
    doubtful: bool = False
    """Whether it could be a heading, a label or a question inside an article."""
    files: int = 0
    rows: int = 0
    """Files in which it stands in rows of repeats only."""
    framed: int = 0
    """Files in which what stands around it repeats and is no prose."""
    around: Counter[tuple[int, int]] = field(default_factory=Counter)
    """What stood before and after it, and how often."""
    variants: Counter[str] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        """Take down one of its forms; the first few are kept."""
        self.doubtful |= _is_doubtful(line)
        shape = _DIGITS.sub("0", line.content)
        if not self.bounded or len(self.variants) < _VARIANTS or shape in self.variants:
            self.variants[shape] += 1

    def merge(self, later: Seen) -> None:
        """Add what was seen in files that come later."""
        self.doubtful |= later.doubtful
        for name in ("files", "rows", "framed"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.around.update(later.around)
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
        if self.doubtful or (self.rows and not is_sentence(self.example)):
            return self.rows == self.files and not self.strays()
        if self.prose and self.framed < _MOSTLY * self.files:
            return self.files >= max(_PROSE_FEWEST, _PROSE_SHARE * total)
        return True

    def repeat(self, total: int) -> Repeat:
        """What there is to say of it."""
        return Repeat(self.example, tuple(v for v, _ in self.variants.most_common()), self.files, total)


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
    framed = [here and not _is_prose(line) for here, line in zip(repeated, lines, strict=True)]
    keys = [0, *(line.key for line in lines), 0]
    for key, indexes in places.items():
        line = lines[indexes[0]]
        known = seen.setdefault(key, Seen(line.text, _is_prose(line), bounded))
        known.files += 1
        known.rows += in_row.issuperset(indexes)
        known.framed += all(all(framed[max(i - 1, 0) : i] + framed[i + 1 : i + 2]) for i in indexes)
        known.doubtful |= len(indexes) > 1
        for index in indexes:
            known.add(lines[index])
            known.around[keys[index], keys[index + 2]] += 1


def _is_row(row: Sequence[Line], at_edge: bool) -> bool:
    """Whether repeats one after another are a menu or a box, not headings that happen to meet."""
    return len(row) >= _ROW and (at_edge or not all(map(_is_doubtful, row)))


def _rows(repeated: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where repeats stand one after another: the first, and the one after the last."""
    start = None
    for index, here in enumerate([*repeated, False]):
        if here and start is None:
            start = index
        elif not here and start is not None:
            yield start, index
            start = None


def _is_prose(line: Line) -> bool:
    return line.words > _PROSE and is_sentence(line.content)


def _is_doubtful(line: Line) -> bool:
    return line.words <= _HEADING or line.content.endswith(("?", "？", ":"))


def of_articles(text: str, content: str) -> bool:
    """Whether a block is of a kind that is never furniture, however often it stands.

    Quotations, bylines, datelines, dates, and what is longer than any furniture.
    """
    words = content.count(" ") + 1
    short = words <= 12 and not is_sentence(content)
    return (
        words > _LONGEST
        or _QUOTATION.match(content) is not None
        or _DATELINE.match(text) is not None
        or (short and _BYLINE.match(text) is not None)
        or (words <= 10 and is_date(content))
    )


def is_date(content: str) -> bool:
    """Whether a short folded block holds a date or a time of day: “Updated 3 May, 14:10”."""
    return _DATE.search(content) is not None
