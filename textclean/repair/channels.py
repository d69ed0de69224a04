"""Channels: the ways on which a text loses characters, each as a table from what is left to what was there.

A channel reads UTF-8 as one charset and writes it to another that lacks some of its characters; those become
a question mark, U+FFFD or nothing. `ł` (C5 82) read as cp1252 is `Å‚`; stored in cp1251, which has no `Å`, it
is `?‚`. Each character goes its way alone, so a channel is a table, and the inverse of the table says what
`?‚` can have been: `ł` or `Ђ`'s like, never `ę`. A channel whose table explains all that is strange on a line
is the line's channel; several may, and then context decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import product
from typing import NamedTuple

QUOTES = "“”‘’„‚«»‹›"
DASHES = "–—…•‐"
SYMBOLS = "€£°©®™§±²³½¼¾×·º¡¿ªµ´★☆\xa0"
LATIN = (
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßāăąćĉčċďđēėęěğģħīįıķĺļľłńņňōőœŕřśşšșţťțūůűųŵŷźżžơưǎ"
    "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
)
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєѕіїјљњћќўџґ№"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
REPERTOIRE = "".join(
    dict.fromkeys(
        QUOTES + DASHES + SYMBOLS + LATIN + LATIN.upper().replace("SS", "") + "İẞ" + CYRILLIC
        + CYRILLIC.upper() + GREEK + GREEK.upper()
    )
)  # fmt: skip
EACH, EACH_BYTE = " for each character", " for each byte"
"""How the names of the channels end that leave nothing but marks."""
MARKS = ("?", "\ufffd", "", "ï¿½")
"""What a channel leaves of a lost character; the last is U+FFFD itself, gone through UTF-8 as cp1252."""
TARGETS = (
    "latin-1", "cp1252", "iso-8859-2", "iso-8859-15", "cp1250", "cp1251", "cp1253", "cp1254",
    "cp1257", "koi8-r", "mac_roman", "cp437", "cp850", "cp852", "cp866", "gbk", "cp949", "shift_jis", "big5",
)  # fmt: skip
OTHER_READERS = (
    "latin-1",
    "mac_roman",
    "cp437",
    "cp850",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1257",
    "iso-8859-2",
)
OTHER_TARGETS = ("latin-1", "cp1252", "cp1250", "cp1251", "iso-8859-2")
ANY_LOSS = {"UTF-8 > cp1252 > unknown, ?": "?", "UTF-8 > cp1252 > unknown, U+FFFD": "\ufffd"}
"""Channels whose target is not among those above: any character may be lost."""


class Way(NamedTuple):
    """How a channel treats characters: the mark of a loss, and what it leaves."""

    mark: str
    leave: Callable[[str], Iterable[str]]
    """What it leaves of each of the characters of a text."""
    whole: Callable[[str], str] = str
    """What would be left without any loss."""


class Channel(NamedTuple):
    """One way of losing characters, and its inverse."""

    name: str
    mark: str
    inverse: dict[str, str]
    """What is left → the characters that it can be, in the order of REPERTOIRE."""
    alphabet: frozenset[str]
    """The characters that a key can begin or stand with: all outside ASCII, and the mark."""
    longest: int
    has_ascii: bool
    """Whether a key has a character of ASCII that is no mark, and so may reach beyond the strange ones."""
    lossless: Callable[[str], str]
    """What would be left of a character without any loss: plain mojibake."""

    @property
    def pure(self) -> bool:
        """Whether marks of loss are all that it leaves."""
        return self.alphabet <= set(self.mark)


@cache
def _table(codec: str) -> tuple[str, ...]:
    """The 256 characters of a one-byte codec; an undefined byte is the control character of its number."""
    return tuple(bytes([byte]).decode(codec, "replace").replace("\ufffd", chr(byte)) for byte in range(256))


def _reading(codec: str) -> Callable[[str], str]:
    """A text's UTF-8 bytes, read as `codec`."""
    table = _table(codec)
    return lambda text: "".join([table[byte] for byte in text.encode("utf-8")])


def _storing(read: Callable[[str], str], codec: str, mark: str) -> Callable[[str], list[str]]:
    """What is left of what `read` makes of characters, where `codec` lacks some."""
    # All of them at once, as lines, for the bytes of none of them are a line end.
    return lambda chars: _lines_read(read, chars).translate(_Stored(codec, mark)).split("\n")


@cache
def _lines_read(read: Callable[[str], str], chars: str) -> str:
    return read("\n".join(chars))


class _Stored(dict[int, str]):
    """What `str.translate` asks: a character that a charset has, or the mark in its place."""

    def __init__(self, codec: str, mark: str) -> None:
        self.codec, self.mark = codec, mark

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = kept = char if char == "\n" or _has(self.codec, char) else self.mark
        return kept


@cache
def _has(codec: str, char: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _pairs() -> list[tuple[str, str]]:
    """Readers and the charsets they were stored in, the common ones first."""
    others = [
        (reader, target) for reader in OTHER_READERS for target in dict.fromkeys((*OTHER_TARGETS, reader))
    ]
    return [("cp1252", target) for target in TARGETS] + others


def _ways() -> dict[str, Way]:
    """All channels known, by name."""
    ways: dict[str, Way] = {}
    readings = {codec: _reading(codec) for codec in ("cp1252", *OTHER_READERS)}
    cp1252, latin = readings["cp1252"], readings["latin-1"]
    for mark, said in (("?", "?"), ("\ufffd", "U+FFFD"), ("", "dropped")):
        for reader, target in _pairs():
            read = readings[reader]
            ways[f"UTF-8 > {reader} > {target}, {said}"] = Way(mark, _storing(read, target, mark), read)
        twice = _storing(_twice, "cp1252", mark)
        ways[f"UTF-8 > cp1252 > UTF-8 > cp1252, {said}"] = Way(mark, twice, _twice)
    for mark in ("?", "\ufffd", "ï¿½"):
        ways[f"{mark}{EACH}"] = Way(mark, partial(_for_each, mark, False))
        ways[f"{mark}{EACH_BYTE}"] = Way(mark, partial(_for_each, mark, True))
    for name, mark in ANY_LOSS.items():
        ways[name] = _way(mark, cp1252, cp1252)
    ways["UTF-8 > cp1252, â dropped"] = _way("", lambda char: cp1252(char).removeprefix("â"), cp1252)
    ways["UTF-8 > cp1252, â€ dropped"] = _way("", lambda char: cp1252(char).removeprefix("â€"), cp1252)
    ways["UTF-8 > cp1252, accents stripped"] = _way(
        "", lambda char: cp1252(char).translate(_STRIPPED), cp1252
    )
    ways["UTF-8 > latin-1, no-break space > space"] = _way(
        "", lambda char: latin(char).replace("\xa0", " "), latin
    )
    return ways


def _way(mark: str, leave: Callable[[str], str], whole: Callable[[str], str] = str) -> Way:
    """A way that is told of one character at a time."""
    return Way(mark, partial(map, leave), whole)


def _any_loss(whole: str, mark: str) -> Iterator[str]:
    """All that can be left where nobody knows which characters the target lacks."""
    for lost in product((False, True), repeat=len(whole)):
        yield "".join(mark if gone else char for char, gone in zip(whole, lost, strict=True))


def _twice(text: str) -> str:
    cp1252 = _reading("cp1252")
    return cp1252(cp1252(text))


def _for_each(mark: str, byte: bool, chars: str) -> list[str]:
    return [mark * len(char.encode("utf-8")) if byte else mark for char in chars]


_STRIPPED = str.maketrans("âÃÂ", "aAA")
WAYS = _ways()


@cache
def channel(name: str) -> Channel:
    """Build a channel's table; cheap enough (a few hundred characters) to be built when first asked for."""
    mark, leave, whole = WAYS[name]
    inverse: dict[str, str] = {}
    for char, left in zip(REPERTOIRE, leave(REPERTOIRE), strict=True):
        for each in _any_loss(whole(char), mark) if name in ANY_LOSS else (left,):
            if each and each != char:
                inverse[each] = inverse.get(each, "") + char
    used = set().union(*inverse)
    alphabet = frozenset(char for char in used if char == "?" or not char.isascii())
    has_ascii = any(char.isascii() and char != "?" for char in used)
    return Channel(name, mark, inverse, alphabet, max(map(len, inverse)), has_ascii, whole)
