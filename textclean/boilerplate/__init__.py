"""Boilerplate: find the blocks that are not the article, and say why."""

from textclean.edits import Changes
from textclean.pipeline import Stage
from textclean.settings import Options


def boilerplate_stage(options: Options) -> Stage:
    """The stage that removes what is not the article."""
    return lambda text: Changes()
