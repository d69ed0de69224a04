"""Letters whose case is out of place: marks of a Mac or of DOS, and mojibake that was set in lower case.

A capital does not stand inside a word of small letters. `donÕt` and `ÒShutÓ` are Mac Roman read as cp1252,
`donÆt` is cp1252 read as cp437: what stands there is a mark. And `cafã©` is `cafÃ©` in lower case, as tags
and addresses are set, which only its first half shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from textclean.edits import Changes, Edit
from textclean.patterns import compile_pattern
from textclean.repair.talk import unspoken
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

MIXED_UP, LOWERED = "repair.charset", "repair.mojibake"
_APOSTROPHE = compile_pattern(r"(?<=[a-z])[ÕÆ](?=(?:s|t|re|ve|ll|d|m)\b)")
_QUOTATION = compile_pattern(r"(?<![^\s(])Ò(?=\w)([^ÒÓ\n]{1,400}(?:[a-z]|[.,!?…]))Ó(?!\w)")
_SIGNS = "¡-©«-¬®-º¼-¾"
_LOWER = compile_pattern(f"ã[{_SIGNS}](?:(?<=[a-z]..)|(?=[a-z]))|ã¢â‚¬(?:â„¢|å“|â\x9d|â€œ|â¦)")
_LOWER_MARKS = {"â„¢": "’", "å“": "“", "â\x9d": "”", "â€œ": "–", "â¦": "…"}
_ANY = compile_pattern(f"{_APOSTROPHE.pattern}|Ò(?=\\w)|{_LOWER.pattern}")


def may_be_capital(traces: Traces) -> bool:
    """Whether there is a letter whose case is out of place."""
    return not traces.is_ascii and traces.shows(_ANY)


def capital_stage(options: Options) -> Stage:
    """Put marks back that came out as capitals, and letters whose first halves were lowered."""

    def repair(text: str) -> Changes:
        return Changes(list(unspoken(text, [*_marks(text), *_lowered(text)])))

    return repair


def _marks(text: str) -> Iterator[Edit]:
    for hit in _APOSTROPHE.finditer(text):
        yield Edit(hit.start(), hit[0], "’", (MIXED_UP,), 0.95)
    for hit in _QUOTATION.finditer(text):
        yield Edit(hit.start(), "Ò", "“", (MIXED_UP,), 0.95)
        yield Edit(hit.end() - 1, "Ó", "”", (MIXED_UP,), 0.95)


def _lowered(text: str) -> Iterator[Edit]:
    for hit in _LOWER.finditer(text):
        before = hit[0]
        after = _LOWER_MARKS.get(before[4:]) if len(before) > 2 else _letter(before)
        if after:
            yield Edit(hit.start(), before, after, (LOWERED,), 0.9)


def _letter(pair: str) -> str | None:
    """The letter of `ã©`, in lower case as all the text is: é."""
    char = bytes((0xC3, ord(pair[1]))).decode("utf-8")
    return char if char.isalpha() and char.islower() else None
