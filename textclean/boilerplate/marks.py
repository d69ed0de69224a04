"""Marks: what is known of a block before anything is decided.

A block's rules come from the matcher; what else a decision about an appeal needs is a matter of form: is
it prose or a line of a widget, does it speak to the reader, does it report, does it stand inside a
quotation that someone else is speaking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple, overload

from textclean.boilerplate.blocks import Block, folded
from textclean.boilerplate.rules import Rule
from textclean.patterns import compile_pattern

_ADDRESS = compile_pattern(
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
_QUOTED = compile_pattern(r'(?:^|[.,:;!?] )"[^"]{25}')
_QUOTES = compile_pattern(r"""["«»][\'"«»]*|\'[\'"«»]+""")  # however many are written for one: '' and "' too
_QUOTED_BLOCKS = 12
_SPACELESS = compile_pattern("[\u3041-\u30ff\u4e00-\u9fff]")
_SENTENCE_END = compile_pattern(r"[.!?…。！？]['\")\]]*$")


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


class Marks(Sequence[Mark]):
    """The marks of all blocks, each made when it is first looked at: most never are."""

    def __init__(self, low: str, blocks: Sequence[Block], hits: Mapping[int, Sequence[Rule]]) -> None:
        self._low = low
        self._blocks = blocks
        self._hits = hits
        self._made: dict[int, Mark] = {}
        self.ruled = sorted(hits.keys() - _quoted(self._content, hits, len(blocks)))
        """The blocks for which a rule speaks, apart from what somebody is quoted as saying."""
        self._ruled = frozenset(self.ruled)

    def __len__(self) -> int:
        return len(self._blocks)

    @overload
    def __getitem__(self, index: int) -> Mark: ...
    @overload
    def __getitem__(self, index: slice) -> list[Mark]: ...
    def __getitem__(self, index: int | slice) -> Mark | list[Mark]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        made = self._made.get(index)
        if made is None:
            content = self._content(index)
            rules = tuple(self._hits[index]) if index in self._ruled else ()
            made = self._made[index] = Mark(content, _length(content), rules)
        return made

    def _content(self, index: int) -> str:
        return folded(self._low, self._blocks[index])


def ruled(marks: Sequence[Mark]) -> list[int]:
    """The blocks for which a rule speaks."""
    return marks.ruled if isinstance(marks, Marks) else [i for i, mark in enumerate(marks) if mark.rules]


def _length(content: str) -> int:
    """How many words a block has; where words have no spaces between them, about two characters each."""
    words = content.count(" ") + 1
    return words if content.isascii() else words + len(_SPACELESS.findall(content)) // 2


def _quoted(content: Callable[[int], str], asked: Iterable[int], count: int) -> set[int]:
    """Blocks of a quotation that runs over several: a letter read out in court is no letter to the reader.

    It begins with a block that opens with a quotation mark and has no second one, and must be closed at
    the end of one of the next few blocks. Looked for around the blocks that are asked for.
    """
    signs = cache(lambda index: len(_QUOTES.findall(content(index))))
    opens = cache(lambda index: _QUOTES.match(content(index)) is not None)
    found: set[int] = set()
    tried = -1
    for index in sorted(asked):
        for start in range(max(tried + 1, index - _QUOTED_BLOCKS), index + 1):
            if start in found or signs(start) % 2 == 0 or not opens(start):
                continue
            for end in range(start + 1, min(start + _QUOTED_BLOCKS, count)):
                if signs(end) % 2 == 1 and not opens(end):
                    found.update(range(start, end + 1))
                    break
        tried = index
    return found


def is_sentence(content: str) -> bool:
    """Whether a block ends as a sentence does."""
    return _SENTENCE_END.search(content) is not None
