"""The stage: a text in, the edits that remove its boilerplate out, run until nothing more goes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textclean.boilerplate.blocks import Block, fold, split
from textclean.boilerplate.decide import Verdict, decide, wanted
from textclean.boilerplate.marks import Marks
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.removal import edits_for
from textclean.boilerplate.rules import Rule, rules_from_file
from textclean.boilerplate.ruleset import shipped_rules
from textclean.boilerplate.scorer import own, score
from textclean.edits import Changes, Edit, apply, compose
from textclean.language import detect
from textclean.settings import Options

if TYPE_CHECKING:
    from textclean.boilerplate.scorer import Own

_ROUNDS = 30
_NEAR = {
    "be": ("ru", "uk"),
    "ca": ("es",),
    "da": ("sv",),
    "gl": ("es", "pt"),
    "nb": ("sv",),
    "nn": ("sv",),
    "no": ("sv",),
    "ru": ("uk",),
    "uk": ("ru",),
}
"""Languages whose readers are often addressed in another one as well."""


class Page(NamedTuple):
    """A text with all that is known of its blocks before anything is decided."""

    text: str
    low: str
    """The text folded."""
    blocks: list[Block]
    hits: dict[int, list[Rule]]
    """The rules that speak for some of the blocks, by their indices."""
    own: Own
    """What the scorer says of the blocks by themselves."""


class Remover:
    """Removes boilerplate from texts, with one set of options.

    What goes can be evidence for its neighbours, and what is left has new neighbours. So that cleaning a
    clean text changes nothing, the stage cleans its own output until a round removes nothing. Blocks that
    stay are what they were, so a further round costs little.
    """

    def __init__(self, options: Options) -> None:
        self._options = options

    def matcher(self, text: str) -> Matcher:
        """The matcher for the text's language, made when it is first needed."""
        return _matcher(self._spoken(text), self._options)

    def _spoken(self, text: str) -> frozenset[str]:
        return spoken((self._options.language or detect(text) or "").partition("-")[0])

    def __call__(self, text: str) -> Changes:
        """The edits that remove the boilerplate of `text`."""
        edits: list[Edit] = []
        languages = self._spoken(text)
        page = read(text, _matcher(languages, self._options))
        for _ in range(_ROUNDS):
            found = self.once(page)
            if found:
                edits = compose(edits, found)
                page = without(page, found, _matcher(languages, self._options))
                continue
            if not edits or (now := self._spoken(page.text)) == languages:
                break
            languages = now  # of what is left: the boilerplate was in another one
            page = read(page.text, _matcher(languages, self._options))
        return Changes(edits)

    def once(self, page: Page) -> list[Edit]:
        """The edits of one round."""
        return edits_for(page.text, page.blocks, self.verdicts(page))

    def verdicts(self, page: Page) -> list[Verdict]:
        """What goes in one round."""
        if not page.blocks:
            return []
        scores = score(page.text, page.blocks, page.own, page.hits, self._options.boilerplate)
        if not page.hits and not scores.sure():
            return []
        return decide(Marks(page.low, page.blocks, page.hits), self._options, scores)


def read(text: str, matcher: Matcher) -> Page:
    """Cut a text into blocks and find what speaks for each."""
    blocks = split(text)
    low = fold(text)
    return Page(text, low, blocks, matcher.hits(text, blocks, low), own(text, low, blocks))


def without(page: Page, edits: Sequence[Edit], matcher: Matcher) -> Page:
    """The page after removals, which take whole lines."""
    text = apply(page.text, edits)
    blocks = split(text)
    removed = [(edit.start, edit.end) for edit in edits]
    removed.append((len(page.text) + 1, len(page.text) + 1))
    left, at = [], 0
    for index, (start, end, _) in enumerate(page.blocks):
        while removed[at][1] <= start:
            at += 1
        if end <= removed[at][0]:
            left.append(index)
    if len(left) != len(blocks) or any(
        page.blocks[index].lines != block.lines for index, block in zip(left, blocks, strict=True)
    ):  # lines that now stand together read as one paragraph, or no longer do
        return read(text, matcher)
    hits = {new: page.hits[old] for new, old in enumerate(left) if old in page.hits}
    return Page(text, fold(text), blocks, hits, page.own.only(left))


@lru_cache(maxsize=64)
def _matcher(spoken: frozenset[str], options: Options) -> Matcher:
    """The matcher for some languages, shared by all who ask for the same."""
    rules = list(shipped_rules(spoken))
    for path in options.rules:
        rules += rules_from_file(Path(path))
    return Matcher(wanted(rules, options))


@cache
def spoken(language: str) -> frozenset[str]:
    """The languages whose rules a text is searched with; empty: all, where the text's own is not known.

    English buttons stand on pages of all languages; another language's words more often mean something else.
    """
    if not language:
        return frozenset()
    return frozenset({"en", language, *_NEAR.get(language, ())})
