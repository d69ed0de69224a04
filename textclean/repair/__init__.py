"""Repair: undo mojibake, restore lost characters, take out stray controls.

A chain of small stages in an order that matters. Escapes come first, because they hide the rest
(`&acirc;&#128;&#153;` is mojibake in disguise). Lost characters come before ftfy, which would read
`Beware,â€ said` as `Beware,†said`: put the lost byte back and there is nothing left to misread. Invisible
characters come last, because the soft hyphen in `fÃ\\u00adsica` is half of an í until mojibake is undone.

Each stage of the chain has a test that says whether a text has anything for it; most texts have nothing for
any, and cost little more than `Traces` costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textclean.edits import Changes, Edit, Notice, compose
from textclean.repair import forms
from textclean.repair.capitals import capital_stage, may_be_capital
from textclean.repair.controls import control_stage, may_control
from textclean.repair.escapes import escape_stage, may_escape
from textclean.repair.halves import halves_stage, may_have_halves
from textclean.repair.holes import holes_stage, may_have_holes
from textclean.repair.lost import may_have_lost, restore
from textclean.repair.mixups import may_be_mixed_up, mixup_stage
from textclean.repair.mojibake import may_be_mojibake, mojibake_stage
from textclean.repair.redecode import may_redecode, redecode_stage
from textclean.repair.traces import Traces
from textclean.repair.wide import may_be_wide, wide_stage
from textclean.settings import Options
from textclean.stages import Stage, in_original, run_stages, sparing, still_there

ROUNDS = 4
"""How often the chain may run over one text. Each round undoes one layer (an escape inside mojibake inside an
escape) and the last one finds nothing, so that a second run has nothing to do either."""


class Part(NamedTuple):
    """One stage of the chain, and whether a text with these traces can have anything for it."""

    may: Callable[[Traces], bool]
    stage: Stage


def lost_stage(options: Options) -> Stage:
    """Put lost characters back."""
    return lambda text: restore(text, options)


def parts(options: Options) -> tuple[Part, ...]:
    """The chain, in its order."""
    return (
        Part(may_escape, escape_stage(options)),
        Part(may_redecode, redecode_stage(options, whole=True)),
        Part(may_be_wide, wide_stage(options)),
        Part(may_be_capital, capital_stage(options)),
        Part(may_have_halves, halves_stage(options)),
        Part(may_be_mixed_up, mixup_stage(options, "other")),
        Part(may_have_holes, holes_stage(options)),
        Part(may_have_lost, lost_stage(options)),
        Part(may_be_mojibake, mojibake_stage(options)),
        Part(may_redecode, redecode_stage(options, whole=False)),
        Part(may_be_mixed_up, mixup_stage(options, "all")),
        Part(may_control, control_stage(options)),
        Part(forms.may_compose, forms.compose),
    )


class Repair:
    """The stage that gives characters back their meaning."""

    def __init__(self, options: Options) -> None:
        self._parts = [part._replace(stage=sparing(part.stage, options)) for part in parts(options)]
        self._tests = tuple(dict.fromkeys(part.may for part in self._parts))

    def __call__(self, text: str) -> Changes:
        """What there is to repair in `text`, and what damage was seen and left."""
        if self.is_silent(text):
            return Changes(is_final=True, is_silent=True)
        edits: list[Edit] = []
        said: list[Notice] = []
        current = text
        for _ in range(ROUNDS):
            current, changes, notices = self._round(current)
            said += in_original(notices, edits)
            edits = compose(edits, changes)
            is_silent = self.is_silent(current)
            if is_silent or not changes:
                break
        is_final = is_silent or not changes
        if not edits:
            return Changes((), notices, is_final, is_silent)
        # Notices of the last round speak of the repaired text; take them back to the text given.
        notices = [] if is_silent else in_original(notices, edits)
        return Changes(edits, sorted(notices + still_there(said, edits, notices)), is_final, is_silent)

    def is_silent(self, piece: str) -> bool:
        """Whether nothing in this piece of a text can make the stage say anything, whatever is around it."""
        traces = Traces(piece, length=0)
        return not any(may(traces) for may in self._tests)

    def _round(self, text: str) -> tuple[str, list[Edit], list[Notice]]:
        """Run the chain once, without the parts that have nothing to do."""
        traces = Traces(text)

        def guarded(part: Part) -> Stage:
            def run(current: str) -> Changes:
                nonlocal traces
                if traces.text is not current:
                    traces = Traces(current)
                return part.stage(current) if part.may(traces) else Changes()

            return run

        return run_stages([guarded(part) for part in self._parts], text)


def repair_stage(options: Options) -> Repair:
    """The stage that gives characters back their meaning."""
    return Repair(options)
