"""Progress on standard error: a bar for people, plain lines for logs."""

from __future__ import annotations

import sys
import time

from textclean.cli.messages import columns

BAR_AFTER = 0.5
BAR_EVERY = 0.1
LINE_EVERY = 5.0
"""Seconds: a run that is over at once shows nothing."""
SMALL = 20_000
"""Bytes of a file on the mean, below which files a second say more than bytes."""


class Progress:
    """How far a run is. `bar` draws over itself on a terminal; else a plain line comes now and then."""

    def __init__(self, files: int, size: int, bar: bool) -> None:
        self.files, self.size, self.bar = files, size, bar
        self.done = self.bytes = 0
        self.start = time.monotonic()
        self.next = self.start + (BAR_AFTER if bar else LINE_EVERY)
        self.drawn = False

    def step(self, size: int) -> None:
        """One more file of so many bytes is cleaned."""
        self.done += 1
        self.bytes += size
        now = time.monotonic()
        if now < self.next or self.done == self.files:
            return
        self.next = now + (BAR_EVERY if self.bar else LINE_EVERY)
        text = self.text(now - self.start)
        if self.bar:
            width = columns() - len(text) - 4
            self._write(f"\r{drawing(self._share(), width)}{text}\x1b[K")
            self.drawn = True
        else:
            self._write(f"textclean: {text}\n")

    def text(self, seconds: float) -> str:
        """`120 of 400 files, 3.2 MB/s, 0:42 left`; of small files `310 files/s`."""
        parts = [f"{self.done} of {self.files} files"]
        if seconds > 0 and self.bytes < SMALL * self.done:
            parts.append(f"{self.done / seconds:,.0f} files/s")
        elif seconds > 0 and self.bytes:
            parts.append(f"{self.bytes / seconds / 1e6:.1f} MB/s")
        if share := self._share():
            parts.append(f"{_clock(seconds / share - seconds)} left")
        return ", ".join(parts)

    def clear(self) -> None:
        """Take the bar away, so that a line can be written in its place."""
        if self.drawn:
            self._write("\r\x1b[K")
            self.drawn = False

    def _share(self) -> float:
        """What part of the work is done: by bytes, for files differ a thousandfold in size."""
        return min(self.bytes / self.size, 1.0) if self.size else self.done / max(self.files, 1)

    def _write(self, text: str) -> None:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


def drawing(share: float, width: int) -> str:
    """`[=====>    ] `; nothing where there is no room."""
    if width < 8:
        return ""
    width = min(width, 40)
    full = int(share * width)
    return f"[{('=' * full + '>')[:width].ljust(width)}] "


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
