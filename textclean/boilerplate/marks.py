"""Marks: what is known of a block before anything is decided.

A block's rules come from the matcher; what else a decision about an appeal needs is a matter of form: is
it prose or a line of a widget, does it speak to the reader, does it report, does it stand inside a
quotation that someone else is speaking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textclean.boilerplate.blocks import Block, fold, folded
from textclean.boilerplate.rules import Rule

_ADDRESS = re.compile(
    r"\b(?:we|us|our|ours|you|your|yours|i'm|i've|my"
    r"|wir|uns|unser\w*|ihr|ihre[nrm]?|euch|sie|du|dein\w*"
    r"|nous|notre|nos|vous|votre|vos"
    r"|nosotros|nosotras|nuestr[oa]s?|nos|usted(?:es)?|tu|vuestr[oa]s?|te|ti"
    r"|noi|nostr[oaei]|voi|vostr[oaei]|ci|vi"
    r"|nós|noss[oa]s?|você|vocês|"
    r"wij|we|ons|onze|jij|je|jullie|uw?"
    r"|my|nas|nam|nasz\w*|wy|was|wam|wasz\w*"
    r"|мы|нас|нам|наш\w*|вы|вас|вам|ваш\w*"
    r"|ми|наш\w*|ви"
    r"|my|nás|nám|náš|naš\w+|vy|vás|vám|váš|vaš\w+|\w{2,}(?:eme|íme|áme)"
    r"|biz\w*|siz\w*|bizim|sizin|sana|seni"
    r"|vi|oss|vår\w*|våra|du|dig|din|ditt|dina|ni|er|era)\b"
    r"|私たち|わたしたち|皆さま|皆様|みなさま|あなた|我们|我們|本刊|本报|本報|您"
)
_QUOTED = re.compile(r'(?:^|[.,:;!?] )"[^"]{25}')
_QUOTES = re.compile(r"""["«»][\'"«»]*|\'[\'"«»]+""")  # however many are written for one: '' and "' too
_QUOTED_BLOCKS = 12
_SPACELESS = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\")\]]*$")


class Mark(NamedTuple):
    """A block with the rules that speak for it and the traits that decisions look at."""

    content: str
    """Folded, on one line."""
    words: int
    rules: tuple[Rule, ...] = ()

    @property
    def short(self) -> bool:
        """A line of a widget, a name, a button: no sentence of an article."""
        return self.words <= 8 and len(self.content) <= 80

    @property
    def addresses(self) -> bool:
        """Whether it speaks as “we” or to “you”, as an appeal does and a report does not."""
        return len(_ADDRESS.findall(self.content)) * 40 >= self.words

    @property
    def reports(self) -> bool:
        """Whether it quotes somebody at length, as a report does and an appeal does not."""
        return _QUOTED.search(self.content) is not None

    def has(self, *roles: str) -> bool:
        """Whether one of its rules has one of these roles."""
        return any(rule.role in roles for rule in self.rules)


def marks(
    text: str, blocks: Sequence[Block], hits: Mapping[int, Sequence[Rule]], low: str = ""
) -> list[Mark]:
    """The marks of all blocks; rules that speak of what somebody is quoted as saying are dropped.

    `low` is the text folded, where it is at hand.
    """
    text = low or fold(text)
    contents = [folded(text, block) for block in blocks]
    quoted = _quoted(contents) if hits else frozenset()
    return [
        Mark(content, _length(content), () if index in quoted else tuple(hits.get(index, ())))
        for index, content in enumerate(contents)
    ]


def _length(content: str) -> int:
    """How many words a block has; where words have no spaces between them, about two characters each."""
    words = content.count(" ") + 1
    return words if content.isascii() else words + len(_SPACELESS.findall(content)) // 2


def _quoted(contents: Sequence[str]) -> set[int]:
    """Blocks of a quotation that runs over several: a letter read out in court is no letter to the reader.

    It begins with a block that opens with a quotation mark and has no second one, and must be closed at
    the end of one of the next few blocks.
    """
    found: set[int] = set()
    signs = [_QUOTES.findall(content) for content in contents]
    opens = [_QUOTES.match(content) is not None for content in contents]
    for start in range(len(contents)):
        if start in found or not opens[start] or len(signs[start]) % 2 == 0:
            continue
        for end in range(start + 1, min(start + _QUOTED_BLOCKS, len(contents))):
            if len(signs[end]) % 2 == 1 and not opens[end]:
                found.update(range(start, end + 1))
                break
    return found


def is_sentence(content: str) -> bool:
    """Whether a block ends as a sentence does."""
    return _SENTENCE_END.search(content) is not None
