"""Repair: undo mojibake, restore lost characters, take out stray controls."""

from textclean.edits import Changes
from textclean.pipeline import Stage
from textclean.settings import Options


def repair_stage(options: Options) -> Stage:
    """The stage that gives characters back their meaning."""
    return lambda text: Changes()
