"""What other programs made of halves of mojibake: spaces that were bytes, quotation marks set straight.

`lÃ que` was `là que`, `VoilÃ .` was `Voilà.`: UTF-8 read as latin-1 or cp1252 makes `Ã` and a no-break space
of à, as cp1251 `Г`, and the first is all that is left where spaces are folded. Nothing else can have stood
there: a capital does not follow a small letter, and ß, whose second byte is a control, is German. `â€"` was a
dash and `â"¢` a trade mark: a byte of theirs was taken for a typographic quotation mark and set straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textclean.edits import Changes, Edit
from textclean.patterns import compile_pattern
from textclean.repair.lines import line_at
from textclean.repair.talk import unspoken
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

RULE = "repair.mojibake"
_STRAIGHT = compile_pattern(r"""(?:(?<=\s)|(?<=[\w.,;!?]))â€"(?=[\s\w]|$)|â["“”]¢""", re.MULTILINE)
_END = compile_pattern(
    r"(?<=[a-zß-ÿ])(?:Ă[ \xa0](?=[iyou]\b)|[ÃĂГ](?:[ \xa0](?=[.,;:)\]»… \xa0])|(?=[ \xa0]+\S)|[ \xa0]?$))",
    re.MULTILINE,
)
"""The end of a word: `lÃ que`, `dÃ©jÃ .`; the space goes where a mark follows that none stands before."""
_ALONE = compile_pattern(
    r"(?<![^\s(\"'«“])([ÃГ])(?:[ \xa0](?=s[ \xa0]|quel[ea]s?\b|quilo\b|[ \xa0])|(?=[ \xa0]+[a-zß-ÿ]))"
)
"""A word of its own, `Г bien`, or the beginning of Portuguese às and àquele; proof is needed that the line is
mojibake."""
_PROOF = compile_pattern(r"([ÃГ])[^\x00-\x7f\s]")
_MARKS = {"Å“": "“", "â„¢": "’", "Ëœ": "‘", "â€œ": "–", "â€\x9d": "—", "Â¦": "…", "Å¾": "„"}
_TWICE = compile_pattern(f"â€({'|'.join(_MARKS)})")
_ANY = compile_pattern(
    r"[ÃĂГ](?:(?<=[a-zß-ÿ].)|(?<![^\W\d_].))(?=[ \xa0]|$)|â(?:€(?:[\"ÅËÂ]|â[„€])|[\"“”]¢)",
    re.MULTILINE,
)
_LONG_DASH = ("en", "es", "fr", "ru", "uk")


def may_have_halves(traces: Traces) -> bool:
    """Whether there is anything that one of the patterns could hit."""
    return not traces.is_ascii and traces.shows(_ANY)


def halves_stage(options: Options) -> Stage:
    """Put à, dashes and trade marks back where their second halves were made something else."""

    def repair(text: str) -> Changes:
        found = [*_ends(text), *_alone(text), *_straight(text), *_twice(text)]
        return Changes(list(unspoken(text, found)))

    return repair


def _ends(text: str) -> Iterator[Edit]:
    """Words that end in à; in German they end in ß, whose second byte is a control that latin-1 loses."""
    hits = list(_END.finditer(text))
    if hits and _language(text) != "de":
        yield from (_edit(hit) for hit in hits)


def _alone(text: str) -> Iterator[Edit]:
    """à as a word, in lines that are mojibake beyond it."""
    end, leads = -1, frozenset[str]()
    for hit in _ALONE.finditer(text):
        if hit.start() >= end:
            line, end = line_at(text, hit.start())
            leads = frozenset(_PROOF.findall(line))
        if hit[1] in leads:
            yield _edit(hit)


def _straight(text: str) -> Iterator[Edit]:
    """Dashes, the long one where the language sets it and no numbers stand around, and trade marks."""
    dash = ""
    for hit in _STRAIGHT.finditer(text):
        start, end = hit.span()
        after = "™"
        if hit[0][-1] == '"':
            dash = dash or ("—" if _language(text) in _LONG_DASH else "–")
            is_range = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
            after = "–" if is_range else dash
        yield Edit(start, hit[0], after, (RULE,), 0.9)


def _twice(text: str) -> Iterator[Edit]:
    """Marks whose last character went through UTF-8 once more: `â€Å“` for “, `â€â„¢` for ’."""
    for hit in _TWICE.finditer(text):
        yield Edit(hit.start(), hit[0], _MARKS[hit[1]], (RULE,), 0.95)


def _language(text: str) -> str:
    from textclean.repair.lost_letters import language_of

    return language_of(text)


def _edit(hit: re.Match[str]) -> Edit:
    return Edit(hit.start(), hit[0], "à", (RULE,), 0.95)
