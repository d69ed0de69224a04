"""The runs that faults are tried on: what lies there before, what is called, and what may lie there after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.cli.support import LEGACY, legacy
from tests.faults.machine import Ran, run
from textclean.files.temporary import PREFIX

OLD, NEW, OTHER = LEGACY, legacy(clean=True), b"What stood in the output before.\n"
AS_TOLD = ("--encoding", "cp1252", "--skip", "repair,boilerplate,quotes", "--jobs", "1")
NAMES = ("a.txt", "b.txt", "c.txt")
IN_PLACE = tuple(f"in/{name}" for name in NAMES)
MIRRORED = tuple(f"out/{name}" for name in NAMES)


class Scenario(NamedTuple):
    """One call and the files that it may replace."""

    args: tuple[str, ...]
    targets: tuple[str, ...] = IN_PLACE
    before: bytes | None = OLD
    """What the targets hold before; None where there are none."""
    after: bytes = NEW
    prepare: Callable[[], object] = lambda: None
    journal: bool = True
    """Whether the run can be undone and resumed."""

    @property
    def resumed(self) -> tuple[str, ...]:
        """The call that does what is left; undo and one file are simply called again."""
        return (*self.args, "--resume") if self.journal else self.args


def _link() -> None:
    os.link("in/a.txt", "other name")


def _symlink() -> None:
    os.rename("in/a.txt", "real")
    os.symlink("../real", "in/a.txt")


def _filled_output() -> None:
    Path("out").mkdir()
    for name in MIRRORED:
        Path(name).write_bytes(OTHER)


def _older_output() -> None:
    Path("one").write_bytes(OTHER)


def _fixed() -> None:
    assert run(("fix", "-i", "in", *AS_TOLD), os.getcwd()).code == 0


def _reported() -> None:
    done = run(("fix", "in/a.txt", "-o", "clean", "--report", "r.json", *AS_TOLD), os.getcwd())
    assert done.code == 0
    Path("back").write_bytes(OTHER)


def _many() -> None:
    for number in range(9):
        Path(f"in/{number}.txt").write_bytes(OLD)


SCENARIOS = {
    "in place": Scenario(("fix", "-i", "in", *AS_TOLD)),
    "in place, nine more": Scenario(
        ("fix", "-i", "in", *AS_TOLD),
        (*IN_PLACE, *(f"in/{number}.txt" for number in range(9))),
        prepare=_many,
    ),
    "in place, fsync": Scenario(("fix", "-i", "in", "--fsync", *AS_TOLD)),
    "in place, backup": Scenario(("fix", "-i", "in", "--backup", ".old", *AS_TOLD)),
    "in place, hard link": Scenario(("fix", "-i", "in", *AS_TOLD), prepare=_link),
    "in place, hard link, backup": Scenario(("fix", "-i", "in", "--backup", ".old", *AS_TOLD), prepare=_link),
    "in place, symbolic link": Scenario(("fix", "-i", "in", *AS_TOLD), prepare=_symlink),
    "in place, no journal": Scenario(("fix", "-i", "in", "--no-journal", *AS_TOLD), journal=False),
    "in place, report": Scenario(("fix", "-i", "in", "--report", "r.json", *AS_TOLD)),
    "mirrored": Scenario(("fix", "in", "-o", "out", *AS_TOLD), MIRRORED, None),
    "mirrored over files": Scenario(
        ("fix", "in", "-o", "out", *AS_TOLD), MIRRORED, OTHER, prepare=_filled_output
    ),
    "one file": Scenario(("fix", "in/a.txt", "-o", "one", *AS_TOLD), ("one",), None, journal=False),
    "one file over another": Scenario(
        ("fix", "in/a.txt", "-o", "one", *AS_TOLD), ("one",), OTHER, prepare=_older_output, journal=False
    ),
    "undo": Scenario(("undo", "--yes"), before=NEW, after=OLD, prepare=_fixed, journal=False),
    "restore": Scenario(
        ("restore", "clean", "r.json", "-o", "back"), ("back",), OTHER, OLD, _reported, journal=False
    ),
}


def arrange(scenario: Scenario) -> None:
    """Empty the current folder and lay the scenario's files out in it."""
    here = os.getcwd()
    for name in os.listdir(here):
        shutil.rmtree(name) if os.path.isdir(name) and not os.path.islink(name) else os.unlink(name)
    os.mkdir("in")
    for name in IN_PLACE:
        Path(name).write_bytes(OLD)
    scenario.prepare()


def left_lying() -> list[str]:
    """Temporary files that nobody needs any more."""
    return [name for _, _, names in os.walk(".") for name in names if name.startswith(PREFIX)]


def _held(path: str) -> bytes | None:
    return Path(path).read_bytes() if os.path.exists(path) else None


def whole(scenario: Scenario) -> list[str]:
    """What is wrong whatever happened: a file that is neither old nor new, or a source that changed."""
    wrong = [
        f"{path} holds {_held(path)!r}"
        for path in scenario.targets
        if _held(path) not in (scenario.before, scenario.after)
    ]
    wrong += [
        f"source {path} holds {_held(path)!r}"
        for path in IN_PLACE
        if path not in scenario.targets and _held(path) != OLD
    ]
    wrong += [f"backup {path} holds {_held(path)!r}" for path in _backups() if _held(path) != OLD]
    if os.path.lexists("real") and not os.path.islink("in/a.txt"):
        wrong.append("the symbolic link is gone")
    if os.path.lexists("other name") and _held("other name") != OLD:
        wrong.append("the other name of a hard link was written to")
    if "--backup" in scenario.args:
        wrong += [f"{path} has no backup" for path in scenario.targets if _lacks_backup(path)]
    return wrong


def _backups() -> list[str]:
    return [f"in/{name}" for name in os.listdir("in") if name.endswith(".old")]


def _lacks_backup(path: str) -> bool:
    return _held(path) == NEW and not os.path.exists(f"{path}.old")


def finished(scenario: Scenario) -> list[str]:
    """The targets that do not hold what a whole run gives them."""
    return [f"{path} is not done" for path in scenario.targets if _held(path) != scenario.after]


def taken_back(scenario: Scenario, said: str) -> list[str]:
    """What `undo` does not give back of a run in place."""
    if not (scenario.journal and scenario.targets[0] in IN_PLACE) or "cannot be undone" in said:
        return []
    done = run(("undo", "--yes"), os.getcwd())
    return [
        f"after undo ({done.said.strip()}) {path} is not old"
        for path in scenario.targets
        if _held(path) != OLD
    ]


def ended_well(done: Ran) -> list[str]:
    """What is wrong with how a run ended: a traceback, or a failure without a word."""
    wrong = [f"crash: {done.crash}"] if done.crash else []
    if done.code not in (0, 2):
        wrong.append(f"exit code {done.code}")
    if done.code == 2 and not done.said.strip():
        wrong.append("failed without a word")
    return wrong
