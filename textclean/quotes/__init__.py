"""Quotes: one style, every mark in its role."""

from __future__ import annotations

from textclean.settings import Options
from textclean.stages import Stage


def quotes_stage(options: Options) -> Stage:
    """The stage that makes quotation marks consistent."""
    from textclean.quotes.rewrite import Rewriter

    return Rewriter(options)
