"""What several tests share."""

import os

from hypothesis import settings

from textclean.repair.decode import decode, looks_binary

QUICK = os.environ.get("HYPOTHESIS_PROFILE") == "quick"


def cases(number: int) -> settings:
    """Run a property over so many cases; over a few with HYPOTHESIS_PROFILE=quick, for work in progress."""
    return settings(max_examples=min(number, 100) if QUICK else number, deadline=None)


def read_as(data: bytes) -> str | None:
    """The encoding to name for what would be refused as binary, though it is read like anything else."""
    return decode(data).encoding if looks_binary(data) else None
