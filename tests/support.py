"""What several tests share."""

import os

from hypothesis import settings

QUICK = os.environ.get("HYPOTHESIS_PROFILE") == "quick"


def cases(number: int) -> settings:
    """Run a property over so many cases; over a few with HYPOTHESIS_PROFILE=quick, for work in progress."""
    return settings(max_examples=min(number, 100) if QUICK else number, deadline=None)
