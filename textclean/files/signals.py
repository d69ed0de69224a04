"""Ctrl-C, SIGTERM and SIGHUP: heard at once, except where something must be finished first.

A terminal that is closed sends SIGHUP, which is as much a wish to end as the others; where it is ignored, as
under nohup, it stays so.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))
"""The signals that ask a run to end."""


class Interrupted(BaseException):
    """The user or the system wants the run to end; `code` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


class Signals:
    """Turns signals into Interrupted, and holds them back while files are being renamed and counted."""

    def __init__(self) -> None:
        self._held = 0
        self._pending = 0

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hear signals in here; whoever heard them before does so again afterwards."""
        before = {}
        for number in ENDING:
            if signal.getsignal(number) == signal.SIG_IGN and number not in (signal.SIGINT, signal.SIGTERM):
                continue
            with suppress(ValueError):  # not the main thread: signals do not come here anyway
                before[number] = signal.signal(number, self._hear)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing in here is interrupted; a signal that came meanwhile is raised at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        if self._pending and not self._held:
            raise Interrupted(self._pending)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._held:
            self._pending = number
        else:
            raise Interrupted(number)
