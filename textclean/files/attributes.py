"""What a new file takes over from the one that it replaces: owner, group, mode, extended attributes."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

ELSEWHERE = "run as its owner, or write elsewhere with fix -o"
"""What to do about a file whose owner or group cannot be kept."""


def keep_attributes(descriptor: int, target: str, status: os.stat_result, shown: str) -> None:
    """Give a new file what `target`, whose status is known, has; OSError about `shown` where that cannot be.

    Whoever can write to a file may still be unable to give a new one to its owner: a member of its group, or
    root in a container or on a network share. A file that silently changes hands is worse than one that is
    left as it is. Extended attributes, lists of who may read among them, are taken over as far as possible.
    """
    own = os.fstat(descriptor)
    if own.st_uid != status.st_uid:
        _give(descriptor, status, shown, f"belongs to {_user(status.st_uid)}, and its owner cannot be kept")
    elif own.st_gid != status.st_gid:
        _give(descriptor, status, shown, f"is of group {_group(status.st_gid)}, which cannot be kept")
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if sys.platform == "linux":
        _copy_extended(descriptor, target)


def _give(descriptor: int, status: os.stat_result, shown: str, problem: str) -> None:
    owner = status.st_uid, status.st_gid
    with suppress(OSError):  # EPERM, or EINVAL for an owner whom this container does not know
        os.fchown(descriptor, -1 if os.fstat(descriptor).st_uid == owner[0] else owner[0], owner[1])
    own = os.fstat(descriptor)
    if (own.st_uid, own.st_gid) != owner:
        raise OSError(None, f"{problem}; {ELSEWHERE}", shown)


def _user(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _group(number: int) -> str:
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


if sys.platform == "linux":
    INHERITED = "system.posix_acl_access"
    """What a folder may give to new files alone."""

    def _copy_extended(descriptor: int, target: str) -> None:
        try:
            names = os.listxattr(target)
            if INHERITED not in names and INHERITED in os.listxattr(descriptor):
                os.removexattr(descriptor, INHERITED)
        except OSError:
            return
        for name in names:
            with suppress(OSError):
                os.setxattr(descriptor, name, os.getxattr(target, name))
