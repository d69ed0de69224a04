"""The stage: a text in, the edits that remove its boilerplate out, run until nothing more goes."""

from __future__ import annotations

from functools import cached_property

from textclean.boilerplate.blocks import split
from textclean.boilerplate.decide import Verdict, decide, wanted
from textclean.boilerplate.marks import marks
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.removal import edits_for
from textclean.boilerplate.rules import Rule
from textclean.boilerplate.ruleset import shipped_rules
from textclean.edits import Changes, Edit, apply, compose
from textclean.settings import Options

_ROUNDS = 12


class Remover:
    """Removes boilerplate from texts, with one set of options.

    What goes can be evidence for its neighbours, and what is left has new neighbours. So that cleaning a
    clean text changes nothing, the stage cleans its own output until a round removes nothing.
    """

    def __init__(self, options: Options) -> None:
        self._options = options

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(wanted(shipped_rules(), self._options))

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
        hits = self._matcher.hits(text, blocks)
        if not hits:
            return []
        return edits_for(text, blocks, decide(marks(text, blocks, hits), self._options))


__all__ = ["Remover", "Rule", "Verdict"]
