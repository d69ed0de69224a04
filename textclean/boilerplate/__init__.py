"""Boilerplate: find the blocks that are not the article, and say why."""

from __future__ import annotations

from textclean.settings import Options
from textclean.stages import Stage


def boilerplate_stage(options: Options) -> Stage:
    """The stage that removes what is not the article."""
    from textclean.boilerplate.stage import Remover

    return Remover(options)
