"""Repair: undo mojibake, restore lost characters, take out stray controls.

A chain of small stages in an order that matters. Escapes come first, because they hide the rest
(`&acirc;&#128;&#153;` is mojibake in disguise). Lost characters come before ftfy, which would read
`Beware,â€ said` as `Beware,†said`: put the lost byte back and there is nothing left to misread. Invisible
characters come last, because the soft hyphen in `fÃ\\u00adsica` is half of an í until mojibake is undone.
"""

from __future__ import annotations

from textclean.edits import Changes, Edit, compose
from textclean.pipeline import Stage, run_stages
from textclean.repair import forms
from textclean.repair.controls import control_stage
from textclean.repair.escapes import escape_stage
from textclean.repair.lost import restore
from textclean.repair.mixups import mixup_stage
from textclean.repair.mojibake import mojibake_stage
from textclean.repair.redecode import redecode_stage
from textclean.settings import Options

ROUNDS = 4
"""How often the chain may run over one text. Each round undoes one layer (an escape inside mojibake inside an
escape) and the last one finds nothing, so that a second run has nothing to do either."""


def lost_stage(options: Options) -> Stage:
    """Put lost characters back."""
    return lambda text: restore(text, options)


def repair_stage(options: Options) -> Stage:
    """The stage that gives characters back their meaning."""
    chain = (
        escape_stage(options),
        redecode_stage(options, whole=True),
        mixup_stage(options, "other"),
        lost_stage(options),
        mojibake_stage(options),
        redecode_stage(options, whole=False),
        mixup_stage(options, "all"),
        control_stage(options),
        forms.compose,
    )

    def repair(text: str) -> Changes:
        edits: list[Edit] = []
        current = text
        for _ in range(ROUNDS):
            current, changes, notices = run_stages(chain, current)
            edits = compose(edits, changes)
            if not changes:
                break
        if not edits:
            return Changes((), notices)
        # Notices of the last round speak of the repaired text; take them back to the text given.
        _, edits, notices = run_stages((lambda _: Changes(edits), lambda _: Changes((), notices)), text)
        return Changes(edits, notices)

    return repair
