"""Standard streams when they fail."""

from __future__ import annotations

import os
import sys


def drop_stdout() -> None:
    """Send what is still buffered for standard output nowhere, so that the last flush of Python is silent."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, AttributeError, ValueError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
