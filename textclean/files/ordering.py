"""The order of runs and their names: each has a number, since clocks are set back and differ between places.

`000123-20261128T183000Z` is the 123rd run and when it began, in UTC. Names of earlier versions hold the local
time alone; they are older than all numbers.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

_NUMBERED = re.compile(r"([0-9]{6,})(-[0-9]{8}T[0-9]{6}Z)?")
_EARLIER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})-([0-9]{2})([0-9]{2})[0-9]{2}-.*")


def order(path: Path) -> tuple[int, str]:
    """What runs are sorted by, the latest last."""
    found = _NUMBERED.fullmatch(path.name)
    return (int(found[1]) if found else 0, path.name)


def claim(place: Path) -> Path:
    """A new folder with a number above all others, without a name yet.

    No lock is needed: a folder of a bare number can be made once, and it is looked whether that number was
    given its name meanwhile.
    """
    number = max((order(path)[0] for path in place.iterdir()), default=0) + 1
    while True:
        path = place / f"{number:06}"
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            if not any(order(other)[0] == number for other in place.iterdir() if other != path):
                return path
            path.rmdir()
        number += 1


def named(path: Path) -> Path:
    """Give a claimed folder its name."""
    return path.rename(path.with_name(time.strftime(f"{path.name}-%Y%m%dT%H%M%SZ", time.gmtime())))


def abandoned(place: Path, behind: int) -> list[Path]:
    """Folders of a bare number so far behind the last that whoever claimed them must have been killed."""
    paths = list(place.iterdir())
    last = max((order(path)[0] for path in paths), default=0)
    return [path for path in paths if path.name.isdecimal() and 0 < order(path)[0] <= last - behind]


def when(path: Path, began: object) -> str:
    """When a run began, in local time, for people; empty where nobody knows."""
    if isinstance(began, int | float):
        try:
            return time.strftime("%Y-%m-%d %H:%M", time.localtime(began))
        except (ValueError, OverflowError, OSError):
            return ""
    found = _EARLIER.fullmatch(path.name)
    return f"{found[1]}-{found[2]}-{found[3]} {found[4]}:{found[5]}" if found else ""
