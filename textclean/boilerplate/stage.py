"""The stage: a text in, the edits that remove its boilerplate out, run until nothing more goes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from textclean.boilerplate.blocks import fold, split
from textclean.boilerplate.decide import decide, wanted
from textclean.boilerplate.marks import marks
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.removal import edits_for
from textclean.boilerplate.rules import rules_from_file
from textclean.boilerplate.ruleset import shipped_rules
from textclean.boilerplate.scorer import score
from textclean.edits import Changes, Edit, apply, compose
from textclean.language import detect
from textclean.settings import Options

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


class Remover:
    """Removes boilerplate from texts, with one set of options.

    What goes can be evidence for its neighbours, and what is left has new neighbours. So that cleaning a
    clean text changes nothing, the stage cleans its own output until a round removes nothing.
    """

    def __init__(self, options: Options) -> None:
        self._options = options

    def matcher(self, text: str) -> Matcher:
        """The matcher for the text's language, made when it is first needed."""
        language = (self._options.language or detect(text) or "").partition("-")[0]
        return _matcher(_spoken(language), self._options)

    def __call__(self, text: str) -> Changes:
        """The edits that remove the boilerplate of `text`."""
        edits: list[Edit] = []
        for _ in range(_ROUNDS):
            found = self.once(text)
            if not found:
                break
            text = apply(text, found)
            edits = compose(edits, found)
        return Changes(edits)

    def once(self, text: str) -> list[Edit]:
        """The edits of one round."""
        blocks = split(text)
        low = fold(text)
        hits = self.matcher(text).hits(text, blocks, low)
        scores = score(text, low, blocks, hits, self._options.boilerplate)
        if not hits and not scores.sure():
            return []
        return edits_for(text, blocks, decide(marks(text, blocks, hits, low), self._options, scores))


@lru_cache(maxsize=64)
def _matcher(spoken: frozenset[str], options: Options) -> Matcher:
    """The matcher for some languages, shared by all who ask for the same."""
    rules = [rule for rule in shipped_rules() if not spoken or rule.language in spoken]
    for path in options.rules:
        rules += rules_from_file(Path(path))
    return Matcher(wanted(rules, options))


def _spoken(language: str) -> frozenset[str]:
    """The languages whose rules a text is searched with; empty: all, where the text's own is not known.

    English buttons stand on pages of all languages; another language's words more often mean something else.
    """
    if not language:
        return frozenset()
    return frozenset({"en", language, *_NEAR.get(language, ())})
