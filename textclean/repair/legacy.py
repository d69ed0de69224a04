"""The charsets of one and two bytes that Unicode replaced: which of them wrote these bytes?

Every charset is tried on a sample and read by the letter tables of the languages it was made for. The
reading that surprises least wins. Charsets differ little at times (cp1252 and ISO 8859-15 in eight signs):
where two read the sample alike, the one more often met on the Web goes first.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from textclean.repair.charsets import CHARSETS, NAMES, SCRIPTS, SEVERAL_BYTES, WESTERN
from textclean.repair.letters import Language, Pairs, case_cost, languages, pairs_of
from textclean.repair.places import ceiling, penalty, stranger
from textclean.repair.sampling import prose

_AHEAD = 60.0  # bits: a language whose ASCII alone reads so much worse than another's is out of the running
_EACH = 3.0  # and for each pair with an odd byte, by which it may catch up
_BESIDE = 20.0  # bits for an English page that quotes a word of another script
_BITS = 11.0  # a character at most, in what reads as a language: prose takes 4 to 5, Chinese 8
_MANY = 15.0  # and in one of thousands of characters, of which a short text may have rare ones only
_EXPECTED = 10.0  # bits in favour of the language expected
_ESCAPES, _LAST = "\udc80", "\udcff"
_ODD = re.compile(f"[{_ESCAPES}-{_LAST}]+")
_LETTERS = re.compile(f"[^\\x00-\\x7f{_ESCAPES}-{_LAST}]")
_NEAR = re.compile(f"[^{_ESCAPES}-{_LAST}]{{0,12}}(?:[{_ESCAPES}-{_LAST}]+[^{_ESCAPES}-{_LAST}]{{0,12}})+")
_FIRST = 32  # pairs of odd bytes that all charsets are weighed by
_CLOSE = 8.0  # bits between readings of which either may be right
_SHORT = 8  # bytes at least in what may be UTF-16 without a mark: two of any kind are a character
_GLANCE = 500  # bytes that show whether a charset of several bytes is worth a longer look
_NEVER = 99.0
_STAY = 3  # charsets that stay in any case, to name the runner-up
_BEHIND = 80.0  # bits behind the best by which a charset is out of the running


class Reading(NamedTuple):
    """One way to read the bytes, and how surprising a text it gives."""

    cost: float
    codec: str
    language: str


class Choice(NamedTuple):
    """The charset found, the next likeliest that reads otherwise, and why, in words."""

    codec: str
    runner_up: str | None
    evidence: str


def choose(data: bytes) -> Choice:
    """The charset that `data`, which is not UTF-8, was most likely written in."""
    found = readings(data)
    if not found:
        return Choice("cp1252", None, "not UTF-8, and no charset reads well; cp1252 is the commonest")
    best = _widest(found, data)
    part = prose(data)
    text = part.decode(best.codec, "replace")
    others = (other for other in found if part.decode(other.codec, "replace") != text)
    other = next(others, None)
    name = NAMES.get(best.language, best.language)
    if best.cost > (_MANY if best.codec in SEVERAL_BYTES else _BITS) * len(text):
        codec = _second_opinion(part)
        if codec:
            return Choice(codec, best.codec, f"not UTF-8, in no language known here; {codec} by its bytes")
        return Choice(best.codec, other and other.codec, f"not UTF-8; {best.codec} reads least badly")
    evidence = f"not UTF-8; as {best.codec} it reads like {name}"
    if other is not None and other.cost - best.cost < _CLOSE:
        evidence += f", but {other.codec} reads nearly as well"
    return Choice(best.codec, other and other.codec, evidence)


def _widest(found: list[Reading], data: bytes) -> Reading:
    """The likeliest reading, or one close to it that reads all of `data` where that one does not.

    Makers added characters to the standards' charsets, cp932 `①` and `№` to Shift JIS: a page may have
    one of them far from its sample.
    """
    best = found[0]
    near = [item for item in found if item.language == best.language and item.cost < best.cost + _CLOSE]
    if best.codec not in SEVERAL_BYTES or len(near) == 1:
        return best
    return next((item for item in near if _reads(data, item.codec)), best)


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _second_opinion(part: bytes) -> str | None:
    """What charset-normalizer makes of a text that no letter table reads; it looks at the bytes' order alone.

    Where a table reads the text it is the better judge: charset-normalizer is right for 62 % of Western
    texts, the tables for 99 %.
    """
    from charset_normalizer import from_bytes

    found = from_bytes(part).best()
    names = {codec for codec, _, _ in CHARSETS}
    codec = codecs.lookup(found.encoding).name if found else ""
    return codec if codec in names else None


def readings(data: bytes) -> list[Reading]:
    """All charsets that can read `data`, the likeliest first."""
    return rank(escaped(prose(data)))


def escaped(data: bytes) -> str:
    """Bytes as text in which those that are not ASCII stand for themselves, to be ranked."""
    return data.decode("ascii", "surrogateescape")


@lru_cache(maxsize=4)
def rank(text: str, expected: str = "") -> list[Reading]:
    """All charsets by how surprising `text` is with its escaped bytes read by them, the likeliest first.

    `expected` is the language that the text around is in. What is no escaped byte reads alike in all
    charsets of one byte: it is weighed once, and leaves few languages to weigh the rest by. The pairs of
    bytes are counted once, too; what the commonest of them speak against is not asked about the others.
    """
    plain, odd = _split(pairs_of(text))
    case = case_cost(plain)
    least = min(languages()[tag].cost(plain) for tag in WESTERN.split()) + _BESIDE

    @cache
    def weigh(tag: str) -> float:
        bits = languages()[tag].cost(plain)
        return (min(bits, least) if tag in SCRIPTS else bits) - _EXPECTED * (tag == expected)

    count = sum(item[2] for item in odd)
    found = _narrow(_singles(weigh, _AHEAD + _EACH * count), odd, len(text))
    found = [Reading(reading.cost + case, *reading[1:]) for reading in found]
    if not _spread(text):
        most = 1.5 * min(found).cost / len(text) if found else _NEVER
        found += _several(text, weigh, len(text) > 20 * count, most)
    return sorted(found)


def _split(pairs: Pairs) -> tuple[Pairs, list[tuple[str, str, int]]]:
    """The pairs of two characters that are known, and those with an escaped byte, the commonest first."""
    plain: dict[tuple[str, str], int] = {}
    odd: list[tuple[str, str, int]] = []
    for pair, count in pairs.items():
        if _ESCAPES <= pair[0] <= _LAST or _ESCAPES <= pair[1] <= _LAST:
            odd.append((*pair, count))
        else:
            plain[pair] = count
    return plain, sorted(odd, key=lambda item: -item[2])


def _singles(weigh: Callable[[str], float], ahead: float) -> list[Reading]:
    """Each charset of one byte with the languages that what is ASCII allows, and what they cost so far."""
    found = []
    for codec, names, prior in CHARSETS:
        if codec not in SEVERAL_BYTES:
            tags = names.split()
            least = min(weigh(tag) for tag in tags)
            found += [Reading(prior + weigh(tag), codec, tag) for tag in tags if weigh(tag) < least + ahead]
    return found


def _narrow(found: list[Reading], odd: list[tuple[str, str, int]], size: int) -> list[Reading]:
    """Add what the pairs with odd bytes cost, part by part; who falls far behind is dropped.

    Of the languages of a charset the best stays.
    """
    step = _FIRST
    start = 0
    rest = sum(item[2] for item in odd)
    while start < len(odd):
        part = odd[start : start + step]
        found = [Reading(item.cost + _cost(item, part), *item[1:]) for item in found]
        rest -= sum(item[2] for item in part)
        ahead = sorted({item.codec: item.cost for item in sorted(found, reverse=True)}.values())
        least = max(ahead[0] + _BEHIND + _EACH * rest, ahead[min(_STAY, len(ahead)) - 1])
        found = [item for item in found if item.cost <= least]
        start += step
        step *= 2
    best = {item.codec: item for item in sorted(found, reverse=True)}
    return [item for item in best.values() if _undefined(item.codec, odd) * 20 <= size]


def _cost(reading: Reading, odd: list[tuple[str, str, int]]) -> float:
    """Bits of pairs whose escaped bytes are read by a charset of one byte."""
    language, table = languages()[reading.language], _table(reading.codec)
    find = table.get
    total = 0.0
    for before, after, count in odd:
        total += _weight(language, find(before, before), find(after, after)) * count
    return total


@cache
def _weight(language: Language, before: str, after: str) -> float:
    """Bits of one pair: by the language's table, by its place, and by its case."""
    bits = min(language.pair(before, after), ceiling(before, after)) + penalty(before, after)
    return bits + case_cost({(before, after): 1})


@cache
def _table(codec: str) -> dict[str, str]:
    """What a charset of one byte makes of each escaped byte."""
    return {chr(0xDC00 + byte): bytes((byte,)).decode(codec, "replace") for byte in range(128, 256)}


def _undefined(codec: str, odd: list[tuple[str, str, int]]) -> int:
    table = _table(codec)
    return sum(count for _, after, count in odd if table.get(after) == "\ufffd")


def _spread(text: str) -> bool:
    """Whether the odd bytes stand one by one among ASCII, as letters with accents do and Chinese never."""
    runs = [len(run) for run in _ODD.findall(text)]
    return len(runs) > 5 and runs.count(1) > 0.85 * sum(runs)


def _several(text: str, weigh: Callable[[str], float], few: bool, most: float) -> list[Reading]:
    """The charsets of several bytes, each of which makes other characters of the same bytes.

    Where the odd bytes are few, only what is near them is read by each; else only the beginning by those
    that take more than `most` bits a byte for it.
    """
    near = "\n".join(_NEAR.findall(text)) if few else text
    plain, _ = _split(pairs_of(near))
    count = sum(map(len, _ODD.findall(near)))
    found = []
    for codec, names, prior in CHARSETS:
        if codec not in SEVERAL_BYTES or (codec.startswith("utf") and len(text) < _SHORT):
            continue
        if not few and len(text) > 2 * _GLANCE and _price(text[:_GLANCE], codec, names) > most * _GLANCE:
            continue
        read = unescaped(near, codec)
        if read.count("\ufffd") * 10 > count:
            continue
        pairs = pairs_of(read)
        odd = sum(stranger(*pair) * many for pair, many in pairs.items()) + case_cost(pairs)
        cost, tag = min((_beside(tag, pairs, plain) + weigh(tag) + odd, tag) for tag in names.split())
        if not codec.startswith("utf") or cost <= _BITS * len(read):
            found.append(Reading(prior + cost, codec, tag))
    return found


def _price(text: str, codec: str, names: str) -> float:
    pairs = pairs_of(unescaped(text, codec))
    return min(languages()[tag].cost(pairs) for tag in names.split())


def _beside(tag: str, pairs: Pairs, plain: Pairs) -> float:
    """Bits of `pairs` beyond those of the `plain` among them."""
    return languages()[tag].cost(pairs) - languages()[tag].cost(plain)


def unescaped(text: str, codec: str) -> str:
    """A text whose escaped bytes are read: lines of ASCII and bytes as a whole, bytes among letters alone."""
    return "".join(
        line.encode("ascii", "surrogateescape").decode(codec, "replace")
        if not _LETTERS.search(line)
        else _ODD.sub(lambda run: run[0].encode("ascii", "surrogateescape").decode(codec, "replace"), line)
        for line in ([text] if not _LETTERS.search(text) else text.splitlines(keepends=True))
    )
