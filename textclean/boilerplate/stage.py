"""The stage: a text in, the edits that remove its boilerplate out, run until nothing more goes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from textclean.boilerplate.blocks import split
from textclean.boilerplate.decide import Verdict, decide, is_all, wanted
from textclean.boilerplate.matcher import Joined, Matcher
from textclean.boilerplate.model import Model, shipped_model
from textclean.boilerplate.page import Page, read, without
from textclean.boilerplate.removal import edits_for, with_further
from textclean.boilerplate.rules import rules_from_file
from textclean.boilerplate.ruleset import shipped_rules
from textclean.edits import Changes, Edit, Notice
from textclean.settings import Options

_ROUNDS = 10
"""Of 1,600 pages none needs more than five."""
ALL, UNSETTLED = "model.all.page", "model.unsettled.page"
"""Ids of the notices on a text that is left alone."""
_WHY = {
    ALL: "All of this text reads like boilerplate; it is left as it is, since nothing would remain.",
    UNSETTLED: "What is the article here depends on what goes; the text is left as it is.",
}
_EXCERPT = 80


class Remover:
    """Removes boilerplate from texts, with one set of options.

    What is left has new neighbours and is judged anew. So that cleaning a clean text changes nothing, the
    stage cleans its own output until a round removes nothing. What was read stays read, so a further round
    costs little. Where a block was article at first sight and would go only because its neighbours went, or
    where the rounds do not end, the text stays as it was: a second run then leaves it alone as well.
    """

    def __init__(self, options: Options, model: Model | None = None, own: Matcher | None = None) -> None:
        """`own` are rules beside those that ship and those of the options."""
        self.options = options
        self._given = model
        self._own = own
        if options.rules:
            _matcher(options)  # so that a wrong rule file is known before the first text

    @property
    def model(self) -> Model:
        """The model that decides: the shipped one, unless another was given."""
        return self._given or shipped_model()

    @property
    def matcher(self) -> Matcher | Joined:
        """The matcher of all rules that are wanted, made when it is first needed."""
        return _matcher(self.options) if self._own is None else Joined(_matcher(self.options), self._own)

    def __call__(self, text: str) -> Changes:
        """The edits that remove the boilerplate of `text`."""
        blocks = split(text)
        if len(blocks) < 2 and not self.matcher.hits(text, blocks):
            return Changes()  # a title, a comment: nothing would remain, so nobody is asked
        page = whole = read(text, self.matcher, self.model, blocks)
        edits: list[Edit] = []
        for _ in range(_ROUNDS):
            found = self.verdicts(page)
            if not found:
                return Changes(edits, () if edits or not self._is_all(page) else _left_alone(page, ALL))
            if edits and any(_was_article(page, verdict) for verdict in found):
                break
            removals = edits_for(page.text, page.blocks, found)
            edits = with_further(edits, removals)
            page = without(page, removals, self.matcher, self.model)
        return Changes((), _left_alone(whole, UNSETTLED))

    def read(self, text: str) -> Page:
        """A text as a page, with all that is known of its blocks."""
        return read(text, self.matcher, self.model)

    def verdicts(self, page: Page) -> list[Verdict]:
        """What goes in one round."""
        return decide(page, self.options, self.model) if page.blocks else []

    def _is_all(self, page: Page) -> bool:
        return bool(page.blocks) and is_all(page, self.options, self.model)


def _left_alone(page: Page, rule: str) -> tuple[Notice, ...]:
    """That a text was left as it was, and why."""
    block = page.blocks[0]
    return (Notice(block.start, page.text[block.start : block.end][:_EXCERPT], rule, _WHY[rule]),)


def _was_article(page: Page, verdict: Verdict) -> bool:
    """Whether the model goes back on what it said at first sight."""
    return bool(page.first[verdict.block] > 0 and verdict.rules[0].startswith("model."))


@lru_cache(maxsize=64)
def _matcher(options: Options) -> Matcher:
    """The matcher for some options, shared by all who ask for the same."""
    rules = list(shipped_rules())
    for path in options.rules:
        rules += rules_from_file(Path(path))
    return Matcher(wanted(rules, options))
