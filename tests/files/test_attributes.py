"""Owner, group, mode and lists of access stay, in `fix -i`, its backups and `undo`; or the file does."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.support import LEGACY, legacy
from textclean.cli import main
from textclean.files.write import prepare

AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes")
CLEAN = legacy(clean=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("a.txt", "b.txt"):
        Path(name).write_bytes(LEGACY)
    return tmp_path


@pytest.fixture
def of_another(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Play that a file is another user's or group's, and what the system says to a change of owner."""

    def play(name: str, user: int = 0, group: int = 0) -> None:
        if os.geteuid() == 0:
            os.chown(name, user or os.geteuid(), group or os.getegid())
        else:
            real, inode = os.stat, Path(name).stat().st_ino

            def other(path: str | int, **named: bool) -> os.stat_result:
                status = real(path, **named)
                if status.st_ino != inode:
                    return status
                return os.stat_result((*status[:4], user or status[4], group or status[5], *status[6:]))

            monkeypatch.setattr(os, "stat", other)

        def refused(descriptor: int, uid: int, gid: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "fchown", refused)

    return play


def textclean(*args: str) -> Result:
    return CliRunner().invoke(main, [*args])


def test_a_file_whose_owner_cannot_be_kept_is_named_and_left(
    here: Path, of_another: Callable[..., None]
) -> None:
    of_another("a.txt", user=12345)
    done = textclean("fix", "-i", "a.txt", "b.txt", *AS_TOLD)
    assert done.exit_code == 2
    assert done.stderr == (
        "textclean: a.txt: belongs to user 12345, and its owner cannot be kept; "
        "run as its owner, or write elsewhere with fix -o\n"
    )
    assert (Path("a.txt").read_bytes(), Path("b.txt").read_bytes()) == (LEGACY, CLEAN)
    assert sorted(path.name for path in here.iterdir()) == ["a.txt", "b.txt", "state"]


def test_a_file_whose_group_cannot_be_kept_is_named_and_left(
    here: Path, of_another: Callable[..., None]
) -> None:
    of_another("a.txt", group=54321)
    done = textclean("fix", "-i", "a.txt", *AS_TOLD)
    assert done.exit_code == 2
    assert "a.txt: is of group 54321, which cannot be kept; " in done.stderr
    assert Path("a.txt").read_bytes() == LEGACY


def test_undo_leaves_a_file_whose_owner_it_cannot_keep(here: Path, of_another: Callable[..., None]) -> None:
    assert textclean("fix", "-i", "a.txt", *AS_TOLD).exit_code == 0
    of_another("a.txt", user=12345)
    done = textclean("undo", "--yes")
    assert done.exit_code == 2
    assert "a.txt: belongs to user 12345" in done.stderr
    assert Path("a.txt").read_bytes() == CLEAN


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_fix_its_backup_and_undo_keep_owner_and_group(here: Path) -> None:
    os.chown("a.txt", 1234, 4321)
    os.link("a.txt", "second")  # so that the backup is a copy
    Path("a.txt").chmod(0o640)
    assert textclean("fix", "-i", "--backup", "~", "a.txt", *AS_TOLD).exit_code == 0
    assert textclean("undo", "--yes").exit_code == 0
    assert Path("a.txt").read_bytes() == LEGACY
    for name in ("a.txt", "a.txt~"):
        status = Path(name).stat()
        assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (1234, 4321, 0o640)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a second group")
def test_a_group_that_can_be_set_is_set_without_asking_for_the_owner(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown("a.txt", os.geteuid(), 4321)
    real, asked = os.fchown, []

    def watched(descriptor: int, uid: int, gid: int) -> None:
        asked.append((uid, gid))
        real(descriptor, uid, gid)

    monkeypatch.setattr(os, "fchown", watched)
    prepare("a.txt", b"new", sync=False).place()
    assert (asked, Path("a.txt").stat().st_gid) == ([(-1, 4321)], 4321)


def _access(*entries: tuple[int, int, int]) -> bytes:
    """A list of access as Linux keeps it: kind of entry, what is allowed, to whom."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


NOBODY = 0xFFFFFFFF
OPEN_TO_1234 = _access((1, 6, NOBODY), (2, 6, 1234), (4, 4, NOBODY), (16, 6, NOBODY), (32, 0, NOBODY))


def test_lists_of_access_stay_and_none_is_inherited(here: Path) -> None:
    try:
        os.setxattr("a.txt", "system.posix_acl_access", OPEN_TO_1234)
        os.setxattr(".", "system.posix_acl_default", OPEN_TO_1234)
    except OSError:
        pytest.skip("no lists of access here")
    assert textclean("fix", "-i", "a.txt", "b.txt", *AS_TOLD).exit_code == 0
    assert os.getxattr("a.txt", "system.posix_acl_access") == OPEN_TO_1234
    assert "system.posix_acl_access" not in os.listxattr("b.txt")
