"""Escapes."""

from __future__ import annotations

from textclean.edits import Changes
from textclean.pipeline import Stage
from textclean.settings import Options


def escape_stage(options: Options) -> Stage:
    """Take out what is invisible and has no work to do."""
    return lambda text: Changes()
